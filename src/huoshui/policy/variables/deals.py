"""Figures of one investment in a company, at its entry."""

from __future__ import annotations

from huoshui.model.sectors import sectors
from huoshui.policy.catalogue import CATALOGUE, Variable
from huoshui.policy.units import Unit
from huoshui.policy.variables.funds import TIERS

STAGES = ("seed", "startup", "growth", "mature")
SIZES = ("large", "medium", "small", "micro")
#: Classes of the national catalogue of industries; ``prohibited`` is what an act of its own forbids.
CATALOGUE_CLASSES = ("encouraged", "allowed", "restricted", "eliminated", "prohibited")
INSTRUMENTS = (
    "equity",
    "convertible",
    "listed_share",
    "listed_merger",
    "private_placement",
    "strategic_placement",
    "loan",
    "derivative",
)

CATALOGUE.variable(
    Variable("ticket", Unit.MONEY, "单笔投资额", "amount of the investment", "deal"),
    Variable("entry_valuation", Unit.MONEY, "投资时估值", "valuation at entry", "deal"),
    Variable("deal_stage", Unit.CODE, "投资时阶段", "stage at entry", "deal", STAGES),
    Variable("company_size", Unit.CODE, "企业规模", "size class of the company", "deal", SIZES),
    Variable("deal_field", Unit.CODE, "投资领域", "field of the investment", "deal", tuple(sectors())),
    Variable("investor_tier", Unit.CODE, "出资基金的层级", "tier of the fund that invests", "deal", TIERS),
    Variable("catalogue_class", Unit.CODE, "产业目录类别", "class of the industry", "deal", CATALOGUE_CLASSES),
    Variable("instrument", Unit.CODE, "投资工具", "instrument", "deal", INSTRUMENTS),
    Variable("set_up_plan_allows", Unit.FLAG, "设立方案已载明可投", "the set-up plan provides for it", "deal"),
    Variable("unlimited_liability", Unit.FLAG, "承担无限责任", "liability without limit", "deal"),
    Variable("linked_to_national_project", Unit.FLAG, "与国家重大项目联动", "tied to a key national project", "deal"),
    Variable("stake_after", Unit.SHARE, "投资后持股比例", "share of the company held afterwards", "deal"),
)
