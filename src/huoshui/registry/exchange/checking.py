"""Whether a line of an import can be true: what it refers to is there, and its words stand where it says."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from huoshui.errors import InputError
from huoshui.model.dates import PartialDate
from huoshui.model.findings import FindingKind
from huoshui.model.money import Money
from huoshui.model.records import RECORD_TYPES
from huoshui.model.regions import Region
from huoshui.model.sectors import sectors
from huoshui.registry import body_log, schema
from huoshui.registry.exchange.lines import AtLine, sheets
from huoshui.registry.ids import document_id, public_id

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from huoshui.registry.exchange.lines import Sheet

    Row = dict[str, Any]

_AMOUNTS = frozenset({"size", "first_phase", "min_fund_size", "cap"})


class Recorded(NamedTuple):
    """A record that has been read: its number in this database, its document and type."""

    number: int
    document_id: int
    kind: str


@dataclass
class _Document:
    """A document's line, and how many statements it names and has."""

    line: int
    named: int
    found: int = 0


@dataclass
class _Source:
    """The document that statements are checked against: they come document by document."""

    document_id: int
    text: str
    sentences: dict[int, int]


@dataclass
class Checks:
    """Remembers what has been read as far as later lines refer to it."""

    connection: Connection
    records: dict[int, Recorded] = field(default_factory=dict)
    new_entities: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._ids: dict[str, set[int]] = {f.refers_to: set() for sheet in sheets() for f in sheet.fields if f.refers_to}
        self._documents: dict[int, _Document] = {}
        self._source: _Source | None = None

    def check(self, sheet: Sheet, row: Row, line: int) -> None:
        """Check a row and remember it. InputError beginning with the field."""
        self._refer(sheet, row)
        if sheet.name in self._ids and "id" in row:
            self._ids[sheet.name].add(row["id"])
        match sheet.name:
            case "document":
                self._document(row, line)
            case "record":
                self._record(row)
            case "sentence":
                self._sentence(row)
            case "statement":
                self._statement(row)
            case "finding":
                _finding(row)
            case "body_judgement":
                _body_judgement(row)

    def finish(self) -> None:
        """Check what needs all lines."""
        for document in self._documents.values():
            if document.named != document.found:
                raise AtLine(document.line, f"statements: names {document.named}, the file holds {document.found}")

    def begin(self) -> None:
        """Lines of another table begin: what has been stored since may be of use to them."""
        self._source = None

    def _refer(self, sheet: Sheet, row: Row) -> None:
        for f in sheet.fields:
            value = row[f.name]
            if not f.refers_to or value is None or (sheet.name, f.refers_to) == ("record", "entity"):
                continue
            known = self.records if f.refers_to == "record" else self._ids[f.refers_to]
            if value not in known:
                raise InputError(f"{f.name}: no {f.refers_to} {public_id(value)} stands before")

    def _document(self, row: Row, line: int) -> None:
        if row["id"] != document_id(row["digest"]):
            raise InputError("id: is not that of the digest")
        if row["published"] is not None:
            _parse("published", PartialDate.parse, row["published"])
        self._documents[row["id"]] = _Document(line, row["statements"])

    def _record(self, row: Row) -> None:
        if row["kind"] not in RECORD_TYPES:
            raise InputError(f"kind: {row['kind']!r:.40} is none of {', '.join(RECORD_TYPES)}")
        if row["names_text"].split("\n", 1)[0] != row["name"] or not row["name"]:
            raise InputError("names_text: does not begin with the name")
        if row["hash"] in self.records:
            raise InputError("hash: another record has it")
        if row["entity_id"] is not None and row["entity_id"] not in self._ids["entity"]:
            self._ids["entity"].add(row["entity_id"])
            self.new_entities.add(row["entity_id"])
        self.records[row["hash"]] = Recorded(len(self.records) + 1, row["document_id"], row["kind"])

    def _sentence(self, row: Row) -> None:
        text, start = self._opened(row["document_id"]).text, row["start"]
        if start < 0 or text[start : start + len(row["text"])] != row["text"]:
            raise InputError(f"text: does not stand at {start} of its document")

    def _statement(self, row: Row) -> None:
        record = self.records[row["record_id"]]
        source = self._opened(record.document_id)
        start, end = row["start"], row["end"]
        if not 0 <= start <= end or source.text[start:end] != row["text"]:
            raise InputError(f"text: does not stand at {start} to {end} of its document")
        if source.sentences.get(row["sentence"], end) > start:
            raise InputError(f"sentence: its document has no sentence {row['sentence']} that begins before it")
        if row["prop"] not in {"name", *RECORD_TYPES[record.kind].properties()}:
            raise InputError(f"prop: a {record.kind} has no {row['prop']!r:.40}")
        if not 0 <= row["confidence"] <= 1:
            raise InputError("confidence: is not between 0 and 1")
        check_value(row["prop"], row["value"])
        self._documents[record.document_id].found += 1

    def _opened(self, number: int) -> _Source:
        if self._source is None or self._source.document_id != number:
            t, x = schema.texts.c, schema.sentences.c
            text = self.connection.execute(select(t.text).where(t.document_id == number)).scalar()
            if text is None:
                raise InputError(f"document_id: no document_text of {public_id(number)} stands before")
            rows = self.connection.execute(select(x.position, x.start).where(x.document_id == number))
            self._source = _Source(number, text, dict(map(tuple, rows)))
        return self._source


def check_value(prop: str, value: str) -> None:
    """Whether a value has the form that its property asks for. InputError beginning with the field."""
    if prop in _AMOUNTS:
        _parse("value", Money.parse, value)
    elif prop == "date":
        _parse("value", PartialDate.parse, value)
    elif prop == "region":
        _parse("value", Region.parse, value)
    elif prop == "sector" and value not in sectors():
        raise InputError(f"value: {value!r:.40} is no sector")


def _parse(name: str, parse: Any, value: str) -> None:  # noqa: ANN401  # whatever reads a string
    try:
        parse(value)
    except (InputError, ValueError) as error:
        raise InputError(f"{name}: {error}") from None


def _body_judgement(row: Row) -> None:
    if row["kind"] not in {body_log.MERGE, body_log.DIFFERENT, body_log.UNDO}:
        raise InputError(f"kind: {row['kind']!r:.40} is no judgement of bodies")
    if (row["kind"] == body_log.UNDO) is (row["undoes"] is None):
        raise InputError("undoes: an undo names what it takes back, and nothing else does")


def _finding(row: Row) -> None:
    if row["kind"] not in set(FindingKind):
        raise InputError(f"kind: {row['kind']!r:.40} is no kind of finding")
    try:
        places = [
            place
            for label, value, found in json.loads(row["figures"])
            for place in found
            if isinstance(label, str) and isinstance(value, str)
        ]
        good = all(isinstance(s, int) and isinstance(e, int) and isinstance(t, str) for s, e, t in places)
    except (ValueError, TypeError, RecursionError):
        good = False
    if not good:
        raise InputError("figures: is no list of label, value and places")
