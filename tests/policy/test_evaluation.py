"""The evaluation of investment directions: one fund by hand, and what holds of all."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui.policy.building import parse_pack
from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.costs import costs
from huoshui.policy.evaluation import IndicatorResult, evaluate
from huoshui.policy.facts import UNSTATED, Facts, Origin
from huoshui.policy.given import facts_of
from huoshui.policy.packs_in_force import shipped
from huoshui.policy.scoring import all_items, score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from huoshui.policy.catalogue import Column
    from huoshui.policy.evaluation import FundEvaluation, ItemResult

PACK = shipped().get("evaluation-2026")

#: A fund of 10亿元, 6亿元 paid in, 4亿元 invested.
KNOWN: Mapping[str, object] = {
    "fund_size": "10亿元",
    "committed": "10亿元",
    "paid_in": "6亿元",
    "invested": "4亿元",
    "invested_by_sector": {"integrated_circuits": "2.4亿元", "biomedicine": "1.6亿元"},  # P-01: 40% of 6亿元: 4
    "new_patents": 5,  # P-02a: 2.5
    "supports_conversion": "是",  # P-02b: 2
    "bottleneck_fields": 1,  # P-02c: 3
    "reinvestment_multiple": "1.5倍",  # P-03a: 0
    "relocation_required": "否",  # P-03b: 3
    "market_violations": 0,  # P-03c: 4
    "carbon_reduction": "4%",  # P-04a: 2
    "invested_green": "4800万元",  # P-04b: 12%: 1
    "invested_private": "1.9亿元",  # P-05: 47.5%: 4
    "invested_early": "2亿元",  # P-06: 50%: 3
    "mean_holding_years": "2年",
    "social_committed": "3.5亿元",  # P-07: 35%: 3
    "impact_percentile": "75%",  # P-08a: 4
    "other_key_fields": 1,  # P-08b: 3
    "invested_by_region": {"510000": "3亿元", "US": "1亿元"},  # L-01: 7.5
    "invested_key_fields": "2.8亿元",  # L-02: 70%: 8
    "capacity_utilisation": "80%",  # L-03a: 3
    "industry_capacity_utilisation": "80%",
    "asset_turnover": "85%",  # L-03b: 4
    "idle_money": "2亿元",  # E-01a: 60%: 1; E-01b: a third: 0
    "irr": "6%",  # E-01c: 1
    "nav": "6.3亿元",  # E-01d: 5%: 1
    "distributed": "0元",
    "senior_years": "12年",  # E-02a: 1
    "risk_system": "是",  # E-02b: 1
    "risk_losses": 0,
    "credit_good": "是",  # E-02c: 2
    "registration_good": "是",  # E-02d: 1
    "disclosure_transparent": "否",
}
BY_HAND: Mapping[str, object] = {
    "L1-1": Decimal("38.5"), "L1-2": Decimal("22.5"), "L1-3": Decimal(8),
    "P-01": 4, "P-02": Decimal("7.5"), "P-03": 7, "P-04": 3, "P-05": 4, "P-06": 3, "P-07": 3, "P-08": 7,
    "L-01": Decimal("7.5"), "L-02": 8, "L-03": 7, "E-01": 3, "E-02": 5,
}  # fmt: skip


def one(known: Mapping[str, object] = KNOWN, *variants: str) -> FundEvaluation:
    return evaluate(facts_of(known, "fund", name="甲"), PACK, variants).of(0)


def item(name: str, found: FundEvaluation) -> ItemResult:
    return next(result for result in found.items() if result.item.id == name)


def without(*names: str) -> dict[str, object]:
    return {name: value for name, value in KNOWN.items() if name not in names}


def test_the_published_structure() -> None:
    first = {indicator.id: int(indicator.points.value) for indicator in PACK.indicators}
    assert first == {"L1-1": 60, "L1-2": 30, "L1-3": 10}
    second = [below for indicator in PACK.indicators for below in indicator.parts]
    assert len(second) == 13
    sure = {below.id for below in second if below.grade == "A"} if second else set()
    assert sure == {"P-01", "L-01", "L-02", "L-03"}
    assert len(list(all_items(PACK))) == 26


def test_a_fund_by_hand() -> None:
    found = one()
    points = {result.indicator.id: result.least for result in found.indicators}
    below = [part for top in found.indicators for part in top.parts if isinstance(part, IndicatorResult)]
    points |= {part.indicator.id: part.least for part in below}
    assert points == BY_HAND
    assert found.least == found.most == 69
    assert found.missing() == {}


def test_bands_instead_of_the_ratio_are_of_lower_grade() -> None:
    by_ratio, by_bands = item("P-01", one()), item("P-01", one(KNOWN, "bands"))
    assert [by_ratio.earned, by_bands.earned] == [4, 5]
    assert [by_ratio.grade, by_bands.grade] == ["A", "B"]


def test_figures_that_rest_on_secondary_sources_say_so() -> None:
    grades = {result.item.id: result.grade for result in one().items()}
    assert {name for name, grade in grades.items() if grade == "A"} == {"P-01"}
    assert grades["L-01"] == "C"
    assert {result.item.points_grade for result in one().items() if result.item.id.startswith("L-0")} == {"A", "B"}


def test_what_is_missing_is_named_with_its_points() -> None:
    found = one(without("new_patents", "risk_losses", "invested_by_sector"))
    assert found.missing() == {"invested_by_sector": 10, "new_patents": 3, "risk_losses": 1}
    assert (found.least, found.most) == (69 - 4 - Decimal("2.5") - 1, 69 - 4 - Decimal("2.5") - 1 + 14)
    assert item("P-01", found).earned is None


def test_one_figure_of_two_that_earns_something_already() -> None:
    found = item("P-06", one(without("mean_holding_years")))
    assert [found.earned, found.least, found.most] == [None, 3, 5]
    assert found.missing == ("mean_holding_years",)
    assert item("P-06", one({**KNOWN, "mean_holding_years": "6年"} | {"invested_early": None})).earned == 5


@pytest.mark.parametrize(
    ("name", "says", "points"),
    [
        ("P-01", "再向新质生产力领域投资 3.60 亿元，达到 100%", 6),
        ("P-02a", "当年新增发明专利与技术成果达到 6", Decimal("0.5")),
        ("P-03a", "约定返投倍数低于 1.5 倍", 1),
        # (0.48 + x) / (4 + x) > 20%
        ("P-04b", "再向绿色领域投资 4,000.00 万元，超过 20%", 1),
        # (1.9 + x) / (4 + x) = 50%
        ("P-05", "再向民营企业投资 2,000.00 万元，达到 50%", 1),
        # (3.5 + x) / (10 + x) = 40%
        ("P-07", "再引入社会资本认缴 8,333.33 万元，达到 40%", 1),
        # (2.8 + x) / (4 + x) = 90%
        ("L-02", "再向约定重点领域投资 8.00 亿元，达到 90%（超出剩余可投）", 2),
        # 2 - x < 30% of 6
        ("E-01b", "减少闲置资金 2,000.00 万元，低于 30%", 1),
    ],
)
def test_what_could_be_won_and_how(name: str, says: str, points: object) -> None:
    (gain, *_) = item(name, one()).gains
    assert gain.points == points
    assert gain.says() == says


def test_a_gain_is_reached_by_just_that_much() -> None:
    (gain,) = item("P-04b", one()).gains
    assert gain.money == 4_000_000_001

    def with_more(minor: int) -> ItemResult:
        facts = facts_of(KNOWN, "fund")
        facts.columns["invested_green"] = facts.columns["invested_green"] + minor
        facts.columns["invested"] = facts.columns["invested"] + minor
        return item("P-04b", evaluate(facts, PACK).of(0))

    assert [with_more(more).earned for more in (gain.money - 1, gain.money)] == [1, 2]


def test_both_ways_to_patience_are_told() -> None:
    told = [gain.says("en") for gain in item("P-06", one()).gains]
    assert told == [
        "invest in seed and start-up companies CNY 266.67 m: reach 70%",
        "mean time for which investments are held: reach 5 years",
    ]


def test_what_has_to_be_yes_or_no() -> None:
    found = one({**KNOWN, "relocation_required": "是", "supports_conversion": "否"})
    assert [gain.says() for gain in item("P-03b", found).gains] == ["约定迁移注册地：否"]
    assert [gain.says("en") for gain in item("P-02b", found).gains] == [
        "supports the conversion of research results: yes"
    ]


def test_nothing_is_won_where_all_is_earned_and_nothing_lowers_a_fund() -> None:
    assert item("E-01c", one()).gains == ()
    assert all(gain.points > 0 for _, gain in one().gains())


def test_ranks_in_all_and_within_a_group() -> None:
    columns = {"senior_years": np.array([5.0, 15, 15, np.nan])}
    facts = Facts("fund", tuple("甲乙丙丁"), tuple("甲乙丙丁"), columns)
    evaluation = evaluate(facts, PACK, groups=["江苏", "江苏", "四川", ""])
    found = [evaluation.of(place) for place in range(4)]
    assert [(one.standing.rank, one.standing.percentile) for one in found] == [(3, 1 / 3), (1, 1), (1, 1), (3, 1 / 3)]
    assert [one.in_group.rank if one.in_group else None for one in found] == [2, 1, 1, None]
    assert evaluation.order() == (1, 2, 0, 3)


def test_evidence_is_that_of_the_facts() -> None:
    def evidence(variable: str, place: int) -> tuple[Origin, ...]:
        return (Origin("event", (f"{variable}@{place}",)),)

    names = ("甲", "乙")
    facts = Facts("fund", names, names, {"irr": np.array([0.1, 0.2])}, evidence=evidence)
    measured = item("E-01c", evaluate(facts, PACK).of(1)).measured[0]
    assert measured.origins == (("irr", Origin("event", ("irr@1",))),)


GUIDE = """
pack: guide
title: 某市指南
title_en: a guide
issuer: [某市]
date: 2025-01-01
in_force: { from: 2025-01-01 }
jurisdiction: 江苏
grade: A
sources: [made up]
rules:
  - id: X-1
    title: 返投
    title_en: re-investment
    subject: fund
    metric: reinvestment_multiple
    compare: at_least
    bound: 1倍
    hardness: binding
    applies: { metric: fund_tier, compare: one_of, bound: [sub] }
    cases: []
  - id: X-2
    title: 迁入
    title_en: moving in
    subject: fund
    metric: relocation_required
    compare: equal
    bound: true
    hardness: binding
    cases: []
  - id: X-3
    title: 期限
    title_en: term
    subject: fund
    metric: term_years
    compare: at_most
    bound: 10年
    hardness: binding
    cases: []
"""


def test_what_a_guide_costs() -> None:
    guide = parse_pack(GUIDE, "guide.yaml")
    rules = [(guide, rule) for rule in guide.rules]
    found = costs(PACK, rules)
    assert [(cost.rule.id, cost.item.id, int(cost.possible), int(cost.lost), cost.grade) for cost in found] == [
        ("X-2", "P-03b", 0, 3, "B"),
        ("X-1", "P-03a", 1, 2, "B"),
    ]
    names = ("甲", "乙")
    facts = Facts("fund", names, names, {"fund_tier": np.array([2.0, 1.0])})
    assert {cost.rule.id: cost.subjects for cost in costs(PACK, rules, facts)} == {"X-1": ("甲",), "X-2": names}


def made(seed: int, size: int = 6) -> Facts:
    """Funds of which anything may be known, in any amount; shares of a whole may well be above it."""
    random = np.random.default_rng(seed)
    leaves = {leaf for _, one in all_items(PACK) for scored in one.metrics for leaf in CATALOGUE.leaves(scored.metric)}

    def column() -> Column:
        figures = np.stack([random.uniform(-1, 2, size), random.integers(0, 10**13, size), random.integers(0, 4, size)])
        found: Column = figures[random.integers(0, 3, size), np.arange(size)]
        return np.where(random.uniform(0, 1, size) < 0.3, np.nan, found)

    def amounts() -> Column:
        found: Column = (random.integers(0, 10**13, size) * random.integers(0, 2, size)).astype(np.float64)
        return found

    names = tuple(map(str, range(size)))
    return Facts(
        "fund",
        names,
        names,
        {leaf: column() for leaf in sorted(leaves) if not CATALOGUE.variables[leaf].by},
        {
            "invested_by_sector": {key: amounts() for key in ("quantum", "talent", UNSTATED)},
            "invested_by_region": {key: amounts() for key in ("510000", "US")},
        },
    )


SEEDS = st.integers(0, 2**32)


@given(SEEDS)
def test_a_score_is_between_nought_and_a_hundred(seed: int) -> None:
    found = score(PACK, made(seed))
    assert (found.total >= 0).all()
    assert (found.total <= found.most + 1e-9).all()
    assert (found.most <= 100 + 1e-9).all()
    whole = sum(found.indicators[one.id] for one in PACK.indicators)
    np.testing.assert_allclose(found.total, whole)


@given(SEEDS, st.integers(0, 100), st.floats(0, 1))
def test_more_data_never_widens_what_is_possible(seed: int, which: int, figure: float) -> None:
    facts = made(seed)
    before = score(PACK, facts)
    name = sorted(facts.columns)[which % len(facts.columns)]
    column = facts.columns[name].copy()
    column[np.isnan(column)] = figure
    after = score(PACK, Facts("fund", facts.ids, facts.names, {**facts.columns, name: column}, facts.families))
    assert (after.total >= before.total - 1e-9).all()
    assert (after.most <= before.most + 1e-9).all()


@given(SEEDS, st.permutations(range(6)))
def test_the_order_of_funds_is_the_order_of_ranks(seed: int, order: list[int]) -> None:
    facts = made(seed)
    ranks = score(PACK, facts).ranks()[0]
    moved = Facts(
        "fund",
        tuple(facts.ids[at] for at in order),
        tuple(facts.names[at] for at in order),
        {name: column[order] for name, column in facts.columns.items()},
        {name: {key: c[order] for key, c in family.items()} for name, family in facts.families.items()},
    )
    assert score(PACK, moved).ranks()[0] == [ranks[at] for at in order]


@pytest.mark.parametrize(("size", "threads"), [(1, 1), (32_768, 2), (32_769, 1), (70_001, 1), (70_001, 3)])
def test_parts_and_threads_change_nothing(size: int, threads: int) -> None:
    facts = made(size, size)
    found = score(PACK, facts, threads=threads)
    irr = facts.columns["irr"]
    np.testing.assert_array_equal(found.items["E-01c"], np.where(np.isnan(irr), np.nan, np.where(irr >= 0.03, 1, 0)))
    for place in {0, size // 2, size - 1}:
        alone = score(PACK, facts.part(slice(place, place + 1)))
        assert (alone.total[0], alone.open[0]) == pytest.approx((found.total[place], found.open[place]))
