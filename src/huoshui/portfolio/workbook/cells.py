"""Cells of a workbook: what one holds is read by the form of its column, and written so that it reads the same.

A cell of a file is None, a text, a number, a truth, a date, or ``Unusable``. A cell to be written is None, a text, a
``Decimal`` or a date.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from huoshui.errors import InputError
from huoshui.model.money import Money, currency_of
from huoshui.model.regions import Region
from huoshui.model.sectors import sectors
from huoshui.portfolio.book import Check
from huoshui.portfolio.vocabulary import Recognition

if TYPE_CHECKING:
    from collections.abc import Callable

    from huoshui.portfolio.vocabulary import Labelled

#: What a file's cell holds; None is an empty one.
Value = Any
#: What is written into a cell.
Written = str | Decimal | date | None

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,24})(?:\.\d{0,24})?(?:[eE][+-]?\d{1,2})?")
_DAY = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日)(?: ?00:00(?::00)?)?")
_COMPACT_DAY = re.compile(r"(?:19|20|21)\d{6}")
_BETWEEN = re.compile(r"[、,，;；\n]+")
_SPACES = re.compile(r"\s+")
_MOST = Decimal(10) ** 15
#: Decimal arithmetic keeps so many digits exact.
_DIGITS = 28
_YES, _NO = frozenset({"是", "yes", "y", "true", "1"}), frozenset({"否", "no", "n", "false", "0"})


class Unfit(ValueError):
    """A cell does not hold what its column asks for; what was expected, in two languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


class Unusable(NamedTuple):
    """A cell that has no value of its own: a formula or an error."""

    zh: str
    en: str


EMPTY = "应有内容", "something was expected"
FORMULA = Unusable("公式不予计算，请粘贴为数值", "formulas are not computed: paste the value")
ERROR = Unusable("单元格为错误值", "the cell holds an error")


def text(cell: Value) -> str:
    """A text just as it stands; numbers and dates as a person would write them."""
    kind = type(cell)
    if kind is not str:
        return _plain(cell)
    if _CONTROL.search(cell):
        raise Unfit("含有控制字符，请删去", "holds control characters: remove them")
    return str(cell)


def trimmed(cell: Value) -> str:
    """A name or id without the spaces around it. Unfit where nothing else is there."""
    found = text(cell).strip()
    if not found:
        raise Unfit(*EMPTY)
    return found


def _plain(cell: Value) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == cell.time().min else cell.isoformat(" ")
    if isinstance(cell, int | float):
        return format(decimal(cell), "f")
    if isinstance(cell, date):
        return cell.isoformat()
    raise Unfit("应为文字", "a text was expected")


def decimal(cell: Value) -> Decimal:
    """An exact number: a binary one counts as the shortest decimal that stands for it."""
    kind = type(cell)
    if kind is int:
        number = Decimal(cell)
    elif kind is float:
        number = Decimal(repr(cell))
    elif kind is str:
        return _decimal_of(cell)
    else:
        raise Unfit("应为数字", "a number was expected")
    if not -_MOST < number < _MOST:
        raise Unfit("数字过大", "the number is too large")
    return number


@lru_cache(1 << 14)
def _decimal_of(cell: str) -> Decimal:
    plain = _SPACES.sub("", unicodedata.normalize("NFKC", cell))
    if not _NUMBER.fullmatch(plain):
        raise Unfit(f"应为数字，此处为“{_short(cell)}”", f"a number was expected, not {_short(cell)!r}")
    number = Decimal(plain.replace(",", ""))
    if len(number.as_tuple().digits) > _DIGITS:
        raise Unfit("数字位数过多", "the number has too many digits")
    if not -_MOST < number < _MOST:
        raise Unfit("数字过大", "the number is too large")
    return number


def number(cell: Value) -> Decimal:
    """A number without needless zeros, so that the same value is always the same text."""
    return tidy(decimal(cell))


def tidy(value: Decimal) -> Decimal:
    """The same number in as few digits as it needs, whole ones without an exponent."""
    plain = format(value, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return Decimal(plain) if value else Decimal(0)


def share(cell: Value) -> Decimal:
    """A fraction: 0.1, 10% or, from a cell that shows per cents, what it holds."""
    if type(cell) is str and (plain := unicodedata.normalize("NFKC", cell).strip()).endswith("%"):
        return tidy(decimal(plain[:-1]) / 100)
    return number(cell)


def minor_of(wan: Decimal, currency: str) -> int:
    """Minor units of an amount of ten thousands. Unfit where it is finer than the smallest unit."""
    exact = wan * _scale(currency)
    whole = int(exact)
    if whole != exact:
        raise Unfit("金额细于最小货币单位（分）", "the amount is finer than the smallest unit of its currency")
    return whole


@lru_cache(64)
def _scale(currency: str) -> int:
    return Money.of(10_000, currency).minor


def wan_of(minor: int, currency: str) -> Decimal:
    """An amount of minor units in ten thousands (万元), exact."""
    return tidy(Money(minor, currency).in_wan())


def day(cell: Value) -> date:
    """A day: a true date, or one written 2024-03-01, 2024/3/1, 2024年3月1日 or 20240301."""
    kind = type(cell)
    if kind is datetime:
        return cell.date()  # type: ignore[no-any-return]
    if kind is date:
        return cell  # type: ignore[no-any-return]
    if kind is str or kind is int:
        return _day_of(str(cell))
    raise Unfit(_DATED[0], _DATED[1])


_DATED = "应为日期，如 2024-03-01", "a date was expected, such as 2024-03-01"


@lru_cache(1 << 14)
def _day_of(cell: str) -> date:
    plain = unicodedata.normalize("NFKC", cell).strip()
    try:
        if _COMPACT_DAY.fullmatch(plain):
            return date(int(plain[:4]), int(plain[4:6]), int(plain[6:]))
        if match := _DAY.fullmatch(_SPACES.sub(" ", plain)):
            return date(int(match[1]), int(match[3] or match[5]), int(match[4] or match[6]))
    except ValueError:
        raise Unfit(f"没有“{_short(cell)}”这一天", f"there is no day {_short(cell)!r}") from None
    raise Unfit(f"{_DATED[0]}，此处为“{_short(cell)}”", f"{_DATED[1]}, not {_short(cell)!r}")


def codes(of: type[Labelled], *, plain: bool = False) -> Callable[[Value], Any]:
    """A parser of one word of an enumeration: its code or its label in either language.

    It gives the member, or if ``plain`` its code, which is what events keep.
    """
    known: dict[Any, Any] = {word: one.value if plain else one for one in of for word in (one.en, one.zh, one.value)}
    known |= {word.casefold(): one for word, one in known.items()}
    choices = "、".join(one.zh for one in of), ", ".join(one.en for one in of)

    def code(cell: Value) -> Any:  # noqa: ANN401  # a member or its code
        if type(cell) is str and (found := known.get(cell)) is not None:
            return found
        word = trimmed(cell)
        if (found := known.get(word) or known.get(word.casefold())) is not None:
            return found
        raise Unfit(f"应为：{choices[0]}；此处为“{_short(word)}”", f"one of {choices[1]}, not {_short(word)!r}")

    return code


def listed(parse: Callable[[Value], Any]) -> Callable[[Value], tuple[Any, ...]]:
    """A parser of several of what ``parse`` reads, with 、 , or ; between them."""

    def several(cell: Value) -> tuple[Any, ...]:
        return tuple(parse(part) for part in _BETWEEN.split(text(cell)) if part.strip())

    return several


@lru_cache(1 << 14)
def _region_of(name: str) -> Region:
    try:
        return Region.parse(name)
    except InputError:
        told = f"应为地区，如 江苏/苏州/昆山，此处为“{_short(name)}”"
        raise Unfit(told, f"a place was expected, such as 江苏/苏州/昆山, not {_short(name)!r}") from None


def region(cell: Value) -> Region:
    """A place by its path or name."""
    return _region_of(trimmed(cell))


def place(cell: Value) -> str:
    """The code of a place that is given by its path, its name or the code itself."""
    name = trimmed(cell)
    try:
        return Region.of_code(name).code
    except InputError:
        return _region_of(name).code


@lru_cache(1)
def _sectors() -> dict[str, str]:
    found = {word.casefold(): one.code for one in sectors().values() for word in (one.en, one.zh, one.code)}
    return found | {one.code: one.code for one in sectors().values()}


def sector(cell: Value) -> str:
    """A sector by its label or code."""
    word = trimmed(cell)
    found = _sectors().get(word) or _sectors().get(word.casefold())
    if found is None:
        told = f"应为“选项”页所列行业，此处为“{_short(word)}”"
        raise Unfit(told, f"a sector of the sheet 选项 was expected, not {_short(word)!r}")
    return found


@lru_cache(256)
def _currency_of(word: str) -> str:
    found = currency_of(word)
    if found is None:
        told = f"应为币种，如 CNY、人民币、USD，此处为“{_short(word)}”"
        raise Unfit(told, f"a currency was expected, such as CNY or USD, not {_short(word)!r}")
    return found


def currency(cell: Value) -> str:
    """A currency by its ISO code or its usual names."""
    return _currency_of(unicodedata.normalize("NFKC", trimmed(cell)))


def flag(cell: Value) -> bool:
    """Yes or no."""
    if type(cell) is bool:
        return cell
    word = trimmed(cell).casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise Unfit(f"应为“是”或“否”，此处为“{_short(word)}”", f"是 or 否 was expected, not {_short(word)!r}")


_category = codes(Recognition)


def weight(cell: Value) -> tuple[Recognition, Decimal]:
    """A category and the weight with which it counts (投资本地企业 100%)."""
    head, _, tail = trimmed(cell).rpartition(" ")
    return Recognition(_category(head)), share(tail)


def check(cell: Value) -> Check:
    """A day and the share that must be reached by then (2026-12-31 60%); the day alone asks for all."""
    head, _, tail = trimmed(cell).partition(" ")
    return Check(day(head), share(tail) if tail.strip() else Decimal(1))


def percent(value: Decimal) -> str:
    """A share as it stands inside of a text."""
    return f"{tidy(value * 100):f}%"


def _short(word: str) -> str:
    return word if len(word) <= 20 else f"{word[:20]}…"
