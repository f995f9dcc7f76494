"""Every figure of a family leads to the events that make it, and these add up to it."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from huoshui.errors import InputError, NotFound
from huoshui.model.money import Money
from huoshui.portfolio.family import (
    OF_COMPANY,
    OF_DEAL,
    OF_FAMILY,
    OF_FUND,
    OF_INTEREST,
    OF_PARTY,
    After,
    Families,
    Family,
    Figure,
    Query,
)
from huoshui.portfolio.ledger import Ledger
from huoshui.portfolio.vocabulary import Kind, Tier
from tests.portfolio.family import BOOK, WAN, day
from tests.portfolio.wide import WIDE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from huoshui.portfolio.book import Book
    from huoshui.portfolio.family import Behind

DAYS = ("2019-06-29", "2021-12-31", "2022-12-31", "2023-04-30", "2023-06-15", "2023-12-31")


@pytest.fixture(scope="module")
def families(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Families]]:
    folder = tmp_path_factory.mktemp("families")
    with opened(folder, "small", BOOK) as small, opened(folder, "wide", WIDE) as wide:
        yield {"small": Families(small), "wide": Families(wide)}


def opened(folder: Path, name: str, book: Book) -> Ledger:
    ledger = Ledger(f"sqlite:///{folder / name}.db")
    ledger.post(book, author="张", what="开账")
    return ledger


def check(found: Behind) -> Money:
    """Lines and derived amounts add up to the total; the lines are of different events."""
    parts = [line.money for line in found.lines] + [one.money for one in found.derived]
    assert all(part.currency == found.total.currency for part in parts)
    assert sum(part.minor for part in parts) == found.total.minor
    assert len({line.event for line in found.lines}) == len(found.lines)
    return found.total


@pytest.mark.parametrize(("book", "when"), list(product(("small", "wide"), DAYS)))
def test_events_behind_the_account_of_a_fund_add_up_to_it(families: dict[str, Families], book: str, when: str) -> None:
    family = families[book].at(day(when))
    for row in family.funds():
        for figure in OF_FUND:
            assert check(family.behind(row.fund.id, figure)) == row.account[figure], (row.fund.id, figure)


@pytest.mark.parametrize(("book", "when"), list(product(("small", "wide"), DAYS)))
def test_events_behind_deals_and_interests_add_up_to_them(families: dict[str, Families], book: str, when: str) -> None:
    family = families[book].at(day(when))
    for row in family.funds():
        view = family.fund(row.fund.id)
        for deal in view.deals:
            told = (deal.invested, deal.cost, deal.proceeds, deal.value)
            for figure, amount in zip(OF_DEAL, told, strict=True):
                assert check(family.behind(deal.holder.id, figure, deal.company.id)) == amount, (deal, figure)
        for one in (*view.investors, *view.below):
            amounts = (one.committed, one.called, one.paid_in, one.distributed, one.value)
            for figure, amount in zip(OF_INTEREST, amounts, strict=True):
                assert check(family.behind(one.investor.id, figure, one.fund.id)) == amount, (one, figure)


@pytest.mark.parametrize(
    ("book", "when", "currency"),
    [("small", when, "CNY") for when in DAYS] + list(product(("wide",), DAYS, ("CNY", "USD"))),
)
def test_events_behind_totals_add_up_to_them(
    families: dict[str, Families], book: str, when: str, currency: str
) -> None:
    family = families[book].at(day(when), currency)
    told = family.overview()
    for figure in OF_FAMILY:
        assert check(family.behind(None, figure)) == told.account[figure], figure
    for tier in told.tiers:
        for figure in OF_FUND:
            assert check(family.behind(tier.tier, figure)) == tier.account[figure], (tier.tier, figure)


@pytest.mark.parametrize("when", DAYS)
def test_events_behind_parties_and_companies_add_up_to_them(families: dict[str, Families], when: str) -> None:
    family = families["wide"].at(day(when))
    for party in WIDE.parties:
        held = family.holder(party.id)
        for figure in OF_PARTY:
            assert check(family.behind(party.id, figure)) == held.account[figure], (party.id, figure)
    for company in WIDE.companies:
        view = family.company(company.id)
        for figure in OF_COMPANY:
            assert check(family.behind(company.id, figure)) == view.account[figure], (company.id, figure)


@pytest.mark.parametrize("when", DAYS)
def test_derived_amounts_lead_to_figures_that_are_what_they_say(families: dict[str, Families], when: str) -> None:
    """Down to events: what is derived from a figure is that figure, or the part of it that is stated."""
    family = families["wide"].at(day(when))
    for row in family.funds():
        for figure in (Figure.NAV, Figure.INTERESTS):
            for one in family.behind(row.fund.id, figure).derived:
                source = family.behind(
                    one.node.id if one.node else None, one.figure, one.other.id if one.other else None
                ).total
                if source.currency == one.money.currency:
                    expected = source.minor if one.part is None else int(source.minor * one.part)
                    assert one.money.minor == expected, (row.fund.id, one)


def test_money_that_entered_the_family_is_in_the_bank_invested_spent_or_given_back(
    families: dict[str, Families],
) -> None:
    for name, when in product(("small",), DAYS):
        a = families[name].at(day(when)).overview().account
        came = a[Figure.PAID_IN].minor + a[Figure.PROCEEDS].minor + a[Figure.INCOME].minor
        went = a[Figure.INVESTED].minor + a[Figure.FEES].minor + a[Figure.DISTRIBUTED].minor
        assert came - went == a[Figure.CASH].minor


def test_shares_that_change_hands_at_the_border_count_as_paid_in_and_distributed(
    families: dict[str, Families],
) -> None:
    before, after = (families["wide"].at(day(when)).overview().account for when in ("2023-04-30", "2023-05-02"))
    assert after[Figure.PAID_IN].minor - before[Figure.PAID_IN].minor == 45 * 6.7 * WAN
    assert after[Figure.DISTRIBUTED].minor - before[Figure.DISTRIBUTED].minor == 900 * WAN
    assert after[Figure.COMMITTED].minor - before[Figure.COMMITTED].minor == (30 * 6.7 - 1_000) * WAN


def test_the_value_of_a_deal_after_exits_is_its_valuation_less_what_they_released(
    families: dict[str, Families],
) -> None:
    """650 when its cost was 500; what is left of the cost is 500 − 200 − 77 and a 分, so many parts of 650."""
    found = families["wide"].at(day("2023-12-31")).behind("外", Figure.HOLDINGS, "药")
    assert [line.event for line in found.lines] == ["U7", "U10", "U12"]
    assert found.total.currency == "USD"


def test_what_was_undone_is_behind_no_figure_but_in_the_journal(families: dict[str, Families]) -> None:
    family = families["wide"].at(day("2023-12-31"))
    assert "W1" not in {line.event for line in family.behind("子", Figure.PROCEEDS).lines}
    rows = {row.event.id: row for row in family.journal(Query(node="子"), size=100).rows}
    assert rows["W1"].undone_by == "W2"
    assert rows["W2"].event.kind is Kind.REVERSAL
    before = families["wide"].at(day("2023-06-15"))
    assert "W1" in {line.event for line in before.behind("子", Figure.PROCEEDS).lines}
    assert all(row.undone_by is None for row in before.journal(Query(node="子"), size=100).rows)


def test_lines_of_the_journal_come_in_pages_with_who_entered_them(families: dict[str, Families]) -> None:
    family = families["small"].at(day("2023-12-31"))
    query = Query(node="子", figure=Figure.CASH)
    whole = family.journal(query, size=100)
    assert [row.event.id for row in whole.rows] == ["P2", "P3", "F1", "I1", "I2", "X1", "D1", "D2"]
    assert whole.amount == Money(5_800 * WAN, "CNY")
    assert sum(row.part.minor for row in whole.rows if row.part) == 5_800 * WAN
    pages = [family.journal(query, start, 3) for start in (0, 3, 6)]
    assert [row for page in pages for row in page.rows] == list(whole.rows)
    assert {page.total for page in pages} == {8}
    after = After(day("2019-06-30"), "F1")
    assert [row.event.id for row in family.journal(query, after, 3).rows] == ["I1", "I2", "X1"]
    assert family.journal(query, after._replace(event="E9"), 3).rows[0].event.id == "F1"
    assert {row.entry.author for row in whole.rows} == {"张"}


def test_lines_of_a_kind_and_of_some_days(families: dict[str, Families]) -> None:
    family = families["small"].at(day("2023-12-31"))

    def ids(query: Query) -> list[str]:
        return [row.event.id for row in family.journal(query).rows]

    assert ids(Query(kind=Kind.CONTRIBUTION)) == ["P1", "P2", "P3"]
    assert ids(Query(node="子", since=day("2022-06-30"), until=day("2022-06-30"))) == ["X1"]
    assert ids(Query(node="母", other="子")) == ["C2", "L1", "P2", "D1"]
    assert ids(Query(node=Tier.REGIONAL, kind=Kind.COMMITMENT)) == ["C1", "C2"]
    assert ids(Query(figure=Figure.PAID_IN)) == ["P1", "P3"]
    assert ids(Query(figure=Figure.PAID_IN, since=day("2019-01-01"))) == ["P3"]


def test_a_rate_that_is_missing_is_said(families: dict[str, Families]) -> None:
    with pytest.raises(InputError, match="no rate from CNY to USD"):
        families["small"].at(day("2023-12-31"), "USD").overview()


def test_figures_and_nodes_that_there_are_not(families: dict[str, Families]) -> None:
    family = families["small"].at(day("2023-12-31"))
    with pytest.raises(NotFound):
        family.behind("无", Figure.CASH)
    with pytest.raises(InputError, match="has no figure 'cash'"):
        family.behind("芯", Figure.CASH)
    with pytest.raises(InputError, match="has no figure 'worth'"):
        family.behind("子", Figure.WORTH)
    with pytest.raises(NotFound):
        family.fund("芯")
    with pytest.raises(NotFound):
        family.company("子")


def test_a_family_is_kept_until_somebody_writes(tmp_path: Path) -> None:
    with opened(tmp_path, "small", BOOK) as ledger:
        families = Families(ledger)
        first = families.at(day("2023-12-31"))
        assert isinstance(first, Family)
        assert families.at(day("2023-12-31")) is first
        more = WIDE.events[0]._replace(id="C9", minor=1)
        ledger.post(type(BOOK)(events=(more,)), author="张", what="增")
        later = families.at(day("2023-12-31"))
        assert later is not first
        assert later.overview().account[Figure.COMMITTED].minor == first.overview().account[Figure.COMMITTED].minor + 1
