"""How much lies in one place: one company, one sub-fund, one direct investment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.reaching import over_size
from huoshui.policy.units import Unit

if TYPE_CHECKING:
    from huoshui.policy.catalogue import Column


@CATALOGUE.metric(
    Unit.SHARE,
    "对单一企业投资占基金规模",
    "largest investment over the size of the fund",
    formula="largest_investment / fund_size",
    source="各地子基金申报指南",
)
def largest_share_of_size(largest_investment: Column, fund_size: Column) -> Column:
    """Of the company that most went into."""
    return largest_investment / fund_size


@CATALOGUE.reach("largest_share_of_size")
def _largest_share_of_size_reach(
    largest_investment: Column, invested: Column, fund_size: Column
) -> tuple[Column, Column]:
    """Least: nothing more into that company. Most: all that is left."""
    return over_size(largest_investment, invested, fund_size)


@CATALOGUE.metric(
    Unit.SHARE,
    "对单一项目投资占实缴",
    "largest investment over what is paid in",
    formula="largest_investment / paid_in",
    source="江苏省设区市产业专项母基金申报及运作指引, 2025-09",
)
def largest_share_of_paid_in(largest_investment: Column, paid_in: Column) -> Column:
    """Of a fund of funds its largest direct investment."""
    return largest_investment / paid_in


@CATALOGUE.metric(
    Unit.SHARE,
    "对单支子基金出资占母基金实缴总额",
    "contribution to one sub-fund over all that is paid in to the guidance fund",
    formula="fof_committed / fof_total_paid_in",
    source="重庆高新启航基金子基金征集公告, 2026-01",
)
def fof_single_share(fof_committed: Column, fof_total_paid_in: Column) -> Column:
    """The contribution is taken as committed, which is never less than what is paid."""
    return fof_committed / fof_total_paid_in
