"""Subjects held against the packs that are in force where they are, the auditor's first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from huoshui.errors import InputError
from huoshui.policy.pack import State
from huoshui.policy.packs_in_force import begun, holds_in
from huoshui.policy.verdicts import STATES, outcomes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from huoshui.model.regions import Region
    from huoshui.policy.pack import Pack, Rule
    from huoshui.policy.packs_in_force import Packs
    from huoshui.policy.subjects import Subjects
    from huoshui.policy.verdicts import Outcomes, Verdict

#: The pack of what audits find again and again.
AUDIT = "audit-findings"


@dataclass(frozen=True)
class Judged:
    """A rule's outcome for the subject at a place; the verdict is made out when somebody asks for it."""

    outcomes: Outcomes
    place: int

    @property
    def name(self) -> str:
        """What the subject is called."""
        return self.outcomes.facts.names[self.place]

    @property
    def subject(self) -> str:
        """The subject's id."""
        return self.outcomes.facts.ids[self.place]

    @property
    def state(self) -> State:
        """How it came out."""
        return STATES[self.outcomes.state[self.place]]

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict in full."""
        return self.outcomes.of(self.place)


class _Held(NamedTuple):
    """A rule with the pack that it stands in, and the packs that bring it, by any of which it holds."""

    pack: Pack
    rule: Rule
    by: tuple[Pack, ...]


def check_all(
    packs: Packs, subjects: Iterable[Subjects], day: date, *, place: Region | None = None, chosen: Sequence[str] = ()
) -> tuple[Judged, ...]:
    """The verdicts on all subjects as of a day, subject by subject, each rule once.

    Each is held against the packs in force where it is, or in ``place`` where one is given; against those ``chosen`` by
    name wherever it is. Raises NotFound for a pack that is not there, InputError for one not in force on the day.
    """
    held = tuple(_rules(packs, _packs(packs, day, chosen), day))
    found: list[Judged] = []
    for one in subjects:
        places = (place,) * len(one.facts) if place else one.places
        come = [(outcomes(pack, rule, one.facts), by) for pack, rule, by in held if rule.subject == one.facts.subject]
        for number, at in enumerate(places):
            for outcome, by in come:
                if chosen or any(_holds(pack, at) for pack in by):
                    found.append(Judged(outcome, number))
    return tuple(found)


def counted(judged: Iterable[Judged]) -> Mapping[State, int]:
    """How many verdicts came out how."""
    found = Counter(one.state for one in judged)
    return {state: found[state] for state in State}


def _packs(packs: Packs, day: date, chosen: Sequence[str]) -> tuple[Pack, ...]:
    listed = tuple(map(packs.get, dict.fromkeys(chosen))) if chosen else packs.in_force(day)
    for pack in listed:
        if not begun(pack, day):
            until = f" until {pack.until}" if pack.until else ""
            raise InputError(f"{pack.id} is not in force on {day}: it is from {pack.since}{until}; give another day")
    if chosen:
        return listed
    return tuple(sorted(listed, key=lambda pack: (pack.id != AUDIT, len(pack.jurisdiction.split("/")), pack.id)))


def _rules(packs: Packs, listed: Sequence[Pack], day: date) -> Iterator[_Held]:
    """The rules of these packs, each once however many packs bring it."""
    bringing: dict[str, list[Pack]] = {}
    rules: dict[str, Rule] = {}
    for pack in listed:
        for rule in packs.rules(pack, day):
            rules.setdefault(rule.id, rule)
            bringing.setdefault(rule.id, []).append(pack)
    return (_Held(packs.rule(name)[0], rule, tuple(bringing[name])) for name, rule in rules.items())


def _holds(pack: Pack, place: Region | None) -> bool:
    return pack.jurisdiction == "全国" if place is None else holds_in(pack, place)
