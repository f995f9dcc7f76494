"""Lists of investors: 由甲资本领投，乙创投、丙集团等跟投; 投资方包括甲、乙及丙."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from huoshui.extraction import companies
from huoshui.extraction.companies import MASK, Name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.model.document import Span

_MANNER = (
    r"(?:独家|联合|共同|持续|继续|连续[一二两三四五六七八九]轮|超额|追加|间接|再次|跟进|重点|战略性?|双双|纷纷|同步|集体|大额|跟随|联手|"
    r"不断|也|亦|又|均|都|再|则|还|已|陆续|各|个人|合计|分别|多次|鼎力|重磅|深度|一同|携手|进行|作为|共计|等)*"
)
ROLE = re.compile(
    rf"{_MANNER}(?:领投|跟投|参投|追投|加注|加码|追加投资|追加|增持|出手|现身|入股|注资|"
    r"参与(?:了)?(?:本轮|本次|此轮|此次|其中|出资|投资|认购|跟投)|参与(?=[，。；！？）】\n]|$)|"
    r"出资(?=[\d，。；）]|$)|加持|(?:(?<=联合)|(?<=共同)|(?<=独家)|(?<=追加)|(?<=战略))投资(?!者|人|方|机构)|跟进|认购|押注)"
)
_PARTIES = (
    r"(?:(?:投资方|投资人|投资者|投资机构|参投方|跟投方|领投方|出资方|资方|新股东|新增股东)(?:阵容)?(?:中)?"
    r"(?:还)?(?:包括了?|包含|涵盖|囊括|分?别?为|有|名单包括|来自)"
    r"|进场了|引入了|吸引了?|引进了|迎来了?|比如|还有|汇聚了)"
)
_CALLED = re.compile(r"(?:投资方|投资人|投资者|投资机构|参投方|跟投方|领投方|出资方)$")
_LISTED = re.compile(rf"{_PARTIES}(?P<list>[^，。；！？]{{2,300}})")
_BESIDES = re.compile(r"除了?(?P<list>[^，。；]{2,60}?)(?:投资|出资|投入|认购)(?:的|外|之外)")
_SPLIT = re.compile(
    r"[、，/]|以及|(?<=[^、，])及其?(?!时)|就?通过(?=.{3})|(?<=[^、，]{2})和(?![谐辉君铂元玉邦睦平众诺泰利记黄、，。等]|领投|跟投|参投|$)|(?<=[^、，]{2})与(?![时君])|还有|并(?=[^购])"
)
# 甲及其与乙、丙联合设立的丁基金 names 甲 and 丁; 由乙设立的丁 names 丁.
_FOUNDED_BY = re.compile(r"与[^，。；由及]{2,60}?(?:联合|共同)(?:发起)?(?:设立|成立|管理|打造)的")
_LEAD_IN = re.compile(
    r"^(?:[^，。；、]{0,4}来自|[^，。；、由]{0,24}?(?:完成|获得?|融资|轮|交易)了?由|(?:[^，。；]{0,16}?(?:轮|融资|投资|领投|跟投|交易))?(?:中|后|并|除了?|其中|此外|同时|也|再次)*"
    r"(?:由|获得?了?|引入了?|吸引了?|迎来了?|得到了?|包括了?|来自|因))"
)
_COUNTED = re.compile(r"(?<=.)(?:(?:等)?[两三四五六七八九十]+家.{0,6}|以[近超约]?[\d.,]+[万亿].{0,6})$")
_FIELD_BEFORE = re.compile(
    r"(?:电路|安全|软件|器械|网络|环境|食品|海洋|通信|金融|消费|教育|物流|卫星|电子|化工|服务业|制造业|智能|航天|航空|经济|制造|材料|能源|医药|信息|健康|装备|汽车|文化|旅游|农业|环保|半导体|生物|数字|算力|机器人|创新)$"
)
_FUND_AFTER = re.compile(r"[^、，和与及]{2,12}(?:产业|投资|发展|创新|转化)[^、，和与及]{0,6}基金")
_VAGUE = re.compile(r"某|多家|数家|若干|一众|多名|多位|众多|知名机构|其他|其它|个别")
_GENERIC_INVESTOR = re.compile(
    r"^(?:.{0,6}(?:国资|资本方|老股东|新股东|股东|引导基金|产业资本|产业方|投资方|投资人|社会资本|双币基金|子公司|全资子公司|财务机构|战略资源方|团队|政府|"
    r"专业机构|知名机构|头部机构|顶级机构|美元基金|人民币基金|市场化基金|民间资本|外资|险资|央企|国企|大厂)|(?:本地|地方|政府|国家级?)?(?:产业|引导|创投)基金)$"
)


def role_lists(masked: str, clause: Span) -> Iterator[tuple[list[Name], int, int]]:
    """Every (investors, start and end of the verb) of a clause such as 由甲领投、乙跟投."""
    start = clause.start
    for role in ROLE.finditer(masked, clause.start, clause.end):
        yield read_list(masked, start, role.start()), role.start(), role.end()
        start = role.end()


def announced(masked: str, sentence: Span) -> Iterator[tuple[list[Name], int, int]]:
    """Every list that follows 投资方包括, 引入了, 还有 and the like, and the one of 除了甲投资的."""
    colon = sentence.start - 1
    if masked.startswith("：", colon) and _CALLED.search(masked, max(0, colon - 5), colon):
        yield read_list(masked, *sentence), sentence.start, sentence.start
    for match in _BESIDES.finditer(masked, sentence.start, sentence.end):
        yield read_list(masked, *match.span("list")), match.start(), match.end()
    for match in _LISTED.finditer(masked, sentence.start, sentence.end):
        end = match.end("list")
        role = ROLE.search(masked, match.start("list"), end)
        yield read_list(masked, match.start("list"), role.start() if role else end), match.start(), match.start("list")


def read_list(masked: str, start: int, end: int) -> list[Name]:
    """The investors that ``masked[start:end]`` names, without 等 and without unnamed kinds (某基金, 老股东)."""
    founded = _FOUNDED_BY.search(masked, start, end)
    if founded:
        masked = masked[: founded.start()] + "、" + MASK * (len(founded[0]) - 1) + masked[founded.end() :]
    if masked[start : start + 1] in {"向", "对", "为"}:
        return []
    if masked[start : start + 1] == "了":
        start += 1
    lead = _LEAD_IN.match(masked[start:end])
    if lead:
        start += lead.end()
    names = []
    cut = start
    splits = [s for s in _SPLIT.finditer(masked, start, end) if not _inside_name(masked, s, start, end)]
    for split in [*splits, None]:
        piece_end = split.start() if split else end
        name = _investor(masked, cut, piece_end)
        if name:
            names.append(name)
        cut = split.end() if split else end
    return names


def _inside_name(masked: str, split: re.Match[str], start: int, end: int) -> bool:
    """Whether 和 or 与 joins two fields within one fund's name: 人工智能和机器人产业基金."""
    if split[0] not in {"和", "与", "及"} or not _FIELD_BEFORE.search(masked[start : split.start()]):
        return False
    return _FUND_AFTER.match(masked, split.end(), end) is not None


def _investor(masked: str, start: int, end: int) -> Name | None:
    piece = masked[start:end].rstrip(MASK + " ")
    if _VAGUE.search(piece.split("等")[0]):
        return None
    counted = _COUNTED.search(piece)
    end = start + (counted.start() if counted else len(piece))
    if "等" in piece[2:]:
        end = start + piece.index("等", 2)
    house = piece.find("旗下基金")
    if house > 1:
        end = start + house
    name = companies.trim(masked, start, companies.without_adverbs(masked, start, end))
    if name is None or _GENERIC_INVESTOR.match(name.text):
        return None
    return name
