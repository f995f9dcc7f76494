"""Equity rounds of companies: who raised what in which round, from whom, when.

A round is found at its statement (完成…轮融资, 获…投资, 领投…, 向…增资); the clauses around it that name
investors (由…领投, …跟投, 投资方包括…) are read as lists. What several sentences or articles of a document say of
the same round is one record.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from huoshui.extraction import companies, investors
from huoshui.extraction.cast import Cast, same_company
from huoshui.extraction.narrative import Narrative
from huoshui.extraction.round_forms import forms
from huoshui.extraction.rounds import ANCHOR, LABEL, STRONG, Statement, statements
from huoshui.model.document import Span
from huoshui.model.money import Money
from huoshui.model.records import Financing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.extraction.companies import Name
    from huoshui.extraction.reading import Reading
    from huoshui.extraction.round_forms import Form
    from huoshui.model.dates import PartialDate
    from huoshui.model.records import Evidence, Value

_UNIT = re.compile(r"(?<![数几多\d.])(?P<near>近|超过?|逾|过|约)?(?P<unit>千万|百万|[十百]?亿)元?级别?")
_BARE = re.compile(
    r"(?<![数几多\d.十百千])(?P<near>近|超过?|逾|过|约)?(?P<unit>千万|百万|[十百]?亿)(?:元|人民币)(?=(?:人民币)?[A-H天种P融战股])"
)
_UNITS = {"百万": 10**6, "千万": 10**7, "亿": 10**8, "十亿": 10**9, "百亿": 10**10}
_SIZE = re.compile(
    r"(?:募资|融资|规模|金额|总额|领投|投资|(?:共计|合计|总计)(?:出资|认购|增资))(?:总?额|金额|规模|总规模)?(?:共计?|合计|总计|累计)?(?:为|达到?|是|高达)?(?:人民币)?[超近约逾过]{0,2}$"
)
_VALUATION = re.compile(r"(?:估值|市值|营收|收入|利润|注册资本|订单|投后|投前|累计融资|总融资)[^，。；]{0,10}$")
_CONTINUES = re.compile(f"{ANCHOR.pattern}|{STRONG.pattern}")
_NEAR = 4
"""Sentences within which a clause such as 由…领投 still speaks of the round before it."""


@dataclass(slots=True)
class _Round:
    """A round while its sentences are being read."""

    company: str
    evidence: Evidence
    labels: dict[str, Value[str]] = field(default_factory=dict)
    sizes: dict[str, Value[Money]] = field(default_factory=dict)
    investors: dict[str, Value[str]] = field(default_factory=dict)
    dates: dict[str, Value[PartialDate]] = field(default_factory=dict)
    stated: bool = False
    apart: bool = False

    def is_worth(self) -> bool:
        """Whether the text says enough for a record: investors, a size, or a completed round with a label."""
        return bool(self.investors or self.sizes or (self.stated and self.labels))

    def agrees(self, other: _Round) -> bool:
        """Whether ``other`` of the same company may be the same round."""
        if self.apart != other.apart:
            return False
        if self.labels and other.labels:
            return bool(self.labels.keys() & other.labels.keys())
        if self.sizes and other.sizes:
            return bool(self.sizes.keys() & other.sizes.keys())
        return not (self.dates and other.dates) or any(
            one.startswith(two) or two.startswith(one) for one in self.dates for two in other.dates
        )

    def absorb(self, other: _Round) -> None:
        """Takes over what ``other`` says of the same round."""
        for label, value in other.labels.items():
            self.labels.setdefault(label, value)
        for size, amount in other.sizes.items():
            self.sizes.setdefault(size, amount)
        for date, day in other.dates.items():
            self.dates.setdefault(date, day)
        for name, investor in other.investors.items():
            self.add_investor(name, investor)
        self.stated = self.stated or other.stated

    def add_investor(self, name: str, value: Value[str]) -> None:
        """Adds an investor, keeping the fuller of two names of the same one."""
        for known in list(self.investors):
            if known in name or name in known:
                if len(name) > len(known):
                    self.investors = {
                        name if key == known else key: value if key == known else old
                        for key, old in self.investors.items()
                    }
                return
        self.investors[name] = value


def extract(readings: Sequence[Reading]) -> list[Financing]:
    """Every round that the articles of one document state, one record per company and round."""
    cast = Cast()
    found: list[_Round] = []
    by_company: dict[str, list[_Round]] = {}
    for reading in readings:
        if ANCHOR.search(reading.text):
            for one in _Article(reading, cast).read():
                rounds = by_company.setdefault(one.company, [])
                known = next((r for r in rounds if r.agrees(one)), None)
                if known:
                    known.absorb(one)
                elif one.is_worth():
                    found.append(one)
                    rounds.append(one)
    texts = [reading.text for reading in readings]
    return [_record(one, cast, texts) for one in found]


def _record(one: _Round, cast: Cast, texts: list[str]) -> Financing:
    name, *aliases = cast.names(one.company, texts)
    return Financing(
        name=name,
        evidence=one.evidence,
        aliases=tuple(aliases),
        round=tuple(one.labels.values()),
        size=tuple(one.sizes.values()),
        investor=tuple(one.investors.values()),
        date=tuple(one.dates.values()),
    )


class _Article:
    """Reads the rounds of one article, sentence by sentence."""

    def __init__(self, reading: Reading, cast: Cast) -> None:
        self.reading = reading
        self.story = Narrative(reading)
        self.masked = self.story.masked
        self.cast = cast
        self.rounds: list[_Round] = []
        self.current: _Round | None = None
        self.age = 0

    def read(self) -> list[_Round]:
        """The rounds of the article, in its order."""
        self._forms()
        if not self._learn():
            return self._merged()
        for sentence in self.reading.sentences:
            self.age += 1
            pattern = ANCHOR if self.current is None or self.age > _NEAR else _CONTINUES
            if pattern.search(self.masked, sentence.start, sentence.end):
                self._read_sentence(sentence)
        return self._merged()

    def _forms(self) -> None:
        """Reads the rounds that are told line by line."""
        for form in forms(self.masked) if "轮次" in self.masked or "阶段：" in self.masked else ():
            labels = [label for span in form.fields["round"] for label in LABEL.finditer(self.masked, *span)]
            if not labels:
                continue
            one = Statement(labels[0].start(), labels[-1].end(), form.company, stated=True)
            self._open(one)
            self._describe(one, Span(one.start, one.start), one.end)
            self._fill(form)
        self.current = None

    def _fill(self, form: Form) -> None:
        """Adds the sums, investors and date of a form to the round just opened."""
        current = self.rounds[-1]
        for span in form.fields.get("size", ()):
            for mention in self.story.amounts(*span)[:1]:
                value = self.reading.value(mention.low, mention.start, mention.end, mention.qualifier)
                current.sizes.setdefault(str(mention.low), value)
        for span in form.fields.get("investors", ()):
            for name in investors.read_list(self.masked, *span):
                self._invest(current, name)
        for span in form.fields.get("date", ()):
            for day in self.story.dates(*span)[:1]:
                current.dates.setdefault(str(day.date), self.reading.value(day.date, day.start, day.end))

    def _learn(self) -> bool:
        """Takes note of every company whose rounds are spoken of; whether there is any."""
        found = False
        for declared in self.reading.declarations:
            self.cast.declare(self.reading.text[declared.full_start : declared.full_end], declared.alias)
        for sentence in self.reading.sentences:
            if ANCHOR.search(self.masked, sentence.start, sentence.end):
                for one in statements(self.story, sentence):
                    self.story.learn(one.company.text)
                    found = True
        return found

    def _merged(self) -> list[_Round]:
        merged: list[_Round] = []
        by_company: dict[str, list[_Round]] = {}
        for one in self.rounds:
            rounds = by_company.setdefault(one.company, [])
            known = next((r for r in reversed(rounds) if r.agrees(one)), None)
            if known:
                known.absorb(one)
            else:
                merged.append(one)
                rounds.append(one)
        return merged

    def _read_sentence(self, sentence: Span) -> None:
        found = list(statements(self.story, sentence))
        floor = sentence.start
        for index, one in enumerate(found):
            end = found[index + 1].start if index + 1 < len(found) else sentence.end
            self._open(one)
            self._describe(one, Span(floor, sentence.end), end)
            floor = one.end
        self._add_lists(sentence, found)

    def _open(self, one: Statement) -> None:
        company = self.cast.add(self.story.full_name(one.company.text))
        self.cast.add(one.company.text)
        evidence = self.reading.evidence(one.company.start, one.company.end)
        self.current = _Round(company, evidence, stated=one.stated, apart=one.apart)
        self.rounds.append(self.current)
        self.age = 0

    def _describe(self, one: Statement, sentence: Span, end: int) -> None:
        """Reads label, size, date and investors of the statement just opened."""
        current = self.current
        if current is None:
            return
        for label in LABEL.finditer(self.masked, one.start, one.end):
            text = normal_label(label[0])
            current.labels.setdefault(text, self.reading.value(text, *label.span()))
        self._sizes(current, one.start, one.end, end)
        self._dates(current, sentence, one)
        for name in one.investors:
            self._invest(current, name)
        self._bracketed(current, one.end)

    def _bracketed(self, current: _Round, end: int) -> None:
        """Investors in the bracket right after the statement: 完成1.2亿元A轮融资（由甲领投，乙跟投）."""
        text = self.reading.text
        opening = text.find("（", end, end + 8)
        closing = text.find("）", opening, opening + 160) if opening >= 0 else -1
        if closing < 0 or "，" in text[end:opening]:
            return
        for clause in companies.clauses(text, Span(opening + 1, closing)):
            lists = (*investors.announced(text, clause), *investors.role_lists(text, clause))
            for name in (name for names, _, _ in lists for name in names):
                self._invest(current, name)

    def _sizes(self, current: _Round, start: int, inner: int, end: int) -> None:
        """Amounts inside of the statement, and those after it that are called the round's size."""
        for mention in self.story.amounts(start, end):
            left = self.masked[max(start, mention.start - 14) : mention.start]
            if _VALUATION.search(left) or (mention.start >= inner and not _SIZE.search(left)):
                continue
            value = self.reading.value(mention.low, mention.start, mention.end, mention.qualifier)
            current.sizes.setdefault(str(mention.low), value)
        if not current.sizes:
            for pattern in (_UNIT, _BARE):
                bare = pattern.search(self.masked, start, inner)
                if bare:
                    money = Money.of(_UNITS[bare["unit"]])
                    current.sizes[str(money)] = self.reading.value(money, bare.start("unit"), bare.end(), bare["near"])
                    return

    def _dates(self, current: _Round, sentence: Span, one: Statement) -> None:
        """The last date before the verb in the sentence, unless it is the wire's (6月5日电)."""
        before = [d for d in self.story.dates(sentence.start, one.end) if not self._elsewhere(d.start, d.end, one)]
        day = before[-1] if before else self.story.same_day(sentence)
        if day:
            current.dates.setdefault(str(day.date), self.reading.value(day.date, day.start, day.end))

    def _elsewhere(self, start: int, end: int, one: Statement) -> bool:
        """Whether a date belongs to another event: 成立于2019年, 1月2日上市的〇〇, 截至…."""
        left, right = self.masked[max(0, start - 4) : start], self.masked[end : end + 8].partition("，")[0]
        return bool(
            re.search(r"立于|建于|始于|截至|生于", left)
            or re.match(r".{0,2}(?:成立|创立|创办)", right)
            or (end <= one.company.start and re.search(r"上市|成立|登陆|辅导|IPO", right))
        )

    def _invest(self, current: _Round, name: Name) -> None:
        if not same_company(name.text, current.company):
            current.add_investor(name.text, self.reading.value(name.text, name.start, name.end))

    def _add_lists(self, sentence: Span, found: list[Statement]) -> None:
        """Reads the sentence's lists of investors into the round that each belongs to."""
        if self.current is None and not found:
            return
        carried = self.rounds[-len(found) - 1] if len(self.rounds) > len(found) else None
        strong = STRONG.search(self.masked, sentence.start, sentence.end) is not None
        for clause in self.story.clauses(sentence):
            for names, start, _ in investors.announced(self.masked, clause):
                target = self._target(start, found, carried, strong=strong)
                self._invest_all(target, names, found)
            for names, start, end in investors.role_lists(self.masked, clause):
                if self.masked.startswith("的", end) and self._describes(end, found):
                    continue
                target = self._target(start, found, carried, strong=strong)
                self._invest_all(target, names, found)
                if target:
                    self._sizes_of_list(target, clause, start, end)
                if target and target is carried and not target.dates and names:
                    self._date_before(target, sentence, start)

    def _describes(self, end: int, found: list[Statement]) -> bool:
        """Whether a list's verb only describes the company named right after it: 甲参与投资的〇〇完成B轮融资."""
        return any(
            end < one.company.start < end + 16 and not LABEL.search(self.masked, end, one.company.start)
            for one in found
        )

    def _invest_all(self, target: _Round | None, names: list[Name], found: list[Statement]) -> None:
        """Adds ``names`` to a round, except for those that stand where the sentence names the company."""
        for name in names if target else ():
            if target and not any(one.company.start <= name.start < one.company.end for one in found):
                self._invest(target, name)

    def _target(self, start: int, found: list[Statement], carried: _Round | None, *, strong: bool) -> _Round | None:
        """The round that a list at ``start`` belongs to: the statement before it, else the sentence's first."""
        if found:
            index = sum(one.start <= start for one in found)
            return self.rounds[len(self.rounds) - len(found) + max(index - 1, 0)]
        return carried if strong and self.age <= _NEAR else None

    def _date_before(self, target: _Round, sentence: Span, end: int) -> None:
        for day in self.story.dates(sentence.start, end)[:1]:
            target.dates[str(day.date)] = self.reading.value(day.date, day.start, day.end)

    def _sizes_of_list(self, target: _Round, clause: Span, start: int, end: int) -> None:
        """领投3000万美元: what the leaders gave; …总规模超1亿美元的共同投资: the round's total."""
        if "出资" in self.masked[start:end]:
            return
        for mention in self.story.amounts(clause.start, clause.end):
            left = self.masked[clause.start : mention.start]
            if 0 <= mention.start - end <= 2 or (_SIZE.search(left) and not _VALUATION.search(left)):
                value = self.reading.value(mention.low, mention.start, mention.end, mention.qualifier)
                target.sizes.setdefault(str(mention.low), value)


def normal_label(text: str) -> str:
    """A round's name as people write it: PreA轮 is Pre-A轮, B轮系列 is B轮, Pre-IPO轮 is Pre-IPO."""
    label = re.sub(r"\s|系列", "", text).replace("＋", "+")
    label = re.sub(r"^[Pp][Rr][Ee][-‑–—]?", "Pre-", label)
    if label.upper().startswith("PRE-IPO"):
        return "Pre-IPO"
    if label.startswith("战略"):
        return label if label != "战略轮" else "战略融资"
    return label if label.endswith("轮") else f"{label}轮"
