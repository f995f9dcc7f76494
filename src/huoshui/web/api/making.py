"""Views of the registry as what the API answers with."""

from __future__ import annotations

from hashlib import blake2b

from huoshui.model import findings
from huoshui.registry import views
from huoshui.web.api.models import (
    Choice,
    Entity,
    Facets,
    Fact,
    Finding,
    FindingFigure,
    Mention,
    Quote,
    Relation,
    Source,
    Statement,
)
from huoshui.web.api.values import shown, typed_value
from huoshui.web.figures import show_value
from huoshui.web.language import Locale
from huoshui.web.words import figure_word, finding_word, one_kind_word, property_word

# Figures of findings that are no money, by what the audit calls them.
_PROPERTY_OF = {"占比": "rate", "存续期": "term_years"}


def entity(view: views.EntityView, locale: Locale) -> Entity:
    """An entity with its facts, the preferred value of each property first."""
    facts = tuple(
        Fact(
            prop=fact.prop,
            label=property_word(view.kind, fact.prop, locale),
            value=typed_value(view.kind, fact.prop, fact.value, locale),
            shown=shown(view.kind, fact.prop, fact.value, fact.qualifier, locale),
            qualifier=fact.qualifier,
            preferred=fact.preferred,
            conflict=fact.conflict,
            statements=len(fact.statements),
        )
        for fact in view.facts
    )
    return Entity(view.id, view.kind, one_kind_word(view.kind, locale), view.name, view.aliases, facts)


def statement(view: views.StatementView, locale: Locale) -> Statement:
    """A statement with its sentence and document."""
    return Statement(
        id=view.id,
        entity=view.entity_id,
        prop=view.prop,
        label=property_word("", view.prop, locale),
        value=typed_value("", view.prop, view.value, locale),
        shown=shown("", view.prop, view.value, view.qualifier, locale),
        qualifier=view.qualifier,
        document=Source(view.document_id, view.document_title, view.source, view.published),
        start=view.start,
        end=view.end,
        text=view.text,
        sentence=view.sentence,
        mark_start=view.mark.start,
        mark_end=view.mark.end,
        source_class=view.source_class.code,
        confidence=view.confidence,
        review=view.review,
    )


def relation(other: views.RelatedEntity, locale: Locale) -> Relation:
    """Another entity in its role."""
    direction = "named_by" if other.names_this else "names"
    mention = Mention(other.id, other.kind, other.name)
    return Relation(other.prop, property_word("", other.prop, locale), direction, mention)


def finding_id(found: findings.Finding) -> str:
    """The id of a finding: a hash of what it says, so that it stays while it holds."""
    places = [(f.label, f.value, e.document, e.start, e.end) for f in found.figures for e in f.evidence]
    return blake2b(repr((found.kind.value, found.subject, found.gap, places)).encode(), digest_size=8).hexdigest()


def finding(found: findings.Finding, locale: Locale) -> Finding:
    """A finding with the words behind each figure."""
    props = {_PROPERTY_OF.get(figure.label, "value") for figure in found.figures}
    gap_prop = next((prop for prop in props if prop != "value"), "value")
    figures = tuple(
        FindingFigure(
            label=figure_word(figure.label, locale),
            value=typed_value("", _PROPERTY_OF.get(figure.label, "value"), figure.value, locale),
            evidence=tuple(Quote(e.document, e.start, e.end, e.text) for e in figure.evidence),
        )
        for figure in found.figures
    )
    return Finding(
        id=finding_id(found),
        kind=found.kind.value,
        label=finding_word(found.kind, locale),
        subject=found.subject,
        gap=typed_value("", gap_prop, found.gap, locale),
        figures=figures,
    )


def facets(listing: views.Listing, kind: str, locale: Locale) -> Facets:
    """The choices of each filter with their labels."""

    def choices(prop: str, counts: tuple[views.FacetCount, ...]) -> tuple[Choice, ...]:
        return tuple(Choice(c.value, show_value(kind, prop, c.value, locale)[0], c.count) for c in counts)

    return Facets(
        sector=choices("sector", listing.sectors),
        region=choices("region", listing.regions),
        status=choices("status", listing.statuses),
    )
