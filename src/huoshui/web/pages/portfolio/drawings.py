"""Charts of the portfolio: from what a family shows to drawings, each with the same figures as a sheet."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.model.money import Money
from huoshui.portfolio.family.views import Place
from huoshui.portfolio.vocabulary import Nature
from huoshui.web.charts import (
    Bar,
    Box,
    Branch,
    Drawing,
    Flow,
    Icon,
    Node,
    Point,
    Series,
    Tie,
    Words,
    bars,
    curve,
    layers,
    sankey,
    sector_hue,
    sector_label,
    tree,
)
from huoshui.web.language import mark, say, show_date
from huoshui.web.pages.portfolio.cells import (
    WAN,
    YI,
    Cell,
    Sheet,
    amount_text,
    heads_of,
    money_cell,
    percent,
    share_cell,
    text_cell,
    unit_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from huoshui.portfolio.family.views import FundView, Penetration, Ref, TreeEdge, TreeNode
    from huoshui.portfolio.family.views import Point as FundPoint
    from huoshui.portfolio.family.views import Tree as FamilyTree
    from huoshui.web.language import Locale
    from huoshui.web.pages.portfolio.asking import Asking

WIDE, NARROW = 1340.0, 340.0
FUND, FLOW = "fund", "plain"
#: Of the flows, so many stand in the table of the page; the file has all.
FLOWS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its finding, its measure and unit, and the sheet of the same figures.

    ``narrow`` is laid out for a phone where the wide one would not be readable; ``apart`` where the sheet stands
    elsewhere on the page.
    """

    name: str
    title: str
    measure: str
    wide: Drawing
    sheet: Sheet
    narrow: Drawing | None = None
    apart: bool = False


def others_of(locale: Locale) -> Callable[[int], str]:
    """How what is folded is called."""
    return lambda count: say(locale, "其他 %(num)s 项") % {"num": count}


def in_yi(currency: str, locale: Locale) -> Callable[[int], str]:
    """How minor units are written on a chart."""
    return lambda minor: amount_text(Money(minor, currency), YI, locale)


# -- the family --------------------------------------------------------------------------------------------------------


def family_sankey(found: FamilyTree, asked: Asking) -> Chart:
    """Money from contributors through funds to sectors or companies: paid in, then invested."""
    locale, write = asked.locale, in_yi(asked.currency, asked.locale)
    into = _received(found.edges)
    by_id = {node.id: node for node in found.nodes}
    nodes = []
    for node in found.nodes:
        money = into.get(node.id, 0) if node.place in {Place.SECTOR, Place.COMPANY} else node.amount.minor
        href = asked.to(node.ref) if node.ref else ""
        nodes.append(Node(node.id, node_label(node, locale), node.column, _look(node), href, write(money)))
    flows = [_flow(edge, by_id) for edge in found.edges]
    words = Words(
        others_of(locale), write, say(locale, "过细的条按 2 像素画"), lambda a, b: _band_href(a, b, by_id, asked)
    )
    wide = sankey(nodes, flows, words, width=WIDE)
    return Chart(
        name="portfolio-flow",
        title=_sankey_finding(found, into, asked),
        measure=say(locale, "实缴与投资，从出资人经各层基金到企业，%(unit)s")
        % {"unit": unit_of(YI, asked.currency, locale)},
        wide=wide,
        sheet=_flow_sheet(found, by_id, asked),
    )


def _received(edges: Sequence[TreeEdge]) -> dict[str, int]:
    into: dict[str, int] = defaultdict(int)
    for edge in edges:
        into[edge.target] += edge.paid.minor
    return into


def _look(node: TreeNode) -> str:
    return sector_hue(node.sector) if node.place in {Place.SECTOR, Place.COMPANY} else FUND


def node_label(node: TreeNode, locale: Locale) -> str:
    """What a node of the family stands for, and how many."""
    if node.ref is not None:
        return node.ref.name
    if node.place is Place.CONTRIBUTORS:
        nature = node.nature or Nature.UNKNOWN
        return say(locale, "%(what)s（%(num)s 家）") % {"what": nature.label(locale), "num": node.count}
    sector = sector_label(node.sector, locale) if node.sector else say(locale, "行业未登记")
    return say(locale, "%(what)s（%(num)s 家）") % {"what": sector, "num": node.count}


def _flow(edge: TreeEdge, by_id: dict[str, TreeNode]) -> Flow:
    target = by_id[edge.target]
    return Flow(edge.source, edge.target, edge.paid.minor, FLOW if target.place is Place.FUND else _look(target))


def _band_href(source: str, target: str, by_id: dict[str, TreeNode], asked: Asking) -> str:
    """The entries behind a band; groups have none of their own."""
    payer, payee = by_id[source], by_id[target]
    if not (payer.ref and payee.ref):
        return ""
    return asked.entries("paid_in" if payee.place is Place.FUND else "invested", payer.ref.id, payee.ref.id)


def _sankey_finding(found: FamilyTree, into: dict[str, int], asked: Asking) -> str:
    """The largest sector or company, and its part of all that was invested."""
    locale = asked.locale
    ends = [node for node in found.nodes if node.place in {Place.SECTOR, Place.COMPANY}]
    whole = sum(into.get(node.id, 0) for node in ends)
    if not whole:
        return say(locale, "资金到了基金，尚未投到企业")
    known = [node for node in ends if node.sector or node.ref] or ends
    top = max(known, key=lambda node: into.get(node.id, 0))
    name = sector_label(top.sector, locale) if top.place is Place.SECTOR and top.sector else node_label(top, locale)
    stated = {"name": name, "part": percent(into[top.id] / whole), "whole": in_yi(asked.currency, locale)(whole)}
    return say(locale, "投向企业的 %(whole)s 中，%(name)s最多，占 %(part)s") % stated


def _flow_sheet(found: FamilyTree, by_id: dict[str, TreeNode], asked: Asking) -> Sheet:
    locale, unit = asked.locale, unit_of(YI, asked.currency, asked.locale)
    columns = (
        ("source", mark("从"), "-"),
        ("target", mark("到"), "-"),
        ("committed", mark("认缴"), unit),
        ("paid", mark("实缴或投资"), unit),
    )
    rows = tuple(
        (
            text_cell(node_label(by_id[edge.source], locale), locale),
            text_cell(node_label(by_id[edge.target], locale), locale),
            money_cell(edge.committed, YI, locale, currency=asked.currency, why=say(locale, "投资没有认缴")),
            money_cell(edge.paid, YI, locale, currency=asked.currency),
        )
        for edge in asked.some(sorted(found.edges, key=lambda edge: -edge.paid.minor), FLOWS_SHOWN)
    )
    more = len(found.edges) - len(rows)
    return Sheet("flows", say(locale, "资金流向"), heads_of(locale, *columns), rows, asked.file("flows"), more=more)


def family_tree(found: FamilyTree, asked: Asking, sheet: Sheet) -> Chart:
    """Funds under those that pay most into them, with what was paid in and what they invested."""
    locale, write = asked.locale, in_yi(asked.currency, asked.locale)
    funds = {node.id: node for node in found.nodes if node.place is Place.FUND}
    parent: dict[str, tuple[int, str]] = {}
    invested: dict[str, int] = defaultdict(int)
    for edge in found.edges:
        if edge.source in funds and edge.target in funds:
            parent[edge.target] = max(parent.get(edge.target, (-1, "")), (edge.paid.minor, edge.source))
        elif edge.source in funds:
            invested[edge.source] += edge.paid.minor
    below: dict[str, list[str]] = defaultdict(list)
    for child, (_, above) in parent.items():
        if funds[above].column < funds[child].column:
            below[above].append(child)
    placed = {child for children in below.values() for child in children}
    made: dict[str, Branch] = {}
    for node in sorted(funds.values(), key=lambda node: -node.column):
        aside = say(locale, "投企业 %(amount)s") % {"amount": write(invested[node.id])} if invested[node.id] else ""
        children = tuple(made[child] for child in below[node.id])
        href = asked.to(node.ref) if node.ref else ""
        name, money = node_label(node, locale), node.amount.minor
        made[node.id] = Branch(node.id, name, max(money, 0), write(money), aside, FUND, href, children)
    roots = [made[node] for node in funds if node not in placed]
    others = others_of(locale)
    return Chart(
        name="portfolio-tree",
        title=say(locale, "%(num)s 只基金，%(roots)s 只在最上层") % {"num": len(funds), "roots": len(roots)},
        measure=say(locale, "各基金的实缴总额，%(unit)s；有多个上层的，列在出资最多者之下")
        % {"unit": unit_of(YI, asked.currency, locale)},
        wide=tree(roots, others, write, width=WIDE),
        narrow=tree(roots, others, write, width=NARROW),
        sheet=sheet,
        apart=True,
    )


# -- a fund ------------------------------------------------------------------------------------------------------------


def fund_curve(view: FundView, asked: Asking) -> Chart | None:
    """The J-curve to date: what the investors have net of what they paid, and what the fund is worth."""
    if not view.curve:
        return None
    locale, currency = asked.locale, view.fund.currency
    peak = max(max(abs(point.net.minor), point.nav.minor) for point in view.curve)
    power = YI if Money(peak, currency).amount >= 10**YI else WAN
    unit = unit_of(power, currency, locale)
    low, last = min(view.curve, key=lambda point: point.net.minor), view.curve[-1]

    def write(money: Money) -> str:
        return amount_text(money, power, locale)

    def tick(minor: int) -> str:
        return f"{Money(minor, currency).amount.scaleb(-power).normalize():,f}"

    def series(name: str, look: str, money: Callable[[FundPoint], Money]) -> Series:
        points = tuple(
            Point(
                point.day,
                money(point).minor,
                f"{show_date(point.day.isoformat(), locale)} {name} {write(money(point))}",
                asked.href("/journal", node=view.fund.id, until=point.day.isoformat()),
            )
            for point in view.curve
        )
        return Series(name, look, points, write(money(view.curve[-1])))

    drawn = [
        series(say(locale, "净现金流"), "hue-1", lambda point: point.net),
        series(say(locale, "净资产"), "hue-3", lambda point: point.nav),
    ]
    stated = {"low": write(low.net), "day": show_date(low.day.isoformat()[:7], locale), "now": write(last.net)}
    title = say(locale, "净现金流最低 %(low)s（%(day)s），现为 %(now)s") % stated
    return Chart(
        name="fund-curve",
        title=title,
        measure=say(locale, "出资人累计净现金流与基金净资产，%(unit)s") % {"unit": unit},
        wide=curve(drawn, tick, width=860),
        narrow=curve(drawn, tick, width=NARROW, height=260),
        sheet=_curve_sheet(view, asked, power),
    )


def _curve_sheet(view: FundView, asked: Asking, power: int) -> Sheet:
    locale, currency = asked.locale, view.fund.currency
    unit = unit_of(power, currency, locale)
    columns = (
        ("day", mark("日期"), "-"),
        ("paid_in", mark("累计实缴"), unit),
        ("distributed", mark("累计分配"), unit),
        ("net", mark("累计净现金流"), unit),
        ("nav", mark("净资产"), unit),
    )
    rows = tuple(
        (
            Cell(show_date(point.day.isoformat(), locale)),
            *(
                money_cell(money, power, locale, currency=currency)
                for money in (point.paid_in, point.distributed, point.net, point.nav)
            ),
        )
        for point in view.curve
    )
    return Sheet("curve", say(locale, "累计净现金流与净资产"), heads_of(locale, *columns), rows, asked.file("curve"))


# -- look-through ------------------------------------------------------------------------------------------------------


def penetration(found: Penetration, asked: Asking, title: str, words: Callable[[Ref], tuple[Icon, str]]) -> Chart:
    """Owners above, what is held below; ``words`` says what somebody is, as icon and in short."""
    locale = asked.locale
    keys: dict[tuple[str, str], str] = {}
    boxes = [_box(found.middle, 0, 1.0, "", asked, words, "middle", "m")]
    for half, nodes in (("b", found.behind), ("h", found.below)):
        keys[half, found.middle.id] = "m"
        for node in nodes:
            key = keys[half, node.ref.id] = f"{half}:{node.ref.id}"
            boxes.append(_box(node.ref, node.tier, node.share, percent(node.share), asked, words, "", key))
    halves = (("b", found.edges_behind), ("h", found.edges_below))
    ties = [
        Tie(keys[half, edge.holder], keys[half, edge.held], percent(edge.share))
        for half, edges in halves
        for edge in edges
        if (half, edge.holder) in keys and (half, edge.held) in keys
    ]
    return Chart(
        name="penetration",
        title=title,
        measure=say(locale, "线上为直接持股，框内为穿透持股；星号为国有主体，虚线为循环持股"),
        wide=layers(boxes, ties, others_of(locale)),
        sheet=_tie_sheet(found, asked),
    )


def _box(
    ref: Ref,
    level: int,
    weight: float,
    share: str,
    asked: Asking,
    words: Callable[[Ref], tuple[Icon, str]],
    look: str,
    key: str,
) -> Box:
    icon, word = words(ref)
    own = look or ("state" if icon == "state" else "plain")
    return Box(key, ref.name, level, weight, icon, own, word, share, asked.to(ref))


def _tie_sheet(found: Penetration, asked: Asking) -> Sheet:
    locale = asked.locale
    names = {node.ref.id: node.ref for node in (*found.behind, *found.below)} | {found.middle.id: found.middle}
    columns = (("holder", mark("持有方"), "-"), ("held", mark("被持有方"), "-"), ("share", mark("直接持股"), "%"))
    rows = tuple(
        (
            Cell(names[edge.holder].name, asked.to(names[edge.holder])),
            Cell(names[edge.held].name, asked.to(names[edge.held])),
            share_cell(edge.share, locale),
        )
        for edge in (*found.edges_behind, *found.edges_below)
        if edge.holder in names and edge.held in names
    )
    return Sheet("stakes", say(locale, "直接持股"), heads_of(locale, *columns), rows, asked.file("stakes"))


def exposure_bars(
    rows: Sequence[Bar], locale: Locale, write: Callable[[int], str], *, narrow: bool = False, most: int
) -> Drawing:
    """The largest parts as bars, the rest as one."""
    shown = list(rows)
    if len(shown) > most:
        rest = shown[most - 1 :]
        total = sum(row.value for row in rest)
        shown = [*shown[: most - 1], Bar(others_of(locale)(len(rest)), total, write(total), "others")]
    return bars(shown, width=NARROW if narrow else 520)
