"""Regions: the divisions of GB/T 2260, development zones, clusters and countries, and the places that prose names."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from huoshui.errors import InputError
from huoshui.model.tables import lines, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ahocorasick_rs import AhoCorasick

MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})


@dataclass(frozen=True, slots=True)
class Region:
    """A place: ``path`` from province to county (江苏, 苏州, 昆山), one name for clusters, countries and 全国.

    ``code`` is that of GB/T 2260; a zone has its division's code and its name (``310000-临港``), a cluster
    ``X-长三角``, a country its ISO 3166 code, the whole of China ``CN``.
    """

    code: str
    path: tuple[str, ...]

    def __str__(self) -> str:
        return "/".join(self.path)

    @property
    def name(self) -> str:
        """The last name of the path."""
        return self.path[-1]

    @classmethod
    def parse(cls, text: str) -> Region:
        """Region of a path (江苏/苏州/昆山) or of a place as people write it (昆山市, 成都高新区)."""
        text = text.strip()
        region = _gazetteer().by_path.get(tuple(text.split("/"))) or _zone_of_path(text)
        if region is None:
            found = find_regions(text)
            if len(found) != 1 or (found[0].start, found[0].end) != (0, len(text)):
                raise InputError(f"{text!r} is no region: write it as 江苏/苏州/昆山, 长三角 or 全国")
            region = found[0].region
        return region

    @classmethod
    def of_code(cls, code: str) -> Region:
        """Region of a code as ``code`` has it. InputError where there is none."""
        gazetteer = _gazetteer()
        region = gazetteer.by_code.get(code)
        if region is None:
            division, _, zone = code.partition("-")
            parent = gazetteer.by_code.get(division)
            region = _generic_zone(parent, zone) if parent and zone in _GENERIC_ZONES else None
        if region is None or region.code != code:
            raise InputError(f"{code!r} is no code of a region: six digits of GB/T 2260, X-长三角 or CN")
        return region

    def contains(self, other: Region) -> bool:
        """Whether ``other`` is this region or lies in it; a cluster contains its members, 全国 all of China."""
        if self.code == other.code or other.path[: len(self.path)] == self.path:
            return True
        if self.code == "CN":
            return other.code[0] == "X" or other.code[:2].isdigit()
        return any(member.contains(other) for member in _gazetteer().members.get(self.code, ()))

    def parent(self) -> Region | None:
        """The division above: 全国 for a province or cluster, nothing for 全国 and for countries."""
        gazetteer = _gazetteer()
        above = gazetteer.by_path.get(self.path[:-1])
        if above is not None:
            return above
        return gazetteer.country if self.code != "CN" and gazetteer.country.contains(self) else None


class RegionMention(NamedTuple):
    """A place at ``text[start:end]``; ``bare`` when it stands without its 省, 市, 区 or 县."""

    start: int
    end: int
    region: Region
    bare: bool


_PEOPLES = (
    "壮 满 回 苗 维吾尔 土家 彝 蒙古 藏 布依 侗 瑶 朝鲜 白 哈尼 哈萨克 黎 傣 畲 傈僳 仡佬 东乡 拉祜 水 佤 纳西 羌 土 "
    "仫佬 锡伯 柯尔克孜 达斡尔 景颇 毛南 撒拉 布朗 塔吉克 普米 鄂温克 怒 保安 裕固 鄂伦春 独龙 各"
).replace(" ", "|")
_AUTONOMOUS = re.compile(rf"(.{{2,}}?)(?:(?:{_PEOPLES})族|蒙古|哈萨克|塔吉克|锡伯|柯尔克孜|维吾尔)*自治[区州县旗]$")
_NAMED_FOR_A_PEOPLE = {"东乡族自治县": "东乡", "鄂伦春自治旗": "鄂伦春", "鄂温克族自治旗": "鄂温克"}
_SUFFIX = re.compile(r"(.{2,}?)(?:特别行政区|新区|地区|[省市区县盟])$|(.{2,}[^左右前后中合])旗$")
_SPECIAL = re.compile(r"(神农架|六枝|峰峰|白云鄂博|鹰手营子)[林特矿]区$")
_BANNER_OR_MINE = "井陉矿区"


def bare_name(name: str) -> str:
    """The name without what kind of division it is: 昆山市 is 昆山, 恩施土家族苗族自治州 恩施, 沧县 stays."""
    if name in _NAMED_FOR_A_PEOPLE:
        return _NAMED_FOR_A_PEOPLE[name]
    if name == _BANNER_OR_MINE:
        return name
    for pattern in (_AUTONOMOUS, _SPECIAL, _SUFFIX):
        if match := pattern.match(name):
            return next(group for group in match.groups() if group)
    return name


# How a name in the automaton may be used.
_FULL, _BARE, _WEAK, _DOUBTFUL, _NEVER, _ZONE, _HIDDEN = range(7)


@dataclass(slots=True)
class _Name:
    """What a string may stand for and how it may be used; the place begins after ``skip`` characters."""

    use: int
    regions: list[Region] = field(default_factory=list)
    zone: str = ""
    skip: int = 0


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    names: list[_Name]
    automaton: AhoCorasick
    by_path: dict[tuple[str, ...], Region]
    by_code: dict[str, Region]
    members: dict[str, tuple[Region, ...]]
    country: Region


_GENERIC_ZONES = {
    "高新区": "高新区 高新技术产业开发区 国家高新技术产业开发区 国家级高新技术产业开发区 国家高新区 国家级高新区 "
    "高新技术开发区 高新技术产业园区 高新技术产业园 高新开发区",
    "经开区": "经开区 经济技术开发区 国家经济技术开发区 国家级经济技术开发区 国家级经开区 经济开发区",
    "工业园区": "工业园区",
}


@cache
def _gazetteer() -> _Gazetteer:
    from ahocorasick_rs import AhoCorasick, MatchKind

    names: dict[str, _Name] = {}
    by_code = _divisions()
    for code, (region, full_name) in by_code.items():
        _add_division(names, code, region, full_name)
    by_path = {region.path: region for region, _ in by_code.values()}
    for region, aliases in _others(by_code):
        by_path.setdefault(region.path, region)
        for alias in aliases:
            _add(names, alias, region, _FULL if alias.endswith(("区", "园", "城", "带", "圈")) else _BARE)
    country = Region("CN", ("全国",))
    by_path[country.path] = country
    _add(names, "全国", country, _FULL)
    for zone, words in _GENERIC_ZONES.items():
        for word in words.split():
            names.setdefault(word, _Name(_ZONE)).zone = zone
    _mark_ordinary(names)
    _add_joins(names)
    names.update({word: _Name(_HIDDEN) for word in lines("hidden_places.txt")})
    members = {
        f"X-{row['name']}": tuple(by_code[code][0] for code in row["members"].split("|"))
        for row in rows("clusters.csv")
    }
    automaton = AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest)
    of_code = {region.code: region for region in by_path.values()}
    return _Gazetteer(list(names.values()), automaton, by_path, of_code, members, country)


def _mark_ordinary(names: dict[str, _Name]) -> None:
    """Take back the bare names that are ordinary words, and those that count only where a word can begin."""
    for line in lines("ordinary_words.txt"):
        name = names.get(line.lstrip("~"))
        if name and name.use in {_BARE, _WEAK} and all(_rank(region.code) for region in name.regions):
            name.use = _DOUBTFUL if line.startswith("~") else _NEVER


def _add_joins(names: dict[str, _Name]) -> None:
    """Let a province or prefecture win over a doubtful name that ends in its first character: 从江苏 is 从 and 江苏."""
    by_first: dict[str, list[str]] = {}
    for word, name in names.items():
        if name.use in {_FULL, _BARE} and any(_rank(region.code) < 2 for region in name.regions):
            by_first.setdefault(word[0], []).append(word)
    doubtful = [word for word, name in names.items() if name.use in {_WEAK, _DOUBTFUL, _NEVER} and len(word) == 2]
    for word in doubtful:
        for strong in by_first.get(word[1], ()):
            of = names[strong]
            names.setdefault(word[0] + strong, _Name(of.use, of.regions, skip=1))


def _divisions() -> dict[str, tuple[Region, str]]:
    """Region and full name of every division by code."""
    table = {row["code"]: row["name"] for row in rows("gb2260.csv")}
    bare = {code: bare_name(name) for code, name in table.items()}
    taken = Counter((_above(code), name) for code, name in bare.items())
    found = {}
    for code, name in table.items():
        province = code[:2] + "0000"
        own = bare[code] if taken[_above(code), bare[code]] == 1 else name
        path: tuple[str, ...] = (own,)
        if province in MUNICIPALITIES:
            path = (own, own) if code == province else (bare[province], bare[province], own)
        elif code != province:
            above = bare.get(_above(code), "")
            path = (bare[province], own) if _rank(code) == 1 else (bare[province], above, own)
        found[code] = (Region(code, path), name)
    return found


def _above(code: str) -> str:
    """Code of the division that holds this one (the province for a county without a prefecture)."""
    if _rank(code) == 0:
        return "000000"
    return code[:2] + "0000" if _rank(code) == 1 else code[:4] + "00"


def _others(by_code: dict[str, tuple[Region, str]]) -> Iterator[tuple[Region, Iterable[str]]]:
    """Zones, clusters and countries with the names they go by."""
    divisions = {region.path: region for region, _ in by_code.values()}
    for row in rows("zones.csv"):
        parent = by_code[row["parent"]][0]
        path = (*parent.path[:2], row["name"])
        zone = Region(f"{parent.code}-{row['name']}", path)
        yield divisions.get(path, zone), row["aliases"].split("|")
    for row in rows("clusters.csv"):
        yield Region(f"X-{row['name']}", (row["name"],)), filter(None, [row["name"], *row["aliases"].split("|")])
    for row in rows("countries.csv"):
        yield Region(row["code"], (row["name"],)), filter(None, [row["name"], *row["aliases"].split("|")])


def _add_division(names: dict[str, _Name], code: str, region: Region, name: str) -> None:
    bare = bare_name(name)
    county = _rank(code) == 2
    _add(names, name, region, _FULL if len(name) > 2 else _NEVER)
    if bare != name:
        _add(names, bare, region, _WEAK if county and len(bare) < 3 else _BARE)
        if name.endswith("新区"):
            _add(names, bare + "区", region, _FULL)
        if "自治" in name and name[-1] in "州县旗":
            _add(names, bare + name[-1], region, _FULL)
    if name.startswith("市") and county:
        _add(names, region.path[1] + name, region, _FULL)


def _add(names: dict[str, _Name], word: str, region: Region, use: int) -> None:
    """Let ``word`` stand for ``region``; the more trusted use wins where names meet."""
    name = names.setdefault(word, _Name(use))
    name.use = min(name.use, use)
    if region not in name.regions:
        name.regions.append(region)


def _zone_of_path(text: str) -> Region | None:
    """A generic zone by its path (四川/成都/高新区)."""
    *above, zone = text.split("/")
    parent = _gazetteer().by_path.get(tuple(above))
    return _generic_zone(parent, zone) if parent and zone in _GENERIC_ZONES else None


def _generic_zone(parent: Region, zone: str) -> Region | None:
    """The zone of a prefecture or municipality; in a county it is the county itself, in a province none."""
    if not parent.code.isdigit():
        return None
    if len(parent.path) == 2:
        path = (*parent.path, zone)
        return _gazetteer().by_path.get(path) or Region(f"{parent.code}-{zone}", path)
    return parent if len(parent.path) > 2 else None


@dataclass(slots=True)
class _Chain:
    """Neighbouring names that narrow down each other, and the regions they may mean."""

    start: int
    end: int
    regions: list[Region]
    use: int


_LINK = {"", "(", "（", " ", "·"}
_BEFORE = frozenset("在于和与及由向赴到驻是的从自为至往离将对给经让以日入把使同沿访抵户手持")
_NEXT_WORD = re.compile(r"市[场值面]|[区县]域|区间|省[会钱力心去]")


def find_regions(text: str) -> list[RegionMention]:
    """Places from left to right; neighbouring names of one place (江苏省苏州市吴中区) are one mention.

    A county's name that several counties share is settled by the nearest other place that holds one of them,
    else left out; so is a two-character county without its suffix in the middle of other words.
    """
    chains = _chains(text)
    settled = [(chain.start, chain.regions[0]) for chain in chains if len(chain.regions) == 1]
    stated = {chain.regions[0] for chain in chains if len(chain.regions) == 1 and chain.use <= _BARE}
    found = []
    for chain in chains:
        region = chain.regions[0] if len(chain.regions) == 1 else _nearest(chain, settled)
        if region is None:
            continue
        sure = chain.use <= _BARE or (chain.use == _WEAK and region in stated)
        if sure or _at_boundary(text, chain.start):
            found.append(RegionMention(chain.start, chain.end, region, chain.use != _FULL))
    return found


def _chains(text: str) -> list[_Chain]:
    gazetteer = _gazetteer()
    chains: list[_Chain] = []
    last: _Chain | None = None
    for index, at, end in gazetteer.automaton.find_matches_as_indexes(text):
        name = gazetteer.names[index]
        start = at + name.skip
        if _NEXT_WORD.match(text, end - 1) and end - start > 2:
            end -= 1  # noqa: PLW2901  苏州市场 names 苏州, not 苏州市
        if last and text[last.end : start] in _LINK and (regions := _narrow(last.regions, name)):
            if last.use == _NEVER:
                chains.append(last)
            last.end, last.regions, last.use = end, regions, min(name.use, _BARE) if name.regions else _FULL
            continue
        last = _Chain(start, end, _top(name.regions), name.use) if name.regions else None
        if last and last.use != _NEVER:
            chains.append(last)
        elif last and _rank(last.regions[0].code) == 2:
            last = None  # an ordinary word opens no chain: 合作高新区 is no place, 白银靖远 is
    return chains


def _top(regions: list[Region]) -> list[Region]:
    """Those of the highest rank: 吉林 alone is the province."""
    if len(regions) == 1:
        return regions
    rank = min(_rank(region.code) for region in regions)
    return [region for region in regions if _rank(region.code) == rank]


def _rank(code: str) -> int:
    """0 for provinces, clusters and countries, 1 for prefectures and counties without one, 2 for counties and zones."""
    if not code.isdigit():
        return 2 if code[:1].isdigit() else 0
    return 0 if code.endswith("0000") else 1 if code.endswith("00") or code[2:4] == "90" else 2


def _narrow(outer: list[Region], name: _Name) -> list[Region]:
    """The regions that ``name`` means inside of ``outer``."""
    if name.zone:
        return [zone for parent in outer if (zone := _generic_zone(parent, name.zone))]
    divisions = [region for region in outer if region.code[0].isdigit()]
    inner = [place for place in name.regions if any(place != region and region.contains(place) for region in divisions)]
    return _top(inner) if inner else []  # 新疆克拉玛依 is the prefecture, not its district of that name


_NEIGHBOURS = 50
"""How many settled places on either side are asked about a shared name; bounds the work on hostile texts."""


def _nearest(chain: _Chain, settled: list[tuple[int, Region]]) -> Region | None:
    """The one candidate in the prefecture of the nearest settled place, else in a province or cluster nearby."""
    at = bisect(settled, chain.start, key=itemgetter(0))
    near = settled[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS]
    near.sort(key=lambda place: abs(place[0] - chain.start))
    for _, region in near:
        matching = [candidate for candidate in chain.regions if candidate.path[:2] == region.path[:2]]
        if len(matching) == 1:
            return matching[0]
    for _, region in near:
        matching = [candidate for candidate in chain.regions if region.contains(candidate)]
        if len(matching) == 1:
            return matching[0]
    return None


def _at_boundary(text: str, start: int) -> bool:
    """Whether a word can begin here: after no Chinese character, or after one that stands before names."""
    if start == 0:
        return True
    before = text[start - 1]
    return before in _BEFORE or not "\u4e00" <= before <= "\u9fff"


_BEFORE_HEAD = re.compile(r"(?:原|中共|国家|中国|[“\"《〈（(])?$")
_HEAD = 6


def region_of_name(name: str) -> RegionMention | None:
    """The place of an organisation or fund by its full name: at the head, else in brackets, else near the head."""
    found = [mention for mention in find_regions(name) if mention.region.code != "CN"]
    for mention in found:
        if _BEFORE_HEAD.fullmatch(name[: mention.start]):
            return mention
    for mention in found:
        if name[mention.start - 1] in "(（":
            return mention
    return next((mention for mention in found if mention.start <= _HEAD), None)
