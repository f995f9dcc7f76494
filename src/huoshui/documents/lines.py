"""Line ends: which ones end a paragraph, and which only the column of a newspaper or a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from huoshui.documents.characters import HAN
from huoshui.documents.mapped import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(r"[^\s\n](?:[^\n]*[^\s])?")
_STOPS = "。！？；：.!?;:…"
_CLOSERS = "”’）》】]"
_OPENERS = "，、（《“‘·的和与及"
_STARTS_INSIDE = re.compile(r"的(?!确)|[，。、；：！？）》”’】%‰]|[,.;:!?](?:\s|[^\x00-\x7f])")
_NUMBER = "[一二三四五六七八九十百]{1,3}"
_STARTS_NEW = re.compile(
    rf"#|[*●■◆▲▶►○□◇★☆※·•\-—|【〖](?!\d)|{_NUMBER}[、.．]|（(?:{_NUMBER}|\d{{1,2}})）|\d{{1,2}}[、）]|\d{{1,2}}\.(?!\d)"
    rf"|第{_NUMBER}[章节条编部]|(?:{_NUMBER}|\d{{1,2}})是|[①-⑳]"
    r"|(?:文章|信息|资料|消息|稿件)?(?:来源|來源)\s*[：:]|(?:附件|附|注|责任编辑|责编|编辑|作者|記者|记者|图片?|表)\d*\s*[：:/]"
    r"|本报讯|本报记者|本刊记者|图为|附件\d?"
)
"""Beginnings of lines that go on with nothing: headings, list items, source lines, bylines."""
_CREDIT = re.compile(r"(?:文章|信息|资料|消息|稿件)?(?:来源|來源|作者|责任?编辑?|发布时间|发布日期|时间|日期)\s*[：:]")
_BYLINE = re.compile(r"(?:本报|本刊|本网)?(?:特约)?(?:记者|記者|通讯员|作者|编辑|摄影|图为|文\s*[/|｜])")
_BODY_START = re.compile(
    r"(?:近日|日前|近期|据|據|截至|目前|其中|此外|同时|根据|按照|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|\d{4}年)[^，。]{0,24}[，,]"
)
_PAGE_NUMBER = re.compile(r"[-—·]+ ?\d{1,4} ?[-—·]+|第 ?\d{1,4} ?[页頁](?: ?[，,/]? ?共 ?\d{1,4} ?[页頁])?")
_WIDE_CHAR = re.compile(rf"[{HAN}\u3000-\u303f\uff00-\uff60—“”‘’…]")
_LONGEST_COLUMN, _SHORTEST_COLUMN = 64, 14
_SURELY_BODY, _ENOUGH = 60, 1_000


class _Line(NamedTuple):
    start: int
    end: int
    indent: int
    text: str
    turned: bool
    """Whether a page number stands above it."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the lines of a text tell of how it was set: marked-up headings, and the width of its column."""

    markdown: bool
    column: float | None

    @classmethod
    def of(cls, lines: list[_Line]) -> _Layout:
        """Layout of a text, by its first lines."""
        lines = lines[:_ENOUGH]
        markdown = any(line.text.startswith(("# ", "## ", "### ")) for line in lines)
        if len(lines) < 4 or sum(len(line.text) <= 2 * _LONGEST_COLUMN for line in lines) < 0.9 * len(lines):
            return cls(markdown, None)
        widths = [_width(line) for line in lines]
        column = sorted(widths)[int(len(widths) * 0.85)]
        full = [line for line, width in zip(lines, widths, strict=True) if abs(width - column) <= 2]
        unfinished = sum(line.text[-1] not in _STOPS for line in full)
        wrapped = _SHORTEST_COLUMN <= column <= _LONGEST_COLUMN and unfinished >= max(3, 0.2 * len(lines))
        return cls(markdown, column if wrapped else None)

    def fills(self, line: _Line) -> bool:
        """Whether a line reaches the right edge of the column."""
        return self.column is not None and _width(line) >= self.column - 2


def _width(line: _Line) -> float:
    """Width in Han characters, the indent included."""
    wide = len(_WIDE_CHAR.findall(line.text))
    return (wide * 2 + len(line.text) - wide + line.indent) / 2


def _lines(text: str) -> list[_Line]:
    """The lines that have words; page numbers are part of what lies between them."""
    lines = []
    turned = False
    for match in _LINE.finditer(text):
        if _PAGE_NUMBER.fullmatch(match[0]):
            turned = True
            continue
        start = match.start()
        before = text.rfind("\n", 0, start) + 1
        lines.append(_Line(start, match.end(), start - before, match[0], turned))
        turned = False
    return lines


def _reads_on(text: str) -> bool:
    """Whether a line can be the rest of a sentence: it is one, or has one's punctuation."""
    return text[-1] in "。！？；" or "。" in text or ("，" in text and len(text) > _SURELY_BODY / 2)


def _is_body(text: str, *, markdown: bool) -> bool:
    """Whether a line without a full stop at its end is running text and no title."""
    if _BYLINE.match(text):
        return False
    if "。" in text or len(text) >= _SURELY_BODY or _BODY_START.match(text):
        return True
    return markdown and ("，" in text or "," in text)


def _continues(above: _Line, below: _Line, layout: _Layout, *, running: bool) -> bool:
    """Whether ``below`` goes on in the sentence that ``above`` leaves open; ``running``: so did ``above``."""
    if "\t" in above.text or "\t" in below.text or above.text[0] == "#":
        return False
    last = above.text[-1]
    if _STARTS_INSIDE.match(below.text) and last not in _STOPS:
        return True
    if last in _STOPS or _STARTS_NEW.match(below.text) or _CREDIT.match(above.text):
        return False
    if last in _OPENERS:
        return True
    if below.indent > above.indent + 1:
        return False
    if layout.fills(above):
        return True
    if last in _CLOSERS:
        return False
    return (
        running or (below.turned and "，" in above.text) or _is_body(above.text, markdown=layout.markdown)
    ) and _reads_on(below.text)


def _glue(above: str, below: str) -> str:
    """Nothing between Chinese lines, a space between Latin words."""
    return " " if above[-1].isascii() and below[0].isascii() and above[-1] != "-" else ""


def line_breaks(text: str) -> Iterator[Edit]:
    """Edits that leave one line feed between paragraphs, none inside of sentences, and no margins."""
    lines = _lines(text)
    if not lines:
        if text:
            yield Edit(0, len(text), "")
        return
    layout = _Layout.of(lines)
    if lines[0].start:
        yield Edit(0, lines[0].start, "")
    running = False
    for above, below in pairwise(lines):
        running = _continues(above, below, layout, running=running)
        new = _glue(above.text, below.text) if running else "\n"
        if text[above.end : below.start] != new:
            yield Edit(above.end, below.start, new)
    if lines[-1].end < len(text):
        yield Edit(lines[-1].end, len(text), "")
