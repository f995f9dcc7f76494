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


@CATALOGUE.metric(
    Unit.SHARE,
    "母基金实缴占比",
    "share of the guidance fund, by what is paid in",
    formula="fof_paid_in / paid_in",
    source="各地子基金申报指南",
)
def fof_paid_share(fof_paid_in: Column, paid_in: Column) -> Column:
    """By what is paid in."""
    return fof_paid_in / paid_in


@CATALOGUE.metric(
    Unit.SHARE,
    "各级财政出资占比",
    "share of all governments",
    formula="government_committed / committed",
    source="江苏省设区市产业专项母基金申报及运作指引, 2025-09",
)
def government_share(government_committed: Column, committed: Column) -> Column:
    """All levels together, by commitments; a state company's own money is not government money."""
    return government_committed / committed


@CATALOGUE.metric(
    Unit.SHARE,
    "财政出资占比超出当地上限",
    "share of governments above the local cap",
    formula="government_committed / committed - government_share_cap",
    source="国办发〔2025〕1号",
)
def government_share_over_cap(government_share: Column, government_share_cap: Column) -> Column:
    """More than nought: above the cap."""
    return government_share - government_share_cap


@CATALOGUE.metric(
    Unit.SHARE,
    "普通合伙人认缴占比",
    "share of the general partner",
    formula="gp_committed / committed",
    source="各地子基金申报指南",
)
def gp_share(gp_committed: Column, committed: Column) -> Column:
    """By commitments."""
    return gp_committed / committed


@CATALOGUE.metric(
    Unit.SHARE,
    "长期资金认缴占比",
    "share of pension and insurance money",
    formula="long_money_committed / committed",
    source="国办发〔2025〕1号",
)
def long_money_share(long_money_committed: Column, committed: Column) -> Column:
    """By commitments."""
    return long_money_committed / committed
