"""The registry: what documents say, and the entities it is said of."""

from __future__ import annotations

from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO, Self

from sqlalchemy import bindparam, func, select

from huoshui.errors import NotFound
from huoshui.registry import (
    bodies,
    body_linking,
    body_log,
    entities,
    facets,
    linking,
    loading,
    paging,
    relations,
    schema,
    search,
    sqlite,
    waiting,
    writing,
)
from huoshui.registry.desk import Desk
from huoshui.registry.engine import open_engine, reading
from huoshui.registry.engine import writing as transaction
from huoshui.registry.exchange.export import export_lines
from huoshui.registry.exchange.graph import graph
from huoshui.registry.exchange.load import import_lines
from huoshui.registry.facts import SINGLE_VALUED, conflict
from huoshui.registry.ids import document_id, number_of, public_id
from huoshui.registry.judgements import judgements, undone
from huoshui.registry.loading import load_entities, statement_query, statement_view
from huoshui.registry.review import ReviewKind, item, queue
from huoshui.registry.rows import prepare
from huoshui.registry.totals import ALL_STEPS, totals
from huoshui.registry.views import PAGE_SIZE, Counts, DocumentRow, DocumentView, FacetCount, RecordView

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from huoshui.model.document import Document
    from huoshui.model.findings import Finding
    from huoshui.model.records import Record
    from huoshui.registry.bodies import BodyRow, BodyView, Doubted, Named
    from huoshui.registry.body_linking import LinkedBodies
    from huoshui.registry.body_log import BodyJudgement
    from huoshui.registry.exchange.graph import Graph
    from huoshui.registry.exchange.load import Imported
    from huoshui.registry.facets import Terms
    from huoshui.registry.judgements import Judgement
    from huoshui.registry.linking import Linked, LinkView, Resolver
    from huoshui.registry.orders import Key
    from huoshui.registry.paging import Slice
    from huoshui.registry.resolution.parameters import Parameters
    from huoshui.registry.review import ReviewItem, ReviewQueue
    from huoshui.registry.rows import Prepared
    from huoshui.registry.totals import Step, Totals
    from huoshui.registry.views import EntityView, FundFilter, Listing, RelatedEntity, StatementFilter, StatementView

_d, _s, _r, _e = schema.documents.c, schema.statements.c, schema.records.c, schema.entities.c

_VERSION = select(_d.version).where(_d.id == bindparam("document"))


def _revision(connection: Connection) -> int:
    number: int = connection.execute(select(schema.revisions.c.number)).scalar_one()
    return number


class Registry:
    """A registry database. Safe to use from several threads, and by several processes on one file.

    ``url`` is a database address such as ``sqlite:///huoshui.db`` or ``postgresql://user@host/huoshui``; an empty
    database is given its tables. ``on_wait`` is called, from another thread, when this one has waited for two seconds
    to write. Every method may raise DatabaseError. Text that is searched for must be in simplified script.
    """

    def __init__(self, url: str, *, create: bool = True, on_wait: Callable[[], None] = waiting.warn) -> None:
        self.url = url
        self._engine = open_engine(url, create=create, on_wait=on_wait)
        self._terms: Terms | None = None
        # A reader goes from one measure of the same totals to the next.
        self._totals: tuple[int, tuple[FundFilter, tuple[Step, ...]], Totals] | None = None
        self._reading_terms = Lock()
        self._counts: tuple[int, Counts] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database's connections."""
        self._engine.dispose()

    @property
    def in_memory(self) -> bool:
        """Whether no other process can see this database."""
        return self._engine.dialect.name == "sqlite" and sqlite.in_memory(self._engine.url)

    # Writing

    def add(
        self, document: Document, records: Sequence[Record], findings: Sequence[Finding] = (), *, version: str = ""
    ) -> bool:
        """Store a document with what was read out of it, in one transaction; False when it is there already.

        ``version`` is the extractor's: a newer one, or a changed text of the same file, replaces what was stored.
        """
        return self.add_prepared(prepare(document, records, findings, version=version))

    def add_prepared(self, prepared: Prepared) -> bool:
        """As ``add``, for rows that ``rows.prepare`` has made, perhaps in another process."""
        return writing.store(self._engine, self.url, prepared)

    # Documents

    def has(self, digest: str, version: str | None = None) -> bool:
        """Whether a document of that digest is stored, if given as read by that version of the extractor."""
        with reading(self._engine, self.url) as connection:
            stored = connection.execute(_VERSION, {"document": document_id(digest)}).scalar()
        return stored is not None and version in {None, stored}

    def documents(
        self, page: int = 1, page_size: int = PAGE_SIZE, text: str = ""
    ) -> tuple[int, tuple[DocumentRow, ...]]:
        """How many documents hold ``text``, and one page of them, newest first."""
        with reading(self._engine, self.url) as connection:
            return loading.document_rows(connection, page, page_size, text)

    def document(self, id_: str) -> DocumentView:
        """A stored document; NotFound."""
        t = schema.texts.c
        query = select(_d.name, _d.title, _d.source, _d.url, _d.published, t.text, t.clean)
        query = query.join(schema.texts, t.document_id == _d.id).where(_d.id == number_of(id_))
        with reading(self._engine, self.url) as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            message = f"the registry holds no document {id_!r}: see the list of documents"
            raise NotFound(message)
        return DocumentView(id_, *row)

    def statements_of_document(self, id_: str) -> tuple[StatementView, ...]:
        """What a document states, names included (``prop`` is ``name``), in the order of the text."""
        query = statement_query().where(_r.document_id == number_of(id_)).order_by(_s.start, _s.end, _s.id)
        with reading(self._engine, self.url) as connection:
            return tuple(map(statement_view, connection.execute(query)))

    def documents_after(self, text: str, after: Key | None = None, limit: int = PAGE_SIZE) -> Slice[DocumentRow]:
        """Documents that hold ``text`` and follow a key, newest first."""
        with reading(self._engine, self.url) as connection:
            return paging.documents(connection, text, after, limit)

    def statements_after(
        self, wanted: StatementFilter, after: Key | None = None, limit: int = PAGE_SIZE
    ) -> Slice[StatementView]:
        """Statements that pass the filter and follow a key, names included, as stored; with ``since`` newest first."""
        with reading(self._engine, self.url) as connection:
            if wanted.entity:
                current = entities.current(connection, number_of(wanted.entity))
                wanted = replace(wanted, entity=public_id(current) if current >= 0 else wanted.entity)
            return paging.statements(connection, wanted, after, limit)

    # Entities

    def search(self, wanted: FundFilter) -> Listing:
        """Entities that pass the filter. ``wanted.text`` is looked for in names, aliases and stating sentences."""
        with reading(self._engine, self.url) as connection:
            return search.search(connection, wanted, self._terms_of(connection))

    def entities_after(
        self, wanted: FundFilter, after: Key | None = None, limit: int = PAGE_SIZE
    ) -> tuple[int, Slice[EntityView]]:
        """How many entities pass the filter, and those that follow a key; the filter's page is of no account."""
        with reading(self._engine, self.url) as connection:
            return paging.entities(connection, self._terms_of(connection), wanted, after, limit)

    def find(self, name: str) -> tuple[EntityView, ...]:
        """Entities of that name, else with that alias, else whose names or sentences hold it; at most 50."""
        with reading(self._engine, self.url) as connection:
            return search.find(connection, name)

    def entity(self, entity_id: str) -> EntityView:
        """An entity; ids from before a merge lead to the merged one. NotFound."""
        with reading(self._engine, self.url) as connection:
            found = load_entities(connection, [entities.current(connection, number_of(entity_id))])
        if not found:
            message = f"the registry holds nothing of the id {entity_id!r}: search for the name instead"
            raise NotFound(message)
        return found[0]

    def entities_by_id(self, entity_ids: Iterable[str]) -> tuple[EntityView, ...]:
        """Several entities at once, in the order of their ids; what the registry does not hold is left out."""
        with reading(self._engine, self.url) as connection:
            return load_entities(connection, [number_of(entity_id) for entity_id in entity_ids])

    def statements(self, entity_id: str) -> tuple[StatementView, ...]:
        """Every statement about an entity, names included (``prop`` is ``name``), newest document first."""
        with reading(self._engine, self.url) as connection:
            number = entities.current(connection, number_of(entity_id))
            query = statement_query().where(_r.entity_id == number)
            rows = connection.execute(query.order_by(_d.published.desc().nulls_last(), _d.id, _s.start, _s.end, _s.id))
            return tuple(map(statement_view, rows))

    def related(self, entity_id: str) -> tuple[RelatedEntity, ...]:
        """Other entities that this one names as parent, backer, manager or caller, or that so name this one."""
        with reading(self._engine, self.url) as connection:
            return relations.related(connection, entities.current(connection, number_of(entity_id)))

    # The whole

    def revision(self) -> int:
        """A number that every change counts up: what was answered at the same number is still true."""
        with reading(self._engine, self.url) as connection:
            return _revision(connection)

    def _terms_of(self, connection: Connection) -> Terms:
        """The terms of entities as the connection sees them, kept until something changes."""
        revision = _revision(connection)
        with self._reading_terms:
            if self._terms is None or self._terms.revision != revision:
                self._terms = facets.read_terms(connection, revision)
            return self._terms

    def conflicts(self) -> tuple[Finding, ...]:
        """Where documents disagree on one figure of an entity. Evidence names the document by its id."""
        several = (
            select(_r.entity_id, _s.prop)
            .join(schema.records, _s.record_id == _r.id)
            .where(_s.prop.in_(SINGLE_VALUED))
            .group_by(_r.entity_id, _s.prop)
            .having(func.count(_r.document_id.distinct()) > 1, func.count(_s.value.distinct()) > 1)
            .subquery()
        )
        query = statement_query().join(several, (several.c.entity_id == _r.entity_id) & (several.c.prop == _s.prop))
        query = query.add_columns(_e.kind, _e.name).join(schema.entities, _e.id == _r.entity_id)
        with reading(self._engine, self.url) as connection:
            rows = connection.execute(query.order_by(_e.name, _e.id, _s.prop, _s.id)).all()
        names = {public_id(row[1]): row[-1] for row in rows}
        groups = loading.by_entity(statement_view(row[:-2]) for row in rows)
        found = (conflict(names[entity_id], prop, statements) for (entity_id, prop), statements in groups)
        return tuple(f for f in found if f)

    def findings(self) -> tuple[Finding, ...]:
        """What does not add up: between documents, then within them. Evidence names the document by its id."""
        with reading(self._engine, self.url) as connection:
            stored = loading.stored_findings(connection)
        return (*self.conflicts(), *stored)

    def exported(self) -> Iterator[str]:
        """The registry as JSON Lines that ``import_lines`` takes; the same registry gives the same lines."""
        with reading(self._engine, self.url) as connection:
            yield from export_lines(connection)

    def import_lines(self, file: BinaryIO, name: str) -> Imported:
        """Take in all of an export, called ``name`` in errors. InputError, with the registry unchanged, when it holds
        something already or the file has a fault.
        """
        with transaction(self._engine, self.url) as connection:
            return import_lines(connection, file, name)

    # What the resolver says

    def link(self, parameters: Parameters | None = None, resolver: Resolver | None = None) -> Linked:
        """Let the resolver judge anew which funds are one; people's judgements stay above its own.

        ``resolver`` is another engine's. InputError where the extra ``resolve`` is missing.
        """
        return linking.link(self._engine, self.url, parameters, resolver)

    def links(self, entity_id: str) -> tuple[LinkView, ...]:
        """Why the names of a fund are held for one: the resolver's links, each with the steps of its weight."""
        return linking.links_of(self._engine, self.url, number_of(entity_id))

    # Organisations and companies

    def link_bodies(
        self, parameters: Parameters | None = None, resolver: Resolver | None = None
    ) -> tuple[LinkedBodies, ...]:
        """As ``link``, of the names of organisations and of companies, each apart from the other."""
        return body_linking.link_bodies(self._engine, self.url, parameters, resolver)

    def bodies(
        self, kind: str = "", text: str = "", after: Key | None = None, limit: int = PAGE_SIZE
    ) -> tuple[int, Slice[BodyRow]]:
        """How many organisations and companies there are (of a kind, of a name that holds ``text``), and those that
        follow a key, by name. There are none before the first run of ``link_bodies``.
        """
        with reading(self._engine, self.url) as connection:
            return bodies.bodies(connection, kind, text, after, limit)

    def body(self, body_id: str) -> BodyView:
        """An organisation or company: its names, why they are one, what it does; ids from before a merge lead to the
        merged one. NotFound.
        """
        with reading(self._engine, self.url) as connection:
            return bodies.body(connection, body_id)

    def body_of(self, name: str, kind: str = "") -> BodyRow | None:
        """The organisation, else the company, that bears a name."""
        with reading(self._engine, self.url) as connection:
            return bodies.body_of(connection, name, kind)

    def bodies_named(self, entity: EntityView) -> Named:
        """The bodies of the parties that an entity names, and of the company that it is of."""
        with reading(self._engine, self.url) as connection:
            return bodies.named(connection, entity)

    def body_judgements(self) -> tuple[BodyJudgement, ...]:
        """The log of all judgements of bodies, in the order in which they were made."""
        with reading(self._engine, self.url) as connection:
            return body_log.body_judgements(connection)

    def body_doubts(self, limit: int = PAGE_SIZE) -> tuple[Doubted, ...]:
        """Names that the resolver is not sure to be of one body and that nobody has judged, the likeliest first."""
        with reading(self._engine, self.url) as connection:
            return bodies.open_doubts(connection, limit)

    # What people say

    def desk(self, analyst: str) -> Desk:
        """Where ``analyst`` judges entities and statements."""
        return Desk(self._engine, self.url, analyst)

    def judgements(self) -> tuple[Judgement, ...]:
        """The log of all judgements, in the order in which they were made."""
        with reading(self._engine, self.url) as connection:
            return judgements(connection)

    def undone(self) -> frozenset[int]:
        """Ids of the judgements that are taken back."""
        with reading(self._engine, self.url) as connection:
            return frozenset(undone(connection))

    def review(self, kinds: Collection[ReviewKind] = (), *, limit: int = 50, offset: int = 0) -> ReviewQueue:
        """What a person should look at, most valuable first: all kinds of doubt, or these."""
        with reading(self._engine, self.url) as connection:
            return queue(connection, kinds or tuple(ReviewKind), limit=limit, offset=offset)

    def review_item(self, item_id: str) -> ReviewItem:
        """An item of the queue by its id; NotFound when it has been judged."""
        with reading(self._engine, self.url) as connection:
            return item(connection, item_id)

    def records(self, entity_id: str) -> tuple[RecordView, ...]:
        """The records that an entity is made of, newest document first: what a split chooses from."""
        with reading(self._engine, self.url) as connection:
            number = entities.current(connection, number_of(entity_id))
            query = select(_r.hash, _r.name, _d.id, _d.title, _d.source, _d.published)
            query = query.join(schema.documents, _d.id == _r.document_id).where(_r.entity_id == number)
            rows = connection.execute(query.order_by(_d.published.desc().nulls_last(), _d.id, _r.id)).all()
        return tuple(RecordView(public_id(r), name, public_id(d), *about) for r, name, d, *about in rows)

    def graph(self) -> Graph:
        """Funds, organisations and companies, and who stands to whom how."""
        with reading(self._engine, self.url) as connection:
            return graph(connection)

    def totals(self, wanted: FundFilter, steps: Collection[Step] = ALL_STEPS) -> Totals:
        """How many of the funds that pass the filter there are and how much money they have, under each definition."""
        asked = replace(wanted, kind="Fund", sort="", page=1, page_size=1), tuple(steps)
        with reading(self._engine, self.url) as connection:
            revision = _revision(connection)
            kept = self._totals
            if kept is None or kept[:2] != (revision, asked):
                self._totals = kept = revision, asked, totals(connection, *asked)
        return kept[2]

    def counts(self) -> Counts:
        """How much the registry holds."""
        with reading(self._engine, self.url) as connection:
            revision = _revision(connection)
            known = self._counts
            if known and known[0] == revision:
                return known[1]
            documents = connection.execute(select(func.count()).select_from(schema.documents)).scalar_one()
            statements = connection.execute(select(func.sum(_d.statements))).scalar() or 0
            kinds = connection.execute(select(_e.kind, func.count()).group_by(_e.kind).order_by(_e.kind)).all()
            latest = connection.execute(select(func.max(_d.published))).scalar()
        counts = Counts(documents, statements, tuple(FacetCount(kind, count) for kind, count in kinds), latest)
        self._counts = (revision, counts)
        return counts
