"""The made-up family: all that the ledger checks holds, whatever the seed and size; it has what it promises."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huoshui.errors import InputError
from huoshui.portfolio import checks
from huoshui.portfolio.journal import journal_of
from huoshui.portfolio.ledger import Ledger
from huoshui.portfolio.made import make_family
from huoshui.portfolio.reinvestment import State, overview
from huoshui.portfolio.vocabulary import Exit, Kind, Nature, Paid, Tier
from tests.test_cli import run

if TYPE_CHECKING:
    from pathlib import Path

    from huoshui.portfolio.book import Book
    from huoshui.portfolio.checks import Fault
    from tests.test_cli import Done


@pytest.fixture(scope="module")
def book() -> Book:
    return make_family()


def faults_of(book: Book) -> list[Fault]:
    setting = checks.Setting.of_book(book)
    return [
        *checks.node_faults(book, setting),
        *checks.obligation_faults(book, setting),
        *checks.form_faults(book.events, setting),
        *checks.reversal_faults(book.events),
        *checks.stake_faults(book.events),
        *checks.running_faults(journal_of(book.events, setting.place), setting),
    ]


def test_it_is_taken_by_an_empty_ledger(book: Book, url: str) -> None:
    with Ledger(url) as ledger:
        assert ledger.post(book, author="示例", what="示例家族").events == len(book.events)
        assert ledger.book().obligations == book.obligations
        standing = overview(ledger.snapshot(), book.obligations, date(2025, 12, 31))
    states = Counter(check.state for one in standing for check in one.checks)
    assert min(states[state] for state in (State.MET, State.BROKEN, State.DUE)) > 10


@given(
    seed=st.integers(0, 10**9),
    funds=st.integers(1, 12),
    companies=st.integers(0, 40),
    years=st.integers(1, 14),
    regional=st.integers(1, 4),
    marks=st.sampled_from([1, 2, 3, 4, 6, 12]),
)
@settings(max_examples=40)
def test_every_invariant_holds_for_every_seed_and_size(**sizes: int) -> None:
    assert faults_of(make_family(**sizes)) == []


def test_it_has_the_size_that_is_asked_for(book: Book) -> None:
    tiers = Counter(fund.tier for fund in book.funds)
    assert tiers[Tier.NATIONAL] == 1
    assert tiers[Tier.REGIONAL] == 3
    assert tiers[Tier.SUB] + tiers[Tier.DIRECT] == 60
    assert len({event.held for event in book.events if event.kind is Kind.INVESTMENT}) == 700
    days = [event.day for event in book.events]
    assert days == sorted(days)
    assert (days[0].year, days[-1].year) == (2014, 2025)


def test_it_has_everything_that_happens_to_such_a_family(book: Book) -> None:
    kinds = Counter(event.kind for event in book.events)
    assert set(kinds) == set(Kind)
    exits = {event.nature for event in book.events if event.kind is Kind.PROCEEDS}
    assert exits == {code.value for code in Exit}
    assert len({party.nature for party in book.parties} - {Nature.UNKNOWN}) == len(Nature) - 1
    assert {event.currency for event in book.events} == {"CNY", "USD"}
    rounds = {event.round for event in book.events if event.kind is Kind.INVESTMENT}
    assert len(rounds) >= 7
    assert len({obligation.name for obligation in book.obligations}) == 3


def test_several_funds_hold_one_company_and_companies_each_other(book: Book) -> None:
    holders = defaultdict(set)
    stakes = set()
    for event in book.events:
        if event.kind is Kind.INVESTMENT:
            holders[event.held].add(event.holder)
        elif event.kind is Kind.STAKE:
            stakes.add((event.holder, event.held))
    assert sum(len(found) > 1 for found in holders.values()) > 100
    assert sum((held, holder) in stakes for holder, held in stakes) >= 4
    companies = {company.id for company in book.companies}
    assert any(holder in companies and (held, other) in stakes for holder, held in stakes for other in companies)


def test_capital_comes_back_before_any_gain(book: Book) -> None:
    paid: dict[str, int] = defaultdict(int)
    capital: dict[str, int] = defaultdict(int)
    for event in book.events:
        if event.kind is Kind.CONTRIBUTION:
            paid[event.held] += event.minor
        elif event.kind is Kind.DISTRIBUTION and event.nature == Paid.CAPITAL:
            capital[event.held] += event.minor
        elif event.kind is Kind.DISTRIBUTION:
            assert paid[event.held] - capital[event.held] < 100  # 分, for what does not divide


def test_no_name_and_no_id_is_given_twice(book: Book) -> None:
    names = [node.name for node in book.nodes()]
    assert len(set(names)) == len(names)
    ids = [event.id for event in book.events]
    assert len(set(ids)) == len(ids)


def test_one_seed_is_one_family_whatever_the_order_of_sets(book: Book, root: Path) -> None:
    told = (
        "import hashlib, huoshui.portfolio.made as m; print(hashlib.sha256(repr(m.make_family()).encode()).hexdigest())"
    )
    found = set()
    for hashing in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": hashing, "PYTHONPATH": str(root / "src")}
        run = subprocess.run(
            [sys.executable, "-c", told], env=environment, capture_output=True, text=True, check=True, timeout=60
        )
        found.add(run.stdout)
    assert len(found) == 1
    assert make_family(2026) == book
    assert make_family(2027) != book


@pytest.mark.parametrize("wrong", [{"funds": 0}, {"companies": -1}, {"years": 0}, {"marks": 5}, {"regional": 0}])
def test_what_cannot_be_made_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(InputError, match="at least one fund"):
        make_family(**wrong)


def test_the_command_enters_it_once_and_never_beside_another(tmp_path: Path) -> None:
    def sample(*more: str) -> Done:
        return run("--database", f"sqlite:///{tmp_path}/sample.db", "portfolio", "sample", "--author", "示例", *more)

    assert "主体 827 个" in sample("--lang", "zh").out
    assert sample("--lang", "en").out.startswith("Nothing new")
    other = sample("--lang", "en", "--seed", "3")
    assert other.status == 1
    assert "another family" in other.err
