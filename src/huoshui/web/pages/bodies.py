"""The page of an organisation or company: its names, where it is spoken of and as what, and why its names are one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.numbers import format_percent
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from huoshui.errors import NotFound
from huoshui.registry.judgements import JudgementKind
from huoshui.web.figures import body_href, entity_href
from huoshui.web.language import mark, say
from huoshui.web.pages.entities import NAMED_BY, make_link, make_steps
from huoshui.web.site import Asked, Crumb, Memory, render
from huoshui.web.words import one_kind_word

if TYPE_CHECKING:
    from huoshui.registry.bodies import BodyName, BodyView, Deed, Doubted
    from huoshui.registry.body_log import BodyJudgement
    from huoshui.web.language import Locale
    from huoshui.web.pages.entities import Link, Step

router = APIRouter()

#: Records and doubtful names listed on the page; the API has all of them.
SHOWN, SHOWN_DOUBTS = 500, 20
KINDS = {"organisation": mark("机构"), "company": mark("企业")}
ROLES = {**NAMED_BY, "provider": mark("由其提供"), "sponsor": mark("由其保荐"), "company": mark("本企业")}
ONE = mark("%(analyst)s（%(made)s）判定为同一家：%(left)s = %(right)s")
TWO = mark("%(analyst)s（%(made)s）判定并非同一家：%(left)s ≠ %(right)s")


@dataclass(frozen=True, slots=True)
class Done:
    """An entity that the body has to do with, and what it is to it."""

    role: str
    name: str
    href: str
    kind: str
    statements: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """A name that may be of the body too, and why."""

    own: str
    other: str
    href: str
    probability: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class BodyPage:
    """One body; ``more`` is how many of its ``deeds`` are not listed, ``doubts`` the likeliest."""

    title: str
    kind: str
    crumbs: tuple[Crumb, ...]
    statements: int
    names: tuple[BodyName, ...]
    deeds: tuple[Done, ...]
    more: int
    links: tuple[Link, ...]
    judgements: tuple[str, ...]
    doubts: tuple[Doubt, ...]


@router.get("/bodies/{body_id}", response_class=HTMLResponse)
def body(request: Request, body_id: str, registry: Memory, reader: Asked) -> Response:
    """An organisation or company; an id from before a merge leads to the merged one."""
    try:
        found = registry.body(body_id)
    except NotFound as error:
        raise NotFound(say(reader.locale, "登记册中没有编号为 %(id)s 的记录") % {"id": body_id[:40]}) from error
    if found.id != body_id:
        return RedirectResponse(body_href(found.id), 307)
    return render(request, "body.html", make_page(found, reader.locale), section="funds")


def make_page(found: BodyView, locale: Locale) -> BodyPage:
    """The declared context of a body's page."""
    return BodyPage(
        title=found.name,
        kind=say(locale, KINDS[found.kind]),
        crumbs=(Crumb(found.name),),
        statements=found.statements,
        names=found.names,
        deeds=tuple(_done(deed, locale) for deed in found.deeds[:SHOWN]),
        more=max(len(found.deeds) - SHOWN, 0),
        links=tuple(make_link(link, locale) for link in found.links),
        judgements=tuple(_judged(judgement, locale) for judgement in found.judgements),
        doubts=tuple(_doubt(doubt, locale) for doubt in found.doubts[:SHOWN_DOUBTS]),
    )


def _done(deed: Deed, locale: Locale) -> Done:
    role = say(locale, ROLES[deed.role])
    return Done(role, deed.name, entity_href(deed.entity_id), one_kind_word(deed.kind, locale), len(deed.statements))


def _judged(judgement: BodyJudgement, locale: Locale) -> str:
    words = say(locale, ONE if judgement.kind is JudgementKind.MERGE else TWO) % {
        "analyst": judgement.analyst,
        "made": judgement.made[:10],
        "left": judgement.left_name,
        "right": judgement.right_name,
    }
    return f"{words} {judgement.note}".strip()


def _doubt(doubt: Doubted, locale: Locale) -> Doubt:
    probability = format_percent(doubt.probability, "0.0%", locale=locale)
    return Doubt(doubt.own, doubt.other, body_href(doubt.body_id), probability, make_steps(doubt.steps, locale))
