"""The audit page: figures that cannot all hold, side by side, each with its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huoshui.errors import InputError, NotFound
from huoshui.model.findings import FindingKind
from huoshui.registry.views import PAGE_SIZE
from huoshui.web.figures import document_href, one_line, shorten, show_any
from huoshui.web.language import say, show_date
from huoshui.web.pages.listing import Pager, make_pager
from huoshui.web.query import read_page
from huoshui.web.site import Asked, Memory, render
from huoshui.web.words import figure_word, finding_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.model.findings import Figure, Finding
    from huoshui.model.records import Evidence
    from huoshui.registry import Registry
    from huoshui.registry.views import DocumentView
    from huoshui.web.language import Locale

router = APIRouter()


QUOTES_AT_ONCE = 4

# Figures that are no money, by what the audit calls them.
PROPERTY_OF = {"占比": "rate", "存续期": "term_years"}
SHARE = re.compile(r"(?<![\d.])0\.\d{1,9}(?![\d.])")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words behind a figure, in their sentence where the registry still holds it, and the address of their place."""

    before: str
    words: str
    after: str
    href: str
    document: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the figures that cannot all hold; ``more`` says how many further places state it."""

    label: str
    value: str
    quotes: tuple[Quote, ...]
    more: int


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One finding."""

    kind: str
    subject: str
    href: str
    gap: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class KindChoice:
    """One kind of finding and how many there are; the current one's address takes the choice back."""

    label: str
    href: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class AuditPage:
    """The audit page, all findings or those of one kind."""

    title: str
    total: int
    documents: int
    kinds: tuple[KindChoice, ...]
    findings: tuple[FoundLine, ...]
    pager: Pager


@router.get("/audit", response_class=HTMLResponse)
def audit(request: Request, registry: Memory, reader: Asked) -> HTMLResponse:
    """Every finding, or those of one kind."""
    kind = request.query_params.get("kind", "")
    if kind and kind not in set(FindingKind):
        raise InputError(say(reader.locale, "地址中的 kind 不是核对的类别；请从核对页选择"))
    page = make_page(registry, kind, read_page(request.query_params, reader.locale), reader.locale)
    return render(request, "audit.html", page, section="audit")


def make_page(registry: Registry, kind: str, number: int, locale: Locale) -> AuditPage:
    """The declared context of the audit page."""
    found = registry.findings()
    kept = [finding for finding in found if not kind or finding.kind == kind]
    texts = Texts(registry)
    shown = kept[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    chosen = f"&kind={kind}" if kind else ""
    return AuditPage(
        title=say(locale, "核对"),
        total=len(found),
        documents=registry.counts().documents,
        kinds=tuple(_kind_choice(k, kind, found, locale) for k in FindingKind if any(f.kind == k for f in found)),
        findings=tuple(_line(finding, texts, locale) for finding in shown),
        pager=make_pager(len(kept), number, lambda other: f"/audit?page={other}{chosen}"),
    )


class Texts:
    """Documents that findings quote, each fetched once."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._held: dict[str, DocumentView | None] = {}

    def __getitem__(self, document_id: str) -> DocumentView | None:
        if document_id not in self._held:
            try:
                self._held[document_id] = self._registry.document(document_id)
            except NotFound:
                self._held[document_id] = None
        return self._held[document_id]


def _kind_choice(kind: FindingKind, chosen: str, found: Sequence[Finding], locale: Locale) -> KindChoice:
    current = kind == chosen
    href = "/audit" if current else f"/audit?kind={kind.value}"
    return KindChoice(finding_word(kind, locale), href, sum(f.kind == kind for f in found), current)


def _line(finding: Finding, texts: Texts, locale: Locale) -> FoundLine:
    props = {PROPERTY_OF.get(figure.label, "value") for figure in finding.figures}
    gap_prop = next((prop for prop in props if prop != "value"), "value")
    subject = show_any(finding.subject, locale)
    if gap_prop == "rate":
        subject = SHARE.sub(lambda found: one_line("", "rate", found[0], None, locale), subject)
    return FoundLine(
        kind=finding_word(finding.kind, locale),
        subject=subject,
        href=f"/?{urlencode({'q': finding.subject})}" if finding.kind == FindingKind.SOURCES_DISAGREE else "",
        gap=one_line("", gap_prop, finding.gap, None, locale),
        sides=tuple(_side(figure, texts, locale) for figure in finding.figures),
    )


def _side(figure: Figure, texts: Texts, locale: Locale) -> Side:
    quotes = tuple(_quote(evidence, texts, locale) for evidence in figure.evidence[:QUOTES_AT_ONCE])
    value = one_line("", PROPERTY_OF.get(figure.label, "value"), figure.value, None, locale)
    return Side(figure_word(figure.label, locale), value, quotes, len(figure.evidence) - len(quotes))


def _quote(evidence: Evidence, texts: Texts, locale: Locale) -> Quote:
    """The words in their line, when the document still says so at that place."""
    document = texts[evidence.document]
    if document is None or document.text[evidence.start : evidence.end] != evidence.text:
        return Quote("", evidence.text, "", "", evidence.document)
    first = max(document.text.rfind(end, 0, evidence.start) for end in "。；！？\n") + 1
    ends = [at for at in (document.text.find(end, evidence.end) for end in "。；！？\n") if at >= 0]
    last = min(ends, default=len(document.text))
    published = show_date(document.published, locale) if document.published else ""
    before, after = shorten(document.text[first : evidence.start], document.text[evidence.end : last])
    return Quote(
        before=before,
        words=evidence.text,
        after=after,
        href=document_href(document.id, evidence.start),
        document=" ".join(filter(None, (document.source or document.title or document.name, published))),
    )
