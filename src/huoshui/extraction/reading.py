"""One article with everything that more than one extractor looks for, found once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from huoshui.extraction.organisations import Declaration, declarations
from huoshui.extraction.sentences import split_sentences
from huoshui.model.dates import DateMention, find_dates
from huoshui.model.document import Span
from huoshui.model.money import AmountMention, Money, find_amounts
from huoshui.model.records import Evidence, Value
from huoshui.model.regions import RegionMention, find_regions
from huoshui.model.sectors import SectorMention, find_sectors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from huoshui.model.dates import PartialDate
    from huoshui.model.document import Article, Document

T = TypeVar("T")


class _Placed(Protocol):
    @property
    def start(self) -> int: ...


M = TypeVar("M", bound=_Placed)


def within(mentions: Sequence[M], start: int, end: int) -> Sequence[M]:
    """Those of ``mentions``, sorted by their start, that begin in ``[start, end)``; found by bisection, so that asking
    for each sentence of a long text costs no more than the text is long.
    """
    low = bisect_left(mentions, start, key=attrgetter("start"))
    return mentions[low : bisect_left(mentions, end, low, key=attrgetter("start"))]


def _in_dollars_of_taiwan(amount: AmountMention) -> AmountMention:
    low, high = (money and Money.of(money.amount, "TWD") for money in (amount.low, amount.high))
    return amount if low is None or amount.low.currency != "CNY" else amount._replace(low=low, high=high)


LONGEST_READING = 60_000
"""Characters read together. What lies farther apart than a long policy paper is no context, and costs of comparing
everything with everything must not grow with the size of a file.
"""


def pieces(document: Document, article: Article) -> Iterator[Article]:
    """The article, or its parts of at most ``LONGEST_READING`` characters, cut after a line or a sentence."""
    start, end = article.body
    while end - start > LONGEST_READING:
        window = (start + LONGEST_READING // 2, start + LONGEST_READING)
        cut = max(document.clean.rfind(mark, *window) for mark in "\n。") + 1 or window[1]
        yield replace(article, body=Span(start, cut))
        article, start = replace(article, title="", title_span=None), cut
    yield replace(article, body=Span(start, end))


class Reading:
    """An article's clean text and its mentions. All offsets are relative to ``text``."""

    def __init__(self, document: Document, article: Article) -> None:
        self.document = document
        self.article = article
        self.base = article.span.start
        self.text = document.clean[self.base : article.span.end]
        self.body_start = article.body.start - self.base
        self._found: dict[object, object] = {}

    def once(self, find: Callable[[Reading], T]) -> T:
        """What ``find`` finds in this reading, found once however many extractors ask."""
        if find not in self._found:
            self._found[find] = find(self)
        return cast("T", self._found[find])

    @property
    def published(self) -> PartialDate | None:
        """The article's own date, else the document's."""
        return self.article.published or self.document.published

    @cached_property
    def sentences(self) -> list[Span]:
        """Sentences without the white space around them."""
        return split_sentences(self.text)

    @cached_property
    def amounts(self) -> list[AmountMention]:
        """Amounts of money, from left to right; where a text counts in 新台币, 元 is nothing else."""
        amounts = find_amounts(self.text)
        if "新台币" not in self.text or "人民币" in self.text:
            return amounts
        return [_in_dollars_of_taiwan(amount) for amount in amounts]

    @cached_property
    def dates(self) -> list[DateMention]:
        """Dates, from left to right, completed by the article's own date."""
        return find_dates(self.text, self.published)

    @cached_property
    def regions(self) -> list[RegionMention]:
        """Places, from left to right; 苏州吴中区 is one mention."""
        return find_regions(self.text)

    @cached_property
    def sectors(self) -> list[SectorMention]:
        """Sector terms, from left to right, the longest at each place."""
        return find_sectors(self.text)

    @cached_property
    def declarations(self) -> list[Declaration]:
        """Short names that the article declares (以下简称, 简称, brackets)."""
        return declarations(self.text)

    def sentence_at(self, offset: int) -> Span:
        """The sentence that holds ``offset`` (or the next one, when it falls between two)."""
        index = bisect_right(self.sentences, offset, key=lambda sentence: sentence.end)
        return self.sentences[min(index, len(self.sentences) - 1)]

    def evidence(self, start: int, end: int) -> Evidence:
        """Evidence for ``text[start:end]`` in the original document."""
        span = self.document.offsets.original(self.base + start, self.base + end)
        return Evidence(self.document.name, span.start, span.end, self.document.text[span.start : span.end])

    def value(self, value: T, start: int, end: int, qualifier: str | None = None) -> Value[T]:
        """A value that was read at ``text[start:end]``."""
        return Value(value, self.evidence(start, end), qualifier)
