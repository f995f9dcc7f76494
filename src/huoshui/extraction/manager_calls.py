"""Calls for managers or sub-funds (招GP, 遴选, 申报指南) with their terms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from huoshui.extraction.call_terms import min_sizes, multiples, shares
from huoshui.extraction.funds.article import read_funds
from huoshui.extraction.funds.calling import CALL, caller_of, calling
from huoshui.extraction.funds.names import SUB_FUND
from huoshui.extraction.reading import within
from huoshui.model.document import Span
from huoshui.model.records import ManagerCall, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.extraction.reading import Reading
    from huoshui.model.dates import PartialDate
    from huoshui.model.regions import Region

_STRONG = re.compile(r"招\s?GP|公开(?:征集|遴选|招募|选聘)|申报指南|面向社会")
_FIELDS = re.compile(
    "(?:投资|征集|申报|支持|重点)(?:领域|方向|范围)|重点投向|主要投向|(?<=[，；。：])投向|聚焦|重点投资|优先支持|领域(?:覆盖|包括|涵盖|为|限于|聚焦)|现?就(?=[^，。；]{2,60}(?:方向|领域))"
)
_NO_DAY = re.compile("电|讯|消息|前|止|截止|之前|以前|下午|上午")
_OPENS = re.compile(r"起|至[^，。；]{2,14}(?:受理|接收|报名|申报)|(?:正式)?(?:启动|开始|受理)")


def extract(readings: Sequence[Reading]) -> list[ManagerCall]:
    """One record for each article that calls for managers or sub-funds."""
    calls: list[ManagerCall] = []
    for reading in readings:
        cue = reading.once(calling)
        if cue is not None:
            call = _Call(reading, cue).record()
            if call is not None and all(call.name != other.name for other in calls):
                calls.append(call)
    return calls


class _Call:
    """One call being read."""

    def __init__(self, reading: Reading, cue: Span) -> None:
        self.reading = reading
        self.text = reading.text
        self.cue = cue
        self.caller = caller_of(reading.once(read_funds), cue, reading.text)
        own = self.caller.names if self.caller else []
        self.names = frozenset({*own, "母基金", "引导基金", "本基金"})

    def record(self) -> ManagerCall | None:
        """The record, or None where neither a caller nor a term is stated."""
        sizes, multiple = min_sizes(self.reading, self.names), multiples(self.reading)
        of_fund, of_caller = shares(self.reading, self.names)
        if not (sizes or of_fund or of_caller or multiple or self._headlined()):
            return None
        if self.caller is None and not _STRONG.search(self.text):
            return None
        name, at = self._name()
        return ManagerCall(
            name=name,
            aliases=self._aliases(name),
            evidence=self.reading.evidence(*at),
            fund=self._fund(),
            min_fund_size=sizes,
            max_share_of_fund=of_fund,
            max_share_of_caller=of_caller,
            reinvestment_multiple=multiple,
            region=self._region(),
            sector=self._sectors(),
            date=self._date(),
        )

    def _headlined(self) -> bool:
        """The article is the call: its headline or its first sentence says so."""
        first = self.reading.sentence_at(self.reading.body_start)
        return bool(CALL.search(self.text, 0, max(self.reading.body_start, first.end)))

    def _name(self) -> tuple[str, tuple[int, int]]:
        """The headline where it is the call's, else the caller's name with 招GP."""
        title = self.text[: self.reading.body_start].strip()
        if title and len(title) <= 60 and CALL.search(title):
            start = self.text.index(title)
            return title, (start, start + len(title))
        if self.caller is not None:
            head = self.caller.head
            return f"{head.name}招GP", (head.start, head.end)
        return self.text[self.cue.start : self.cue.end], (self.cue.start, self.cue.end)

    def _aliases(self, name: str) -> tuple[str, ...]:
        if self.caller is None:
            return ()
        names = [self.caller.head.name, *self.caller.names]
        forms = [form for n in names for form in (n, f"{n}招GP", f"{n}子基金管理机构遴选")]
        return tuple(n for n in dict.fromkeys(forms) if n != name)

    def _fund(self) -> tuple[Value[str], ...]:
        if self.caller is None:
            return ()
        head = self.caller.head
        return (self.reading.value(head.name, head.start, head.end),)

    def _region(self) -> tuple[Value[Region], ...]:
        values = self.caller.values.get("region", []) if self.caller else []
        if values:
            return (cast("Value[Region]", values[0]),)
        places = [r for r in self.reading.regions if str(r.region) != "全国"]
        near = [r for r in places if r.start < self.cue.end]
        near = near or [r for r in places if not r.bare]
        return (self.reading.value(near[0].region, near[0].start, near[0].end),) if near else ()

    def _sectors(self) -> tuple[Value[str], ...]:
        """The fields of the call: those of its headline or of the clause that calls, of the clause on fields of
        investment, else the caller's focus.
        """
        title = Span(0, self.reading.body_start)
        sentence = self.reading.sentence_at(self.cue.start)
        clause = Span(max(sentence.start, self.cue.start - 40), min(sentence.end, self.cue.end + 40))
        for span in (title, clause):
            found = self._sectors_in(span)
            if found and CALL.search(self.text[span.start : span.end]):
                return found
        return self._fields() or self._callers_sectors()

    def _sectors_in(self, span: Span) -> tuple[Value[str], ...]:
        found: dict[str, Value[str]] = {}
        for sector in within(self.reading.sectors, span.start, span.end):
            if not self._in_callers_name(sector.start):
                found.setdefault(sector.code, self.reading.value(sector.code, sector.start, sector.end))
        return tuple(found.values())

    def _callers_sectors(self) -> tuple[Value[str], ...]:
        return tuple(cast("list[Value[str]]", self.caller.values.get("sector", []))) if self.caller else ()

    def _fields(self) -> tuple[Value[str], ...]:
        """The sectors of the clauses on the fields of investment (投资领域为……; or a heading and the line below)."""
        found: dict[str, Value[str]] = {}
        for cue in _FIELDS.finditer(self.text):
            sentence = self.reading.sentence_at(cue.start())
            stop = re.search("[。；]", self.text[cue.end() : sentence.end])
            end = cue.end() + stop.start() if stop else sentence.end
            if sentence.end - cue.end() <= 2:
                end = self.reading.sentence_at(sentence.end + 1).end
            for value in self._sectors_in(Span(cue.end(), end)):
                found.setdefault(str(value), value)
        return tuple(found.values())

    def _in_callers_name(self, position: int) -> bool:
        """Part of the calling fund's name: what it is, not what this call is for."""
        return self.caller is not None and any(
            m.start <= position < m.end and not SUB_FUND.search(m.name) for m in self.caller.mentions
        )

    def _date(self) -> tuple[Value[PartialDate], ...]:
        """The day of the call: of its sentence, else the day from which on applications are taken (自……起)."""
        sentence = self.reading.sentence_at(self.cue.start)
        if sentence.end <= self.reading.body_start:
            sentence = self.reading.sentence_at(self.reading.body_start)
        days = [d for d in self.reading.dates if not d.period and not _NO_DAY.match(self.text, d.end)]
        inside = [d for d in days if sentence.start <= d.start < sentence.end]
        opened = [d for d in days if _OPENS.match(self.text, d.end)]
        for date in (*inside, *opened):
            return (self.reading.value(date.date, date.start, date.end),)
        return ()
