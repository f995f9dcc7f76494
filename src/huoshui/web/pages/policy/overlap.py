"""Funds too much alike: the pairs that a supervisor would look at first, and cities by fields."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.model.money import Money, format_money
from huoshui.model.sectors import sectors
from huoshui.policy.overlap import CUT_OFF, city_of, overlap
from huoshui.policy.peers import peers
from huoshui.web.charts import sector_label
from huoshui.web.figures import entity_href, show_region
from huoshui.web.language import mark, show_date
from huoshui.web.pages.listing import Link
from huoshui.web.pages.portfolio.cells import YI, Cell, Sheet, count_cell, heads_of, money_cell, percent, unit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.policy.overlap import FundProfile, Overlap
    from huoshui.web.pages.policy.asking import Asking, Head

PAIRS_SHOWN = 20
CITIES_SHOWN = 30
SECTORS_SHOWN = 12
#: Steps of the heat grid.
STEPS = 5


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two funds that are alike."""

    left: Link
    right: Link
    left_about: str
    right_about: str
    within: str
    alike: str
    fields: str
    shared: str


@dataclass(frozen=True, slots=True)
class HeatCell:
    """How many funds a city has in a field; ``step`` from 0 shades it."""

    text: str
    step: int
    title: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A city."""

    city: str
    href: str
    cells: tuple[HeatCell, ...]
    funds: str


@dataclass(frozen=True, slots=True)
class OverlapPage:
    """The page of overlap."""

    title: str
    head: Head
    empty: bool
    about: str
    cut_off: str
    heat_title: str
    heat_heads: tuple[str, ...]
    heat: tuple[HeatRow, ...]
    pairs: tuple[PairRow, ...]
    more: int
    places: Sheet
    table: Sheet
    unnamed: tuple[Link, ...]

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The tables that may be asked for as files."""
        return (self.table, self.places)


def make_page(asked: Asking) -> OverlapPage:
    """The declared context of the page. InputError for a place or a cut-off that is none."""
    funds = peers(asked.ruling.snapshot, asked.registry, asked.day, asked.place)
    cut_off = _cut_off(asked)
    found = overlap(funds, cut_off)
    heads, heat = _heat(funds, asked)
    return OverlapPage(
        title=asked.say(mark("同质化")),
        head=asked.head("overlap", placed=True),
        empty=not funds,
        about=_about(funds, found, asked),
        cut_off=percent(cut_off),
        heat_title=_heat_title(heads, heat, asked),
        heat_heads=heads,
        heat=heat,
        pairs=tuple(_pairs(found, asked)),
        more=max(len(found.pairs) - PAIRS_SHOWN, 0),
        places=_places(found, asked),
        table=_table(found, asked),
        unnamed=tuple(_link(fund, asked) for fund in found.without_fields[:100]),
    )


def _cut_off(asked: Asking) -> float:
    stated = asked.param("cut")
    if not stated:
        return CUT_OFF
    number = stated.removesuffix("%")
    if not (number.isascii() and number.isdigit() and 1 <= int(number) <= 100):
        raise InputError(asked.say(mark("地址中的 cut 应为 1 到 100 的整数，如 cut=70")))
    return int(number) / 100


def _about(funds: Sequence[FundProfile], found: Overlap, asked: Asking) -> str:
    stated = {
        "day": show_date(asked.day.isoformat(), asked.locale),
        "num": f"{len(funds):,}",
        "compared": f"{found.compared:,}",
        "pairs": f"{len(found.pairs):,}",
    }
    return asked.say(
        mark(
            "截至 %(day)s，账本与登记册中 %(num)s 只基金两两相比 %(compared)s 对，"
            "列出相近的 %(pairs)s 对（至多 500）；同城、钱多的在前。"
        ),
        **stated,
    )


def _link(fund: FundProfile, asked: Asking) -> Link:
    own = fund.id in asked.ruling.funds(asked.day).facts.ids
    return Link(fund.name, asked.fund(fund.id) if own else entity_href(fund.id))


def _pairs(found: Overlap, asked: Asking) -> list[PairRow]:
    return [
        PairRow(
            left=_link(one.left, asked),
            right=_link(one.right, asked),
            left_about=_about_fund(one.left, asked),
            right_about=_about_fund(one.right, asked),
            within=show_region(one.within) if one.within else "",
            alike=percent(round(one.alike, 4)),
            fields=percent(round(one.fields, 4)),
            shared=asked.say(mark("、")).join(sector_label(code, asked.locale) for code in one.shared[:5]),
        )
        for one in found.pairs[:PAIRS_SHOWN]
    ]


def _about_fund(fund: FundProfile, asked: Asking) -> str:
    size = format_money(Money(fund.size, "CNY"), asked.locale) if fund.size is not None else ""
    place = show_region("/".join(fund.region.path)) if fund.region else ""
    return " · ".join(part for part in (place, size) if part)


# -- cities by fields --------------------------------------------------------------------------------------------------


def _top(code: str) -> str:
    """The field on the highest level above a sector."""
    while (term := sectors().get(code)) is not None and term.parent is not None:
        code = term.parent
    return code


def _heat(funds: Sequence[FundProfile], asked: Asking) -> tuple[tuple[str, ...], tuple[HeatRow, ...]]:
    """Cities and fields by how many funds, the most first; a fund of several fields counts in each."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    by_city: dict[str, int] = defaultdict(int)
    by_field: dict[str, int] = defaultdict(int)
    for fund in funds:
        city = city_of(fund)
        if not city or not fund.amounts:
            continue
        by_city[city] += 1
        for field in {_top(code) for code in fund.amounts}:
            counts[city][field] += 1
            by_field[field] += 1
    fields = sorted(by_field, key=lambda code: (-by_field[code], code))[:SECTORS_SHOWN]
    cities = sorted(by_city, key=lambda name: (-by_city[name], name))[:CITIES_SHOWN]
    most = max((counts[city][field] for city in cities for field in fields), default=1)
    heads = tuple(sector_label(code, asked.locale) for code in fields)
    rows = []
    for city in cities:
        name = show_region(city)
        cells = tuple(
            _cell(counts[city][field], most, f"{name} · {head}") for field, head in zip(fields, heads, strict=True)
        )
        rows.append(HeatRow(name, asked.href("/overlap", place=city), cells, str(by_city[city])))
    return heads, tuple(rows)


def _cell(count: int, most: int, title: str) -> HeatCell:
    step = 0 if not count else 1 + (count - 1) * STEPS // max(most, 1)
    return HeatCell(str(count) if count else "", min(step, STEPS), f"{title} {count}")


def _heat_title(heads: tuple[str, ...], rows: tuple[HeatRow, ...], asked: Asking) -> str:
    """The field that the most cities have funds of, as the finding."""
    if not rows:
        return ""
    held = [sum(bool(row.cells[n].text) for row in rows) for n in range(len(heads))]
    best = max(range(len(heads)), key=lambda n: held[n])
    stated = {"field": heads[best], "num": len(rows), "held": held[best]}
    return asked.say(mark("%(field)s：%(num)s 个城市中 %(held)s 个有基金在投"), **stated)


# -- tables ------------------------------------------------------------------------------------------------------------


def _places(found: Overlap, asked: Asking) -> Sheet:
    locale = asked.locale
    columns = (
        ("city", mark("城市"), "-"),
        ("funds", mark("相近的基金"), asked.say(mark("只"))),
        ("pairs", mark("对数"), asked.say(mark("对"))),
        ("money", mark("规模合计"), unit_of(YI, "CNY", locale)),
    )
    rows = tuple(
        (
            Cell(show_region(one.city), asked.href("/overlap", place=one.city)),
            count_cell(one.funds),
            count_cell(one.pairs),
            money_cell(Money(one.money, "CNY"), YI, locale),
        )
        for one in found.places
    )
    return Sheet("places", asked.say(mark("同城相近")), heads_of(locale, *columns), rows, asked.file("places"))


def _table(found: Overlap, asked: Asking) -> Sheet:
    """Every pair, as a file has it."""
    locale = asked.locale
    columns = (
        ("left", mark("基金"), "-"),
        ("right", mark("与之相近"), "-"),
        ("alike", mark("相似度"), "%"),
        ("fields", mark("领域相似度"), "%"),
        ("within", mark("同在"), "-"),
        ("shared", mark("共同领域"), "-"),
    )
    rows = tuple(
        (
            Cell(one.left.name),
            Cell(one.right.name),
            Cell(percent(round(one.alike, 4))),
            Cell(percent(round(one.fields, 4))),
            Cell(show_region(one.within) if one.within else ""),
            Cell(asked.say(mark("、")).join(sector_label(code, locale) for code in one.shared)),
        )
        for one in (found.pairs if asked.param("as") else ())
    )
    return Sheet("pairs", asked.say(mark("相近的基金")), heads_of(locale, *columns), rows, asked.file("pairs"))
