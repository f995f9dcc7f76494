"""The figures of an account: what each counts, for a fund, a holder, a company or the whole family."""

from __future__ import annotations

from typing import Self

from huoshui.portfolio.vocabulary import Labelled


class Figure(Labelled):
    """A figure, its labels, and what it counts in words; codes are those of the API and of links.

    Of a fund, the first four are of its investors' money, those from INVESTED on of what it does with it. Of the
    family, they are of parties outside of it, and what funds pay each other is left out. Of a company, INVESTED,
    COST, PROCEEDS and HOLDINGS are of all that hold it.
    """

    what_zh: str
    what_en: str

    def __new__(cls, code: str, zh: str = "", en: str = "", what_zh: str = "", what_en: str = "") -> Self:
        """A member: its code, labels, and words for what it counts."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.zh, member.en, member.what_zh, member.what_en = zh, en, what_zh, what_en
        return member

    def what(self, locale: str = "zh") -> str:
        """What the figure counts."""
        return self.what_en if locale.startswith("en") else self.what_zh

    COMMITTED = "committed", "认缴", "committed", "出资人认缴额，含增减资", "commitments, increases and reductions in"
    CALLED = "called", "已通知缴款", "called", "缴款通知额", "amounts of calls"
    PAID_IN = "paid_in", "实缴", "paid in", "出资人实缴额", "what investors paid in"
    DISTRIBUTED = "distributed", "已分配", "distributed", "向出资人分配额", "what investors were given back"
    INVESTED = "invested", "投资企业", "invested in companies", "历次投资额", "all investments in companies"
    COST = "cost", "在投成本", "remaining cost", "投资额减去退出成本", "investments less the cost that exits released"
    PROCEEDS = "proceeds", "项目回款", "proceeds", "企业退出与分红收回额", "what came back from companies"
    PLEDGED = "pledged", "认缴下层基金", "committed to funds", "对下层基金的认缴额", "its commitments to funds below"
    INTO_FUNDS = "into_funds", "实缴下层基金", "paid into funds", "对下层基金的实缴额", "what it paid into funds below"
    FROM_FUNDS = "from_funds", "下层基金分回", "received from funds", "下层基金分配额", "what funds below gave back"
    SHARES_SOLD = (
        "shares_sold",
        "转让份额所得",
        "fund shares sold",
        "转让下层基金份额的价款",
        "prices of fund shares it sold",
    )
    SHARES_BOUGHT = (
        "shares_bought",
        "受让份额支出",
        "fund shares bought",
        "受让下层基金份额的价款",
        "prices of fund shares it bought",
    )
    FEES = "fees", "费用", "fees", "管理费、托管费、业绩报酬、税费等", "fees, carry and taxes paid by funds"
    CARRY = "carry", "其中业绩报酬", "of which carry", "业绩报酬", "carried interest"
    INCOME = "income", "其他收入", "other income", "利息、补助等", "interest, subsidies and the like"
    CASH = "cash", "账面资金", "cash", "全部收入减去全部支出", "all that came in less all that went out"
    HOLDINGS = (
        "holdings",
        "企业持有价值",
        "value of companies",
        "最近估值，未估值者按成本",
        "last valuations, at cost where there are none",
    )
    AT_COST = "at_cost", "其中按成本", "of which at cost", "从未估值的持有额", "holdings that nobody has valued"
    INTERESTS = (
        "interests",
        "下层基金权益",
        "value of funds below",
        "所持基金净值份额或其估值",
        "its share of the net assets of funds below, or their valuation",
    )
    NAV = "nav", "净资产", "net assets", "账面资金、企业与下层基金权益之和", "cash, companies and funds below"
    WORTH = (
        "worth",
        "外部出资人权益",
        "worth of outside interests",
        "家族外出资人所持权益",
        "interests held by parties outside of the family",
    )


#: The account of a fund, from commitment to distribution.
OF_FUND = tuple(figure for figure in Figure if figure is not Figure.WORTH)
#: What a party holds.
OF_PARTY = (
    Figure.PLEDGED,
    Figure.INTO_FUNDS,
    Figure.FROM_FUNDS,
    Figure.SHARES_SOLD,
    Figure.SHARES_BOUGHT,
    Figure.INVESTED,
    Figure.COST,
    Figure.PROCEEDS,
    Figure.HOLDINGS,
    Figure.INTERESTS,
)
#: What is held of a company.
OF_COMPANY = (Figure.INVESTED, Figure.COST, Figure.PROCEEDS, Figure.HOLDINGS)
#: The totals of a family.
OF_FAMILY = (
    Figure.COMMITTED,
    Figure.CALLED,
    Figure.PAID_IN,
    Figure.INVESTED,
    Figure.COST,
    Figure.PROCEEDS,
    Figure.DISTRIBUTED,
    Figure.FEES,
    Figure.CARRY,
    Figure.INCOME,
    Figure.CASH,
    Figure.HOLDINGS,
    Figure.AT_COST,
    Figure.NAV,
    Figure.WORTH,
)
#: Of one holder in one company.
OF_DEAL = OF_COMPANY
#: Of one investor in one fund.
OF_INTEREST = (
    Figure.COMMITTED,
    Figure.CALLED,
    Figure.PAID_IN,
    Figure.DISTRIBUTED,
    Figure.INTERESTS,
)
