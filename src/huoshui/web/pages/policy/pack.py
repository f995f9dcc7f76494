"""One document: who issued it, every rule with what is measured and how, its source, its grade and its worked cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.pack import Indicator
from huoshui.policy.scoring import all_items
from huoshui.policy.wording import in_words, label
from huoshui.policy.writing import explain
from huoshui.web.figures import show_region
from huoshui.web.language import mark, show_date
from huoshui.web.pages.listing import Link
from huoshui.web.pages.policy.marks import Mark, Sure, hardness_word, is_address, state_mark, sure, titled
from huoshui.web.pages.policy.overview import NATION, NEVER

if TYPE_CHECKING:
    from huoshui.policy.pack import Band, Item, Pack, Rule, Scored
    from huoshui.web.pages.policy.asking import Asking, Head


@dataclass(frozen=True, slots=True)
class Line:
    """A line about the document; linked where ``href`` says so."""

    label: str
    text: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A worked case: figures given, what comes of them, what is named as missing."""

    given: str
    expect: Mark
    missing: str


@dataclass(frozen=True, slots=True)
class RuleCard:
    """A rule in full. ``formula`` is in words; empty where the figure is given, not computed."""

    id: str
    title: str
    subject: str
    hardness: str
    grade: Sure
    limit: str
    formula: str
    applies: str
    unless: str
    note: str
    place: str
    sources: tuple[Link, ...]
    needs: str
    can_change: bool
    cases: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item that earns points, and by what."""

    title: str
    points: str
    measured: str
    bands: str
    grade: Sure


@dataclass(frozen=True, slots=True)
class IndicatorPart:
    """An indicator with its items."""

    id: str
    title: str
    points: str
    grade: Sure
    items: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class PackPage:
    """The page of a pack."""

    title: str
    head: Head
    back: str
    grade: Sure
    about: tuple[Line, ...]
    note: str
    warning: str
    sources: tuple[Link, ...]
    check_href: str
    evaluation_href: str
    screen_href: str
    rules: tuple[RuleCard, ...]
    included: tuple[Link, ...]
    indicators: tuple[IndicatorPart, ...]


def make_page(name: str, asked: Asking) -> PackPage:
    """The declared context of the page. NotFound."""
    packs, locale = asked.ruling.packs, asked.locale
    pack = packs.get(name)
    running = pack in packs.in_force(asked.day)
    checked = any(rule.subject in {"fund", "deal"} for rule in pack.rules)
    guide = pack.jurisdiction != NATION and bool(pack.rules)
    return PackPage(
        title=titled(pack, locale),
        head=asked.head("packs"),
        back=asked.href(),
        grade=sure(pack.grade, locale),
        about=_about(pack, asked),
        note=pack.note.strip() if locale == "zh" else "",
        warning="" if running else asked.say(mark("这份文件在所选日期不施行。")),
        sources=tuple(_source(one) for one in pack.sources),
        check_href=asked.href("/check", pack=pack.id) if running and checked else "",
        evaluation_href=asked.href("/evaluation") if pack.indicators else "",
        screen_href=asked.href("/screen", call=pack.id) if running and guide else "",
        rules=tuple(_card(rule, asked) for rule in pack.rules),
        included=tuple(Link(titled(packs.get(one), locale), asked.pack(one)) for one in pack.includes),
        indicators=tuple(_parts(pack, asked)),
    )


def _about(pack: Pack, asked: Asking) -> tuple[Line, ...]:
    packs, locale = asked.ruling.packs, asked.locale

    def day(value: object) -> str:
        return show_date(str(value), locale)

    def others(listed: list[str]) -> tuple[Link, ...]:
        return tuple(Link(titled(packs.get(one), locale), asked.pack(one)) for one in listed)

    place = asked.say(mark("全国")) if pack.jurisdiction == NATION else show_region(pack.jurisdiction)
    later = [one.id for one in packs if pack.id in one.supersedes]
    lines = [
        Line(asked.say(mark("发文机关")), asked.say(mark("、")).join(pack.issuer)),
        Line(asked.say(mark("文号")), pack.number),
        Line(asked.say(mark("日期")), day(pack.dated)),
        Line(asked.say(mark("施行")), day(pack.since) if pack.since < NEVER else asked.say(mark("征求意见，未施行"))),
        Line(asked.say(mark("失效")), day(pack.until) if pack.until else ""),
        Line(asked.say(mark("适用地区")), place),
        Line(asked.say(mark("取代")), "", others(list(pack.supersedes))),
        Line(asked.say(mark("被取代")), "", others(later)),
    ]
    return tuple(line for line in lines if line.text or line.links)


def _source(text: str) -> Link:
    return Link(text, text if is_address(text) else "")


def _card(rule: Rule, asked: Asking) -> RuleCard:
    locale = asked.locale
    found = explain(rule.id, asked.ruling.packs, locale)
    own = tuple(_source(one) for one in rule.citation.urls)
    place = asked.say(mark("；")).join(one for one in (found.place, rule.citation.note) if one)
    cases = tuple(
        CaseRow(
            asked.say(mark("，")).join(f"{what} {value}" for what, value in shown.given) or "—",
            state_mark(case.expect, locale),
            asked.say(mark("、")).join(shown.missing),
        )
        for case, shown in zip(rule.cases, found.cases, strict=True)
    )
    return RuleCard(
        id=rule.id,
        title=found.title,
        subject=found.subject,
        hardness=hardness_word(rule, locale),
        grade=sure(rule.grade, locale),
        limit=in_words(rule.test, locale),
        formula=found.formula_in_words,
        applies=found.applies,
        unless=found.unless,
        note=found.note,
        place=place,
        sources=own,
        needs=asked.say(mark("、")).join(one.label for one in found.needs),
        can_change=found.can_change,
        cases=cases,
    )


def _parts(pack: Pack, asked: Asking) -> list[IndicatorPart]:
    """The indicators that items stand under, in order."""
    found: dict[str, tuple[Indicator, list[ItemRow]]] = {}
    for above, item in all_items(pack):
        found.setdefault(above[-1].id, (above[-1], []))[1].append(_item(item, asked))
    return [
        IndicatorPart(
            one.id, titled(one, asked.locale), one.points.show(asked.locale), sure(one.grade, asked.locale), tuple(rows)
        )
        for one, rows in found.values()
    ]


def _item(item: Item, asked: Asking) -> ItemRow:
    locale = asked.locale
    joint = asked.say(mark("；"))
    measured = joint.join(label(CATALOGUE.find(one.metric), locale) for one in item.metrics)
    bands = joint.join(_way(one, item, asked) for one in item.metrics)
    grade = max(item.points_grade, *(one.grade for one in item.metrics))
    return ItemRow(titled(item, locale), item.points.show(locale), measured, bands, sure(grade, locale))


def _way(scored: Scored, item: Item, asked: Asking) -> str:
    """How a figure earns points, in words."""
    locale = asked.locale
    if scored.way == "ratio":
        return asked.say(mark("按比例，满分 %(points)s"), points=item.points.show(locale))
    if scored.way == "each" and scored.each is not None:
        return asked.say(mark("每个 %(points)s"), points=scored.each.show(locale))
    return asked.say(mark("，")).join(_band(band, asked) for band in scored.bands)


def _band(band: Band, asked: Asking) -> str:
    sign = ">" if band.beyond else "≥"
    lower = band.lower.show(asked.locale)
    edge = lower if band.lower.unit.value == "flag" else f"{sign}{lower}"
    return f"{edge} → {band.points.show(asked.locale)}"
