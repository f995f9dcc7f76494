"""A family as tables and files, and ``huoshui portfolio show``."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

import huoshui.cli  # noqa: F401  # makes all commands known
from huoshui.commands.base import app
from huoshui.portfolio.book import Book
from huoshui.portfolio.family import Families
from huoshui.portfolio.ledger import Ledger
from huoshui.reporting.portfolio import render, tables_of
from tests.portfolio.family import BOOK, COMPANIES, day
from tests.portfolio.wide import WIDE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from huoshui.portfolio.family import Family
    from huoshui.reporting.tables import Table

AT = day("2023-12-31")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Family]]:
    url = f"sqlite:///{tmp_path_factory.mktemp('tables') / 'small.db'}"
    with Ledger(url) as ledger:
        ledger.post(BOOK, author="张", what="开账")
        yield url, Families(ledger).at(AT)


def column(table: Table, key: str) -> list[str]:
    (place,) = [n for n, one in enumerate(table.columns) if one.key == key]
    return [row[place].text for row in table.rows]


def test_amounts_stand_in_the_unit_of_their_head(small: tuple[str, Family]) -> None:
    tables = tables_of(small[1], "family", "zh")
    assert [one.head for one in tables["totals"].columns] == ["项目", "金额（万元）", "口径"]
    assert column(tables["totals"], "amount")[:3] == ["62,000.00", "0.00", "26,000.00"]
    assert column(tables["returns"], "irr")[:2] == ["4.57", "31.61"]
    assert column(tables["leverage"], "ratio")[4:6] == ["2.50", "1.50"]
    assert column(tables["funds"], "dpi") == ["0.00", "0.50"]
    english = tables_of(small[1], "family", "en")
    assert english["totals"].columns[1].head == "Amount (CNY 10k)"
    assert english["totals"].rows[0][2].text.startswith("commitments")


def test_large_amounts_stand_in_hundreds_of_millions(tmp_path: Path) -> None:
    with Ledger(f"sqlite:///{tmp_path / 'large.db'}") as ledger:
        events = tuple(one._replace(minor=one.minor * 100, cost=one.cost and one.cost * 100) for one in BOOK.events)
        ledger.post(replace(BOOK, events=events), author="张", what="开账")
        table = tables_of(Families(ledger).at(AT), "family", "zh")["totals"]
    assert table.columns[1].head == "金额（亿元）"
    assert column(table, "amount")[0] == "620.00"


def test_several_currencies_have_a_column_of_their_own(tmp_path: Path) -> None:
    with Ledger(f"sqlite:///{tmp_path / 'wide.db'}") as ledger:
        ledger.post(WIDE, author="张", what="开账")
        family = Families(ledger).at(AT)
        funds = tables_of(family, "family", "zh")["funds"]
        holder = tables_of(family, "国企", "zh")
    assert funds.columns[4].head == "认缴（万）"
    assert column(funds, "currency") == ["CNY", "CNY", "USD", "CNY", "CNY"]
    assert holder["by_manager"].rows


def test_a_rate_that_is_not_known_is_said(tmp_path: Path) -> None:
    with Ledger(f"sqlite:///{tmp_path / 'early.db'}") as ledger:
        ledger.post(replace(BOOK, events=BOOK.events[:1]), author="张", what="开账")
        table = tables_of(Families(ledger).at(AT), "family", "zh")["returns"]
    assert set(column(table, "irr")) == {"—"}
    assert set(column(table, "irr_status")) == {"没有现金流"}


@pytest.mark.parametrize("what", ["family", "reinvestment", "母", "子", "芯", "财政局"])
def test_every_view_is_written_as_every_kind_of_file(small: tuple[str, Family], what: str) -> None:
    tables = tables_of(small[1], what, "zh")
    told = json.loads(render(tables, "json"))
    assert {key: len(rows) for key, rows in told.items()} == {key: len(one.rows) for key, one in tables.items()}
    sheets = load_workbook(io.BytesIO(render(tables, "xlsx")))
    assert [sheet.max_row for sheet in sheets] == [len(one.rows) + 1 for one in tables.values()]
    lines = list(csv.reader(io.StringIO(render(tables, "csv").decode("utf-8-sig"))))
    assert len(lines) == sum(len(one.rows) + 3 for one in tables.values()) - 1
    assert render(tables, "md").decode().count("## ") == sum(bool(one.rows) for one in tables.values())


def test_files_hold_exact_figures_and_no_formulas(tmp_path: Path) -> None:
    evil = replace(COMPANIES[0], name="=1+1|x")
    book = Book(BOOK.parties, BOOK.funds, (evil, COMPANIES[1]), BOOK.events)
    with Ledger(f"sqlite:///{tmp_path / 'evil.db'}") as ledger:
        ledger.post(book, author="张", what="开账")
        tables = tables_of(Families(ledger).at(AT), "子", "zh")
    sheet = load_workbook(io.BytesIO(render(tables, "xlsx")))["项目"]
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["H2"].value) == ("=1+1|x", "s", 1_500)
    deals = json.loads(render(tables, "json"))["deals"][0]
    assert (deals["value"], deals["moic"], deals["stake"]) == ("45000000 CNY", "7/2", "0.05")
    assert "\n=1+1" not in render(tables, "csv").decode()
    assert r"=1+1\|x" in render(tables, "md").decode()


def run(url: str, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["portfolio", "show", *words, "--database", url])
    return result.exit_code, result.output


def test_show_on_the_command_line(small: tuple[str, Family], tmp_path: Path) -> None:
    url = small[0]
    code, told = run(url, "--as-of", "2023-12-31", "--lang", "zh")
    assert code == 0
    assert "62,000.00" in told
    assert "放大倍数" in told
    code, told = run(url, "子", "--as-of", "2021-12-31", "--format", "json")
    assert (code, json.loads(told)["account"][0]["amount"]) == (0, "200000000 CNY")
    place = tmp_path / "子.xlsx"
    assert run(url, "子", "-o", str(place))[0] == 0
    assert "项目" in load_workbook(place).sheetnames
    assert run(url, "--format", "xlsx")[0] == 2
    assert run(url, "--as-of", "soon")[0] == 2
    assert run(url, "无")[0] != 0


def waterfall(url: str, *words: str) -> tuple[int, str]:
    terms = ("--hurdle", "8%", "--carry", "20%", "--as-of", "2023-12-31")
    result = CliRunner().invoke(app, ["portfolio", "waterfall", *words, *terms, "--database", url])
    return result.exit_code, result.output


CONCESSIONS = ("--liquidate", "--guidance", "母", "--concession", "gain:20%", "--concession", "loss:40%")


def test_the_waterfall_on_the_command_line(small: tuple[str, Family], tmp_path: Path) -> None:
    url = small[0]
    code, told = waterfall(url, "子", *CONCESSIONS, "--format", "json")
    found = json.loads(told)
    assert code == 0
    assert [row["total"] for row in found["tiers"]][0::4] == ["100000000 CNY", "173000000 CNY"]
    assert found["parties"][-1]["net"] == "14599999.99 CNY"  # a fifth of 73,000,000, rounded down at both steps
    assert [row["cost"] for row in found["concessions"]][1] == "0 CNY"
    assert found["terms"][0]["hurdle"] == "2/25"
    code, told = waterfall(url, "子", "--basis", "deal_by_deal", "--lang", "en")
    assert code == 0
    assert "whole" not in told
    assert "deal by deal" in told
    place = tmp_path / "瀑布.xlsx"
    assert waterfall(url, "子", *CONCESSIONS, "--lang", "zh", "-o", str(place))[0] == 0
    book = load_workbook(place)
    assert book.sheetnames == ["条款", "分配瀑布", "各方所得", "让利", "各方所得与让利"]
    assert [cell.value for cell in book["各方所得与让利"][1]][2:] == [
        "超过门槛的收益 20% 让给管理人（万元）",
        "先行承担亏损的 40%（万元）",
    ]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--catch-up", "10%"), "catch-up"),
        (("--catch-up", "all"), "catch_up"),
        (("--concession", "gain:20%"), "guidance"),
        (("--concession", "gift:20%", "--guidance", "母"), "gift"),
        (("--concession", "loss:40%", "--guidance", "母"), "still in the fund"),
        (("--basis", "both"), "both"),
    ],
)
def test_a_waterfall_that_cannot_be_is_refused(small: tuple[str, Family], words: tuple[str, ...], why: str) -> None:
    code, told = waterfall(small[0], "子", *words)
    assert code == 2
    assert why in " ".join(told.split())


INDEX = '日期,点位\n2018/1/2,"4,000.00"\n\n2019-04-01,4000\n2022-09-30,5000,x\n20231231,6000.0\n'


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_fund_is_compared_with_an_index(small: tuple[str, Family], tmp_path: Path, encoding: str) -> None:
    """Paid in at 4,000, received half at 5,000: (50 * 6/5 + 123) / (100 * 6/4), in millions."""
    place = tmp_path / "index.csv"
    place.write_text(INDEX, encoding)
    code, told = run(small[0], "子", "--as-of", "2023-12-31", "--format", "json", "--index", str(place))
    schoar, nickels, plus = json.loads(told)["pme"]
    assert code == 0
    assert (schoar["quotient"], schoar["undefined"]) == ("61/50", None)
    assert nickels["index_irr"] is not None
    assert plus["quotient"] == "9/20"  # (150 - 123) / 60
    place.write_text("2019-04-01,100\n", "utf-8")
    code, told = run(small[0], "子", "--as-of", "2023-12-31", "--lang", "zh", "--index", str(place))
    assert "期末价值超过全部实缴投入指数所得" in told


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no date"),
        (b"date,level\n2019-02-30,5\n", "line 2"),
        (b"2019-02-28,1e9\n", "no date"),
        (b"2019-02-28,5\n2019-02-28,6\n", "two levels"),
        (b"2023-01-01,5\n", "begins on"),
        (b"\xff\xff\xff", "neither"),
    ],
)
def test_an_index_that_cannot_be_used_is_refused(
    small: tuple[str, Family], tmp_path: Path, content: bytes, why: str
) -> None:
    place = tmp_path / "index.csv"
    place.write_bytes(content)
    code, told = run(small[0], "子", "--as-of", "2023-12-31", "--index", str(place))
    assert code == 2
    assert why in " ".join(told.split())
    assert run(small[0], "family", "--index", str(place))[0] == 2
