"""What a fund does and has agreed to, as yes or no: what rules forbid, ask for or encourage."""

from __future__ import annotations

from huoshui.policy.catalogue import CATALOGUE, Variable
from huoshui.policy.units import Unit

ROUTES = ("budget", "entrusted_soe", "earmarked_capital", "other")


def _flag(name: str, zh: str, en: str) -> Variable:
    return Variable(name, Unit.FLAG, zh, en)


CATALOGUE.variable(
    # promises that turn equity into debt
    _flag("guaranteed_return", "承诺保本或固定收益", "capital or a fixed return is promised"),
    _flag("government_buyback", "政府方承诺回购", "the government side promises to buy back"),
    _flag("minimum_income", "约定最低收益", "a minimum income is agreed"),
    _flag("channel_business", "通道业务", "serves as a channel for others"),
    # what a fund may not do
    _flag("gives_guarantees", "为企业或项目提供担保", "guarantees for companies or projects"),
    _flag("holds_derivatives", "直接或间接从事期货等衍生品交易", "trades derivatives, directly or not"),
    _flag("government_veto", "政府人员对单个项目有决定权或否决权", "officials decide on or veto single projects"),
    _flag("repeat_investment", "与其他政府投资基金重复投资", "invests where other government funds did"),
    _flag("judged_by_single_project", "按单个项目或单一年度成败考核", "judged by one project or one year"),
    _flag("set_up_to_attract_investment", "以招商引资为设立目的", "set up to attract companies"),
    _flag("overlaps_other_fund", "与同地基金明显重合", "plainly overlaps another fund of the place"),
    _flag("conforms_to_direction", "投向符合现行要求", "its fields conform to the rules of today"),
    _flag("adjustment_planned", "已有调整或到期退出安排", "has a plan to adjust or to leave"),
    # how it was set up
    Variable("contribution_route", Unit.CODE, "财政出资方式", "route of the government's money", codes=ROUTES),
    _flag("upper_level_approved", "经上级政府批准", "approved by the government above"),
    _flag("fiscal_strength_checked", "设立方案论证了财力", "set-up plan weighs fiscal strength"),
    _flag("resource_base_checked", "设立方案论证了产业基础", "set-up plan weighs the industrial base"),
    _flag("debt_risk_checked", "设立方案论证了债务风险", "set-up plan weighs debt risk"),
    _flag("drc_view_obtained", "已取得同级发展改革部门意见", "has the view of the DRC of its level"),
    Variable("drc_view_lead", Unit.DAYS, "意见早于批准的天数", "days between the view and the approval after it"),
    _flag("joint_with_local_funds", "与地方基金合作设子基金或参股", "joins or feeds local funds"),
    _flag("long_cycle_field", "投向创新药等长周期领域", "invests in fields of long cycles"),
    _flag("exit_planned", "有退出安排", "has a plan for its exits"),
    _flag(
        "secondary_exit_planned", "退出安排含二手份额基金或区域性股权市场", "plans exits by secondary funds or markets"
    ),
)
