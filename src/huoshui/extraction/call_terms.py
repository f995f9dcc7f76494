"""The terms of a call for managers: least size of a sub-fund, ceilings of the caller's share, re-investment."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from huoshui.model.numerals import parse_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.extraction.reading import Reading
    from huoshui.model.money import AmountMention, Money
    from huoshui.model.records import Value

_FILL = (
    r"(?:原则上|一般|应当?|须|需|要求|目标|认缴|总额|总|均|，|为|在|得|募集|到位|规模|达到|出资|比例|人民币|（[^）]{0,20}）"
    r"|合计|最高|可|占比|其|\s)*+"
)
_AT_LEAST = r"(?:不低于|不少于|不得低于|不得少于|不小于|至少(?:为|达到)?|大于等于|≥|>=|起点为?|下限为|应达到?|在)"
_SUB = (
    r"(?:子基金|参股基金|合作基金|申报基金|方向"
    r"|(?:天使|种子|产业|创投|创业投资|产业投资|直投|行业|专项|并购)(?:投资)?(?:类|型))"
)
_MIN_SIZE = re.compile(
    rf"(?:{_SUB}[^，。；]{{0,16}}?|^|[，。；：\n]\s*)"
    rf"(?:目标|总|基金|认缴|募集)*(?:规模|出资总额|出资额|募集总额|募资额)?{_FILL}{_AT_LEAST}(?:人民币|\s)*$"
)
_SIZE_WORD = re.compile("规模|认缴出资|募集|募资|出资总额")
_EASED = re.compile(rf"{_SUB}[^，。；]{{0,8}}(?:放宽|降低|降|调整)(?:至|到|为)$")
_UPWARDS = re.compile("(?:及)?以上|起(?![始步])")
_NO_SIZE = re.compile(
    r"首期|首次|管理规模|累计|注册资本|实缴资本|净资产|管理过|管理基金|管理的|单个项目|单笔|收入|业绩|受托|经验|投资金额|返投|出资不|到位"
)
_PERCENT = re.compile(r"(\d{1,3}(?:\s?\.\s?\d+)?)\s*%|百分之([一二三四五六七八九十]{1,3})")
_CEILING = re.compile(
    r"(?:不超过|不高于|不得超过|不得高于|不超|最高|上限|至多|最多|≤|<=|控制在|不多于|不大于|以)[^，。；]{0,40}$"
)
_FLOOR = re.compile("(?:不[少低]于|不得[少低]于|至少|不小于)[^，。；]{0,24}$")
_WITHIN = re.compile(r"\s*(?:以内|以下|（含）|为限|封顶)")
_OF_SUB = re.compile(
    r"(?:子基金|参股基金|单[只支个](?:子)?基金|其)(?:的)?(?:总|目标|认缴|实缴|募集|实际|最终|出资)*"
    r"(?:规模|出资总额|出资额|总额|份额|出资)?(?:总额)?的?(?:比例|比重)?(?:原则上|最高|一般)*(?:不超过|不高于|为|达)?的?\s*$"
)
_OF_A_KIND = re.compile(rf"\s*(?:对于?)?{_SUB}(?:子?基金)?(?:的)?(?:可)?(?:不超过|不高于|最高|提高至|放宽至)")
_PAYS = re.compile("出资|认缴|参股|持股|占比|配资|投资比例")
_NO_SHARE = re.compile(
    r"管理费|费率|收益|返投|门槛|单一项目|单个项目|同一企业|单个企业|被投|各级|政府|财政|合计|超额|业绩|让利|一次性|首期|投资于|投向|让渡|利润|本地|管理人|管理机构"
)
_REINVEST = re.compile(
    r"返投|反投|落地投资|投资本[省市区县]|(?:投资|投向)[于到]?[^，。；]{0,20}(?:区|市|省|县|州|本地|当地|辖区|域)[^，。；]{0,24}"
)
_TIMES = re.compile(r"((?<![\d.])\d{1,4}(?:\s?\.\s?\d{1,4})?|[一二两三])\s*倍")
_SHARE_BACK = re.compile(r"(?:出资|实缴|认缴)[^，。；]{0,12}的?\s*$|返投(?:比例|要求|金额)?[^，。；]{0,16}$")
_LEAST = re.compile("不低于|不少于|原则上|至少")


class _Number(NamedTuple):
    value: Decimal
    start: int
    end: int


def min_sizes(reading: Reading, caller: frozenset[str]) -> tuple[Value[Money], ...]:
    """The least size of a sub-fund, of each kind where a call tells kinds apart."""
    found: dict[str, Value[Money]] = {}
    for amount in reading.amounts:
        if _is_min_size(reading, amount, caller):
            value = reading.value(amount.low, amount.start, amount.end, amount.qualifier)
            found.setdefault(str(value), value)
    return tuple(found.values())


def _is_min_size(reading: Reading, amount: AmountMention, caller: frozenset[str]) -> bool:
    sentence = reading.sentence_at(amount.start)
    line = reading.text[sentence.start : amount.start]
    clause = re.split("[，。；：]", line)[-1]
    if _NO_SIZE.search(clause) or any(clause.lstrip().startswith(name) for name in caller):
        return False
    about = "子基金" in line or re.search(_SUB, line) or _SIZE_WORD.search(line)
    if _EASED.search(clause):
        return bool(_SIZE_WORD.search(line))
    if _UPWARDS.match(reading.text, amount.end):
        return bool(about and _SIZE_WORD.search(clause))
    return bool(about and _MIN_SIZE.search(line[-60:]) and (_SIZE_WORD.search(line) or "子基金" in clause))


def shares(reading: Reading, caller: frozenset[str]) -> tuple[tuple[Value[Decimal], ...], tuple[Value[Decimal], ...]]:
    """The caller's ceilings: its share of a sub-fund, and the share of its own money that one sub-fund may take."""
    of_fund: dict[str, Value[Decimal]] = {}
    of_caller: dict[str, Value[Decimal]] = {}
    for number in _percents(reading.text):
        sentence = reading.sentence_at(number.start)
        before = reading.text[max(sentence.start, number.start - 90) : number.start]
        clause = re.split("[，；。]", before)[-1]
        if _FLOOR.search(clause):
            continue
        if not (_CEILING.search(clause) or _WITHIN.match(reading.text, number.end)):
            continue
        qualifier = "原则上" if "原则上" in clause else "不超过"
        value = reading.value(number.value, number.start, number.end, qualifier)
        if _of_caller(clause, caller):
            of_caller.setdefault(str(value), value)
        elif not _NO_SHARE.search(clause) and (
            _OF_SUB.search(clause) or _PAYS.search(clause) or (of_fund and _OF_A_KIND.match(clause))
        ):
            of_fund.setdefault(str(value), value)
    return tuple(of_fund.values()), tuple(of_caller.values())


def _of_caller(clause: str, caller: frozenset[str]) -> bool:
    """Whether the base of a percentage is the calling fund itself."""
    base = "|".join(re.escape(name) for name in sorted(caller, key=len, reverse=True))
    return bool(
        re.search(
            rf"(?:不超过|不高于|不得超过|不超|占用?|≤|上限为?|以|最多)[^，。；]{{0,6}}(?:{base})[^，。；子]{{0,14}}的?\s*$",
            clause,
        )
    )


def _percents(text: str) -> Iterator[_Number]:
    for match in _PERCENT.finditer(text):
        figure = re.sub(r"\s", "", match[1]) if match[1] else None
        value = Decimal(figure) if figure else parse_number(match[2])
        if value is not None:
            yield _Number(value / 100, *match.span())


def multiples(reading: Reading) -> tuple[Value[Decimal], ...]:
    """The multiple of the caller's contribution that must be invested in its region (返投)."""
    for match in _TIMES.finditer(reading.text):
        sentence = reading.sentence_at(match.start())
        window = reading.text[max(sentence.start, match.start() - 90) : min(sentence.end, match.end() + 30)]
        number = parse_number(re.sub(r"\s", "", match[1]))
        if number is not None and _REINVEST.search(window) and "注册资本" not in window:
            return (reading.value(number, *match.span(), _bound(window)),)
    for share in _percents(reading.text):
        before = reading.text[max(0, share.start - 60) : share.start]
        clause = re.split("[；。]", before)[-1]
        if "返投" in clause and _SHARE_BACK.search(clause):
            return (reading.value(share.value, share.start, share.end, _bound(clause)),)
    return ()


def _bound(window: str) -> str | None:
    found = _LEAST.search(window)
    return found.group() if found else None
