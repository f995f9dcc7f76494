"""The review page: what is in doubt, both sides with their sentences, judged by a key or a button each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from huoshui.errors import InputError
from huoshui.registry.review import ReviewKind
from huoshui.reporting.figures import show_facts
from huoshui.reporting.words import reason_word, word
from huoshui.web.figures import Notes, entity_href, make_source, one_line
from huoshui.web.forms import analyst_of, guard_of, keep, keep_analyst, read_form
from huoshui.web.language import mark, say, show_date
from huoshui.web.pages.listing import Pager, make_pager
from huoshui.web.query import read_page
from huoshui.web.site import Asked, Memory, render
from huoshui.web.words import property_word

if TYPE_CHECKING:
    from huoshui.registry import Registry
    from huoshui.registry.judgements import Judgement
    from huoshui.registry.review import ReviewItem, ReviewSide
    from huoshui.registry.views import StatementView
    from huoshui.web.figures import Source
    from huoshui.web.language import Locale

router = APIRouter()

AT_ONCE = 10
QUOTES = 4
LOGGED = 10
CONTEXT = ("size", "region", "manager", "date")
KINDS = {
    ReviewKind.LINK: mark("疑为同一主体"),
    ReviewKind.VALUE: mark("把握不大的读数"),
    ReviewKind.CONFLICT: mark("各源不一"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A statement in its sentence, and what kind of source says so."""

    source: Source
    source_class: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things to choose between; ``more`` says how many further places state it."""

    value: str
    label: str
    shown: str
    href: str
    about: str
    said: tuple[Said, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """One item of the queue. ``prop`` is empty for a link."""

    id: str
    kind: str
    kind_label: str
    name: str
    href: str
    reasons: str
    link: bool
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of doubt and how many there are; the current one's address takes the choice back."""

    label: str
    href: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Logged:
    """One judgement of the log."""

    id: int
    made: str
    analyst: str
    kind: str
    what: str
    undone: bool


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The review page: a part of the queue, who judges, and the newest judgements. ``done`` is the one just made."""

    title: str
    total: int
    documents: int
    kind: str
    number: int
    analyst: str
    token: str
    done: Logged | None
    kinds: tuple[Choice, ...]
    doubts: tuple[Doubt, ...]
    log: tuple[Logged, ...]
    pager: Pager


@router.get("/review", response_class=HTMLResponse)
def review(request: Request, registry: Memory, reader: Asked) -> HTMLResponse:
    """The queue, or its items of one kind."""
    kind = request.query_params.get("kind", "")
    if kind and kind not in set(ReviewKind):
        raise InputError(say(reader.locale, "地址中的 kind 不是待核的类别；请从待核页选择"))
    guard = guard_of(request)
    number = read_page(request.query_params, reader.locale)
    done = request.query_params.get("done", "")
    page = make_page(registry, kind, number, (analyst_of(request), guard.token, done), reader.locale)
    response = render(request, "review.html", page, section="review")
    keep(response, guard)
    return response


@router.post("/review")
async def decide(request: Request, registry: Memory, reader: Asked) -> RedirectResponse:
    """Judge an item, take a judgement back, or change the name under which one judges; then back to the queue."""
    fields = await read_form(request, reader.locale)
    action, note = fields.get("action", ""), " ".join(fields.get("note", "").split())
    kind, back = fields.get("kind", ""), {"kind": fields.get("kind", ""), "page": fields.get("page", "")}
    if kind not in {"", *ReviewKind}:
        back = {}
    if action == "sign":
        response = _back(back)
        keep_analyst(response, " ".join(fields.get("analyst", "").split())[:80])
        return response
    desk = registry.desk(analyst_of(request))
    if action == "undo":
        judgement = desk.undo(_number(fields.get("judgement", ""), reader.locale), note)
    else:
        item = registry.review_item(fields.get("item", ""))
        if action == "accept" and fields.get("value", "").strip():
            action = "correct"  # who presses Enter in the field of the new value means it
        sides = [n for n, side in enumerate(item.sides) if side.value == fields.get("side")]
        judgement = desk.decide(item, action, sides[0] if sides else 0, fields.get("value", ""), note)[0]
    return _back(back | {"done": str(judgement.id)})


def _number(stated: str, locale: Locale) -> int:
    if not (stated.isascii() and stated.isdigit() and len(stated) < 16):
        raise InputError(say(locale, "没有指明要撤销的判断；请从待核页选择"))
    return int(stated)


def _back(fields: dict[str, str]) -> RedirectResponse:
    query = urlencode({name: value for name, value in fields.items() if value})
    return RedirectResponse(f"/review?{query}" if query else "/review", 303)


def make_page(registry: Registry, kind: str, number: int, who: tuple[str, str, str], locale: Locale) -> ReviewPage:
    """The declared context of the review page; ``who`` is the analyst, the forms' token and the id just judged."""
    analyst, token, done = who
    queue = registry.review([ReviewKind(kind)] if kind else [], limit=AT_ONCE, offset=(number - 1) * AT_ONCE)
    log, undone = registry.judgements(), registry.undone()
    logged = tuple(_logged(judgement, judgement.id in undone, locale) for judgement in reversed(log))
    chosen = f"&kind={kind}" if kind else ""
    return ReviewPage(
        title=say(locale, "待核"),
        total=sum(queue.counts.values()),
        documents=registry.counts().documents,
        kind=kind,
        number=number,
        analyst=analyst,
        token=token,
        done=next((entry for entry in logged if str(entry.id) == done), None),
        kinds=tuple(_choice(k, kind, count, locale) for k, count in queue.counts.items() if count),
        doubts=tuple(_doubt(item, locale) for item in queue.items),
        log=logged[:LOGGED],
        pager=make_pager(queue.total, number, lambda other: f"/review?page={other}{chosen}", AT_ONCE),
    )


def _choice(kind: ReviewKind, chosen: str, count: int, locale: Locale) -> Choice:
    current = kind == chosen
    return Choice(say(locale, KINDS[kind]), "/review" if current else f"/review?kind={kind.value}", count, current)


def _doubt(item: ReviewItem, locale: Locale) -> Doubt:
    reasons = [reason_word(reason, locale) for reason in item.reasons]
    if item.probability is not None:
        reasons.append(f"p = {item.probability:.2f}")
    return Doubt(
        id=item.id,
        kind=item.kind.value,
        kind_label=say(locale, KINDS[item.kind]),
        name=item.name,
        href=entity_href(item.sides[0].entity.id),
        reasons=("；" if locale == "zh" else "; ").join(reasons),
        link=item.kind is ReviewKind.LINK,
        sides=tuple(_side(item, side, locale) for side in item.sides),
    )


def _side(item: ReviewItem, side: ReviewSide, locale: Locale) -> Side:
    kind, notes = side.entity.kind, Notes(locale)
    link = item.kind is ReviewKind.LINK
    stated = [prop for prop in CONTEXT if link and side.entity.facts_of(prop)]
    about = [f"{property_word(kind, prop, locale)} {show_facts(side.entity, prop, locale)}" for prop in stated]
    shown = side.statements[:QUOTES]
    return Side(
        value=side.value,
        label="" if link else property_word(kind, side.prop, locale),
        shown=side.entity.name if link else one_line(kind, side.prop, side.value, side.qualifier, locale),
        href=entity_href(side.entity.id) if link else "",
        about=" · ".join(about),
        said=tuple(_said(kind, statement, notes) for statement in shown),
        more=len(side.statements) - len(shown),
    )


def _said(kind: str, statement: StatementView, notes: Notes) -> Said:
    return Said(make_source(kind, statement, notes), word(statement.source_class.code, notes.locale))


def _logged(judgement: Judgement, undone: bool, locale: Locale) -> Logged:
    names = tuple(dict.fromkeys(m.label for m in (*judgement.left, *judgement.right)))
    what = ("、" if locale == "zh" else ", ").join(names[:3])
    if judgement.prop:
        kind = judgement.left[0].kind
        old = one_line(kind, judgement.prop, judgement.value, None, locale)
        new = one_line(kind, judgement.prop, judgement.new_value, judgement.new_qualifier, locale)
        what += f" {property_word(kind, judgement.prop, locale)} {old}" + (f" → {new}" if judgement.new_value else "")
    if judgement.undoes:
        what = str(judgement.undoes)
    made = f"{show_date(judgement.made[:10], locale)} {judgement.made[11:16]} UTC"
    return Logged(judgement.id, made, judgement.analyst, word(judgement.kind.value, locale), what, undone)
