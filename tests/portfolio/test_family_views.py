"""What is shown of a family, reckoned by hand for the small one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from huoshui.portfolio.book import Book
from huoshui.portfolio.checks import Setting
from huoshui.portfolio.family import By, Families, Family, Figure, Place
from huoshui.portfolio.journal import journal_of
from huoshui.portfolio.ledger import Ledger
from huoshui.portfolio.performance import Definition, Status
from huoshui.portfolio.snapshot import Snapshot
from huoshui.portfolio.vocabulary import Kind, Nature, Tier
from tests.portfolio.family import BOOK, EVENTS, WAN, day, event
from tests.portfolio.wide import WIDE

if TYPE_CHECKING:
    from pathlib import Path

    from huoshui.model.money import Money

AT = day("2023-12-31")


def family_of(folder: Path, book: Book = BOOK, when: str = "2023-12-31") -> Family:
    ledger = Ledger(f"sqlite:///{folder / 'ledger.db'}")
    if book != Book():
        ledger.post(book, author="张", what="开账")
    return Families(ledger).at(day(when))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Family:
    return family_of(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Family:
    return family_of(tmp_path_factory.mktemp("wide"), WIDE)


def wan(money: Money) -> float:
    return money.minor / WAN


def test_totals_leave_out_what_funds_pay_each_other(small: Family) -> None:
    told = small.overview()
    assert {one.figure.value: wan(one.money) for one in told.account.amounts} == {
        "committed": 62_000,
        "called": 0,
        "paid_in": 26_000,
        "invested": 5_000,
        "cost": 3_500,
        "proceeds": 6_000,
        "distributed": 3_000,
        "fees": 200,
        "carry": 0,
        "income": 0,
        "cash": 23_800,
        "holdings": 6_500,
        "at_cost": 2_000,
        "nav": 30_300,
        "worth": 30_300,
    }
    assert (told.counts.funds, told.counts.companies, told.counts.contributors) == (2, 2, 2)
    assert (told.counts.at_cost, told.counts.stale, told.counts.exited) == (1, 1, 0)
    assert (told.first, told.last) == (day("2018-01-01"), day("2022-09-30"))


def test_multiples_of_the_family_are_those_of_its_outside_investors(small: Family) -> None:
    net, gross = small.overview().net, small.overview().gross
    assert (net.dpi, net.rvpi, net.tvpi) == (Fraction(3, 26), Fraction(303, 260), Fraction(333, 260))
    assert gross.tvpi == Fraction(125, 50)
    assert net.irr.status is Status.OK
    assert net.irr.rate is not None
    assert gross.irr.rate is not None
    assert gross.irr.rate > net.irr.rate > 0


def test_leverage_is_told_by_definition_and_tier(small: Family) -> None:
    told = {(one.definition, one.tier): one.ratio for one in small.overview().leverage}
    assert told[Definition.A, "sub"] == Fraction(20_000, 8_000)
    assert told[Definition.B, "sub"] == Fraction(6_000, 4_000)
    assert told[Definition.D, "all"] == Fraction(12_000, 50_000)
    assert told[Definition.C, "regional"] == Fraction(20_000, 50_000)
    assert told[Definition.A, "regional"] is None


def test_leverage_is_not_known_where_a_nature_is_not(wide: Family) -> None:
    told = {(one.definition, one.tier): one.ratio for one in wide.overview().leverage}
    assert told[Definition.B, "direct"] is None
    assert told[Definition.B, "all"] is None
    assert told[Definition.A, "direct"] is not None


def test_the_tree_goes_from_contributors_through_funds_to_companies(small: Family) -> None:
    told = small.tree()
    assert [(one.id, one.column, wan(one.amount)) for one in told.nodes] == [
        ("contributors:city", 0, 20_000),
        ("contributors:social", 0, 6_000),
        ("fund:母", 1, 20_000),
        ("fund:子", 2, 10_000),
        ("company:芯", 3, 1_500),
        ("company:药", 3, 2_000),
    ]
    edges = {(one.source, one.target): one for one in told.edges}
    assert wan(edges["fund:母", "fund:子"].paid) == 4_000
    assert wan(edges["fund:子", "company:芯"].value) == 4_500
    assert edges["fund:子", "company:芯"].committed is None


def test_companies_stand_by_sector_where_they_are_many(small: Family) -> None:
    told = small.tree(limit=1)
    assert told.grouped
    sectors = {one.sector: wan(one.amount) for one in told.nodes if one.place is Place.SECTOR}
    assert sum(sectors.values()) == 3_500
    assert len(sectors) == 2


def test_what_flows_into_a_fund_of_the_tree_is_what_was_paid_in(wide: Family) -> None:
    told = wide.tree()
    for node in told.nodes:
        into = sum(edge.paid.minor for edge in told.edges if edge.target == node.id)
        if node.place is Place.FUND:
            assert into == node.amount.minor
            assert all(edge.paid.minor > 0 for edge in told.edges if edge.target == node.id)


def test_the_account_of_a_fund_with_investors_deals_and_curve(small: Family) -> None:
    told = small.fund("子")
    assert (wan(told.uncalled), told.paid_part) == (10_000, Fraction(1, 2))
    assert [(one.investor.id, wan(one.value), one.of_paid_in) for one in told.investors] == [
        ("民企", 7_380, Fraction(3, 5)),
        ("母", 4_920, Fraction(2, 5)),
    ]
    assert [(one.company.id, one.moic, one.stake) for one in told.deals] == [
        ("芯", Fraction(7, 2), Decimal("0.05")),
        ("药", Fraction(1), Decimal("0.08")),
    ]
    last = told.curve[-1]
    assert (last.day, wan(last.paid_in), wan(last.net), wan(last.nav)) == (AT, 10_000, -5_000, 12_300)
    navs = {point.day.isoformat(): wan(point.nav) for point in told.curve}
    assert navs["2021-09-30"] == 9_800
    assert navs["2021-12-31"] == 15_800
    assert navs["2022-06-30"] == 17_300
    years = {one.period.label: one for one in told.periods}
    assert (years["2021"].opening, years["2021"].closing) == (9_800 * WAN, 15_800 * WAN)
    assert told.concentration is not None
    assert told.concentration.largest == Fraction(4_500, 6_500)


def test_a_mother_fund_shows_the_funds_below(small: Family) -> None:
    told = small.fund("母")
    assert [(one.fund.id, wan(one.paid_in)) for one in told.below] == [("子", 4_000)]
    assert wan(told.gross.worth) == 4_920
    assert told.manager is not None
    assert told.manager.id == "甲管"


def test_a_fund_is_compared_with_an_index_that_is_given(small: Family) -> None:
    flat = [(day("2018-01-01"), Decimal(100))]
    told = small.fund("子", index=flat).pme
    assert told is not None
    assert told.kaplan_schoar.ratio == Fraction(173, 100)
    assert small.fund("子").pme is None


def test_a_company_shows_its_rounds_and_who_stands_behind(small: Family) -> None:
    told = small.company("芯")
    (one,) = told.rounds
    assert (one.round, one.stake, one.post and wan(one.post)) == ("A轮", Decimal("0.1"), 30_000)
    owners = {row.owner.id: row.share for row in told.owners}
    assert owners == {"民企": pytest.approx(0.05 * 0.6), "财政局": pytest.approx(0.05 * 0.4)}
    assert told.unknown == pytest.approx(0.95)
    assert told.state.share == pytest.approx(0.02)
    assert {part.nature: part.share for part in told.state.parts}[Nature.CITY] == pytest.approx(0.02)
    assert sum(part.share for part in told.state.parts) == pytest.approx(1)
    assert {(edge.holder, edge.held) for edge in told.graph.edges_behind} >= {("子", "芯"), ("母", "子")}


def test_a_state_owned_enterprise_counts_as_the_state(wide: Family) -> None:
    told = wide.company("芯")
    parts = {part.nature: part.share for part in told.state.parts}
    assert parts[Nature.STATE_OWNED] > 0.6 * 0.2 * 0.9
    assert told.state.share == pytest.approx(parts[Nature.STATE_OWNED] + parts[Nature.CITY])


def test_a_holder_is_looked_through(small: Family) -> None:
    told = small.holder("财政局")
    assert [(row.company.id, wan(row.cost), wan(row.value)) for row in told.companies] == [
        ("芯", 600, 1_800),
        ("药", 800, 800),
    ]
    assert [row.share for row in told.companies] == pytest.approx([0.02, 0.032])
    assert (wan(told.cost), wan(told.value)) == (1_400, 2_600)
    by = {one.by: one for one in told.breakdowns}
    assert [(one.code, wan(one.value)) for one in by[By.REGION].slices] == [("320000", 1_800), ("330000", 800)]
    assert [(one.code, one.companies) for one in by[By.VINTAGE].slices] == [("2019", 1), ("2020", 1)]
    assert [(one.code, one.part) for one in by[By.STAGE].slices] == [
        ("startup", Fraction(9, 13)),
        (None, Fraction(4, 13)),
    ]
    assert [one.code for one in by[By.MANAGER].slices] == [None]  # the sub-fund has no manager on record
    assert told.concentration is not None
    assert told.concentration.largest == Fraction(9, 13)
    assert told.performance is not None
    assert told.performance.outlay.minor == 20_000 * WAN


def test_outside_holders_together_have_what_the_family_has(wide: Family) -> None:
    """Each party's part of every deal of the funds, and the deals of its own, add up to all of them."""
    parties = [wide.holder(party.id) for party in WIDE.parties]
    family = wide.overview().account
    own = wide.holder("国企").account
    whole = family[Figure.HOLDINGS].minor + own[Figure.HOLDINGS].minor
    assert sum(held.value.minor for held in parties) == pytest.approx(whole, abs=len(parties))
    for held in parties:
        assert sum(row.value.minor for row in held.companies) == held.value.minor
        assert all(sum(one.value.minor for one in cut.slices) == held.value.minor for cut in held.breakdowns)


def test_more_than_the_whole_of_a_company_is_said() -> None:
    """The ledger refuses it; a snapshot made otherwise is scaled to one, and says so."""
    most = event("X", Kind.STAKE, "2023-01-01", "民企", "芯", stake=Decimal("0.9"))
    more = event("Y", Kind.STAKE, "2023-01-02", "甲管", "芯", stake=Decimal("0.15"))
    book = Book(BOOK.parties, BOOK.funds, BOOK.companies, (*EVENTS, most, more))
    setting = Setting.of_book(book)
    staked = tuple(one for one in book.events if one.stake is not None)
    snapshot = Snapshot(tuple(book.nodes()), setting, journal_of(book.events, setting.place), staked)
    told = Family(snapshot, AT, lambda _: ()).company("芯")
    assert [one.held.id for one in told.excess] == ["芯"]
    assert told.excess[0].total == pytest.approx(1.1)
    assert sum(row.share for row in told.owners) == pytest.approx(1)


def test_funds_are_listed_by_tier(wide: Family) -> None:
    rows = wide.funds()
    assert [row.tier for row in rows] == [Tier.REGIONAL, Tier.SUB, Tier.SUB, Tier.DIRECT, Tier.DIRECT]
    assert [row.fund.id for row in rows if row.circular] == ["环一", "环二"]


def test_an_empty_ledger_is_an_empty_family(tmp_path: Path) -> None:
    empty = family_of(tmp_path, Book())
    told = empty.overview()
    assert told.counts.funds == 0
    assert all(one.money.minor == 0 for one in told.account.amounts)
    assert told.net.irr.status is Status.NO_FLOWS
    assert (empty.funds(), empty.tree().nodes, told.leverage) == ((), (), ())
