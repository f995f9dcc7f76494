"""The page of one entity: its facts, its relations and every statement about it with the words that say so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from huoshui.errors import NotFound
from huoshui.model.records import RECORD_TYPES
from huoshui.reporting.words import word
from huoshui.web.figures import NUMERIC, Notes, body_href, entity_href, list_href, make_figure, make_source, one_line
from huoshui.web.language import mark, say
from huoshui.web.site import Asked, Crumb, Memory, render
from huoshui.web.words import kind_word, one_kind_word, property_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from huoshui.registry import Registry, linking
    from huoshui.registry.linking import LinkView
    from huoshui.registry.views import EntityView, Fact, RelatedEntity, StatementView
    from huoshui.web.figures import Figure, Note, Source
    from huoshui.web.language import Locale

router = APIRouter()

# What another entity is to this one when it is the other that names this one.
NAMED_BY = {
    "parent": mark("子基金"),
    "backer": mark("由其出资"),
    "manager": mark("由其管理"),
    "fund": mark("遴选公告"),
    "investor": mark("由其投资"),
}


@dataclass(frozen=True, slots=True)
class Property:
    """One property with its values: the preferred ones, and those that other sources state instead."""

    prop: str
    label: str
    figures: tuple[Figure, ...]
    rivals: tuple[Figure, ...]
    conflict: bool


@dataclass(frozen=True, slots=True)
class Related:
    """Another entity that this one names or that names this one, and in which roles."""

    relations: tuple[str, ...]
    name: str
    href: str
    size: Figure | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement in the list of all of them."""

    number: int
    label: str
    value: str
    source: Source
    dissenting: bool
    review: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a link: what was compared, how it agrees, its weight in bits and the bar that draws it."""

    says: str
    left: str
    right: str
    weight: str
    share: int
    against: bool


@dataclass(frozen=True, slots=True)
class Link:
    """Why two names are held for one thing."""

    left: str
    right: str
    weight: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A page that goes on from here."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class EntityPage:
    """One entity. ``lead`` holds the figures that stand under its name, ``properties`` all other facts in order."""

    title: str
    kind: str
    name_label: str
    crumbs: tuple[Crumb, ...]
    aliases: tuple[str, ...]
    ways: tuple[Way, ...]
    documents: int
    lead: tuple[Property, ...]
    properties: tuple[Property, ...]
    missing: tuple[str, ...]
    conflicts: tuple[Property, ...]
    related: tuple[Related, ...]
    links: tuple[Link, ...]
    statements: tuple[Statement, ...]
    notes: tuple[Note, ...]


@router.get("/entities/{entity_id}", response_class=HTMLResponse)
def entity(request: Request, entity_id: str, registry: Memory, reader: Asked) -> Response:
    """Everything that the registry holds about one entity; an id from before a merge leads to the merged entity."""
    try:
        found = registry.entity(entity_id)
    except NotFound as error:
        raise NotFound(say(reader.locale, "登记册中没有编号为 %(id)s 的记录") % {"id": entity_id[:40]}) from error
    if found.id != entity_id:
        return RedirectResponse(entity_href(found.id), 307)
    page = make_page(registry, found, reader.locale)
    return render(request, "entity.html", page, section="calls" if page.kind == "ManagerCall" else "funds")


@router.get("/funds/{entity_id}")
def fund(entity_id: str) -> RedirectResponse:
    """The address that one would guess leads to the one that stays."""
    return RedirectResponse(entity_href(entity_id), 308)


def make_page(registry: Registry, found: EntityView, locale: Locale) -> EntityPage:
    """The declared context of an entity's page."""
    notes = Notes(locale)
    stated = [prop for prop in RECORD_TYPES[found.kind].properties() if found.facts_of(prop)]
    bodies = registry.bodies_named(found)
    properties = tuple(make_property(found, prop, notes, bodies.parties) for prop in stated)
    statements = _statements(registry, found, notes)
    documents = len(notes.listed())
    kind = kind_word(found.kind, locale)
    return EntityPage(
        title=found.name,
        kind=found.kind,
        name_label=one_kind_word(found.kind, locale),
        crumbs=(Crumb(kind, list_href(found.kind)), Crumb(found.name)),
        aliases=found.aliases,
        ways=_ways(found, bodies.own, locale),
        documents=documents,
        lead=tuple(p for p in properties if p.prop in NUMERIC),
        properties=tuple(p for p in properties if p.prop not in NUMERIC),
        missing=tuple(
            property_word(found.kind, prop, locale)
            for prop in RECORD_TYPES[found.kind].properties()
            if prop not in stated
        ),
        conflicts=tuple(p for p in properties if p.conflict),
        related=_related(registry, found, notes),
        links=tuple(make_link(link, locale) for link in registry.links(found.id)),
        statements=statements,
        notes=notes.listed(),
    )


def _ways(found: EntityView, company: str | None, locale: Locale) -> tuple[Way, ...]:
    """What rules say of it: a fund is checked and evaluated, an application is screened against a call; or the company
    that it is of.
    """
    if company:
        return (Way(say(locale, "这家企业"), body_href(company)),)
    name = quote(found.id, safe="")
    if found.kind == "ManagerCall":
        return (Way(say(locale, "用它筛查一份申报"), f"/policy/screen?call={name}"),)
    if found.kind == "Fund":
        return (
            Way(say(locale, "合规核查"), f"/policy/check/{name}"),
            Way(say(locale, "投向评价"), f"/policy/evaluation/{name}"),
        )
    return ()


def make_property(entity: EntityView, prop: str, notes: Notes, bodies: Mapping[tuple[str, str], str]) -> Property:
    """One property; where sources disagree the values beside the preferred one are its rivals.

    A value that names one of the ``bodies`` leads to it.
    """

    def lead(figure: Figure, value: str) -> Figure:
        body = bodies.get((prop, value))
        return replace(figure, href=body_href(body)) if body else figure

    facts = entity.facts_of(prop)
    preferred = [fact for fact in facts if fact.preferred]
    others = [fact for fact in facts if not fact.preferred]
    return Property(
        prop=prop,
        label=property_word(entity.kind, prop, notes.locale),
        figures=tuple(lead(make_figure(entity.kind, fact, notes, rivals=facts), fact.value) for fact in preferred),
        rivals=tuple(
            lead(make_figure(entity.kind, replace(fact, conflict=False), notes), fact.value) for fact in others
        ),
        conflict=any(fact.conflict for fact in facts),
    )


def make_link(link: LinkView, locale: Locale) -> Link:
    """Why two names are held for one thing, as a table of steps."""
    return Link(link.left, link.right, f"{link.weight:+.1f}", make_steps(link.steps, locale))


def make_steps(steps: Sequence[linking.Step], locale: Locale) -> tuple[Step, ...]:
    """The steps of a weight, each with the bar that draws it."""
    widest = max((abs(step.weight) for step in steps), default=1) or 1
    return tuple(
        Step(
            says=step.says if locale == "zh" else step.says_en,
            left=step.left,
            right=step.right,
            weight=f"{step.weight:+.1f}",
            share=round(100 * abs(step.weight) / widest),
            against=step.weight < 0,
        )
        for step in steps
    )


def _statements(registry: Registry, entity: EntityView, notes: Notes) -> tuple[Statement, ...]:
    """Every fact's statements, then those that count no more since somebody has judged them, then the name's places."""
    pairs: list[tuple[Fact | None, StatementView]] = [(fact, s) for fact in entity.facts for s in fact.statements]
    counted = {s.id for _, s in pairs}
    others = [s for s in registry.statements(entity.id) if s.id not in counted]
    pairs += [(None, s) for s in sorted(others, key=lambda s: s.prop == "name")]
    return tuple(
        Statement(
            number=number,
            label=property_word(entity.kind, statement.prop, notes.locale),
            value=one_line(entity.kind, statement.prop, statement.value, statement.qualifier, notes.locale),
            source=make_source(entity.kind, statement, notes),
            dissenting=fact is not None and fact.conflict and not fact.preferred,
            review=word(statement.review, notes.locale),
        )
        for number, (fact, statement) in enumerate(pairs, 1)
    )


def _related(registry: Registry, entity: EntityView, notes: Notes) -> tuple[Related, ...]:
    """Entities in a role; parents and sub-funds come with their sizes."""
    roles: dict[str, list[RelatedEntity]] = {}
    for other in registry.related(entity.id):
        roles.setdefault(other.id, []).append(other)
    family = [other_id for other_id, found in roles.items() if any(other.prop == "parent" for other in found)]
    sizes = {other.id: _size(other, notes) for other in registry.entities_by_id(family)}
    return tuple(
        Related(
            relations=tuple(_relation(other, notes.locale) for other in found),
            name=found[0].name,
            href=entity_href(other_id),
            size=sizes.get(other_id),
        )
        for other_id, found in roles.items()
    )


def _relation(other: RelatedEntity, locale: Locale) -> str:
    if other.names_this and other.prop in NAMED_BY:
        return say(locale, NAMED_BY[other.prop])
    return property_word(other.kind, other.prop, locale)


def _size(entity: EntityView, notes: Notes) -> Figure | None:
    facts = [fact for fact in entity.facts_of("size") if fact.preferred]
    return make_figure(entity.kind, facts[0], notes, rivals=entity.facts_of("size")) if facts else None
