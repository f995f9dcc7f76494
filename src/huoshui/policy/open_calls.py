"""What there is to look through: for a manager calls and the guides in force, for a company the funds of a database."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from huoshui.errors import NotFound
from huoshui.policy.calls import call_of_entity, call_of_pack, calls_of_registry
from huoshui.policy.offers import offers_of_ledger, offers_of_registry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from huoshui.policy.calls import Call
    from huoshui.policy.offers import Offer
    from huoshui.policy.packs_in_force import Packs
    from huoshui.portfolio.snapshot import Snapshot
    from huoshui.registry import Registry

_WHOLE = "全国"


def open_calls(packs: Packs, registry: Registry | None, day: date) -> Iterator[Call]:
    """The calls of a registry, and the guides in force on a day whose rules ask for something of a fund or manager.

    A guide is of a place: what holds in the whole country is no call. DatabaseError.
    """
    guides = (
        call_of_pack(pack, packs)
        for pack in packs.in_force(day)
        if pack.jurisdiction != _WHOLE and any(rule.subject in {"fund", "manager"} for rule in pack.rules)
    )
    return chain(calls_of_registry(registry) if registry is not None else (), guides)


def offers(snapshot: Snapshot | None, registry: Registry | None, day: date) -> Iterator[Offer]:
    """The funds of a ledger at the end of a day and of a registry; one that both have is the ledger's."""
    taken: set[str | None] = set()
    if snapshot is not None:
        taken = {fund.entity for fund in snapshot.setting.funds.values()}
        taken |= {fund.name for fund in snapshot.setting.funds.values()}
        yield from offers_of_ledger(snapshot, day)
    if registry is not None:
        yield from (one for one in offers_of_registry(registry) if taken.isdisjoint((one.id, one.name)))


def call_named(registry: Registry, name: str) -> Call:
    """A call of the registry by id or name. NotFound where there is none of it, or several by that name."""
    found = [one for one in registry.entities_by_id([name]) or registry.find(name) if one.kind == "ManagerCall"]
    exact = [one for one in found if name in {one.id, one.name, *one.aliases}] or found
    if len(exact) != 1:
        several = ", ".join(f"{one.name} ({one.id})" for one in exact[:5])
        raise NotFound(f"{len(exact)} calls for managers are called {name[:60]!r}: {several or 'see `huoshui calls`'}")
    return call_of_entity(exact[0])
