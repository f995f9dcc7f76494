"""Tables of a family from its values: units in the heads, exact figures in the cells, words where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from huoshui.model.money import Money
from huoshui.portfolio.family import Ref
from huoshui.portfolio.performance import Irr, Status
from huoshui.portfolio.vocabulary import Labelled
from huoshui.reporting.figures import UNKNOWN, show_region
from huoshui.reporting.tables import Cell, Column, Table
from huoshui.reporting.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from huoshui.reporting.words import Locale

Form = Literal["text", "money", "multiple", "rate", "share", "day", "count"]
_WAN, _YI = 10**4, 10**8
#: From this amount on a table stands in 亿.
_LARGE = 100 * _YI
_NAMES = {"CNY": "元", "USD": "美元", "HKD": "港元", "EUR": "欧元", "JPY": "日元", "GBP": "英镑"}
_STATUS = {
    Status.OK: ("", ""),
    Status.NO_FLOWS: ("没有现金流", "no flows"),
    Status.ONE_SIDED: ("只有流出或只有流入", "flows of one sign only"),
    Status.AMBIGUOUS: ("不唯一", "several rates"),
    Status.NONE_FOUND: ("求不出", "none found"),
}
_DIGITS = Decimal(1).scaleb(-12)


@dataclass(frozen=True, slots=True)
class Col:
    """A column: its key, what it is called, and what its values are. Sectors and regions are text."""

    key: str
    zh: str
    en: str
    form: Form = "text"


def made(title: tuple[str, str], cols: Sequence[Col], rows: Iterable[Sequence[Any]], locale: Locale) -> Table:
    """A table of values; amounts in one unit, with a column for the currency where there are several.

    Where a rate of return is not known, a last column says why.
    """
    listed = [list(row) for row in rows]
    money = [value for row in listed for value in row if isinstance(value, Money)]
    currencies = list(dict.fromkeys(one.currency for one in money))
    unit = _YI if any(abs(one.amount) >= _LARGE for one in money) else _WAN
    columns = [_column(col, currencies, unit, locale) for col in cols]
    cells = [[_cell(col, value, unit, locale) for col, value in zip(cols, row, strict=True)] for row in listed]
    if len(currencies) > 1:
        columns.append(Column("currency", say(locale, "币种", "Currency")))
        for row, own in zip(cells, listed, strict=True):
            row.append(_plain(next((value.currency for value in own if isinstance(value, Money)), "")))
    if any(isinstance(value, Irr) and value.rate is None for row in listed for value in row):
        columns.append(Column("irr_status", say(locale, "无 IRR 之由", "Why no IRR")))
        for row, own in zip(cells, listed, strict=True):
            row.append(_why([value for value in own if isinstance(value, Irr)], locale))
    return Table(say(locale, *title), tuple(columns), tuple(map(tuple, cells)))


def _column(col: Col, currencies: Sequence[str], unit: int, locale: Locale) -> Column:
    head, numeric = say(locale, col.zh, col.en), col.form not in {"text", "day"}
    if col.form == "money":
        currency = currencies[0] if len(currencies) == 1 else ""
        head += say(
            locale,
            f"（{'亿' if unit == _YI else '万'}{_NAMES.get(currency, currency)}）",
            f" ({currency}{' ' if currency else ''}{'100m' if unit == _YI else '10k'})",
        )
    elif col.form in {"share", "rate"}:
        head += say(locale, "（%）", " (%)")
    return Column(col.key, head, numeric)


def _cell(col: Col, value: Any, unit: int, locale: Locale) -> Cell:  # noqa: ANN401, PLR0911  # by what it is
    match value:
        case None:
            return Cell(UNKNOWN, None)
        case Money():
            number = value.amount / unit
            return Cell(f"{number:,.2f}", str(value), number)
        case Irr():
            return _cell(col, value.rate, unit, locale)
        case bool():
            return Cell(say(locale, "是", "yes") if value else "", value)
        case int():
            return Cell(str(value), value, value)
        case Fraction() | Decimal() | float():
            exact = _decimal(value)
            shown = exact * 100 if col.form in {"share", "rate"} else exact
            data = f"{value.numerator}/{value.denominator}" if isinstance(value, Fraction) else f"{exact:f}"
            return Cell(f"{shown:,.2f}", data, shown)
        case date():
            return _plain(value.isoformat())
        case Labelled():
            return Cell(value.label(locale), value.value)
        case Ref():
            return Cell(value.name, value.id)
    return _plain(str(value))


def _plain(text: str) -> Cell:
    return Cell(text or UNKNOWN, text or None)


def _why(rates: Sequence[Irr], locale: Locale) -> Cell:
    unknown = next((one for one in rates if one.rate is None), None)
    return Cell(say(locale, *_STATUS[unknown.status]), unknown.status.label) if unknown else Cell("", None)


def _decimal(value: Fraction | Decimal | float) -> Decimal:
    exact = Fraction(value)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(_DIGITS).normalize() + 0


def region_text(region: object) -> str:
    """A place as tables have it, empty where none is known."""
    return show_region(str(region)) if region else ""


def sector_text(code: str | None, locale: Locale) -> str:
    """A sector by its label; one that the vocabulary has not by its code."""
    from huoshui.model.sectors import sectors

    if code is None:
        return ""
    term = sectors().get(code)
    return term.label(locale) if term else code
