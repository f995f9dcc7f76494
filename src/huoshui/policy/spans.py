"""Figures that are known in part: between which two they lie, and what follows from either.

Where only some of the money's stages, owners or places are recorded, a figure is not known, yet it is not open at all:
it lies between what is recorded and that with all the rest. A metric that grows or falls with each of its figures is at
its least and its most at the corners of what is possible.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from huoshui.policy.facts import ANY, UNSTATED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.policy.facts import Facts, Family

_MOST = 4


def spanned(facts: Facts, metric: str) -> tuple[str, ...]:
    """The variables of a metric that are known in part; none where they are too many to look at every corner."""
    if not facts.spans and not any(UNSTATED in family for family in facts.families.values()):
        return ()
    names = tuple(
        leaf
        for leaf in facts.catalogue.leaves(metric)
        if leaf in facts.spans or UNSTATED in facts.families.get(leaf, {})
    )
    return names if len(names) <= _MOST else ()


def corners(facts: Facts, names: tuple[str, ...]) -> Iterator[Facts]:
    """The facts with each of these variables at its least and at its most, in every combination."""
    for ends in product((0, 1), repeat=len(names)):
        columns, families = dict(facts.columns), dict(facts.families)
        for name, end in zip(names, ends, strict=True):
            if name in facts.spans:
                columns[name] = facts.spans[name][end]
            else:
                families[name] = _at(families[name], end)
        yield replace(facts, columns=columns, families=families, spans={}, _kept={})


def _at(family: Family, end: int) -> Family:
    """The family with what stands nowhere left out, or counted everywhere."""
    stated = {key: column for key, column in family.items() if key != UNSTATED}
    return {**stated, ANY: family[UNSTATED]} if end else stated or {ANY: family[UNSTATED] * 0}
