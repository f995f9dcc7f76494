"""A composite index: what of its structure is known and what is assumed; scores and rank ranges of pasted values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from huoshui.errors import HuoshuiError, NotFound
from huoshui.policy.composite import compose, sensitivity, shipped_indices
from huoshui.policy.composite.index import Leaf, Node
from huoshui.policy.composite.tables import parse_table
from huoshui.policy.extra import np
from huoshui.web.charts.gauges import Range, ranges
from huoshui.web.language import mark
from huoshui.web.pages.listing import Link
from huoshui.web.pages.policy.marks import Sure, is_address, sure, titled
from huoshui.web.pages.portfolio.cells import Cell, Sheet, heads_of, percent
from huoshui.web.pages.portfolio.cells import Head as SheetHead
from huoshui.web.pages.portfolio.drawings import NARROW, Chart
from huoshui.web.pages.portfolio.rows import Choice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from huoshui.policy.composite import Composite, Index, RankRange, Sensitivity, Table
    from huoshui.policy.composite.index import Normal
    from huoshui.web.pages.policy.asking import Asking, Head

#: How far weights are moved, and how often.
BY, DRAWS = 0.25, 500
MOST_REGIONS = 400
_WAYS: tuple[tuple[Normal, str], ...] = (
    ("standard", mark("与标准值比")),
    ("minmax", mark("极差法，表内最差 0、最好 100")),
    ("zscore", mark("标准分，均值 50")),
    ("rank", mark("按位次")),
)


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A line of the structure; ``depth`` from 1."""

    depth: int
    title: str
    weight: str
    unit: str
    standard: str
    grade: Sure
    leaf: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A way to normalise."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class IndexPage:
    """The page of an index; ``token`` belongs to its form. ``error`` says what of the values cannot be read."""

    title: str
    head: Head
    choices: tuple[Choice, ...]
    name: str
    id: str
    issuer: str
    grade: Sure
    note: str
    known: str
    assumed: tuple[str, ...]
    sources: tuple[Link, ...]
    structure: tuple[NodeRow, ...]
    token: str
    ways: tuple[Way, ...]
    values: str
    example: str
    error: str
    said: str
    chart: Chart | None
    scores: Sheet


def index_of(asked: Asking, name: str = "") -> Index:
    """The index that the address or the form names, else the first. NotFound."""
    listed = shipped_indices()
    wanted = name or asked.param("id")
    if not wanted:
        return listed[0]
    found = next((one for one in listed if one.id == wanted), None)
    if found is None:
        raise NotFound(f"no index {wanted[:60]!r}: see `huoshui policy index`")
    return found


def make_page(asked: Asking, token: str, form: dict[str, str] | None = None) -> IndexPage:
    """The declared context of the page; with a form also what comes of its values. NotFound for another index."""
    given = form or {}
    index, locale = index_of(asked, given.get("id", "")), asked.locale
    way = _way(index, given.get("way", ""))
    values = given.get("values", "").strip()
    computed, error = _computed(replace(index, normal=way), values, asked) if values else (None, "")
    return IndexPage(
        title=asked.say(mark("综合指数")),
        head=asked.head("index"),
        choices=tuple(
            Choice(titled(one, locale), asked.href("/index", id=one.id), len(list(one.root.leaves())), one is index)
            for one in shipped_indices()
        ),
        name=titled(index, locale),
        id=index.id,
        issuer=index.issuer,
        grade=sure(index.grade, locale),
        note=index.note if locale == "zh" else "",
        known=_known(index, asked),
        assumed=index.assumed if locale == "zh" else (),
        sources=tuple(Link(one, one if is_address(one) else "") for one in index.sources),
        structure=tuple(_rows(index.root, 1, asked)),
        token=token,
        ways=tuple(Way(code, asked.say(label), code == way) for code, label in _WAYS),
        values=values,
        example=_example(index),
        error=error,
        said=_said(*computed, asked) if computed else "",
        chart=_chart(computed[1], asked) if computed else None,
        scores=_scores(index, computed[0], asked) if computed else Sheet("scores", "", (), ()),
    )


def _way(index: Index, wanted: str) -> Normal:
    """The way that the form chooses; of an index whose standards are not published the spread of the table."""
    chosen = next((code for code, _ in _WAYS if code == wanted), None)
    if chosen:
        return chosen
    unknown = any(leaf.standard is None for leaf in index.root.leaves())
    return "minmax" if index.normal == "standard" and unknown else index.normal


def _computed(index: Index, values: str, asked: Asking) -> tuple[tuple[Composite, Sensitivity] | None, str]:
    """Scores and rank ranges of the values, or what is wrong with them."""
    try:
        table: Table = parse_table(values.replace("\t", ","), asked.say(mark("粘贴的表")), index)
        if len(table.regions) > MOST_REGIONS:
            return None, asked.say(mark("最多 %(most)s 行"), most=MOST_REGIONS)
        if not table.regions:
            return None, asked.say(mark("表头下面还没有一行数"))
        return (compose(index, table), sensitivity(index, table, by=BY, draws=DRAWS)), ""
    except HuoshuiError as error:
        return None, str(error)


def _known(index: Index, asked: Asking) -> str:
    """How many of the published parts are known by name."""
    if not index.published:
        return ""
    counts = zip(index.known, index.published, strict=False)
    shown = asked.say(mark("、")).join(
        asked.say(mark("第 %(level)s 级 %(known)s/%(all)s"), level=n, known=known, all=published)
        for n, (known, published) in enumerate(counts, 1)
    )
    return asked.say(mark("公布的指标中有名称的：%(shown)s。没有名称的不猜，不进计算。"), shown=shown)


def _rows(node: Node, depth: int, asked: Asking) -> Iterator[NodeRow]:
    total = sum((part.weight for part in node.parts), start=node.weight * 0) or 1
    for part in node.parts:
        leaf = isinstance(part, Leaf)
        yield NodeRow(
            depth=depth,
            title=part.title,
            weight=percent(part.weight / total),
            unit=part.unit if isinstance(part, Leaf) else "",
            standard=_standard(part, asked) if isinstance(part, Leaf) else "",
            grade=sure(part.grade, asked.locale),
            leaf=leaf,
        )
        if isinstance(part, Node):
            yield from _rows(part, depth + 1, asked)


def _standard(leaf: Leaf, asked: Asking) -> str:
    return asked.say(mark("未公布")) if leaf.standard is None else f"{leaf.standard.normalize():f}"


def _example(index: Index) -> str:
    """The head of a table to begin with."""
    return ",".join(["地区", *(leaf.title for leaf in index.root.leaves())])


# -- what comes of values ----------------------------------------------------------------------------------------------


def _score(value: float) -> Cell:
    return Cell("", why="") if np.isnan(value) else Cell(f"{value:.2f}")


def _said(found: Composite, moved: Sensitivity, asked: Asking) -> str:
    known = float(np.nanmean(found.known)) if len(found.known) else 0.0
    stated = {
        "num": len(found.regions),
        "known": percent(round(known, 4)),
        "by": percent(moved.by),
        "draws": moved.draws,
    }
    return asked.say(
        mark("%(num)s 个地区，平均 %(known)s 的权重有数；权重各上下浮动 %(by)s，随机 %(draws)s 次。"), **stated
    )


def _scores(index: Index, found: Composite, asked: Asking) -> Sheet:
    """The regions by rank: score, how much of it rests on figures, and the first level."""
    firsts = [part for part in index.root.parts if part.id in found.levels]
    heads = [
        *heads_of(asked.locale, ("region", mark("地区"), "-"), ("rank", mark("名次"), "")),
        *heads_of(asked.locale, ("score", mark("得分"), ""), ("known", mark("有数的权重"), "%")),
        *(SheetHead(part.id, part.title, numeric=True) for part in firsts),
    ]
    ranks = found.ranks()
    order = sorted(range(len(found.regions)), key=lambda n: (ranks[n] is None, ranks[n] or 0, found.regions[n]))
    rows = []
    for n in order:
        rank = Cell(str(ranks[n])) if ranks[n] is not None else Cell("", why=asked.say(mark("没有数")))
        known = Cell(percent(round(float(found.known[n]), 4)))
        levels = (_score(float(found.levels[part.id][n])) for part in firsts)
        rows.append((Cell(found.regions[n]), rank, _score(float(found.total[n])), known, *levels))
    return Sheet("scores", asked.say(mark("得分与名次")), tuple(heads), tuple(rows))


def _chart(moved: Sensitivity, asked: Asking) -> Chart | None:
    """The rank ranges as dots with whiskers."""
    held = [made for one in moved.ranges if (made := _range(one, asked))]
    if not held:
        return None
    held.sort(key=lambda one: (one.rank, one.name))
    return Chart(
        name="rank-ranges",
        title=_finding(held, asked),
        measure=asked.say(
            mark("名次，圆点为按原权重，粗线为十次中九次落在其间，细线为最好与最差；权重浮动 %(by)s"),
            by=percent(moved.by),
        ),
        wide=ranges(held, len(held), width=860),
        narrow=ranges(held, len(held), width=NARROW),
        sheet=_range_sheet(held, asked),
    )


def _range(one: RankRange, asked: Asking) -> Range | None:
    """A place's rank and where it came to stand; None where it has no score."""
    if one.rank is None or one.best is None or one.worst is None or one.low is None or one.high is None:
        return None
    stated = {"name": one.region, "rank": one.rank, "best": one.best, "worst": one.worst}
    title = asked.say(mark("%(name)s 第 %(rank)s，最好 %(best)s，最差 %(worst)s"), **stated)
    return Range(one.region, one.rank, one.best, one.worst, one.low, one.high, title)


def _finding(held: Sequence[Range], asked: Asking) -> str:
    sure_of = sum(one.best == one.worst for one in held)
    first = held[0]
    if first.worst == 1:
        said = mark("%(name)s怎样改权重都是第一；%(num)s 个地区名次不随权重变")
    else:
        said = mark("%(name)s排第一，权重一变可到第 %(worst)s；%(num)s 个地区名次不随权重变")
    return asked.say(said, name=first.name, num=sure_of, worst=first.worst)


def _range_sheet(held: Sequence[Range], asked: Asking) -> Sheet:
    columns = (
        ("region", mark("地区"), "-"),
        ("rank", mark("名次"), ""),
        ("best", mark("最好"), ""),
        ("worst", mark("最差"), ""),
        ("low", mark("九成区间，自"), ""),
        ("high", mark("至"), ""),
    )
    rows = tuple(
        tuple(Cell(str(value)) for value in (one.name, one.rank, one.best, one.worst, one.low, one.high))
        for one in held
    )
    return Sheet("ranges", asked.say(mark("名次区间")), heads_of(asked.locale, *columns), rows)
