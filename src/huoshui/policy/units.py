"""Units of figures, and bounds as people write them: 70%, 10亿元, 15年, 1.5倍."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.model.money import Money, format_money

if TYPE_CHECKING:
    from collections.abc import Mapping


class Unit(StrEnum):
    """What a figure is counted in. Money is in minor units of CNY (分), a share is a fraction."""

    MONEY = "money"
    SHARE = "share"
    MULTIPLE = "multiple"
    YEARS = "years"
    MONTHS = "months"
    DAYS = "days"
    COUNT = "count"
    POINTS = "points"
    FLAG = "flag"
    CODE = "code"

    @property
    def zh(self) -> str:
        """The unit in Chinese."""
        return _ZH[self]


_ZH: Mapping[Unit, str] = {
    Unit.MONEY: "元",
    Unit.SHARE: "比例",
    Unit.MULTIPLE: "倍",
    Unit.YEARS: "年",
    Unit.MONTHS: "个月",
    Unit.DAYS: "天",
    Unit.COUNT: "个数",
    Unit.POINTS: "分",
    Unit.FLAG: "是或否",
    Unit.CODE: "代码",
}
_NUMBER = r"-?\d{1,15}(?:,\d{3})*(?:\.\d{1,8})?"
_SUFFIXES = {
    "%": Unit.SHARE,
    "％": Unit.SHARE,
    "倍": Unit.MULTIPLE,
    "x": Unit.MULTIPLE,
    "年": Unit.YEARS,
    "个月": Unit.MONTHS,
    "月": Unit.MONTHS,
    "天": Unit.DAYS,
    "日": Unit.DAYS,
    "分": Unit.POINTS,
    **dict.fromkeys(("个", "人", "家", "项", "次", "只", "件", "名"), Unit.COUNT),
}
_WRITTEN = re.compile(rf"({_NUMBER})\s*(%|％|倍|x|年|个月|月|天|日|分|个|人|家|项|次|只|件|名)")
_NOTHING = re.compile(r"[-+]?0+(?:\.0+)?\s*(?:[万亿]?元|CNY)")
_WORDS = {"是": True, "有": True, "否": False, "无": False, "yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with its unit: exact; money in minor units, a flag 1 or 0. A code is text, its ``value`` is 0."""

    value: Decimal
    unit: Unit
    code: str = ""

    def show(self, locale: str = "zh") -> str:
        """The figure as readers expect it."""
        return self.code or show(self.value, self.unit, locale)


def read_quantity(written: object) -> Quantity:
    """The quantity of what a pack, a workbook or a form says: text with a unit, a number (a count), true or false.

    Raises ``InputError`` for what has no unit that is known.
    """
    if isinstance(written, bool):
        return Quantity(Decimal(written), Unit.FLAG)
    if isinstance(written, int | Decimal):
        return Quantity(Decimal(written), Unit.COUNT)
    if not isinstance(written, str):
        raise InputError(f"{written!r} is no figure: write it like 70%, 10亿元, 15年, 1.5倍, 3个, true")
    text = written.strip()
    if text.lower() in _WORDS:
        return Quantity(Decimal(_WORDS[text.lower()]), Unit.FLAG)
    if found := _WRITTEN.fullmatch(text):
        number, unit = Decimal(found[1].replace(",", "")), _SUFFIXES[found[2]]
        return Quantity(number / 100 if unit is Unit.SHARE else number, unit)
    if re.fullmatch(_NUMBER, text):
        return Quantity(Decimal(text.replace(",", "")), Unit.COUNT)
    if _NOTHING.fullmatch(text):
        return Quantity(Decimal(0), Unit.MONEY)
    try:
        money = Money.parse(text)
    except InputError:
        return Quantity(Decimal(0), Unit.CODE, text)
    if money.currency != "CNY":
        raise InputError(f"{text!r} is in {money.currency}: rules are in yuan, convert it first")
    return Quantity(Decimal(money.minor), Unit.MONEY)


def show(value: Decimal | float, unit: Unit, locale: str = "zh") -> str:
    """A figure of a unit as readers expect it."""
    number = Decimal(str(value))
    if unit is Unit.MONEY:
        return format_money(Money(int(number), "CNY"), locale)
    if unit is Unit.FLAG:
        return ("是" if number else "否") if locale.startswith("zh") else ("yes" if number else "no")
    if unit is Unit.SHARE:
        return f"{_plain(number * 100)}%"
    if locale.startswith("zh"):
        ending = "" if unit in {Unit.COUNT, Unit.CODE} else unit.zh
        return f"{_plain(number)} {ending}".rstrip()
    return f"{_plain(number)}{'x' if unit is Unit.MULTIPLE else '' if unit is Unit.COUNT else ' ' + unit.value}"


def _plain(number: Decimal) -> str:
    return f"{number.quantize(Decimal('0.01')).normalize():f}"
