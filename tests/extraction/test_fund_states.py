"""What state a text puts a fund in, and the day that goes with it."""

from __future__ import annotations

import pytest

from tests.extraction.telling import fund_of, funds_of

FUND = "洛阳市新材料基金"


@pytest.mark.parametrize(
    ("words", "statuses"),
    [
        (f"洛阳市拟设立{FUND}。", ["planned"]),
        (f"{FUND}拟于明年设立。", ["planned"]),
        (f"{FUND}正在筹备中。", ["planned"]),
        (f"{FUND}尚未完成工商登记。", ["planned"]),
        (f"天枢集团与玉衡银行签署{FUND}合伙协议。", ["signed"]),
        (f"{FUND}正式签约。", ["signed"]),
        (f"{FUND}揭牌。", ["launched"]),
        (f"{FUND}正式启动。", ["launched"]),
        (f"{FUND}成立。", ["established"]),
        (f"全市首支产业基金{FUND}落地。", ["established"]),
        (f"{FUND}完成工商注册。", ["registered"]),
        (f"{FUND}注册成立。", ["registered"]),
        (f"{FUND}已完成中基协备案。", ["filed"]),
        (f"{FUND}面向社会公开遴选管理人。", ["recruiting"]),
        (f"{FUND}已进入投资期。", ["investing"]),
        (f"{FUND}已累计投资12个项目。", ["investing"]),
        (f"{FUND}完成清算。", ["exited"]),
        (f"{FUND}揭牌成立。", ["launched", "established"]),
    ],
)
def test_words_of_each_state(words: str, statuses: list[str]) -> None:
    found = fund_of(words)["status"]
    assert set(statuses) <= set(found)
    assert set(found) <= {*statuses, "established"} if "recruiting" in statuses else set(found) == set(statuses)


def test_registered_but_not_yet_filed() -> None:
    assert fund_of(f"{FUND}已完成工商注册，尚未备案。")["status"] == ["registered"]


def test_the_main_verb_says_what_happened_not_the_relative_clause() -> None:
    assert fund_of(f"天枢集团发起设立的{FUND}完成备案。")["status"] == ["filed"]


def test_preparations_outweigh_the_verb_of_founding() -> None:
    found = fund_of(f"{FUND}处于筹备阶段。{FUND}设立后将支持新材料企业。")
    assert found["status"] == ["planned"]


def test_the_headline_of_an_announcement_that_plans_makes_it_a_plan() -> None:
    found = fund_of(
        f"【天枢股份：拟出资5000万元参与设立产业基金】天枢股份公告，公司与瑶光资本共同投资设立{FUND}，规模2亿元。"
    )
    assert found["status"] == ["planned"]


@pytest.mark.parametrize(
    ("words", "dates"),
    [
        (f"11月3日，{FUND}成立。", ["2025-11-03"]),
        (f"{FUND}于今年9月设立。", ["2025-09"]),
        (f"{FUND}于2024年设立。", ["2024"]),
        (f"2026年3月，将设立{FUND}。", ["2026-03"]),
        (f"12月30日，{FUND}成立。", ["2025-12-30"]),
    ],
)
def test_the_day_of_the_event_is_completed_by_the_articles_own(words: str, dates: list[str]) -> None:
    assert fund_of(words)["date"] == dates


@pytest.mark.parametrize(
    "words",
    [
        f"近日，{FUND}成立。",
        f"今年以来，{FUND}已累计投资12个项目。",
        f"{FUND}已签约，力争年底前完成注册。",
        f"截至10月末，{FUND}已累计投资12个项目。",
        f"天枢集团成立于2010年3月，{FUND}由其管理，现已备案。",
    ],
)
def test_vague_days_periods_and_deadlines_are_no_days(words: str) -> None:
    assert "date" not in fund_of(words)


def test_the_day_of_filing_outweighs_the_day_of_the_news() -> None:
    found = fund_of(f"10月9日，{FUND}已完成备案，备案日期为2025年9月18日。")
    assert found["date"] == ["2025-09-18"]


def test_a_plan_of_a_policy_bears_the_policys_date() -> None:
    found = fund_of("2024年12月，泉州市印发《泉州市产业基金工作方案》。方案提出，设立泉州市鞋服产业基金，规模10亿元。")
    assert (found["status"], found["date"]) == (["planned"], ["2024-12"])


def test_each_fund_of_a_sentence_has_its_own_state() -> None:
    found = funds_of("长沙市新材料基金完成备案，株洲市新材料基金正在筹备。")
    assert {name: values["status"] for name, values in found.items()} == {
        "长沙市新材料基金": ["filed"],
        "株洲市新材料基金": ["planned"],
    }
