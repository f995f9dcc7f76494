import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui.errors import InputError
from huoshui.model.dates import PartialDate, find_dates

ANCHOR = PartialDate(2026, 1, 31)
days = st.dates(date(1950, 1, 1), date(2090, 12, 31))


def read(text: str, anchor: PartialDate | None = ANCHOR) -> list[str]:
    return [f"{mention.date}{' period' if mention.period else ''}" for mention in find_dates(text, anchor)]


@given(days)
def test_iso_dates_read_back(day: date) -> None:
    whole = PartialDate.of(day)
    assert PartialDate.parse(str(whole)) == whole
    assert PartialDate.parse(f"{day.isoformat()}T08:00:00+08:00") == whole
    assert PartialDate.parse(f"{day.year}/{day.month}/{day.day}") == whole
    assert whole.first_day() == whole.last_day() == day


@given(days, days)
def test_a_date_covers_what_lies_inside(first: date, second: date) -> None:
    month = PartialDate(first.year, first.month)
    assert month.covers(PartialDate.of(first))
    assert PartialDate(first.year).covers(month)
    assert not PartialDate.of(first).covers(month)
    assert month.covers(PartialDate.of(second)) == ((first.year, first.month) == (second.year, second.month))


@pytest.mark.parametrize("text", ["2025-13", "2025-02-30", "近日", "", "2025-1-", "20250131", "9999-12-31", "0001"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        PartialDate.parse(text)


def test_a_day_needs_its_month() -> None:
    with pytest.raises(InputError, match="month"):
        PartialDate(2026, None, 3)


@pytest.mark.parametrize(
    ("text", "date_"),
    [
        ("2026年1月29日", "2026-01-29"),
        ("2026 年 1 月 29 日", "2026-01-29"),
        ("二〇二五年十二月三十一日", "2025-12-31"),
        ("2025年3月", "2025-03"),
        ("2025年9月末", "2025-09"),
        ("2024年", "2024"),
        ("2024年度", "2024"),
        ("2025年年底", "2025"),
        ("到2027年", "2027"),
        ("2027年底前", "2027"),
        ("2025-12-26", "2025-12-26"),
        ("2025/12/26", "2025-12-26"),
        ("2025.12.26", "2025-12-26"),
        ("民国113年", "2024"),
        ("民国113年7月1日", "2024-07-01"),
        ("“十五五”末", "2030"),
    ],
)
def test_dates_with_their_year_need_no_anchor(text: str, date_: str) -> None:
    assert read(text, None) == [date_]


@pytest.mark.parametrize(
    ("text", "date_"),
    [
        ("1月29日", "2026-01-29"),
        ("2月20日", "2026-02-20"),
        ("12月15日", "2025-12-15"),
        ("11月末", "2025-11"),
        ("6月底", "2025-06"),
        ("29日", "2026-01-29"),
        ("本月5日", "2026-01-05"),
        ("上月5日", "2025-12-05"),
        ("年初", "2026"),
        ("年末", "2026"),
        ("今年", "2026"),
        ("今年5月", "2026-05"),
        ("去年12月30日", "2025-12-30"),
        ("去年底", "2025"),
        ("前年", "2024"),
        ("明年3月", "2027-03"),
        ("本年度", "2026"),
        ("昨日", "2026-01-30"),
        ("今天", "2026-01-31"),
        ("前天", "2026-01-29"),
        ("本周三", "2026-01-28"),
        ("上周五", "2026-01-23"),
    ],
)
def test_dates_without_their_year_follow_the_article(text: str, date_: str) -> None:
    assert read(text) == [date_]
    assert read(text, None) == []


@pytest.mark.parametrize(
    ("text", "date_"),
    [
        ("2025年1-9月", "2025"),
        ("2025年1月—9月", "2025"),
        ("2025年上半年", "2025"),
        ("2026—2030年", "2030"),
        ("2024年至2026年", "2026"),
        ("十四五期间", "2025"),
        ("近三年", "2026"),
        ("今年前三季度", "2026"),
        ("今年以来", "2026"),
        ("2025年9月以来", "2025-09"),
        ("三季度", "2025"),
        ("年内", "2026"),
        ("上周", "2026-01"),
    ],
)
def test_periods_are_no_points(text: str, date_: str) -> None:
    assert read(text) == [f"{date_} period"]


@pytest.mark.parametrize(
    "text",
    [
        "日前", "近日", "近期", "近年来",
        "7-10年", "20年", "存续100年", "3个月", "每年3月", "30日内", "五年内",
        "13月5日", "今日头条", "5日均线", "第5日", "型号Q345",
    ],
)  # fmt: skip
def test_durations_and_vague_words_are_no_dates(text: str) -> None:
    assert read(text) == []


def test_the_number_of_a_notice_is_no_date() -> None:
    assert read("公告2023年第12号") == []
    assert read("编号2025-1与2025-043") == []


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert read("2025年2月30日") == []


def test_a_bare_day_ahead_is_last_months() -> None:
    assert read("29日", PartialDate(2026, 2, 3)) == ["2026-01-29"]
    assert read("5日", PartialDate(2026, 2, 3)) == ["2026-02-05"]
    assert read("29日", PartialDate(2026)) == []
    assert read("昨日", PartialDate(2026, 2)) == []


def test_months_of_one_sentence_share_their_year() -> None:
    assert read("公司2024年3月签约，9月注册。") == ["2024-03", "2024-09"]
    assert read("公司2024年3月签约。9月注册。") == ["2024-03", "2025-09"]
    assert read("2025年12月签约，1月29日揭牌") == ["2025-12", "2026-01-29"]
    assert read("6月5日至7日") == ["2025-06-05", "2025-06-07"]


@given(days, st.text(alphabet="于在，。到截至基金", max_size=6), st.sampled_from(["", "，", "揭牌", "止"]))
def test_a_span_reads_back_to_its_date(day: date, before: str, after: str) -> None:
    text = f"{before}{day.year}年{day.month}月{day.day}日{after}"
    (mention,) = find_dates(text)
    assert mention.date == PartialDate.of(day)
    (again,) = find_dates(text[mention.start : mention.end])
    assert again.date == mention.date


@pytest.mark.parametrize("text", ["9" * 200_000, "1-" * 100_000, "十" * 200_000, "2025年" * 50_000, "5日" * 100_000])
def test_hostile_text_takes_linear_time(text: str) -> None:
    began = time.process_time()
    find_dates(text, ANCHOR)
    assert time.process_time() - began < 30
