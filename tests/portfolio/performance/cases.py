"""Waterfalls to test with."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from huoshui.portfolio.performance import Basis, Contribution, Proceeds, Terms

START = date(2018, 1, 1)
PARTIES = ("guidance", "insurer", "GP")
DEALS = ("a", "b", "c")


def year(number: int) -> date:
    return START + timedelta(365 * number)


days = st.integers(1, 4000).map(lambda number: START + timedelta(number))
shares = st.integers(0, 100).map(lambda percent: Fraction(percent, 100))


@st.composite
def terms(draw: st.DrawFn, basis: Basis | None = None) -> Terms:
    carry = Fraction(draw(st.integers(0, 30)), 100)
    catch_up = draw(st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1)]))
    return Terms(
        carry,
        hurdle=Fraction(draw(st.sampled_from([0, 6, 8, 100])), 100),
        catch_up=catch_up,
        compound=draw(st.booleans()),
        basis=basis or draw(st.sampled_from(Basis)),
        clawback=draw(st.booleans()),
    )


@st.composite
def events(draw: st.DrawFn) -> tuple[tuple[Contribution, ...], tuple[Proceeds, ...]]:
    """Contributions of every party to every deal on the first day, later ones, and proceeds; each deal closes once."""
    money = st.integers(0, 10**12)
    first = [Contribution(START, party, draw(st.integers(1, 10**12)), deal) for party in PARTIES for deal in DEALS]
    more = draw(
        st.lists(
            st.builds(Contribution, days, st.sampled_from(PARTIES), money, st.sampled_from(("", *DEALS))), max_size=4
        )
    )
    proceeds = draw(st.lists(st.builds(Proceeds, days, money, st.sampled_from(DEALS)), max_size=6))
    last = START + timedelta(4001)
    closings = [Proceeds(last, draw(money), deal, final=True) for deal in draw(st.sets(st.sampled_from(DEALS)))]
    return (*first, *more), (*proceeds, *closings)
