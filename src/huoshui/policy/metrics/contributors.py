"""Who contributes how much: shares of the guidance fund, of governments, of social capital, of the manager."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.units import Unit

if TYPE_CHECKING:
    from huoshui.policy.catalogue import Column


@CATALOGUE.metric(
    Unit.SHARE,
    "母基金认缴占比",
    "share of the guidance fund",
    formula="fof_committed / committed",
    source="各地子基金申报指南",
)
def fof_share(fof_committed: Column, committed: Column) -> Column:
    """By commitments."""
    return fof_committed / committed


@CATALOGUE.metric(
    Unit.MONEY,
    "母基金认缴超出其他最大出资人",
    "commitment of the guidance fund above the largest other",
    formula="fof_committed - largest_other_committed",
    source="国家创业投资引导基金发布会, 2025-12-26",
)
def lead_over_others(fof_committed: Column, largest_other_committed: Column) -> Column:
    """Nought or more: the guidance fund is the largest contributor, or one of them."""
    return fof_committed - largest_other_committed
