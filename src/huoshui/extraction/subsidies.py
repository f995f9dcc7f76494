"""Benefits that policy papers grant: vouchers (甲乙券), subsidies, rewards, paid interest, per project or firm."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from huoshui.extraction.names import name_start
from huoshui.extraction.policies import KINDS, bodies_before, home, policies, policy_at, region_in
from huoshui.extraction.quantities import find_quantities
from huoshui.extraction.schemes import Scheme, amounts_in, money_value, percentages, region_value, shares_in
from huoshui.model.document import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from huoshui.extraction.policies import Policy
    from huoshui.extraction.reading import Reading
    from huoshui.model.money import AmountMention
    from huoshui.model.records import Value

# What shows that something is granted, and what it is called.
_BENEFIT = re.compile(
    r"给予|予以|补助|补贴|奖励|资助|奖补|贴息|申领|发放|资金支持|经费支持|配套支持|(?:投入|安排)(?=\d)|一次性|补偿|兑付|兑现"
)
_NOUN = re.compile(
    r"(?:专项)?资金(?:支持|补助|补贴|扶持|奖励|资助|配套)|(?:贷款)?贴息(?:支持|补助)?|奖补|(?:研发|运营|建设|保费|租金|利息|后)?补[助贴]|奖励|资助|经费支持|配套(?:支持|资金)?|风险补偿|补偿|扶持|支持"
)
_GENERIC_NAME = re.compile(r"(?:资金|政策|财政|专项|加大|相关|给予|一次性)*(?:补[助贴]|奖[励补]|资助|贴息|补偿|支持)$")
_NOUN_END = re.compile(r"(?:补[助贴]|奖[励补]|资助|贴息|补偿|支持)$")
# Vouchers: a word in 券 that begins at a pause or after a verb of giving out.
_VOUCHER = re.compile(
    r"(?<![\u4e00-\u9fff])(?P<name>[\u4e00-\u9fffA-Za-z]{1,10}?券)(?![商面种])|(?:[的元发推施行索领用供立置]|申领|发放|设立)(?P<plain>[\u4e00-\u9fff]{1,8}?券)(?![商面种])"
)
_VOUCHER_TERMS = re.compile(r"券”|券(?!商|面|种)[^。；]{0,60}(?:申领|面额|补贴|抵扣|兑付|兑现|安排资金|最高)")
_TERMS = re.compile(
    r"(?:对[^，。；]{2,40}?|，|按照?[^，。；%]{0,20}\d[\d.]*%的?(?:标准|比例)?)(?:给予|补贴|补助|奖励|奖补|贴息|资助)"
    r"[^。；]{0,40}?(?:每[家户人个项]|单[个户家]|最高|不超过)[^，。；\d]{0,12}\d"
    r"|(?:每[家户人个项]|单[个户家])[^，。；]{0,10}(?:奖补|奖励|补贴|补助|资助)[^，。；\d]{0,6}\d[\d.]*[万亿]"
)
_PUBLIC_MONEY = re.compile(
    r"财政|专项资金|[我全本][省市区县州]|[省市区县州](?:政府|财|科|经|工|发改|金融)|政府|人民银行|管委会"
)
_COMPANY_NEWS = re.compile(r"公告|股份|收到|该[行公]|本行|子公司")
_NO_VOUCHER = re.compile(r"证券|债券|债$|融资券|彩券|入场券|优惠券|上券|国库券")
_BEFORE_VOUCHER = re.compile(
    r"(?:(?:\d[\d.]*)?[万亿]?元的?|的|每年|年度|发放|申领|推行|使用|设立|领取|兑现|探索|实施|施行)+"
)
# A text that is a paper itself, by its title or its first article.
_TITLE = re.compile(rf"(?:{KINDS})")
_ITSELF_PAPER = re.compile(rf"(?:制定|提出)(?:本|如下|以下|下列)[^，。；]{{0,8}}(?:{KINDS})|第[一二]条")
# The role of an amount or a share, by the words before it and after it.
_CAP = re.compile(r"(?:最高|不超过|不高于|上限|封顶|至多|限额|最多)[^，。；\d]{0,12}$")
_FIXED = re.compile(
    r"(?:给予|奖励|补助|补贴|资助|奖补|发放|予以|支持|分别|一次性|每[家户个人项台套次件年][^，。；]{0,6}|单个[^，。；]{0,6}|单家[^，。；]{0,6}|标准[为是]?|、|和)[^，。；\d]{0,8}$"
)
_POOL = re.compile(
    r"(?:总额|总规模|总量|规模|资金池|每年安排|统筹安排|安排|设立|设置|投入|资金规模|额度|总计)(?:提升至|不低于|不少于|不超过|达到?|为|约|至|总额|资金|每年|扩大到|增加到|最高|最多|可达|超过?|人民币)*$"
)
_POOL_AFTER = re.compile(
    r"(?:规模)?的?[^，。；]{0,10}(?:券|专项资金|资金池|风险补偿金|补偿资金|资金(?=，|。|；|支持|用于))|，?支持|，?用于"
)
_RATE_BEFORE = re.compile(
    r"(?:按照?|给予|比例|最高|不超过|不高于|的|额|补贴|补助|承担|分担|奖励|支持|约|、|和)[^，。；\d%]{0,22}$"
)
_CONDITION = re.compile(r"以[上下](?!给)|（含|及以上|的(?:企业|项目|业务|单位|机构)")
_NO_RATE = re.compile(
    r"(?<!不)低于$|(?<!不)高于$|增长|增速|增幅|占比|提[高升]|达到?$|以上的?$|股比|持股|销售额|(?<!不)超过$|下降"
)
_REACHED = re.compile(r"累计支持|支持不?超?过?$|共支持|惠及")
_PAST = re.compile(
    r"截至|已(?:累计|发放|兑现|拨付|支持|为|有)|同比|去年|累计发放|累计兑现|到20\d\d年|案例|获得了|拿到|[予放供]了"
)
# Terms of funds, and loan products (“甲乙贷”), which are read elsewhere.
_NOT_HERE = re.compile(
    r"贷”|超额收益|让利|出资比例|[实认]缴(?:出资|资本|规模|到位|额)|返投|管理费|基金份额|贷款\d|募集"
)

# Where the object of a benefit stands: 对甲乙给予…, 遴选一批甲乙, 开展甲乙, 支持甲乙, or the heading of the item.
_RECIPIENT = re.compile(
    r"(?<![针面相应])对(?!外|接|标|口|应|象|于|比|照)(?P<object>[^，。；]{2,60}?)(?=，|；|。|一次性|给予|予以|按照?|开展|进行|最高|分别|每年|的?，|实施|$)"
)
_SELECTED = re.compile(
    r"(?:遴选|评选|认定|选树|征集|择优(?:选取|遴选)?|打造|培育|征选)(?:出)?(?:一批|\d+[个家项]?(?:左右|以内|以上)?|若干)(?P<object>[^，。；、]{3,30})(?=[，。；])"
)
_UNDERTAKEN = re.compile(r"(?:开展|实施|推进|建设)(?P<object>[^，。；、]{3,24}?)(?=[，。；])")
_SUPPORTED = re.compile(r"(?:支持|鼓励|推动|引导)(?P<object>[^，。；、]{3,24}?)(?=[，。；])")
_TOPIC = re.compile(
    r"(?:第[一二三四五六七八九十\d]{1,3}条\s{0,4}|[一二三四五六七八九十]{1,3}[是、]|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.．、])\s?"
    r"(?P<topic>[^，。；：\n]{4,26})[。：\n]"
)
# Objects that name only a kind of recipient, attributes to drop from the front of an object, conditions at its end.
_GENERIC = re.compile(
    r"^(?:符合条件|该|其|上述|以上|各|每家?|牵头|研发|承担|实施|相关|有关|本市|全市|市|省|区|县|（区）|工业|制造业|中小微?|科技型|我市|我省|单个|单家|获奖|入选|的|用户)*"
    r"(?:企业|单位|项目|机构|主体|个人|团队|高校|市县|区|（区）|区县|银行|平台|事项|部分|用户|给予|成效|情况|产业|领域|地区|部门|业务|贷款|合同|（市、区）|运营方|企业使用.*费用)$"
)
_STRIP = re.compile(
    r"(?:对|首次|当年|新(?:认定|获批|建|设|增|引进)?的?|年度|已|经(?![营济开信])|通过|被|获批|获准|获得|获评?|认定为?|评为|评定|列入|入选|纳入|取得|完成|成功|建设|认定的|承担|符合条件的?|市级以上|在[^，。；]{2,8}的|国家、?省、?|每[个家户]|每年|我[市省区县]|本[市省区县]|全[市省区县]|企业(?=[\u4e00-\u9fff]{4})|购买|购置|采购|租用|实施|开展|进行|建设|用于|支持|加强|推动|引导|鼓励|推进|强化|加大|给予|开展)+"
)


_PERCENT = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,4})?(?:[%％]|个百分点)")
_FIGURE = re.compile(r"\d(?:[%％]|个百分点)|[\d百千万亿]元")
_AMOUNT_WORD = re.compile(r"\d+[家个户项]|\d[\d.]*(?:[%％]|[万亿]|元)|给予|补助|奖励|补贴")
_ANNOUNCES = re.compile(r"宣布|启动|发放|推出|投放|明确")
_PAYS = re.compile(
    r"(?:^|(?<=[，。；]))(?P<payer>[^，。；《》]{1,14}(?:局|厅|委|政府|管委会|办公室))(?:将|按照?|对|给予|统筹)"
)


_BEGINS_CONDITION = re.compile(r"年[度化]?|首次|达|超|突破|低于|高于|不低于|营业|销售|投资|规模|\d")
_TAIL_NOUN = re.compile(r"^.{0,6}?(企业|机构|单位|平台|项目|团队)$")
_FUND_POOL = re.compile(
    r"(?:设立|建立|组建|设置|完善)(?:[^，。；]{0,24}?的|(?:总?规模)?\d[\d.]*[万亿]元)?(?P<object>(?:(?!的)[\u4e00-\u9fff]){2,16}(?:资金池|风险补偿金|补偿资金|专项资金|准备金))"
)
_IF = re.compile(r"(?:^|(?<=[、。；，.：]))(?P<object>[^，。；、《》]{4,24}?)的，(?=按|给予|最高|一次性|每)")
_OBJECTS = (_RECIPIENT, _IF, _SELECTED, _UNDERTAKEN, _SUPPORTED)


class _Clause(NamedTuple):
    start: int
    end: int


class _Name(NamedTuple):
    text: str
    span: Span
    attributive: bool = False  # 采购甲乙的单位: named by what its recipients do


def find_subsidies(reading: Reading) -> list[Scheme]:
    """Each benefit that ``reading`` grants under a policy paper, named by its object and kind."""
    text = reading.text
    if not _BENEFIT.search(text):
        return []
    papers = policies(reading)
    paper = papers or _TITLE.search(reading.article.title or text[:60]) or _ITSELF_PAPER.search(text[:800])
    if not paper and "券" not in text and not _TERMS.search(text):
        return []
    found: list[Scheme] = []
    for sentence in reading.sentences:
        for clause in _clauses(text, sentence):
            if not (paper or _VOUCHER_TERMS.search(text, *clause) or _grants(text, clause, sentence)):
                continue
            scheme = None if _PAST.search(text, *clause) else _benefit(reading, papers, clause, sentence)
            if scheme and scheme.told:
                found.append(scheme)
    return found


def _grants(text: str, clause: _Clause, sentence: Span) -> bool:
    """Whether a clause sets terms of a benefit, which then needs no paper: whom, how much each, out of public money."""
    return (
        _TERMS.search(text, *clause) is not None
        and _PUBLIC_MONEY.search(text, *sentence) is not None
        and _COMPANY_NEWS.search(text, *sentence) is None
    )


def _clauses(text: str, sentence: Span) -> list[_Clause]:
    """A sentence cut at semicolons: each part grants its own benefit."""
    cuts = [sentence.start, *(m.end() for m in re.finditer("；", text[sentence.start : sentence.end]))]
    cuts = [cuts[0], *(sentence.start + cut for cut in cuts[1:]), sentence.end]
    return [_Clause(a, b) for a, b in pairwise(cuts) if b > a]


def _benefit(reading: Reading, papers: list[Policy], clause: _Clause, sentence: Span) -> Scheme | None:
    text = reading.text
    trigger = _BENEFIT.search(text, *clause)
    voucher = _voucher(text, clause) or _topic_voucher(text, clause, sentence)
    if not (trigger or voucher) or (_NOT_HERE.search(text, *clause) and not _FUND_POOL.search(text, *clause)):
        return None
    amounts = amounts_in(reading, *clause)
    if not amounts and not _PERCENT.search(text, *clause):
        return None
    name = voucher or _name(reading, papers, clause, sentence)
    if name is None:
        return None
    scheme = Scheme(name.text, reading.evidence(*name.span))
    _figures(reading, scheme, clause, amounts, voucher=voucher is not None)
    if scheme.told:
        _parties(reading, scheme, papers, clause)
    return scheme


def _voucher(text: str, clause: _Clause) -> _Name | None:
    """The voucher that a clause is about: the last unbroken word that ends in 券."""
    for match in _VOUCHER.finditer(text, *clause):
        start, end = match.span()
        start = max(start, name_start(text, end, clause.start))
        unit = _BEFORE_VOUCHER.match(text, start, end)
        start = unit.end() if unit else start
        name = text[start:end]
        if 2 <= len(name) <= 12 and not _NO_VOUCHER.search(name):
            return _Name(name, Span(start, end))
    return None


def _topic_voucher(text: str, clause: _Clause, sentence: Span) -> _Name | None:
    """The voucher that the heading of the paragraph is about (2.发放“甲乙券”。)."""
    paragraph = max(text.rfind("\n", 0, clause.start), clause.start - 300) + 1
    stop = text.find("。", paragraph, sentence.start)
    return _voucher(text, _Clause(paragraph, stop)) if 0 < stop - paragraph <= 24 else None


def _name(reading: Reading, papers: list[Policy], clause: _Clause, sentence: Span) -> _Name | None:
    """Object and kind of the benefit; the paper's title when only a kind of recipient is named."""
    text = reading.text
    kind = _kind(text, clause)
    pool = _FUND_POOL.search(text, *clause)
    if pool:
        return _Name(pool["object"], Span(*pool.span("object")))
    heading = _heading(text, clause)
    if heading:
        return heading
    for span in _objects(reading, clause, sentence):
        head = _head(text, span)
        if head:
            head = (head.attributive and _topic(text, clause)) or head
            return _Name(_with_kind(head.text, kind), head.span)
    quoted = [p for p in papers if clause.start <= p.span.start < clause.end]
    if quoted:
        return _Name(quoted[-1].title, quoted[-1].span)
    return None


def _objects(reading: Reading, clause: _Clause, sentence: Span) -> Iterator[Span]:
    """Candidates for what is supported, the surest first; the heading of the item comes last."""
    text = reading.text
    for pattern in _OBJECTS:
        for match in pattern.finditer(text, *clause):
            yield Span(*match.span("object"))
    for pattern in _OBJECTS:
        for match in pattern.finditer(text, max(sentence.start, clause.start - 200), clause.start):
            yield Span(*match.span("object"))
    topics = list(_TOPIC.finditer(text, max(0, clause.start - 300), clause.start))
    if topics:
        start, end = topics[-1].span("topic")
        kind = _NOUN_END.search(text, start, end)
        yield Span(start, kind.start() if kind else end)


def _heading(text: str, clause: _Clause) -> _Name | None:
    """The heading right before the clause when it is the name of a benefit itself (第六条 贷款贴息。对…)."""
    paragraph = max(text.rfind("\n", 0, clause.start), clause.start - 60) + 1
    topic = _TOPIC.match(text, paragraph, clause.start)
    if topic is None or topic.end() < clause.start - 1 or not _NOUN_END.search(topic["topic"]):
        return None
    span = Span(*topic.span("topic"))
    strip = _STRIP.match(text, *span)
    start = strip.end() if strip else span.start
    name = text[start : span.end]
    return _Name(name, Span(start, span.end)) if len(name) >= 4 and not _GENERIC_NAME.match(name) else None


def _topic(text: str, clause: _Clause) -> _Name | None:
    """What the heading of the clause's own paragraph is about (二、支持甲乙。对…的单位给予…)."""
    paragraph = max(text.rfind("\n", 0, clause.start), clause.start - 300) + 1
    topic = _TOPIC.match(text, paragraph, clause.start)
    return _head(text, Span(*topic.span("topic"))) if topic else None


def _head(text: str, span: Span) -> _Name | None:
    """The noun that an object ends in, without attributes (开放共享的甲乙平台) and without 首次认定 and the like."""
    start, end = span
    end -= text.startswith("的", end - 1)
    of = text.rfind("的", start, end)
    recipient = ""
    if of >= 0 and not _GENERIC.match(text[of + 1 : end]):
        start = of + 1
    elif of >= 0 and not re.search(r"[投符]|规模|达到|超过", text[start:of]):
        recipient = _TAIL_NOUN.sub(r"\1", text[of + 1 : end]) if _TAIL_NOUN.match(text[of + 1 : end]) else ""
        end = of
    if _AMOUNT_WORD.search(text, start, end):  # 担保机构年化费率低于1%的业务: up to the condition
        condition = _BEGINS_CONDITION.search(text, start, end)
        end, recipient = (condition.start(), "") if condition else (end, recipient)
    strip = _STRIP.match(text, start, end)
    start = strip.end() if strip else start
    while start < end and text[start] in "“+、—-":
        start += 1
    end -= 2 if recipient == "企业" and text.endswith("认定", start, end) else 0  # 通过高新技术企业认定的企业
    name = text[start:end]
    if not 3 <= len(name + recipient) <= 40 or _GENERIC.match(name) or "《" in name or _AMOUNT_WORD.search(name):
        return None
    if name.count("“") != name.count("”"):
        name = name.strip("“”")
    return _Name(name if name.endswith(recipient) else name + recipient, Span(start, end), recipient != "")


def _with_kind(name: str, kind: str) -> str:
    """〇〇补助 of 〇〇 and 补助; a name that says its kind keeps it (贷款贴息, 研发补助)."""
    return name if _NOUN_END.search(name) else name + kind


def _kind(text: str, clause: _Clause) -> str:
    """The word for the benefit itself (资金支持, 补助, 奖励), the one nearest after the figures."""
    figures = list(_FIGURE.finditer(text, *clause))
    tail = _NOUN.search(text, figures[-1].end(), min(figures[-1].end() + 24, clause.end)) if figures else None
    match = tail or next(iter(reversed(list(_NOUN.finditer(text, *clause)))), None)
    if match is None:
        return "支持"
    return "资金支持" if match.group() in {"支持", "扶持"} else match.group()


def _figures(
    reading: Reading, scheme: Scheme, clause: _Clause, amounts: Sequence[AmountMention], *, voucher: bool
) -> None:
    """Caps, pool, share of cost and number of recipients."""
    text = reading.text
    for amount in amounts:
        floor = max(clause.start, amount.start - 24)
        ceiling = min(clause.end, amount.end + 16)
        if _POOL.search(text, floor, amount.start) and (
            voucher or _POOL_AFTER.match(text, amount.end, ceiling) or "投入" in text[floor : amount.start]
        ):
            scheme.add("size", [money_value(reading, amount)])
        elif (
            _CAP.search(text, floor, amount.start)
            or _FIXED.search(text, floor, amount.start)
            or text.startswith(("以内", "封顶"), amount.end)
        ):
            scheme.add("cap", [money_value(reading, amount)])
    for value, match in _shares(reading, clause):
        before = text[max(clause.start, match.start() - 24) : match.start()]
        if _RATE_BEFORE.search(before) and not _NO_RATE.search(before) and not _CONDITION.match(text, match.end()):
            scheme.add("rate", [value])
    if scheme.told:
        _recipients(reading, scheme, clause)


def _recipients(reading: Reading, scheme: Scheme, clause: _Clause) -> None:
    """How many firms the scheme reaches (累计支持1500家)."""
    for quantity in find_quantities(reading.text, *clause):
        reached = _REACHED.search(reading.text, max(clause.start, quantity.start - 10), quantity.start)
        if reached and quantity.unit in {"家", "户"} and not isinstance(quantity.value, str):
            scheme.add("count", [reading.value(quantity.value, quantity.start, quantity.end)])


def _shares(reading: Reading, clause: _Clause) -> list[tuple[Value[Decimal], re.Match[str]]]:
    found = shares_in(reading.text, *clause)
    return list(zip(percentages(reading, *clause), found, strict=True))


def _parties(reading: Reading, scheme: Scheme, papers: list[Policy], clause: _Clause) -> None:
    """Who pays by the clause itself, else who issued the paper; when it was issued and where it holds."""
    paper = policy_at(papers, clause.end)
    payer = _payer(reading, papers, clause)
    payers = (payer,) if payer else paper.issuers if paper else _announcer(reading, clause)
    scheme.add("provider", [reading.value(reading.text[s.start : s.end], *s) for s in payers])
    if paper and paper.date:
        scheme.add("date", [reading.value(paper.date.date, paper.date.start, paper.date.end)])
    place = (region_in(reading, *payer) if payer else None) or (paper.region if paper else None) or home(reading)
    if place:
        scheme.add("region", [region_value(reading, place)])


def _announcer(reading: Reading, clause: _Clause) -> tuple[Span, ...]:
    """Who announces a voucher of which no paper is named (甲乙局宣布)."""
    sentence = reading.sentence_at(clause.start)
    said = _ANNOUNCES.search(reading.text, sentence.start, clause.end)
    return bodies_before(reading.text, said.start(), sentence.start) if said else ()


def _payer(reading: Reading, papers: list[Policy], clause: _Clause) -> Span | None:
    """A body that itself grants (省工信厅将对…给予); 省工信厅 is given by the full name if an issuer bears it."""
    match = _PAYS.search(reading.text, *clause)
    if not match:
        return None
    short = match["payer"].lstrip("省市区县")
    issuers = (span for paper in papers for span in paper.issuers)
    full = (span for span in issuers if reading.text[span.start : span.end].endswith(short))
    return next(full, Span(*match.span("payer")))
