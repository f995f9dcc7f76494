"""Rules against each other: what no figure meets together, what costs points, which own terms break."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui.model.regions import Region
from huoshui.policy import pack as nouns
from huoshui.policy.building import parse_pack
from huoshui.policy.conflicts import Clause, conflicts, contradictions
from huoshui.policy.given import facts_of
from huoshui.policy.intervals import Accepted, accepted
from huoshui.policy.pack import Compare, Where
from huoshui.policy.packs_in_force import Packs, shipped
from huoshui.policy.units import Quantity, Unit

if TYPE_CHECKING:
    from decimal import Decimal

DAY = date(2026, 6, 30)
HEAD = """
pack: {name}
title: x
title_en: x
issuer: [x]
date: {day}
in_force: {{ from: {day} }}
jurisdiction: 全国
grade: {grade}
sources: [x]
rules:
  - {{ id: {name}-1, title: x, title_en: x, subject: fund, hardness: {hardness}, cases: [], {rule} }}
"""


def packs(*rules: str, hardness: str = "binding") -> Packs:
    texts = (
        HEAD.format(
            name=f"P{n}", day=f"2025-0{n + 1}-01", place="全国", grade="AB"[n % 2], hardness=hardness, rule=rule
        )
        for n, rule in enumerate(rules)
    )
    return Packs(parse_pack(text, "pack.yaml") for text in texts)


def test_a_multiple_asked_for_and_forbidden_cannot_be_met_together() -> None:
    both = packs(
        "metric: reinvestment_multiple, compare: at_least, bound: 1.5倍",
        "metric: reinvestment_multiple, compare: equal, bound: 0倍",
    )
    (found,) = conflicts(both, DAY).contradictions
    assert (found.left.pack.id, found.right.pack.id) == ("P0", "P1")
    assert found.since == date(2025, 2, 1)  # since both are in force
    assert found.binding
    assert found.grade == "B"


def test_bounds_that_leave_room_are_no_conflict() -> None:
    room = packs("metric: fof_share, compare: at_most, bound: 30%", "metric: fof_share, compare: at_least, bound: 30%")
    assert conflicts(room, DAY).contradictions == ()
    none = packs("metric: fof_share, compare: below, bound: 30%", "metric: fof_share, compare: at_least, bound: 30%")
    assert len(conflicts(none, DAY).contradictions) == 1


def test_rules_for_different_funds_do_not_meet() -> None:
    apart = packs(
        "metric: fof_share, compare: at_most, bound: 20%, "
        "applies: {metric: fund_kind, compare: one_of, bound: [angel]}",
        "metric: fof_share, compare: at_least, bound: 40%, "
        "applies: {metric: fund_kind, compare: one_of, bound: [merger]}",
    )
    assert conflicts(apart, DAY).contradictions == ()


def test_only_what_applies_to_the_fund_counts_and_its_own_terms_are_held_against_it() -> None:
    both = packs(
        "metric: reinvestment_multiple, compare: at_least, bound: 1.5倍, "
        "applies: {metric: fund_tier, compare: one_of, bound: [sub]}",
        "metric: reinvestment_multiple, compare: equal, bound: 0倍",
    )
    regional = conflicts(both, DAY, facts=facts_of({"fund_tier": "regional", "reinvestment_multiple": "1倍"}, "fund"))
    assert regional.contradictions == ()
    assert [verdict.rule.id for verdict in regional.broken] == ["P1-1"]
    sub = conflicts(both, DAY, facts=facts_of({"fund_tier": "sub", "reinvestment_multiple": "1倍"}, "fund"))
    assert len(sub.contradictions) == 1
    assert [verdict.rule.id for verdict in sub.broken] == ["P0-1", "P1-1"]


def test_nothing_conflicts_before_both_are_in_force() -> None:
    both = packs(
        "metric: reinvestment_multiple, compare: at_least, bound: 1.5倍",
        "metric: reinvestment_multiple, compare: equal, bound: 0倍",
    )
    assert conflicts(both, date(2025, 1, 31)).contradictions == ()


def test_a_guide_of_today_costs_points_in_the_evaluation_and_contradicts_the_national_fund() -> None:
    """As file 01 says of it: who asks for one and a half times back loses points, and the national fund forbids it."""
    found = conflicts(shipped(), DAY, Region.parse("四川/成都/高新区"))
    assert any(cost.rule.test.metric == "reinvestment_multiple" and cost.lost > 0 for cost in found.costs)
    pairs = {frozenset((one.left.rule.id, one.right.rule.id)) for one in found.contradictions}
    assert any("NV-10" in pair for pair in pairs)


def test_what_binds_on_both_sides_stands_first() -> None:
    terms = "metric: term_years, compare: at_most, bound: 5年", "metric: term_years, compare: at_least, bound: 9年"
    soft = packs(*terms, hardness="advisory")
    hard = packs("metric: fof_share, compare: below, bound: 30%", "metric: fof_share, compare: at_least, bound: 30%")
    clauses = [Clause(pack, rule) for group in (soft, hard) for pack in group for rule in pack.rules]
    assert [one.left.rule.test.metric for one in contradictions(clauses)] == ["fof_share", "term_years"]
    assert [one.binding for one in contradictions(clauses)] == [True, False]


def test_a_guide_for_sub_funds_does_not_contradict_a_rule_for_the_fund_on_top() -> None:
    """The national fund lives 20 years, sub-funds of Quanzhou ten at most: both may be."""
    place = Region.parse("福建/泉州")
    found = conflicts(shipped(), DAY, place)
    assert found.contradictions
    assert {one.left.rule.test.metric for one in found.contradictions}.isdisjoint({"term_years", "investment_years"})
    regional, sub = (facts_of({"fund_tier": tier, "term_years": "15年"}, "fund") for tier in ("regional", "sub"))
    assert conflicts(shipped(), DAY, place, regional).broken == ()
    assert [one.pack.id for one in conflicts(shipped(), DAY, place, sub).broken] == ["quanzhou-equity-2023"]


NUMBER = st.decimals(-5, 5, places=1)
COMPARE = st.sampled_from([Compare.AT_LEAST, Compare.AT_MOST, Compare.ABOVE, Compare.BELOW, Compare.EQUAL])


def _test(compare: Compare, bound: Decimal) -> nouns.Test:
    return nouns.Test("x", {}, compare, (Quantity(bound, Unit.COUNT),), Where("", 1))


@given(COMPARE, NUMBER, COMPARE, NUMBER, NUMBER)
def test_what_both_accept_shows_that_they_meet(
    one: Compare, left: Decimal, other: Compare, right: Decimal, number: Decimal
) -> None:
    mine, theirs = accepted(_test(one, left)), accepted(_test(other, right))
    if mine.takes(number) and theirs.takes(number):
        assert mine.meets(theirs)
    assert mine.meets(theirs) == theirs.meets(mine)


@pytest.mark.parametrize(
    ("left", "right", "meet"),
    [
        (Accepted(codes=frozenset("ab")), Accepted(codes=frozenset("bc")), True),
        (Accepted(codes=frozenset("a")), Accepted(codes=frozenset("bc")), False),
        (Accepted(codes=frozenset("a")), Accepted(codes=frozenset("ab"), but=True), False),
        (Accepted(codes=frozenset("ac")), Accepted(codes=frozenset("ab"), but=True), True),
        (Accepted(codes=frozenset("a"), but=True), Accepted(codes=frozenset("b"), but=True), True),
    ],
)
def test_codes(left: Accepted, right: Accepted, meet: bool) -> None:  # noqa: FBT001
    assert left.meets(right) is meet
