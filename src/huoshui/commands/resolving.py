"""The command ``resolve``: which mentions are one thing, pair by pair, and what the model has learned."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from huoshui.commands.base import Language, settings, tr
from huoshui.commands.output import Output, deliver


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


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command(
        help=tr(
            "判断名称是否同指一物，逐条说明理由；或重新估计模型参数",
            "Judge whether names mean one thing, with reasons; or estimate the model's parameters anew.",
        )
    )(resolve)


def resolve(
    pairs: Pairs = None,
    train: Train = False,
    corpus: Corpus = None,
    seed: Seed = 7,
    parameters: ParameterFile = None,
    output: Output = None,
    lang: Language = None,
) -> None:
    if (pairs is None) == (not train):
        raise typer.BadParameter(
            tr("请给出 --pairs FILE.csv 或 --train", "give --pairs FILE.csv or --train, one of them")
        )
    if pairs is not None:
        from huoshui.registry.resolution.pairs import judge_file

        deliver(judge_file(pairs, parameters, english=settings.locale == "en").encode(), output)
        return
    from huoshui.registry.resolution.parameters import FILE
    from huoshui.registry.resolution.training import train_on

    deliver(train_on(corpus, seed).encode(), output or FILE)
