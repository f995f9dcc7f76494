"""The evaluation of investment directions: ranks, one fund item by item, the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from huoshui.commands.base import Database, Language, settings, tr
from huoshui.commands.output import Output, OutputFormat, deliver, write
from huoshui.commands.policy.base import (
    AsOf,
    From,
    Funds,
    day_of,
    packs_named,
    place_of,
    policy,
    progress,
    subjects_of,
)
from huoshui.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from huoshui.policy.evaluation import Evaluation
    from huoshui.policy.pack import Pack
    from huoshui.policy.packs_in_force import Packs
    from huoshui.policy.subjects import Subjects

#: Suffixes of a report; every other is a table's.
REPORTS = frozenset({".docx", ".xlsx", ".md", ".html"})
_TABLES = frozenset({"", ".txt", ".csv", ".json"})


@policy.command(
    help=tr(
        "投向评价：得分、名次、待定、缺少的数据、还可争取的分；-o 写报告 .docx、.xlsx、.md、.html，或表 .csv、.json",
        "The evaluation of investment directions: points, ranks, what is open and could be won; "
        "-o writes a report (.docx, .xlsx, .md, .html) or the table (.csv, .json).",
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
            "--variant", metavar="NAME", help=tr("评分的变体，如 bands", "a variant of the scoring, as bands")
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
    author: Annotated[
        str, typer.Option("--author", metavar="NAME", help=tr("报告的填报单位", "who the report is by"))
    ] = "",
    format_: OutputFormat = None,
    output: Output = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.policy.evaluation import evaluate as evaluated
    from huoshui.policy.subjects import of_fund_kind
    from huoshui.reporting.policy.verdicts import item_table, ranked_table

    if output and format_ is None and output.suffix.lower() not in REPORTS | _TABLES:
        raise typer.BadParameter(
            tr(
                "后缀应为 .docx、.xlsx、.md、.html、.csv 或 .json",
                "the suffix must be .docx, .xlsx, .md, .html, .csv or .json",
            )
        )
    day = day_of(as_of)
    packs, names = packs_named([pack] if pack else ())
    chosen = evaluation_pack(packs, names, day)
    variants = _variants(chosen, variant or ())
    with progress("评价", "evaluating"):
        subjects = of_fund_kind(subjects_of(source, day, None if source in {"ledger", "registry"} else fund))
        found = evaluated(subjects.facts, chosen, variants, groups=subjects.provinces)
        places = _places(found, fund or (), province)
        if items and len(places) != 1:
            raise typer.BadParameter(tr("--items 须用 --fund 指明一只基金", "--items goes with one --fund"))
        if output and format_ is None and output.suffix.lower() in REPORTS:
            deliver(_report(found, places, (packs, subjects, day, author), output.suffix.lower()), output)
            return
        locale = settings.locale
        table = item_table(found.of(places[0]), chosen, locale) if items else ranked_table(found, places, locale)
    write(table, format_, output)


def _report(found: Evaluation, places: Sequence[int], by: tuple[Packs, Subjects, date, str], suffix: str) -> bytes:
    """The report on one fund in full, with what rules of guides cost it, or the list of several."""
    from datetime import datetime

    from huoshui.policy.conflicts import conflicts
    from huoshui.reporting.evaluation import Cover, batch_report, fund_report, written

    packs, subjects, day, author = by
    cover, locale = Cover(day, author, datetime.now().astimezone().date()), settings.locale
    if len(places) != 1:
        return written(batch_report(found, cover, locale, places), suffix)
    (place,) = places
    region = subjects.places[place] or place_of("全国")
    alone = found.facts.part(slice(place, place + 1))
    costs = conflicts(packs, day, region, alone).costs
    return written(fund_report(found, place, cover, locale, costs), suffix)


def evaluation_pack(packs: Packs, names: Sequence[str], day: date) -> Pack:
    """The pack with indicators that is asked for, else that in force on the day. InputError where there is none."""
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
