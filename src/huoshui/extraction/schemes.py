"""What the instrument extractors share: a scheme being put together, and figures with their roles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from huoshui.extraction.quantities import within
from huoshui.model.records import Instrument

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from huoshui.extraction.reading import Reading
    from huoshui.model.dates import PartialDate
    from huoshui.model.money import AmountMention, Money
    from huoshui.model.records import Evidence, Value
    from huoshui.model.regions import Region, RegionMention

_RAISED = re.compile(
    r"(?:左右|以内)?，?(?:逐步|大幅|统一|分别)?(?:提[高升]|增加?|扩大|上调|上浮|调整|调[高增低减]|下调|下浮|降低?|压降|放宽)[至到为]"
)
_FROM = re.compile(r"[由从](?:[^，。；\d]{0,8})$")
_UPPER = re.compile(
    r"(?:最高|不超过|不高于|上限|封顶|至多|最多|限额|以内)(?:[由从][^，。；]{1,14}?[至到为])?[^，。；\d]{0,10}$"
)


@dataclass(slots=True)
class Scheme:
    """An instrument while it is being read. Each list keeps the order of the document."""

    name: str
    evidence: Evidence
    size: list[Value[Money]] = field(default_factory=list)
    cap: list[Value[Money]] = field(default_factory=list)
    rate: list[Value[Decimal]] = field(default_factory=list)
    provider: list[Value[str]] = field(default_factory=list)
    region: list[Value[Region]] = field(default_factory=list)
    date: list[Value[PartialDate]] = field(default_factory=list)
    count: list[Value[Decimal]] = field(default_factory=list)

    @property
    def told(self) -> bool:
        """Whether the text says anything of the scheme itself, beyond who runs it and where."""
        return bool(self.size or self.cap or self.rate or self.count)

    def add(self, prop: str, values: Iterable[Value[object]]) -> None:
        """Add to ``prop`` the values that it does not hold yet."""
        held = getattr(self, prop)
        for value in values:
            if not any(str(known) == str(value) for known in held):
                held.append(value)

    def absorb(self, other: Scheme) -> None:
        """Take over from ``other``, the same scheme told again, what is not known yet."""
        for prop in Instrument.properties():
            if not getattr(self, prop):
                self.add(prop, getattr(other, prop))

    def record(self) -> Instrument:
        """The finished record."""
        return Instrument(
            name=self.name,
            evidence=self.evidence,
            size=tuple(self.size),
            cap=tuple(self.cap),
            rate=tuple(self.rate),
            provider=tuple(self.provider),
            region=tuple(self.region),
            date=tuple(self.date),
            count=tuple(self.count),
        )


def fold(name: str) -> str:
    """``name`` without punctuation, to compare."""
    return re.sub(r"[\W_]", "", name)


def join(schemes: Iterable[Scheme]) -> list[Scheme]:
    """Schemes of equal name as one, in order of first mention; 算力券 of two cities are two."""
    joined: dict[str, list[Scheme]] = {}
    for scheme in schemes:
        namesakes = joined.setdefault(fold(scheme.name), [])
        known = next((other for other in namesakes if _one_place(scheme, other)), None)
        if known:
            known.absorb(scheme)
        else:
            namesakes.append(scheme)
    return [scheme for namesakes in joined.values() for scheme in namesakes]


def _one_place(one: Scheme, other: Scheme) -> bool:
    """Whether two schemes may run in the same place: one region lies in the other, or none is known."""
    pairs = [(a.value, b.value) for a in one.region for b in other.region]
    return not pairs or any(a.contains(b) or b.contains(a) for a, b in pairs)


def amounts_in(reading: Reading, start: int, end: int) -> Sequence[AmountMention]:
    """Amounts of money inside ``text[start:end]``, without those that others replaced (由500万元提高至3000万元)."""
    return [m for m in within(reading.amounts, start, end) if not replaced(reading.text, m.start, m.end)]


def replaced(text: str, start: int, end: int) -> bool:
    """Whether a figure is the old one of a change: 由20%提高至40%, 从原来的500万元提高到1000万元."""
    return _RAISED.match(text, end) is not None and _FROM.search(text, max(0, start - 12), start) is not None


def capped(reading: Reading, amount: AmountMention, floor: int) -> bool:
    """Whether ``amount`` is said to be the most (最高, 不超过, 上限)."""
    return bool(_UPPER.search(reading.text, max(floor, amount.start - 24), amount.start)) or reading.text.startswith(
        ("以内", "封顶"), amount.end
    )


def money_value(reading: Reading, amount: AmountMention) -> Value[Money]:
    """The (higher) value of an amount with its evidence."""
    return reading.value(amount.values[-1], amount.start, amount.end, amount.qualifier)


def region_value(reading: Reading, mention: RegionMention) -> Value[Region]:
    """A region with its evidence."""
    return reading.value(mention.region, mention.start, mention.end)


_PERCENT = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,4})?)(?:[%％]|个百分点)")


def percentages(reading: Reading, start: int, end: int) -> list[Value[Decimal]]:
    """Percentages of ``text[start:end]`` as fractions."""
    found = shares_in(reading.text, start, end)
    return [reading.value(Decimal(m[1]).scaleb(-2), m.start(), m.end()) for m in found]


def shares_in(text: str, start: int, end: int) -> list[re.Match[str]]:
    """Percentages of ``text[start:end]``, without those that others replaced."""
    return [m for m in _PERCENT.finditer(text, start, end) if not replaced(text, m.start(), m.end())]
