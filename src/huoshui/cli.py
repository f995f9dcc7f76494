"""The command line: one thin function for each command. Heavy imports wait until a command needs them."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from huoshui import __version__
from huoshui.commands import databases, exchange, groups, judging, judging_bodies, resolving
from huoshui.commands.base import Database, Engine, Language, app, settings, tr
from huoshui.commands.output import Format, Output, OutputFormat, chosen, deliver, write
from huoshui.errors import HuoshuiError, InputError
from huoshui.reporting.words import say

LOOPBACK = {"127.0.0.1", "localhost"}


def _checked_date(text: str | None) -> str | None:
    if text is None:
        return None
    from huoshui.model.dates import PartialDate

    try:
        return str(PartialDate.parse(text))
    except (ValueError, InputError) as error:
        raise typer.BadParameter(
            tr(f"{text} 不是日期，应如 2026-01-29", f"{text} is no date; write 2026-01-29")
        ) from error


Published = Annotated[
    str | None,
    typer.Option(
        "--published",
        metavar="DATE",
        callback=_checked_date,
        help=tr("文件的发布日期", "when the documents were published"),
    ),
]


Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", callback=_checked_date, help=tr("自（含）", "from, inclusive")),
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", callback=_checked_date, help=tr("至（含）", "until, inclusive")),
]


class By(StrEnum):
    """What totals are divided by."""

    STATUS = "status"
    YEAR = "year"


Sector = Annotated[str, typer.Option(metavar="S", help=tr("领域：代码或名称", "sector: code or name"))]
Region = Annotated[str, typer.Option(metavar="R", help=tr("地区，含下级", "region, with all below it"))]
Status = Annotated[str, typer.Option(metavar="X", help=tr("状态：代码或名称", "status: code or name"))]
MinSize = Annotated[str, typer.Option(metavar="AMOUNT", help=tr("规模下限，如 10亿", "least size, such as 10亿"))]
Text = Annotated[str, typer.Option(metavar="Q", help=tr("全文检索", "full-text search"))]


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"huoshui {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    database: Database = None,
    lang: Language = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help=tr("版本", "the version"))
    ] = False,
) -> None:
    """Options that stand before the command hold for it too; their callbacks have stored them."""


@app.command(
    help=tr("逐份读取文件，输出带出处的记录（JSON）", "Read documents; write their records with evidence as JSON.")
)
def extract(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help=tr("文件；- 为标准输入的文本", "files; - is text on standard input")),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help=tr("每份文件写一个 JSON；不给则写到标准输出", "a JSON file for each document; else standard output"),
        ),
    ] = None,
    published: Published = None,
    lang: Language = None,
) -> None:
    from huoshui.reporting.extracts import extract_files

    failures = extract_files(files, out, published)
    _end(failures)


@app.command(
    help=tr(
        "把文件或文件夹读入登记库；可重复，可中断",
        "Read files or folders into the registry; safe to repeat or to kill.",
    )
)
def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help=tr("文件或文件夹", "files or folders"))],
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=1, max=64, metavar="N", help=tr("并行进程数", "worker processes"))
    ] = 1,
    engine: Engine = None,
    parquet: Annotated[
        Path | None,
        typer.Option(
            "--parquet",
            metavar="DIR",
            help=tr("用 Spark 时：不入库，写成 Parquet", "on Spark: write Parquet into a new folder, not the registry"),
        ),
    ] = None,
    published: Published = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    if parquet and not engine:
        raise typer.BadParameter(tr("--parquet 须与 --engine spark 同用", "--parquet goes with --engine spark"))
    if engine:
        from huoshui.spark import reading

        if parquet:
            report = reading.ingest_to_parquet(paths, parquet, jobs=jobs, published=published)
        else:
            report = reading.ingest(paths, settings.database, jobs=jobs, published=published)
    else:
        from huoshui.reporting.progress import ingest_with_progress

        report = ingest_with_progress(paths, settings.database, jobs, published, settings.locale)
    counts = report.added, report.unchanged
    typer.echo(
        say(
            settings.locale,
            "新读入 {} 份，未变 {} 份".format(*counts),
            "{} documents added, {} unchanged".format(*counts),
        )
    )
    _end([failure.message for failure in report.failed])


@app.command(help=tr("按条件列出基金", "List funds."))
def funds(
    sector: Sector = "",
    region: Region = "",
    status: Status = "",
    since: Since = None,
    until: Until = None,
    min_size: MinSize = "",
    text: Text = "",
    format_: OutputFormat = None,
    output: Output = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.reporting.queries import all_entities, checked_period, fund_filter
    from huoshui.reporting.tables import entity_table

    wanted = fund_filter(sector, region, status, checked_period(since, until), min_size, text)
    entities = all_entities(settings.database, wanted)
    write(entity_table("Fund", entities, settings.locale), format_, output)


@app.command(help=tr("一个主体的全部说法，附来源与原句", "Every statement about one entity, with source and sentence."))
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help=tr("名称或别名", "name or alias"))],
    format_: OutputFormat = None,
    output: Output = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.reporting.queries import named_entities
    from huoshui.reporting.tables import statement_table
    from huoshui.reporting.terminal import entity_text

    entities, others = named_entities(settings.database, name)
    if chosen(format_, output) is Format.TABLE and output is None:
        for entity in entities:
            typer.echo(entity_text(entity, settings.locale), nl=False)
        if others:
            names = "、".join(others)
            typer.echo(say(settings.locale, f"另有相近名称：{names}", f"Similar names: {names}"), err=True)
        return
    write(statement_table(entities, settings.locale), format_, output)


@app.command(help=tr("各家遴选管理人的条件，并列", "Calls for managers with their terms, side by side."))
def calls(
    region: Region = "",
    sector: Sector = "",
    format_: OutputFormat = None,
    output: Output = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.reporting.queries import all_entities, fund_filter
    from huoshui.reporting.tables import entity_table

    wanted = replace(fund_filter(sector, region), kind="ManagerCall")
    write(entity_table("ManagerCall", all_entities(settings.database, wanted), settings.locale), format_, output)


@app.command(help=tr("一段时间的市场简报", "A market brief for a period."))
def brief(
    since: Since = None,
    until: Until = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help=tr("brief.docx、.md 或 .html", "brief.docx, .md or .html")),
    ] = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.reporting.brief import build_brief
    from huoshui.reporting.queries import checked_period, opened
    from huoshui.reporting.renderers import RENDERERS, render

    suffix = output.suffix.lower() if output else ".md"
    if suffix not in RENDERERS:
        raise typer.BadParameter(tr("后缀应为 .docx、.md 或 .html", "the suffix must be .docx, .md or .html"))

    with opened(settings.database) as registry:
        content = render(build_brief(registry, *checked_period(since, until), settings.locale), suffix)
    deliver(content, output)


@app.command(
    help=tr(
        "各口径下有多少只基金、多少钱，及口径之间的差额",
        "How many funds and how much money, under each definition, and the steps between them.",
    )
)
def totals(
    sector: Sector = "",
    region: Region = "",
    status: Status = "",
    since: Since = None,
    until: Until = None,
    min_size: MinSize = "",
    text: Text = "",
    leave_out: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STEP",
            help=tr(
                "逐步不计：planned、exited、programmes、sub-funds，可重复；默认全部，none 为不扣",
                "planned, exited, programmes, sub-funds; may be repeated; default all, none for none",
            ),
        ),
    ] = None,
    by: Annotated[By | None, typer.Option(help=tr("按状态或年份分列", "divided by status or by year"))] = None,
    list_funds: Annotated[
        bool, typer.Option("--funds", help=tr("列出每步背后的基金", "list the funds behind each step"))
    ] = False,
    format_: OutputFormat = None,
    output: Output = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.reporting import totals as shown
    from huoshui.reporting.queries import checked_period, fund_filter, opened

    wanted = fund_filter(sector, region, status, checked_period(since, until), min_size, text)
    steps = shown.steps_of(leave_out or ())
    with opened(settings.database) as registry:
        found = registry.totals(wanted, steps)
    if list_funds:
        table = shown.fund_table(found, settings.locale)
    elif by:
        table = shown.group_table(found, shown.By(by), settings.locale)
    else:
        table = shown.totals_table(found, settings.locale)
    write(table, format_, output)
    typer.echo(shown.unknown_text(found, settings.locale), err=True)


@app.command(help=tr("文件里算不拢的数字", "Where documents do not add up."))
def audit(
    format_: OutputFormat = None,
    output: Output = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.reporting.queries import audit_table

    write(audit_table(settings.database, settings.locale), format_, output)


@app.command(help=tr("在本机提供网页", "Serve the pages on this machine."))
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help=tr("端口", "port"))] = 8000,
    host: Annotated[str, typer.Option(help=tr("只限本机地址", "loopback only"))] = "127.0.0.1",
    database: Database = None,
    lang: Language = None,
) -> None:
    if host not in LOOPBACK:
        raise typer.BadParameter(
            tr(
                f"{host}：对外服务需要账户，本版尚无；只用 127.0.0.1",
                f"{host}: serving other machines needs accounts, which this version lacks; use 127.0.0.1",
            )
        )
    import socket

    import uvicorn

    from huoshui.web.app import create_app

    pages = create_app(settings.database)
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise InputError(
                f"port {port} on {host} is taken ({error.strerror}); choose another with --port"
            ) from error
        address = f"http://{host}:{listener.getsockname()[1]}"
        typer.echo(say(settings.locale, f"活水在 {address} （Ctrl-C 结束）", f"Huoshui is at {address} (Ctrl-C ends)"))
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            uvicorn.Server(uvicorn.Config(pages, log_level="warning")).run(sockets=[listener])


databases.add_to(app)
exchange.add_to(app)
judging.add_to(app)
judging_bodies.add_to(judging.judge)
groups.add_to(app)
resolving.add_to(app)


def _end(failures: list[str]) -> None:
    """List what failed on standard error and exit with 1, or return."""
    if not failures:
        return
    count = len(failures)
    typer.echo(say(settings.locale, f"{count} 份未能读取：", f"{count} could not be read:"), err=True)
    for failure in failures:
        typer.echo(f"  {failure}", err=True)
    raise typer.Exit(1)


def _fail(message: str) -> NoReturn:
    one_line = " ".join(message.split())
    sys.stderr.write(f"huoshui: {one_line}\n")
    raise SystemExit(1)


def main() -> None:
    """Run the command line. Exit status 0: done, 1: something failed, 2: wrong usage; known errors are one line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except HuoshuiError as error:
        _fail(str(error))
