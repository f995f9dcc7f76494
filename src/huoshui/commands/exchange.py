"""Export of the whole registry, and import of an export."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from huoshui.commands.base import Database, Language, settings, tr
from huoshui.errors import InputError
from huoshui.reporting.words import say


class As(StrEnum):
    """How the registry is written."""

    JSONL = "jsonl"
    FTM = "ftm"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


def add_to(app: typer.Typer) -> None:
    """Make the commands known."""
    app.command(
        name="export",
        help=tr(
            "导出整个登记库：jsonl 可无损导入；ftm 为图；csv、xlsx、parquet 为基金、机构与关系三表",
            "Export the whole registry: jsonl to be imported without loss; ftm as a graph; csv, xlsx, parquet as tables"
            " of funds, organisations and relations.",
        ),
    )(export)
    app.command(
        name="import",
        help=tr(
            "把 jsonl 导出读入空的登记库；全部读入，或一条不留",
            "Read a jsonl export into an empty registry: all of it, or nothing.",
        ),
    )(import_)


def export(
    place: Annotated[
        str,
        typer.Argument(
            metavar="DIR_OR_FILE",
            help=tr(
                "csv、parquet、ftm 写到文件夹，其余写到文件；- 为标准输出",
                "a folder for csv, parquet and ftm, else a file; - is standard output",
            ),
        ),
    ],
    as_: Annotated[
        As | None, typer.Option("--as", help=tr("格式，默认随后缀", "the format; default: as the suffix says"))
    ] = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.reporting.exchange import export_registry

    for path in export_registry(settings.database, place, as_, settings.locale):
        typer.echo(say(settings.locale, f"已写到 {path}", f"Written to {path}"), err=True)


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=tr("huoshui export 所写的 jsonl", "a jsonl export"))],
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.registry import Registry

    try:
        with file.open("rb") as lines, Registry(settings.database) as registry:
            found = registry.import_lines(lines, str(file))
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}); check the path") from error
    counts = found.documents, found.statements, found.judgements
    typer.echo(
        say(
            settings.locale,
            "读入 {} 份文件、{} 条说法、{} 条判断".format(*counts),
            "{} documents, {} statements and {} judgements imported".format(*counts),
        )
    )
