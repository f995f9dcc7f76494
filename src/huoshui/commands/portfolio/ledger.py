"""``huoshui portfolio``: the ledger of a family of funds, filled from workbooks and given back as such."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from huoshui.commands.base import Database, Language, checked_day, settings, tr
from huoshui.commands.output import Output, OutputFormat, write
from huoshui.errors import InputError
from huoshui.portfolio.vocabulary import Kind
from huoshui.reporting.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from huoshui.portfolio.book import Book
    from huoshui.portfolio.checks.fault import Of
    from huoshui.portfolio.ledger import Ledger
    from huoshui.portfolio.posting import Posted

portfolio = typer.Typer(name="portfolio", rich_markup_mode=None)
_PAGE = 100
T = TypeVar("T")


class What(StrEnum):
    """What is listed."""

    PARTIES = "parties"
    FUNDS = "funds"
    COMPANIES = "companies"
    EVENTS = "events"
    OBLIGATIONS = "obligations"
    RATES = "rates"
    ENTRIES = "entries"


_PLACE = tr("工作簿 .xlsx，或 CSV 文件夹（以 / 结尾）", "a workbook .xlsx, or a folder of CSV files (ending in /)")
Force = Annotated[bool, typer.Option("--force", help=tr("覆盖已有文件", "overwrite what is there"))]
Author = Annotated[
    str | None,
    typer.Option(
        "--author",
        "--by",
        metavar="NAME",
        help=tr("登记人，默认 $HUOSHUI_ANALYST，再则系统用户", "your name; default $HUOSHUI_ANALYST, else the user's"),
    ),
]


@portfolio.command(
    help=tr(
        "写一份空白工作簿：下拉列表、批注、示例行（示例行导入时跳过）",
        "Write an empty workbook: drop-downs, notes, example rows (which are never read).",
    )
)
def template(
    place: Annotated[str | None, typer.Argument(metavar="PLACE", help=_PLACE)] = None,
    output: Annotated[str | None, typer.Option("-o", "--output", metavar="PLACE", help=_PLACE)] = None,
    force: Force = False,
    lang: Language = None,
) -> None:
    from huoshui.portfolio.book import Book

    where = place or output
    if where is None or (place and output):
        raise typer.BadParameter(tr("写到哪里？例如 -o book.xlsx", "where to? for example -o book.xlsx"))
    _write(Book(), where, examples=True, force=force)


@portfolio.command(
    name="import",
    help=tr(
        "把工作簿记入台账：全部，或一行不入并逐格列出差错（退出状态 1）",
        "Enter a workbook into the ledger: all of it, or nothing and every fault by its cell (exit status 1).",
    ),
)
def import_(
    place: Annotated[str, typer.Argument(metavar="PLACE", help=_PLACE)],
    author: Author = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=tr("只检查，不登记", "check, and enter nothing"))] = False,
    format_: OutputFormat = None,
    output: Output = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.portfolio.workbook import WorkbookFaults, import_workbook
    from huoshui.reporting.judging import analyst_name
    from huoshui.reporting.ledger import fault_table

    asked = format_ is not None or output is not None
    with _ledger(dry=dry_run) as ledger:
        try:
            posted = import_workbook(ledger, place, author=analyst_name(author), dry=dry_run)
        except WorkbookFaults as error:
            write(fault_table(error.faults, settings.locale), format_, output)
            count = len(error.faults) + error.more
            typer.echo(
                say(
                    settings.locale,
                    f"{place}：{count} 处差错，一行未入账"
                    + (f"（仅列前 {len(error.faults)} 处）" if error.more else ""),
                    f"{place}: {count} faults, nothing was entered"
                    + (f" (the first {len(error.faults)} are listed)" if error.more else ""),
                ),
                err=True,
            )
            raise typer.Exit(1) from None
    if asked:
        write(fault_table((), settings.locale), format_, output)
    typer.echo(_counted(posted, dry=dry_run), err=asked)


@portfolio.command(
    name="export",
    help=tr(
        "把台账写成工作簿或 CSV 文件夹；再导入不会改变任何内容",
        "Write the ledger as a workbook or a folder of CSV files; importing it again changes nothing.",
    ),
)
def export(
    place: Annotated[str, typer.Argument(metavar="PLACE", help=_PLACE)],
    force: Force = False,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.portfolio.ledger import Ledger

    with Ledger(settings.database, create=False) as ledger:
        book = ledger.book()
    _write(book, place, examples=False, force=force)


@portfolio.command(
    name="list",
    help=tr("列出事项、主体或登记批次", "List events, parties, funds, companies, or what was entered."),
)
def list_(
    what: Annotated[What, typer.Argument(metavar="WHAT", help="|".join(What))] = What.EVENTS,
    fund: Annotated[
        list[str] | None, typer.Option("--fund", metavar="ID", help=tr("涉及该基金的事项", "events of this fund"))
    ] = None,
    company: Annotated[
        list[str] | None,
        typer.Option("--company", metavar="ID", help=tr("涉及该企业的事项", "events of this company")),
    ] = None,
    kind: Annotated[
        list[Kind] | None, typer.Option("--kind", help=tr("事项类别，可重复", "kind of events; repeatable"))
    ] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", callback=checked_day, help=tr("自（含）", "from, inclusive"))
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", metavar="DATE", callback=checked_day, help=tr("至（含）", "until, inclusive"))
    ] = None,
    limit: Annotated[
        int, typer.Option(min=0, help=tr("最多列出几条，0 为全部", "how many at most; 0 is all of them"))
    ] = _PAGE,
    offset: Annotated[int, typer.Option(min=0, help=tr("跳过前几条", "how many to skip"))] = 0,
    format_: OutputFormat = None,
    output: Output = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.portfolio.ledger import Ledger
    from huoshui.reporting import ledger as tables

    sides, kinds = [*(fund or ()), *(company or ())], kind or ()
    if what is not What.EVENTS and (sides or kinds or since or until):
        raise typer.BadParameter(
            tr("--fund、--company、--kind、--from、--to 只用于 events", "these filters are for events only")
        )
    with Ledger(settings.database, create=False) as ledger:
        if what is What.ENTRIES:
            entries = ledger.entries()
            shown = _page(entries, limit, offset)
            write(tables.entry_table(shown, settings.locale), format_, output)
            return
        book = ledger.book()
        for name in sides:
            ledger.snapshot().node(name)
    if what is What.EVENTS:
        found = tables.events_of(book.events, sides=sides, kinds=kinds, since=since or "", until=until or "")
        write(tables.event_table(_page(found, limit, offset), settings.locale), format_, output)
        return
    parts: dict[What, tuple[Of, Sequence[Any]]] = {
        What.PARTIES: ("party", book.parties),
        What.FUNDS: ("fund", book.funds),
        What.COMPANIES: ("company", book.companies),
        What.OBLIGATIONS: ("obligation", book.obligations),
        What.RATES: ("rate", book.rates),
    }
    of, things = parts[what]
    write(tables.thing_table(of, _page(things, limit, offset), settings.locale), format_, output)


@portfolio.command(help=tr("冲销一个事项：原事项仍在册，自冲销日起不计", "Reverse an event: it stays on record."))
def reverse(
    event: Annotated[str, typer.Argument(metavar="EVENT", help=tr("事项编号", "id of the event"))],
    day: Annotated[
        str,
        typer.Option("--date", metavar="DATE", callback=checked_day, help=tr("冲销日期", "the day of the reversal")),
    ],
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help=tr("缘由", "why"))] = "",
    author: Author = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from datetime import date

    from huoshui.portfolio.book import Book, Event
    from huoshui.portfolio.ledger import Ledger
    from huoshui.portfolio.posting import LedgerFaults
    from huoshui.portfolio.rows import identified
    from huoshui.reporting.judging import analyst_name

    undone = Event("", Kind.REVERSAL, date.fromisoformat(day), reverses=event, note=note)
    (named,) = identified([undone])
    what = say(settings.locale, f"冲销 {event}", f"reversal of {event}")
    with Ledger(settings.database, create=False) as ledger:
        try:
            posted = ledger.post(Book(events=(named,)), author=analyst_name(author), what=what)
        except LedgerFaults as error:
            told = say(settings.locale, "；".join(f.zh for f in error.faults), "; ".join(f.en for f in error.faults))
            raise InputError(f"{event}: {told}") from None
    if posted.entry:
        typer.echo(say(settings.locale, f"已冲销 {event}（{named.id}）", f"{event} is reversed ({named.id})"))
    else:
        typer.echo(say(settings.locale, f"{event} 此前已如此冲销", f"{event} was reversed just so before"))


@portfolio.command(
    help=tr(
        "把虚构的示例家族记入空台账：一支引导基金、3 支区域基金、60 支子基金、700 家企业，12 年",
        "Enter a made-up family into an empty ledger: a guidance fund, 3 regional funds, 60 sub-funds, 12 years.",
    )
)
def sample(
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", min=0, help=tr("随机种子", "which of the families"))
    ] = 2026,
    author: Author = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.portfolio.ledger import Ledger
    from huoshui.portfolio.made import make_family
    from huoshui.reporting.judging import analyst_name

    book, name = make_family(seed), analyst_name(author)
    with Ledger(settings.database) as ledger:
        if ledger.entries() and ledger.book().parties[: len(book.parties)] != book.parties:
            raise InputError("the ledger holds another family: give an empty database with --database")
        posted = ledger.post(book, author=name, what=say(settings.locale, f"示例家族 {seed}", f"sample family {seed}"))
    typer.echo(_counted(posted, dry=False))


@contextmanager
def _ledger(*, dry: bool) -> Iterator[Ledger]:
    """The ledger of the settings; where nothing is to be written and there is no file yet, an empty one for now."""
    from sqlalchemy import make_url

    from huoshui.portfolio.ledger import Ledger

    address = settings.database
    if dry and address.startswith("sqlite:///") and not Path(make_url(address).database or "").is_file():
        with tempfile.TemporaryDirectory() as folder, Ledger(f"sqlite:///{folder}/dry.db") as ledger:
            yield ledger
        return
    with Ledger(address) as ledger:
        yield ledger


def _page(items: Sequence[T], limit: int, offset: int) -> Sequence[T]:
    """So many of the items; on standard error, which ones these are of how many."""
    shown = items[offset : offset + limit] if limit else items[offset:]
    if len(shown) < len(items):
        first, last = (offset + 1, offset + len(shown)) if shown else (0, 0)
        typer.echo(
            say(
                settings.locale,
                f"共 {len(items)} 条，所列为第 {first} 至 {last} 条（--offset、--limit 翻页）",
                f"{first} to {last} of {len(items)} (--offset and --limit turn pages)",
            ),
            err=True,
        )
    return shown


def _counted(posted: Posted, *, dry: bool) -> str:
    """What was entered, or would be, in one line."""
    counts = posted.events, posted.nodes, posted.obligations, posted.rates, posted.amended, posted.unchanged
    zh = "事项 {} 笔、主体 {} 个、返投定义 {} 条、汇率 {} 条；更新 {}，未变 {}".format(*counts)
    en = "{} events, {} parties, funds and companies, {} obligations, {} rates; {} amended, {} unchanged".format(
        *counts
    )
    if dry:
        return say(settings.locale, f"检查无误，未入账：{zh}", f"No fault; nothing was entered: {en}")
    if not posted.entry:
        return say(settings.locale, f"没有新内容：{zh}", f"Nothing new: {en}")
    return say(settings.locale, f"已入账（第 {posted.entry} 批）：{zh}", f"Entered as no. {posted.entry}: {en}")


def _write(book: Book, place: str, *, examples: bool, force: bool) -> None:
    """Write a workbook, or a folder of CSV files, each file whole or not at all."""
    from huoshui.portfolio import workbook
    from huoshui.reporting.files import make_folder, write_whole

    shown = workbook.examples() if examples else None
    folder = workbook.is_folder(place)
    if not folder and Path(place).suffix.lower() != ".xlsx":
        raise InputError(f"{place}: in which format? end it in .xlsx, or in / for a folder of CSV files")
    contents = workbook.as_csvs(book, shown) if folder else {"": workbook.as_xlsx(book, shown)}
    paths = {Path(place) / name: content for name, content in contents.items()}
    taken = next((path for path in paths if path.exists()), None)
    if taken and not force:
        raise InputError(f"{taken}: is there already; choose another place, or overwrite it with --force")
    if folder:
        make_folder(Path(place))
    for path, content in paths.items():
        write_whole(path, content)
    typer.echo(say(settings.locale, f"已写到 {place}", f"Written to {place}"), err=True)
