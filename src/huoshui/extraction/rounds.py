"""Statements of equity rounds in one sentence: where a round is spoken of, and whose it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from huoshui.extraction import companies, investors
from huoshui.extraction.narrative import LONGEST_SENTENCE
from huoshui.model.document import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.extraction.companies import Name
    from huoshui.extraction.narrative import Narrative

ANCHOR = re.compile(
    r"融资|领投|跟投|参投|战略投资|增资|注资|注入|入股|机构投资|共同投资|联合投资|追投|加注|一轮投资|轮投资|轮募[资集]|元投资(?=[，。；])|股权投资(?=[，。；])|参与出资|出资\d|公司投资\d|科技投资\d|完成了?[向对]|"
    r"等[^，。；]{0,10}投资(?=[，。；])|引入|为股东|新增股东|轮首关|轮次：|认购[^，。；]{2,24}新增"
)
_LETTER = r"(?<![A-Za-z])(?:[Pp][Rr][Ee][-‑–—]?\s?)?[A-H]\d?[+＋]{0,6}"
_SERIES = rf"{_LETTER}\s?(?:轮|系列)|(?:天使|种子)[+＋]*轮"
LABEL = re.compile(
    rf"(?<![A-Za-z])[Pp][Rr][Ee][-‑–—]?\s?IPO轮?|{_SERIES}|{_LETTER}(?=[、及和与/]{_LETTER}\s?轮)|(?:天使|种子)(?=融资)"
    r"|基石轮|战略(?:轮|融资|投资)(?!人|者|方|机构|合作|部|基金|协议)"
)
_VERB = r"完成|斩获|拿下|揽获|收获|迎来|敲定|落袋|喜提|签下|获投|获得?|启动|融得|得到|募得|宣布|官宣|连融"
_NOT_EQUITY = (
    r"(?!租赁|券|担保|需求|余额|买入|融券|对接|服务|渠道|成本|平台|支持|难|环境|体系|工具|模式|能力|便利|增信|协调|性担保|机构|主体|"
    r"功能|通道|结构|方式|产品|生态|政策|试点|可得|性|办法|条件|市场|人|项目)"
)
_STATED = re.compile(
    rf"(?P<verb>{_VERB})(?P<mid>[^，。；！？【】\n]{{0,90}}?)(?P<tail>融资{_NOT_EQUITY}|战略投资(?!人|者|方|协议|部|基金)|轮投资|(?<=轮)募[资集]|(?:股权|(?<=元))投资(?=[，。；！？】\n]|$)|增资(?!扩股|协议)|轮(?=[，。；！？】\n]|首关|首轮交割|首批交割|交割|$))"
)
_DURING = re.compile(
    rf"(?:{LABEL.pattern})[^，。；！？、]{{0,14}}?融资{_NOT_EQUITY}|多轮融资|(?:新一轮|最新一轮|首轮)融资(?=由|中|的?投资方)"
    r"|(?:最近|最新|最后|上|前|首)(?:的?一)?轮(?:股权|外部)?融资(?:由(?=[^，。；]{2,40}(?:领投|投资))|(?:[^，。；、领]{0,6}?(?:发生|完成|敲定|停留|落定|交割)?[在于是][^，。；领由]{0,16}))"
)
_MONEY = r"[近超逾约数]?[\d.]*[几多十百千两一]*[亿万]"
_LED = re.compile(
    r"(?:领投|跟投|参投|投资(?!机构|者|人|方|基金|公司|集团|控股|本|管理)|加注)了?(?P<co>[^，。；！？、“”的]{2,24}?)的?"
    rf"(?={_MONEY}|{_SERIES}|新一轮|首轮)[^，。；！？]{{2,24}}?融资"
)
_TOWARDS = re.compile(
    r"(?:以[^，。；]{0,12}?[\d.,]{1,12}[万亿]+(?:美?元|人民币)*)?[向对](?P<co>[^，。；！？、]{1,30}?)(?:进行|实施|完成|追加|新增)?(?:了|的)?(?:人民币)?(?:[近超约]?[\d.,]{1,12}[万亿]*(?:人民币|美?元)*)?的?"
    r"(?:战略投资|增资扩股|增资|注资)(?!协议|人|者|方|完成后|部|基金|事项|款|后)"
    r"|[向对](?P<to>[^，。；！？、]{2,30}?)(?:投资|出资)(?=[近超约]?[\d.,]{1,12}[万亿])"
    r"|完成(?:了)?[向对](?P<into>[^，。；！？、的\d]{2,30}?)(?:数[千百]?[万亿]元|[近超约]?[\d.,]{1,12}[万亿]*(?:人民币|美?元)*)?的?"
    rf"(?:{_SERIES})?投资(?=[，。；！？】\n]|$)"
)
_BOUGHT = re.compile(
    r"(?:(?:以|出资|斥资)[近超约]?[\d.,]{1,12}[万亿]+(?:美?元|人民币)*)?"
    r"(?:(?:战略入股|入股|战略投资(?!者|人|方|机构|协议)|独家投资|领投|跟投|参投)了?(?P<co>[^，。；！？、的]{2,24}?)(?=[，。；！？】\n]|$|，持股)"
    r"|(?:分别|共同|合计)?认购了?(?P<of>[^，。；！？、的]{2,24}?)的?(?:新增|增发)(?:的)?(?:股份|股权|注册资本))"
)
_NOT_COMPANY = re.compile(r"基金|合伙|银行|政府|项目$|产业园|大学|担保|财政|租赁|信托|农商|农信")
_UNNAMED = re.compile(r"[^该本](?<!限)(?:企业|公司|项目|机构|平台|团队)$")
_EARLIER = re.compile(r"曾|先后|此前|历轮|以来|至今|上市前")
_OWN_CHILD = re.compile(r"(?:全资|控股)?(?:子公司|孙公司)")
_INJECTED = re.compile(
    r"[为向对](?P<co>[^，。；！？、]{2,30}?)(?:注入|投入)了?(?P<what>[^，。；！？、]{2,16}?)(?:资金|投资|融资)"
)
_JOINED = re.compile(
    r"(?:参与|助力|领投|跟投|参投|协助)了?(?:完成|投资)?了?(?P<co>(?!的|投资的)[^，。；！？、]{1,34}?)(?:的|完成)?"
    rf"(?:最新一轮|新一轮|首轮|{_MONEY}[^，。；！？、]{{0,6}}|(?={_SERIES}))[^，。；！？、]{{0,12}}?(?:投资|融资)"
)
_INVESTED = re.compile(
    r"(?:获得?|得到)了?(?P<list>[^，。；！？]{2,140}?)(?:联合|共同|战略)?(?:投资|注资|入股|加持)(?=[，。；！？】\n]|$)"
    r"|(?:引入|引进)了?(?P<brought>[^，。；！？]{2,140}?)(?:等)?(?:[多数\d两三四五六七八九十]+家)?"
    r"(?:战略|财务|产业)?投资(?:者|方|人)(?=[，。；！？】\n]|$)"
    r"|(?:引入|引进)了?(?:战略|财务|产业)?投资(?:者|方|人)(?P<after>[^，。；！？]{2,120})"
)
# A change in the business register: 新增甲、乙为股东, 新增股东甲、乙.
_JOINERS = re.compile(
    r"(?:股东)?新增了?(?:股东)(?:为|：|包括)?(?P<new>[^。；！？]{2,200}?)(?=，(?:同时|注册|其中|原|持股|并|公司|法定)|。|；|$)"
    r"|(?:新增|引入)了?(?P<list>(?:(?!股东|投资者|出资额)[^。；！？]){2,200}?)等?(?:[多数\d两三四五六七八九十]+[家位名])?(?:机构|公司)?(?:成为|为)(?:公司|其)?(?:新增|新)?股东"
)
_LED_BY = re.compile(r"(?:领投|跟投|参投)(?=[，。；！？】\n、]|$)")
DEBT = re.compile(
    r"贷|授信|债|票据|租赁|质押|担保|信托|定增|定向增发|配股|可转|IPO(?!轮|融资|前)|上市|REIT|两融|再融资|累计|企业融资|"
    r"项目融资|间接融资|直接融资|社会融资|总融资|募投|重整|专利|订单|许可|认证|补助|补贴|首发|增发"
)
_SPECIFIC = re.compile(r"[\d百千万]万|亿|新一轮|首轮|首次外部|外部融资|股权融资")
STRONG = re.compile(
    r"领投|跟投|参投|追投|加注|本轮|此轮|该轮|这轮|本次融资|此次融资|参与出资|投资方|投资人|共同投资|联合投资|老股东|新股东|出资\d|机构投资"
)
_PLANNED = re.compile(
    r"(?:计划|拟|寻求|有望|正在|洽谈|考虑|筹备|将|或将|准备|尚未|未|支持|鼓励|推动|助力|帮助|引导|协助|为)[^，。；]{0,6}$"
)
_INVESTOR_WORD = re.compile(r"资本|创投|投资|基金|国投|战投|风投|资管|产投|集团|证券|银行|保险|Capital|Ventures")


_HOLDING = re.compile(r"投资|资本|资产|私募|创投|控股集团|国投|产投|金控")
_HOUSE = re.compile(r"..(?:基金|资本|创投|国投|风投|资管|产投)$")
_RECEIVED = frozenset({"获", "获得", "得到"})


class Statement(NamedTuple):
    """A place that speaks of a round: its span, whose round, whether it is said to be done, investors inside.

    ``apart``: 多轮融资, rounds other than the one spoken of before.
    """

    start: int
    end: int
    company: Name
    stated: bool
    investors: tuple[Name, ...] = ()
    apart: bool = False


def statements(story: Narrative, sentence: Span) -> Iterator[Statement]:
    """The rounds that ``sentence`` speaks of, from left to right, each place once."""
    if sentence.end - sentence.start > LONGEST_SENTENCE:
        return iter(())
    found = [
        one
        for reader in (_helped, _led, _towards, _stated, _injected, _invested, _joined, _bought, _during, _led_by)
        for one in reader(story, sentence)
    ]
    taken: list[Statement] = []
    for one in found:
        if _NOT_COMPANY.search(one.company.text):
            continue
        if not any(one.start < other.end and other.start < one.end for other in taken) and not (
            taken and one.end - one.start == 0
        ):
            taken.append(one)
    return iter(sorted(taken, key=lambda one: one.start))


def _clause_start(masked: str, sentence: Span, at: int) -> int:
    start = sentence.start
    for clause in companies.clauses(masked, sentence):
        if clause.start <= at:
            start = clause.start
    return start


def _owner(story: Narrative, sentence: Span, at: int) -> Name | None:
    """Whose round a statement at ``at`` is about: the subject before it, else the article's."""
    start = _clause_start(story.masked, sentence, at)
    name = companies.before(story.masked, start, at)
    if name and not companies.PRONOUN.match(name.text):
        return name
    if _UNNAMED.search(companies.remainder(story.masked, start, at)):
        return None
    name = companies.leading(story.masked, Span(start, at)) if at > start else None
    if name and (companies.looks_like_company(name.text) or story.is_known(name.text)):
        return name
    return story.subject(at)


def _stated(story: Narrative, sentence: Span) -> Iterator[Statement]:
    """〇〇完成近亿元A轮融资, 〇〇获甲、乙战略投资."""
    masked = story.masked
    for match in _STATED.finditer(masked, sentence.start, sentence.end):
        whole = match[0]
        start = _clause_start(masked, sentence, match.start())
        left = masked[start : match.start()]
        named = LABEL.search(whole) is not None
        close = LABEL.sub("", whole[-16:])
        if DEBT.search(close) or "累计" in left or not (named or _SPECIFIC.search(whole)) or _PLANNED.search(left):
            continue
        if match["tail"] == "增资" and match["verb"] not in _RECEIVED:
            continue
        owner = _owner(story, sentence, match.start())
        if owner and match["mid"][:1] not in {"向", "对"}:
            inside = _inside(masked, match)
            yield Statement(match.start(), match.end(), owner, match["verb"] != "启动", tuple(inside))


def _inside(masked: str, match: re.Match[str]) -> list[Name]:
    """Investors between verb and round: 获甲、乙联合投资的亿元融资, 获得由甲领投的B轮融资, 获甲战略投资."""
    if match["verb"] not in {"获", "获得", "得到", "收获", "斩获", "完成", "拿下", "迎来"}:
        return []
    begin, end = match.span("mid")
    role = re.search(r"(?:联合|共同|独家)?(?:领投|投资|参投|注资|入股)的", masked[begin:end])
    if role:
        names = []
        for part, _, _ in investors.role_lists(masked, Span(begin, begin + role.end())):
            names += part
        names = names or investors.read_list(masked, begin, begin + role.start())
        return [_with_tail(masked, name) for name in names]
    if match["verb"] in _RECEIVED:
        cut = re.search(rf"{_MONEY}|{_SERIES}|新一轮|首轮|战略|的", masked[begin:end])
        return investors.read_list(masked, begin, begin + cut.start() if cut else end)
    return []


def _with_tail(masked: str, name: Name) -> Name:
    """A name too short to be one takes in the 投资 after it: 获得〇〇投资的."""
    if len(name.text) > 2 or not masked.startswith("投资", name.end):
        return name
    return name._replace(text=f"{name.text}投资", end=name.end + 2)


def _helped(story: Narrative, sentence: Span) -> Iterator[Statement]:
    """甲资本参与完成〇〇A轮融资, 甲领投了〇〇的新一轮融资."""
    masked = story.masked
    for match in _JOINED.finditer(masked, sentence.start, sentence.end):
        if DEBT.search(LABEL.sub("", match[0])):
            continue
        start = _clause_start(masked, sentence, match.start())
        company = companies.trim(masked, *match.span("co"))
        if company is None and companies.PRONOUN.match(match["co"]):
            company = story.subject(start)
        if company and not investors.ROLE.search(company.text):
            givers = investors.read_list(masked, start, match.start())
            if givers:
                yield Statement(match.start(), match.end(), company, stated=True, investors=tuple(givers))


def _led(story: Narrative, sentence: Span) -> Iterator[Statement]:
    """甲资本领投〇〇超亿元C轮融资."""
    masked = story.masked
    for match in _LED.finditer(masked, sentence.start, sentence.end):
        company = companies.trim(masked, *match.span("co"))
        if company and not DEBT.search(LABEL.sub("", match[0])):
            yield Statement(match.start(), match.end(), company, stated=True)


def _towards(story: Narrative, sentence: Span) -> Iterator[Statement]:
    """甲向〇〇增资, 完成向〇〇的5亿元战略投资, 引入甲对其增资."""
    masked = story.masked
    for match in _TOWARDS.finditer(masked, sentence.start, sentence.end):
        start = _clause_start(masked, sentence, match.start())
        target = next(group for group in ("co", "to", "into") if match[group])
        company = companies.trim(masked, *match.span(target))
        if company is None and companies.PRONOUN.match(match[target]):
            company = story.subject(start)
        if company and not _OWN_CHILD.match(match[target]):
            amount_end = _amount_end(story, match.end(), sentence.end)
            yield Statement(
                match.start(),
                amount_end,
                company,
                stated=True,
                investors=tuple(_givers(story, sentence, start, match.start())),
            )


def _bought(story: Narrative, sentence: Span) -> Iterator[Statement]:
    """甲集团战略入股〇〇."""
    masked = story.masked
    for match in _BOUGHT.finditer(masked, sentence.start, sentence.end):
        start = _clause_start(masked, sentence, match.start())
        bought = match.span("co" if match["co"] else "of")
        label = LABEL.search(masked, *bought)
        company = companies.trim(masked, bought[0], label.start() if label else bought[1])
        givers = _subjects(masked, start, match.start())
        if company and givers and not investors.ROLE.search(company.text) and not DEBT.search(company.text):
            yield Statement(match.start(), match.end(), company, stated=True, investors=tuple(givers))


def _amount_end(story: Narrative, end: int, limit: int) -> int:
    """End of an amount that follows at once: 增资9800万元."""
    return next((m.end for m in story.amounts(end, end + 4) if m.end <= limit), end)


def _givers(story: Narrative, sentence: Span, start: int, end: int) -> list[Name]:
    """Who gives: 引入甲, 通过甲, else the clause's subject, else the sentence's."""
    masked = story.masked
    segment = masked[sentence.start : end]
    through = re.search(r"通过([^，。；]{2,24})，?(?:完成|已|共)?$", segment)
    if through:
        name = companies.trim(masked, sentence.start + through.start(1), sentence.start + through.end(1))
        house = companies.before(masked, start, sentence.start + through.start()) or story.subject(sentence.start - 1)
        return [one for one in (name, house) if one]
    brought = re.search(r"引入|引进", masked[start:end])
    if brought:
        return investors.read_list(masked, start + brought.end(), end)
    names = _subjects(masked, start, end)
    first = None if names else _house_before(story, sentence, start) or _first_subject(story, sentence, start)
    return [first] if first else names


def _house_before(story: Narrative, sentence: Span, at: int) -> Name | None:
    """The fund or house that the clause right before ``at`` ends with: 由甲发起的乙基金，完成了对…."""
    clause = next((c for c in reversed(story.clauses(sentence)) if c.end < at), None)
    name = companies.trim(story.masked, *clause) if clause else None
    return name if name and _HOUSE.search(name.text) else None


def _subjects(masked: str, start: int, end: int) -> list[Name]:
    """Who stands before a verb: one name or a list of them."""
    if "、" in masked[start:end]:
        return investors.read_list(masked, *companies.bare(masked, start, end))
    name = companies.before(masked, start, end)
    return [name] if name else []


def _injected(story: Narrative, sentence: Span) -> Iterator[Statement]:
    """甲创投为〇〇注入近千万元资金."""
    masked = story.masked
    for match in _INJECTED.finditer(masked, sentence.start, sentence.end):
        start = _clause_start(masked, sentence, match.start())
        company = companies.trim(masked, *match.span("co")) or story.subject(start)
        giver = companies.before(masked, start, match.start())
        if company and giver and _SPECIFIC.search(match["what"]) and not re.search(r"银行|贷", giver.text + match[0]):
            yield Statement(match.start(), match.end(), company, stated=True, investors=(giver,))


def _invested(story: Narrative, sentence: Span) -> Iterator[Statement]:
    """〇〇已获得甲资本、乙创投等多家机构投资."""
    masked = story.masked
    for match in _INVESTED.finditer(masked, sentence.start, sentence.end):
        names = investors.read_list(masked, *match.span(next(g for g in ("list", "brought", "after") if match[g])))
        if not names or not _INVESTOR_WORD.search(" ".join(n.text for n in names)):
            continue
        owner = _owner(story, sentence, match.start())
        if owner and not DEBT.search(owner.text):
            earlier = _EARLIER.search(masked, max(sentence.start, match.start() - 8), match.start()) is not None
            yield Statement(match.start(), match.end(), owner, stated=True, investors=tuple(names), apart=earlier)


def _joined(story: Narrative, sentence: Span) -> Iterator[Statement]:
    """〇〇发生工商变更，新增甲、乙为股东."""
    for match in _JOINERS.finditer(story.masked, sentence.start, sentence.end):
        names = investors.read_list(story.masked, *match.span("new" if match["new"] else "list"))
        owner = _owner(story, sentence, match.start()) if names else None
        if owner and not _HOLDING.search(owner.text):
            yield Statement(match.start(), match.end(), owner, stated=True, investors=tuple(names))


def _during(story: Narrative, sentence: Span) -> Iterator[Statement]:
    """〇〇的D轮20亿元融资, 在A轮融资期间, 在此后多轮融资中."""
    for match in _DURING.finditer(story.masked, sentence.start, sentence.end):
        if DEBT.search(LABEL.sub("", match[0])):
            continue
        owner = _first_subject(story, sentence, match.start()) or _owner(story, sentence, match.start())
        if owner:
            yield Statement(match.start(), match.end(), owner, stated=False, apart=match[0] == "多轮融资")


def _first_subject(story: Narrative, sentence: Span, at: int) -> Name | None:
    """The first company that the sentence's clauses before ``at`` speak of."""
    clauses = [clause for clause in story.clauses(sentence) if clause.end <= at]
    return next((name for clause in clauses if (name := story.subject_of(clause))), None)


def _led_by(story: Narrative, sentence: Span) -> Iterator[Statement]:
    """甲资本连续三轮领投 in a sentence that describes a company and names no round."""
    first = next(iter(story.clauses(sentence)), None)
    match = _LED_BY.search(story.masked, sentence.start, sentence.end)
    if first is None or match is None or match.start() < first.end:
        return
    owner = _first_subject(story, sentence, match.start())
    if owner:
        yield Statement(first.start, first.start, owner, stated=False)
