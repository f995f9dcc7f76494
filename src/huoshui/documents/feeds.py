"""JSON Lines feeds: one item a line with id, text or html, title, published, source, url."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from huoshui.documents.build import from_text
from huoshui.documents.encodings import decode
from huoshui.documents.files import MAX_TEXT, open_regular, shown, too_large
from huoshui.documents.html import page_text
from huoshui.errors import InputError, UnreadableDocument

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from huoshui.model.document import Document

_CHUNK = 1 << 20
_SURROGATE = re.compile("[\ud800-\udfff]")
_FIELDS = ("title", "published", "source", "url")


def read_feed(path: Path, *, published: str | None = None) -> Iterator[Document | InputError]:
    """The items of a feed in order, one in memory at a time; for a bad line its error instead.

    An item's own date goes before ``published``, which serves those without one.
    """
    with open_regular(path) as file:
        number = 0
        while line := file.readline(MAX_TEXT + 1):
            number += 1
            where = f"{shown(path)}: line {number}"
            if len(line) > MAX_TEXT:
                size = len(line)
                while line and not line.endswith(b"\n"):
                    line = file.readline(_CHUNK)
                    size += len(line)
                yield too_large(where, size, MAX_TEXT)
            elif line.strip():
                try:
                    yield _item(line, path, number, published)
                except InputError as error:
                    yield _located(error, where)


def _located(error: InputError, where: str) -> InputError:
    """The error with its place, if its message does not have it yet."""
    return error if str(error).startswith(where) else type(error)(f"{where}: {error}")


def _item(line: bytes, path: Path, number: int, published: str | None) -> Document:
    where = f"{shown(path)}: line {number}"
    try:
        item = json.loads(decode(line, where).lstrip("\ufeff"))
    except (ValueError, RecursionError):
        raise UnreadableDocument(f"{where}: is no JSON; write one object a line") from None
    if not isinstance(item, dict):
        raise UnreadableDocument(f"{where}: is no JSON object; write id, text, title, published, source, url")
    fields = {field: _string(item.get(field), field, where) for field in (*_FIELDS, "text", "html")}
    text = fields["text"].replace("\r\n", "\n").replace("\r", "\n")
    if fields["html"] and not text:
        page = page_text(fields["html"], where)
        text = page.text
        fields["title"] = fields["title"] or page.title
        fields["published"] = fields["published"] or page.published
        fields["source"] = fields["source"] or page.source
    if not text.strip():
        raise UnreadableDocument(f"{where}: has neither text nor html; give one of them")
    return from_text(
        text,
        name=_name(item.get("id"), path, number, where),
        published=fields["published"] or published,
        title=fields["title"],
        source=fields["source"],
        url=fields["url"],
        path=str(path),
    )


def _name(value: object, path: Path, number: int, where: str) -> str:
    """The item's id; the file's stem and the line number where it has none."""
    name = str(value) if isinstance(value, int) else _string(value, "id", where).strip()
    return name or f"{path.stem}-{number}"


def _string(value: object, field: str, where: str) -> str:
    """A string without lone surrogates, which JSON can smuggle in and no file can hold."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnreadableDocument(f"{where}: {field} is no string; put it in quotes")
    return _SURROGATE.sub("\ufffd", value)
