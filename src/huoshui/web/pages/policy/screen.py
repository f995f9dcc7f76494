"""Choosing a call or a guide to screen by, and the other way round: one profile against every call."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.policy.calls import Opening
from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.open_calls import open_calls
from huoshui.policy.profile_templates import needed_figures
from huoshui.policy.profiles import NAME, PLACES, SECTORS
from huoshui.policy.screening import calls_for
from huoshui.policy.units import Unit
from huoshui.web.figures import show_region
from huoshui.web.language import mark, show_date
from huoshui.web.pages.listing import Link, Pager, make_pager
from huoshui.web.pages.policy.fields import OF_CALL, Field, read_form
from huoshui.web.pages.policy.marks import called, sure, titled
from huoshui.web.query import read_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.policy.calls import Call
    from huoshui.policy.screening import CallsFound, Fit
    from huoshui.web.pages.policy.asking import Asking, Head
    from huoshui.web.pages.policy.marks import Sure

CALLS_AT_ONCE = 50
#: Figures that the one form for all calls asks for: those asked for most.
ASKED = 12
_OPENING = {
    Opening.OPEN: mark("可申报"),
    Opening.UNKNOWN: mark("截止日期不详"),
    Opening.TO_COME: mark("未开始"),
    Opening.CLOSED: mark("已截止"),
}


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call to choose."""

    name: str
    href: str
    sort: str
    place: str
    dated: str
    opening: str
    asks: str
    grade: Sure


@dataclass(frozen=True, slots=True)
class FitRow:
    """A call that was looked at for the profile; ``changes`` are what would have to change, or is missing."""

    name: str
    href: str
    opening: str
    said: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FitGroup:
    """Calls that come out alike; ``code`` colours it."""

    code: str
    sign: str
    title: str
    note: str
    rows: tuple[FitRow, ...]


@dataclass(frozen=True, slots=True)
class ScreenPage:
    """The page of screening before a call is chosen."""

    title: str
    head: Head
    about: str
    text: str
    calls: tuple[CallRow, ...]
    pager: Pager
    fields: tuple[Field, ...]
    wrong: int
    groups: tuple[FitGroup, ...]
    closed: tuple[Link, ...]
    elsewhere: tuple[Link, ...]


def make_page(asked: Asking) -> ScreenPage:
    """The declared context of the page."""
    calls = list(open_calls(asked.ruling.packs, asked.registry, asked.day))
    form = read_form(_most_asked(calls), asked)
    text = asked.param("q").casefold()
    listed = sorted(
        (call for call in calls if not text or text in _named(call, asked).casefold()),
        key=lambda call: (bool(call.entity), -call.pack.since.toordinal(), call.pack.id),
    )
    number = read_page(asked.request.query_params, asked.locale)
    shown = listed[(number - 1) * CALLS_AT_ONCE : number * CALLS_AT_ONCE]
    found = calls_for(form.profile, calls, asked.day) if form.given else None
    return ScreenPage(
        title=asked.say(mark("申报筛查")),
        head=asked.head("screen"),
        about=asked.say(
            mark(
                "%(num)s 份指南与遴选公告。先填自己的情况，看哪些够格；"
                "或选一份，填它要的数，逐条看满足、不满足还是缺数据。"
            ),
            num=len(calls),
        ),
        text=asked.param("q"),
        calls=tuple(_row(call, asked) for call in shown),
        pager=make_pager(len(listed), number, lambda n: asked.same(page=str(n) if n > 1 else ""), CALLS_AT_ONCE),
        fields=form.fields,
        wrong=form.wrong,
        groups=_groups(found, asked) if found else (),
        closed=_links(found.closed, asked) if found else (),
        elsewhere=_links(found.elsewhere, asked) if found else (),
    )


def _most_asked(calls: Sequence[Call]) -> tuple[str, ...]:
    """What is asked for most: figures first, then what is answered by yes or no."""
    counts = Counter(one.variable for call in calls for one in needed_figures(call) if one.variable not in OF_CALL)
    ordered = [name for name, _ in counts.most_common()]
    figures = [name for name in ordered if CATALOGUE.variables[name].unit is not Unit.FLAG]
    flags = [name for name in ordered if CATALOGUE.variables[name].unit is Unit.FLAG]
    return (NAME, SECTORS, PLACES, *figures[:ASKED], *flags[: ASKED // 2])


def _links(calls: Sequence[Call], asked: Asking) -> tuple[Link, ...]:
    return tuple(Link(_named(call, asked), call_href(call, asked)) for call in calls)


def call_href(call: Call, asked: Asking, **values: str) -> str:
    """The application form of a call."""
    return asked.href("/screen", call=call.entity or call.pack.id, **values)


def _named(call: Call, asked: Asking) -> str:
    return titled(call.pack, asked.locale)


def _row(call: Call, asked: Asking) -> CallRow:
    known = call.opened is not None
    return CallRow(
        name=_named(call, asked),
        href=call_href(call, asked),
        sort=asked.say(mark("遴选公告")) if call.entity else asked.say(mark("指南")),
        place=asked.say(mark("、")).join(show_region("/".join(place.path)) for place in call.places[:3]),
        dated=show_date(call.pack.since.isoformat(), asked.locale) if known else "",
        opening=asked.say(_OPENING[call.opening(asked.day)]),
        asks=asked.say(mark("%(num)s 项"), num=len(needed_figures(call))),
        grade=sure(call.pack.grade, asked.locale),
    )


def _groups(found: CallsFound, asked: Asking) -> tuple[FitGroup, ...]:
    made = (
        FitGroup("eligible", "✓", asked.say(mark("够格")), "", _fits(found.fits, asked)),
        FitGroup(
            "unknown",
            "?",
            asked.say(mark("还缺数据")),
            asked.say(mark("补上后才能判断")),
            _fits(found.undecided, asked),
        ),
        FitGroup(
            "not_eligible", "✕", asked.say(mark("差一点")), asked.say(mark("改动不多")), _fits(found.nearly, asked)
        ),
        FitGroup("not_eligible", "✕", asked.say(mark("差得远")), "", _fits(found.far, asked)),
    )
    return tuple(group for group in made if group.rows)


def _fits(fits: Sequence[Fit], asked: Asking) -> tuple[FitRow, ...]:
    return tuple(_fit(one, asked) for one in fits)


def _fit(fit: Fit, asked: Asking) -> FitRow:
    screening, locale = fit.screening, asked.locale
    lacking = [_part(name, asked) if name in OF_CALL else called(name, locale) for name in screening.figures_missing]
    missing = [asked.say(mark("缺 %(what)s"), what=asked.say(mark("、")).join(lacking))] if lacking else []
    values = {
        name: asked.param(name) for name in asked.request.query_params if name not in {"call", "page", "q", "as_of"}
    }
    stated = {"met": len(screening.met), "broken": len(screening.broken), "missing": len(screening.missing)}
    return FitRow(
        name=_named(fit.call, asked),
        href=call_href(fit.call, asked, **values),
        opening=asked.say(_OPENING[fit.opening]),
        said=asked.say(mark("满足 %(met)s 条，不满足 %(broken)s 条，缺数据 %(missing)s 条"), **stated),
        changes=(*(change.says(locale) for change in fit.changes), *missing),
    )


def _part(name: str, asked: Asking) -> str:
    return asked.say(mark("领域")) if OF_CALL[name] == SECTORS else asked.say(mark("地区"))
