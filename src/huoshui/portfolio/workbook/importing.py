"""A workbook or a folder of CSV files goes into the ledger: all of it, or nothing and a list of its faults."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from huoshui.documents.files import MAX_BINARY, read_limited, shown
from huoshui.errors import InputError
from huoshui.portfolio.posting import LedgerFaults
from huoshui.portfolio.workbook.csvs import read_csvs
from huoshui.portfolio.workbook.faults import Faults
from huoshui.portfolio.workbook.reading import read_grids
from huoshui.portfolio.workbook.xlsx import read_xlsx

if TYPE_CHECKING:
    from huoshui.portfolio.book import Book
    from huoshui.portfolio.ledger import Ledger
    from huoshui.portfolio.posting import Posted
    from huoshui.portfolio.workbook.reading import Reading


def is_folder(place: str) -> bool:
    """Whether a place means a folder of CSV files: it is a folder, or ends as one does."""
    return place.endswith(("/", "\\")) or Path(place).is_dir()


def read_workbook(place: str) -> Reading:
    """The book of a workbook, or of a folder of CSV files, with the faults of its cells.

    Raises InputError for what cannot be opened at all.
    """
    faults = Faults()
    if is_folder(place):
        return read_grids(read_csvs(Path(place)), faults)
    if Path(place).suffix.lower() != ".xlsx":
        raise InputError(f"{shown(place)}: an .xlsx workbook or a folder of CSV files is read; save it as .xlsx")
    with warnings.catch_warnings():  # openpyxl warns of what it passes over
        warnings.simplefilter("ignore")
        return read_grids(read_xlsx(read_limited(Path(place), MAX_BINARY), shown(place)), faults)


def book_of(place: str) -> Book:
    """The book of a workbook. WorkbookFaults where any cell cannot be read."""
    reading = read_workbook(place)
    if reading.faults:
        raise reading.faults.error(shown(place))
    return reading.book


def import_workbook(ledger: Ledger, place: str, *, author: str, dry: bool = False) -> Posted:
    """Enter a workbook into a ledger; if ``dry``, only say what would be entered.

    Raises WorkbookFaults with every fault by its cell; then nothing was entered.
    """
    reading = read_workbook(place)
    if reading.faults:
        raise reading.faults.error(shown(place))
    try:
        return ledger.post(reading.book, author=author, what=f"导入 {Path(place).name}", dry=dry)
    except LedgerFaults as error:
        for fault in error.faults:
            reading.faults.add(reading.told(fault))
        raise reading.faults.error(shown(place)) from error
