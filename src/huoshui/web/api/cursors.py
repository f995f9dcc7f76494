"""Cursors: where a page of a list ended, as a word that means nothing to anybody else.

A cursor belongs to one list. It holds a mark of the list's address and filters, and is refused by any other.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from hashlib import blake2b

from huoshui.errors import InputError
from huoshui.registry.orders import Key

LONGEST = 2000


def list_mark(path: str, filters: Mapping[str, object]) -> str:
    """The mark of a list: its address and what narrows or orders it."""
    said = json.dumps([path, sorted((name, str(value)) for name, value in filters.items())])
    return blake2b(said.encode(), digest_size=6).hexdigest()


def write_cursor(mark: str, end: Key) -> str:
    """The cursor of a list that goes on after the key ``end``."""
    said = json.dumps([mark, *end], ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(said.encode()).decode().rstrip("=")


def read_cursor(cursor: str, mark: str, fits: Callable[[Key], bool]) -> Key | None:
    """The key that a cursor holds, None for an empty cursor.

    Raises InputError for what is no cursor, one of another list, or one whose key the list cannot be ordered by.
    """
    if not cursor:
        return None
    try:
        said = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, list) or not said or not all(isinstance(v, str | int | None) for v in said):
        raise InputError("cursor: this is none of ours; take it from the next link of the page before")
    if said[0] != mark:
        raise InputError("cursor: it belongs to a list with other filters; keep the filters, or begin without a cursor")
    key: Key = tuple(said[1:])
    if not fits(key):
        raise InputError("cursor: it leads nowhere in this list; begin again without a cursor")
    return key
