"""What kind of source a document is from, which decides whose value leads (see ``facts``).

A document's own words about itself cannot make it an analyst's: only a judgement makes such a document, and it says so
by the version of its reader, which files do not choose.
"""

from __future__ import annotations

import tomllib
from enum import IntEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

#: Version of the reader of documents that a judgement has made.
ANALYST_VERSION = "analyst"


class SourceClass(IntEnum):
    """Kinds of sources; the smaller leads."""

    ANALYST = 0
    OFFICIAL = 1
    REGISTRATION = 2
    PRESS = 3

    @property
    def code(self) -> str:
        """Its name in exports and addresses."""
        return self.name.lower()


class _Rule(NamedTuple):
    kind: SourceClass
    sources: tuple[str, ...]
    hosts: tuple[str, ...]
    titles: tuple[str, ...]


@cache
def _rules() -> tuple[_Rule, ...]:
    table = tomllib.loads(Path(__file__).with_name("source_classes.toml").read_text(encoding="utf-8"))
    return tuple(
        _Rule(SourceClass[r["name"].upper()], tuple(r["sources"]), tuple(r["hosts"]), tuple(r["titles"]))
        for r in table["class"]
    )


@lru_cache(maxsize=16_384)
def source_class(source: str, url: str, title: str, version: str = "") -> SourceClass:
    """Class of a document by its source line, address and title.

    A source line counts by its end (X市财政局, not 财政局长访谈), a title by its end only where no source is named.
    """
    if version == ANALYST_VERSION:
        return SourceClass.ANALYST
    named = source.strip()
    host = _host(url)
    for rule in _rules():
        if named.endswith(rule.sources) or any(host == end or host.endswith(f".{end}") for end in rule.hosts):
            return rule.kind
    if named or host:
        return SourceClass.PRESS
    return next((r.kind for r in _rules() if r.titles and title.strip().endswith(r.titles)), SourceClass.PRESS)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
