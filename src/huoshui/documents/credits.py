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
_PERSON = re.compile(r"记者|通讯员|编辑|作者|完$|图$|文$|摄|有限|以下|简称|如图")


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


def signature(body: str) -> re.Match[str] | None:
    """The source in brackets that ends a post, group 1; names of reporters are none."""
    match = _SIGNATURE.search(body[-18:])
    if match is None or _PERSON.search(match[1]):
        return None
    return _SIGNATURE.search(body, len(body) - len(match[0]))
