"""What every command shares: the application, its settings, and the options that all of them take."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import typer

from huoshui.reporting.words import Locale, as_locale, say

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
    rich_markup_mode=None,  # importing rich for help takes longer than everything else
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


def checked_day(text: str | None) -> str | None:
    """The callback of an option that takes a day."""
    from datetime import date

    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise typer.BadParameter(
            tr(f"{text} 不是日期，应如 2026-01-29", f"{text} is no day; write 2026-01-29")
        ) from error


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


class Engines(StrEnum):
    """What the work can be done on beside this program's own processes."""

    SPARK = "spark"


Engine = Annotated[
    Engines | None,
    typer.Option(
        "--engine",
        help=tr(
            "改用 Spark（huoshui[spark]）：--jobs 个进程，或 $HUOSHUI_SPARK_MASTER 的集群",
            "on Spark (huoshui[spark]): --jobs workers, or the cluster of $HUOSHUI_SPARK_MASTER",
        ),
    ),
]
Language = Annotated[
    str | None,
    typer.Option("--lang", metavar="zh|en", callback=_set_locale, help=tr("输出语言", "language of the output")),
]
