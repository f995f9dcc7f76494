"""The packs in force on a day and in a place, and where each reader goes from here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from huoshui.policy.packs_in_force import begun
from huoshui.policy.scoring import all_items
from huoshui.web.figures import show_region
from huoshui.web.language import mark, show_date
from huoshui.web.pages.listing import Link
from huoshui.web.pages.policy.marks import Sure, sure, titled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huoshui.policy.pack import Pack
    from huoshui.web.pages.policy.asking import Asking, Head

NATION = "全国"
#: The first day of a document that is a draft still.
NEVER = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Door:
    """A reader, and what they come for."""

    who: str
    ways: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack in the list; ``note`` says why it does not hold."""

    title: str
    href: str
    issuer: str
    number: str
    rules: str
    since: str
    grade: Sure
    note: str


@dataclass(frozen=True, slots=True)
class Group:
    """The packs of one place."""

    place: str
    packs: tuple[PackRow, ...]


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """The page of packs."""

    title: str
    head: Head
    about: str
    doors: tuple[Door, ...]
    groups: tuple[Group, ...]
    others: tuple[PackRow, ...]


def make_page(asked: Asking) -> OverviewPage:
    """The declared context of the page. InputError for a place that is none."""
    packs, place = asked.ruling.packs, asked.place
    held = packs.in_force(asked.day, place)
    left = [pack for pack in packs if pack not in packs.in_force(asked.day)]
    by_place: dict[str, list[Pack]] = {}
    for pack in sorted(held, key=lambda one: (one.jurisdiction != NATION, one.jurisdiction, -one.since.toordinal())):
        by_place.setdefault(pack.jurisdiction, []).append(pack)
    rules = sum(len(pack.rules) + len(list(all_items(pack))) for pack in held)
    stated = {"day": show_date(asked.day.isoformat(), asked.locale), "num": len(held), "rules": rules}
    return OverviewPage(
        title=asked.say(mark("规则包")),
        head=asked.head("packs", placed=True),
        about=asked.say(
            mark("截至 %(day)s 有 %(num)s 份文件在施行，共 %(rules)s 条规则与评分项；同一内容取最后施行的一份。"),
            **stated,
        ),
        doors=_doors(asked),
        groups=tuple(
            Group(_place(name, asked), tuple(_row(pack, asked) for pack in listed)) for name, listed in by_place.items()
        ),
        others=tuple(_row(pack, asked, _why(pack, asked)) for pack in sorted(left, key=lambda one: one.since)),
    )


def _place(name: str, asked: Asking) -> str:
    return asked.say(mark("全国")) if name == NATION else show_region(name)


def _row(pack: Pack, asked: Asking, note: str = "") -> PackRow:
    items = len(list(all_items(pack)))
    counted = asked.say(mark("%(num)s 条规则"), num=len(pack.rules))
    scored = asked.say(mark("%(num)s 个评分项"), num=items)
    return PackRow(
        title=titled(pack, asked.locale),
        href=asked.pack(pack.id),
        issuer=asked.say(mark("、")).join(pack.issuer),
        number=pack.number,
        rules=scored if items and not pack.rules else counted,
        since=show_date(pack.since.isoformat(), asked.locale) if pack.since < NEVER else "",
        grade=sure(pack.grade, asked.locale),
        note=note,
    )


def _why(pack: Pack, asked: Asking) -> str:
    """Why a pack does not hold on the day."""
    if pack.since >= NEVER:
        return asked.say(mark("征求意见，未施行"))
    if pack.since > asked.day:
        return asked.say(mark("%(day)s 起施行"), day=show_date(pack.since.isoformat(), asked.locale))
    if not begun(pack, asked.day) and pack.until:
        return asked.say(mark("%(day)s 止"), day=show_date(pack.until.isoformat(), asked.locale))
    later = _superseding(pack, asked.ruling.packs)
    return asked.say(mark("已由“%(title)s”取代"), title=titled(later, asked.locale)) if later else ""


def _superseding(pack: Pack, packs: Iterable[Pack]) -> Pack | None:
    return next((one for one in packs if pack.id in one.supersedes), None)


def _doors(asked: Asking) -> tuple[Door, ...]:
    """The five readers, in the words of what they do."""

    def door(who: str, *ways: tuple[str, str]) -> Door:
        return Door(asked.say(who), tuple(Link(asked.say(text), href) for text, href in ways))

    return (
        door(
            mark("引导基金投资经理"),
            (mark("按指南筛查子基金申报"), asked.href("/screen")),
            (mark("核查自家基金合不合规"), asked.href("/check")),
            (mark("找出要重新谈的条款"), asked.href("/conflicts")),
        ),
        door(
            mark("发改、财政监管人员"),
            (mark("给全省基金打分、排名"), asked.href("/evaluation")),
            (mark("看城市之间撞没撞车"), asked.href("/overlap")),
            (mark("比各省的综合指数"), asked.href("/index")),
        ),
        door(
            mark("募资的管理人"),
            (mark("哪些遴选我们够格"), asked.href("/screen")),
            (mark("各家遴选的条件并列"), "/calls"),
        ),
        door(
            mark("分析师与记者"),
            (mark("现在施行哪些规则，出自哪里"), "#packs"),
            (mark("哪些规则互相打架"), asked.href("/conflicts")),
        ),
        door(
            mark("企业财务负责人"),
            (mark("哪些基金、贷款、担保、补贴适合我们"), asked.href("/match")),
        ),
    )
