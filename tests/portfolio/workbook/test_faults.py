# ruff: noqa: E501  # a table of cases reads better with a case on a line
"""Every fault names its cell and what was expected; what officers do write is understood."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from huoshui.portfolio.ledger import Ledger
from huoshui.portfolio.workbook import WorkbookFaults, cells, import_workbook, read_workbook
from huoshui.portfolio.workbook.reading import letter_of
from tests.portfolio.workbook.files import changed, faults_of, told, with_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROW = [None, date(2024, 1, 1), "母", "子", 1, None, None, None]  # of 实缴: 编号 日期 出资人 基金 金额 币种 备注 来源


def read(tmp_path: Path, **changes: Any) -> list[str]:  # noqa: ANN401
    """The faults of a row of 实缴 with these cells changed."""
    row = list(ROW)
    for name, value in changes.items():
        row[ord(name) - ord("A")] = value
    return faults_of(with_rows(tmp_path / "b.xlsx", 实缴=[row]))


@pytest.mark.parametrize(
    ("cell", "value", "fault"),
    [
        ("B", "去年三月", "实缴!B2 日期* 应为日期，如 2024-03-01，此处为“去年三月”"),
        ("B", "2024-02-30", "实缴!B2 日期* 没有“2024-02-30”这一天"),
        ("B", 45292, "实缴!B2 日期* 应为日期"),
        ("B", None, "实缴!B2 日期* 缺日期"),
        ("C", " ", "实缴!C2 出资人* 缺出资人"),
        ("E", "一百", "实缴!E2 金额（万元）* 应为数字，此处为“一百”"),
        ("E", "100万", "实缴!E2 金额（万元）* 应为数字"),
        ("E", "1,00", "实缴!E2 金额（万元）* 应为数字"),
        ("E", 0.0000001, "实缴!E2 金额（万元）* 金额细于最小货币单位（分）"),
        ("E", 1e300, "实缴!E2 金额（万元）* 数字过大"),
        ("E", True, "实缴!E2 金额（万元）* 应为数字"),
        ("E", date(2024, 1, 1), "实缴!E2 金额（万元）* 应为数字"),
        ("E", "=1+1", "实缴!E2 金额（万元）* 公式不予计算，请粘贴为数值"),
        ("G", "=A1", "实缴!G2 备注 公式不予计算，请粘贴为数值"),
        ("E", "#REF!", "实缴!E2 金额（万元）* 单元格为错误值"),
        ("F", "比索", "实缴!F2 币种 应为币种"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(tmp_path: Path, cell: str, value: Any, fault: str) -> None:  # noqa: ANN401
    (found,) = read(tmp_path, **{cell: value})
    assert found.startswith(fault)


def test_every_fault_of_every_row_and_sheet_is_listed(tmp_path: Path) -> None:
    path = with_rows(
        tmp_path / "b.xlsx",
        实缴=[[None, "x", "母", "子", "y"], [None] * 8, [None, date(2024, 1, 1), None, "子", 1]],
        基金=[["子", "某基金", "孙基金"]],
    )
    assert [one.split(" ")[0] for one in faults_of(path)] == ["实缴!B2", "实缴!E2", "实缴!C4", "基金!C2"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-03-01", date(2024, 3, 1)),
        ("2024/3/1", date(2024, 3, 1)),
        (" 2024年3月1日 ", date(2024, 3, 1)),
        ("２０２４．３．１", date(2024, 3, 1)),
        ("20240301", date(2024, 3, 1)),
        (20240301, date(2024, 3, 1)),
        (datetime(2024, 3, 1, 12, 30), date(2024, 3, 1)),  # noqa: DTZ001  # spreadsheets have no time zones
    ],
)
def test_days_as_officers_write_them(value: Any, expected: date) -> None:  # noqa: ANN401
    assert cells.day(value) == expected


@pytest.mark.parametrize(
    ("value", "minor"),
    [
        (1, 1_000_000),
        (0.1, 100_000),
        (1234.5678, 1_234_567_800),
        (0.000001, 1),
        ("1,234.56", 1_234_560_000),
        ("１，２３４．５", 1_234_500_000),
        (" 3 000 ", 3_000_000_000),
        (0.1 + 0.2, None),  # finer than 分: what was computed is not what was meant
    ],
)
def test_amounts_are_exact(value: Any, minor: int | None) -> None:  # noqa: ANN401
    try:
        assert cells.minor_of(cells.decimal(value), "CNY") == minor
    except cells.Unfit:
        assert minor is None


@given(st.integers(0, 10**15 - 1))
def test_an_amount_of_a_cell_is_the_amount_that_was_typed(minor: int) -> None:
    """A number of at most 15 digits goes through a binary cell unharmed."""
    assert cells.minor_of(cells.decimal(minor / 1_000_000), "CNY") == minor


@pytest.mark.parametrize(("value", "share"), [(0.1, "0.1"), ("10%", "0.1"), ("１２．５％", "0.125"), ("0.30", "0.3"), (1, "1")])  # fmt: skip
def test_shares(value: Any, share: str) -> None:  # noqa: ANN401
    assert str(cells.share(value)) == share


@pytest.mark.parametrize(("word", "code"), [("CNY", "CNY"), ("人民币", "CNY"), ("元", "CNY"), ("美元", "USD"), ("ＵＳＤ", "USD")])  # fmt: skip
def test_currencies(word: str, code: str) -> None:
    assert cells.currency(word) == code


def test_both_epochs_of_spreadsheets(tmp_path: Path) -> None:
    def mac(book: Any) -> None:  # noqa: ANN401
        book.epoch = CALENDAR_MAC_1904

    plain, other = changed(tmp_path / "a.xlsx", untouched), changed(tmp_path / "b.xlsx", mac)
    assert read_workbook(str(other)).book == read_workbook(str(plain)).book


def test_words_of_either_language_and_case(tmp_path: Path) -> None:
    path = with_rows(tmp_path / "b.xlsx", 基金=[["子", "某基金", " Sub-Fund ", "partnership", "人民币"]])
    (fund,) = read_workbook(str(path)).book.funds
    assert (fund.tier, fund.legal_form, fund.currency) == ("sub", "partnership", "CNY")


def test_numbers_are_taken_as_ids_and_texts_as_they_stand(tmp_path: Path) -> None:
    row = [7, date(2024, 1, 1), 1.0, " 子 ", 1, None, "'=1", 3.5]
    (event,) = read_workbook(str(with_rows(tmp_path / "b.xlsx", 实缴=[row]))).book.events
    assert event[:5] == ("7", "contribution", date(2024, 1, 1), "1", "子")
    assert (event.note, event.source) == ("'=1", "3.5")


def untouched(_: object) -> None:
    """No change."""


def of_sheets(change: Callable[[Any], None]) -> Callable[[Path], list[str]]:
    return lambda folder: faults_of(changed(folder / "b.xlsx", change))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda book: book.create_sheet("明细"), "明细!0  不认识的工作表"),
        (lambda book: setattr(book["实缴"]["E1"], "value", "金额（元）"), "实缴!E1 金额（元） 不认识的列"),
        (lambda book: setattr(book["实缴"]["E1"], "value", "金额（元）"), "实缴!1 金额（万元）* 缺少“金额（万元）*”列"),
        (lambda book: setattr(book["实缴"]["G1"], "value", "日期"), "实缴!G1 日期 此列重复"),
        (lambda book: setattr(book["实缴"]["J3"], "value", "另"), "实缴!J3  此列没有表头"),
        (lambda book: book["实缴"].merge_cells("C2:C3"), "实缴!C2  请取消合并单元格 C2:C3"),
    ],
)
def test_sheets_and_columns_that_are_not_as_they_should_be(
    tmp_path: Path, change: Callable[[Any], None], fault: str
) -> None:
    assert any(one.startswith(fault) for one in of_sheets(change)(tmp_path))


def test_columns_may_change_places_and_optional_ones_be_left_out(tmp_path: Path) -> None:
    def turn(book: Any) -> None:  # noqa: ANN401
        sheet = book["实缴"]
        sheet.delete_cols(6, 3)
        sheet.move_range("A1:A9", cols=8)
        sheet["D1"] = "基 金"

    plain, other = changed(tmp_path / "a.xlsx", untouched), changed(tmp_path / "b.xlsx", turn)
    assert told(read_workbook(str(other))) == []
    assert read_workbook(str(other)).book == read_workbook(str(plain)).book


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "fault"),
    [
        ("实缴", "E2", 60_000, "实缴!E2 金额（万元）* 实缴超过认缴"),
        ("实缴", "C4", "某局", "实缴!C4 出资人* 出资人“某局”未登记"),
        ("分配", "F3", 9_000, "分配!F3 金额（万元）* 子 账上资金不足"),
        ("基金", "F2", date(2030, 1, 1), "实缴!B2 日期* 早于母的设立日"),
        ("企业", "A3", "芯", "企业!A3 编号* 编号“芯”已用"),
        ("回款", "I2", 9_000, "回款!F2 金额（万元）* 退出所对应的成本超过投资成本"),
    ],
)
def test_what_the_ledger_refuses_is_told_by_its_cell(
    tmp_path: Path,
    sheet: str,
    cell: str,
    value: Any,  # noqa: ANN401
    fault: str,
) -> None:

    def change(book: Any) -> None:  # noqa: ANN401
        book[sheet][cell] = value

    path = changed(tmp_path / "b.xlsx", change)
    with Ledger(f"sqlite:///{tmp_path}/a.db") as ledger:
        with pytest.raises(WorkbookFaults) as caught:
            import_workbook(ledger, str(path), author="张")
        found = [f"{one.sheet}!{one.column}{one.row} {one.heading} {one.zh}" for one in caught.value.faults]
        assert any(one.startswith(fault) for one in found), found
        assert ledger.book().events == ()
        assert ledger.entries() == ()


def test_cells_that_cannot_be_read_do_not_hide_what_else_is_wrong(tmp_path: Path) -> None:
    def change(book: Any) -> None:  # noqa: ANN401
        book["基金"]["C3"] = "孙基金"  # 子 is in doubt: nothing is said of its events
        book["实缴"]["C2"] = "某局"
        book["缴款通知"]["H2"] = "2019-03-01"
        book["分配"]["F2"], book["分配"]["F3"] = "x", 9_000

    with Ledger(f"sqlite:///{tmp_path}/a.db") as ledger, pytest.raises(WorkbookFaults) as caught:
        import_workbook(ledger, str(changed(tmp_path / "b.xlsx", change)), author="张")
    found = [f"{one.sheet}!{one.column}{one.row} {one.zh}" for one in caught.value.faults]
    assert [one.split(" ")[0] for one in found] == ["基金!C3", "实缴!C2", "分配!F2"]
    assert found[1] == "实缴!C2 出资人“某局”未登记"


def test_a_dry_run_enters_nothing(tmp_path: Path) -> None:
    path = changed(tmp_path / "b.xlsx", untouched)
    with Ledger(f"sqlite:///{tmp_path}/a.db") as ledger:
        posted = import_workbook(ledger, str(path), author="张", dry=True)
        assert (posted.entry, posted.events) == (0, 14)
        assert ledger.entries() == ()
        assert list(ledger.book().nodes()) == []


def test_letters_of_columns() -> None:
    assert [letter_of(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_tidy_numbers_are_the_same_numbers() -> None:
    for text in ("0", "-0.00", "1E+3", "0.100", "12.50", "100"):
        assert cells.tidy(Decimal(text)) == Decimal(text)
    assert str(cells.tidy(Decimal("1E+3"))) == "1000"
