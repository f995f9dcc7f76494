"""Tables of the ledger: who there is, what happened, what was entered; and the faults of a workbook."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from huoshui.model.money import Money
from huoshui.model.sectors import label as sector_label
from huoshui.portfolio.kinds import FIELDS
from huoshui.portfolio.workbook import SHEETS, cell_of, percent
from huoshui.reporting.tables import Cell, Column, Table
from huoshui.reporting.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.portfolio.book import Event
    from huoshui.portfolio.checks.fault import Of
    from huoshui.portfolio.ledger import Entry
    from huoshui.portfolio.vocabulary import Kind
    from huoshui.portfolio.workbook import CellFault
    from huoshui.portfolio.workbook import Column as Field
    from huoshui.reporting.words import Locale

_NUMERIC = frozenset({"amount", "share", "number"})
_TITLES: dict[Of, tuple[str, str]] = {
    "party": ("参与方", "Parties"),
    "fund": ("基金", "Funds"),
    "company": ("企业", "Companies"),
    "obligation": ("返投定义", "Re-investment obligations"),
    "rate": ("汇率", "Rates"),
}
_FIELDS = {(sheet.kind, column.field): column for sheet in SHEETS if sheet.kind for column in sheet.columns}
_ENTRY = (
    ("id", "序号", "No."),
    ("made", "时间", "Made"),
    ("author", "登记人", "By"),
    ("what", "事由", "What"),
    ("events", "事项数", "Events"),
)
_EVENT = (
    ("id", "编号", "Id"),
    ("day", "日期", "Date"),
    ("kind", "事项", "Kind"),
    ("holder", "持有或支付方", "Holder or payer"),
    ("held", "对象", "Fund or company"),
    ("minor", "金额（万元）", "Amount (10,000)"),
    ("currency", "币种", "Currency"),
    ("nature", "性质", "Nature"),
    ("more", "其他", "More"),
    ("note", "备注", "Note"),
    ("source", "来源", "Source"),
)
_FAULT = (
    ("sheet", "工作表", "Sheet"),
    ("row", "行", "Row"),
    ("column", "列", "Column"),
    ("heading", "表头", "Heading"),
    ("fault", "问题与要求", "What is wrong"),
)


def thing_table(of: Of, items: Sequence[Any], locale: Locale) -> Table:
    """Parties, funds, companies, obligations or rates with the columns of their sheet; amounts in ten thousands."""
    sheet = next(sheet for sheet in SHEETS if sheet.of == of)
    columns = tuple(Column(one.field, one.label(locale), one.form in _NUMERIC) for one in sheet.columns)
    rows = tuple(tuple(_cell(one, item, locale) for one in sheet.columns) for item in items)
    return Table(say(locale, *_TITLES[of]), columns, rows)


def event_table(events: Sequence[Event], locale: Locale) -> Table:
    """Events with what all kinds have in columns of their own and the rest in one; amounts in ten thousands."""
    rows = tuple(tuple(_event_cell(key, event, locale) for key, _, _ in _EVENT) for event in events)
    return Table(say(locale, "事项", "Events"), _columns(_EVENT, {"minor"}, locale), rows)


def entry_table(entries: Sequence[Entry], locale: Locale) -> Table:
    """What was entered together, by whom and when (UTC)."""
    rows = tuple(
        (_number(one.id), _plain(one.made), _plain(one.author), _plain(one.what), _number(one.events))
        for one in entries
    )
    return Table(say(locale, "登记", "Entries"), _columns(_ENTRY, {"id", "events"}, locale), rows)


def fault_table(faults: Sequence[CellFault], locale: Locale) -> Table:
    """The faults of a workbook by their cells."""
    rows = tuple(
        (
            _plain(one.sheet),
            _number(one.row) if one.row else Cell("", None),
            _plain(one.column),
            _plain(one.heading),
            _plain(say(locale, one.zh, one.en)),
        )
        for one in faults
    )
    return Table(say(locale, "差错", "Faults"), _columns(_FAULT, {"row"}, locale), rows)


def _columns(named: tuple[tuple[str, str, str], ...], numeric: set[str], locale: Locale) -> tuple[Column, ...]:
    return tuple(Column(key, say(locale, zh, en), key in numeric) for key, zh, en in named)


def _event_cell(key: str, event: Event, locale: Locale) -> Cell:
    if key == "kind":
        return Cell(event.kind.label(locale), event.kind.value)
    if key == "more":
        fields = [field for field in FIELDS if (event.kind, field) in _FIELDS]
        stated = [(field, _cell(_FIELDS[event.kind, field], event, locale)) for field in fields]
        told = [f"{say(locale, *FIELDS[field])} {cell.text}" for field, cell in stated if cell.text]
        return Cell(
            say(locale, "；", "; ").join(told), tuple(f"{field}={cell.data}" for field, cell in stated if cell.text)
        )
    field = _FIELDS.get((event.kind, key))
    return _cell(field, event, locale) if field else Cell("", None)


def _cell(field: Field, item: Any, locale: Locale) -> Cell:  # noqa: ANN401  # any of the nouns
    """A field of a thing: in words for a person, as codes, days and exact amounts for a program."""
    value = getattr(item, field.field)
    written = cell_of(field, value, item)
    if written is None:
        return Cell("", None)
    if isinstance(written, Decimal):
        if field.form == "amount":
            money = value if isinstance(value, Money) else Money(value, item.currency)
            return Cell(f"{written:,f}", str(money), written)
        return Cell(percent(written) if field.form == "share" else f"{written:f}", f"{written:f}", written)
    if isinstance(written, date):
        return _plain(written.isoformat())
    return Cell(_worded(field, value, written, locale), _data(value))


def _worded(field: Field, value: Any, written: str, locale: Locale) -> str:  # noqa: ANN401  # any field
    if locale == "zh":
        return written
    if field.codes and field.form == "code":
        return field.codes(value).label(locale)
    if field.form == "codes":
        return ", ".join(one.label(locale) for one in value)
    if field.form in {"sector", "sectors"}:
        return ", ".join(sector_label(code, locale) for code in ((value,) if field.form == "sector" else value))
    if field.form == "flag":
        return "yes" if value else "no"
    return written


def _data(value: Any) -> str | bool | tuple[str, ...]:  # noqa: ANN401  # any field
    if isinstance(value, bool):
        return value
    if isinstance(value, tuple):
        return tuple(" ".join(map(str, one)) if isinstance(one, tuple) else str(one) for one in value)
    return str(value)


def _plain(text: str) -> Cell:
    return Cell(text, text or None)


def _number(count: int) -> Cell:
    return Cell(str(count), count, count)


def events_of(
    events: Sequence[Event], *, sides: Sequence[str], kinds: Sequence[Kind], since: str, until: str
) -> list[Event]:
    """The events that concern all of ``sides``, are of one of ``kinds``, and of a day of the period; "" is open."""
    return [
        event
        for event in events
        if (not kinds or event.kind in kinds)
        and all(side in {event.holder, event.held, event.other} for side in sides)
        and (not since or event.day.isoformat() >= since)
        and (not until or event.day.isoformat()[: len(until)] <= until)
    ]
