"""One article read for its funds: sentence by sentence, each figure, party and status goes to the fund it is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from huoshui.extraction.funds.amounts import assign_sizes, assign_terms, inherit
from huoshui.extraction.funds.focus import assign_sectors, sectors_of_names
from huoshui.extraction.funds.links import assign_parents, assign_party, assign_payers
from huoshui.extraction.funds.names import SUB_FUND, MentionKind
from huoshui.extraction.funds.parties import backers_before, find_backers, find_managers, find_signers, manager_before
from huoshui.extraction.funds.places import Places
from huoshui.extraction.funds.references import note_creation, resolve, same_thing
from huoshui.extraction.funds.scene import Scene
from huoshui.extraction.funds.states import assign_statuses
from huoshui.extraction.funds.tables import read_form, read_row, sole_fund
from huoshui.extraction.reading import within

if TYPE_CHECKING:
    from huoshui.extraction.funds.clusters import Cluster
    from huoshui.extraction.funds.names import FundMention
    from huoshui.extraction.funds.parties import PartyFind
    from huoshui.extraction.reading import Reading
    from huoshui.model.document import Span

_MEMORY = 5  # sentences without any mention after which figures no longer belong to the fund last in hand
_ITEM = re.compile(r"[●■◆▲►▶◇★※][^：\n]{40}")  # an item of its own in a list of news
_AGREEMENT_SIGNED = re.compile("(?:签订|签署)了?《?[^，。；]{0,30}合伙协议")


def read_funds(reading: Reading) -> list[Cluster]:
    """The article's funds; those without any value are among them."""
    scene = Scene(reading)
    _headline_points(scene)
    for sentence in reading.sentences:
        _read(scene, sentence)
    places = Places(reading, scene.mentions, scene.issuer)
    for cluster in scene.groups.all:
        sectors_of_names(scene, cluster)
        region = places.region(cluster)
        if region is not None:
            found, start, end = region
            cluster.placed = any(m.start <= start < m.end for m in cluster.mentions)
            cluster.add("region", reading.value(found, start, end))
        _tidy(scene, cluster)
    return [c for c in scene.groups.all if not _told_in_full(scene, c)]


def _headline_points(scene: Scene) -> None:
    """A mere type in the headline (某地设立S基金) is the article's only fund."""
    pointing = [m for m in scene.mentions if m.kind is MentionKind.BARE and not m.plural and scene.in_title(m)]
    if len(scene.groups.all) == 1 and len(pointing) == 1 and not SUB_FUND.search(pointing[0].name):
        scene.unite(pointing[0], scene.groups.all[0].head)


def _read(scene: Scene, sentence: Span) -> None:
    if read_row(scene, sentence):
        return
    read_form(scene, sentence)
    if _ITEM.match(scene.text, *sentence):
        scene.focus = []
    inside = list(within(scene.mentions, sentence.start, sentence.end))
    scene.silence = 0 if inside else scene.silence + 1
    if scene.silence > _MEMORY:
        scene.focus = []
    if not inside and _AGREEMENT_SIGNED.search(scene.text, *sentence):
        scene.focus = [c for c in (sole_fund(scene),) if c is not None]
    if not inside and not scene.focus:
        return
    same_thing(scene, inside)
    finds = _find_parties(scene, inside, sentence)
    subjects = [m for m in inside if not scene.is_party(m)]
    resolve(scene, subjects, sentence)
    owners = [m for m in subjects if m in scene.groups.of or m in scene.plural]
    inherit(scene, owners, sentence)
    assign_sizes(scene, sentence, owners)
    assign_terms(scene, sentence, owners)
    for find in finds:
        assign_party(scene, find, owners, title=scene.is_title(sentence))
    assign_statuses(scene, sentence, owners)
    assign_sectors(scene, sentence, owners)
    assign_parents(scene, inside)
    assign_payers(scene, owners)
    _move_focus(scene, owners, sentence)


def _find_parties(scene: Scene, inside: list[FundMention], sentence: Span) -> list[PartyFind]:
    """The parties of a sentence; a fund that is one of them is no subject of the sentence."""
    text = scene.text
    finds = [*find_managers(text, sentence), *find_backers(text, sentence)]
    if not inside:
        finds += find_signers(text, sentence, scene.issuer)
    scene.parties = [span for find in finds for span in find.parties]
    for mention in inside:
        child = mention.kind is MentionKind.BARE and SUB_FUND.search(mention.name)
        acted = None
        if not child and mention not in scene.predicates:
            acted = backers_before(text, sentence, mention, scene.issuer)
        finds += [f for f in (acted, manager_before(text, sentence, mention)) if f]
        note_creation(scene, mention, acted)
        scene.parties += acted.parties if acted else ()
    return finds


def _move_focus(scene: Scene, owners: list[FundMention], sentence: Span) -> None:
    """The first subject of a sentence is the fund in hand for the next; a headline sets none."""
    if scene.is_title(sentence):
        return
    heads = [m for m in owners if scene.text[m.end : m.end + 1] != "的" or len(owners) == 1]
    if heads:
        scene.focus = scene.coordinated(heads[0], heads)
        for mention in owners:
            group = scene.coordinated(mention, owners)
            if len(group) > 1:
                scene.listed = group


def _told_in_full(scene: Scene, cluster: Cluster) -> bool:
    """A fund that only the headline describes (20亿元CVC子基金) is the one that the body names: with the same size,
    or as the only fund of an announcement.
    """
    if cluster.head.kind is MentionKind.LEGAL or any(m.start >= scene.reading.body_start for m in cluster.mentions):
        return False
    legal = [
        c
        for c in scene.groups.all
        if c.head.kind is MentionKind.LEGAL and any(c.values.get(p) for p in ("backer", "size", "status"))
    ]
    told = [
        c for c in scene.groups.all if c is not cluster and any(c.values.get(p) for p in ("backer", "size", "status"))
    ]
    if (scene.issuer or len(told) == 1) and len(legal) == 1 and legal[0] is not cluster:
        legal[0].names += [n for n in cluster.names if n not in legal[0].names]
        for value in cluster.values.get("sector", []):
            legal[0].add("sector", value)
        return True
    sizes = {str(v) for v in cluster.values.get("size", [])}
    for other in scene.groups.all:
        if other is not cluster and sizes & {str(v) for v in other.values.get("size", [])}:
            for value in (
                v for p in ("status", "backer", "sector") for v in cluster.values.get(p, []) if p == "status"
            ):
                other.add("status", value)
            return True
    return False


def _tidy(scene: Scene, cluster: Cluster) -> None:
    """A plan announced outweighs the verb in its title; a short name of a party gives way to the full one."""
    if not cluster.values.get("backer"):
        cluster.values["backer"] = cluster.headline
    statuses = cluster.values.get("status", [])
    unborn = any(str(v) == "planned" and v.evidence.text[0] in "筹尚" for v in statuses)
    if unborn:
        cluster.values["status"] = statuses = [
            v for v in statuses if str(v) not in {"established", "registered", "filed"}
        ]
    if scene.title_plans and scene.issuer and any(str(v) == "planned" for v in statuses):
        cluster.values["status"] = [v for v in statuses if str(v) != "established"]
    if any(SUB_FUND.search(m.name) for m in cluster.mentions):
        for value in cluster.values.get("backer", []):
            if "母基金" in str(value):
                cluster.add("parent", value)
