"""Facts from the ledger: a small family by hand, and the made-up one whole."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pytest

from huoshui.errors import NotFound
from huoshui.model.money import Money
from huoshui.model.regions import Region
from huoshui.policy.evaluation import evaluate
from huoshui.policy.facts import UNSTATED
from huoshui.policy.from_ledger import deal_facts, fund_facts, provinces
from huoshui.policy.packs_in_force import shipped
from huoshui.portfolio import checks
from huoshui.portfolio.book import Book, Company, Obligation, Rate
from huoshui.portfolio.journal import journal_of
from huoshui.portfolio.made import make_family
from huoshui.portfolio.snapshot import Snapshot
from huoshui.portfolio.vocabulary import Base, Kind, Nature, Ownership, Recognition, Stage
from tests.portfolio.family import BOOK, WAN, day, event

if TYPE_CHECKING:
    from huoshui.policy.facts import Facts

SUZHOU = Region.parse("江苏/苏州")
#: The chip company was a start-up when the sub-fund invested; the drug company is one now, and who owns it is not said.
COMPANIES = (
    replace(BOOK.companies[0], sector="integrated_circuits", ownership=Ownership.PRIVATE, stage=Stage.GROWTH),
    replace(BOOK.companies[1], stage=Stage.STARTUP),
)
FUNDS = (
    replace(BOOK.funds[0], region=Region.parse("江苏")),
    replace(BOOK.funds[1], region=SUZHOU, sectors=("next_gen_it",), general_partner="民企"),
)
FAMILY = replace(BOOK, funds=FUNDS, companies=COMPANIES)
LAST = day("2022-12-31")


def snapshot(book: Book) -> Snapshot:
    setting = checks.Setting.of_book(book)
    assert not list(checks.node_faults(book, setting))
    assert not checks.form_faults(book.events, setting)
    return Snapshot(
        tuple(book.nodes()),
        setting,
        journal_of(book.events, setting.place),
        tuple(one for one in book.events if one.stake is not None or one.reverses),
        book.obligations,
        tuple(one for one in book.events if one.kind is Kind.RECOGNITION),
    )


def of_sub(book: Book = FAMILY, **options: bool) -> Facts:
    return fund_facts(snapshot(book), LAST, ["子"], **options)


def wan(facts: Facts, name: str) -> float:
    return float(facts.column(name)[0]) / WAN


@pytest.mark.parametrize(
    ("name", "amount"),
    [
        ("committed", 20_000),
        ("fund_size", 20_000),
        ("paid_in", 10_000),
        ("fof_committed", 8_000),
        ("fof_paid_in", 4_000),
        ("fof_total_paid_in", 20_000),
        ("largest_other_committed", 12_000),
        ("gp_committed", 12_000),
        ("government_committed", 8_000),
        ("social_committed", 12_000),
        ("invested", 5_000),
        ("direct_invested", 5_000),
        ("largest_investment", 3_000),
        ("invested_early", 5_000),
        ("invested_key_fields", 3_000),
        ("invested_outside_fields", 2_000),
        ("invested_local", 3_000),
        ("distributed", 5_000),
        ("idle_money", 5_800),
        ("nav", 5_800 + 4_500 + 2_000),
    ],
)
def test_amounts_of_a_sub_fund_by_hand(name: str, amount: int) -> None:
    assert wan(of_sub(), name) == amount


def test_terms_and_families() -> None:
    facts = of_sub()
    assert [float(facts.column(name)[0]) for name in ("term_years", "investment_years", "exit_years")] == [8, 4, 4]
    sectors = {key: float(column[0]) / WAN for key, column in facts.families["invested_by_sector"].items()}
    assert sectors == {"biomedicine": 2_000, "integrated_circuits": 3_000, UNSTATED: 0}
    regions = {key: float(column[0]) / WAN for key, column in facts.families["invested_by_region"].items()}
    assert regions == {"320000": 3_000, "330000": 2_000, UNSTATED: 0}


def test_a_company_without_an_owner_leaves_a_span() -> None:
    facts = of_sub()
    assert np.isnan(facts.column("invested_private")[0])
    least, most = facts.spans["invested_private"]
    assert (least[0] / WAN, most[0] / WAN) == (3_000, 5_000)
    assert facts.missing("private_share", 0) == ("invested_private",)


def test_a_span_that_cannot_change_the_points_does_not_matter() -> None:
    pack = shipped().get("evaluation-2026")
    item = next(one for one in evaluate(of_sub(), pack).of(0).items() if one.item.id == "P-05")
    assert item.earned == 5
    assert item.missing == ()
    assert item.measured[0].show() == "60%～100%"


def test_a_stage_of_now_says_nothing_of_the_past_once_a_company_has_grown() -> None:
    grown = replace(FAMILY, companies=(COMPANIES[0], replace(COMPANIES[1], stage=Stage.MATURE)))
    facts = of_sub(grown)
    assert np.isnan(facts.column("invested_early")[0])
    assert [float(end[0]) / WAN for end in facts.spans["invested_early"]] == [3_000, 5_000]


def test_contributors_are_followed_through_funds() -> None:
    unknown = replace(BOOK.parties[0], nature=Nature.UNKNOWN)
    facts = of_sub(replace(FAMILY, parties=(unknown, *BOOK.parties[1:])))
    assert np.isnan(facts.column("government_committed")[0])
    assert [float(end[0]) / WAN for end in facts.spans["government_committed"]] == [0, 8_000]
    assert [float(end[0]) / WAN for end in facts.spans["social_committed"]] == [12_000, 20_000]


def test_looked_through_a_mother_fund_has_its_part() -> None:
    one = snapshot(FAMILY)
    assert wan(fund_facts(one, LAST, ["母"]), "invested") == 0
    mother = fund_facts(one, LAST, ["母"], through=True)
    assert wan(mother, "invested") == 2_000
    assert wan(mother, "direct_invested") == 0
    assert wan(mother, "invested_local") == 1_200
    assert [origin.ids for origin in mother.evidence("invested", 0)] == [("I1", "I2")]


def test_what_nobody_recorded_is_unknown_and_no_nought() -> None:
    bare = replace(FAMILY, events=(), funds=(FUNDS[0], replace(FUNDS[1], general_partner=None, term_end=None)))
    facts = of_sub(bare)
    for name in ("committed", "gp_committed", "government_committed", "idle_money", "irr", "reinvestment_multiple"):
        assert np.isnan(facts.column(name)[0]), name
    assert np.isnan(facts.column("term_years")[0])
    assert float(facts.column("fund_size")[0]) == Money.of(200_000_000).minor


def test_obligations_of_the_highest_multiple() -> None:
    def owed(name: str, multiple: str) -> Obligation:
        return Obligation(
            id=name,
            name=name,
            fund="子",
            investor="母",
            region=SUZHOU,
            base=Base.PAID,
            multiple=Decimal(multiple),
            weights=((Recognition.LOCAL_COMPANY, Decimal(1)),),
            counts_investments=True,
        )

    book = replace(FAMILY, obligations=(owed("二", "1.5"), owed("一", "1")))
    facts = of_sub(book)
    assert float(facts.column("reinvestment_multiple")[0]) == 1.5
    assert wan(facts, "reinvestment_recognised") == 3_000
    assert facts.evidence("reinvestment_multiple", 0)[0].ids == ("二", "一")
    assert np.isnan(of_sub(book, recognised=False).column("reinvestment_recognised")[0])


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("committed", {"C2", "C3"}),
        ("fof_committed", {"C2"}),
        ("paid_in", {"P2", "P3"}),
        ("invested", {"I1", "I2"}),
        ("invested_key_fields", {"I1"}),
        ("invested_outside_fields", {"I2"}),
        ("invested_local", {"I1"}),
        ("distributed", {"D1", "D2"}),
        ("idle_money", {"P2", "P3", "F1", "I1", "I2", "X1", "D1", "D2"}),
        ("mean_holding_years", {"I1", "I2", "X1"}),
        ("term_years", {"子"}),
    ],
)
def test_the_entries_behind_a_figure(name: str, ids: set[str]) -> None:
    assert {one for origin in of_sub().evidence(name, 0) for one in origin.ids} == ids


def test_money_held_for_three_years_by_amounts() -> None:
    held = (day("2022-12-31") - day("2019-07-01")).days * 3 + (day("2022-12-31") - day("2020-07-01")).days * 2
    assert float(of_sub().column("mean_holding_years")[0]) == pytest.approx(held / 5 / 365.25)


def test_a_fund_in_dollars_is_counted_in_yuan_at_the_rate_of_the_day() -> None:
    book = replace(
        FAMILY,
        funds=(FUNDS[0], replace(FUNDS[1], currency="USD", target=None)),
        events=(
            event("C", Kind.COMMITMENT, "2019-03-01", "民企", "子", 100, nature="initial")._replace(currency="USD"),
        ),
    )
    assert np.isnan(of_sub(book).column("committed")[0])
    rated = replace(book, rates=(Rate(day("2022-12-31"), "USD", "CNY", Decimal("7.1")),))
    assert wan(of_sub(rated), "committed") == pytest.approx(710)


def test_deals() -> None:
    facts = deal_facts(snapshot(FAMILY), LAST)
    assert facts.ids == ("I1", "I2")
    assert [amount / WAN for amount in facts.column("ticket").tolist()] == [3_000, 2_000]
    assert facts.column("entry_valuation")[0] / WAN == 30_000
    assert np.isnan(facts.column("entry_valuation")[1])
    assert facts.column("deal_stage")[0] == 1
    assert np.isnan(facts.column("deal_stage")[1])
    assert facts.evidence("ticket", 1)[0].ids == ("I2",)


def test_provinces_and_funds_that_are_not_there() -> None:
    one = snapshot(FAMILY)
    assert provinces(one, ["母", "子"]) == ("江苏", "江苏")
    with pytest.raises(NotFound, match="no fund '芯'"):
        fund_facts(one, LAST, ["芯"])


def test_the_made_up_family_is_evaluated_whole() -> None:
    book = make_family(funds=30, companies=200)
    last = max(one.day for one in book.events)
    one = snapshot(book)
    facts = fund_facts(one, last)
    evaluation = evaluate(facts, shipped().get("evaluation-2026"), groups=provinces(one, facts.ids))
    found = list(evaluation)
    assert len(found) == len(facts) > 30
    assert all(0 <= fund.least <= fund.most <= 100 for fund in found)
    assert {fund.standing.rank for fund in found} >= {1}
    invested = facts.column("invested")
    assert (facts.families["invested_by_sector"][UNSTATED] <= invested).all()
    whole = np.sum(list(facts.families["invested_by_sector"].values()), axis=0)
    assert (whole == invested).all()


def test_one_company_more_of_another_sector_changes_nothing_else() -> None:
    more = replace(FAMILY, companies=(*COMPANIES, Company(id="空", name="空有限公司")))
    before, after = of_sub(), of_sub(more)
    for name, column in before.columns.items():
        np.testing.assert_array_equal(column, after.columns[name], err_msg=name)
