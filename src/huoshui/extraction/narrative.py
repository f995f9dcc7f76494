"""Who an article is speaking of: its companies, and the one that 公司, 其 or an omitted subject means."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from huoshui.extraction import companies
from huoshui.extraction.cast import Names
from huoshui.extraction.companies import Name
from huoshui.extraction.names import name_start
from huoshui.extraction.reading import within
from huoshui.model.document import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.extraction.reading import Reading
    from huoshui.model.dates import DateMention
    from huoshui.model.money import AmountMention


LONGEST_SENTENCE = 3000
"""Characters; a longer run without a full stop is a table or an attack, not a sentence."""
_WIRE = re.compile(r"[电讯]|消息|获悉|报道|\)|）")
_BROKER = re.compile(r"保荐|承销|财务顾问|辅导机构|辅导券商|法律顾问|审计机构")
_SAME_DAY = re.compile(r"(?:同日|同一天|当日|当天)")
_BACK = 12
"""Sentences that are walked back in search of a subject."""
_RELATIVE = re.compile(r"的(?P<name>[^的，。]{2,24})$")
_SUBSIDIARY = re.compile(
    r"(?:该|目标|标的|项目|合资|新设|全资|控股)?(?:子公司|项目公司|合资公司|标的公司|目标公司)(?=设立|成立|将|拟|注册)"
)
_SAID = re.compile(r"(?:发布|披露)?公告(?:称|显示|披露|表示)?$")
_STRONG_HEAD = re.compile(r"^[^的了是在与和为、]{2,10}?(?:股份|集团|公司|(?<![高硬黑融物息沿])科技)")


class Narrative:
    """One article as a sequence of clauses with subjects."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.text
        self.masked = companies.mask(reading.text)

    @cached_property
    def legal(self) -> list[Name]:
        """Names with a legal form (股份有限公司 ...), from left to right."""
        return [
            Name(self.masked[start : form.end()], start, form.end())
            for form in companies.LEGAL_FORM.finditer(self.masked)
            if (start := name_start(self.masked, form.end())) < form.start() - 1
        ]

    @cached_property
    def known(self) -> Names:
        """Every name that is surely one of a company of this article."""
        return Names([*(one.text for one in self.legal), *(one.alias for one in self.reading.declarations)])

    @cached_property
    def _full(self) -> Names:
        return Names(one.text for one in self.legal)

    def full_name(self, name: str) -> str:
        """The legal name of the company ``name``, if the article gives it."""
        return self._full.like(name) or name

    def learn(self, name: str) -> None:
        """Takes note of a company that was found by what it does."""
        self.known.add(name)

    def amounts(self, start: int, end: int) -> Sequence[AmountMention]:
        """Amounts that begin in ``start``..``end``, outside of brackets."""
        return [m for m in within(self.reading.amounts, start, end) if self.masked[m.start] != companies.MASK]

    def dates(self, start: int, end: int) -> Sequence[DateMention]:
        """Points in time that begin in ``start``..``end``, outside of brackets and not a wire's (6月5日电)."""
        return [
            m
            for m in within(self.reading.dates, start, end)
            if not m.period and self.masked[m.start] != companies.MASK and not _WIRE.match(self.masked, m.end)
        ]

    def same_day(self, sentence: Span) -> DateMention | None:
        """The last date before a sentence that begins with 同日."""
        if not _SAME_DAY.match(self.masked, sentence.start):
            return None
        earlier = self.dates(max(0, sentence.start - 600), sentence.start)
        return earlier[-1] if earlier else None

    def clauses(self, sentence: Span) -> list[Span]:
        """Clauses of a sentence, from left to right."""
        return companies.clauses(self.masked, sentence)

    def is_known(self, name: str) -> bool:
        """Whether ``name`` is one of the article's companies, by any of its names."""
        return self.known.like(name) is not None

    def subject(self, offset: int, avoid: frozenset[str] = frozenset()) -> Name | None:
        """The company that the article speaks of at ``offset``: the nearest earlier subject of a clause."""
        sentences = [s for s in self.reading.sentences if s.start <= offset][-_BACK:]
        for sentence in reversed(sentences):
            for clause in reversed(self.clauses(sentence)):
                if clause.start > offset:
                    continue
                if _SUBSIDIARY.match(self.masked, clause.start):
                    return next((one for one in reversed(self.legal) if one.end <= clause.start), None)
                if (name := self.subject_of(Span(clause.start, min(clause.end, offset)))) and name.text not in avoid:
                    return name
        return None

    def subject_of(self, clause: Span) -> Name | None:
        """The company that a clause begins with or describes, if it is surely a company."""
        piece = self.masked[clause.start : clause.end]
        if companies.PRONOUN.match(piece.strip()) or _BROKER.search(piece):
            return None
        for name in (
            self._speaking(clause, piece),
            companies.leading(self.masked, clause),
            self._described(clause, piece),
            self._strong(clause, piece),
        ):
            if name and (companies.looks_like_company(name.text) or self.is_known(name.text)):
                return name
        return None

    def _described(self, clause: Span, piece: str) -> Name | None:
        """〇〇 in 成立于2011年的〇〇, 如昨日上市的〇〇."""
        match = _RELATIVE.search(piece)
        if match is None:
            return None
        return companies.leading(
            self.masked, Span(clause.start + match.start("name"), clause.start + match.end("name"))
        )

    def _speaking(self, clause: Span, piece: str) -> Name | None:
        """〇〇 in 〇〇公告称, 已在新三板挂牌的〇〇公告: only companies make announcements."""
        said = _SAID.search(piece)
        name = companies.before(self.masked, clause.start, clause.start + said.start()) if said else None
        if name and len(name.text) <= 12:
            self.learn(name.text)
        return name

    def _strong(self, clause: Span, piece: str) -> Name | None:
        """〇〇科技 in 〇〇科技脱胎于: a head that ends in a word for companies whatever follows."""
        match = _STRONG_HEAD.match(piece)
        return companies.trim(self.masked, clause.start, clause.start + match.end()) if match else None
