"""The command line: one thin function for each command. Heavy imports wait until a command needs them."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from huoshui import __version__
from huoshui.errors import HuoshuiError
from huoshui.reporting.words import as_locale, say

if TYPE_CHECKING:
    from huoshui.reporting.words import Locale

DEFAULT_DATABASE = "sqlite:///huoshui.db"
LOCALE: Locale = as_locale(os.environ.get("HUOSHUI_LANG") or os.environ.get("LANG", ""))


def tr(zh: str, en: str) -> str:
    """Help text in the language of the environment; ``--lang`` is read later than help is written."""
    return say(LOCALE, zh, en)


app = typer.Typer(
    name="huoshui",
    help=tr(
        "活水：从新闻摘要、通知与政策文件中读出政府投资基金，每个数字都有出处。",
        "Huoshui: public investment money in China, read from documents, every figure with its words.",
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@dataclass(slots=True)
class Settings:
    """What holds for every command of one call."""

    database: str = os.environ.get("HUOSHUI_DATABASE") or DEFAULT_DATABASE
    locale: Locale = LOCALE


settings = Settings()


def _set_database(url: str | None) -> str | None:
    if url:
        settings.database = url
    return url


def _set_locale(name: str | None) -> str | None:
    if name not in {None, "zh", "en"}:
        raise typer.BadParameter("zh | en")
    if name:
        settings.locale = as_locale(name)
    return name


Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        callback=_set_database,
        help=tr(
            f"数据库地址，默认 $HUOSHUI_DATABASE 或 {DEFAULT_DATABASE}",
            f"default $HUOSHUI_DATABASE or {DEFAULT_DATABASE}",
        ),
    ),
]
Language = Annotated[
    str | None,
    typer.Option("--lang", metavar="zh|en", callback=_set_locale, help=tr("输出语言", "language of the output")),
]


def _checked_date(text: str | None) -> str | None:
    if text is None:
        return None
    from huoshui.model.dates import PartialDate

    try:
        return str(PartialDate.parse(text))
    except ValueError as error:
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
