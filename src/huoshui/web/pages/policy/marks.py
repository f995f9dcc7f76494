"""Outcomes and grades as a word, a sign and a colour together; figures of any unit as readers see them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import quote

from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.pack import State
from huoshui.policy.units import Unit, show
from huoshui.policy.wording import GRADE, HARDNESS, STATE, bound_in_words, code_in_words, label, said
from huoshui.web.language import mark, say
from huoshui.web.pages.listing import Link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huoshui.policy.facts import Origin
    from huoshui.policy.pack import Grade, Rule
    from huoshui.policy.verdicts import Verdict
    from huoshui.web.language import Locale
    from huoshui.web.pages.policy.asking import Asking

#: What wants attention first.
ORDER = (State.BROKEN, State.UNKNOWN, State.MET, State.NOT_APPLICABLE)
_SIGNS = {"met": "✓", "broken": "✕", "unknown": "?", "not_applicable": "–"}
_SHORT = {"A": mark("原文"), "B": mark("二手"), "C": mark("推断")}
_ENTRIES = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """An outcome: ``code`` colours it."""

    code: str
    sign: str
    word: str


@dataclass(frozen=True, slots=True)
class Sure:
    """How sure a figure is, in short and in full; ``doubtful`` where it is not from the text itself."""

    code: Grade
    word: str
    title: str
    doubtful: bool


def state_mark(state: State, locale: Locale) -> Mark:
    """An outcome in a language."""
    return Mark(state.value, _SIGNS[state.value], _capital(said(STATE[state], locale)))


def sure(grade: Grade, locale: Locale) -> Sure:
    """A grade in a language."""
    return Sure(grade, say(locale, _SHORT[grade]), said(GRADE[grade], locale), grade != "A")


def hardness_word(rule: Rule, locale: Locale) -> str:
    """How hard a rule is."""
    return said(HARDNESS[rule.hardness], locale)


def titled(one: object, locale: Locale) -> str:
    """The title of a pack, a rule, an indicator or an item; where it has no English one the Chinese stands."""
    zh, en = one.title, one.title_en  # type: ignore[attr-defined]
    return str(en or zh) if locale == "en" else str(zh)


def figure(value: float | None, unit: Unit, locale: Locale) -> str:
    """A measured figure as readers expect it; empty where there is none."""
    if value is None:
        return ""
    if unit is Unit.SHARE and value and abs(value) < 0.00005:
        return "<0.01%" if value > 0 else ">-0.01%"
    return show(Decimal(repr(round(value, 12))), unit, locale)


def unit_of(rule: Rule) -> Unit:
    """The unit of a rule's figure."""
    return CATALOGUE.find(rule.test.metric).unit


def called(variable: str, locale: Locale) -> str:
    """What a variable or metric is called."""
    return label(CATALOGUE.find(variable), locale)


def names(variables: Iterable[str], locale: Locale) -> str:
    """Several of them in a row."""
    return say(locale, "、").join(called(one, locale) for one in variables)


def measured(verdict: Verdict, locale: Locale) -> str:
    """The measured figure of a verdict, a code in words."""
    if verdict.code:
        return code_in_words(verdict.code, locale)
    return figure(verdict.value, unit_of(verdict.rule), locale)


def required(rule: Rule, locale: Locale) -> str:
    """The bound in words; of what is answered by yes or no, what it should be."""
    words = bound_in_words(rule.test, locale)
    return say(locale, "应为 %(bound)s") % {"bound": words} if unit_of(rule) is Unit.FLAG else words


def evidence(origins: Iterable[tuple[str, Origin]], fund: str, metric: str, asked: Asking) -> tuple[Link, ...]:
    """Where a figure comes from, each once: entries of the journal, the fund's record, obligations, statements."""
    events: dict[str, None] = {}
    found: dict[str, Link] = {}
    for _, origin in origins:
        if origin.kind == "event":
            events |= dict.fromkeys(origin.ids)
        elif origin.kind == "node":
            found.setdefault("node", Link(asked.say(mark("基金登记")), asked.fund(fund)))
        elif origin.kind == "obligation":
            href = asked.portfolio("/reinvestment", obligation=origin.ids[0])
            found.setdefault("obligation", Link(asked.say(mark("返投要求")), href))
        elif origin.kind == "statement":
            found.setdefault(origin.says, Link(origin.says or asked.say(mark("登记册中的记录")), origin.address))
    if events:
        href = asked.href("/evidence", fund=fund, metric=metric)
        text = asked.say(mark("流水 %(num)s 笔"), num=f"{len(events):,}")
        return (Link(text, href), *found.values())
    return tuple(found.values())


def is_address(text: str) -> bool:
    """Whether a source is an address that may be followed."""
    return text.startswith(("https://", "http://"))


def quoted(text: str) -> str:
    """A name as a part of an address."""
    return quote(text, safe="")


def _capital(term: str) -> str:
    return term[:1].upper() + term[1:]
