"""Where the money goes by field: agreed fields, and what lies outside of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.reaching import over_invested, over_size
from huoshui.policy.units import Unit

if TYPE_CHECKING:
    from huoshui.policy.catalogue import Column


@CATALOGUE.metric(
    Unit.SHARE,
    "重点领域投资占基金规模",
    "investments in the key fields over the size of the fund",
    formula="invested_key_fields / fund_size",
    source="各地子基金申报指南",
)
def key_fields_of_size(invested_key_fields: Column, fund_size: Column) -> Column:
    """The base is the size: a fund that is not fully invested cannot have reached a high share yet."""
    return invested_key_fields / fund_size


@CATALOGUE.reach("key_fields_of_size")
def _key_fields_of_size_reach(
    invested_key_fields: Column, invested: Column, fund_size: Column
) -> tuple[Column, Column]:
    """Least: nothing more into these fields. Most: all that is left."""
    return over_size(invested_key_fields, invested, fund_size)


@CATALOGUE.metric(
    Unit.SHARE,
    "重点领域投资占实缴",
    "investments in the key fields over what is paid in",
    formula="invested_key_fields / paid_in",
    source="各地子基金申报指南",
)
def key_fields_of_paid_in(invested_key_fields: Column, paid_in: Column) -> Column:
    """By what is paid in so far."""
    return invested_key_fields / paid_in


@CATALOGUE.reach("key_fields_of_paid_in")
def _key_fields_of_paid_in_reach(
    invested_key_fields: Column, invested: Column, committed: Column
) -> tuple[Column, Column]:
    """Once all that is committed is paid in and invested: nothing more into these fields, or all of it."""
    return over_size(invested_key_fields, invested, committed)


@CATALOGUE.metric(
    Unit.SHARE,
    "重点领域投资占可投资资金",
    "investments in the key fields over the money that can be invested",
    formula="invested_key_fields / investable_money",
    source="安徽省三重一创产业发展二期基金子基金遴选公告, 2025",
)
def key_fields_of_investable(invested_key_fields: Column, investable_money: Column) -> Column:
    """Fees are not in the base."""
    return invested_key_fields / investable_money


@CATALOGUE.reach("key_fields_of_investable")
def _key_fields_of_investable_reach(
    invested_key_fields: Column, invested: Column, investable_money: Column
) -> tuple[Column, Column]:
    """Least: nothing more into these fields. Most: all that is left."""
    return over_size(invested_key_fields, invested, investable_money)


@CATALOGUE.metric(
    Unit.SHARE,
    "偏离约定领域的投资占比",
    "investments outside of the agreed fields over all",
    formula="invested_outside_fields / invested",
    source="审计常见问题",
)
def off_target_share(invested_outside_fields: Column, invested: Column) -> Column:
    """By what is invested so far."""
    return invested_outside_fields / invested


@CATALOGUE.reach("off_target_share")
def _off_target_share_reach(
    invested_outside_fields: Column, invested: Column, fund_size: Column
) -> tuple[Column, Column]:
    """Once the whole fund is invested."""
    return over_invested(invested_outside_fields, invested, fund_size)
