"""Filing of private funds and registration of government funds; the investor whose qualification is looked at."""

from __future__ import annotations

from huoshui.policy.catalogue import CATALOGUE, Variable
from huoshui.policy.units import Unit

FORMS = ("partnership", "llc", "joint_stock", "contract")
INVESTORS = ("person", "unit", "deemed_qualified")


def _flag(name: str, zh: str, en: str) -> Variable:
    return Variable(name, Unit.FLAG, zh, en)


def _investor(name: str, unit: Unit, zh: str, en: str) -> Variable:
    return Variable(name, unit, zh, en, "investor")


CATALOGUE.variable(
    # of a fund
    Variable("legal_form", Unit.CODE, "组织形式", "legal form", codes=FORMS),
    _flag("filed", "已在基金业协会备案", "filed with the fund association"),
    _flag("registered_with_ndrc", "已在政府投资基金登记系统登记", "in the register of government funds"),
    Variable("filing_days", Unit.DAYS, "募集完毕至备案的工作日", "working days from raising to filing"),
    Variable(
        "publication_days", Unit.DAYS, "材料齐备至公示的工作日", "working days from complete papers to publication"
    ),
    Variable("registration_days", Unit.DAYS, "签约至登记的工作日", "working days from agreement to registration"),
    Variable("investor_count", Unit.COUNT, "投资者人数（穿透后）", "investors, looked through"),
    _flag("looked_through", "已逐层穿透核查投资者", "every layer of investors was looked through"),
    _flag("material_names_people", "募集材料载明关键人士或投委会", "raising material names key persons"),
    _flag("material_names_projects", "募集材料载明单一或首个拟投项目", "raising material names the projects"),
    _flag("material_names_use", "募集材料载明资金用途", "raising material says what the money is for"),
    _flag("material_names_exit", "募集材料载明退出方式", "raising material says how it exits"),
    _flag("name_says_kind", "名称标明股权或创业投资", "the name says equity or venture fund"),
    _flag("nationally_approved", "经国务院或中央部门批准", "approved by the central authority"),
    # of an investor
    Variable("investor_kind", Unit.CODE, "投资者类别", "kind of investor", "investor", INVESTORS),
    _investor("subscription", Unit.MONEY, "认购金额", "amount subscribed"),
    _investor("first_payment", Unit.MONEY, "首次实缴金额", "first payment"),
    _investor("unit_net_assets", Unit.MONEY, "单位净资产", "net assets of the unit"),
    _investor("financial_assets", Unit.MONEY, "金融资产", "financial assets"),
    _investor("net_financial_assets", Unit.MONEY, "金融净资产", "net financial assets"),
    _investor("mean_income", Unit.MONEY, "近三年年均收入", "mean income of three years"),
    _investor("experience_years", Unit.YEARS, "投资经历", "years of investing"),
    _investor("high_risk_product", Unit.FLAG, "高风险产品", "high-risk product"),
)
