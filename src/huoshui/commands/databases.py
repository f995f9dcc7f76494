"""Commands about whole databases: ``migrate`` and ``copy``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from huoshui.commands.base import Database, Language, settings, tr
from huoshui.reporting.words import say

if TYPE_CHECKING:
    from huoshui.registry.copying import Copied


def add_to(app: typer.Typer) -> None:
    """Make the commands known."""
    app.command(help=tr("把数据库升级到当前版本", "Upgrade the database to this version's tables."))(migrate)
    app.command(
        help=tr(
            "把整个登记库复制到另一个空数据库（SQLite 或 PostgreSQL），要么全部，要么不动",
            "Copy the whole registry into another, empty database (SQLite or PostgreSQL): all of it or nothing.",
        )
    )(copy)


def migrate(database: Database = None, lang: Language = None) -> None:
    from huoshui.registry.engine import migrate as upgrade
    from huoshui.registry.engine import shown

    before, after = upgrade(settings.database)
    where = shown(settings.database)
    if before == after:
        typer.echo(say(settings.locale, f"{where} 已是版本 {after}", f"{where} is of version {after} already"))
    elif before is None:
        typer.echo(say(settings.locale, f"{where} 已建表，版本 {after}", f"{where} was given tables, version {after}"))
    else:
        versions = f"{before} → {after}"
        typer.echo(say(settings.locale, f"{where} 已升级：{versions}", f"{where} was upgraded: {versions}"))


def copy(
    source: Annotated[str, typer.Argument(metavar="SOURCE_URL", help=tr("来源数据库地址", "database to copy"))],
    target: Annotated[str, typer.Argument(metavar="TARGET_URL", help=tr("空的目标数据库地址", "empty database"))],
    lang: Language = None,
) -> None:
    from huoshui.registry.copying import copy as copy_registry

    def told(table: Copied) -> None:
        rows = f"{table.rows:,}"
        typer.echo(say(settings.locale, f"{table.table}：{rows} 行", f"{table.table}: {rows} rows"), err=True)

    rows = dict(copy_registry(source, target, told))
    counts = rows["document"], rows["statement"], rows["entity"]
    typer.echo(
        say(
            settings.locale,
            "已复制 {} 份文件、{} 条陈述、{} 个主体；两边行数一致".format(*counts),
            "{} documents, {} statements and {} entities copied; both sides count the same".format(*counts),
        )
    )
