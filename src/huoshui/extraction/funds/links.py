"""Whose managers and backers the parties of a sentence are, and which fund is whose mother."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from huoshui.extraction.funds.names import SUB_FUND, MentionKind
from huoshui.extraction.funds.parties import PartyFind, Role
from huoshui.extraction.reading import within

if TYPE_CHECKING:
    from huoshui.extraction.funds.clusters import Cluster
    from huoshui.extraction.funds.names import FundMention
    from huoshui.extraction.funds.scene import Scene
    from huoshui.model.document import Span

_BELOW = re.compile("之下|旗下|下设|设立|发起|组建|参股")
_OF_ANOTHER = re.compile("[。；]|另|同时|此外|此前|其中")
_PAYS_INTO = re.compile("(?:已|拟|将|累计|再|共)*向[^，。；]{0,16}$")


def assign_party(scene: Scene, find: PartyFind, owners: list[FundMention], *, title: bool) -> None:
    """Give parties to their fund; those of a headline count only where the text names none."""
    for cluster in _party_owners(scene, find, owners):
        for span in find.parties:
            name = scene.text[span.start : span.end]
            if not any(own == name or own.endswith(name) for own in cluster.names):
                value = scene.reading.value(_full(scene, name), span.start, span.end)
                if title and find.role is Role.BACKER:
                    cluster.headline.append(value)
                else:
                    cluster.add(find.role.value, value)
                    _own_company(scene, find, cluster, span)


def _own_company(scene: Scene, find: PartyFind, cluster: Cluster, span: Span) -> None:
    """引导基金公司发起设立三只区域基金: the fund whose company founds the others is their mother."""
    if find.role is not Role.BACKER or not any(cluster in members for members in scene.plural.values()):
        return
    full = _full(scene, scene.text[span.start : span.end])
    for mother in scene.groups.all:
        if mother is not cluster and full in mother.names:
            name = next((n for n in mother.names if "公司" not in n), mother.head.name)
            cluster.add("parent", scene.reading.value(name, *span))


def _full(scene: Scene, name: str) -> str:
    """The fullest name that the article declares for a short one."""
    if name.endswith("基金公司"):
        legal = [
            n
            for c in scene.groups.all
            for n in c.names
            if n.endswith((f"{name[:-2]}有限公司", f"{name[:-2]}股份有限公司"))
        ]
        return legal[0] if legal else name
    for declaration in scene.reading.declarations:
        full = scene.text[declaration.full_start : declaration.full_end]
        if declaration.alias == name and ("基金" not in name or full.endswith("公司")):
            return full
    return name


def _party_owners(scene: Scene, find: PartyFind, owners: list[FundMention]) -> list[Cluster]:
    if find.target is not None:
        target = [
            m for m in within(scene.mentions, find.target, find.target + 3) if m in scene.groups.of or m in scene.plural
        ][:1]
        if not target:
            return []
        return scene.coordinated(target[0], owners) if target[0] in owners else scene.of(target[0])
    before = [m for m in owners if m.end <= find.cue + 2]
    if before:
        return scene.of(before[-1])
    if find.role is Role.BACKER or find.role is Role.MANAGER:
        after = [m for m in owners if m.start > find.parties[-1].end]
        gap = scene.text[find.parties[-1].end : after[0].start] if after else ""
        own = bool(after) and after[0].kind is not MentionKind.BARE and not _OF_ANOTHER.search(gap)
        if after and (own or not re.search("[，。；]", gap)):
            return scene.of(after[0])
    return scene.focus[:1]


def assign_parents(scene: Scene, inside: list[FundMention]) -> None:
    """母基金“甲”及子基金“乙”; 甲母基金体系内……子基金; 甲基金的子基金乙."""
    for group, members in scene.plural.items():
        if group in inside:
            _parent_of_group(scene, group, members, inside)
    mothers = [m for m in inside if m in scene.groups.of and _is_mother(scene, m)]
    for child in inside:
        if child not in scene.groups.of or not _is_child(scene, child):
            continue
        for mother in mothers:
            theirs, own = scene.groups.of[mother], scene.groups.of[child]
            if theirs is not own:
                head = theirs.head
                own.add("parent", scene.reading.value(head.name, mother.start, mother.end))


def _parent_of_group(scene: Scene, group: FundMention, members: list[Cluster], inside: list[FundMention]) -> None:
    """甲母基金首批设立三只子基金：…… makes 甲 the parent of each."""
    before = [m for m in inside if m in scene.groups.of and m.end <= group.start]
    if not before:
        _parent_in_hand(scene, group, members)
        return
    if scene.groups.of[before[0]] in members:
        return
    if _BELOW.search(scene.text, before[0].end, group.start):
        mother = scene.groups.of[before[0]]
        mother.told, head = True, mother.head
        for member in members:
            member.add("parent", scene.reading.value(head.name, before[0].start, before[0].end))


def _parent_in_hand(scene: Scene, group: FundMention, members: list[Cluster]) -> None:
    """其中三只子基金：…… after a sentence about a mother fund."""
    if not SUB_FUND.search(group.name) or not scene.focus or scene.focus[0] in members:
        return
    mother = scene.focus[0]
    if not re.search("母基金|引导基金", mother.head.name) or mother.head not in scene.groups.of:
        return
    for member in members:
        member.add("parent", scene.reading.value(mother.head.name, mother.head.start, mother.head.end))


def assign_payers(scene: Scene, owners: list[FundMention]) -> None:
    """该母基金已向X基金出资: a fund that pays into another is its backer."""
    for payer, fund in itertools.pairwise(owners):
        if (
            payer not in scene.groups.of
            or fund not in scene.groups.of
            or scene.groups.of[payer] is scene.groups.of[fund]
        ):
            continue
        paid = re.match("(?:累计|首期|共|合计)?(?:出资|注资|增资|投资|实缴)", scene.text[fund.end : fund.end + 6])
        if paid and _PAYS_INTO.fullmatch(scene.text[payer.end : fund.start]):
            name = scene.groups.of[payer].head.name
            scene.groups.of[fund].add("backer", scene.reading.value(name, payer.start, payer.end))


def _is_mother(scene: Scene, mention: FundMention) -> bool:
    """Named as somebody's mother fund: 母基金 in the name or right before it."""
    near = scene.text[max(0, mention.start - 6) : mention.end + 2]
    return "母基金" in near and "母子" not in near


def _is_child(scene: Scene, mention: FundMention) -> bool:
    before = scene.text[max(0, mention.start - 5) : mention.start]
    return bool(SUB_FUND.search(mention.name)) or before.rstrip("“：—").endswith("子基金")
