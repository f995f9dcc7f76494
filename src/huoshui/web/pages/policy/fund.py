"""All verdicts on one fund: figure, bound, distance, what is missing, what can still be reached, the evidence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.policy.checks import check_all
from huoshui.policy.pack import State
from huoshui.policy.subjects import Subjects
from huoshui.policy.units import Unit
from huoshui.policy.wording import bound_in_words, label
from huoshui.web.charts import Drawing
from huoshui.web.charts.gauges import Gauge, gauge
from huoshui.web.figures import show_region
from huoshui.web.language import mark, show_date
from huoshui.web.pages.listing import Link
from huoshui.web.pages.policy.marks import (
    ORDER,
    Mark,
    Sure,
    evidence,
    figure,
    hardness_word,
    measured,
    names,
    required,
    state_mark,
    sure,
    titled,
    unit_of,
)
from huoshui.web.pages.portfolio.cells import Cell, Sheet, heads_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.policy.pack import Pack
    from huoshui.policy.verdicts import Verdict
    from huoshui.web.pages.policy.asking import Asking, Head


@dataclass(frozen=True, slots=True)
class VerdictCard:
    """A verdict in full. ``drawing`` is none where there is no figure to draw."""

    id: str
    title: str
    href: str
    mark: Mark
    hardness: str
    grade: Sure
    metric: str
    measured: str
    bound: str
    distance: str
    drawing: Drawing | None
    missing: str
    reach: str
    evidence: tuple[Link, ...]
    place: str
    note: str


@dataclass(frozen=True, slots=True)
class PackPart:
    """The verdicts by the rules of one document; ``apart`` those that do not apply."""

    id: str
    title: str
    href: str
    said: str
    cards: tuple[VerdictCard, ...]
    apart: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class FundCheckPage:
    """The page of a fund's verdicts."""

    title: str
    head: Head
    back: str
    own_href: str
    own_label: str
    evaluation_href: str
    conflicts_href: str
    about: str
    marks: tuple[tuple[Mark, int], ...]
    parts: tuple[PackPart, ...]
    table: Sheet

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The tables that may be asked for as files."""
        return (self.table,)


def make_page(name: str, asked: Asking) -> FundCheckPage:
    """The declared context of the page. NotFound for a fund that neither ledger nor registry has."""
    subjects, at, own = asked.ruling.of(name, asked.day)
    facts, place = asked.ruling.only(name, asked.day)
    alone = Subjects(facts, (place,), ("",))
    verdicts = [one.verdict for one in check_all(asked.ruling.packs, [alone], asked.day)]
    by_pack: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        by_pack.setdefault(verdict.pack.id, []).append(verdict)
    counts = Counter(verdict.state for verdict in verdicts)
    where = show_region("/".join(place.path)) if place else ""
    stated = {"day": show_date(asked.day.isoformat(), asked.locale), "num": len(by_pack)}
    about = asked.say(mark("截至 %(day)s，按全国的 %(num)s 份文件核查。"), **stated)
    if where:
        about = asked.say(mark("截至 %(day)s，按全国的和%(place)s的 %(num)s 份文件核查。"), place=where, **stated)
    return FundCheckPage(
        title=subjects.facts.names[at],
        head=asked.head("check"),
        back=asked.href("/check"),
        own_href=asked.fund(name) if own else f"/entities/{facts.ids[0]}",
        own_label=asked.say(mark("基金账目")) if own else asked.say(mark("登记册中的记录")),
        evaluation_href=asked.evaluation(name),
        conflicts_href=asked.href("/conflicts", fund=name),
        about=about,
        marks=tuple((state_mark(state, asked.locale), counts[state]) for state in ORDER if counts[state]),
        parts=tuple(_part(listed[0].pack, listed, name, asked) for listed in by_pack.values()),
        table=_table(verdicts, asked),
    )


def _part(pack: Pack, verdicts: Sequence[Verdict], fund: str, asked: Asking) -> PackPart:
    ordered = sorted(verdicts, key=lambda one: ORDER.index(one.state))
    applying = [one for one in ordered if one.state is not State.NOT_APPLICABLE]
    left = [one for one in ordered if one.state is State.NOT_APPLICABLE]
    counts = Counter(one.state for one in applying)
    said = [f"{state_mark(state, asked.locale).word} {counts[state]}" for state in ORDER if counts[state]]
    return PackPart(
        id=f"pack-{pack.id}",
        title=titled(pack, asked.locale),
        href=asked.pack(pack.id),
        said=asked.say(mark("，")).join(said),
        cards=tuple(_card(one, fund, asked) for one in applying),
        apart=tuple(
            Link(f"{one.rule.id} {titled(one.rule, asked.locale)}", asked.pack(pack.id, one.rule.id)) for one in left
        ),
    )


def _card(verdict: Verdict, fund: str, asked: Asking) -> VerdictCard:
    rule, locale = verdict.rule, asked.locale
    unit = unit_of(rule)
    catalogue_label = _metric(verdict, asked)
    note = rule.note if locale == "zh" else rule.note_en
    return VerdictCard(
        id=rule.id,
        title=titled(rule, locale),
        href=asked.pack(verdict.pack.id, rule.id),
        mark=state_mark(verdict.state, locale),
        hardness=hardness_word(rule, locale),
        grade=sure(rule.grade, locale),
        metric=catalogue_label,
        measured=measured(verdict, locale),
        bound=required(rule, locale),
        distance=_distance(verdict, unit, asked),
        drawing=_drawing(verdict, unit, asked),
        missing=names(verdict.missing, locale),
        reach=_reach(verdict, unit, asked),
        evidence=evidence(verdict.origins, fund, rule.test.metric, asked),
        place=rule.citation.place,
        note=note,
    )


def _metric(verdict: Verdict, asked: Asking) -> str:
    from huoshui.policy.catalogue import CATALOGUE

    return label(CATALOGUE.find(verdict.rule.test.metric), asked.locale)


def _distance(verdict: Verdict, unit: Unit, asked: Asking) -> str:
    """How far it is from the bound, in words."""
    if verdict.distance is None or not verdict.distance:
        return ""
    gap = figure(abs(verdict.distance), unit, asked.locale)
    if unit is Unit.SHARE:
        points = gap.removesuffix("%")
        gap = asked.say(mark("%(num)s 个百分点"), num=points)
    return asked.say(mark("差 %(gap)s"), gap=gap) if verdict.distance < 0 else asked.say(mark("余 %(gap)s"), gap=gap)


def _reach(verdict: Verdict, unit: Unit, asked: Asking) -> str:
    """What the figure can still come to, and whether the rule can still be met."""
    if verdict.least is None and verdict.most is None:
        return ""
    ends = [figure(end, unit, asked.locale) for end in (verdict.least, verdict.most) if end is not None]
    span = asked.say(mark("还可到 %(span)s"), span="–".join(dict.fromkeys(ends)))
    if verdict.reachable is None or verdict.state is State.MET:
        return span
    after = mark("，还来得及") if verdict.reachable else mark("，已无法符合")
    return span + asked.say(after)


def _drawing(verdict: Verdict, unit: Unit, asked: Asking) -> Drawing | None:
    if unit in {Unit.FLAG, Unit.CODE} or (verdict.value is None and verdict.most is None):
        return None
    bound = verdict.rule.test.bounds[0]
    look = {State.MET: "good", State.BROKEN: "bad"}.get(verdict.state, "plain")
    ends = verdict.least, verdict.most
    title = f"{measured(verdict, asked.locale) or '—'} / {bound_in_words(verdict.rule.test, asked.locale)}"
    return gauge(Gauge(verdict.value, float(bound.value), *ends, look, title), width=260)


def _table(verdicts: Sequence[Verdict], asked: Asking) -> Sheet:
    """All verdicts as a file has them."""
    locale = asked.locale
    columns = (
        ("rule", mark("规则"), "-"),
        ("pack", mark("文件"), "-"),
        ("state", mark("结果"), "-"),
        ("measured", mark("实测"), "-"),
        ("bound", mark("界线"), "-"),
        ("distance", mark("距界线"), "-"),
        ("missing", mark("缺的数据"), "-"),
        ("hardness", mark("效力"), "-"),
        ("grade", mark("依据"), "-"),
        ("place", mark("出处"), "-"),
    )
    rows = []
    for one in verdicts:
        unit = unit_of(one.rule)
        words = (
            f"{one.rule.id} {titled(one.rule, locale)}",
            titled(one.pack, locale),
            state_mark(one.state, locale).word,
            measured(one, locale),
            bound_in_words(one.rule.test, locale),
            _distance(one, unit, asked),
            names(one.missing, locale),
            hardness_word(one.rule, locale),
            sure(one.rule.grade, locale).title,
            one.rule.citation.place,
        )
        rows.append(tuple(Cell(word) for word in words))
    return Sheet(
        "verdicts", asked.say(mark("合规核查")), heads_of(locale, *columns), tuple(rows), asked.file("verdicts")
    )
