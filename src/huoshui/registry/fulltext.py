"""Full-text search for Chinese: an index over overlapping character pairs.

Chinese has no spaces, and the databases' own tokenizers miss words of two characters. Every run of letters, digits
and Chinese characters is stored as its overlapping pairs and its last character: ``引导基金`` as ``引导 导基 基金 金``.
What is found is exactly what contains the query's runs.

In SQLite the index is FTS5's: a query becomes the phrase of its pairs, a single character the prefix of a pair. In
PostgreSQL it is an inverted index over the pairs and characters, as numbers that a function of the database works out
of the runs, and what holds all of a longer run's pairs is looked through for the run itself. A tsvector would not do:
it forgets where words stand after 256 of the same, after the 16383rd, and takes no more than a megabyte.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, ColumnElement, column, func, select, table, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.visitors import InternalTraversal

from huoshui.registry.bulk import load_rows
from huoshui.registry.columns import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection, Select, TextClause
    from sqlalchemy.sql.compiler import SQLCompiler

_RUN = re.compile(r"[^\W_]+")


def fold(string: str) -> str:
    """Form in which texts are compared: NFKC, lower case. Queries must come in simplified script: callers convert."""
    return unicodedata.normalize("NFKC", string).casefold()


def grams(string: str) -> str:
    """The tokens of a text, separated by spaces."""
    tokens: list[str] = []
    for run in _RUN.findall(fold(string)):
        tokens.extend(map("".join, pairwise(run)))
        tokens.append(run[-1])
    return " ".join(tokens)


def match_expression(query: str) -> str | None:
    """FTS5 expression that finds every run of ``query``; None when there is nothing to look for.

    Runs hold letters and digits only, so nothing that a user types can reach FTS5's syntax.
    """
    phrases = []
    for run in _RUN.findall(fold(query)):
        pairs = _pairs(run)
        phrases.append(f'"{" ".join(pairs)}"' if pairs else f'"{run}" *')
    return " AND ".join(phrases) or None


def _pairs(run: str) -> list[str]:
    return ["".join(pair) for pair in pairwise(run)]


#: Codes of the characters in runs parted by spaces (32), and of their pairs. They are not kept in the table, since
#: rows that are found are read, and would mostly be codes. They are numbers, since the planner cannot find the
#: statistics of texts in another collation than the database's own. The function is called dear, so that the index is
#: taken.
_CODES = """
CREATE OR REPLACE FUNCTION gram_codes(runs text) RETURNS bigint[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
    SELECT coalesce(array_agg(code), '{}')
    FROM unnest(string_to_array(runs, NULL), (string_to_array(runs, NULL))[2:]) AS pair(one, two),
        LATERAL (VALUES
            (ascii(one)::bigint),
            (CASE WHEN ascii(two) <> 32 THEN ascii(one)::bigint << 21 | ascii(two) END)
        ) AS codes(code)
    WHERE ascii(one) <> 32 AND code IS NOT NULL
$$
"""


class _Either(ColumnElement[bool]):
    """A condition that is written in another way for each database."""

    inherit_cache = True
    _traverse_internals = [  # noqa: RUF012  SQLAlchemy's own form
        ("sqlite", InternalTraversal.dp_clauseelement),
        ("postgresql", InternalTraversal.dp_clauseelement),
    ]

    def __init__(self, sqlite: ColumnElement[bool], postgresql: ColumnElement[bool]) -> None:
        self.sqlite = sqlite
        self.postgresql = postgresql


@compiles(_Either)
def _compile(either: _Either, compiler: SQLCompiler, **options: object) -> str:
    written = either.postgresql if compiler.dialect.name == "postgresql" else either.sqlite
    return str(compiler.process(written, **options))


class FullText:
    """One index. SQLite's keeps no copy of the texts: to remove one, the same text must be given again."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._index = f"CREATE INDEX {name}_grams ON {name} USING gin (gram_codes(runs))"
        self._inverted = table(name, column("id", BigInteger), column("runs", Text))

    def create(self, connection: Connection) -> None:
        """Make the index."""
        if _on_server(connection):
            connection.exec_driver_sql(_CODES)
            columns = 'id bigint PRIMARY KEY, runs text COLLATE "C" NOT NULL'
            connection.execute(text(f"CREATE TABLE {self.name} ({columns})"))
            connection.execute(text(self._index))
            return
        # Every category but separators belongs to tokens: ``grams`` has already cut them.
        categories = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
        options = f"""grams, content='', tokenize="{categories}\""""
        connection.execute(text(f"CREATE VIRTUAL TABLE {self.name} USING fts5({options})"))

    def put(self, connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
        """Index (id, tokens of ``grams``) pairs."""
        ordered = sorted(rows)
        if not ordered:
            return
        if _on_server(connection):
            statement = f"INSERT INTO {self.name} (id, runs) VALUES (%s, %s)"  # noqa: S608  a name of our own
            connection.exec_driver_sql(statement, list(_runs(ordered)))
            return
        statement = f"INSERT INTO {self.name} (rowid, grams) VALUES (?, ?)"  # noqa: S608  a name of our own
        connection.exec_driver_sql(statement, ordered)

    def fill(self, connection: Connection, rows: Iterable[tuple[int, str]]) -> int:
        """Index (id, tokens of ``grams``) pairs as they come, into an empty index; how many they were."""
        if not _on_server(connection):
            return load_rows(connection, self.name, ("rowid", "grams"), rows)
        # Building it over rows that are there takes less than keeping it up to date for each of them.
        connection.execute(text(f"DROP INDEX {self.name}_grams"))
        number = load_rows(connection, self.name, ("id", "runs"), _runs(rows))
        connection.execute(text(self._index))
        return number

    def remove(self, connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
        """Take (id, text as it was indexed) pairs out again."""
        if _on_server(connection):
            ids = [row_id for row_id, _ in rows]
            connection.execute(text(f"DELETE FROM {self.name} WHERE id = ANY(:ids)"), {"ids": ids})  # noqa: S608
            return
        values = [{"id": row_id, "grams": grams(string)} for row_id, string in rows]
        if values:
            statement = f"INSERT INTO {self.name} ({self.name}, rowid, grams) VALUES ('delete', :id, :grams)"  # noqa: S608
            connection.execute(text(statement), values)

    def matching(self, key: ColumnElement[int], query: str) -> ColumnElement[bool] | None:
        """The condition that what ``key`` is the id of holds ``query``; None when there is nothing to look for."""
        expression = match_expression(query)
        if expression is None:
            return None
        return _Either(key.in_(self._match(expression)), key.in_(self._select(query)))

    def found(self, connection: Connection, query: str) -> list[int]:
        """The ids of what holds ``query``; none when there is nothing to look for."""
        expression = match_expression(query)
        if expression is None:
            return []
        statement = self._select(query) if _on_server(connection) else self._match(expression)
        return list(connection.execute(statement).scalars())

    def _match(self, expression: str) -> TextClause:
        found = text(f"SELECT rowid FROM {self.name} WHERE {self.name} MATCH :match")  # noqa: S608  a name of our own
        return found.bindparams(match=expression)

    def _select(self, query: str) -> Select[tuple[int]]:
        c = self._inverted.c
        runs = _RUN.findall(fold(query))
        codes = sorted({_code(token) for run in runs for token in _pairs(run) or [run]})
        inside = [func.strpos(c.runs, run) > 0 for run in runs if len(run) > 2]
        held = func.gram_codes(c.runs, type_=ARRAY(BigInteger)).contains(codes)
        # OFFSET keeps this apart: beside a LIMIT the planner would call the function for every row that it passes.
        return select(c.id).where(held, *inside).offset(0)


def _runs(rows: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Rows of PostgreSQL's index, (id, runs parted by spaces), from (id, tokens of ``grams``) pairs."""
    for row_id, tokens in rows:
        # The last character of a run stands alone.
        yield row_id, "".join([t[0] if len(t) == 2 else f"{t} " for t in tokens.split(" ")]) if tokens else ""


def _code(token: str) -> int:
    """Number of a pair or a character, as ``gram_codes`` has it in the database."""
    return ord(token[0]) << 21 | ord(token[1]) if len(token) == 2 else ord(token)


def _on_server(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


DOCUMENTS = FullText("document_search")
RECORDS = FullText("record_search")
