"""Calls for managers and sub-funds with their terms, and what only looks like a call."""

from __future__ import annotations

import pytest

from tests.extraction.telling import calls_of, told

NOTICE = """赣州市稀土产业引导基金公开遴选子基金管理机构公告

为做大做强稀土产业，赣州市稀土产业引导基金（以下简称“引导基金”）现面向全国公开遴选子基金管理机构。
（一）子基金规模原则上不低于5亿元。
（二）引导基金对单只子基金的出资比例不超过子基金认缴出资总额的30%。
（三）引导基金对单只子基金的出资额不超过引导基金总规模的20%。
（四）子基金返投赣州的金额不低于引导基金实缴出资额的1.5倍。
（五）年度管理费不超过2%，超额收益的20%归管理机构。
"""


def test_a_notice_with_numbered_clauses() -> None:
    found = calls_of(NOTICE)
    assert list(found) == ["赣州市稀土产业引导基金公开遴选子基金管理机构公告"]
    (call,) = found.values()
    assert told(call) == {
        "fund": ["赣州市稀土产业引导基金"],
        "min_fund_size": ["500000000 CNY"],
        "max_share_of_fund": ["0.3"],
        "max_share_of_caller": ["0.2"],
        "reinvestment_multiple": ["1.5"],
        "region": ["江西/赣州"],
        "sector": ["new_materials"],
    }
    assert call.max_share_of_fund[0].qualifier == "不超过"
    assert call.reinvestment_multiple[0].qualifier == "不低于"


def test_a_call_without_a_headline_is_named_after_its_caller() -> None:
    found = calls_of(
        "柳州市先进制造业母基金招GP：子基金总规模不低于人民币3亿元，母基金出资比例最高不超过40%，"
        "返投比例不低于母基金出资额的1.2倍。"
    )
    call = found["柳州市先进制造业母基金招GP"]
    assert "柳州市先进制造业母基金" in call.aliases
    assert told(call) == {
        "fund": ["柳州市先进制造业母基金"],
        "min_fund_size": ["300000000 CNY"],
        "max_share_of_fund": ["0.4"],
        "reinvestment_multiple": ["1.2"],
        "region": ["广西/柳州"],
        "sector": ["advanced_manufacturing"],
    }


@pytest.mark.parametrize(
    ("words", "size"),
    [
        ("子基金规模不低于2亿元", "200000000 CNY"),
        ("单只子基金目标规模原则上不少于2亿元", "200000000 CNY"),
        ("子基金认缴出资总额不低于人民币2亿元", "200000000 CNY"),
        ("子基金规模2亿元以上", "200000000 CNY"),
    ],
)
def test_ways_to_state_the_least_size(words: str, size: str) -> None:
    (call,) = calls_of(f"遵义市产业投资母基金公开征集子基金管理机构。{words}。").values()
    assert told(call)["min_fund_size"] == [size]


@pytest.mark.parametrize(
    ("words", "share"),
    [
        ("母基金对子基金的出资比例不超过30%", "0.3"),
        ("母基金出资占比不超过百分之二十五", "0.25"),
        ("母基金认缴比例原则上不超过25%", "0.25"),
        ("母基金出资额最高不超过子基金总规模的49.9%", "0.499"),
    ],
)
def test_ways_to_state_the_share_of_a_sub_fund(words: str, share: str) -> None:
    (call,) = calls_of(f"遵义市产业投资母基金公开征集子基金管理机构。{words}。").values()
    assert told(call)["max_share_of_fund"] == [share]


@pytest.mark.parametrize(
    ("words", "multiple"),
    [
        ("返投金额不低于母基金出资额的1.5倍", "1.5"),
        ("返投金额应达到母基金实缴出资额的两倍以上", "2"),
        ("返投要求不低于母基金出资额的100%", "1"),
        ("子基金投资于本市企业的金额不低于母基金出资额的1.2倍", "1.2"),
    ],
)
def test_ways_to_state_the_reinvestment(words: str, multiple: str) -> None:
    (call,) = calls_of(f"遵义市产业投资母基金公开征集子基金管理机构。{words}。").values()
    assert told(call)["reinvestment_multiple"] == [multiple]


@pytest.mark.parametrize(
    "words",
    ["年度管理费不超过2%", "门槛收益率不高于6%", "对单一项目的投资不超过子基金规模的20%", "注册资本不少于1000万元"],
)
def test_fees_yields_and_limits_of_one_project_are_no_shares(words: str) -> None:
    (call,) = calls_of(f"遵义市产业投资母基金公开征集子基金管理机构。{words}。").values()
    assert not told(call).keys() & {"max_share_of_fund", "max_share_of_caller", "min_fund_size"}


def test_a_call_on_a_day() -> None:
    (call,) = calls_of("11月5日，遵义市产业投资母基金发布子基金申报指南，子基金认缴出资总额不低于2亿元。").values()
    assert told(call)["date"] == ["2025-11-05"]


def test_the_terms_may_come_before_the_call() -> None:
    (call,) = calls_of(
        "单只子基金规模原则上不低于3亿元，引导基金出资占比不超过25%，返投金额不低于引导基金出资额的1.1倍。"
        "现启动绵阳市科技城母基金子基金征集工作。"
    ).values()
    assert told(call).keys() >= {"min_fund_size", "max_share_of_fund", "reinvestment_multiple"}
    assert told(call)["fund"] == ["绵阳市科技城母基金"]


@pytest.mark.parametrize(
    "text",
    [
        "宜宾市动力电池母基金成立，规模50亿元，未来将择优遴选管理机构。",
        "宜宾市动力电池母基金子基金管理机构遴选结果公示：瑶光创投等3家入围。",
        "宜宾市动力电池母基金拟入选管理机构名单公示，遴选出3家机构。",
        "经公开遴选，瑶光创投中选为宜宾市动力电池母基金管理人。",
        "宜宾市动力电池母基金通过公开遴选确定瑶光创投为管理机构。",
        "市财政局公开遴选会计师事务所。",
        "宜宾市动力电池母基金规模50亿元，出资比例不超过30%。",
    ],
)
def test_selections_to_come_or_past_are_no_calls(text: str) -> None:
    assert calls_of(text) == {}
