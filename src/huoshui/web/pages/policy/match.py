"""A company's profile: the funds and instruments that fit it, with amount, reason, source and date; what is out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from huoshui.model.money import format_money
from huoshui.model.sectors import sectors
from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.instruments import in_force, shipped_instruments
from huoshui.policy.matching import match
from huoshui.policy.offers import offers_of_ledger, offers_of_registry
from huoshui.policy.profiles import NAME, PLACES, SECTORS
from huoshui.policy.units import Unit
from huoshui.web.charts import Drawing
from huoshui.web.charts.gauges import Part as BarPart
from huoshui.web.charts.gauges import parts
from huoshui.web.language import mark, show_date
from huoshui.web.pages.listing import Link
from huoshui.web.pages.policy.fields import Field, Form, read_form
from huoshui.web.pages.policy.marks import ORDER, Mark, Sure, is_address, names, state_mark, sure, titled
from huoshui.web.pages.portfolio.cells import Cell, Sheet, heads_of, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from huoshui.policy.instruments import Instrument
    from huoshui.policy.matching import FundMatch, InstrumentMatch, Matches, Part
    from huoshui.policy.offers import Offer
    from huoshui.web.pages.policy.asking import Asking, Head

#: Cards of a group that a page shows; the file has them all.
SHOWN = 20
#: Parts of a score that a card says elsewhere.
_SHOWN_APART = frozenset({"grade", "amount"})
_SIGNS = {True: ("met", "✓"), False: ("broken", "✕"), None: ("unknown", "?")}


@dataclass(frozen=True, slots=True)
class Fieldset:
    """Fields that belong together; ``open`` where they are shown at once."""

    title: str
    fields: tuple[Field, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """A part of a fit: whether it holds, and why."""

    code: str
    sign: str
    said: str


@dataclass(frozen=True, slots=True)
class MatchCard:
    """A fund or an instrument and how it fits."""

    name: str
    href: str
    kind: str
    amount: str
    score: str
    drawing: Drawing
    reasons: tuple[Reason, ...]
    limits: tuple[str, ...]
    shares: tuple[str, ...]
    documents: str
    dated: str
    grade: Sure
    sources: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class MatchGroup:
    """Cards that come out alike; ``more`` are not shown."""

    id: str
    title: str
    note: str
    count: int
    cards: tuple[MatchCard, ...]
    more: int


@dataclass(frozen=True, slots=True)
class RuleLine:
    """What a rule of funds says of an investment in the company."""

    title: str
    href: str
    pack: str
    mark: Mark
    grade: Sure
    missing: str


@dataclass(frozen=True, slots=True)
class MatchPage:
    """The page of matching; no groups before anything is filled in."""

    title: str
    head: Head
    about: str
    fieldsets: tuple[Fieldset, ...]
    wrong: int
    total: str
    groups: tuple[MatchGroup, ...]
    out: tuple[MatchGroup, ...]
    rules: tuple[RuleLine, ...]
    table: Sheet

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The tables that may be asked for as files."""
        return (self.table,)


def make_page(asked: Asking) -> MatchPage:
    """The declared context of the page."""
    figures, flags, costs = _variables()
    form = read_form((NAME, SECTORS, PLACES, *figures, *flags, *costs), asked)
    instruments = in_force(shipped_instruments(), asked.day)
    found = None
    if form.given:
        packs = asked.ruling.packs.in_force(asked.day)
        found = match(form.profile, _offers(asked), instruments, asked.day, packs)
    stated = {"num": len(instruments)}
    return MatchPage(
        title=asked.say(mark("企业匹配")),
        head=asked.head("match"),
        about=asked.say(
            mark(
                "填企业的情况，得到合适的基金与 %(num)s 项贷款、担保、券和补助中够得着的，各附金额、理由、出处与日期。"
            ),
            **stated,
        ),
        fieldsets=_fieldsets(form, (figures, flags, costs), asked),
        wrong=form.wrong,
        total=_total(found, asked) if found else "",
        groups=_groups(found, asked) if found else (),
        out=_out(found, asked) if found else (),
        rules=_rules(found, asked) if found else (),
        table=_table(found, asked),
    )


def _offers(asked: Asking) -> Iterator[Offer]:
    """The funds of the ledger and of the registry."""
    return chain(offers_of_ledger(asked.ruling.snapshot, asked.day), offers_of_registry(asked.registry))


def _variables() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The figures of a company: what it is, what it has or has been granted, what it needs and spends."""
    listed = [one for one in CATALOGUE.variables.values() if one.subject == "company" and not one.by]
    flags = tuple(one.name for one in listed if one.unit is Unit.FLAG)
    rest = [one.name for one in listed if one.unit is not Unit.FLAG]
    cut = rest.index("need") if "need" in rest else len(rest)
    return (*rest[:cut], *rest[cut : cut + 1]), flags, tuple(rest[cut + 1 :])


def _fieldsets(form: Form, groups: tuple[tuple[str, ...], ...], asked: Asking) -> tuple[Fieldset, ...]:
    by_name = {field.name: field for field in form.fields}
    titles = (mark("企业"), mark("资质与条件"), mark("费用与资金"))
    first = (NAME, SECTORS, PLACES)
    made = []
    for n, (title, listed) in enumerate(zip(titles, groups, strict=True)):
        fields = tuple(by_name[name] for name in (*(first if n == 0 else ()), *listed))
        held = n == 0 or any(field.value for field in fields)
        made.append(Fieldset(asked.say(title), fields, held))
    return tuple(made)


def _total(found: Matches, asked: Asking) -> str:
    """What the amounts by formula add up to."""
    money = found.total()
    if not money.minor:
        return ""
    shown = format_money(money, asked.locale)
    return asked.say(mark("按公式算得出的合计 %(amount)s；几项可能互相排斥，不能当作一定拿到。"), amount=shown)


def _groups(found: Matches, asked: Asking) -> tuple[MatchGroup, ...]:
    listed: tuple[tuple[str, str, str, Sequence[FundMatch | InstrumentMatch]], ...] = (
        ("instruments", mark("够得着的贷款、担保、券和补助"), "", found.instruments),
        ("funds", mark("合适的基金"), mark("领域与地区都相符，没有一项不合"), found.funds),
        ("instruments-open", mark("还缺数据的贷款、担保、券和补助"), mark("补上后才能判断"), found.instruments_open),
        ("funds-open", mark("可能合适的基金"), mark("领域或地区还不清楚"), found.funds_open),
    )
    return tuple(_group(*one, asked) for one in listed if one[3])


def _out(found: Matches, asked: Asking) -> tuple[MatchGroup, ...]:
    listed: tuple[tuple[str, str, str, Sequence[FundMatch | InstrumentMatch]], ...] = (
        ("instruments-out", mark("不合的贷款、担保、券和补助"), "", found.instruments_out),
        ("funds-out", mark("不合的基金"), "", found.funds_out),
    )
    return tuple(_group(*one, asked) for one in listed if one[3])


def _rules(found: Matches, asked: Asking) -> tuple[RuleLine, ...]:
    """The rules on deals that say something of the company, what is broken first."""
    locale = asked.locale
    listed = sorted((one for one in found.rules if one.state in ORDER[:3]), key=lambda one: ORDER.index(one.state))
    return tuple(
        RuleLine(
            titled(one.rule, locale),
            asked.pack(one.verdict.pack.id, one.rule.id),
            titled(one.verdict.pack, locale),
            state_mark(one.state, locale),
            sure(one.rule.grade, locale),
            names(one.verdict.missing, locale),
        )
        for one in listed
    )


def _group(name: str, title: str, note: str, found: Sequence[FundMatch | InstrumentMatch], asked: Asking) -> MatchGroup:
    cards = tuple(_card(one, asked) for one in found[:SHOWN])
    return MatchGroup(
        name, asked.say(title), asked.say(note) if note else "", len(found), cards, max(len(found) - SHOWN, 0)
    )


def _card(found: FundMatch | InstrumentMatch, asked: Asking) -> MatchCard:
    from huoshui.policy.matching import FundMatch

    return _fund(found, asked) if isinstance(found, FundMatch) else _instrument(found, asked)


def _fund(found: FundMatch, asked: Asking) -> MatchCard:
    offer = found.offer
    labels = [term.label(asked.locale) for code in offer.sectors if (term := sectors().get(code))]
    local = offer.origin.address.startswith("/") and not offer.origin.address.startswith("//")
    return MatchCard(
        name=offer.name,
        href=offer.origin.address if local else asked.fund(offer.id),
        kind=asked.say(mark("、")).join(labels[:4]),
        amount="",
        score=str(found.score),
        drawing=_bar(found.score),
        reasons=_reasons(found.parts, asked),
        limits=(),
        shares=(),
        documents="",
        dated=show_date(offer.dated, asked.locale) if offer.dated else "",
        grade=sure(offer.grade, asked.locale),
        sources=(Link(offer.origin.says, ""),) if offer.origin.says else (),
    )


def _instrument(found: InstrumentMatch, asked: Asking) -> MatchCard:
    one, locale = found.instrument, asked.locale
    addresses = [Link(url, url if is_address(url) else "") for url in one.citation.urls]
    place = [Link(one.citation.place, "")] if one.citation.place else []
    return MatchCard(
        name=titled(one, locale),
        href="",
        kind=one.kind.label(locale),
        amount=found.amount(locale),
        score=str(found.score),
        drawing=_bar(found.score),
        reasons=_reasons(found.parts, asked),
        limits=tuple(limit.says(locale) for limit in found.benefit.limits),
        shares=_shares(one, asked),
        documents=asked.say(mark("；")).join(one.documents),
        dated=show_date(str(one.since), locale),
        grade=sure(one.grade, locale),
        sources=(*place, *addresses),
    )


def _shares(one: Instrument, asked: Asking) -> tuple[str, ...]:
    """Who bears which share of a loss."""
    return tuple(
        " ".join(f"{party.label(asked.locale)} {percent(share)}" for party, share in split.shares.items())
        for split in one.splits
    )


def _bar(score: int) -> Drawing:
    return parts((BarPart(score, "known-part"),), 100, width=90, height=8)


def _reasons(found: Sequence[Part], asked: Asking) -> tuple[Reason, ...]:
    """What speaks against it first, then what is not known."""
    told = [part for part in found if part.name not in _SHOWN_APART]
    ordered = sorted(told, key=lambda part: (part.holds is not False, part.holds is True))
    return tuple(Reason(*_SIGNS[part.holds], part.says(asked.locale)) for part in ordered)


def _table(found: Matches | None, asked: Asking) -> Sheet:
    """Everything that fits or may fit, as a file has it."""
    locale = asked.locale
    columns = (
        ("kind", mark("类别"), "-"),
        ("name", mark("名称"), "-"),
        ("score", mark("契合"), asked.say(mark("分"))),
        ("amount", mark("金额"), "-"),
        ("reasons", mark("理由"), "-"),
        ("grade", mark("依据"), "-"),
        ("dated", mark("日期"), "-"),
        ("source", mark("出处"), "-"),
    )
    rows = tuple(
        (
            Cell(row.kind),
            Cell(row.name),
            Cell(str(row.score), number=row.score),
            *(Cell(text) for text in (row.amount, row.reasons, row.grade, row.dated, row.source)),
        )
        for row in (found.rows(locale) if found else ())
    )
    return Sheet("matches", asked.say(mark("企业匹配")), heads_of(locale, *columns), rows, asked.file("matches"))
