"""The brief: what it counts, and its three files."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from docx import Document as WordFile
from docx.oxml.ns import qn
from selectolax.lexbor import LexborHTMLParser

from huoshui.documents import from_text
from huoshui.model.money import Money
from huoshui.model.records import Evidence, Fund, ManagerCall, Value
from huoshui.registry import Registry
from huoshui.reporting.brief import Brief, build_brief
from huoshui.reporting.renderers import render

if TYPE_CHECKING:
    from pathlib import Path

    from huoshui.model.document import Document

HOSTILE = "<script>alert(1)</script>|基金*"
TEXT = (
    "4月1日设立甲城新材料基金，规模60亿元；设立乙城子基金，规模2.5亿元；丙港基金规模1亿美元。"
    f"{HOSTILE}已经设立。\n甲城新材料基金单只子基金出资不超过30%。"
)


def _evidence(document: Document, words: str) -> Evidence:
    start = document.text.index(words)
    return Evidence(document.name, start, start + len(words), words)


def _fund(document: Document, name: str, size: tuple[str, str] | None = None, status: str = "设立") -> Fund:
    sizes = (Value(Money.parse(size[0]), _evidence(document, size[1])),) if size else ()
    states = (Value("established", _evidence(document, status)),) if status else ()
    return Fund(name=name, evidence=_evidence(document, name), size=sizes, status=states)


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    document = from_text(TEXT, name="notice", published="2026-04-01", title="四月的公告", source="某报")
    share = Value(Decimal("0.3"), _evidence(document, "30%"), "不超过")
    records = (
        _fund(document, "甲城新材料基金", ("6000000000 CNY", "60亿元")),
        _fund(document, "乙城子基金", ("250000000 CNY", "2.5亿元")),
        _fund(document, "丙港基金", ("100000000 USD", "1亿美元"), status=""),
        _fund(document, HOSTILE),
        ManagerCall(
            name="甲城新材料基金遴选", evidence=_evidence(document, "甲城新材料基金"), max_share_of_fund=(share,)
        ),
    )
    held = Registry(f"sqlite:///{tmp_path}/brief.db")
    held.add(document, records)
    return held


@pytest.fixture
def brief(registry: Registry) -> Brief:
    return build_brief(registry, "2026-04-01", "2026-04-30", "zh")


def test_totals_say_what_they_count(brief: Brief) -> None:
    assert brief.summary[0].startswith("新基金 3 只")
    assert "其中 2 只有人民币总规模，合计 62.50 亿元" in brief.summary[0]
    assert brief.summary[1].startswith("另有 1 只")


def test_new_funds_stand_by_size_and_every_line_has_its_source(brief: Brief) -> None:
    funds = brief.sections[0]
    assert [line.cells[:2] for line in funds.lines][:2] == [("甲城新材料基金", "60.00"), ("乙城子基金", "2.50")]
    numbers = {note.number: note for note in brief.footnotes}
    for section in brief.sections:
        if section.title in {"新基金", "遴选管理人"}:
            assert all(line.notes for line in section.lines)
            assert all(
                numbers[number].source == "某报 · 2026-04-01 · 四月的公告"
                for line in section.lines
                for number in line.notes
            )
    assert "规模60亿元" in numbers[funds.lines[0].notes[0]].sentence


def test_another_period_is_empty(registry: Registry) -> None:
    brief = build_brief(registry, "2027-01-01", "", "zh")
    assert (brief.sections, brief.footnotes) == ((), ())
    assert brief.period == "2027-01-01 起"


def test_markdown_footnotes_all_lead_somewhere(brief: Brief) -> None:
    text = render(brief, ".md").decode()
    used, defined = set(re.findall(r"\[\^(\d+)\](?!:)", text)), set(re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE))
    assert used == defined != set()
    assert "| 乙城子基金" in text
    assert r"\<script\>alert(1)\</script\>\|基金\*" in text


def test_html_stands_alone_and_shows_hostile_names_as_text(brief: Brief) -> None:
    page = LexborHTMLParser(render(brief, ".html").decode())
    assert not page.css("script, link, img, iframe, [src]")
    assert HOSTILE in [(cell.text() or "").rstrip("0123456789,") for cell in page.css("td:first-child")]
    targets = {(item.attributes.get("id") or "") for item in page.css("li")}
    assert {(a.attributes.get("href") or "").removeprefix("#") for a in page.css("sup a")} == targets


def test_word_file_has_the_same_rows_and_a_chinese_font(brief: Brief) -> None:
    word = WordFile(io.BytesIO(render(brief, ".docx")))
    assert len(word.tables) == len(brief.sections)
    rows = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    assert rows[0] == list(brief.sections[0].heads)
    assert rows[1][:2] == ["甲城新材料基金1", "60.00"]
    for name in ("Normal", "Title", "Heading 1"):
        fonts = word.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == "Microsoft YaHei"
        assert fonts.get(qn("w:eastAsiaTheme")) is None


def test_english_brief_says_the_same(registry: Registry) -> None:
    brief = build_brief(registry, "", "2026-04-30", "en")
    assert brief.summary[0].startswith("3 new funds")
    assert "6.25 bn CNY" in brief.summary[0]
    assert brief.period == "until 2026-04-30"
