"""The documents: a list of them, and each one's original text with everything that was read in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huoshui.documents import simplified
from huoshui.errors import InputError, NotFound
from huoshui.model.document import Span
from huoshui.model.records import RECORD_TYPES
from huoshui.registry.views import PAGE_SIZE
from huoshui.web.figures import PART, document_href, entity_href, one_line
from huoshui.web.language import say, show_date
from huoshui.web.marks import mark_up
from huoshui.web.pages.listing import Pager, make_pager
from huoshui.web.query import LONGEST_TEXT, read_page
from huoshui.web.site import Asked, Crumb, Memory, render
from huoshui.web.words import one_kind_word, property_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from huoshui.registry import Registry
    from huoshui.registry.views import EntityView, StatementView
    from huoshui.web.language import Locale
    from huoshui.web.marks import Line

router = APIRouter()


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document of the list."""

    title: str
    href: str
    source: str
    published: str
    statements: int
    entities: int


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """The list of documents, narrowed to those that hold ``text``."""

    title: str
    text: str
    total: int
    rows: tuple[DocumentLine, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class Reading:
    """One value that was read, and the address of its words on this page."""

    value: str
    href: str


@dataclass(frozen=True, slots=True)
class ReadProperty:
    """What was read of one property."""

    label: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class ReadEntity:
    """An entity that the document speaks of, with what was read of it here."""

    name: str
    kind: str
    href: str
    properties: tuple[ReadProperty, ...]


@dataclass(frozen=True, slots=True)
class MarkNote:
    """What a marked span was read as, and the entity that it belongs to."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One document: its original text in lines with marked spans; ``marks`` says what each span was read as."""

    title: str
    crumbs: tuple[Crumb, ...]
    name: str
    source: str
    published: str
    url: str
    characters: int
    lines: tuple[Line, ...]
    marks: tuple[MarkNote, ...]
    entities: tuple[ReadEntity, ...]
    statements: int
    part: int
    parts: int
    previous: str
    following: str


@router.get("/documents", response_class=HTMLResponse)
def documents(request: Request, registry: Memory, reader: Asked) -> HTMLResponse:
    """The documents that the registry has read, the latest first."""
    text = request.query_params.get("q", "").strip()[:LONGEST_TEXT]
    page = make_list(registry, text, read_page(request.query_params, reader.locale), reader.locale)
    return render(request, "documents.html", page, section="documents")


@router.get("/documents/{document_id}", response_class=HTMLResponse)
def document(request: Request, document_id: str, registry: Memory, reader: Asked) -> HTMLResponse:
    """One document's original text, marked."""
    stated = request.query_params.get("part", "1")
    if not (stated.isascii() and stated.isdigit() and len(stated) < 7):
        raise InputError(say(reader.locale, "地址中的 part 应为正整数，如 part=2"))
    page = make_document(registry, document_id, int(stated), reader.locale)
    return render(request, "document.html", page, section="documents")


def make_list(registry: Registry, text: str, page: int, locale: Locale) -> DocumentsPage:
    """The declared context of the list of documents."""
    total, found = registry.documents(page=page, page_size=PAGE_SIZE, text=simplified(text))
    rows = tuple(
        DocumentLine(
            title=row.title,
            href=document_href(row.id),
            source=row.source,
            published=show_date(row.published, locale) if row.published else "",
            statements=row.statements,
            entities=row.entities,
        )
        for row in found
    )
    pager = make_pager(total, page, lambda other: _list_href(text, other))
    return DocumentsPage(say(locale, "文件"), text, total, rows, pager)


def _list_href(text: str, page: int) -> str:
    pairs = [("q", text)] if text else []
    return "/documents?" + urlencode([*pairs, ("page", str(page))])


def make_document(registry: Registry, document_id: str, part: int, locale: Locale) -> DocumentPage:
    """The declared context of a document's page. Raises NotFound, and InputError for a part that it does not have."""
    try:
        found = registry.document(document_id)
    except NotFound as error:
        raise NotFound(say(locale, "登记册中没有编号为 %(id)s 的文件") % {"id": document_id[:40]}) from error
    statements = registry.statements_of_document(document_id)
    parts = max(1, -(-len(found.text) // PART))
    if not 1 <= part <= parts:
        raise InputError(say(locale, "这份文件只有 %(parts)s 部分；请从第 1 部分看起") % {"parts": parts})
    window = Span((part - 1) * PART, min(part * PART, len(found.text)))
    named = _named(registry, statements)
    title = found.title or found.name
    return DocumentPage(
        title=title,
        crumbs=(Crumb(say(locale, "文件"), "/documents"), Crumb(title)),
        name=found.name,
        source=found.source,
        published=show_date(found.published, locale) if found.published else "",
        url=found.url if found.url.startswith(("https://", "http://")) else "",
        characters=len(found.text),
        lines=mark_up(
            found.text, [Span(s.start, s.end) for s in statements], _sentences(found.text, statements), window
        ),
        marks=tuple(_mark_note(s, named[s.entity_id], locale) for s in statements),
        entities=_entities(statements, named, locale),
        statements=len(statements),
        part=part,
        parts=parts,
        previous=f"{document_href(document_id)}?part={part - 1}" if part > 1 else "",
        following=f"{document_href(document_id)}?part={part + 1}" if part < parts else "",
    )


def _sentences(text: str, statements: Sequence[StatementView]) -> list[Span]:
    """Where the sentences that hold the statements stand in the original text."""
    spans = []
    for s in statements:
        begin = s.start - s.mark.start
        if text.startswith(s.sentence, begin):
            spans.append(Span(begin, begin + len(s.sentence)))
    return spans


def _named(registry: Registry, statements: Sequence[StatementView]) -> dict[str, EntityView]:
    return {entity.id: entity for entity in registry.entities_by_id(dict.fromkeys(s.entity_id for s in statements))}


def _mark_note(statement: StatementView, entity: EntityView, locale: Locale) -> MarkNote:
    label = property_word(entity.kind, statement.prop, locale)
    value = one_line(entity.kind, statement.prop, statement.value, statement.qualifier, locale)
    colon = "：" if locale == "zh" else ": "
    return MarkNote(f"{entity.name} · {label}{colon}{value}", entity_href(entity.id))


def _entities(
    statements: Sequence[StatementView],
    named: Mapping[str, EntityView],
    locale: Locale,
) -> tuple[ReadEntity, ...]:
    """What was read, by entity in the order in which the document comes to them."""
    grouped: dict[str, list[StatementView]] = {entity_id: [] for entity_id in named}
    for s in statements:
        grouped[s.entity_id].append(s)
    return tuple(_read_entity(named[entity_id], group, locale) for entity_id, group in grouped.items())


def _read_entity(entity: EntityView, statements: Sequence[StatementView], locale: Locale) -> ReadEntity:
    readings: dict[str, list[Reading]] = {prop: [] for prop in RECORD_TYPES[entity.kind].properties()}
    for s in statements:
        if s.prop in readings:
            value = one_line(entity.kind, s.prop, s.value, s.qualifier, locale)
            readings[s.prop].append(Reading(value, document_href(s.document_id, s.start)))
    return ReadEntity(
        name=entity.name,
        kind=one_kind_word(entity.kind, locale),
        href=entity_href(entity.id),
        properties=tuple(
            ReadProperty(property_word(entity.kind, prop, locale), tuple(found))
            for prop, found in readings.items()
            if found
        ),
    )
