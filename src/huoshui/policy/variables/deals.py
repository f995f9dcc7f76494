"""Figures of one investment in a company, at its entry."""

from __future__ import annotations

from huoshui.policy.catalogue import CATALOGUE, Variable
from huoshui.policy.units import Unit

STAGES = ("seed", "startup", "growth", "mature")
SIZES = ("large", "medium", "small", "micro")

CATALOGUE.variable(
    Variable("ticket", Unit.MONEY, "单笔投资额", "amount of the investment", "deal"),
    Variable("entry_valuation", Unit.MONEY, "投资时估值", "valuation at entry", "deal"),
    Variable("deal_stage", Unit.CODE, "投资时阶段", "stage at entry", "deal", STAGES),
    Variable("company_size", Unit.CODE, "企业规模", "size class of the company", "deal", SIZES),
)
