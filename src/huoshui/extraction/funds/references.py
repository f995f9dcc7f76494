"""Words that only point at a fund (该基金, 三只区域基金), and nouns that name one again."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from huoshui.extraction.funds.figures import find_figures
from huoshui.extraction.funds.names import SUB_FUND, TYPE_ONLY, FundMention, MentionKind
from huoshui.extraction.reading import within
from huoshui.model.numerals import parse_number

if TYPE_CHECKING:
    from huoshui.extraction.funds.clusters import Cluster
    from huoshui.extraction.funds.parties import PartyFind
    from huoshui.extraction.funds.scene import Scene
    from huoshui.model.document import Span

_COPULA = re.compile(r"(?:（[^）]{1,24}）)?(?:”)?(?:是|系|为|即)(?!了)")
_APPOSED = re.compile(r"[“—：:]{0,2}")
_MADE_HERE = re.compile("(?:设立|成立|组建|发起|参设|新设|打造)(?:一[支只个])?$|(?:设立|成立|组建|发起|管理|运营)的$")
_PROGRAMME = re.compile("矩阵|群|体系|舰队|方阵")
_THIS_IS = re.compile("(?:这|它|其|该基金)(?:也|正|便|就)?(?:是|系|为)")
_ANNOUNCES = re.compile("如下|名单|分别[是为]|包括|：")
_COUNT = re.compile(r"([两三四五六七八九十]|\d{1,3})[支只个家][^，。]{0,6}$")
_FIRST_LOT = re.compile("首批$")
_MAKING = re.compile("设立|成立|组建|发起|打造|筹建|筹备|推出|构建|建立|形成|参设|募集|共建")
_THIS = re.compile("(?:这|该|此|上述|本)[支只个]?(?:总|目标)?(?:规模)?[为达]?$")


def same_thing(scene: Scene, inside: list[FundMention]) -> None:
    """Appositions (母基金“X”) and predicates (X是……设立的省级母基金) name the fund they go with."""
    for index, left in enumerate(inside):
        _predicate(scene, left, inside[index + 1 :])
    if inside and scene.focus and _THIS_IS.match(scene.text, scene.reading.sentence_at(inside[0].start).start):
        _is_the_one_in_hand(scene, inside[0])
    subjects = [m for m in inside if m in scene.groups.of]
    for mention in inside:
        clause = re.split("[，；。]", scene.text[inside[0].start : mention.start])[-1]
        if (
            subjects
            and mention.start > subjects[0].end
            and re.match("(?:也|正)?(?:是|系)", clause)
            and _ends_clause(scene, mention)
        ):
            scene.unite(mention, subjects[0])
            scene.predicates.add(mention)
    for left, right in itertools.pairwise(inside):
        between = scene.text[left.end : right.start]
        if between in {"（", "（即", "（又称"} and left in scene.groups.of and right.kind is not MentionKind.LEGAL:
            scene.unite(right, left)
        elif _named_by(scene, left, right):
            scene.unite(left, right)


def _named_by(scene: Scene, left: FundMention, right: FundMention) -> bool:
    """A type and the name that goes with it: 合伙企业X（有限合伙）, 省级母基金“X”."""
    between = scene.text[left.end : right.start]
    if not _APPOSED.fullmatch(between) or left.kind is MentionKind.LEGAL:
        return False
    quoted = between.endswith("“") and scene.text[right.end : right.end + 1] == "”"
    typed = left in scene.groups.of and bool(TYPE_ONLY.fullmatch(left.core))
    return right.kind is MentionKind.LEGAL or (quoted and typed and right in scene.groups.of)


def _is_the_one_in_hand(scene: Scene, mention: FundMention) -> None:
    """这是一只……的X基金: the noun at the clause's end is the fund that the text was about."""
    head = scene.focus[0].head
    if mention.kind is not MentionKind.LEGAL and _ends_clause(scene, mention) and head in scene.groups.of:
        scene.unite(mention, head)
        scene.predicates.add(mention)


def _predicate(scene: Scene, subject: FundMention, later: list[FundMention]) -> None:
    """X是……发起设立的省级母基金: the noun after the last 的 of the clause is X itself."""
    if subject not in scene.groups.of or not _COPULA.match(scene.text, subject.end):
        return
    for mention in later:
        clause = scene.text[subject.end : mention.start]
        if (
            "。" not in clause
            and _ends_clause(scene, mention)
            and clause.endswith("的")
            and mention.kind is not MentionKind.LEGAL
            and not mention.plural
        ):
            scene.unite(mention, subject)
            scene.predicates.add(mention)
            return


def _ends_clause(scene: Scene, mention: FundMention) -> bool:
    return scene.text[mention.end : mention.end + 1] in {"，", "。", "；", "", "\n"}


def resolve(scene: Scene, subjects: list[FundMention], sentence: Span) -> None:
    """该基金, 产业基金 and the like point at the fund in hand; with a size of their own they are funds."""
    for index, mention in enumerate(subjects):
        if mention.kind is not MentionKind.BARE or mention in scene.groups.of:
            continue
        if mention.plural and not mention.amount:
            members = _members(scene, mention, subjects[index + 1 :])
            if members:
                scene.plural[mention] = scene.listed = members
                scene.lists.append(members)
                continue
        target = None if _new_programme(scene, mention) else _pointed_at(scene, mention, subjects[:index])
        if target is not None:
            scene.groups.join(mention, target)
        elif _own_fund(scene, mention, sentence):
            named = _named_by_context(scene, mention)
            cluster = scene.groups.new(named)
            scene.groups.of[mention] = cluster


def _is_news(scene: Scene, mention: FundMention) -> bool:
    """设立产业投资基金 introduces a fund; it points back only where the fund in hand bears that type."""
    return not any(n.endswith(mention.name) for c in scene.focus for n in c.names)


def _members(scene: Scene, mention: FundMention, later: list[FundMention]) -> list[Cluster]:
    """三只子基金 means as many funds as the sentence goes on to name, else the last list of three funds told of."""
    count = _COUNT.search(scene.text[max(0, mention.start - 12) : mention.start])
    named = list({id(c): c for m in later if m in scene.groups.of for c in scene.of(m)}.values())
    if count is not None and len(named) > 1 and parse_number(count[1]) == len(named):
        return named
    if _FIRST_LOT.search(scene.text[max(0, mention.start - 4) : mention.start]) and len(named) > 1:
        return named
    if _means_the_list(scene, mention, count):
        return scene.listed
    same = [group for group in scene.lists if count is not None and parse_number(count[1]) == len(group)]
    if same and not SUB_FUND.search(mention.name):
        return same[-1]
    return _neighbours(scene, mention, count) if count is not None else []


def _neighbours(scene: Scene, mention: FundMention, count: re.Match[str]) -> list[Cluster]:
    """五只基金，名单如下: as many funds as the following lines begin with, or as the text has told of so far."""
    number = parse_number(count[1])
    if number is None or number < 2 or SUB_FUND.search(mention.name):
        return []
    ahead = [m for m in scene.mentions if m.start > mention.end and m in scene.groups.of and _heads_line(scene, m)]
    first = list({id(c): c for m in ahead for c in scene.of(m)}.values())
    sentence = scene.reading.sentence_at(mention.start)
    announced = _ANNOUNCES.search(scene.text, mention.end, sentence.end)
    if announced and len(first) >= number:
        return first[: int(number)]
    told = [c for c in _known_before(scene, mention) if any(scene.groups.of.get(m) is c for m in c.mentions)]
    return told if len(told) == number and not announced else []


def _heads_line(scene: Scene, mention: FundMention) -> bool:
    """A name at the beginning of a line or list item."""
    sentence = scene.reading.sentence_at(mention.start)
    return not scene.text[sentence.start : mention.start].strip("●■◆·•-—（）()一二三四五六七八九十0123456789、.． “")


def _means_the_list(scene: Scene, mention: FundMention, count: re.Match[str] | None) -> bool:
    """三只区域基金 after a list of three funds; not 600只子基金."""
    if not scene.listed:
        return False
    child = SUB_FUND.search(mention.name) and not any(SUB_FUND.search(c.head.name) for c in scene.listed)
    return not child and (count is None or parse_number(count[1]) == len(scene.listed))


def _pointed_at(scene: Scene, mention: FundMention, before: list[FundMention]) -> Cluster | None:
    """The fund that a bare word means: one of its type, else the nearest in the sentence, else the one in hand."""
    made = _MADE_HERE.search(scene.text[max(0, mention.start - 6) : mention.start])
    if mention.plural or (made and _is_news(scene, mention)):
        return None
    if mention.amount or scene.appended(mention):
        return _same_size(scene, mention, before)
    named = [scene.groups.of[m] for m in before if m in scene.groups.of]
    alike = _of_that_type(scene, mention, named)
    if alike is not None:
        return alike
    if SUB_FUND.search(mention.name) or mention in scene.created or _other_programme(scene, mention):
        return None
    return next(reversed(named), next(iter(scene.focus), None))


def _same_size(scene: Scene, mention: FundMention, before: list[FundMention]) -> Cluster | None:
    """A bare word with a size: 这支总规模300亿的产业基金, or a fund known by that size or without any."""
    amount = mention.amount
    if amount and _THIS.search(scene.text[max(0, amount.start - 8) : amount.start]):
        in_hand = [*(scene.groups.of[m] for m in before[-1:] if m in scene.groups.of), *scene.focus]
        if in_hand:
            return in_hand[0]
    tail = mention.name.lstrip("百千万亿级元")
    known = [c for c in _known_before(scene, mention) if any(n.endswith(tail) for n in c.names)]
    if _PROGRAMME.search(tail) and len(tail) >= 5 and len(known) == 1 and not known[0].values.get("size"):
        return known[0]
    typed = [c for c in scene.groups.all if any(n.endswith(tail) for n in c.names)]
    sized = [c for c in typed if c.head.amount == amount]
    sized += [c for c in scene.groups.all if mention.name in c.names]
    sized += [c for c in typed if c.head.kind is MentionKind.NAMED and c.head.name.endswith(tail) and c.head.amount]
    return next(iter(sized), None)


def _of_that_type(scene: Scene, mention: FundMention, named: list[Cluster]) -> Cluster | None:
    """The fund whose name ends in the bare word; once meant, the word keeps its meaning (引导基金)."""
    if mention.name in scene.meant and scene.text[mention.start - 1] not in "该本此":
        return scene.meant[mention.name]
    if len(mention.name) <= 2:
        return None
    for cluster in (*reversed(named), *scene.focus, *_known_before(scene, mention)):
        if any(name.endswith(mention.name) for name in cluster.names):
            scene.meant[mention.name] = cluster
            return cluster
    return None


def _other_programme(scene: Scene, mention: FundMention) -> bool:
    """A word for a programme does not point at the single fund in hand."""
    single = scene.focus and not _PROGRAMME.search(scene.focus[0].head.name)
    return bool(single and _PROGRAMME.search(mention.name))


def _new_programme(scene: Scene, mention: FundMention) -> bool:
    """省级天使基金群, 国资并购基金矩阵: a programme under its own name, first told of here."""
    programme = _PROGRAMME.search(mention.name) and len(mention.name) >= 6 and not mention.plural
    return bool(programme) and not any(mention.name in c.names for c in scene.groups.all)


def _known_before(scene: Scene, mention: FundMention) -> list[Cluster]:
    return [c for c in scene.groups.all if any(m.start < mention.start for m in c.mentions)]


def _own_fund(scene: Scene, mention: FundMention, sentence: Span) -> bool:
    """Whether a fund without a name is told of as a fund of its own."""
    figures = [f for f in find_figures(scene.reading, sentence) if mention.end <= f.cue < mention.end + 24]
    if mention.plural:
        several = re.search("各类|一系列|系列|一批", scene.text[max(0, mention.start - 4) : mention.end])
        return bool(figures and several and not mention.amount and not scene.listed)
    if _PROGRAMME.search(mention.name) and figures and not mention.amount:
        return True
    if scene.appended(mention) or mention in scene.created or _new_programme(scene, mention):
        return True
    if mention.amount:
        before = scene.text[max(sentence.start, mention.amount.start - 24) : mention.amount.start]
        programme = _PROGRAMME.search(mention.name)
        told = (
            programme
            or _MAKING.search(before)
            or re.match(
                "[^，。]{0,4}(?:发布|启动|揭牌|成立|设立|签约|落地)", scene.text[mention.end : mention.end + 10]
            )
        )
        long_enough = programme or len(mention.name) >= 4
        return bool(told and long_enough) and not scene.is_contribution(mention.amount)
    if not (scene.nameless and scene.issuer and len(mention.name) >= 4) or scene.is_title(sentence):
        return False
    return scene.last_figure > mention.start


def _named_by_context(scene: Scene, mention: FundMention) -> FundMention:
    """A fund without a name of its own takes the text's words; an announcement's, the company's name before them."""
    name = mention.name
    if mention in scene.created and not scene.issuer:
        name = scene.created[mention] + name
    elif scene.issuer and not mention.amount and not scene.appended(mention):
        name = scene.text[scene.issuer.start : scene.issuer.end] + name
    if mention.plural:
        scene.collective.add(mention)
        name = ("各类" if scene.text[mention.start - 2 : mention.start] == "各类" else "") + name
    return FundMention(mention.start, mention.end, name, MentionKind.NAMED, name, None, mention.amount)


def note_creation(scene: Scene, mention: FundMention, find: PartyFind | None) -> None:
    """携手A与B共同组建早期基金: several named founders make a fund of its own out of a mere type."""
    survey = (
        not any(m.kind is MentionKind.LEGAL for m in within(scene.mentions, mention.start - 299, mention.start + 300))
        and mention.start >= scene.reading.body_start
    )
    vague = find and re.search(
        "等|例如|比如|鼓励|支持|推动|可以", scene.text[max(0, find.parties[0].start - 8) : mention.start]
    )
    made = _MADE_HERE.search(scene.text[max(0, mention.start - 8) : mention.start])
    if (
        survey
        and made
        and find
        and not vague
        and mention.kind is MentionKind.BARE
        and len(find.parties) > 1
        and not mention.amount
        and scene.text[mention.start - 1] != "该"
    ):
        scene.created[mention] = "、".join(scene.text[p.start : p.end] for p in find.parties)
