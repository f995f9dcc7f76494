"""What the commands of ``huoshui policy`` share: the group, its options, packs and subjects as they are asked for.

Exit status 1 says that something is broken, so an error that a person can cause is 2 here, as wrong usage is.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from huoshui.commands.base import checked_day, settings, tr
from huoshui.errors import HuoshuiError, InputError
from huoshui.reporting.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from huoshui.model.regions import Region
    from huoshui.policy.packs_in_force import Packs
    from huoshui.policy.subjects import Subjects
    from huoshui.policy.yaml_files import Read

USAGE = 2
#: Nothing broken, but something not decided.
UNDECIDED = 3
_SECOND = 1.0


class Group(TyperGroup):
    """Commands whose errors are one line and exit status 2."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401  # as click declares it
        """Run the command asked for."""
        try:
            return super().invoke(ctx)
        except HuoshuiError as error:
            sys.stderr.write(f"huoshui: {' '.join(str(error).split())}\n")
            raise typer.Exit(USAGE) from error


policy = typer.Typer(name="policy", cls=Group, rich_markup_mode=None)


AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        "--on",
        metavar="DATE",
        callback=checked_day,
        help=tr("截至此日（默认今天），按当时有效的规则", "as of this day (today), by the rules in force then"),
    ),
]
Place = Annotated[
    str, typer.Option("--place", metavar="R", help=tr("地区，如 江苏/南京", "a region, such as 江苏/南京"))
]
Funds = Annotated[
    list[str] | None,
    typer.Option("--fund", metavar="ID", help=tr("基金编号（登记库中亦可用名称），可重复", "a fund by id; repeatable")),
]
PackNames = Annotated[
    list[str] | None,
    typer.Option(
        "--pack",
        metavar="NAME",
        help=tr(
            "规则包名称或 .yaml 文件，可重复；默认当地当日有效的全部",
            "a pack by name or .yaml file; repeatable; default all in force there and then",
        ),
    ),
]
From = Annotated[
    str,
    typer.Option(
        "--from",
        metavar="ledger|registry|FILE",
        help=tr(
            "数据来自台账、登记库，或写有数据的文件：YAML 一只（- 为标准输入），.xlsx 与 .csv 每行一只",
            "figures of the ledger, of the registry, or of a file: YAML of one (- is standard input), .xlsx and .csv of"
            " one a row",
        ),
    ),
]


def day_of(text: str | None) -> date:
    """The day asked for, else today."""
    from datetime import date, datetime

    return date.fromisoformat(text) if text else datetime.now().astimezone().date()


def place_of(text: str) -> Region | None:
    """The region asked for. InputError for what is none."""
    from huoshui.model.regions import Region

    return Region.parse(text) if text else None


def read_file(name: str) -> Read:
    """A YAML file, or standard input for ``-``. InputError with file and line."""
    from huoshui.policy.yaml_files import parse_yaml, read_yaml

    if name == "-":
        return parse_yaml(standard_input(), "<stdin>")
    return read_yaml(Path(name))


def standard_input() -> str:
    """The text of standard input. InputError for what is no UTF-8 text or larger than any file that is read."""
    largest = 4 * 1024 * 1024
    content = sys.stdin.buffer.read(largest + 1)
    if len(content) > largest:
        raise InputError("<stdin>: larger than 4 MB: divide it")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"<stdin>: cannot be read as UTF-8 text ({error})") from error


def packs_named(names: Sequence[str]) -> tuple[Packs, tuple[str, ...]]:
    """The shipped packs with those of files among ``names``, and the names of those asked for."""
    from huoshui.policy.packs_in_force import packs_of, shipped

    files = [name for name in names if name.endswith((".yaml", ".yml"))]
    if not files:
        return shipped(), tuple(names)
    packs = packs_of(map(Path, files))
    of_files = {str(Path(name)): pack.id for name, pack in zip(files, packs, strict=False)}
    return packs, tuple(of_files.get(str(Path(name)), name) for name in names)


def subjects_of(source: str, day: date, funds: Sequence[str] | None, *, deals: bool = False) -> tuple[Subjects, ...]:
    """Whom rules are held against, as ``--from`` says. Raises InputError where there is nobody."""
    from huoshui.policy import subjects

    wanted = list(funds) if funds else None
    if source == "ledger":
        from huoshui.portfolio.ledger import Ledger

        with Ledger(settings.database, create=False) as ledger:
            snapshot = ledger.snapshot()
        found = [subjects.of_ledger(snapshot, day, wanted)]
        if deals:
            found.append(subjects.deals_of_ledger(snapshot, day, wanted))
    elif source == "registry":
        from huoshui.reporting.queries import opened

        with opened(settings.database) as registry:
            found = [subjects.of_registry(registry, wanted)]
    else:
        if wanted:
            raise typer.BadParameter(tr("--fund 不能与文件同用", "--fund does not go with a file"))
        if source.endswith((".csv", ".xlsx")):
            from huoshui.policy.profile_files import read_profiles

            return (subjects.of_profiles(read_profiles(Path(source))),)
        return subjects.of_yaml(read_file(source))
    if not len(found[0].facts):
        raise InputError(f"the {source} holds no fund: fill it first, or give figures in a file with --from FILE.yaml")
    return tuple(found)


@contextmanager
def progress(zh: str, en: str) -> Iterator[None]:
    """On a terminal, say on standard error what is being done once it has taken longer than a second."""
    words = f"{say(settings.locale, zh, en)} …\n"
    timer = Timer(_SECOND, sys.stderr.write, (words,))
    timer.daemon = True
    if sys.stderr.isatty():
        timer.start()
    try:
        yield
    finally:
        timer.cancel()
