from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from huoshui.errors import InputError
from huoshui.registry import Registry
from huoshui.registry.totals import ALL_STEPS, Step
from huoshui.registry.views import FundFilter
from huoshui.reporting.tables import as_csv, as_json
from huoshui.reporting.totals import By, fund_table, group_table, steps_of, totals_table, unknown_text
from tests.registry.said import document, fund

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.registry.totals import Totals

TEXT = "=雪莲母基金规模50亿元。雪莲冰川子基金规模约9亿元。云杉基金拟设，规模1亿美元。驼铃基金设立。"


@pytest.fixture(scope="module")
def totals() -> Iterator[Totals]:
    source = document(TEXT, published="2026-01-01")
    with Registry("sqlite://") as registry:
        registry.add(
            source,
            [
                fund(source, "=雪莲母基金", size="50亿元", status="established"),
                fund(source, "雪莲冰川子基金", size="9亿元", qualifier="约", parent="=雪莲母基金", status="filed"),
                fund(source, "云杉基金", size="1亿美元", status="planned"),
                fund(source, "驼铃基金", status="established"),
            ],
        )
        yield registry.totals(FundFilter())


def test_every_total_stands_beside_its_definition(totals: Totals) -> None:
    rows = json.loads(as_json(totals_table(totals, "zh")))
    assert [row["measure"] for row in rows[:2]] == ["target", "target"]
    assert {row["measure"] for row in rows} == {"target", "committed", "paid_in", "first_phase"}
    assert all("；" in row["definition"] for row in rows)
    yuan = [row["sum"] for row in rows if row["measure"] == "target" and row["currency"] == "CNY"]
    assert yuan == ["5900000000 CNY"] * 4 + ["5000000000 CNY"]
    assert [row["sum"] for row in rows if row["currency"] == "USD"] == ["100000000 USD"]
    assert (rows[0]["counted"], rows[0]["without"], rows[0]["bounds"], rows[0]["disputed"]) == (2, 1, 1, 0)
    last = [row for row in rows if row["measure"] == "target"][-1]
    assert last["left_out"] == ["planned", "exited", "programmes", "sub_funds"]
    assert "已计基金的各级子基金" in last["definition"]


def test_a_measure_that_nobody_states_is_said_to_be_unknown(totals: Totals) -> None:
    rows = json.loads(as_json(totals_table(totals, "en")))
    paid = [row for row in rows if row["measure"] == "paid_in"]
    assert len(paid) == 1 + len(ALL_STEPS)
    assert (paid[0]["sum"], paid[0]["counted"], paid[0]["without"]) == (None, 0, 4)


def test_parts_by_status_and_year_add_up(totals: Totals) -> None:
    for by in By:
        rows = json.loads(as_json(group_table(totals, by, "zh")))
        whole = [row for row in rows if row["measure"] == "target" and not row["left_out"]]
        assert sum(row["counted"] + row["without"] for row in whole if row["currency"] != "USD") == 3
        assert {row[by.value] for row in rows} <= {"2026", "established", "filed", "planned", None}


def test_the_funds_behind_each_step_are_listed_and_defused(totals: Totals) -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(fund_table(totals, "zh")).decode("utf-8-sig"))))
    target = [(row["计入与否"], row["名称"]) for row in rows if row["金额"] == "目标规模"]
    assert target == [
        ("计入", "'=雪莲母基金"),
        ("计入", "驼铃基金"),
        ("不计：筹备签约", "云杉基金"),
        ("不计：子基金", "雪莲冰川子基金"),
    ]


def test_what_is_unknown_is_said_in_both_languages(totals: Totals) -> None:
    assert unknown_text(totals, "zh").startswith("共 4 只基金；0 只状态未披露")
    assert "; 0 without a date" in unknown_text(totals, "en")


def test_steps_by_name() -> None:
    assert steps_of([]) == ALL_STEPS
    assert steps_of(["none"]) == ()
    assert steps_of(["sub-funds", "Planned"]) == (Step.PLANNED, Step.SUB_FUNDS)
    with pytest.raises(InputError, match="twice: no such step"):
        steps_of(["twice"])
