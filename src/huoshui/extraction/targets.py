"""Targets: what a policy sets for a stated year (到2027年，全省…达到…)."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from huoshui.extraction.policies import KINDS, home, nationwide, policies, policy_at
from huoshui.extraction.quantities import within
from huoshui.extraction.schemes import fold
from huoshui.extraction.target_items import find_items
from huoshui.model.dates import PartialDate
from huoshui.model.document import Span
from huoshui.model.records import Target, contract_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from huoshui.extraction.policies import Policy
    from huoshui.extraction.reading import Reading
    from huoshui.extraction.target_items import Item
    from huoshui.model.money import Money
    from huoshui.model.records import Evidence, Value
    from huoshui.model.regions import RegionMention

# 到2027年, 至2030年末, 2026年底前, 力争2027年, 2026年力争, “十五五”末. Periods (到2025年1—9月) and 截至 are none.
_MARK = re.compile(
    r"(?<![截从年月日号])(?:到|至)(?P<until>20\d\d)年(?!\d{0,2}[月—–-]|度|前\w季|以来|的\d)(?:年?[底末]|[上下]半年)?前?"
    r"|(?:力争|确保|计划|争取)(?:在|于)?(?P<strive>20\d\d)年(?:年?[底末])?前?(?!度|\d)"
    r"|(?<![\d到至截])(?P<before>20\d\d)年(?:年?[底末])?前(?!\w季|\d)"
    r"|(?<![\d到至截])(?P<year>20\d\d)年(?:(?:底|末)，?(?=[^。；\d]{0,40}(?:力争|确保))|，?(?=[^，。；\d]{0,12}(?:力争|确保|(?:预期)?目标)))"
    r"|(?<![\d到至截从—-])(?P<future>20\d\d)年，?(?=[^，。；\d]{2,24}(?:达到?|突破|超过?|力争|不低于|不少于)\d|实现[^，。；\d]{2,24}\d)"
    r"|(?:力争|确保)(?P<now>今年)|(?P<this>今年)(?:的|，)?(?=[^，。；\d]{0,14}(?:力争|确保|(?:预期)?目标))"
    r"|(?:提出|明确|确定)[，：]?(?P<stated>20\d\d)年(?!\d{0,2}[月—–-]|度|前|以来|第|\d)"
    r"|“?十(?P<plan>[四五六])五”?(?:期?末|时期?末)"
)
_YEARS_AFTER = re.compile(r"[、和与及](?:到|至)?20\d\d年")
_YEARS_BEFORE = re.compile(r"20\d\d年(?:年?[底末])?[、和与及]$")
_FORECAST = re.compile(
    r"预计|预测|有望|或将|估计|测算|市场规模|市场空间|复合增长|机构(?:预|认为|指出|分析|称)|(?:研究|咨询|投资|评级|调研)机构|研报|分析师|业内(?!首)"
)
_SET = re.compile(rf"力争|目标|提出|确保|印发|任务|规划|明确|《[^》]*(?:{KINDS})")
_PUBLIC = re.compile(r"全[省市区县国州]|我[省市区县国州]|[省市县]委|政府|[省市区县国]|国家|部门")
_COMPANY = re.compile(r"公司|集团|该行|本行|股份|营收|净利|基金(?=将|力争|计划|累计|拟)")
_PAUSE = re.compile(r"[，。；]")
_NEAR = 200  # how far around a year its policy words may stand
_PAST = re.compile(
    r"截至|目前|已(?!有)|去年|同比|(?:20\d\d|上)年(?:全年|度|前|第|[一二三四]季|\d{1,2}月)|较上年|实现了|回顾"
)


class Scope(NamedTuple):
    """A stretch of a sentence that holds for one target date; ``mark`` is where the date's words begin."""

    start: int
    end: int
    date: Value[PartialDate]
    mark: int


@dataclass(slots=True)
class _Draft:
    name: str
    evidence: Evidence
    date: Value[PartialDate]
    values: list[Value[Money | Decimal | str]]
    region: RegionMention | None
    reading: Reading
    aliases: list[str] = field(default_factory=list)


def extract(readings: Sequence[Reading]) -> list[Target]:
    """Dated targets with figures; the same subject with the same year and region, told twice, is one record."""
    drafts: list[_Draft] = []
    for reading in readings:
        scopes = list(find_scopes(reading))
        papers = policies(reading) if scopes else []
        for scope in scopes:
            for item in find_items(reading, Span(scope.start, scope.end), scope.mark):
                _add(drafts, reading, papers, scope, item)
    return [_record(draft) for draft in drafts]


def find_scopes(reading: Reading) -> Iterator[Scope]:
    """Each stretch of text that sets targets for a year: the rest of the sentence after the year's words, and
    the sentences that follow in the same paragraph or list as long as they are no report on the past.
    """
    text = reading.text
    marks = list(_MARK.finditer(text))
    told = 0
    for mark, following in zip_longest(marks, marks[1:]):
        limit = following.start() if following else len(text)
        sentence = reading.sentence_at(mark.start())
        goes_on = told > 0 and "\n" not in text[told : mark.start()]
        date = _date(reading, mark) if _sets_targets(reading, sentence, mark, goes_on=goes_on) else None
        if date is None or _in_series(text, mark):
            continue
        told = mark.end()
        yield Scope(mark.end(), min(sentence.end, limit), date, mark.start())
        previous = sentence
        for later in reading.sentences[bisect_left(reading.sentences, (sentence.end,)) :]:
            if not _goes_on(text, previous, later) or later.start >= limit or _reports(reading, later, date):
                break
            yield Scope(later.start, min(later.end, limit), date, mark.start())
            previous = later


def _in_series(text: str, mark: re.Match[str]) -> bool:
    """Whether a year is one of several that share what follows (到2026年、2028年、2030年…分别达到)."""
    return bool(
        _YEARS_AFTER.match(text, mark.end()) or _YEARS_BEFORE.search(text, max(0, mark.start() - 9), mark.start())
    )


def _goes_on(text: str, sentence: Span, later: Span) -> bool:
    """Whether ``later`` stands in the paragraph of ``sentence`` or begins a dashed item of its list."""
    return "\n" not in text[sentence.end : later.start] or text.startswith(("—", "●", "▪", "◆"), later.start)


def _reports(reading: Reading, sentence: Span, date: Value[PartialDate]) -> bool:
    """Whether a sentence tells of the past, or of another year than the target's."""
    years = (m.date.year for m in within(reading.dates, *sentence))
    return bool(_PAST.search(reading.text, *sentence)) or any(year != date.value.year for year in years)


def _sets_targets(reading: Reading, sentence: Span, mark: re.Match[str], *, goes_on: bool) -> bool:
    """Whether a policy speaks: no forecast, no company's plan, and some public body or paper nearby."""
    text = reading.text
    near = Span(max(sentence.start, mark.start() - _NEAR), min(sentence.end, mark.end() + _NEAR))
    sets = goes_on or bool(_SET.search(text, *near))
    if not sets and (mark["before"] or mark["future"] or _FORECAST.search(text, *near)):
        return False
    clause = _PAUSE.search(text, mark.end() + 1, near.end)
    start, end = max(near.start, mark.start() - 40), clause.start() if clause else near.end
    if _COMPANY.search(text, start, end) and not _PUBLIC.search(text, start, end):
        return False
    return sets or bool(_PUBLIC.search(text, max(0, sentence.start - _NEAR, mark.start() - 2 * _NEAR), near.end))


def _date(reading: Reading, mark: re.Match[str]) -> Value[PartialDate] | None:
    """The target date, as fine as stated, when it does not lie in the past of the article."""
    digits = next((group for group in ("until", "strive", "before", "year", "future", "stated") if mark[group]), None)
    this = next((group for group in ("now", "this") if mark[group]), None)
    if this:
        year = reading.published.year if reading.published else None
        return reading.value(PartialDate(year), *mark.span(this)) if year else None
    if digits is None:
        date = PartialDate(2025 + 5 * "四五六".index(mark["plan"]))
        start, end = mark.span()
    else:
        start, end = mark.start(digits), mark.end(digits) + 1
        date = PartialDate(int(mark[digits]))
        mention = next((m for m in within(reading.dates, start, mark.end() + 8) if m.start == start), None)
        if mention and mention.date.year == date.year and not mention.period:
            date, end = mention.date, mention.end
    published = reading.published
    if published and date.year < published.year + bool(mark["future"]):
        return None
    return reading.value(date, start, end)


def _add(drafts: list[_Draft], reading: Reading, papers: list[Policy], scope: Scope, item: Item) -> None:
    """Add the figure to the record of its subject, or begin one. A shorter name with the same value is an alias."""
    region = _region(reading, papers, item)
    for draft in drafts:
        if str(draft.date) != str(scope.date) or not _same_place(draft.region, region):
            continue
        told = any(str(value) == contract_form(item.value) for value in draft.values)
        if fold(draft.name) == fold(item.name) or (told and _contains(draft.name, item.name)):
            if not told:
                draft.values.append(reading.value(item.value, item.start, item.end, item.qualifier))
            if item.name not in (draft.name, *draft.aliases):
                draft.aliases.append(item.name)
            return
    value = reading.value(item.value, item.start, item.end, item.qualifier)
    at = reading.text.find(item.name, max(0, item.start - 2 * _NEAR), item.end + _NEAR)
    evidence = reading.evidence(at, at + len(item.name)) if at >= 0 else value.evidence
    drafts.append(_Draft(item.name, evidence, scope.date, [value], region, reading, _other_names(item, region)))


def _same_place(one: RegionMention | None, other: RegionMention | None) -> bool:
    return (one.region if one else None) == (other.region if other else None)


def _contains(one: str, other: str) -> bool:
    """Whether one name is the other with more words around it."""
    short, long = sorted((fold(one), fold(other)), key=len)
    return len(short) >= 3 and short in long


def _other_names(item: Item, region: RegionMention | None) -> list[str]:
    """The name without attributes (具有影响力的甲乙企业), and with the place that the text leaves unsaid."""
    core = item.name.rpartition("的")[2]
    names = [core] if 4 <= len(core) < len(item.name) else []
    names += [item.short] if item.short else []
    place = region.region.path[-1] if region and region.region.code != "CN" else ""
    return [*names, place + item.name] if place and place not in item.name else names


def _region(reading: Reading, papers: list[Policy], item: Item) -> RegionMention | None:
    """Who sets the target: a place that the sentence is about, else the paper's place, else the article's."""
    sentence = reading.sentence_at(item.start)
    start = max(sentence.start, item.start - 2 * _NEAR)
    places = [m for m in within(reading.regions, start, item.start) if not _listed(reading, m)]
    named = places[-1] if places else None
    paper = policy_at(papers, item.start)
    if paper and paper.region:
        return next((m for m in places if m.start == sentence.start), paper.region)
    return named or nationwide(reading, start, item.start) or home(reading)


def _listed(reading: Reading, mention: RegionMention) -> bool:
    """Whether the place stands in a list of places (在甲、乙、丙建设), which are not who sets the target."""
    around = reading.text[mention.start - 1 : mention.start] + reading.text[mention.end : mention.end + 1]
    return any(char in "、和与及在" for char in around)


def _record(draft: _Draft) -> Target:
    mention = draft.region
    return Target(
        name=draft.name,
        aliases=tuple(draft.aliases),
        evidence=draft.evidence,
        value=tuple(draft.values),
        date=(draft.date,),
        region=(draft.reading.value(mention.region, mention.start, mention.end),) if mention else (),
    )
