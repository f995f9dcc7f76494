"""Names in a form in which two documents' spellings of one name are equal."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from huoshui.model.regions import find_regions, region_of_name
from huoshui.model.sectors import find_sectors

_NOISE = re.compile(r"[^\w%+]|_")
_LEGAL_TAIL = re.compile(
    r"(?:股权投资|创业投资)?(?:股份有限公司|有限责任公司|集团有限公司|有限公司|有限合伙企业|合伙企业有限合伙|合伙企业普通合伙|合伙企业|有限合伙)$"
)
_LEGAL_ENDS = re.compile(r"(?:有限公司|有限责任公司|合伙企业|有限合伙|普通合伙)$")
_ORDINAL = re.compile(r"第?([一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]{1,3}|\d{1,3}|[ivx]{1,4})(期|号|支|只|批)")
_NUMERALS = {
    c: n
    for n, pair in enumerate(("一壹", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"), 1)
    for c in pair
}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}

#: What names of funds are made of besides places and sectors. Whole-country usage; longer words first.
_STRUCTURE = re.compile(
    "战略性|高质量|国家级|省级|市级|区级|县级|国有|政府|国家|地方|全国|中国|"
    "股权|投资|创业|风险|引导|产业|行业|发展|母|子|专项|专业|直投|天使|种子|并购|成果|转化|转型|升级|科技|科创|创新|技术|"
    "基金|资金|集群|矩阵|计划|项目|系列|规模|首期|总|大|新|群|类|的|和|与|及|"
    "省|市|区|县|年度?|第|期|号|支|只|批|"
    "有限|合伙|企业|公司|责任|股份|集团|普通|管理|中心|"
    r"[一二三四五六七八九十百千万亿元\d]"
)


class Name(NamedTuple):
    """A name taken apart for comparing.

    ``key`` is equal for the spellings of one name and for a full legal name and the same without its legal form;
    ``legal`` is the full legal name, if it is one; ``ordinals`` are its phases and numbers (二期, 3号).
    """

    key: str
    legal: str | None
    ordinals: frozenset[tuple[int, str]]
    generic: bool


@lru_cache(maxsize=16_384)
def parse_name(name: str) -> Name:
    """Take a name apart. It is generic when it is made of sectors and the words of all funds (产业引导基金)."""
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", name).casefold())
    placed = _with_full_place(name, plain)
    key = _LEGAL_TAIL.sub("", placed) or placed
    return Name(
        key=key,
        legal=placed if _LEGAL_ENDS.search(plain) else None,
        ordinals=frozenset((_number(n), unit) for n, unit in _ORDINAL.findall(plain)),
        generic=_is_generic(plain),
    )


def _with_full_place(name: str, plain: str) -> str:
    """Write the place at the head of a name in full: 昆山市X基金, 江苏昆山X基金 and 江苏省昆山市X基金 are equal."""
    mention = region_of_name(name)
    if mention is None or mention.start != 0:
        return plain
    rest = _NOISE.sub("", unicodedata.normalize("NFKC", name[mention.end :]).casefold())
    return f"{mention.region}/{rest}" if rest else plain


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if text in _ROMAN:
        return _ROMAN[text]
    tens, ten, ones = text.replace("拾", "十").partition("十")
    if not ten:
        return _NUMERALS.get(text[-1], 0)
    return 10 * _NUMERALS.get(tens, 1) + _NUMERALS.get(ones, 0)


def _is_generic(plain: str) -> bool:
    if find_regions(plain):
        return False
    rest = plain
    for mention in reversed(find_sectors(plain)):
        rest = rest[: mention.start] + rest[mention.end :]
    return len(_STRUCTURE.sub("", rest)) < 2
