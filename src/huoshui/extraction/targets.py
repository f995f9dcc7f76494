"""Targets: what a policy sets for a stated year (到2027年，全省…达到…)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from huoshui.extraction.policies import KINDS, home, nationwide, policies, policy_at, region_in
from huoshui.extraction.quantities import find_quantities
from huoshui.model.dates import PartialDate
from huoshui.model.records import Target, Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from huoshui.extraction.policies import Policy
    from huoshui.extraction.quantities import Quantity
    from huoshui.extraction.reading import Reading
    from huoshui.model.document import Span
    from huoshui.model.money import Money
    from huoshui.model.records import Evidence, Figures, Regions
    from huoshui.model.regions import RegionMention

# 到2027年, 至2030年末, 2026年底前, 力争2027年, 2026年力争, “十五五”末. Periods (到2025年1—9月) and 截至 are none.
_MARK = re.compile(
    r"(?<![截从年月日号])(?:到|至)(?P<until>20\d\d)年(?!\d{0,2}[月—–-]|度|前\w季|以来|的\d)(?:年?[底末]|[上下]半年)?前?"
    r"|(?:力争|确保|计划|争取)(?:在|于)?(?P<strive>20\d\d)年(?:年?[底末])?前?(?!度|\d)"
    r"|(?<![\d到至截])(?P<before>20\d\d)年(?:年?[底末])?前(?!\w季|\d)"
    r"|(?<![\d到至截])(?P<year>20\d\d)年(?:底|末)?，?(?=[^，。；\d]{0,12}(?:力争|确保|(?:预期)?目标))"
    r"|“?十(?P<plan>[四五六])五”?(?:期?末|时期?末)"
)
_FORECAST = re.compile(r"预计|预测|有望|或将|估计|测算|市场规模|市场空间|复合增长|机构|研报|分析师|业内")
_SET = re.compile(rf"力争|目标|提出|确保|印发|任务|规划|明确|《[^》]*(?:{KINDS})")
_PUBLIC = re.compile(r"全[省市区县国州]|我[省市区县国州]|[省市县]委|政府|[省市区县国]|国家|部门")
_COMPANY = re.compile(r"公司|集团|该行|本行|股份|营收|净利|基金(?=将|力争|计划|累计|拟)")
_PAST = re.compile(
    r"截至|目前|已(?!有)|去年|同比|(?:20\d\d|上)年(?:全年|度|前|第|[一二三四]季|\d{1,2}月)|较上年|实现了|回顾"
)

_QUALIFIERS = "不低于|不少于|不小于|不高于|不超过|不大于|至少|最少|超过|超|突破|逾|近|约|大约|过|高于|低于"
_REACH = (
    r"(?:分别)?(?:达到|达|提高到|提高至|提升到|提升至|增长到|增长至|增加到|增加至|增至|增到|扩大到|扩大至|发展到|壮大到|攀升至|升至|降到|降至"
    r"|降低到|降低至|下降到|下降至|压减到|压降至|控制在|控制到|保持在|稳定在|维持在|缩短至|缩短到|拓展到|拓展至|覆盖|力争|实现|不断|为|是|有|在|到|至)"
)
_BEFORE = re.compile(
    rf"(?P<reach>{_REACH})?(?P<qualifier>{_QUALIFIERS})?(?P<reach2>达到|达)?(?P<qualifier2>{_QUALIFIERS})?$"
)
_MAKE = re.compile(
    r"(?:^|全[省市区县国]|力争|累计|[，、；：”]|每年|年内|再|各|共|将|并|分[别]|左右|重点)"
    r"(?:新)?(?:培育|打造|建设|建成|新增|引进|选树|形成|实施|创建|认定|集聚|推广|建|拥有|布局|遴选|培养|引育|组建|设立|发展|推动|催生|涌现|孵化"
    r"|落地|争创|制定|制修订|突破|攻克|研发|推出|开放|汇聚|聚集|招引|扶持|支持|遴选|建立|完成|改造|带动|吸引|新建|储备|评选|壮大|招募|发布|转化|构建"
    r"|新培育|新打造|新引进|培育壮大|培育形成|培育认定|梯次培育|引进培育|招引培育|建设提升|争取|获批|成立|举办|开展|投放|发放|撬动|达成)"
    r"(?:和|、)?(?:形成|建设|打造|引进|发展|培育|提升)?(?:了|出|成|一批)?$"
)
_AFTER = re.compile(r"(?:以上|左右|以内|以下|及以上|上下|的(?:目标|水平))?")
_OBJECT_END = re.compile(r"[，。；：、（）\n]|(?:和|及|与|以及)(?=一批|\d|[^，。；、]{2,20}\d)|，|$")
_ATTRIBUTE = re.compile(r"(?:级|量级|规模)?(?:及)?(?:以上|以下|左右)?(?:级|规模)?的?(?=[\u4e00-\u9fffA-Za-z“])")
_NO_OBJECT = re.compile(
    r"(?:大|条|项|方面)?(?:重点|主要|具体|专项|政策)?(?:举措|措施|任务|方面|行动|环节|部分|政策|步骤|方向|领域|部门|工程|年|月|条款|内容|章|体系|计划)$"
)
_LEAD = re.compile(
    r"^(?:[，、；：”）\s]|其中|同时|此外|并且?|即|使得?|将|要|力争|确保|争取|实现|努力|推动|促进|全面|基本|累计|再|各|全[省市区县国州](?!联)"
    r"|我[省市区县国州]|本[市省区]|到\d{4}年底?|带动|支持|形成|培育|打造|新?建成|新?培育|新?打造|建设|引进|拥有|提出|的|目标[是为]?|主要[是为]?|预期)+"
)
_TAIL = re.compile(
    r"(?:将|要|力争|累计|分别|总体|也|均|再|稳定|总|能|确保|争取|实现|平均|，|：|、|在|合计|共|“|预期目标|目标|至少|持续|进一步|全部|逐步|且|由|就|即|可|则|需|应|须|从[\d.%]+)+$"
)
_SERIES = re.compile(r"、|和|及|与|以及")
_RESPECTIVE = re.compile(r"分别(?:达到|达|提高到|提升至|增长|为|不低于|超过?|突破)?")


class Scope(NamedTuple):
    """A stretch of a sentence that holds for one target date: ``start`` is after the date's words."""

    start: int
    end: int
    date: Value[PartialDate]
    mark: Span


class Item(NamedTuple):
    """One figure that is set: ``name`` of what, the value with its place."""

    name: str
    start: int
    end: int
    value: Money | Decimal | str
    qualifier: str | None


@dataclass(slots=True)
class _Draft:
    name: str
    evidence: Evidence
    values: list[Value[Money | Decimal | str]] = field(default_factory=list)
    dates: list[Value[PartialDate]] = field(default_factory=list)
    region: RegionMention | None = None
    reading: Reading | None = None


def extract(readings: Sequence[Reading]) -> list[Target]:
    """Dated targets with figures; the same subject with the same year and region, told twice, is one record."""
    drafts: dict[tuple[str, str, str], _Draft] = {}
    for reading in readings:
        scopes = list(find_scopes(reading))
        if not scopes:
            continue
        papers = policies(reading)
        for scope in scopes:
            for item in find_items(reading, scope):
                _add(drafts, reading, papers, scope, item)
    return [_record(draft) for draft in drafts.values()]


def find_scopes(reading: Reading) -> Iterator[Scope]:
    """Each stretch of text that sets targets for a year: the rest of the sentence after the year's words,
    and the sentences that follow in the same paragraph as long as they are no report on the past.
    """
    text = reading.text
    marks = list(_MARK.finditer(text))
    previous_end = -1
    for index, mark in enumerate(marks):
        sentence = reading.sentence_at(mark.start())
        following = marks[index + 1].start() if index + 1 < len(marks) else len(text)
        if not _sets_targets(reading, sentence, mark):
            continue
        date = _date(reading, mark)
        if date is None or mark.start() < previous_end:
            continue
        stop = min(sentence.end, following)
        yield Scope(mark.end(), stop, date, sentence._replace(start=mark.start(), end=mark.end()))
        for later in reading.sentences:
            if later.start < sentence.end:
                continue
            if "\n" in text[sentence.end : later.start] or later.start >= following or _PAST.search(text, *later):
                break
            yield Scope(
                later.start, min(later.end, following), date, sentence._replace(start=mark.start(), end=mark.end())
            )


def _sets_targets(reading: Reading, sentence: Span, mark: re.Match[str]) -> bool:
    """Whether a policy speaks: no forecast, no company's plan, and some public body or paper nearby."""
    text = reading.text
    before = text[sentence.start : mark.start()]
    whole = text[sentence.start : sentence.end]
    sets = _SET.search(whole)
    if _FORECAST.search(whole) and not sets:
        return False
    clause_end = re.search(r"[，。；]", text[mark.end() : sentence.end][1:])
    head = before[-40:] + text[mark.end() : mark.end() + (clause_end.start() + 1 if clause_end else 30)]
    if _COMPANY.search(head) and not _PUBLIC.search(head):
        return False
    if mark["before"] and not sets:
        return False
    context = text[max(0, sentence.start - 200) : sentence.end]
    return bool(sets or _PUBLIC.search(context))


def _date(reading: Reading, mark: re.Match[str]) -> Value[PartialDate] | None:
    """The target date, as fine as stated, when it does not lie in the past of the article."""
    digits = next((group for group in ("until", "strive", "before", "year") if mark[group]), None)
    if digits is None:
        date = PartialDate(2025 + 5 * "四五六".index(mark["plan"]))
        start, end = mark.span()
    else:
        start, end = mark.start(digits), mark.end(digits) + 1
        date = PartialDate(int(mark[digits]))
        mention = next((m for m in reading.dates if m.start == start), None)
        if mention and mention.date.year == date.year:
            date, end = mention.date, mention.end
    published = reading.published
    if published and date.year < published.year:
        return None
    return reading.value(date, start, end)


def find_items(reading: Reading, scope: Scope) -> list[Item]:
    """The figures that ``scope`` sets, each with the name of what it is set for."""
    items: list[Item] = []
    start = scope.start
    for clause in re.finditer(r"[^，；。！？：\n]+", reading.text[scope.start : scope.end]):
        start = scope.start + clause.start()
        items += _clause_items(reading, scope, start, scope.start + clause.end(), items[-1] if items else None)
    return items


class _Figure(NamedTuple):
    start: int
    end: int
    after: int
    value: Money | Decimal | str
    unit: str


def _figures(reading: Reading, start: int, end: int) -> list[_Figure]:
    """Amounts of money and quantities of a clause, without those that only describe (100亿元以上的企业)."""
    amounts = [m for m in reading.amounts if start <= m.start and m.end <= end]
    figures = [_Figure(m.start, m.end, m.end, m.values[0], "元") for m in amounts]
    for q in find_quantities(reading.text, start, end):
        if not any(m.start < q.end and q.start < m.end for m in amounts) and not _dated(reading, q):
            figures.append(_Figure(q.start, q.end, q.after, q.value, "%" if q.share else q.unit))
    figures.sort()
    return [f for i, f in enumerate(figures) if not _describes(reading.text, f, figures[i + 1 :], end)]


def _dated(reading: Reading, quantity: Quantity) -> bool:
    return (
        any(m.start <= quantity.start < m.end for m in reading.dates)
        or reading.text[quantity.end : quantity.end + 1] in "年月"
    )


def _describes(text: str, figure: _Figure, later: list[_Figure], end: int) -> bool:
    """Whether money describes the things that are counted after it: 产值过100亿元的企业达到10家."""
    if figure.unit != "元":
        return False
    if text.startswith(("级", "量级"), figure.after):
        return True
    if not re.search(r"\d|元", text[figure.start : figure.end]):  # 千亿市值企业
        return bool(re.match(r"[\u4e00-\u9fff]", text[figure.after : figure.after + 1]))
    attribute = _ATTRIBUTE.match(text, figure.after, end)
    return bool(attribute and later and not re.search(r"[、和及]", text[figure.after : later[0].start]))


def _clause_items(reading: Reading, scope: Scope, start: int, end: int, previous: Item | None) -> list[Item]:
    text = reading.text
    items: list[Item] = []
    floor = start
    figures = _figures(reading, start, end)
    series = _respective(text, start, figures)
    for index, figure in enumerate(figures):
        last = items[-1] if items else previous
        if series:
            name, qualifier, stop = series[index], None, figure.after
        else:
            name, qualifier, stop = _name(text, floor, figure, end)
        if not name and floor == scope.start:
            name = _subject(_before_mark(text, scope))
        if (
            not name
            and last
            and re.fullmatch(
                r"[，、]?(?:并|且)?(?:力争|争取|确保|努力)?(?:达到|达|突破|实现|超过|超|冲击)*",
                text[last.end : figure.start].lstrip("以上左右"),
            )
        ):
            name = last.name
        floor = max(stop, figure.after)
        if name:
            items.append(Item(name, figure.start, figure.end, figure.value, qualifier))
    return items


def _before_mark(text: str, scope: Scope) -> str:
    """What stands before the year in its own clause: 产业规模力争到2027年达到…"""
    head = text[max(0, scope.mark.start - 40) : scope.mark.start]
    return re.split(r"[，。；：！？\n》]", head)[-1]


def _respective(text: str, start: int, figures: list[_Figure]) -> list[str]:
    """Names for the values of 甲和乙分别达到1和2; none when their numbers differ."""
    match = _RESPECTIVE.search(text, start, figures[0].start) if len(figures) > 1 else None
    if not match:
        return []
    names = [_subject(name) for name in _SERIES.split(text[start : match.start()])]
    return names if len(names) == len(figures) and all(names) else []


def _name(text: str, floor: int, figure: _Figure, end: int) -> tuple[str, str | None, int]:
    """What ``figure`` counts (object after it, or subject before it), its qualifier, and where its words end."""
    left = text[floor : figure.start]
    before = _BEFORE.search(left)
    qualifier = (before["qualifier"] or before["qualifier2"]) if before else None
    subject = left[: before.start()] if before else left
    tail = _AFTER.match(text, figure.after, end)
    stop = tail.end() if tail else figure.after
    qualifier = qualifier or (tail.group() if tail and tail.group() in {"以上", "左右", "以内", "以下"} else None)
    object_end = _OBJECT_END.search(text, stop, end)
    thing = text[stop : object_end.start() if object_end else end].lstrip("的")
    bare = _LEAD.sub("", subject)
    if (
        figure.unit != "%"
        and len(thing) >= 2
        and (not bare or _MAKE.search(subject) or (before and before["qualifier"] and _MAKE.search(subject)))
    ):
        thing = re.split(r"一批|\d[\d.]*[%％万亿家个项支只款种名]", thing)[0].strip("“”和及与等")
        return ("" if _NO_OBJECT.search(thing) else thing), qualifier, stop + len(thing)
    if figure.unit == "" and not (before and (before["reach"] or before["qualifier"])):
        return "", None, stop
    return _subject(subject), qualifier, stop


def _subject(words: str) -> str:
    """A subject without what leads in and what leads over to the figure."""
    name = _LEAD.sub("", re.split(r"[，；：]", words)[-1] if words else "")
    name = _TAIL.sub("", name).strip("，。；：、 的")
    if name.count("“") != name.count("”"):
        name = name.strip("“”")
    return (
        name
        if 2 <= len(name) <= 40 and not _NO_OBJECT.fullmatch(name) and re.search(r"[\u4e00-\u9fffA-Za-z]{2}", name)
        else ""
    )


def _add(
    drafts: dict[tuple[str, str, str], _Draft], reading: Reading, papers: list[Policy], scope: Scope, item: Item
) -> None:
    region = _region(reading, papers, item)
    folded = re.sub(r"[\W_]", "", item.name)
    key = (folded, str(scope.date), str(region.region) if region else "")
    draft = drafts.get(key)
    if draft is None:
        draft = drafts[key] = _Draft(item.name, reading.evidence(item.start, item.end), reading=reading, region=region)
        draft.dates.append(scope.date)
    if not any(str(known) == str(item.value) for known in draft.values):
        draft.values.append(reading.value(item.value, item.start, item.end, item.qualifier))


def _region(reading: Reading, papers: list[Policy], item: Item) -> RegionMention | None:
    """Who sets the target: a place named in its own sentence, else the paper's, else the article's."""
    sentence = reading.sentence_at(item.start)
    named = region_in(reading, sentence.start, item.start)
    paper = policy_at(papers, item.start)
    if paper and paper.region:
        if (
            named
            and named.region.path[: len(paper.region.region.path)] == paper.region.region.path
            and not _listed(reading, named)
        ):
            return named
        return paper.region
    return named or nationwide(reading, sentence.start, item.start) or home(reading)


def _listed(reading: Reading, mention: RegionMention) -> bool:
    """Whether the place stands in a list of places (在甲、乙、丙建设), which are not who sets the target."""
    return (
        reading.text[mention.end : mention.end + 1] in "、和与及"
        or reading.text[mention.start - 1 : mention.start] in "、和与及"
    )


def _record(draft: _Draft) -> Target:
    values: Figures = tuple(draft.values)
    regions: Regions = ()
    if draft.region and draft.reading:
        regions = (draft.reading.value(draft.region.region, draft.region.start, draft.region.end),)
    return Target(name=draft.name, evidence=draft.evidence, value=values, date=tuple(draft.dates), region=regions)
