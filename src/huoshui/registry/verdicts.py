"""What the judgements in force, and then the resolver's links, mean for records that are about to be clustered.

The newest judgement comes first; an older one yields where it contradicts a newer. A merge holds for all records of
both sides, a split or difference for each record of one side with each of the other.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from huoshui.registry import mentions, schema
from huoshui.registry.joining import Verdicts
from huoshui.registry.judgements import DIVIDING, UNITING, undone
from huoshui.registry.loading import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

_m, _j, _l = schema.judgement_mentions.c, schema.judgements.c, schema.links.c


def bound(connection: Connection, record_ids: Iterable[int]) -> set[int]:
    """Records that a judgement in force binds to these, these included where one does."""
    linked = _linked(connection, record_ids)
    identities = mentions.judged_of_records(connection, record_ids)
    if not identities:
        return {record for pair in linked for record in pair}
    known = mentions.numbers(connection, identities)
    wanted = set(record_ids)
    judgement_ids = {j for j, _ in _rulings(connection, [n for n, r in known.items() if r in wanted])}
    numbers: set[int] = set()
    documents: set[int] = set()
    for some in chunks(sorted(judgement_ids)):
        for number, document in connection.execute(select(_m.mention, _m.document).where(_m.judgement_id.in_(some))):
            numbers.add(number)
            documents.add(document)
    found = mentions.numbers(connection, mentions.stored(connection, documents))
    judged = {record_id for number, record_id in found.items() if number in numbers}
    return judged.union(*linked)


def verdicts(connection: Connection, record_ids: Iterable[int]) -> Verdicts:
    """What holds among these records, of which none may be bound to one that is not given."""
    wanted = set(record_ids)
    linked = [pair for pair in _linked(connection, wanted) if wanted.issuperset(pair)]
    identities = mentions.judged_of_records(connection, wanted)
    if not identities and not linked:
        return Verdicts()
    known = {n: r for n, r in mentions.numbers(connection, identities).items() if r in wanted}
    rulings = _rulings(connection, known)
    sides: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for some in chunks(sorted({j for j, _ in rulings})):
        query = select(_m.judgement_id, _m.side, _m.mention).where(_m.judgement_id.in_(some)).order_by(_m.position)
        for judgement_id, side, number in connection.execute(query):
            if number in known:
                sides[judgement_id][side].append(known[number])
    ruled = Ruled()
    for judgement_id, kind in sorted(rulings, reverse=True):
        left, right = sides[judgement_id]
        ruled.unite([*left, *right]) if kind in UNITING else ruled.divide(left, right)
    for pair in linked:  # after all that people say, so that none of it is overruled
        ruled.unite(pair)
    return ruled.verdicts()


def _linked(connection: Connection, record_ids: Iterable[int]) -> list[tuple[int, int]]:
    """Pairs that the resolver has linked and of which one is given, the surest first."""
    found: dict[tuple[int, int], float] = {}
    for some in chunks(sorted(record_ids)):
        for end in (_l.left_id, _l.right_id):
            for left, right, weight in connection.execute(
                select(_l.left_id, _l.right_id, _l.weight).where(end.in_(some))
            ):
                found[left, right] = weight
    return sorted(found, key=lambda pair: (-found[pair], pair))


def _rulings(connection: Connection, numbers: Iterable[int]) -> set[tuple[int, str]]:
    """Judgements in force on the sameness of mentions: (id, kind)."""
    found: set[tuple[int, str]] = set()
    for some in chunks(sorted(numbers)):
        query = select(_j.id, _j.kind).join(schema.judgement_mentions, _m.judgement_id == _j.id)
        query = query.where(_m.mention.in_(some), _j.kind.in_([k.value for k in UNITING | DIVIDING])).distinct()
        found.update((number, kind) for number, kind in connection.execute(query))
    gone = undone(connection) if found else set()
    return {(number, kind) for number, kind in found if number not in gone}


class Ruled:
    """Groups of records (or names), each under one of its members, and which groups must not become one."""

    def __init__(self) -> None:
        self.groups: dict[int, list[int]] = {}
        self.group_of: dict[int, int] = {}
        self.barred: dict[int, set[int]] = defaultdict(set)

    def _group(self, record: int) -> int:
        if record not in self.group_of:
            self.group_of[record] = record
            self.groups[record] = [record]
        return self.group_of[record]

    def unite(self, records: Sequence[int]) -> None:
        """Make one group of all that newer judgements do not keep apart from the first."""
        for record in records[1:]:
            whole, other = self._group(records[0]), self._group(record)
            if other == whole or other in self.barred[whole]:
                continue
            for far in self.barred.pop(other, set()):
                self.barred[far].discard(other)
                self.barred[far].add(whole)
                self.barred[whole].add(far)
            members = self.groups.pop(other)
            self.groups[whole] += members
            self.group_of.update(dict.fromkeys(members, whole))

    def divide(self, left: Iterable[int], right: Sequence[int]) -> None:
        """Keep each of one side apart from each of the other, unless a newer judgement has united them."""
        for one in left:
            for other in right:
                mine, yours = self._group(one), self._group(other)
                if mine != yours:
                    self.barred[mine].add(yours)
                    self.barred[yours].add(mine)

    def verdicts(self) -> Verdicts:
        """What is left of all judgements."""
        together = tuple(sorted(tuple(sorted(group)) for group in self.groups.values() if len(group) > 1))
        apart = {
            record: frozenset(other for far in self.barred[name] for other in self.groups[far])
            for name, group in self.groups.items()
            for record in group
            if self.barred.get(name)
        }
        return Verdicts(together, apart)
