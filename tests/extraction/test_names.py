"""Where names begin and end, and what ends a sentence."""

from __future__ import annotations

import pytest

from huoshui.extraction.names import (
    BOUNDARY,
    describes,
    hard_left,
    hard_right,
    in_place,
    name_end,
    name_start,
    strip_span,
)
from huoshui.extraction.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("近日，天枢集团", "天枢集团"),
        ("由天枢集团", "天枢集团"),
        ("拟设立天枢基金", "天枢基金"),
        ("新设立天枢基金", "天枢基金"),
        ("合作方为天枢集团", "天枢集团"),
        ("瑶光资本和天枢集团", "天枢集团"),
        ("其中，天枢（苏州）投资有限公司", "天枢（苏州）投资有限公司"),
        ("全市首支天枢基金", "天枢基金"),
        ("已有三只天枢基金", "天枢基金"),
        ("设立呼和浩特天枢基金", "呼和浩特天枢基金"),
        ("成立现代农业基金", "现代农业基金"),
        ("发布自由贸易基金", "自由贸易基金"),
        ("支持协同创新基金", "协同创新基金"),
    ],
)
def test_a_name_begins_after_the_last_word_that_cannot_be_in_one(text: str, name: str) -> None:
    assert text[name_start(text, len(text)) :] == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("天枢集团出资设立", "天枢集团"),
        ("天枢集团和瑶光资本", "天枢集团"),
        ("天枢集团，其余", "天枢集团"),
        ("天枢集团（以下简称“天枢”）", "天枢集团"),
        ("天枢投资（有限合伙）已备案", "天枢投资（有限合伙）"),
        ("大同天枢集团将出资", "大同天枢集团"),
    ],
)
def test_a_name_ends_before_the_first_such_word(text: str, name: str) -> None:
    assert text[: name_end(text, 0)] == name


def test_known_joints_stand_inside_of_a_name() -> None:
    text = "设立机器人与人工智能基金"
    assert text[name_start(text, len(text)) :] == "人工智能基金"
    assert text[name_start(text, len(text), joints=[text.index("与")]) :] == "机器人与人工智能基金"


def test_in_the_legal_form_no_boundary_is_looked_for() -> None:
    text = "天枢投资合伙企业（有限合伙）"
    assert name_start(text, len(text), tail=len("合伙企业（有限合伙）")) == 0


@pytest.mark.parametrize(("text", "inside"), [("呼和浩特市", True), ("大同市", True), ("甲和乙", False)])
def test_a_conjunction_of_a_place(text: str, *, inside: bool) -> None:
    at = next(i for i, char in enumerate(text) if char in "和同")
    assert in_place(text, at) is inside


def test_punctuation_bounds_a_name_on_both_sides() -> None:
    text = "甲，乙丙（丁）戊。己"
    assert (hard_left(text, 8), hard_right(text, 2)) == (2, 8)


@pytest.mark.parametrize("text", ["（" * 80, "）" * 80, "（）" * 80, "甲" * 500])
def test_bounds_stay_within_the_text_and_the_longest_name(text: str) -> None:
    left, right = hard_left(text, len(text)), hard_right(text, 0)
    assert 0 <= left <= len(text)
    assert 0 <= right <= len(text)
    assert name_start(text, len(text)) >= left
    assert name_end(text, 0) <= right


def test_words_of_description_introduce_a_name() -> None:
    assert describes("旗下")
    assert describes("全资子公司")
    assert not describes("出资")
    assert BOUNDARY.search("旗下") is not None


def test_edges_are_stripped_and_an_unmatched_bracket_goes() -> None:
    text = "，“天枢集团”）"
    assert text[slice(*strip_span(text, 0, len(text)))] == "天枢集团"
    text = "天枢（苏州）"
    assert text[slice(*strip_span(text, 0, len(text)))] == text


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("甲。乙！丙？", ["甲。", "乙！", "丙？"]),
        ("【甲】乙。", ["【甲】", "乙。"]),
        ("他说：“甲。”乙。", ["他说：“甲。”", "乙。"]),
        ("甲\n\n 乙 \n", ["甲", "乙"]),
        ("。。\n", []),
        ("", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[span.start : span.end] for span in split_sentences(text)] == sentences


def test_a_run_without_a_full_stop_is_cut_and_nothing_lost() -> None:
    text = "甲乙，" * 2000
    spans = split_sentences(text)
    assert "".join(text[span.start : span.end] for span in spans) == text
    assert max(span.end - span.start for span in spans) <= 1200
    assert all(text[span.end - 1] == "，" for span in spans)
