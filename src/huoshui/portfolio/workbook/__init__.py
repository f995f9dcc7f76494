"""Workbooks: what an officer fills goes into the ledger, and the ledger comes back as such."""

from __future__ import annotations

from huoshui.portfolio.workbook.cells import percent
from huoshui.portfolio.workbook.csvs import as_csvs
from huoshui.portfolio.workbook.faults import CellFault, WorkbookFaults
from huoshui.portfolio.workbook.importing import import_workbook, is_folder, read_workbook
from huoshui.portfolio.workbook.pages import examples
from huoshui.portfolio.workbook.rendering import cell_of
from huoshui.portfolio.workbook.sheets import SHEETS, Column, Sheet
from huoshui.portfolio.workbook.writing import as_xlsx

__all__ = [
    "SHEETS",
    "CellFault",
    "Column",
    "Sheet",
    "WorkbookFaults",
    "as_csvs",
    "as_xlsx",
    "cell_of",
    "examples",
    "import_workbook",
    "is_folder",
    "percent",
    "read_workbook",
]
