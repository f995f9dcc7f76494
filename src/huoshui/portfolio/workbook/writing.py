"""Writing XLSX files that an officer can fill: drop-downs, notes on the heads, formats, frozen heads."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from huoshui.errors import InputError
from huoshui.model.formulas import FORMULA_STARTS
from huoshui.portfolio.workbook.pages import choices, guide, note_of
from huoshui.portfolio.workbook.reading import letter_of
from huoshui.portfolio.workbook.rendering import example_rows, rows_of
from huoshui.portfolio.workbook.sheets import CHOICES, GUIDE, SHEETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from huoshui.portfolio.book import Book
    from huoshui.portfolio.kinds import Node
    from huoshui.portfolio.workbook.cells import Written
    from huoshui.portfolio.workbook.sheets import Column, Sheet

#: Rows below what is written that have drop-downs, ids that a list of one sheet can show, and of several together.
_PREPARED, _IDS, _MIXED = 2000, 50_000, 1000
_LONGEST, _MOST_ROWS = 32_767, 1_000_000
#: Numbers of more digits are kept as text: spreadsheets round them.
_DIGITS = 15
_FIRST_DAY = date(1900, 3, 1)  # before it, spreadsheets disagree
_FORMATS = {"amount": "#,##0.00####", "share": "0.00####%", "number": "General", "day": "yyyy-mm-dd"}
_WIDTHS = {"amount": 16, "share": 12, "text": 28, "weights": 44, "checks": 36, "codes": 20, "sectors": 24}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NODES: dict[Node, str] = {"party": "参与方", "fund": "基金", "company": "企业"}
_FREE = frozenset({"codes", "sectors", "currency"})  # a drop-down helps, other words are fine


def as_xlsx(book: Book, examples: Book | None = None) -> bytes:
    """A workbook of a book, below the rows of ``examples`` if there are any. InputError for what no cell can hold."""
    from openpyxl import Workbook

    file = Workbook(write_only=True)
    _write_guide(file.create_sheet(GUIDE))
    lists = _Lists()
    for sheet in SHEETS:
        target = file.create_sheet(sheet.name)
        rows = _Rows(target, sheet)
        rows.write(example_rows(sheet, examples) if examples else iter(()), example=True)
        rows.write(rows_of(sheet, book), example=False)
        lists.drop_downs(target, sheet, rows.count + _PREPARED)
    lists.write(file.create_sheet(CHOICES))
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


class _Rows:
    """The head and rows of one sheet. One cell for each column is filled again and again, which spares its style."""

    def __init__(self, target: Any, sheet: Sheet) -> None:  # noqa: ANN401  # a sheet of openpyxl
        self.target, self.sheet, self.count = target, sheet, 1
        for at, column in enumerate(sheet.columns):
            dimension = target.column_dimensions[letter_of(at)]
            dimension.width = max(_WIDTHS.get(column.form, 14), 2.2 * len(column.head), 32 * (column.field == "name"))
            dimension.number_format = _FORMATS.get(column.form, "@")
        target.freeze_panes = "C2"
        target.append([_head(target, column) for column in sheet.columns])

    def write(self, rows: Iterator[list[Written]], *, example: bool) -> None:
        """Append rows. InputError for too many, and for what no cell can hold."""
        values = [self._styled(_FORMATS.get(column.form, "General"), example) for column in self.sheet.columns]
        texts = [self._styled("@", example) for _ in values]
        quotes = [self._styled("@", example) for _ in values]
        for one in quotes:
            one.quotePrefix = True
        for row in rows:
            self.count += 1
            if self.count > _MOST_ROWS:
                told = "has more rows than a sheet can hold: export to a folder of CSV files"
                raise InputError(f"{self.sheet.name}: {told}")
            made: list[Any] = []
            for at, value in enumerate(row):
                if value is None:
                    made.append(None)
                    continue
                plain = self._kept(value, at)
                if not isinstance(plain, str):
                    cell = values[at]
                    cell.value = plain
                else:
                    cell = (quotes if plain.startswith(FORMULA_STARTS) else texts)[at]
                    cell.value, cell.data_type = plain, "s"  # a text even where it looks like a formula
                made.append(cell)
            self.target.append(made)

    def _styled(self, number_format: str, example: bool) -> Any:  # noqa: ANN401, FBT001  # a cell of openpyxl
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font

        cell = WriteOnlyCell(self.target)
        cell.number_format = number_format
        if example:
            cell.font = Font(italic=True, color="808080")
        return cell

    def _kept(self, value: str | Decimal | date, at: int) -> str | Decimal | date:
        """The value, as a text where a spreadsheet would not keep it."""
        if isinstance(value, Decimal):
            return value if len(value.as_tuple().digits) <= _DIGITS else format(value, "f")
        if isinstance(value, date):
            return value if value >= _FIRST_DAY else value.isoformat()
        if len(value) > _LONGEST or _UNPRINTABLE.search(value):
            where = f"{self.sheet.name}!{letter_of(at)}{self.count}"
            raise InputError(f"{where}: a text that no XLSX cell can hold: export to a folder of CSV files")
        return value


def _head(target: Any, column: Column) -> Any:  # noqa: ANN401  # a sheet and a cell of openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill

    cell = WriteOnlyCell(target, column.head)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.fill = PatternFill("solid", fgColor="FFF2CC" if column.needed else "E7E6E6")
    cell.comment = Comment(note_of(column), "活水 Huoshui", height=140, width=320)
    return cell


def _write_guide(target: Any) -> None:  # noqa: ANN401  # a sheet of openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    for letter, width in (("A", 18), ("B", 70), ("C", 70)):
        target.column_dimensions[letter].width = width
    for number, row in enumerate(guide()):
        cells = [WriteOnlyCell(target, text) for text in row]
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 0)
        target.append(cells)


class _Lists:
    """The page of choices, and the drop-downs that show what stands on it."""

    def __init__(self) -> None:
        self.choices = choices()
        self.mixed: list[tuple[Node, ...]] = []
        for sheet in SHEETS:
            for column in sheet.columns:
                if len(column.nodes) > 1 and _ordered(column) not in self.mixed:
                    self.mixed.append(_ordered(column))

    def drop_downs(self, target: Any, sheet: Sheet, rows: int) -> None:  # noqa: ANN401  # a sheet of openpyxl
        """Drop-downs of a sheet down to this row."""
        from openpyxl.worksheet.datavalidation import DataValidation

        for at, column in enumerate(sheet.columns):
            source = self._source(column)
            if source is None:
                continue
            validation = DataValidation(type="list", formula1=source, allow_blank=True)
            validation.errorStyle = "warning" if column.nodes else "stop"
            validation.showErrorMessage = column.form not in _FREE
            validation.error = "不在下拉列表中 / not in the list"
            letter = letter_of(at)
            validation.add(f"{letter}2:{letter}{rows}")
            target.data_validations.append(validation)

    def _source(self, column: Column) -> str | None:
        """Where the choices of a column stand."""
        if len(column.nodes) == 1:
            name = _NODES[_ordered(column)[0]]
            return f"OFFSET({name}!$A$2,0,0,MAX(1,COUNTA({_ids(name)})),1)"
        if column.nodes:
            at = len(self.choices) + len(_NODES) + self.mixed.index(_ordered(column))
            total = "+".join(self._count(node) for node in _ordered(column))
            return f"OFFSET({CHOICES}!${letter_of(at)}$2,0,0,MIN({_MIXED},MAX(1,{total})),1)"
        for at, choice in enumerate(self.choices):
            if choice.fits(column):
                letter = letter_of(at)
                return f"{CHOICES}!${letter}$2:${letter}${len(choice.words) + 1}"
        return None

    def _count(self, node: Node) -> str:
        return f"{CHOICES}!${letter_of(len(self.choices) + list(_NODES).index(node))}$2"

    def write(self, target: Any) -> None:  # noqa: ANN401  # a sheet of openpyxl
        """The page: a column for each list, then how many ids there are, then ids of several sheets in one."""
        counted = [f"{name}数" for name in _NODES.values()]
        mixed = ["或".join(_NODES[node] for node in nodes) for nodes in self.mixed]
        target.freeze_panes = "A2"
        for at in range(len(self.choices) + len(counted) + len(mixed)):
            target.column_dimensions[letter_of(at)].width = 22
        target.append([choice.head for choice in self.choices] + counted + mixed)
        for number in range(1, _MIXED + 1):
            words = [choice.words[number - 1] if number <= len(choice.words) else None for choice in self.choices]
            counts = [f"=COUNTA({_ids(name)})" if number == 1 else None for name in _NODES.values()]
            target.append([*words, *counts, *(self._nth(nodes, number) for nodes in self.mixed)])

    def _nth(self, nodes: Sequence[Node], number: int) -> str:
        """A formula for one of the ids of several sheets, one sheet after the other."""
        formula, before = '""', [self._count(node) for node in nodes]
        for at in reversed(range(len(nodes))):
            rank = "-".join([str(number), *before[:at]])
            name = _NODES[nodes[at]]
            formula = f"IF({rank}<={before[at]},INDEX({_ids(name)},{rank}),{formula})"
        return f"={formula}"


def _ordered(column: Column) -> tuple[Node, ...]:
    return tuple(node for node in _NODES if node in column.nodes)


def _ids(sheet: str) -> str:
    return f"{sheet}!$A$2:$A${_IDS + 1}"
