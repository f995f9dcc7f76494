# ruff: noqa: E501  # a table of cases reads better with a case on a line
"""The ledger: what it takes, what it refuses, and that nothing of what it refuses stays."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from huoshui.errors import DatabaseError
from huoshui.portfolio.book import Book, Fund, Party, Rate
from huoshui.portfolio.ledger import Ledger
from huoshui.portfolio.posting import LedgerFaults
from huoshui.portfolio.vocabulary import Kind, Tier
from tests.portfolio.family import BOOK, EVENTS, FUNDS, PARTIES, WAN, day, event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.portfolio.book import Event


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    with Ledger(url) as opened:
        opened.post(BOOK, author="张", what="开账")
        yield opened


def refused(ledger: Ledger, *events: Event) -> str:
    """The faults in Chinese of events that must not be taken."""
    before = ledger.book()
    with pytest.raises(LedgerFaults) as caught:
        ledger.post(Book(events=events), author="张", what="试")
    assert ledger.book() == before
    return "；".join(fault.zh for fault in caught.value.faults)


def taken(ledger: Ledger, *events: Event) -> None:
    assert ledger.post(Book(events=events), author="张", what="试").events == len(events)


def test_what_was_entered_is_what_is_read(ledger: Ledger) -> None:
    assert ledger.book() == BOOK


def test_the_same_book_again_changes_nothing(ledger: Ledger) -> None:
    again = ledger.post(BOOK, author="李", what="再次")
    assert again.entry == 0
    assert again.unchanged == len(BOOK.events) + len(list(BOOK.nodes()))
    assert len(ledger.entries()) == 1


def test_lines_without_an_id_are_known_again_by_their_content(url: str) -> None:
    nameless = Book(PARTIES, FUNDS, BOOK.companies, tuple(one._replace(id="") for one in EVENTS))
    with Ledger(url) as ledger:
        assert ledger.post(nameless, author="张", what="开账").events == len(EVENTS)
        assert ledger.post(nameless, author="张", what="再次").events == 0


def test_who_entered_what_is_on_record(ledger: Ledger) -> None:
    taken(ledger, event("P9", Kind.CONTRIBUTION, "2023-01-01", "财政局", "母", 1))
    assert [(one.author, one.what, one.events) for one in ledger.entries()] == [
        ("张", "试", 1),
        ("张", "开账", len(EVENTS)),
    ]


def test_an_event_is_found_with_what_it_was_entered_with(ledger: Ledger) -> None:
    late = event("P9", Kind.CONTRIBUTION, "2018-01-02", "财政局", "母", 1)
    taken(ledger, late)
    found = ledger.records(["P1", "P9", "none"])
    assert [(one.event, one.entry.what) for one in found] == [(late, "试"), (EVENTS[1], "开账")]


def test_a_fund_whose_row_changed_is_amended_and_the_old_row_kept(ledger: Ledger) -> None:
    renamed = Fund(id="母", name="江北市产业投资母基金", tier=Tier.REGIONAL, established=day("2018-01-01"))
    assert ledger.post(Book(funds=(renamed,)), author="李", what="更名").amended == 1
    assert ledger.snapshot().node("母") == renamed


def test_nothing_in_the_journal_can_be_changed_or_deleted(ledger: Ledger) -> None:
    for statement in ("UPDATE ledger_event SET minor = 1", "DELETE FROM ledger_entry"):
        with pytest.raises(Exception, match="append-only"), ledger._engine.begin() as connection:
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (event("X", Kind.CONTRIBUTION, "2023-01-01", "财政局", "母", 30_001), "实缴超过认缴：财政局 对 母，2023-01-01 超出 1.00 万元"),
        (event("X", Kind.CALL, "2023-01-01", "母", "子", 4_001), "缴款通知超过认缴"),
        (event("X", Kind.DISTRIBUTION, "2022-10-01", "母", "子", 5_801, nature="gain"), "子 账上资金不足：2022-10-01 差 1.00 万元"),
        (event("X", Kind.INVESTMENT, "2019-05-01", "子", "药", 9_900, nature="equity"), "子 账上资金不足"),
        (event("X", Kind.DISTRIBUTION, "2022-10-01", "财政局", "子", 1, nature="gain"), "不是该基金的出资人"),
        (event("X", Kind.PROCEEDS, "2022-10-01", "母", "芯", 1, nature="sale", cost=0), "此前没有投资"),
        (event("X", Kind.PROCEEDS, "2023-01-01", "子", "芯", 9_000, nature="sale", cost=1_501 * WAN), "成本超过投资成本"),
        (event("X", Kind.CONTRIBUTION, "2017-12-31", "财政局", "母", 1), "早于母的设立日"),
        (event("X", Kind.CALL, "2020-01-02", "母", "子", 1, due=day("2020-01-01")), "早于通知日"),
        (event("X", Kind.CONTRIBUTION, "2020-01-01", "某局", "母", 1), "“某局”未登记"),
        (event("X", Kind.CONTRIBUTION, "2020-01-01", "芯", "母", 1), "“芯”不能作出资人"),
        (event("X", Kind.CONTRIBUTION, "2020-01-01", "财政局", "母", -1), "金额应为正数"),
        (event("X", Kind.CONTRIBUTION, "2020-01-01", "财政局", "母", 1, currency="USD"), "以 CNY 记账"),
        (event("X", Kind.PROCEEDS, "2023-01-01", "子", "芯", 1, nature="sale"), "缺对应投资成本"),
        (event("X", Kind.INVESTMENT, "2022-10-01", "子", "药", 1, nature="equity", post=1, due=day("2023-01-01")), "无缴款截止日"),
        (event("X", Kind.INVESTMENT, "2022-10-01", "子", "药", 1, nature="捐赠"), "投资工具应为"),
        (event("X", Kind.INVESTMENT, "2022-10-01", "子", "药", 1, nature="equity", currency="USD"), "缺 USD 当日及以前的汇率"),
        (event("X", Kind.STAKE, "2022-10-01", "民企", "芯", stake=Decimal("0.96")), "芯 的持股合计 101.00%"),
        (event("X", Kind.TRANSFER, "2022-10-01", "母", "子", 1, other="财政局", committed=9_000 * WAN, paid=4_000 * WAN), "超过认缴"),
        (event("X", Kind.TRANSFER, "2022-10-01", "母", "子", 1, other="财政局", committed=8_000 * WAN, paid=4_001 * WAN), "转让的实缴额超过所持"),
        (event("X", Kind.REVERSAL, "2022-10-01", reverses="无此"), "没有编号为“无此”的事项"),
        (event("X", Kind.REVERSAL, "2018-01-01", reverses="P1"), "冲销早于原事项"),
        (event("X", Kind.REVERSAL, "2018-03-01", reverses="P1"), "母 账上资金不足"),
        (event("X", Kind.VALUATION, "2021-12-31", "子", "芯", 1), "子 所持 芯 于 2021-12-31 已有估值"),
        (event("C1", Kind.COMMITMENT, "2018-01-01", "财政局", "母", 1, nature="initial"), "已登记且内容不同"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_reason(ledger: Ledger, wrong: Event, told: str) -> None:
    assert told in refused(ledger, wrong)


def test_one_fault_and_nothing_of_the_entry_stays(ledger: Ledger) -> None:
    good = event("G", Kind.CONTRIBUTION, "2023-01-01", "财政局", "母", 1)
    assert "未登记" in refused(ledger, good, event("B", Kind.CONTRIBUTION, "2023-01-01", "谁", "母", 1))


def test_an_event_is_reversed_once_and_what_stood_on_it_first(ledger: Ledger) -> None:
    taken(ledger, event("R", Kind.REVERSAL, "2022-12-01", reverses="D2"))
    assert "已被冲销" in refused(ledger, event("R2", Kind.REVERSAL, "2022-12-02", reverses="D2"))
    assert "冲销不能再冲销" in refused(ledger, event("R3", Kind.REVERSAL, "2022-12-02", reverses="R"))


def test_a_value_is_corrected_by_reversing_the_old_one(ledger: Ledger) -> None:
    taken(
        ledger,
        event("R", Kind.REVERSAL, "2022-01-05", reverses="V1"),
        event("V2", Kind.VALUATION, "2021-12-31", "子", "芯", 8_000),
    )


def test_a_share_sold_moves_commitment_and_paid_in(ledger: Ledger) -> None:
    sold = event(
        "S", Kind.TRANSFER, "2022-10-01", "民企", "子", 7_000, other="财政局", committed=12_000 * WAN, paid=6_000 * WAN
    )
    taken(ledger, sold, event("P", Kind.CONTRIBUTION, "2022-11-01", "财政局", "子", 6_000))
    assert "实缴超过认缴" in refused(ledger, event("Q", Kind.CONTRIBUTION, "2022-11-02", "民企", "子", 1))


def test_deals_in_other_currencies_need_a_rate_and_use_it(ledger: Ledger) -> None:
    dollars = event("U", Kind.INVESTMENT, "2022-10-01", "子", "药", 800, nature="equity", currency="USD")
    rates = (Rate(day("2022-09-30"), "USD", "CNY", Decimal("7.1")),)
    ledger.post(Book(events=(dollars,), rates=rates), author="张", what="美元")
    left = 5_800 - 5_680  # 10,000 - 200 - 5,000 + 6,000 - 5,000, less 800 * 7.1
    assert "账上资金不足" in refused(ledger, event("V", Kind.FEE, "2022-10-02", "子", "甲管", left + 1, nature="other"))
    taken(ledger, event("W", Kind.FEE, "2022-10-02", "子", "甲管", left, nature="other"))


def test_a_fund_in_yuan_pays_into_one_in_dollars_at_the_rate_of_the_day(ledger: Ledger) -> None:
    dollars = Fund(id="美元", name="美元子基金", tier=Tier.SUB, currency="USD")
    rates = (Rate(day("2023-01-01"), "USD", "CNY", Decimal(7)),)
    committed = event("K", Kind.COMMITMENT, "2023-01-01", "母", "美元", 9_000, nature="initial", currency="USD")
    ledger.post(Book(funds=(dollars,), events=(committed,), rates=rates), author="张", what="美元")
    paid = event("L", Kind.CONTRIBUTION, "2023-02-01", "母", "美元", 2_572, currency="USD")
    assert "母 账上资金不足：2023-02-01 差 4.00 万元" in refused(ledger, paid)  # 18,000 are there
    taken(ledger, paid._replace(minor=2_571 * WAN))


def test_a_later_entry_of_an_earlier_day_is_checked_on_all_days_after(ledger: Ledger) -> None:
    early = event("E", Kind.FEE, "2019-05-01", "子", "甲管", 4_801, nature="other")
    assert "2020-07-01" in refused(ledger, early)


def test_a_node_may_not_take_anothers_id(ledger: Ledger) -> None:
    with pytest.raises(LedgerFaults, match="something else"):
        ledger.post(Book(parties=(Party(id="母", name="谁"),)), author="张", what="试")


def test_writers_beside_each_other_cannot_break_a_limit_together(ledger: Ledger) -> None:
    """Both would fit alone; 30,000 are uncalled, and each pays 20,000."""
    results: list[str] = []

    def pay(name: str) -> None:
        with Ledger(ledger.url) as own:
            try:
                own.post(
                    Book(events=(event(name, Kind.CONTRIBUTION, "2023-01-01", "财政局", "母", 20_000),)),
                    author=name,
                    what="并发",
                )
                results.append("taken")
            except LedgerFaults:
                results.append("refused")

    threads = [threading.Thread(target=pay, args=(f"T{n}",)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["refused", "taken"]


def test_a_ledger_that_is_not_there_is_not_made_by_reading(tmp_path: object) -> None:
    with pytest.raises(DatabaseError):
        Ledger(f"sqlite:///{tmp_path}/none.db", create=False)
