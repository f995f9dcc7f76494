"""The evaluation of investment directions (投向评价): points, what is missing, what could be won, ranks, evidence.

The document ranks funds and names no grades: neither does this.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from huoshui.policy.extra import np
from huoshui.policy.gains import Gain, gains
from huoshui.policy.pack import Indicator, Item
from huoshui.policy.scoring import Scores, chosen, item_bounds, score
from huoshui.policy.spans import corners, spanned
from huoshui.policy.units import show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from huoshui.policy.facts import Facts, Origin
    from huoshui.policy.pack import Grade, Pack, Scored
    from huoshui.policy.units import Unit


@dataclass(frozen=True, slots=True)
class Standing:
    """A rank among ``of`` funds; ``percentile`` is the share of the others that the fund is not behind."""

    rank: int
    of: int
    percentile: float


@dataclass(frozen=True, slots=True)
class Measured:
    """A metric of an item as measured: ``value`` where it is known, else what it lies between, where that is known.

    ``missing`` are the variables that it lacks; ``behind`` finds where its figures come from, by variable.
    """

    metric: str
    zh: str
    en: str
    formula: str
    unit: Unit
    value: float | None
    least: float | None
    most: float | None
    missing: tuple[str, ...]
    behind: Callable[[], tuple[tuple[str, Origin], ...]]

    @property
    def origins(self) -> tuple[tuple[str, Origin], ...]:
        """The origins of its figures by variable; looked up anew whenever they are asked for."""
        return self.behind()

    def show(self, locale: str = "zh") -> str:
        """The figure as readers expect it; empty where nothing is known."""
        if self.value is not None:
            return show(round(self.value, 12), self.unit, locale)
        if self.least is None or self.most is None:
            return ""
        ends = (show(round(end, 12), self.unit, locale) for end in (self.least, self.most))
        return "～".join(ends) if locale.startswith("zh") else " to ".join(ends)


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What an item earns a fund: ``earned`` where it is certain; ``grade`` is of the figures that it was scored by."""

    item: Item
    grade: Grade
    earned: Decimal | None
    least: Decimal
    most: Decimal
    measured: tuple[Measured, ...]
    missing: tuple[str, ...]
    gains: tuple[Gain, ...]


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """What an indicator earns a fund at least and at most."""

    indicator: Indicator
    least: Decimal
    most: Decimal
    parts: tuple[IndicatorResult | ItemResult, ...]

    def items(self) -> Iterator[ItemResult]:
        """The items below it."""
        for part in self.parts:
            if isinstance(part, IndicatorResult):
                yield from part.items()
            else:
                yield part


@dataclass(frozen=True, slots=True)
class FundEvaluation:
    """One fund: the score lies between ``least`` and ``most``; ``group`` is where ``in_group`` ranks it."""

    id: str
    name: str
    least: Decimal
    most: Decimal
    standing: Standing
    group: str
    in_group: Standing | None
    indicators: tuple[IndicatorResult, ...]

    def items(self) -> tuple[ItemResult, ...]:
        """All items."""
        return tuple(item for indicator in self.indicators for item in indicator.items())

    def missing(self) -> Mapping[str, Decimal]:
        """The variables that are missing, each with the points that are open for want of it, the most first."""
        found: dict[str, Decimal] = {}
        for item in self.items():
            for variable in item.missing:
                found[variable] = found.get(variable, Decimal(0)) + item.most - item.least
        return dict(sorted(found.items(), key=lambda pair: -pair[1]))

    def gains(self) -> tuple[tuple[ItemResult, Gain], ...]:
        """What could be won, the most points first."""
        found = [(item, gain) for item in self.items() for gain in item.gains]
        return tuple(sorted(found, key=lambda pair: -pair[1].points))


class Evaluation:
    """The evaluation of many funds. ``groups`` names for each fund the list or province in which it is ranked too."""

    def __init__(self, scores: Scores, groups: Sequence[str] = ()) -> None:
        self.scores, self.groups = scores, tuple(groups)
        self.pack, self.facts, self.variants = scores.pack, scores.facts, scores.variants
        ranks, shares = scores.ranks()
        self.standings = tuple(map(Standing, ranks, [len(ranks)] * len(ranks), shares.tolist()))
        self.in_groups = self._grouped()

    def _grouped(self) -> tuple[Standing | None, ...]:
        found: list[Standing | None] = [None] * len(self.facts)
        names = np.array(self.groups, object)
        for name in dict.fromkeys(self.groups):
            if name:
                places = np.flatnonzero(names == name)
                ranks, shares = self.scores.ranks(places)
                for place, rank, share in zip(places.tolist(), ranks, shares.tolist(), strict=True):
                    found[place] = Standing(rank, len(places), share)
        return tuple(found)

    def __len__(self) -> int:
        return len(self.facts)

    def __iter__(self) -> Iterator[FundEvaluation]:
        return (self.of(place) for place in range(len(self)))

    def order(self) -> tuple[int, ...]:
        """Places of the funds from the most points to the fewest."""
        return self.scores.order()

    def of(self, place: int) -> FundEvaluation:
        """The evaluation of the fund at a place, in full."""
        part = self.facts.part(slice(place, place + 1))
        view = _View(self, place, part)
        indicators = tuple(view.indicator(one) for one in self.pack.indicators)
        return FundEvaluation(
            id=self.facts.ids[place],
            name=self.facts.names[place],
            least=_sum(one.least for one in indicators),
            most=_sum(one.most for one in indicators),
            standing=self.standings[place],
            group=self.groups[place] if self.groups else "",
            in_group=self.in_groups[place],
            indicators=indicators,
        )


def evaluate(
    facts: Facts, pack: Pack, variants: Sequence[str] = (), *, groups: Sequence[str] = (), threads: int = 0
) -> Evaluation:
    """Funds evaluated by the indicators of a pack; of items that know one of ``variants``, by it."""
    return Evaluation(score(pack, facts, variants, threads=threads), groups)


@dataclass(frozen=True, slots=True)
class _View:
    """One fund of an evaluation: ``facts`` hold it alone, at place nought."""

    evaluation: Evaluation
    place: int
    facts: Facts

    def indicator(self, indicator: Indicator) -> IndicatorResult:
        parts = tuple(self.indicator(one) if isinstance(one, Indicator) else self.item(one) for one in indicator.parts)
        return IndicatorResult(indicator, _sum(p.least for p in parts), _sum(p.most for p in parts), parts)

    def item(self, item: Item) -> ItemResult:
        by = chosen(item, self.evaluation.variants)
        least, most = (_points(end[0]) for end in item_bounds(item, self.facts, self.evaluation.variants))
        measured = tuple(self.measured(one) for one in by)
        missing = tuple(dict.fromkeys(name for one in measured for name in one.missing)) if least != most else ()
        return ItemResult(
            item=item,
            grade=max(one.grade for one in by),
            earned=least if least == most else None,
            least=least,
            most=most,
            measured=measured,
            missing=missing,
            gains=gains(item, by, self.facts, 0, float(least)) if least == most else (),
        )

    def measured(self, scored: Scored) -> Measured:
        facts, whole = self.facts, self.evaluation.facts
        found = facts.catalogue.find(scored.metric)
        value = float(facts.column(scored.metric, scored.arguments)[0])
        known = not np.isnan(value)
        least, most = (None, None) if known else self._between(scored)
        leaves = facts.catalogue.leaves(scored.metric)

        def behind() -> tuple[tuple[str, Origin], ...]:
            return tuple((leaf, origin) for leaf in leaves for origin in whole.evidence(leaf, self.place))

        return Measured(
            metric=scored.metric,
            zh=found.zh,
            en=found.en,
            formula=getattr(found, "formula", ""),
            unit=found.unit,
            value=value if known else None,
            least=least,
            most=most,
            missing=() if known else facts.missing(scored.metric, 0),
            behind=behind,
        )

    def _between(self, scored: Scored) -> tuple[float | None, float | None]:
        names = spanned(self.facts, scored.metric)
        at = [float(corner.column(scored.metric, scored.arguments)[0]) for corner in corners(self.facts, names)]
        return (None, None) if not names or np.isnan(at).any() else (min(at), max(at))


def _points(value: float) -> Decimal:
    return Decimal(repr(round(float(value), 6))).normalize() + 0


def _sum(points: Iterator[Decimal]) -> Decimal:
    return sum(points, Decimal(0))
