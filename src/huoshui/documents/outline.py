"""The lines of a clean text by what they are: titles, running text, source lines, headings of groups."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple

from huoshui.documents.characters import HAN


class Kind(Enum):
    """What a line is, judged by itself alone."""

    TITLE = auto()
    EXCLAMATION = auto()
    """A title or a sentence: it ends with ！ or ？."""
    BODY = auto()
    HEADING = auto()
    GROUP = auto()
    """A heading of several items (新基金, 招GP, 目录), which is nobody's title."""
    FLASH = auto()
    """Title in 【】 and body in one line."""
    SOURCE = auto()
    BYLINE = auto()
    """Names of those who wrote, in brackets or after 记者."""
    FURNITURE = auto()
    """What a page has around the text: paths, issue numbers, font sizes."""


TITLES = frozenset({Kind.TITLE, Kind.EXCLAMATION, Kind.HEADING})
"""Kinds of lines that can be the title of an article."""


class Line(NamedTuple):
    """A line of the clean text; ``level`` counts the # of a heading, ``inner`` is where its words begin."""

    start: int
    end: int
    inner: int
    kind: Kind
    level: int
    text: str


_LONGEST_TITLE, _LONGEST_GROUP, _SHORTEST_FLASH_TITLE = 60, 8, 6
_MARKER = re.compile(r"(#{1,6}) *(?=\S)")
_FLASH = re.compile(r"(?:\d{1,2}:\d{2}(?::\d{2})? ?)?【([^】]{6,150})】 ?(?=.{12})")
_SOURCE = re.compile(r"[（(]?(?:文章|信息|资料|消息|新闻|稿件|内容)?来源：")
_BYLINE = re.compile(
    r"（[^，。；（）]{2,24}）$|(?:本报|本刊|本网)?(?:特约|首席|见习)?"
    rf"(?:记者|通讯员|作者|责任?编辑?|编辑|摄影|撰文)[ ：/|{HAN}]|图为|图源|文 ?[/|]"
)
_FURNITURE = re.compile(
    r"(?:您?(?:当前|现在)?(?:所在)?的?位置|首页|主页|索引号|发文字号|文号|字号|字体|浏览|阅读|点击|打印|分享|扫一扫|责编"
    r"|发布(?:时间|日期|机构)|时间|日期|成文日期|公开方式|发文(?:机关|单位)|主题(?:分类|词)|有效性|施行日期"
    r"|生效日期|信息分类|体裁)(?:[： >|（]|$)"
    r"|.{0,12}第\d+期|[\d\s年月日:：./-]+$|\*?本文|声明：|免责|原标题"
)
_GROUP = re.compile(
    r"(?:新|募|投|退|管|招|本周|今日|一周|每日|最新|重点|各地|地方|国内|国际|海外|宏观|行业|产业|政策|市场|基金|资本|创投|股权|科创|金融"
    r"|园区|企业|公司|融资|投资|并购|上市|IPO|GP|LP|S基金|CVC|母基金|引导基金|头条|要闻|快讯|资讯|新闻|动态|简讯|公告|招募|遴选|征集|新设|设立|成立"
    r"|备案|退出|募资|观点|数据|人事|速递|速览|传递|导读|目录|动向|消息|信息|简报|与|和|、)+"
)
_DECORATION = re.compile(r"[#【】\s●■◆▌|·★]+|^[一二三四五六七八九十]+、|：$")
_NUMBERING = re.compile(r"(?:\d{1,2}[.、．]|[一二三四五六七八九十]{1,3}、|0\d) ?")
_NUMBERED = re.compile(
    r"【?(?:[一二三四五六七八九十]{1,3}[、.]|（(?:[一二三四五六七八九十]{1,3}|\d{1,2})）|\d{1,2}[、）]|\d{1,2}\.(?!\d)|【\d{1,2}】|0\d(?!\d)"
    r"|第[一二三四五六七八九十百]{1,4}[章节条编部]|[①-⑳])"
)


def is_numbered(text: str) -> bool:
    """Whether a heading counts: 一、 （二） 【3】 第四章."""
    return _NUMBERED.match(text) is not None


def unnumbered(text: str) -> int:
    """Where the words of a title begin behind its number."""
    match = _NUMBERING.match(text)
    return match.end() if match and match.end() < len(text) else 0


def is_group(text: str) -> bool:
    """Whether a heading names a group of news items."""
    bare = _DECORATION.sub("", text)
    return len(bare) <= _LONGEST_GROUP and _GROUP.fullmatch(bare) is not None


def _kind(text: str) -> Kind:
    if _FLASH.match(text):
        return Kind.FLASH
    if len(text) <= _LONGEST_TITLE:
        if _SOURCE.match(text):
            return Kind.SOURCE
        if is_group(text):
            return Kind.GROUP
        if _FURNITURE.match(text):
            return Kind.FURNITURE
        if _BYLINE.match(text):
            return Kind.BYLINE
        if "。" not in text and "\t" not in text:
            if text[-1] in "！？":
                return Kind.EXCLAMATION
            if text[-1] not in "；：，、…—.;,:":
                return Kind.TITLE
    return Kind.BODY


def outline(text: str) -> list[Line]:
    """The lines of a clean text, which has neither margins nor empty lines."""
    lines = []
    start = 0
    for row in text.split("\n"):
        end = start + len(row)
        marker = _MARKER.match(row)
        if marker:
            words = row[marker.end() :]
            tag = row[marker.end(1)] != " "
            kind = Kind.GROUP if is_group(words) or (tag and len(words) <= _LONGEST_GROUP) else Kind.HEADING
            lines.append(Line(start, end, start + marker.end(), kind, len(marker[1]), words))
        elif row:
            lines.append(Line(start, end, start, _kind(row), 0, row))
        start = end + 1
    return lines
