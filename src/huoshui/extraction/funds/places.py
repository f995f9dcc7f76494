"""The place a fund belongs to: in its name, else the place that the text has in hand where it first names the fund."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from huoshui.extraction.funds.names import REACH, MentionKind
from huoshui.extraction.names import BOUNDARY
from huoshui.extraction.reading import within
from huoshui.model.regions import Region

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.extraction.funds.clusters import Cluster
    from huoshui.extraction.funds.names import FundMention
    from huoshui.extraction.reading import Reading
    from huoshui.model.document import Span
    from huoshui.model.regions import RegionMention

_NATION = "全国"  # 面向全国, 在全国范围内: where one looks, not where a fund belongs
_LOOK_BACK = 240
_SHORT_LINE = 12
_LANDED = re.compile(r"(?:落[地户子]|落子|揭牌|注册)(?:于|在|到)?$")
_OBJECTS = re.compile("(?:设立|成立|组建|打造|推出|发布|揭牌)[^，。；]{0,6}$")
_LEGAL_BODY = re.compile(
    r"[\u4e00-\u9fff（）]{0,22}?(?:有限|公司|集团|合伙企业|银行|大学|证券|资本|投资|控股|产投|国投|创投|股份|日报|晚报|工行|建行|农行|中行)"
)
_FREE = re.compile(
    r"[\s\d“，。、；：）】”和与及等设成首启发上第新地落举召印出推表将已在的也是连都均还又再仍则正内]|正[在式]|计划|宣布|提出|官宣|方面|全[市省区]|政府|当地|经济|产业|国资(?!委)|科创|科技金融|金融集聚|高新|经开|开发区|自贸|园区|集聚区|示范区|新区|产业园|科学城|[省市区县州]|(?:未来|战新|量子|人工|半导)"
)


class Places:
    """Finds the region of each fund of an article."""

    def __init__(self, reading: Reading, mentions: list[FundMention], issuer: Span | None) -> None:
        self.reading = reading
        self.text = reading.text
        self.mentions = mentions
        self.issuer = reading.text[issuer.start : issuer.end] if issuer else None
        self.free = [r for r in reading.regions if str(r.region) != _NATION and not self._in_name(r)]

    def region(self, cluster: Cluster) -> tuple[Region, int, int] | None:
        """The region of a fund and where it is read; a deeper place nearby refines the name's own."""
        best: tuple[Region, int, int] | None = None
        for mention in sorted(cluster.mentions, key=lambda m: (m.kind is not MentionKind.LEGAL, -len(m.name))):
            place = mention.place
            if place and self._stray(place):
                continue
            if place and (best is None or best[0].contains(place.region)):
                best = (place.region, mention.start + place.start, mention.start + place.end)
            elif best is None and mention.name.startswith("国家"):
                best = (Region.parse(_NATION), mention.start, mention.start + 2)
        close, wide = self.context(cluster)
        for place in close:
            if best is None or (best[0].contains(place.region) and best[0] != place.region):
                return place.region, place.start, place.end
        if best is None and wide:
            return wide[0].region, wide[0].start, wide[0].end
        return best

    def _stray(self, place: RegionMention) -> bool:
        """A bare county's name may be a word of its own, where the article is about another province."""
        if not place.bare or len(place.region.path) < 3 or place.region.path[0] == place.region.path[1]:
            return False
        province = place.region.path[0]
        if any(r.region == place.region and not r.bare and not self._in_fund(r) for r in self.reading.regions):
            return False
        others = [r.region.path[0] for r in self.free if r.region != place.region]
        return bool(others) and province not in others

    def context(self, cluster: Cluster) -> tuple[list[RegionMention], list[RegionMention]]:
        """Places around the fund's first mention: those close by (where it landed, before it in the sentence),
        and those farther off (the heading above, the text before, the title).
        """
        close: list[RegionMention] = []
        wide: list[RegionMention] = []
        for mention in sorted(cluster.mentions, key=lambda m: (m.start < self.reading.body_start, m.start)):
            near, far = self._around(mention)
            close += near
            wide += far
            if close or wide:
                break
        landed = [
            r
            for m in cluster.mentions
            for r in within(self.reading.regions, m.end + 1, m.end + 12)
            if _LANDED.search(self.text[max(0, r.start - 4) : r.start])
        ]
        return [*landed, *close], wide

    def _around(self, first: FundMention) -> tuple[list[RegionMention], list[RegionMention]]:
        sentence = self.reading.sentence_at(first.start)
        near = [r for r in within(self.free, sentence.start, first.start) if not self._crosses(r, first)]
        title = within(self.free, 0, self.reading.body_start)
        back = max(first.start - _LOOK_BACK, self.reading.body_start)
        earlier = within(self.free, back + 1, sentence.start)
        if self._several(near):
            return [], []
        return near[-1:], [*self._heading(sentence), *earlier[-1:], *(title[:1] if not self._several(title) else ())]

    def _crosses(self, place: RegionMention, mention: FundMention) -> bool:
        """Another fund's item of a list lies between the place and the mention: 四川量子基金、10亿元X基金."""
        between = [m for m in within(self.mentions, place.end, mention.start) if m.end <= mention.start]
        if between and _OBJECTS.search(self.text[place.end : between[0].start]):
            return False  # 洛阳市先后设立甲基金、乙基金: all of the list lie there
        return (
            bool(between)
            and bool(re.search("[、；]", self.text[between[-1].end : mention.start]))
            and mention.start - between[-1].end > 2
        )

    def _several(self, places: Sequence[RegionMention]) -> bool:
        """Places named side by side (广东和苏州都在……): the text does not say which one it is."""
        return any(
            self.text[a.end : b.start] in {"、", "和", "与", "及", "+", "，"} for a, b in itertools.pairwise(places)
        )

    def _heading(self, sentence: Span) -> list[RegionMention]:
        """The place of a short line right above: newspaper surveys put one city under the other."""
        above = within(self.reading.sentences, 0, sentence.start)[-3:]
        for line in reversed(above):
            if line.end - line.start <= _SHORT_LINE:
                return list(within(self.reading.regions, line.start, line.end)[:1])
        return []

    def _in_fund(self, region: RegionMention) -> bool:
        """Part of a fund's name."""
        return any(region.start < m.end for m in within(self.mentions, region.start - REACH, region.start + 1))

    def _in_name(self, region: RegionMention) -> bool:
        """Part of the name of an organisation, a fund or the announcing company: no place of its own."""
        if self._in_fund(region):
            return True
        if self.issuer and self.issuer.startswith(self.text[region.start : region.end]):
            return True
        after = self.text[region.end : region.end + 24]
        if not after or _FREE.match(after) or BOUNDARY.match(after):
            return False
        return region.bare or bool(_LEGAL_BODY.match(after))
