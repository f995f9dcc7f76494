"""Which records of different documents are the same thing.

Deterministic: equal names (see ``names``) or a name that the other document declares as an alias, unless something
speaks against it. ``join`` is the only way in; another judge of sameness replaces this one function.

Against: different phases (一期, 二期), different full legal names, places that exclude each other, and for what
recurs (rounds, calls, targets) a different round or time. A name that many things could bear (产业引导基金, 科技贷)
joins only with something in its favour: an equal place, size or party. A full legal name is proof enough by itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from huoshui.model.dates import PartialDate
from huoshui.model.regions import Region
from huoshui.registry.facts import Quantity, quantity
from huoshui.registry.ids import content_id
from huoshui.registry.names import Name, parse_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

#: Names of these are descriptions; they need something in favour of a join even if not generic by their words.
_DESCRIPTIVE = frozenset({"Instrument", "Target"})
#: How many days apart two statements of the same event may be dated.
_SAME_EVENT = {"Financing": 31, "ManagerCall": 180, "Target": 366}
_PARTIES = frozenset({"backer", "manager", "parent", "provider", "fund"})
#: Properties that the joining looks at.
WEIGHED = frozenset({"region", "size", "round", "board", "date"}) | _PARTIES
_SUPPORT = frozenset({"region", "size"}) | _PARTIES
_MAINLAND_BOARDS = frozenset({"star", "chinext", "main_sh", "main_sz", "bse"})


def meeting_keys(kind: str, name: Name, stated: Iterable[Stated]) -> tuple[str, ...]:
    """Keys under which records of a name can meet: the name, or, where that is not enough, the name with each support.

    So that a thousand 引导基金 of a thousand towns are not compared with each other.
    """
    if kind not in _DESCRIPTIVE and not name.generic:
        return (name.key,)
    support = (s.value if s.key is None else s.key for s in stated if s.prop in _SUPPORT)
    return tuple(dict.fromkeys(f"{name.key}@{value}" for value in support))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record as the joining sees it.

    ``hash`` is of its content and settles ties; ``days`` are first and last days of its dates, else of its document's.
    """

    id: int
    hash: int
    document_id: int
    kind: str
    name: str
    own_key: str
    keys: frozenset[str]
    regions: frozenset[tuple[str, ...]] = frozenset()
    sizes: tuple[Quantity, ...] = ()
    parties: frozenset[str] = frozenset()
    rounds: frozenset[str] = frozenset()
    boards: frozenset[str] = frozenset()
    days: tuple[tuple[date, date], ...] = ()

    @property
    def parsed(self) -> Name:
        """Its name taken apart."""
        return parse_name(self.name)


class Verdicts(NamedTuple):
    """What people have judged, by record ids: groups that are one thing, and for each record those it is not."""

    together: tuple[tuple[int, ...], ...] = ()
    apart: Mapping[int, frozenset[int]] = MappingProxyType({})

    def named(self) -> frozenset[int]:
        """Every record that is judged."""
        return frozenset(self.apart).union(*self.together)

    def part(self, one: Sequence[Candidate], other: Sequence[Candidate]) -> bool:
        """Whether a person has said that these are different things."""
        if not self.apart:
            return False
        yours = {c.id for c in other}
        return any(not yours.isdisjoint(self.apart.get(c.id, ())) for c in one)


def join(candidates: Sequence[Candidate], verdicts: Verdicts = Verdicts()) -> list[tuple[Candidate, ...]]:  # noqa: B008
    """Cluster candidates of one kind; ``verdicts`` overrule everything. The result does not depend on their order."""
    alike = _collapsed(candidates, verdicts.named())
    # What states most comes first, so that vague records meet clusters that are as definite as they get.
    ordered = sorted(alike, key=lambda c: (-_definite(c), c.own_key, c.name, c.hash))
    clustering = _Clustering(ordered, verdicts)
    for one in ordered:
        clustering.absorb(one)
    found = [[member for one in cluster for member in alike[one]] for cluster in clustering.clusters.values()]
    whole = united(found, verdicts)
    return sorted((tuple(sorted(c, key=_place)) for c in whole), key=lambda c: _place(c[0]))


def united(clusters: Sequence[Sequence[Candidate]], verdicts: Verdicts) -> list[list[Candidate]]:
    """Make one cluster of those that hold records judged to be one thing, whoever has clustered them.

    Where others in these clusters are judged to be different things, only the judged records themselves move.
    """
    result = [list(cluster) for cluster in clusters]
    for group in verdicts.together:
        members = set(group)
        touched = [c for c in result if not members.isdisjoint(one.id for one in c)]
        if len(touched) < 2:
            continue
        rest = [c for c in result if not any(c is t for t in touched)]
        whole = [one for c in touched for one in c]
        if any(verdicts.part(a, b) for i, a in enumerate(touched) for b in touched[i + 1 :]):
            remaining = ([one for one in c if one.id not in members] for c in touched)
            rest += [c for c in remaining if c]
            whole = [one for one in whole if one.id in members]
        result = [*rest, whole]
    return result


class _Clustering:
    """Clusters while they grow, each under the id of one of its members."""

    def __init__(self, candidates: Sequence[Candidate], verdicts: Verdicts) -> None:
        self.verdicts = verdicts
        self.clusters: dict[int, list[Candidate]] = {c.id: [c] for c in candidates}
        self.cluster_of = {c.id: c.id for c in candidates}
        self.by_key: dict[str, list[Candidate]] = defaultdict(list)
        for one in candidates:
            for key in one.keys:
                self.by_key[key].append(one)

    def absorb(self, one: Candidate) -> None:
        """Join the cluster of ``one`` with all that fit it and could not just as well be something else."""
        own = self.cluster_of[one.id]
        fitting = [
            other for other in self._named_alike([one], own) if self._fit(self.clusters[own], self.clusters[other])
        ]
        clear = [other for other in fitting if not self._contested(own, other, fitting)]
        for other in clear:
            self.cluster_of.update((member.id, own) for member in self.clusters[other])
            self.clusters[own].extend(self.clusters.pop(other))

    def _named_alike(self, members: Sequence[Candidate], own: int) -> list[int]:
        """Other clusters that share a name. Two aliases may be equal by chance: one must be a record's own name."""
        found = {
            self.cluster_of[other.id]
            for one in members
            for key in one.keys
            for other in self.by_key[key]
            if key in (one.own_key, other.own_key)
        }
        return sorted(found - {own}, key=lambda c: self.clusters[c][0].hash)

    def _contested(self, own: int, other: int, fitting: Sequence[int]) -> bool:
        """Whether a third cluster fits one of the two and excludes the other: then which one is meant is not known."""
        mine, yours = self.clusters[own], self.clusters[other]
        if any(self._excluded(yours, self.clusters[third]) for third in fitting if third != other):
            return True
        thirds = (self.clusters[c] for c in self._named_alike(yours, other) if c != own)
        return any(self._excluded(mine, third) and self._fit(yours, third) for third in thirds)

    def _fit(self, one: Sequence[Candidate], other: Sequence[Candidate]) -> bool:
        """Whether nothing speaks against two clusters being one thing, and enough for it."""
        return not self._excluded(one, other) and any(_supported(a, b) for a in one for b in other)

    def _excluded(self, one: Sequence[Candidate], other: Sequence[Candidate]) -> bool:
        return self.verdicts.part(one, other) or any(excludes(a, b) for a in one for b in other)


def _collapsed(candidates: Sequence[Candidate], judged: frozenset[int]) -> dict[Candidate, list[Candidate]]:
    """Candidates in which the joining sees no difference, under one of them: a much reported fund stays quick."""
    groups: dict[object, list[Candidate]] = defaultdict(list)
    for one in sorted(candidates, key=_place):
        plain = one.kind not in _SAME_EVENT and not _needs_support(one, one) and one.id not in judged
        groups[(one.name, one.keys, one.regions, one.rounds, one.boards) if plain else one.id].append(one)
    return {group[0]: group for group in groups.values()}


def identified(clusters: Sequence[tuple[Candidate, ...]]) -> dict[int, tuple[Candidate, ...]]:
    """Give each cluster its id: from its smallest name, and from more of it only where several bear that name."""
    named: dict[str, list[tuple[Candidate, ...]]] = defaultdict(list)
    for cluster in clusters:
        named[min(c.own_key for c in cluster)].append(cluster)
    result = {}
    for name, bearers in named.items():
        for cluster in bearers:
            parts = ["entity", cluster[0].kind, name]
            if _needs_support(cluster[0], cluster[0]):
                # Others of this name may be in the database without being looked at.
                parts.append(str(min(c.hash for c in cluster)))
            elif len(bearers) > 1 or cluster[0].rounds:
                parts.append(_distinction(cluster))
            entity_id = content_id(*parts)
            if entity_id in result:
                entity_id = content_id(*parts, min(c.hash for c in cluster))
            result[entity_id] = cluster
    return result


def _distinction(cluster: Sequence[Candidate]) -> str:
    """What tells apart two things of one name: round, board, full legal name, deepest place, first date."""
    legal = sorted({c.parsed.legal for c in cluster if c.parsed.legal})
    places = sorted({"/".join(r) for c in cluster for r in c.regions}, key=lambda p: (-p.count("/"), p))
    first_days = sorted(first.isoformat()[:7] for c in cluster for first, _ in c.days)
    rounds = sorted({r for c in cluster for r in c.rounds | c.boards})
    return "|".join((*rounds[:1], *legal[:1], *places[:1], *first_days[:1]))


def _place(candidate: Candidate) -> tuple[str, int]:
    return candidate.own_key, candidate.hash


def _definite(candidate: Candidate) -> int:
    stated = (candidate.parsed.legal, candidate.regions, candidate.sizes, candidate.rounds, candidate.boards)
    return sum(map(bool, stated))


def excludes(one: Candidate, other: Candidate) -> bool:
    """Whether something speaks against two records being of one thing."""
    # A document that lists several rounds, calls or targets has told them apart itself.
    if one.document_id == other.document_id and (one.kind in _SAME_EVENT or _needs_support(one, other)):
        return True
    a, b = one.parsed, other.parsed
    if a.ordinals != b.ordinals:
        return True
    if a.legal and b.legal and one.kind not in _SAME_EVENT:
        return a.legal != b.legal
    if not _places_fit(one, other) or not _event_fits(one, other):
        return True
    return _needs_support(one, other) and not _sizes_fit(one, other)


def _places_fit(one: Candidate, other: Candidate) -> bool:
    """Places exclude each other when none of them lies in any of the other's; counties count for generic names only."""
    depth = 9 if one.parsed.generic or other.parsed.generic else 2
    mine = {r[:depth] for r in one.regions}
    yours = {r[:depth] for r in other.regions}
    return not mine or not yours or any(_nested(a, b) for a in mine for b in yours)


def _event_fits(one: Candidate, other: Candidate) -> bool:
    if one.kind == "Listing":
        return _boards_fit(one.boards, other.boards)
    if one.rounds and other.rounds and not one.rounds & other.rounds:
        return False
    limit = _SAME_EVENT.get(one.kind)
    if limit is None or not one.days or not other.days:
        return True
    return any(_days_apart(a, b) <= limit for a in one.days for b in other.days)


def _boards_fit(one: frozenset[str], other: frozenset[str]) -> bool:
    if not one or not other or one & other:
        return True
    # a_share is said of any mainland board.
    return any("a_share" in a and b & _MAINLAND_BOARDS for a, b in ((one, other), (other, one)))


def _needs_support(one: Candidate, other: Candidate) -> bool:
    return one.kind in _DESCRIPTIVE or one.parsed.generic or other.parsed.generic


def _sizes_fit(one: Candidate, other: Candidate) -> bool:
    return not one.sizes or not other.sizes or any(a.agrees(b) for a in one.sizes for b in other.sizes)


def _supported(one: Candidate, other: Candidate) -> bool:
    """Whether the names are enough, or something else is equal."""
    if not _needs_support(one, other):
        return True
    same_size = any(a.unit == b.unit and a.number == b.number for a in one.sizes for b in other.sizes)
    return same_size or bool(one.regions & other.regions) or bool(one.parties & other.parties)


def _nested(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _days_apart(one: tuple[date, date], other: tuple[date, date]) -> int:
    return max((other[0] - one[1]).days, (one[0] - other[1]).days, 0)


class Stated(NamedTuple):
    """A value of a record, as the candidate is built from it."""

    prop: str
    value: str
    key: str | None
    qualifier: str | None


class Head(NamedTuple):
    """The record itself: its ids, type and name, and its document's publication date."""

    id: int
    hash: int
    document_id: int
    kind: str
    name: str
    published: str | None


def candidate(head: Head, keys: Iterable[tuple[str, bool]], stated: Sequence[Stated]) -> Candidate:
    """Candidate of a stored record."""
    named = sorted(keys)
    dates = [s.value for s in stated if s.prop == "date"] or ([head.published] if head.published else [])
    return Candidate(
        id=head.id,
        hash=head.hash,
        document_id=head.document_id,
        kind=head.kind,
        name=head.name,
        own_key=next(key for key, own in named if own),
        keys=frozenset(key for key, _ in named),
        regions=frozenset(r for r in (_division(s.value) for s in stated if s.prop == "region") if r),
        sizes=tuple(q for q in (quantity(s.value, s.qualifier) for s in stated if s.prop == "size") if q),
        parties=frozenset(s.key for s in stated if s.prop in _PARTIES and s.key),
        rounds=frozenset(s.value for s in stated if s.prop == "round"),
        boards=frozenset(s.value for s in stated if s.prop == "board"),
        days=tuple(days(d) for d in dates),
    )


@lru_cache(maxsize=16_384)
def days(iso: str) -> tuple[date, date]:
    """First and last day of an ISO date that may lack day or month."""
    parsed = PartialDate.parse(iso)
    return parsed.first_day(), parsed.last_day()


@lru_cache(maxsize=16_384)
def _division(value: str) -> tuple[str, ...] | None:
    """Path of a province, prefecture or county; None for the whole country and clusters, which exclude no place."""
    region = Region.parse(value)
    return region.path if region.code[:1].isdigit() else None
