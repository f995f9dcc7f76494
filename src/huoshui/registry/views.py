"""What the registry answers: frozen rows that the command line, the pages and the reports show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.registry.source_class import SourceClass

if TYPE_CHECKING:
    from huoshui.model.document import Span
    from huoshui.model.money import Money

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class StatementView:
    """One value of one property as one document states it.

    ``prop`` is a property of the record type, or ``name`` for the place of the name itself. ``start`` and ``end`` are
    offsets in the document's original text; ``sentence`` is the original sentence around them and ``mark`` the place
    of the words inside it: ``sentence[mark.start:mark.end] == text``. ``source_class`` is what kind of source it is;
    ``review`` is what a person has said of it (accepted, corrected, rejected), empty where nobody has.
    """

    id: str
    entity_id: str
    prop: str
    value: str
    qualifier: str | None
    document_id: str
    document_title: str
    source: str
    published: str | None
    start: int
    end: int
    text: str
    sentence: str
    mark: Span
    source_class: SourceClass = SourceClass.PRESS
    confidence: float = 1.0
    review: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One property value of an entity with all statements for it.

    ``preferred`` is the value to show first; ``conflict`` is true where the sources give different values for a
    property that can have only one (size, first_phase, term_years).
    """

    prop: str
    value: str
    qualifier: str | None
    preferred: bool
    conflict: bool
    statements: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True)
class EntityView:
    """One entity: every name it goes by, its facts in the order of the record type's properties."""

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    facts: tuple[Fact, ...]

    def facts_of(self, prop: str) -> tuple[Fact, ...]:
        """The facts of one property, the preferred first."""
        return tuple(f for f in self.facts if f.prop == prop)


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A stored document with its original text."""

    id: str
    name: str
    title: str
    source: str
    url: str
    published: str | None
    text: str
    clean: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A stored document in a list."""

    id: str
    title: str
    source: str
    published: str | None
    statements: int
    entities: int


@dataclass(frozen=True, slots=True)
class RecordView:
    """One document's record of an entity."""

    id: str
    name: str
    document_id: str
    document_title: str
    source: str
    published: str | None


@dataclass(frozen=True, slots=True)
class FundFilter:
    """What to list. ``region`` and ``sector`` include everything below them; dates are ISO prefixes, inclusive."""

    text: str = ""
    sector: str = ""
    region: str = ""
    status: str = ""
    since: str = ""
    until: str = ""
    min_size: Money | None = None
    kind: str = "Fund"
    sort: str = "-size"
    page: int = 1
    page_size: int = PAGE_SIZE


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """Which statements to list: of an entity, a document, a property, published since a day (an ISO prefix)."""

    entity: str = ""
    document: str = ""
    prop: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many rows a choice of a filter would leave."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of entities, how many there are in all, and what each further choice would leave."""

    total: int
    rows: tuple[EntityView, ...]
    sectors: tuple[FacetCount, ...]
    regions: tuple[FacetCount, ...]
    statuses: tuple[FacetCount, ...]


@dataclass(frozen=True, slots=True)
class RelatedEntity:
    """Another entity in a role: with ``names_this`` false the entity asked about names it as its ``prop``
    (parent, backer, manager, fund ...), with true it is the other that names the entity asked about as such.
    """

    prop: str
    names_this: bool
    id: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the registry holds, by record type, and the date of its latest document."""

    documents: int
    statements: int
    entities: tuple[FacetCount, ...]
    latest: str | None
