"""What a guide asks of an agreement beyond size and shares: fees, payments, place, order of distribution."""

from __future__ import annotations

from huoshui.policy.catalogue import CATALOGUE, Variable
from huoshui.policy.units import Unit

FEE_BASES = ("committed", "paid_in", "invested", "unexited_cost", "unreturned_principal")
FEE_SOURCES = ("income", "interest", "principal")
STAGE_FOCUS = ("angel", "early", "late")


def _flag(name: str, zh: str, en: str) -> Variable:
    return Variable(name, Unit.FLAG, zh, en)


CATALOGUE.variable(
    # time
    _flag("term_stated", "约定了存续期", "a term is stated"),
    Variable("extension_years", Unit.YEARS, "可延长期", "extension"),
    _flag("investment_period_extended", "延长投资期", "the investment period is extended"),
    Variable("fof_remaining_years", Unit.YEARS, "母基金剩余存续期", "years left to the guidance fund"),
    Variable("months_to_set_up", Unit.MONTHS, "自入选至设立的月数", "months from selection to set-up"),
    # place
    _flag("registered_locally", "在本地注册", "registered in the place"),
    _flag("foreign_targets", "以境外标的为主", "invests abroad"),
    _flag("in_leading_city", "属指引点名的设区市", "in one of the cities that the guide names"),
    _flag("strengthens_key_chain", "对重点产业链带动作用强", "strongly helps a key chain of industry"),
    # payments and order
    Variable("payment_count", Unit.COUNT, "分期实缴次数", "payments in instalments"),
    _flag("next_instalment_asked", "申请拨付下一期", "the next instalment is asked for"),
    _flag("fof_pays_last", "母基金最后出资或同比例出资", "the guidance fund pays last or in proportion"),
    _flag("recycles_proceeds", "回收资金再投资", "invests again what came back"),
    _flag("capital_returned_first", "先返还全体出资再分配收益", "all capital is returned before profit"),
    _flag("manager_bears_loss_first", "亏损先由管理人出资承担", "losses first hit the manager's money"),
    _flag("fof_in_committee", "母基金派投委会委员或观察员", "the guidance fund has a seat or an observer"),
    _flag("single_project_fund", "单一项目基金", "fund for one project"),
    # fees
    Variable("fee_base", Unit.CODE, "投资期管理费基数", "base of the fee in the investment period", codes=FEE_BASES),
    Variable("exit_fee_rate", Unit.SHARE, "退出期年管理费率", "fee a year in the exit period"),
    Variable("exit_fee_base", Unit.CODE, "退出期管理费基数", "base of the fee in the exit period", codes=FEE_BASES),
    Variable("fee_source", Unit.CODE, "管理费列支来源", "what the fee is paid from", codes=FEE_SOURCES),
    _flag("fee_after_term", "存续期满后仍收管理费", "a fee is paid after the term"),
    _flag("same_fee_for_all", "各出资人费率一致", "the same fee for all contributors"),
    _flag("manager_bears_project_costs", "项目费用由管理人承担", "the manager bears the costs of projects"),
    # who and how much
    Variable("stage_focus", Unit.CODE, "主投阶段", "stage that it is for", codes=STAGE_FOCUS),
    Variable("earlier_reinvestment_multiple", Unit.MULTIPLE, "此前约定返投倍数", "multiple agreed earlier"),
    Variable("early_share_promised", Unit.SHARE, "承诺投早投小比例", "share promised to early companies"),
    Variable("government_share_cap", Unit.SHARE, "当地财政出资上限", "local cap on government money"),
    Variable(
        "long_money_committed", Unit.MONEY, "社保保险等长期资金认缴", "commitments of pension and insurance money"
    ),
    Variable("yearly_budget", Unit.MONEY, "年度财政安排", "budget of the year"),
)
