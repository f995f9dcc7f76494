"""A document with its records as ready-made rows.

Everything that needs no database happens here, so that worker processes can do it and the one writer has little left.
"""

from __future__ import annotations

import json
import os
import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from huoshui.errors import InputError
from huoshui.model.document import Span
from huoshui.registry import joining
from huoshui.registry.derived import Derived, derive
from huoshui.registry.facts import entity_view
from huoshui.registry.fulltext import grams
from huoshui.registry.ids import content_id, document_id, public_id
from huoshui.registry.names import parse_name
from huoshui.registry.views import StatementView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from huoshui.model.document import Document
    from huoshui.model.findings import Finding
    from huoshui.model.records import Evidence, Record

#: Properties whose values name a party that may itself be an entity.
PARTY_PROPS = frozenset({"parent", "backer", "manager", "fund", "investor", "provider", "sponsor"})
_NOT_STORABLE = re.compile("[\\0\ud800-\udfff]")
_SENTENCE_END = re.compile(r"[。！？；\n]")
#: A sentence is shown beside its words: a table or a list without full stops is cut this far from them.
_CONTEXT = 200


class DocumentColumns(NamedTuple):
    """Row of ``document``."""

    id: int
    digest: str
    version: str
    place: str
    name: str
    title: str
    source: str
    url: str
    published: str | None
    statements: int


class TextColumns(NamedTuple):
    """Row of ``document_text``."""

    document_id: int
    text: str
    clean: str


class RecordColumns(NamedTuple):
    """Row of ``record``. Ids of records count from 0 within the document; the writer adds where it stands."""

    id: int
    hash: int
    document_id: int
    entity_id: int | None
    kind: str
    name: str
    names_text: str
    search_text: str


class KeyColumns(NamedTuple):
    """Row of ``record_key``; ``kind`` is empty for a name that finds the record but is not enough to join it."""

    record_id: int
    key: str
    kind: str
    own: bool


class SentenceColumns(NamedTuple):
    """Row of ``sentence``; ``start`` in the original text."""

    document_id: int
    position: int
    start: int
    text: str


class StatementColumns(NamedTuple):
    """Row of ``statement``; offsets in the original text."""

    record_id: int
    position: int
    id: int
    sentence: int
    prop: str
    value: str
    key: str | None
    qualifier: str | None
    confidence: float
    start: int
    end: int
    text: str


class FindingColumns(NamedTuple):
    """Row of ``finding``."""

    document_id: int
    position: int
    kind: str
    subject: str
    figures: str
    gap: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """One document ready to be written.

    ``entities`` and the records' ``entity_id`` hold where no other document names any of the same things.
    """

    document: DocumentColumns
    text: str
    clean: str
    records: tuple[RecordColumns, ...]
    keys: tuple[KeyColumns, ...]
    sentences: tuple[SentenceColumns, ...]
    statements: tuple[StatementColumns, ...]
    findings: tuple[FindingColumns, ...]
    document_grams: str
    record_grams: tuple[str, ...]
    entities: tuple[Derived, ...]


def document_search_text(title: str, clean: str) -> str:
    """What full-text search sees of a document."""
    return f"{title}\n{clean}"


def prepare(
    document: Document, records: Sequence[Record], findings: Sequence[Finding] = (), *, version: str = ""
) -> Prepared:
    """Rows of a document. InputError when its text cannot be stored."""
    for what in (document.text, document.title, document.source, document.url, document.name):
        _check_storable(what, document.path or document.name)
    builder = _Builder(document)
    for record in records:
        builder.add(record)
    return builder.build(findings, version)


def _check_storable(string: str, where: str) -> None:
    """InputError for characters that not every database can hold."""
    found = _NOT_STORABLE.search(string)
    if found:
        fault = "NUL, which is no text" if found[0] == "\0" else "half of a pair"
        message = f"{where}: character {found.start()} is {fault}: save the text as UTF-8"
        raise InputError(message)


def keys_of(
    record_id: int, kind: str, name: str, aliases: Iterable[str], stated: Sequence[joining.Stated]
) -> tuple[KeyColumns, ...]:
    """Rows of the names under which a record is found and can meet others."""
    own = parse_name(name)
    meeting = joining.meeting_keys(kind, own, stated)
    found = () if own.key in meeting else (KeyColumns(record_id, own.key, "", own=True),)
    # 母基金 or 该基金 stands for one fund in one document only.
    parsed = (parse_name(alias) for alias in aliases)
    others = dict.fromkeys(a.key for a in parsed if not a.generic and len(a.key) > 1 and a.key != own.key)
    return (
        *found,
        *(KeyColumns(record_id, key, kind, own=key == own.key) for key in meeting),
        *(KeyColumns(record_id, key, kind, own=False) for key in others),
    )


class _Builder:
    """Collects the rows of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.id = document_id(document.digest)
        self.published = str(document.published) if document.published else None
        self.seen: dict[int, int] = {}
        self.records: list[RecordColumns] = []
        self.keys: list[KeyColumns] = []
        self.sentences: dict[tuple[int, int], SentenceColumns] = {}
        self.clean_sentences: list[str] = []
        self.statements: list[StatementColumns] = []

    def add(self, record: Record) -> None:
        """Take in one record: its name and every value are statements."""
        record_id = len(self.records)
        record_hash = self._unique(content_id("record", self.document.digest, record.kind, record.name))
        found_in: dict[str, None] = {}
        for position, (prop, value, evidence, qualifier, confidence) in enumerate(_stated(record)):
            start, end = evidence.start, evidence.end
            sentence = self._sentence(start, end)
            found_in[self.clean_sentences[sentence.position]] = None
            identity = (self.document.digest, record.kind, record.name, prop, value, start, end)
            number = self._unique(content_id("statement", *identity))
            key = parse_name(value).key if prop in PARTY_PROPS else None
            self.statements.append(
                StatementColumns(
                    record_id, position, number, sentence.position,
                    prop, value, key, qualifier, confidence, start, end, evidence.text,
                )
            )  # fmt: skip
        names = "\n".join(dict.fromkeys((record.name, *record.aliases)))
        search_text = "\n".join((names, *found_in))
        self.records.append(
            RecordColumns(record_id, record_hash, self.id, None, record.kind, record.name, names, search_text)
        )
        stated = [
            joining.Stated(s.prop, s.value, s.key, s.qualifier) for s in self.statements if s.record_id == record_id
        ]
        self.keys.extend(keys_of(record_id, record.kind, record.name, record.aliases, stated))

    def _unique(self, identity: int) -> int:
        """The id itself, or one derived from it for the second of the same content in this document."""
        repeats = self.seen.get(identity, 0)
        self.seen[identity] = repeats + 1
        return identity if not repeats else content_id(identity, repeats)

    def _sentence(self, start: int, end: int) -> SentenceColumns:
        """The sentence around the original span, cut in the clean text, where columns are joined."""
        text, clean, offsets = self.document.text, self.document.clean, self.document.offsets
        first = max(bisect_right(offsets.starts, start) - 1, 0)
        last = max(bisect_right(offsets.starts, end - 1) - 1, first)
        begin, stop = _around(clean, first, last + 1)
        original_begin, original_stop = start, end
        if begin < stop:
            span = offsets.original(begin, stop)
            original_begin, original_stop = min(span.start, start), max(span.end, end)
        known = self.sentences.get((original_begin, original_stop))
        if known:
            return known
        row = SentenceColumns(self.id, len(self.sentences), original_begin, text[original_begin:original_stop])
        self.sentences[original_begin, original_stop] = row
        self.clean_sentences.append(clean[begin:stop])
        return row

    def _clusters(self) -> dict[int, tuple[joining.Candidate, ...]]:
        """Entities as far as this document alone goes."""
        stated: dict[int, list[joining.Stated]] = defaultdict(list)
        for s in self.statements:
            stated[s.record_id].append(joining.Stated(s.prop, s.value, s.key, s.qualifier))
        keys: dict[int, list[tuple[str, bool]]] = defaultdict(list)
        for k in self.keys:
            keys[k.record_id].append((k.key, k.own))
        by_kind: dict[str, list[joining.Candidate]] = defaultdict(list)
        for r in self.records:
            head = joining.Head(r.id, r.hash, self.id, r.kind, r.name, self.published)
            by_kind[r.kind].append(joining.candidate(head, keys[r.id], stated[r.id]))
        result: dict[int, tuple[joining.Candidate, ...]] = {}
        for candidates in by_kind.values():
            result.update(joining.identified(joining.join(candidates)))
        return result

    def _derived(self, entity_id: int, cluster: Sequence[joining.Candidate]) -> Derived:
        members = {member.id for member in cluster}
        names = [r.names_text.split("\n") for r in self.records if r.id in members]
        statements = [self._view(entity_id, s) for s in self.statements if s.record_id in members and s.prop != "name"]
        return derive(entity_view(entity_id, cluster[0].kind, names, statements))

    def _view(self, entity_id: int, s: StatementColumns) -> StatementView:
        return StatementView(
            public_id(s.id), public_id(entity_id), s.prop, s.value, s.qualifier, public_id(self.id), "", "",
            self.published, s.start, s.end, s.text, "", Span(0, 0),
        )  # fmt: skip

    def build(self, findings: Sequence[Finding], version: str) -> Prepared:
        """All rows."""
        document = self.document
        clusters = self._clusters()
        entity_of = {member.id: number for number, cluster in clusters.items() for member in cluster}
        records = tuple(record._replace(entity_id=entity_of[record.id]) for record in self.records)
        row = DocumentColumns(
            self.id, document.digest, version, _place(document), document.name,
            _title(document), document.source, document.url,
            self.published, len(self.statements),
        )  # fmt: skip
        return Prepared(
            document=row,
            text=document.text,
            clean=document.clean,
            records=records,
            keys=tuple(self.keys),
            sentences=tuple(self.sentences.values()),
            statements=tuple(self.statements),
            findings=tuple(_finding(self.id, i, f) for i, f in enumerate(findings)),
            document_grams=grams(document_search_text(row.title, document.clean)),
            record_grams=tuple(grams(r.search_text) for r in records),
            entities=tuple(self._derived(number, cluster) for number, cluster in clusters.items()),
        )


def _title(document: Document) -> str:
    first = document.articles[0].title if document.articles else ""
    return document.title or first or document.name


def _stated(record: Record) -> Iterator[tuple[str, str, Evidence, str | None, float]]:
    yield "name", record.name, record.evidence, None, 1.0
    for prop, value in record.values():
        yield prop, str(value), value.evidence, value.qualifier, value.confidence


def _around(clean: str, first: int, last: int) -> tuple[int, int]:
    """The sentence of ``clean[first:last]`` without the white space around it, at most ``_CONTEXT`` to either side."""
    before = list(_SENTENCE_END.finditer(clean, max(first - _CONTEXT, 0), first))
    begin = before[-1].end() if before else max(first - _CONTEXT, 0)
    after = _SENTENCE_END.search(clean, last, last + _CONTEXT)
    if last > first and clean[last - 1 : last] in set("。！？；"):
        stop = last
    else:
        stop = after.end() if after else min(last + _CONTEXT, len(clean))
    while stop > last and clean[stop - 1].isspace():
        stop -= 1
    while begin < first and clean[begin].isspace():
        begin += 1
    return begin, stop


def _place(document: Document) -> str:
    """What makes two readings the same document: its file, else its address; and its name, for feeds hold many."""
    where = os.path.abspath(document.path) if document.path else document.url  # noqa: PTH100  a name, not a file
    return f"{where}\n{document.name}"


def _finding(document_id: int, position: int, finding: Finding) -> FindingColumns:
    figures = [
        [figure.label, figure.value, [[e.start, e.end, e.text] for e in figure.evidence]] for figure in finding.figures
    ]
    return FindingColumns(
        document_id, position, finding.kind.value, finding.subject, json.dumps(figures, ensure_ascii=False), finding.gap
    )
