"""The command ``resolve``: which mentions are one thing, pair by pair, and what the model has learned."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from huoshui.commands.base import Database, Engine, Language, settings, tr
from huoshui.commands.output import Output, deliver
from huoshui.reporting.words import say

Pairs = Annotated[
    Path | None,
    typer.Option(
        "--pairs",
        metavar="FILE.csv",
        help=tr(
            "待判断的成对名称：id,left,right,left_context,right_context（后两列为 JSON）",
            "pairs to judge: id,left,right,left_context,right_context (the last two JSON objects)",
        ),
    ),
]
Train = Annotated[bool, typer.Option("--train", help=tr("重新估计参数", "estimate the parameters anew"))]
Corpus = Annotated[
    Path | None,
    typer.Option(
        "--corpus",
        metavar="FILE.jsonl",
        help=tr("训练用的提法，默认自造语料", "mentions to train on; default: a made corpus"),
    ),
]
Seed = Annotated[int, typer.Option("--seed", min=0, help=tr("随机种子", "seed"))]
ParameterFile = Annotated[
    Path | None,
    typer.Option(
        "--parameters", metavar="FILE.json", help=tr("所用参数，默认随附者", "parameters to use; default: our own")
    ),
]
MentionFile = Annotated[
    Path | None,
    typer.Option(
        "--mentions",
        metavar="FILE",
        help=tr(
            "归并其中的提法：ingest --parquet 所写，或 .jsonl",
            "cluster its mentions: what ingest --parquet wrote, or .jsonl",
        ),
    ),
]
OfRegistry = Annotated[
    bool, typer.Option("--registry", help=tr("归并登记库中的提法", "cluster the mentions of the registry"))
]
Jobs = Annotated[
    int, typer.Option("--jobs", "-j", min=1, max=64, metavar="N", help=tr("Spark 进程数", "workers of Spark"))
]


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command(
        help=tr(
            "用模型归并登记册中的基金、机构和企业；或判断名称是否同指一物，逐条说明理由；或重新估计模型参数",
            "Join the registry's funds, organisations and companies by the model; or judge whether names mean one"
            " thing, with reasons; or estimate the model's parameters anew.",
        )
    )(resolve)


def resolve(
    pairs: Pairs = None,
    train: Train = False,
    corpus: Corpus = None,
    seed: Seed = 7,
    parameters: ParameterFile = None,
    mentions: MentionFile = None,
    registry: OfRegistry = False,
    engine: Engine = None,
    jobs: Jobs = 1,
    output: Output = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    asked = [pairs is not None, train, mentions is not None, registry].count(True)
    if asked > 1:
        raise typer.BadParameter(
            tr(
                "--pairs、--train、--mentions 与 --registry 只能取其一",
                "give one of --pairs, --train, --mentions and --registry",
            )
        )
    if not asked:
        _link(parameters, jobs if engine else 0)
        return
    if mentions is not None or registry:
        _cluster(mentions, parameters, output, jobs if engine else 0)
        return
    if engine:
        raise typer.BadParameter(tr("--engine 用于 --mentions 和 --registry", "--engine is for --mentions, --registry"))
    if pairs is not None:
        from huoshui.registry.resolution.pairs import judge_file

        deliver(judge_file(pairs, parameters, english=settings.locale == "en").encode(), output)
        return
    from huoshui.registry.resolution.parameters import FILE
    from huoshui.registry.resolution.training import train_on

    deliver(train_on(corpus, seed).encode(), output or FILE)


def _cluster(source: Path | None, parameters: Path | None, output: Path | None, workers: int) -> None:
    """Cluster mentions of a file or of the registry, with so many workers of Spark, or here."""
    from huoshui.registry.resolution.parameters import load
    from huoshui.registry.resolution.sources import mentions_of_file, mentions_of_registry, write_clusters

    found = mentions_of_registry(settings.database) if source is None else mentions_of_file(source)
    known = load(parameters) if parameters else None
    if workers:
        from huoshui.spark.linking import resolve_on_spark

        resolution = resolve_on_spark(found, known, jobs=workers)
    else:
        from huoshui.registry.resolution import resolve as resolve_here

        resolution = resolve_here(found, known)
    parquet = output is not None and output.suffix.lower() == ".parquet"
    deliver(write_clusters(found, resolution, parquet=parquet), output)


def _link(parameters: Path | None, workers: int) -> None:
    """Let the registry's funds, then its bodies be joined by the model, with so many workers of Spark, or here."""
    from huoshui.registry.resolution.parameters import load
    from huoshui.reporting.queries import opened

    resolver = None
    if workers:
        from huoshui.spark.linking import resolve_on_spark

        resolver = partial(resolve_on_spark, jobs=workers)
    with opened(settings.database) as registry:
        known = load(parameters) if parameters else None
        done = registry.link(known, resolver)
        bodies = registry.link_bodies(known, resolver)
    typer.echo(
        say(
            settings.locale,
            f"{done.mentions} 处提法归为 {done.funds} 只基金："
            f"模型所判关联 {done.links} 条，存疑待人工判断 {done.doubtful} 对",
            f"{done.mentions} mentions make {done.funds} funds: {done.links} links by the model,"
            f" {done.doubtful} pairs left to a person",
        )
    )
    words = {
        "organisation": say(settings.locale, "家机构", "organisations"),
        "company": say(settings.locale, "家企业", "companies"),
    }
    for of in bodies:
        typer.echo(
            say(
                settings.locale,
                f"{of.names} 个名称归为 {of.bodies} {words[of.kind]}：关联 {of.links} 条，存疑 {of.doubtful} 对",
                f"{of.names} names make {of.bodies} {words[of.kind]}: {of.links} links by the model,"
                f" {of.doubtful} pairs in doubt",
            )
        )
