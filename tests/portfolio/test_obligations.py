"""Re-investment obligations in the ledger: kept exactly, amended with the old one on record, refused if senseless."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from huoshui.model.regions import Region
from huoshui.portfolio.book import Book, Check, Obligation
from huoshui.portfolio.ledger import Ledger
from huoshui.portfolio.posting import LedgerFaults
from huoshui.portfolio.vocabulary import Base, Kind, Recognition
from huoshui.registry import portfolio_schema as tables
from tests.portfolio.family import BOOK, day, event

if TYPE_CHECKING:
    from collections.abc import Iterator

OBLIGATION = Obligation(
    id="返投1",
    name="市级口径",
    fund="子",
    investor="母",
    region=Region.parse("江苏/苏州"),
    base=Base.PAID,
    multiple=Decimal("1.50"),
    weights=((Recognition.LOCAL_COMPANY, Decimal(1)), (Recognition.BROUGHT_IN, Decimal("0.3"))),
    counts_investments=True,
    checks=(Check(day("2021-12-31"), Decimal("0.4")), Check(day("2023-03-01"))),
    since=day("2019-03-01"),
    note="合伙协议附件",
)
PLAIN = Obligation(
    id="返投2",
    name="规模口径",
    fund="子",
    region=Region.parse("浙江"),
    base=Base.SIZE,
    multiple=Decimal("0.7"),
    weights=((Recognition.MOVED_IN, Decimal("1.5")),),
    once_per_company=False,
    carries=False,
)


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    with Ledger(url) as opened:
        opened.post(replace(BOOK, obligations=(OBLIGATION, PLAIN)), author="张", what="开账")
        yield opened


def test_what_was_entered_is_what_is_read(ledger: Ledger) -> None:
    assert ledger.book().obligations == (OBLIGATION, PLAIN)
    assert str(ledger.book().obligations[0].multiple) == "1.50"
    assert ledger.snapshot().obligations == (OBLIGATION, PLAIN)


def test_the_same_again_changes_nothing(ledger: Ledger) -> None:
    again = ledger.post(Book(obligations=(OBLIGATION,)), author="李", what="再次")
    assert (again.entry, again.obligations, again.unchanged) == (0, 0, 1)


def test_one_added_later_comes_last(ledger: Ledger) -> None:
    third = replace(PLAIN, id="返投3")
    posted = ledger.post(Book(obligations=(PLAIN, third)), author="李", what="补登")
    assert (posted.obligations, posted.amended, posted.unchanged) == (1, 0, 1)
    assert ledger.book().obligations == (OBLIGATION, PLAIN, third)


def test_one_that_changed_is_amended_and_the_old_one_kept(ledger: Ledger) -> None:
    harder = replace(OBLIGATION, name="市级口径（修订）", multiple=Decimal(2))
    posted = ledger.post(Book(obligations=(harder,)), author="李", what="修订")
    assert (posted.obligations, posted.amended) == (0, 1)
    assert ledger.book().obligations == (harder, PLAIN)
    with ledger._engine.connect() as connection:
        rows = connection.execute(select(tables.amendments)).all()
    assert [(row.sort, row.node_id, row.name) for row in rows] == [("obligation", "返投1", "市级口径")]
    assert '"1.50"' in rows[0].data


def test_an_obligation_may_have_the_id_of_a_node(ledger: Ledger) -> None:
    own = replace(PLAIN, id="子")
    ledger.post(Book(obligations=(own,)), author="李", what="同号")
    fund = replace(BOOK.funds[1], note="改")
    ledger.post(Book(funds=(fund,), obligations=(replace(own, note="改"),)), author="李", what="并改")
    assert ledger.book().obligations[-1].note == "改"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"fund": "芯"}, "“芯”不是已登记的基金"),
        ({"investor": "无此"}, "出资人“无此”未登记"),
        ({"investor": None}, "基数为出资人实缴额，须写明出资人"),
        ({"multiple": Decimal(0)}, "返投倍数应为正数"),
        ({"weights": ()}, "认定类别至少一项"),
        ({"weights": ((Recognition.MOVED_IN, Decimal(1)),) * 2}, "不得重复"),
        ({"weights": ((Recognition.MOVED_IN, Decimal("-0.1")),)}, "权重不得小于零"),
        ({"checks": (Check(day("2022-01-01")), Check(day("2021-01-01")))}, "由早到晚"),
        ({"checks": (Check(day("2021-01-01")), Check(day("2022-01-01"), Decimal("0.5")))}, "比例不得递减"),
        ({"checks": (Check(day("2021-01-01"), Decimal("1.01")),)}, "在 0 与 100% 之间"),
        ({"checks": (Check(day("2019-02-28")),)}, "早于起算日 2019-03-01"),
        ({"name": " "}, "缺名称"),
        ({"id": ""}, "编号应为"),
    ],
)
def test_what_makes_no_sense_is_refused(ledger: Ledger, change: dict[str, Any], told: str) -> None:
    before = ledger.book()
    with pytest.raises(LedgerFaults) as caught:
        ledger.post(Book(obligations=(replace(OBLIGATION, **change),)), author="张", what="试")
    assert told in "；".join(fault.zh for fault in caught.value.faults)
    assert {fault.of for fault in caught.value.faults} == {"obligation"}
    assert ledger.book() == before


def test_the_same_id_twice_is_refused(ledger: Ledger) -> None:
    with pytest.raises(LedgerFaults, match="in use"):
        ledger.post(Book(obligations=(PLAIN, PLAIN)), author="张", what="试")


def test_money_is_recognised_for_a_place_that_exists(ledger: Ledger) -> None:
    wrong = event("N", Kind.RECOGNITION, "2022-01-01", "子", "芯", 1, nature="moved_in", region="999999")
    with pytest.raises(LedgerFaults, match="no code of a place"):
        ledger.post(Book(events=(wrong,)), author="张", what="试")
