"""Counts, percentages and bare numbers in a stretch of text, beside the amounts of money that a reading finds."""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from huoshui.model.records import contract_form

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER = r"\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,4})?|\d{1,12}(?:\.\d{1,8})?"
_RANGE = r"(?:[%％万]?(?:-|–|—|~|～|至|到)(?P<high>" + _NUMBER + "))?"
_UNITS = (
    "家次|家|个(?!百分点|月|小时|工作日|基点)|项|支|只|款|种|所|名|位|件|座|台套|台|套|辆|架次|架|艘|条|户|处|张|例|部|类|场|门|批次|批|人次|人"
    "|颗|枚|列|株|头|口|栋|间|幅|篇|册|单|宗|孔|组|公顷|立方米|升(?![至到级])|PB|EB|TB|Gbps|TWh|GWh|MWh|kWh|TEU"
    "|公里|千米|平方米|平方公里|亩|吨|千瓦时|千瓦|兆瓦|标箱|倍|[EPTZ]?(?i:FLOPS)|[EPZ]|GW|MW|kW"
)
_QUANTITY = re.compile(
    rf"(?<![\d.A-Za-z第前“])(?P<low>{_NUMBER}){_RANGE}(?P<scale>[十百千万亿]{{0,2}})(?P<more>余|多)?"
    rf"(?:(?P<share>[%％]|个?百分点)|(?P<unit>{_UNITS})(?![\u4e00-\u9fff]*[年月日]\d)|(?P<bare>(?=以上|以下|以内|左右|[，。；、）]|$)))"
)
_SCALE = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}


class _Mention(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


M = TypeVar("M", bound=_Mention)


class Quantity(NamedTuple):
    """A number at ``text[start:end]``, its unit left out of the span unless it is a percent sign.

    ``value`` is a fraction when ``share`` holds, else a plain number, or a string such as ``2-3`` for a range.
    ``after`` is where the unit ends; ``unit`` is empty for a bare number.
    """

    start: int
    end: int
    after: int
    value: Decimal | str
    share: bool
    unit: str


def find_quantities(text: str, start: int, end: int) -> list[Quantity]:
    """Quantities of ``text[start:end]`` from left to right. Money and dates are not told apart here."""
    return [_quantity(match) for match in _QUANTITY.finditer(text, start, end)]


def within(mentions: Sequence[M], start: int, end: int, overlap: int | None = None) -> Sequence[M]:
    """The mentions inside ``[start, end)``; with ``overlap`` only those around that offset. They are in order."""
    first = bisect_left(mentions, start, key=lambda mention: mention.start)
    last = bisect_left(mentions, end, lo=first, key=lambda mention: mention.start)
    found = [mention for mention in mentions[first:last] if mention.end <= end]
    return found if overlap is None else [m for m in found if m.start <= overlap < m.end]


def number(text: str, scale: str = "") -> Decimal:
    """``1,500`` and ``1.5`` with 万 as numbers."""
    return Decimal(text.replace(",", "")).scaleb(sum(_SCALE[unit] for unit in scale))


def _quantity(match: re.Match[str]) -> Quantity:
    share = match["share"] is not None
    values = [number(match[group], match["scale"]) for group in ("low", "high") if match[group]]
    if share:
        values = [value.scaleb(-2) for value in values]
    value = values[0] if len(values) == 1 else "-".join(contract_form(value) for value in values)
    end = match.end("share") if share else max(match.end("low"), match.end("high"), match.end("scale"))
    return Quantity(match.start(), end, match.end(), value, share, match["unit"] or "")
