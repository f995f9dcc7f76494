"""Companies on their way to an exchange: board, steps of the process, sum to be raised, sponsors, dates.

Every step (辅导备案, 受理, 问询, 注册生效, 上市, 保密递表 ...) is found by its words, its company by the subject of
its clause. A document gives one record per company, with every step that any of its articles tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from huoshui.extraction import companies, investors
from huoshui.extraction.cast import Cast
from huoshui.extraction.listing_steps import ANCHOR, Step, boards, steps
from huoshui.extraction.narrative import LONGEST_SENTENCE, Narrative
from huoshui.model.document import Span
from huoshui.model.records import Listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from huoshui.extraction.companies import Name
    from huoshui.extraction.reading import Reading
    from huoshui.model.dates import DateMention, PartialDate
    from huoshui.model.money import Money
    from huoshui.model.records import Evidence, Value

_STATUSES = ("tutoring", "filed_confidentially", "accepted", "inquiry", "registered", "listed")
_MAINLAND = frozenset({"star", "chinext", "main_sh", "main_sz", "bse"})
_SPONSOR_ROLE = (
    r"(?:(?:联席|独家|联合)?(?:保荐机构|保荐人|保荐券商|辅导机构|辅导券商|上市辅导机构)"
    r"(?:（主承销商）|及主承销商|\x01+)?)"
)
_CHANGED = r"(?:变更|更换|改)为"
_SPONSOR_IS = re.compile(
    rf"{_SPONSOR_ROLE}(?:[^，。；]{{0,6}}{_CHANGED}[^，。；]{{0,6}}，由[^，。；]{{2,30}}{_CHANGED}|"
    rf"[均则也]?(?:分别)?(?:{_CHANGED}|为|是|：|包括|有)?)"
    r"(?P<list>[^，。；：！？\n]{2,80}?)(?=近日|日前|[已于向对]|发布|报送|出具|提交|认为|表示|[，。；：！？\n]|$)"
)
_IS_SPONSOR = re.compile(
    rf"(?P<list>[^，。；：！？\n]{{2,80}}?)(?:共同)?(?:为|担任|任)(?:其|本次发行的?|公司|该公司|本次|此次)?(?:IPO|上市)?的?{_SPONSOR_ROLE}"
)
_SIGNED = re.compile(r"[与同和](?P<list>[^，。；：！？\n与同]{2,60}?)(?:正式)?(?:签署|签订)了?[^，。；]{0,12}辅导协议")
_SPONSORS = re.compile(
    r"(?:^|[，；])(?P<list>[^，。；：！？\n]{2,60}?)(?:联席|独家|联合|共同)*(?<!承销)保荐(?=[，。；]|$)"
)
_TUTORED_BY = re.compile(
    r"(?:^|[，；])?由(?P<list>[^，。；：！？\n由]{2,60}?)(?:担任|作为|进行|负责|提供|独家|联合|共同)*(?:上市)?(?:辅导|保荐)"
)
_BROKER = re.compile(
    r"瑞银|高盛|摩根|花旗|美银|汇丰|星展|(?:证券|中金|银行|建投|国际金融|承销保荐|国际|资本|中信|华泰|高盛|摩根士丹利|摩根大通|瑞银|花旗|美银|里昂|大摩|小摩|融资|海通|国君|招商|宏源|香港|亚洲|"
    r"中金公司|股份有限公司|有限责任公司|有限公司)$"
)
_BROKERED = re.compile(r"保荐|辅导")
_LINKED = re.compile(r"^[与同和]|(?:机构|保荐人|券商)(?:均|分别)?(?:变更为|更换为|改为|为|是|：)")
_RAISE = re.compile(
    r"(?:(?:^|[，；])(?=募资|募集资金)|拟|计划|预计|此次|本次|将|欲|合计|当年|全球发售|首发|IPO)(?:\w{0,6}?)(?:公开发行)?(?:募资|募集资金|募集|融资金额|融资|募投资金|净筹|筹资|集资)(?:总额|金额|规模|净额)?[^，。；]{0,2}?"
    r"(?:为|达|约|超|逾|近|不超过|不低于|总计|合计|人民币|：|共|超过)*$"
)
_RAISE_FAR = re.compile(r"(?:拟|计划)(?:募集资金|募资)[^。；]{0,20}为(?:约|超)?$")
_TICKER = re.compile(r"(?:证券|股票)简称(?:为|：)?[“「]?(?P<name>[^，。；“”「」：]{2,8})")
_NUMBERED = re.compile(r"度?第[一二三四五六七八九十\d]+[次期批]|以来|A股首|首[单家只批]")
_OTHER_EVENT = re.compile(r"继$|立于|建于|始于|截至|生于|办于")
_NO_COMPANY = re.compile(
    r"ETF|指数|基金|REIT|债|发行|[AH]股|概念|新股|首单|首家|首例|第一股|板块|企业$|公司们|[A港美]股$|IPO|产品|企$|新增|独角兽|巨头|龙头|小巨人|首批|个股|^国产|^本土|新药|药物|疫苗|新车|车型"
)
_ORDINARY = re.compile(
    r"^第.{1,3}[次轮家个批]|[\d已于拟至被将把则也就又还很更最不没是到这那此每各某年月日处由为]|辅导|速度|机构"
)
_NEAR = 3
"""Sentences within which a sponsor or a sum to be raised still belongs to the company last spoken of."""


@dataclass(slots=True)
class _Process:
    """The way of one company to an exchange, as the articles tell it."""

    company: str
    evidence: Evidence
    board: dict[str, Value[str]] = field(default_factory=dict)
    status: dict[str, Value[str]] = field(default_factory=dict)
    size: dict[str, Value[Money]] = field(default_factory=dict)
    sponsor: dict[str, Value[str]] = field(default_factory=dict)
    date: dict[str, Value[PartialDate]] = field(default_factory=dict)


def extract(readings: Sequence[Reading]) -> list[Listing]:
    """Every company whose listing process the articles of one document tell of."""
    cast = Cast()
    found: dict[str, _Process] = {}
    for reading in readings:
        if ANCHOR.search(reading.text):
            _Article(reading, cast, found).read()
    texts = [reading.text for reading in readings]
    return [_record(one, cast, texts) for one in found.values() if one.board or one.status or one.size or one.date]


def _record(one: _Process, cast: Cast, texts: list[str]) -> Listing:
    name, *aliases = cast.names(one.company, texts)
    if one.board.keys() & _MAINLAND:
        one.board.pop("a_share", None)
    return Listing(
        name=name,
        evidence=one.evidence,
        aliases=tuple(aliases),
        board=tuple(one.board.values()),
        status=tuple(one.status[code] for code in _STATUSES if code in one.status),
        size=tuple(one.size.values()),
        sponsor=tuple(one.sponsor.values()),
        date=tuple(one.date[day] for day in sorted(one.date) if not _is_coarse(day, one.date)),
    )


def _is_coarse(day: str, days: dict[str, Value[PartialDate]]) -> bool:
    """Whether the document also gives the same date more precisely."""
    return any(other != day and other.startswith(f"{day}-") for other in days)


class _Article:
    """Reads the listing steps of one article, sentence by sentence."""

    def __init__(self, reading: Reading, cast: Cast, found: dict[str, _Process]) -> None:
        self.reading = reading
        self.story = Narrative(reading)
        self.masked = self.story.masked
        self.cast = cast
        self.found = found
        self.current: _Process | None = None
        self.age = 0
        self.brokers: frozenset[str] = frozenset()

    def read(self) -> None:
        """Adds to ``found`` what the article tells."""
        for one in self.reading.declarations:
            self.cast.declare(self.reading.text[one.full_start : one.full_end], one.alias)
        relevant = [
            s
            for s in self.reading.sentences
            if s.end - s.start <= LONGEST_SENTENCE and ANCHOR.search(self.masked, s.start, s.end)
        ]
        telling: set[Span] = set()
        self.brokers = frozenset(name.text for s in relevant for name in self._brokers(s))
        for sentence in relevant:
            for step in steps(self.masked, sentence):
                telling.add(sentence)
                for name in self._subjects(step, sentence):
                    self.story.learn(name.text)
        for sentence in self.reading.sentences:
            self.age += 1
            if sentence in telling:
                self._read_sentence(sentence)
            if self.current is not None and self.age <= _NEAR:
                self._sponsors(self.current, sentence)
                self._sizes(self.current, sentence)

    def _read_sentence(self, sentence: Span) -> None:
        used: set[int] = set()
        floor = sentence.start
        told = list(steps(self.masked, sentence))
        for index, step in enumerate(told):
            names = self._subjects(step, sentence)
            day = self._date(step, sentence, used)
            ceiling = told[index + 1].start if index + 1 < len(told) else sentence.end
            for name in names:
                self._take(step, name, day, (floor, max(ceiling, step.end)))
            floor = step.end if names else floor

    def _take(self, step: Step, name: Name, day: DateMention | None, around: tuple[int, int]) -> None:
        process = self._process(name)
        if process is None:
            return
        reading = self.reading
        if step.status:
            process.status.setdefault(step.status, reading.value(step.status, step.start, step.end))
        for code, start, end in boards(self.masked, step, around):
            process.board.setdefault(code, reading.value(code, start, end))
        if day:
            process.date.setdefault(str(day.date), reading.value(day.date, day.start, day.end))
        self.current, self.age = process, 0

    def _process(self, name: Name) -> _Process | None:
        key = self.cast.add(self.story.full_name(name.text))
        self.cast.add(name.text)
        if key not in self.found:
            self.found[key] = _Process(key, self.reading.evidence(name.start, name.end))
        return self.found[key]

    def _subjects(self, step: Step, sentence: Span) -> list[Name]:
        """The companies that take the step: object of an authority, subject, described noun, or who is spoken of."""
        if step.company:
            name = companies.trim(self.masked, *step.company)
            return [name] if name and (self._is_company(name) or self._is_plain(name, step)) else []
        clause = next(c for c in self.story.clauses(sentence) if c.start <= step.start < c.end)
        listed = self._listed(clause, step)
        if listed:
            return listed
        names: list[Name | None] = [companies.before(self.masked, clause.start, step.start)]
        if step.start - clause.start > 2:
            names.append(companies.leading(self.masked, Span(clause.start, step.start)))
        for name in names:
            if name and (self._is_company(name) or self._is_plain(name, step)):
                return [name]
        if self.masked[clause.start : clause.end] in {"上市首日", "首日上市"}:
            after = [c for c in self.story.clauses(sentence) if c.start >= clause.end][:1]
            name = next((n for c in after if (n := companies.leading(self.masked, c))), None)
            if name and (self._is_company(name) or self._is_plain(name, step._replace(certain=True))):
                return [name]
        name = companies.head_noun(self.masked, clause, step.end)
        if name and self._is_company(name, recurrent=False):
            return [name]
        if companies.has_other_subject(self.masked, clause, step.start):
            return []
        name = (
            self._ticker(sentence)
            or self._relative(sentence, clause)
            or self.story.subject(clause.start + 1, self.brokers)
        )
        return [name] if name and self._is_company(name) else []

    def _ticker(self, sentence: Span) -> Name | None:
        """The short name that the exchange will show: 证券简称“〇〇”."""
        match = _TICKER.search(self.masked, sentence.start, sentence.end)
        return companies.trim(self.masked, *match.span("name")) if match else None

    def _relative(self, sentence: Span, clause: Span) -> Name | None:
        """于去年完成辅导，即将申报的〇〇: the noun that the clauses at the head of a sentence describe."""
        clauses = self.story.clauses(sentence)
        index = clauses.index(clause)
        if index == 0 and len(clauses) > 1 and "的" in self.masked[clauses[1].start : clauses[1].end]:
            return self.story.subject_of(clauses[1])
        return None

    def _listed(self, clause: Span, step: Step) -> list[Name]:
        """〇〇、△△先后登陆A股."""
        head = self.masked[clause.start : step.start]
        if "、" not in head:
            return []
        names = investors.read_list(self.masked, clause.start, clause.start + companies.head_length(head))
        return names if any(self._is_company(n) or self._is_plain(n, step) for n in names) else []

    def _is_company(self, name: Name, *, recurrent: bool = True) -> bool:
        text = name.text
        if text in self.brokers or _NO_COMPANY.search(text):
            return False
        return (
            companies.looks_like_company(text)
            or self.story.is_known(text)
            or self.cast.knows(text)
            or (recurrent and len(text) <= 12 and _ORDINARY.search(text) is None and self._recurs(text))
        )

    def _is_plain(self, name: Name, step: Step) -> bool:
        """A short unknown name right before a verb or board, in a clause whose step is beyond doubt: 〇〇已秘密递表."""
        return (
            3 <= len(name.text) <= 8
            and step.certain
            and not _ORDINARY.search(name.text)
            and not _NO_COMPANY.search(name.text)
            and companies.ends_at(self.masked, name.end)
        )

    def _recurs(self, text: str) -> bool:
        """Whether a name without a telling ending begins at least two clauses or quotes of the article."""
        places = [
            m.end() for m in re.finditer(rf"(?:^|[，。；：！？、“”【】\s]|等|的|而){re.escape(text)}", self.masked)
        ]
        return len(places) > 1 and any(companies.ends_at(self.masked, end) for end in places)

    def _date(self, step: Step, sentence: Span, used: set[int]) -> DateMention | None:
        """The last date before the step in its sentence that no other step has taken."""
        dates = [
            d
            for d in self.story.dates(sentence.start, step.end)
            if d.start not in used
            and not _OTHER_EVENT.search(self.masked[max(0, d.start - 4) : d.start])
            and not _NUMBERED.match(self.masked, d.end)
        ]
        if not dates:
            return self.story.same_day(sentence)
        used.update(d.start for d in dates)
        return dates[-1]

    def _brokers(self, sentence: Span) -> Iterator[Name]:
        """Brokers that the sentence calls 保荐机构, 辅导机构 and the like."""
        if not _BROKERED.search(self.masked, sentence.start, sentence.end):
            return
        for pattern in (_SPONSOR_IS, _IS_SPONSOR, _SIGNED, _TUTORED_BY, _SPONSORS):
            for match in pattern.finditer(self.masked, sentence.start, sentence.end):
                for name in investors.read_list(self.masked, *match.span("list")):
                    if _BROKER.search(name.text) or (pattern is not _IS_SPONSOR and _LINKED.search(match[0][:24])):
                        yield name

    def _sponsors(self, process: _Process, sentence: Span) -> None:
        for name in self._brokers(sentence):
            owner = self._speaker(sentence, name.start) or process
            owner.sponsor.setdefault(name.text, self.reading.value(name.text, name.start, name.end))

    def _speaker(self, sentence: Span, offset: int) -> _Process | None:
        """The process of the company that the sentence itself speaks of before ``offset``."""
        for clause in reversed([c for c in self.story.clauses(sentence) if c.start <= offset]):
            name = self.story.subject_of(clause)
            if name and name.text not in self.brokers and (key := self.cast.add(name.text)) in self.found:
                return self.found[key]
        return None

    def _sizes(self, process: _Process, sentence: Span) -> None:
        for mention in self.story.amounts(sentence.start, sentence.end):
            left = self.masked[max(sentence.start, mention.start - 30) : mention.start]
            if _RAISE.search(left) or _RAISE_FAR.search(left):
                owner = self._speaker(sentence, mention.start) or process
                value = self.reading.value(mention.low, mention.start, mention.end, mention.qualifier)
                owner.size.setdefault(str(mention.low), value)
                return
