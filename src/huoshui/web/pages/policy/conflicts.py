"""Rules against each other, of a place or for one fund: what cannot be met together, what costs points, what is broken.

The report that an officer takes along to renegotiate an agreement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.model.regions import Region
from huoshui.policy.conflicts import conflicts
from huoshui.policy.wording import bound_in_words
from huoshui.web.figures import show_region
from huoshui.web.language import mark, show_date
from huoshui.web.pages.listing import Link
from huoshui.web.pages.policy.marks import Sure, called, hardness_word, measured, sure, titled
from huoshui.web.pages.policy.overview import NATION
from huoshui.web.pages.policy.ranking import points
from huoshui.web.pages.portfolio.cells import Cell, Sheet, count_cell, heads_of

if TYPE_CHECKING:
    from huoshui.policy.conflicts import Conflicts, Contradiction
    from huoshui.policy.costs import Cost
    from huoshui.policy.facts import Facts
    from huoshui.policy.pack import Pack, Rule
    from huoshui.policy.verdicts import Verdict
    from huoshui.web.pages.policy.asking import Asking, Head


@dataclass(frozen=True, slots=True)
class Side:
    """A clause: what it asks, in which document, since when."""

    title: str
    asks: str
    href: str
    pack: str
    issuer: str
    cite: str
    since: str
    hardness: str
    grade: Sure


@dataclass(frozen=True, slots=True)
class Clash:
    """Two clauses that no figure meets together."""

    metric: str
    said: str
    binding: bool
    grade: Sure
    sides: tuple[Side, Side]


@dataclass(frozen=True, slots=True)
class Loss:
    """A clause that costs points of the evaluation."""

    side: Side
    item: str
    item_href: str
    possible: str
    lost: str
    grade: Sure


@dataclass(frozen=True, slots=True)
class Breach:
    """A term of the fund's own that breaks a clause."""

    side: Side
    measured: str
    href: str


@dataclass(frozen=True, slots=True)
class PackChoice:
    """A document to compare."""

    id: str
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ConflictsPage:
    """The page of conflicts. ``fund_value`` is what the form holds."""

    title: str
    head: Head
    about: str
    fund: str
    fund_value: str
    fund_links: tuple[Link, ...]
    place: str
    choices: tuple[PackChoice, ...]
    any_chosen: bool
    compared: tuple[Link, ...]
    places: Sheet
    clashes: tuple[Clash, ...]
    losses: tuple[Loss, ...]
    breaches: tuple[Breach, ...]
    names: tuple[str, ...]
    table: Sheet

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The tables that may be asked for as files."""
        return (self.table, self.places)


def make_page(asked: Asking) -> ConflictsPage:
    """The declared context of the page. NotFound for a fund or a pack, InputError for a place."""
    packs, locale = asked.ruling.packs, asked.locale
    fund, facts, place = _fund(asked)
    chosen = tuple(dict.fromkeys(asked.request.query_params.getlist("pack")))[:20]
    where = asked.place or place
    around = packs.in_force(asked.day, where)
    held = chosen or tuple(pack.id for pack in around if where or pack.jurisdiction == NATION)
    found = conflicts(packs, asked.day, where, facts, held)
    return ConflictsPage(
        title=asked.say(mark("规则冲突")),
        head=asked.head("conflicts"),
        about=_about(found, fund, where, asked),
        fund=fund,
        fund_value=asked.param("fund"),
        fund_links=_links(asked) if facts else (),
        place=asked.param("place"),
        choices=tuple(
            PackChoice(one.id, titled(one, locale), one.id in chosen)
            for one in sorted(packs.in_force(asked.day), key=lambda one: (one.jurisdiction != NATION, one.jurisdiction))
            if one.rules or one.indicators
        ),
        any_chosen=bool(chosen),
        compared=tuple(Link(titled(pack, locale), asked.pack(pack.id)) for pack in found.packs),
        places=_places(asked, shown=not (fund or chosen or where)),
        clashes=tuple(_clash(one, asked) for one in found.contradictions),
        losses=tuple(_loss(one, asked) for one in found.costs),
        breaches=tuple(_breach(one, asked) for one in found.broken),
        names=asked.ruling.funds(asked.day).facts.names[:500],
        table=_table(found, asked),
    )


def _places(asked: Asking, *, shown: bool) -> Sheet:
    """The places with rules of their own, and in how many ways these pull apart from the nation's."""
    packs, locale = asked.ruling.packs, asked.locale
    columns = (
        ("place", mark("地区"), "-"),
        ("packs", mark("当地文件"), asked.say(mark("份"))),
        ("clashes", mark("不能同时满足"), asked.say(mark("对"))),
        ("costs", mark("要失分"), asked.say(mark("条"))),
    )
    rows = []
    local = [pack.jurisdiction for pack in packs.in_force(asked.day) if pack.jurisdiction != NATION] if shown else []
    for name in dict.fromkeys(local):
        found = conflicts(packs, asked.day, Region.parse(name))
        own = sum(pack.jurisdiction != NATION for pack in found.packs)
        counts = len(found.contradictions), len(found.costs)
        href = asked.href("/conflicts", place=name)
        rows.append((counts, (Cell(show_region(name), href), count_cell(own), *map(count_cell, counts))))
    rows.sort(key=lambda row: row[0], reverse=True)
    title = asked.say(mark("各地规则与全国规则"))
    return Sheet("places", title, heads_of(locale, *columns), tuple(cells for _, cells in rows), asked.file("places"))


def _fund(asked: Asking) -> tuple[str, Facts | None, Region | None]:
    """The fund that the address names by id or, as the form has it, by name. NotFound."""
    wanted = asked.param("fund")
    if not wanted:
        return "", None, None
    known = asked.ruling.funds(asked.day).facts
    name = known.ids[known.names.index(wanted)] if wanted in known.names else wanted
    facts, place = asked.ruling.only(name, asked.day)
    return facts.names[0], facts, place


def _links(asked: Asking) -> tuple[Link, ...]:
    known = asked.ruling.funds(asked.day).facts
    wanted = asked.param("fund")
    name = known.ids[known.names.index(wanted)] if wanted in known.names else wanted
    return (
        Link(asked.say(mark("合规核查")), asked.check(name)),
        Link(asked.say(mark("投向评价")), asked.evaluation(name)),
    )


def _about(found: Conflicts, fund: str, place: Region | None, asked: Asking) -> str:
    stated = {
        "day": show_date(asked.day.isoformat(), asked.locale),
        "num": len(found.packs),
        "clashes": len(found.contradictions),
        "costs": len(found.costs),
        "broken": len(found.broken),
        "where": fund or (show_region("/".join(place.path)) if place else asked.say(mark("全国"))),
    }
    if fund:
        return asked.say(
            mark(
                "%(where)s，截至 %(day)s：%(num)s 份文件中 %(clashes)s 对条款不能同时满足，%(costs)s 条要失分，"
                "%(broken)s 条已不符合。"
            ),
            **stated,
        )
    return asked.say(
        mark("%(where)s，截至 %(day)s：%(num)s 份文件中 %(clashes)s 对条款不能同时满足，%(costs)s 条要失分。"), **stated
    )


def _side(pack: Pack, rule: Rule, asked: Asking) -> Side:
    return Side(
        title=titled(rule, asked.locale),
        asks=bound_in_words(rule.test, asked.locale),
        href=asked.pack(pack.id, rule.id),
        pack=titled(pack, asked.locale),
        issuer=asked.say(mark("、")).join(pack.issuer),
        cite=" ".join(part for part in (pack.number, rule.citation.place) if part),
        since=show_date(pack.since.isoformat(), asked.locale),
        hardness=hardness_word(rule, asked.locale),
        grade=sure(rule.grade, asked.locale),
    )


def _clash(one: Contradiction, asked: Asking) -> Clash:
    since = show_date(one.since.isoformat(), asked.locale)
    said = mark("自 %(day)s 起不能同时满足，双方都是硬条款") if one.binding else mark("自 %(day)s 起不能同时满足")
    return Clash(
        metric=called(one.left.rule.test.metric, asked.locale),
        said=asked.say(said, day=since),
        binding=one.binding,
        grade=sure(one.grade, asked.locale),
        sides=(_side(*one.left, asked), _side(*one.right, asked)),
    )


def _loss(one: Cost, asked: Asking) -> Loss:
    return Loss(
        side=_side(one.guide, one.rule, asked),
        item=titled(one.item, asked.locale),
        item_href=asked.pack(one.pack.id),
        possible=points(one.possible),
        lost=points(one.lost),
        grade=sure(one.grade, asked.locale),
    )


def _breach(one: Verdict, asked: Asking) -> Breach:
    href = asked.check(one.subject) + f"#{one.rule.id}"
    return Breach(_side(one.pack, one.rule, asked), measured(one, asked.locale), href)


def _table(found: Conflicts, asked: Asking) -> Sheet:
    """Everything as one table, as a file has it."""
    locale = asked.locale
    columns = (
        ("kind", mark("冲突"), "-"),
        ("left", mark("条款"), "-"),
        ("asks", mark("要求"), "-"),
        ("pack", mark("文件"), "-"),
        ("against", mark("与之相对"), "-"),
        ("since", mark("自"), "-"),
        ("grade", mark("依据"), "-"),
    )
    rows = []
    for clash in (_clash(one, asked) for one in found.contradictions):
        left, right = clash.sides
        against = f"{right.pack}：{right.title}（{right.asks}）"
        rows.append((clash.said, left.title, left.asks, left.pack, against, right.since, clash.grade.word))
    for loss in (_loss(one, asked) for one in found.costs):
        against = asked.say(mark("“%(item)s”失 %(lost)s 分"), item=loss.item, lost=loss.lost)
        side = loss.side
        rows.append((asked.say(mark("失分")), side.title, side.asks, side.pack, against, side.since, loss.grade.word))
    for breach in (_breach(one, asked) for one in found.broken):
        side, against = breach.side, asked.say(mark("实测 %(value)s"), value=breach.measured)
        rows.append((asked.say(mark("不符合")), side.title, side.asks, side.pack, against, side.since, side.grade.word))
    cells = tuple(tuple(Cell(text) for text in row) for row in rows)
    title = asked.say(mark("规则冲突"))
    return Sheet("conflicts", title, heads_of(locale, *columns), cells, asked.file("conflicts"))
