"""Tables and entities on a terminal: wide characters aligned, control characters of documents left out."""

from __future__ import annotations

import io
import sys
import unicodedata
from typing import TYPE_CHECKING

from huoshui.reporting.figures import CONFLICT, show_value
from huoshui.reporting.words import counted_rows, say, word

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from huoshui.registry.views import EntityView, Fact, StatementView
    from huoshui.reporting.tables import Table
    from huoshui.reporting.words import Locale

UNWRAPPED = 100_000  # columns of an output that is no terminal


def printable(text: str) -> str:
    """Text without control and direction characters; line ends become spaces."""
    return "".join(c if unicodedata.category(c) not in {"Cc", "Cf"} else " " * (c in "\n\t") for c in text)


def as_text(table: Table, locale: Locale, *, to_terminal: bool) -> str:
    """A table as text, folded to the width of a terminal, or in full width for a file or pipe."""
    from rich import box
    from rich.table import Table as RichTable

    shown = RichTable(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in table.columns:
        justify = "right" if column.numeric else "left"
        shown.add_column(printable(column.head), justify=justify, overflow="fold")  # type: ignore[arg-type]
    for row in table.rows:
        shown.add_row(*(_text(cell.text) for cell in row))
    count = len(table.rows)
    console, out = _console(terminal=to_terminal and sys.stdout.isatty())
    if count:
        console.print(shown)
    console.print(say(locale, f"{table.title}：共 {count} 行", f"{table.title}: {counted_rows(count)}"), style="dim")
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _console(*, terminal: bool) -> tuple[Console, io.StringIO]:
    from rich.console import Console

    out = io.StringIO()
    if terminal:
        return Console(file=out, force_terminal=True, highlight=False), out
    return Console(file=out, width=UNWRAPPED, highlight=False), out


def _text(text: str) -> Text:
    from rich.text import Text

    return Text(printable(text))


def entity_text(entity: EntityView, locale: Locale) -> str:
    """One entity with every statement: value, source, date, and the sentence with the words marked."""
    console, out = _console(terminal=sys.stdout.isatty())
    console.print(_text(f"{entity.name}  ({word(entity.kind, locale)})"), style="bold")
    if entity.aliases:
        joined = say(locale, "、", ", ").join(entity.aliases)
        console.print(_text(f"{word('aliases', locale)}{say(locale, '：', ': ')}{joined}"), style="dim")
    for fact in entity.facts:
        console.print(_fact_line(entity.kind, fact, locale))
        for statement in fact.statements:
            console.print(_statement_line(statement), soft_wrap=True)
    return out.getvalue() + "\n"


def _fact_line(kind: str, fact: Fact, locale: Locale) -> Text:
    value = show_value(fact.prop, fact.value, locale, fact.qualifier, kind=kind)
    line = _text(f"{word(fact.prop, locale)}  {value}")
    if fact.conflict:
        line.append(f"  {CONFLICT} {word('conflict', locale)}", style="red")
    return line


def _statement_line(statement: StatementView) -> Text:
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
