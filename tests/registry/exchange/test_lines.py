"""Export and import: nothing is lost, everything is checked, all or nothing."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from huoshui.errors import InputError
from huoshui.model.findings import Figure, Finding, FindingKind
from huoshui.registry import Registry, schema
from huoshui.registry.exchange import lines
from huoshui.registry.views import FundFilter
from tests.registry.said import document, financing, fund

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from huoshui.model.document import Document
    from huoshui.model.records import Record

WORKED_OUT = (schema.entities, schema.terms, schema.dates)


def exported(registry: Registry) -> bytes:
    return "".join(registry.exported()).encode()


def imported(content: bytes) -> Registry:
    registry = Registry("sqlite://")
    registry.import_lines(BytesIO(content), "registry.jsonl")
    return registry


def worked_out(registry: Registry) -> list[list[tuple[Any, ...]]]:
    with registry._engine.connect() as connection:
        return [sorted(map(tuple, connection.execute(select(table))), key=repr) for table in WORKED_OUT]


def keys(registry: Registry) -> set[tuple[Any, ...]]:
    k, r = schema.keys.c, schema.records.c
    query = select(r.hash, k.key, k.kind, k.own).join(schema.records, k.record_id == r.id)
    with registry._engine.connect() as connection:
        return set(map(tuple, connection.execute(query)))


def said() -> tuple[Document, Sequence[Record], Sequence[Finding]]:
    source = document(
        "雪莲母基金总规模约50亿元，简称雪莲基金。\n云杉能源完成A轮融资2亿元。", published="2026-03", path="/in/a.txt"
    )
    mother = fund(
        source, "雪莲母基金", aliases=["雪莲基金"], size="50亿元", qualifier="约", region="新疆", status="filed"
    )
    figures = (Figure("规模", "5000000000 CNY", (mother.size[0].evidence,)), Figure("出资", "1 CNY", ()))
    finding = Finding(FindingKind.PARTS_AND_SUM, "雪莲母基金", figures, "4999999999 CNY")
    return source, [mother, financing(source, "云杉能源", round_="A轮", size="2亿元")], [finding]


@pytest.fixture
def filled(registry: Registry) -> Registry:
    fill(registry)
    return registry


@pytest.fixture(scope="module")
def content() -> bytes:
    """The export of a filled registry."""
    with Registry("sqlite://") as registry:
        fill(registry)
        return exported(registry)


def fill(registry: Registry) -> None:
    registry.add(*said(), version="7")
    other = document("雪莲基金规模60亿元，子基金冰川基金规模9亿元", published="2026-04-01", path="/in/b.txt")
    child = fund(other, "冰川基金", size="9亿元", parent="雪莲基金", backer="雪莲基金", date="2026-04")
    registry.add(other, [fund(other, "雪莲基金", size="60亿元", sectors=["new_materials"]), child], version="7")


def test_nothing_is_lost(filled: Registry) -> None:
    content = exported(filled)
    with imported(content) as copy:
        assert exported(copy) == content
        assert worked_out(copy) == worked_out(filled)
        assert keys(copy) == keys(filled)
        assert copy.findings() == filled.findings()
        assert copy.search(FundFilter(text="冰川")) == filled.search(FundFilter(text="冰川"))
        assert copy.documents(text="融资") == filled.documents(text="融资")
        ids = [row.id for row in filled.search(FundFilter()).rows]
        assert [copy.statements(id_) for id_ in ids] == [filled.statements(id_) for id_ in ids]
        assert [copy.related(id_) for id_ in ids] == [filled.related(id_) for id_ in ids]


def test_an_export_is_the_same_in_every_database(registry: Registry, content: bytes) -> None:
    registry.import_lines(BytesIO(content), "registry.jsonl")
    assert exported(registry) == content
    assert registry.search(FundFilter(text="冰川")).total == 2


def test_what_is_ingested_again_after_an_import_is_known(filled: Registry) -> None:
    with imported(exported(filled)) as copy:
        assert not copy.add(*said(), version="7")
        assert copy.add(*said(), version="8")
        assert filled.add(*said(), version="8")
        assert exported(copy) == exported(filled)


def test_ids_from_before_a_merge_still_lead_somewhere(filled: Registry) -> None:
    lone = filled.find("冰川基金")[0].id
    again = document("冰川基金，又称昆仑冰川创业基金。", published="2026-05-01", path="/in/b.txt", name="elsewhere")
    joined = fund(again, "昆仑冰川创业基金", aliases=["冰川基金"])
    filled.add(again, [joined])
    with filled._engine.connect() as connection:
        moved = list(connection.execute(select(schema.redirects.c.old_id)).scalars())
    with imported(exported(filled)) as copy:
        assert copy.entity(lone) == filled.entity(lone)
        assert [copy.entity(f"{old:016x}") for old in moved] == [filled.entity(f"{old:016x}") for old in moved]


NAMES = st.sampled_from(["雪莲", "冰川", "云杉", "产业引导", "𠮷"]).map(lambda n: f"{n}基金")
PIECE = st.tuples(
    NAMES,
    st.integers(1, 9999),
    st.sampled_from(["", "约", "不低于"]),
    st.sampled_from(["亿元", "万美元"]),
    st.sampled_from(["", "新疆", "江苏/苏州"]),
    st.sampled_from(["", "2024", "2026-02-28"]),
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@settings(max_examples=30, deadline=None)
@given(documents=st.lists(st.tuples(st.lists(PIECE, max_size=4), TEXTS), max_size=5))
def test_an_export_of_an_import_is_the_same_bytes(documents: list[tuple[list[Any], str]]) -> None:
    with Registry("sqlite://") as registry:
        for number, (pieces, noise) in enumerate(documents):
            sentences = [f"{name}规模{before}{size}{unit}。" for name, size, before, unit, _, _ in pieces]
            source = document(f"{number}{noise}\n" + "".join(sentences), published="2026-01", path=f"/in/{number}")
            funds = [
                fund(source, name, size=f"{size}{unit}", qualifier=before or None, region=region, date=date)
                for name, size, before, unit, region, date in pieces
            ]
            registry.add(source, funds, version="1")
        content = exported(registry)
        with imported(content) as copy:
            assert exported(copy) == content
            assert worked_out(copy) == worked_out(registry)


def test_every_table_is_exchanged_or_worked_out() -> None:
    known = {sheet.name for sheet in lines.sheets()} | lines.DERIVED
    assert known == set(schema.metadata.tables)
    assert not lines.DERIVED & {sheet.name for sheet in lines.sheets()}


def test_lines_are_plain_json_with_ids_as_text(filled: Registry) -> None:
    content = [json.loads(line) for line in exported(filled).decode().splitlines()]
    assert content[0] == {"format": "huoshui-registry", "version": 1}
    assert content[-1] == {"line": "end", "lines": len(content) - 2}
    statement = next(line for line in content if line["line" if "line" in line else "format"] == "statement")
    assert len(statement["id"]) == len(statement["record_id"]) == 16
    assert not any(isinstance(v, int) and abs(v) > 2**53 for line in content for v in line.values())


Change = dict[str, object]


@pytest.fixture(scope="module")
def nothing() -> Iterator[Registry]:
    """An empty registry that must stay so."""
    with Registry("sqlite://") as registry:
        yield registry


def changed(content: bytes, kind: str, fields: Change) -> bytes:
    """The export with fields of the first line of a kind changed, ``...`` for one that goes."""
    result, done = [], False
    for line in content.decode().splitlines():
        row = json.loads(line)
        if row.get("line") == kind and not done:
            done = True
            row |= fields
            row = {name: value for name, value in row.items() if value is not ...}
        result.append(json.dumps(row))
    assert done
    return "\n".join(result).encode() + b"\n"


@pytest.mark.parametrize(
    ("kind", "fields", "told"),
    [
        ("document", {"id": "0"}, "line 2: id: '0' is no id of 16 hexadecimal digits"),
        ("document", {"id": 5}, "line 2: id: 5 is no id"),
        ("document", {"id": "0" * 16}, "line 2: id: is not that of the digest"),
        ("document", {"published": "yesterday"}, "line 2: published: "),
        ("document", {"name": None}, "line 2: name: null where a value is needed"),
        ("document", {"name": 7}, "line 2: name: 7 is no text"),
        ("document", {"name": "\ud800"}, "line 2: name: holds half of a pair"),
        ("document", {"statements": 1.5}, "line 2: statements: 1.5 is no whole number"),
        ("document", {"statements": True}, "line 2: statements: True is no whole number"),
        ("document", {"statements": 1 << 40}, "line 2: statements: "),
        ("document", {"statements": 99}, "line 2: statements: names 99, the file holds "),
        ("document", {"title": ...}, "line 2: title: the field is missing"),
        ("document", {"colour": "red"}, "line 2: 'colour': a document has no such field"),
        ("document", {"title": ["a"]}, "line 2: title: a list or an object"),
        ("document", {"line": "drop table"}, "line 2: line: 'drop table' is none of document, "),
        ("document_text", {"document_id": "0" * 16}, "document_id: no document 0000000000000000 stands before"),
        ("document_text", {"text": "elsewhere"}, "text: does not stand at "),
        ("sentence", {"start": -1}, "text: does not stand at -1"),
        ("record", {"kind": "Cake"}, "kind: 'Cake' is none of Fund, "),
        ("record", {"name": "另一基金"}, "names_text: does not begin with the name"),
        ("statement", {"record_id": "0" * 16}, "record_id: no record 0000000000000000 stands before"),
        ("statement", {"text": "60亿元整"}, "text: does not stand at "),
        ("statement", {"start": 1 << 30}, "text: does not stand at "),
        ("statement", {"sentence": 99}, "sentence: its document has no sentence 99"),
        ("statement", {"prop": "colour"}, "prop: a "),
        ("statement", {"confidence": 3}, "confidence: is not between 0 and 1"),
        ("statement", {"prop": "size", "value": "much"}, "value: "),
        ("finding", {"figures": "[1]"}, "figures: is no list"),
        ("finding", {"kind": "odd"}, "kind: 'odd' is no kind of finding"),
    ],
)
def test_a_fault_is_told_with_line_and_field_and_nothing_is_imported(
    nothing: Registry, content: bytes, kind: str, fields: Change, told: str
) -> None:
    before = exported(nothing)
    with pytest.raises(InputError, match="nothing has been imported") as caught:
        nothing.import_lines(BytesIO(changed(content, kind, fields)), "registry.jsonl")
    message = str(caught.value)
    assert message.startswith("registry.jsonl: line ")
    assert told in message
    assert "\n" not in message
    assert exported(nothing) == before
    assert nothing.counts().entities == ()


def cut(content: bytes) -> bytes:
    return b"".join(content.splitlines(keepends=True)[:-1])


def doubled(content: bytes) -> bytes:
    first, second, *rest = content.splitlines(keepends=True)
    return b"".join([first, second, second, *rest])


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (cut, "the file ends early"),
        (doubled, "line 3: id, place: the database holds such a document already"),
        (lambda content: content + b"{}\n", "stands after the last line"),
        (lambda content: content[: len(content) // 2], "is no JSON"),
        (lambda _: b"", "line 1: is no JSON"),
        (lambda _: b'{"format":"other"}\n', "line 1: format: this is no export of a registry"),
        (lambda content: content.replace(b'"version":1', b'"version":2', 1), "line 1: version: 2 is not 1"),
        (lambda content: content.replace(b'{"line":"document"', b'{"line":"x","line":"document"', 1), "a field twice"),
        (lambda _: b"[" * 100_000, "line 1: is no JSON"),
        (lambda _: b"\xff\xfe\n", "line 1: byte 0 is not UTF-8"),
        (lambda content: content.replace(b'"statements":', b'"statements":NaN,"n":', 1), "NaN is no number"),
    ],
)
def test_files_that_are_no_whole_export_are_refused(
    nothing: Registry, content: bytes, damage: Callable[[bytes], bytes], told: str
) -> None:
    with pytest.raises(InputError) as caught:
        nothing.import_lines(BytesIO(damage(content)), "registry.jsonl")
    assert told in str(caught.value)
    assert nothing.counts().documents == 0


def test_an_import_goes_into_an_empty_registry_only(filled: Registry) -> None:
    content = exported(filled)
    with pytest.raises(InputError, match="holds a document already"):
        filled.import_lines(BytesIO(content), "registry.jsonl")
    assert exported(filled) == content


def test_an_empty_registry_is_exchanged_too(registry: Registry) -> None:
    with imported(exported(registry)) as copy:
        assert copy.counts().documents == 0


def test_judgements_go_along_and_hold_in_the_copy(filled: Registry) -> None:
    desk = filled.desk("陈")
    mother = filled.find("雪莲母基金")[0]
    sizes = {s.text: s.id for s in filled.statements(mother.id) if s.prop == "size"}
    desk.correct(mother.id, sizes["50亿元"], "55亿元", note="章程")
    desk.reject(mother.id, sizes["60亿元"])
    child = filled.find("冰川基金")[0]
    desk.merge(filled.find("雪莲母基金")[0].id, child.id)
    content = exported(filled)
    with imported(content) as copy:
        assert exported(copy) == content
        assert copy.judgements() == filled.judgements()
        assert worked_out(copy) == worked_out(filled)
        assert copy.entity(child.id) == filled.entity(child.id)
        # What a person has said holds when the document is read anew.
        assert copy.add(*said(), version="8")
        assert filled.add(*said(), version="8")
        assert exported(copy) == exported(filled)
