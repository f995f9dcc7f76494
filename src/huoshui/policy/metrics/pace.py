"""How far a fund has come: invested, paid in, idle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.reaching import over_size
from huoshui.policy.units import Unit

if TYPE_CHECKING:
    from huoshui.policy.catalogue import Column


@CATALOGUE.metric(
    Unit.SHARE,
    "已投资额占基金规模",
    "invested over the size of the fund",
    formula="invested / fund_size",
    source="审计常见问题; 2024年末逾六百只基金投资不足三成",
)
def invested_of_size(invested: Column, fund_size: Column) -> Column:
    """How much of the fund works."""
    return invested / fund_size


@CATALOGUE.reach("invested_of_size")
def _invested_of_size_reach(invested: Column, fund_size: Column) -> tuple[Column, Column]:
    """Least: nothing more is invested. Most: all of it."""
    return over_size(invested, invested, fund_size)


@CATALOGUE.metric(
    Unit.SHARE,
    "已投资额占实缴",
    "invested over what is paid in",
    formula="invested / paid_in",
    source="中山翠亨新区引导基金办法, 2020",
)
def invested_of_paid_in(invested: Column, paid_in: Column) -> Column:
    """How much of the money that came works."""
    return invested / paid_in


@CATALOGUE.metric(
    Unit.SHARE,
    "闲置资金占实缴",
    "idle money over what is paid in",
    formula="idle_money / paid_in",
    source="投向评价的闲置资金项（二手资料）",
)
def idle_share_of_paid_in(idle_money: Column, paid_in: Column) -> Column:
    """Idle: paid in, not invested and not needed for fees."""
    return idle_money / paid_in
