"""A document as read: its text, its clean form, and the way back from one to the other."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.model.dates import PartialDate


class Span(NamedTuple):
    """Half-open interval of code points: ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """The way back from clean offsets to original ones.

    ``starts[i]`` and ``ends[i]`` bound the original characters that clean character ``i`` stands for;
    both have the length of the clean text.
    """

    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """Map of a text that needed no cleaning."""
        return cls(array("I", range(length)), array("I", range(1, length + 1)))

    def original(self, start: int, end: int) -> Span:
        """Original span of the clean span ``[start, end)``, which must not be empty."""
        if not 0 <= start < end <= len(self.starts):
            raise IndexError(f"clean span {start}..{end} is empty or outside of 0..{len(self.starts)}")
        return Span(self.starts[start], self.ends[end - 1])


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a document; offsets are those of the clean text.

    ``body`` covers the article without its title; a document that is no digest has one article.
    """

    title: str
    title_span: Span | None
    body: Span
    source: str | None = None
    published: PartialDate | None = None

    @property
    def span(self) -> Span:
        """Title and body together."""
        return Span(self.title_span.start if self.title_span else self.body.start, self.body.end)


@dataclass(frozen=True, slots=True)
class Document:
    r"""One file or feed item.

    ``text`` is what the file says (decoded, line ends as ``\n``), ``clean`` the same in simplified script
    without artefacts, ``offsets`` the way from clean back to text. ``name`` is the file's stem or the feed
    item's id and names the document in evidence; ``digest`` is the SHA-256 of ``text`` and ``published``.
    """

    name: str
    text: str = field(repr=False)
    clean: str = field(repr=False)
    offsets: OffsetMap = field(repr=False)
    articles: tuple[Article, ...] = field(repr=False)
    digest: str
    title: str = ""
    source: str = ""
    url: str = ""
    published: PartialDate | None = None
    path: str = ""
