"""A folder of CSV files, one for each sheet, with the same heads as the workbook."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from huoshui.documents.files import MAX_BINARY, read_limited, shown
from huoshui.errors import DocumentTooLarge, InputError, UnreadableDocument
from huoshui.model.formulas import harmless, restored
from huoshui.portfolio.workbook.pages import choices, guide
from huoshui.portfolio.workbook.reading import Grid
from huoshui.portfolio.workbook.rendering import example_rows, rows_of
from huoshui.portfolio.workbook.sheets import CHOICES, GUIDE, SHEETS
from huoshui.portfolio.workbook.xlsx import MAX_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from huoshui.portfolio.book import Book
    from huoshui.portfolio.workbook.cells import Written
    from huoshui.portfolio.workbook.reading import Row

SUFFIX = ".csv"
_LONGEST = 1 << 20


def as_csvs(book: Book, examples: Book | None = None) -> dict[str, bytes]:
    """The files of a folder by name: UTF-8 with a byte order mark, which spreadsheets need to read Chinese."""
    lists = choices()
    most = max(len(choice.words) for choice in lists)
    words = ([choice.words[at] if at < len(choice.words) else None for choice in lists] for at in range(most))
    found = {
        GUIDE: _file(guide()),
        CHOICES: _file([[choice.head for choice in lists], *words]),
    }
    for sheet in SHEETS:
        shown_rows = example_rows(sheet, examples) if examples else iter(())
        heads: list[Written] = [column.head for column in sheet.columns]
        found[sheet.name] = _file([heads, *shown_rows, *rows_of(sheet, book)])
    return {name + SUFFIX: content for name, content in found.items()}


def _file(rows: Iterable[Iterable[Written]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[_text(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def _text(cell: Written) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return cell.isoformat() if isinstance(cell, date) else harmless(cell)


def read_csvs(folder: Path) -> Iterator[Grid]:
    """The CSV files of a folder, in the order of their names; other files are left alone.

    UTF-8 with or without a mark, and GB 18030 as Chinese spreadsheets save it. InputError for a folder that cannot be
    read, UnreadableDocument and DocumentTooLarge for files.
    """
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() == SUFFIX)
    except OSError as error:
        raise InputError(f"{shown(folder)}: is no folder that can be read ({error.strerror}); check the path") from None
    for path in files:
        text = _decoded(read_limited(path, MAX_BINARY), shown(path))
        yield Grid(path.stem, _rows(text, shown(path)))


def _decoded(data: bytes, where: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableDocument(f"{where}: is neither UTF-8 nor GB 18030; save it as CSV UTF-8")


def _rows(text: str, where: str) -> Iterator[Row]:
    """The rows with their numbers, all as wide as the widest of the file; an empty cell is None."""
    before = csv.field_size_limit(_LONGEST)
    try:
        listed = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise UnreadableDocument(f"{where}: is no CSV file ({error}); save it anew as CSV UTF-8") from None
    finally:
        csv.field_size_limit(before)
    if len(listed) > MAX_ROWS + 1:
        raise DocumentTooLarge(f"{where}: has more than {MAX_ROWS} rows: divide it")
    width = max(map(len, listed), default=0)
    if width > _WIDEST:
        raise DocumentTooLarge(f"{where}: has {width} columns; at most {_WIDEST} are read")
    for number, row in enumerate(listed, 1):
        yield number, [restored(cell) if cell else None for cell in row] + [None] * (width - len(row))


_WIDEST = 256
