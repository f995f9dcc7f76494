"""The figures that a stretch of policy text sets, each with the name of what it is set for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from huoshui.extraction.quantities import find_quantities, within
from huoshui.model.document import Span

if TYPE_CHECKING:
    from decimal import Decimal

    from huoshui.extraction.quantities import Quantity
    from huoshui.extraction.reading import Reading
    from huoshui.model.money import AmountMention, Money

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
_OF_THINGS = re.compile(r"(?:以上|以下)?的(?!目标|水平|规模|总)(?=[\u4e00-\u9fff])")
_FIRMS = re.compile(r"(?:企业|公司|机构|单位|集团|平台|中心|园区|医院|学校|基地|工厂|车间|银行|支行|所)$")
_NO_OBJECT = re.compile(
    r"(?:大|条|项|方面)?(?:重点|主要|具体|专项|政策)?(?:举措|措施|任务|方面|行动|环节|部分|政策|步骤|方向|领域|部门|工程|年|月|条款|内容|章|体系|计划)$"
)
_LEAD = re.compile(
    r"^(?:[，、；：”）\s和与及]|第?[一二三四五六七八九十]{1,2}是|以及|其中|同时|此外|并且?|即|使得?|将|要|力争|确保|争取|实现|努力|推动|促进|全面|基本|累计|再|各|全[省市区县国州](?!联)"
    r"|我[省市区县国州]|本[市省区]|到\d{4}年底?|带动|支持|形成|培育|打造|新?建成|新?培育|新?打造|建设|引进|规划|创建|争创|创成|攻克|开通|聚集|集聚|引育|招引|拥有|提出|的|目标[是为]?|主要[是为]?|预期)+"
)
_TAIL = re.compile(
    r"(?:将|要|力争|累计|分别|总体|也|均|再|稳定|总|能|确保|争取|实现|平均|，|：|、|在|合计|共|“|预期目标|目标|至少|持续|进一步|全部|逐步|且|由|就|即|可|则|需|应|须|从[\d.%]+)+$"
)
_COMPARED = re.compile(
    r"居|位居|高于|低于|较|比|同比|并|且|达到|超过|实现|其中|在(?![^，。；]*的)|处于|保持|以及|的目标|的水平"
)
_LIST_OF_FIRMS = re.compile(r"[^\d（）]{4,50}?(?:企业|公司|机构)(?=落地|发展|集聚|入驻|$)")
_GRANTS = re.compile(r"给予|奖励|补助|补贴|资助|贴息|^按照?|^对[^，]+(?:企业|机构|项目|单位)$")
_DESCRIBES_FUND = re.compile(r"(?:总规模|首期|一期|总额)(?:规模)?[\d百千万]")
_RAISED = re.compile(
    r"(?:以上|左右)?[，、]?(?:并|且)?(?:力争|争取|确保|努力)?(?:达到|达|突破|实现|超过|超|冲击)*(?:以上|左右)?"
)
_SERIES = re.compile(r"、|和|以及|(?<!普)及|与")
_RESPECTIVE = re.compile(r"分别(?:达到|达|提高到|提升至|增长|为|不低于|超过?|突破)?")


# What says nothing without the figure before it: 产业规模达到1000亿元，年均增速15%.
_DEPENDENT = re.compile(
    r"(?:占(?:全[省市区县国]|GDP|地区生产总值|规上|工业)[^，。]{0,12}(?:比重|比例|比)|占比|比重|(?:年均|年|同比|平均)?(?:复合)?增[速长幅]率?)$"
)
_KEEPS = re.compile(r"(?:控制|保持|稳定|维持|处于|压减|压降)在$")
_REACHED = re.compile(r"(?:达到?|突破|迈上|迈入|迈向|超过?|冲击|成为)$")
_CLASS_ENDS = re.compile(r"量?级(?:规模|台阶|水平)?(?=[，。；、）]|$)")
_YEAR = re.compile(r"20\d\d年|[今明后去前上]年")


class Item(NamedTuple):
    """One figure that is set: ``name`` of what, the value with its place."""

    name: str
    start: int
    end: int
    value: Money | Decimal | str
    qualifier: str | None
    short: str = ""


def find_items(reading: Reading, scope: Span, mark: int) -> list[Item]:
    """The figures of ``scope``; ``mark`` is where the words of the target date begin, before the scope."""
    items: list[Item] = []
    head = _before_mark(reading.text, mark)
    later = any(stop in reading.text[mark : scope.start] for stop in "。！\n")
    for clause in re.finditer(r"[^，；。！？：\n]+", reading.text[scope.start : scope.end]):
        start = scope.start + clause.start()
        if _GRANTS.search(clause.group()) or (later and _DESCRIBES_FUND.search(clause.group())):
            continue  # a subsidy told in the same breath, or what a fund is
        items += _clause_items(
            reading,
            Span(start, scope.start + clause.end()),
            head if start == scope.start else "",
            items[-1] if items else None,
        )
    return items


class _Figure(NamedTuple):
    start: int
    end: int
    after: int
    value: Money | Decimal | str
    unit: str


def _figures(reading: Reading, start: int, end: int) -> list[_Figure]:
    """Amounts of money and quantities of a clause, without those that only describe (100亿元以上的企业)."""
    text = reading.text
    amounts = [m for m in within(reading.amounts, start, end) if not _classed(text, m)]
    figures = [_Figure(m.start, m.end, m.end, m.values[0], "元") for m in amounts]
    figures.extend(
        _Figure(q.start, q.end, q.after, q.value, "%" if q.share else q.unit)
        for q in find_quantities(text, start, end)
        if not any(m.start < q.end and q.start < m.end for m in amounts) and not _dated(reading, q)
    )
    figures.sort()
    return [f for i, f in enumerate(figures) if not _describes(text, f, figures[i + 1 :], end)]


def _classed(text: str, amount: AmountMention) -> bool:
    """Whether a number of things of a class looks like money: 3个万亿级集群."""
    return text.startswith(("级", "量级"), amount.end) and "个" in text[amount.start : amount.end]


def _dated(reading: Reading, quantity: Quantity) -> bool:
    return (
        bool(within(reading.dates, max(0, quantity.start - 12), quantity.end + 8, overlap=quantity.start))
        or reading.text[quantity.end : quantity.end + 1] in "年月"
    )


def _describes(text: str, figure: _Figure, later: list[_Figure], end: int) -> bool:
    """Whether money describes the things that are counted after it: 产值过100亿元的企业达到10家."""
    if figure.unit != "元":
        return False
    if text.startswith(("级", "量级"), figure.after):  # 千亿级集群 is of a class, 规模达到千亿级 is a goal
        return not (
            _REACHED.search(text, max(0, figure.start - 6), figure.start) and _CLASS_ENDS.match(text, figure.after)
        )
    if not re.search(r"\d|元", text[figure.start : figure.end]):  # 千亿市值企业
        return bool(re.match(r"[\u4e00-\u9fff]", text[figure.after : figure.after + 1]))
    if _OF_THINGS.match(text, figure.after, end):
        return True
    attribute = _ATTRIBUTE.match(text, figure.after, end)
    return bool(attribute and later and not re.search(r"[、和及]", text[figure.after : later[0].start]))


def _clause_items(reading: Reading, clause: Span, head: str, previous: Item | None) -> list[Item]:
    """The figures of one clause. ``head`` is what stands before the date, ``previous`` the figure told before."""
    text = reading.text
    items: list[Item] = []
    floor = clause.start
    figures = _figures(reading, *clause)
    series = _respective(text, clause.start, figures)
    for index, figure in enumerate(figures):
        if figure.start < floor:  # inside what an earlier figure counts: 15个营收过百亿元的园区
            continue
        last = items[-1] if items else previous
        if series:
            name, qualifier, stop = series[index], None, figure.after
        else:
            name, qualifier, stop = _name(text, floor, figure, clause.end)
        if not name and floor == clause.start:
            name = _subject(head)
        if not name and last and _RAISED.fullmatch(text, last.end, figure.start):
            name = last.name
        floor = max(stop, figure.after)
        if name:
            short = name if last and _DEPENDENT.fullmatch(name) else ""
            name = _DEPENDENT.sub("", last.name) + name if last and short else name
            items.append(Item(name, figure.start, figure.end, figure.value, qualifier, short))
    return items


def _before_mark(text: str, mark: int) -> str:
    """What stands before the date in its own clause: 产业规模力争到2027年达到…"""
    return re.split(r"[，。；：！？\n》]", text[max(0, mark - 40) : mark])[-1]


def _respective(text: str, start: int, figures: list[_Figure]) -> list[str]:
    """Names for the values of 甲和乙分别达到1和2; none when their numbers differ."""
    match = _RESPECTIVE.search(text, start, figures[0].start) if len(figures) > 1 else None
    if not match:
        return []
    names = [_subject(name) for name in _SERIES.split(text[start : match.start()])]
    return names if len(names) == len(figures) and all(names) else []


def _name(text: str, floor: int, figure: _Figure, end: int) -> tuple[str, str | None, int]:
    """What ``figure`` counts (object after it, or subject before it), its qualifier, and where its words end."""
    left = text[max(floor, figure.start - 80) : figure.start]
    before = _BEFORE.search(left)
    qualifier = (before["qualifier"] or before["qualifier2"]) if before else None
    subject = left[: before.start()] if before else left
    tail = _AFTER.match(text, figure.after, end)
    stop = tail.end() if tail else figure.after
    qualifier = qualifier or (tail.group() if tail and tail.group() in {"以上", "左右", "以内", "以下"} else None)
    thing = _object(text, stop, end)
    firms = _LIST_OF_FIRMS.match(text, stop, end) if figure.unit == "家" and not _FIRMS.search(thing) else None
    thing = firms.group() if firms else thing  # 10家甲、乙和丙研发企业
    if left.endswith("在") and not _KEEPS.search(left):  # 在3个领域取得突破
        return "", None, stop
    if _is_counted(figure, subject, thing):
        thing = re.split(r"一批|\d[\d.]*[%％万亿家个项支只款种名]", thing)[0].strip("“”和及与等")
        return ("" if _NO_OBJECT.search(thing) else thing), qualifier, stop + len(thing)
    if figure.unit == "" and not (before and (before["reach"] or before["qualifier"])):
        return "", None, stop
    return _subject(subject), qualifier, stop


def _is_counted(figure: _Figure, subject: str, thing: str) -> bool:
    """Whether ``figure`` counts the ``thing`` after it (100家企业); a sum of money does so after a verb of making."""
    if figure.unit in {"", "%"} or len(thing) < 2 or _COMPARED.match(thing):
        return False
    return figure.unit != "元" or not _LEAD.sub("", subject) or bool(_MAKE.search(subject))


def _object(text: str, start: int, end: int) -> str:
    """What is counted: up to a pause, or beyond it when what is before the pause only begins an attribute."""
    pause = _OBJECT_END.search(text, start, end)
    stop = pause.start() if pause else end
    if text.startswith("、", stop) and "的" in text[stop:end] and not re.search(r"\d|一批", text[stop:end]):
        stop = end
    return text[start:stop].lstrip("的")


def _subject(words: str) -> str:
    """A subject without what leads in and what leads over to the figure."""
    name = _LEAD.sub("", re.split(r"[，；：]", words)[-1] if words else "")
    name = _TAIL.sub("", name).strip("，。；：、 的")
    if name.count("“") != name.count("”"):
        name = name.strip("“”")
    return (
        name
        if 2 <= len(name) <= 40
        and not _NO_OBJECT.fullmatch(name)
        and re.search(r"[\u4e00-\u9fffA-Za-z]{2}", name)
        and not name.endswith("元")
        and not _YEAR.search(name)
        else ""
    )
