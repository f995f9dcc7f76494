"""Tables of the registry's rows, and their files: CSV for spreadsheets, JSON for programs, XLSX."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from huoshui.errors import InputError
from huoshui.model.formulas import FORMULA_STARTS, harmless
from huoshui.reporting.figures import (
    CONFLICT,
    UNIT_SIZES,
    UNKNOWN,
    qualified,
    show_facts,
    show_number,
    show_value,
    yuan,
)
from huoshui.reporting.words import headed, say, word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from huoshui.model.findings import Finding, FindingKind
    from huoshui.registry.views import EntityView, Fact, StatementView
    from huoshui.reporting.words import Locale

#: Of a worksheet, its head included.
ROWS_IN_SHEET = 1_048_576
UNITS = {"size": "亿", "first_phase": "亿", "min_fund_size": "亿", "cap": "万"}  # of the columns of amounts

PROPERTIES = {
    "Fund": ("size", "first_phase", "region", "sector", "status", "date", "manager", "backer", "parent", "term_years"),
    "ManagerCall": (
        "fund",
        "min_fund_size",
        "max_share_of_fund",
        "max_share_of_caller",
        "reinvestment_multiple",
        "region",
        "sector",
        "date",
    ),
    "Financing": ("round", "size", "investor", "date"),
    "Listing": ("board", "status", "size", "sponsor", "date"),
    "Instrument": ("size", "cap", "rate", "provider", "region", "date", "count"),
    "Target": ("value", "date", "region"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in JSON, its head with the unit, and whether it holds figures."""

    key: str
    head: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` for a person; ``data`` in contract form for a program; ``number`` where a spreadsheet can compute."""

    text: str
    data: str | int | bool | tuple[str, ...] | None
    number: Decimal | int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a title that says what they are."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def entity_table(kind: str, entities: Sequence[EntityView], locale: Locale) -> Table:
    """One row for each entity of a record type; amounts in 亿元, the preferred value of each property."""
    props = PROPERTIES[kind]
    columns = (Column("name", headed("name", locale)), *(_column(prop, locale) for prop in props))
    rows = tuple((_text(e.name), *(_facts_cell(e, prop, locale) for prop in props)) for e in entities)
    return Table(headed(kind, locale), columns, rows)


def _column(prop: str, locale: Locale) -> Column:
    if unit := UNITS.get(prop):
        stated = say(locale, f"（{unit}元）", " (CNY 100m)" if unit == "亿" else " (CNY 10k)")
        return Column(prop, headed(prop, locale) + stated, numeric=True)
    return Column(prop, headed(prop, locale))


def _facts_cell(entity: EntityView, prop: str, locale: Locale) -> Cell:
    facts = entity.facts_of(prop)
    data = tuple(fact.value for fact in facts)
    unit = UNITS.get(prop)
    number = yuan(entity, prop, UNIT_SIZES[unit]) if unit else None
    if number is None:
        return Cell(show_facts(entity, prop, locale), data)
    chosen = next(f for f in facts if f.preferred)
    shown = qualified(show_number(number), chosen.qualifier, locale)
    return Cell(shown + (CONFLICT if chosen.conflict else ""), data, number)


def _text(text: str) -> Cell:
    return Cell(text, text)


STATEMENT_KEYS = (
    "name", "property", "value", "qualifier", "conflict", "source", "published", "document", "start", "end", "text",
    "sentence",
)  # fmt: skip


def statement_table(entities: Sequence[EntityView], locale: Locale) -> Table:
    """One row for each statement about the entities, in the order of their properties."""
    rows = tuple(
        _statement_row(entity, fact, statement, locale)
        for entity in entities
        for fact in entity.facts
        for statement in fact.statements
    )
    columns = tuple(Column(key, headed(key, locale), key in {"start", "end"}) for key in STATEMENT_KEYS)
    return Table(say(locale, "说法", "Statements"), columns, rows)


def _statement_row(entity: EntityView, fact: Fact, statement: StatementView, locale: Locale) -> tuple[Cell, ...]:
    return (
        _text(entity.name),
        Cell(word(statement.prop, locale), statement.prop),
        Cell(show_value(statement.prop, statement.value, locale, kind=entity.kind), statement.value),
        Cell(word(statement.qualifier or "", locale), statement.qualifier),
        Cell(CONFLICT if fact.conflict else "", fact.conflict),
        _text(statement.source),
        Cell(statement.published or UNKNOWN, statement.published),
        _text(statement.document_title),
        Cell(str(statement.start), statement.start, statement.start),
        Cell(str(statement.end), statement.end, statement.end),
        _text(statement.text),
        _text(statement.sentence.strip()),
    )


def finding_table(findings: Iterable[Finding], titles: Callable[[str], str], locale: Locale) -> Table:
    """One row for each figure of each finding, so that the figures that cannot all hold stand under each other.

    ``titles`` gives the title of a document by its id.
    """
    rows = tuple(
        (
            Cell(word(finding.kind.value, locale), finding.kind.value),
            _text(finding.subject),
            _text(word(figure.label, locale)),
            Cell(_figure(finding.kind, figure.value, locale), figure.value),
            Cell(_figure(finding.kind, finding.gap, locale), finding.gap),
            _joined([titles(e.document) for e in figure.evidence]),
            _joined([e.text for e in figure.evidence]),
        )
        for finding in findings
        for figure in finding.figures
    )
    keys = ("kind", "subject", "figures", "value", "gap", "document", "text")
    return Table(say(locale, "核对", "Audit"), tuple(Column(key, headed(key, locale)) for key in keys), rows)


def _figure(kind: FindingKind, value: str, locale: Locale) -> str:
    """A figure of a finding: money as such, and what is no money but belongs to a share as per cent."""
    return show_value("rate" if kind.value == "share_of_total" else "", value, locale)


def _joined(texts: list[str]) -> Cell:
    different = tuple(dict.fromkeys(texts))
    return Cell("；".join(different), different)


def as_csv(table: Table) -> bytes:
    """UTF-8 with a byte order mark, which spreadsheets need to read Chinese; figures as plain numbers."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([harmless(column.head) for column in table.columns])
    for row in table.rows:
        writer.writerow([_csv_cell(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str:
    if cell.number is not None:
        return f"{cell.number:f}" if isinstance(cell.number, Decimal) else str(cell.number)
    return harmless("" if cell.text == UNKNOWN else cell.text)


def as_json(table: Table) -> bytes:
    """A list of objects in contract form: codes, ISO dates, amounts such as ``5000000000 CNY``."""
    keys = [column.key for column in table.columns]
    rows = [dict(zip(keys, (cell.data for cell in row), strict=True)) for row in table.rows]
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def as_xlsx(table: Table) -> bytes:
    """A workbook with one sheet: a frozen, filterable head and figures that can be summed."""
    return as_workbook((table,))


def as_workbook(tables: Sequence[Table]) -> bytes:
    """A workbook with a sheet for each table. InputError for a table of more rows than a sheet can have."""
    from openpyxl import Workbook

    book = Workbook(write_only=False)
    for number, table in enumerate(tables):
        if len(table.rows) >= ROWS_IN_SHEET:
            raise InputError(f"{table.title}: {len(table.rows)} rows are more than a sheet can hold: write CSV instead")
        sheet = book.active if number == 0 else book.create_sheet()
        _fill(sheet, table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, table: Table) -> None:  # noqa: ANN401  a workbook's active sheet may be of other types
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet.title = "".join(c for c in table.title if c not in r"[]:*?/\'")[:31] or "Huoshui"
    for number, column in enumerate(table.columns, 1):
        head = sheet.cell(1, number, ILLEGAL_CHARACTERS_RE.sub("", column.head))
        head.font = Font(bold=True)
        head.alignment = Alignment(horizontal="right" if column.numeric else "left", wrap_text=True)
        sheet.column_dimensions[get_column_letter(number)].width = 14 if column.numeric else 24
    for at, row in enumerate(table.rows, 2):
        for number, cell in enumerate(row, 1):
            target = sheet.cell(at, number)
            if cell.number is not None:
                target.value = cell.number
                target.number_format = "#,##0.00##" if isinstance(cell.number, Decimal) else "0"
            else:
                target.value = ILLEGAL_CHARACTERS_RE.sub("", "" if cell.text == UNKNOWN else cell.text)[:32767]
                target.data_type = "s"  # text even where it looks like a formula
                target.quotePrefix = target.value.startswith(FORMULA_STARTS)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
