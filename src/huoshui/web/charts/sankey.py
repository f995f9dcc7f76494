"""Money on its way through columns (桑基图): heights in proportion, labels beside their bars, few crossings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.web.charts.shapes import LINE, SIZE, Drawing, Line, Mark, Rect, clipped, label, num, path, text_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from huoshui.web.charts.shapes import Anchor

BAR = 12.0
GAP = 6.0
#: No bar is drawn thinner than this.
THINNEST = 2.0
SWEEPS = 6
LONGEST_LABEL = 210.0


@dataclass(frozen=True, slots=True)
class Node:
    """A bar. ``column`` counts from the left, ``amount`` is its value in words."""

    key: str
    label: str
    column: int
    look: str = "plain"
    href: str = ""
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """A band from one bar to another further right; ``value`` is positive, ``look`` its hue."""

    source: str
    target: str
    value: int
    look: str = "plain"
    title: str = ""
    href: str = ""


def nowhere(_source: str, _target: str) -> str:
    """Where bands lead that lead nowhere."""
    return ""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a Sankey: of what is folded (其他 12 项), of an amount, and of the note on thin bars.

    ``link`` says where the band between two bars leads; it is asked only for bands that are drawn by themselves.
    """

    others: Callable[[int], str]
    amount: Callable[[int], str]
    note: str
    link: Callable[[str, str], str] = nowhere


@dataclass(frozen=True, slots=True)
class Placed:
    """A bar in its place: its slot holds the label too, which may be higher than the bar."""

    node: Node
    value: int
    x: float
    y: float
    height: float
    slot_y: float
    slot: float


def sankey(
    nodes: Iterable[Node], flows: Iterable[Flow], words: Words, *, width: float = 1120, most: int = 14
) -> Drawing:
    """The drawing: at most ``most`` bars in a column, the rest of it in one that says how many it stands for.

    Flows that do not lead to the right, and those of nothing, are not drawn.
    """
    known = {node.key: node for node in nodes}
    drawn = [
        f
        for f in flows
        if f.value > 0 and f.source in known and f.target in known and known[f.source].column < known[f.target].column
    ]
    shown, drawn = _fold(known, drawn, words, most)
    if not drawn:
        return Drawing(width, 0, ())
    placed = _place(shown, drawn, width)
    thin = words.note if any(p.height <= THINNEST for p in placed.values()) else ""
    height = max(p.slot_y + p.slot for p in placed.values())
    marks = (*_bands(placed, drawn), *_bars(placed, width))
    return Drawing(width, num(height + GAP), marks, thin)


def _fold(
    known: Mapping[str, Node], flows: Sequence[Flow], words: Words, most: int
) -> tuple[dict[str, Node], list[Flow]]:
    """The largest bars of each column by themselves, the others as one; bands between the same bars are one."""
    values = _values(flows)
    columns: dict[int, list[Node]] = defaultdict(list)
    for key in values:
        columns[known[key].column].append(known[key])
    name, shown = {}, {}
    for column, members in columns.items():
        members.sort(key=lambda node: (-values[node.key], node.key))
        kept = members if len(members) <= most else members[: most - 1]
        for node in kept:
            name[node.key], shown[node.key] = node.key, node
        folded = members[len(kept) :]
        if folded:
            key = f"\0{column}"  # no key of a node: they come from a ledger, which has no such character
            total = sum(values[node.key] for node in folded)
            shown[key] = Node(key, words.others(len(folded)), column, "others", amount=words.amount(total))
            name.update((node.key, key) for node in folded)
    together: dict[tuple[str, str, str], list[Flow]] = defaultdict(list)
    for flow in flows:
        together[name[flow.source], name[flow.target], flow.look].append(flow)
    merged = []
    for (source, target, look), group in together.items():
        value = sum(flow.value for flow in group)
        title = f"{shown[source].label} → {shown[target].label} {words.amount(value)}"
        one = group[0]
        alone = len(group) == 1 and (one.source, one.target) == (source, target)
        merged.append(Flow(source, target, value, look, title, words.link(source, target) if alone else ""))
    return shown, merged


def _values(flows: Iterable[Flow]) -> dict[str, int]:
    """What each bar stands for: what comes in or what goes out, whichever is more."""
    into: dict[str, int] = defaultdict(int)
    out: dict[str, int] = defaultdict(int)
    for flow in flows:
        out[flow.source] += flow.value
        into[flow.target] += flow.value
    return {key: max(into[key], out[key]) for key in (into | out)}


def _place(shown: Mapping[str, Node], flows: Sequence[Flow], width: float) -> dict[str, Placed]:
    values = _values(flows)
    order = _ordered(shown, flows, values)
    fullest = max(len(column) for column in order)
    scale = _scale([[values[key] for key in column] for column in order], max(320.0, 34.0 * fullest))
    left, right = (min(_labels(shown[key] for key in column) + 12, width / 5) for column in (order[0], order[-1]))
    pitch = (width - left - right - BAR) / max(len(order) - 1, 1)
    slots = [[_slot(values[key] * scale, shown[key]) for key in column] for column in order]
    tallest = max(sum(column) + GAP * (len(column) - 1) for column in slots)
    placed = {}
    for at, (column, own) in enumerate(zip(order, slots, strict=True)):
        gap = GAP if len(column) < 2 else min((tallest - sum(own)) / (len(column) - 1), 26.0)
        y = (tallest - sum(own) - gap * (len(column) - 1)) / 2
        for key, slot in zip(column, own, strict=True):
            height = max(values[key] * scale, THINNEST)
            top = y + (slot - height) / 2
            placed[key] = Placed(shown[key], values[key], left + at * pitch, top, height, y, slot)
            y += slot + gap
    return placed


def _labels(nodes: Iterable[Node]) -> float:
    """The room that the labels of a column ask for."""
    return min(LONGEST_LABEL, max(max(text_width(node.label), text_width(node.amount)) for node in nodes))


def _slot(height: float, node: Node) -> float:
    return max(height, 2 * LINE - 3 if node.amount else LINE, THINNEST)


def _scale(columns: Sequence[Sequence[int]], height: float) -> float:
    """Units of height for one of value: the largest column takes ``height``."""
    return height / max(*(sum(column) for column in columns), 1)


def _ordered(shown: Mapping[str, Node], flows: Sequence[Flow], values: Mapping[str, int]) -> list[list[str]]:
    """The columns from left to right, each from top to bottom, by the barycentre of its neighbours; others last."""
    columns: dict[int, list[str]] = defaultdict(list)
    for key, node in shown.items():
        columns[node.column].append(key)
    order = [sorted(columns[n], key=lambda key: (-values[key], key)) for n in sorted(columns)]
    near: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for flow in flows:
        near[flow.source].append((flow.target, flow.value))
        near[flow.target].append((flow.source, flow.value))
    for sweep in range(SWEEPS):
        rank = {key: (n + 0.5) / len(column) for column in order for n, key in enumerate(column)}
        for column in order if sweep % 2 == 0 else reversed(order):
            centre = {key: _centre(near[key], rank, rank[key]) for key in column}
            column.sort(key=lambda key: (shown[key].look == "others", centre[key], key))
            rank.update((key, (n + 0.5) / len(column)) for n, key in enumerate(column))
    return order


def _centre(near: Sequence[tuple[str, int]], rank: Mapping[str, float], own: float) -> float:
    total = sum(value for _, value in near)
    return sum(rank[key] * value for key, value in near) / total if total else own


def _bands(placed: Mapping[str, Placed], flows: Sequence[Flow]) -> Iterable[Mark]:
    """Bands, stacked at both ends in the order of what they lead to, so that they do not cross at a bar."""
    starts = _ends(placed, flows, out=True)
    ends = _ends(placed, flows, out=False)
    for n, flow in enumerate(flows):
        x0, x1 = placed[flow.source].x + BAR, placed[flow.target].x
        (a, b), (c, d), middle = starts[n], ends[n], (x0 + x1) / 2
        upper = ("M", x0, a, "C", middle, a, middle, c, x1, c)
        lower = ("L", x1, d, "C", middle, d, middle, b, x0, b, "Z")
        yield Mark((Line(path(*upper, *lower), f"band {flow.look}"),), flow.title, flow.href, stop=False)


def _ends(placed: Mapping[str, Placed], flows: Sequence[Flow], *, out: bool) -> dict[int, tuple[float, float]]:
    """Where each band begins, or ends, on its bar."""
    sides: dict[str, list[int]] = defaultdict(list)
    for n, flow in enumerate(flows):
        sides[flow.source if out else flow.target].append(n)
    found = {}
    for key, members in sides.items():
        bar = placed[key]
        members.sort(key=lambda n: (placed[flows[n].target if out else flows[n].source].y, flows[n].look))
        y = bar.y
        for n in members:
            thick = bar.height * flows[n].value / bar.value
            found[n] = (y, y + thick)
            y += thick
    return found


def _bars(placed: Mapping[str, Placed], width: float) -> Iterable[Mark]:
    xs = sorted({p.x for p in placed.values()})
    for p in placed.values():
        first = p.x == xs[0]
        beyond = next((x for x in xs if x > p.x), width)
        room = p.x - 8 if first else min(beyond - p.x - BAR - 10, LONGEST_LABEL)
        anchor: Anchor = "end" if first else "start"
        x = p.x - 6 if first else p.x + BAR + 6
        lines = [text for text in (p.node.label, p.node.amount) if text and clipped(text, room)]
        top = p.y + p.height / 2 - (len(lines) * LINE - 3) / 2 + SIZE - 1
        texts = (
            label(x, top + n * (LINE - 3), text, room, anchor, "name" if n == 0 else "amount")
            for n, text in enumerate(lines)
        )
        bar = Rect(num(p.x), num(p.y), BAR, num(p.height), f"bar {p.node.look}")
        yield Mark((bar, *texts), f"{p.node.label} {p.node.amount}".strip(), p.node.href)
