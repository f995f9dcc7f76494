"""What is stored, what is replaced, and that it is all or nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from huoshui.errors import InputError, NotFound
from huoshui.model.findings import Figure, Finding, FindingKind
from huoshui.registry import fulltext, rows
from huoshui.registry.views import FundFilter
from tests.registry.said import document, fund, tell, value

if TYPE_CHECKING:
    from huoshui.registry import Registry

TEXT = "昨日消息。海滨市设立海滨启航创业投资基金，规模50亿元。别的话。"
NAME = "海滨启航创业投资基金"


def test_a_document_comes_back_as_it_was(registry: Registry) -> None:
    tell(registry, TEXT, NAME, published="2026-01-05", size="50亿元")
    total, (row,) = registry.documents()
    assert (total, row.published, row.statements, row.entities) == (1, "2026-01-05", 2, 1)
    view = registry.document(row.id)
    assert view.text == TEXT
    name, size = registry.statements_of_document(row.id)
    assert (name.prop, name.text, size.value) == ("name", NAME, "5000000000 CNY")
    assert size.sentence == f"海滨市设立{NAME}，规模50亿元。"
    assert size.sentence[size.mark.start : size.mark.end] == size.text == TEXT[size.start : size.end] == "50亿元"


def test_the_sentence_is_cut_where_the_clean_text_ends_it_but_shown_as_written(registry: Registry) -> None:
    # A line break inside a sentence is a space in the clean text and no end of a sentence.
    written = "海濱市設立海濱啟航基\n金，規模50億元。其他。"
    source = document(written, clean="海滨市设立海滨启航基 金，规模50亿元。其他。")
    registry.add(source, [fund(source, "海濱啟航基\n金")])
    (statement,) = registry.statements_of_document(registry.documents()[1][0].id)
    assert statement.sentence == "海濱市設立海濱啟航基\n金，規模50億元。"


def test_the_same_document_twice_changes_nothing(registry: Registry) -> None:
    source = document(TEXT, published="2026-01-05")
    assert registry.add(source, [fund(source, NAME)], version="1")
    before = registry.counts(), registry.search(FundFilter())
    assert not registry.add(source, [fund(source, NAME)], version="1")
    assert (registry.counts(), registry.search(FundFilter())) == before
    assert registry.has(source.digest)
    assert registry.has(source.digest, "1")
    assert not registry.has(source.digest, "2")


def test_a_newer_extractor_replaces_what_the_older_one_read(registry: Registry) -> None:
    source = document(TEXT)
    registry.add(source, [fund(source, "启航创业投资基金")], version="1")
    assert registry.add(source, [fund(source, NAME, size="50亿元")], version="2")
    assert [e.name for e in registry.search(FundFilter()).rows] == [NAME]
    assert registry.documents()[0] == 1


def test_a_changed_file_replaces_its_former_self_in_search_too(registry: Registry) -> None:
    old = document("甲地设立甲地腾飞基金。", path="news/1.txt", name="1")
    new = document("乙地设立乙地远航基金。", path="news/1.txt", name="1")
    registry.add(old, [fund(old, "甲地腾飞基金")])
    registry.add(new, [fund(new, "乙地远航基金")])
    assert registry.documents(text="腾飞")[0] == registry.search(FundFilter(text="腾飞")).total == 0
    assert registry.documents(text="远航")[0] == registry.search(FundFilter(text="远航")).total == 1


def test_items_of_one_feed_are_different_documents(registry: Registry) -> None:
    for n in range(2):
        item = document(f"第{n}条。", path="feed.jsonl", name=f"item-{n}")
        registry.add(item, [])
    assert registry.documents()[0] == 2


def test_an_error_while_writing_leaves_nothing_of_the_document(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(registry, TEXT, NAME)
    before = registry.counts()

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(fulltext.RECORDS, "put", fail)
    source = document("乙地设立乙地远航基金。")
    with pytest.raises(MemoryError):
        registry.add(source, [fund(source, "乙地远航基金")])
    assert registry.counts() == before
    assert not registry.has(source.digest)
    assert registry.documents(text="远航")[0] == 0


def test_ids_are_the_same_in_every_database(registry: Registry) -> None:
    source = document(TEXT)
    one, two = (rows.prepare(source, [fund(source, NAME, size="50亿元")]) for _ in range(2))
    assert one == two
    registry.add_prepared(one)
    assert {int(s.id, 16) for s in registry.statements(registry.find(NAME)[0].id)} == {s.id for s in one.statements}


def test_a_text_that_no_database_can_hold_is_an_input_error(registry: Registry) -> None:
    with pytest.raises(InputError, match="half of a pair"):
        registry.add(replace(document("好的"), text="好\ud800的"), [])


def test_unknown_ids_are_not_found(registry: Registry) -> None:
    for unknown in ("", "x", "0" * 16, "-1", "ffffffffffffffff", "1; DROP TABLE document"):
        with pytest.raises(NotFound):
            registry.entity(unknown)
        with pytest.raises(NotFound):
            registry.document(unknown)
        assert not registry.statements(unknown)
        assert not registry.related(unknown)


def test_findings_of_a_document_come_back_with_its_id(registry: Registry) -> None:
    source = document("基金总规模700亿元，九只合计690亿元。")
    sides = [("总规模", "700亿元"), ("合计", "690亿元")]
    figures = tuple(Figure(label, words, (value(source, 0, words).evidence,)) for label, words in sides)
    finding = Finding(FindingKind.PARTS_AND_SUM, "九只", figures, "1000000000 CNY")
    registry.add(source, [], [finding])
    (found,) = registry.findings()
    assert (found.kind, found.subject, found.gap) == (finding.kind, "九只", finding.gap)
    assert [f.evidence[0].text for f in found.figures] == ["700亿元", "690亿元"]
    assert registry.document(found.figures[0].evidence[0].document).text == source.text
