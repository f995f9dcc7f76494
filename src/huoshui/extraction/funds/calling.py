"""Whether an article calls for managers or sub-funds (招GP), and which of its funds does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from huoshui.extraction.funds.names import SUB_FUND, MentionKind
from huoshui.model.document import Span

if TYPE_CHECKING:
    from huoshui.extraction.funds.clusters import Cluster
    from huoshui.extraction.reading import Reading

_WORDS = ("遴选", "征集", "招GP", "招募", "选聘", "申报")
_SUB = "(?<![种量电分原光粒核离质])子基金"
_WHO = f"(?:{_SUB}|管理人|管理机构|GP|合作机构|合作方)"
_ACT = "(?:征集|遴选|招募|选聘|申报)"
CALL = re.compile(
    rf"招\s?GP|招募[^，。；]{{0,12}}{_WHO}"
    rf"|(?:公开|现|正式|启动|开展|面向)[^，。；]{{0,30}}{_ACT}[^。；]{{0,40}}?(?:{_WHO}|基金)"
    rf"|(?:{_SUB}|参股基金|合作基金|管理机构|管理人|GP)[^，。；]{{0,16}}(?:申报指南|{_ACT}(?:公告|通知|办法|工作)|公开{_ACT}|的?{_ACT}(?:启动|开始))"
    rf"|(?:遴选|征集|选聘|公开招标选聘)[^，。；]{{0,24}}{_WHO}|申报指南"
)
_NO_CALL = re.compile(
    r"择优遴选|将(?:择优|公开|适时|陆续)?(?:遴选|征集)|遴选出|已遴选|中选|拟入选|通过[^，。]{0,10}遴选"
    r"|遴选结果|入围|评审结果|结果公示|拟合作|拟参股[^设]"
)


def calling(reading: Reading) -> Span | None:
    """Where an article calls; statements that a selection will be or has been made are none."""
    if not any(word in reading.text for word in _WORDS):
        return None
    for match in CALL.finditer(reading.text):
        window = reading.text[max(0, match.start() - 10) : match.end() + 10]
        guide = match.group() == "申报指南" and not re.search(_WHO, reading.text)  # for projects, not for managers
        if not guide and not _NO_CALL.search(window):
            return Span(*match.span())
    return None


def caller_of(clusters: list[Cluster], cue: Span, text: str) -> Cluster | None:
    """The fund that calls: among those named before or in the call that are no sub-funds, the one told of most."""
    named = [c for c in clusters if c.head.kind is not MentionKind.BARE and not _is_sub(c)]
    line = Span(text.rfind("。", 0, cue.start) + 1, cue.end)
    beside = [c for c in named if any(line.start <= m.start < line.end for m in c.mentions)]
    before = [c for c in named if any(m.start <= cue.end for m in c.mentions)]
    headline = "\n" not in text[: cue.start].strip() and "。" not in text[: cue.start]
    candidates = named if headline else beside or before or named
    return max(candidates, key=lambda c: (c.head.kind is MentionKind.LEGAL, _told(c, text)), default=None)


def _told(cluster: Cluster, text: str) -> int:
    """How often any of a fund's names stands in the text."""
    return max(text.count(name) for name in cluster.names)


def _is_sub(cluster: Cluster) -> bool:
    return cluster.head.name.endswith("子基金") and bool(SUB_FUND.search(cluster.head.name))
