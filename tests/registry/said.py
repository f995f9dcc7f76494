"""Documents and records made by hand, each value found in the text by its own words."""

from __future__ import annotations

import hashlib
from array import array
from typing import TYPE_CHECKING, TypeVar

from huoshui.model.dates import PartialDate
from huoshui.model.document import Article, Document, OffsetMap, Span
from huoshui.model.money import Money
from huoshui.model.records import Evidence, Financing, Fund, Value
from huoshui.model.regions import Region

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.registry import Registry

T = TypeVar("T")


def document(text: str, *, published: str | None = None, name: str = "", clean: str = "", path: str = "") -> Document:
    """A document; ``clean`` must have the length of ``text``."""
    digest = hashlib.sha256(f"{text}|{published}".encode()).hexdigest()
    return Document(
        name=name or digest[:8],
        text=text,
        clean=clean or text,
        offsets=OffsetMap(array("I", range(len(text))), array("I", range(1, len(text) + 1))),
        articles=(Article("", None, Span(0, len(text))),),
        digest=digest,
        path=path,
        published=PartialDate.parse(published) if published else None,
    )


def value(source: Document, value: T, words: str, qualifier: str | None = None) -> Value[T]:
    """``value`` as read where ``words`` stand."""
    start = source.text.index(words)
    return Value(value, Evidence(source.name, start, start + len(words), words), qualifier)


def fund(
    source: Document,
    name: str,
    *,
    aliases: Sequence[str] = (),
    size: str = "",
    qualifier: str | None = None,
    region: str = "",
    sectors: Sequence[str] = (),
    status: str = "",
    date: str = "",
    backer: str = "",
    parent: str = "",
) -> Fund:
    """A fund whose values are all read at its name, but ``size``, written like 50亿元, where it stands."""
    return Fund(
        name=name,
        aliases=tuple(aliases),
        evidence=value(source, name, name).evidence,
        size=(value(source, Money.parse(size), size, qualifier),) if size else (),
        region=(value(source, Region.parse(region), name),) if region else (),
        sector=tuple(value(source, code, name) for code in sectors),
        status=(value(source, status, name),) if status else (),
        date=(value(source, PartialDate.parse(date), name),) if date else (),
        backer=(value(source, backer, backer),) if backer else (),
        parent=(value(source, parent, parent),) if parent else (),
    )


def financing(source: Document, company: str, *, round_: str = "", size: str = "", date: str = "") -> Financing:
    """An equity round."""
    return Financing(
        name=company,
        evidence=value(source, company, company).evidence,
        round=(value(source, round_, round_),) if round_ else (),
        size=(value(source, Money.parse(size), size),) if size else (),
        date=(value(source, PartialDate.parse(date), company),) if date else (),
    )


def tell(registry: Registry, text: str, name: str, *, published: str | None = None, **stated: object) -> Document:
    """Add a document that speaks of one fund."""
    source = document(text, published=published)
    assert registry.add(source, [fund(source, name, **stated)])  # type: ignore[arg-type]
    return source
