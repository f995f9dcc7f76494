"""Tables and their files."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from huoshui.model.formulas import FORMULA_STARTS, harmless, restored
from huoshui.reporting.figures import qualified, show_number, show_region, show_value
from huoshui.reporting.tables import Cell, Column, Table, as_csv, as_json, as_xlsx

FORMULAS = ("=HYPERLINK(1)", "+1", "-1+2", "@SUM(A1)", "\t=1", "＝1")


def _table(*texts: str) -> Table:
    columns = (Column("name", "名称"), Column("size", "规模（亿元）", numeric=True))
    return Table(
        "基金", columns, tuple((Cell(text, text), Cell("5.00", ("500000000 CNY",), Decimal(5))) for text in texts)
    )


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_starts_a_formula(formula: str) -> None:
    (_, row) = csv.reader(io.StringIO(as_csv(_table(formula)).decode("utf-8-sig")))
    assert row[0] == f"'{formula}"
    sheet = load_workbook(io.BytesIO(as_xlsx(_table(formula)))).active
    assert sheet is not None
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", formula)


@given(st.text(max_size=30))
def test_any_text_survives_and_none_is_a_formula(text: str) -> None:
    assert not harmless(text).startswith(FORMULA_STARTS)
    assert restored(harmless(text)) == text
    assert as_xlsx(_table(text)).startswith(b"PK")
    assert json.loads(as_json(_table(text)))[0]["name"] == text


def test_figures_are_numbers_in_a_spreadsheet_and_contract_values_in_json() -> None:
    table = _table("甲基金", "乙基金")
    sheet = load_workbook(io.BytesIO(as_xlsx(table))).active
    assert sheet is not None
    assert [sheet["B2"].value, sheet["B3"].value, sheet["B1"].value] == [5, 5, "规模（亿元）"]
    assert json.loads(as_json(table))[0] == {"name": "甲基金", "size": ["500000000 CNY"]}
    assert as_csv(table).decode("utf-8-sig").splitlines() == ["名称,规模（亿元）", "甲基金,5", "乙基金,5"]


@pytest.mark.parametrize(
    ("prop", "value", "zh", "en"),
    [
        ("size", "1503000000 CNY", "15.03 亿元", None),
        ("max_share_of_fund", "0.255", "25.5%", "25.5%"),
        ("rate", "0.0215", "2.15%", "2.15%"),
        ("term_years", "10", "10 年", "10 years"),
        ("reinvestment_multiple", "1.5", "1.5 倍", "1.5x"),
        ("sector", "integrated_circuits", "集成电路", "Integrated circuits"),
        ("region", "北京/北京/丰台", "北京/丰台", "北京/丰台"),
        ("backer", "某集团", "某集团", "某集团"),
        ("rate", "LPR", "LPR", "LPR"),
    ],
)
def test_values_are_written_for_a_reader(prop: str, value: str, zh: str, en: str | None) -> None:
    assert show_value(prop, value, "zh") == zh
    assert en is None or show_value(prop, value, "en") == en


def test_a_listing_has_other_states_than_a_fund() -> None:
    assert show_value("status", "registered", "zh", kind="Listing") != show_value(
        "status", "registered", "zh", kind="Fund"
    )


def test_a_number_loses_nothing_by_being_shown() -> None:
    assert show_number(Decimal(5)) == "5.00"
    assert show_number(Decimal("1234.5")) == "1,234.50"
    assert show_number(Decimal("0.002")) == "0.002"


def test_qualifiers_stand_where_they_belong() -> None:
    assert qualified("5.00", "不低于", "zh") == "不低于5.00"
    assert qualified("5.00", "以上", "zh") == "5.00以上"
    assert qualified("5.00", "约", "en") == "about 5.00"
    assert qualified("5.00", None, "en") == "5.00"


def test_only_a_doubled_name_is_left_out_of_a_region() -> None:
    assert show_region("吉林/吉林/昌邑") == "吉林/昌邑"
    assert show_region("江苏/苏州/昆山") == "江苏/苏州/昆山"
