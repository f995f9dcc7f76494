"""Packs with one bound changed: the worked cases of a pack must notice every one of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from huoshui.policy.pack import Condition, Indicator, Item, Test
from huoshui.policy.units import Quantity, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.policy.catalogue import Catalogue
    from huoshui.policy.pack import Band, Pack, Rule, Scored, Where

_WHOLE = frozenset({Unit.COUNT, Unit.YEARS, Unit.MONTHS, Unit.DAYS})
_STEP = Decimal("0.01")
_YUAN = 100


class Mutant(NamedTuple):
    """A pack with one figure changed, what was changed, and where it stands."""

    pack: Pack
    says: str
    where: Where


def mutants(pack: Pack, catalogue: Catalogue) -> Iterator[Mutant]:
    """Every bound, up and down by one (counts, years, days, yuan from 0) or one per cent; flags turned, other codes.

    A mutant holds only the rule or indicator that was changed, so that only its own cases can notice.
    """
    for rule in pack.rules:
        for changed, says, where in _rules(rule, catalogue):
            yield Mutant(replace(pack, rules=(changed,), indicators=()), f"{rule.id} {says}", where)
    for indicator in pack.indicators:
        for item in _items(indicator):
            for other, says, where in _item_mutants(item):
                alone = replace(indicator, parts=(other,))
                yield Mutant(replace(pack, rules=(), indicators=(alone,)), f"{item.id} {says}", where)


def _rules(rule: Rule, catalogue: Catalogue) -> Iterator[tuple[Rule, str, Where]]:
    for test, says, where in _tests(rule.test, catalogue):
        yield replace(rule, test=test), says, where
    if rule.applies:
        for condition, says, where in condition_mutants(rule.applies, catalogue):
            yield replace(rule, applies=condition), says, where
    if rule.unless:
        for condition, says, where in condition_mutants(rule.unless, catalogue):
            yield replace(rule, unless=condition), says, where


def condition_mutants(condition: Condition, catalogue: Catalogue) -> Iterator[tuple[Condition, str, Where]]:
    """A condition with one of its bounds changed, what was changed, and where it stands."""
    for place, part in enumerate(condition.tests):

        def put(new: Test | Condition, place: int = place) -> Condition:
            return replace(condition, tests=(*condition.tests[:place], new, *condition.tests[place + 1 :]))

        if isinstance(part, Condition):
            yield from ((put(new), says, where) for new, says, where in condition_mutants(part, catalogue))
        else:
            yield from ((put(new), says, where) for new, says, where in _tests(part, catalogue))


def _tests(test: Test, catalogue: Catalogue) -> Iterator[tuple[Test, str, Where]]:
    if test.bounds[0].unit is Unit.CODE:
        yield from _coded(test, catalogue)
        return
    for other in _others(test.bounds[0]):
        yield replace(test, bounds=(other,)), f"with the bound {other.show()}", test.where


def _coded(test: Test, catalogue: Catalogue) -> Iterator[tuple[Test, str, Where]]:
    for bound in test.bounds:
        fewer = tuple(one for one in test.bounds if one != bound)
        yield replace(test, bounds=fewer), f"without {bound.code}", test.where
    known = {bound.code for bound in test.bounds}
    more = next((code for code in catalogue.variables[test.metric].codes if code not in known), None)
    if more is not None:
        added = (*test.bounds, Quantity(Decimal(0), Unit.CODE, more))
        yield replace(test, bounds=added), f"with {more} besides", test.where


def _others(bound: Quantity) -> Iterator[Quantity]:
    if bound.unit is Unit.FLAG:
        yield replace(bound, value=1 - bound.value)
        return
    whole = bound.unit in _WHOLE and bound.value == int(bound.value)
    least = Decimal(_YUAN) if bound.unit is Unit.MONEY else _STEP
    step = Decimal(1) if whole else abs(bound.value) * _STEP or least
    yield replace(bound, value=bound.value + step)
    yield replace(bound, value=bound.value - step)


def _items(indicator: Indicator) -> Iterator[Item]:
    for part in indicator.parts:
        if isinstance(part, Indicator):
            yield from _items(part)
        else:
            yield part


def _item_mutants(item: Item) -> Iterator[tuple[Item, str, Where]]:
    for changed, says, where in _listed_mutants(item.metrics):
        yield replace(item, metrics=changed), says, where
    for name, listed in item.variants.items():
        for changed, says, where in _listed_mutants(listed):
            yield replace(item, variants={**item.variants, name: changed}), f"{says} (variant {name})", where
    if any(scored.way != "bands" for scored in item.metrics):
        yield replace(item, points=replace(item.points, value=item.points.value + 1)), "worth a point more", item.where


def _listed_mutants(listed: tuple[Scored, ...]) -> Iterator[tuple[tuple[Scored, ...], str, Where]]:
    for place, scored in enumerate(listed):
        for other, says in _scored_mutants(scored):
            yield (*listed[:place], other, *listed[place + 1 :]), says, scored.where


def _scored_mutants(scored: Scored) -> Iterator[tuple[Scored, str]]:
    if scored.each is not None:
        for other in (scored.each.value * 2, scored.each.value / 2):
            yield replace(scored, each=replace(scored.each, value=other)), f"with {other} points each"
    lowest = len(scored.bands) - 1
    for place, band in enumerate(scored.bands):

        def put(new: Band, place: int = place) -> Scored:
            return replace(scored, bands=(*scored.bands[:place], new, *scored.bands[place + 1 :]))

        more = replace(band.points, value=band.points.value + 1)
        yield put(replace(band, points=more)), f"with {more.value} points from {band.lower.show()}"
        if place != lowest or band.beyond:
            yield put(replace(band, beyond=not band.beyond)), f"with the edge {band.lower.show()} on the other side"
        if place != lowest or band.lower.value > 0:
            for lower in _others(band.lower):
                yield put(replace(band, lower=lower)), f"with a band from {lower.show()}"
