"""From a text as read to a document: clean form, way back, articles."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from huoshui.documents.articles import split_articles
from huoshui.documents.cleaning import clean
from huoshui.documents.outline import TITLES, outline
from huoshui.model.dates import PartialDate
from huoshui.model.document import Document

if TYPE_CHECKING:
    from huoshui.model.document import Article

_BRACKETED = re.compile("【([^】\n]+)】")


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
        title=title or _title(cleaned.text, articles),
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


def _title(clean: str, articles: tuple[Article, ...]) -> str:
    """Title of the one article; of a digest what stands above its articles, if that is a title."""
    if len(articles) <= 1:
        return articles[0].title if articles else ""
    head = clean[: articles[0].span.start]
    bracketed = _BRACKETED.match(head)
    if bracketed:
        return bracketed[1]
    above = head[: head.rfind("\n") + 1]
    return next((line.text for line in outline(above) if line.kind in TITLES), "")
