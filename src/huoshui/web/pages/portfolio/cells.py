"""What the pages of the portfolio are made of: sheets whose cells are shown, linked and exported alike."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from huoshui.portfolio.performance import Status
from huoshui.reporting.tables import Cell as FileCell
from huoshui.reporting.tables import Column, Table
from huoshui.web.language import mark, say, show_date

if TYPE_CHECKING:
    from datetime import date

    from huoshui.model.money import Money
    from huoshui.portfolio.performance import Irr
    from huoshui.web.language import Locale

#: Powers of ten of the units in which amounts stand under each other.
YI, WAN, YUAN = 8, 4, 0
_UNITS = {YI: mark("亿"), WAN: mark("万"), YUAN: ""}
_CENT = Decimal("0.01")
_NO_RATE = {
    Status.NO_FLOWS: mark("没有现金流"),
    Status.ONE_SIDED: mark("只有流出或只有流入，没有收益率"),
    Status.NONE_FOUND: mark("在 -99.99% 与 10,000% 之间没有使现值为零的收益率"),
}


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head. ``direction`` is how the sheet is sorted by it: ascending, descending, or empty."""

    key: str
    label: str
    unit: str = ""
    numeric: bool = False
    title: str = ""
    href: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as shown. Where there is none, ``text`` is empty and ``why`` says the reason.

    ``title`` is the value in full, ``number`` what a spreadsheet computes with.
    """

    text: str
    href: str = ""
    title: str = ""
    why: str = ""
    number: Decimal | int | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a page; the first cell of a row names it. ``xlsx`` is the address of the same as a file.

    ``more`` rows are in the file only.
    """

    id: str
    title: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    xlsx: str = ""
    foot: tuple[Cell, ...] = ()
    more: int = 0


def as_table(sheet: Sheet) -> Table:
    """The sheet for a file: heads with units, figures that can be summed."""
    columns = tuple(Column(h.key, f"{h.label}（{h.unit}）" if h.unit else h.label, h.numeric) for h in sheet.heads)
    rows = (*sheet.rows, *((sheet.foot,) if sheet.foot else ()))
    return Table(sheet.title, columns, tuple(tuple(_file_cell(cell) for cell in row) for row in rows))


def _file_cell(cell: Cell) -> FileCell:
    text = cell.text or (f"— {cell.why}" if cell.why else "—")
    return FileCell(text, cell.text or None, cell.number)


def unit_of(power: int, currency: str, locale: Locale) -> str:
    """The unit in a column's head: 亿元, 万美元; CNY 100m, USD 10k."""
    if locale == "zh":
        own = {"CNY": "元", "USD": "美元", "HKD": "港元", "EUR": "欧元", "JPY": "日元", "GBP": "英镑"}
        return _UNITS[power] + own.get(currency, currency)
    return f"{currency} {({YI: '100m', WAN: '10k', YUAN: ''})[power]}".rstrip()


def scaled(money: Money, power: int) -> Decimal:
    """An amount in a unit, to two places; shown, never computed with."""
    return money.amount.scaleb(-power).quantize(_CENT, ROUND_HALF_EVEN)


def exact(money: Money, locale: Locale) -> str:
    """An amount to the last digit: 1,234,567.89 元."""
    places = max(-exponent, 0) if isinstance(exponent := money.amount.as_tuple().exponent, int) else 0
    return f"{money.amount:,.{places}f} {unit_of(YUAN, money.currency, locale)}"


def amount_text(money: Money, power: int, locale: Locale) -> str:
    """An amount with its unit: 12.34 亿元."""
    return f"{scaled(money, power):,.2f} {unit_of(power, money.currency, locale)}"


def money_cell(
    money: Money | None, power: int, locale: Locale, *, currency: str = "CNY", href: str = "", why: str = ""
) -> Cell:
    """An amount in a column whose head names ``currency``; another currency is named in the cell."""
    if money is None:
        return Cell("", why=why or say(locale, "没有这个数"))
    shown = scaled(money, power)
    text = f"{shown:,.2f}" if money.currency == currency else f"{money.currency} {shown:,.2f}"
    number = money.amount.scaleb(-power) if money.currency == currency else None
    return Cell(text, href, exact(money, locale), number=number)


def share_cell(share: Fraction | Decimal | float | None, locale: Locale, *, why: str = "", href: str = "") -> Cell:
    """A part of one as per cent, to two places."""
    if share is None:
        return Cell("", why=why or say(locale, "没有可比的数"))
    return Cell(percent(share), href, number=_decimal(share) * 100)


def ratio_cell(ratio: Fraction | None, locale: Locale, *, title: str = "", why: str = "") -> Cell:
    """A multiple, to two places."""
    if ratio is None:
        return Cell("", why=why or say(locale, "尚无投入，没有倍数"))
    number = _decimal(ratio)
    return Cell(f"{number.quantize(_CENT):,}", title=title, number=number)


def irr_cell(irr: Irr, locale: Locale) -> Cell:
    """A rate of return; where there is none, or more than one, that is said."""
    if irr.rate is not None:
        return Cell(percent(irr.rate), number=_decimal(irr.rate) * 100)
    if irr.status is Status.AMBIGUOUS:
        roots = "、".join(percent(root) for root in irr.roots)
        return Cell(
            say(locale, "不唯一"), title=say(locale, "现金流多次变号，收益率不唯一：%(roots)s") % {"roots": roots}
        )
    return Cell("", why=say(locale, _NO_RATE[irr.status]))


def day_cell(day: date | None, locale: Locale, why: str = "") -> Cell:
    """A day."""
    return Cell(show_date(day.isoformat(), locale)) if day else Cell("", why=why or say(locale, "未记录"))


def text_cell(text: str | None, locale: Locale, href: str = "", title: str = "") -> Cell:
    """Words, or that nothing is recorded."""
    return Cell(text, href, title) if text else Cell("", why=say(locale, "未记录"))


def count_cell(number: int, href: str = "") -> Cell:
    """How many."""
    return Cell(f"{number:,}", href, number=number)


def percent(share: Fraction | Decimal | float) -> str:
    """A part of one as per cent, two places at most: 36.79%, 30%."""
    value = (_decimal(share) * 100).quantize(_CENT, ROUND_HALF_EVEN)
    shown = f"{value:,.2f}".rstrip("0").rstrip(".")
    if not value and share:
        return "<0.01%" if share > 0 else ">-0.01%"
    return f"{'0' if shown == '-0' else shown}%"


def head(key: str, label: str, locale: Locale, *, unit: str = "", numeric: bool = False, title: str = "") -> Head:
    """A column's head in the reader's language."""
    return Head(key, say(locale, label), unit, numeric, title)


def heads_of(locale: Locale, *columns: tuple[str, str, str]) -> tuple[Head, ...]:
    """Heads from key, label and unit; a unit of ``-`` is none and says that the column holds words."""
    return tuple(head(k, label, locale, unit="" if u == "-" else u, numeric=u != "-") for k, label, u in columns)


def _decimal(value: Fraction | Decimal | float) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))
