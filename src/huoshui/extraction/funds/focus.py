"""What a fund invests in: the sector terms of its focus and of its names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from huoshui.extraction.funds.names import REACH, MentionKind
from huoshui.extraction.reading import within
from huoshui.model.sectors import find_sectors

if TYPE_CHECKING:
    from huoshui.extraction.funds.clusters import Cluster
    from huoshui.extraction.funds.names import FundMention
    from huoshui.extraction.funds.scene import Scene
    from huoshui.model.document import Span
    from huoshui.model.sectors import SectorMention

_FOCUS = re.compile(
    r"投向|聚焦|[专主]投|紧盯|锁定|集中投资|主要关注|重点关注|关注(?=[^，。；]{2,40}(?:领域|方向|环节|赛道|[。；]))|优先支持|主要支持|专注|重点(?:投资|支持|关注|布局|培育|围绕)|投资(?:方向|领域|范围|重点|于|标的|聚焦|对象)|围绕|(?:主要|定向|专项|拟)投资|用于(?:投资|支持)|面向|投资目标"
    r"|加大基金投资力度|投资(?=[^，。；]{2,60}等?(?:领域|产业|行业|方向|赛道))|主攻|深耕|锚定|瞄准|支援|支持(?=[^，。]{0,12}产业)|对(?=[^。]{2,60}(?:领域|行业)[^，。]{0,8}投资)|布局|涉及|以(?=[^，。]{2,40}为(?:主攻|主要|重点|核心|投资|主轴|支点))"
)
_FOCUS_OF_FUND = re.compile(
    "投向|投资(?:方向|领域|范围|重点|于|标的|聚焦|对象)|(?:主要|定向|专项|重点)投资|投资目标|加大基金投资力度|投资(?=[^，。；]{2,60}等?(?:领域|行业|方向|赛道))"
)
_FOCUS_END = re.compile(
    r"旨在|助力|致力|促进|加速|打通|采用|填补|撬动|带动|赋能|通过|推动(?=[^，。]{0,16}(?:发展|升级|转型|融合|落地))|为[^，。]{2,24}(?:提供|注入)|有效|从而|打造|公司(?:拟|以|作为|认缴)|本次|但|实现"
)
_FOCUS_BEFORE = re.compile(
    r"(?:领域|产业)?(?:也)?(?:将)?(?:是|为|成为)(?:该|其|本|此)?[\u4e00-\u9fff]{0,6}基金的?(?:重点|主要|核心)?(?:投资|支持)(?:领域|方向|对象)"
)


def assign_sectors(scene: Scene, sentence: Span, owners: list[FundMention]) -> None:
    """Give the sector terms after 投向, 聚焦 and the like to the fund that the clause is about."""
    for cue in _FOCUS.finditer(scene.text, *sentence):
        before = [m for m in owners if m.end <= cue.start()]
        if before:
            clusters = scene.coordinated(before[-1], owners)
        elif scene.focus and _FOCUS_OF_FUND.match(scene.text, cue.start()) and not owners:
            clusters = scene.focus[:1]
        else:
            continue
        stop = _FOCUS_END.search(scene.text, cue.end(), sentence.end)
        end = stop.start() if stop else sentence.end
        other = next((m.start for m in owners if m.start > cue.end()), cue.end())
        end = min(end, scene.text.rfind("；", cue.end(), other) if "；" in scene.text[cue.end() : other] else end)
        for sector in within(scene.reading.sectors, cue.start(), end):
            if sector.end <= end and not _no_focus(scene, sector):
                for cluster in clusters:
                    cluster.told = cluster.told or bool(before)
                    cluster.add("sector", scene.reading.value(sector.code, sector.start, sector.end))

    for match in _FOCUS_BEFORE.finditer(scene.text, *sentence):
        pointer = [m for m in owners if match.start() <= m.start < match.end()]
        for sector in within(scene.reading.sectors, sentence.start, match.start()):
            if pointer and sector.end == match.start():
                scene.of(pointer[0])[0].add("sector", scene.reading.value(sector.code, sector.start, sector.end))


def _no_focus(scene: Scene, sector: SectorMention) -> bool:
    """A sector term in another fund's name, or one that only details the one before it (人工智能的软件)."""
    around = within(scene.mentions, sector.start - REACH, sector.start + 1)
    if any(sector.start < m.end for m in around if m.kind is not MentionKind.BARE):
        return True
    return bool(re.search(r"(?:人工智能|AI)的?$", scene.text[max(0, sector.start - 5) : sector.start]))


def sectors_of_names(scene: Scene, cluster: Cluster) -> None:
    """A fund's own name counts as its focus."""
    for mention in cluster.mentions:
        if mention.kind is MentionKind.BARE or mention.name != scene.text[mention.start : mention.end]:
            continue
        for sector in find_sectors(mention.name):
            at = mention.start + sector.start
            cluster.add("sector", scene.reading.value(sector.code, at, mention.start + sector.end))
