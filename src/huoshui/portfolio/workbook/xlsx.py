"""Reading XLSX files, which are hostile until proven otherwise."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from huoshui.documents.archives import MAX_UNPACKED, check_archive, damaged
from huoshui.errors import DocumentTooLarge, UnreadableDocument
from huoshui.portfolio.workbook.cells import ERROR, FORMULA, Unusable
from huoshui.portfolio.workbook.reading import Grid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.portfolio.workbook.reading import Row

#: Rows of one sheet, and columns that are looked at beyond those with a heading.
MAX_ROWS, _BESIDE = 1_000_000, 4
_LAST_ROW = 1_048_576  # that a sheet can have
_MAX_HEADS = 256
_PIECE = 1 << 18
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([A-Z0-9:]{2,30})[\"']")
_OVERLAP = 200
_MOST_MERGED = 100
_PLAIN = (str, int, float, bool, datetime, date, type(None))


def read_xlsx(data: bytes, where: str) -> Iterator[Grid]:
    """The sheets of a workbook, each to be read before the next one.

    Formulas are not evaluated: they come as ``FORMULA``, and errors as ``ERROR``. UnreadableDocument for files that are
    damaged, encrypted or no XLSX, DocumentTooLarge for what unpacks to too much or has too many rows.
    """
    check_archive(data, where, "Excel", ".xlsx", MAX_UNPACKED * 2)
    from openpyxl import load_workbook

    _check_parts(data, where)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        names = book.sheetnames
    except Exception as error:  # whatever a parser of hostile bytes raises, the file is at fault
        raise damaged(where, "Excel", ".xlsx") from error
    for name in names:
        sheet = book[name]
        if not hasattr(sheet, "iter_rows"):  # a sheet that is a chart
            yield Grid(name, iter(()))
            continue
        yield Grid(name, _limited(_rows(sheet, where), f"{where}: {name}"), _merged(data, sheet, where))


def _check_parts(data: bytes, where: str) -> None:
    """No part declares a document type, which is where entities are defined that grow without bounds."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.namelist():
            if not part.endswith((".xml", ".rels")):
                continue
            try:
                with archive.open(part) as file:
                    head = file.read(4096)
            except Exception as error:  # a damaged archive, or zlib.error and its like by the method of compression
                raise damaged(where, "Excel", ".xlsx") from error
            if b"\0" in head or head[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"<!DOCTYPE" in head:
                told = "is no workbook as Excel writes it (declares entities or another encoding)"
                raise UnreadableDocument(f"{where}: {told}; save it anew as .xlsx")


def _merged(data: bytes, sheet: Any, where: str) -> tuple[str, ...]:  # noqa: ANN401  # a sheet of openpyxl
    """The merged ranges of a sheet, which openpyxl passes over where it reads row by row."""
    path: str = sheet._worksheet_path  # noqa: SLF001  # nothing public says which part it is
    found: list[str] = []
    last = b""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(path.lstrip("/")) as file:
            while piece := file.read(_PIECE):
                text = last + piece
                if b"mergeCell" in text:
                    found += [match[1].decode() for match in _MERGED.finditer(text)]
                last = text[-_OVERLAP:]
    except Exception as error:
        raise damaged(where, "Excel", ".xlsx") from error
    return tuple(dict.fromkeys(found))[:_MOST_MERGED]


def _limited(rows: Iterator[Row], where: str) -> Iterator[Row]:
    for count, row in enumerate(rows):
        if count > MAX_ROWS or row[0] > _LAST_ROW:
            raise DocumentTooLarge(f"{where} has more than {MAX_ROWS} rows: divide it into several workbooks")
        yield row


def _rows(sheet: Any, where: str) -> Iterator[Row]:  # noqa: ANN401  # a sheet of openpyxl
    """The rows of a sheet that hold anything, with their numbers, all as wide as the heads and a little more."""
    try:
        heads = next(sheet.iter_rows(max_row=1, max_col=_MAX_HEADS, values_only=True), ())
        last = max((at for at, head in enumerate(heads, 1) if head is not None), default=0)
        marked: dict[tuple[int, int], Unusable] | None = None
        width = last + _BESIDE
        empty = (None,) * width
        rows = sheet.iter_rows(max_row=_LAST_ROW + 1, max_col=width, values_only=True)
        for number, row in enumerate(rows, 1):
            if row == empty:
                continue
            for cell in row:
                if (type(cell) is str and cell[:1] in _SUSPECT) or not isinstance(cell, _PLAIN):
                    marked = _unusable(sheet, width) if marked is None else marked
                    row = tuple(marked.get((number, at), one) for at, one in enumerate(row))  # noqa: PLW2901
                    break
            yield number, row
    except Exception as error:  # as above
        raise damaged(where, "Excel", ".xlsx") from error


_SUSPECT = frozenset("=#")


def _unusable(sheet: Any, width: int) -> dict[tuple[int, int], Unusable]:  # noqa: ANN401  # a sheet of openpyxl
    """The formulas and errors of a sheet by row and place; texts that only look like them are not among these."""
    found: dict[tuple[int, int], Unusable] = {}
    for number, row in enumerate(sheet.iter_rows(max_row=_LAST_ROW, max_col=width), 1):
        for at, cell in enumerate(row):
            if cell.value is not None and cell.data_type in {"f", "e"}:
                found[number, at] = FORMULA if cell.data_type == "f" else ERROR
    return found
