"""Mentions of whole corpora, and clusters as tables: from a registry or from statements stored as Parquet."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from huoshui.errors import InputError
from huoshui.registry import schema
from huoshui.registry.engine import open_engine, reading
from huoshui.registry.ids import public_id
from huoshui.registry.resolution.pairs import mention_of, read_mentions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from huoshui.registry.resolution.mentions import Mention, Resolution

#: Records that are of one thing each; ``date`` of the others is not when the thing was set up.
_KINDS = ("Fund", "Financing", "Listing")
#: Properties that name bodies, which are mentions of their own.
_PARTIES = ("manager", "backer", "investor", "sponsor")
_COLUMNS = ("document", "record", "kind", "name", "aliases", "prop", "value")
_TABLE = ("cluster", "id", "kind", "name")

Row = tuple[str, str, str, str, list[str], str, str]


def mentions_of_file(path: Path) -> tuple[Mention, ...]:
    """Mentions of statements that ``ingest --parquet`` wrote, or of a JSON Lines file as ``read_mentions`` takes it.

    InputError for what cannot be read.
    """
    if path.suffix.lower() == ".jsonl":
        return read_mentions(path)
    try:
        import pyarrow as pa
        import pyarrow.dataset as ds
    except ImportError:
        raise InputError("Parquet needs pyarrow: pip install 'huoshui[resolve]'") from None
    try:
        table = ds.dataset(path, format="parquet").to_table(list(_COLUMNS), filter=ds.field("kind").isin(_KINDS))
    except (OSError, pa.ArrowException) as error:
        reason = str(error).partition("\n")[0]
        raise InputError(f"{path}: holds no statements as Parquet ({reason}): make them by ingest --parquet") from None
    return tuple(_mentions(zip(*(table[name].to_pylist() for name in _COLUMNS), strict=True)))


def mentions_of_registry(url: str) -> tuple[Mention, ...]:
    """Mentions of all records in the registry at ``url``; DatabaseError."""
    engine = open_engine(url, create=False)
    try:
        with reading(engine, url) as connection:
            return tuple(
                _mentions(
                    (public_id(one.document), public_id(one.hash), one.kind, one.name, list(one.aliases), prop, value)
                    for one in stored_records(connection, _KINDS)
                    for prop, values in one.stated.items()
                    for value in values
                )
            )
    finally:
        engine.dispose()


class StoredRecord(NamedTuple):
    """A record with what it states, by property, as documents word it from first to last."""

    id: int
    document: int
    hash: int
    kind: str
    name: str
    aliases: tuple[str, ...]
    stated: Mapping[str, list[str]]


def stored_records(connection: Connection, kinds: Sequence[str]) -> Iterator[StoredRecord]:
    """All records of these kinds, by id; rejected statements do not count."""
    r, s = schema.records.c, schema.statements.c
    said = select(s.record_id, s.prop, s.value).join(schema.records, s.record_id == r.id)
    said = said.where(r.kind.in_(kinds), s.review.is_distinct_from("rejected")).order_by(s.record_id, s.position)
    stated: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for record, prop, value in connection.execute(said):
        stated[record][prop].append(value)
    heads = select(r.id, r.document_id, r.hash, r.kind, r.names_text).where(r.kind.in_(kinds)).order_by(r.id)
    for number, document, digest, kind, names in connection.execute(heads):
        name, *aliases = names.split("\n")
        yield StoredRecord(number, document, digest, kind, name, tuple(aliases), stated[number])


def _mentions(rows: Iterable[Row]) -> Iterator[Mention]:
    """A mention of each record and of each party that a document names, in the order of their ids."""
    parties: dict[str, str] = {}
    ordered = sorted({(*row[:4], tuple(row[4] or ()), *row[5:]) for row in rows})
    for (document, record, kind, name, aliases), statements in groupby(ordered, itemgetter(0, 1, 2, 3, 4)):
        context: dict[str, Any] = {"type": kind, "aliases": list(aliases)}
        for *_, prop, value in statements:
            context.setdefault(prop, []).append(value)
            if prop in _PARTIES:
                parties[f"{document}-{value}"] = value
        if kind != "Fund":
            context.pop("date", None)
        yield mention_of(f"{document}-{record}", name, context)
    for number, name in parties.items():
        yield mention_of(number, name, {})


def write_clusters(mentions: Iterable[Mention], resolution: Resolution, *, parquet: bool) -> bytes:
    """A row for each mention: ``cluster`` (the id of its first mention), ``id``, ``kind``, ``name``; else as CSV."""
    names = {mention.id: mention.name for mention in mentions}
    rows = [(c.members[0], one, c.kind, names[one]) for c in resolution.clusters for one in c.members]
    if parquet:
        import pyarrow as pa
        import pyarrow.parquet as pq

        out = io.BytesIO()
        columns = zip(*rows, strict=True) if rows else ((),) * len(_TABLE)
        pq.write_table(pa.table([pa.array(c, pa.string()) for c in columns], list(_TABLE)), out, compression="zstd")
        return out.getvalue()
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows((_TABLE, *rows))
    return text.getvalue().encode()
