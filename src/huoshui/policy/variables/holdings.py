"""What is inside of a fund: its sub-funds and direct investments, by what rules tell apart."""

from __future__ import annotations

from huoshui.policy.catalogue import CATALOGUE, Variable
from huoshui.policy.units import Unit

CATALOGUE.variable(
    Variable("sub_fund_sizes_total", Unit.MONEY, "所投子基金规模合计", "sizes of its sub-funds together"),
    Variable("sub_fund_count", Unit.COUNT, "所投子基金数", "number of its sub-funds"),
    Variable("direct_invested_local", Unit.MONEY, "直投本地企业", "invested directly in local companies"),
    Variable("invested_angel", Unit.MONEY, "投向天使项目", "invested in angel projects"),
    Variable("investable_money", Unit.MONEY, "可投资资金", "money that can be invested, fees taken off"),
)
