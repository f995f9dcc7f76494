"""An application against one call or guide: the form that it needs, and clause by clause what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.policy.calls import call_of_pack
from huoshui.policy.open_calls import call_named
from huoshui.policy.pack import State
from huoshui.policy.profile_templates import needed_figures
from huoshui.policy.profiles import NAME
from huoshui.policy.screening import Decision, screen
from huoshui.web.language import mark
from huoshui.web.pages.listing import Link
from huoshui.web.pages.policy.fields import OF_CALL, Field, read_form
from huoshui.web.pages.policy.marks import (
    Mark,
    Sure,
    hardness_word,
    is_address,
    measured,
    names,
    required,
    state_mark,
    sure,
    titled,
)
from huoshui.web.pages.portfolio.cells import Cell, Sheet, heads_of

if TYPE_CHECKING:
    from huoshui.policy.calls import Call
    from huoshui.policy.facts import Origin
    from huoshui.policy.screening import Clause, Screening
    from huoshui.web.pages.policy.asking import Asking, Head

_SIGNS = {Decision.ELIGIBLE: "✓", Decision.NOT_ELIGIBLE: "✕", Decision.UNDECIDED: "?"}


@dataclass(frozen=True, slots=True)
class ClauseCard:
    """A clause and how the application stands to it."""

    id: str
    title: str
    href: str
    mark: Mark
    hardness: str
    grade: Sure
    measured: str
    bound: str
    missing: str
    contested: bool
    sources: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What comes of an application."""

    mark: Mark
    said: str
    cards: tuple[ClauseCard, ...]
    later: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """The page of a call with its application form; ``result`` none before anything is filled in."""

    title: str
    head: Head
    back: str
    call: str
    own_href: str
    own_label: str
    unread: str
    fields: tuple[Field, ...]
    wrong: int
    form_href: str
    result: Result | None
    table: Sheet

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The tables that may be asked for as files."""
        return (self.table,)


def call_of(name: str, asked: Asking) -> Call:
    """A guide by its pack's id, or a call of the registry. NotFound."""
    packs = asked.ruling.packs
    return call_of_pack(packs.by_id[name], packs) if name in packs.by_id else call_named(asked.registry, name)


def make_page(name: str, asked: Asking) -> ApplicationPage:
    """The declared context of the page. NotFound for a call that there is not."""
    call, locale = call_of(name, asked), asked.locale
    needed = needed_figures(call)
    asks = {OF_CALL.get(one.variable, one.variable): one for one in needed}
    joint = asked.say(mark("；"))
    why = {key: joint.join(titled(rule, locale) for rule in one.rules) for key, one in asks.items()}
    form = read_form((NAME, *asks), asked, why)
    found = screen(form.profile, call) if form.given else None
    return ApplicationPage(
        title=titled(call.pack, locale),
        head=asked.head("screen"),
        back=asked.href("/screen"),
        call=name,
        own_href=f"/entities/{call.entity}" if call.entity else asked.pack(call.pack.id),
        own_label=asked.say(mark("登记册中的这份公告")) if call.entity else asked.say(mark("看这份文件")),
        unread=joint.join(call.unread),
        fields=form.fields,
        wrong=form.wrong,
        form_href=asked.href("/screen", call=name, **{"as": "form"}),
        result=_result(found, call, asked) if found else None,
        table=_table(found, call, asked),
    )


def _result(found: Screening, call: Call, asked: Asking) -> Result:
    decision = found.decision
    stated = {"met": len(found.met), "broken": len(found.broken), "missing": len(found.missing)}
    said = asked.say(mark("满足 %(met)s 条，不满足 %(broken)s 条，缺数据 %(missing)s 条"), **stated)
    ordered = (*found.broken, *found.missing, *found.met)
    return Result(
        mark=Mark(decision.value, _SIGNS[decision], decision.label(asked.locale)),
        said=said,
        cards=tuple(_card(one, call, asked) for one in ordered),
        later=tuple(titled(rule, asked.locale) for rule in found.later),
    )


def _card(clause: Clause, call: Call, asked: Asking) -> ClauseCard:
    rule, locale = clause.rule, asked.locale
    href = f"/entities/{call.entity}" if call.entity else asked.pack(clause.verdict.pack.id, rule.id)
    return ClauseCard(
        id=rule.id,
        title=titled(rule, locale),
        href=href,
        mark=state_mark(clause.state, locale),
        hardness=hardness_word(rule, locale),
        grade=sure(rule.grade, locale),
        measured=measured(clause.verdict, locale),
        bound=required(rule, locale),
        missing=names(clause.verdict.missing, locale),
        contested=clause.contested,
        sources=tuple(_source(one) for one in clause.sources),
    )


def _source(origin: Origin) -> Link:
    local = origin.address.startswith("/") and not origin.address.startswith("//")
    return Link(origin.says or origin.address, origin.address if local or is_address(origin.address) else "")


def _table(found: Screening | None, call: Call, asked: Asking) -> Sheet:
    """The clauses as a file has them."""
    locale = asked.locale
    columns = (
        ("clause", mark("条款"), "-"),
        ("state", mark("结果"), "-"),
        ("measured", mark("申报"), "-"),
        ("bound", mark("界线"), "-"),
        ("missing", mark("缺的数据"), "-"),
        ("hardness", mark("效力"), "-"),
        ("grade", mark("依据"), "-"),
        ("source", mark("出处"), "-"),
    )
    rows = []
    for state in (State.BROKEN, State.UNKNOWN, State.MET) if found else ():
        for clause in found.of(state) if found else ():
            card = _card(clause, call, asked)
            source = asked.say(mark("；")).join(link.label for link in card.sources)
            words = (card.title, card.mark.word, card.measured, card.bound, card.missing, card.hardness)
            rows.append(tuple(Cell(word) for word in (*words, card.grade.title, source)))
    title = asked.say(mark("申报筛查"))
    return Sheet("screening", title, heads_of(locale, *columns), tuple(rows), asked.file("screening"))
