"""Which mentions of an article are the same fund."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from huoshui.extraction.funds.names import REACH, SUB_FUND, TYPE_ONLY, FundMention, MentionKind
from huoshui.extraction.reading import within
from huoshui.model.sectors import find_sectors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huoshui.extraction.reading import Reading
    from huoshui.model.records import Value

_EARLIER = re.compile(r"此前|早前|先前|在此之前|前期已|曾于|另一[支只]|还(?:发起|设立|组建|成立|联合|参与)")
_TYPE_CHARACTERS = frozenset("产业引导投资基金母子本该企业合伙公司标的专项目")
_ORDINAL = re.compile(r"(?:第?([一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]|[IVⅠⅡⅢⅣ]+|\d+)(?:期|号))")
_TYPE = re.compile(
    r"（有限合伙人?）|(?:私募)?(?:股权|创业)?(?:投资)?(?:母|子)?基金(?:合伙企业|中心)?|合伙企业|投资(?:中心|企业)"
)


_RANK = {MentionKind.LEGAL: 2, MentionKind.NAMED: 1, MentionKind.BARE: 0}


@dataclass(slots=True)
class Cluster:
    """One fund of an article: its mentions and what has been read of it so far."""

    home: Reading
    mentions: list[FundMention] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    values: dict[str, list[Value[object]]] = field(default_factory=dict)
    told: bool = False
    placed: bool = False
    headline: list[Value[object]] = field(default_factory=list)
    _head: tuple[int, FundMention] | None = None
    _forms: tuple[int, list[FundMention]] = (0, [])

    @property
    def head(self) -> FundMention:
        """The mention that names it best: legal before announced, longer before shorter."""
        seen, best = self._head or (0, self.mentions[0])
        if seen != len(self.mentions):
            best = max((best, *self.mentions[seen:]), key=lambda m: (_RANK[m.kind], len(m.name), -m.start))
            self._head = (len(self.mentions), best)
        return best

    def drop(self, mention: FundMention) -> None:
        """Take a mention away that turned out to be another fund's."""
        self.mentions.remove(mention)
        self._head, self._forms = None, (0, [])

    @property
    def forms(self) -> list[FundMention]:
        """One mention of each name, without those that only point at the fund."""
        if self._forms[0] != len(self.mentions):
            seen, forms = self._forms
            names = {m.name for m in forms}
            new = {m.name: m for m in self.mentions[seen:] if m.kind is not MentionKind.BARE and m.name not in names}
            self._forms = (len(self.mentions), [*forms, *new.values()])
        return self._forms[1]

    def add(self, prop: str, value: Value[object]) -> None:
        """Keep a value unless an equal one is there already."""
        held = self.values.setdefault(prop, [])
        if all(str(other) != str(value) for other in held):
            held.append(value)


class Clusters:
    """The funds of an article, built from its mentions in the order of their certainty."""

    def __init__(self, reading: Reading, mentions: list[FundMention]) -> None:
        self.reading = reading
        self.all: list[Cluster] = []
        self.spots: dict[int, set[tuple[bool, tuple[str, ...]]]] = {}
        self.of: dict[FundMention, Cluster] = {}
        for kind in (MentionKind.LEGAL, MentionKind.NAMED):
            for mention in mentions:
                if mention.kind is kind:
                    self._place(mention)
            if kind is MentionKind.LEGAL:
                self._declare(mentions)
        self._declare(mentions)
        self._stems(mentions)

    def new(self, mention: FundMention) -> Cluster:
        """A fund of its own for ``mention``."""
        cluster = Cluster(self.reading, [mention], [mention.name])
        self.all.append(cluster)
        self.of[mention] = cluster
        self._note_place(mention, cluster)
        return cluster

    def join(self, mention: FundMention, cluster: Cluster) -> None:
        """Count ``mention`` as one of ``cluster``."""
        cluster.mentions.append(mention)
        self._note_place(mention, cluster)
        if mention.name not in cluster.names and mention.kind is not MentionKind.BARE:
            cluster.names.append(mention.name)
        self.of[mention] = cluster

    def _place(self, mention: FundMention) -> None:
        if mention in self.of:
            return
        mine = normal(mention.name)
        found = [c for c in self.all if same_fund(mention, c) and self._same_place(mention, c)]
        if mention.place and TYPE_ONLY.fullmatch(mention.core):
            found += [
                c for c in self.all if c not in found and c.head.place and c.head.place.region == mention.place.region
            ]
        exact = [c for c in found if mine in {normal(n) for n in c.names}]
        longer = [c for c in found if any(normal(n) in mine for n in c.names)]
        if exact:
            self.join(mention, exact[-1])
        elif found and not self._another(mention):
            self.join(mention, (longer or found)[-1])
        else:
            self.new(mention)

    def _same_place(self, mention: FundMention, cluster: Cluster) -> bool:
        """No two mentions of a fund lie in places that exclude each other; a place may stand before the name."""
        mine = self._where(mention)
        if mine is None:
            return True
        for named, theirs in self.spots.get(id(cluster), ()):
            own = mention.place is not None and named
            if (own and mine != theirs) or not _compatible(mine, theirs):
                return False
        return True

    def _note_place(self, mention: FundMention, cluster: Cluster) -> None:
        """Keep the distinct places of a cluster's mentions, and whether they stand in the name."""
        where = self._where(mention)
        if where is not None:
            self.spots.setdefault(id(cluster), set()).add((mention.place is not None, where))

    def _where(self, mention: FundMention) -> tuple[str, ...] | None:
        if mention.place:
            return mention.place.region.path
        sentence = self.reading.sentence_at(mention.start)
        before = [r for r in within(self.reading.regions, sentence.start, mention.start) if r.end <= mention.start]
        return before[-1].region.path if before and mention.kind is not MentionKind.LEGAL else None

    def _another(self, mention: FundMention) -> bool:
        """此前已设立X: a sentence that looks back introduces a fund of its own."""
        sentence = self.reading.sentence_at(mention.start)
        return bool(_EARLIER.search(self.reading.text, sentence.start, mention.start))

    def _declare(self, mentions: list[FundMention]) -> None:
        """（以下简称“X”） after a mention makes every X a mention of that fund."""
        for declaration in self.reading.declarations:
            for mention in list(within(mentions, declaration.full_start - REACH, declaration.full_end + 1)):
                inside = declaration.full_start <= mention.start and mention.end <= declaration.full_end + 1
                ends = mention.end in (declaration.full_end, declaration.full_end + 1)
                if mention in self.of and (ends or inside) and "公司" not in declaration.alias:
                    self._alias(declaration.alias, self.of[mention], mentions)

    def _alias(self, alias: str, cluster: Cluster, mentions: list[FundMention]) -> None:
        if alias in cluster.names or _is_type(alias):
            return
        for other in [c for c in self.all if c is not cluster and tailless(alias) in {tailless(n) for n in c.names}]:
            self._absorb(cluster, other)
        cluster.names.append(alias)
        self._mentions_of(alias, cluster, mentions)

    def _absorb(self, cluster: Cluster, other: Cluster) -> None:
        """Two names that the text declares to be one fund."""
        for mention in other.mentions:
            self.join(mention, cluster)
        self.all.remove(other)

    def _stems(self, mentions: list[FundMention]) -> None:
        """A legal name without its type words is used as a short name: 无锡律曜 of 无锡律曜创业投资合伙企业."""
        for cluster in list(self.all):
            head = cluster.head
            if head.kind is not MentionKind.LEGAL or len(head.core) < 2:
                continue
            at = head.name.find(head.core[:2])
            stem = head.name[: at + len(head.core)] if head.core in head.name and at >= 0 else ""
            for short in {stem, head.core} - {""}:
                if len(short) >= 4 and not find_sectors(short):
                    self._mentions_of(short, cluster, mentions)

    def _mentions_of(self, short: str, cluster: Cluster, mentions: list[FundMention]) -> None:
        text = self.reading.text
        held = sorted(self.of, key=lambda m: m.start)
        at = text.find(short)
        while at >= 0:
            end = at + len(short)
            if not any(at < m.end for m in within(held, at - REACH, end)):
                if text[end : end + 2] == "基金":
                    end += 2
                overlapping = [m for m in mentions if m.start < end and at < m.end]
                for other in overlapping:
                    mentions.remove(other)
                mention = FundMention(at, end, text[at:end], MentionKind.NAMED, short)
                mentions.append(mention)
                self.join(mention, cluster)
            at = text.find(short, end)
        mentions.sort(key=lambda m: m.start)


@lru_cache(maxsize=4096)
def normal(name: str) -> str:
    """A name for comparison: width, brackets, quotes and legal form folded away."""
    folded = unicodedata.normalize("NFKC", name).lower()
    return re.sub(r"\(有限合伙人?\)|[\s\"'“”‘’()·\-—]", "", folded)


@lru_cache(maxsize=4096)
def tailless(name: str) -> str:
    """A folded name without its legal form: a fund and its partnership or company are one."""
    folded = normal(name).replace("创业投资", "创投").replace("股权投资", "股权")
    return re.sub(r"(?:基金)?合伙企业$|(?:股份)?有限(?:责任)?公司$", "", re.sub("基金合伙企业$", "基金", folded))


@lru_cache(maxsize=4096)
def ordinals(name: str) -> frozenset[str]:
    """The ordinals of a name (二期, 壹号), which never differ between names of one fund."""
    return frozenset(m[1] for m in _ORDINAL.finditer(name))


def same_fund(mention: FundMention, cluster: Cluster) -> bool:
    """Whether a mention names the fund of a cluster: by name, or by a core that the fund's names contain."""
    mine = tailless(mention.name)
    if mine in {tailless(n) for n in cluster.names}:
        return True
    alike = [other for other in cluster.forms if _alike(mention, other)]
    if not alike:
        return False
    mere = all(_only_sectors(min(mention.core, other.core, key=len)) for other in alike)
    return not mere or not any(_called_otherwise(mention.core, other.core) for other in cluster.forms)


def _called_otherwise(a: str, b: str) -> bool:
    """Whether two cores have each a word of their own beside their sectors: 启航人工智能, 瑞达人工智能."""
    mine, theirs = _own_word(a), _own_word(b)
    return len(mine) > 1 and len(theirs) > 1 and not (_in_order(mine, theirs) or _in_order(theirs, mine))


@lru_cache(maxsize=4096)
def _own_word(core: str) -> str:
    """A core without its sector terms."""
    rest = core
    for sector in reversed(find_sectors(core)):
        rest = rest[: sector.start] + rest[sector.end :]
    return rest.strip("和与及、科技产业")


def _alike(a: FundMention, b: FundMention) -> bool:
    if ordinals(a.name) != ordinals(b.name) or _sub(a.name) != _sub(b.name) or _group(a.name) != _group(b.name):
        return False
    if a.kind is MentionKind.LEGAL and b.kind is MentionKind.LEGAL:
        return a.core == b.core and a.place is not None and b.place is not None and a.place.region == b.place.region
    if a.place and b.place and not _compatible(a.place.region.path, b.place.region.path):
        return False
    if not a.core or not b.core:
        return False
    short, long = sorted((a, b), key=lambda m: len(m.core))
    if _is_type(short.core) or TYPE_ONLY.fullmatch(short.core):
        return False
    mine, theirs = _codes(short.core), _codes(long.core)
    if mine and _only_sectors(short.core):
        return mine == theirs and _in_order(short.core, long.core)
    return len(short.core) >= 2 and (short.core in normal(long.name) or _abbreviates(short, long))


def _abbreviates(short: FundMention, long: FundMention) -> bool:
    return len(short.core) >= 3 and long.kind is MentionKind.LEGAL and _in_order(short.core, long.name)


def _compatible(a: Iterable[str], b: Iterable[str]) -> bool:
    return all(x == y for x, y in zip(a, b, strict=False))


def _in_order(short: str, long: str) -> bool:
    letters = iter(long)
    return all(char in letters for char in short)


@lru_cache(maxsize=4096)
def _codes(core: str) -> frozenset[str]:
    return frozenset(s.code for s in find_sectors(core))


def _only_sectors(core: str) -> bool:
    return not _own_word(core)


@lru_cache(maxsize=4096)
def _sub(name: str) -> bool:
    return bool(SUB_FUND.search(name))


@lru_cache(maxsize=4096)
def _group(name: str) -> bool:
    return bool(re.search(r"基金(?:矩阵|集群|群|体系|丛|舰队)", name))


@lru_cache(maxsize=4096)
def _is_type(name: str) -> bool:
    return not (set(_TYPE.sub("", name)) - _TYPE_CHARACTERS)
