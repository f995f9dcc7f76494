"""What must hold of the views of any family, over a made-up one with cross-holdings and mistakes undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from huoshui.portfolio.family import (
    OF_COMPANY,
    OF_DEAL,
    OF_FAMILY,
    OF_FUND,
    OF_INTEREST,
    OF_PARTY,
    Families,
    Family,
    Figure,
    Place,
)
from huoshui.portfolio.ledger import Ledger
from huoshui.portfolio.made import make_family
from tests.portfolio.family import day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.portfolio.book import Book

BOOK: Book = make_family(7, funds=14, companies=90, years=8)


@pytest.fixture(scope="module", params=["2017-06-30", "2021-12-31"])
def family(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Family]:
    with Ledger(f"sqlite:///{tmp_path_factory.mktemp('made') / 'ledger.db'}") as ledger:
        ledger.post(BOOK, author="张", what="示例")
        yield Families(ledger).at(day(request.param))


def added(family: Family, node: str | None, figure: Figure, other: str | None = None) -> int:
    found = family.behind(node, figure, other)
    whole = sum(line.money.minor for line in found.lines) + sum(one.money.minor for one in found.derived)
    assert whole == found.total.minor, (node, figure, other)
    return whole


def test_what_is_behind_every_figure_adds_up_to_it(family: Family) -> None:
    told = family.overview()
    for figure in OF_FAMILY:
        assert added(family, None, figure) == told.account[figure].minor, figure
    for row in family.funds():
        for figure in OF_FUND:
            assert added(family, row.fund.id, figure) == row.account[figure].minor, (row.fund.id, figure)
        view = family.fund(row.fund.id)
        for deal in view.deals:
            amounts = (deal.invested, deal.cost, deal.proceeds, deal.value)
            for figure, money in zip(OF_DEAL, amounts, strict=True):
                assert added(family, deal.holder.id, figure, deal.company.id) == money.minor, (deal, figure)
        for one in view.investors:
            told_of = (one.committed, one.called, one.paid_in, one.distributed, one.value)
            for figure, money in zip(OF_INTEREST, told_of, strict=True):
                assert added(family, one.investor.id, figure, one.fund.id) == money.minor, (one, figure)


def test_what_is_behind_parties_and_companies_adds_up_to_it(family: Family) -> None:
    for party in BOOK.parties[::4]:
        account = family.holder(party.id).account
        for figure in OF_PARTY:
            assert added(family, party.id, figure) == account[figure].minor, (party.id, figure)
    for company in BOOK.companies[::4]:
        account = family.company(company.id).account
        for figure in OF_COMPANY:
            assert added(family, company.id, figure) == account[figure].minor, (company.id, figure)


def test_what_came_into_the_family_is_there_or_went_out(family: Family) -> None:
    account = family.overview().account
    came = sum(account[one].minor for one in (Figure.PAID_IN, Figure.PROCEEDS, Figure.INCOME))
    went = sum(account[one].minor for one in (Figure.INVESTED, Figure.FEES, Figure.DISTRIBUTED))
    if {fund.currency for fund in BOOK.funds} == {"CNY"}:
        assert came - went == account[Figure.CASH].minor


def test_owners_of_a_company_and_whoever_is_not_known_make_the_whole(family: Family) -> None:
    for company in BOOK.companies:
        told = family.company(company.id)
        assert sum(row.share for row in told.owners) + told.unknown == pytest.approx(1)
        assert sum(part.share for part in told.state.parts) == pytest.approx(1)
        assert told.state.share <= 1 + 1e-9
        assert not told.excess


def test_parties_together_have_what_the_funds_have(family: Family) -> None:
    held = [family.holder(party.id) for party in BOOK.parties]
    own = sum(one.account[Figure.HOLDINGS].minor for one in held)
    whole = family.overview().account[Figure.HOLDINGS].minor + own
    assert sum(one.value.minor for one in held) <= whole + len(held)
    for one in held:
        assert all(0 <= row.share <= 1 + 1e-9 for row in one.companies)
        assert all(sum(cut.value.minor for cut in by.slices) == one.value.minor for by in one.breakdowns)


def test_the_curve_of_a_fund_ends_with_its_account(family: Family) -> None:
    for row in family.funds():
        view = family.fund(row.fund.id)
        if view.curve:
            last = view.curve[-1]
            assert (last.paid_in, last.distributed) == (view.net.outlay, view.net.received)
            assert last.nav == row.account[Figure.NAV]
            assert sum(one.gain or 0 for one in view.periods) == last.net.minor + last.nav.minor


def test_what_comes_into_a_node_of_the_tree_is_its_amount(family: Family) -> None:
    told = family.tree(limit=10)
    assert told.grouped
    for node in told.nodes:
        into = [edge for edge in told.edges if edge.target == node.id]
        if node.place is Place.FUND:
            assert sum(edge.paid.minor for edge in into) == node.amount.minor
        elif node.place is Place.SECTOR:
            assert sum(edge.cost.minor for edge in into) == node.amount.minor
    columns = {node.id: node.column for node in told.nodes}
    assert all(columns[edge.source] < columns[edge.target] for edge in told.edges)
