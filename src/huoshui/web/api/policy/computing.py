"""What the endpoints compute with what is sent to them, and forget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.errors import InputError, NotFound
from huoshui.web.api.policy import fits, fitting, models, scores
from huoshui.web.api.policy.answers import maker, registry_of, ruling_of
from huoshui.web.api.policy.asking import written
from huoshui.web.api.policy.listing import verdicts
from huoshui.web.folio import read_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request

    from huoshui.policy.profiles import Profile
    from huoshui.web.api.policy import asking


def check(request: Request, body: asking.GivenFigures, asked: asking.AskedOfPolicy) -> models.VerdictPage:
    """Verdicts on the figures of a body. InputError naming the figure at fault, NotFound of a pack."""
    from huoshui.policy.checks import check_all
    from huoshui.policy.subjects import of_given

    day = read_day(asked.as_of)
    subjects = of_given({name: written(value) for name, value in body.figures.items()})
    found = check_all(ruling_of(request).packs, subjects, day, chosen=tuple(body.packs))
    return verdicts(maker(request, asked.lang), (found, len(found), found), day, None)


def screen(request: Request, body: asking.Application, asked: asking.AskedOfPolicy) -> fits.ScreeningResult:
    """An application against the call of a body. InputError, NotFound."""
    from huoshui.policy.calls import call_of_pack
    from huoshui.policy.open_calls import call_named
    from huoshui.policy.screening import screen as screened

    if bool(body.pack) == bool(body.call):
        raise InputError("pack, call: say against which of them the application is held, one and not the other")
    packs = ruling_of(request).packs
    call = call_of_pack(packs.get(body.pack), packs) if body.pack else call_named(registry_of(request), body.call)
    return fitting.screening(maker(request, asked.lang), screened(_profile(body.figures), call))


def calls(request: Request, body: asking.Profile, asked: asking.AskedOfPolicy) -> fits.CallFits:
    """The calls for a profile."""
    from huoshui.policy.open_calls import open_calls
    from huoshui.policy.screening import calls_for

    day, packs = read_day(asked.as_of), ruling_of(request).packs
    found = calls_for(_profile(body.figures), open_calls(packs, registry_of(request), day), day)
    return fitting.calls(maker(request, asked.lang), found, day.isoformat())


def match(request: Request, body: asking.Profile, asked: asking.AskedOfPolicy) -> fits.MatchResult:
    """What fits a profile."""
    from huoshui.policy.instruments import shipped_instruments
    from huoshui.policy.matching import match as matched
    from huoshui.policy.open_calls import offers

    day = read_day(asked.as_of)
    funds = offers(ruling_of(request).snapshot, registry_of(request), day)
    instruments = [one for pack in shipped_instruments() for one in pack.instruments]
    found = matched(_profile(body.figures), funds, instruments, day)
    return fitting.matches(maker(request, asked.lang), found, day.isoformat())


def compose(name: str, body: asking.IndexValues) -> fits.IndexScores:
    """An index over the values of a body. NotFound of an index, InputError of an indicator."""
    from huoshui.policy.composite import compose as composed
    from huoshui.policy.composite import sensitivity, shipped_indices, table_of

    index = next((one for one in shipped_indices() if one.id == name), None)
    if index is None:
        raise NotFound(f"no index {name[:60]!r}: see /policy/indices")
    table = table_of(body.values, index)
    moved = None
    if body.sensitivity is not None:
        moved = sensitivity(index, table, by=body.sensitivity, draws=body.draws)
    return scores.index_scores(composed(index, table), moved)


def _profile(figures: Mapping[str, object]) -> Profile:
    from huoshui.policy.profiles import profile_of

    return profile_of({name: written(value) for name, value in figures.items()})
