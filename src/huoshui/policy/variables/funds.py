"""Figures of a fund. Money is of the fund's own account in minor units; a year's figures are of its last full year."""

from __future__ import annotations

from huoshui.policy.catalogue import CATALOGUE, Variable
from huoshui.policy.units import Unit

LEVELS = ("national", "provincial", "city", "county")
TIERS = ("national", "regional", "sub", "direct")
CLASSES = ("industry", "venture", "unclassified")
KINDS = ("seed", "angel", "venture", "hard_tech", "chain", "industry", "merger", "other", "tech_transfer")


def _money(name: str, zh: str, en: str) -> Variable:
    return Variable(name, Unit.MONEY, zh, en)


def _flag(name: str, zh: str, en: str) -> Variable:
    return Variable(name, Unit.FLAG, zh, en)


def _code(name: str, zh: str, en: str, codes: tuple[str, ...]) -> Variable:
    return Variable(name, Unit.CODE, zh, en, codes=codes)


CATALOGUE.variable(
    # what it is
    _code("fund_level", "批准设立的层级", "level of government that set it up", LEVELS),
    _code("fund_tier", "在母子基金体系中的层级", "tier in its family", TIERS),
    _code("fund_class", "产业投资类或创业投资类", "industry or venture class", CLASSES),
    _code("fund_kind", "基金类型", "kind of fund", KINDS),
    Variable("term_years", Unit.YEARS, "存续期", "term"),
    Variable("investment_years", Unit.YEARS, "投资期", "investment period"),
    Variable("exit_years", Unit.YEARS, "退出期", "exit period"),
    Variable("age_years", Unit.YEARS, "成立年数", "years since it was set up"),
    # sizes and contributors
    _money("fund_size", "基金规模", "size of the fund"),
    _money("committed", "认缴总额", "all commitments"),
    _money("paid_in", "实缴总额", "paid in"),
    _money("government_committed", "各级财政认缴", "commitments of all governments"),
    _money("social_committed", "社会资本认缴", "commitments of social capital"),
    _money("fof_committed", "母基金认缴", "commitment of the guidance fund"),
    _money("fof_paid_in", "母基金实缴", "paid in by the guidance fund"),
    _money("fof_total_paid_in", "母基金自身实缴总额", "paid-in total of the guidance fund itself"),
    _money("largest_other_committed", "其他出资人中最大认缴", "largest commitment of another contributor"),
    _money("gp_committed", "普通合伙人认缴", "commitment of the general partner"),
    _money("sub_funds_committed", "对子基金认缴", "committed to sub-funds"),
    # what it invested
    _money("invested", "累计投资额", "invested in all"),
    _money("invested_early", "投向种子期与初创期", "invested in seed and start-up companies"),
    _money("invested_private", "投向民营企业", "invested in private companies"),
    _money("invested_green", "投向绿色领域", "invested in green fields"),
    _money("invested_key_fields", "投向基金约定的重点领域", "invested in the fund's own key fields"),
    _money("invested_outside_fields", "投向约定领域之外", "invested outside of the agreed fields"),
    _money("largest_investment", "对单一企业最大投资", "largest investment in one company"),
    _money("direct_invested", "直接投资额", "invested directly"),
    _money("invested_local", "投向本地企业", "invested in local companies"),
    Variable("invested_by_sector", Unit.MONEY, "按领域的投资额", "invested by sector", by="sector"),
    # terms of the agreement
    Variable(
        "reinvestment_multiple", Unit.MULTIPLE, "约定返投倍数（无则 0）", "re-investment multiple agreed, 0 for none"
    ),
    _flag("relocation_required", "约定迁移注册地", "moving the registered office is a condition"),
    _money("reinvestment_recognised", "已认定返投额", "re-investment recognised"),
    Variable("management_fee_rate", Unit.SHARE, "年管理费率", "management fee a year"),
    Variable("hurdle_rate", Unit.SHARE, "门槛收益率", "hurdle rate"),
    Variable("carry_rate", Unit.SHARE, "业绩报酬比例", "carried interest"),
    Variable("first_payment_share", Unit.SHARE, "首期实缴比例", "share of the first payment"),
    # how it does
    _money("idle_money", "闲置资金", "idle money"),
    _money("nav", "净资产", "net assets"),
    _money("distributed", "累计分配", "distributed"),
    Variable("irr", Unit.SHARE, "内部收益率", "internal rate of return"),
)
