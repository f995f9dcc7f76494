"""Mentions of whole corpora, and clusters as tables: from a registry or from statements stored as Parquet."""

from __future__ import annotations

import csv
import io
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from huoshui.errors import InputError
from huoshui.registry import schema
from huoshui.registry.engine import open_engine, reading
from huoshui.registry.ids import public_id
from huoshui.registry.resolution.pairs import mention_of, read_mentions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

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
    r, s = schema.records.c, schema.statements.c
    query = select(r.document_id, r.hash, r.kind, r.name, r.names_text, s.prop, s.value)
    query = query.join(schema.records, s.record_id == r.id).where(r.kind.in_(_KINDS))
    engine = open_engine(url, create=False)
    try:
        with reading(engine, url) as connection:
            return tuple(
                _mentions(
                    (public_id(document), public_id(record), kind, name, names.split("\n")[1:], prop, value)
                    for document, record, kind, name, names, prop, value in connection.execute(query)
                )
            )
    finally:
        engine.dispose()


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
