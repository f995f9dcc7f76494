"""``huoshui portfolio show``: the family, a fund, a company, a holder or re-investment as of a day."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from huoshui.commands.base import Database, Language, settings, tr
from huoshui.commands.output import deliver


class Form(StrEnum):
    """How what is shown is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    MARKDOWN = "md"


def _form(form: Form | None, output: Path | None) -> Form:
    """The form asked for, else that of the file's suffix, else tables."""
    suffix = output.suffix.lower().removeprefix(".") if output else ""
    return form or (Form(suffix) if suffix in set(Form) else Form.TABLE)


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
    format_: Annotated[
        Form | None,
        typer.Option("--format", help=tr("默认随 -o 的后缀，否则 table", "default: the suffix of -o, else table")),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help=tr("写到文件", "write to this file"))
    ] = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.portfolio.family import Families
    from huoshui.portfolio.ledger import Ledger
    from huoshui.reporting.portfolio import render, tables_of
    from huoshui.reporting.terminal import as_text

    form = _form(format_, output)
    if form is Form.XLSX and output is None:
        raise typer.BadParameter(tr("xlsx 须用 -o 写到文件", "xlsx goes to a file: add -o FILE"))
    with Ledger(settings.database, create=False) as ledger:
        tables = tables_of(Families(ledger).at(_day(as_of), currency), what, settings.locale)
    if form is not Form.TABLE:
        deliver(render(tables, form.value), output)
        return
    shown = [as_text(table, settings.locale, to_terminal=output is None) for table in tables.values() if table.rows]
    deliver("\n".join(shown).encode(), output)


def _day(text: str) -> date:
    if not text:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(
            tr(f"{text} 不是日期，应如 2026-01-29", f"{text} is no day; write 2026-01-29")
        ) from error
