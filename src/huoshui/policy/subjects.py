"""Whom rules are held against: funds and deals of the ledger, funds of the registry, or figures that somebody gives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.errors import InputError, NotFound
from huoshui.model.regions import Region
from huoshui.policy import metrics  # noqa: F401  # fills the catalogue
from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.extra import np
from huoshui.policy.facts import Facts, Origin
from huoshui.policy.given import facts_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from huoshui.policy.catalogue import Subject
    from huoshui.policy.facts import Evidence
    from huoshui.policy.profiles import Profile
    from huoshui.policy.yaml_files import Read
    from huoshui.portfolio.snapshot import Snapshot
    from huoshui.registry import Registry
    from huoshui.registry.views import EntityView

#: Of a file of figures, what is no figure.
_WORDS = frozenset({"name", "place", "subject"})
_LEAST, _MOST = 1e-8, 2.0**53
_ENTITY = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Subjects:
    """Facts with the place of each subject, None where it is not recorded: there only nationwide rules hold.

    ``provinces`` is what ranks are told by; "" where it is not recorded.
    """

    facts: Facts
    places: tuple[Region | None, ...]
    provinces: tuple[str, ...] = ()


def of_ledger(snapshot: Snapshot, day: date, funds: Sequence[str] | None = None) -> Subjects:
    """Funds of the ledger at the end of a day: these, or all. NotFound for one that it has not."""
    from huoshui.policy.from_ledger import fund_facts, provinces

    facts = fund_facts(snapshot, day, funds)
    return Subjects(facts, _regions(snapshot, facts.ids), provinces(snapshot, facts.ids))


def deals_of_ledger(snapshot: Snapshot, day: date, funds: Sequence[str] | None = None) -> Subjects:
    """The investments of these funds, or of all, each where its fund is."""
    from huoshui.policy.from_ledger import deal_facts

    facts = deal_facts(snapshot, day, funds)
    journal = snapshot.journal
    holders = dict(zip(map(str, journal.ids.tolist()), journal.holder.tolist(), strict=True))
    return Subjects(facts, _regions(snapshot, [snapshot.nodes[holders[name]].id for name in facts.ids]))


def _regions(snapshot: Snapshot, nodes: Sequence[str]) -> tuple[Region | None, ...]:
    return tuple(getattr(snapshot.node(name), "region", None) for name in nodes)


def of_registry(registry: Registry, funds: Sequence[str] | None = None) -> Subjects:
    """Funds of the registry, by id or name, or all. NotFound for one that it has not, DatabaseError."""
    from huoshui.policy import from_registry

    if funds is None:
        entities = tuple(_all_funds(registry))
    else:
        entities = tuple({one.id: one for name in funds for one in _named(registry, name)}.values())
    facts = from_registry.fund_facts(registry, [one.id for one in entities])
    by_id = {one.id: one for one in entities}
    found = tuple(by_id[name] for name in facts.ids)
    return Subjects(facts, tuple(map(region_of, found)), from_registry.provinces(found))


def _all_funds(registry: Registry) -> Sequence[EntityView]:
    from huoshui.policy.calls import entities_of

    return tuple(entities_of(registry, "Fund"))


def _named(registry: Registry, name: str) -> Sequence[EntityView]:
    listed = registry.entities_by_id([name]) if _ENTITY.fullmatch(name) else registry.find(name)
    funds = [one for one in listed if one.kind == "Fund"]
    if not funds:
        raise NotFound(f"the registry holds no fund {name!r}: see `huoshui funds`")
    return funds


def region_of(fund: EntityView) -> Region | None:
    """The one place that a fund is preferably said to be in."""
    paths = {fact.value for fact in fund.facts_of("region") if fact.preferred}
    try:
        return Region.parse(next(iter(paths))) if len(paths) == 1 else None
    except InputError:
        return None


def of_given(given: Mapping[str, object], where: Mapping[str, str] | None = None) -> tuple[Subjects, ...]:
    """The subjects of figures by variable: one of each sort that a figure is of, named by ``name``, at ``place``.

    ``where`` says where each figure stands. Raises ``InputError`` naming the figure that cannot be used.
    """
    name, place = str(given.get("name") or ""), _place(given.get("place"))
    by_subject: dict[Subject, dict[str, object]] = {}
    for variable, written in given.items():
        if variable in _WORDS:
            continue
        at = f"{where[variable]}: " if where and variable in where else ""
        try:
            subject = CATALOGUE.find(variable).subject
            _exact(facts_of({variable: written}, subject), variable)
        except (InputError, NotFound) as error:
            raise InputError(f"{at}{error}") from error
        by_subject.setdefault(subject, {})[variable] = written
    if not by_subject:
        raise InputError("no figure is given: give at least one, such as `fund_size: 10亿元`")
    evidence = _written(where or {})
    return tuple(
        Subjects(
            facts_of(own, subject, name=name or "1", evidence=evidence), (place,), (place.path[0],) if place else ("",)
        )
        for subject, own in by_subject.items()
    )


def of_profiles(profiles: Sequence[Profile]) -> Subjects:
    """The funds of a table of figures, one a row, together; each in the first place that its row names."""
    rows = [(profile, profile.facts("fund")) for profile in profiles]
    names = tuple(dict.fromkeys(name for _, facts in rows for name in facts.columns))
    columns = {
        name: np.array([float(facts.columns[name][0]) if name in facts.columns else np.nan for _, facts in rows])
        for name in names
    }
    titles = tuple(profile.name or str(number) for number, profile in enumerate(profiles, 1))
    ids = tuple(title if titles.count(title) == 1 else f"{title} ({number})" for number, title in enumerate(titles, 1))

    def evidence(variable: str, place: int) -> tuple[Origin, ...]:
        return rows[place][1].evidence(variable, 0)

    places = tuple(profile.places[0] if profile.places else None for profile in profiles)
    provinces = tuple(place.path[0] if place else "" for place in places)
    return Subjects(Facts("fund", ids, titles, columns, evidence=evidence), places, provinces)


def _exact(facts: Facts, variable: str) -> None:
    """Refuse what the arithmetic of rules cannot hold exactly."""
    columns = [*facts.columns.values(), *(one for family in facts.families.values() for one in family.values())]
    for column in columns:
        size = abs(float(column[0]))
        if not (size == 0 or _LEAST <= size < _MOST):
            raise InputError(f"{variable}: too large or too small for a figure of this kind")


def of_yaml(read: Read) -> tuple[Subjects, ...]:
    """As ``of_given``, for a YAML file with figures by variable."""
    if not isinstance(read.value, dict):
        raise InputError(f"{read.file}, line 1: figures by name were expected, such as `fund_size: 10亿元`")
    return of_given(read.value, {name: f"{read.file}, line {read.line((name,))}" for name in read.value})


def _place(written: object) -> Region | None:
    if written is None or written == "":
        return None
    if not isinstance(written, str):
        raise InputError("place: a region was expected, such as 江苏/苏州")
    return Region.parse(written)


def _written(where: Mapping[str, str]) -> Evidence:
    def found(variable: str, place: int) -> tuple[Origin, ...]:  # noqa: ARG001  # an Evidence
        return (Origin("given", (variable,), where[variable]),) if variable in where else ()

    return found


def of_fund_kind(subjects: Sequence[Subjects]) -> Subjects:
    """Those of them that are funds. InputError where none are."""
    for one in subjects:
        if one.facts.subject == "fund":
            return one
    raise InputError("no figure of a fund is given: the evaluation is of funds")
