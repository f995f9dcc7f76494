"""Reports on the evaluation: what must stand in them, in every format, and that no cell is a formula."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from docx import Document
from openpyxl import load_workbook

from huoshui.errors import InputError
from huoshui.model.regions import Region
from huoshui.policy.conflicts import conflicts
from huoshui.policy.evaluation import Evaluation, evaluate
from huoshui.policy.facts import Facts, Origin
from huoshui.policy.packs_in_force import shipped
from huoshui.reporting.evaluation import SUFFIXES, Cover, Report, as_brief, batch_report, fund_report, written

PACKS = shipped()
PACK = PACKS.get("evaluation-2026")
COVER = Cover(date(2025, 12, 31), "江北市发展和改革部门", date(2026, 3, 31))
NAMES = ("=1+1|甲基金", "乙基金", "丙基金")


def evidence(variable: str, place: int) -> tuple[Origin, ...]:
    return (Origin("event", tuple(f"{place}-{n}" for n in range(50))),) if variable == "irr" else ()


def evaluated(count: int = 3) -> Evaluation:
    columns = {
        "irr": np.resize([0.05, 0.01, np.nan], count),
        "reinvestment_multiple": np.resize([1.5, np.nan, 0], count),
        "fund_tier": np.resize([2.0, 2, 2], count),
        "fund_size": np.resize([2e10, np.nan, 3e10], count),
        "senior_years": np.resize([12.0, 12, 12], count),
    }
    ids = tuple(f"F{n}" for n in range(count))
    names = NAMES if count == 3 else tuple(f"基金{n}" for n in range(count))
    facts = Facts("fund", ids, names, columns, evidence=evidence)
    return evaluate(facts, PACK, groups=("江苏", "江苏", "")[:count] if count == 3 else ())


def cells(report: Report, title: str) -> list[list[str]]:
    table = next(table for table in report.tables if table.title == title)
    return [[cell.text for cell in row] for row in table.rows]


def test_a_report_says_what_a_bureau_files() -> None:
    report = fund_report(evaluated(), 0, COVER)
    cover = dict(cells(report, "封面信息"))
    assert cover["基金编号"] == "F0"
    assert cover["基金规模"] == "2.00 亿元"
    assert cover["填报单位"] == "江北市发展和改革部门"
    assert cover["名次"].startswith("第 2 名，共 3 只")
    assert cover["江苏内名次"].startswith("第 1 名，共 2 只")
    assert len(cells(report, "指标得分")) == 3 + 13
    assert len(cells(report, "评价内容明细")) == 26
    assert "发改财金规〔2025〕1753号" in report.period


def test_every_secondary_figure_says_so() -> None:
    report = fund_report(evaluated(), 0, COVER)
    grades = {row[0]: row[6] for row in cells(report, "评价内容明细")}
    assert grades["P-01"] == "A / A"
    assert grades["L-01"] == "A / C"
    assert {name for name, grade in grades.items() if "B" not in grade} == {"P-01", "L-01"}
    assert any("二手来源" in remark for remark in report.remarks)


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_no_grade_of_merit_is_invented(locale: str) -> None:
    text = written(fund_report(evaluated(), 0, COVER, "en" if locale == "en" else "zh"), ".md").decode()
    assert not any(word in text for word in ("优秀", "良好等", "合格", "excellent", "passed"))


def test_what_is_missing_and_could_be_won() -> None:
    report = fund_report(evaluated(), 1, COVER)
    missing = {row[3]: row[2] for row in cells(report, "缺少的数据")}
    assert missing["reinvestment_multiple"] == "3.00"
    assert missing["impact_percentile"] == "5.00"
    assert "irr" not in missing
    assert [(row[0], row[2], row[3]) for row in cells(report, "可争取的分数")] == [
        ("E-01c", "1.00", "内部收益率达到 3%")
    ]


def test_evidence_is_listed_with_its_number() -> None:
    ((items, _, kind, count, ids, _),) = cells(fund_report(evaluated(), 1, COVER), "证据清单")
    assert (items, kind, count) == ("E-01c", "流水", "50")
    assert ids.startswith("1-0、1-1、")
    assert ids.endswith("等 50 条")


def test_the_city_asks_for_what_the_nation_takes_points_off_for() -> None:
    found = evaluated()
    lost = conflicts(PACKS, date(2026, 11, 22), Region.parse("重庆"), found.facts.part(slice(0, 1))).costs
    assert {cost.item.id for cost in lost} == {"P-03a"}
    report = fund_report(found, 0, COVER, costs=lost)
    assert {row[2] for row in cells(report, "地方要求与评价的冲突")} == {"1.5 倍"}
    elsewhere = conflicts(PACKS, date(2026, 11, 22), Region.parse("西藏"), found.facts.part(slice(0, 1))).costs
    assert not cells(fund_report(found, 0, COVER, costs=elsewhere), "地方要求与评价的冲突")


def test_the_list_is_by_rank() -> None:
    report = batch_report(evaluated(), COVER)
    rows = cells(report, "名次")
    assert [row[0] for row in rows] == ["1", "2", "3"]
    assert [row[-1] for row in rows] == ["F2", "F0", "F1"]
    means = {row[0]: row for row in cells(report, "各指标总体情况")}
    assert means["E-02"][3] == "1.00"
    assert means["E-01"][4] == "0"


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("locale", ["zh", "en"])
def test_every_format_has_the_fund_and_its_score(suffix: str, locale: str) -> None:
    report = fund_report(evaluated(), 0, COVER, "en" if locale == "en" else "zh")
    content = written(report, suffix)
    if suffix == ".docx":
        document = Document(io.BytesIO(content))
        text = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    elif suffix == ".xlsx":
        book = load_workbook(io.BytesIO(content))
        text = "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row)
    else:
        text = content.decode()
    assert "1+1" in text
    assert "2.00" in text
    assert ("Points to win" in text) == (locale == "en")


def test_a_name_is_never_a_formula() -> None:
    book = load_workbook(io.BytesIO(written(batch_report(evaluated(), COVER), ".xlsx")))
    cells_ = [cell for sheet in book for row in sheet for cell in row]
    assert any(cell.value == NAMES[0] for cell in cells_)
    assert not any(cell.data_type == "f" for cell in cells_)
    assert "\\|" in written(batch_report(evaluated(), COVER), ".md").decode()


def test_points_in_a_workbook_are_numbers() -> None:
    book = load_workbook(io.BytesIO(written(batch_report(evaluated(), COVER), ".xlsx")))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet["D"][1:]] == [4, 2, 1]


def test_a_long_list_is_cut_in_word_and_says_so() -> None:
    report = batch_report(evaluated(60), COVER)
    (first, *_) = as_brief(report, 50).sections
    assert len(first.lines) == 50
    assert first.counted == "共 60 条，列出前 50 条"
    assert len(as_brief(report).sections[0].lines) == 60


def test_a_format_that_is_none() -> None:
    with pytest.raises(InputError, match=r"no '.pdf': write it as"):
        written(replace(batch_report(evaluated(), COVER)), ".pdf")
