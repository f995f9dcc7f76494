"""Partial dates, and the dates that Chinese prose states, completed by the article's own date."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from huoshui.errors import InputError
from huoshui.model.numerals import parse_number, parse_year

if TYPE_CHECKING:
    from collections.abc import Callable

_FIRST_YEAR, _LAST_YEAR = 1000, 2999
_AHEAD = timedelta(days=60)
"""A date without a year that lies further ahead of the article than this is read as last year's."""
_DAYS_AHEAD = 7
"""A bare day (29日) further ahead than this is read as last month's."""


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A year, a month or a day. Raises ``InputError`` for none that exists, or not from 1000 to 2999."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise InputError(f"a day ({self.day}) needs its month: give year, month and day")
        if not _FIRST_YEAR <= self.year <= _LAST_YEAR:
            raise InputError(f"the year {self.year} is out of range: give one of {_FIRST_YEAR} to {_LAST_YEAR}")
        try:
            date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)
        except ValueError:
            raise InputError(f"there is no date {self}: check year, month and day") from None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Date of ``2026-01-29``, ``2025-02``, ``2024``, ``2026/1/9`` or a full ISO date and time."""
        match = re.fullmatch(r"\s*(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[T ]\d{2}:\d{2}.{0,30})?)?)?\s*", text)
        if not match:
            raise InputError(f"{text!r} is no date: write it as 2026-01-29, 2026-01 or 2026")
        return cls(int(match[1]), int(match[2]) if match[2] else None, int(match[3]) if match[3] else None)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """The day as a partial date."""
        return cls(day.year, day.month, day.day)

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    def first_day(self) -> date:
        """The first day that this date covers."""
        return date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> date:
        """The last day that this date covers."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def covers(self, other: PartialDate) -> bool:
        """Whether every day of ``other`` is one of this date's."""
        return self.first_day() <= other.first_day() and other.last_day() <= self.last_day()


class DateMention(NamedTuple):
    """A date at ``text[start:end]``; a ``period`` (今年以来, 2025年1-9月) is no point in time.

    The date of a period is the finest one that covers it, or its last year where it spans years.
    """

    start: int
    end: int
    date: PartialDate
    period: bool


_YEAR = r"(?:19|20)[0-9]{2}|[一二][〇零一二三四五六七八九]{3}"
_MONTH = r"1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
_DAY = r"3[01]|[12][0-9]|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九]"
_TO = r"\s?(?:[-—–~～－]{1,2}|至|到)\s?"
_QUARTER = r"第?[一二三四1-4]季度|前[二三两23]季度?|[上下]半年|(?<![A-Za-z])Q[1-4](?![0-9])"
_MONTH_PART = r"份?(?:[上中下]旬|[初末底中](?![小高]))?"
_RELATIVE_YEAR = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2}
_RELATIVE_DAY = {"今日": 0, "今天": 0, "今晨": 0, "今早": 0, "今晚": 0, "昨日": -1, "昨天": -1, "昨晚": -1,
                 "前天": -2, "前日": -2, "明日": 1, "明天": 1}  # fmt: skip
_TAIL = rf"""
    (?: \s?(?P<{{0}}m1>{_MONTH})月?{_TO}(?P<{{0}}m2>{_MONTH})\s?月份?(?!\s?[0-9])
      | \s?(?P<{{0}}month>{_MONTH})\s?月(?:\s?(?P<{{0}}day>{_DAY})\s?[日号]|{_MONTH_PART})(?P<{{0}}since>以来)?
      | (?P<{{0}}part>{_QUARTER}|全年)
      | (?P<{{0}}all>以来|内(?!容|部|地|在|外))
      | 年?[初末底中](?![国小关央共科部医华心]) )?
"""


def _tail(name: str) -> str:
    return _TAIL.replace("{0}", name)


_DATE = re.compile(
    rf"""(?=[0-9一二三四五六七八九十第前上下全Q民中今本当去明后昨年近过未这“"])(?:
    (?P<roc>(?:中华)?民国(?P<roc_year>[0-9]{{2,3}}|元)年(?:(?P<roc_month>{_MONTH})月(?:(?P<roc_day>{_DAY})日)?)?)
  | (?<![0-9])(?P<from>{_YEAR})年?度?{_TO}(?P<to>{_YEAR})年度?
  | (?<![0-9/.-])(?P<iso_year>(?:19|20)[0-9]{{2}})(?P<sep>[-/.])(?P<iso_month>1[0-2]|0?[1-9])
        (?:(?P=sep)(?P<iso_day>3[01]|[12][0-9]|0?[1-9]))?(?![0-9/年月日亿万.-])
  | (?<![0-9〇零一二三四五六七八九])(?P<year>{_YEAR})\s?年度?(?!第?[0-9]{{1,4}}号){_tail("y_")}
  | (?P<relative>{"|".join(_RELATIVE_YEAR)})(?:度(?!假))?{_tail("r_")}
  | (?<![0-9第每.年月一二三四五六七八九十])(?:(?P<w_m1>{_MONTH})月?{_TO}(?P<w_m2>{_MONTH})月份?(?![0-9])
        | (?P<w_month>{_MONTH})\s?月(?:\s?(?P<w_day>{_DAY})\s?[日号]|{_MONTH_PART})(?P<w_since>以来)?(?![龄饼])
        | (?P<day>{_DAY})日(?![内游均线年涨龄前后以之左本常韩报元均化夜志程语])
        | (?P<part>{_QUARTER}) )
  | (?P<which_month>[本当上下]个?月)(?:(?P<month_day>{_DAY})日|[初末底中])?(?!度)
  | (?<![0-9一二三四五六七八九十百两几数多])(?:(?P<edge>年[初底末中])(?![国小关央共科部医华心])|(?P<within>年内))
  | (?P<relative_day>{"|".join(_RELATIVE_DAY)})(?!头条|人)
  | (?P<week>[本上这下])个?周(?![年期边刊末转])(?P<weekday>[一二三四五六日天])?
  | (?P<recent>近|过去|未来)[0-9一二两三四五六七八九十]{{1,2}}年
  | [“"]?(?P<plan>十[二三四五六]五)[”"]?(?P<plan_span>期间|时期|末|以来|初期?)
    )""",
    re.VERBOSE,
)
_Read = tuple[PartialDate, bool] | None
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_STARTS = {
    "下半年": 7,
    "二季度": 4,
    "2季度": 4,
    "2": 4,
    "三季度": 7,
    "3季度": 7,
    "3": 7,
    "四季度": 10,
    "4季度": 10,
    "4": 10,
}
"""First months of the parts of a year that do not begin in January."""
_PLAN_END = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
_ROC = 1911


def find_dates(text: str, anchor: PartialDate | None = None) -> list[DateMention]:
    """Dates of simplified text from left to right; ``anchor``, the article's date, completes what leaves out its year.

    A month follows an earlier one of its sentence into that one's year (2024年1月和9月), unless it lies close to the
    anchor. Relative dates without an anchor, vague ones (近日) and durations (20年) are none.
    """
    found: list[DateMention] = []
    context: DateMention | None = None
    for match in _DATE.finditer(text):
        if context and _SENTENCE_END.search(text, context.end, match.start()):
            context = None
        try:
            read = _continued(match, context, found, anchor) or _read(match, anchor)
        except InputError:
            continue
        if read is None:
            continue
        mention = DateMention(match.start(), match.end(), *read)
        found.append(mention)
        if mention.date.month and (context or match["year"] or match["iso_year"] or match["relative"]):
            context = mention
    return found


_SENTENCE_END = re.compile(r"[。！？!?\n]")
_NEAR = timedelta(days=31)


def _continued(
    match: re.Match[str], context: DateMention | None, found: list[DateMention], anchor: PartialDate | None
) -> _Read:
    """A month in the year of an earlier one of the sentence, or a day in the month of the day before (6月5日至7日)."""
    last = found[-1] if found else None
    if match["day"] and last and last.date.day and match.start() - last.end == 1:
        return PartialDate(last.date.year, last.date.month, _number(match["day"])), False
    if context is None or context.date.month is None:
        return None
    if not match["w_month"]:
        return None
    value = _within_year(match, "w_", context.date.year)
    if anchor is not None:
        near = _recent_year(lambda year: _within_year(match, "w_", year), anchor)[0]
        if abs(near.first_day() - anchor.first_day()) <= _NEAR:
            return None
    return value if (value[0].month or 0) >= context.date.month else None


def _read(match: re.Match[str], anchor: PartialDate | None) -> _Read:
    """Date and period of one match, or ``None`` when the anchor says too little."""
    if match["roc"]:
        year = 1 if match["roc_year"] == "元" else int(match["roc_year"])
        return PartialDate(year + _ROC, _number(match["roc_month"]), _number(match["roc_day"])), False
    if match["from"]:
        return PartialDate(_year(match["to"])), True
    if match["iso_year"]:
        if not match["iso_day"] and len(match["iso_month"]) == 1:
            return None  # 2025-1 numbers a notice as often as it names a month
        return PartialDate(int(match["iso_year"]), int(match["iso_month"]), _number(match["iso_day"])), False
    if match["year"]:
        return _within_year(match, "y_", _year(match["year"]))
    if match["plan"]:
        return PartialDate(_PLAN_END[match["plan"]]), match["plan_span"] != "末"
    return _relative(match, anchor) if anchor else None


def _relative(match: re.Match[str], anchor: PartialDate) -> _Read:
    if match["relative"]:
        return _within_year(match, "r_", anchor.year + _RELATIVE_YEAR[match["relative"]])
    if match["w_month"] or match["w_m1"]:
        return _recent_year(lambda year: _within_year(match, "w_", year), anchor)
    if match["part"]:
        start = PartialDate(anchor.year, _STARTS.get(match["part"].lstrip("第Q"), 1))
        return _recent_year(lambda year: (PartialDate(year), True), anchor, start)
    if match["edge"] or match["within"] or match["recent"]:
        return PartialDate(anchor.year), not match["edge"]
    if match["day"] or match["which_month"]:
        return _in_month(match, anchor) if anchor.month else None
    return _in_week(match, anchor) if anchor.day else None


def _in_week(match: re.Match[str], anchor: PartialDate) -> tuple[PartialDate, bool]:
    """昨日 and the like, or the month, else the year, that covers a week."""
    day = anchor.first_day()
    if match["relative_day"]:
        return PartialDate.of(day + timedelta(days=_RELATIVE_DAY[match["relative_day"]])), False
    weeks = {"上": -1, "下": 1}.get(match["week"], 0)
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)
    if match["weekday"]:
        return PartialDate.of(monday + timedelta(days=_WEEKDAYS[match["weekday"]])), False
    sunday = monday + timedelta(days=6)
    if monday.year != sunday.year:
        return PartialDate(sunday.year), True
    return PartialDate(monday.year, monday.month if monday.month == sunday.month else None), True


def _in_month(match: re.Match[str], anchor: PartialDate) -> tuple[PartialDate, bool]:
    """A bare day (29日), the latest that is not far ahead, or a month named by its distance (本月, 上月5日)."""
    year, month = anchor.year, anchor.month or 1
    if match["which_month"]:
        step = {"上": -1, "下": 1}.get(match["which_month"][0], 0)
        return PartialDate(*_shift(year, month, step), _number(match["month_day"])), False
    day = _number(match["day"]) or 0
    ahead = anchor.day is not None and day > anchor.day + _DAYS_AHEAD
    if ahead or day > calendar.monthrange(year, month)[1]:
        year, month = _shift(year, month, -1)
    return PartialDate(year, month, day), False


def _number(text: str | None) -> int | None:
    value = parse_number(text) if text else None
    return None if value is None else int(value)


def _year(text: str) -> int:
    year = parse_year(text)
    if year is None:
        raise InputError(f"{text!r} is no year: write four digits")
    return year


def _within_year(match: re.Match[str], group: str, year: int) -> tuple[PartialDate, bool]:
    """Date of a year and what follows it: months, a month and day, a quarter, 以来."""
    if match[group + "m1"]:
        first, last = _number(match[group + "m1"]), _number(match[group + "m2"])
        return (PartialDate(year, first), False) if first == last else (PartialDate(year), True)
    if match[group + "month"]:
        return PartialDate(year, _number(match[group + "month"]), _number(match[group + "day"])), bool(
            match[group + "since"],
        )
    spans = match.re.groupindex
    return PartialDate(year), any(match[group + part] for part in ("part", "all") if group + part in spans)


def _recent_year(
    read: Callable[[int], tuple[PartialDate, bool]], anchor: PartialDate, start: PartialDate | None = None
) -> tuple[PartialDate, bool]:
    """The reading in the anchor's year, or the year before when that lies too far ahead."""
    value = read(anchor.year)
    if (start or value[0]).first_day() > anchor.last_day() + _AHEAD:
        return read(anchor.year - 1)
    return value


def _shift(year: int, month: int, months: int) -> tuple[int, int]:
    total = year * 12 + month - 1 + months
    return total // 12, total % 12 + 1
