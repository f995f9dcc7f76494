"""Policy papers that an article speaks of: title, who issued it, where it holds."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from huoshui.extraction.names import name_start
from huoshui.extraction.quantities import within
from huoshui.model.document import Span
from huoshui.model.regions import Region

if TYPE_CHECKING:
    from huoshui.extraction.reading import Reading
    from huoshui.model.dates import DateMention
    from huoshui.model.regions import RegionMention

KINDS = "规划|纲要|方案|计划|意见|措施|办法|行动|政策|条例|细则|指南|规定|若干|举措|条|决定|报告|建议|通知"
_TITLE = re.compile(rf"《(?P<title>[^《》\n]{{3,90}}(?:{KINDS})(?:（[^）]{{1,16}}）){{0,3}})》")
_PLAIN_TITLE = re.compile(
    r"(?:印发|发布|出台|制定)(?:了|的)?(?P<title>(?:关于)?(?:支持|促进|加快|推动|推进|加强|进一步|深化|支撑|鼓励)[^，。；《》“”\n]{4,50}?"
    r"(?:措施|方案|计划|意见|办法|政策|细则))(?=[，。；（\n]|的通知)"
)
_ISSUED = re.compile(r"印发|发布|出台|制定|公布|下发|审议通过|推出|公开征求")
_ADVERBS = re.compile(
    r"(?:近日|日前|近期|昨日|今日|今天|昨天|最新|联合|共同|正式|在其|其|已|于?\d{0,4}年?\d{1,2}月(?:\d{1,2}日)?(?:在\w{2,4})?|关于|对外|，|又|刚刚|牵头|研究)+$"
)
_BODY = re.compile(
    r"(?:人民政府|政府|办公厅|办公室|委员会|管委会|管理局|监管局|总局|分局|委|局|厅|部|署|院|银行|分行|支行|农商行|农信社|信用社|联社|担保|协会|集团|公司|中心|联盟|证监会|金融办|法院|交易所"
    r"|(?:[一二三四五六七八九十\d]+个?部门))$"
)
_NATIONAL = re.compile(
    r"国务院|中共中央|中央(?!企业|财经大学)|国家(?:发展|能源|数据|金融|市场|药品|税务|知识产权|外汇|统计|航天|林业)|工业和信息化部|工信部|科技部|科学技术部|财政部|商务部|农业农村部|教育部|人力资源|住房和?城乡建设部|交通运输部"
    r"|自然资源部|生态环境部|市场监管总局|金融监管总局|(?:中国)?人民银行(?!\S{2,6}分行)|中国?证监会|央行|银保监会|国资委"
)
_AND_OTHERS = re.compile(r"等(?:[\d一二三四五六七八九十]+个?)?(?:部门|部委|单位|委办局|厅局)$")
_INNER_AND = re.compile(
    r"(?:工业|经济|发展|人力资源|住房|规划|文化|商务|农业|科技|卫生|民政|交通|国土资源|广播电视|教育|体育|应急|信息|统计|审批|金融|投资|市场)"
    r"([和与])(?=信息化|商务|科技|改革|社会保障|城乡|自然资源|旅游|体育|国际|农村|工业|健康|运输|房屋|新闻|大数据|数据|管理|监督|服务|促进|粮食)"
)
_REGULATOR = re.compile(r"(?:国家)?(?:金融|市场|药品)监管(?:总局|分?局)$")  # 管 would end a name before it
_JOINED = re.compile(r"(?:、|联合|会同|和|与|及)$")
_NEAR = 160  # how far from a paper's title its issuer may stand
_COUNTRY = re.compile(r"(?<![在居占于])全国(?![第前首领平重知一先性影各排率唯人政])|我国")


class Policy(NamedTuple):
    """A policy paper mentioned at ``span`` (its title inside 《》). ``issuers`` issued it, on ``date`` if stated."""

    title: str
    span: Span
    issuers: tuple[Span, ...]
    region: RegionMention | None
    date: DateMention | None


def policies(reading: Reading) -> list[Policy]:
    """Policy papers named in ``reading``, in order of mention; a paper told twice stands twice."""
    found = [_policy(reading, match) for match in _TITLE.finditer(reading.text)] if "《" in reading.text else []
    found += (_policy(reading, match) for match in _PLAIN_TITLE.finditer(reading.text))
    return sorted(found, key=lambda policy: policy.span.start)


def policy_at(found: list[Policy], offset: int) -> Policy | None:
    """The paper that the words at ``offset`` speak of: the last one with a known issuer or region before them."""
    before = found[: bisect_right(found, offset, key=lambda policy: policy.span.start)]
    return next((policy for policy in reversed(before) if policy.issuers or policy.region), None)


def region_at(reading: Reading, found: list[Policy], offset: int) -> RegionMention | None:
    """Where the policy words at ``offset`` hold: the paper's own region, else the one the article is about."""
    policy = policy_at(found, offset)
    if policy and policy.region:
        return policy.region
    return home(reading)


def home(reading: Reading) -> RegionMention | None:
    """The place that an article is about: the first one of its title or first sentences, else of the province that
    most of its places belong to.
    """
    limit = max(reading.body_start, 1) + 240
    places = [mention for mention in reading.regions if mention.region.code != "CN"]
    if not places:
        return nationwide(reading, 0, min(limit, len(reading.text)))
    if places[0].start < limit:
        return places[0]
    provinces = Counter(mention.region.path[0] for mention in places)
    province, times = provinces.most_common(1)[0]
    usual = next(m for m in places if m.region.path[0] == province)
    return usual if times * 2 > len(places) else None


def region_in(reading: Reading, start: int, end: int) -> RegionMention | None:
    """The last place named in ``text[start:end]``."""
    return next(reversed(within(reading.regions, start, end)), None)


def nationwide(reading: Reading, start: int, end: int) -> RegionMention | None:
    """The whole country as a mention, when ``text[start:end]`` names it or one of its ministries."""
    match = _COUNTRY.search(reading.text, start, end) or _NATIONAL.search(reading.text, start, end)
    return _country(*match.span()) if match else None


def _policy(reading: Reading, match: re.Match[str]) -> Policy:
    sentence = reading.sentence_at(match.start())
    sentence = Span(max(sentence.start, match.start() - _NEAR), min(sentence.end, match.end() + _NEAR))
    title = Span(*match.span("title"))
    issuers = _issuers(reading.text, sentence, match)
    places = (region_in(reading, *span) or nationwide(reading, *span) for span in issuers[:1])
    beside = Span(max(sentence.start, match.start() - 12), match.start())  # 四川省《…》
    region = next((p for p in (*places, region_in(reading, *title), region_in(reading, *beside)) if p), None)
    days = [m for m in within(reading.dates, sentence.start, title.start) if m.date.month and not m.period]
    return Policy(match["title"], title, issuers, region, days[-1] if days and issuers else None)


def _issuers(text: str, sentence: Span, title: re.Match[str]) -> tuple[Span, ...]:
    """Who stands before the verb of issuing, which stands before the title or (《…》由X印发) after it."""
    verbs = list(_ISSUED.finditer(text, sentence.start, title.start("title")))
    if verbs:
        return bodies_before(text, verbs[0].start(), sentence.start)
    following = _ISSUED.search(text, title.end(), min(title.end() + 30, sentence.end))
    by = text.rfind("由", title.end(), following.start()) if following else -1
    if following and by >= 0:
        return bodies_before(text, following.start(), by + 1)
    return bodies_before(text, title.start(), sentence.start)


def body_before(text: str, end: int, floor: int) -> Span | None:
    """The first public body, bank or company of the list that ends at ``end``."""
    return next(iter(bodies_before(text, end, floor)), None)


def bodies_before(text: str, end: int, floor: int) -> tuple[Span, ...]:
    """The list of public bodies, banks or companies that ends at ``end``; adverbs (近日联合) may stand between."""
    floor = max(floor, end - _NEAR)
    adverbs = _ADVERBS.search(text, floor, end)
    end = adverbs.start() if adverbs else end
    others = _AND_OTHERS.search(text, floor, end)
    end = others.start() if others else end
    joints = _joints(text, floor, end)
    found: list[Span] = []
    while end > floor:
        regulator = _REGULATOR.search(text, floor, end)
        start = name_start(text, regulator.start() if regulator else end, floor, joints)
        if end - start < 3 or not _BODY.search(text, start, end):
            break
        found.append(Span(start, end))
        joint = _JOINED.search(text, floor, start)
        end = joint.start() if joint else floor
    return tuple(reversed(found))


def _joints(text: str, start: int, end: int) -> list[int]:
    return [match.start(1) for match in _INNER_AND.finditer(text, start, end)]


def _country(start: int, end: int) -> RegionMention:
    from huoshui.model.regions import RegionMention as Mention

    return Mention(start, end, Region.parse("全国"), bare=False)
