"""How packs stand up to their own worked cases, and how many of their changed bounds these notice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.policy.catalogue import CATALOGUE, Catalogue
from huoshui.policy.instruments import failing_cases, instrument_mutants
from huoshui.policy.linting import Complaint, failing
from huoshui.policy.mutating import mutants
from huoshui.policy.scoring import all_items

if TYPE_CHECKING:
    from huoshui.policy.instruments import InstrumentPack
    from huoshui.policy.pack import Pack


@dataclass(frozen=True, slots=True)
class Proof:
    """A pack by id with its counts (``rules`` or instruments), the cases that fail, the changes that no case notices.

    Where cases fail, nothing is changed: what they would notice says nothing.
    """

    pack: str
    rules: int
    items: int
    cases: int
    mutants: int
    failing: tuple[Complaint, ...]
    unnoticed: tuple[Complaint, ...]


def proved(pack: Pack, catalogue: Catalogue = CATALOGUE) -> Proof:
    """A pack tested by its own cases."""
    items = [item for _, item in all_items(pack)]
    wrong = tuple(failing(pack, catalogue))
    changed = () if wrong else tuple(mutants(pack, catalogue))
    unnoticed = tuple(
        Complaint(one.where, f"no case notices {one.says}")
        for one in changed
        if not any(True for _ in failing(one.pack, catalogue))
    )
    cases = sum(len(rule.cases) for rule in pack.rules) + sum(len(item.cases) for item in items)
    return Proof(pack.id, len(pack.rules), len(items), cases, len(changed), wrong, unnoticed)


def proved_instruments(pack: InstrumentPack, catalogue: Catalogue = CATALOGUE) -> Proof:
    """A pack of instruments tested by its own cases."""
    wrong = tuple(complaint for one in pack.instruments for complaint in failing_cases(one))
    changed = () if wrong else [each for one in pack.instruments for each in instrument_mutants(one, catalogue)]
    unnoticed = tuple(
        Complaint(each.instrument.where, f"no case notices {each.instrument.id} {each.says}")
        for each in changed
        if not any(True for _ in failing_cases(each.instrument))
    )
    cases = sum(len(one.cases) for one in pack.instruments)
    return Proof(pack.id, len(pack.instruments), 0, cases, len(changed), wrong, unnoticed)
