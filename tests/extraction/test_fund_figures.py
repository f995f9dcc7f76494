"""Sizes, first phases and terms: which fund a figure is about, and which figures are no fund's."""

from __future__ import annotations

import pytest

from tests.extraction.telling import fund_of, fund_records, funds_of

FUND = "烟台市海洋产业基金"
YI = 100_000_000


def cny(*yi: float) -> list[str]:
    return [f"{round(amount * YI)} CNY" for amount in yi]


@pytest.mark.parametrize(
    ("words", "sizes"),
    [
        (f"{FUND}总规模30亿元。", [30]),
        (f"{FUND}目标规模为30亿元人民币。", [30]),
        (f"{FUND}成立，规模达30亿元。", [30]),
        (f"{FUND}注册资本8亿元。", [8]),
        (f"{FUND}认缴总额10亿元。", [10]),
        (f"总规模30亿元的{FUND}揭牌。", [30]),
        (f"30亿元的{FUND}揭牌。", [30]),
        (f"当地设立30亿元规模的{FUND}。", [30]),
        (f"当地设立{FUND}（30亿元）。", [30]),
        (f"{FUND}规模为3亿至5亿元。", [3, 5]),
        (f"{FUND}规模达百亿级。", [100]),
        (f"{FUND}总规模由50亿元增加至80亿元。", [50, 80]),
        (f"{FUND}总规模20亿元，其中市财政出资4亿元。", [20]),
        (f"{FUND}总规模20亿元，带动项目总投资80亿元，单个项目投资不超过1亿元。", [20]),
    ],
)
def test_ways_to_state_the_size(words: str, sizes: list[float]) -> None:
    assert fund_of(words)["size"] == cny(*sizes)


@pytest.mark.parametrize(
    ("words", "qualifier"),
    [("约", "约"), ("超", "超"), ("不低于", "不低于"), ("不超过", "不超过"), ("近", "近")],
)
def test_a_stated_bound_stays_with_its_value(words: str, qualifier: str) -> None:
    (size,) = fund_records(f"{FUND}总规模{words}30亿元。")[FUND].size
    assert str(size) == "3000000000 CNY"
    assert size.qualifier == qualifier


def test_other_currencies() -> None:
    assert fund_of(f"{FUND}规模3000万美元。")["size"] == ["30000000 USD"]


@pytest.mark.parametrize("words", ["首期规模10亿元", "首期不低于10亿元", "一期规模10亿元", "首关规模10亿元"])
def test_the_first_phase_is_not_the_size(words: str) -> None:
    found = fund_of(f"{FUND}总规模30亿元，{words}。")
    assert (found["size"], found["first_phase"]) == (cny(30), cny(10))


def test_funds_of_a_list_keep_the_sizes_in_their_brackets() -> None:
    found = funds_of("洛阳市先后设立生物医药产业基金（10亿元）、新材料产业基金（20亿元）和现代农业产业基金（5亿元）。")
    assert {name: values["size"] for name, values in found.items()} == {
        "生物医药产业基金": cny(10),
        "新材料产业基金": cny(20),
        "现代农业产业基金": cny(5),
    }
    assert all(values["region"] == ["河南/洛阳"] for values in found.values())
    assert all("backer" not in values for values in found.values())


def test_what_an_issuer_pays_in_is_no_size() -> None:
    name = "绵阳天瑶创业投资合伙企业（有限合伙）"
    found = funds_of(f"天枢股份公告称，公司拟与瑶光资本共同投资设立{name}，基金规模3亿元，其中公司认缴出资6000万元。")
    assert found[name]["size"] == cny(3)
    bought = funds_of(f"天枢股份公告，公司拟以自有资金3000万元认购{name}份额。")
    assert "size" not in bought[name]


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("存续期为8年", "8"),
        ("存续期十年", "10"),
        ("存续期限不超过12年", "12"),
        ("存续期“4+3+1+1”年", "7"),
        ("存续期按5+2年安排", "7"),
        ("投资期为5年，退出期为3年", "8"),
        ("投资期4年6个月，退出期2年6个月", "7"),
        ("期限为8年，其中存续期5+3年", "8"),
    ],
)
def test_terms_count_investment_and_exit_but_no_extension(words: str, years: str) -> None:
    assert fund_of(f"{FUND}{words}。")["term_years"] == [years]


def test_a_term_set_for_sub_funds_is_not_the_mothers() -> None:
    assert fund_of(f"{FUND}存续期12年，子基金存续期不超过8年。")["term_years"] == ["12"]


def test_a_figure_told_later_belongs_to_the_fund_in_hand() -> None:
    found = fund_of("株洲云岫机器人产业基金规模4亿元。该基金存续期8年。")
    assert (found["size"], found["term_years"]) == (cny(4), ["8"])
