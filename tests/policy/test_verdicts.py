"""Verdicts: truth in three values, what is missing, how far from the bound, what can still be reached, and when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huoshui.model.regions import Region
from huoshui.policy.building import parse_pack
from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.facts import Facts, Origin
from huoshui.policy.given import facts_of
from huoshui.policy.pack import State
from huoshui.policy.packs_in_force import Packs, shipped
from huoshui.policy.verdicts import check, outcomes

if TYPE_CHECKING:
    from huoshui.policy.pack import Pack, Rule
    from huoshui.policy.verdicts import Verdict

MET, BROKEN, UNKNOWN, LEFT_OUT = State.MET, State.BROKEN, State.UNKNOWN, State.NOT_APPLICABLE


def pack_of(rule: str, name: str = "p", head: str = "", since: str = "2026-01-01") -> Pack:
    lines = (
        f"pack: {name}",
        "title: 试用",
        "title_en: On trial",
        "issuer: [某局]",
        "date: 2026-01-01",
        f"in_force: {{ from: {since} }}",
        "jurisdiction: 全国",
        "grade: B",
        "sources: [某文件]",
        *([head] if head else []),
        "rules:",
        f"  - {{ id: T-{name}, title: 一, title_en: one, subject: fund, hardness: binding, cases: [], {rule} }}",
    )
    return parse_pack("\n".join(lines), name)


def verdict(rule: str, **known: object) -> Verdict:
    pack = pack_of(rule)
    return outcomes(pack, pack.rules[0], facts_of(known, "fund")).of(0)


def flag(name: str, value: str = "true") -> str:
    return f"{{ metric: {name}, compare: equal, bound: {value} }}"


RULE = "metric: filed, compare: equal, bound: true"


@pytest.mark.parametrize(
    ("filed", "applies", "unless", "state"),
    [
        (True, True, False, MET),
        (False, True, False, BROKEN),
        (None, True, False, UNKNOWN),
        # whom it does not concern is left out, whatever is known
        (True, False, False, LEFT_OUT),
        (None, False, None, LEFT_OUT),
        (False, True, True, LEFT_OUT),
        (None, None, True, LEFT_OUT),
        # where that is not known, it is met if it is met anyhow, and never broken
        (True, None, False, MET),
        (True, True, None, MET),
        (False, None, False, UNKNOWN),
        (False, True, None, UNKNOWN),
        (None, None, None, UNKNOWN),
    ],
)
def test_truth_in_three_values(
    filed: bool | None,  # noqa: FBT001  # cells of a table
    applies: bool | None,  # noqa: FBT001
    unless: bool | None,  # noqa: FBT001
    state: State,
) -> None:
    rule = f"{RULE}, applies: {flag('looked_through')}, unless: {flag('name_says_kind')}"
    found = verdict(rule, filed=filed, looked_through=applies, name_says_kind=unless)
    assert found.state is state


TRUTHS = {True: 2, False: 0, None: 1}


@pytest.mark.parametrize("a", [True, False, None])
@pytest.mark.parametrize("b", [True, False, None])
def test_conditions_are_joined_as_kleene_does(
    a: bool | None,  # noqa: FBT001  # cells of a table
    b: bool | None,  # noqa: FBT001
) -> None:
    parts = f"[{flag('looked_through')}, {flag('name_says_kind')}]"

    def seen(condition: str) -> int:
        state = verdict(f"{RULE}, applies: {condition}", filed=False, looked_through=a, name_says_kind=b).state
        return {BROKEN: 2, UNKNOWN: 1, LEFT_OUT: 0}[state]

    assert seen(f"{{ all: {parts} }}") == min(TRUTHS[a], TRUTHS[b])
    assert seen(f"{{ any: {parts} }}") == max(TRUTHS[a], TRUTHS[b])
    assert seen(f"{{ not: {{ all: {parts} }} }}") == 2 - min(TRUTHS[a], TRUTHS[b])


SHARE = "metric: fof_share, compare: at_most, bound: 30%"


@pytest.mark.parametrize(
    ("known", "missing"),
    [
        ({}, ("fof_committed", "committed", "fund_tier", "fund_kind")),
        ({"committed": "10亿元"}, ("fof_committed", "fund_tier", "fund_kind")),
        ({"committed": "10亿元", "fof_committed": "4亿元"}, ("fund_tier", "fund_kind")),
        ({"committed": "10亿元", "fund_tier": "sub", "fund_kind": "chain"}, ("fof_committed",)),
        ({"fof_committed": "4亿元", "committed": "10亿元", "fund_tier": "sub"}, ("fund_kind",)),
        # met whatever the condition says: nothing is missing
        ({"fof_committed": "1亿元", "committed": "10亿元"}, ()),
        ({"fund_tier": "national"}, ()),
    ],
)
def test_the_figures_that_are_missing_are_named(known: dict[str, object], missing: tuple[str, ...]) -> None:
    conditions = (
        "applies: { metric: fund_tier, compare: one_of, bound: [sub] },"
        "unless: { metric: fund_kind, compare: one_of, bound: [merger] }"
    )
    assert verdict(f"{SHARE}, {conditions}", **known).missing == missing


@pytest.mark.parametrize(
    ("compare", "bound", "value", "state", "distance"),
    [
        ("at_least", "70%", "75%", MET, 0.05),
        ("at_least", "70%", "70%", MET, 0.0),
        ("at_least", "70%", "65%", BROKEN, -0.05),
        ("at_most", "2%", "1.5%", MET, 0.005),
        ("at_most", "2%", "2.5%", BROKEN, -0.005),
        ("above", "2%", "2%", BROKEN, 0.0),
        ("below", "2%", "2%", BROKEN, 0.0),
        ("equal", "2%", "3%", BROKEN, -0.01),
        ("equal", "2%", "2%", MET, 0.0),
    ],
)
def test_how_far_from_the_bound(compare: str, bound: str, value: str, state: State, distance: float) -> None:
    found = verdict(f"metric: management_fee_rate, compare: {compare}, bound: {bound}", management_fee_rate=value)
    assert found.state is state
    assert found.distance == pytest.approx(distance, abs=1e-12)


def test_of_codes_and_flags_there_is_no_distance() -> None:
    coded = verdict("metric: fund_kind, compare: none_of, bound: [merger, chain]", fund_kind="chain")
    assert (coded.state, coded.code, coded.distance, coded.bound) == (BROKEN, "chain", None, "merger、chain")
    assert verdict(RULE, filed=False).distance is None
    assert verdict(RULE).value is None


def test_a_share_of_nothing_is_not_known() -> None:
    assert verdict(SHARE, fof_committed="1亿元", committed="0元").state is UNKNOWN


@pytest.mark.parametrize(
    ("compare", "invested", "early", "size", "state", "least", "most", "reachable"),
    [
        ("at_least", 0, 0, 10, BROKEN, 0.0, 1.0, True),
        ("at_least", 6, 4, 10, BROKEN, 0.4, 0.8, True),
        ("at_least", 6, 3, 10, BROKEN, 0.3, 0.7, True),
        ("at_least", 7, 3, 10, BROKEN, 0.3, 0.6, False),
        ("at_least", 10, 6, 10, BROKEN, 0.6, 0.6, False),
        ("at_least", 10, 7, 10, MET, 0.7, 0.7, True),
        # more was invested than its size says: nothing is left, not less than nothing
        ("at_least", 12, 6, 10, BROKEN, 0.6, 0.6, False),
        ("at_most", 9, 8, 10, BROKEN, 0.8, 0.9, False),
        ("at_most", 6, 4, 10, MET, 0.4, 0.8, True),
    ],
)
def test_what_can_still_be_reached(
    compare: str, invested: int, early: int, size: int, state: State, least: float, most: float, reachable: object
) -> None:
    found = verdict(
        f"metric: early_share_of_size, compare: {compare}, bound: 70%",
        invested=f"{invested}亿元",
        invested_early=f"{early}亿元",
        fund_size=f"{size}亿元",
    )
    assert (found.state, found.least, found.most, found.reachable) == (state, least, most, reachable)


def test_reach_is_silent_where_it_is_not_known_or_cannot_change() -> None:
    rule = "metric: early_share_of_size, compare: at_least, bound: 70%"
    open_ = verdict(rule, invested_early="1亿元", fund_size="10亿元")
    assert (open_.least, open_.most, open_.reachable) == (0.1, None, None)
    empty = verdict(rule, invested_early="1亿元", invested="1亿元", fund_size="0元")
    assert (empty.state, empty.most, empty.reachable) == (UNKNOWN, None, None)
    assert verdict(SHARE, fof_committed="1亿元", committed="2亿元").reachable is None


AMOUNTS = st.integers(0, 40).map(lambda tenths: tenths * 10_000_000)


@given(part=AMOUNTS, other=AMOUNTS, left=AMOUNTS, more=st.floats(0, 1))
def test_whatever_is_invested_next_stays_within_reach(part: int, other: int, left: int, more: float) -> None:
    """Of every share of money that is being invested: what it comes to lies between its least and its most."""
    size = part + other + left
    if not size:
        return
    to_part = int(left * more)
    for metric, name in (
        ("early_share_of_size", "invested_early"),
        ("key_fields_of_size", "invested_key_fields"),
        ("local_share_of_size", "invested_local"),
        ("local_share", "invested_local"),
        ("off_target_share", "invested_outside_fields"),
        ("angel_share", "invested_angel"),
    ):
        now = {name: f"{part}元", "invested": f"{part + other}元", "fund_size": f"{size}元"}
        then = {name: f"{part + to_part}元", "invested": f"{size}元", "fund_size": f"{size}元"}
        reach = facts_of(now, "fund").reach(metric, {})
        assert reach is not None
        came_to = facts_of(then, "fund").column(metric)[0]
        assert reach[0][0] - 1e-12 <= came_to <= reach[1][0] + 1e-12, metric


def test_what_lies_behind_a_figure_comes_with_it() -> None:
    origin = Origin("journal", ("7",), "划款", "/journal/7")
    pack = pack_of(SHARE)
    facts = facts_of(
        {"fof_committed": "1亿元", "committed": "2亿元"},
        "fund",
        evidence=lambda variable, _: (origin,) if variable == "committed" else (),
    )
    assert outcomes(pack, pack.rules[0], facts).of(0).origins == (("committed", origin),)


CHECKED = ("GP-GZ-2a", "GP-SH-1a", "NV-03", "NV-09", "WM-03", "WM-15", "G1-04", "GP-QZ-1a", "AM-12", "G1-09")


def _column(variable: str) -> st.SearchStrategy[float]:
    found = CATALOGUE.variables[variable]
    if found.codes:
        return st.sampled_from([np.nan, *map(float, range(len(found.codes)))])
    if found.unit == "flag":
        return st.sampled_from([np.nan, 0.0, 1.0])
    if found.unit == "money":
        return st.sampled_from([np.nan, 0.0, 2e10, 3e10, 7e10, 1e11])
    return st.sampled_from([np.nan, 0.0, 0.05, 0.1, 0.5, 1.0])


def _rests_on(rule: Rule) -> tuple[str, ...]:
    empty = outcomes(shipped().rule(rule.id)[0], rule, Facts("fund", ("1",), ("",), {}))
    return empty.of(0).missing


@pytest.mark.parametrize("name", CHECKED)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_many_at_once_come_out_as_one_by_one(name: str, data: st.DataObject) -> None:
    pack, rule = shipped().rule(name)
    variables = _rests_on(rule)
    assert variables
    rows = data.draw(st.lists(st.tuples(*map(_column, variables)), min_size=1, max_size=12))
    ids = tuple(str(place) for place in range(len(rows)))
    columns = {variable: np.array([row[n] for row in rows]) for n, variable in enumerate(variables)}
    together = outcomes(pack, rule, Facts("fund", ids, ids, columns))
    for place, found in enumerate(together):
        own = {variable: column[place : place + 1] for variable, column in columns.items()}
        alone = outcomes(pack, rule, Facts("fund", (ids[place],), ("",), own)).of(0)
        assert found == alone
        assert (found.state is UNKNOWN) or not found.missing
    assert sum(together.count(state) for state in State) == len(rows)


def test_only_rules_about_the_sort_of_subject_are_checked() -> None:
    pack = shipped().get("national-venture-fund-2025")
    rules = shipped().rules(pack)
    deal = facts_of({"ticket": "6000万元", "company_size": "small"}, "deal")
    found = {one.rule.id: one.of(0).state for one in check(pack, rules, deal)}
    assert found["NV-07"] is BROKEN
    assert set(found) == {rule.id for rule in rules if rule.subject == "deal"}


def test_a_later_version_takes_the_place_of_the_earlier_one_on_its_day() -> None:
    old = pack_of(RULE, "old", since="2020-01-01")
    new = pack_of(RULE, "new", head="supersedes: [old]", since="2026-03-01")
    packs = Packs([new, old])
    turn = date(2026, 3, 1)
    assert [pack.id for pack in packs.in_force(turn - timedelta(days=1))] == ["old"]
    assert [pack.id for pack in packs.in_force(turn)] == ["new"]
    assert packs.in_force(date(2019, 12, 31)) == ()


def test_what_is_included_holds_from_its_own_day_on() -> None:
    common = pack_of(RULE, "common", since="2026-03-01")
    guide = pack_of(RULE, "guide", head="includes: [common]", since="2020-01-01")
    packs = Packs([guide, common])
    assert [rule.id for rule in packs.rules(guide)] == ["T-common", "T-guide"]
    assert [rule.id for rule in packs.rules(guide, date(2026, 2, 28))] == ["T-guide"]
    assert [rule.id for rule in packs.rules(guide, date(2026, 3, 1))] == ["T-common", "T-guide"]


def test_a_draft_is_not_in_force_and_ends_nothing_until_it_is() -> None:
    running = {pack.id for pack in shipped().in_force(date(2026, 11, 22))}
    assert "qualified-investors" in running
    assert "private-fund-raising-draft-2026" not in running
    assert "zhongshan-cuiheng-2020" not in {pack.id for pack in shipped().in_force(date(2026, 2, 6))}
    assert "zhongshan-cuiheng-2020" in {pack.id for pack in shipped().in_force(date(2026, 2, 5))}


def test_a_guide_holds_in_its_own_place() -> None:
    day = date(2026, 11, 22)
    nanjing = {pack.id for pack in shipped().in_force(day, Region.parse("江苏/南京"))}
    assert {"jiangsu-strategic-fof-2025", "nanjing-yangzijiang-tech-2025", "framework-2026"} <= nanjing
    assert not {"hefei-guidance-fof", "quanzhou-equity-2023"} & nanjing
