"""Organisations in running text: lists of them, the short names a text declares, and who makes an announcement."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from huoshui.extraction.names import BOUNDARY, describes, in_place, name_end, name_start, strip_span
from huoshui.model.document import Span


class Declaration(NamedTuple):
    """A short name that the text declares: ``text[full_start:full_end]`` is henceforth called ``alias``."""

    full_start: int
    full_end: int
    alias_start: int
    alias_end: int
    alias: str


_DECLARE = re.compile(
    r"(?:（(?:以下|下文)?(?:统一)?[简合下统]?称(?:为|作)?[：:]?|（(?:暂定名称?|暂定名|暂名|暂定)(?:为)?[：:]?|，(?:以下)?[简下]称(?:为)?|（(?=[“‘]))[“‘]?"
    r"([^“”‘’（）。；，]{2,24})[”’]?(?:(?:或者?|、)[“‘]([^“”‘’（）。]{2,24})[”’])?"
)
_ACRONYM = re.compile(r"（([\u4e00-\u9fffA-Za-z]{2,10})）")
_LEGAL_TAIL = re.compile(r"(?:有限(?:责任)?公司|股份公司|集团|合伙企业|（有限合伙）|研究院|大学|银行|实验室)$")
_QUALIFIER = frozenset({"有限合伙", "有限合伙人", "集团", "试行", "征求意见稿", "筹", "拟", "暂定名", "修订", "草案"})


def declarations(text: str) -> list[Declaration]:
    """Every declared short name, from left to right.

    Read are （以下简称“X”）, （简称X）, （“X”）, ，简称“X” and a bare bracket whose letters come in order in the full
    name before it, as in 甲乙网信私募基金管理有限公司（甲乙基金）.
    """
    found: list[Declaration] = []
    for match in _DECLARE.finditer(text):
        full = _full_name(text, match.start())
        if full is None:
            continue
        for group in (1, 2):
            if match[group]:
                span = strip_span(text, *match.span(group))
                if span.start < span.end:
                    found.append(Declaration(*full, *span, text[span.start : span.end]))
    for match in _ACRONYM.finditer(text):
        alias = match[1]
        if alias in _QUALIFIER or any(d.alias_start == match.start(1) for d in found):
            continue
        full = _full_name(text, match.start())
        if full and _abbreviates(alias, text[full.start : full.end]):
            found.append(Declaration(*full, *match.span(1), alias))
    return sorted(found, key=lambda d: d.alias_start)


def _full_name(text: str, end: int) -> Span | None:
    """The name that ends at ``end``; closing quotes around it are skipped."""
    if end and text[end - 1] in "”’》":
        opening = text.rfind({"”": "“", "’": "‘", "》": "《"}[text[end - 1]], max(0, end - 60), end)
        return Span(opening + 1, end - 1) if opening >= 0 else None
    start = name_start(text, end)
    return Span(start, end) if end - start >= 2 else None


def _abbreviates(alias: str, full: str) -> bool:
    """Whether ``alias`` takes its characters in order from a longer legal name."""
    if len(full) < len(alias) + 3 or not _LEGAL_TAIL.search(full):
        return False
    letters = iter(full)
    return all(char in letters for char in alias)


_SEPARATOR = re.compile(
    r"、|，|；|以及|联合(?!会|体|大学|科技|通讯|电子|重工|银行|信用)|携手|联手|会同|和(?!谐|辉|邦|睦|平|众)|与(?!会)|及(?!其)|暨"
)
_FIELDS = (
    "设计|研发|研究|技术|信息|文化|制造|咨询|开发|管理|服务|数据|能源|环境|健康|材料|生物|工程|科学|创新|应用"
    "|传媒|发展|运营|装备|旅游|体育|教育|创意"
)
_TYPE_REMAINDER = re.compile(
    "(?:私募|股权|创业|风险|基金|投资|科技|实业|控股|资本|医药|生物|能源|资产|企业|管理|咨询|发展|集团|电子|材料|信息|技术)*(?:有限|股份)"
)
_INNER_PAIR = re.compile(f"(?:{_FIELDS})[和与及](?:{_FIELDS})")
_DESCRIBED = re.compile(
    r"(?:.*(?:子公司|孙公司|关联方|合伙人|管理人|机构|旗下(?!子)|下属|平台公司|国企|国有企业|民企|企业(?!管理|咨询|服务|发展|营销|孵化|运营|集团|家|合伙)(?=.{4,}(?:公司|集团|合伙\S*)$)"
    r"|主体|龙头(?!股份)|巨头|上市公司|知名GP|GP|LP|股东|实控人|控股的?|参股的?|所属|企业家|方包括|平台(?=.{2,}(?:公司|集团)$)))"
    r"(?!有限|公司|集团|联盟|协会|股份|（)(?=\S{2,})"
)
_GENERIC = re.compile(
    r"^(?:(?:其他|其它|我[省市区县州]|全[省市区县]|上述|新增|我们|我|他们|各|有关|大型|商业|多家|多个|若干|部分|相关|各级|有关|一批|众多|本|该|此|贵|全资|控股|专业|社会|战略|财务|民间|市场化|地方|政府|产业|金融|合格|两|三|四|五|等|一家|\d+家?|[两三四五六七八九十]+家?)*"
    r"(?:社会资本|民间资本|产业资本|金融资本|资本方?|投资方|投资者|投资人|投资机构|机构|企业|公司|合伙人|有限合伙人|普通合伙人|合作方|合作伙伴|出资人|出资方|股东|主体|单位|方|政府|财政|部门|国企|央企|国资|银行|基金|资金|平台|子公司|全资子公司|控股子公司|关联方|管理人|GP|LP|双方|各方|三方|三家|两家|多方|人员|团队|个人|自然人|关联人|关联企业|旗下平台|基金管理人|管理团队|管理机构|创投机构|金融机构|国有企业|上市公司|厂商|(?:寿险|保险)公司|险资|链主企业|龙头企业|国有资本|市场化机构|我们|供应商|药企|高校|银行机构|金融机构|合伙人及|区县|市县|县区|市州|地市|高校|院所))+$"
)
_AND_OTHERS = re.compile(
    r"(?:以?及|和|与)其[他它]|等(?:合伙人|机构|企业|公司|单位|投资者|投资方|各方|主体|国资|平台|多家|多方|[\d一二三四五六七八九十]+家|共|$)|共(?:\d+|[两三四五六七八九十])[个家名位方]|[两三四五六七八九十]方(?:按|共|$)|合计|均为"
)
_NO_PARTY = re.compile(
    r"[《》“●■◆]|\d+[万亿元%]|资金|协议|仪式|[万亿]元|^[^\u4e00-\u9fffA-Za-z]*$|^.?$|项目|领域|方向|产业链|成果转化$|标志性|^新型$|身份|^供应商$|^[前后]者$|同意|要素|人民币$|方式$|[省市区县部]长|主席|行长|书记|主任|董事|总经理|记者|专家|(?:厂商|业者|股民|散户)与?$|(?:方案|办法|措施|意见|规划|纲要|通知|条例|指南)$|^\d|\d[年月日]|双方|的"
)
_LEADING = re.compile(
    r"^(?:公司|近日|日前|其中|此次|本次|当前|现由|由|经|拟|并|且|还|又|再|将|已|为|是|与|和(?!田|县|静|硕)|及|向|对|同|含|即|如|等|新增|另|(?:全资|控股)(?:子|孙)公司|关联(?:方|企业)|包括|除了?)+"
)
_ISSUER = re.compile(
    r"(?:^|[【】，。：\n ])([\u4e00-\u9fffA-Za-z*·\-]{2,12}?)(?:（[^）]{4,40}）)?"
    r"(?:[于]?\d{1,2}月\d{1,2}日)?(?:晚间?|盘后|早间)?(?:发布|披露)?"
    r"(?:异动|对外投资)?公告(?:称|显示|披露|[，：,])"
)
_TITLE_ISSUER = re.compile(
    r"^【?([\u4e00-\u9fffA-Za-z*·\-]{2,10})：(?=\S{0,6}(?:拟|出资|参与|子公司|全资|控股|参股|设立|与|签署|公司|认购|投资))"
)


_FORMAL_ISSUER = re.compile(r"([\u4e00-\u9fff（）]{4,30}有限公司)(?:董事会)?\s*关于[^。]{4,80}公告")


def issuer(text: str) -> Span | None:
    """The listed company that speaks in an announcement (X公告称, X（600000.SH）公告, 【X：拟出资…】)."""
    for match in _ISSUER.finditer(text[:400]):
        name = match[1]
        verb = BOUNDARY.search(name)
        if (
            (verb is None or len(verb.group()) == 1)
            and not _GENERIC.match(name)
            and not re.search("日电$|社$|(?<![通资])讯$", name)
        ):
            return Span(*match.span(1))
    formal = _FORMAL_ISSUER.search(text[:400])
    if formal is not None:
        return Span(*formal.span(1))
    titled = _TITLE_ISSUER.search(text)
    if titled is None or _GENERIC.match(titled[1]) or titled[1][:2] in {"国办", "国务", "财政", "证监"}:
        return None
    return Span(*titled.span(1))


@cache
def is_generic(name: str) -> bool:
    """Whether ``name`` names a kind of party (社会资本, 其他投资方), not a party."""
    return bool(_GENERIC.match(name))


def split_organisations(text: str, start: int, end: int) -> list[Span]:
    """The organisations of a list such as 甲公司、乙集团及丙基金等, without what describes them (旗下, 全资子公司)."""
    spans: list[Span] = []
    for piece in _pieces(text, start, end):
        span = _named_part(text, *piece)
        if span is not None:
            spans.append(span)
    return spans


def _pieces(text: str, start: int, end: int) -> list[Span]:
    cuts, depth_free = [start], _outside_brackets(text, start, end)
    for match in _SEPARATOR.finditer(text, start, end):
        if depth_free[match.start() - start] and not _joins_inside(text, cuts[-1], match):
            cuts += [match.start(), match.end()]
    cuts.append(end)
    return [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if b - a >= 2]


def _joins_inside(text: str, start: int, match: re.Match[str]) -> bool:
    """A conjunction inside a name: nothing but one or two characters stand before it (上海和辉, 中和)."""
    if match.group() not in "和与及暨":
        return False
    if in_place(text, match.start()):
        return True
    after = BOUNDARY.match(text, match.end())
    tail = text[match.end() : match.end() + 1] in {"", "等"} or (after is not None and not describes(after.group()))
    tail = tail or bool(_TYPE_REMAINDER.match(text, match.end()))
    return match.start() - start < 3 or tail or bool(_INNER_PAIR.search(text, match.start() - 4, match.end() + 4))


def _outside_brackets(text: str, start: int, end: int) -> list[bool]:
    depth, outside = 0, []
    for char in text[start:end]:
        depth += char == "（"
        outside.append(depth == 0)
        depth -= char == "）" and depth > 0
    return outside


def _named_part(text: str, start: int, end: int) -> Span | None:
    """The party inside one piece of a list, or None when the piece names only a kind of party."""
    start, end = _without_remark(text, *strip_span(text, start, end))
    start, end = _without_description(text, start, end)
    for match in BOUNDARY.finditer(text, start, end):
        if describes(match.group()) or match.start() - start < 2:
            start = min(match.end(), end)
        elif match.start() >= start:
            end = match.start()
            break
    leading = _LEADING.match(text[start:end])
    if leading and leading.end() < end - start:
        start += leading.end()
    while end > start and text[start:end].endswith(("等", "及其")):
        end -= 1 if text[end - 1] == "等" else 2
    start, end = strip_span(text, start, end)
    name = text[start:end]
    if not 2 <= len(name) <= 45 or is_generic(name) or _NO_PARTY.search(name):
        return None
    return Span(start, end)


def _without_remark(text: str, start: int, end: int) -> Span:
    """Drops a closing bracket that explains (a declared short name, a stock code), not one that belongs to the name."""
    bracket = text.find("（", start, end)
    while bracket >= 0:
        closing = text.find("）", bracket, end)
        closing = end if closing < 0 else closing + 1
        inner = text[bracket + 1 : closing - 1]
        remark = len(inner) > 8 or "简称" in inner or "“" in inner or inner[:1].isdigit()
        if remark and closing == end:
            return Span(start, bracket)
        if remark and closing < end - 1 and bracket - start < 2:
            start = closing
        bracket = text.find("（", closing, end)
    return Span(start, end)


def _without_description(text: str, start: int, end: int) -> Span:
    """Drops what stands before a dash or 的 (甲控股的乙), after 等, and words of description (旗下, 全资子公司)."""
    dash = text.rfind("——", start, end)
    if start < dash < end - 3:
        start = dash + 2
    platform = re.compile("[^，。；、]{0,24}平台[-—]").match(text, start, end)
    if platform:
        start = platform.end()
    others = _AND_OTHERS.search(text[start:end])
    if others and others.start() >= 2:
        end = start + others.start()
    relative = text.rfind("的", start, end)
    if start <= relative < end - 4:
        start = relative + 1
    described = _DESCRIBED.match(text[start:end])
    return Span(start + described.end() if described else start, end)


def organisation_after(text: str, start: int, ceiling: int) -> Span | None:
    """The organisation whose name begins at ``start``."""
    end = name_end(text, start, ceiling)
    return _named_part(text, start, end) if end - start >= 2 else None


def organisation_before(text: str, end: int, floor: int = 0) -> Span | None:
    """The organisation whose name ends at ``end``."""
    start = name_start(text, end, floor)
    return _named_part(text, start, end) if end - start >= 2 else None
