"""Many names taken apart at once: a row for each, in as many processes as the machine has cores for."""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import threading
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from huoshui.registry.resolution.names import NameParts, lookalikes, parse_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from multiprocessing.connection import Connection

    import pyarrow as pa

    from huoshui.registry.resolution.mentions import Mention

    _Maker = Callable[[Sequence[str]], pa.Table]

#: Fewer names than this (a third of a second) are not worth a process.
SHARE = 15_000
#: Rows that are Python objects at a time: new memory costs more than the work on it.
_BATCH = 4096
_SHORT = 5
#: Each name comes once here: there is nothing to remember.
_parse = parse_name.__wrapped__
_COMMON = frozenset(
    {
        "资本",
        "管理",
        "基金管理",
        "私募基金管理",
        "创投",
        "创业投资",
        "资产",
        "基金",
        "集团",
        "投资",
        "产业",
        "股权投资",
        "私募",
        "有限",
        "公司",
        "股份",
    }
)
_COLUMNS = {
    "plain": "text",
    "key": "text",
    "rest": "text",
    "stem": "text",
    "unplaced": "text",
    "core": "text",
    "trades": "texts",
    "g_trades": "texts",
    "shape": "text",
    "initials": "text",
    "pattern": "text",
    "openings": "texts",
    "brand": "text",
    "short": "flag",
    "legal": "flag",
    "generic": "flag",
    "role": "text",
    "g_tier": "text",
    "place": "text",
    "phase": "number",
    "number": "number",
    "year": "number",
    "g_numerals": "text",
    "g_skeleton": "text",
}


@dataclass(frozen=True, slots=True)
class Names:
    """Names taken apart.

    ``table`` has a row for each name that a mention bears, ``rows`` says which; ``keys`` are the keys of these and of
    all names besides, ``telling`` the aliases that can be known again outside of their document: 产业基金 and
    低空经济产业基金 cannot.
    """

    table: pa.Table
    rows: Mapping[str, int]
    keys: Mapping[str, str]
    telling: frozenset[str]


def take_apart(mentions: Sequence[Mention], processes: int = 1) -> Names:
    """All names that mentions state: their own, aliases, and those of managers, backers and parents."""
    rows = {name: row for row, name in enumerate(dict.fromkeys(mention.name for mention in mentions))}
    aliases = {alias for mention in mentions for alias in mention.aliases}
    others = list(aliases.union(*(names for one in mentions for names in _parties(one))) - rows.keys())
    table = _spread(_table, list(rows), processes)
    found = _spread(_keys, others, processes)
    keys = dict(zip(rows, table["key"].to_pylist(), strict=True))
    keys |= zip(others, found["key"].to_pylist(), strict=True)
    telling = frozenset(alias for alias in aliases if _tells(parse_name(alias)))
    return Names(table, rows, keys, telling)


def _parties(mention: Mention) -> Iterator[tuple[str, ...]]:
    yield mention.managers
    yield mention.backers
    if mention.parent:
        yield (mention.parent,)


def _tells(parts: NameParts) -> bool:
    return not parts.generic or bool(parts.place)


def processes() -> int:
    """How many processes may take names apart: one for each core this one may use.

    One alone where forking is not safe: beside other threads, which may hold a lock that a fork would never see
    released (in a web server, say), and on systems whose libraries do not stand it.
    """
    if sys.platform != "linux" or threading.active_count() > 1 or multiprocessing.current_process().daemon:
        return 1
    return len(os.sched_getaffinity(0))


def _spread(make: _Maker, names: Sequence[str], processes: int) -> pa.Table:
    """A row for each name, in their order; the same whatever the number of processes."""
    import pyarrow as pa

    size = max(1, -(-len(names) // max(1, min(processes, len(names) // SHARE))))
    workers = [_Worker(make, names[start : start + size]) for start in range(size, len(names), size)]
    try:
        return pa.concat_tables([make(names[:size]), *(worker.table() for worker in workers)])
    finally:
        for worker in workers:
            worker.end()


class _Worker:
    """A forked process that takes a share of the names apart: it needs no imports and no tables read anew."""

    def __init__(self, make: _Maker, names: Sequence[str]) -> None:
        context = multiprocessing.get_context("fork")
        self._make, self._names = make, names
        self._found, out = context.Pipe(duplex=False)
        # One text, for to touch each name would have the system copy most of this process's memory.
        self._process = context.Process(target=_work, args=(make, json.dumps(names), out), daemon=True)
        self._process.start()
        out.close()

    def table(self) -> pa.Table:
        """Its rows; taken apart here should the process have died."""
        import pyarrow as pa

        try:
            return pa.ipc.open_stream(self._found.recv_bytes()).read_all()
        except EOFError:
            return self._make(self._names)

    def end(self) -> None:
        """End the process, whatever it is at."""
        self._found.close()
        self._process.kill()
        self._process.join()


def _work(make: _Maker, names: str, out: Connection) -> None:
    """In the worker: rows out as an Arrow stream."""
    import pyarrow as pa

    table = make(json.loads(names))
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    out.send_bytes(sink.getvalue())


def _table(names: Iterable[str]) -> pa.Table:
    return arrow(_COLUMNS, map(_row, names))


def _keys(names: Iterable[str]) -> pa.Table:
    return arrow({"key": "text"}, ((_parse(name).key,) for name in names))


def arrow(columns: Mapping[str, str], rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    """Rows as an Arrow table; ``columns`` says what each holds."""
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "flag": pa.bool_(),
        "number": pa.int32(),
        "large": pa.int64(),
    }
    schema = pa.schema([(name, types[kind]) for name, kind in columns.items()])
    rest = iter(rows)
    batches = []
    while some := list(islice(rest, _BATCH)):
        values = zip(zip(*some, strict=True), schema.types, strict=True)
        batches.append(pa.record_batch([pa.array(column, kind) for column, kind in values], schema=schema))
    return pa.Table.from_batches(batches, schema)


def _row(name: str) -> tuple[Any, ...]:
    parts = _parse(name)
    short = not parts.legal and 2 <= len(parts.plain) <= _SHORT + (len(parts.plain) - len(parts.rest))
    return (
        parts.plain,
        parts.key,
        parts.rest,
        parts.stem,
        parts.unplaced or None,
        parts.core,
        parts.trades,
        [word for word in parts.trades if word not in _COMMON],
        parts.plain.translate(lookalikes()),
        parts.heads + parts.initials,
        "%" + "%".join(parts.plain.replace("%", "")) + "%" if short else None,
        _openings(parts, short=short),
        parts.brand,
        short,
        parts.legal,
        parts.generic,
        parts.role,
        parts.tier,
        "/".join(parts.place),
        *parts.ordinals,
        parts.numerals,
        parts.skeleton,
    )


def _openings(parts: NameParts, *, short: bool) -> list[str]:
    """Two characters with which an abbreviation begins, or may begin: marked + with the place before them (沪创)."""
    if short:
        return [parts.rest[:2]] if parts.place else [parts.rest[:2], f"+{parts.plain[:2]}"]
    if len(parts.rest) < 4:
        return []
    first, others = parts.initials[:1], parts.initials[1:_SHORT]
    return [*dict.fromkeys([first + other for other in others]), *[f"+{letter}{first}" for letter in parts.heads]]
