"""Sums that a document offers, worked out again."""

from __future__ import annotations

import pytest

from huoshui.documents import from_text
from huoshui.extraction import arithmetic
from huoshui.extraction.reading import Reading
from huoshui.model.findings import Finding, FindingKind
from huoshui.model.money import Money
from huoshui.model.records import Evidence, Fund, Value


def check(text: str) -> list[Finding]:
    document = from_text(text, name="news", published="2026-05-01")
    findings = arithmetic.check([Reading(document, article) for article in document.articles], [])
    for finding in findings:
        for figure in finding.figures:
            for evidence in figure.evidence:
                assert evidence.text == document.text[evidence.start : evidence.end]
    return findings


def test_parts_in_brackets_against_the_sum_before_them() -> None:
    [finding] = check(
        "青禾产业母基金总规模100亿元，其中首批基金规模60亿元。"
        "首批主要包括医药基金（20亿元）、新材料基金（15亿元）、智能网联基金（15亿元）以及天使基金（8亿元）。"
    )
    assert finding.kind is FindingKind.PARTS_AND_SUM
    assert finding.gap == "200000000 CNY"
    assert [(figure.label, figure.value) for figure in finding.figures] == [
        ("总额", "6000000000 CNY"),
        ("医药基金", "2000000000 CNY"),
        ("新材料基金", "1500000000 CNY"),
        ("智能网联基金", "1500000000 CNY"),
        ("天使基金", "800000000 CNY"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "首批基金规模50亿元，包括种子基金（5亿元）、成长基金（20亿元）和并购基金（25亿元）。",
        "首批基金规模约50亿元，包括种子基金（5亿元）、成长基金（20亿元）和并购基金（23亿元）。",
        "首批基金规模近50亿元，包括种子基金（5亿元）、成长基金（20亿元）和并购基金（22亿元）。",
        "首批基金规模超40亿元，包括种子基金（5亿元）、成长基金（20亿元）和并购基金（25亿元）。",
        "首批基金规模50亿元，包括种子基金（5亿元）、成长基金（20亿元）等。",
        "首批基金规模1亿元，包括甲基金（0.33亿元）、乙基金（0.33亿元）和丙基金（0.33亿元）。",
        "基金规模10亿元，已投项目包括云杉科技（2亿元）、红松医疗（3亿元）。",
    ],
)
def test_sums_that_hold_within_what_was_stated(text: str) -> None:
    assert check(text) == []


def test_an_open_list_may_not_be_larger_than_its_sum() -> None:
    [finding] = check("首批基金规模20亿元，包括种子基金（5亿元）、成长基金（20亿元）等。")
    assert finding.gap == "500000000 CNY"


def test_contributions_against_their_total() -> None:
    [finding] = check("其中甲申集团出资3亿元、乙酉公司出资4亿元、丙戌公司出资2亿元，合计出资10亿元。")
    assert finding.gap == "100000000 CNY"
    assert [figure.label for figure in finding.figures] == ["总额", "甲申集团", "乙酉公司", "丙戌公司"]
    [finding] = check("三家公司合计出资10亿元，分别出资3亿元、4亿元和2亿元。")
    assert finding.gap == "100000000 CNY"
    assert check("三家公司合计出资9亿元，分别出资3亿元、4亿元和2亿元。") == []


def test_a_share_against_amount_and_total() -> None:
    [finding] = check("公司拟参与设立长河基金，基金总规模7.81亿元，公司认缴出资5000万元，占比8.40%。")
    assert finding.kind is FindingKind.SHARE_OF_TOTAL
    assert [(figure.label, figure.value) for figure in finding.figures] == [
        ("出资", "50000000 CNY"),
        ("总额", "781000000 CNY"),
        ("占比", "0.084"),
    ]
    assert finding.figures[2].evidence[0].text == "8.40%"
    assert finding.gap == "0.01998"


@pytest.mark.parametrize(
    "text",
    [
        "基金总规模7.81亿元，公司认缴出资5000万元，占比6.40%。",
        "公司认缴出资2000万元，占基金认缴出资总额的3.45%。该基金认缴出资总额5.8亿元。",
        "公司出资2000万元认购基金份额，投资完成后将持有22.22%的份额。该基金目标规模1.5亿元，目前认缴出资额为9000万元。",
        "公司认缴出资1.5亿元，出资比例22.35%。该基金目标规模20亿元至25亿元。",
        "基金总规模10亿元。合资公司注册资本2亿元，公司出资1.2亿元，占注册资本的60%。",
        "基金规模5亿元，公司出资1亿元，占公司净资产的3%。",
        "到2028年基金丛林总规模达5000亿元，其中政府投资基金规模达到2000亿元，社会资本占比不低于60%。",
        "甲基金总规模20亿元。\n乙公司另出资1亿元认购丙基金，占比30%。",
    ],
)
def test_shares_that_hold_or_are_of_something_else(text: str) -> None:
    assert check(text) == []


def test_the_share_of_the_party_just_named() -> None:
    [finding] = check(
        "岭南基金总规模20亿元，其中甲申集团出资8亿元，占比40%；乙酉公司出资6亿元，占比30%；丙戌公司出资4亿元，占比25%。"
    )
    assert finding.figures[0].value == "400000000 CNY"
    assert finding.gap == "0.05"


def fund(size: str, first_phase: str) -> Fund:
    evidence = Evidence("news", 0, 1, "基")
    return Fund(
        name="青禾产业母基金",
        evidence=evidence,
        size=(Value(Money.parse(size), evidence),),
        first_phase=(Value(Money.parse(first_phase), evidence),),
    )


def test_a_first_phase_above_the_size() -> None:
    [finding] = arithmetic.check([], [fund("1000000000 CNY", "2000000000 CNY")])
    assert finding.kind is FindingKind.FIRST_PHASE_ABOVE_SIZE
    assert finding.subject == "青禾产业母基金"
    assert finding.gap == "1000000000 CNY"
    assert arithmetic.check([], [fund("2000000000 CNY", "1000000000 CNY")]) == []
    assert arithmetic.check([], [fund("1000000000 CNY", "2000000000 USD")]) == []


def test_the_sum_is_named_after_its_fund() -> None:
    document = from_text("长河基金总规模9亿元，公司认缴出资3亿元，占比45%。", name="news")
    start = document.text.index("9亿元")
    size = Value(Money.parse("900000000 CNY"), Evidence("news", start, start + 3, "9亿元"))
    record = Fund(name="长河基金", evidence=size.evidence, size=(size,))
    readings = [Reading(document, article) for article in document.articles]
    assert [finding.subject for finding in arithmetic.check(readings, [record])] == ["长河基金"]
