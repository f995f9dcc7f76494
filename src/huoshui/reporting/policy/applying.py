"""Tables of applications: clause by clause against a call, and the calls that a manager can answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.policy.calls import Opening
from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.wording import HARDNESS, bound_in_words, code_in_words, label, said
from huoshui.reporting.policy.cells import columns, figure, graded, plain, several, state_cell
from huoshui.reporting.tables import Cell, Table
from huoshui.reporting.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from huoshui.policy.calls import Call
    from huoshui.policy.screening import CallsFound, Change, Clause, Fit, Screening
    from huoshui.reporting.words import Locale

_CLAUSE = (
    ("state", "结论", "Outcome"), ("clause", "条款", "Clause"), ("title", "内容", "Title"),
    ("measured", "申报", "Stated"), ("bound", "要求", "Asks for"), ("distance", "距界线", "Distance"),
    ("missing", "缺少的数据", "Missing"), ("hardness", "效力", "Force"), ("grade", "等级", "Grade"),
    ("contested", "各源不一", "Sources disagree"), ("source", "依据", "Citation"), ("stands", "填在", "Stands in"),
    ("applicant", "申请人", "Applicant"), ("decision", "总结论", "Decision"),
)  # fmt: skip
_CALL = (
    ("group", "结论", "Outcome"), ("call", "遴选或指南", "Call or guide"), ("opening", "是否开放", "Open"),
    ("deadline", "截止", "Deadline"), ("changes", "须改变", "What would have to change"),
    ("missing", "缺少的数据", "Missing"), ("remarks", "原则性条款未合", "Principles not met"),
    ("place", "地区", "Place"), ("grade", "等级", "Grade"), ("id", "编号", "Id"),
)  # fmt: skip
_GROUPS = {
    "fits": ("符合", "fits"),
    "nearly": ("差一点", "nearly fits"),
    "undecided": ("未定", "undecided"),
    "far": ("差得多", "far from it"),
    "closed": ("未开放", "not open"),
}
_OPENING = {
    Opening.TO_COME: ("尚未开始", "not yet"),
    Opening.OPEN: ("开放", "open"),
    Opening.UNKNOWN: ("截止日未知", "deadline not known"),
    Opening.CLOSED: ("已截止", "closed"),
}


def screening_table(screenings: Sequence[Screening], locale: Locale) -> Table:
    """One row for each clause: what is broken first, then what is open, then what is met."""
    rows = tuple(
        _clause(one, clause, locale)
        for one in screenings
        for clause in (*one.broken, *one.missing, *one.met)
    )  # fmt: skip
    title = screenings[0].call.pack if screenings else None
    return Table(say(locale, title.title, title.title_en) if title else "", columns(_CLAUSE, locale), rows)


def _clause(of: Screening, clause: Clause, locale: Locale) -> tuple[Cell, ...]:
    rule, verdict = clause.rule, clause.verdict
    unit = CATALOGUE.find(rule.test.metric).unit
    missing = (label(CATALOGUE.variables[name], locale) for name in verdict.missing)
    sources = tuple(dict.fromkeys(origin.says for origin in clause.sources if origin.says))
    stands = tuple(dict.fromkeys(origin.says for _, origin in verdict.origins if origin.says))
    return (
        state_cell(verdict.state, locale),
        plain(rule.id),
        Cell(say(locale, rule.title, rule.title_en), rule.title),
        Cell(code_in_words(verdict.code, locale), verdict.code)
        if verdict.code
        else figure(verdict.value, unit, locale),
        graded(bound_in_words(rule.test, locale), tuple(bound.show() for bound in rule.test.bounds), rule.grade),
        figure(verdict.distance, unit, locale),
        several(missing, verdict.missing, locale),
        Cell(said(HARDNESS[rule.hardness], locale), rule.hardness),
        plain(rule.grade),
        Cell(say(locale, "是", "yes") if clause.contested else "", clause.contested),
        several(sources, sources, locale),
        several(stands, stands, locale),
        plain(of.profile.name),
        Cell(of.decision.label(locale), of.decision.value),
    )


def calls_table(found: CallsFound, locale: Locale) -> Table:
    """One row for each call: those that fit, nearly fit, are undecided, are far from it, are not open."""
    rows = [
        _fit(group, fit, locale)
        for group, fits in (
            ("fits", found.fits),
            ("nearly", found.nearly),
            ("undecided", found.undecided),
            ("far", found.far),
        )
        for fit in fits
    ]
    rows += [_row("closed", call, Opening.CLOSED, ((), (), ()), locale) for call in found.closed]
    return Table(say(locale, "可申报的遴选", "Calls to answer"), columns(_CALL, locale), tuple(rows))


def _fit(group: str, fit: Fit, locale: Locale) -> tuple[Cell, ...]:
    missing = tuple(fit.screening.figures_missing)
    return _row(group, fit.call, fit.opening, (fit.changes, missing, fit.remarks), locale)


def _row(
    group: str,
    call: Call,
    opening: Opening,
    told: tuple[Sequence[Change], tuple[str, ...], Sequence[Change]],
    locale: Locale,
) -> tuple[Cell, ...]:
    changes, missing, remarks = told
    pack = call.pack
    return (
        Cell(say(locale, *_GROUPS[group]), group),
        Cell(say(locale, pack.title, pack.title_en), pack.title),
        Cell(say(locale, *_OPENING[opening]), opening.value),
        plain(call.deadline.isoformat() if call.deadline else ""),
        _said(changes, locale),
        several((label(CATALOGUE.variables[name], locale) for name in missing), missing, locale),
        _said(remarks, locale),
        several(map(str, call.places), map(str, call.places), locale),
        plain(pack.grade),
        plain(call.entity or pack.id),
    )


def _said(changes: Iterable[Change], locale: Locale) -> Cell:
    listed = tuple(changes)
    return Cell(
        say(locale, "；", "; ").join(one.says(locale) for one in listed), tuple(c.clause.rule.id for c in listed)
    )
