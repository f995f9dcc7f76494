"""Commands for people's judgements: ``review`` goes through the queue, ``judge`` says one thing at a time."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from huoshui.commands.base import Database, Language, settings, tr
from huoshui.commands.output import Output, OutputFormat, write
from huoshui.errors import InputError
from huoshui.reporting.words import say, word

if TYPE_CHECKING:
    from huoshui.registry.judgements import Judgement

judge = typer.Typer(
    name="judge",
    help=tr(
        "判断：合并、拆分、并非同一、采纳、更正、驳回，均记名、可撤销",
        "Judge: merge, split, different, accept, correct, reject; signed, and each can be taken back.",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Doubt(StrEnum):
    """What kind of items of the queue."""

    LINK = "link"
    VALUE = "value"
    CONFLICT = "conflict"


By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="NAME",
        help=tr(
            "分析员姓名，默认 $HUOSHUI_ANALYST，再则系统用户", "your name; default $HUOSHUI_ANALYST, else the user's"
        ),
    ),
]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help=tr("缘由", "why"))]
Entity = Annotated[str, typer.Argument(metavar="ENTITY", help=tr("名称、别名或编号", "name, alias or id"))]
Other = Annotated[str, typer.Argument(metavar="OTHER", help=tr("名称、别名或编号", "name, alias or id"))]
Property = Annotated[str, typer.Option("--property", metavar="P", help=tr("项目，如 size", "property, such as size"))]
Words = Annotated[
    str, typer.Option("--words", metavar="W", help=tr("原文、数值或说法编号", "its words, its value or its id"))
]


def add_to(app: typer.Typer) -> None:
    """Make the commands known."""
    app.command(
        help=tr(
            "逐条核对存疑的关联、把握不大的读数和各源矛盾，最要紧的在前",
            "Go through doubtful links, uncertain values and conflicts, the most valuable first.",
        )
    )(review)
    app.add_typer(judge)


def review(
    kind: Annotated[
        list[Doubt] | None, typer.Option("--kind", help=tr("只看某一类，可重复", "only this kind; repeatable"))
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help=tr("条数", "how many items"))] = 50,
    by: By = None,
    format_: OutputFormat = None,
    output: Output = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.registry import Registry
    from huoshui.registry.review import ReviewKind
    from huoshui.reporting.judging import analyst_name, queue_table
    from huoshui.reporting.review_session import run

    with Registry(settings.database, create=False) as registry:
        queue = registry.review([ReviewKind(k.value) for k in kind or ()], limit=limit)
        if format_ is not None or output is not None:
            write(queue_table(queue.items, settings.locale), format_, output)
            return
        judged = run(queue.items, registry.desk(analyst_name(by)), _ask, typer.echo, settings.locale)
        left = registry.review(limit=1).total
    typer.echo(say(settings.locale, f"已判断 {judged} 条，尚余 {left} 条", f"{judged} judged, {left} left"))


def _ask(prompt: str) -> str | None:
    """A line that was typed; None at the end of the input."""
    typer.echo(prompt, nl=False)
    line = sys.stdin.readline()
    if not line or not sys.stdin.isatty():
        typer.echo(line.rstrip("\n"))
    return line or None


@judge.command(help=tr("两个主体是同一个", "Two entities are one thing."))
def merge(
    entity: Entity, other: Other, note: Note = "", by: By = None, database: Database = None, lang: Language = None
) -> None:
    from huoshui.registry import Registry
    from huoshui.reporting.judging import analyst_name, entity_of

    with Registry(settings.database, create=False) as registry:
        pair = entity_of(registry, entity).id, entity_of(registry, other).id
        _said(registry.desk(analyst_name(by)).merge(*pair, note))


@judge.command(help=tr("两个主体并非同一个，今后也不合并", "Two entities are different, and stay so."))
def different(
    entity: Entity, other: Other, note: Note = "", by: By = None, database: Database = None, lang: Language = None
) -> None:
    from huoshui.registry import Registry
    from huoshui.reporting.judging import analyst_name, entity_of

    with Registry(settings.database, create=False) as registry:
        pair = entity_of(registry, entity).id, entity_of(registry, other).id
        _said(registry.desk(analyst_name(by)).keep_apart(*pair, note))


@judge.command(
    help=tr(
        "从一个主体中拆出若干记录；不给 --take 则列出记录", "Take records out of an entity; lists them without --take."
    )
)
def split(
    entity: Entity,
    take: Annotated[
        list[str] | None,
        typer.Option(
            "--take", metavar="ID", help=tr("记录或文件的编号，可重复", "id of a record or document; repeatable")
        ),
    ] = None,
    note: Note = "",
    by: By = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.registry import Registry
    from huoshui.reporting.judging import analyst_name, entity_of, record_table

    with Registry(settings.database, create=False) as registry:
        found = entity_of(registry, entity)
        if not take:
            write(record_table(registry.records(found.id), settings.locale), None, None)
            return
        _said(registry.desk(analyst_name(by)).split(found.id, take, note))


@judge.command(help=tr("采纳一处说法：它优先于其他来源", "Vouch for a statement: it leads over other sources."))
def accept(
    entity: Entity,
    prop: Property,
    words: Words,
    note: Note = "",
    by: By = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    _judge_statement("accept", entity, prop, words, note, by)


@judge.command(
    help=tr("驳回一处说法：不再计入，重读文件也不恢复", "Reject a statement: it counts no more, nor when read anew.")
)
def reject(
    entity: Entity,
    prop: Property,
    words: Words,
    note: Note = "",
    by: By = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    _judge_statement("reject", entity, prop, words, note, by)


@judge.command(
    help=tr("更正一处说法：以分析员为来源另立一说", "Correct a statement: state another value as an analyst.")
)
def correct(
    entity: Entity,
    value: Annotated[str, typer.Argument(metavar="VALUE", help=tr("新值，如 55亿元", "the new value, such as 55亿元"))],
    prop: Property,
    words: Words,
    note: Note = "",
    by: By = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    _judge_statement("correct", entity, prop, words, note, by, value)


@judge.command(help=tr("撤销一项判断；撤销本身也可撤销", "Take a judgement back; an undo can be undone."))
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
        _said(registry.desk(analyst_name(by)).undo(number, note))


@judge.command(help=tr("全部判断：谁、何时、什么", "Every judgement: who, when, what."))
def log(format_: OutputFormat = None, output: Output = None, database: Database = None, lang: Language = None) -> None:
    from huoshui.registry import Registry
    from huoshui.reporting.judging import log_table

    with Registry(settings.database, create=False) as registry:
        table = log_table(registry.judgements(), registry.undone(), settings.locale)
    write(table, format_, output)


def _judge_statement(
    action: str, entity: str, prop: str, words: str, note: str, by: str | None, value: str = ""
) -> None:
    from huoshui.registry import Registry
    from huoshui.reporting.judging import analyst_name, entity_of, statement_of

    with Registry(settings.database, create=False) as registry:
        desk = registry.desk(analyst_name(by))
        found = entity_of(registry, entity)
        said = statement_of(registry, found, prop, words)
        match action:
            case "accept":
                _said(desk.accept(found.id, said.id, note))
            case "reject":
                _said(desk.reject(found.id, said.id, note))
            case "correct":
                _said(desk.correct(found.id, said.id, value, note=note))
            case _:
                raise InputError(f"{action!r} is no judgement: accept, correct or reject")


def _said(judgement: Judgement) -> None:
    kind = word(judgement.kind.value, settings.locale)
    typer.echo(
        say(
            settings.locale,
            f"判断 {judgement.id}：{kind}（{judgement.analyst}）",
            f"Judgement {judgement.id}: {kind} ({judgement.analyst})",
        )
    )
