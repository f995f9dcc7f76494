"""Who published an article and when, as its own source line or dateline says."""

from __future__ import annotations

import re
from typing import NamedTuple

from huoshui.documents.characters import HAN
from huoshui.errors import InputError
from huoshui.model.dates import PartialDate, find_dates

_SOURCE_LINE = re.compile(r"[（(]?(?:文章|信息|资料|消息|新闻|稿件|内容)?来源：\s*")
_DATE = re.compile(r"(?<!\d)(20\d\d)[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?(?: ?\d{1,2}:\d\d(?::\d\d)?)?")
_SOURCE_END = re.compile(r"\s|作者|责编|编辑|记者|时间|日期|发布|[）)|]|$")
_DATELINE = re.compile(
    rf"(?:本报讯 ?)?(?P<source>[{HAN}]{{1,4}}(?:社|网|报|讯|通讯)|本报)(?P<place>[{HAN}]{{0,8}}?)"
    r"(?P<date>(?:20\d\d年)?\d{1,2}月\d{1,2}日)(?:电|讯|消息|报道)"
)
_SIGNATURE = re.compile(r" ?（([^，。；：！？（）]{2,14})）$")
_INLINE = re.compile(
    r"(?<=[。！？”]) ?[（【]?((?:文章|信息|资料|消息|新闻)?来源：[^，。；！？（）【】\n]{2,30})[）】]?$"
)
_TAIL = 45
_PERSON = re.compile(r"记者|通讯员|编辑|作者|完$|图$|文$|摄|有限|以下|简称|如图|来源|网络")


class Credit(NamedTuple):
    """Source and date that an article states of itself."""

    source: str | None = None
    published: PartialDate | None = None


def source_line_credit(line: str) -> Credit:
    """Credit of ``来源：安徽日报 何珂 2026-01-07``; who follows the source is its author."""
    rest = _SOURCE_LINE.sub("", line, count=1)
    date = _DATE.search(rest)
    if date:
        rest = rest[: date.start()] + " " + rest[date.end() :]
    rest = rest.strip()
    end = _SOURCE_END.search(rest)
    source = rest[: end.start()] if end else rest
    return Credit(source.strip("，。、“”《》") or None, _numbers_date(date))


def stated_date(line: str) -> PartialDate | None:
    """The full date in a line such as ``发布时间：2026-01-07``."""
    return _numbers_date(_DATE.search(line))


def _numbers_date(match: re.Match[str] | None) -> PartialDate | None:
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        return PartialDate(int(year), int(month), int(day) if day else None)
    except InputError:
        return None


def dateline_credit(body: str, published: PartialDate | None) -> Credit:
    """Credit of a wire dateline (新华社北京6月5日电); the year is that of ``published`` where it is left out."""
    match = _DATELINE.match(body)
    if match is None:
        return Credit()
    dates = find_dates(match["date"], published)
    source = match["source"]
    return Credit(None if source == "本报" else source, dates[0].date if dates else None)


class Mark(NamedTuple):
    """The source that ends a body: how many characters it takes and what it says."""

    length: int
    credit: Credit


def closing_mark(body: str, *, signed: bool) -> Mark | None:
    """The source at the end of a text: （来源：某报 2026-03-01）, or, where posts are ``signed``, （某报）.

    Names of reporters are none.
    """
    named = _INLINE.search(body[-_TAIL:])
    if named:
        return Mark(len(named[0]), source_line_credit(named[1]))
    match = signature(body) if signed else None
    return Mark(len(match[0]), Credit(match[1])) if match else None


def signature(body: str) -> re.Match[str] | None:
    """The brackets that end a post with its source, group 1."""
    match = _SIGNATURE.search(body[-_TAIL:])
    return None if match is None or _PERSON.search(match[1]) else match
