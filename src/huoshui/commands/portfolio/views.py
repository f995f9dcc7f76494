"""``huoshui portfolio show``: the family, a fund, a company, a holder or re-investment as of a day."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huoshui.commands.base import Database, Language, settings, tr
from huoshui.commands.output import deliver

if TYPE_CHECKING:
    from collections.abc import Mapping

    from huoshui.reporting.tables import Table


class Form(StrEnum):
    """How what is shown is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    MARKDOWN = "md"


Format = Annotated[
    Form | None,
    typer.Option("--format", help=tr("默认随 -o 的后缀，否则 table", "default: the suffix of -o, else table")),
]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help=tr("写到文件", "write to this file"))
]


def form_of(form: Form | None, output: Path | None) -> Form:
    """The form asked for, else that of the file's suffix, else tables. BadParameter for XLSX without a file."""
    suffix = output.suffix.lower().removeprefix(".") if output else ""
    found = form or (Form(suffix) if suffix in set(Form) else Form.TABLE)
    if found is Form.XLSX and output is None:
        raise typer.BadParameter(tr("xlsx 须用 -o 写到文件", "xlsx goes to a file: add -o FILE"))
    return found


def add_to(group: typer.Typer) -> None:
    """Make the command known."""
    group.command(
        help=tr(
            "截至某日的全家族、一只基金、一家企业、一方的穿透持有，或返投进度",
            "The family as of a day, a fund, a company, what somebody holds through all tiers, or re-investment.",
        )
    )(show)


def show(
    what: Annotated[
        str,
        typer.Argument(
            metavar="[family|reinvestment|ID]",
            help=tr("family、reinvestment，或参与方、基金、企业的编号", "or the id of a party, fund or company"),
        ),
    ] = "family",
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help=tr("截至此日终，默认今天", "end of this day; default today"))
    ] = "",
    currency: Annotated[
        str, typer.Option("--currency", metavar="CODE", help=tr("合计所用币种", "what totals are counted in"))
    ] = "CNY",
    index: Annotated[
        Path | None,
        typer.Option(
            "--index",
            metavar="CSV",
            help=tr("与指数比较一只基金：日期,点位 的 CSV", "compare a fund with an index: CSV of date,level"),
        ),
    ] = None,
    format_: Format = None,
    output: Output = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.errors import InputError
    from huoshui.portfolio.family import Families
    from huoshui.portfolio.index_file import read_index
    from huoshui.portfolio.ledger import Ledger
    from huoshui.reporting.portfolio import tables_of

    form = form_of(format_, output)
    try:
        levels = read_index(index) if index else None
        with Ledger(settings.database, create=False) as ledger:
            tables = tables_of(Families(ledger).at(day_of(as_of), currency), what, settings.locale, levels)
    except InputError as error:
        if index is None:
            raise
        raise typer.BadParameter(str(error), param_hint="--index") from error
    put(tables, form, output)


def put(tables: Mapping[str, Table], form: Form, output: Path | None) -> None:
    """Write tables in a form, to standard output or a file."""
    from huoshui.reporting.portfolio import render
    from huoshui.reporting.terminal import as_text

    if form is not Form.TABLE:
        deliver(render(tables, form.value), output)
        return
    shown = [as_text(table, settings.locale, to_terminal=output is None) for table in tables.values() if table.rows]
    deliver("\n".join(shown).encode(), output)


def day_of(text: str) -> date:
    """The day that an option names, today where it names none. BadParameter."""
    if not text:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(
            tr(f"{text} 不是日期，应如 2026-01-29", f"{text} is no day; write 2026-01-29")
        ) from error
