"""A fund's figures: size, first phase, term; and which of the amounts around it are something else."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from huoshui.extraction.reading import within

if TYPE_CHECKING:
    from huoshui.extraction.reading import Reading
    from huoshui.model.document import Span
    from huoshui.model.money import AmountMention


class FigureKind(StrEnum):
    """Which property of a fund an amount or number gives; the values are the property names."""

    SIZE = "size"
    FIRST_PHASE = "first_phase"
    TERM = "term_years"


class AmountFind(NamedTuple):
    """An amount that is a fund's size or first phase; ``cue`` is where its words begin."""

    kind: FigureKind
    cue: int
    amount: AmountMention


class TermFind(NamedTuple):
    """A stated term in years."""

    start: int
    end: int
    years: Decimal


_FILL = (
    r"(?:达到|达成|超过|突破|人民币|不低于|不少于|不超过|不高于|不超|暂定|暂为|预计|拟定|设定|合计|共计|总计|扩大至|提升至|扩大|增加至|增至|扩至"
    r"|原则上|目标|累计|初步|不小于|上限|（[^（）]{1,12}）|最高|至少|确定|分别|[为达约超近逾是至均将拟：:到已由从共可高“”\s])*+"
)
_TOTAL = (
    r"(?:规模|体量|出资总额|认缴总额|募集总额|实缴总额|认缴出资总额|总认缴(?:出资)?(?:额|总额|金额)?"
    r"|(?:目标|总|全部|全体合伙人|合伙企业)认缴出资(?:额|总额|金额)?|(?<!自有资金)(?<!公司)(?<!拟)(?<!对应)认缴出资额"
    r"|(?<!公司)(?<!认缴)出资额|募集资金(?:总额|规模)?|募资(?:总额|金额)?|资金总量|总额|认缴(?:出资)?总(?:金额|额)|出资总金额|(?:全体合伙人"
    r"|合伙企业合伙人|基金)[^，。；]{0,6}认缴(?:出资)?(?:金额|额)|(?:基金|计划|拟|完成|已|将|新)(?:募集|募资)|认缴金额|总盘子|总投入|基金总?注册资本|资金池)"
)
_FIRST = (
    r"(?:首期|首批|首关|首次关闭|首轮关闭|首次交割|首轮关账|首次关账|首轮交割|首次募集"
    r"|(?<![第二三四])一期|第一期|先期|启动资金|首笔)"
)
_FIRST_CUE = re.compile(
    f"{_FIRST}(?:基金|资金|工商|登记|注册|认缴|实缴|募集|募资|出资|目标|总|计划|拟|到位|关闭|完成|交割|投入|，到账|，募集|，已?到位|到账)*"
    f"(?:规模|总额|金额|额|完成|资金)?{_FILL}$"
)
_TOTAL_CUE = re.compile(f"{_TOTAL}{_FILL}$")
_FUND_COMPANY = re.compile("基金(?:股份)?有限(?:责任)?公司")
_CAPITAL_CUE = re.compile(f"注册资本{_FILL}$")
_AFTER = re.compile(r"(?:人民币)?(?:以上|左右)?的?(?:基金|资金|总|募资|募集|认缴)*(?:规模|体量)(?!以上工业)")
_OWN_SHARE = re.compile(
    r"(?:自有|自筹|募集)资金[^，。；]{0,16}$|作为(?:有限|普通)合伙人[^，。；]{0,24}$|占[^，。；]{0,12}$|其中[^，。]{0,14}(?:公司|出资)[^，。]{0,20}$"
)
_OWN_AMOUNT = re.compile("(?:认缴)?出资额")
_SOMEBODYS = re.compile(
    "(?!.*(?:基金|合伙|企业|全体|总|中心|规模))(?!其|该|目前|当前|已|现)[\u4e00-\u9fffA-Za-z（）]{2,}"
)
_NOT_THIS = re.compile(
    r"管理(?:的)?基金\d+[支只]|累计管理|在管|管理规模|管理资产|资产管理|总资产|存续规模|备案规模|产业规模|市场规模|经济规模|营收|产值|项目总?投资|投资总额|融资规模|贷款|授信|财政支出"
    r"|债券|注册资本金?由|交易金额|转让(?:价格|价款)|对价|公司注册资本|外汇|持仓|净值|成交|(?<!私)募投|发行规模|资产规模|收入规模|业务规模|投资规模(?!为)|单笔|单个项目|单只子基金|单支子基金|管理过|净资产|实缴资本|年度[^，。]{0,6}规模|每年|平均规模"
)
_CONTRIBUTED = re.compile(r"(?:子基金|申请机构|申报机构|引导基金出资|母基金出资|返投)")

_RAISED = re.compile(
    r"(?:（[^）]*）)?(?:进一步)?(?:扩大|增加|增|提升|扩容?|提高|扩募|降低?|减少?|缩减|调减|下调)[至到](?:约|近|超|人民币)*"
)

_ENUMERATED = re.compile(
    r"\s*(?:（[一二三四五六七八九十\d]+）|[一二三四五六七八九十]+、|\d+(?:\.\d+)*[.．、 ]"
    r"|第[一二三四五六七八九十]+条|[①-⑳]|[●·])"
)
_YEARS = r"(\d{1,2}(?:\.\d)?|[一二三四五六七八九十]{1,3})"
_TERM = re.compile(
    rf"(?:存续期限?|合作期限|合伙期限|经营期限|基金期限|年期|存续时间|封闭期|存续期间|运营期限?|存续年限|基金年限)(?:[拟为设原则上：:共不超过最长达约总暂定是]|基金|一般|\s|“)*{_YEARS}\s*年(?:（)?"
    rf"|{_YEARS}\s*年(?:的)?(?:存续期|长周期|超长周期|存续)"
)
_PLAN = re.compile(
    r"(?:存续期限?|期限|按|采用|采取|为)[^，。；\d]{0,6}[“‘]?(\d{1,2})\s*\+\s*(\d{1,2})(?:\s*\+\s*\d{1,2})*[”’]?"
)
_INVEST = re.compile(
    rf"投资期(?:限)?(?:[为：:]|原则上|不超过|自[^，。；]{{0,20}}起)*{_YEARS}\s*年(?:零?(\d{{1,2}})个月)?|{_YEARS}\s*年(?:零?(\d{{1,2}})个月)?(?:的)?投资期"
)
_EXIT = re.compile(
    rf"(?:退出期|回收期|管理及退出期)(?:限)?(?:[为：:]|原则上|不超过|自[^，。；]{{0,20}}起)*{_YEARS}\s*年(?:零?(\d{{1,2}})个月)?|{_YEARS}\s*年(?:零?(\d{{1,2}})个月)?(?:的)?(?:退出期|回收期)"
)
_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}


def find_figures(reading: Reading, sentence: Span) -> list[AmountFind]:
    """The amounts in a sentence whose words say that they are a fund's size or first phase."""
    found: list[AmountFind] = []
    text = reading.text
    for amount in within(reading.amounts, sentence.start, sentence.end):
        find = _judge(text, sentence, amount)
        if find is None and found and _RAISED.fullmatch(text, found[-1].amount.end, amount.start):
            find = AmountFind(found[-1].kind, found[-1].cue, amount)
        if find is not None:
            found.append(find)
    return found


def _judge(text: str, sentence: Span, amount: AmountMention) -> AmountFind | None:
    before = text[max(sentence.start, amount.start - 40) : amount.start]
    after = text[amount.end : amount.end + 16]
    clause = re.split(r"[，。；、]", before)[-1]
    if (
        _NOT_THIS.search("，".join(before.split("，")[-2:]))
        or _NOT_THIS.search(clause)
        or re.match(r"不等|/|[^，。]{0,4}的?(?:共同|联合)?(?:投资|融资)(?!基金)", after)
    ):
        return None
    if "不" in amount_bound(before) and _ENUMERATED.match(text, sentence.start):
        return None
    if _CONTRIBUTED.search(clause) and ("不低于" in clause or "不超过" in clause or "原则上" in clause):
        return None
    offset = amount.start - len(before)
    first = _FIRST_CUE.search(before)
    if first and not (
        "出资" in first.group() and re.search("自有|自筹|认缴|公司", text[sentence.start : offset + first.start()])
    ):
        return AmountFind(FigureKind.FIRST_PHASE, offset + first.start(), amount)
    total = _TOTAL_CUE.search(before)
    if total is None and _FUND_COMPANY.search(text, *sentence):
        total = _CAPITAL_CUE.search(before)
    whole = total is not None and re.search("总|目标|全部|全体", total.group()) and "出资总额" not in total.group()[:4]
    if total and _OWN_AMOUNT.match(total.group()) and _SOMEBODYS.fullmatch(clause[: -len(total.group())]):
        return None
    if total and (whole or not _OWN_SHARE.search(before[: total.start()])):
        return AmountFind(FigureKind.SIZE, offset + total.start(), amount)
    if _AFTER.match(after) and not _OWN_SHARE.search(before):
        return AmountFind(FigureKind.SIZE, amount.start, amount)
    return None


def amount_bound(before: str) -> str:
    """The last bound (不低于, 不超过) right before an amount, or an empty string."""
    bound = re.search(r"(?:不低于|不少于|不得低于|不小于|不超过|不高于)[^，。；]{0,4}$", before)
    return bound.group() if bound else ""


def find_terms(text: str, sentence: Span) -> list[TermFind]:
    """Stated terms of funds in a sentence, in years; investment and exit period together when that is all it says.

    Extensions (the later parts of 4+3+1+1) do not count.
    """
    for match in _TERM.finditer(text, *sentence):
        years = _number(match[1] or match[2])
        if years and years <= 50:
            group = 1 if match[1] else 2
            return [TermFind(match.start(group), _year_end(text, match.end(group)), years)]
    plan = _PLAN.search(text, *sentence)
    if plan and "期" in text[sentence.start : sentence.end]:
        return [TermFind(plan.start(1), plan.end(2), Decimal(plan[1]) + Decimal(plan[2]))]
    invest, leave = _INVEST.search(text, *sentence), _EXIT.search(text, *sentence)
    if invest and leave:
        total = _period(invest) + _period(leave)
        return [TermFind(min(invest.start(), leave.start()), max(invest.end(), leave.end()), total)]
    return []


def _year_end(text: str, end: int) -> int:
    return text.index("年", end) + 1


def _period(match: re.Match[str]) -> Decimal:
    years, months = (match[1], match[2]) if match[1] else (match[3], match[4])
    return (_number(years) or Decimal(0)) + Decimal(months or 0) / 12


def _number(text: str) -> Decimal | None:
    if text[0].isascii():
        return Decimal(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return Decimal(_HAN_DIGITS.get(tens, 1) * 10 + _HAN_DIGITS.get(ones, 0))
    return Decimal(_HAN_DIGITS[text]) if text in _HAN_DIGITS else None
