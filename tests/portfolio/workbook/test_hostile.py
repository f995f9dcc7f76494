"""Files that mean harm, or are of another kind, are refused in one line before they cost anything."""

from __future__ import annotations

import re
import tracemalloc
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from huoshui.errors import DocumentTooLarge, InputError, UnreadableDocument
from huoshui.portfolio.workbook import as_csvs, as_xlsx, csvs, read_workbook, xlsx
from huoshui.portfolio.workbook.faults import CellFault, Faults
from huoshui.portfolio.workbook.reading import read_grids
from tests.portfolio.family import BOOK
from tests.portfolio.workbook.files import faults_of, rewritten, with_rows

if TYPE_CHECKING:
    from pathlib import Path

SHEET = r"xl/worksheets/sheet7\.xml"  # 实缴


def refused(place: Path, error: type[InputError], words: str) -> None:
    with pytest.raises(error, match=words) as caught:
        read_workbook(str(place))
    assert "\n" not in str(caught.value)


def test_no_file_a_folder_without_files_and_other_kinds(tmp_path: Path) -> None:
    refused(tmp_path / "none.xlsx", InputError, "no such file")
    refused(tmp_path / "book.ods", InputError, "save it as .xlsx")
    refused(tmp_path / "old.xls", InputError, "save it as .xlsx")
    (tmp_path / "old.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    refused(tmp_path / "old.xlsx", UnreadableDocument, "encrypted or of Excel before 2007")
    (tmp_path / "text.xlsx").write_bytes("编号,日期".encode())
    refused(tmp_path / "text.xlsx", UnreadableDocument, "damaged Excel file")
    (tmp_path / "empty").mkdir()
    assert faults_of(f"{tmp_path}/empty/")[0].startswith("!0  没有可读的工作表")


def test_a_bomb_is_not_opened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(300 << 20))
    data = (tmp_path / "bomb.xlsx").read_bytes()
    tracemalloc.start()
    with pytest.raises(DocumentTooLarge, match="not opened"):
        next(xlsx.read_xlsx(data, "bomb.xlsx"))
    assert tracemalloc.get_traced_memory()[1] < 20 << 20
    tracemalloc.stop()


def test_entities_and_other_encodings_are_refused(tmp_path: Path) -> None:
    declared = rewritten(tmp_path / "a.xlsx", SHEET, lambda data: b'<!DOCTYPE x [<!ENTITY a "aa">]>' + data)
    refused(declared, UnreadableDocument, "declares entities")
    wide = rewritten(tmp_path / "b.xlsx", SHEET, lambda data: data.decode().encode("utf-16"))
    refused(wide, UnreadableDocument, "another encoding")


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[: len(data) // 2],
        lambda data: re.sub(rb"<v>[0-9.]+</v>", b"<v>nonsense</v>", data),
        lambda data: data.replace(b'r="C2"', b'r="2C"'),
    ],
)
def test_damage_inside_is_one_line(tmp_path: Path, change: object) -> None:
    refused(rewritten(tmp_path / "a.xlsx", SHEET, change), UnreadableDocument, "damaged Excel file")  # type: ignore[arg-type]


@pytest.mark.parametrize(("old", "new"), [(b'r="2"', b'r="999999999999"'), (b'r="C2"', b'r="ZZZZZZ2"')])
def test_rows_and_columns_far_away_cost_nothing(tmp_path: Path, old: bytes, new: bytes) -> None:
    path = rewritten(tmp_path / "a.xlsx", SHEET, lambda data: data.replace(old, new))
    data = path.read_bytes()
    tracemalloc.start()
    with suppress(InputError):  # refusing it is well, and so is passing over it
        read_grids(xlsx.read_xlsx(data, "b.xlsx"), Faults())
    assert tracemalloc.get_traced_memory()[1] < 60 << 20
    tracemalloc.stop()


def test_more_rows_than_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = with_rows(tmp_path / "a.xlsx", 汇率=[["2024-01-01", "USD", "CNY", 7]] * 6)
    monkeypatch.setattr(xlsx, "MAX_ROWS", 6)
    assert len(read_workbook(str(path)).book.rates) == 6
    monkeypatch.setattr(xlsx, "MAX_ROWS", 5)
    refused(path, DocumentTooLarge, "汇率 has more than 5 rows")
    (tmp_path / "汇率.csv").write_bytes(b"a\n" * 9)
    monkeypatch.setattr(csvs, "MAX_ROWS", 5)
    refused(tmp_path, DocumentTooLarge, "more than 5 rows")


def test_of_too_many_faults_the_first_are_kept_and_the_rest_counted() -> None:
    faults = Faults(most=2)
    for row in range(5):
        faults.add(CellFault("实缴", row, "A", "编号", "", "wrong"))
    error = faults.error("b.xlsx")
    assert (len(error.faults), error.more) == (2, 3)
    assert "5 faults" in str(error)


def test_csv_of_other_encodings_and_other_files(tmp_path: Path) -> None:
    for name, content in as_csvs(BOOK).items():
        (tmp_path / name).write_bytes(content.decode("utf-8-sig").encode("gb18030"))
    (tmp_path / "readme.txt").write_text("no sheet")
    assert read_workbook(f"{tmp_path}/").book == read_workbook(str(_xlsx(tmp_path))).book
    (tmp_path / "别的.csv").write_text("x")
    assert faults_of(tmp_path)[0].startswith("别的!0  不认识的工作表")
    (tmp_path / "别的.csv").unlink()
    (tmp_path / "汇率.csv").write_bytes(b"\xff\xff\xff")
    refused(tmp_path, UnreadableDocument, "neither UTF-8 nor GB 18030")
    (tmp_path / "汇率.csv").write_text('"2024')
    refused(tmp_path, UnreadableDocument, "no CSV file")


def _xlsx(folder: Path) -> Path:
    (folder / "b.xlsx").write_bytes(as_xlsx(BOOK))
    return folder / "b.xlsx"


def test_formulas_in_csv_are_defused(tmp_path: Path) -> None:
    note = BOOK.events[0]._replace(note="=HYPERLINK(1)", source="'@x")
    content = as_csvs(type(BOOK)(events=(note,)))["认缴.csv"].decode("utf-8-sig")
    assert "'=HYPERLINK(1),''@x" in content
    (tmp_path / "认缴.csv").write_text(content, encoding="utf-8")
    assert read_workbook(f"{tmp_path}/").book.events == (note,)


def test_what_no_cell_can_hold_is_told() -> None:
    for note in ("a\x07b", "长" * 40_000):
        book = type(BOOK)(events=(BOOK.events[0]._replace(note=note),))
        with pytest.raises(InputError, match=r"认缴!\w+2: a text that no XLSX cell can hold"):
            as_xlsx(book)
    example = type(BOOK)(events=(BOOK.events[0]._replace(id="示例：1"),))
    with pytest.raises(InputError, match="begins like an example"):
        as_csvs(example)
