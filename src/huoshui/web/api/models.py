"""What the API answers with. Where a view of the registry says the same, it is used as it is."""

from __future__ import annotations

from dataclasses import dataclass

from huoshui.registry.views import DocumentRow
from huoshui.web.api.values import TypedValue


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a property of an entity.

    ``value`` is typed, ``shown`` the same for people, ``qualifier`` what the sources say with it (约, 不低于).
    ``statements`` counts the statements behind it. Where sources disagree ``conflict`` is true for each of the values,
    and ``preferred`` for the one to show first.
    """

    prop: str
    label: str
    value: TypedValue
    shown: str
    qualifier: str | None
    preferred: bool
    conflict: bool
    statements: int


@dataclass(frozen=True, slots=True)
class Entity:
    """One fund, call, round, listing, instrument or target, with every name it goes by and what is said of it."""

    id: str
    kind: str
    label: str
    name: str
    aliases: tuple[str, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity by id, type and name."""

    id: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Relation:
    """Another entity in a role. ``direction`` is ``names`` where this entity names the other as its ``prop``, and
    ``named_by`` where the other names this one.
    """

    prop: str
    label: str
    direction: str
    entity: Mention


@dataclass(frozen=True, slots=True)
class Source:
    """The document that says so."""

    id: str
    title: str
    source: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One value of one property as one document states it; ``prop`` is ``name`` for the place of the name itself.

    ``text`` is what stands from ``start`` to ``end`` of the document's original text, counted in code points;
    ``sentence`` is the sentence around it, which has the words from ``mark_start`` to ``mark_end``. ``source_class``
    is the kind of source (analyst, official, registration, press), ``review`` what a person has said of the statement
    (accepted, corrected, rejected), empty where nobody has.
    """

    id: str
    entity: str
    prop: str
    label: str
    value: TypedValue
    shown: str
    qualifier: str | None
    document: Source
    start: int
    end: int
    text: str
    sentence: str
    mark_start: int
    mark_end: int
    source_class: str
    confidence: float
    review: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class FindingFigure:
    """One of the figures that cannot all hold."""

    label: str
    value: TypedValue
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Figures that cannot all hold, and by how much they differ."""

    id: str
    kind: str
    label: str
    subject: str
    gap: TypedValue
    figures: tuple[FindingFigure, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter and how many entities it would leave."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What each further choice of a filter would leave."""

    sector: tuple[Choice, ...]
    region: tuple[Choice, ...]
    status: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class EntityPage:
    """One page of entities, how many there are in all, and the address of the next page."""

    total: int
    items: tuple[Entity, ...]
    next: str | None
    facets: Facets | None


@dataclass(frozen=True, slots=True)
class StatementPage:
    """One page of statements and the address of the next."""

    items: tuple[Statement, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One page of documents and the address of the next."""

    items: tuple[DocumentRow, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class RelationPage:
    """One page of relations, how many there are in all, and the address of the next page."""

    total: int
    items: tuple[Relation, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class FindingPage:
    """One page of findings, how many there are in all, and the address of the next page."""

    total: int
    items: tuple[Finding, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Fault:
    """One part of the request that cannot be used: where it stands and what is wrong with it."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, as RFC 9457 has it: ``type`` tells the kind of problem apart, ``detail`` says what to do."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: tuple[Fault, ...] = ()
