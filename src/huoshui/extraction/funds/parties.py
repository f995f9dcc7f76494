"""Who manages a fund and whose money it is: the party phrases of a sentence."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from huoshui.extraction.organisations import is_generic, organisation_after, organisation_before, split_organisations
from huoshui.model.document import Span
from huoshui.model.regions import find_regions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.extraction.funds.names import FundMention


class Role(StrEnum):
    """Which property of a fund a party gives; the values are the property names."""

    MANAGER = "manager"
    BACKER = "backer"


class PartyFind(NamedTuple):
    """Parties in one role. ``cue`` is the position that decides which fund is meant: the one at ``target``
    if given, else the nearest before ``cue``.
    """

    role: Role
    cue: int
    parties: tuple[Span, ...]
    target: int | None = None


_POST = (
    "(?:(?:私募)?基金管理人|共同管理人|联合管理人|管理人|普通合伙人|执行事务合伙人|执行事务管理人"
    "|受托管理机构|管理机构|管理团队|管理公司|双?GP)"
)
_SERVES = re.compile(
    rf"(?:分别|共同|将|拟)?(?:担任|出任|作为|任)(?:[^，。；、由]{{2,36}}?(?:基金|（有限合伙）)的?(?=[^，。；、由]{{0,8}}(?:人|机构|GP)))?(?:该?(?:基金|合伙企业|产业基金|子基金|母基金|引导基金)?(?:的)?)(?:唯一)?(?:{_POST}(?:兼|及|和|与|、|暨|并)?)+"
)
_IS = re.compile(
    rf"{_POST}(?:（[^）]{{1,8}}）)?(?:正是|仍[为由]|现为|则?由|为|是|系|：|:)(?:公司|其)?(?![^，。；]{{2,30}}(?:更换|变更|调整)为)"
)
_CHANGED = re.compile(rf"{_POST}由[^，。；]{{2,40}}?(?:更换|变更|调整|更改)为(?P<who>[^，。；]{{2,40}})")
_ENTRUSTED = re.compile(
    r"(?:委托|交由|授权)(?P<who>[^，。；]{2,40}?)(?:负责|承担|进行|具体|实施|受托|日常|市场化|专业化)*(?:管理|运作|运营|负责)"
)
_CARRIES = re.compile(
    r"(?:投资|日常|运营|受托)?管理(?:工作|运营|职责|事务)*(?:则|均|将|统一)?由(?P<who>[^，。；]{2,40}?)(?:承担|负责|执行|操刀)"
)
_AS_POST = re.compile(
    rf"(?:^|[，；。])(?P<who>[^，。；由]{{2,36}}?)(?:为|系|(?<![担出])任)(?:该?基金的?|其)?{_POST}(?=[，。；）]|$)"
)
_RUN_BY = re.compile(
    r"(?<!自)由(?P<who>[^，。；由]{2,60}?)(?:（[^）]*）)?(?:负责|受托|主导|独立|统一|具体|进行|日常|运营|投资|市场化)*管理(?:运营|运作)?(?=[，。；、的）]|$)"
)
_TRUSTED = re.compile(
    r"(?<![^，；。\n])(?P<who>[^，。；由]{1,40}?(?:公司|（有限合伙）|管理中心|资本|创投))(?:受托|负责|作为受托人)(?:运营|日常|进行)?管理"
)
_APPOSED = re.compile(
    rf"{_POST}(?!的|由|为|是|及|和)(?=[\u4e00-\u9fff（）]{{4,30}}(?:公司|合伙企业|（有限合伙）)|[\u4e00-\u9fff]{{2,8}}(?:投资|资本|创投)(?:[、，及和与]|共同))"
)
_MANAGED = re.compile(r"(?P<who>[^，。；、由]{2,40}?)(?:负责|受托|主导|独立|直接)*管理的$")
_BY = re.compile(
    r"(?<!自)由(?!于)(?P<who>[^。；由]{2,260}?)(?:等(?:[^，。；、]{0,10}?))?"
    r"(?:(?:共同|联合|合计|合作|参与|携手|分别|主要|多方|单独|独家|全额)+(?:出资|发起|设立|成立|组建|筹建|投资|认购|参与|推动|打造|参设|新设|牵头|募集|共建|创立|认缴|签署|持股)"
    r"|合作(?=的)|共建(?=的)|(?:\d{1,3}%|百分之百)出资|(?<!投)出资(?!人|额|金|设立的)|发起|牵头|投资设立|主导(?!管理)|推动设立|设立|组建|筹建|成立|认缴(?!出资总)|认购)"
)
_JOINED_BY = re.compile(
    r"(?:牵头|发起|主导)，?并?(?:联合|携手|会同)(?P<who>[^。；，]{2,160}?)(?:等[^，。；]{0,8})?(?:共同)?(?:出资|发起|设立|组建|参与)"
)
_EACH_PAYS = re.compile(
    r"(?<![^，。；：\n])(?:其中)?，?(?P<who>[^，。；：]{2,120}?)(?:(?:各自?|分别|均|合计)+(?:认缴|出资|出|持股|持有)(?!人|方|额|资产)|持股(?:比例)?(?:均|合计|分别))"
)
_PAYS = re.compile(
    r"(?<![^，。；：\n])(?:其中)?(?P<who>[^，。；：由]{2,40}?)(?<![各均])(?:计划|拟|将|已|同意|承诺|决定|确认)?(?:认缴|出资|持股)(?:约|超|近|比例)*(?=\d|[一二三四五六七八九十]成)"
)
_HOLD = re.compile(
    r"(?P<who>[^，。；]{2,160}?)(?:共同|合计|分别)*持有(?:该|本)?(?:基金|合伙企业)的?(?:全部)?(?:财产)?份额"
)
_REST = re.compile(
    r"(?:余下|其余|剩余|另有)[^，。；]{0,16}(?:来自|由)(?P<who>[^，。；]{2,80}?)(?:等)?(?:认缴|出资|募集|承担|认购|$|(?=[，。；]))"
)
_IN_ROLE = re.compile(
    r"(?<![^，。；\n])(?P<who>[^，。；由]{2,40}?)(?:为|作为|系|担任|任)(?:基金|该基金|其)?(?:的)?(?:主要|主|基石|最大|第一大|牵头|首要)?"
    r"(?:出资方|出资人|投资人|投资方|发起人|发起方)(?=[，。；]|$)"
)
_JOIN_IN = re.compile(
    r"(?<![^，。；：\n])(?P<who>[^，。；：由]{2,90}?)(?:等(?:[^，。；、]{0,8}?))?(?:共同|联合|均)参与(?:了)?(?:出资|认购|组建|设立|发起)?(?=[，。；]|$)"
)
_ROLE_NOUN = re.compile(
    r"(?:主导方|发起方|发起人|联合发起方|出资人|出资方|主要出资人|投资人|合作方|(?<!事务)(?<!普通)合伙人(?!会)|LP(?:阵容)?|有限合伙人|(?:基金)?份额持有人|基石投资人|基石出资人|出资主体|投资方|社会出资人|参与方|战略合作方|市场化机构)"
    r"(?:还)?(?:主要)?(?:则)?(?:包括了?|为|是|有|汇聚了?|涵盖|：|:|囊括|引入)(?:知名(?:GP|机构)?|了|的)*(?P<who>[^。；，]{2,120}(?:，(?:以及|及|和)[^。；，]{2,60})?)"
)
_VERB_BEFORE = re.compile(
    r"(?:发起|设立|成立|组建|筹建|筹备|参设|新设|增设|参与|参投|认购|投资(?!基金|引导|母|中心|合伙|企业|管理)|出资|打造|签署|签约|推动|入伙|落地|共建|募集|签订|推出|联合|注册|完成|认缴|举办|筹设|创设|创立|成为|牵头)"
    r"(?:共同|设立|成立|组建|投资|出资|认购|参与|发起|筹建|认缴|和|及|并|了|运营|管理|新|股权|私募|建立|入股|专项|境外|境内|产业|一支|一只|一个|《|“|基金|份额|：|型|首[支只期]|规模|总|合计|目标|为|达|约|超|人民币|的|“|\s|（[^）]*）|[\d.,]+[万亿]*元?|[\u4e00-\u9fff]{0,8}首[支只个]|[百千万]亿级?|专业|标的|单一|其)*$"
)
_NAME_TAIL = re.compile("投资(?=共同|联合|出资|发起|牵头)")  # 玉衡投资共同出资的X: no verb but a company's name
_MODIFIER = re.compile(r"(?:总|目标|首期|认缴|基金)*(?:规模|出资额)[^，。；]{0,14}的|[一两三四\d]+[支只]|首[支只]")
_WITH = re.compile(
    r"(?<![参给])与(?!会|否)|联合(?!会|体|大学|国|创|发布|主办)|携手|联手|会同|和(?!谐|辉|邦|睦|平)|以及|及(?![其时早])|同(?=[\u4e00-\u9fff]{2,20}(?:共同|联合))"
)
_PARTNERS_SIGN = re.compile(
    r"(?<![^，。；\n])(?P<who>[^。；]{4,200}?)(?:等[^，。；]{0,8})?(?:共同|正式|就[^，。；]{2,40})*(?:签订|签署)了?《?[^，。；]{0,40}合伙协议"
)
_NEW_PARTNERS = re.compile(
    r"(?:新增(?!入伙)|吸收|吸纳|新引入)(?P<who>[^。；]{2,160}?)等?(?:[两三四五六七八九十\d]+[家名位])?(?:为|成为|作为)?新?(?:股东|合伙人|出资人|出资方|投资人|LP)"
)
_ANCHOR_POST = re.compile(
    r"(?:作为|担任)(?:基石|锚定|主要|主|首要|战略)(?:投资人|出资人|投资者|投资方|出资方|发起人)|(?:共同|以有限合伙人身份)*参与出资"
)
_NO_PAYER = re.compile(
    r"公司(?:拟|作为|以)|本公司|^公司|(?:^|[该本子母]|引导|投资|产业)基金$|企业$|自有|资金|子基金|引导基金对|母基金对|单|原则|申请|管理机构$|省级财政|首期|累计|合计|社会资本|其他|对|向|比例|按|"
    r"股权|项目|^(?:其中|另|目前|截至|已|拟|共|每)|月|日|以有限|作为"
)
_SIGNERS = re.compile(
    r"(?P<who>[^，。；]{3,50}?(?:与|和|、|及)[^，。；]{3,60}?)(?:等[^，。；]{0,6})?(?:在|于|共同|正式|日前|近日|成功|就)*(?:[^，。；]{0,12}?)(?:签订|签署|签约|达成|携手|联手)"
)
_INTENDS = re.compile("(?:拟|将|计划|已|决定|同意|近日|日前)+")
_OF_THEM = re.compile(r"等?[^，。；、]{0,12}(?:旗下|子公司|下属|关联方|平台)")
_AS_MANAGER = re.compile(r"(?:普通合伙人|基金管理人|管理人|GP)(?:及|、|/|（[^）]*）)?$")
_TIME = re.compile(
    r"^(?:(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日|\d{4}年|近日|日前|近期|目前|此前|今年|去年|当日|同日|本次|此次|据悉|据了解|其中|同时|此外|另外|近来|该|由此|下一步|接下来|今后|届时|上午|下午|晚间?|[,，\s])+"
)
_SUBJECT_TAIL = re.compile(
    r"(?:正式|共同|先后|相继|陆续|率先|拟|将|计划|近日|已|正|宣布|决定|作为|以|于|在|发布|出资|通过|分别|还|也|又|再|成功|参与|牵头|完成|签|联合|推动|官宣|\d{4}年|根据|为|旨|公告|全资|使用|现|按|经|等|\d{1,2}月\d{1,2}日)"
)
_ADVERBIAL = re.compile(
    "特别|还|另|以|作为|通过|按|经|在|于|拟|将|为|根据|随着|因|旨|并|且|其|对|从|本|决定|同意|标志|活动|会议|会上|仪式|现场|投资|参与|设立|发起|组建|成立|建立|健全|加强|要求|用好|募集|发行|探索|助力|推动|支持|强化|构建|聚焦|围绕|完善|加快|打造|依托|积极|全面|深化|引进|锻造|采用|共同|用|无独有偶|例如|比如"
)
_VEHICLE = re.compile(r"(?:目前|已|现)*(?:依托|通过)([^，。的]{2,20}基金)")
_SUBSIDIARY = re.compile(
    r"^(?:公司|本公司|其|上市公司)?(?:的)?(?:全资|控股|下属|旗下|参股|间接|直接|一级|二级)*(?:子公司|孙公司|下属企业|下属公司|控股企业|关联方|平台)"
)
_INNER_SUBSIDIARY = re.compile(r"(?:全资|控股|下属|旗下|间接|一级|二级|所属)*(?:子公司|孙公司)")
_BOARD = re.compile(
    r"(?:公司)?(?:第[一-十]+届)?(?:董事会|股东大?会)(?:会议)?(?:已)?(?:审议)?(?:并)?(?:同意|通过|批准)(?:了)?"
)


class _Phrase(NamedTuple):
    """A phrase that tells of parties (in its group ``who`` where it has one), and words of which one stands in it."""

    words: re.Pattern[str]
    pattern: re.Pattern[str]


_POST_WORDS = re.compile("管理人|合伙人|机构|GP|团队|管理公司")
_SERVING = (_Phrase(re.compile("任|作为"), _SERVES),)
_BEING = (_Phrase(_POST_WORDS, _IS),)
_STANDING_BESIDE = (_Phrase(_POST_WORDS, _APPOSED),)
_RUNNING = (_Phrase(re.compile("由"), _RUN_BY),)
_PAYING = (_Phrase(re.compile("由"), _BY),)
_OF_MANAGERS = (
    _Phrase(re.compile("受托|负责"), _TRUSTED),
    _Phrase(re.compile("更换|变更|调整|更改"), _CHANGED),
    _Phrase(re.compile("委托|交由|授权"), _ENTRUSTED),
    _Phrase(re.compile("承担|负责|执行|操刀"), _CARRIES),
    _Phrase(_POST_WORDS, _AS_POST),
)
_OF_BACKERS = (
    _Phrase(re.compile("新增|吸收|吸纳|新引入"), _NEW_PARTNERS),
    _Phrase(re.compile("牵头|发起|主导"), _JOINED_BY),
    _Phrase(re.compile("参与"), _JOIN_IN),
    _Phrase(re.compile("份额"), _HOLD),
    _Phrase(re.compile("余下|其余|剩余|另有"), _REST),
    _Phrase(re.compile("出资方|出资人|投资人|投资方|发起人|发起方"), _IN_ROLE),
)
_OF_PAYERS = (
    _Phrase(re.compile("认缴|出资|持股|持有|各出|均出"), _EACH_PAYS),
    _Phrase(re.compile("认缴|出资|持股"), _PAYS),
)
_OF_SIGNERS = (_Phrase(re.compile("合伙协议"), _PARTNERS_SIGN),)
_COMPANY = re.compile(r"^(?:公司|本公司|上市公司)(?!制|治|化|[\u4e00-\u9fff]{0,6}(?:子公司|孙公司))")


def find_managers(text: str, sentence: Span) -> list[PartyFind]:
    """Managers that a sentence states: 由X担任管理人, 管理人为X, 执行事务合伙人X, 由X管理."""
    found = []
    for match in _phrases(_SERVING, text, sentence):
        floor = _clause_start(text, match.start(), sentence.start)
        by = text.rfind("由", floor, match.start())
        floor = _after_other_posts(text, max(floor, by + 1), match.start())
        parties = split_organisations(text, floor, match.start())
        parties = parties if by >= 0 else parties[-3:]
        if not parties and by < 0:
            subject = _latter(text, floor, sentence.start) or subject_of(text, sentence.start, match.start(), None)
            parties = [subject] if subject and not text.endswith("基金", subject.start, subject.end) else []
        found.append(PartyFind(Role.MANAGER, match.start(), tuple(parties)))
    for match in _phrases(_BEING, text, sentence):
        end = _list_end(text, match.end(), sentence.end)
        found.append(PartyFind(Role.MANAGER, match.start(), tuple(split_organisations(text, match.end(), end)[:3])))
    for match in _phrases(_STANDING_BESIDE, text, sentence):
        party = organisation_after(text, match.end(), sentence.end)
        found.append(PartyFind(Role.MANAGER, match.start(), (party,) if party else ()))
    found += [_listed(Role.MANAGER, text, match) for match in _phrases(_OF_MANAGERS, text, sentence)]
    for match in _phrases(_RUNNING, text, sentence):
        if text[match.end() : match.end() + 1] == "的":
            continue
        found.append(PartyFind(Role.MANAGER, match.start(), tuple(split_organisations(text, *match.span("who")))))
    return [find for find in found if find.parties]


def _latter(text: str, start: int, floor: int) -> Span | None:
    """The one that 后者 (前者) at ``start`` means: the last (the last but one) of the names before it."""
    place = {"后者": -1, "前者": -2}.get(text[start : start + 2])
    if place is None:
        return None
    named = split_organisations(text, floor, start)
    return named[place] if len(named) >= 2 else None


def _payers(text: str, sentence: Span) -> list[PartyFind]:
    """甲和乙各出3亿元, 丙出资51%: who pays how much, where the sentence tells of a fund or goes on about one."""
    matches = _phrases(_OF_PAYERS, text, sentence)
    return [_listed(Role.BACKER, text, match) for match in matches if not _NO_PAYER.search(match["who"])]


def _phrases(phrases: tuple[_Phrase, ...], text: str, sentence: Span) -> Iterator[re.Match[str]]:
    """Where phrases stand in a sentence; those without any of their words in it are not looked for."""
    for phrase in phrases:
        if phrase.words.search(text, *sentence):
            yield from phrase.pattern.finditer(text, *sentence)


def _listed(role: Role, text: str, match: re.Match[str]) -> PartyFind:
    """The parties of the list that a match names ``who``."""
    return PartyFind(role, match.start(), tuple(split_organisations(text, *match.span("who"))))


def _after_other_posts(text: str, start: int, end: int) -> int:
    """由甲作为基石投资人、乙担任管理人: of the list only what follows the other post."""
    others = list(re.finditer("(?:作为|担任)[^、，]{2,12}[、，]", text[start:end]))
    return start + others[-1].end() if others else start


def manager_before(text: str, sentence: Span, mention: FundMention) -> PartyFind | None:
    """X主导管理的 right before a fund's name."""
    if not text.endswith("管理的", sentence.start, mention.start):
        return None
    floor = max(sentence.start, mention.start - 60)
    match = _MANAGED.search(text[floor : mention.start])
    if match is None:
        return None
    end = floor + match.end("who")
    party = organisation_before(text, end, sentence.start)
    return PartyFind(Role.MANAGER, end, (party,), mention.start) if party else None


def find_backers(text: str, sentence: Span) -> list[PartyFind]:
    """Backers that a sentence states around no certain name: 由A、B共同出资; 出资人包括A、B."""
    found = []
    for match in _phrases(_PAYING, text, sentence):
        if _SERVES.search(text, match.start("who"), match.end()) or "担任" in match["who"]:
            continue
        parties = split_organisations(text, *match.span("who"))
        if re.search("基金|合伙企业|企业由", text[sentence.start : sentence.end]):
            target = match.end() + 1 if text[match.end() : match.end() + 1] == "的" else None
            found.append(PartyFind(Role.BACKER, match.start(), tuple(parties), target))
    found += [_listed(Role.BACKER, text, match) for match in _phrases(_OF_BACKERS, text, sentence)]
    found += _payers(text, sentence)
    for match in _ANCHOR_POST.finditer(text, *sentence):
        party = organisation_before(text, match.start(), _clause_start(text, match.start(), sentence.start))
        found.append(PartyFind(Role.BACKER, match.start(), (party,) if party else ()))
    for match in _ROLE_NOUN.finditer(text, *sentence):
        end = _list_end(text, match.start("who"), match.end("who"))
        if _OF_THEM.match(text, end):
            continue
        found.append(PartyFind(Role.BACKER, match.start(), tuple(split_organisations(text, match.start("who"), end))))
    return [find for find in found if find.parties]


def find_signers(text: str, sentence: Span, issuer: Span | None) -> list[PartyFind]:
    """公司与A、B签署合伙协议, in a sentence that names no fund: who signs founds it; 公司 is who announces it."""
    match = next(_phrases(_OF_SIGNERS, text, sentence), None)
    if match is None:
        return []
    start = match.start("who") + (lead.end() if (lead := _TIME.match(match["who"])) else 0)
    parties = split_organisations(text, start, match.end("who"))
    if issuer is not None and _COMPANY.match(text[start : match.end("who")]):
        parties = [issuer, *parties]
    return [PartyFind(Role.BACKER, match.start(), tuple(parties))] if len(parties) > 1 else []


def backers_before(text: str, sentence: Span, mention: FundMention, issuer: Span | None) -> PartyFind | None:
    """Those who act in the clause before a fund's name: A与B共同投资设立X; 公司拟以自有资金参与认购X."""
    start = (
        mention.amount.start
        if mention.amount and sentence.start <= mention.amount.start < mention.start
        else mention.start
    )
    verb_start = _verb_before(text, sentence.start, start)
    if verb_start is None:
        return None
    floor = _speech_start(text, sentence.start, verb_start)
    parties = _actors(text, floor, verb_start, issuer)
    if all(place_alone(text[p.start : p.end]) for p in parties):
        return None
    parties = [p for p in parties if not _AS_MANAGER.search(text, sentence.start, p.start)]
    return PartyFind(Role.BACKER, verb_start, tuple(parties), mention.start) if parties else None


def _verb_before(text: str, floor: int, start: int) -> int | None:
    """Where the verb of which the fund is the object begins; 认缴出资……，占X的 is one too."""
    left = max(floor, start - 60)
    verb = _VERB_BEFORE.search(text[left:start])
    if verb:
        named = _NAME_TAIL.match(verb.group())
        return left + verb.start() + (named.end() if named else 0)
    if text[start - 1] == "占":
        paid = re.search(r"(?:认缴|实缴)?出资[^，。；]{0,20}，(?:预计)?占$", text[left:start])
        return left + paid.start() if paid else None
    return None


def place_alone(name: str) -> bool:
    """A place that acts by itself (吴中区设立) is no party; together with others it is."""
    found = find_regions(name)
    return bool(found) and found[0].start == 0 and len(name) - found[-1].end <= 1


def subject_of(text: str, start: int, end: int, issuer: Span | None) -> Span | None:
    """The acting party at the head of a clause; 公司 stands for the issuer of an announcement."""
    lead = _TIME.match(text[start:end])
    if lead:
        start += lead.end()
    inner = [m for m in _INNER_SUBSIDIARY.finditer(text, start, end) if m.end() < end]
    if inner:
        party = organisation_after(text, inner[-1].end(), end)
        if party and party.start == inner[-1].end():
            return party
    subsidiary = _SUBSIDIARY.match(text[start:end])
    if subsidiary:
        rest = start + subsidiary.end()
        party = organisation_after(text, rest, end)
        return party if party and party.start == rest else None
    board = _BOARD.match(text[start:end])
    if board:
        start += board.end()
    if _COMPANY.match(text[start:end]):
        return issuer
    vehicle = _VEHICLE.fullmatch(text[start:end])
    if vehicle:
        return Span(start + vehicle.start(1), start + vehicle.end(1))
    tail = _SUBJECT_TAIL.search(text, start + 2, end)
    stop = tail.start() if tail else end
    spans = split_organisations(text, start, stop)
    if not spans or len(spans) > 1 or _ADVERBIAL.match(text, start, end):
        return None
    name = text[spans[0].start : spans[0].end]
    return spans[0] if spans[0].start - start <= 24 and not is_generic(name) else None


def _speech_start(text: str, start: int, end: int) -> int:
    """Where the statement proper begins: after 公告称，/消息，/悉，"""
    speech = None
    for match in re.finditer(
        r"(?:公告[，,：:]|公告称[，,：:]?|(?:消息|获悉|显示|介绍|报道|宣布|表示|电|讯)[，,：:]|】)", text[start:end]
    ):
        speech = match
    return start + speech.end() if speech else start


def _actors(text: str, start: int, end: int, issuer: Span | None) -> list[Span]:
    by = max(text.rfind("由", start, end), -1)
    if by >= start and "担任" not in text[by:end] and not text.startswith(("由于", "由贸"), by):
        return split_organisations(text, by + 1, end)
    clauses = _clauses(text, start, end)
    tail: list[Span] = []
    for index in range(len(clauses) - 1, -1, -1):
        clause = clauses[index]
        joined = _first_outside(text, clause)
        if joined is None:
            continue
        if joined.start() == clause.start and index and joined.group() in {"以及", "及", "和", "联合"}:
            tail = [*split_organisations(text, joined.end(), clause.end), *tail]
            continue
        partners = split_organisations(text, joined.end(), clause.end)
        subject = _subject_before(text, clauses[: index + 1], joined.start(), issuer)
        if not subject and issuer is not None and _INTENDS.fullmatch(text, clause.start, joined.start()):
            subject = [issuer]  # X公告，拟与Y共同设立
        return [*subject, *[p for p in partners if p not in subject], *[p for p in tail if p not in partners]]
    if tail:
        return [*_subject_before(text, clauses[:1], clauses[0].end, issuer), *tail]
    return _subject_before(text, clauses, end, issuer)


def _first_outside(text: str, clause: Span) -> re.Match[str] | None:
    """The first conjunction of a clause that stands outside brackets."""
    for match in _WITH.finditer(text, *clause):
        head = text[clause.start : match.start()]
        if head.count("（") == head.count("）"):
            return match
    return None


def _subject_before(text: str, clauses: list[Span], end: int, issuer: Span | None) -> list[Span]:
    """The subject of the last of ``clauses`` (cut at ``end``), or of the nearest earlier clause that has one."""
    for index in range(len(clauses) - 1, -1, -1):
        clause = clauses[index]
        stop = min(end, clause.end)
        if stop - clause.start < 2 or _TIME.fullmatch(text[clause.start : stop]):
            continue
        listed = text.find("、", clause.start, stop)
        if listed >= 0 and index == len(clauses) - 1:
            lead = _TIME.match(text[clause.start : stop])
            floor = clause.start + (lead.end() if lead else 0)
            other = max(text.rfind("的", floor, stop), text.rfind("基金、", floor, stop) + 1)
            floor = max(floor, text.find("、", other, stop) + 1) if other >= floor else floor
            return split_organisations(text, floor, stop)
        subject = subject_of(text, clause.start, stop, issuer)
        if subject:
            return [subject]
        signed = _SIGNERS.match(text, clause.start, stop)
        if signed:
            lead = _TIME.match(signed["who"])
            return split_organisations(text, signed.start("who") + (lead.end() if lead else 0), signed.end("who"))
        if not _ADVERBIAL.match(text, clause.start, stop) or index < len(clauses) - 5:
            break
    return []


def _clauses(text: str, start: int, end: int) -> list[Span]:
    spans, left = [], start
    for match in re.finditer("[，；：]", text[start:end]):
        if start + match.start() > left:
            spans.append(Span(left, start + match.start()))
        left = start + match.end()
    if left < end:
        spans.append(Span(left, end))
    return spans


def _clause_start(text: str, position: int, floor: int) -> int:
    return max(floor, *(text.rfind(c, floor, position) + 1 for c in "，；："))


def _list_end(text: str, start: int, end: int) -> int:
    """Where a list of names ends: at the clause's end, but a comma before 及, 以及 or another name with 、 goes on."""
    match = re.search(r"[；。]|，(?!以及|及|和)|担任|共同|等(?!离子)|则", text[start:end])
    return start + match.start() if match else end
