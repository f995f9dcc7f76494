"""The journal: its lines with filters, and those behind one figure, whose sum that figure is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from huoshui.errors import InputError
from huoshui.model.money import Money
from huoshui.portfolio.family.figures import Figure
from huoshui.portfolio.family.lines import Query
from huoshui.portfolio.family.views import Ref
from huoshui.portfolio.kinds import SHAPES
from huoshui.portfolio.vocabulary import Kind, Tier
from huoshui.web.language import mark, say, show_date
from huoshui.web.pages.listing import Link, Pager, make_pager
from huoshui.web.pages.portfolio.cells import (
    YUAN,
    Cell,
    Head,
    Sheet,
    exact,
    heads_of,
    money_cell,
    percent,
    text_cell,
    unit_of,
)
from huoshui.web.pages.portfolio.rows import ref_cell
from huoshui.web.query import read_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.portfolio.book import Event
    from huoshui.portfolio.family.lines import Derived, JournalPage, JournalRow
    from huoshui.portfolio.family.views import Sort
    from huoshui.web.language import Locale
    from huoshui.web.pages.portfolio.asking import Asking
    from huoshui.web.pages.portfolio.asking import Head as PageHead

LINES_AT_ONCE = 50
MOST_IN_FILE = 200_000


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of event to choose."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class LinesPage:
    """The page of the journal. ``sum`` is the figure asked for, and ``made`` how it comes about."""

    title: str
    head: PageHead
    about: str
    asked_for: str
    sum: str
    made: str
    derived: Sheet | None
    removals: tuple[Link, ...]
    kinds: tuple[Choice, ...]
    kept: tuple[tuple[str, str], ...]
    since: str
    until: str
    node: str
    lines: Sheet
    pager: Pager

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The tables that may be asked for as files."""
        return (self.lines, *((self.derived,) if self.derived else ()))


def make_page(asked: Asking, *, whole: bool = False) -> LinesPage:
    """The declared context of the journal. InputError for an address that cannot be used, NotFound for a node."""
    locale, query = asked.locale, read_query(asked)
    number = read_page(asked.request.query_params, locale)
    start, size = (0, MOST_IN_FILE) if whole else ((number - 1) * LINES_AT_ONCE, LINES_AT_ONCE)
    found = asked.family.journal(query, start, size)
    kept = tuple((n, v) for n, v in asked.head("").kept if n not in {"kind", "since", "until", "node"})
    return LinesPage(
        title=say(locale, "流水"),
        head=asked.head("journal"),
        about=_about(found, locale),
        asked_for=_asked_for(query, asked),
        sum=exact(found.amount, locale) if found.amount else "",
        made=_made(found, found.amount, locale) if found.amount else "",
        derived=_derived(found.derived, found.amount, asked) if found.amount and found.derived else None,
        removals=_removals(query, asked),
        kinds=tuple(Choice(kind.value, kind.label(locale), kind is query.kind) for kind in Kind),
        kept=kept,
        since=query.since.isoformat() if query.since else "",
        until=query.until.isoformat() if query.until else "",
        node="" if isinstance(query.node, Tier) else query.node or "",
        lines=_lines(found, query, asked),
        pager=make_pager(found.total, number, lambda n: asked.same(page=str(n) if n > 1 else ""), LINES_AT_ONCE),
    )


def read_query(asked: Asking) -> Query:
    """What an address asks for. InputError naming the part that cannot be used."""
    locale = asked.locale
    figure, kind, tier = (asked.param(name) for name in ("figure", "kind", "tier"))
    if tier and tier not in set(Tier):
        raise InputError(say(locale, "地址中的 tier 不是层级；请从数字点进来"))
    if figure and figure not in set(Figure):
        raise InputError(say(locale, "地址中的 figure 不是账目中的数；请从数字点进来"))
    if kind and kind not in set(Kind):
        raise InputError(say(locale, "地址中的 kind 不是事项；请从流水页选择"))
    return Query(
        node=Tier(tier) if tier else asked.param("node") or None,
        other=asked.param("other") or None,
        figure=Figure(figure) if figure else None,
        kind=Kind(kind) if kind else None,
        since=_day(asked, "since"),
        until=_day(asked, "until"),
    )


def _day(asked: Asking, name: str) -> date | None:
    stated = asked.param(name)
    try:
        return date.fromisoformat(stated) if stated else None
    except ValueError as error:
        message = say(asked.locale, "日期“%(typed)s”无法识别；请写 2026-01-29") % {"typed": stated[:40]}
        raise InputError(message) from error


def _about(found: JournalPage, locale: Locale) -> str:
    stated = {"num": f"{found.total:,}"}
    if found.amount:
        if found.derived and not found.total:
            return say(locale, "这个数没有直接的流水；点下表中的数继续往下看")
        return say(locale, "共 %(num)s 笔，都计入这个数") % stated
    return say(locale, "共 %(num)s 笔，按日期排；只增不改，更正用冲销") % stated


def _asked_for(query: Query, asked: Asking) -> str:
    """What the lines are of, in words."""
    names = [_name(name, asked) for name in (query.node, query.other) if name]
    if query.figure is None:
        return " → ".join(names)
    whose = " → ".join(names) or say(asked.locale, "整个家族")
    stated = {"whose": whose, "figure": query.figure.label(asked.locale), "what": query.figure.what(asked.locale)}
    return say(asked.locale, "%(whose)s · %(figure)s（%(what)s）") % stated


def _name(name: str | Tier, asked: Asking) -> str:
    return name.label(asked.locale) if isinstance(name, Tier) else _ref(name, asked).name


def _ref(name: str, asked: Asking) -> Ref:
    """A node by its id. NotFound."""
    snapshot = asked.folio.ledger.snapshot()
    node = snapshot.node(name)
    return Ref(node.id, node.name, cast("Sort", type(node).__name__.lower()))


def _made(found: JournalPage, amount: Money, locale: Locale) -> str:
    """How the figure comes about: what lines add and what other figures add."""
    rest = sum(one.money.minor for one in found.derived)
    own = Money(amount.minor - rest, amount.currency)
    said = say(locale, "流水合计 %(sum)s") % {"sum": exact(own, locale)}
    if not found.derived:
        return said
    stated = {"num": len(found.derived), "sum": exact(Money(rest, amount.currency), locale)}
    derived = say(locale, "由 %(num)s 个数推算 %(sum)s") % stated
    return say(locale, "，").join([said, derived] if own.minor or found.total else [derived])


def _derived(derived: Sequence[Derived], amount: Money, asked: Asking) -> Sheet:
    """The figures that this one is made of, each a link to what is behind it."""
    locale, currency = asked.locale, amount.currency
    columns = (
        ("node", mark("来自"), "-"),
        ("figure", mark("哪个数"), "-"),
        ("part", mark("取其"), "%"),
        ("money", mark("计入"), unit_of(YUAN, currency, locale)),
    )
    rows = []
    for one in derived:
        node, other = (ref.id if ref else "" for ref in (one.node, one.other))
        href = asked.entries(one.figure, node, other)
        names = " → ".join(ref.name for ref in (one.node, one.other) if ref) or say(locale, "整个家族")
        rows.append(
            (
                Cell(names, asked.to(one.node) if one.node else ""),
                Cell(one.figure.label(locale), href, one.figure.what(locale)),
                Cell(percent(one.part)) if one.part is not None else Cell(say(locale, "全部")),
                money_cell(one.money, YUAN, locale, currency=currency, href=href),
            )
        )
    title = say(locale, "由其他数推算的部分")
    return Sheet("derived", title, heads_of(locale, *columns), tuple(rows), asked.file("derived"))


def _removals(query: Query, asked: Asking) -> tuple[Link, ...]:
    """What narrows the list, each with the address without it."""
    locale = asked.locale
    found = []
    if query.figure:
        found.append(Link(query.figure.label(locale), asked.same(figure="")))
    field = "tier" if isinstance(query.node, Tier) else "node"
    for part, name in ((field, query.node), ("other", query.other)):
        if name:
            found.append(Link(_name(name, asked), asked.same(**{part: ""})))
    if query.kind:
        found.append(Link(query.kind.label(locale), asked.same(kind="")))
    if query.since:
        found.append(Link(say(locale, "自 %(day)s") % {"day": query.since}, asked.same(since="")))
    if query.until:
        found.append(Link(say(locale, "至 %(day)s") % {"day": query.until}, asked.same(until="")))
    return tuple(found)


# -- lines -------------------------------------------------------------------------------------------------------------


def _lines(found: JournalPage, query: Query, asked: Asking) -> Sheet:
    locale = asked.locale
    yuan = unit_of(YUAN, asked.currency, locale)
    columns = [
        ("event", mark("编号"), "-"),
        ("day", mark("日期"), "-"),
        ("kind", mark("事项"), "-"),
        ("holder", mark("持有或付款方"), "-"),
        ("held", mark("标的"), "-"),
        ("money", mark("金额"), yuan),
        ("more", mark("说明"), "-"),
        ("state", mark("冲销"), "-"),
        ("entered", mark("录入"), "-"),
    ]
    if found.amount:
        unit = unit_of(YUAN, found.amount.currency, locale)
        columns.insert(6, ("part", mark("计入"), unit))
    rows = tuple(_line(row, query, asked) for row in found.rows)
    heads: tuple[Head, ...] = heads_of(locale, *columns)
    return Sheet("lines", say(locale, "流水"), heads, rows, asked.file("lines"))


def _line(row: JournalRow, query: Query, asked: Asking) -> tuple[Cell, ...]:
    locale, event = asked.locale, row.event
    shape = SHAPES[event.kind]
    money = (
        money_cell(event.money, YUAN, locale, currency=asked.currency)
        if shape.money
        else Cell("", why=say(locale, "此类事项无金额"))
    )
    nature = shape.natures.codes.of(event.nature) if shape.natures else None
    kind = event.kind.label(locale) + (f" · {nature.label(locale)}" if nature else "")
    cells = [
        Cell(event.id, mark=say(locale, "已冲销") if row.undone_by else ""),
        Cell(show_date(event.day.isoformat(), locale)),
        Cell(kind),
        ref_cell(row.holder, asked) if row.holder else Cell("", why=say(locale, "此类事项无此方")),
        ref_cell(row.held, asked) if row.held else Cell("", why=say(locale, "此类事项无此方")),
        money,
        text_cell(_more(event, asked), locale),
        _reversal(row, asked),
        _entered(row, locale),
    ]
    if query.figure:
        currency = row.part.currency if row.part else asked.currency
        cells.insert(6, money_cell(row.part, YUAN, locale, currency=currency, why=say(locale, "不计入")))
    return tuple(cells)


def _more(event: Event, asked: Asking) -> str:
    """What else the line says: round, stake, cost, buyer, note, source."""
    locale = asked.locale

    def amount(text: str, minor: int | None) -> str:
        money = Money(minor or 0, event.currency)
        return say(locale, text) % {"amount": exact(money, locale)} if minor is not None else ""

    stake = say(locale, "持股 %(share)s") % {"share": percent(event.stake)} if event.stake is not None else ""
    buyer = say(locale, "转让给 %(name)s") % {"name": _ref(event.other, asked).name} if event.other else ""
    due = say(locale, "应于 %(day)s 前缴") % {"day": event.due} if event.due else ""
    parts = (
        event.round,
        stake,
        amount("投后 %(amount)s", event.post),
        amount("释放成本 %(amount)s", event.cost),
        buyer,
        due,
        event.note,
        event.source,
    )
    return say(locale, "；").join(part for part in parts if part)


def _reversal(row: JournalRow, asked: Asking) -> Cell:
    """What the line reverses, or what reversed it."""
    locale, event = asked.locale, row.event
    if event.reverses:
        return Cell(say(locale, "冲销 %(id)s") % {"id": event.reverses}, f"#e-{event.reverses}")
    if row.undone_by:
        return Cell(say(locale, "被 %(id)s 冲销") % {"id": row.undone_by}, f"#e-{row.undone_by}")
    return Cell("", why=say(locale, "没有冲销"))


def _entered(row: JournalRow, locale: Locale) -> Cell:
    made = f"{row.entry.made.replace('T', ' ')[:16]} UTC"
    stated = {"author": row.entry.author or "—", "made": made}
    return Cell(say(locale, "%(author)s，%(made)s") % stated, title=f"{row.entry.what} · {row.entry.made}")
