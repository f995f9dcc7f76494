"""Tables and entities on a terminal: wide characters aligned, control characters of documents left out."""

from __future__ import annotations

import io
import os
import sys
import unicodedata
from typing import TYPE_CHECKING

from huoshui.reporting.figures import CONFLICT, show_value
from huoshui.reporting.words import counted_rows, say, word

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    from huoshui.registry.views import EntityView, Fact, StatementView
    from huoshui.reporting.tables import Table
    from huoshui.reporting.words import Locale

UNWRAPPED = 100_000  # columns of an output that is no terminal
GAP = 3  # between columns
NAME_WIDTH, LIST_WIDTH = 22, 12  # from which on names and lists may be folded on a terminal


def printable(text: str) -> str:
    """Text without control and direction characters; line ends become spaces."""
    return "".join(c if unicodedata.category(c) not in {"Cc", "Cf"} else " " * (c in "\n\t") for c in text)


def as_text(table: Table, locale: Locale, *, to_terminal: bool) -> str:
    """A table as text: in full for a file or pipe, on a terminal with as many columns as it has room for."""
    console, out = open_console(terminal=to_terminal)
    widths = _widths(table, console.width)
    if table.rows:
        console.print(_rich(table, widths))
    console.print(_count(table, len(widths), locale), style="dim")
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _rich(table: Table, widths: list[int]) -> RichTable:
    from rich import box
    from rich.table import Table as RichTable

    shown = RichTable(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column, width in zip(table.columns, widths, strict=False):
        title = plain(column.head)
        if column.numeric:
            shown.add_column(title, justify="right", width=width, no_wrap=True)
        else:
            shown.add_column(title, width=width, overflow="fold")
    for row in table.rows:
        shown.add_row(*(plain(cell.text) for cell in row[: len(widths)]))
    return shown


def _count(table: Table, fitting: int, locale: Locale) -> str:
    count = len(table.rows)
    said = say(locale, f"{table.title}：共 {count} 行", f"{table.title}: {counted_rows(count)}")
    if left := [column.head for column in table.columns[fitting:]]:
        named = say(locale, "、", ", ").join(left)
        said += say(locale, f"（窗口不够宽，未列：{named}）", f" (no room for: {named})")
    return said


def _widths(table: Table, room: int) -> list[int]:
    """Widths of the columns, from the left, that fit: figures whole; names and lists folded where they must be."""
    from rich.cells import cell_len

    least, wanted = [], []
    for i, column in enumerate(table.columns):
        longest = max(cell_len(printable(cells[i].text)) for cells in table.rows) if table.rows else 0
        folded = longest if column.numeric else min(longest, NAME_WIDTH if i == 0 else LIST_WIDTH)
        heads = [column.head] if column.numeric else column.head.split()
        least.append(max(folded, *map(cell_len, heads)))
        wanted.append(max(longest, cell_len(column.head)))
        if i and sum(least) + GAP * i > room:
            least.pop()
            break
    spare = room - sum(least) - GAP * (len(least) - 1)
    for i, width in enumerate(least):
        least[i] += min(max(spare, 0), wanted[i] - width)
        spare -= least[i] - width
    return least


def open_console(*, terminal: bool) -> tuple[Console, io.StringIO]:
    """A console that writes into memory, as wide as the terminal or ``$COLUMNS``, else without an end."""
    from rich.console import Console

    out = io.StringIO()
    if terminal and sys.stdout.isatty():
        return Console(file=out, force_terminal=True, highlight=False), out
    columns = os.environ.get("COLUMNS", "") if terminal else ""
    return Console(file=out, width=int(columns) if columns.isdecimal() else UNWRAPPED, highlight=False), out


def plain(text: str) -> Text:
    """Text without markup and without what a terminal would act on."""
    from rich.text import Text

    return Text(printable(text))


def entity_text(entity: EntityView, locale: Locale) -> str:
    """One entity with every statement: value, source, date, and the sentence with the words marked."""
    console, out = open_console(terminal=True)
    console.print(plain(f"{entity.name}  ({word(entity.kind, locale)})"), style="bold")
    if entity.aliases:
        joined = say(locale, "、", ", ").join(entity.aliases)
        console.print(plain(f"{word('aliases', locale)}{say(locale, '：', ': ')}{joined}"), style="dim")
    for fact in entity.facts:
        console.print(_fact_line(entity.kind, fact, locale))
        for statement in fact.statements:
            console.print(statement_line(statement), soft_wrap=True)
    return out.getvalue() + "\n"


def _fact_line(kind: str, fact: Fact, locale: Locale) -> Text:
    value = show_value(fact.prop, fact.value, locale, fact.qualifier, kind=kind)
    line = plain(f"{word(fact.prop, locale)}  {value}")
    if fact.conflict:
        line.append(f"  {CONFLICT} {word('conflict', locale)}", style="red")
    return line


def statement_line(statement: StatementView) -> Text:
    """Who said it and when, and the sentence with the words marked."""
    from rich.text import Text

    before, words, after = (
        printable(statement.sentence[: statement.mark.start]),
        printable(statement.sentence[statement.mark.start : statement.mark.end]),
        printable(statement.sentence[statement.mark.end :]),
    )
    said_by = " · ".join(part for part in (statement.source, statement.published, statement.document_title) if part)
    line = Text("    ")
    line.append(f"{printable(said_by)}  ", style="dim")
    line.append(before.lstrip())
    line.append(f"【{words}】", style="bold")
    line.append(after.rstrip())
    return line
