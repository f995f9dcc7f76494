"""Rows of a workbook become a book; every cell that cannot be read is a fault of its own."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from huoshui.model.money import Money
from huoshui.portfolio.book import Book, Company, Event, Fund, Party
from huoshui.portfolio.vocabulary import Tier
from huoshui.portfolio.workbook import cells
from huoshui.portfolio.workbook.cells import Unfit, Unusable
from huoshui.portfolio.workbook.faults import CellFault
from huoshui.portfolio.workbook.sheets import BY_NAME, CHOICES, EXAMPLE, GUIDE, SHEETS, Column, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from huoshui.portfolio.checks import Fault
    from huoshui.portfolio.checks.fault import Of
    from huoshui.portfolio.rows import Node
    from huoshui.portfolio.workbook.cells import Value
    from huoshui.portfolio.workbook.faults import Faults

_PARSERS: dict[str, Callable[[Value], Any]] = {
    "text": cells.text,
    "name": cells.trimmed,
    "day": cells.day,
    "amount": cells.decimal,
    "share": cells.share,
    "number": cells.number,
    "region": cells.region,
    "place": cells.place,
    "sector": cells.sector,
    "sectors": cells.listed(cells.sector),
    "currency": cells.currency,
    "flag": cells.flag,
    "weights": cells.listed(cells.weight),
    "checks": cells.listed(cells.check),
}
_STAND_INS: dict[str, Node] = {
    "party": Party(id="", name="-"),
    "fund": Fund(id="", name="-", tier=Tier.SUB),
    "company": Company(id="", name="-"),
}
_ASTERISK = re.compile(r"[\s*＊]+")


#: The number of a row, as a spreadsheet counts, and its cells.
Row = tuple[int, "Sequence[Value]"]


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as a file holds it: numbered rows, all of one width, the head first; and the ranges that are merged."""

    name: str
    rows: Iterator[Row]
    merged: tuple[str, ...] = ()


class Origin(NamedTuple):
    """Where things of a book come from: ``rows`` of a sheet, whose columns have these letters."""

    sheet: Sheet
    rows: list[int]
    letters: dict[str, str]


@dataclass(slots=True)
class Reading:
    """A book as it was read, and from which cells.

    ``doubtful`` stand for the parties, funds and companies whose rows could not be read, as far as their ids could.
    """

    faults: Faults
    doubtful: list[Node] = field(default_factory=list)
    book: Book = field(default_factory=Book)
    origins: dict[Of, list[Origin]] = field(default_factory=dict)

    def told(self, fault: Fault) -> CellFault:
        """A fault of the ledger as one of the cell that it is about."""
        place = fault.place
        for origin in self.origins.get(fault.of, ()):
            if place < len(origin.rows):
                column = next((one for one in origin.sheet.columns if one.field == fault.field), None)
                letter, heading = origin.letters.get(fault.field, ""), column.head if column else ""
                return CellFault(origin.sheet.name, origin.rows[place], letter, heading, fault.zh, fault.en)
            place -= len(origin.rows)
        return CellFault("", 0, "", "", fault.zh, fault.en)


def read_grids(grids: Iterable[Grid], faults: Faults) -> Reading:
    """The book of these sheets; what cannot be read is added to ``faults`` and left out."""
    reading = Reading(faults)
    found: dict[str, list[Any]] = {}
    read: dict[str, Origin] = {}
    for grid in grids:
        name = unicodedata.normalize("NFKC", grid.name).strip()
        if name in {GUIDE, CHOICES}:
            continue
        sheet = BY_NAME.get(name)
        if sheet is None:
            known = "、".join(BY_NAME)
            zh, en = f"不认识的工作表；可用：{known}", f"an unknown sheet: there are {known}"
            faults.add(CellFault(grid.name, 0, "", "", zh, en))
        elif name in read:
            faults.add(CellFault(grid.name, 0, "", "", "工作表重复", "the sheet stands twice"))
        else:
            rows = _Rows(sheet, grid, faults)
            found[name], read[name] = rows.read()
            reading.doubtful += rows.doubtful
    for sheet in SHEETS:
        if sheet.name in read:
            reading.origins.setdefault(sheet.of, []).append(read[sheet.name])
    if not read and not faults:
        known = "、".join(BY_NAME)
        faults.add(CellFault("", 0, "", "", f"没有可读的工作表：{known}", f"there is no sheet to read: {known}"))
    parts = {of: [one for origin in some for one in found[origin.sheet.name]] for of, some in reading.origins.items()}
    reading.book = Book(*(tuple(parts.get(of, ())) for of in _ORDER))
    return reading


_ORDER: tuple[Of, ...] = ("party", "fund", "company", "event", "rate", "obligation")


class _Cell(NamedTuple):
    """A column as the file has it: where it stands, which field it fills, and how it is read."""

    at: int
    slot: int
    parse: Callable[[Value], Any]
    column: Column


class _Rows:
    """The rows of one sheet."""

    def __init__(self, sheet: Sheet, grid: Grid, faults: Faults) -> None:
        self.sheet, self.grid, self.faults = sheet, grid, faults
        self.made: list[Any] = []
        self.numbers: list[int] = []
        self.cells: list[_Cell] = []
        self.outside: list[int] = []
        self.doubtful: list[Node] = []

    def read(self) -> tuple[list[Any], Origin]:
        """What the rows make, and where each comes from."""
        for merged in self.grid.merged:
            corner = re.match("([A-Z]+)([0-9]+)", merged)
            letter, row = (corner[1], int(corner[2])) if corner else ("", 0)
            zh, en = f"请取消合并单元格 {merged}，逐格填写", f"unmerge {merged} and fill each cell"
            self.faults.add(CellFault(self.sheet.name, row, letter, "", zh, en))
        _, heads = next(self.grid.rows, (1, ()))
        if self._columns(heads):
            self._read()
        letters = {cell.column.field: letter_of(cell.at) for cell in self.cells}
        return self.made, Origin(self.sheet, self.numbers, letters)

    def _columns(self, heads: Sequence[Value]) -> bool:
        """Find the columns by their heads; whether the rows can be read."""
        known = {_plain(column.head): column for column in self.sheet.columns}
        seen: set[str] = set()
        for at, head in enumerate(heads):
            name = "" if head is None or isinstance(head, Unusable) else _plain(str(head))
            column = known.get(name)
            if column is None or name in seen:
                self.outside.append(at)
                if column is not None:
                    self._fault(1, at, str(head), "此列重复", "this column stands twice")
                elif head is not None and str(head).strip():
                    zh = "不认识的列；可用：" + "、".join(one.head for one in self.sheet.columns)
                    self._fault(1, at, _text(head), zh, "an unknown column")
                continue
            seen.add(name)
            parse = (
                cells.codes(column.codes, plain=self.sheet.kind is not None) if column.codes else _PARSERS[column.form]
            )
            parse = cells.listed(parse) if column.form == "codes" else parse
            self.cells.append(_Cell(at, self.sheet.slots[column.field], parse, column))
        missing = [column for name, column in known.items() if column.needed and name not in seen]
        for column in missing if seen or any(head is not None for head in heads) else ():
            zh, en = f"缺少“{column.head}”列", f"the column {column.head} is missing"
            self.faults.add(CellFault(self.sheet.name, 1, "", column.head, zh, en))
        return not missing

    def _read(self) -> None:
        """Read all rows. There may be half a million: what is rare is looked into in ``_look``."""
        make, parsed = Event._make if self.sheet.kind else self._make, self._parser()
        first = next((cell.at for cell in self.cells if cell.column is self.sheet.columns[0]), None)
        for number, row in self.grid.rows:
            if first is not None and type(row[first]) is str and row[first].lstrip().startswith(EXAMPLE):
                continue
            try:
                values = parsed(row)
            except Unfit:
                values = self._look(number, row)
            else:
                self._beside(number, row)
            if values:
                self.numbers.append(number)
                self.made.append(make(values))

    def _parser(self) -> Callable[[Sequence[Value]], list[Any]]:
        """What reads a row that is as it should be, and raises Unfit for any other."""
        blank, money = self.sheet.blank, self.sheet.slots.get("currency", 0)
        plan = [(cell.at, cell.slot, cell.parse) for cell in self.cells]
        needed = [cell.at for cell in self.cells if cell.column.needed]
        amounts = [cell.slot for cell in self.cells if cell.column.form == "amount"]

        def parsed(row: Sequence[Value]) -> list[Any]:
            values: list[Any] = list(blank)
            for at, slot, parse in plan:
                if (cell := row[at]) is not None:
                    values[slot] = parse(cell)
            for at in needed:
                if row[at] is None:
                    raise Unfit(*cells.EMPTY)
            for slot in amounts:
                if type(values[slot]) is Decimal:
                    values[slot] = cells.minor_of(values[slot], values[money])
            return values

        return parsed

    def _look(self, number: int, row: Sequence[Value]) -> list[Any]:
        """Read a row that is not as it should be, cell by cell; empty where it has faults, or nothing at all."""
        if all(_is_blank(cell) for cell in row):
            return []
        self._beside(number, row)
        values: list[Any] = list(self.sheet.blank)
        before = len(self.faults.found) + self.faults.more
        for cell in self.cells:
            told = self._look_at(cell, row[cell.at], values)
            if told:
                self._fault(number, cell.at, cell.column.head, *told)
        for cell in self.cells:
            if type(values[cell.slot]) is Decimal and cell.column.form == "amount":
                try:
                    values[cell.slot] = cells.minor_of(values[cell.slot], values[self.sheet.slots["currency"]])
                except Unfit as error:
                    self._fault(number, cell.at, cell.column.head, error.zh, error.en)
        if len(self.faults.found) + self.faults.more == before:
            return values
        stand_in = _STAND_INS.get(self.sheet.of)
        if stand_in and (name := values[self.sheet.slots["id"]]):
            self.doubtful.append(replace(stand_in, id=name))
        return []

    def _look_at(self, cell: _Cell, value: Value, values: list[Any]) -> tuple[str, str] | None:
        """Read one cell into ``values``; what is wrong with it, if anything."""
        if value is None or (_is_blank(value) and cell.column.form != "text"):
            return (f"缺{cell.column.zh}", f"no {cell.column.en}") if cell.column.needed else None
        try:
            values[cell.slot] = cell.parse(value)
        except Unfit as error:
            return (value.zh, value.en) if isinstance(value, Unusable) else (error.zh, error.en)
        return None

    def _make(self, values: list[Any]) -> Any:  # noqa: ANN401  # one of the nouns
        made = self.sheet.make(values)
        if self.sheet.of == "fund" and made.target is not None:
            return replace(made, target=Money(made.target, made.currency))
        return made

    def _beside(self, number: int, row: Sequence[Value]) -> None:
        for at in self.outside:
            if row[at] is not None and str(row[at]).strip():
                self._fault(number, at, "", "此列没有表头，内容不会读入", "no heading stands above this cell")

    def _fault(self, row: int, at: int, heading: str, zh: str, en: str) -> None:
        self.faults.add(CellFault(self.sheet.name, row, letter_of(at), heading, zh, en))


def _is_blank(cell: Value) -> bool:
    return cell is None or (type(cell) is str and not cell.strip())


def _plain(head: str) -> str:
    """A heading without what people change in it: spaces, asterisks, the width of brackets."""
    return _ASTERISK.sub("", unicodedata.normalize("NFKC", head))


def _text(head: Value) -> str:
    return head.zh if isinstance(head, Unusable) else str(head)


def letter_of(at: int) -> str:
    """The letters of a column, counted from 0."""
    letters, left = "", at + 1
    while left:
        left, digit = divmod(left - 1, 26)
        letters = chr(65 + digit) + letters
    return letters
