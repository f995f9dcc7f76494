"""The evaluation of all funds: scores with what is certain and what is open, ranks in all and within provinces."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from huoshui.web.charts import Drawing
from huoshui.web.charts.gauges import Part, parts
from huoshui.web.figures import show_region
from huoshui.web.language import mark, show_date
from huoshui.web.pages.listing import Link, Pager, make_pager
from huoshui.web.pages.policy.marks import Sure, sure, titled
from huoshui.web.pages.portfolio.cells import percent
from huoshui.web.pages.portfolio.rows import Choice
from huoshui.web.query import read_page
from huoshui.web.ruling import EVALUATION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.policy.evaluation import Evaluation
    from huoshui.policy.pack import Item
    from huoshui.web.pages.policy.asking import Asking, Head

FUNDS_AT_ONCE = 50
#: The variant of the evaluation that a secondary source has for its first item.
BANDS = "bands"


@dataclass(frozen=True, slots=True)
class Column:
    """A first-level indicator and how many points it has."""

    title: str
    points: str


@dataclass(frozen=True, slots=True)
class RankRow:
    """A fund in the ranking. ``firsts`` are the points that are certain by first-level indicator."""

    rank: str
    name: str
    href: str
    drawing: Drawing
    said: str
    certain: str
    open: str
    firsts: tuple[str, ...]
    in_group: str
    group: str
    percentile: str


@dataclass(frozen=True, slots=True)
class RankingPage:
    """The page of the evaluation."""

    title: str
    head: Head
    empty: bool
    about: str
    pack: str
    pack_href: str
    grade: Sure
    groups: tuple[Choice, ...]
    variants: tuple[Choice, ...]
    text: str
    columns: tuple[Column, ...]
    grouped: bool
    rows: tuple[RankRow, ...]
    pager: Pager
    files: tuple[Link, ...]


def make_page(asked: Asking) -> RankingPage:
    """The declared context of the page."""
    found = asked.ruling.evaluation(asked.day, variants_of(asked))
    listed = places_of(found, asked)
    number = read_page(asked.request.query_params, asked.locale)
    shown = listed[(number - 1) * FUNDS_AT_ONCE : number * FUNDS_AT_ONCE]
    group = asked.param("group")
    return RankingPage(
        title=asked.say(mark("投向评价")),
        head=asked.head("evaluation"),
        empty=not len(found),
        about=_about(found, asked),
        pack=titled(found.pack, asked.locale),
        pack_href=asked.pack(EVALUATION),
        grade=sure(found.pack.grade, asked.locale),
        groups=_groups(found, group, asked),
        variants=variant_choices(asked),
        text=asked.param("name"),
        columns=tuple(
            Column(titled(one, asked.locale), one.points.show(asked.locale)) for one in found.pack.indicators
        ),
        grouped=not group,
        rows=tuple(_row(found, place, group, asked) for place in shown),
        pager=make_pager(len(listed), number, lambda n: asked.same(page=str(n) if n > 1 else ""), FUNDS_AT_ONCE),
        files=tuple(Link(kind.upper(), asked.file("ranking", kind)) for kind in ("docx", "xlsx")),
    )


def variants_of(asked: Asking) -> tuple[str, ...]:
    """The variants of items that the address chooses."""
    return (BANDS,) if asked.param("variant") == BANDS else ()


def variant_choices(asked: Asking) -> tuple[Choice, ...]:
    """The ways of scoring the item that has two."""
    from huoshui.policy.scoring import all_items

    varied: list[Item] = [item for _, item in all_items(asked.ruling.packs.get(EVALUATION)) if BANDS in item.variants]
    if not varied:
        return ()
    chosen = bool(variants_of(asked))
    names = asked.say(mark("、")).join(item.id for item in varied)
    return (
        Choice(asked.say(mark("%(items)s 按比例，见于文件"), items=names), asked.same(variant=""), 0, not chosen),
        Choice(asked.say(mark("%(items)s 分档，见于二手资料"), items=names), asked.same(variant=BANDS), 0, chosen),
    )


def places_of(found: Evaluation, asked: Asking) -> list[int]:
    """The funds that the filters leave, from the most points to the fewest."""
    group, text = asked.param("group"), asked.param("name").casefold()
    return [
        place
        for place in found.order()
        if (not group or found.groups[place] == group) and (not text or text in found.facts.names[place].casefold())
    ]


def _about(found: Evaluation, asked: Asking) -> str:
    stated = {"day": show_date(asked.day.isoformat(), asked.locale), "num": len(found)}
    return asked.say(
        mark(
            "截至 %(day)s，账本中 %(num)s 只基金按已确定的得分排名；缺数据的分数另列，补齐后名次可能改变。"
            "文件只排名次，不设等级。"
        ),
        **stated,
    )


def _groups(found: Evaluation, chosen: str, asked: Asking) -> tuple[Choice, ...]:
    counts = Counter(group for group in found.groups if group)
    every = Choice(asked.say(mark("全部")), asked.same(group=""), len(found), not chosen)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return (every, *(Choice(show_region(name), asked.same(group=name), n, name == chosen) for name, n in ordered))


def _row(found: Evaluation, place: int, group: str, asked: Asking) -> RankRow:
    scores = found.scores
    standing, inner = found.standings[place], found.in_groups[place]
    counted = inner if group and inner else standing
    firsts: Sequence[float] = [float(scores.indicators[one.id][place]) for one in found.pack.indicators]
    certain, left = float(scores.total[place]), float(scores.open[place])
    stated = {"certain": points(certain), "open": points(left)}
    return RankRow(
        rank=str(counted.rank),
        name=found.facts.names[place],
        href=asked.evaluation(found.facts.ids[place]),
        drawing=score_bar(certain, left, 100, asked),
        said=asked.say(mark("已确定 %(certain)s 分，待定 %(open)s 分"), **stated),
        certain=stated["certain"],
        open=stated["open"],
        firsts=tuple(points(one) for one in firsts),
        in_group=str(inner.rank) if inner else "",
        group=found.groups[place],
        percentile=percent(Decimal(repr(round(counted.percentile, 6)))),
    )


def score_bar(certain: float, left: float, whole: float, asked: Asking, *, width: float = 180) -> Drawing:
    """What is certain and what is open, on the length of all points."""
    return parts(
        (
            Part(certain, "known-part", asked.say(mark("已确定 %(num)s 分"), num=points(certain))),
            Part(left, "open-part", asked.say(mark("待定 %(num)s 分"), num=points(left))),
        ),
        whole,
        width=width,
    )


def points(value: float | Decimal) -> str:
    """Points, to two places."""
    return f"{Decimal(repr(float(value))).quantize(Decimal('0.01')):f}"
