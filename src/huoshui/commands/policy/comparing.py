"""Rules against each other, funds against each other, regions against each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huoshui.commands.base import Database, Language, settings, tr
from huoshui.commands.output import Output, OutputFormat, write
from huoshui.commands.policy.base import (
    AsOf,
    From,
    PackNames,
    Place,
    day_of,
    packs_named,
    place_of,
    policy,
    progress,
    standard_input,
    subjects_of,
)
from huoshui.errors import InputError
from huoshui.reporting.words import say

if TYPE_CHECKING:
    from datetime import date

    from huoshui.model.regions import Region
    from huoshui.policy.composite import Index
    from huoshui.policy.composite import Table as Values
    from huoshui.policy.overlap import FundProfile


@policy.command(
    help=tr(
        "规则之间的冲突：哪两条无法同时满足，哪条满足即失分，基金自身条款违反哪条，自何时起",
        "Rules against each other: what cannot be met together, what costs points, which of a fund's terms break it.",
    )
)
def conflicts(
    fund: Annotated[
        str | None,
        typer.Option("--fund", metavar="ID", help=tr("只看适用于此基金的", "only what applies to this fund")),
    ] = None,
    place: Place = "",
    pack: PackNames = None,
    as_of: AsOf = None,
    source: From = "ledger",
    format_: OutputFormat = None,
    output: Output = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.policy.conflicts import conflicts as found_by
    from huoshui.policy.subjects import of_fund_kind
    from huoshui.reporting.policy.comparing import conflict_table

    day, region = day_of(as_of), place_of(place)
    packs, names = packs_named(pack or ())
    facts = None
    if fund or source not in {"ledger", "registry"}:
        subjects = of_fund_kind(subjects_of(source, day, [fund] if fund else None))
        facts, region = subjects.facts, region or subjects.places[0]
    if region is None and not names:
        region = place_of("全国")
    found = found_by(packs, day, region, facts, names)
    write(conflict_table(found, settings.locale), format_, output)
    typer.echo(
        say(
            settings.locale,
            f"{day} 有效的规则包 {len(found.packs)} 个；只比较同一指标的条款",
            f"{len(found.packs)} packs in force on {day}; only clauses about the same figure are compared",
        ),
        err=True,
    )


@policy.command(
    help=tr(
        "同质化：同城与异地基金按领域和规模的相似度，监管者先看的在前",
        "Overlap: how alike funds are by field and size, within and between cities.",
    )
)
def overlap(
    cut_off: Annotated[
        float,
        typer.Option("--cut-off", min=0.05, max=1, help=tr("相似度下限（界线自设）", "alike from (our own figure)")),
    ] = 0.7,
    place: Place = "",
    limit: Annotated[int, typer.Option(min=1, max=100_000, help=tr("最多列出几对", "how many pairs at most"))] = 500,
    by_city: Annotated[bool, typer.Option("--by-city", help=tr("按城市汇总", "by city"))] = False,
    as_of: AsOf = None,
    format_: OutputFormat = None,
    output: Output = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.policy.overlap import overlap as found_by
    from huoshui.reporting.policy.comparing import pair_table, place_table

    with progress("比较基金", "comparing funds"):
        funds = _peers(day_of(as_of), place_of(place))
        found = found_by(funds, cut_off, limit)
    locale = settings.locale
    write(place_table(found.places, locale) if by_city else pair_table(found, locale), format_, output)
    left = len(found.without_fields)
    typer.echo(
        say(
            locale,
            f"{len(funds)} 只基金，比较 {found.compared} 对；{left} 只没有领域，未比较",
            f"{len(funds)} funds, {found.compared} pairs compared; {left} without a sector are not compared",
        ),
        err=True,
    )


def _peers(day: date, place: Region | None) -> tuple[FundProfile, ...]:
    """The funds of the database's ledger and registry."""
    from huoshui.policy.peers import peers
    from huoshui.portfolio.ledger import Ledger
    from huoshui.reporting.queries import opened

    with Ledger(settings.database, create=False) as ledger:
        snapshot = ledger.snapshot()
    with opened(settings.database) as registry:
        return peers(snapshot, registry, day, place)


@policy.command(
    help=tr(
        "综合指数：不给参数列出指数；给名称列出其指标（即 CSV 的表头）；给数据则算得分、名次与敏感性",
        "Composite indices: those there are; the indicators of one (heads of its CSV); scores, ranks, sensitivity.",
    )
)
def index(
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help=tr("指数名称，或 .yaml 文件", "an index, or a .yaml file"))
    ] = "",
    values: Annotated[
        str,
        typer.Argument(
            metavar="[VALUES]",
            help=tr("CSV：首列为地区，表头为指标；- 为标准输入", "CSV of values; - is standard input"),
        ),
    ] = "",
    sensitivity: Annotated[
        float | None,
        typer.Option(
            min=0.01,
            max=0.99,
            metavar="BY",
            help=tr("权重上下变动的幅度，如 0.25", "move every weight by up to this share, as 0.25"),
        ),
    ] = None,
    draws: Annotated[int, typer.Option(min=1, max=100_000, help=tr("变动的次数", "how many times"))] = 500,
    seed: Annotated[int, typer.Option(min=0, help=tr("随机种子", "seed"))] = 1,
    format_: OutputFormat = None,
    output: Output = None,
    lang: Language = None,
) -> None:
    from huoshui.policy.composite import compose, shipped_indices
    from huoshui.policy.composite import sensitivity as moved_by
    from huoshui.reporting.policy.comparing import index_table, indices_table, leaf_table

    locale = settings.locale
    if not name:
        write(indices_table(shipped_indices(), locale), format_, output)
        return
    found = _index(name)
    if not values:
        write(leaf_table(found, locale), format_, output)
        return
    table = _values(values, found)
    with progress("计算指数", "composing"):
        moved = None if sensitivity is None else moved_by(found, table, by=sensitivity, draws=draws, seed=seed)
        made = index_table(compose(found, table), moved, locale)
    write(made, format_, output)


def _index(name: str) -> Index:
    from huoshui.policy.composite import read_index, shipped_indices

    if name.endswith((".yaml", ".yml")):
        return read_index(Path(name))
    known = {one.id: one for one in shipped_indices()}
    if name not in known:
        raise InputError(f"no index {name!r}: there are {', '.join(known)}; or give a .yaml file")
    return known[name]


def _values(values: str, index: Index) -> Values:
    from huoshui.policy.composite import parse_table, read_table

    return parse_table(standard_input(), "<stdin>", index) if values == "-" else read_table(Path(values), index)
