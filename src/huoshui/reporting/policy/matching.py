"""The table of what fits a company: funds and instruments with score, amount, reasons, grade and source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.policy.matching import InstrumentMatch
from huoshui.reporting.policy.cells import columns, count, plain, several
from huoshui.reporting.tables import Cell, Table
from huoshui.reporting.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.policy.matching import FundMatch, Matches
    from huoshui.reporting.words import Locale

_MATCH = (
    ("group", "结论", "Outcome"), ("kind", "类别", "Kind"), ("name", "名称", "Name"), ("score", "契合度", "Score"),
    ("amount", "可得金额", "What it comes to"), ("reasons", "理由", "Reasons"), ("grade", "等级", "Grade"),
    ("dated", "日期", "Dated"), ("source", "依据", "Source"), ("id", "编号", "Id"),
)  # fmt: skip
_GROUPS = {"fits": ("符合", "fits"), "open": ("待定", "open"), "out": ("不符合", "out")}


def match_table(found: Matches, locale: Locale, *, everything: bool = False) -> Table:
    """What fits, then what is not known enough, each by score; with ``everything`` what is out, and by what."""
    groups: list[tuple[str, Sequence[FundMatch | InstrumentMatch]]] = [
        ("fits", found.funds),
        ("fits", found.instruments),
        ("open", found.funds_open),
        ("open", found.instruments_open),
    ]
    if everything:
        groups += [("out", found.funds_out), ("out", found.instruments_out)]
    rows = tuple(_row(group, one, locale) for group, listed in groups for one in listed)
    name = found.company.name
    title = say(locale, "匹配", "Matches") + (f" {name}" if name else "")
    return Table(title, columns(_MATCH, locale, ("score",)), rows)


def _row(group: str, one: FundMatch | InstrumentMatch, locale: Locale) -> tuple[Cell, ...]:
    told = one.row(locale)
    instrument = isinstance(one, InstrumentMatch)
    kind = one.instrument.kind.value if isinstance(one, InstrumentMatch) else "fund"
    amount = one.benefit.amount or one.benefit.ceiling if isinstance(one, InstrumentMatch) else None
    reasons = tuple(part.says(locale) for part in one.failing or one.parts)
    name = f"{told.name} [{told.grade}]" if instrument and told.grade != "A" else told.name
    return (
        Cell(say(locale, *_GROUPS[group]), group),
        Cell(told.kind, kind),
        Cell(name, told.name),
        count(told.score),
        Cell(told.amount, str(amount) if amount is not None else None),
        several(reasons, reasons, locale) if not instrument else Cell(told.reasons, reasons),
        plain(told.grade),
        plain(told.dated),
        plain(told.source),
        plain(one.instrument.id if isinstance(one, InstrumentMatch) else one.offer.id),
    )
