"""The sums that a document itself offers, worked out again: parts and total, share and amount, first phase and size."""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from huoshui.extraction.organisations import organisation_before
from huoshui.extraction.quantities import within
from huoshui.model.document import Span
from huoshui.model.findings import Figure, Finding, FindingKind
from huoshui.model.money import Money
from huoshui.model.records import Fund, contract_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from huoshui.extraction.reading import Reading
    from huoshui.model.money import AmountMention
    from huoshui.model.records import Record, Value

_BRACKETED = re.compile(r"(?P<name>[\u4e00-\u9fffA-Za-z0-9“”\-+]{2,30})（(?:总?规模|目标规模|出资|认缴)?(?:约|为)?$")
_LABEL_LEAD = re.compile(r"^(?:.*(?:包括|包含|涵盖|分别为|分别是|其中|分为|组成|构成)|以及|和|及|与)")
_INTRODUCES = re.compile(r"包括|包含|涵盖|分别为|分别是|其中|分为|由以下|组成|构成")
_TOTAL = re.compile(r"(?:总规模|总额|规模|合计|共计|总计|总投资|募资|总出资|认缴出资总?额|首批)[^，。；、（）]{0,8}$")
_CONTRIBUTES = re.compile(r"(?:出资|认缴|实缴|认购)(?:出资)?(?:额|金额)?(?:人民币|为|约|不超过)*$")
_SUM_WORD = re.compile(
    r"(?:合计|共计|总计|总共)(?:认缴|实缴)?(?:出资|认缴|投资|规模)?(?:总?额)?(?:为|达|达到|人民币)*$"
)
_TOGETHER = re.compile(r"分别(?:认缴|实缴)?(?:出资|认缴|认购)(?:人民币|为)*$")
_CLOSED = re.compile(r"(?:以上|左右)?(?:，[^）]{0,12})?）")
_FUND_WORDS = ("基金", "基金群", "集群", "专项", "专项资金", "计划", "母子基金")
_NEXT_PART = r"[、，；和及与][^。；，、]{2,45}"
_ABOUT = re.compile(r"(?:约|大约|左右|合计约)(?:人民币)?$")
_ABOUT_AFTER = re.compile(r"余|多|左右$|上下$")
_NEARLY = re.compile(r"(?:近|接近|将近)(?:人民币)?$")
_AT_MOST = re.compile(r"(?:不超过?|不高于|不多于|最高|至多|上限为?)(?:人民币)?$")
_AT_LEAST = re.compile(r"(?:超过?|逾|不低于|不少于|至少|突破|达到?超)(?:人民币)?$")
_PART_SLACK = Decimal("0.01")
_SHARE_SLACK = Decimal("0.05")
_WINDOW = 160  # how far before a figure its words may stand

_SHARE = re.compile(
    r"(?P<lead>占比|出资比例|认缴比例|实缴比例|份额比例|占[^，。；\d]{0,24}?(?:比例|份额|比重)?|持有[^，。；\d]{0,14}?|比例)(?:约|为|是|达|的|比例|分别)*"
    r"(?P<number>\d{1,3}(?:\.\d{1,6})?)[%％]"
    r"|(?P<before>\d{1,3}(?:\.\d{1,6})?)[%％]的?(?=[^，。；]{0,6}(?:份额|合伙份额|出资份额|财产份额))"
)
_OTHER_BASE = re.compile(
    r"社会资[本金]|不低于|不超过?|不高于|不少于|至少|最高|原则上|营收|收入|利润|净资产|总资产|股权|股份|股本|注册资本|持股|GDP|贷款|产值|市场|总量|全部设立|全国|同比|募集总|目标公司|标的公司"
)
_STAKE = re.compile(r"(?:出资|认缴|认购|实缴|投资额|份额|自有资金|自筹资金)[^，。；\d%]{0,16}$")
_WHOLE = re.compile(
    r"(?:总规模|规模|认缴出资总额|认缴资金规模|总认缴出资额|认缴总额|出资总额|募集资金总?额?|总出资额|实缴资金总[计额]|认缴出资额|认缴规模|总金额|总额|实缴总额|募集规模)"
    r"[^，。；\d%]{0,12}$|(?:设立|成立)(?:总?规模)?$"
)
_WEAK = re.compile(r"目标|首期|首次|预计|不低于|不超过|不少于|计划|原则|暂定|最终|扩募|上限")
_NEXT_FUND = re.compile(r"^(?:该|本|此|标的)?(?:基金|合伙企业|产业基金)|^其|^公司|^本次|^投资完成后|^目前|^截至")


def check(readings: Sequence[Reading], records: Sequence[Record]) -> list[Finding]:
    """Every set of figures in the document that cannot all hold. Rounding to the last stated digit is allowed for."""
    findings: list[Finding] = []
    funds = [record for record in records if isinstance(record, Fund)]
    for reading in readings:
        if len(reading.amounts) > 1:
            findings += _parts(reading, funds)
            if "%" in reading.text or "％" in reading.text:
                findings += _shares(reading, funds)
    findings += (finding for fund in funds for finding in _first_phase(fund))
    return findings


class _Bounds(NamedTuple):
    """What a stated figure can stand for, in minor units."""

    low: Decimal
    high: Decimal

    @classmethod
    def of(cls, reading: Reading, amount: AmountMention, slack: Decimal) -> _Bounds:
        """The figure give or take half of its last digit, wider for 约, open for 超 and 近. A whole number counts as
        rounded by no more than its ``slack``: a contribution of 1亿元 does not stand for one of 1.4亿元.
        """
        low, high = Decimal(amount.values[0].minor), Decimal(amount.values[-1].minor)
        half = _half_digit(reading.text, amount, slack)
        before = reading.text[max(0, amount.start - 6) : amount.start]
        inside = reading.text[amount.start : amount.end + 2]
        if _ABOUT.search(before) or _ABOUT_AFTER.search(inside):
            return cls(low * Decimal("0.9"), high * Decimal("1.1"))
        if _NEARLY.search(before):
            return cls(low * Decimal("0.85"), high + half)
        if _AT_MOST.search(before) or inside.endswith("以内"):
            return cls(Decimal(0), high + half)
        if _AT_LEAST.search(before) or inside.endswith("以上"):
            return cls(low - half, high * 10)
        return cls(low - half, high + half)


def _half_digit(text: str, amount: AmountMention, slack: Decimal) -> Decimal:
    """Half of the last stated digit in minor units: 7.81亿元 is told to 50万元, 百亿元 only roughly."""
    value = Decimal(amount.values[0].minor)
    digits = re.search(r"\d[\d,]*(?:\.(\d+))?", text[amount.start : amount.end])
    number = Decimal(digits.group().replace(",", "")) if digits else Decimal()
    if not digits or not number:
        return value / 4
    half = (value / number).scaleb(-len(digits[1] or "")) / 2
    return half if digits[1] else min(half, value * slack)


# parts and their sum


def _parts(reading: Reading, funds: Sequence[Fund]) -> Iterator[Finding]:
    for index, sentence in enumerate(reading.sentences):
        amounts = within(reading.amounts, *sentence)
        if len(amounts) < 2:
            continue
        opening = reading.sentences[index - 1].start if index else sentence.start
        told = _bracket_list(reading, Span(opening, sentence.end), amounts) or _contributions(
            reading, sentence, amounts
        )
        finding = _compare(reading, told, funds) if told else None
        if finding:
            yield finding


class _Sum(NamedTuple):
    """Parts with their labels, the totals that they may make up, and whether the list is open (等)."""

    parts: Sequence[AmountMention]
    labels: Sequence[str]
    totals: Sequence[AmountMention]
    open_list: bool


def _bracket_list(reading: Reading, scope: Span, amounts: Sequence[AmountMention]) -> _Sum | None:
    """甲基金（100亿）、乙基金（50亿）… after 包括 and the like, with a total in the same or the sentence before."""
    text = reading.text
    named = [(a, _BRACKETED.search(text, max(scope.start, a.start - 48), a.start)) for a in amounts]
    parts = [(a, match) for a, match in named if match and _CLOSED.match(text, a.end)]
    if len(parts) < 2:
        return None
    first = parts[0][1].start()
    if not _INTRODUCES.search(text, scope.start, parts[0][0].start):
        return None
    before = within(reading.amounts, scope.start, first)
    totals = [a for a in before if _TOTAL.search(text, max(0, a.start - 20), a.start)]
    labels = [_LABEL_LEAD.sub("", match["name"]) for _, match in parts]
    if not all(label.endswith(_FUND_WORDS) for label in labels):
        return None  # companies invested in are no parts of the fund's size
    end = parts[-1][0].end
    return _Sum([a for a, _ in parts], labels, totals, "等" in text[end : end + 8])


def _contributions(reading: Reading, sentence: Span, amounts: Sequence[AmountMention]) -> _Sum | None:
    """甲出资1亿元、乙出资2亿元，合计3亿元, and 合计出资3亿元，分别出资1亿元、2亿元."""
    text = reading.text
    totals = [n for n, a in enumerate(amounts) if _SUM_WORD.search(text, max(sentence.start, a.start - 24), a.start)]
    if not totals:
        return None
    total = amounts[totals[0]]
    earlier, later = amounts[: totals[0]], amounts[totals[0] + 1 :]
    open_list = "等" in text[sentence.start : sentence.end]
    if len(later) >= 2 and _TOGETHER.search(text, total.end, later[0].start) and _enumerated(text, later):
        return _Sum(later, [f"第{n}项" for n in range(1, len(later) + 1)], [total], open_list)
    if len(earlier) < 2 or not all(re.fullmatch(_NEXT_PART, text[a.end : b.start]) for a, b in pairwise(earlier)):
        return None
    words = [_CONTRIBUTES.search(text, max(sentence.start, a.start - 40), a.start) for a in earlier]
    if not all(words):
        return None
    parties = [organisation_before(text, word.start(), sentence.start) for word in words if word]
    labels = [text[p.start : p.end] if p else f"第{n}项" for n, p in enumerate(parties, 1)]
    return _Sum(earlier, labels, [total], open_list)


def _enumerated(text: str, amounts: Sequence[AmountMention]) -> bool:
    """Whether the amounts follow each other in one list: 1亿元、2亿元和3亿元."""
    return all(text[a.end : b.start] in {"、", "和", "及", "与", "，", "以及"} for a, b in pairwise(amounts))


def _compare(reading: Reading, told: _Sum, funds: Sequence[Fund]) -> Finding | None:
    """A finding unless the parts can make up one of the totals. An open list may be smaller, not larger."""
    currency = told.parts[0].low.currency
    totals = [total for total in told.totals if total.low.currency == currency]
    if not totals or any(part.low.currency != currency for part in told.parts):
        return None
    bounds = [_Bounds.of(reading, part, _PART_SLACK) for part in told.parts]
    low, high = sum((b.low for b in bounds), Decimal()), sum((b.high for b in bounds), Decimal())
    for total in totals:
        limits = _Bounds.of(reading, total, _PART_SLACK)
        if low <= limits.high and (told.open_list or high >= limits.low):
            return None
    total = totals[-1]
    stated = Money(sum(part.low.minor for part in told.parts), currency)
    gap = Money(abs(stated.minor - total.values[-1].minor), currency)
    named = zip(told.labels, told.parts, strict=True)
    figures = (_figure(reading, "总额", total), *(_figure(reading, label, part) for label, part in named))
    subject = _fund_of(reading, total, funds) or f"{len(told.parts)}项之和"
    return Finding(FindingKind.PARTS_AND_SUM, subject, figures, str(gap))


def _figure(reading: Reading, label: str, amount: AmountMention) -> Figure:
    return Figure(label, str(amount.values[-1]), (reading.evidence(amount.start, amount.end),))


def _fund_of(reading: Reading, amount: AmountMention, funds: Sequence[Fund]) -> str | None:
    """The fund of which ``amount`` is the size or the first phase."""
    start = reading.evidence(amount.start, amount.end).start
    return next((f.name for f in funds for v in (*f.size, *f.first_phase) if v.evidence.start == start), None)


# a share against amount and total


def _shares(reading: Reading, funds: Sequence[Fund]) -> Iterator[Finding]:
    text = reading.text
    seen: set[tuple[str, str]] = set()
    for match in _SHARE.finditer(text):
        sentence = reading.sentence_at(match.start())
        floor = max(sentence.start, match.start() - _WINDOW)
        clause = max(floor, *(text.rfind(mark, floor, match.start()) + 1 for mark in "，；"))
        if _OTHER_BASE.search(text, clause, min(match.end() + 14, sentence.end)):
            continue
        stake = _stake(reading, floor, match.start())
        finding = _share_finding(reading, stake, match, funds) if stake else None
        if finding and stake and (key := (str(stake.low), finding.gap)) not in seen:
            seen.add(key)
            yield finding


def _stake(reading: Reading, floor: int, end: int) -> AmountMention | None:
    """The contribution that a share is said of: the last amount before it within its sentence."""
    before = within(reading.amounts, floor, end)
    if not before or before[-1].high is not None:
        return None
    stake = before[-1]
    gap = reading.text[stake.end : end]
    contributed = _STAKE.search(reading.text, max(floor, stake.start - 32), stake.start)
    return stake if contributed and len(gap) <= 80 and "；" not in gap else None


def _share_finding(
    reading: Reading, stake: AmountMention, match: re.Match[str], funds: Sequence[Fund]
) -> Finding | None:
    """A finding if no total around fits the share and just one plain total stands in its context."""
    group = "number" if match["number"] else "before"
    share = Decimal(match[group])
    half = Decimal(1).scaleb(-len(match[group].partition(".")[2])) / 2
    around = within(reading.amounts, max(0, match.start() - _WINDOW * 4), match.end() + _WINDOW * 4)
    totals = [a for a in around if a.low.currency == stake.low.currency and a.low > stake.low]
    own = _Bounds.of(reading, stake, _SHARE_SLACK)
    if own.high > own.low * 2 or any(_fits(reading, own, total, share, half) for total in totals):
        return None
    sentence = reading.sentence_at(match.start())
    local = [total for total in totals if _is_whole(reading, total) and _near(reading, total, sentence)]
    if len(local) != 1:
        return None
    total = local[0]
    stated = reading.evidence(match.start(group), match.end(group) + 1)
    implied = (Decimal(stake.low.minor) / Decimal(total.low.minor)).quantize(Decimal("0.000001"))
    figures = (
        _figure(reading, "出资", stake),
        _figure(reading, "总额", total),
        Figure("占比", contract_form(share.scaleb(-2)), (stated,)),
    )
    subject = _fund_of(reading, total, funds) or f"按金额计的占比 {contract_form(implied)}"
    return Finding(FindingKind.SHARE_OF_TOTAL, subject, figures, contract_form(abs(implied - share.scaleb(-2))))


def _fits(reading: Reading, stake: _Bounds, total: AmountMention, share: Decimal, half: Decimal) -> bool:
    """Whether stake and total, each rounded as stated, can give the share."""
    whole = _Bounds.of(reading, total, _SHARE_SLACK)
    if whole.low <= 0:
        return True
    return stake.low / whole.high * 100 <= share + half and stake.high / whole.low * 100 >= share - half


def _is_whole(reading: Reading, total: AmountMention) -> bool:
    """Whether ``total`` is a fund's size as it stands, neither a goal nor a range nor a first closing."""
    text = reading.text
    floor = max(0, total.start - _WINDOW)
    clause = max(floor, *(text.rfind(mark, floor, total.start) + 1 for mark in "，；。\n"))
    stated = _WHOLE.search(text, clause, total.start) and not _WEAK.search(text, clause, total.start)
    return total.high is None and bool(stated)


def _near(reading: Reading, total: AmountMention, sentence: Span) -> bool:
    """Whether total and share stand in one sentence, or in neighbours, the later of which goes on about the fund."""
    other = reading.sentence_at(total.start)
    if other == sentence:
        return True
    first, second = sorted((other, sentence))
    after = bisect_left(reading.sentences, second)
    return reading.sentences[after - 1] == first and bool(_NEXT_FUND.match(reading.text[second.start : second.end]))


# first phase and size


def _first_phase(fund: Fund) -> Iterator[Finding]:
    """A first phase above the whole."""
    for phase in fund.first_phase:
        sizes = [size for size in fund.size if size.value.currency == phase.value.currency]
        if sizes and all(size.value < phase.value for size in sizes):
            largest = max(sizes, key=lambda size: size.value)
            gap = Money(phase.value.minor - largest.value.minor, phase.value.currency)
            yield Finding(
                FindingKind.FIRST_PHASE_ABOVE_SIZE,
                fund.name,
                (_stated("首期", phase), _stated("总规模", largest)),
                str(gap),
            )


def _stated(label: str, value: Value[Money]) -> Figure:
    return Figure(label, str(value), (value.evidence,))
