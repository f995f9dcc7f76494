"""Investing early: shares of seed and start-up companies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.policy.catalogue import CATALOGUE
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
    left = (fund_size - invested).clip(min=0)
    return invested_early / fund_size, (invested_early + left) / fund_size
