"""Rules held against funds: verdicts, the evaluation, and rules that pull against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from huoshui.commands.base import Database, Language, settings, tr
from huoshui.commands.output import Output, OutputFormat, write
from huoshui.commands.policy.base import (
    UNDECIDED,
    AsOf,
    From,
    Funds,
    PackNames,
    Place,
    day_of,
    packs_named,
    place_of,
    policy,
    progress,
    subjects_of,
)
from huoshui.errors import InputError
from huoshui.reporting.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from huoshui.policy.evaluation import Evaluation
    from huoshui.policy.pack import Pack, State
    from huoshui.policy.packs_in_force import Packs


@policy.command(
    help=tr(
        "逐条核对：符合、不符合、数据不足，附实测、界线、缺什么、依据与凭据；先跑审计常见问题。"
        "退出状态：0 全部符合，1 有不符合，3 只有数据不足，2 用法或文件有误",
        "Verdicts with measured figure, bound, what is missing, citation and evidence; the auditor's pack first. "
        "Exit status: 0 all met, 1 something broken, 3 nothing broken but data missing, 2 wrong usage or file.",
    )
)
def check(
    fund: Funds = None,
    pack: PackNames = None,
    as_of: AsOf = None,
    place: Place = "",
    source: From = "ledger",
    everything: Annotated[
        bool, typer.Option("--all", help=tr("也列不适用的规则", "also list rules that do not apply"))
    ] = False,
    deals: Annotated[
        bool, typer.Option("--deals", help=tr("也核对台账中的每笔投资", "also every investment of the ledger"))
    ] = False,
    format_: OutputFormat = None,
    output: Output = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.policy.checks import check_all, counted
    from huoshui.policy.pack import State
    from huoshui.reporting.policy.verdicts import verdict_table

    day = day_of(as_of)
    packs, names = packs_named(pack or ())
    with progress("核对", "checking"):
        subjects = subjects_of(source, day, fund, deals=deals)
        judged = check_all(packs, subjects, day, place=place_of(place), chosen=names)
    shown = [one for one in judged if everything or one.verdict.state is not State.NOT_APPLICABLE]
    write(verdict_table(shown, settings.locale), format_, output)
    counts = counted(judged)
    typer.echo(_summary(counts, listed=everything), err=True)
    if counts[State.BROKEN]:
        raise typer.Exit(1)
    if counts[State.UNKNOWN]:
        raise typer.Exit(UNDECIDED)


def _summary(counts: Mapping[State, int], *, listed: bool) -> str:
    from huoshui.policy.wording import STATE, said
    from huoshui.reporting.policy.cells import SIGNS

    locale = settings.locale
    told = say(locale, "，", ", ").join(f"{SIGNS[one]} {said(STATE[one], locale)} {n}" for one, n in counts.items())
    return told if listed else told + say(locale, "（未列；--all 列出）", " (not listed; --all lists them)")


@policy.command(
    help=tr(
        "投向评价：得分、名次、待定与缺少的数据、还可争取的分；-o 报告写成 .docx、.xlsx 或 .md",
        "The evaluation of investment directions: points, ranks, what is open and could be won; -o for a report.",
    )
)
def evaluate(
    fund: Funds = None,
    province: Annotated[
        str, typer.Option("--province", metavar="P", help=tr("只列此省的基金", "only funds of this province"))
    ] = "",
    variant: Annotated[
        list[str] | None,
        typer.Option(
            "--variant", metavar="NAME", help=tr("评分方式的变体，如 bands", "a variant of the scoring, as bands")
        ),
    ] = None,
    pack: Annotated[
        str, typer.Option("--pack", metavar="NAME", help=tr("评价的规则包，默认当日有效的", "default: that in force"))
    ] = "",
    as_of: AsOf = None,
    source: From = "ledger",
    items: Annotated[
        bool, typer.Option("--items", help=tr("逐项列出（须只有一只基金）", "item by item (of one fund)"))
    ] = False,
    format_: OutputFormat = None,
    output: Output = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.policy.evaluation import evaluate as evaluated
    from huoshui.policy.subjects import of_fund_kind
    from huoshui.reporting.policy.verdicts import item_table, ranked_table

    day = day_of(as_of)
    packs, names = packs_named([pack] if pack else ())
    chosen = evaluation_pack(packs, names, as_of)
    variants = _variants(chosen, variant or ())
    wanted = None if source in {"ledger", "registry"} else fund
    with progress("评价", "evaluating"):
        subjects = of_fund_kind(subjects_of(source, day, wanted))
        found = evaluated(subjects.facts, chosen, variants, groups=subjects.provinces)
        places = _places(found, fund or (), province)
        if items:
            if len(places) != 1:
                raise typer.BadParameter(tr("--items 须用 --fund 指明一只基金", "--items goes with one --fund"))
            table = item_table(found.of(places[0]), chosen, settings.locale)
        else:
            table = ranked_table(found, places, settings.locale)
    write(table, format_, output)


def evaluation_pack(packs: Packs, names: Sequence[str], as_of: str | None) -> Pack:
    """The pack with indicators that is asked for, else that in force on the day. InputError where there is none."""
    day = day_of(as_of)
    listed = [packs.get(name) for name in names] or list(packs.in_force(day))
    scored = [one for one in listed if one.indicators]
    if not scored:
        raise InputError(f"no evaluation is in force on {day}: give another day, or a pack with indicators")
    return max(scored, key=lambda one: one.since)


def _variants(pack: Pack, names: Sequence[str]) -> tuple[str, ...]:
    from huoshui.policy.scoring import all_items

    known = dict.fromkeys(name for _, item in all_items(pack) for name in item.variants)
    for name in names:
        if name not in known:
            raise InputError(f"{pack.id} knows no variant {name!r}: it knows {', '.join(known) or 'none'}")
    return tuple(names)


def _places(found: Evaluation, funds: Sequence[str], province: str) -> list[int]:
    """The funds asked for, from the most points to the fewest."""
    region = place_of(province)
    name = region.path[0] if region else ""
    listed = [place for place in found.order() if not name or found.groups[place] == name]
    if not funds:
        return listed
    ids = {key: place for place, key in enumerate(found.facts.ids)}
    names = {key: place for place, key in enumerate(found.facts.names)}
    chosen = set()
    for one in funds:
        if one not in ids and one not in names:
            raise InputError(f"no fund {one!r} among the {len(ids)} that are evaluated: give its id or full name")
        chosen.add(ids.get(one, names.get(one)))
    return [place for place in listed if place in chosen]
