from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from huoshui.web.language import preferred_locale, say, show_date

WEB = Path(str(files("huoshui.web")))


def written() -> set[str]:
    """Every message of the templates and of the code."""
    found: set[str] = set()
    options: dict[str, Any] = {"silent": "false"}
    for path in WEB.rglob("*.html"):
        with path.open("rb") as source:
            found |= {str(m) for _, m, _, _ in extract("jinja2.ext:babel_extract", source, options=options)}
    for path in WEB.rglob("*.py"):
        with path.open("rb") as source:
            found |= {str(m) for _, m, _, _ in extract("python", source, keywords={"mark": None, "say": (2,)})}
    return found


def translated() -> dict[str, str]:
    with (WEB / "i18n" / "en.po").open("rb") as source:
        return {str(m.id): str(m.string) for m in read_po(source, locale="en") if m.id}


def test_every_message_has_an_english_one_and_none_is_left_over() -> None:
    assert written() == set(translated())


def test_english_messages_hold_no_chinese_but_examples_and_keep_their_names() -> None:
    for chinese, english in translated().items():
        assert english
        assert sorted(re.findall(r"%\(\w+\)s", chinese)) == sorted(re.findall(r"%\(\w+\)s", english))
        examples = re.findall(r"[\u4e00-\u9fff]+", english)
        assert set(examples) <= {"返投", "亿", "万元"}, english


def test_what_has_no_translation_stays_chinese() -> None:
    assert say("en", "没有这一句的译文") == "没有这一句的译文"
    assert say("en", "未披露") == "Not disclosed"
    assert say("zh", "未披露") == "未披露"


@pytest.mark.parametrize(
    ("header", "locale"),
    [("", "zh"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("en-GB,en;q=0.9", "en"), ("fr", "zh")],
)
def test_language_of_a_first_visit(header: str, locale: str) -> None:
    assert preferred_locale(header) == locale


@pytest.mark.parametrize(
    ("iso", "zh", "en"),
    [
        ("2026-01-29", "2026-01-29", "29 Jan 2026"),
        ("2026-01", "2026-01", "Jan 2026"),
        ("2026", "2026", "2026"),
        ("unknown", "unknown", "unknown"),
    ],
)
def test_dates_are_as_precise_as_stated(iso: str, zh: str, en: str) -> None:
    assert (show_date(iso, "zh"), show_date(iso, "en")) == (zh, en)
