"""The sums that a document itself offers, worked out again: parts and total, share and amount, first phase and size."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from huoshui.model.findings import Figure, Finding, FindingKind
from huoshui.model.money import Money
from huoshui.model.records import Fund, contract_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from huoshui.extraction.reading import Reading
    from huoshui.model.document import Span
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
_OPEN_LIST = re.compile(r"等")

_SHARE = re.compile(
    r"(?P<lead>占比|出资比例|认缴比例|实缴比例|份额比例|占[^，。；\d]{0,24}?(?:比例|份额|比重)?|持有[^，。；\d]{0,14}?|比例)(?:约|为|是|达|的|比例|分别)*"
    r"(?P<number>\d{1,3}(?:\.\d{1,6})?)[%％]"
    r"|(?P<before>\d{1,3}(?:\.\d{1,6})?)[%％]的?(?=[^，。；]{0,6}(?:份额|合伙份额|出资份额|财产份额))"
)
_OTHER_BASE = re.compile(
    r"营收|收入|利润|净资产|总资产|股权|股份|股本|注册资本|持股|GDP|贷款|产值|市场|总量|全部设立|全国|同比|募集总|目标公司|标的公司"
)
_STAKE = re.compile(r"(?:出资|认缴|认购|实缴|投资|出资额|份额)[^，。；\d%]{0,16}$")
_WHOLE = re.compile(
    r"(?:总规模|规模|认缴出资总额|认缴资金规模|总认缴出资额|认缴总额|出资总额|募集资金总?额?|总出资额|实缴资金总[计额]|认缴出资额|认缴规模|总额|实缴总额|募集规模)"
    r"[^，。；\d%]{0,12}$|(?:设立|成立)(?:总?规模)?$"
)
_WEAK = re.compile(r"目标|首期|首次|预计|拟|不低于|不超过|不少于|计划|原则|暂定|最终|扩募|上限")
_NEXT_FUND = re.compile(r"^(?:该|本|此|标的)?(?:基金|合伙企业|产业基金)|^其|^公司|^本次|^投资完成后|^目前|^截至")


def check(readings: Sequence[Reading], records: Sequence[Record]) -> list[Finding]:
    """Every set of figures in the document that cannot all hold. Rounding to the last stated digit is allowed for."""
    findings: list[Finding] = []
    for reading in readings:
        if len(reading.amounts) > 1:
            findings += _parts(reading)
            if "%" in reading.text or "％" in reading.text:
                findings += _shares(reading)
    findings += (finding for record in records if isinstance(record, Fund) for finding in _first_phase(record))
    return findings


class _Bounds(NamedTuple):
    """What a stated figure can stand for, in minor units."""

    low: Decimal
    high: Decimal

    @classmethod
    def of(cls, reading: Reading, amount: AmountMention) -> _Bounds:
        """The figure give or take half of its last digit, wider for 约 and open for 超 and 近."""
        half = _half_digit(reading.text, amount)
        low, high = Decimal(amount.values[0].minor), Decimal(amount.values[-1].minor)
        words = reading.text[max(0, amount.start - 5) : amount.start] + reading.text[amount.end : amount.end + 2]
        if re.search(r"约|左右|余|多|上下", words + reading.text[amount.start : amount.end]):
            return cls(low * Decimal("0.9"), high * Decimal("1.1"))
        if re.search(r"近|接近", words):
            return cls(low * Decimal("0.85"), high + half)
        if re.search(r"超|逾|不低于|不少于|以上|至少|突破", words):
            return cls(low - half, high * 10)
        if re.search(r"不超过|不高于|以内|最高|不多于|上限", words):
            return cls(Decimal(0), high + half)
        return cls(low - half, high + half)

    def holds(self, low: Decimal, high: Decimal) -> bool:
        """Whether some value of ``low..high`` is possible."""
        return low <= self.high and high >= self.low


def _half_digit(text: str, amount: AmountMention) -> Decimal:
    """Half of the last stated digit in minor units: 7.81亿元 is told to 50万元. A whole number is rounded by no more
    than 3%: a contribution of 1亿元 is not taken for one of 1.4亿元.
    """
    digits = re.search(r"\d[\d,]*(?:\.(\d+))?", text[amount.start : amount.end])
    if not digits:
        return Decimal(amount.values[0].minor) / 4
    number = Decimal(digits.group().replace(",", ""))
    if not number:
        return Decimal(0)
    unit = Decimal(amount.values[0].minor) / number
    half = unit.scaleb(-len(digits[1] or "")) / 2
    return half if digits[1] else min(half, Decimal(amount.values[0].minor) * 3 / 100)


# parts and their sum


def _parts(reading: Reading) -> Iterator[Finding]:
    for index, sentence in enumerate(reading.sentences):
        amounts = [a for a in reading.amounts if sentence.start <= a.start < sentence.end]
        if len(amounts) < 2:
            continue
        previous = reading.sentences[index - 1] if index else None
        for finding in (_bracket_list(reading, sentence, previous, amounts), _stated_sum(reading, sentence, amounts)):
            if finding:
                yield finding


def _bracket_list(
    reading: Reading, sentence: Span, previous: Span | None, amounts: list[AmountMention]
) -> Finding | None:
    """甲基金（100亿）、乙基金（50亿）… after 包括 and the like, against a total stated just before."""
    text = reading.text
    parts = [
        (a, m)
        for a in amounts
        if (m := _BRACKETED.search(text, sentence.start, a.start)) and text.startswith("）", _close(text, a))
    ]
    if len(parts) < 2:
        return None
    first = parts[0][1].start()
    if not _INTRODUCES.search(text, sentence.start, parts[0][0].start):
        return None
    parts = [part for part in parts if part[0].start >= first]
    before = [
        a for a in reading.amounts if (previous or sentence).start <= a.start < first and a not in [p[0] for p in parts]
    ]
    totals = [a for a in before if _TOTAL.search(text, max(0, a.start - 20), a.start)]
    labels = [_LABEL_LEAD.sub("", m["name"]) for _, m in parts]
    return _compare(
        reading,
        [a for a, _ in parts],
        labels,
        totals,
        open_list=bool(_OPEN_LIST.search(text, parts[-1][0].end, parts[-1][0].end + 8)),
    )


def _close(text: str, amount: AmountMention) -> int:
    """Where the amount's words end: 以上 and 左右 belong to it."""
    return amount.end + (2 if text.startswith(("以上", "左右"), amount.end) else 0)


def _stated_sum(reading: Reading, sentence: Span, amounts: list[AmountMention]) -> Finding | None:
    """甲出资1亿元、乙出资2亿元，合计3亿元, and 共出资3亿元，分别出资1亿元、2亿元."""
    text = reading.text
    total = next((a for a in amounts if _SUM_WORD.search(text, sentence.start, a.start)), None)
    if total is None:
        return None
    position = amounts.index(total)
    after = amounts[position + 1 :]
    if len(after) >= 2 and _TOGETHER.search(text, total.end, after[0].start) and _enumerated(text, after):
        parts = after
    else:
        parts = amounts[:position]
        if (
            len(parts) < 2
            or not all(_CONTRIBUTES.search(text, sentence.start, p.start) for p in parts[:1])
            or not _list_of(text, sentence, parts)
        ):
            return None
    labels = [f"第{number}项" for number in range(1, len(parts) + 1)]
    return _compare(reading, parts, labels, [total], open_list="等" in text[sentence.start : sentence.end])


def _enumerated(text: str, amounts: list[AmountMention]) -> bool:
    """Whether the amounts follow each other in one list: 1亿元、2亿元和3亿元."""
    return all(text[a.end : b.start] in {"、", "和", "及", "与", "，", "以及"} for a, b in pairwise(amounts))


def _list_of(text: str, sentence: Span, amounts: list[AmountMention]) -> bool:
    """Whether each amount is somebody's contribution, one after the other."""
    if _TOGETHER.search(text, sentence.start, amounts[0].start):
        return _enumerated(text, amounts)
    return all(_CONTRIBUTES.search(text, sentence.start, a.start) for a in amounts) and all(
        re.fullmatch(r"[、，；和及与][^。；，、]{2,45}", text[a.end : b.start]) for a, b in pairwise(amounts)
    )


def _compare(
    reading: Reading, parts: list[AmountMention], labels: list[str], totals: list[AmountMention], *, open_list: bool
) -> Finding | None:
    currency = parts[0].low.currency
    totals = [t for t in totals if t.low.currency == currency]
    if not totals or any(p.low.currency != currency for p in parts):
        return None
    bounds = [_Bounds.of(reading, part) for part in parts]
    low, high = sum((b.low for b in bounds), Decimal()), sum((b.high for b in bounds), Decimal())
    stated = sum(Decimal(p.low.minor) for p in parts)
    for total in totals:
        limits = _Bounds.of(reading, total)
        if limits.holds(low, high) and (limits.low <= stated <= limits.high or _rounded(reading, parts)):
            return None
        if open_list and stated <= limits.high:
            return None
    total = totals[-1]
    if open_list and low <= _Bounds.of(reading, total).high:
        return None
    gap = Money(abs(int(stated) - total.values[-1].minor), currency)
    figures = [
        _figure(reading, "总额", total),
        *(_figure(reading, label, part) for label, part in zip(labels, parts, strict=True)),
    ]
    subject = f"{len(parts)}项之和 {Money(int(stated), currency)}"
    return Finding(FindingKind.PARTS_AND_SUM, subject, tuple(figures), str(gap))


def _rounded(reading: Reading, parts: list[AmountMention]) -> bool:
    """Whether the parts look rounded (decimals, 约): then their halves of a digit count."""
    return any("." in reading.text[p.start : p.end] or (p.qualifier or "") in {"约", "近", "超", "左右"} for p in parts)


def _figure(reading: Reading, label: str, amount: AmountMention) -> Figure:
    return Figure(label, str(amount.values[-1]), (reading.evidence(amount.start, amount.end),))


# a share against amount and total


def _shares(reading: Reading) -> Iterator[Finding]:
    text = reading.text
    seen: set[tuple[str, str]] = set()
    for match in _SHARE.finditer(text):
        group = "number" if match["number"] else "before"
        sentence = reading.sentence_at(match.start())
        clause = max(text.rfind(mark, sentence.start, match.start()) for mark in "，；。") + 1
        if _OTHER_BASE.search(text, max(clause, sentence.start), min(match.end() + 14, sentence.end)):
            continue
        stake = _stake(reading, sentence, match)
        if stake is None:
            continue
        finding = _share_finding(reading, stake, match, group, sentence)
        if finding and (key := (str(stake.low), match[group])) not in seen:
            seen.add(key)
            yield finding


def _stake(reading: Reading, sentence: Span, match: re.Match[str]) -> AmountMention | None:
    """The contribution that the share is said of: the last one before it within the sentence."""
    before = [a for a in reading.amounts if sentence.start <= a.start and a.end <= match.start()]
    stakes = [a for a in before if _STAKE.search(reading.text, sentence.start, a.start)]
    if not stakes or stakes[-1] is not before[-1] or before[-1].high is not None:
        return None
    gap = reading.text[stakes[-1].end : match.start()]
    return stakes[-1] if len(gap) <= 45 and "；" not in gap else None


def _share_finding(
    reading: Reading, stake: AmountMention, match: re.Match[str], group: str, sentence: Span
) -> Finding | None:
    """A finding if no total of the article fits the share and a plain total stands in the context of the share."""
    totals = [
        a for a in reading.amounts if a is not stake and a.low.currency == stake.low.currency and a.low > stake.low
    ]
    share = Decimal(match[group])
    half = Decimal(1).scaleb(-len(match[group].partition(".")[2])) / 2
    own = _Bounds.of(reading, stake)
    if own.high > own.low * 2 or any(_fits(reading, own, t, share, half) for t in totals):
        return None
    local = [t for t in totals if _is_whole(reading, t) and _near(reading, t, sentence)]
    if len(local) != 1:
        return None
    total = local[0]
    start, end = match.start(group), match.end()
    stated = Figure(
        "占比", contract_form(share.scaleb(-2)), (reading.evidence(start, text_end(reading.text, start, end)),)
    )
    implied = (Decimal(stake.low.minor) / Decimal(total.low.minor)).quantize(Decimal("0.000001"))
    figures = (_figure(reading, "出资", stake), _figure(reading, "总额", total), stated)
    return Finding(
        FindingKind.SHARE_OF_TOTAL,
        f"出资占比 {contract_form(implied)}",
        figures,
        contract_form(abs(implied - share.scaleb(-2))),
    )


def text_end(text: str, start: int, end: int) -> int:
    """End of the number that starts at ``start`` with its percent sign."""
    sign = re.compile(r"[\d.]+[%％]").match(text, start, end)
    return sign.end() if sign else end


def _fits(reading: Reading, stake: _Bounds, total: AmountMention, share: Decimal, half: Decimal) -> bool:
    whole = _Bounds.of(reading, total)
    if whole.low <= 0:
        return True
    return stake.low / whole.high * 100 <= share + half and stake.high / whole.low * 100 >= share - half


def _is_whole(reading: Reading, total: AmountMention) -> bool:
    """Whether ``total`` is a fund's size as it stands, neither a goal nor a range nor a first closing."""
    text = reading.text
    clause = max(text.rfind(mark, 0, total.start) for mark in "，；。\n") + 1
    return (
        total.high is None
        and bool(_WHOLE.search(text, clause, total.start))
        and not _WEAK.search(text, clause, total.start)
    )


def _near(reading: Reading, total: AmountMention, sentence: Span) -> bool:
    """Whether total and share stand in one sentence, or in neighbours, the later of which goes on about the fund."""
    if sentence.start <= total.start < sentence.end:
        return True
    other = reading.sentence_at(total.start)
    index, at = reading.sentences.index(sentence), reading.sentences.index(other)
    later = max(sentence, other)
    return abs(index - at) == 1 and bool(_NEXT_FUND.match(reading.text[later.start : later.end]))


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
