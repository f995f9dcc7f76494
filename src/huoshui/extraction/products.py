"""Loan, guarantee and insurance products by their quoted names (“甲乙贷”, “甲乙通”, “甲乙融资计划”)."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from huoshui.extraction.names import name_start
from huoshui.extraction.policies import bodies_before, body_before, home, nationwide, region_in
from huoshui.extraction.quantities import find_quantities, within
from huoshui.extraction.schemes import Scheme, amounts_in, capped, money_value, percentages, region_value
from huoshui.model.document import Span

if TYPE_CHECKING:
    from collections.abc import Collection

    from huoshui.extraction.reading import Reading
    from huoshui.model.money import AmountMention
    from huoshui.model.records import Value

_FINANCE = re.compile(r"贷款|授信|融资|担保|放款|信贷|投保|保费|保额|承保|再贷款|风险补偿|资金支持|贷")
_NAMED = re.compile(
    r"[“‘](?P<name>[^“”‘’\n，。、有]{1,14}(?:贷|融资计划|信贷计划|担保计划|贷款计划|联动|保|担|通|宝|计划|模式|e贷))(?:\d\.0)?[”’](?!平台|系统|评分|行动|App|小程序)"
)
_ORDINARY = re.compile(
    r"^(?:首贷|续贷|信贷|惜贷|慎贷|惧贷|敢贷|愿贷|能贷|会贷|房贷|车贷|校园贷|高利贷|网贷|助贷|转贷|断贷|抽贷|压贷|无贷|科贷|.{0,2}不敢贷|互联互通|融通|.*债券通|.*[沪深港股理财]通"
    r"|互通|畅通|贯通|打通|沟通|一网通|一卡通|社保|医保|环保|科保|投融|金融|普惠金融|.*一体化模式|三保|.*确保|风险|保险)$"
)
_QUOTED = re.compile(r"“([^“”\n]{2,8})”")
_STRONG = re.compile(r"贷$|融资计划|信贷计划|担保计划|贷款计划|贷.*(?:联动|模式|计划)$")
_LAUNCH = re.compile(r"指导|创新推出|创新|推出|首创|创设|设立|开发|研发|上线|启动|开展|发布|打造|牵头|试点")
_LAUNCH_ADVERBS = re.compile(
    r"(?:还|也|又|近日|日前|率先|联合|积极|在全国|在全省|在全市|专门|创新|陆续|同步|发起|牵头|于\d{4}年)+$"
)
_SPEAKER_AGAIN = re.compile(r"该(?:行|分行|支行|局|集团|公司|机构|中心)")
_HEARD = re.compile(r"从(?P<name>[^，。；、]{3,24}?)(?:了解到|获悉|处|了解)")
_HEAD = re.compile(
    r"(?:近日，|日前，|近年来，|今年以来，)?(?P<name>[\u4e00-\u9fff（）]{2,20}?(?:银行|分行|支行|农商行|农信社|信用社|担保集团|担保公司|担保基金))(?=[，围针聚立结在根为依以创推与联会携通])"
)
_LENDS = re.compile(
    r"[^，。；、“”\n]{2,24}(?:银行|支行|分行|农商行|信用社)(?=(?:还|也|已)?(?:通过|运用|依托|借助|以|为|向|发放|与|落地))"
)
_STATED = re.compile(
    r"累计|截至|余额|总额|规模|目前|已|共|合计|惠及|签约|支持[^，。；\d]{0,8}(?:企业|主体|户)|服务[^，。；\d]{0,8}企业"
)
_WHOLE_YEAR = re.compile(r"20\d\d年(?:全年|度)?(?=[^\d，]|，)(?!第|[上下]半年|[一二三四]季度|前)")
_LENDERS = re.compile(r"[^，。；、\d]{0,6}(?:银行|支行|分行|金融机构|担保|机构|网点|券商|保险)")
_BORNE = re.compile(
    r"承担[^，。；\d]{0,10}(?:本金|损失|风险|代偿)[^，。；\d]{0,4}(?P<borne>\d[\d.]*%)"
    r"|(?:分险|分担|补偿|代偿)比例(?:由\d[\d.]*%)?[^，。；\d]{0,8}(?P<ratio>\d[\d.]*%)"
    r"|(?:息|本金|损失|代偿[额款]?|[保担]费|贷款额|LPR)[^，。；\d]{0,6}(?P<share>\d[\d.]*%)[^，。；\d]{0,6}?(?:贴息|补偿|补贴|补助|代偿|承担|分担)"
)
_BY_LAUNCH = re.compile(
    r"(?:据[^，。]{1,4}，|目前，)?[^，。；由]{2,12}由(?P<by>[^，。；]{3,60}?)(?:于[^，。；]{1,10}?)?(?:联合|共同|牵头|创新|合作)*(?:推出|设立|发起|打造|开发|创设|研发|提供|发放|运营|实施)"
)
_POOL = re.compile(r"的|(?:“[^”]+”)?(?:风险|补偿|资金池|专项资金)")
_BY_BANK = re.compile(r"由[^，。；、“”\n]{2,20}(?:银行|支行|分行|农商行|信用社)(?=向|为|发放|提供|承办|办理|试点|独家)")
_FAR = 160  # how far before a name its subject may stand
_AND = re.compile("[和与]")
_POOL_BEFORE = re.compile(r"(?:资金池|补偿金|补偿资金|补偿基金)[^，。；]{0,8}$")
_ONE_CASE = re.compile(r"该企业|该公司|一家|为其|某企业|某公司|首笔|首单|这家|负责人")
_BANK = re.compile(r"(?:银行|支行|分行|农商行|信用社)$")
_SAME_AGAIN = re.compile(
    r"(?:据(?:了解|介绍|悉)，|目前，)?(?:该|这一|此|这款|这项|上述)(?:信贷|金融|贷款|担保|融资)?(?:产品|计划|模式|业务|贷款|政策)"
)
_SUMS = re.compile(r"贷|发放|签约|融资|授信|金额|累计|余额|放款|担保|保障|资金|投放|保[费额]|“")
_KIND_OF_BANK = re.compile(
    r"(?:(?:各|合作|商业|国有|大型|地方|法人|辖内|当地|相关|中小|金融)*(?:银行|机构|支行|分行|信用社))"
)
_EACH = re.compile(r"(?:单户|单笔|每户|每家|单个|单家|首笔|首单)[^，。；]{0,12}$")
_TOOL = re.compile(r"(?P<tool>再贷款)，?(?:总)?(?:额度|规模)(?:为|是|由|达到?|共|从)?(?=[\d千百])")
_CHANGE = re.compile(r"决定|宣布|增加|新增|扩大|安排|追加|下调|上调|延续|用好|增设|单设|提供")
_CHANGES = re.compile(rf"[^，。；]{{0,24}}(?:{_CHANGE.pattern})(?:了)?")
_INTEREST = re.compile(r"[利费]率(?:低至|最低|为|仅|执行|不高于|不超过|优惠至|可低至){0,2}")
_RISK = re.compile(r"分险|风险分担|风险补偿|补偿比例|承担|代偿")
_COUPON = re.compile(r"[利费]率")
_PLANNED = re.compile(r"到20\d\d年|力争|目标|预计")
_FIRMS = frozenset({"家", "户", "家次"})


def find_products(reading: Reading) -> list[Scheme]:
    """Each product of ``reading`` of which a figure is told: the quoted ones and the central bank's tools."""
    tools = [_tool(reading, match) for match in _TOOL.finditer(reading.text)] if "再贷款" in reading.text else []
    return [*_quoted(reading), *tools]


def _tool(reading: Reading, match: re.Match[str]) -> Scheme:
    """A relending facility told with its quota: 设立甲乙再贷款，额度1000亿元."""
    text = reading.text
    sentence = reading.sentence_at(match.start())
    joints = [m.start() for m in _AND.finditer(text, sentence.start, match.end())]
    name = name_start(text, match.end("tool"), sentence.start, joints)
    verb = _CHANGES.match(text, name, match.end("tool"))
    name = verb.end() if verb else name
    scheme = Scheme(text[name : match.end("tool")], reading.evidence(name, match.end("tool")))
    raised = re.compile(r"[^，。；]{4,40}?[至到](?=[\d千百])").match(text, match.end(), sentence.end)
    quota = raised.end() if raised else match.end()
    scheme.add("size", [money_value(reading, a) for a in amounts_in(reading, quota, quota + 16)][:1])
    for interest in _INTEREST.finditer(text, *sentence):
        changed = re.compile(r"由[\d.]+%[^，。；\d]{1,6}").match(text, interest.end(), sentence.end)
        rate = changed.end() if changed else interest.end()
        scheme.add("rate", percentages(reading, rate, rate + 7)[:1])
    body = body_before(text, _before_launch(text, sentence.start, name), sentence.start)
    if body:
        scheme.add("provider", [reading.value(text[body.start : body.end], *body)])
    country = nationwide(reading, *(body or sentence))
    scheme.add("region", [region_value(reading, country)] if country else [])
    return scheme


def _before_launch(text: str, start: int, end: int) -> int:
    launch = _LAUNCH.search(text, start, end) or _CHANGE.search(text, start, end)
    return launch.start() if launch else end


def _quoted(reading: Reading) -> list[Scheme]:
    if "“" not in reading.text and "‘" not in reading.text:
        return []
    mentions = [m for m in _NAMED.finditer(reading.text) if not _ORDINARY.match(m["name"])]
    told: dict[str, list[_Told]] = {}
    for before, match, after in zip([None, *mentions], mentions, [*mentions[1:], None], strict=False):
        told.setdefault(match["name"], []).append(_told(reading, before, match, after))
    ends = _short_mentions(reading, told)
    schemes = (_product(reading, name, own, ends.get(name, [])) for name, own in told.items())
    return [scheme for scheme in schemes if scheme is not None and scheme.told]


class _Told(NamedTuple):
    """A mention of a product: what its sentence says of it alone, and how far the text goes on about it."""

    match: re.Match[str]
    span: Span
    stop: int
    jointly: bool


def _told(reading: Reading, before: re.Match[str] | None, match: re.Match[str], after: re.Match[str] | None) -> _Told:
    """The part of the sentence between the products named before and after; 、 or less between two joins them."""
    sentence = reading.sentence_at(match.start())
    jointly = (before is not None and match.start() - before.end() < 2 and before["name"] != match["name"]) or (
        after is not None and after.start() - match.end() < 2 and after["name"] != match["name"]
    )
    other = before is not None and before.end() > sentence.start and before["name"] != match["name"]
    stop = after.start() if after is not None and after["name"] != match["name"] else len(reading.text)
    return _Told(match, Span(match.start() if other else sentence.start, min(stop, sentence.end)), stop, jointly)


def _product(reading: Reading, name: str, own: list[_Told], ends: list[re.Match[str]]) -> Scheme | None:
    if not _STRONG.search(name) and not any(_FINANCE.search(reading.text, *t.span) for t in own):
        return None
    scheme = Scheme(name, reading.evidence(*own[0].match.span("name")))
    for told in sorted(own, key=lambda t: t.span.start < reading.body_start):  # a headline rounds
        if not told.jointly and not _PLANNED.search(reading.text, *told.span):
            _read_figures(reading, scheme, told.span)
    for sentence in _following(reading, own[-1]):
        if _SAME_AGAIN.match(reading.text, *sentence):
            _read_figures(reading, scheme, sentence)
        if _RISK.search(reading.text, *sentence) and not scheme.rate:
            scheme.add("rate", percentages(reading, *sentence))
    places = [span for match in (*(t.match for t in own), *ends) for span in _providers(reading, match)]
    places += _launched_by(reading, own[-1])
    providers = [span for span in places if not _KIND_OF_BANK.fullmatch(reading.text, *span)]
    scheme.add("provider", [reading.value(reading.text[s.start : s.end], *s) for s in providers])
    _place(reading, scheme, own[0].match, providers)
    return scheme


def _launched_by(reading: Reading, last: _Told) -> list[Span]:
    """Who launched it, as a later sentence tells: 这一产品由甲会同乙推出."""
    found: list[Span] = []
    for sentence in _following(reading, last):
        by = _BY_LAUNCH.match(reading.text, *sentence) if _SAME_AGAIN.match(reading.text, *sentence) else None
        found += bodies_before(reading.text, by.end("by"), by.start("by")) if by else ()
    return found


def _short_mentions(reading: Reading, names: Collection[str]) -> dict[str, list[re.Match[str]]]:
    """By product, the places where only the end of its name is quoted: “计划” for “甲乙计划”."""
    whole: dict[str, str] = {}
    for name in names:
        for length in range(2, len(name)):
            whole.setdefault(name[-length:], name)
    found: dict[str, list[re.Match[str]]] = {}
    for match in _QUOTED.finditer(reading.text):
        if match[1] in whole and match[1] not in names:
            found.setdefault(whole[match[1]], []).append(match)
    return found


def _following(reading: Reading, last: _Told) -> list[Span]:
    """Up to three sentences after the last mention that speak of no other product."""
    first = bisect_left(reading.sentences, (last.match.start() + 1,))
    return [s for s in reading.sentences[first : first + 3] if s.end <= last.stop]


def _read_figures(reading: Reading, scheme: Scheme, sentence: Span) -> None:
    """Number of firms, sum and date of the sum, most per firm, interest: as one sentence tells them."""
    text = reading.text
    if _ONE_CASE.search(text, *sentence) and "累计" not in text[sentence.start : sentence.end]:
        return
    quantities = find_quantities(text, *sentence)
    counts = [
        q for q in quantities if q.unit in _FIRMS and not isinstance(q.value, str) and not _LENDERS.match(text, q.after)
    ]
    stated = _STATED.search(text, *sentence)
    if counts and not scheme.count and stated:
        first = counts[0]
        scheme.add("count", [reading.value(first.value, first.start, first.end)])
    for amount in amounts_in(reading, *sentence):
        if text.rfind("户均", max(sentence.start, amount.start - 8), amount.start) >= 0:
            continue
        if capped(reading, amount, sentence.start) or _EACH.search(
            text, max(sentence.start, amount.start - 24), amount.start
        ):
            scheme.add("cap", [money_value(reading, amount)] if not scheme.cap else [])
        elif not scheme.size and (counts or stated) and _lent(text, amount):
            scheme.add("size", [money_value(reading, amount)])
            scheme.add("date", _as_of(reading, sentence))
    if _COUPON.search(text, *sentence) and not scheme.rate:
        for match in _INTEREST.finditer(text, *sentence):
            scheme.add("rate", percentages(reading, match.end(), min(match.end() + 7, sentence.end))[:1])
    for share in _BORNE.finditer(text, *sentence):
        group = next(group for group in ("borne", "ratio", "share") if share[group])
        scheme.add("rate", percentages(reading, *share.span(group)))


def _lent(text: str, amount: AmountMention) -> bool:
    """Whether a sum is what was lent or insured, not the size of a pool behind it (10亿元的风险补偿资金池)."""
    around = text[max(0, amount.start - 20) : amount.end + 8]
    pool = _POOL.match(text, amount.end) or _POOL_BEFORE.search(text, max(0, amount.start - 14), amount.start)
    return bool(_SUMS.search(around)) and not pool


def _as_of(reading: Reading, sentence: Span) -> list[Value[object]]:
    """The date of a stated sum: the one after 截至."""
    at = reading.text.find("截至", *sentence)
    mention = next((m for m in within(reading.dates, at + 1, at + 30) if m.start <= at + 4), None) if at >= 0 else None
    if at < 0 and _WHOLE_YEAR.match(reading.text, *sentence):
        mention = next((m for m in within(reading.dates, *sentence) if m.start == sentence.start), None)
    return [reading.value(mention.date, mention.start, mention.end)] if mention else []


def _providers(reading: Reading, match: re.Match[str]) -> tuple[Span, ...]:
    """Who launched the product, or the bank that lends under it, by the sentence around ``match``."""
    text = reading.text
    sentence = reading.sentence_at(match.start())
    floor = max(sentence.start, match.start() - _FAR)
    clause = max(floor, *(text.rfind(mark, floor, match.start()) + 1 for mark in "，；："))
    launch = _LAUNCH.search(text, clause, match.start())
    launchers = _launchers(reading, launch.start(), clause, sentence) if launch else ()
    if launchers:
        return launchers
    found = None
    if _BANK.search(text, clause, match.start()):
        found = Span(name_start(text, match.start(), clause), match.start())  # 甲乙银行“丙丁贷”
    if found is None:
        bank = _LENDS.search(text, clause, match.start()) or _BY_BANK.search(text, match.end(), sentence.end)
        found = Span(name_start(text, bank.end(), max(clause, bank.start())), bank.end()) if bank else None
    return (found,) if found else ()


def _launchers(reading: Reading, verb: int, clause: int, sentence: Span) -> tuple[Span, ...]:
    """The subject of a verb of launching: before it, at the head of its sentence, or what 该行 stands for."""
    text = reading.text
    adverbs = _LAUNCH_ADVERBS.search(text, clause, verb)
    end = adverbs.start() if adverbs else verb
    if not _SPEAKER_AGAIN.search(text, sentence.start, end):
        bodies = bodies_before(text, end, clause)
        if bodies:
            return bodies
        mention = region_in(reading, clause, end)
        if mention and mention.end == end and not mention.bare and mention.region.code[:2].isdigit():
            return (Span(mention.start, end),)
        head = _HEAD.match(text, sentence.start, end)
        return (Span(*head.span("name")),) if head else ()
    heard = _HEARD.search(text, sentence.start, end)
    return (Span(*heard.span("name")),) if heard else ()


def _place(reading: Reading, scheme: Scheme, first: re.Match[str], providers: list[Span]) -> None:
    """Where the scheme runs: its provider's place, else one named before it in its sentence, else the article's."""
    sentence = reading.sentence_at(first.start())
    places = [region_in(reading, *span) for span in (*providers, Span(sentence.start, first.start()))]
    place = next((p for p in places if p and p.region.code != "CN"), None)
    about = home(reading)
    if about and (place is None or place.region.contains(about.region)):  # a provincial bank in a city's article
        place = about
    if place:
        scheme.add("region", [region_value(reading, place)])
