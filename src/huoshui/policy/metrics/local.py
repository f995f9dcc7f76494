"""Re-investment: what goes to local companies, over which base. What is recognised is for the portfolio to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.reaching import over_invested, over_size
from huoshui.policy.units import Unit

if TYPE_CHECKING:
    from huoshui.policy.catalogue import Column


@CATALOGUE.metric(
    Unit.SHARE,
    "投向本地企业占已投资额",
    "investments in local companies over all investments",
    formula="invested_local / invested",
    source="各地子基金申报指南",
)
def local_share(invested_local: Column, invested: Column) -> Column:
    """By what is invested so far."""
    return invested_local / invested


@CATALOGUE.reach("local_share")
def _local_share_reach(invested_local: Column, invested: Column, fund_size: Column) -> tuple[Column, Column]:
    """Once the whole fund is invested."""
    return over_invested(invested_local, invested, fund_size)


@CATALOGUE.metric(
    Unit.SHARE,
    "投向本地企业占基金规模",
    "investments in local companies over the size of the fund",
    formula="invested_local / fund_size",
    source="各地子基金申报指南",
)
def local_share_of_size(invested_local: Column, fund_size: Column) -> Column:
    """The base is the size of the fund."""
    return invested_local / fund_size


@CATALOGUE.reach("local_share_of_size")
def _local_share_of_size_reach(invested_local: Column, invested: Column, fund_size: Column) -> tuple[Column, Column]:
    """Least: nothing more to local companies. Most: all that is left."""
    return over_size(invested_local, invested, fund_size)


@CATALOGUE.metric(
    Unit.SHARE,
    "直投本地企业占直投额",
    "direct investments in local companies over all direct ones",
    formula="direct_invested_local / direct_invested",
    source="江苏省设区市产业专项母基金申报及运作指引, 2025-09",
)
def direct_local_share(direct_invested_local: Column, direct_invested: Column) -> Column:
    """Of a fund of funds."""
    return direct_invested_local / direct_invested


@CATALOGUE.metric(
    Unit.MULTIPLE,
    "本地投资为各级财政出资的倍数",
    "local investments over what governments contribute",
    formula="invested_local / government_committed",
    source="江苏省设区市产业专项母基金申报及运作指引, 2025-09",
)
def local_over_government(invested_local: Column, government_committed: Column) -> Column:
    """Contributions are taken as committed."""
    return invested_local / government_committed


@CATALOGUE.reach("local_over_government")
def _local_over_government_reach(
    invested_local: Column, invested: Column, fund_size: Column, government_committed: Column
) -> tuple[Column, Column]:
    """Least: nothing more to local companies. Most: all that is left."""
    return (
        invested_local / government_committed,
        (invested_local + (fund_size - invested).clip(min=0)) / government_committed,
    )


@CATALOGUE.metric(
    Unit.MULTIPLE,
    "已认定返投为母基金实缴的倍数",
    "re-investment recognised over what the guidance fund paid in",
    formula="reinvestment_recognised / fof_paid_in",
    source="重庆高新启航基金子基金征集公告, 2026-01",
)
def reinvestment_over_paid_in(reinvestment_recognised: Column, fof_paid_in: Column) -> Column:
    """Recognised as the agreement says."""
    return reinvestment_recognised / fof_paid_in


@CATALOGUE.reach("reinvestment_over_paid_in")
def _reinvestment_over_paid_in_reach(
    reinvestment_recognised: Column, invested: Column, fund_size: Column, fof_paid_in: Column
) -> tuple[Column, Column]:
    """Most: all that is left is recognised once; agreements that weigh some of it more could come to more."""
    return (
        reinvestment_recognised / fof_paid_in,
        (reinvestment_recognised + (fund_size - invested).clip(min=0)) / fof_paid_in,
    )


@CATALOGUE.metric(
    Unit.MULTIPLE,
    "已认定返投为母基金认缴的倍数",
    "re-investment recognised over what the guidance fund committed",
    formula="reinvestment_recognised / fof_committed",
    source="各地子基金申报指南",
)
def reinvestment_over_committed(reinvestment_recognised: Column, fof_committed: Column) -> Column:
    """Recognised as the agreement says."""
    return reinvestment_recognised / fof_committed


@CATALOGUE.reach("reinvestment_over_committed")
def _reinvestment_over_committed_reach(
    reinvestment_recognised: Column, invested: Column, fund_size: Column, fof_committed: Column
) -> tuple[Column, Column]:
    """As ``reinvestment_over_paid_in``."""
    return (
        reinvestment_recognised / fof_committed,
        (reinvestment_recognised + (fund_size - invested).clip(min=0)) / fof_committed,
    )
