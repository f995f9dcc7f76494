"""Whose size, first phase or term a figure is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from huoshui.extraction.funds.figures import FigureKind, find_figures, find_terms

if TYPE_CHECKING:
    from huoshui.extraction.funds.clusters import Cluster
    from huoshui.extraction.funds.names import FundMention
    from huoshui.extraction.funds.scene import Scene
    from huoshui.model.document import Span
    from huoshui.model.money import AmountMention

_INTRODUCED = re.compile("(?:包括|包含|涵盖|分别为|分别是|有|即|为)[：:]?$")


def inherit(scene: Scene, owners: list[FundMention], sentence: Span) -> None:
    """Items of a list of funds with their sizes take backers and status from the sentence that introduces it."""
    items = [m for m in owners if m.amount or scene.appended(m)]
    if len(items) < 2 or not scene.focus:
        return
    lead = scene.text[sentence.start : items[0].start]
    source = scene.focus[0]
    if _INTRODUCED.search(lead) and all(source not in scene.of(m) for m in items):
        for cluster in (c for m in items for c in scene.of(m)):
            for prop in ("backer", "status", "region"):
                for value in source.values.get(prop, []):
                    cluster.add(prop, value)


def assign_sizes(scene: Scene, sentence: Span, owners: list[FundMention]) -> None:
    """Give each size and first phase of a sentence to its fund."""
    taken = set()
    for mention in owners:
        for amount in (mention.amount, scene.appended(mention) or scene.adjoined(mention)):
            if amount and not scene.is_contribution(amount):
                taken.add(amount.start)
                _add_amount(scene, scene.of(mention)[0], _prop_of(scene, amount), amount)
    for find in find_figures(scene.reading, sentence):
        if find.amount.start not in taken and not _share_of(scene, find.cue, owners):
            for cluster in scene.owners_at(find.cue, find.amount.end, owners):
                _add_amount(scene, cluster, find.kind.value, find.amount)


def _share_of(scene: Scene, cue: int, owners: list[FundMention]) -> bool:
    """认缴X出资额2000万元: what is paid into X."""
    return any(m.end == cue and scene.text.endswith(("认缴", "认购", "实缴", "受让"), 0, m.start) for m in owners)


def _prop_of(scene: Scene, amount: AmountMention) -> str:
    before = scene.text[max(0, amount.start - 6) : amount.start]
    return "first_phase" if re.search("首[期批](?:规模)?[为约达]?$", before) else "size"


def _add_amount(scene: Scene, cluster: Cluster, prop: str, amount: AmountMention) -> None:
    for money in amount.values:
        cluster.add(prop, scene.reading.value(money, amount.start, amount.end, amount.qualifier))


def assign_terms(scene: Scene, sentence: Span, owners: list[FundMention]) -> None:
    """Give each stated term to its fund; a term that guides set for sub-funds is nobody's yet."""
    for find in find_terms(scene.text, sentence):
        clause = re.split("[，。；]", scene.text[sentence.start : find.start])[-1]
        if scene.calls and not owners:
            continue
        if "子基金" in clause and not any("子基金" in c.head.name for c in scene.groups.all):
            continue
        for cluster in scene.owners_at(find.start, find.end, owners):
            if not cluster.values.get(FigureKind.TERM):
                cluster.add(FigureKind.TERM, scene.reading.value(find.years, find.start, find.end))
