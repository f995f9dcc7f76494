from decimal import Decimal

import pytest

from huoshui.model.numerals import parse_number, parse_year


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,300", "1300"),
        ("15.03", "15.03"),
        ("十五", "15"),
        ("一百五十", "150"),
        ("叁仟", "3000"),
        ("两千零八", "2008"),
        ("1.5万", "15000"),
        ("三亿五千万", "350000000"),
        ("万亿", "1000000000000"),
        ("百万亿", "100000000000000"),
        ("一兆", "1000000000000"),
    ],
)
def test_numerals_in_either_writing(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "元", "1.2.3", "1,", "5 亿", "十a"])
def test_what_is_no_numeral_has_no_value(text: str) -> None:
    assert parse_number(text) is None


def test_years_have_four_digits() -> None:
    assert parse_year("2026") == 2026
    assert parse_year("二〇二六") == 2026
    assert parse_year("二零零八") == 2008
    assert parse_year("三十") is None
    assert parse_year("千百十一") is None
