"""Full-text search for Chinese: an SQLite FTS5 index over overlapping character pairs.

Chinese has no spaces, and SQLite's own tokenizers miss words of two characters. Every run of letters, digits and
Chinese characters is stored as its overlapping pairs and its last character (``引导基金`` as ``引导 导基 基金 金``);
a query becomes the phrase of its pairs, a single character the prefix of a pair. What is found is exactly what
contains the query's runs.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

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
        pairs = [run[i : i + 2] for i in range(len(run) - 1)]
        phrases.append(f'"{" ".join(pairs)}"' if pairs else f'"{run}" *')
    return " AND ".join(phrases) or None


class FullText:
    """One index. It keeps no copy of the texts: to remove one, the same text must be given again."""

    def __init__(self, name: str) -> None:
        self.name = name

    def create(self, connection: Connection) -> None:
        """Make the index. Every category but separators belongs to tokens: ``grams`` has already cut them."""
        connection.execute(
            text(
                f"CREATE VIRTUAL TABLE {self.name} USING fts5(grams, content='',"
                """ tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'")"""
            )
        )

    def put(self, connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
        """Index (id, tokens of ``grams``) pairs."""
        values = [{"id": row_id, "grams": tokens} for row_id, tokens in sorted(rows)]
        if values:
            statement = f"INSERT INTO {self.name} (rowid, grams) VALUES (:id, :grams)"  # noqa: S608  a name of our own
            connection.execute(text(statement), values)

    def remove(self, connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
        """Take (id, text as it was indexed) pairs out again."""
        values = [{"id": row_id, "grams": grams(string)} for row_id, string in rows]
        if values:
            statement = f"INSERT INTO {self.name} ({self.name}, rowid, grams) VALUES ('delete', :id, :grams)"  # noqa: S608
            connection.execute(text(statement), values)

    @property
    def select(self) -> str:
        """SQL of the ids that match, with a ``match_expression`` as parameter ``:match``."""
        return f"SELECT rowid FROM {self.name} WHERE {self.name} MATCH :match"  # noqa: S608  a name of our own


DOCUMENTS = FullText("document_search")
RECORDS = FullText("record_search")
