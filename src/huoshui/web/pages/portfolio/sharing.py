"""A fund's distribution waterfall by terms that the reader names, and what concessions cost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING
from urllib.parse import quote

from huoshui.errors import HuoshuiError, InputError
from huoshui.model.money import Money
from huoshui.portfolio.family import BuyOut, GainShare, LossShare
from huoshui.portfolio.family.figures import Figure
from huoshui.portfolio.performance import Basis, Step, Terms
from huoshui.reporting.portfolio.sharing import basis_word, carry_word, concession_text, step_word, terms_text
from huoshui.web.charts import Fall, Part, waterfall
from huoshui.web.folio import read_day
from huoshui.web.language import mark, say
from huoshui.web.pages.portfolio.cells import (
    WAN,
    YI,
    Cell,
    Sheet,
    amount_text,
    heads_of,
    money_cell,
    percent,
    unit_of,
)
from huoshui.web.pages.portfolio.drawings import NARROW, Chart
from huoshui.web.pages.portfolio.rows import Fact, ref_cell

if TYPE_CHECKING:
    from huoshui.portfolio.family import Concession, Granted, PartyShare, Ref, Sharing
    from huoshui.web.language import Locale
    from huoshui.web.pages.portfolio.asking import Asking, Head

_NUMBER = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)\s*[%％]?")
#: What the form begins with; usual, and no more than that.
_USUAL = {"hurdle": "8", "carry": "20", "catch_up": "100", "liquidate": "1"}
_LABELS = {
    "hurdle": mark("门槛年收益率"),
    "carry": mark("管理人分成"),
    "catch_up": mark("追补比例"),
    "gain": mark("让渡收益"),
    "rate": mark("退出年息"),
    "loss": mark("先行承担亏损"),
}
#: From this amount on the page counts in 亿.
_LARGE = 10 * 10**8
_INVESTORS, _MANAGER, _WHOLE = "hue-1", "hue-3", "fund"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a form's field."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the form; ``day`` is the as-of day where the address names it."""

    action: str
    day: str
    hurdle: str
    carry: str
    catch_up: str
    bases: tuple[Choice, ...]
    simple: bool
    clawback: bool
    liquidate: bool
    guidance: tuple[Choice, ...]
    gain: str
    takers: tuple[Choice, ...]
    buyout: str
    rate: str
    loss: str


@dataclass(frozen=True, slots=True)
class SharingPage:
    """The page of a fund's waterfall. ``problem`` says what of the form cannot be used."""

    title: str
    head: Head
    fund: str
    fund_href: str
    form: Form
    problem: str
    terms: str
    note: str
    facts: tuple[Fact, ...]
    chart: Chart | None
    nothing: str
    parties: Sheet | None
    costs: Sheet | None
    granted: Sheet | None

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The tables that may be asked for as files."""
        charted = self.chart.sheet if self.chart else None
        return tuple(one for one in (charted, self.parties, self.costs, self.granted) if one is not None)


def address(asked: Asking, fund: str) -> str:
    """The page of a fund's waterfall."""
    return asked.href(f"/funds/{quote(fund, safe='')}/waterfall")


def make_page(name: str, asked: Asking) -> SharingPage:
    """The declared context of the page. NotFound."""
    locale, reading = asked.locale, _Reading(asked)
    view = asked.family.fund(name)
    told, problem = reading.share(name)
    own = [row.investor for row in view.investors if row.paid_in.minor]
    shown = told is not None and bool(told.distributable.minor)
    return SharingPage(
        title=say(locale, "分配瀑布与让利"),
        head=asked.head("family"),
        fund=view.fund.name,
        fund_href=asked.href(f"/funds/{quote(name, safe='')}"),
        form=reading.form(own),
        problem=problem,
        terms=terms_text(told.terms, locale) if told else "",
        note=_note(told, locale) if told else "",
        facts=_facts(told, locale) if told else (),
        chart=_chart(told, asked) if told and shown else None,
        nothing="" if shown or not told else say(locale, "至此没有分配过；勾选视同清算，可按净资产试算。"),
        parties=_parties(told, asked) if told and shown else None,
        costs=_costs(told, asked) if told and told.granted else None,
        granted=_side_by_side(told, asked) if told and told.granted else None,
    )


# -- the form ----------------------------------------------------------------------------------------------------------


class _Reading:
    """The form's fields as the address has them."""

    def __init__(self, asked: Asking) -> None:
        self.asked, self.locale = asked, asked.locale
        begun = "hurdle" not in asked.request.query_params
        self.fields = {
            name: _USUAL.get(name, "") if begun else asked.param(name)
            for name in (*_LABELS, "basis", "simple", "clawback", "liquidate", "guidance", "taker", "buyout")
        }

    def form(self, investors: list[Ref]) -> Form:
        fields, locale = self.fields, self.locale
        takers = (("manager", say(locale, "给管理人")), ("others", say(locale, "给其他出资人")))
        basis, guidance, taker = fields["basis"], fields["guidance"], fields["taker"]
        return Form(
            action=f"/portfolio{self.asked.path}",
            day=self.asked.day.isoformat() if self.asked.chosen else "",
            bases=tuple(Choice(one.value, basis_word(one, locale), one.value == basis) for one in Basis),
            simple=bool(fields["simple"]),
            clawback=bool(fields["clawback"]),
            liquidate=bool(fields["liquidate"]),
            guidance=tuple(Choice(one.id, one.name, one.id == guidance) for one in investors),
            takers=tuple(Choice(value, label, value == taker) for value, label in takers),
            **{name: fields[name] for name in (*_LABELS, "buyout")},
        )

    def share(self, fund: str) -> tuple[Sharing | None, str]:
        """The waterfall, with the concessions where they can be had, and what stands in the way. NotFound."""
        family, liquidate = self.asked.family, bool(self.fields["liquidate"])
        told = None
        try:
            terms = self.terms()
            told = family.sharing(fund, terms, liquidate=liquidate)
            concessions = self.concessions()
            if not concessions:
                return told, ""
            if not self.fields["guidance"]:
                return told, say(self.locale, "请选择由哪个出资人让利。")
            guidance = self.fields["guidance"]
            told_all = family.sharing(fund, terms, liquidate=liquidate, guidance=guidance, concessions=concessions)
        except InputError as error:
            return told, self._said(error, told)
        return told_all, ""

    def terms(self) -> Terms:
        """InputError."""
        hurdle, carry, catch_up = (self._part(name) or Fraction(0) for name in ("hurdle", "carry", "catch_up"))
        if carry >= 1 or (catch_up and catch_up <= carry) or catch_up > 1:
            raise InputError(say(self.locale, "分成须低于 100%；追补比例为 0，或高于分成而不超过 100%。"))
        basis = self.fields["basis"]
        return Terms(
            carry=carry,
            hurdle=hurdle,
            catch_up=catch_up,
            compound=not self.fields["simple"],
            basis=Basis(basis) if basis in set(Basis) else Basis.WHOLE_FUND,
            clawback=bool(self.fields["clawback"]),
        )

    def concessions(self) -> list[Concession]:
        """InputError."""
        found: list[Concession] = []
        gain, loss = self._part("gain"), self._part("loss")
        if gain:
            found.append(GainShare(gain, to_manager=self.fields["taker"] != "others"))
        if self.fields["buyout"]:
            found.append(BuyOut(read_day(self.fields["buyout"]), self._part("rate") or Fraction(0)))
        if loss:
            found.append(LossShare(loss))
        return found

    def _part(self, name: str) -> Fraction | None:
        text = self.fields[name]
        if not text:
            return None
        match = _NUMBER.fullmatch(text)
        part = Fraction(match[1]) / 100 if match else None
        if part is None or part > 1:
            what = {"what": say(self.locale, _LABELS[name]), "text": text[:20]}
            raise InputError(say(self.locale, "%(what)s“%(text)s”不能用，请写 0 到 100 的百分数，如 8 或 3.5。") % what)
        return part

    def _said(self, error: HuoshuiError, told: Sharing | None) -> str:
        if told is not None and told.liquidated is None and "liquidate" in str(error):
            return say(self.locale, "基金里还有资产，退出或承担亏损的成本取决于它：请勾选视同清算。")
        return str(error)


# -- what is shown -----------------------------------------------------------------------------------------------------


def _power(told: Sharing) -> int:
    return YI if told.distributable.amount >= _LARGE else WAN


def _note(told: Sharing, locale: Locale) -> str:
    if told.terms.basis is Basis.DEAL_BY_DEAL:
        return say(
            locale,
            "逐个项目：投入各项目与支付费用的钱按当日实缴比例计入出资，项目回款视为当日分出；账面资金与其他收入不在内。",
        )
    return say(locale, "整只基金：出资人实缴，历次分配与已付业绩报酬；转让过的份额连同以往实缴与分配归现持有人。")


def _facts(told: Sharing, locale: Locale) -> tuple[Fact, ...]:
    power, currency = _power(told), told.distributable.currency
    unit = unit_of(power, currency, locale)
    kept = told.parties[-1].net
    amounts = (
        (say(locale, "可分配"), told.distributable),
        (say(locale, "其中视同清算"), told.liquidated),
        (say(locale, "归出资人"), told.distributable - kept),
        (say(locale, "归管理人"), kept),
        (say(locale, "实际已分"), told.actual),
    )
    return tuple(
        Fact(label, money_cell(money, power, locale, currency=currency), unit)
        for label, money in amounts
        if money is not None
    )


def _chart(told: Sharing, asked: Asking) -> Chart:
    locale, power = asked.locale, _power(told)
    currency, kept = told.distributable.currency, told.parties[-1].net
    said = {
        "all": amount_text(told.distributable, power, locale),
        "carry": amount_text(kept, power, locale),
        "part": percent(Fraction(kept.minor, told.distributable.minor)),
    }
    rows = _falls(told, locale)
    unit = unit_of(power, currency, locale)
    measure = say(locale, "从返还本金到分成，每一步分出多少，%(unit)s") % {"unit": unit}
    return Chart(
        name="waterfall",
        title=say(locale, "可分配 %(all)s，管理人得 %(carry)s，占 %(part)s") % said,
        measure=f"{measure} · {terms_text(told.terms, locale)}",
        wide=waterfall(rows, width=880),
        narrow=waterfall(rows, width=NARROW),
        sheet=_steps(told, asked),
    )


def _steps(told: Sharing, asked: Asking) -> Sheet:
    """The same figures: each step, the clawback where there is one, and all together."""
    locale, power, currency = asked.locale, _power(told), told.distributable.currency
    unit = unit_of(power, currency, locale)
    heads = heads_of(
        locale,
        ("step", mark("步骤"), "-"),
        ("investors", mark("归出资人"), unit),
        ("carry", mark("归管理人"), unit),
        ("total", mark("合计"), unit),
    )

    def row(name: str, investors: Money, carry: Money) -> tuple[Cell, ...]:
        amounts = (investors, carry, investors + carry)
        return (Cell(name), *(money_cell(money, power, locale, currency=currency) for money in amounts))

    rows = [row(step_word(one.step, locale), one.investors, one.carry) for one in told.tiers]
    back, kept = told.clawback, told.parties[-1].net
    if back.minor:
        rows.append(row(step_word(Step.CLAWBACK, locale), back, Money(-back.minor, currency)))
    foot = row(say(locale, "合计"), told.distributable - kept, kept)
    return Sheet("steps", say(locale, "各步分配"), heads, tuple(rows), asked.file("steps"), foot)


def _falls(told: Sharing, locale: Locale) -> tuple[Fall, ...]:
    """All there is, what each step takes of it, and whose it is in the end."""
    power, currency = _power(told), told.distributable.currency

    def text(minor: int) -> str:
        return amount_text(Money(minor, currency), power, locale)

    whole, at = told.distributable.minor, 0
    rows = [Fall(say(locale, "可分配"), 0, (Part(whole, _WHOLE),), text(whole))]
    for one in told.tiers:
        parts = (Part(one.investors.minor, _INVESTORS), Part(one.carry.minor, _MANAGER))
        last = one.step is Step.CARRY
        rows.append(Fall(step_word(one.step, locale), at, parts, text(one.total.minor), joined=not last))
        at += one.total.minor
    kept, back = told.parties[-1].net.minor, told.clawback.minor
    if back:
        returned = (Part(back, _INVESTORS),)
        rows.append(Fall(step_word(Step.CLAWBACK, locale), whole - kept - back, returned, text(back)))
    rows.append(Fall(say(locale, "归出资人"), 0, (Part(whole - kept, _INVESTORS),), text(whole - kept), joined=True))
    rows.append(Fall(say(locale, "归管理人"), whole - kept, (Part(kept, _MANAGER),), text(kept)))
    return tuple(rows)


def _parties(told: Sharing, asked: Asking) -> Sheet:
    locale, power, currency = asked.locale, _power(told), told.distributable.currency
    unit = unit_of(power, currency, locale)
    back = [("given_back", step_word(Step.CLAWBACK, locale), unit)] if told.clawback.minor else []
    columns = (
        ("party", mark("分得方"), "-"),
        ("paid_in", mark("计入出资"), unit),
        *((key, step_word(step, locale), unit) for key, step in _STEPS.items()),
        *back,
        ("net", mark("应得"), unit),
        ("actual", mark("实际已分"), unit),
        ("difference", mark("差额"), unit),
    )

    def row(one: PartyShare) -> tuple[Cell, ...]:
        cells = (
            money_cell(getattr(one, key), power, locale, currency=currency, href=_entries(one, key, told, asked))
            for key, _, _ in columns[1:]
        )
        return (_party(one.party, asked), *cells)

    rows = tuple(row(one) for one in told.parties)
    return Sheet("parties", say(locale, "各方所得"), heads_of(locale, *columns), rows, asked.file("parties"))


_STEPS = {"capital": Step.CAPITAL, "preferred": Step.HURDLE, "catch_up": Step.CATCH_UP, "beyond": Step.CARRY}


def _entries(one: PartyShare, key: str, told: Sharing, asked: Asking) -> str:
    """The journal behind what was paid in and out."""
    if one.party is None:
        return asked.entries(Figure.CARRY, told.fund.id) if key == "actual" else ""
    return asked.entries(node=one.party.id, other=told.fund.id) if key in {"paid_in", "actual"} else ""


def _party(party: Ref | None, asked: Asking) -> Cell:
    return ref_cell(party, asked) if party else Cell(carry_word(asked.locale))


def _costs(told: Sharing, asked: Asking) -> Sheet:
    locale, power, currency = asked.locale, _power(told), told.distributable.currency
    unit = unit_of(power, currency, locale)
    heads = heads_of(
        locale,
        ("concession", mark("让利安排"), "-"),
        ("price", mark("退出价款"), unit),
        ("cost", mark("让利成本"), unit),
    )
    none = say(locale, "没有转让，不付价款")
    rows = tuple(
        (
            Cell(concession_text(one.concession, locale)),
            money_cell(one.price, power, locale, currency=currency, why=none),
            money_cell(one.cost, power, locale, currency=currency),
        )
        for one in told.granted
    )
    by = told.guidance.name if told.guidance else ""
    title = say(locale, "让利：%(name)s") % {"name": by}
    return Sheet("concessions", title, heads, rows, asked.file("concessions"))


def _side_by_side(told: Sharing, asked: Asking) -> Sheet:
    """Parties as rows, the plain waterfall and each concession as columns."""
    locale, power, currency = asked.locale, _power(told), told.distributable.currency
    unit = unit_of(power, currency, locale)
    columns = [("party", mark("分得方"), "-"), ("plain", mark("不让利"), unit)]
    columns += [(f"granted{at}", concession_text(one.concession, locale), unit) for at, one in enumerate(told.granted)]
    rows = tuple(
        (
            _party(one.party, asked),
            money_cell(one.net, power, locale, currency=currency),
            *(money_cell(_of(granted, one.party), power, locale, currency=currency) for granted in told.granted),
        )
        for one in told.parties
    )
    return Sheet("granted", say(locale, "各方所得，让利前后"), heads_of(locale, *columns), rows, asked.file("granted"))


def _of(granted: Granted, party: Ref | None) -> Money | None:
    return next((share.granted for share in granted.shares if share.party == party), None)
