"""``huoshui export``, ``import`` and ``totals`` as a user meets them."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from tests.test_cli import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> str:
    """The address of a registry that has read the samples."""
    address = f"sqlite:///{tmp_path_factory.mktemp('registry') / 'huoshui.db'}"
    assert run("--database", address, "ingest", samples).status == 0
    return address


def test_an_export_of_the_samples_is_imported_and_exported_as_the_same_bytes(database: str, tmp_path: Path) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    other = f"sqlite:///{tmp_path / 'other.db'}"
    assert run("export", first, "--database", database).status == 0
    done = run("import", first, "--database", other)
    assert (done.status, done.out.startswith("读入 18 份文件、")) == (0, True)
    assert run("export", second, "--database", other).status == 0
    assert first.read_bytes() == second.read_bytes()
    assert (
        run("funds", "--format", "json", "--database", other).out
        == run("funds", "--format", "json", "--database", database).out
    )


def test_what_cannot_be_imported_is_one_line(database: str, tmp_path: Path) -> None:
    again = run("import", tmp_path / "none.jsonl", "--database", database)
    assert (again.status, again.err.count("\n")) == (1, 1)
    assert "cannot be read" in again.err
    (tmp_path / "bad.jsonl").write_bytes(b"{}\n")
    bad = run("import", tmp_path / "bad.jsonl", "--database", f"sqlite:///{tmp_path / 'new.db'}")
    assert (bad.status, bad.err.count("\n")) == (1, 1)
    assert "bad.jsonl: line 1: format: " in bad.err
    assert "holds a document already" in run("import", tmp_path / "bad.jsonl", "--database", database).err


@pytest.mark.parametrize(
    ("as_", "files"),
    [
        ("csv", ["funds.csv", "organisations.csv", "relations.csv"]),
        ("parquet", ["funds.parquet", "organisations.parquet", "relations.parquet"]),
        ("ftm", ["entities.ftm.json", "schema"]),
    ],
)
def test_exports_to_a_folder(database: str, tmp_path: Path, as_: str, files: list[str]) -> None:
    done = run("export", tmp_path / "out", "--as", as_, "--database", database)
    assert done.status == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == files
    assert done.err.count("已写到") == len([p for p in (tmp_path / "out").rglob("*") if p.is_file()])


def test_totals_on_the_terminal_say_what_they_count(database: str) -> None:
    done = run("totals", "--database", database)
    assert "目标规模" in done.out
    assert "不计筹备签约、已退出、基金群、子基金" in done.out
    assert "只基金" in done.err
    english = run("totals", "--lang", "en", "--region", "浙江", "--leave-out", "sub-funds", "--database", database)
    assert "without sub-funds" in english.out
    assert "without planned" not in english.out


def test_totals_as_json_by_status_and_with_their_funds(database: str) -> None:
    rows = json.loads(run("totals", "--format", "json", "--database", database).out)
    whole = next(row for row in rows if row["measure"] == "target" and row["currency"] == "CNY")
    by = json.loads(run("totals", "--by", "status", "--format", "json", "--database", database).out)
    parts = [row for row in by if row["measure"] == "target" and row["currency"] == "CNY" and row["left_out"] == []]
    assert sum(int(row["sum"].split()[0]) for row in parts) == int(whole["sum"].split()[0])
    listed = run("totals", "--funds", "--format", "csv", "--database", database).out
    assert {row["金额"] for row in csv.DictReader(io.StringIO(listed))} == {"目标规模", "认缴", "实缴", "首期"}


def test_a_step_that_is_none_is_told(database: str) -> None:
    done = run("totals", "--leave-out", "everything", "--database", database)
    assert done.status == 1
    assert "everything: no such step" in done.err
