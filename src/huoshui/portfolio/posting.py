"""Entering a book into the ledger: compared with what is recorded, checked as one with it, written as one entry."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, insert, or_, select, update

from huoshui.errors import InputError
from huoshui.portfolio import checks
from huoshui.portfolio.book import Event, Rate
from huoshui.portfolio.journal import journal_of
from huoshui.portfolio.rows import (
    event_of,
    event_row,
    identified,
    node_data,
    node_of,
    obligation_data,
    obligation_of,
)
from huoshui.registry import portfolio_schema as tables
from huoshui.registry.bulk import load_rows
from huoshui.registry.loading import chunks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from huoshui.portfolio.book import Book, Obligation
    from huoshui.portfolio.checks import Fault
    from huoshui.portfolio.rows import Node

_e, _n, _r, _o = tables.events.c, tables.nodes.c, tables.rates.c, tables.obligations.c
#: A query for events as ``event_of`` takes them.
EVENTS = select(*(_e[name] for name in Event._fields))
#: With more ids than this concerned, reading the whole journal is quicker than asking for theirs.
_MANY = 400
_SHOWN = 5


class LedgerFaults(InputError):
    """What was to be entered breaks what must hold; nothing of it was entered. ``faults`` are all that were found."""

    code = "ledger"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        told = "; ".join(fault.en for fault in self.faults[:_SHOWN])
        more = f"; and {len(self.faults) - _SHOWN} more" if len(self.faults) > _SHOWN else ""
        super().__init__(f"nothing was entered, {len(self.faults)} faults: {told}{more}")


class Posted(NamedTuple):
    """What an entry added: nothing has the number 0. ``unchanged`` counts what was there already, just so.

    ``amended`` counts nodes and obligations.
    """

    entry: int
    events: int
    nodes: int
    amended: int
    rates: int
    unchanged: int
    obligations: int


class Posting:
    """One entry while it is checked and written; the caller holds the write lock."""

    def __init__(self, connection: Connection, book: Book) -> None:
        self.connection, self.book = connection, book
        self.events = identified(book.events)
        self.stored: Mapping[str, Node] = {node.id: node for node in stored_nodes(connection)}
        self.obliged = {one.id: one for one in stored_obligations(connection)}
        self.known = {(rate.day, rate.currency, rate.into): rate for rate in stored_rates(connection)}
        ids = [event.id for event in self.events] if _any_events(connection) else []
        rows = (row for some in chunks(ids) for row in connection.execute(EVENTS.where(_e.id.in_(some))))
        self.recorded = {row[0]: event_of(row) for row in rows}

    def run(self, author: str, what: str, *, dry: bool = False) -> Posted:
        """Enter the book; if ``dry``, only say what would be entered. Raises LedgerFaults."""
        nodes = list(self.book.nodes())
        fresh = [node for node in nodes if node.id not in self.stored]
        amended = [node for node in nodes if node.id in self.stored and self.stored[node.id] != node]
        rates = [rate for rate in self.book.rates if self.known.get(rate[:3]) != rate]
        new = [(place, event) for place, event in enumerate(self.events) if event.id not in self.recorded]
        if faults := self._faults(new):
            raise LedgerFaults(faults)
        obliged = [one for one in self.book.obligations if one.id not in self.obliged]
        changed = [one for one in self.book.obligations if self.obliged.get(one.id, one) != one]
        given = len(nodes) + len(self.events) + len(self.book.rates) + len(self.book.obligations)
        added = len(new), len(fresh), len(amended) + len(changed), len(rates)
        unchanged = given - sum(added) - len(obliged)
        if dry or (not any(added) and not obliged):
            return Posted(0, *added, unchanged, len(obliged))
        entry = self._entry(author, what, len(new))
        self._write_nodes(entry, fresh, amended)
        self._write_rates(entry, rates)
        self._write_obligations(entry, obliged, changed)
        self._write_events(entry, [event for _, event in new])
        return Posted(entry, *added, unchanged, len(obliged))

    def _faults(self, new: Sequence[tuple[int, Event]]) -> list[Fault]:
        """All faults of one sort: those of nodes first, for they make others."""
        everybody = dict(self.stored) | {node.id: node for node in self.book.nodes()}
        rates = self.known | {rate[:3]: rate for rate in self.book.rates}
        setting = checks.Setting.of(everybody.values(), rates.values())
        found = [*checks.node_faults(self.book, setting), *self._of_another_sort(), *self._other_rates()]
        found = found or list(checks.obligation_faults(self.book, setting))
        return found or list(self._changed()) or self._event_faults(new, setting)

    def _of_another_sort(self) -> Iterator[Fault]:
        groups: tuple[tuple[str, Sequence[Node]], ...] = (
            ("party", self.book.parties),
            ("fund", self.book.funds),
            ("company", self.book.companies),
        )
        for of, nodes in groups:
            for place, node in enumerate(nodes):
                if node.id in self.stored and checks.sort_of(self.stored[node.id]) != of:
                    zh, en = f"编号“{node.id}”已用于另一类主体", f"{node.id!r} is recorded as something else"
                    yield checks.Fault(place, "id", zh, en, checks.sort_of(node))

    def _other_rates(self) -> Iterator[Fault]:
        for place, rate in enumerate(self.book.rates):
            was = self.known.get(rate[:3])
            if was is not None and was.rate != rate.rate:
                zh, en = f"{rate.day} 的汇率已登记为 {was.rate}", f"the rate of {rate.day} is recorded as {was.rate}"
                yield checks.Fault(place, "rate", zh, en, "rate")

    def _changed(self) -> Iterator[Fault]:
        """Ids twice, and events that differ from the recorded ones of their ids."""
        seen: set[str] = set()
        for place, event in enumerate(self.events):
            if event.id in seen:
                yield checks.Fault(place, "id", f"编号“{event.id}”重复", f"{event.id!r} stands twice")
            elif event.id in self.recorded and self.recorded[event.id] != event:
                zh = f"“{event.id}”已登记且内容不同：账不可改，请冲销后重新登记"
                en = f"{event.id!r} is recorded otherwise: reverse it and enter it anew under another id"
                yield checks.Fault(place, "id", zh, en)
            seen.add(event.id)

    def _event_faults(self, new: Sequence[tuple[int, Event]], setting: checks.Setting) -> list[Fault]:
        """The faults of the new events, placed as in the book."""
        added = [event for _, event in new]
        faults = checks.form_faults(added, setting)
        if not faults and added:
            touched = self._touched(added)
            stored = self._concerned(touched, [event.reverses for event in added if event.reverses])
            together, first = [*stored, *added], len(stored)
            found = [*checks.reversal_faults(together, first), *checks.stake_faults(together, first)]
            own = {setting.place[name] for name in touched}
            found = found or checks.running_faults(journal_of(together, setting.place), setting, first, own)
            faults = [fault._replace(place=max(fault.place - first, 0)) for fault in found]
        return [fault._replace(place=new[fault.place][0]) for fault in faults]

    def _touched(self, added: Sequence[Event]) -> set[str]:
        """Whoever the new events concern, and those that they reverse."""
        touched = {side for event in added for side in (event.holder, event.held, event.other) if side}
        for some in chunks([event.reverses for event in added if event.reverses]):
            rows = self.connection.execute(select(_e.holder, _e.held, _e.other).where(_e.id.in_(some)))
            touched.update(side for row in rows for side in row if side)
        return touched

    def _concerned(self, touched: set[str], undone: Sequence[str]) -> list[Event]:
        """All recorded events of these nodes, their reversals, and those that are to be undone."""
        if len(touched) > _MANY:
            return [event_of(row) for row in self.connection.execute(EVENTS.order_by(_e.position))]
        theirs = or_(_e.holder.in_(touched), _e.held.in_(touched), _e.other.in_(touched))
        queries = [EVENTS.where(theirs), EVENTS.where(_e.reverses.in_(select(_e.id).where(theirs)))]
        queries += [EVENTS.where(_e.id.in_(some)) for some in chunks(undone)]
        found = {row[0]: row for query in queries for row in self.connection.execute(query)}
        return [event_of(row) for row in found.values()]

    def _entry(self, author: str, what: str, events: int) -> int:
        last: int = self.connection.execute(select(func.coalesce(func.max(tables.entries.c.id), 0))).scalar_one()
        made = datetime.now(UTC).isoformat(timespec="seconds")
        row = {"id": last + 1, "made": made, "author": author, "what": what, "events": events}
        self.connection.execute(insert(tables.entries), [row])
        return last + 1

    def _write_nodes(self, entry: int, fresh: Sequence[Node], amended: Sequence[Node]) -> None:
        columns = ("id", "position", "sort", "name", "data", "entry_id")
        first = len(self.stored)
        rows = (
            (node.id, first + n, checks.sort_of(node), node.name, node_data(node), entry)
            for n, node in enumerate(fresh)
        )
        load_rows(self.connection, tables.nodes.name, columns, rows)
        for node in amended:
            before = self.stored[node.id]
            self._keep(entry, checks.sort_of(before), before.id, before.name, node_data(before))
            after = {"name": node.name, "data": node_data(node), "entry_id": entry}
            self.connection.execute(update(tables.nodes).where(_n.id == node.id).values(**after))

    def _write_obligations(self, entry: int, fresh: Sequence[Obligation], amended: Sequence[Obligation]) -> None:
        first = len(self.obliged)
        for place, one in enumerate(fresh, first):
            row = {"id": one.id, "position": place, "name": one.name, "data": obligation_data(one), "entry_id": entry}
            self.connection.execute(insert(tables.obligations), [row])
        for one in amended:
            before = self.obliged[one.id]
            self._keep(entry, "obligation", before.id, before.name, obligation_data(before))
            after = {"name": one.name, "data": obligation_data(one), "entry_id": entry}
            self.connection.execute(update(tables.obligations).where(_o.id == one.id).values(**after))

    def _keep(self, entry: int, sort: str, name: str, called: str, data: str) -> None:
        """The row as it was before this entry amends it."""
        row = {"entry_id": entry, "sort": sort, "node_id": name, "name": called, "data": data}
        self.connection.execute(insert(tables.amendments), [row])

    def _write_rates(self, entry: int, rates: Sequence[Rate]) -> None:
        rows = [
            {"day": r.day.isoformat(), "currency": r.currency, "into": r.into, "rate": str(r.rate), "entry_id": entry}
            for r in rates
        ]
        if rows:
            self.connection.execute(insert(tables.rates), rows)

    def _write_events(self, entry: int, events: Sequence[Event]) -> None:
        last: int = self.connection.execute(select(func.coalesce(func.max(_e.position), 0))).scalar_one()
        rows = ((last + n, *event_row(event), entry) for n, event in enumerate(events, 1))
        load_rows(self.connection, tables.events.name, ("position", *Event._fields, "entry_id"), rows)


def stored_nodes(connection: Connection) -> tuple[Node, ...]:
    """The recorded parties, funds and companies, in the order in which they came."""
    rows = connection.execute(select(_n.sort, _n.id, _n.name, _n.data).order_by(_n.position))
    return tuple(node_of(*row) for row in rows)


def stored_obligations(connection: Connection) -> tuple[Obligation, ...]:
    """The recorded obligations, in the order in which they came."""
    rows = connection.execute(select(_o.id, _o.name, _o.data).order_by(_o.position))
    return tuple(obligation_of(*row) for row in rows)


def stored_rates(connection: Connection) -> tuple[Rate, ...]:
    """The recorded rates by day."""
    rows = connection.execute(select(_r.day, _r.currency, _r.into, _r.rate).order_by(_r.day, _r.currency, _r.into))
    return tuple(Rate(date.fromisoformat(day), currency, into, Decimal(rate)) for day, currency, into, rate in rows)


def _any_events(connection: Connection) -> bool:
    return connection.execute(select(_e.position).limit(1)).first() is not None
