"""Figures of a fund that the evaluation of investment directions asks for beside those of ``funds``.

What investees achieve is as the manager registers it, for the last full year.
"""

from __future__ import annotations

from huoshui.policy.catalogue import CATALOGUE, Variable
from huoshui.policy.units import Unit


def _flag(name: str, zh: str, en: str) -> Variable:
    return Variable(name, Unit.FLAG, zh, en)


def _count(name: str, zh: str, en: str) -> Variable:
    return Variable(name, Unit.COUNT, zh, en)


def _share(name: str, zh: str, en: str) -> Variable:
    return Variable(name, Unit.SHARE, zh, en)


CATALOGUE.variable(
    # policy conformity
    _count("new_patents", "当年新增发明专利与技术成果", "new invention patents and technical results of the year"),
    _flag("supports_conversion", "支持科技成果转化", "supports the conversion of research results"),
    _count("bottleneck_fields", "解决“卡脖子”问题的领域数", "fields in which a bottleneck technology was solved"),
    _count("market_violations", "违反统一大市场规定的次数", "breaches of the rules of the unified market"),
    _share("carbon_reduction", "被投企业碳减排比例", "reduction of carbon emissions of investees"),
    Variable("mean_holding_years", Unit.YEARS, "平均投资期限", "mean time for which investments are held"),
    _share(
        "impact_percentile", "被投企业就业、税收、营收领先同类的比例", "share of peers behind in jobs, tax and revenue"
    ),
    _count("other_key_fields", "支持其他重点领域的个数", "other key fields supported"),
    # layout
    Variable("invested_by_region", Unit.MONEY, "按省份的投资额", "invested by province", by="region"),
    _share("capacity_utilisation", "被投企业产能利用率", "capacity utilisation of investees"),
    _share("industry_capacity_utilisation", "行业平均产能利用率", "mean capacity utilisation of the industry"),
    _share("asset_turnover", "被投企业资产周转率", "asset turnover of investees"),
    # execution
    Variable("senior_years", Unit.YEARS, "高级管理人员从业年限", "years of experience of the senior managers"),
    _flag("risk_system", "建有风险防控制度", "has a system of risk control"),
    _count("risk_losses", "风险损失事件数", "risk events that led to losses"),
    _flag("credit_good", "信用记录良好", "has a good credit record"),
    _flag("registration_good", "信息登记情况良好", "registers its data in order"),
    _flag("disclosure_transparent", "信息披露透明", "discloses in the open"),
)
