"""What is read out of the bundled documents, against gold made by hand."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from huoshui.documents import SUFFIXES, read_all
from huoshui.errors import HuoshuiError
from huoshui.extraction import extract
from huoshui.model.document import Document
from huoshui.model.records import RECORD_TYPES, Record

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
EXPECTED = SAMPLES / "expected"
FILES = sorted(file for file in SAMPLES.iterdir() if file.suffix in SUFFIXES)
FLOOR = 0.985  # F1 of (document, type, property, value) over all samples

Triple = tuple[str, str, str, str]


def _documents() -> list[Document]:
    read = [document for file in FILES for document in read_all(file)]
    assert not [document for document in read if isinstance(document, HuoshuiError)]
    return [document for document in read if isinstance(document, Document)]


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return _documents()


@pytest.fixture(scope="module")
def records(documents: list[Document]) -> dict[str, tuple[Record, ...]]:
    return {document.name: extract(document).records for document in documents}


def _expected_records() -> list[tuple[str, Any]]:
    files = sorted(EXPECTED.glob("*.json"))
    return [(file.stem, record) for file in files for record in json.loads(file.read_text("utf-8"))["records"]]


def test_every_sample_has_gold_and_all_kinds_of_file_are_there(documents: list[Document]) -> None:
    assert {document.name for document in documents} == {file.stem for file in EXPECTED.glob("*.json")}
    assert {file.suffix for file in FILES} >= {".txt", ".html", ".docx", ".pdf", ".jsonl"}


def test_gold_covers_every_record_type_and_property() -> None:
    covered = {(record["type"], prop) for _, record in _expected_records() for prop in record["properties"]}
    assert covered == {(kind, prop) for kind, cls in RECORD_TYPES.items() for prop in cls.properties()}


def test_every_value_is_grounded(documents: list[Document], records: dict[str, tuple[Record, ...]]) -> None:
    texts = {document.name: document.text for document in documents}
    for name, found in records.items():
        for record in found:
            for evidence in (record.evidence, *(value.evidence for _, value in record.values())):
                assert evidence.text
                assert texts[name][evidence.start : evidence.end] == evidence.text


def test_samples_are_read_as_well_as_before(records: dict[str, tuple[Record, ...]]) -> None:
    wanted: Counter[Triple] = Counter()
    unscored: set[Triple] = set()
    for document, record in _expected_records():
        if record.get("optional"):
            continue
        kind, props = str(record["type"]), record["properties"]
        wanted.update((document, kind, prop, _bare(value)) for prop, values in props.items() for value in values)
        unscored |= {(document, kind, prop, "") for prop in record.get("unscored", ())}
    found = Counter(
        (document, record.kind, prop, _bare(str(value)))
        for document, several in records.items()
        for record in several
        for prop, value in record.values()
    )
    for triple in list(found - wanted):
        if (*triple[:3], "") in unscored:
            del found[triple]
    hits = (wanted & found).total()
    assert 2 * hits / (wanted.total() + found.total()) >= FLOOR


def _bare(value: str) -> str:
    return re.sub(r"[()（）]", "", value)
