"""From a text as read to a document: clean form, way back, articles."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from huoshui.documents.articles import split_articles
from huoshui.documents.cleaning import clean
from huoshui.model.dates import PartialDate
from huoshui.model.document import Document

if TYPE_CHECKING:
    from huoshui.model.document import Article


def from_text(  # noqa: PLR0913 - the fields of a document
    text: str,
    *,
    name: str,
    published: str | None = None,
    title: str = "",
    source: str = "",
    url: str = "",
    path: str = "",
) -> Document:
    """Document of a decoded text; ``published`` is an ISO date or a part of one. Reads no file."""
    date = PartialDate.parse(published) if published else None
    cleaned = clean(text)
    articles = split_articles(cleaned.text, published=date, title=title)
    return Document(
        name=name,
        text=text,
        clean=cleaned.text,
        offsets=cleaned.offsets,
        articles=articles,
        digest=_digest(text, date),
        title=title or _title(articles),
        source=source,
        url=url,
        published=date,
        path=path,
    )


def _digest(text: str, published: PartialDate | None) -> str:
    """SHA-256 of text and date; a lone surrogate, as from a damaged file, must not stop it."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass"))
    digest.update(b"\0" + str(published or "").encode())
    return digest.hexdigest()


def _title(articles: tuple[Article, ...]) -> str:
    return articles[0].title if len(articles) == 1 else ""
