"""Instruments: what they come to for a company, who bears a loss, and files that prove their own figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huoshui.errors import InputError
from huoshui.model.money import Money
from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.instruments import (
    BenefitState,
    Instrument,
    Party,
    benefit,
    failing_cases,
    in_force,
    instrument_mutants,
    lint_instruments,
    loss_shares,
    parse_instruments,
    shipped_instruments,
)
from huoshui.policy.instruments.building import folder
from huoshui.policy.profiles import profile_of

PACKS = {pack.id: pack for pack in shipped_instruments()}
INSTRUMENTS = {one.id: one for pack in PACKS.values() for one in pack.instruments}


def wan(amount: str) -> Money:
    """An amount of ten thousands."""
    return Money.of(Decimal(amount) * 10_000)


def made(formula: str, more: str = "") -> Instrument:
    """An instrument with a formula."""
    text = f"""
pack: p
title: 甲
title_en: a
place: 全国
grade: B
sources: [某文]
instruments:
  - id: I-1
    title: 甲
    title_en: a
    kind: voucher
    issuer: [某市]
    in_force: {{ from: 2025 }}
    selection: unstated
    formula: {formula}
    {more}
    cases: []
"""
    return parse_instruments(text, "p.yaml").instruments[0]


@pytest.mark.parametrize("name", PACKS)
def test_a_file_is_whole_its_cases_come_out_and_every_changed_figure_is_noticed(name: str) -> None:
    assert [str(complaint) for complaint in lint_instruments(PACKS[name])] == []
    for instrument in PACKS[name].instruments:
        mutants = list(instrument_mutants(instrument, CATALOGUE))
        assert [m.says for m in mutants if not any(True for _ in failing_cases(m.instrument))] == []
        assert mutants or instrument.formula is None


def test_a_file_is_called_as_its_pack() -> None:
    assert {path.stem for path in folder().glob("*.yaml")} == set(PACKS)


def test_half_of_the_cost_of_computing_up_to_the_cap_for_three_years() -> None:
    voucher = INSTRUMENTS["TF-WH-1"]
    found = benefit(voucher, profile_of({"算力服务费用": "30万元"}))
    assert (found.state, found.amount, found.years) == (BenefitState.COMPUTED, wan("15"), 3)
    assert [limit.says() for limit in found.limits] == [
        "50% × 算力服务费用 15.00 万元",
        "上限 20.00 万元",
        "资金池余额 1,000.00 万元",
    ]
    capped = benefit(voucher, profile_of({"compute_cost": "90万元"}))
    assert capped.amount == wan("20")


def test_what_is_not_known_is_named_and_the_cap_is_the_most_it_can_be() -> None:
    found = benefit(INSTRUMENTS["TF-WH-1"], profile_of({}))
    assert (found.state, found.amount, found.ceiling, found.missing) == (
        BenefitState.UNKNOWN,
        None,
        wan("20"),
        ("compute_cost",),
    )


def test_a_whole_pool_is_not_told_as_what_one_company_may_get() -> None:
    found = benefit(INSTRUMENTS["TF-SC-1c"], profile_of({"national_innovation_centre": True}))
    assert (found.state, found.ceiling, found.missing) == (BenefitState.UNKNOWN, None, ("national_grant",))


def test_a_loan_without_stated_terms_has_no_amount() -> None:
    for name in ("TF-AH-1", "TF-SZ-3.0"):
        known = profile_of({"tech_enterprise": True, "high_growth_tech": True, "need": "5000万元"})
        found = benefit(INSTRUMENTS[name], known)
        assert (found.state, found.amount, found.ceiling) == (BenefitState.NOT_STATED, None, None)


def test_a_condition_that_fails_is_named() -> None:
    found = benefit(
        INSTRUMENTS["TF-WH-5"], profile_of({"ai_demonstration_scene": False, "project_investment": "1亿元"})
    )
    assert found.state is BenefitState.NOT_APPLICABLE
    assert [test.metric for test in found.failed] == ["ai_demonstration_scene"]


def test_an_instrument_holds_from_the_end_of_its_year_through_its_last_stated_day() -> None:
    listed = INSTRUMENTS["TF-GS-1"]
    assert not listed.in_force(date(2025, 12, 30))
    assert listed.in_force(date(2025, 12, 31))
    assert listed.in_force(date(2027, 12, 31))
    assert not listed.in_force(date(2028, 1, 1))
    assert INSTRUMENTS["TF-CD-1"].in_force(date(2025, 9, 1))
    assert "TF-GS-1" in {one.id for one in in_force(PACKS.values(), date(2026, 5, 1))}


FEN = st.integers(min_value=0, max_value=10**13)


@given(cost=FEN, rate=st.integers(min_value=0, max_value=100), cap=FEN, pool=FEN, used=FEN)
@settings(max_examples=80, deadline=None)
def test_a_benefit_is_never_above_base_cap_or_what_is_left_of_the_pool(
    cost: int, rate: int, cap: int, pool: int, used: int
) -> None:
    def written(fen: int) -> str:
        return str(Money(fen, "CNY"))

    formula = f"{{ rate: {rate}%, base: [compute_cost], cap: {written(cap)}, amount_is: exact }}"
    instrument = made(formula, f"pool: {{ amount: {written(pool)} }}")
    found = benefit(instrument, profile_of({"compute_cost": written(cost)}), used=Money(used, "CNY"))
    assert found.amount is not None
    assert 0 <= found.amount.minor <= min(cost, cap, max(pool - used, 0))
    assert found.amount.minor * 100 <= rate * cost
    if found.state is BenefitState.COMPUTED:
        assert found.amount.minor == min(rate * cost // 100, cap, pool - used)


SPLIT_INSTRUMENTS = [one for one in INSTRUMENTS.values() if one.splits]


@given(loss=FEN, used=st.integers(min_value=0, max_value=6 * 10**11), which=st.sampled_from(SPLIT_INSTRUMENTS))
@settings(max_examples=60, deadline=None)
def test_what_parties_bear_adds_up_to_the_loss(loss: int, used: int, which: Instrument) -> None:
    for split in which.splits:
        shares = loss_shares(which, split, Money(loss, "CNY"), used=Money(used, "CNY"))
        assert sum(amount.minor for amount in shares.values()) == loss
        assert all(amount.minor >= 0 for amount in shares.values())


def test_a_loss_between_bank_and_guarantors() -> None:
    plan = INSTRUMENTS["TF-SZ-8"]
    assert loss_shares(plan, plan.splits[0], wan("500")) == {Party.BANK: wan("100"), Party.GUARANTOR: wan("400")}
    assert plan.splits[0].grade == "C"


@pytest.mark.parametrize(
    ("formula", "more", "told"),
    [
        ("{ rate: 150%, base: [compute_cost], amount_is: exact }", "", "line 16.*no share"),
        ("{ rate: 50%, amount_is: exact }", "", "line 16"),
        ("{ rate: 50%, base: [headcount], amount_is: exact }", "", "no amount of money"),
        ("{ rate: 50%, base: [fund_size], amount_is: exact }", "", "is of a fund"),
        ("{ rate: 50%, base: [compute_costs], amount_is: exact }", "", "did you mean compute_cost"),
        ("{ cap: 20%, amount_is: exact }", "", "write it like 20万元"),
        ("{ cap: 20万元, amount_is: exact }", "tiers: [20%, 1.2]", "line 17"),
        (
            "{ cap: 20万元, amount_is: exact }",
            "splits: [{ name: a, shares: { bank: 20%, pool: 70% } }]",
            "90%, not 100%",
        ),
        ("{ cap: 20万元, amount_is: exact, extra: 1 }", "", "extra"),
    ],
)
def test_a_malformed_file_is_told_by_its_line(formula: str, more: str, told: str) -> None:
    with pytest.raises(InputError, match=told) as raised:
        made(formula, more)
    assert "\n" not in str(raised.value)


def test_an_instrument_without_its_cases_is_told_so() -> None:
    from dataclasses import replace

    pack = PACKS["hubei-wuhan"]
    bare = replace(pack, instruments=(replace(pack.instruments[4], cases=()),))
    told = [complaint.message for complaint in lint_instruments(bare)]
    assert len(told) == 3
    assert told[0] == "TF-WH-5 has no case that comes out as an amount"
    one_case = replace(pack, instruments=(replace(pack.instruments[4], cases=pack.instruments[4].cases[1:]),))
    assert any("no case would notice TF-WH-5 at a rate" in str(one) for one in lint_instruments(one_case))
