"""The parts of a Chinese enterprise's or fund's name: place, 字号, trade, legal form, ordinal.

Deterministic and without a model: tables of the country's usage (``lexicon.toml``, GB/T 2260) and patterns.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from huoshui.model.numerals import parse_number
from huoshui.model.regions import region_of_name
from huoshui.model.sectors import sectors

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ahocorasick_rs import AhoCorasick

Role = Literal["fund", "manager", "company", "institution", ""]
Tier = Literal["mother", "sub", ""]

_HERE = Path(__file__).parent
_NOISE = re.compile(r"[^\w%+]|_")
_BRAND = re.compile(r"[“\"「『〈]([^”\"」』〉]{2,12})[”\"」』〉]")
_LEGAL = ("有限公司", "有限责任公司", "合伙企业", "有限合伙", "企业普通合伙", "中心普通合伙")
_FORM = re.compile(
    r"(?:股份有限公司|有限责任公司|有限公司|股份公司|总公司|公司|合伙企业(?:[有普][限通]合伙)?|[有普][限通]合伙)$"
)
_ENDS = ("公司", "合伙企业", "合伙")
_PARTNERS = re.compile(r"[有普][限通]合伙")
_NUMERAL = "一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾"
_ORDINAL = re.compile(rf"第?(?:([{_NUMERAL}]{{1,3}}|(?<!\d)\d{{1,3}}|(?<![a-z])[ivx]{{1,4}})|首)(期|号|支|只|批)")
_ROMAN_TAIL = re.compile(r"(?<![a-z])(i{1,3}|iv|vi{0,3}|ix|x)(?=$|合伙|有限合伙|股权|私募|创业|产业)")
_FORMAL = re.compile(r"([壹贰叁肆柒捌玖]|拾[壹贰叁肆伍陆柒捌玖]?)(?=股权|创业|产业|投资|私募|基金|合伙|$)")
_DIGIT_TAIL = re.compile(r"(?<=基金)(\d{1,2}|[一二三四五六七八九十])(?=$|合伙|有限)")
_YEAR = re.compile(r"(20\d\d)(?:年度?)?(?!\d)")
_ORDINAL_SIGN = re.compile(rf"[{_NUMERAL}首\divx]")
_ANY_NUMERAL = re.compile(rf"[{_NUMERAL}]+|\d+")
_ROMAN = {word: n for n, word in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"], 1)}
_MANAGER = re.compile(
    r"(?:基金|投资|资本|资产|股权|创投|私募)\w{0,4}管理(?:集团|顾问|咨询)?(?:股份有限公司|有限责任公司|有限公司|公司)?$"
)
_FUND = re.compile(r"基金(?!管理|会|理事会|业|小镇|公司|销售|大厦|网)|fof$")
_COMPANY = ("公司", "集团", "股份", "银行", "厂")
_INSTITUTION = (
    *("局", "委", "厅", "政府", "办公室", "部", "会", "大学", "学院", "研究院", "研究所", "实验室", "医院"),
)
_MOTHER = re.compile(r"母基金|基金的基金|fof")
_NATION = re.compile(r"国家级?|全国|中国")
_RANK = re.compile(r"^(?:省级?|市级?|区级?|县级?|州|级)")
_RANKS = frozenset("省市区县州级")
_WHOLE = frozenset({"集团", "资本", "控股", "银行", "基金", "证券", "科技", "航天", "航空", "大学"})
_OF_FIELD = frozenset({"产业", "发展"})
_CANON = (
    ("创业投资", "创投"),
    ("风险投资", "风投"),
    ("科技创新", "科创"),
    ("产业投资", "产业"),
    ("文化旅游", "文旅"),
    ("战略性新兴产业", "战新产业"),
    ("战略新兴产业", "战新产业"),
    ("政府投资", "政府"),
    ("投资引导", "引导"),
    ("天使投资", "天使"),
    ("股权投资", ""),
    ("私募", ""),
)


class Ordinals(NamedTuple):
    """The phase (二期 is 2), number (贰号, 第三只) and year (2024年度) that a name carries."""

    phase: int | None = None
    number: int | None = None
    year: int | None = None


_NO_ORDINALS = Ordinals()


class NameParts(NamedTuple):
    """A name taken apart; every string is in compatibility form, lower case and without punctuation.

    ``plain`` is all of it, ``rest`` is without place, ordinals and legal form, ``stem`` is ``rest`` without what
    spellings of one name leave out, ``core`` the 字号 (empty for a name of trade words only), ``trades`` the known
    words. An abbreviation picks its characters from ``heads`` (of the place) and ``initials`` in order.
    ``unplaced`` is the stem with a bare county's name put back, which may be a 字号 after all (沐川, 方山).
    """

    plain: str
    place: tuple[str, ...]
    rest: str
    stem: str
    core: str
    trades: tuple[str, ...]
    heads: str
    initials: str
    ordinals: Ordinals
    role: Role
    tier: Tier
    legal: bool
    numerals: str
    brand: str = ""
    unplaced: str = ""

    @property
    def generic(self) -> bool:
        """Whether the name has no 字号."""
        return len(self.core) < 2

    @property
    def key(self) -> str:
        """Equal for the spellings of one full name, its legal form aside."""
        ordinals = ".".join(["" if n is None else str(n) for n in self.ordinals])
        return f"{'/'.join(self.place)}|{self.stem}|{ordinals}"

    @property
    def skeleton(self) -> str:
        """The name without any numeral: where only numerals differ, things differ."""
        stem = _ANY_NUMERAL.sub("", self.stem) if self.numerals else self.stem
        return f"{'/'.join(self.place)}|{stem}"


@lru_cache(maxsize=65_536)
def parse_name(name: str) -> NameParts:
    """Take a name apart. Any string is taken; an empty one has empty parts."""
    text = unicodedata.normalize("NFKC", name)
    plain = _plain(text)
    if plain.startswith(_lexicon().shorts):
        text = plain = _spelt_out(plain)
    place, body, doubtful = _divided(text, plain)
    role = _role(plain)
    ordinals, body = _ordinals(body)
    rest = _bare(body) or body
    canon = _canonical(rest)
    words = _segments(canon)
    core = "".join([word for word, known in words if not known])
    if len(core) == 1:
        core = _single(words, core)
    brand = _BRAND.search(text)
    stem = _stem(words, role, canon, partners="合伙" in plain)
    return NameParts(
        plain=plain,
        place=place,
        rest=rest,
        stem=stem,
        core=core,
        trades=tuple([word for word, known in words if known]),
        heads=_heads(place),
        initials=_initials(words if canon == rest else _segments(rest)),
        ordinals=ordinals,
        role=role,
        tier="sub" if "子基金" in plain else "mother" if _MOTHER.search(plain) else "",
        legal=plain.endswith(_LEGAL),
        numerals=".".join(_ANY_NUMERAL.findall(rest)),
        brand=_plain(brand[1]) if brand else "",
        unplaced=doubtful + stem if doubtful else "",
    )


def _plain(text: str) -> str:
    folded = text.casefold()
    return folded if folded.isalnum() else _NOISE.sub("", folded)


def _spelt_out(plain: str) -> str:
    """A name that begins with a nickname, by the full name."""
    short, full = next((short, full) for short, full in _lexicon().nicknames.items() if plain.startswith(short))
    return full + plain.removeprefix(short)


def _bare(body: str) -> str:
    """A name without legal form and rank."""
    if "合伙" in body:
        body = _PARTNERS.sub("", body)
    if body.endswith(_ENDS):
        body = _FORM.sub("", body)
    return _RANK.sub("", body) if body[:1] in _RANKS else body


def _divided(text: str, plain: str) -> tuple[tuple[str, ...], str, str]:
    """The place that a name carries, the name without it, and the place as written if it may be a 字号 after all."""
    mention = region_of_name(text)
    if mention is not None and mention.region.code[:1].isdigit():
        before, after = _plain(text[: mention.start]), _plain(text[mention.end :])
        body = ("" if _NATION.fullmatch(before) else before) + after
        if body and not (_FORM.fullmatch(body) or len(body) < 2):
            doubtful = mention.bare and not before and len(mention.region.path) > 2
            return mention.region.path, body, _plain(text[: mention.end]) if doubtful else ""
    nation = _NATION.match(plain)
    if nation and len(plain) - nation.end() >= 2:
        return ("中国",), plain[nation.end() :], ""
    return (), plain, ""


def _role(plain: str) -> Role:
    if "管理" in plain and "合伙" not in plain and _MANAGER.search(plain):
        return "manager"
    if _FUND.search(plain):
        return "fund"
    if plain.endswith(_COMPANY):
        return "company"
    return "institution" if plain.endswith(_INSTITUTION) else ""


def _ordinals(body: str) -> tuple[Ordinals, str]:
    """The ordinals of a name, and the name without them."""
    if not _ORDINAL_SIGN.search(body):
        return _NO_ORDINALS, body
    found: dict[str, int] = {}

    def take(unit: str, text: str | None) -> str:
        found.setdefault(unit, _number(text))
        return ""

    body = _ORDINAL.sub(lambda m: take("期" if m[2] == "期" else "号", m[1]), body)
    body = _ROMAN_TAIL.sub(lambda m: take("期", m[1]), body)
    body = _FORMAL.sub(lambda m: take("号", m[1]), body)
    body = _DIGIT_TAIL.sub(lambda m: take("号", m[1]), body)
    body = _YEAR.sub(lambda m: take("年", m[1]), body)
    return Ordinals(found.get("期"), found.get("号"), found.get("年")), body


def _number(text: str | None) -> int:
    if text is None:
        return 1
    if text in _ROMAN:
        return _ROMAN[text]
    value = parse_number(text)
    return int(value) if value is not None else 0


def _canonical(rest: str) -> str:
    """One wording for what names write in two ways (创业投资 and 创投)."""
    short = rest
    for long, word in _CANON:
        if long in short:
            short = short.replace(long, word)
    return short if len(short) >= 2 else rest


class _Lexicon(NamedTuple):
    words: list[str]
    automaton: AhoCorasick
    fillers: frozenset[str]
    letters: Mapping[str, str]
    nicknames: Mapping[str, str]
    shorts: tuple[str, ...]
    terms: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    from ahocorasick_rs import AhoCorasick, MatchKind

    table = tomllib.loads((_HERE / "lexicon.toml").read_text(encoding="utf-8"))
    words = {word for section in ("flavours", "trades", "structure", "fillers") for word in table[section].split()}
    terms = frozenset(term.casefold() for sector in sectors().values() for term in sector.terms)
    words |= terms
    words = {word for word in words if len(word) > 1 or word in table["structure"].split()}
    ordered = sorted(words)
    automaton = AhoCorasick(ordered, matchkind=MatchKind.LeftmostLongest)
    nicknames = table["nicknames"]
    return _Lexicon(
        ordered, automaton, frozenset(table["fillers"].split()), table["letters"], nicknames, tuple(nicknames), terms
    )


@cache
def lookalikes() -> Mapping[int, str]:
    """A translation that writes characters which scans confuse as one of them."""
    lines = (_HERE / "lookalikes.txt").read_text(encoding="utf-8").split()
    groups = (line for line in lines if len(line) > 1 and "\u4e00" <= line[0] <= "\u9fff")
    folded: dict[int, str] = {}
    for group in groups:
        first = next((folded[ord(char)] for char in group if ord(char) in folded), group[0])
        folded.update((ord(char), first) for char in group)
    return folded


def _segments(text: str) -> list[tuple[str, bool]]:
    """Words of a name and whether each is known to the lexicon."""
    words = []
    at = 0
    for _, start, end in _lexicon().automaton.find_matches_as_indexes(text):
        if end - start == 1 and not (start == at and (start == 0 or end == len(text))):
            continue  # a single character inside an unknown word is part of it
        if start > at:
            words.append((text[at:start], False))
        words.append((text[start:end], True))
        at = end
    if at < len(text):
        words.append((text[at:], False))
    return words


def _single(words: list[tuple[str, bool]], core: str) -> str:
    """A 字号 of which the lexicon took a part: one odd character with the word after it (华|创投 is 华创)."""
    for (word, known), (after, _) in pairwise(words):
        if not known and word == core and len(after) == 2:
            return word + after
    return core


def _stem(words: list[tuple[str, bool]], role: Role, canon: str, *, partners: bool) -> str:
    """The words but for those which spellings of one name leave out."""
    if role == "fund" or partners:
        fillers = _lexicon().fillers
        kept = [(word, known) for word, known in words if not (known and word in fillers)]
        if "产业" in canon or "发展" in canon:
            telling = [(_field(word), known) for word, known in kept if not (known and word in _OF_FIELD)]
            if any(not known or word in _lexicon().terms for word, known in telling):
                kept = telling  # of a 字号 or a field, 产业发展 says nothing more
        return "".join([word for word, _ in kept]).removesuffix("基金") or canon
    stem = canon.removesuffix("集团") if len(canon) > 4 else canon
    return stem or canon


def _field(word: str) -> str:
    """A field without 产业 at its end."""
    return word[:-2] if len(word) > 3 and word.endswith("产业") and word != "战新产业" else word


@lru_cache(maxsize=4096)
def _heads(place: tuple[str, ...]) -> str:
    """The characters that may stand for a place at the head of an abbreviation: 沪, 上 for 上海."""
    letters = _lexicon().letters
    return "".join(dict.fromkeys("".join(letters.get(name, "") + name for name in place)))


def _initials(words: Iterable[tuple[str, bool]]) -> str:
    return "".join(
        [word if not known or word in _WHOLE else word[:: 2 if len(word) > 3 else 9] for word, known in words]
    )
