"""The registry as a graph: funds, the organisations and companies that statements name, and who stands to whom how.

A party that exactly one fund bears the name of is that fund; any other is an organisation, known by its normalised name
or, where the resolver knows a body of that name, one with all names of the body. A relation is what at least one
statement says; it points the way that money or authority goes: from parent to sub-fund, from backer and manager to
fund, from investor and sponsor to company.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from huoshui.registry import bodies, schema
from huoshui.registry.ids import content_id, public_id
from huoshui.registry.loading import load_entities
from huoshui.registry.names import parse_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

    from huoshui.registry.views import EntityView

#: Properties that make a relation, by the type of the record that has them.
RELATIONS = {"parent": "Fund", "backer": "Fund", "manager": "Fund", "investor": "Financing", "sponsor": "Listing"}
COMPANY = "company"

_s, _r, _k, _d, _e = (t.c for t in (schema.statements, schema.records, schema.keys, schema.documents, schema.entities))


@dataclass(frozen=True, slots=True)
class Origin:
    """How many statements in how many documents, and the earliest of these, undated ones last."""

    statements: int
    documents: int
    document_id: str
    title: str
    source: str
    url: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Organisation:
    """A party that is no fund of the registry; ``roles`` are those that statements give it, or company."""

    id: str
    name: str
    aliases: tuple[str, ...]
    roles: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class FundNode:
    """A fund and where it is spoken of."""

    entity: EntityView
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class Relation:
    """``from_id`` is the ``kind`` (parent, backer, manager, investor, sponsor) of ``to_id``."""

    from_id: str
    from_name: str
    to_id: str
    to_name: str
    kind: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Graph:
    """Funds, organisations and relations, each by name and id."""

    funds: tuple[FundNode, ...]
    organisations: tuple[Organisation, ...]
    relations: tuple[Relation, ...]


class _Said(NamedTuple):
    """A statement as the graph needs it; ``number`` counts documents from the earliest."""

    entity_id: int
    kind: str
    entity: str
    prop: str
    value: str
    key: str | None
    document_id: int


@dataclass
class _Tally:
    """Statements about one thing."""

    statements: int = 0
    documents: set[int] = field(default_factory=set)

    def add(self, document_id: int) -> None:
        self.statements += 1
        self.documents.add(document_id)


@dataclass
class _Party:
    names: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    roles: set[str] = field(default_factory=set)
    tally: _Tally = field(default_factory=_Tally)

    def add(self, name: str, role: str, document_id: int) -> None:
        self.names[name] += 1
        self.roles.add(role)
        self.tally.add(document_id)


def graph(connection: Connection) -> Graph:
    """The whole registry as a graph. What a person has rejected or corrected is no part of it."""
    documents = _documents(connection)
    bearers = _bearers(connection)
    nodes = bodies.nodes(connection)
    parties: dict[str, _Party] = defaultdict(_Party)
    relations: dict[tuple[int, str, str, int, str], _Tally] = defaultdict(_Tally)
    funds: dict[int, _Tally] = defaultdict(_Tally)
    for said in _statements(connection):
        if said.kind == "Fund":
            funds[said.entity_id].add(said.document_id)
        target, target_name = said.entity_id, said.entity
        if said.kind in {"Financing", "Listing"}:
            key = _node(nodes, parse_name(said.entity).key)
            parties[key].add(said.entity, COMPANY, said.document_id)
            target = _organisation_id(key)
        if said.key is None:
            continue
        bearer, node = bearers.get(said.key), _node(nodes, said.key)
        if bearer is None:
            parties[node].add(said.value, said.prop, said.document_id)
        source = bearer[0] if bearer else _organisation_id(node)
        if RELATIONS.get(said.prop) == said.kind and source != target:
            name = bearer[1] if bearer else node
            relations[source, name, said.prop, target, target_name].add(said.document_id)
    return _Drawn(documents, parties, relations, funds).graph(connection)


def _node(nodes: Mapping[str, str], key: str) -> str:
    return nodes.get(key, key)


def _organisation_id(key: str) -> int:
    return content_id("organisation", key)


def _documents(connection: Connection) -> dict[int, tuple[int, Origin]]:
    """Each document's place in the order of publication, and itself as an origin of nothing yet."""
    query = select(_d.id, _d.title, _d.source, _d.url, _d.published).order_by(_d.published.asc().nulls_last(), _d.id)
    return {
        number: (place, Origin(0, 0, public_id(number), title, source, url, published))
        for place, (number, title, source, url, published) in enumerate(connection.execute(query))
    }


def _bearers(connection: Connection) -> dict[str, tuple[int, str]]:
    """The fund of each name that exactly one fund bears."""
    query = select(_k.key, _r.entity_id, _e.name).join(schema.records, _k.record_id == _r.id)
    query = query.join(schema.entities, _r.entity_id == _e.id).where(_k.kind == "Fund").distinct()
    found: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for key, fund, name in connection.execute(query):
        found[key].add((fund, name))
    return {key: next(iter(funds)) for key, funds in found.items() if len(funds) == 1}


def _statements(connection: Connection) -> Iterator[_Said]:
    columns = (_r.entity_id, _e.kind, _e.name, _s.prop, _s.value, _s.key, _r.document_id)
    query = select(*columns).join(schema.records, _s.record_id == _r.id)
    query = query.join(schema.entities, _r.entity_id == _e.id)
    query = query.where(_s.review.is_distinct_from("rejected"), _s.review.is_distinct_from("corrected"))
    for row in connection.execution_options(yield_per=5000).execute(query):
        yield _Said(*row)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What the statements come to, before it is put in order."""

    documents: dict[int, tuple[int, Origin]]
    parties: dict[str, _Party]
    relations: dict[tuple[int, str, str, int, str], _Tally]
    funds: dict[int, _Tally]

    def graph(self, connection: Connection) -> Graph:
        names = {_organisation_id(key): _best(party) for key, party in self.parties.items()}
        organisations = (self._organisation(key, party) for key, party in self.parties.items())
        relations = (
            Relation(
                public_id(source), names.get(source, source_name), public_id(target), names.get(target, target_name),
                kind, self._origin(tally),
            )
            for (source, source_name, kind, target, target_name), tally in self.relations.items()
        )  # fmt: skip
        ids = connection.execute(select(_e.id).where(_e.kind == "Fund").order_by(_e.name, _e.id)).scalars()
        funds = load_entities(connection, list(ids))
        origins = {public_id(number): self._origin(tally) for number, tally in self.funds.items()}
        return Graph(
            funds=tuple(FundNode(entity, origins.get(entity.id)) for entity in funds),
            organisations=tuple(sorted(organisations, key=lambda o: (o.name, o.id))),
            relations=tuple(sorted(relations, key=lambda r: (r.to_name, r.to_id, r.kind, r.from_name, r.from_id))),
        )

    def _organisation(self, key: str, party: _Party) -> Organisation:
        best = _best(party)
        others = tuple(sorted(party.names.keys() - {best}))
        roles = tuple(sorted(party.roles))
        return Organisation(public_id(_organisation_id(key)), best, others, roles, self._origin(party.tally))

    def _origin(self, tally: _Tally) -> Origin:
        _, first = min((self.documents[number] for number in tally.documents), key=lambda placed: placed[0])
        return Origin(
            tally.statements, len(tally.documents), first.document_id, first.title, first.source, first.url,
            first.published,
        )  # fmt: skip


def _best(party: _Party) -> str:
    """The fullest of the most frequent spellings of a name."""
    return max(party.names, key=lambda name: (parse_name(name).legal is not None, party.names[name], len(name), name))
