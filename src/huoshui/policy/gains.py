"""How points that an item does not earn could still be won: the next edge, how far it is, how much money that takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, isnan
from typing import TYPE_CHECKING, Literal, NamedTuple

from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.scoring import earned
from huoshui.policy.units import Quantity, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from huoshui.policy.facts import Facts
    from huoshui.policy.pack import Band, Item, Scored

Side = Literal["at_least", "above", "below"]


class Lever(NamedTuple):
    """What moves a share of money: more of ``part``, which adds to ``whole`` as well or does not.

    ``of`` are the variables that make up the numerator, those taken off it with a minus before them. ``invests`` is
    whether it is moved by investing, for which there must be money left.
    """

    part: str
    of: tuple[str, ...]
    whole: str
    adds: bool
    invests: bool
    zh: str
    en: str


def _into(part: str, zh: str, en: str) -> Lever:
    return Lever(part, (part,), "invested", adds=True, invests=True, zh=f"再向{zh}投资", en=f"invest in {en}")


#: By metric. Of the others only the distance in their own unit is said.
LEVERS = {
    "new_productive_share": Lever(
        "invested_by_sector", (), "paid_in", adds=False, invests=True,
        zh="再向新质生产力领域投资", en="invest in new productive forces",
    ),
    "strategy_place_share": Lever(
        "invested_by_region", (), "invested", adds=True, invests=True,
        zh="再向国家区域战略范围投资", en="invest in places of national strategies",
    ),
    "green_share": _into("invested_green", "绿色领域", "green fields"),
    "private_share": _into("invested_private", "民营企业", "private companies"),
    "early_share_of_invested": _into("invested_early", "种子期与初创期企业", "seed and start-up companies"),
    "key_field_share": _into("invested_key_fields", "约定重点领域", "the agreed key fields"),
    "social_share": Lever(
        "social_committed", ("social_committed",), "committed", adds=True, invests=False,
        zh="再引入社会资本认缴", en="bring in social capital of",
    ),
    "paid_share": Lever(
        "paid_in", ("paid_in",), "committed", adds=False, invests=False, zh="再到位实缴", en="have paid in"
    ),
    "idle_share_of_paid_in": Lever(
        "idle_money", ("idle_money",), "paid_in", adds=False, invests=False,
        zh="减少闲置资金", en="reduce idle money by",
    ),
    "appreciation": Lever(
        "nav", ("nav", "distributed", "-paid_in"), "paid_in", adds=False, invests=False,
        zh="净资产再增", en="net assets to grow by",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gain:
    """Points that an item would earn more if a metric came to ``target``.

    ``gap`` is how far that is, in the metric's unit; ``money`` how much it takes, in minor units, where a lever moves
    it; ``room`` is what the fund has left to invest, where that is what it takes and it is known.
    """

    metric: str
    points: Decimal
    target: Quantity
    side: Side
    gap: Decimal
    money: int | None = None
    lever: Lever | None = None
    room: int | None = None

    @property
    def within_room(self) -> bool | None:
        """Whether the fund has the money left; None where that is not known or not what it takes."""
        return None if self.money is None or self.room is None else self.money <= self.room

    def says(self, locale: str = "zh") -> str:
        """What to do, in words."""
        zh = locale.startswith("zh")
        to = self._bound(locale)
        if self.money is None or self.lever is None:
            found = CATALOGUE.find(self.metric)
            if self.target.unit is Unit.FLAG:
                return f"{found.zh}：{to}" if zh else f"{found.en}: {to}"
            return f"{found.zh.partition('（')[0]}{to}" if zh else f"{found.en}: {to}"
        amount = Quantity(Decimal(self.money), Unit.MONEY).show(locale)
        short = ""
        if self.within_room is False:
            short = "（超出剩余可投）" if zh else " (more than is left to invest)"
        return f"{self.lever.zh} {amount}，{to}{short}" if zh else f"{self.lever.en} {amount}: {to}{short}"

    def _bound(self, locale: str) -> str:
        """What to reach, exceed or fall below; of yes and no the one to come to."""
        target = self.target
        if target.unit is Unit.FLAG:
            return (replace(target, value=1 - target.value) if self.side == "below" else target).show(locale)
        words = {"at_least": ("达到", "reach"), "above": ("超过", "exceed"), "below": ("低于", "fall below")}[self.side]
        return f"{words[0 if locale.startswith('zh') else 1]} {target.show(locale)}"


def gains(item: Item, scored: Sequence[Scored], facts: Facts, place: int, points: float) -> tuple[Gain, ...]:
    """The next steps by which the subject at a place could win points beyond those that it is certain of."""
    return tuple(gain for one in scored for gain in _gains(item, one, facts, place, points))


def _gains(item: Item, scored: Scored, facts: Facts, place: int, points: float) -> Iterator[Gain]:
    value = float(facts.column(scored.metric, scored.arguments)[place])
    most = float(item.points.value)
    if isnan(value) or points >= most:
        return
    own = float(earned(scored, facts, most)[place])
    unit = facts.catalogue.find(scored.metric).unit
    if scored.way == "bands":
        for band, side, worth in _edges(scored.bands, own, points):
            yield _gain(scored, facts, place, (band.lower, side, worth - _exact(points)))
    elif scored.way == "each" and scored.each is not None:
        more = min(scored.each.value, item.points.value - _exact(own))
        yield _gain(scored, facts, place, (Quantity(_exact(value) + 1, unit), "at_least", more))
    else:
        yield _gain(scored, facts, place, (Quantity(Decimal(1), unit), "at_least", item.points.value - _exact(points)))


def _edges(bands: Sequence[Band], own: float, points: float) -> Iterator[tuple[Band, Side, Decimal]]:
    """The nearest edge beyond which there are more points, upwards or else downwards."""
    at = next((n for n, band in enumerate(bands) if float(band.points.value) == own), len(bands))
    for band in reversed(bands[:at]):
        if float(band.points.value) > points:
            yield band, "above" if band.beyond else "at_least", band.points.value
            return
    for n in range(at + 1, len(bands)):
        if float(bands[n].points.value) > points:
            yield bands[n - 1], "below", bands[n].points.value
            return


def _gain(scored: Scored, facts: Facts, place: int, step: tuple[Quantity, Side, Decimal]) -> Gain:
    target, side, points = step
    value = float(facts.column(scored.metric, scored.arguments)[place])
    lever = LEVERS.get(scored.metric)
    money = _money(lever, facts, place, (value, target.value, side)) if lever else None
    room = _room(facts, place) if lever and lever.invests else None
    return Gain(scored.metric, points, target, side, abs(target.value - _exact(value)), money, lever, room)


def _money(lever: Lever, facts: Facts, place: int, step: tuple[float, Decimal, Side]) -> int | None:
    value, target, side = step
    whole = _minor(facts, lever.whole, place)
    part = _part(lever, facts, place)
    if whole is None:
        return None
    edge, now = Fraction(target), Fraction(round(Fraction(value) * whole) if part is None else part)
    if side == "below":
        return floor(now - edge * whole) + 1
    if lever.adds and edge >= 1:
        return None
    needed = (edge * whole - now) / (1 - edge if lever.adds else 1)
    return floor(needed) + 1 if side == "above" else ceil(needed)


def _part(lever: Lever, facts: Facts, place: int) -> int | None:
    """The numerator, exactly; None where a family makes it up."""
    if not lever.of:
        return None
    found = [_minor(facts, name.removeprefix("-"), place) for name in lever.of]
    signs = [-1 if name.startswith("-") else 1 for name in lever.of]
    return sum(sign * (minor or 0) for sign, minor in zip(signs, found, strict=True))


def _room(facts: Facts, place: int) -> int | None:
    size, invested = _minor(facts, "fund_size", place), _minor(facts, "invested", place)
    return None if size is None or invested is None else max(size - invested, 0)


def _minor(facts: Facts, name: str, place: int) -> int | None:
    value = float(facts.column(name)[place])
    return None if isnan(value) else int(value)


def _exact(value: float) -> Decimal:
    """A float as the figure of few digits that it stands for."""
    return Decimal(repr(round(value, 12)))
