"""The review queue on a terminal: one item after another, both sides with their sentences, one key each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.errors import InputError, NotFound
from huoshui.registry.review import ReviewKind
from huoshui.reporting.figures import show_facts, show_value
from huoshui.reporting.terminal import open_console, plain, statement_line
from huoshui.reporting.words import reason_word, say, word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from huoshui.registry.desk import Desk
    from huoshui.registry.judgements import Judgement
    from huoshui.registry.review import ReviewItem, ReviewSide
    from huoshui.reporting.words import Locale

_ACTIONS = {"a": "accept", "c": "correct", "r": "reject"}
_CONTEXT = ("size", "region", "manager", "date")
_SENTENCES = 3


def run(
    items: Sequence[ReviewItem],
    desk: Desk,
    ask: Callable[[str], str | None],
    tell: Callable[[str], None],
    locale: Locale,
) -> int:
    """Go through the items; the number judged. ``ask`` gives what was typed, None at the end of input."""
    judged = 0
    for number, item in enumerate(items, 1):
        tell(item_text(item, number, len(items), locale))
        while True:
            typed = ask(_prompt(item, locale))
            if typed is None or typed.strip().lower() in {"q", "quit"}:
                return judged
            if typed.strip().lower() in {"", "s"}:
                break
            try:
                done = _decide(desk, item, typed.strip())
            except (InputError, NotFound) as error:
                tell(str(error))
                continue
            judged += 1
            tell(_done(done, locale))
            break
    return judged


def _decide(desk: Desk, item: ReviewItem, typed: str) -> tuple[Judgement, ...]:
    """What was typed: a, r or c, then the number of a side where there are several, then the new value."""
    key, rest = typed[:1].lower(), typed[1:].strip()
    if key not in _ACTIONS:
        raise InputError(f"{typed[:20]!r} is no answer: a, c VALUE, r, s or q")
    side = 1
    first, _, after = rest.partition(" ")
    if len(item.sides) > 1 and item.kind is not ReviewKind.LINK and first.isdigit() and int(first) <= len(item.sides):
        side, rest = max(int(first), 1), after.strip()
    if key == "c":
        return desk.decide(item, "correct", side - 1, value=rest)
    return desk.decide(item, _ACTIONS[key], side - 1, note=rest)


def _prompt(item: ReviewItem, locale: Locale) -> str:
    if item.kind is ReviewKind.LINK:
        return say(locale, "a 同一主体  r 并非同一  s 跳过  q 结束 > ", "a same  r different  s skip  q quit > ")
    several = say(locale, "，后加序号", ", then a number") if len(item.sides) > 1 else ""
    return say(
        locale,
        f"a 采纳  c 更正为…  r 驳回{several}  s 跳过  q 结束 > ",
        f"a accept  c correct to …  r reject{several}  s skip  q quit > ",
    )


def _done(done: Sequence[Judgement], locale: Locale) -> str:
    kinds = word(done[0].kind.value, locale)
    numbers = ", ".join(str(j.id) for j in done)
    undo = f"huoshui judge undo {done[0].id}"
    return say(
        locale, f"已{kinds}（判断 {numbers}；撤销：{undo}）", f"{kinds}: judgement {numbers} ({undo} takes it back)"
    )


def item_text(item: ReviewItem, number: int, count: int, locale: Locale) -> str:
    """One item: what is in doubt and why, and each side with its sentences."""
    console, out = open_console(terminal=True)
    reasons = say(locale, "；", "; ").join(reason_word(r, locale) for r in item.reasons)
    if item.probability is not None:
        reasons += f"  p={item.probability:.2f}"
    head = f"{number}/{count}  {word(f'review_{item.kind}', locale)}  {item.name}  {reasons}"
    console.print(plain(head.rstrip()), style="bold")
    for at, side in enumerate(item.sides, 1):
        console.print(plain(f"  {at}. {_side(item, side, locale)}"))
        for statement in side.statements[:_SENTENCES]:
            console.print(statement_line(statement), soft_wrap=True)
        if len(side.statements) > _SENTENCES:
            more = len(side.statements) - _SENTENCES
            console.print(plain(say(locale, f"    另有 {more} 处", f"    and {more} more")), style="dim")
    return out.getvalue()


def _side(item: ReviewItem, side: ReviewSide, locale: Locale) -> str:
    if item.kind is not ReviewKind.LINK:
        value = show_value(side.prop, side.value, locale, side.qualifier, kind=side.entity.kind)
        return f"{word(side.prop, locale)}  {value}"
    known = (prop for prop in _CONTEXT if side.entity.facts_of(prop))
    about = "  ".join(f"{word(prop, locale)} {show_facts(side.entity, prop, locale)}" for prop in known)
    return f"{side.entity.name}  {about}".rstrip()
