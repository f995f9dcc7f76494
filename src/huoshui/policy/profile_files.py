"""Profiles from files: a YAML mapping, or rows of a workbook or CSV file under heads. Files are hostile."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from huoshui.documents.files import MAX_BINARY, read_limited, shown
from huoshui.errors import InputError, UnreadableDocument
from huoshui.model.formulas import restored
from huoshui.policy.profiles import profile_of
from huoshui.policy.yaml_files import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from huoshui.policy.profiles import Profile

#: The sheet that holds the rows; the first one where there is none of this name.
SHEET = "申报"
_MOST_TEXT = 4 * 1024 * 1024
_MOST_ROWS = 10_000
_WIDEST = 512


def read_profile(path: Path) -> Profile:
    """The profile of a file that holds one. Raises ``InputError`` with the file and the line or cell at fault."""
    found = read_profiles(path)
    if len(found) != 1:
        raise InputError(f"{shown(path)}: holds {len(found)} rows, one was expected: leave one, or read them as a list")
    return found[0]


def read_profiles(path: Path) -> tuple[Profile, ...]:
    """The profiles of a file: one of a YAML file, one a row of a workbook or CSV file.

    Raises ``InputError`` for the first that cannot be read, and for files of another kind, damaged or too large.
    """
    kind = path.suffix.lower()
    if kind in {".yaml", ".yml"}:
        return (_of_yaml(path),)
    if kind not in {".xlsx", ".csv"}:
        raise InputError(f"{shown(path)}: is of a kind that is not read: use YAML, .xlsx or .csv")
    name = shown(path)
    rows = _xlsx_rows(path, name) if kind == ".xlsx" else _csv_rows(path, name)
    found = tuple(_of_rows(rows, name))
    if not found:
        raise InputError(f"{name}: holds no row below its heads: fill one in")
    return found


def _of_yaml(path: Path) -> Profile:
    name = shown(path)
    try:
        text = read_limited(path, _MOST_TEXT).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: cannot be read as UTF-8 text; save it anew as UTF-8") from error
    read = parse_yaml(text, name)
    if not isinstance(read.value, dict):
        raise InputError(f"{name}, line 1: figures by name were expected, such as `fund_size: 10亿元`")
    return profile_of(read.value, {head: f"{name}, line {read.line((head,))}" for head in read.value})


def _of_rows(rows: Iterator[tuple[int, Sequence[object]]], name: str) -> Iterator[Profile]:
    """A profile of each row that holds anything, below the row of heads."""
    first = next(rows, None)
    if first is None:
        return
    heads = [str(cell).strip() if isinstance(cell, str) else "" for cell in first[1]]
    if len(heads) > _WIDEST:
        raise InputError(f"{name}: has {len(heads)} columns: at most {_WIDEST} are read")
    for count, (number, row) in enumerate(rows):
        if count >= _MOST_ROWS:
            raise InputError(f"{name}: has more than {_MOST_ROWS} rows: divide it")
        written: dict[str, object] = {}
        where: dict[str, str] = {}
        for at, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            head, place = heads[at] if at < len(heads) else "", f"{name}, {_letter(at)}{number}"
            if not head:
                raise InputError(f"{place}: stands below no head: name the figure in row {first[0]}")
            if head in written:
                raise InputError(f"{place}: the head {head!r} stands twice")
            written[head], where[head] = cell, place
        if written:
            yield profile_of(written, where)


def _xlsx_rows(path: Path, name: str) -> Iterator[tuple[int, Sequence[object]]]:
    from huoshui.portfolio.workbook.cells import Unusable
    from huoshui.portfolio.workbook.xlsx import read_xlsx

    def plain(number: int, row: Sequence[object]) -> tuple[int, Sequence[object]]:
        for at, cell in enumerate(row):
            if isinstance(cell, Unusable):
                raise InputError(f"{name}, {_letter(at)}{number}: holds a formula or an error: write the figure itself")
        return number, row

    chosen: list[tuple[int, Sequence[object]]] | None = None
    for grid in read_xlsx(read_limited(path, MAX_BINARY), name):
        if chosen is None or grid.name == SHEET:
            chosen = [plain(number, row) for (number, row), _ in zip(grid.rows, range(_MOST_ROWS + 2), strict=False)]
        if grid.name == SHEET:
            break
    return iter(chosen or [])


def _csv_rows(path: Path, name: str) -> Iterator[tuple[int, Sequence[object]]]:
    data = read_limited(path, _MOST_TEXT)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UnreadableDocument(f"{name}: is neither UTF-8 nor GB 18030; save it as CSV UTF-8")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            yield reader.line_num, [restored(cell) if cell else None for cell in row]
    except csv.Error as error:
        raise UnreadableDocument(f"{name}: is no CSV file ({error}); save it anew as CSV UTF-8") from None


def _letter(at: int) -> str:
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
