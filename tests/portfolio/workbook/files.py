"""Workbooks for the tests: one that is filled by hand, and changes to it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook, load_workbook

from huoshui.portfolio.workbook import SHEETS, as_xlsx, read_workbook
from tests.portfolio.family import BOOK

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from huoshui.portfolio.workbook.reading import Reading

HEADS = {sheet.name: [column.head for column in sheet.columns] for sheet in SHEETS}


def with_rows(path: Path, **rows: list[list[Any]]) -> Path:
    """A workbook with these rows on these sheets, and nothing else."""
    book = Workbook()
    del book["Sheet"]
    for name, listed in rows.items():
        sheet = book.create_sheet(name)
        for row in [HEADS[name], *listed]:
            sheet.append(row)
    book.save(path)
    return path


def changed(path: Path, change: Callable[[Any], None]) -> Path:
    """The workbook of the small family after a change by hand."""
    book = load_workbook(io.BytesIO(as_xlsx(BOOK)))
    change(book)
    book.save(path)
    return path


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook of the small family with its parts of this name changed below what a spreadsheet would do."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_xlsx(BOOK))) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, change(data) if re.fullmatch(part, name) else data)
    path.write_bytes(out.getvalue())
    return path


def faults_of(place: Path | str) -> list[str]:
    """The faults of the cells of a file: where, heading, what."""
    return told(read_workbook(str(place)))


def told(reading: Reading) -> list[str]:
    return [f"{one.sheet}!{one.column}{one.row} {one.heading} {one.zh}" for one in reading.faults.found]
