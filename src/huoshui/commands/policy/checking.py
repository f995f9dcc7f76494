"""Rules held against funds: verdicts."""

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
from huoshui.reporting.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from huoshui.policy.pack import State


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
    shown = [one for one in judged if everything or one.state is not State.NOT_APPLICABLE]
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
