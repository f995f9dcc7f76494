"""Matching: the funds and instruments that fit a company, and by what the others are out.

A score is the sum of its parts, each with the reason for it; a part that is not known earns a third, and disqualifies
nothing. The weights are this system's own (``FUND_WEIGHTS``, ``INSTRUMENT_WEIGHTS``), not those of any document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from huoshui.model.money import Money, format_money
from huoshui.model.sectors import label
from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.deal_rules import deal_clauses
from huoshui.policy.fitting import exact, sectors_fit, within
from huoshui.policy.instruments import Benefit, BenefitState, benefit
from huoshui.policy.profile_files import read_profile, read_profiles

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from huoshui.model.regions import Region
    from huoshui.policy.clauses import Clause
    from huoshui.policy.instruments import Instrument
    from huoshui.policy.offers import Offer
    from huoshui.policy.pack import Pack
    from huoshui.policy.profiles import Profile

__all__ = ["FundMatch", "InstrumentMatch", "MatchRow", "Matches", "Part", "match", "read_companies", "read_company"]

#: A company's profile is read as an application is.
read_company = read_profile
read_companies = read_profiles

#: What a fund's parts earn at most; together 100.
FUND_WEIGHTS = {"sector": 35, "place": 25, "stage": 15, "ticket": 10, "active": 10, "direct": 5}
#: What an instrument's parts earn at most; together 100.
INSTRUMENT_WEIGHTS = {"place": 30, "amount": 30, "conditions": 20, "grade": 10, "selection": 10}
_GRADES = {"A": 10, "B": 7, "C": 4}
_SELECTIONS = {"first_come": 10, "unstated": 7, "selected": 5}
_AMOUNTS = {
    BenefitState.COMPUTED: 30,
    BenefitState.AT_MOST: 24,
    BenefitState.UNKNOWN: 10,
    BenefitState.NOT_STATED: 10,
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a score: whether it holds (None where not known), the points it earns of how many, and why."""

    name: str
    holds: bool | None
    points: int
    most: int
    zh: str
    en: str

    def says(self, locale: str = "zh") -> str:
        """The reason in words."""
        return self.en if locale.startswith("en") else self.zh


class MatchRow(NamedTuple):
    """A match as a row of a table, in words."""

    kind: str
    name: str
    score: int
    amount: str
    reasons: str
    grade: str
    dated: str
    source: str


@dataclass(frozen=True, slots=True)
class FundMatch:
    """A fund and how it fits, part by part."""

    offer: Offer
    parts: tuple[Part, ...]

    @property
    def score(self) -> int:
        """From 0 to 100."""
        return sum(part.points for part in self.parts)

    @property
    def failing(self) -> tuple[Part, ...]:
        """What disqualifies it, the weightiest first."""
        return tuple(part for part in self.parts if part.holds is False)

    def row(self, locale: str = "zh") -> MatchRow:
        """The match in words."""
        kind = "fund" if locale.startswith("en") else "基金"
        reasons = "; ".join(part.says(locale) for part in self.failing or self.parts)
        offer = self.offer
        return MatchRow(kind, offer.name, self.score, "", reasons, offer.grade, offer.dated, offer.origin.says)


@dataclass(frozen=True, slots=True)
class InstrumentMatch:
    """An instrument, what it comes to, and how it fits, part by part."""

    instrument: Instrument
    benefit: Benefit
    parts: tuple[Part, ...]

    @property
    def score(self) -> int:
        """From 0 to 100."""
        return sum(part.points for part in self.parts)

    @property
    def failing(self) -> tuple[Part, ...]:
        """What disqualifies it."""
        return tuple(part for part in self.parts if part.holds is False)

    def amount(self, locale: str = "zh") -> str:
        """What it comes to, in words: never more than is stated."""
        found, english = self.benefit, locale.startswith("en")
        label_ = found.state.label(locale)
        shown = ""
        if found.amount is not None:
            shown = f"{label_} {format_money(found.amount, locale)}"
        elif found.ceiling is not None:
            most = BenefitState.AT_MOST.label(locale)
            shown = f"{most} {format_money(found.ceiling, locale)} ({label_})"
        if shown and found.years:
            shown += f", at most {found.years} years" if english else f"，至多 {found.years} 年"
        return shown or label_

    def row(self, locale: str = "zh") -> MatchRow:
        """The match in words."""
        one, english = self.instrument, locale.startswith("en")
        listed = [part.says(locale) for part in self.failing] or [
            *(part.says(locale) for part in self.parts),
            *(limit.says(locale) for limit in self.benefit.limits),
        ]
        source = " ".join((one.citation.place, *one.citation.urls)).strip()
        title = one.title_en if english else one.title
        kind = one.kind.label(locale)
        return MatchRow(
            kind, title, self.score, self.amount(locale), "; ".join(listed), one.grade, str(one.since), source
        )


@dataclass(frozen=True, slots=True)
class Matches:
    """What was found for a company, each list from the best to the least.

    A fund ``fits`` where nothing speaks against it and field and place are known to fit; ``open`` lists what is not
    known enough, ``out`` what is disqualified, with the parts that fail. ``rules`` is what rules of funds say of an
    investment in it: the valuation, the ticket, the field.
    """

    company: Profile
    funds: tuple[FundMatch, ...]
    funds_open: tuple[FundMatch, ...]
    funds_out: tuple[FundMatch, ...]
    instruments: tuple[InstrumentMatch, ...]
    instruments_open: tuple[InstrumentMatch, ...]
    instruments_out: tuple[InstrumentMatch, ...]
    rules: tuple[Clause, ...] = ()

    def rows(self, locale: str = "zh") -> tuple[MatchRow, ...]:
        """What fits, and then what is open, as rows of a table."""
        listed: tuple[FundMatch | InstrumentMatch, ...] = (
            *self.funds,
            *self.instruments,
            *self.funds_open,
            *self.instruments_open,
        )
        return tuple(one.row(locale) for one in listed)

    def total(self) -> Money:
        """The amounts of instruments that are computed, not merely limited, added up; they may exclude each other."""
        computed = (one.benefit for one in self.instruments if one.benefit.state is BenefitState.COMPUTED)
        return sum((one.amount for one in computed if one.amount), start=Money(0, "CNY"))


def match(
    company: Profile,
    offers: Iterable[Offer],
    instruments: Iterable[Instrument],
    day: date,
    packs: Iterable[Pack] = (),
) -> Matches:
    """The funds and instruments that fit a company on a day; of ``packs`` also what their rules on deals say of it.

    The order in which they are given makes no difference.
    """
    funds = sorted((FundMatch(offer, _fund_parts(company, offer)) for offer in offers), key=_fund_order)
    found = sorted((_instrument(company, one, day) for one in instruments), key=_instrument_order)
    fits = [one for one in funds if not one.failing and _sure(one)]
    open_ = [one for one in funds if not one.failing and not _sure(one)]
    ready = [one for one in found if not one.failing and _settled(one)]
    return Matches(
        company=company,
        funds=tuple(fits),
        funds_open=tuple(open_),
        funds_out=tuple(one for one in funds if one.failing),
        instruments=tuple(ready),
        instruments_open=tuple(one for one in found if not one.failing and not _settled(one)),
        instruments_out=tuple(one for one in found if one.failing),
        rules=deal_clauses(company, packs),
    )


def _sure(found: FundMatch) -> bool:
    return all(part.holds for part in found.parts if part.name in {"sector", "place"})


def _settled(found: InstrumentMatch) -> bool:
    return found.benefit.state is not BenefitState.UNKNOWN and all(part.holds is not None for part in found.parts)


def _fund_order(found: FundMatch) -> tuple[object, ...]:
    return -found.score, found.offer.name, found.offer.id


def _instrument_order(found: InstrumentMatch) -> tuple[object, ...]:
    amount = found.benefit.amount or found.benefit.ceiling
    return -found.score, -(amount.minor if amount else 0), found.instrument.id


class _Weights(NamedTuple):
    """Makes parts of a score: one that holds earns all, unless it is said how much, one that is not known a third."""

    most: dict[str, int]

    def yes(self, name: str, zh: str, en: str, points: int | None = None) -> Part:
        """A part that holds."""
        return Part(name, True, self.most[name] if points is None else points, self.most[name], zh, en)  # noqa: FBT003

    def open(self, name: str, zh: str, en: str) -> Part:
        """A part that is not known."""
        return Part(name, None, self.most[name] // 3, self.most[name], zh, en)

    def no(self, name: str, zh: str, en: str) -> Part:
        """A part that disqualifies."""
        return Part(name, False, 0, self.most[name], zh, en)  # noqa: FBT003

    def told(self, name: str, words: _Words, *, holds: bool | None) -> Part:
        """A part by what is known of it, in the words for that."""
        make = {True: self.yes, False: self.no, None: self.open}[holds]
        return make(name, *words[holds])


_Words = dict["bool | None", tuple[str, str]]
_FUND, _INSTRUMENT = _Weights(FUND_WEIGHTS), _Weights(INSTRUMENT_WEIGHTS)
_ACTIVE: _Words = {
    True: ("正在投资", "still investing"),
    None: ("是否仍在投资不详", "whether it still invests is not known"),
    False: ("投资期已过或已退出", "no longer invests"),
}
_DIRECT: _Words = {
    True: ("账本或名称示明投资企业", "invests in companies by ledger or name"),
    None: ("是否直接投资企业不详", "whether it invests in companies directly is not known"),
    False: ("不直接投资企业", "does not invest in companies"),
}


def _fund_parts(company: Profile, offer: Offer) -> tuple[Part, ...]:
    return (
        _sector(company, offer),
        _place(company, offer),
        _stage(company, offer),
        _ticket(company, offer),
        _FUND.told("active", _ACTIVE, holds=offer.active),
        _FUND.told("direct", _DIRECT, holds=offer.direct),
    )


def _sector(company: Profile, offer: Offer) -> Part:
    own, wanted = company.sectors, offer.sectors
    fits = sectors_fit(own, wanted)
    zh, en = "、".join(label(code) for code in wanted), ", ".join(label(code, "en") for code in wanted)
    if fits is None and not (own and wanted):
        return _FUND.open("sector", "领域不详", "the field is not stated")
    if fits is None:
        return _FUND.open("sector", f"企业领域过粗，基金投向 {zh}", f"the company's field is too coarse for {en}")
    if not fits:
        return _FUND.no("sector", f"投向不含该领域：{zh}", f"invests in other fields: {en}")
    points = FUND_WEIGHTS["sector"] if exact(own, wanted) else FUND_WEIGHTS["sector"] * 4 // 5
    return _FUND.yes("sector", f"投向相符：{zh}", f"the field fits: {en}", points)


def _place(company: Profile, offer: Offer) -> Part:
    fits = within(company.places, offer.areas)
    names = "、".join(map(str, offer.areas))
    if fits is None:
        return _FUND.open("place", "地区不详或过粗", "the place is not stated or too coarse")
    if not fits and within(company.places, offer.reached):
        return _FUND.open(
            "place", f"属 {names}，但已投过企业所在地", f"of {names}, but invested in the company's place"
        )
    if not fits:
        return _FUND.no("place", f"属 {names}，不含企业所在地", f"of {names}, which is not the company's place")
    if within(company.places, offer.reinvests_in):
        return _FUND.yes("place", "企业在其返投地", "the company is where it has to re-invest")
    best = max(_depth(area) for area in offer.areas if any(area.contains(place) for place in company.places))
    return _FUND.yes("place", f"属地相符：{names}", f"the place fits: {names}", _FUND_PLACES[best])


_FUND_PLACES, _INSTRUMENT_PLACES = (15, 20, 25, 25), (20, 25, 30, 30)


def _depth(area: Region) -> int:
    """3 for a county or zone, 2 for a city, 1 for a province, 0 for clusters and all of China."""
    return min(len(area.path), 3) if area.code[:1].isdigit() else 0


def _stage(company: Profile, offer: Offer) -> Part:
    quantity = company.quantity("stage")
    if quantity is None:
        return _FUND.open("stage", "企业阶段未填", "the company's stage is not given")
    if offer.stages:
        shown = "、".join(offer.stages)
        make = _FUND.yes if quantity.code in offer.stages else _FUND.no
        return make("stage", f"基金名称所示阶段：{shown}", f"stages by the fund's name: {shown}")
    if quantity.code in offer.stages_seen:
        return _FUND.yes("stage", "投过同阶段企业", "has invested at this stage")
    return _FUND.open("stage", "基金所投阶段不详", "the fund's stages are not known")


def _ticket(company: Profile, offer: Offer) -> Part:
    need = company.quantity("need")
    if need is None:
        return _FUND.open("ticket", "融资需求未填", "no need is given")
    if offer.size is not None and need.value > offer.size.minor:
        shown, shown_en = format_money(offer.size), format_money(offer.size, "en")
        return _FUND.no("ticket", f"需求超过基金规模 {shown}", f"the need is beyond its size, {shown_en}")
    if offer.tickets is None:
        return _FUND.open("ticket", "单笔投资额不详", "its tickets are not known")
    low, high = offer.tickets
    zh, en = (f"{format_money(low, one)} – {format_money(high, one)}" for one in ("zh", "en"))
    if low.minor <= need.value <= high.minor:
        return _FUND.yes("ticket", f"在其单笔投资范围内：{zh}", f"within its tickets so far: {en}")
    return _FUND.open("ticket", f"不在其已有单笔范围：{zh}", f"not within its tickets so far: {en}")


def _instrument(company: Profile, one: Instrument, day: date) -> InstrumentMatch:
    found = benefit(one, company)
    parts = (
        _held(company, one),
        _amount(one, found, day),
        _conditions(found),
        _INSTRUMENT.yes("grade", f"依据等级 {one.grade}", f"grade {one.grade}", _GRADES[one.grade]),
        _INSTRUMENT.yes("selection", *_SELECTION[one.selection], _SELECTIONS[one.selection]),
    )
    return InstrumentMatch(one, found, parts)


_SELECTION = {
    "first_come": ("先到先得", "first come, first served"),
    "unstated": ("审批方式未载明", "how it is granted is not stated"),
    "selected": ("须经遴选或评审", "by selection or review"),
}


def _held(company: Profile, one: Instrument) -> Part:
    """Whether the company is where the instrument holds."""
    fits = within(company.places, (one.place,))
    if fits is None:
        return _INSTRUMENT.open("place", "企业所在地不详或过粗", "the company's place is not known or too coarse")
    if not fits:
        return _INSTRUMENT.no("place", f"只在 {one.place} 施行", f"holds in {one.place} only")
    points = _INSTRUMENT_PLACES[_depth(one.place)]
    return _INSTRUMENT.yes("place", f"施行地区 {one.place}", f"holds in {one.place}", points)


def _conditions(found: Benefit) -> Part:
    if found.state is BenefitState.NOT_APPLICABLE:
        zh, en = (_names((test.metric for test in found.failed), locale) for locale in ("zh", "en"))
        return _INSTRUMENT.no("conditions", f"不符合条件：{zh}", f"does not meet: {en}")
    if found.missing:
        zh, en = (_names(found.missing, locale) for locale in ("zh", "en"))
        return _INSTRUMENT.open("conditions", f"缺：{zh}", f"missing: {en}")
    return _INSTRUMENT.yes("conditions", "符合已知条件", "meets what is stated")


def _amount(one: Instrument, found: Benefit, day: date) -> Part:
    """What is known of the amount, and whether there is anything to ask for on that day."""
    words = found.state.label(), found.state.label("en")
    if not one.in_force(day):
        return _INSTRUMENT.no(
            "amount", f"该日不在施行期（自 {one.since}）", f"not in force on that day (from {one.since})"
        )
    if one.to != "company":
        return _INSTRUMENT.no("amount", "资金不给企业", "is not paid to companies")
    if found.state is BenefitState.EXHAUSTED:
        return _INSTRUMENT.no("amount", *words)
    if one.draft:
        return _INSTRUMENT.open("amount", "征求意见稿，尚未施行", "a draft, not in force yet")
    if found.state is BenefitState.AT_MOST:
        words = "只载明上限", "only the most is stated"
    return _INSTRUMENT.yes("amount", *words, _AMOUNTS.get(found.state, 0))


def _names(names: Iterable[str], locale: str) -> str:
    found = (CATALOGUE.find(name) for name in dict.fromkeys(names))
    return ("、" if locale == "zh" else ", ").join(one.zh if locale == "zh" else one.en for one in found)
