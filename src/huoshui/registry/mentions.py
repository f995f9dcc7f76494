"""Records as judgements address them.

A record's number and its document's digest change when the document is read anew. A mention is the document, the type
and normalised name of the record, and which of several of that name it is. A judged document keeps its identity under
every digest and every place (file or address) that it comes by.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import insert, select

from huoshui.registry import schema
from huoshui.registry.ids import content_id
from huoshui.registry.loading import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

_r, _k, _d = schema.records.c, schema.keys.c, schema.documents.c
_j = schema.judged_documents.c


class Mention(NamedTuple):
    """One record, addressed so that it is found again. ``name`` is normalised, ``label`` the name as written."""

    document: int
    place: str
    kind: str
    name: str
    nth: int
    label: str

    @property
    def number(self) -> int:
        """What the tables know it by."""
        return mention_number(self.document, self.kind, self.name, self.nth)


class Held(NamedTuple):
    """A stored record and a name that it is addressed by; ``own`` where it is the record's own name."""

    record_id: int
    document_id: int
    kind: str
    name: str
    nth: int
    own: bool


def mention_number(document: int, kind: str, name: str, nth: int) -> int:
    """Number of a mention; equal in every database."""
    return content_id("mention", document, kind, name, nth)


def place_number(place: str) -> int:
    """Address of the place that a document was read from."""
    return content_id("place", place)


def judged(connection: Connection, document_ids: Iterable[int]) -> dict[int, int]:
    """Identity of each of these documents that some judgement is about."""
    found: dict[int, int] = {}
    for some in chunks(sorted(set(document_ids))):
        rows = connection.execute(select(_j.address, _j.document).where(_j.address.in_(some)))
        found.update((address, document) for address, document in rows)
    return found


def judged_of_records(connection: Connection, record_ids: Iterable[int]) -> dict[int, int]:
    """Identity of each judged document that holds one of these records."""
    found: dict[int, int] = {}
    for some in chunks(sorted(record_ids)):
        query = select(_j.address, _j.document).join(schema.records, _r.document_id == _j.address)
        found.update((a, d) for a, d in connection.execute(query.where(_r.id.in_(some)).distinct()))
    return found


def stored(connection: Connection, documents: Iterable[int]) -> dict[int, int]:
    """Stored documents that have these identities, and which of them they have."""
    found: dict[int, int] = {}
    for some in chunks(sorted(set(documents))):
        query = select(_j.address, _j.document).join(schema.documents, _d.id == _j.address)
        found.update((a, d) for a, d in connection.execute(query.where(_j.document.in_(some))))
    return found


def settle(connection: Connection, document_id: int, place: str, replaced: Iterable[int]) -> bool:
    """Let a document that is about to be stored keep the identity of those it replaces; whether it is judged."""
    here = place_number(place)
    known = judged(connection, [document_id, *replaced, here])
    identity = next((known[a] for a in (document_id, *replaced, here) if a in known), None)
    if identity is None:
        return False
    address(connection, {document_id: identity, here: identity})
    return True


def address(connection: Connection, identities: Mapping[int, int]) -> None:
    """Write down addresses and the identities of what they lead to; those that are known stay as they are."""
    known = judged(connection, identities)
    rows = [{"address": a, "document": d} for a, d in sorted(identities.items()) if a not in known]
    if rows:
        connection.execute(insert(schema.judged_documents), rows)


def held(connection: Connection, document_ids: Iterable[int]) -> list[Held]:
    """Records of documents under each name that they can be addressed by: their own, and aliases nobody else bears."""
    rows: list[tuple[int, int, str, str, bool]] = []
    for some in chunks(sorted(set(document_ids))):
        query = select(_r.id, _r.document_id, _r.kind, _k.key, _k.own).join(schema.keys, _k.record_id == _r.id)
        query = query.where(_r.document_id.in_(some)).order_by(_r.id, _k.key)
        rows.extend((r, d, kind, key, own) for r, d, kind, key, own in connection.execute(query))
    count: dict[tuple[int, str, str], int] = defaultdict(int)
    result = []
    for record_id, document_id, kind, key, own in rows:
        if own:
            result.append(Held(record_id, document_id, kind, key, count[document_id, kind, key], own=True))
            count[document_id, kind, key] += 1
    for record_id, document_id, kind, key, own in rows:
        # Keys with an @ are of the joining's own making.
        if not own and "@" not in key and not count[document_id, kind, key]:
            result.append(Held(record_id, document_id, kind, key, 0, own=False))
            count[document_id, kind, key] += 1
    return result


def numbers(connection: Connection, identities: Mapping[int, int]) -> dict[int, int]:
    """Record of each mention in these stored documents, given their identities."""
    return {
        mention_number(identities[h.document_id], h.kind, h.name, h.nth): h.record_id
        for h in held(connection, identities)
    }


def mentions_of(connection: Connection, record_ids: Iterable[int]) -> list[Mention]:
    """Mentions of stored records, in the order of their numbers; does not write anything down."""
    wanted = sorted(set(record_ids))
    where: dict[int, tuple[int, str, str]] = {}
    for some in chunks(wanted):
        query = select(_r.id, _r.document_id, _d.place, _r.name).join(schema.documents, _d.id == _r.document_id)
        query = query.where(_r.id.in_(some))
        where.update((n, (document, place, name)) for n, document, place, name in connection.execute(query))
    documents = {document for document, _, _ in where.values()}
    known = judged(connection, documents)
    own = {h.record_id: h for h in held(connection, documents) if h.own}
    return [
        Mention(known.get(document, document), place, own[n].kind, own[n].name, own[n].nth, name)
        for n, (document, place, name) in sorted(where.items())
    ]


def claim(connection: Connection, found: Iterable[Mention]) -> None:
    """Write down how the documents of mentions are found again: by their identity, their place, and their id now."""
    identities = {m.place: m.document for m in found}
    address(connection, {document: document for document in identities.values()})
    address(connection, {place_number(place): document for place, document in identities.items()})
    for some in chunks(sorted(identities)):
        rows = connection.execute(select(_d.id, _d.place).where(_d.place.in_(some)))
        address(connection, {number: identities[place] for number, place in rows})


def rebased(connection: Connection, found: Iterable[Mention]) -> tuple[Mention, ...]:
    """Mentions of another database's log under the identities that their documents have here already."""
    wanted = tuple(found)
    known = judged(connection, {a for m in wanted for a in (m.document, place_number(m.place))})
    return tuple(
        m._replace(document=known.get(m.document, known.get(place_number(m.place), m.document))) for m in wanted
    )
