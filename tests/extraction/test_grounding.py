"""Whatever a text holds: every value stands in it word for word, nothing raises, and time stays bounded."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huoshui.documents import from_text
from huoshui.extraction import extract
from huoshui.extraction.reading import LONGEST_READING, Reading, pieces, within
from huoshui.model.document import Article, Span

if TYPE_CHECKING:
    from pathlib import Path

    from huoshui.extraction.pipeline import Extraction
    from huoshui.model.document import Document

NAMES = ["天枢集团", "瑶光资本", "玉衡银行", "株洲云岫机器人产业基金", "云岫母基金", "该基金", "三只子基金", "公司",
         "兰州青禾创投合伙企业（有限合伙）", "稀土产业基金二期"]  # fmt: skip
VERBS = ["由", "与", "和", "及", "、", "共同出资设立", "拟设立", "受托管理", "担任管理人", "总规模", "首期规模",
         "存续期", "完成备案", "公开遴选", "返投不低于", "投向", "旗下", "出资", "以下简称", "落地"]  # fmt: skip
AMOUNTS = ["10亿元", "3000万美元", "5至8亿元", "百亿级", "30%", "1.5倍", "8年", "5+2年", "11月3日"]
PLACES = ["呼和浩特", "大同市", "朝阳区", "长三角", "全国", "高新区", "无为市"]
MARKS = [
    "（",
    "）",
    "“",
    "”",
    "《",
    "》",
    "【",
    "】",
    "，",
    "。",
    "；",
    "：",
    "\n",
    "\n\n",
    "——",
    " ",
    "\u3000",
    "發(fā)",
]

pieces_of_the_domain = st.sampled_from([*NAMES, *VERBS, *AMOUNTS, *PLACES, *MARKS])
texts = st.lists(st.one_of(pieces_of_the_domain, st.text(max_size=3)), max_size=60).map("".join)


def check(document: Document) -> Extraction:
    """Extraction of a document, with every value of it found at its place in the original text."""
    found = extract(document)
    for record in found.records:
        for evidence in (record.evidence, *(value.evidence for _, value in record.values())):
            assert evidence.text
            assert evidence.text == document.text[evidence.start : evidence.end]
        assert record.name
        assert record.name not in record.aliases
    return found


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts, st.sampled_from([None, "2025-11-20", "2025-11", "2025"]))
def test_any_text_yields_grounded_records_or_none(text: str, published: str | None) -> None:
    document = from_text(text, name="any", published=published)
    assert check(document) == extract(document), "the second reading finds the same"


HEAD = "株洲云岫机器人产业基金规模1亿元。赣州市稀土产业引导基金公开遴选子基金管理机构，"
REPEATED = [
    *("基金（", "由A、B和", "达到超过", "（", "）", "（（））", "基金", "“基金”", "《基金", "子基金规模", "担任基金"),
    *("（以下简称“基金", "100", "株洲市", "的", "拟设立", "无为市", "管理人为", "原则上", "、天枢公司", "天枢基金、"),
    *("天枢产业基金规模10亿元，", "天枢产业基金。", "合伙企业（有限合伙）", "2025年", "10%", "不低于", "1.5倍", "\n"),
]


@pytest.mark.slow
@pytest.mark.parametrize("piece", REPEATED)
def test_repetition_takes_bounded_time(piece: str) -> None:
    """Of one piece over and over; nothing that a person writes is as dense in names."""
    document = from_text(HEAD + piece * (10_000 // len(piece)), name="hostile")
    started = time.process_time()
    check(document)
    assert time.process_time() - started < 10


@pytest.mark.slow
def test_time_grows_with_the_length_of_a_text_not_with_its_square() -> None:
    line = "天枢集团与瑶光资本共同设立株洲云岫机器人产业基金，总规模10亿元，存续期8年，由天枢创投担任管理人。\n"
    spent = []
    for count in (1_000, 4_000):
        document = from_text(line * count, name="long")
        started = time.process_time()
        extract(document)
        spent.append(time.process_time() - started)
    assert spent[1] < 10 * spent[0]


def test_brackets_and_quotes_that_never_close() -> None:
    text = "（" * 50 + "“" * 50 + "株洲云岫机器人产业基金总规模10亿元" + "》" * 50
    check(from_text(text, name="open"))


def test_evidence_of_a_text_with_artefacts_is_the_texts_own() -> None:
    text = "株洲云岫機(jī)器人產(chǎn)業(yè)基金總規(guī)模10億元，由天樞集團出資。"
    found = check(from_text(text, name="artefacts"))
    (fund,) = found.records
    assert fund.name == "株洲云岫机器人产业基金"
    assert fund.evidence.text == "株洲云岫機(jī)器人產(chǎn)業(yè)基金"


def test_a_long_article_is_read_in_pieces_that_cover_it() -> None:
    text = "一二三四五六七八九。" * 15_000
    document = from_text(text, name="long")
    (article,) = document.articles
    parts = list(pieces(document, article))
    assert len(parts) > 2
    assert "".join(document.clean[part.body.start : part.body.end] for part in parts) == text
    assert all(part.body.end - part.body.start <= LONGEST_READING for part in parts)
    assert all(document.clean[part.body.end - 1] == "。" for part in parts)


def test_a_fund_far_behind_in_a_long_text_is_found_at_its_place() -> None:
    filler = "天气晴好，道路通畅。\n" * 12_000
    name = "株洲云岫机器人产业基金"
    document = from_text(f"{filler}{name}总规模10亿元。", name="far")
    (fund,) = check(document).records
    assert fund.evidence.start == len(filler)


@given(st.lists(st.integers(0, 50)), st.integers(-5, 55), st.integers(-5, 55))
def test_within_is_the_plain_filter(starts: list[int], start: int, end: int) -> None:
    spans = [Span(at, at + 1) for at in sorted(starts)]
    assert list(within(spans, start, end)) == [span for span in spans if start <= span.start < end]


def test_a_reading_begins_with_its_title() -> None:
    document = from_text("甲乙\n丙丁。", name="titled")
    reading = Reading(document, Article("甲乙", Span(0, 2), Span(3, 6)))
    assert reading.text == "甲乙\n丙丁。"
    assert reading.text[reading.body_start :] == "丙丁。"
    assert reading.evidence(3, 5).text == "丙丁"


PROGRAM = """
import sys
from huoshui.documents import from_text
from huoshui.extraction import extract
text = sys.stdin.buffer.read().decode()
sys.stdout.buffer.write(repr(extract(from_text(text, name="seed", published="2025-11-20"))).encode())
"""
DIGEST = (
    "韶关纺织产业基金、清远陶瓷产业基金、云浮石材产业基金同日设立，三只区域基金规模均为10亿元。"
    "株洲云岫机器人产业基金（以下简称“云岫基金”或“机器人基金”）由天枢集团、瑶光资本和玉衡银行共同出资，"
    "聚焦人工智能、机器人、量子科技，由瑶光创投担任管理人，已完成工商登记和备案。\n"
    "赣州市稀土产业引导基金现公开遴选子基金管理机构，子基金规模不低于5亿元，返投不低于出资额的1.5倍。\n"
)


def test_the_seed_of_hashes_changes_nothing(root: Path) -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            input=DIGEST.encode(),
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root / "src")},
        ).stdout
        for seed in ("0", "1", "4242")
    }
    (output,) = outputs
    assert "云岫".encode() in output
