"""Sizes of funds and how they divide into sub-funds and direct investments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.reaching import over_invested
from huoshui.policy.units import Unit

if TYPE_CHECKING:
    from huoshui.policy.catalogue import Column


@CATALOGUE.metric(
    Unit.SHARE,
    "对子基金认缴占认缴总额",
    "commitments to sub-funds over all commitments",
    formula="sub_funds_committed / committed",
    source="国家创业投资引导基金发布会, 2025-12-26",
)
def sub_fund_share(sub_funds_committed: Column, committed: Column) -> Column:
    """Of a regional fund."""
    return sub_funds_committed / committed


@CATALOGUE.reach("sub_fund_share")
def _sub_fund_share_reach(
    sub_funds_committed: Column, direct_invested: Column, committed: Column
) -> tuple[Column, Column]:
    """Least: nothing more to sub-funds. Most: all that did not go into direct investments."""
    return sub_funds_committed / committed, (committed - direct_invested) / committed


@CATALOGUE.metric(
    Unit.SHARE,
    "直接投资占认缴总额",
    "direct investments over all commitments",
    formula="direct_invested / committed",
    source="国家创业投资引导基金发布会, 2025-12-26",
)
def direct_share(direct_invested: Column, committed: Column) -> Column:
    """What does not go through sub-funds."""
    return direct_invested / committed


@CATALOGUE.reach("direct_share")
def _direct_share_reach(
    direct_invested: Column, sub_funds_committed: Column, committed: Column
) -> tuple[Column, Column]:
    """Least: nothing more directly. Most: all that is not committed to sub-funds."""
    return direct_invested / committed, (committed - sub_funds_committed) / committed


@CATALOGUE.metric(
    Unit.SHARE,
    "直接投资占已投资额",
    "direct investments over all investments",
    formula="direct_invested / invested",
    source="江苏省设区市产业专项母基金申报及运作指引, 2025-09",
)
def direct_share_of_invested(direct_invested: Column, invested: Column) -> Column:
    """Of a fund of funds."""
    return direct_invested / invested


@CATALOGUE.reach("direct_share_of_invested")
def _direct_share_of_invested_reach(
    direct_invested: Column, invested: Column, fund_size: Column
) -> tuple[Column, Column]:
    """Once the whole fund is invested."""
    return over_invested(direct_invested, invested, fund_size)


@CATALOGUE.metric(
    Unit.MONEY,
    "所投子基金平均规模",
    "mean size of its sub-funds",
    formula="sub_fund_sizes_total / sub_fund_count",
    source="国家创业投资引导基金发布会, 2025-12-26",
)
def mean_sub_fund_size(sub_fund_sizes_total: Column, sub_fund_count: Column) -> Column:
    """A mean: one may be larger where others are smaller."""
    return sub_fund_sizes_total / sub_fund_count
