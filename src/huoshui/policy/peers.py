"""Funds for comparing with each other: those of the ledger by what they invested, those of the registry by their words.

A fund of the ledger that has not invested yet counts by the sectors that it is for. One that both have is the ledger's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.model.money import Money
from huoshui.policy.extra import np
from huoshui.policy.facts import UNSTATED
from huoshui.policy.overlap import FundProfile
from huoshui.policy.subjects import of_ledger, region_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from huoshui.model.regions import Region
    from huoshui.portfolio.snapshot import Snapshot
    from huoshui.registry import Registry
    from huoshui.registry.views import EntityView


def peers(
    snapshot: Snapshot | None, registry: Registry | None, day: date, place: Region | None = None
) -> tuple[FundProfile, ...]:
    """The funds of a ledger and of a registry, where there are any, in ``place``. DatabaseError, InputError."""
    found = list(of_snapshot(snapshot, day)) if snapshot is not None else []
    taken = {getattr(snapshot.node(one.id), "entity", None) for one in found} if snapshot is not None else set()
    names = {one.name for one in found}
    if registry is not None:
        found += [one for one in of_entities(_funds(registry)) if one.id not in taken and one.name not in names]
    return tuple(one for one in found if place is None or (one.region is not None and place.contains(one.region)))


def of_snapshot(snapshot: Snapshot, day: date) -> tuple[FundProfile, ...]:
    """The funds of a ledger at the end of a day."""
    subjects = of_ledger(snapshot, day)
    facts = subjects.facts
    family = facts.families.get("invested_by_sector", {})
    sizes = facts.column("fund_size")
    found = []
    for at, name in enumerate(facts.ids):
        invested = {key: int(column[at]) for key, column in family.items() if key != UNSTATED and column[at] > 0}
        stated = dict.fromkeys(getattr(snapshot.node(name), "sectors", ()), 1)
        size = None if np.isnan(sizes[at]) else int(sizes[at])
        found.append(FundProfile(name, facts.names[at], subjects.places[at], size, invested or stated))
    return tuple(found)


def of_entities(funds: Iterable[EntityView]) -> tuple[FundProfile, ...]:
    """Funds of the registry: the sectors that any document states, the preferred size in yuan."""
    return tuple(
        FundProfile(
            fund.id,
            fund.name,
            region_of(fund),
            _size(fund),
            dict.fromkeys((fact.value for fact in fund.facts_of("sector")), 1),
        )
        for fund in funds
    )


def _funds(registry: Registry) -> Iterable[EntityView]:
    from huoshui.policy.calls import entities_of

    return entities_of(registry, "Fund")


def _size(fund: EntityView) -> int | None:
    stated = {fact.value for fact in fund.facts_of("size") if fact.preferred}
    try:
        money = Money.parse(next(iter(stated))) if len(stated) == 1 else None
    except InputError:
        return None
    return money.minor if money is not None and money.currency == "CNY" else None
