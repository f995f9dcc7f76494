"""Where an article names a fund: legal names, announced names, programmes, and words that only point at one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from huoshui.extraction.names import hard_left, name_start
from huoshui.extraction.reading import within
from huoshui.model.regions import region_of_name

if TYPE_CHECKING:
    from huoshui.extraction.reading import Reading
    from huoshui.model.money import AmountMention
    from huoshui.model.regions import RegionMention


REACH = 100
"""No mention is longer: how far back one that covers a position can begin."""


class MentionKind(Enum):
    """How much a mention says by itself."""

    LEGAL = "legal"  # a registered name, with its legal form
    NAMED = "named"  # a name of its own, a place or a sector
    BARE = "bare"  # only a type of fund: 该基金, 产业基金, 合伙企业


@dataclass(frozen=True, slots=True, eq=False)
class FundMention:
    """One mention (two are never equal); offsets in the reading's text.

    ``amount`` is a size that stands right before it (50亿元的X基金), ``core`` the name without place and type words.
    """

    start: int
    end: int
    name: str
    kind: MentionKind
    core: str
    place: RegionMention | None = None
    amount: AmountMention | None = None
    plural: bool = False


SUB_FUND = re.compile(r"(?<![种量电分原光粒核离质母])子基金")
"""The word for a fund below another: not 种子基金, 量子基金, 母子基金."""
_LEGAL_END = (
    r"(?:基金|投资|创投)（[^（）]{2,8}）(?:合伙企业|中心)(?:（有限合伙人?）)?|(?:基金(?:中心|企业)?|合伙企业|投资中心|投资企业|创投中心|管理中心|创业投资中心)（有限合伙人?）|基金合伙企业(?:（有限合伙人?）)?|(?:投资|创投)合伙企业(?:（有限合伙人?）)?|基金(?:（?[一二三四五六七八九十IVⅠⅡⅢ]{1,3}期）?)?(?:股份)?有限(?:责任)?公司"
    r"|(?:基金|投资)(?:中心|合伙企业)(?=（|[，。、；的])"
)
_PROGRAMME_END = r"(?:母子|母|子)?基金(?:矩阵|集群|群|体系|丛|舰队|方阵)"
_NOT_A_FUND = (
    r"基金(?:管理(?!人|机构|团队|规模|费|平台|办法)|(?:资产|销售|服务|投资管理)|公司|业|会(?!议)|经理|小镇|大厦|大楼|港|谷|产品|净值|持仓|指数|股票|投顾|托管|圈|界|从业|丛林|街区|园|大会|论坛"
    r"|投资者|定投|代销|发行|市场|行业|监管|法|备案登记|份额转让|等金融|互认|通$|类)|基金（(?:REITs|ETF|LOF|QDII)"
)
_LATIN_FUND = r"[A-Z][A-Za-z&.\- ]{2,50}(?:,? ?L\.?P\.?)(?![A-Za-z])"
_ANCHOR = re.compile(
    "(?=[基合投创管母子A-Z])"  # no alternative begins otherwise: one look in place of five
    f"(?:(?P<no>{_NOT_A_FUND})|(?P<legal>{_LEGAL_END})|(?P<programme>{_PROGRAMME_END})|(?P<latin>{_LATIN_FUND})|(?P<fund>基金|合伙企业))"
)

_TYPE_WORDS = (
    "政府|产业|股权|创业|风险|私募|公募|专项|主题|天使|种子|早期|并购|引导|投资|发展|母子|母|子|基金|有限合伙人?|合伙|企业|有限|责任|股份|公司|中心|矩阵"
    "|集群|体系|舰队|方阵|群|大|各类|各|类|市场化|综合|直投|接续|盲池|自管|国资|国有|社会|民间|区域|区域性|首期|一期|新|老|相关|系列|系|级|省级|市级|区级|县级|国家级"
    "|该|本|此|这|上述|标的|目标|前述|有关|其|两|三|四|多|支|只|个|家|批|双|单|S|CVC|VC|PE|FOF|QFLP|QDLP|LP|GP|AIC|成员|存量|增量|配套|参股|直属|所属|本次|拟|设立|成立|型|"
    r"|创投|私募股权|实体|平台|封闭式|开放式|契约型|合伙型|公司型|境外|境内|海外|离岸|人民币|美元|常青|战略|耐心|长期|资本|财政|国家|中国|地方|先进|地区|优质|区域|合作|联合|总|顶级|头部|知名|大型|中小|主观|老牌|海外|外资|全国|二级市场|市场|成立|持有|管理|运营|运作|S型|类型|政策性|二手份额|份额|方向|\d+年?度?|批次|等|某|旗下|名下|支持"
)
TYPE_ONLY = re.compile(f"(?:{'|'.join(sorted(filter(None, _TYPE_WORDS.split('|')), key=len, reverse=True))})*+")
_PUBLIC_FUNDS = re.compile(
    r"ETF|公募|货币(?:市场)?基金|社保基金|养老(?:金|保险|目标)?基金|公积金|证券投资基金|不动产投资信托|基础设施(?:公募|证券)|慈善|(?:自然|社会|国家|青年|杰出)科学基金|教育基金"
    r"|医保基金|保险基金|失业|扶贫基金|保证基金|债券基金|股票(?:型)?基金|混合型?基金|指数基金|对冲基金|量化基金|共同基金|QDII|主动权益|固收|理财|主权(?:财富)?基金|担保基金|维修基金|救助基金|公益基金|主权投资基金|交易型|联接基金|期货|证券类|权益类基金|偏股|投资者保护基金|保障基金"
)
_AMOUNT_TAIL = re.compile(r"\s*(?:人民币|规模|级|级别|以上|左右|余|的|体量|总规模)*")
_HEAD_TRIM = re.compile(
    r"^(?:（[一二三四五六七八九十\d]{1,3}）|\d{1,3}[.．、](?!\d)|[①-⑳]|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日|总规模|总体规模|目标规模|规模|人民币|多支|多只|一批|的|首期|系列|大型|各类|有关|相关|一系列|国内|本地|当地|年内|我省|我市|我区|我国|全省|全市|全区|省内|市内|区内)+(?=.{4,})"
)
_LEADING_VERB = re.compile(
    r"^(?:参与|入伙|认购|认缴|受让|设立|增资|入股|参设|参投|投资(?=[\u4e00-\u9fff]{2,4}(?:[市省区县]|[\u4e00-\u9fff]{2,}（有限))(?!引导|基金|发展|中心|合伙|企业|管理|母|子))+"
)
_COUNTED = re.compile(r"们|[\d一二三四五六七八九十百]+余?[只支个](?!月)")
_ROUND_AMOUNT = re.compile(r"[百千万]+亿级?元?级?")
_PLURAL = re.compile(
    r"(?:[两三四五六七八九十百多几数]+|\d{1,4})(?:余|多)?[支只个家](?:[\u4e00-\u9fff]{0,6})$|(?:各(?:类|支|只|个)?|一批|一系列|众多|上述各|首批|部分|一些|有关|相关)[\u4e00-\u9fff]{0,2}$"
)


def fund_mentions(reading: Reading) -> list[FundMention]:
    """Every mention of a fund in an article, from left to right, none inside another."""
    found: list[FundMention] = []
    text, floor = reading.text, 0
    companies = {d.alias for d in reading.declarations if text[: d.full_end].endswith(("公司", "（普通合伙）", "集团"))}
    for anchor in _ANCHOR.finditer(text):
        if anchor.lastgroup == "no":
            floor = max(floor, anchor.end())
            continue
        mention = _mention(reading, anchor, floor)
        if (
            mention is not None
            and mention.name not in companies
            and not (found and text[found[-1].end : mention.start] == "（")
        ):
            found.append(mention)
        floor = anchor.end()
    return found


def _mention(reading: Reading, anchor: re.Match[str], floor: int) -> FundMention | None:
    text, end = reading.text, anchor.end()
    if anchor.group() == "合伙企业":
        return FundMention(anchor.start(), end, anchor.group(), MentionKind.BARE, "")
    if anchor.lastgroup == "fund":
        end = _extend(text, end)
    if anchor.lastgroup == "latin":
        return FundMention(anchor.start(), end, anchor.group().strip(), MentionKind.LEGAL, anchor.group())
    left = max(floor, hard_left(text, end, floor))
    tail = end - anchor.start() if anchor.lastgroup == "legal" else 0
    start = name_start(text, end, floor, _joints(reading, left, end), tail)
    amount = _amount_before(reading, start, end)
    if amount is not None:
        inner = _AMOUNT_TAIL.match(text, amount.end)
        start = min(inner.end() if inner else amount.end, anchor.start())
    elif start:
        amount = _adjacent_amount(reading, start)
    verb = _LEADING_VERB.match(text[start:end])
    if verb:
        start, amount = start + verb.end(), None
    trim = _HEAD_TRIM.match(text[start:end])
    if trim:
        start += trim.end()
    if _inside_title(text, start, end) and anchor.lastgroup != "legal":
        return None
    return _classify(reading, start, end, amount, legal=anchor.lastgroup == "legal")


def _extend(text: str, end: int) -> int:
    """A fund's own ordinal may follow the word: 产业基金二期, 基金（二期）, 基金Ⅱ期."""
    match = re.compile(
        r"（?(?:[二三四五六七八九十]|I[IV]+|[ⅡⅢ])期）?|（?[一IVⅠ]期）?(?!投资|规模|出资|实缴|募|目标|总)"
    ).match(text, end)
    return match.end() if match else end


def _joints(reading: Reading, left: int, end: int) -> list[int]:
    """Conjunctions between two sector terms belong to the name: 人工智能与机器人产业基金."""
    near = within(reading.sectors, left - REACH, end)
    ends = {m.end for m in near if left <= m.end < end}
    starts = {m.start for m in near if left < m.start}
    return [i for i in ends if i + 1 in starts and reading.text[i] in "和与及"]


def _amount_before(reading: Reading, start: int, end: int) -> AmountMention | None:
    """An amount inside the candidate: what follows it is the name, what it says is the size."""
    inside = [a for a in within(reading.amounts, start, end) if a.end < end]
    return inside[-1] if inside else None


def _adjacent_amount(reading: Reading, start: int) -> AmountMention | None:
    """An amount that ends right before the name: 总规模10亿元的X基金, 100亿元规模X基金."""
    for amount in within(reading.amounts, start - REACH, start):
        if amount.end <= start <= amount.end + 12:
            between = reading.text[amount.end : start]
            if re.fullmatch(r"(?:人民币|规模|级|以上|左右|余|总规模|（[^）]*）)*的?(?:“[^”]{1,8}”|“)?", between):
                return amount
    return None


def _inside_title(text: str, start: int, end: int) -> bool:
    """Inside 《》: the name of a document, not of a fund."""
    opening = text.rfind("《", max(0, start - 60), start)
    return opening >= 0 and text.find("》", opening, start) < 0 and text.find("》", end, end + 60) >= 0


def _classify(
    reading: Reading, start: int, end: int, amount: AmountMention | None, *, legal: bool
) -> FundMention | None:
    text = reading.text
    name = text[start:end].strip("“”‘’ ")
    if len(name) < 2 or _PUBLIC_FUNDS.search(name) or _PRONOUN.match(name):
        return None
    start = text.index(name, start)
    place = _place_of(name)
    core = core_of(name, place)
    if legal and not _FUND_LIKE.search(name):
        return None
    if legal and len(core) >= 2:
        kind = MentionKind.LEGAL
    elif name.startswith(("国家", "中国")) and len(name) >= 8:
        kind, core = MentionKind.NAMED, name
    elif amount and TYPE_ONLY.fullmatch(core) and not place:
        kind, start = MentionKind.BARE, _with_round_amount(text, start, amount)
        name = text[start:end]
    elif len(core) < 2 and not core.isascii():
        kind = MentionKind.NAMED if place and _specific(name, place) else MentionKind.BARE
    elif TYPE_ONLY.fullmatch(core):
        kind = MentionKind.NAMED if place and not legal and _specific(name, place) else MentionKind.BARE
    else:
        kind = MentionKind.NAMED
    if kind is MentionKind.NAMED and not amount and _is_weak(reading, start, end, core, place):
        kind = MentionKind.BARE
    plural = bool(_PLURAL.search(text[max(0, start - 12) : start]) or _COUNTED.match(text, end))
    return FundMention(start, end, name, kind, core, place, amount, plural)


_place_of = lru_cache(maxsize=4096)(region_of_name)
_INTRODUCED = re.compile(
    r"(?:设立|成立|组建|发起|打造|揭牌|名为|参与|投资|认购|依托|通过|“|《|（|、|和|与|及|的|旗下|共建|推出|启动|管理)$"
)
_DOES = re.compile(r"（|”|正式|成功|成立|设立|揭牌|启动|发布|完成|总?规模|由|将|已|落地|于|签约|、|首期|目标|等")


def _is_weak(reading: Reading, start: int, end: int, core: str, place: RegionMention | None) -> bool:
    """收集私募基金, 拓宽基金: a short core that is told once, unquoted, and neither introduced nor does anything."""
    text = reading.text
    if place or len(core) > 3 or not core or within(reading.sectors, start, end):
        return False
    if text.count(text[start:end]) > 1:
        return False
    return not _INTRODUCED.search(text[max(0, start - 4) : start]) and not _DOES.match(text, end)


def _with_round_amount(text: str, start: int, amount: AmountMention) -> int:
    """千亿级基金集群 has no other name than its round amount."""
    adjacent = amount.end >= start - 1
    return amount.start if adjacent and _ROUND_AMOUNT.fullmatch(text[amount.start : amount.end]) else start


def _specific(name: str, place: RegionMention) -> bool:
    """A place makes a name only of a fund of a definite type: 四川产业基金, not 北京基金."""
    rest = name[place.end :].lstrip("市省区县")
    return len(rest) >= 4 or rest.endswith(("矩阵", "集群", "群", "体系"))


_PRONOUN = re.compile("我们|他们|咱们|大家|谁|为什么|这些|那些|哪些|如何")
_FUND_LIKE = re.compile("基金|投资|创投|股权|资本")
_CORE_STRIP = re.compile(
    r"（有限合伙人?）|（[^）]{0,6}）|(?:私募)?(?:股权|创业|风险|证券)?(?:投资)?(?:引导)?(?:母|(?<![量电原分核粒种离中光质])子)?基金(?:合伙企业|中心|股份有限公司|有限公司)?|合伙企业|有限合伙|(?:私募)?(?:股权|创业)投资|创投|投资(?:中心|企业)|母子|产业|发展|专项|主题"
)


@lru_cache(maxsize=4096)
def core_of(name: str, place: RegionMention | None) -> str:
    """What is left of a fund's name without its place and the words that name a type."""
    rest = name
    if place:
        rest = name[: place.start] + re.sub(r"^[省市区县州]", "", name[place.end :])
    return _CORE_STRIP.sub("", rest).strip("“”‘’（）—-/+ ")
