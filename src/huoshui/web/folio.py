"""The portfolio behind pages and API: its ledger is opened when somebody first asks, in the registry's database."""

from __future__ import annotations

from datetime import date, datetime
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from huoshui.errors import InputError

if TYPE_CHECKING:
    from huoshui.portfolio.family import Families, Family, Tree
    from huoshui.portfolio.ledger import Ledger
    from huoshui.portfolio.reinvestment import Progress
    from huoshui.portfolio.snapshot import Snapshot

DAYS_KEPT = 8
#: What a family is counted in where nobody says otherwise.
CURRENCY = "CNY"


class Folio:
    """The families of one database. Safe for several threads."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = Lock()
        self._opened: tuple[Ledger, Families] | None = None
        self._trees: WeakKeyDictionary[Family, Tree] = WeakKeyDictionary()
        self._stood: dict[date, tuple[Snapshot, tuple[Progress, ...]]] = {}

    @property
    def ledger(self) -> Ledger:
        """The ledger. InputError where the extra ``portfolio`` is not installed, DatabaseError."""
        return self._open()[0]

    def at(self, day: date, currency: str = CURRENCY) -> Family:
        """The family as of the end of a day. Errors as for ``ledger``."""
        return self._open()[1].at(day, currency)

    def tree(self, family: Family) -> Tree:
        """The family as a graph, kept as long as the family is."""
        with self._lock:
            found = self._trees.get(family)
        if found is None:
            found = family.tree()
            with self._lock:
                self._trees[family] = found
        return found

    def reinvestment(self, day: date) -> tuple[Progress, ...]:
        """How every obligation stands at the end of a day; the last days asked for are kept until somebody writes."""
        from huoshui.portfolio.reinvestment import overview

        snapshot = self.ledger.snapshot()
        with self._lock:
            kept = self._stood.get(day)
        if kept is None or kept[0] is not snapshot:
            kept = snapshot, overview(snapshot, snapshot.obligations, day)
            with self._lock:
                if len(self._stood) >= DAYS_KEPT:
                    self._stood.clear()
                self._stood[day] = kept
        return kept[1]

    def close(self) -> None:
        """Let go of the database."""
        with self._lock:
            if self._opened:
                self._opened[0].close()
            self._opened = None

    def _open(self) -> tuple[Ledger, Families]:
        with self._lock:
            if self._opened is None:
                # Imported here: numpy and scipy are an extra, and nobody else who serves pages needs them.
                from huoshui.portfolio.family import Families
                from huoshui.portfolio.ledger import Ledger

                ledger = Ledger(self._url, create=False)
                self._opened = ledger, Families(ledger)
            return self._opened


def read_day(text: str) -> date:
    """The day of an address, today where it names none. InputError."""
    if not text:
        return datetime.now().astimezone().date()
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{text[:40]!r} is no day: write it as 2026-01-29") from error
    if not 1949 <= day.year <= 2199:
        raise InputError(f"{day} is not between 1949 and 2199")
    return day
