"""``ingest --engine spark``: the function that reads, extracts and prepares a document, mapped over files.

Workers write into the registry themselves, each document in a transaction of its own, so a repeated task finds what
it has stored; or they write statements as Parquet, and no database is needed.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from huoshui.documents.build import from_text
from huoshui.documents.read import read_all
from huoshui.errors import InputError
from huoshui.extraction import VERSION
from huoshui.ingest import Failure, Report, outcomes, walk
from huoshui.registry import Registry
from huoshui.registry.ids import public_id
from huoshui.registry.rows import Prepared
from huoshui.spark.session import master, session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

    from huoshui.errors import HuoshuiError
    from huoshui.model.document import Document

#: Columns of a table of documents; the first two are needed, the others may be missing or empty.
COLUMNS = ("name", "text", "published", "title", "source", "url")
_SOURCES = "path string, name string, text string, published string, title string, source string, url string"
_COUNTS = "added int, unchanged int, failed array<struct<path: string, message: string>>"
#: Statements as Parquet: ``start`` and ``end`` in code points of the original text. A document that says nothing has
#: one row without a record; a file that could not be read has one with an ``error``.
STATEMENTS = (
    "path string, error string, document string, digest string, version string, document_name string, title string, "
    "source string, url string, published string, record string, kind string, name string, aliases array<string>, "
    "prop string, value string, qualifier string, confidence double, start int, end int, text string"
)
_PER_TASK = 256


def ingest(paths: Sequence[Path], url: str, *, jobs: int = 1, published: str | None = None) -> Report:
    """Take files, folders and Parquet tables of documents (``COLUMNS``) into the registry at ``url``, which is made.

    Workers must be able to reach the files and the database; ``published`` as in ``huoshui.ingest``. InputError for
    an SQLite database and a cluster; a HuoshuiError when Spark gives up, with what was read until then stored.
    """
    with Registry(url) as registry:
        if registry.in_memory or (url.startswith("sqlite") and not master(jobs).startswith("local")):
            raise InputError("workers of Spark cannot reach this database: name a PostgreSQL one, or use --parquet")
    with session(jobs) as spark:
        sources, failures = _sources(spark, paths)
        counts = sources.mapInArrow(partial(_into_database, url=url, published=published), _COUNTS).collect()
    failures += [Failure(f.path, f.message) for row in counts for f in row.failed]
    return Report(
        sum(row.added for row in counts), sum(row.unchanged for row in counts), tuple(sorted(failures, key=_order))
    )


def ingest_to_parquet(paths: Sequence[Path], folder: Path, *, jobs: int = 1, published: str | None = None) -> Report:
    """Read files, folders and Parquet tables of documents; write ``STATEMENTS`` into a new folder.

    InputError when it exists; nothing is skipped, and what is in two files is there twice.
    """
    if folder.exists():
        raise InputError(f"{folder}: exists already: name a new folder")
    with session(jobs) as spark:
        sources, failures = _sources(spark, paths)
        rows = sources.mapInArrow(partial(_into_rows, published=published), STATEMENTS)
        rows.write.parquet(str(folder))
        written = spark.read.parquet(_literally(folder))
        added = written.where("error IS NULL").select("path", "document").distinct().count()
        failed = written.where("error IS NOT NULL").select("path", "error").collect()
    failures += [Failure(row.path, row.error) for row in failed]
    return Report(added, 0, tuple(sorted(failures, key=_order)))


def _order(failure: Failure) -> tuple[str, str]:
    return failure.path, failure.message


def _sources(spark: SparkSession, paths: Sequence[Path]) -> tuple[DataFrame, list[Failure]]:
    """What is to be read, spread over the workers, and paths that lead nowhere."""
    import pyarrow as pa

    tables = [path for path in paths if path.suffix.lower() == ".parquet"]
    files, failures = walk([path for path in paths if path not in tables])
    schema = pa.schema([(name, pa.string()) for name in ("path", *COLUMNS)])
    found = spark.createDataFrame(pa.Table.from_pylist([{"path": path} for path in files], schema), _SOURCES)
    tasks = max(-(-len(files) // _PER_TASK), min(len(files), 4 * spark.sparkContext.defaultParallelism), 1)
    found = found.repartition(tasks)
    for path in tables:
        found = found.unionByName(_table(spark, path))
    return found, failures


def _literally(path: Path) -> str:
    """A path to read from: Spark takes brackets, stars and the like for patterns."""
    return re.sub(r"[\[\]{}*?\\]", r"\\\g<0>", str(path))


def _table(spark: SparkSession, path: Path) -> DataFrame:
    """A Parquet table of documents as sources. InputError where it lacks a column."""
    from pyspark.sql.functions import coalesce, col, lit

    if not path.exists():
        raise InputError(f"{path}: there is no such file: check the path")
    stored = spark.read.parquet(_literally(path))
    missing = [name for name in COLUMNS[:2] if name not in stored.columns]
    if missing:
        raise InputError(f"{path}: no column {', '.join(missing)}; a table of documents has {', '.join(COLUMNS)}")
    columns = (coalesce(col(name).cast("string"), lit("")) if name in stored.columns else lit("") for name in COLUMNS)
    named = [column.alias(name) for column, name in zip(columns, COLUMNS, strict=True)]
    return stored.select(lit(str(path)).alias("path"), *named)


def _documents(row: dict[str, Any], published: str | None) -> Iterator[Document | HuoshuiError]:
    """The documents of a source: of a file, or the one that a table holds."""
    if row["text"] is None:
        yield from read_all(row["path"], published=published)
        return
    about = {name: row[name] for name in ("name", "title", "source", "url", "path")}
    if not row["text"].strip():
        raise InputError(f"{row['path']}: {row['name']} has no text; give a document with text")
    yield from_text(row["text"], published=published or row["published"] or None, **about)


def _outcomes(batch: pa.RecordBatch, published: str | None, known: Callable[[str], bool]) -> Iterator[Any]:
    for row in batch.to_pylist():
        for outcome in outcomes(row["path"], _documents(row, published), known):
            yield row["path"], outcome


def _into_database(batches: Iterable[pa.RecordBatch], *, url: str, published: str | None) -> Iterator[pa.RecordBatch]:
    """In a worker: sources in, counts out."""
    import pyarrow as pa

    failed = pa.list_(pa.struct([("path", pa.string()), ("message", pa.string())]))
    schema = pa.schema([("added", pa.int32()), ("unchanged", pa.int32()), ("failed", failed)])
    with Registry(url, create=False) as registry:
        for batch in batches:
            counts: dict[str, Any] = {"added": 0, "unchanged": 0, "failed": []}
            for path, outcome in _outcomes(batch, published, partial(registry.has, version=VERSION)):
                if isinstance(outcome, Failure):
                    counts["failed"].append({"path": path, "message": outcome.message})
                elif isinstance(outcome, Prepared) and registry.add_prepared(outcome):
                    counts["added"] += 1
                else:
                    counts["unchanged"] += 1
            yield pa.RecordBatch.from_pylist([counts], schema)


def _into_rows(batches: Iterable[pa.RecordBatch], *, published: str | None) -> Iterator[pa.RecordBatch]:
    """In a worker: sources in, statements out."""
    import pyarrow as pa

    types = {"string": pa.string(), "array<string>": pa.list_(pa.string()), "int": pa.int32(), "double": pa.float64()}
    pairs = (column.split() for column in STATEMENTS.split(", "))
    schema = pa.schema([(name, types[kind]) for name, kind in pairs])
    for batch in batches:
        rows: list[dict[str, Any]] = []
        for path, outcome in _outcomes(batch, published, lambda _: False):
            if isinstance(outcome, Prepared):
                rows.extend({"path": path} | row for row in _rows(outcome))
            else:
                rows.append({"path": path, "error": outcome.message})
        yield pa.RecordBatch.from_pylist(rows, schema)


def _rows(prepared: Prepared) -> Iterator[dict[str, Any]]:
    d = prepared.document
    about = {
        "document": public_id(d.id), "digest": d.digest, "version": d.version, "document_name": d.name,
        "title": d.title, "source": d.source, "url": d.url, "published": d.published,
    }  # fmt: skip
    if not prepared.statements:
        yield about
    for s in prepared.statements:
        record = prepared.records[s.record_id]
        yield about | {
            "record": public_id(record.hash), "kind": record.kind, "name": record.name,
            "aliases": record.names_text.split("\n")[1:], "prop": s.prop,
            "value": s.value, "qualifier": s.qualifier, "confidence": s.confidence,
            "start": s.start, "end": s.end, "text": s.text,
        }  # fmt: skip
