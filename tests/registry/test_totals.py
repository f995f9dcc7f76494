from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huoshui.model.document import Span
from huoshui.model.money import Money
from huoshui.registry import Registry
from huoshui.registry.measures import Measure, measure_of
from huoshui.registry.totals import ALL_STEPS, Step, Totals
from huoshui.registry.views import FundFilter, StatementView
from tests.registry.said import document, fund

if TYPE_CHECKING:
    from collections.abc import Sequence

YI = 10**8


def statement(sentence: str, words: str, prop: str = "size") -> StatementView:
    start = sentence.index(words)
    mark = Span(start, start + len(words))
    return StatementView(
        "0", "0", prop, "1 CNY", None, "0", "", "", None, start, mark.end, words, sentence, mark
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "words", "measure"),
    [
        ("基金目标规模50亿元。", "50亿元", Measure.TARGET),
        ("基金总规模50亿元，实缴10亿元。", "50亿元", Measure.TARGET),
        ("基金总规模50亿元，实缴10亿元。", "10亿元", Measure.PAID_IN),
        ("全体合伙人认缴出资额20亿元", "20亿元", Measure.COMMITTED),
        ("認繳規模20億元", "20億元", Measure.COMMITTED),
        ("实缴出资2亿元人民币", "2亿元", Measure.PAID_IN),
        ("總規模50億元實繳出資2億元", "50億元", Measure.TARGET),
        ("公司制基金注册资本30亿元", "30亿元", Measure.COMMITTED),
        ("首批资金5亿元已全部到位", "5亿元", Measure.PAID_IN),
        ("出资额20亿元（认缴）", "20亿元", Measure.COMMITTED),
        ("认缴20亿元规模50亿元", "50亿元", Measure.TARGET),
        ("各方认缴完毕，规模50亿元", "50亿元", Measure.TARGET),
    ],
)
def test_which_amount_is_read_off_its_own_clause(sentence: str, words: str, measure: Measure) -> None:
    assert measure_of(statement(sentence, words)) is measure


def test_first_phases_are_their_own_measure_and_other_properties_none() -> None:
    assert measure_of(statement("首期认缴20亿元", "20亿元", "first_phase")) is Measure.FIRST_PHASE
    assert measure_of(statement("存续期10年", "10", "term_years")) is None


MOTHER, CHILD, GRANDCHILD = "甘泉母基金", "甘泉青松子基金", "甘泉青松白桦子基金"
PROGRAMME, MEMBER, PLAN, GONE = "甘泉产业基金矩阵", "甘泉芦苇基金", "甘泉胡杨基金", "甘泉红柳基金"
TEXT = f"""{PROGRAMME}总规模500亿元，{MEMBER}规模30亿元。
{MOTHER}规模100亿元。
{CHILD}规模20亿元，属于{MOTHER}。
{GRANDCHILD}规模约5亿元。
{PLAN}拟设，规模40亿元。
{GONE}规模7亿元，已退出。
"""


def fill(registry: Registry) -> None:
    source = document(TEXT, published="2026-03-01")
    funds = [
        fund(source, PROGRAMME, size="500亿元", status="launched"),
        fund(source, MEMBER, size="30亿元", parent=PROGRAMME, status="established", date="2025-02"),
        fund(source, MOTHER, size="100亿元", status="established", date="2024"),
        fund(source, CHILD, size="20亿元", parent=MOTHER, status="investing"),
        fund(source, GRANDCHILD, size="5亿元", qualifier="约", parent=CHILD, status="filed"),
        fund(source, PLAN, size="40亿元", status="planned"),
        fund(source, GONE, size="7亿元", status="exited"),
        fund(source, "甘泉沙枣基金"),
    ]
    registry.add(source, funds)


TEXT += "甘泉沙枣基金的规模未披露。\n"


def target(totals: Totals) -> list[tuple[int, int, int]]:
    return [
        (d.sum.counted, d.sum.without, d.sum.of("CNY").minor // (100 * YI))
        for d in totals.of(Measure.TARGET).definitions
    ]


def test_each_step_leaves_out_what_it_says(registry: Registry) -> None:
    fill(registry)
    found = registry.totals(FundFilter())
    assert (found.funds, found.unstated_status, found.undated) == (8, 1, 1)
    assert target(found) == [(7, 1, 702), (6, 1, 662), (5, 1, 655), (4, 1, 155), (2, 1, 130)]
    names = [[f.name for f in step.sum.funds] for step in found.of(Measure.TARGET).steps]
    assert names == [[PLAN], [GONE], [PROGRAMME], [CHILD, GRANDCHILD]]
    last = found.of(Measure.TARGET).definitions[-1]
    assert last.left_out == ALL_STEPS
    assert [f.name for f in last.sum.funds] == [MOTHER, MEMBER, "甘泉沙枣基金"]
    assert found.of(Measure.PAID_IN).definitions[0].sum.counted == 0


def test_only_the_steps_asked_for_are_taken(registry: Registry) -> None:
    fill(registry)
    assert target(registry.totals(FundFilter(), [Step.SUB_FUNDS]))[1] == (4, 1, 647)
    assert target(registry.totals(FundFilter(), [])) == [(7, 1, 702)]


def test_filters_narrow_the_funds_and_a_parent_outside_of_them_nets_nothing(registry: Registry) -> None:
    fill(registry)
    found = registry.totals(FundFilter(status="investing"))
    assert target(found)[0] == target(found)[-1] == (1, 0, 20)
    assert registry.totals(FundFilter(since="2025-01", until="2025-12")).funds == 1
    assert registry.totals(FundFilter(kind="Target")).funds == 8


def test_what_a_fund_contains_is_found_through_a_fund_that_the_filter_leaves_out(registry: Registry) -> None:
    source = document("雪莲母基金规模9亿元。冰川子基金规模3亿元。云杉子基金规模1亿元。")
    here = fund(source, "雪莲母基金", size="9亿元", status="filed")
    between = fund(source, "冰川子基金", size="3亿元", status="investing", parent="雪莲母基金")
    registry.add(source, [here, between, fund(source, "云杉子基金", size="1亿元", status="filed", parent="冰川子基金")])
    assert target(registry.totals(FundFilter(status="filed"), [Step.SUB_FUNDS])) == [(2, 0, 10), (1, 0, 9)]


def test_totals_that_are_kept_follow_every_change_and_every_question(registry: Registry) -> None:
    fill(registry)
    assert registry.totals(FundFilter()) is registry.totals(FundFilter(sort="name", page=3))
    assert registry.totals(FundFilter(), [Step.PLANNED]) != registry.totals(FundFilter())
    source = document("驼铃基金规模3亿元。", published="2026-05-01")
    registry.add(source, [fund(source, "驼铃基金", size="3亿元")])
    assert registry.totals(FundFilter()).funds == 9


def test_bounds_and_disputes_are_counted_and_said(registry: Registry) -> None:
    for text, size, day in (
        ("雪莲基金规模约50亿元。", "50亿元", "2026-01-01"),
        ("雪莲基金规模80亿元", "80亿元", "2026-02-01"),
    ):
        source = document(text, published=day)
        registry.add(source, [fund(source, "雪莲基金", size=size, qualifier="约" if "约" in text else None)])
    whole = registry.totals(FundFilter()).of(Measure.TARGET).definitions[0].sum
    assert (whole.counted, whole.disputed, whole.bounds) == (1, 1, 0)
    assert whole.sums == (Money(80 * YI * 100, "CNY"),)
    assert whole.funds[0].sources == 2


def test_currencies_are_never_added_up(registry: Registry) -> None:
    source = document("雪莲基金规模1亿美元。冰川基金规模2亿元。", published="2026-01-01")
    registry.add(source, [fund(source, "雪莲基金", size="1亿美元"), fund(source, "冰川基金", size="2亿元")])
    waterfall = registry.totals(FundFilter()).of(Measure.TARGET)
    assert waterfall.definitions[0].sum.sums == (Money(2 * YI * 100, "CNY"), Money(YI * 100, "USD"))
    assert waterfall.currencies == ("CNY", "USD")


def test_committed_and_paid_in_are_told_from_the_target(registry: Registry) -> None:
    source = document("雪莲基金目标规模50亿元，认缴30亿元，实缴12亿元。", published="2026-01-01")
    sizes = [fund(source, "雪莲基金", size=size) for size in ("50亿元", "30亿元", "12亿元")]
    registry.add(source, [replace(sizes[0], size=tuple(f.size[0] for f in sizes))])
    found = registry.totals(FundFilter())
    figures = [found.of(m).definitions[0].sum.of("CNY").minor // (100 * YI) for m in Measure]
    assert figures == [50, 30, 12, 0]


def test_funds_that_are_each_others_parents_both_count(registry: Registry) -> None:
    source = document("雪莲基金规模1亿元。冰川基金规模2亿元。", published="2026-01-01")
    one = fund(source, "雪莲基金", size="1亿元", parent="冰川基金")
    registry.add(source, [one, fund(source, "冰川基金", size="2亿元", parent="雪莲基金")])
    assert target(registry.totals(FundFilter()))[-1] == (2, 0, 3)


def test_an_empty_registry_has_totals_of_nothing(registry: Registry) -> None:
    found = registry.totals(FundFilter())
    assert found.funds == 0
    assert all(not d.sum.sums and not d.by_year for w in found.waterfalls for d in w.definitions)


NAMES = [f"{name}基金" for name in ("雪莲", "冰川", "云杉", "戈壁", "绿洲", "驼铃")] + ["天山基金矩阵"]
SAID = st.tuples(
    st.integers(0, 300),
    st.sampled_from(["", *NAMES]),
    st.sampled_from(["", "planned", "signed", "established", "exited"]),
    st.sampled_from(["元", "美元"]),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(SAID, min_size=len(NAMES), max_size=len(NAMES)))
def test_every_step_and_every_group_adds_up(said: Sequence[tuple[int, str, str, str]]) -> None:
    lines = [f"{name}规模{size}亿{unit}" for name, (size, _, _, unit) in zip(NAMES, said, strict=True)]
    source = document("。".join([*lines, *NAMES]), published="2026-01-01")
    funds = [
        fund(
            source, name, size=f"{size}亿{unit}" if size else "", parent="" if parent == name else parent, status=state
        )
        for name, (size, parent, state, unit) in zip(NAMES, said, strict=True)
    ]
    with Registry("sqlite://") as registry:
        registry.add(source, funds)
        found = registry.totals(FundFilter())
    for waterfall in found.waterfalls:
        for before, step, after in zip(waterfall.definitions, waterfall.steps, waterfall.definitions[1:], strict=False):
            assert {f.id for f in before.sum.funds} == {f.id for f in (*step.sum.funds, *after.sum.funds)}
            for currency in ("CNY", "USD"):
                assert before.sum.of(currency) == step.sum.of(currency) + after.sum.of(currency)
        for definition in waterfall.definitions:
            assert definition.sum.counted + definition.sum.without == len(definition.sum.funds)
            for groups in (definition.by_status, definition.by_year):
                assert sum(g.sum.of("CNY").minor for g in groups) == definition.sum.of("CNY").minor
        last = waterfall.definitions[-1].sum
        if waterfall.definitions[-3].sum.counted:
            assert last.counted, "double counting is left out, never the money itself"


def test_a_correction_is_of_the_measure_that_it_corrects_and_what_is_rejected_counts_for_nothing(
    registry: Registry,
) -> None:
    source = document("雪莲基金目标规模50亿元，认缴30亿元，实缴12亿元。", published="2026-01-01")
    sizes = [fund(source, "雪莲基金", size=size) for size in ("50亿元", "30亿元", "12亿元")]
    registry.add(source, [replace(sizes[0], size=tuple(f.size[0] for f in sizes))])
    one = registry.find("雪莲基金")[0]
    by_words = {s.text: s.id for s in registry.statements(one.id)}
    desk = registry.desk("陈")
    desk.correct(one.id, by_words["30亿元"], "31亿元")
    desk.reject(one.id, by_words["12亿元"])
    found = registry.totals(FundFilter())
    figures = [found.of(m).definitions[0].sum.of("CNY").minor // (100 * YI) for m in Measure]
    assert figures == [50, 31, 0, 0]
