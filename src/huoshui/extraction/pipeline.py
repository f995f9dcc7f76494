"""From a document to its records: every extractor once, over the document's articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.extraction import arithmetic, financings, funds, instruments, listings, manager_calls, targets
from huoshui.extraction.confidence import graded
from huoshui.extraction.reading import Reading, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from huoshui.model.document import Document
    from huoshui.model.findings import Finding
    from huoshui.model.records import Record

VERSION = "2"
"""Changes whenever the same document may yield other records; a registry then reads the document anew."""

EXTRACTORS: tuple[Callable[[Sequence[Reading]], Sequence[Record]], ...] = (
    manager_calls.extract,  # before funds, which join what several articles tell of one fund
    funds.extract,
    financings.extract,
    listings.extract,
    instruments.extract,
    targets.extract,
)


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read out of one document."""

    document: str
    records: tuple[Record, ...]
    findings: tuple[Finding, ...]


def extract(document: Document) -> Extraction:
    """Every record of ``document`` with its evidence, and every figure of it that does not add up."""
    readings = [Reading(document, piece) for article in document.articles for piece in pieces(document, article)]
    records = tuple(graded(record) for extractor in EXTRACTORS for record in extractor(readings))
    return Extraction(document.name, records, tuple(arithmetic.check(readings, records)))
