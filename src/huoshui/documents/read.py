"""Files to documents."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from huoshui.documents.build import from_text
from huoshui.documents.docx import read_docx
from huoshui.documents.encodings import decode
from huoshui.documents.extracted import Extracted
from huoshui.documents.feeds import read_feed
from huoshui.documents.files import MAX_BINARY, MAX_TEXT, MEBIBYTE, read_limited, shown
from huoshui.documents.html import read_html
from huoshui.documents.pdf import read_pdf
from huoshui.errors import InputError, UnreadableDocument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from os import PathLike

    from huoshui.model.document import Document


@dataclass(frozen=True, slots=True)
class _Sidecar:
    """What ``STEM.meta.json`` states; empty where it states nothing."""

    published: str = ""
    source: str = ""
    url: str = ""
    title: str = ""


def _read_text(data: bytes, where: str) -> Extracted:
    return Extracted(decode(data, where))


_READERS: dict[str, Callable[[bytes, str], Extracted]] = {
    ".txt": _read_text,
    ".md": _read_text,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_docx,
    ".pdf": read_pdf,
}
_BINARY = {".docx", ".pdf"}
_FEED = ".jsonl"
SUFFIXES = (*_READERS, _FEED)
"""Lower-case suffixes of the files that are read."""
_META = ".meta.json"


def read(path: str | PathLike[str], *, published: str | None = None) -> Document:
    """The one document of a file; what ``STEM.meta.json`` beside it states counts before what it states itself.

    ``published`` counts before both. Raises ``InputError`` (``UnreadableDocument``, ``DocumentTooLarge``)
    with one line that names the file; so it does for a feed of more than one item: see ``read_all``.
    """
    file = Path(path)
    if file.suffix.lower() != _FEED:
        return _read_one(file, published)
    items = list(islice(read_all(file, published=published), 2))
    if len(items) != 1:
        raise InputError(f"{shown(file)}: is a feed of several items; read it with read_all")
    if isinstance(items[0], InputError):
        raise items[0]
    return items[0]


def read_all(path: str | PathLike[str], *, published: str | None = None) -> Iterator[Document | InputError]:
    """Every document of a file: one, or the items of a feed, each read when it is asked for.

    A bad item of a feed is yielded as its error, not raised, so that the others are still read. A file that
    cannot be read at all raises as in ``read``, and so does a feed without any item.
    """
    file = Path(path)
    if file.suffix.lower() != _FEED:
        yield _read_one(file, published)
        return
    empty = True
    for item in read_feed(file, published=published):
        empty = False
        yield item
    if empty:
        raise UnreadableDocument(f"{shown(file)}: is a feed without items; write one JSON object a line")


def _read_one(file: Path, published: str | None) -> Document:
    where = shown(file)
    suffix = file.suffix.lower()
    reader = _READERS.get(suffix)
    data = read_limited(file, MAX_BINARY if suffix in _BINARY else MAX_TEXT)
    if reader is None:
        raise UnreadableDocument(
            f"{where}: {suffix or 'a file without suffix'} is not read; give {', '.join(SUFFIXES)}"
        )
    if not data:
        raise UnreadableDocument(f"{where}: is empty; give a file with text")
    found = reader(data, where)
    if not found.text.strip():
        raise UnreadableDocument(f"{where}: has no text; give a file with text")
    meta = _sidecar(file)
    try:
        return from_text(
            found.text,
            name=file.stem,
            published=published or meta.published or found.published,
            title=meta.title or found.title,
            source=meta.source or found.source,
            url=meta.url,
            path=str(file),
        )
    except InputError as error:
        raise InputError(f"{where}: {error}") from None


def _sidecar(file: Path) -> _Sidecar:
    """Fields of the sidecar that are strings; others are not ours to read."""
    sidecar = file.with_name(file.stem + _META)
    if not sidecar.is_file():
        return _Sidecar()
    where = shown(sidecar)
    try:
        stated = json.loads(decode(read_limited(sidecar, MEBIBYTE), where).lstrip("\ufeff"))
    except (ValueError, RecursionError):
        raise UnreadableDocument(f"{where}: is no JSON; write an object with published, source, url, title") from None
    if not isinstance(stated, dict):
        raise UnreadableDocument(f"{where}: is no JSON object; write published, source, url, title")
    names = [field.name for field in fields(_Sidecar)]
    return _Sidecar(**{name: stated[name].strip() for name in names if isinstance(stated.get(name), str)})
