"""Calls for managers or sub-funds (招GP, 遴选, 申报指南) with their terms."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, cast

from huoshui.extraction.funds.article import read_funds
from huoshui.extraction.funds.names import MentionKind
from huoshui.extraction.reading import within
from huoshui.model.document import Span
from huoshui.model.records import ManagerCall, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.extraction.funds.clusters import Cluster
    from huoshui.extraction.reading import Reading
    from huoshui.model.dates import PartialDate
    from huoshui.model.money import AmountMention, Money
    from huoshui.model.regions import Region

_CALL = re.compile(
    r"招GP|招募(?:[^，。；]{0,12})(?:GP|管理人|管理机构|子基金)|(?:公开|现|正式|启动|开展|面向)[^，。；]{0,30}(?:征集|遴选|招募|选聘|申报)[^。；]{0,40}?(?:子基金|管理人|管理机构|GP|合作机构|合作方|基金(?:管理人|管理机构)?)"
    r"|(?:子基金|参股基金|合作基金|管理机构|管理人|GP)[^，。；]{0,16}(?:申报指南|征集公告|遴选公告|申报通知|遴选办法|招募公告|征集通知|申报工作|遴选工作|征集工作|招募工作|选聘工作|公开征集|公开遴选|公开招募|公开选聘|的?(?:遴选|征集|申报)(?:启动|开始))"
    r"|(?:遴选|征集|选聘|公开招标选聘)[^，。；]{0,24}(?:子基金|管理人|管理机构|GP)|申报指南"
)
_NO_CALL = re.compile(
    r"择优遴选|将(?:择优|公开|适时|陆续)?(?:遴选|征集)|遴选出|已遴选|中选|拟入选|通过[^，。]{0,10}遴选|遴选结果|入围|评审结果|结果公示|拟合作|拟参股"
)
_AT_LEAST = (
    r"(?:原则上|一般|应当?|须|需|要求|目标|认缴|总|均|，|为|在|得|募集|到位|规模|达到|出资|（[^）]{0,20}）|首期)*"
    r"(?:不低于|不少于|不得低于|不得少于|不小于|至少(?:为|达到)?|大于等于|≥|>=|起(?:步|点)?为?|下限为|达到?)"
)
_AT_MOST = (
    r"(?:原则上|一般|应当?|须|需|均|最高|比例|合计|，|为|在|（[^）]{0,20}）|可|出资|占比)*"
    r"(?:不超过|不高于|不得超过|不得高于|不超|最高(?:不超过|为|可达|可|比例为)?|上限为?|至多|≤|<=|控制在|以内|不多于)"
)
_SUB = (
    r"(?:子基金|参股(?:子)?基金|合作(?:子)?基金|申报基金|拟设(?:立)?(?:子)?基金|单[只支个](?:子|参股)?基金"
    r"|(?:天使|种子|产业|创投|创业投资|直投|行业|专项|并购)(?:类)?(?:子)?基金|新设(?:子)?基金|基金)"
)
_MIN_SIZE = re.compile(
    rf"{_SUB}[^，。；、]{{0,12}}(?:规模|认缴出资(?:总)?额|募集(?:资金)?总?额|出资总额|总认缴)[^，。；0-9一二三四五六七八九十百]{{0,6}}{_AT_LEAST}(?:人民币)?$|(?:^|[，。；：\n])(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]*)?(?:目标|总|基金|认缴|募集)*规模[^，。；0-9]{{0,8}}{_AT_LEAST}(?:人民币)?$"
)
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%|百分之([一二三四五六七八九十]{1,3})")
_BASE_SUB = re.compile(
    rf"(?:占|不超过|不高于|不得超过|超过|为|达|≤)(?:单[只支个])?{_SUB}(?:的)?(?:总|目标|认缴|实缴|募集|实际|最终|出资)*(?:规模|出资(?:总)?额|总额|份额|出资)?(?:总额)?的?(?:比例|比重)?(?:原则上|最高|一般)*(?:不超过|不高于|为|达)?$"
)
_SHARE_CUE = re.compile(
    r"出资(?:额|总额|金额|比例|占比|上限|份额)?|认缴(?:出资)?(?:额|比例|份额)?|参股比例|持股比例|最高(?:出资|可出资)|占比|投资比例|配资比例"
)
_REINVEST = re.compile(
    r"返投|(?:投资|投向)[于到]?[^，。；]{0,20}(?:区|市|省|县|本地|当地|辖区|区域|域)(?:内)?(?:的)?[^，。；]{0,24}(?:金额|资金|比例|额度|总额|规模)?|落地投资|引导投资|投资本[省市区县]|反投"
)
_SHARE_BACK = re.compile(
    r"(?:出资|实缴|认缴)[^，。；]{0,12}(?:额|金额|总额|资金)?的?$|返投(?:比例|要求|金额)?[^，。；]{0,16}$"
)
_FIELDS = re.compile("投资(?:领域|方向|范围)|重点投向|主要投向|聚焦|重点投资")
_NO_DAY = re.compile("电|讯|消息|前|止|截止|之前|以前|下午|上午|至")
_TIMES = re.compile(r"(\d+(?:\.\d+)?|[一二两三])\s*倍")
_HAN = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


class _Number(NamedTuple):
    value: Decimal
    start: int
    end: int


def extract(readings: Sequence[Reading]) -> list[ManagerCall]:
    """One record for each article that calls for managers or sub-funds."""
    calls: list[ManagerCall] = []
    for reading in readings:
        cue = _calling(reading)
        if cue is not None:
            call = _Call(reading, cue).record()
            if call is not None and all(call.name != other.name for other in calls):
                calls.append(call)
    return calls


def _calling(reading: Reading) -> Span | None:
    """Where an article calls; statements that a selection will be or has been made are none."""
    if not any(word in reading.text for word in ("遴选", "征集", "招GP", "招募", "选聘", "申报")):
        return None
    for match in _CALL.finditer(reading.text):
        window = reading.text[max(0, match.start() - 10) : match.end() + 10]
        if not _NO_CALL.search(window):
            return Span(*match.span())
    return None


class _Call:
    """One call being read."""

    def __init__(self, reading: Reading, cue: Span) -> None:
        self.reading = reading
        self.text = reading.text
        self.cue = cue
        self.clusters = read_funds(reading)
        self.caller = self._caller()

    def record(self) -> ManagerCall | None:
        """The record, or None where neither a caller nor a term is stated."""
        size, of_fund, of_caller, multiple = self._min_size(), *self._shares(), self._multiple()
        if not (size or of_fund or of_caller or multiple or self._headlined()):
            return None
        if self.caller is None and not self._strong():
            return None
        name, at = self._name()
        return ManagerCall(
            name=name,
            aliases=self._aliases(name),
            evidence=self.reading.evidence(*at),
            fund=self._fund(),
            min_fund_size=size,
            max_share_of_fund=of_fund,
            max_share_of_caller=of_caller,
            reinvestment_multiple=multiple,
            region=self._region(),
            sector=self._sectors(),
            date=self._date(),
        )

    def _headlined(self) -> bool:
        """The article is the call: its headline or its first sentence says so."""
        first = self.reading.sentences[0]
        return bool(_CALL.search(self.text, 0, max(self.reading.body_start, first.end)))

    def _strong(self) -> bool:
        return bool(re.search(r"招GP|公开(?:征集|遴选|招募|选聘)|申报指南|面向社会", self.text))

    def _caller(self) -> Cluster | None:
        """The fund that calls: the one nearest before the call that is no sub-fund, else the article's first."""
        named = [c for c in self.clusters if c.head.kind is not MentionKind.BARE and not self._is_sub(c)]
        with_call = [c for c in named if any(str(v) == "recruiting" for v in c.values.get("status", []))]
        if with_call:
            return with_call[0]
        before = [(m.start, c) for c in named for m in c.mentions if m.start <= self.cue.end]
        if before:
            legal = [c for _, c in sorted(before, key=lambda p: p[0]) if c.head.kind is MentionKind.LEGAL]
            return legal[0] if legal else max(before, key=lambda p: p[0])[1]
        return named[0] if named else None

    @staticmethod
    def _is_sub(cluster: Cluster) -> bool:
        return cluster.head.name.endswith("子基金") and "母子" not in cluster.head.name

    def _name(self) -> tuple[str, tuple[int, int]]:
        """The headline where it is the call's, else the caller's name with 招GP."""
        title = self.text[: self.reading.body_start].strip()
        if title and len(title) <= 60 and _CALL.search(title):
            start = self.text.index(title)
            return title, (start, start + len(title))
        if self.caller is not None:
            head = self.caller.head
            return f"{head.name}招GP", (head.start, head.end)
        return self.text[self.cue.start : self.cue.end], (self.cue.start, self.cue.end)

    def _aliases(self, name: str) -> tuple[str, ...]:
        if self.caller is None:
            return ()
        names = [self.caller.head.name, *self.caller.names]
        forms = [form for n in names for form in (n, f"{n}招GP", f"{n}子基金管理机构遴选")]
        return tuple(n for n in dict.fromkeys(forms) if n != name)

    def _fund(self) -> tuple[Value[str], ...]:
        if self.caller is None:
            return ()
        head = self.caller.head
        return (self.reading.value(head.name, head.start, head.end),)

    def _min_size(self) -> tuple[Value[Money], ...]:
        for amount in self.reading.amounts:
            sentence = self.reading.sentence_at(amount.start)
            before = self.text[max(sentence.start, amount.start - 60) : amount.start]
            if _MIN_SIZE.search(before) or self._or_more(before, amount):
                return (self.reading.value(amount.low, amount.start, amount.end, amount.qualifier),)
        return ()

    def _or_more(self, before: str, amount: AmountMention) -> bool:
        """子基金规模10亿元以上."""
        after = self.text[amount.end : amount.end + 4]
        return after.startswith(("以上", "及以上")) and bool(
            re.search(r"子基金[^，。；]{0,10}规模[^，。；]{0,6}$", before)
        )

    def _percents(self) -> list[_Number]:
        found = []
        for match in _PERCENT.finditer(self.text):
            value = Decimal(match[1]) if match[1] else _han_number(match[2])
            found.append(_Number(value / 100, match.start(), match.end()))
        return found

    def _shares(self) -> tuple[tuple[Value[Decimal], ...], tuple[Value[Decimal], ...]]:
        """The caller's ceilings: share of one sub-fund, and share of its own money in one sub-fund."""
        of_fund: list[Value[Decimal]] = []
        of_caller: list[Value[Decimal]] = []
        for number in self._percents():
            sentence = self.reading.sentence_at(number.start)
            before = self.text[max(sentence.start, number.start - 90) : number.start]
            if not re.search(_AT_MOST + r"[^，。；]{0,40}$", before) and not self._ceiling_after(number):
                continue
            clause = re.split("[，；。]", before)[-1]
            value = self.reading.value(number.value, number.start, number.end, self._qualifier(clause))
            if self._of_caller(clause):
                of_caller.append(value)
            elif _SHARE_CUE.search(before) and self._of_sub(clause, before):
                of_fund.append(value)
        return tuple(of_fund[:1]), tuple(of_caller[:1])

    def _ceiling_after(self, number: _Number) -> bool:
        return bool(re.match("以内|以下|（含）以内", self.text[number.end : number.end + 5]))

    def _of_caller(self, clause: str) -> bool:
        """Whether the base of a percentage is the calling fund itself."""
        names = sorted(
            {*self.caller.names, "母基金", "引导基金", "本基金"} if self.caller else {"母基金", "引导基金"}, key=len
        )
        base = "|".join(re.escape(n) for n in reversed(names))
        return bool(
            re.search(
                rf"(?:不超过|不高于|不得超过|不超|占|≤|上限为?)[^，。；]{{0,6}}(?:{base})[^，。；子]{{0,14}}(?:的)?$",
                clause,
            )
        )

    def _of_sub(self, clause: str, before: str) -> bool:
        if re.search(
            r"管理费|收益|返投|门槛|单一项目|单个项目|同一企业|单个企业|被投|各级政府|政府出资|超额|业绩|让利|一次性",
            clause,
        ):
            return False
        return bool(
            _BASE_SUB.search(clause) or re.search(r"出资(?:比例|占比|额|上限)|认缴(?:出资)?比例|参股比例|出资", before)
        )

    @staticmethod
    def _qualifier(clause: str) -> str:
        return "原则上" if "原则上" in clause else "不超过"

    def _multiple(self) -> tuple[Value[Decimal], ...]:
        for match in _TIMES.finditer(self.text):
            sentence = self.reading.sentence_at(match.start())
            window = self.text[max(sentence.start, match.start() - 90) : min(sentence.end, match.end() + 30)]
            if _REINVEST.search(window) and "注册资本" not in window:
                number = Decimal(match[1]) if match[1][0].isdigit() else Decimal(_HAN[match[1]])
                return (self.reading.value(number, match.start(), match.end(), self._least(window)),)
        for share in self._percents():
            before = self.text[max(0, share.start - 60) : share.start]
            clause = re.split("[；。]", before)[-1]
            if "返投" in clause and _SHARE_BACK.search(clause):
                return (self.reading.value(share.value, share.start, share.end, self._least(clause)),)
        return ()

    @staticmethod
    def _least(window: str) -> str | None:
        found = re.search("不低于|不少于|原则上|至少", window)
        return found.group() if found else None

    def _region(self) -> tuple[Value[Region], ...]:
        values = self.caller.values.get("region", []) if self.caller else []
        if values:
            return (cast("Value[Region]", values[0]),)
        near = [r for r in self.reading.regions if r.start < self.cue.end]
        return (self.reading.value(near[0].region, near[0].start, near[0].end),) if near else ()

    def _sectors(self) -> tuple[Value[str], ...]:
        """The fields that the call names: those of its headline or of the clause that calls, else the caller's."""
        title = Span(0, self.reading.body_start)
        sentence = self.reading.sentence_at(self.cue.start)
        clause = Span(self.text.rfind("。", 0, self.cue.start) + 1, min(sentence.end, self.cue.end + 40))
        for span in (title, Span(max(clause.start, self.cue.start - 40), clause.end)):
            found: dict[str, Value[str]] = {}
            for sector in self.reading.sectors:
                if span.start <= sector.start and sector.end <= span.end and not self._in_callers_name(sector.start):
                    found.setdefault(sector.code, self.reading.value(sector.code, sector.start, sector.end))
            if found and _CALL.search(self.text[span.start : span.end]):
                return tuple(found.values())
        return self._fields() or self._callers_sectors()

    def _callers_sectors(self) -> tuple[Value[str], ...]:
        return tuple(cast("list[Value[str]]", self.caller.values.get("sector", []))) if self.caller else ()

    def _fields(self) -> tuple[Value[str], ...]:
        """The sectors of the clause on the fields of investment (投资领域为……)."""
        found: dict[str, Value[str]] = {}
        for cue in _FIELDS.finditer(self.text):
            sentence = self.reading.sentence_at(cue.start())
            stop = re.search("[。；]", self.text[cue.end() : sentence.end])
            end = cue.end() + stop.start() if stop else sentence.end
            for sector in within(self.reading.sectors, cue.end(), end):
                found.setdefault(sector.code, self.reading.value(sector.code, sector.start, sector.end))
        return tuple(found.values())

    def _in_callers_name(self, position: int) -> bool:
        """Part of the calling fund's name: what it is, not what this call is for."""
        return self.caller is not None and any(
            m.start <= position < m.end and "子基金" not in m.name for m in self.caller.mentions
        )

    def _date(self) -> tuple[Value[PartialDate], ...]:
        """The day of the call: of its sentence, else the day from which on applications are taken (自……起)."""
        sentence = self.reading.sentence_at(self.cue.start)
        if sentence.end <= self.reading.body_start:
            sentence = self.reading.sentence_at(self.reading.body_start)
        days = [d for d in self.reading.dates if not d.period and not _NO_DAY.match(self.text, d.end)]
        inside = [d for d in days if sentence.start <= d.start < sentence.end]
        opened = [d for d in days if self.text[d.end : d.end + 1] == "起"]
        for date in (*inside, *opened):
            return (self.reading.value(date.date, date.start, date.end),)
        return ()


def _han_number(text: str) -> Decimal:
    if "十" not in text:
        return Decimal(_HAN[text])
    tens, _, ones = text.partition("十")
    return Decimal((_HAN[tens] if tens else 1) * 10 + (_HAN[ones] if ones else 0))
