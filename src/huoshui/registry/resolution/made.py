"""Made mentions with known truth: what the parameters are estimated from where no registry is at hand, and the bench.

Names follow the country's usage (places of GB/T 2260, sectors of the model's table, invented 字号); how documents vary
them (short names, places left out, first-phase sizes, misread characters) follows
the press. Seeded: one seed, one corpus.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from huoshui.model.dates import PartialDate
from huoshui.model.money import Money
from huoshui.model.regions import Region, bare_name
from huoshui.model.sectors import sectors
from huoshui.model.tables import rows
from huoshui.registry.resolution.mentions import Mention
from huoshui.registry.resolution.names import lookalikes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.registry.resolution.mentions import Kind

_FIRST = (
    "启明华信远盛天鸿瑞金博海泰嘉弘德众恒睿致君鼎卓朗润景晟凯东正长安汇联永新广达同佳利宏宇星云青松北南山石川岭江河湖"
)
_SECOND = "元创宸泽禾岳峰源程航略澜衡煜智诚赋辰帆桥林舟田野川域图界拓锐格汇腾翔宁和平顺康合方圆兴隆旭阳光晖曜岩峦岚溪"
_FLAVOURS = (
    "产业投资",
    "创业投资",
    "产业引导",
    "天使投资",
    "股权投资",
    "并购",
    "科创",
    "成果转化",
    "产业发展",
    "引导",
    "",
)
_PUBLIC = (
    "国有资本投资运营",
    "产业投资",
    "创新投资",
    "金融控股",
    "城市建设投资",
    "交通投资",
    "科技创新投资",
    "文化旅游投资",
    "国有资产经营",
    "财金投资",
)
_PRIVATE = ("投资", "资本", "创业投资", "控股", "资产", "股权投资", "实业")
_TRADE_TAILS = ("科技", "技术", "装备", "材料", "智能科技", "电子", "生物科技", "能源", "")
_CHINESE = "一二三四五六七八九"
_FORMAL = "壹贰叁肆伍陆柒捌玖"


@dataclass(frozen=True, slots=True)
class Made:
    """Mentions and, for each, the number of the thing that it is of."""

    mentions: tuple[Mention, ...]
    truth: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Thing:
    """A thing as it is: ``place`` and ``body`` make its name, ``form`` its legal form."""

    kind: Kind
    region: Region
    place: str
    body: str
    form: str
    core: str
    short: str = ""
    size: Money | None = None
    first_phase: Money | None = None
    date: PartialDate | None = None
    manager: str = ""
    backers: tuple[str, ...] = ()
    parent: str = ""
    first_named: str = ""

    @property
    def name(self) -> str:
        return self.place + self.body


def make(count: int, seed: int) -> Made:
    """Make ``count`` mentions: about two fifths of funds, the rest organisations and companies."""
    rng = random.Random(seed)  # noqa: S311  # a corpus to be repeated, nothing secret
    maker = _Maker(rng)
    mentions: list[Mention] = []
    truth: list[int] = []
    number = 0
    while len(mentions) < count:
        for thing in maker.family():
            for _ in range(min(int(rng.paretovariate(1.1)), 40)):
                mentions.append(_mention(rng, thing, str(len(mentions))))
                truth.append(number)
            number += 1
    order = list(range(len(mentions)))
    rng.shuffle(order)
    kept = order[:count]
    return Made(
        tuple(replace(mentions[old], id=str(new)) for new, old in enumerate(kept)), tuple(truth[old] for old in kept)
    )


@cache
def _places() -> tuple[tuple[Region, str], ...]:
    """Provinces, prefectures and counties with their full names, the larger ones more often."""
    found = []
    for row in rows("gb2260.csv"):
        if row["name"] in {"市辖区", "县"}:
            continue
        try:
            region = Region.parse(row["name"])
        except Exception:  # noqa: BLE001, S112  # several counties bear this name
            continue
        found.extend(
            [(region, row["name"])] * (20 if row["code"].endswith("0000") else 8 if row["code"].endswith("00") else 1)
        )
    return tuple(found)


class _Maker:
    """Things in families: what one owner sets up."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.sectors = [sector.zh for sector in sectors().values() if len(sector.zh) < 8 and "与" not in sector.zh]

    def family(self) -> list[_Thing]:
        """A fund with its phases, sub-fund and manager; or a group's bodies in several cities; or a company."""
        return self.rng.choices((self._funds, self._bodies, self._companies), (5, 3, 6))[0]()

    def _core(self) -> str:
        core = self.rng.choice(_FIRST) + self.rng.choice(_SECOND)
        return core + self.rng.choice(_SECOND) if self.rng.random() < 0.15 else core

    def _place(self) -> tuple[Region, str]:
        return self.rng.choice(_places())

    def _sum(self) -> Money:
        yi = self.rng.choice((1, 2, 3, 5, 6, 8, 10, 12, 15, 20, 25, 30, 50, 60, 80, 100, 120, 150, 200, 300, 500))
        return Money.of(yi * 10**8 + (self.rng.randrange(10**4) * 10**4 if self.rng.random() < 0.4 else 0))

    def _date(self) -> PartialDate:
        return PartialDate(self.rng.randrange(2015, 2027), self.rng.randrange(1, 13))

    def _party(self, place: str = "") -> str:
        if self.rng.random() < 0.5:
            return f"{place or self._place()[1]}{self.rng.choice(_PUBLIC)}集团有限公司"
        return f"{self._place()[1] if self.rng.random() < 0.4 else ''}{self._core()}{self.rng.choice(_PRIVATE)}有限公司"

    def _funds(self) -> list[_Thing]:
        rng = self.rng
        region, place = self._place()
        core = self._core() if rng.random() < 0.6 else ""
        sector = rng.choice(self.sectors) if rng.random() < 0.7 else ""
        body = f"{core}{sector}{rng.choice(_FLAVOURS)}基金"
        if body == "基金":
            body = "产业投资基金"
        manager = f"{place if rng.random() < 0.4 else ''}{core or self._core()}私募基金管理有限公司"
        one = self._fund(region, place, core, body, manager)
        family = [one]
        if rng.random() < 0.2:
            family = self._phases(one)
        if rng.random() < 0.12:
            family.append(replace(self._fund(region, place, core, body + "子基金", manager), parent=one.name))
        if rng.random() < 0.25 and core:
            other, other_place = self._place()
            family.append(self._fund(other, other_place, core, body, manager))
        if rng.random() < 0.3:
            family.append(self._body(region, "", manager, core))
        return family

    def _fund(self, region: Region, place: str, core: str, body: str, manager: str) -> _Thing:
        size = self._sum()
        return _Thing(
            "fund",
            region,
            place,
            body,
            self.rng.choice(("（有限合伙）", "合伙企业（有限合伙）", "有限公司")),
            core,
            size=size,
            first_phase=Money(size.minor // self.rng.choice((2, 4, 5)), size.currency),
            date=self._date(),
            manager=manager,
            backers=tuple(self._party(place) for _ in range(self.rng.randrange(1, 5))),
        )

    def _phases(self, one: _Thing) -> list[_Thing]:
        count = self.rng.randrange(2, 5)
        style = self.rng.randrange(3)
        stem = one.body.removesuffix("基金")
        made = [replace(one, first_named=(f"{one.body}一期", f"{stem}一期基金", f"{stem}壹号基金")[style])]
        for n in range(1, count):
            word = _CHINESE[n]
            body = (f"{one.body}{word}期", f"{stem}{word}期基金", f"{stem}{_FORMAL[n]}号基金")[style]
            made.append(replace(self._fund(one.region, one.place, one.core, body, one.manager), backers=one.backers))
        return made

    def _body(self, region: Region, place: str, full: str, core: str) -> _Thing:
        form = "股份有限公司" if full.endswith("股份有限公司") else "有限公司"
        body = full.removesuffix(form)
        if place:
            body = body.removeprefix(place)
        backers = tuple(self._party() for _ in range(self.rng.randrange(1, 4)))
        return _Thing("organisation", region, place, body, form, core, backers=backers)

    def _bodies(self) -> list[_Thing]:
        rng = self.rng
        core = self._core() if rng.random() < 0.5 else ""
        words = rng.choice(_PRIVATE if core else _PUBLIC) + ("集团" if rng.random() < 0.4 else "")
        made = []
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            region, place = self._place()
            thing = self._body(region, place, f"{place}{core}{words}有限公司", core)
            made.append(replace(thing, short=_short(thing, words)))
        return made

    def _companies(self) -> list[_Thing]:
        rng = self.rng
        core = self._core()
        trade = rng.choice(self.sectors) if rng.random() < 0.5 else ""
        body = core + trade + rng.choice(_TRADE_TAILS)
        made = []
        for _ in range(rng.choice((1, 1, 1, 1, 2))):
            region, place = self._place()
            form = rng.choice(("有限公司", "股份有限公司"))
            backers = tuple(self._party() for _ in range(rng.randrange(1, 4)))
            thing = _Thing("company", region, place, body, form, core, date=self._date(), backers=backers)
            made.append(replace(thing, short=rng.choice((core, core + body[len(core) :][:2]))))
        return made


def _short(thing: _Thing, words: str) -> str:
    """An abbreviation as the press makes it: 上海国投, 元禾控股."""
    if thing.core:
        return thing.core + words.removesuffix("集团")[-2:]
    pairs = [words[i] for i in range(0, len(words.removesuffix("集团")), 2)]
    return bare_name(thing.place) + pairs[0] + ("投" if "投" in pairs else pairs[-1])


def _mention(rng: random.Random, thing: _Thing, number: str) -> Mention:
    """A thing as a document tells of it: some facts, one of its names, now and then a slip."""
    name, aliases = _naming(rng, thing)

    def told(share: float) -> bool:
        return rng.random() < share

    size = thing.size if told(0.55) else None
    if size and thing.first_phase and told(0.12):
        size = thing.first_phase
    elif size and told(0.08):
        size = Money(size.minor // 10**9 * 10**9 or size.minor, size.currency)
    date = thing.date if told(0.4) else None
    if date and told(0.25):
        date = PartialDate(date.year) if told(0.6) else PartialDate(date.year + rng.choice((-1, 1, 1, 2)))
    backers = tuple(b for b in thing.backers if told(0.6)) if told(0.5) else ()
    region = thing.region if told(0.75) else None
    if region and len(region.path) > 2 and told(0.2):
        region = region.parent() or region
    elif region and told(0.02):
        region = rng.choice(_places())[0]
    return Mention(
        number,
        thing.kind,
        name,
        aliases,
        region,
        size,
        date,
        (rng.choice((thing.manager,) * 24 + thing.backers),) if thing.manager and told(0.4) else (),
        backers,
        thing.parent if thing.parent and told(0.6) else None,
        number,
    )


def _naming(rng: random.Random, thing: _Thing) -> tuple[str, tuple[str, ...]]:
    """A name and the aliases that the document declares with it."""
    if thing.first_named and rng.random() < 0.6:
        thing = replace(thing, body=thing.first_named)
    full = thing.name + thing.form
    bare = bare_name(thing.place) + thing.body if thing.place else thing.body
    choices = [(full, 4), (thing.name, 3), (bare, 3)]
    if thing.core and thing.place:
        choices.append((thing.body, 2))
        if len(thing.body) > 8:
            choices.append((thing.core + thing.body[-4:], 1))
    if thing.short:
        choices.append((thing.short, 4))
    words, weights = zip(*choices, strict=True)
    name = rng.choices(words, weights)[0]
    alias: tuple[str, ...] = ()
    if name in {full, thing.name} and rng.random() < 0.25:
        alias = (thing.short or (thing.body if thing.core else bare),)
    if rng.random() < 0.02:
        name = _misread(rng, name)
    return name, alias


def _misread(rng: random.Random, name: str) -> str:
    """One character taken for a similar one, else for another of the name's length."""
    at = rng.randrange(len(name))
    folded = lookalikes()
    like = [chr(code) for code, first in folded.items() if first == folded.get(ord(name[at])) and chr(code) != name[at]]
    return name[:at] + (rng.choice(like) if like else rng.choice(_SECOND)) + name[at + 1 :]


def sizes(made: Made) -> Sequence[int]:
    """How many mentions each thing has."""
    counts: dict[int, int] = {}
    for thing in made.truth:
        counts[thing] = counts.get(thing, 0) + 1
    return tuple(counts.values())
