"""Investing early: shares of seed and start-up companies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.reaching import over_invested, over_size
from huoshui.policy.units import Unit

if TYPE_CHECKING:
    from huoshui.policy.catalogue import Column

_NV = "国家创业投资引导基金发布会, 2025-12-26"


@CATALOGUE.metric(
    Unit.SHARE,
    "种子期与初创期投资占基金规模",
    "seed and start-up investments over the size of the fund",
    formula="invested_early / fund_size",
    source=_NV,
)
def early_share_of_size(invested_early: Column, fund_size: Column) -> Column:
    """The base is the size of the fund, so that a fund that is not fully invested cannot have reached it yet."""
    return invested_early / fund_size


@CATALOGUE.reach("early_share_of_size")
def _early_reach(invested_early: Column, invested: Column, fund_size: Column) -> tuple[Column, Column]:
    """Least: nothing early from here on. Most: everything that is left goes to early companies."""
    return over_size(invested_early, invested, fund_size)


@CATALOGUE.metric(
    Unit.SHARE,
    "天使项目占已投资额",
    "angel projects over all investments",
    formula="invested_angel / invested",
    source="各地子基金申报指南",
)
def angel_share(invested_angel: Column, invested: Column) -> Column:
    """By what is invested so far."""
    return invested_angel / invested


@CATALOGUE.reach("angel_share")
def _angel_share_reach(invested_angel: Column, invested: Column, fund_size: Column) -> tuple[Column, Column]:
    """Once the whole fund is invested."""
    return over_invested(invested_angel, invested, fund_size)


@CATALOGUE.metric(
    Unit.SHARE,
    "投早投小比例低于承诺",
    "early-stage share below what was promised",
    formula="early_share_promised - invested_early / fund_size",
    source="审计常见问题",
)
def early_share_behind_promise(early_share_promised: Column, early_share_of_size: Column) -> Column:
    """More than nought: less than promised so far."""
    return early_share_promised - early_share_of_size


@CATALOGUE.reach("early_share_behind_promise")
def _early_share_behind_promise_reach(
    early_share_promised: Column, invested_early: Column, invested: Column, fund_size: Column
) -> tuple[Column, Column]:
    """Least: all that is left goes to early companies. Most: nothing of it."""
    return (
        early_share_promised - (invested_early + (fund_size - invested).clip(min=0)) / fund_size,
        early_share_promised - invested_early / fund_size,
    )
