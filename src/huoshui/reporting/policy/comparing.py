"""Tables of what pulls apart and of what is too much alike: conflicts of rules, overlap of funds, composite indices."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

from huoshui.model.sectors import label as sector_label
from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.wording import HARDNESS, bound_in_words, label, said
from huoshui.reporting.policy.cells import citation_cell, columns, count, figure, graded, plain, points, several
from huoshui.reporting.tables import Cell, Table
from huoshui.reporting.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huoshui.policy.composite import Composite, Index, Sensitivity
    from huoshui.policy.conflicts import Conflicts, Contradiction
    from huoshui.policy.costs import Cost
    from huoshui.policy.overlap import FundProfile, Overlap, Pair, Place
    from huoshui.policy.pack import Grade, Pack, Rule
    from huoshui.policy.verdicts import Verdict
    from huoshui.reporting.words import Locale

_CONFLICT = (
    ("kind", "类别", "Kind"), ("left", "条款", "Clause"), ("left_bound", "要求", "Asks for"),
    ("right", "与之冲突", "Conflicts with"), ("right_bound", "要求", "Asks for"), ("lost", "失分", "Points lost"),
    ("since", "自", "Since"), ("hardness", "效力", "Force"), ("grade", "等级", "Grade"),
    ("left_citation", "依据", "Citation"), ("right_citation", "对方依据", "Citation of the other"),
)  # fmt: skip
_PAIR = (
    ("left", "基金", "Fund"), ("right", "与之相近", "Like it"), ("alike", "相似度", "Alike"),
    ("fields", "领域相似度", "By field"), ("within", "同在", "Both in"), ("shared", "共同领域", "Shared sectors"),
    ("left_size", "规模（亿元）", "Size (CNY 100m)"),
    ("right_size", "对方规模（亿元）", "Size of the other (CNY 100m)"),
    ("left_region", "地区", "Place"), ("right_region", "对方地区", "Place of the other"),
    ("left_id", "编号", "Id"), ("right_id", "对方编号", "Id of the other"),
)  # fmt: skip
_PLACE = (
    ("city", "城市", "City"), ("funds", "基金数", "Funds"), ("pairs", "相近的对数", "Pairs"),
    ("money", "规模合计（亿元）", "Size together (CNY 100m)"),
)  # fmt: skip
_KINDS = {
    "contradiction": ("无法同时满足", "cannot both be met"),
    "cost": ("满足即失分", "costs points"),
    "broken": ("自身条款不符", "own terms break it"),
}
_YI = Decimal(10**10)


def conflict_table(found: Conflicts, locale: Locale) -> Table:
    """Clauses that cannot be met together, those that cost points, and those that the fund's own terms break."""
    rows = (
        *(_contradiction(one, locale) for one in found.contradictions),
        *(_cost(one, locale) for one in found.costs),
        *(_broken(one, locale) for one in found.broken),
    )
    return Table(say(locale, "规则冲突", "Conflicts"), columns(_CONFLICT, locale, ("lost",)), rows)


def _clause(pack: Pack, rule: Rule, locale: Locale) -> tuple[Cell, Cell, Cell]:
    """The rule with its title, what it asks for, and where it stands."""
    asks = f"{label(CATALOGUE.find(rule.test.metric), locale)} {bound_in_words(rule.test, locale)}"
    return (
        Cell(f"{rule.id} {say(locale, rule.title, rule.title_en)}", rule.id),
        graded(asks, tuple(bound.show() for bound in rule.test.bounds), rule.grade),
        citation_cell(pack, rule.citation.place, rule.citation.urls, locale),
    )


def _row(
    kind: str,
    sides: tuple[tuple[Cell, Cell, Cell], tuple[Cell, Cell, Cell]],
    lost: Decimal | None,
    rest: tuple[str, Cell, Grade],
    locale: Locale,
) -> tuple[Cell, ...]:
    (left, asks, cited), (right, other, cited_there) = sides
    since, hardness, grade = rest
    return (
        Cell(say(locale, *_KINDS[kind]), kind), left, asks, right, other, points(lost), plain(since), hardness,
        plain(grade), cited, cited_there,
    )  # fmt: skip


def _contradiction(one: Contradiction, locale: Locale) -> tuple[Cell, ...]:
    sides = _clause(*one.left, locale), _clause(*one.right, locale)
    hard = [Cell(said(HARDNESS[side.rule.hardness], locale), side.rule.hardness) for side in (one.left, one.right)]
    both = hard[0] if hard[0] == hard[1] else Cell(" / ".join(c.text for c in hard), tuple(str(c.data) for c in hard))
    return _row("contradiction", sides, None, (one.since.isoformat(), both, one.grade), locale)


def _cost(one: Cost, locale: Locale) -> tuple[Cell, ...]:
    item = one.item
    at_most = say(
        locale,
        f"最多得 {one.possible:f} / {item.points.value:f} 分",
        f"{one.possible:f} of {item.points.value:f} points at most",
    )
    theirs = (
        Cell(f"{item.id} {say(locale, item.title, item.title_en)}", item.id),
        graded(at_most, f"{one.possible:f}", item.grade),
        citation_cell(one.pack, item.citation.place, item.citation.urls, locale),
    )
    since = max(one.guide.since, one.pack.since).isoformat()
    hardness = Cell(said(HARDNESS[one.rule.hardness], locale), one.rule.hardness)
    return _row("cost", (_clause(one.guide, one.rule, locale), theirs), one.lost, (since, hardness, one.grade), locale)


def _broken(one: Verdict, locale: Locale) -> tuple[Cell, ...]:
    rule, unit = one.rule, CATALOGUE.find(one.rule.test.metric).unit
    measured = figure(one.value, unit, locale)
    own = (
        Cell(say(locale, "本基金：", "this fund: ") + label(CATALOGUE.find(rule.test.metric), locale), one.subject),
        Cell(one.code or measured.text, one.code or measured.data),
        plain(""),
    )
    hardness = Cell(said(HARDNESS[rule.hardness], locale), rule.hardness)
    rest = one.pack.since.isoformat(), hardness, rule.grade
    return _row("broken", (_clause(one.pack, rule, locale), own), None, rest, locale)


# -- overlap -----------------------------------------------------------------------------------------------------------


def pair_table(found: Overlap, locale: Locale) -> Table:
    """The pairs of funds that are most alike, those that a supervisor looks at first on top. The cut-off is grade C."""
    title = say(locale, f"同质化（相似度 ≥ {found.cut_off:g}，界线自设，C 级）",
                f"Overlap (alike from {found.cut_off:g}, a cut-off of our own, grade C)")  # fmt: skip
    figures = ("alike", "fields", "left_size", "right_size")
    return Table(title, columns(_PAIR, locale, figures), tuple(_pair(one, locale) for one in found.pairs))


def _pair(one: Pair, locale: Locale) -> tuple[Cell, ...]:
    shared = (sector_label(code, locale) for code in one.shared)
    return (
        plain(one.left.name),
        plain(one.right.name),
        score(one.alike, 3),
        score(one.fields, 3),
        plain(one.within),
        several(shared, one.shared, locale),
        size_cell(one.left),
        size_cell(one.right),
        _region(one.left),
        _region(one.right),
        plain(one.left.id),
        plain(one.right.id),
    )


def _region(fund: FundProfile) -> Cell:
    return plain(str(fund.region) if fund.region else "")


def size_cell(fund: FundProfile) -> Cell:
    """The size in hundreds of millions of yuan; empty where it is not known."""
    return yi(fund.size)


def yi(minor: int | None) -> Cell:
    """An amount in hundreds of millions of yuan, exact for a program."""
    if minor is None:
        return Cell("", None)
    number = Decimal(minor) / _YI
    return Cell(f"{number:,.2f}", f"{Decimal(minor) / 100:f} CNY", number)


def score(value: float, places: int = 2) -> Cell:
    """A computed figure to so many places; empty where it is unknown."""
    if math.isnan(value):
        return Cell("", None)
    number = round(Decimal(repr(float(value))), places)
    return Cell(f"{number:f}", f"{number:f}", number)


def place_table(places: Iterable[Place], locale: Locale) -> Table:
    """The cities with funds that are alike, the most money first."""
    rows = tuple((plain(one.city), count(one.funds), count(one.pairs), yi(one.money)) for one in places)
    return Table(
        say(locale, "各城市的同质化", "Overlap by city"), columns(_PLACE, locale, ("funds", "pairs", "money")), rows
    )


# -- indices -----------------------------------------------------------------------------------------------------------

_REGION = (("rank", "名次", "Rank"), ("region", "地区", "Region"), ("total", "得分", "Score"))
_RANGE = (
    ("best", "最好名次", "Best rank"), ("worst", "最差名次", "Worst rank"), ("low", "九成区间起", "Nine in ten from"),
    ("high", "九成区间止", "Nine in ten to"),
)  # fmt: skip
_INDEX = (
    ("id", "指数", "Index"), ("title", "名称", "Title"), ("edition", "版本", "Edition"),
    ("issuer", "发布机构", "Issuer"),
    ("published", "公布的指标数", "Published counts"), ("known", "已知名称的指标数", "Known by name"),
    ("grade", "等级", "Grade"), ("assumed", "推断部分", "What is assumed"),
)  # fmt: skip
_LEAF = (
    ("id", "代码", "Id"), ("title", "指标", "Indicator"), ("unit", "单位", "Unit"), ("standard", "标准值", "Standard"),
    ("grade", "等级", "Grade"),
)  # fmt: skip


def index_table(found: Composite, moved: Sensitivity | None, locale: Locale) -> Table:
    """One row for each region, the highest score first: levels below, share of the weight known, rank ranges."""
    nodes = [(part.id, part.title, part.title) for part in found.index.root.parts]
    known = ("known", "有数据的权重（%）", "Weight with data (%)")
    named = (*_REGION, *nodes, known, *(_RANGE if moved else ()))
    ranges = {one.region: one for one in moved.ranges} if moved else {}
    ranks = found.ranks()
    order = sorted(range(len(found.regions)), key=lambda at: (ranks[at] is None, ranks[at] or 0))
    rows = []
    for at in order:
        region = found.regions[at]
        cells = [count(ranks[at]), plain(region), score(float(found.total[at]))]
        cells += [score(float(found.levels[name][at])) for name, *_ in nodes]
        cells.append(score(float(found.known[at]) * 100, 1))
        if moved:
            cells += [count(getattr(ranges[region], key)) for key, *_ in _RANGE]
        rows.append(tuple(cells))
    figures = [key for key, *_ in named if key != "region"]
    return Table(say(locale, found.index.title, found.index.title_en), columns(named, locale, figures), tuple(rows))


def indices_table(indices: Iterable[Index], locale: Locale) -> Table:
    """The indices that there are: how much of them is published, known and assumed."""
    rows = tuple(
        (
            plain(one.id),
            Cell(say(locale, one.title, one.title_en), one.title),
            plain(one.edition),
            plain(one.issuer),
            plain("/".join(map(str, one.published))),
            plain("/".join(map(str, one.known))),
            plain(one.grade),
            several(one.assumed, one.assumed, locale),
        )
        for one in indices
    )
    return Table(say(locale, "指数", "Indices"), columns(_INDEX, locale), rows)


def leaf_table(index: Index, locale: Locale) -> Table:
    """The indicators of an index, the heads of its CSV; an empty standard is not published."""
    rows = tuple(
        (
            plain(leaf.id),
            plain(leaf.title),
            plain(leaf.unit),
            Cell(
                "" if leaf.standard is None else f"{leaf.standard:f}",
                None if leaf.standard is None else f"{leaf.standard:f}",
            ),
            plain(leaf.grade),
        )
        for leaf in index.root.leaves()
    )
    return Table(say(locale, index.title, index.title_en), columns(_LEAF, locale), rows)
