"""Records in the JSON of the record contract: one object a document, one object a value.

A value is written as ``{"value", "start", "end", "text"}`` and, where the document states one, ``"qualifier"``;
``start`` and ``end`` count code points of the original text, and ``text`` is what stands between them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huoshui.model.document import Document
    from huoshui.model.records import Evidence, Record, Value

Json = dict[str, object]


def contract_json(document: Document, records: Iterable[Record], *, indent: int | None = 1) -> str:
    """The records of one document as JSON text; ``indent=None`` puts it on one line."""
    content = {
        "document": document.name,
        "published": str(document.published) if document.published else None,
        "records": [_record(record) for record in records],
    }
    return json.dumps(content, ensure_ascii=False, indent=indent)


def _record(record: Record) -> Json:
    properties: dict[str, list[Json]] = {}
    for prop, value in record.values():
        properties.setdefault(prop, []).append(_value(value))
    return {
        "type": record.kind,
        "name": record.name,
        "aliases": list(record.aliases),
        "evidence": _evidence(record.evidence),
        "properties": properties,
    }


def _value(value: Value[object]) -> Json:
    stated: Json = {"qualifier": value.qualifier} if value.qualifier else {}
    return {"value": str(value)} | _evidence(value.evidence) | stated


def _evidence(evidence: Evidence) -> Json:
    return {"start": evidence.start, "end": evidence.end, "text": evidence.text}
