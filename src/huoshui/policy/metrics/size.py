"""Sizes of funds and how they divide into sub-funds and direct investments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.policy.catalogue import CATALOGUE
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
