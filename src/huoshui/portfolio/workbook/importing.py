"""A workbook or a folder of CSV files goes into the ledger: all of it, or nothing and a list of its faults."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from huoshui.documents.files import MAX_BINARY, read_limited, shown
from huoshui.errors import InputError
from huoshui.portfolio import checks
from huoshui.portfolio.posting import LedgerFaults
from huoshui.portfolio.workbook.csvs import read_csvs
from huoshui.portfolio.workbook.faults import Faults
from huoshui.portfolio.workbook.reading import read_grids
from huoshui.portfolio.workbook.sheets import BY_NAME
from huoshui.portfolio.workbook.xlsx import read_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from huoshui.portfolio.checks import Fault
    from huoshui.portfolio.ledger import Ledger
    from huoshui.portfolio.posting import Posted
    from huoshui.portfolio.rows import Node
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


def import_workbook(ledger: Ledger, place: str, *, author: str, dry: bool = False) -> Posted:
    """Enter a workbook into a ledger; if ``dry``, only say what would be entered.

    Raises WorkbookFaults with every fault by its cell; then nothing was entered. What hangs on sums, on the order of
    days or on other events is told only when everything else is right.
    """
    reading = read_workbook(place)
    refused: tuple[Fault, ...] = ()
    if not reading.faults:
        try:
            return ledger.post(reading.book, author=author, what=f"导入 {Path(place).name}", dry=dry)
        except LedgerFaults as error:
            refused = error.faults
    for fault in dict.fromkeys((*refused, *_by_themselves(reading, ledger.snapshot().nodes))):
        reading.faults.add(reading.told(fault))
    raise reading.faults.error(shown(place), list(BY_NAME))


def _by_themselves(reading: Reading, stored: Sequence[Node]) -> Iterator[Fault]:
    """The faults that rows have by themselves, those of events with parties or funds in doubt left out.

    Whoever stands on a row that cannot be read counts as there.
    """
    book = reading.book
    nodes = {node.id: node for node in (*stored, *reading.doubtful, *book.nodes())}
    setting = checks.Setting.of(nodes.values(), book.rates)
    of_nodes = list(checks.node_faults(book, setting))
    parts: dict[str, tuple[Node, ...]] = {"party": book.parties, "fund": book.funds, "company": book.companies}
    doubtful = {node.id for node in reading.doubtful}
    doubtful |= {parts[fault.of][fault.place].id for fault in of_nodes if fault.of in parts}
    yield from of_nodes
    yield from checks.obligation_faults(book, setting)
    for fault in checks.form_faults(book.events, setting):
        event = book.events[fault.place]
        if doubtful.isdisjoint((event.holder, event.held, event.other)):
            yield fault
