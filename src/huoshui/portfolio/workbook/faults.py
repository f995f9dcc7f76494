"""Faults of a workbook by their cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with a cell, in two languages, and what was expected.

    ``row`` as a spreadsheet counts, 0 for a whole sheet; ``column`` its letters, ``heading`` what stands above it.
    """

    sheet: str
    row: int
    column: str
    heading: str
    zh: str
    en: str

    def __str__(self) -> str:
        """The fault for a message of one line."""
        where = f"{self.sheet}!{self.column}{self.row}" if self.row else self.sheet
        return f"{where} {self.heading}: {self.en}" if self.heading else f"{where}: {self.en}"


class WorkbookFaults(InputError):
    """A workbook cannot be taken as it is; nothing of it was. ``faults`` are listed, ``more`` were left off."""

    code = "workbook"

    def __init__(self, where: str, faults: Sequence[CellFault], more: int = 0) -> None:
        self.faults, self.more = tuple(faults), more
        count = len(self.faults) + more
        told = "; ".join(map(str, self.faults[:_SHOWN]))
        rest = f"; and {count - _SHOWN} more" if count > _SHOWN else ""
        super().__init__(f"{where}: nothing was entered, {count} faults: {told}{rest}")


class Faults:
    """The faults of one reading, as they are found; more than ``most`` are counted, not kept."""

    def __init__(self, most: int = 10_000) -> None:
        self.found: list[CellFault] = []
        self.more, self._most = 0, most

    def __bool__(self) -> bool:
        return bool(self.found)

    def add(self, fault: CellFault) -> None:
        """Keep a fault, or count it."""
        if len(self.found) < self._most:
            self.found.append(fault)
        else:
            self.more += 1

    def error(self, where: str, sheets: Sequence[str] = ()) -> WorkbookFaults:
        """All of them as an error, in the order of these sheets and of their rows and columns."""
        order = {name: place for place, name in enumerate(sheets)}

        def place(fault: CellFault) -> tuple[int, int, int, str]:
            return order.get(fault.sheet, -1), fault.row, len(fault.column), fault.column

        return WorkbookFaults(where, sorted(self.found, key=place), self.more)
