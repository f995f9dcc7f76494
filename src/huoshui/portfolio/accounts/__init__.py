"""Accounts as of a day: what every fund, deal and interest stands at, and the flows behind their returns."""

from huoshui.portfolio.accounts.funds import FundAccounts, Standing, standing
from huoshui.portfolio.accounts.holdings import Deals, Interests, View, deals, interests
from huoshui.portfolio.accounts.returns import (
    deal_flows,
    gross_flows,
    interest_flows,
    net_flows,
    outside,
    together,
)

__all__ = [
    "Deals",
    "FundAccounts",
    "Interests",
    "Standing",
    "View",
    "deal_flows",
    "deals",
    "gross_flows",
    "interest_flows",
    "interests",
    "net_flows",
    "outside",
    "standing",
    "together",
]
