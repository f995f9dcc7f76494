from __future__ import annotations

import pytest

from huoshui.web.figures import (
    AROUND,
    PART,
    column_scale,
    column_unit,
    document_href,
    one_line,
    shorten,
    show_any,
    show_region,
    show_value,
)


@pytest.mark.parametrize(
    ("kind", "prop", "value", "zh", "en"),
    [
        ("Fund", "size", "5000000000 CNY", ("50.00", "亿元"), ("CNY 5.00", "bn")),
        ("Fund", "size", "1503500000 CNY", ("15.035", "亿元"), ("CNY 1.5035", "bn")),
        ("Fund", "size", "30000000 CNY", ("3,000.00", "万元"), ("CNY 30.00", "m")),
        ("Fund", "size", "800 CNY", ("800", "元"), ("CNY 800", "")),
        ("Fund", "size", "300000000 USD", ("3.00", "亿美元"), ("USD 300.00", "m")),
        ("ManagerCall", "max_share_of_fund", "0.3", ("30%", ""), ("30%", "")),
        ("Instrument", "rate", "0.0285", ("2.85%", ""), ("2.85%", "")),
        ("ManagerCall", "reinvestment_multiple", "1.5", ("1.5", "倍"), ("1.5", "×")),
        ("Fund", "term_years", "7", ("7", "年"), ("7", "years")),
        ("Instrument", "count", "12345", ("12,345", ""), ("12,345", "")),
        ("Fund", "region", "江苏/苏州/昆山", ("江苏苏州昆山", ""), ("江苏苏州昆山", "")),
        ("Fund", "sector", "no_such_code", ("no_such_code", ""), ("no_such_code", "")),
        ("Fund", "size", "nonsense", ("nonsense", ""), ("nonsense", "")),
        ("Target", "value", "80000000000 CNY", ("800.00", "亿元"), ("CNY 80.00", "bn")),
        ("Target", "value", "0.075", ("7.5%", ""), ("7.5%", "")),
        ("Target", "value", "12000", ("12,000", ""), ("12,000", "")),
        ("Target", "value", "2-3", ("2–3", ""), ("2–3", "")),
        ("Target", "value", "30%以上", ("30%以上", ""), ("30%以上", "")),
        ("Fund", "manager", "云汀资本", ("云汀资本", ""), ("云汀资本", "")),
    ],
)
def test_values_as_readers_expect_them(
    kind: str, prop: str, value: str, zh: tuple[str, str], en: tuple[str, str]
) -> None:
    assert (show_value(kind, prop, value, "zh"), show_value(kind, prop, value, "en")) == (zh, en)


def test_a_column_names_its_unit_once() -> None:
    scale = column_scale("size", "zh")
    assert column_unit("size", "zh") == "亿元"
    assert show_value("Fund", "size", "5000000000 CNY", "zh", scale) == ("50.00", "")
    assert show_value("Fund", "size", "500000 CNY", "zh", scale) == ("0.005", "")
    assert show_value("Fund", "size", "300000000 USD", "zh", scale) == ("3.00", "亿美元")
    assert column_unit("manager", "zh") == ""


def test_the_same_status_code_is_read_by_its_record_type() -> None:
    fund, listing = (show_value(kind, "status", "registered", "zh") for kind in ("Fund", "Listing"))
    assert fund != listing


def test_municipalities_are_not_named_twice() -> None:
    assert show_region("北京/北京/丰台") == "北京丰台"


@pytest.mark.parametrize(
    ("qualifier", "zh"),
    [(None, "50.00 亿元"), ("约", "约50.00 亿元"), ("以上", "50.00 亿元以上")],
)
def test_a_qualifier_stands_where_it_is_said(qualifier: str | None, zh: str) -> None:
    assert one_line("Fund", "size", "5000000000 CNY", qualifier, "zh") == zh


def test_money_in_a_sentence_is_shown_as_readers_expect() -> None:
    assert show_any("三项之和 9000000000 CNY", "zh") == "三项之和 90.00 亿元"


def test_long_sentences_are_cut_around_the_words() -> None:
    before, after = shorten("前" * 500, "后" * 3)
    assert before == "…" + "前" * AROUND
    assert after == "后后后"


def test_addresses_escape_ids_and_name_the_part() -> None:
    assert document_href("a/b?c", 7) == "/documents/a%2Fb%3Fc#s-7"
    assert document_href("a", PART + 3) == f"/documents/a?part=2#s-{PART + 3}"
