"""Files to documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from huoshui.documents.build import from_text
from huoshui.errors import UnreadableDocument

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from huoshui.model.document import Document

SUFFIXES = (".txt",)


def read(path: str | PathLike[str], *, published: str | None = None) -> Document:
    """The one document of a file."""
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableDocument(f"{file}: cannot be read ({error})") from error
    sidecar = file.with_suffix(".meta.json")
    meta = json.loads(sidecar.read_text(encoding="utf-8")) if sidecar.is_file() else {}
    return from_text(
        text,
        name=file.stem,
        published=published or meta.get("published"),
        title=meta.get("title", ""),
        source=meta.get("source", ""),
        url=meta.get("url", ""),
        path=str(file),
    )


def read_all(path: str | PathLike[str], *, published: str | None = None) -> Iterator[Document]:
    """Every document of a file."""
    yield read(path, published=published)
