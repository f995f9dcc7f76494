"""Commands of ``judge`` for organisations and companies: two names are of one, or of two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from huoshui.commands.base import Database, Language, settings, tr
from huoshui.commands.judging import By, Note
from huoshui.commands.output import Output, OutputFormat, write
from huoshui.reporting.words import say, word

if TYPE_CHECKING:
    from huoshui.registry.body_log import BodyJudgement

Name = Annotated[str, typer.Argument(metavar="NAME", help=tr("机构或企业的名称或编号", "name or id of a body"))]
Other = Annotated[str, typer.Argument(metavar="OTHER", help=tr("机构或企业的名称或编号", "name or id of a body"))]


def add_to(judge: typer.Typer) -> None:
    """Make the commands known."""
    judge.command(
        "body-merge", help=tr("两个名称是同一家机构或企业", "Two names are of one organisation, or of one company.")
    )(merge)
    judge.command(
        "body-different",
        help=tr(
            "两个名称并非同一家，今后也不合并", "Two names are of different organisations or companies, and stay so."
        ),
    )(different)
    judge.command(
        "body-undo",
        help=tr("撤销一项对机构或企业的判断；撤销本身也可撤销", "Take a judgement of bodies back; an undo too."),
    )(undo)
    judge.command("body-log", help=tr("对机构和企业的全部判断", "Every judgement of organisations and companies."))(log)
    judge.command(
        "body-doubts",
        help=tr(
            "模型拿不准、尚无人判断的成对名称，最像的在前",
            "Pairs of names that the model leaves to a person, the likeliest first.",
        ),
    )(doubts)


def merge(
    name: Name, other: Other, note: Note = "", by: By = None, database: Database = None, lang: Language = None
) -> None:
    from huoshui.documents import simplified
    from huoshui.registry import Registry
    from huoshui.reporting.judging import analyst_name

    with Registry(settings.database, create=False) as registry:
        pair = simplified(name.strip()), simplified(other.strip())
        _said(registry.desk(analyst_name(by)).merge_bodies(*pair, note))


def different(
    name: Name, other: Other, note: Note = "", by: By = None, database: Database = None, lang: Language = None
) -> None:
    from huoshui.documents import simplified
    from huoshui.registry import Registry
    from huoshui.reporting.judging import analyst_name

    with Registry(settings.database, create=False) as registry:
        pair = simplified(name.strip()), simplified(other.strip())
        _said(registry.desk(analyst_name(by)).keep_bodies_apart(*pair, note))


def undo(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help=tr("判断的编号", "the judgement's number"))],
    note: Note = "",
    by: By = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.registry import Registry
    from huoshui.reporting.judging import analyst_name

    with Registry(settings.database, create=False) as registry:
        _said(registry.desk(analyst_name(by)).undo_of_bodies(number, note))


def log(format_: OutputFormat = None, output: Output = None, database: Database = None, lang: Language = None) -> None:
    from huoshui.registry import Registry
    from huoshui.reporting.judging import body_log_table

    with Registry(settings.database, create=False) as registry:
        table = body_log_table(registry.body_judgements(), settings.locale)
    write(table, format_, output)


def doubts(
    limit: Annotated[int, typer.Option(min=1, max=10_000, help=tr("条数", "how many items"))] = 50,
    format_: OutputFormat = None,
    output: Output = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.registry import Registry
    from huoshui.reporting.judging import body_doubts_table

    with Registry(settings.database, create=False) as registry:
        table = body_doubts_table(registry.body_doubts(limit), settings.locale)
    write(table, format_, output)


def _said(judgement: BodyJudgement) -> None:
    kind = word(judgement.kind.value, settings.locale)
    typer.echo(
        say(
            settings.locale,
            f"机构判断 {judgement.id}：{kind}（{judgement.analyst}）",
            f"Judgement of bodies {judgement.id}: {kind} ({judgement.analyst})",
        )
    )
