"""Fund records: the funds of each article with what its sentences say of them, joined over a document's articles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from huoshui.extraction.funds.article import read_funds
from huoshui.extraction.funds.calling import caller_of, calling
from huoshui.extraction.funds.clusters import Cluster, same_fund, tailless
from huoshui.extraction.funds.names import SUB_FUND, TYPE_ONLY, MentionKind
from huoshui.model.records import Fund

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.extraction.reading import Reading
    from huoshui.model.records import Value

_WORTH_READING = re.compile("基金|合伙企业|（有限合伙")
_TELLING = ("size", "first_phase", "manager", "backer", "status", "term_years")


def extract(readings: Sequence[Reading]) -> list[Fund]:
    """The funds of a document that it says something of; one record for a fund reported in several articles."""
    clusters: list[Cluster] = []
    for reading in readings:
        if _WORTH_READING.search(reading.text):
            told = list(clusters)
            found = reading.once(read_funds)
            _mark_caller(reading, found)
            clusters += [cluster for cluster in found if not _merge(cluster, told)]
    return [fund_record(c) for c in clusters if _says_something(c)]


def _mark_caller(reading: Reading, clusters: list[Cluster]) -> None:
    """A fund that calls for managers is established and recruiting."""
    cue = reading.once(calling)
    caller = caller_of(clusters, cue, reading.text) if cue else None
    if cue is not None and caller is not None:
        for status in ("established", "recruiting"):
            caller.add("status", reading.value(status, *cue))


def _says_something(cluster: Cluster) -> bool:
    """More than a name: a figure, a party, a state or a focus. A sub-fund that is only called for does not exist."""
    home = cluster.home
    if not cluster.values.get("size") and all(m.start < _headline_end(home) for m in cluster.mentions):
        return False
    if any(cluster.values.get(prop) for prop in _TELLING if prop != "status") or cluster.told:
        return True
    statuses = {str(v) for v in cluster.values.get("status", [])}
    return bool(statuses - {"recruiting"}) or (bool(statuses) and not SUB_FUND.search(cluster.head.name))


def _headline_end(reading: Reading) -> int:
    """Where the headline ends: the title's, or the closing 】."""
    return max(reading.body_start, reading.text.find("】", 0, 140) + 1)


def _merge(cluster: Cluster, into: list[Cluster]) -> bool:
    """Whether an earlier article tells of the same fund; its cluster then takes the values over."""
    for other in into:
        if same_fund(cluster.head, other) and not _sizes_differ(cluster, other) and not _places_differ(cluster, other):
            if other.placed and not cluster.placed:
                cluster.values["region"] = []
            elif cluster.placed and not other.placed:
                other.values["region"] = []
            other.placed = other.placed or cluster.placed
            for prop, values in cluster.values.items():
                for value in values:
                    other.add(prop, value)
            other.mentions += cluster.mentions
            other.told = other.told or cluster.told
            other.values["region"] = _deepest(other.values.get("region", []))
            other.names += [n for n in cluster.names if n not in other.names]
            return True
    return False


def _places_differ(a: Cluster, b: Cluster) -> bool:
    """Two articles that place a fund differently tell of two funds; a place only nearby yields to one in the name,
    and to the same name with the same size.
    """
    sizes = {str(v) for v in a.values.get("size", [])} & {str(v) for v in b.values.get("size", [])}
    if a.placed != b.placed or (sizes and not a.placed):
        return False
    mine, theirs = ([str(v) for v in c.values.get("region", [])] for c in (a, b))
    return bool(mine and theirs and not any(x.startswith(y) or y.startswith(x) for x in mine for y in theirs))


def _deepest(regions: list[Value[object]]) -> list[Value[object]]:
    """Of regions that contain one another only the finest."""
    paths = [str(r) for r in regions]
    return [r for r in regions if not any(p != str(r) and p.startswith(str(r)) for p in paths)]


def _sizes_differ(a: Cluster, b: Cluster) -> bool:
    mine, theirs = ({str(v) for v in c.values.get("size", [])} for c in (a, b))
    return bool(mine and theirs and not mine & theirs)


def fund_record(cluster: Cluster) -> Fund:
    """The record of a cluster: its best name first, the others as aliases."""
    head = cluster.head
    home = cluster.home
    placed = _placed_names(cluster)
    typed = head.kind is not MentionKind.LEGAL and not head.name.startswith("国家")
    vague = typed and TYPE_ONLY.fullmatch(head.name.lstrip("百千万亿级元"))
    name = placed[-1] if placed and vague else head.name
    names = list(dict.fromkeys([*cluster.names, *placed]))
    for prop in ("manager", "backer"):
        values = cluster.values.get(prop, [])
        cluster.values[prop] = [v for v in values if not any(_shortens(str(v), str(w)) for w in values)]
    properties = {prop: tuple(cluster.values.get(prop, ())) for prop in Fund.properties()}
    return Fund(
        name=name,
        aliases=tuple(n for n in names if n != name),
        evidence=home.evidence(head.start, head.end),
        **properties,  # type: ignore[arg-type]  # values are built per property by read_funds
    )


def _placed_names(cluster: Cluster) -> list[str]:
    """A fund named without its place is also known with it: 人形机器人产业基金 of 浦东."""
    head, regions = cluster.head, cluster.values.get("region", [])
    if head.place is not None or not regions:
        return []
    path = [part for part in str(regions[0]).split("/") if part not in head.name]
    return list(
        dict.fromkeys(f"{place}{head.name}" for place in ("".join(dict.fromkeys(path[-2:])), *path[-1:]) if place)
    )


def _shortens(short: str, full: str) -> bool:
    """Whether ``short`` is the beginning or core of a company's full name: 国联人寿 of 国联人寿保险股份有限公司."""
    if short == full or short not in full:
        return False
    return tailless(short) == tailless(full) or (
        full.endswith(("公司", "集团", "银行", "大学", "研究院")) and "基金" not in short
    )
