"""``huoshui portfolio`` as a user meets it."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from huoshui.portfolio.workbook import SHEETS, as_xlsx
from tests.portfolio.family import BOOK
from tests.portfolio.workbook.files import changed
from tests.test_cli import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database that is not there yet."""
    return f"sqlite:///{tmp_path}/ledger.db"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The workbook of the small family."""
    (tmp_path / "book.xlsx").write_bytes(as_xlsx(BOOK))
    return tmp_path / "book.xlsx"


def wrong(tmp_path: Path) -> Path:
    def change(file: Any) -> None:  # noqa: ANN401
        file["实缴"]["E2"], file["实缴"]["B3"] = "很多", "昨天"

    return changed(tmp_path / "wrong.xlsx", change)


def test_a_template_is_filled_and_imported(tmp_path: Path, url: str) -> None:
    place = tmp_path / "t.xlsx"
    assert run("portfolio", "template", "-o", place).status == 0
    file = load_workbook(place)
    assert file.sheetnames == ["说明", *(sheet.name for sheet in SHEETS), "选项"]
    parties, funds = file["参与方"], file["基金"]
    assert parties.freeze_panes == "C2"
    assert parties["A1"].comment is not None
    lists = {str(one.sqref): one.formula1 for one in funds.data_validations.dataValidation}
    assert any("选项!" in str(formula) for formula in lists.values())
    assert any("参与方!" in str(formula) for formula in lists.values())
    parties.append(["甲", "甲集团有限公司", "出资人、管理人", "社会资本"])
    funds.append(["一号", "一号基金", "子基金"])
    file["认缴"].append([None, "2024年3月1日", "甲", "一号", "首次认缴", "1,000.5"])
    file.save(place)
    done = run("portfolio", "import", place, "--author", "张三", "--database", url)
    assert done.out == "已入账（第 1 批）：事项 1 笔、主体 2 个、返投定义 0 条、汇率 0 条；更新 0，未变 0\n"
    (event,) = json.loads(run("portfolio", "list", "--format", "json", "--database", url).out)
    assert (event["minor"], event["day"], event["nature"]) == ("10005000 CNY", "2024-03-01", "initial")
    (entry,) = json.loads(run("portfolio", "list", "entries", "--format", "json", "--database", url).out)
    assert (entry["author"], entry["what"]) == ("张三", "导入 t.xlsx")


def test_what_is_there_is_not_overwritten_unasked(tmp_path: Path, book: Path) -> None:
    before = book.read_bytes()
    refused = run("portfolio", "template", book)
    assert (refused.status, refused.err.count("\n"), book.read_bytes()) == (1, 1, before)
    assert "--force" in refused.err
    assert run("portfolio", "template", book, "--force").status == 0
    assert book.read_bytes() != before
    assert run("portfolio", "template", f"{tmp_path}/csv/").status == 0
    assert (tmp_path / "csv" / "基金.csv").read_bytes().startswith("\ufeff编号*,名称*".encode())
    assert run("portfolio", "template", f"{tmp_path}/csv").status == 1
    assert "end it in .xlsx" in run("portfolio", "template", tmp_path / "book.ods").err
    assert run("portfolio", "template").status == 2


@pytest.mark.parametrize(
    ("lang", "said", "counted"),
    [
        ("zh", "应为日期，如 2024-03-01，此处为“昨天”", "2 处差错，一行未入账"),
        ("en", "a date was expected", "2 faults"),
    ],
)
def test_faults_are_listed_by_their_cells(tmp_path: Path, url: str, lang: str, said: str, counted: str) -> None:
    place = wrong(tmp_path)
    done = run("portfolio", "import", place, "--lang", lang, "--database", url)
    assert (done.status, said in done.out, counted in done.err) == (1, True, True)
    done = run("portfolio", "import", place, "--lang", lang, "--format", "json", "--database", url)
    first, second = json.loads(done.out)
    assert done.status == 1
    assert (first["sheet"], first["row"], first["column"], first["heading"]) == ("实缴", 2, "E", "金额（万元）*")
    assert (second["row"], second["column"], said in second["fault"]) == (3, "B", True)
    rows = list(csv.reader(io.StringIO(run("portfolio", "import", place, "--format", "csv", "--database", url).out)))
    assert len(rows) == 3


def test_a_dry_run_leaves_no_database(tmp_path: Path, book: Path, url: str) -> None:
    done = run("portfolio", "import", book, "--dry-run", "--lang", "en", "--database", url)
    assert (done.status, done.out.startswith("No fault; nothing was entered: 14 events")) == (0, True)
    assert not (tmp_path / "ledger.db").exists()
    assert run("portfolio", "import", wrong(tmp_path), "--dry-run", "--database", url).status == 1


def test_lists_filters_and_pages(book: Path, url: str) -> None:
    assert run("portfolio", "import", book, "--format", "json", "--database", url).out == "[]\n"

    def ids(*arguments: str) -> list[str]:
        done = run("portfolio", "list", *arguments, "--format", "json", "--database", url)
        return [row["id"] for row in json.loads(done.out)]

    assert ids("events", "--company", "芯") == ["I1", "V1", "X1"]
    assert ids("events", "--fund", "子", "--kind", "fee", "--kind", "call") == ["L1", "F1"]
    assert ids("events", "--from", "2021-01-01", "--to", "2022-06-30") == ["V1", "X1"]
    assert ids("events", "--limit", "2", "--offset", "1") == ["C2", "C3"]
    assert ids("parties") == ["财政局", "甲管", "民企"]
    assert len(ids("events", "--limit", "0")) == 14
    paged = run("portfolio", "list", "--limit", "2", "--lang", "en", "--database", url)
    assert ("1 to 2 of 14" in paged.err, "initial" in paged.out) == (True, True)
    assert "区域（地方）母基金" in run("portfolio", "list", "funds", "--database", url).out
    assert "regional fund" in run("portfolio", "list", "funds", "--lang", "en", "--database", url).out
    assert "no party, fund or company" in run("portfolio", "list", "--fund", "无", "--database", url).err
    assert run("portfolio", "list", "funds", "--kind", "fee", "--database", url).status == 2
    assert run("portfolio", "list", "--from", "去年", "--database", url).status == 2


def test_a_reversal(book: Path, url: str) -> None:
    run("portfolio", "import", book, "--database", url)
    reverse = ["portfolio", "reverse", "D2", "--date", "2022-10-01", "--note", "误记", "--database", url]
    assert run(*reverse).out.startswith("已冲销 D2（")
    assert run(*reverse).out == "D2 此前已如此冲销\n"
    again = run(*reverse[:4], "2022-10-02", "--lang", "en", "--database", url)
    assert (again.status, again.err.count("\n")) == (1, 1)
    assert "D2" in again.err
    last = json.loads(run("portfolio", "list", "--kind", "reversal", "--format", "json", "--database", url).out)
    assert (last[0]["more"], last[0]["note"]) == (["reverses=D2"], "误记")


def test_export_and_import_of_both_forms_change_nothing(tmp_path: Path, book: Path, url: str) -> None:
    run("portfolio", "import", book, "--database", url)
    for place in (tmp_path / "out.xlsx", f"{tmp_path}/out/"):
        assert run("portfolio", "export", place, "--database", url).status == 0
        done = run("portfolio", "import", place, "--database", url)
        assert done.out.startswith("没有新内容：")
    assert "no such" in run("portfolio", "import", tmp_path / "none.xlsx", "--database", url).err


def test_the_guide_names_every_sheet_and_column(root: Path) -> None:
    guide = (root / "docs" / "portfolio.md").read_text("utf-8")
    for sheet in SHEETS:
        assert f"| {sheet.name} | {'、'.join(column.head for column in sheet.columns)} |" in guide
