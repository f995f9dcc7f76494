"""Bonds: coded issues (“25甲乙MTN001”) and issues told in a sentence (成功发行5亿元科技创新债券)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from huoshui.extraction.organisations import organisation_before
from huoshui.extraction.policies import home, region_in
from huoshui.extraction.schemes import Scheme, amounts_in, money_value, percentages, region_value
from huoshui.model.document import Span

if TYPE_CHECKING:
    from huoshui.extraction.reading import Reading

_KIND = (
    "科技创新(?:公司|企业|可续期公司)?债券?|科创(?:公司|票据)?债券?|科创票据|混合型科创票据|科技创新票据|绿色(?:公司|企业|金融)?债券?|绿色中期票据|中期票据|超短期融资券|短期融资券"
    "|资产支持证券|资产支持票据|可续期公司债券|公司债券?|企业债券|小微(?:企业)?(?:专项)?金融债券?|金融债券?|专项债券?|地方政府(?:一般)?债券|(?:超长期)?特别国债"
)
_CODED = re.compile(
    r"(?<!\d)(?P<name>2\d(?!年)[\u4e00-\u9fff]{2,10}(?:(?:MTN|SCP|CP|PPN|ABN|ABS|GN)\d{2,3}[A-Z]?|(?:K|债|绿)\d{1,2})(?:（[^）]{2,10}）)?)"
)
_ISSUE = re.compile(
    rf"发行(?:了|的)?[^，。；\n]{{0,40}}?(?P<kind>{_KIND})|(?P<issued>{_KIND})(?:（[^）]{{2,12}}）)?(?:的|在[^，。；]{{2,12}})?(?:成功|顺利|簿记|完成|已)*发行(?!人|主体|规模|金额|利率)"
)
_SUM = re.compile(
    r"(?:金额|发行规模|规模|发行额|募集资金|发行|总额|资金)(?:总额|合计|达到?|为|共|约|人民币|不超过|金额|规模)*$"
)
_COUPON = re.compile(r"(?:票面|发行|中标)?利率(?:仅|为|低至|达)?")
_ISSUER = re.compile(
    r"(?:发行主体|发行人)(?:是|为|系|：)(?P<name>[^，。；、“”\n]{2,36}?(?:公司|集团|银行))(?=，|。|；|为|是|（)"
)
_LEAD = re.compile(
    r"(?:由|，|。|；|^)(?P<name>[^，。；“”\n]{2,40}?)(?:担任|作为|独家|牵头|为|是)?(?:本期债券|该债券|本次债券)?(?:的)?(?:独家|牵头|联席)?主承销(?:商|$|的|，|。)?"
)
_LEADS = re.compile(r"主承销商(?:为|是|：|包括|由)(?P<list>[^，。；“”\n等]{2,60})")
_ANY_ISSUER = re.compile(
    r"(?:首[批家]|\S{0,4}首单)?(?:证券公司|商业银行|银行|企业|公司|集团|本公司|该公司|子公司|全资子公司|其|券商|金融机构)"
)
_BETWEEN = re.compile(
    r"(?:成功|顺利|完成|公开|正式|首次|簿记|拟|计划|在[^，。]{2,16}|于?(?:\d{4}年)?\d{1,2}月\d{1,2}日|近日|日前|\d{4}年度?第[一二三四五六七八九十]+期|\d[\d.]*[亿万]?元?的?)+$"
)
_SUM_OF_KIND = re.compile(rf"(?:的)?(?:“[^”\n]{{1,20}}”)?[^，。；\d“]{{0,4}}?(?:{_KIND})")
_KIND_BEFORE = re.compile(rf"(?:{_KIND})(?:共|合计)?$")
_SERIES = re.compile(
    r"(?P<name>[\u4e00-\u9fff（）]{4,36}?(?:公司|集团|银行|中心))(?:关于)?20\d\d年(?:度)?(?:面向\w{2,10})?(?:公开|非公开)?(?:发行)?第[一二三四五六七八九十\d]+[期次]"
)
_BY = re.compile(r"(?:本期|该|此次|本次)?(?:债券|发行|项目)?由")
_PIECE = re.compile(r"[^、和及与]{2,}")
_UNDERWRITER = re.compile(r"银行|证券|公司|集团|行$|资本")
_STATISTIC = re.compile(
    r"全[省市国区](?!首)|累计|合计|同比|余额|[\d百千]+[只单期笔]|家企业|支持(?:符合|优质)?|鼓励|推动|引导|拟"
)


def find_bonds(reading: Reading) -> list[Scheme]:
    """Each bond issue of ``reading`` with its sum, coupon, parties and date."""
    if "债" not in reading.text and "票据" not in reading.text:
        return []
    codes = list(_CODED.finditer(reading.text))
    schemes = [scheme for scheme in (_coded(reading, match) for match in codes) if scheme.told]
    sums = {str(value) for scheme in schemes for value in scheme.size}
    for match in _ISSUE.finditer(reading.text):
        scheme = _told(reading, match)
        if scheme and not any(str(value) in sums for value in scheme.size):
            schemes.append(scheme)
    return schemes


def _coded(reading: Reading, match: re.Match[str]) -> Scheme:
    """A coded issue: its sums stand in its own sentence or the two after it, its parties in the article."""
    scheme = Scheme(match["name"], reading.evidence(*match.span("name")))
    sentence = reading.sentence_at(match.start())
    index = reading.sentences.index(sentence)
    for span in reading.sentences[index : index + 3]:
        _terms(reading, scheme, span)
    parties = _parties(reading, sentence.start, min(sentence.end + 2000, len(reading.text)))
    _finish(reading, scheme, sentence, [*parties, Span(*match.span("name"))], parties)
    return scheme


def _told(reading: Reading, match: re.Match[str]) -> Scheme | None:
    """An issue that one sentence tells: who, how much, what kind."""
    text = reading.text
    sentence = reading.sentence_at(match.start())
    clause = max(sentence.start, *(text.rfind(mark, sentence.start, match.start()) + 1 for mark in "，；"))
    if _STATISTIC.search(text, clause, match.end()):
        return None
    kind = Span(*match.span("kind" if match["kind"] else "issued"))
    issuer = organisation_before(text, _subject_end(text, clause, match.start()), clause)
    issuers = [issuer] if issuer and not _ANY_ISSUER.fullmatch(text, *issuer) else []
    name = "".join(text[s.start : s.end] for s in (*issuers, kind))
    scheme = Scheme(name, reading.evidence(*kind))
    _terms(reading, scheme, sentence)
    if not scheme.size:
        return None
    parties = [*issuers, *_parties(reading, *sentence)]
    _finish(reading, scheme, sentence, parties, parties)
    return scheme


def _subject_end(text: str, start: int, end: int) -> int:
    """Where the issuer's name ends before adverbs, a date, a place of issue or the sum."""
    tail = _BETWEEN.search(text, start, end)
    return tail.start() if tail else end


def _terms(reading: Reading, scheme: Scheme, span: Span) -> None:
    """Sum and coupon out of one sentence."""
    text = reading.text
    for amount in amounts_in(reading, *span):
        stated = _SUM.search(text, max(span.start, amount.start - 16), amount.start)
        stated = stated or _KIND_BEFORE.search(text, max(span.start, amount.start - 24), amount.start)
        if not scheme.size and (stated or _SUM_OF_KIND.match(text, amount.end, span.end)):
            scheme.add("size", [money_value(reading, amount)])
    for match in _COUPON.finditer(text, *span):
        if not scheme.rate:
            scheme.add("rate", percentages(reading, match.end(), min(match.end() + 6, span.end))[:1])


def _parties(reading: Reading, start: int, end: int) -> list[Span]:
    """Issuer and lead underwriter, by the words that call them so."""
    text = reading.text
    found = []
    issuer = _ISSUER.search(text, start, end) or _SERIES.search(text, start, end)
    if issuer:
        found.append(Span(*issuer.span("name")))
    lead = _LEAD.search(text, start, end)
    named = _LEADS.search(text, start, end)
    if named:
        pieces = (Span(*piece.span()) for piece in _PIECE.finditer(text, *named.span("list")))
        found += (piece for piece in pieces if piece.end - piece.start <= 16)
    elif lead:
        by = _BY.match(text, *lead.span("name"))
        name = Span(by.end() if by else lead.start("name"), lead.end("name"))
        pieces = (Span(*piece.span()) for piece in _PIECE.finditer(text, *name))
        found += (piece for piece in pieces if _UNDERWRITER.search(text, *piece))
    return found


def _finish(reading: Reading, scheme: Scheme, sentence: Span, places: list[Span], parties: list[Span]) -> None:
    """Parties, day of issue and place."""
    scheme.add("provider", [reading.value(reading.text[s.start : s.end], *s) for s in parties])
    dates = [m for m in reading.dates if sentence.start <= m.start < sentence.end and not m.period]
    day = next((m for m in dates if not reading.text.startswith("截至", max(0, m.start - 2)) and m.date.month), None)
    if day:
        scheme.add("date", [reading.value(day.date, day.start, day.end)])
    place = next((m for span in places if (m := region_in(reading, *span))), None) or home(reading)
    if place:
        scheme.add("region", [region_value(reading, place)])
