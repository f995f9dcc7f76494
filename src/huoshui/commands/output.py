"""How commands write what they found: a table on the terminal, or CSV, JSON or XLSX."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huoshui.commands.base import settings, tr
from huoshui.reporting.words import say

if TYPE_CHECKING:
    from huoshui.reporting.tables import Table


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


OutputFormat = Annotated[
    Format | None,
    typer.Option(
        "--format", help=tr("输出格式，默认随 -o 的后缀，否则 table", "default: the suffix of -o, else table")
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help=tr("写到文件", "write to this file")),
]


def chosen(format_: Format | None, output: Path | None) -> Format:
    """The format asked for, else that of the file's suffix, else a table."""
    if format_ is not None:
        return format_
    suffix = output.suffix.lower().removeprefix(".") if output else ""
    return Format(suffix) if suffix in set(Format) else Format.TABLE


def write(table: Table, format_: Format | None, output: Path | None) -> None:
    """Write a table in the format asked for, to standard output or a file."""
    from huoshui.reporting import tables
    from huoshui.reporting.terminal import as_text

    match chosen(format_, output):
        case Format.CSV:
            content = tables.as_csv(table)
        case Format.JSON:
            content = tables.as_json(table)
        case Format.XLSX:
            if output is None:
                raise typer.BadParameter(tr("xlsx 须用 -o 写到文件", "xlsx goes to a file: add -o FILE"))
            content = tables.as_xlsx(table)
        case Format.TABLE:
            content = as_text(table, settings.locale, to_terminal=output is None).encode()
    deliver(content, output)


def deliver(content: bytes, output: Path | None) -> None:
    """Write bytes to standard output or, whole or not at all, to a file."""
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        return
    from huoshui.reporting.files import write_whole

    write_whole(output, content)
    typer.echo(say(settings.locale, f"已写到 {output}", f"Written to {output}"), err=True)
