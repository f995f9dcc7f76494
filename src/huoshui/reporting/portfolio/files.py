"""Several tables as one file: a workbook with a sheet for each, JSON by key, CSV one under another, Markdown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from huoshui.reporting.brief import Line, Section
from huoshui.reporting.renderers import markdown_table
from huoshui.reporting.tables import as_csv, as_json, as_workbook
from huoshui.reporting.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from huoshui.reporting.tables import Table

_MARK = "\ufeff".encode()


def render(tables: Mapping[str, Table], suffix: str) -> bytes:
    """The tables as a file of that kind: one of ``RENDERERS``."""
    return RENDERERS[suffix](tables)


def _workbook(tables: Mapping[str, Table]) -> bytes:
    return as_workbook(tuple(tables.values()))


def _json(tables: Mapping[str, Table]) -> bytes:
    parts = {key: json.loads(as_json(table)) for key, table in tables.items()}
    return (json.dumps(parts, ensure_ascii=False, indent=1) + "\n").encode()


def _csv(tables: Mapping[str, Table]) -> bytes:
    """Each table under its title, an empty line between them; one table alone without a title."""
    if len(tables) == 1:
        return as_csv(next(iter(tables.values())))
    parts = [f"{printable(table.title)}\r\n".encode() + as_csv(table).removeprefix(_MARK) for table in tables.values()]
    return _MARK + b"\r\n".join(parts)


def as_markdown(tables: Mapping[str, Table]) -> bytes:
    """Each table under a heading; those without a row are left out."""
    parts = []
    for table in tables.values():
        if table.rows:
            heads = tuple(column.head for column in table.columns)
            numeric = tuple(column.numeric for column in table.columns)
            lines = tuple(Line(tuple(cell.text for cell in row)) for row in table.rows)
            section = Section(table.title, "", heads, numeric, lines)
            parts.append(f"## {printable(table.title)}\n\n{markdown_table(section)}")
    return ("\n\n".join(parts) + "\n").encode()


RENDERERS: dict[str, Callable[[Mapping[str, Table]], bytes]] = {
    "xlsx": _workbook,
    "json": _json,
    "csv": _csv,
    "md": as_markdown,
}
