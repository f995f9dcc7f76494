"""What must hold of any family: money is conserved, shares are at most one, order is nothing, a reversal restores."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from huoshui.portfolio.accounts import Standing, View, deal_flows, interest_flows, net_flows, standing
from huoshui.portfolio.book import Event
from huoshui.portfolio.checks import Setting, form_faults, reversal_faults, running_faults, stake_faults
from huoshui.portfolio.journal import journal_of
from huoshui.portfolio.lookthrough import Holdings, Through
from huoshui.portfolio.made import make_family
from huoshui.portfolio.stakes import by_company, current
from huoshui.portfolio.vocabulary import Kind

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from huoshui.portfolio.book import Book

FEW = settings(max_examples=15, deadline=None)
SEEDS = st.integers(0, 10_000)
DAYS = st.dates(date(2015, 1, 1), date(2022, 12, 31))


def family(seed: int) -> Book:
    return make_family(seed, funds=4, companies=8, years=8, regional=2, first_year=2015)


def stood(book: Book, day: date, events: Sequence[Event] | None = None) -> Standing:
    setting = Setting.of_book(book)
    return standing(View(journal_of(book.events if events is None else events, setting.place), setting, day))


def same(left: Standing, right: Standing) -> bool:
    pairs = (
        (getattr(mine, name), getattr(theirs, name))
        for mine, theirs in ((left.funds, right.funds), (left.deals, right.deals), (left.interests, right.interests))
        for name in mine.__dataclass_fields__
    )
    return all(np.array_equal(mine, theirs) for mine, theirs in pairs)


@FEW
@given(SEEDS, DAYS)
def test_money_is_conserved_through_the_tiers(seed: int, day: date) -> None:
    """What came into the family and did not leave it is in the banks of its funds."""
    found = stood(family(seed), day)
    view, funds = found.view, found.funds
    j = view.journal
    outside = ~view.is_fund[j.holder]
    paid = int(j.minor[j.of(Kind.CONTRIBUTION) & outside].sum())
    given_back = int(j.minor[j.of(Kind.DISTRIBUTION) & outside].sum())
    deals = j.of(Kind.INVESTMENT, Kind.PROCEEDS) & ~outside
    invested = int(view.minor[deals & j.of(Kind.INVESTMENT)].sum())
    returned = int(view.minor[deals & j.of(Kind.PROCEEDS)].sum())
    fees, income = int(funds.fees.sum()), int(funds.income.sum())
    sold = int(j.minor[j.of(Kind.TRANSFER) & ~outside].sum())
    bought = int(view.prices[j.of(Kind.TRANSFER) & view.is_fund[j.other]].sum())
    assert int(funds.cash.sum()) == paid - given_back - invested + returned - fees + income + sold - bought
    assert (funds.cash >= 0).all()
    assert int(funds.into_funds.sum()) == int(funds.paid_in.sum()) - paid


@FEW
@given(SEEDS, DAYS)
def test_interests_in_a_fund_are_worth_its_net_assets_where_nobody_valued_them(seed: int, day: date) -> None:
    found = stood(family(seed), day)
    shares = found.interests
    for fund in set(shares.fund.tolist()):
        rows = shares.fund == fund
        if (shares.valued[rows] < 0).all() and shares.paid_in[rows].sum() > 0:
            gap = int(found.funds.nav[fund]) - int(found.values[rows].sum())
            assert 0 <= gap < rows.sum()  # each is rounded down to a fen


@FEW
@given(SEEDS, DAYS)
def test_flows_of_a_fund_and_of_its_investors_are_the_same_money(seed: int, day: date) -> None:
    found = stood(family(seed), day)
    net, each = net_flows(found, closing=False), interest_flows(found, closing=False)
    transfers = found.view.journal.of(Kind.TRANSFER)
    moved = found.view.journal.held[transfers]
    for fund in set(found.interests.fund.tolist()) - set(moved.tolist()):
        own = net.minor[net.offsets[fund] : net.offsets[fund + 1]].sum()
        rows = np.flatnonzero(found.interests.fund == fund)
        theirs = sum(int(each.minor[each.offsets[row] : each.offsets[row + 1]].sum()) for row in rows)
        assert int(own) == theirs
    deals = deal_flows(found, closing=False)
    assert int(deals.minor.sum()) == int(found.deals.proceeds.sum() - found.deals.invested.sum())


@FEW
@given(SEEDS, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_import_does_not_matter(seed: int, day: date, rng: random.Random) -> None:
    book = family(seed)
    turned = list(book.events)
    rng.shuffle(turned)
    assert same(stood(book, day), stood(book, day, turned))


@FEW
@given(SEEDS, st.data())
def test_a_reversal_restores_every_figure(seed: int, data: st.DataObject) -> None:
    book = family(seed)
    investments = [event for event in book.events if event.kind is Kind.INVESTMENT]
    model = data.draw(st.sampled_from(investments))
    later = model.day + timedelta(days=data.draw(st.integers(0, 400)))
    extra = model._replace(id="更正前", minor=1, stake=None, post=None)
    undo = Event("更正", Kind.REVERSAL, later, reverses="更正前")
    events = [*book.events, extra, undo]
    setting = Setting.of_book(book)
    assert form_faults([extra, undo], setting) == []
    assert same(stood(book, later), stood(book, later, events))
    before = later - timedelta(days=1)
    if before >= model.day:
        assert not same(stood(book, before), stood(book, before, events))


@FEW
@given(SEEDS, DAYS)
def test_shares_of_a_company_through_all_tiers_come_to_at_most_one(seed: int, day: date) -> None:
    book = family(seed)
    setting = Setting.of_book(book)
    by_then = [event for event in book.events if event.day <= day]
    undone = {event.reverses for event in by_then if event.reverses}
    listed = [event for event in by_then if event.stake is not None and event.id not in undone]
    stakes = [
        (setting.place[holder], setting.place[held], float(stake))
        for held, own in by_company(listed).items()
        for holder, stake in current(own).items()
    ]
    if not stakes:
        return
    holder, held, share = (np.array(column) for column in zip(*stakes, strict=True))
    through = Through(Holdings(len(setting.ids), holder.astype(np.int32), held.astype(np.int32), share.astype(float)))
    owned = sorted(set(held.tolist()))
    for ultimate in through.ultimate(owned):
        assert ultimate.share.sum() + ultimate.unknown <= 1 + 1e-9


@FEW
@given(SEEDS)
def test_a_made_family_breaks_nothing_and_one_contribution_too_many_does(seed: int) -> None:
    book = family(seed)
    setting = Setting.of_book(book)
    assert [*reversal_faults(book.events), *stake_faults(book.events)] == []
    assert running_faults(journal_of(book.events, setting.place), setting) == []
    committed = next(event for event in book.events if event.kind is Kind.COMMITMENT)
    over = committed._replace(id="多", kind=Kind.CONTRIBUTION, nature="", day=date(2030, 1, 1), minor=10**16)
    faults = running_faults(journal_of([*book.events, over], setting.place), setting, len(book.events))
    assert any("实缴超过认缴" in fault.zh for fault in faults)
