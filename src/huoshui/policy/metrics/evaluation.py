"""What the evaluation of investment directions measures. The annex with its definitions is not public.

Where a definition is missing, the docstring says what is taken instead.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from huoshui.model.sectors import ancestors, sectors
from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.extra import np
from huoshui.policy.facts import ANY, UNSTATED
from huoshui.policy.units import Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from huoshui.policy.catalogue import Column
    from huoshui.policy.facts import Family

_ANNEX = "发改财金规〔2025〕1753号 附件（未公开；分档据二手来源）"
_TEXT = "发改财金规〔2025〕1753号 公开报道"


class Strategy(NamedTuple):
    """A national strategy for regions and the codes of the provinces that belong to it."""

    code: str
    zh: str
    en: str
    regions: frozenset[str]


@cache
def regional_strategies() -> Mapping[str, Strategy]:
    """The national strategies for regions by code; an own list (grade C)."""
    text = files("huoshui.policy").joinpath("data", "regional_strategies.csv").read_text(encoding="utf-8")
    return {
        row["strategy"]: Strategy(row["strategy"], row["zh"], row["en"], frozenset(row["regions"].split("|")))
        for row in csv.DictReader(text.splitlines())
    }


def below(code: str, listed: tuple[str, ...]) -> bool:
    """Whether a sector is one of those listed or lies below one."""
    return code in listed or (code in sectors() and any(above in listed for above in ancestors(code)))


def _of_family(family: Family, counts: Callable[[str], bool], shape: Column) -> Column:
    """The money of a family that counts; NaN where some stands nowhere, or nothing is known."""
    if not family:
        return np.full(len(shape), np.nan)
    total = np.zeros(len(shape))
    for key, column in family.items():
        if key == UNSTATED:
            total += np.where(column > 0, np.nan, 0.0)
        elif key == ANY or counts(key):
            total += column
    return total


@CATALOGUE.metric(
    Unit.SHARE,
    "投向新质生产力领域占实缴规模",
    "invested in new productive forces over paid-in",
    formula="invested_by_sector / paid_in",
    source=_TEXT,
)
def new_productive_share(
    invested_by_sector: Family,
    paid_in: Column,
    *,
    emerging: tuple[str, ...] = (),
    traditional: tuple[str, ...] = (),
    digital: tuple[str, ...] = (),
) -> Column:
    """Of the sectors listed, each once, with all that lie below it."""
    listed = (*emerging, *traditional, *digital)
    return _of_family(invested_by_sector, lambda code: below(code, listed), paid_in) / paid_in


@CATALOGUE.metric(
    Unit.SHARE,
    "投向国家区域战略范围占投资额",
    "invested in places of national strategies over invested",
    formula="invested_by_region / invested",
    source=_TEXT,
)
def strategy_place_share(invested_by_region: Family, invested: Column, *, strategies: tuple[str, ...] = ()) -> Column:
    """The strategies are those of ``data/regional_strategies.csv``."""
    known = _strategies(strategies)
    return _of_family(invested_by_region, lambda code: code in known, invested) / invested


@cache
def _strategies(listed: tuple[str, ...]) -> frozenset[str]:
    return frozenset[str]().union(*(regional_strategies()[name].regions for name in listed))


@CATALOGUE.metric(
    Unit.SHARE,
    "投向绿色领域占投资额",
    "green fields over invested",
    formula="invested_green / invested",
    source=_ANNEX,
)
def green_share(invested_green: Column, invested: Column) -> Column:
    """By money."""
    return invested_green / invested


@CATALOGUE.metric(
    Unit.SHARE,
    "投向民营企业占投资额",
    "private companies over invested",
    formula="invested_private / invested",
    source=_ANNEX,
)
def private_share(invested_private: Column, invested: Column) -> Column:
    """By money, not by number."""
    return invested_private / invested


@CATALOGUE.metric(
    Unit.SHARE,
    "投向种子期与初创期占投资额",
    "seed and start-up investments over invested",
    formula="invested_early / invested",
    source=_ANNEX,
)
def early_share_of_invested(invested_early: Column, invested: Column) -> Column:
    """For investing early and small (投早投小): size is left out, so that the figure is not too high."""
    return invested_early / invested


@CATALOGUE.metric(
    Unit.SHARE,
    "社会资本占认缴总额",
    "social capital over commitments",
    formula="social_committed / committed",
    source=_ANNEX,
)
def social_share(social_committed: Column, committed: Column) -> Column:
    """By commitments."""
    return social_committed / committed


@CATALOGUE.metric(
    Unit.SHARE,
    "投向约定重点领域占投资额",
    "key fields over invested",
    formula="invested_key_fields / invested",
    source=_ANNEX,
)
def key_field_share(invested_key_fields: Column, invested: Column) -> Column:
    """The key fields are those of the fund's agreement."""
    return invested_key_fields / invested


@CATALOGUE.metric(
    Unit.SHARE,
    "产能利用率高于行业平均的幅度",
    "capacity utilisation above the mean of the industry",
    formula="capacity_utilisation / industry_capacity_utilisation - 1",
    source=_ANNEX,
)
def capacity_lead(capacity_utilisation: Column, industry_capacity_utilisation: Column) -> Column:
    """In relation to the mean, not in points of per cent; rounded, since both are shares that floats only come near."""
    return np.round(capacity_utilisation / industry_capacity_utilisation - 1, 12)


@CATALOGUE.metric(
    Unit.SHARE,
    "出资完成比例",
    "paid in over commitments",
    formula="paid_in / committed",
    source=_ANNEX,
)
def paid_share(paid_in: Column, committed: Column) -> Column:
    """Of all contributors."""
    return paid_in / committed


@CATALOGUE.metric(
    Unit.SHARE,
    "资产增值率",
    "appreciation of assets",
    formula="(nav + distributed - paid_in) / paid_in",
    source=_ANNEX,
)
def appreciation(nav: Column, distributed: Column, paid_in: Column) -> Column:
    """What is there and what was given back, over what was paid in; since the beginning, not a year."""
    return (nav + distributed - paid_in) / paid_in


@CATALOGUE.metric(
    Unit.FLAG,
    "风险防控有效",
    "risk control works",
    formula="risk_system × (risk_losses = 0)",
    source=_ANNEX,
)
def risk_controlled(risk_system: Column, risk_losses: Column) -> Column:
    """One of the two that is bad suffices."""
    return np.where((risk_system == 0) | (risk_losses > 0), 0.0, risk_system + 0 * risk_losses)


@CATALOGUE.metric(
    Unit.COUNT,
    "登记与披露达到的项数",
    "registration and disclosure in order",
    formula="registration_good + disclosure_transparent",
    source=_ANNEX,
)
def reporting_merits(registration_good: Column, disclosure_transparent: Column) -> Column:
    """Nought to two."""
    return registration_good + disclosure_transparent
