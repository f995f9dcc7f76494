"""The ledger in its database: an append-only journal, entered whole or not at all."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

from sqlalchemy import or_, select

from huoshui.portfolio import checks
from huoshui.portfolio.book import Book, Company, Event, Fund, Party
from huoshui.portfolio.journal import FIELDS, journal_of_rows
from huoshui.portfolio.posting import EVENTS, Posted, Posting, stored_nodes, stored_obligations, stored_rates
from huoshui.portfolio.rows import event_of
from huoshui.portfolio.snapshot import Snapshot
from huoshui.portfolio.vocabulary import Kind
from huoshui.registry import portfolio_schema as tables
from huoshui.registry import waiting
from huoshui.registry.engine import open_engine, reading
from huoshui.registry.engine import writing as transaction
from huoshui.registry.loading import chunks
from huoshui.registry.schema import revisions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import ColumnElement, Connection

    from huoshui.portfolio.journal import Journal


_e = tables.events.c


@dataclass(frozen=True, slots=True)
class Entry:
    """What was entered together: when (ISO in UTC), by whom, and what it was."""

    id: int
    made: str
    author: str
    what: str
    events: int


class Record(NamedTuple):
    """An event and with what it was entered."""

    event: Event
    entry: Entry


class Ledger:
    """The ledger of a database. Safe for several threads and processes; DatabaseError from every method.

    ``url`` as for the registry: a family may share its database or have one of its own.
    """

    def __init__(self, url: str, *, create: bool = True, on_wait: Callable[[], None] = waiting.warn) -> None:
        self.url = url
        self._engine = open_engine(url, create=create, on_wait=on_wait)
        self._snapshot: tuple[int, Snapshot] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database's connections."""
        self._engine.dispose()

    def post(self, book: Book, *, author: str, what: str, dry: bool = False) -> Posted:
        """Enter a book: what is new is added, what is there just so is left, a node that differs is amended.

        Raises LedgerFaults where an event differs from the recorded one of its id, or where anything would not hold.
        The write lock is held from before the checks, so that writers beside this one cannot break them together.
        If ``dry``, everything is checked and counted, and nothing written.
        """
        with transaction(self._engine, self.url) as connection:
            return Posting(connection, book).run(author, what, dry=dry)

    def book(self) -> Book:
        """Everything in the ledger, in the order in which it was entered."""
        with reading(self._engine, self.url) as connection:
            nodes = stored_nodes(connection)
            rows = connection.execute(EVENTS.order_by(_e.position))
            return Book(
                tuple(node for node in nodes if isinstance(node, Party)),
                tuple(node for node in nodes if isinstance(node, Fund)),
                tuple(node for node in nodes if isinstance(node, Company)),
                tuple(map(event_of, rows)),
                stored_rates(connection),
                stored_obligations(connection),
            )

    def snapshot(self) -> Snapshot:
        """The whole ledger for computing on; kept until somebody writes."""
        with reading(self._engine, self.url) as connection:
            revision: int = connection.execute(select(revisions.c.number)).scalar_one()
            if self._snapshot is None or self._snapshot[0] != revision:
                nodes, rates = stored_nodes(connection), stored_rates(connection)
                setting = checks.Setting.of(nodes, rates)
                staked = _some(connection, or_(_e.stake.is_not(None), _e.reverses != ""))
                recognised = _some(connection, _e.kind == Kind.RECOGNITION.value)
                obligations = stored_obligations(connection)
                journal = _journal(connection, setting)
                self._snapshot = revision, Snapshot(nodes, setting, journal, staked, obligations, recognised)
            return self._snapshot[1]

    def events(self, ids: Iterable[str]) -> tuple[Event, ...]:
        """The events of these ids, in the order of their days."""
        with reading(self._engine, self.url) as connection:
            found = [
                event_of(row) for some in chunks(list(ids)) for row in connection.execute(EVENTS.where(_e.id.in_(some)))
            ]
        return tuple(sorted(found, key=lambda event: (event.day, event.id)))

    def records(self, ids: Iterable[str]) -> tuple[Record, ...]:
        """The events of these ids with their entries, in the order of their days."""
        columns = (*EVENTS.selected_columns, *tables.entries.c)
        query = select(*columns).join_from(tables.events, tables.entries)
        with reading(self._engine, self.url) as connection:
            rows = [row for some in chunks(list(ids)) for row in connection.execute(query.where(_e.id.in_(some)))]
        size = len(Event._fields)
        found = (Record(event_of(row[:size]), Entry(*row[size:])) for row in rows)
        return tuple(sorted(found, key=lambda one: (one.event.day, one.event.id)))

    def entries(self) -> tuple[Entry, ...]:
        """What was entered, the newest first."""
        with reading(self._engine, self.url) as connection:
            rows = connection.execute(select(tables.entries).order_by(tables.entries.c.id.desc()))
            return tuple(Entry(*row) for row in rows)


def _some(connection: Connection, condition: ColumnElement[bool]) -> tuple[Event, ...]:
    return tuple(map(event_of, connection.execute(EVENTS.where(condition).order_by(_e.position))))


def _journal(connection: Connection, setting: checks.Setting) -> Journal:
    """The whole journal: of half a million events every wrapping of a row would be felt."""
    columns = ", ".join(connection.dialect.identifier_preparer.quote(name) for name in FIELDS)
    cursor = connection.connection.cursor()
    collecting = gc.isenabled()
    gc.disable()  # rows make no cycles, and the collector would walk through all of them again and again
    try:
        cursor.execute(f"SELECT {columns} FROM {tables.events.name} ORDER BY position")  # noqa: S608  # our own names
        return journal_of_rows(cursor.fetchall(), setting.place)
    finally:
        cursor.close()
        if collecting:
            gc.enable()
