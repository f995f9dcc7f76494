"""Punctuation in one form, and the spaces and question marks that do not belong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.documents.characters import HAN, WIDE
from huoshui.documents.mapped import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

_ASCII_POINTS = {",": "，", ";": "；", ":": "：", "!": "！"}
_CHINESE_POINT = re.compile(rf"[,;:!](?:(?<=[{WIDE}].)|(?= *[{WIDE}])|(?<=[%\d],)(?=[A-Za-z]))")
_ASCII_STOP = re.compile(
    rf"\.(?:(?<=[^\x00-\x7f一二三四五六七八九十]\.)|(?<=%\.))(?=\s|$)|\.(?<=[{HAN}）]\.)(?<![一二三四五六七八九十]\.)(?=[{HAN}])"
)
_NUMBER_POINT = re.compile(r"[，：](?<=\d.)(?=\d)")
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:[,，]\d{3})+(?!\d)")
_SPACED_FIGURE = re.compile(r"(?<![\d. ])[1-9]\d{0,2}(?: \d{3})+(?=(?:\.\d+)? ?[亿万元家个户人名])")
_SPACED_POINT = re.compile(r"(?<=[^\n\d.])\d{1,4}(?: \. ?|\. )\d{1,3}(?= ?[亿万%倍])|\d %")
_LONG_RANGE_DASH = re.compile(r"——(?<=\d——)(?=\d)")
_RANGE_DASH = re.compile(r"—(?<=[A-Za-z0-9]—)(?=[A-Za-z0-9])")
_LATIN_LINE = re.compile(rf"^[^{HAN}\n]+$", re.MULTILINE)
_NARROW = str.maketrans("（）", "()")
_STRAIGHT_QUOTES = re.compile(rf'"(?=[^"\n]*[{HAN}])([^"\n]{{1,120}})"')
_HAN = re.compile(f"[{HAN}]")

_SPACE = re.compile(r" {2,}| (?<=[^\x00-\x7f] )| (?=[^\x00-\x7f])")
_WIDE = re.compile(f"[{WIDE}]")
_POINTS = "，。、；：？！（）【】"
_UNIT = "年月日时点亿万千百元个家只支期项条名位人倍天轮级美港余多"
_AFTER_ROLE = re.compile(
    r"(?:记者|通讯员|编辑|作者|摄影|来源|实习生|责编|本报讯|\d日[电讯]|第[一二三四五六七八九十百\d]{1,4}[条章节款])$"
)
_SPACED_LIST = re.compile(rf"(?:[{HAN}]{{2,6}} ){{2,}}[{HAN}]{{2,6}}")
_LETTERS_APART = re.compile(rf"(?<![{HAN}])(?:[{HAN}] ){{3,}}[{HAN}](?![{HAN}])")
_ONE_APART = re.compile(rf"(?:^| )[{HAN}](?= |$)")
_TITLE_BRACKETS = re.compile(r"【[^】\n]*】")
_SENTENCE, _SPACED_OUT, _FEW_WORDS = 40, 0.15, 3

_STRAY = re.compile(rf"\?+(?:(?<=[{WIDE}]\?)|(?<=[{WIDE}]\?\?)|(?<=[\dA-Za-z%]\?)(?=[{WIDE}]))")
_QUESTION = re.compile(
    "(?i:what|why|how|who|which|when|where)|"
    "[吗呢么谁哪几何孰]|怎|什么|多少|是否|是不是|能否|可否|会否|有没有|能不能|会不会|要不要|难道|岂|多[大久长高远]|究竟|凭啥|为啥"
)
_CLAUSE = 60


def one_form(text: str) -> str:
    """Chinese points next to Chinese, ASCII ones inside of numbers and Latin; the length stays the same."""
    if "（" in text or "）" in text:
        text = _LATIN_LINE.sub(lambda match: match[0].translate(_NARROW), text)
    text = _CHINESE_POINT.sub(lambda match: _ASCII_POINTS[match[0]], text)
    text = _ASCII_STOP.sub("。", text)
    text = _NUMBER_POINT.sub(lambda match: _number_point(match, text), text)
    text = _RANGE_DASH.sub("-", text)
    if '"' in text:
        text = _STRAIGHT_QUOTES.sub(r"“\1”", text)
    return text


def _number_point(match: re.Match[str], text: str) -> str:
    """12:30 and 1,300 have ASCII points; a list of numbers keeps its own."""
    if match[0] == "：":
        return ":"
    at = match.start()
    near = _THOUSANDS.search(text, max(0, at - 3), at + 8)
    return "," if near and near.start() < at < near.end() else match[0]


def long_dashes(text: str) -> Iterator[Edit]:
    """Edits that make the dash of 2026——2030 that of a range."""
    return (Edit(match.start(), match.end(), "-") for match in _LONG_RANGE_DASH.finditer(text))


def figure_spaces(text: str) -> Iterator[Edit]:
    """Deletions of the spaces that part the thousands of 1 000亿元 and, in scanned texts, 1. 5亿元 and 20 %."""
    found = [*_SPACED_FIGURE.finditer(text), *_SPACED_POINT.finditer(text)]
    for match in sorted(found, key=re.Match.start):
        start, figure = match.start(), match[0]
        yield from (Edit(start + at, start + at + 1, "") for at, char in enumerate(figure) if char == " ")


def stray_marks(text: str) -> Iterator[Edit]:
    """Edits for ASCII question marks in Chinese: gone inside of a statement, full-width after a question."""
    for match in _STRAY.finditer(text):
        start, end = match.span()
        following = text[end : end + 1]
        clause = text[max(0, start - _CLAUSE) : start]
        clause = clause[max(clause.rfind(mark) for mark in "。！？；\n") + 1 :]
        if following and following not in " \n”’》）】" and not _QUESTION.search(clause):
            yield Edit(start, end, "")
        else:
            yield Edit(start, end, "？")


@dataclass(slots=True)
class _LineView:
    """The line that the last looked-at space is in: many spaces, one look."""

    text: str
    start: int = 0
    end: int = -1
    prose: bool = False
    byline: bool = False
    kept: tuple[range, ...] = ()
    apart: tuple[range, ...] = ()

    def move(self, at: int) -> None:
        """Look at the line around ``at``."""
        if self.start <= at < self.end:
            return
        self.start = self.text.rfind("\n", 0, at) + 1
        stop = self.text.find("\n", at)
        self.end = len(self.text) if stop < 0 else stop
        line = self.text[self.start : self.end]
        self.prose = "。" in line or line.endswith("；") or (("，" in line or "；" in line) and len(line) >= _SENTENCE)
        self.byline = bool(re.match(r"(?:文章|信息|稿件)?来源|责任?编|作者|(?:本报)?记者", line))
        spaced_out = line.count(" ") >= _SPACED_OUT * len(line)
        self.kept = self._ranges(_TITLE_BRACKETS, line) + (() if spaced_out else self._ranges(_SPACED_LIST, line))
        self.apart = self._ranges(_LETTERS_APART, line)
        if spaced_out and len(line.split(" ")) > _FEW_WORDS:
            self.apart += tuple(range(r.start, r.stop + 1) for r in self._ranges(_ONE_APART, line))

    def _ranges(self, pattern: re.Pattern[str], line: str) -> tuple[range, ...]:
        return tuple(range(self.start + m.start(), self.start + m.end()) for m in pattern.finditer(line))


def stray_spaces(text: str) -> Iterator[Edit]:
    """Edits that take spaces out of Chinese sentences and leave those that separate."""
    line = _LineView(text)
    for match in _SPACE.finditer(text):
        start, end = match.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if before == "#":
            continue
        if not before or not after or "\n" in (before, after) or before in _POINTS or after in _POINTS:
            yield Edit(start, end, "")
        elif end - start > 1:
            yield Edit(start, end, " ")
        else:
            line.move(start)
            if _is_stray(text, start, line):
                yield Edit(start, end, "")


def _is_stray(text: str, at: int, line: _LineView) -> bool:
    before, after = text[at - 1], text[at + 1]
    if (before.isdigit() and after in _UNIT) or any(at in apart for apart in line.apart):
        return True
    if line.byline or _AFTER_ROLE.search(text, max(0, at - 7), at):
        return False
    if after.isdigit() and _HAN.match(before):
        return line.prose or bool(re.compile(rf"\d[\d.,]* ?[{_UNIT}]").match(text, at + 1))
    if not line.prose or any(at in kept for kept in line.kept):
        return False
    return bool(_WIDE.match(before) or _WIDE.match(after))
