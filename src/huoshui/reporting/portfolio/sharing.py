"""A fund's waterfall, concessions and market equivalents as tables, and what their parts are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.model.money import Money
from huoshui.portfolio.family import BuyOut, GainShare, LossShare
from huoshui.portfolio.performance import Basis, Step
from huoshui.reporting.portfolio.cells import Col, made
from huoshui.reporting.words import say

if TYPE_CHECKING:
    from fractions import Fraction

    from huoshui.portfolio.family import Concession, Pme, Ref, Sharing
    from huoshui.portfolio.performance import Terms
    from huoshui.reporting.tables import Table
    from huoshui.reporting.words import Locale

_STEPS = {
    Step.CAPITAL: ("返还本金", "Return of capital"),
    Step.HURDLE: ("门槛收益", "Preferred return"),
    Step.CATCH_UP: ("追补", "Catch-up"),
    Step.CARRY: ("超额收益分成", "Carry split"),
    Step.CLAWBACK: ("回拨", "Clawback"),
}
_BASES = {
    Basis.WHOLE_FUND: ("整只基金", "whole fund"),
    Basis.DEAL_BY_DEAL: ("逐个项目", "deal by deal"),
}
#: Why a market equivalent has no value: as ``performance.pme`` says it, and in Chinese.
_UNDEFINED = {
    "nothing was paid in": "没有实缴",
    "more was received than the index would have held": "收回的比指数所能持有的多",
    "nothing was received yet": "尚无收回",
    "the closing value exceeds what the index would have made of all paid in": "期末价值超过全部实缴投入指数所得",
}
_PARTY = Col("party", "分得方", "Party")
_SHARES = (
    Col("paid_in", "计入出资", "Paid in", "money"),
    Col("capital", *_STEPS[Step.CAPITAL], "money"),
    Col("preferred", *_STEPS[Step.HURDLE], "money"),
    Col("catch_up", *_STEPS[Step.CATCH_UP], "money"),
    Col("beyond", *_STEPS[Step.CARRY], "money"),
    Col("given_back", *_STEPS[Step.CLAWBACK], "money"),
    Col("net", "应得", "By the terms", "money"),
    Col("actual", "实际已分", "Paid out", "money"),
    Col("difference", "差额", "Difference", "money"),
)


def step_word(step: Step, locale: Locale) -> str:
    """What a step of the waterfall is called."""
    return say(locale, *_STEPS[step])


def carry_word(locale: Locale) -> str:
    """What the party of carry is called."""
    return say(locale, "管理人（业绩报酬）", "manager (carry)")


def basis_word(basis: Basis, locale: Locale) -> str:
    """What must be paid back before carry."""
    return say(locale, *_BASES[basis])


def terms_text(terms: Terms, locale: Locale) -> str:
    """The terms in one line."""
    interest = _interest(terms, locale)
    hurdle, catch_up, carry = (percent_text(part) for part in (terms.hurdle, terms.catch_up, terms.carry))
    basis = basis_word(terms.basis, locale)
    clawback = say(locale, "，有回拨", ", with clawback") if terms.clawback else ""
    return say(
        locale,
        f"{basis}：门槛 {hurdle}（{interest}），追补 {catch_up}，分成 {carry}{clawback}",
        f"{basis}: hurdle {hurdle} ({interest}), catch-up {catch_up}, carry {carry}{clawback}",
    )


def concession_text(one: Concession, locale: Locale) -> str:
    """A concession in a few words."""
    match one:
        case GainShare(share, to_manager):
            part = percent_text(share)
            taker = say(locale, "管理人", "the manager") if to_manager else say(locale, "其他出资人", "other investors")
            return say(locale, f"超过门槛的收益 {part} 让给{taker}", f"{part} of the gain beyond the hurdle to {taker}")
        case BuyOut(day, rate):
            interest = percent_text(rate)
            return (
                say(
                    locale, f"{day} 按原值加年息 {interest} 退出", f"bought out on {day} at cost with {interest} a year"
                )
                if rate
                else say(locale, f"{day} 按原值退出", f"bought out on {day} at cost")
            )
        case LossShare(limit):
            part = percent_text(limit)
            return say(locale, f"先行承担亏损的 {part}", f"bears first {part} of a loss")


def percent_text(part: Fraction) -> str:
    """A share or rate as people write it."""
    return f"{float(part * 100):.6f}".rstrip("0").rstrip(".") + "%"


def undefined_text(reason: str, locale: Locale) -> str:
    """Why a market equivalent has no value."""
    return say(locale, _UNDEFINED.get(reason, reason), reason)


def sharing_tables(told: Sharing, locale: Locale) -> dict[str, Table]:
    """The terms, the money by tier, by party against what was paid out, and with each concession."""
    return {
        "terms": _terms(told, locale),
        "tiers": _tiers(told, locale),
        "parties": _parties(told, locale),
        **({"concessions": _costs(told, locale), "shares": _granted(told, locale)} if told.granted else {}),
    }


def _terms(told: Sharing, locale: Locale) -> Table:
    cols = (
        Col("fund", "基金", "Fund"),
        Col("day", "截至", "As of", "day"),
        Col("basis", "方式", "Basis"),
        Col("hurdle", "门槛", "Hurdle", "rate"),
        Col("interest", "计息", "Interest"),
        Col("catch_up", "追补", "Catch-up", "share"),
        Col("carry", "分成", "Carry", "share"),
        Col("clawback", "回拨", "Clawback"),
        Col("paid_in", "计入出资", "Paid in", "money"),
        Col("distributable", "可分配", "To share out", "money"),
        Col("liquidated", "其中视同清算", "Of which liquidated", "money"),
        Col("actual", "实际已分", "Paid out", "money"),
    )
    terms = told.terms
    row = (
        *(told.fund, told.day, basis_word(terms.basis, locale), terms.hurdle, _interest(terms, locale)),
        *(terms.catch_up, terms.carry, terms.clawback),
        *(told.paid_in, told.distributable, told.liquidated, told.actual),
    )
    return made(("条款", "Terms"), cols, [row], locale)


def _interest(terms: Terms, locale: Locale) -> str:
    return say(locale, "复利", "compound") if terms.compound else say(locale, "单利", "simple")


def _tiers(told: Sharing, locale: Locale) -> Table:
    cols = (
        Col("step", "步骤", "Step"),
        Col("investors", "归出资人", "To investors", "money"),
        Col("carry", "归管理人", "Carry", "money"),
        Col("total", "合计", "Total", "money"),
    )
    rows = [(step_word(one.step, locale), one.investors, one.carry, one.total) for one in told.tiers]
    kept = Money(sum(one.investors.minor for one in told.tiers), told.distributable.currency)
    whole = (say(locale, "合计", "Total"), kept, told.distributable - kept, told.distributable)
    back = told.clawback
    clawed = (
        [(step_word(Step.CLAWBACK, locale), back, Money(-back.minor, back.currency), back - back)] if back.minor else []
    )
    return made(("分配瀑布", "Waterfall"), cols, [*rows, whole, *clawed], locale)


def _parties(told: Sharing, locale: Locale) -> Table:
    rows = [(_name(one.party, locale), *(getattr(one, col.key) for col in _SHARES)) for one in told.parties]
    return made(("各方所得", "By party"), (_PARTY, *_SHARES), rows, locale)


def _costs(told: Sharing, locale: Locale) -> Table:
    cols = (
        Col("concession", "让利安排", "Concession"),
        Col("by", "让利方", "By"),
        Col("price", "退出价款", "Price", "money"),
        Col("cost", "让利成本", "Cost", "money"),
    )
    rows = [(concession_text(one.concession, locale), told.guidance, one.price, one.cost) for one in told.granted]
    return made(("让利", "Concessions"), cols, rows, locale)


def _granted(told: Sharing, locale: Locale) -> Table:
    """Parties as rows, what each has in the plain waterfall and under each concession side by side."""
    words = [(concession_text(one.concession, "zh"), concession_text(one.concession, "en")) for one in told.granted]
    granted = tuple(Col(f"granted{at}", zh, en, "money") for at, (zh, en) in enumerate(words, 1))
    cols = (_PARTY, Col("plain", "不让利", "Plain", "money"), *granted)
    by_party = [{share.party: share.granted for share in one.shares} for one in told.granted]
    rows = [
        (_name(one.party, locale), one.net, *(shares.get(one.party) for shares in by_party)) for one in told.parties
    ]
    return made(("各方所得与让利", "By party with concessions"), cols, rows, locale)


def _name(party: Ref | None, locale: Locale) -> Ref | str:
    return party or carry_word(locale)


def pme_table(pme: Pme, locale: Locale) -> Table:
    """The market equivalents, with the reason where there is none."""
    cols = (
        Col("method", "方法", "Method"),
        Col("quotient", "比值或系数", "Ratio or factor", "multiple"),
        Col("index_irr", "指数 IRR", "IRR of the index", "rate"),
        Col("fund_irr", "基金 IRR", "IRR of the fund", "rate"),
        Col("undefined", "无值之由", "Why undefined"),
    )
    schoar, nickels, plus = pme.kaplan_schoar, pme.long_nickels, pme.pme_plus
    rows = [
        ("Kaplan–Schoar", schoar.ratio, None, None, undefined_text(schoar.undefined, locale)),
        ("Long–Nickels", None, nickels.index, nickels.fund, undefined_text(nickels.undefined, locale)),
        ("PME+", plus.factor, plus.index, plus.fund, undefined_text(plus.undefined, locale)),
    ]
    return made(("市场等价", "Market equivalents"), cols, rows, locale)
