"""Re-investment: obligations and how far they are met, the deals behind, what does not count and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.portfolio.family.views import Ref
from huoshui.portfolio.reinvestment import compare
from huoshui.portfolio.reinvestment.progress import State
from huoshui.portfolio.reinvestment.progress import obligation as one_of
from huoshui.web.charts import Drawing, Goal, progress
from huoshui.web.figures import show_region
from huoshui.web.language import mark, say, show_date
from huoshui.web.pages.listing import Pager, make_pager
from huoshui.web.pages.portfolio.cells import (
    WAN,
    YI,
    Cell,
    Sheet,
    amount_text,
    heads_of,
    money_cell,
    percent,
    share_cell,
    unit_of,
)
from huoshui.web.pages.portfolio.cells import (
    Head as HeadOfSheet,
)
from huoshui.web.pages.portfolio.rows import Choice, ref_cell
from huoshui.web.query import read_page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from huoshui.model.money import Money
    from huoshui.portfolio.book import Obligation
    from huoshui.portfolio.reinvestment import Comparison, Missing, Progress
    from huoshui.portfolio.reinvestment.items import Item
    from huoshui.web.language import Locale
    from huoshui.web.pages.portfolio.asking import Asking, Head

CARDS_AT_ONCE = 12
#: What wants attention first.
_ORDER = (State.BROKEN, State.UNKNOWN, State.DUE, State.MET)


@dataclass(frozen=True, slots=True)
class Card:
    """An obligation in the list: its bar, and in a line how it stands. ``state`` is a code of ``State``."""

    name: str
    href: str
    fund: str
    fund_href: str
    region: str
    drawing: Drawing
    narrow: Drawing
    state: str
    state_word: str
    said: str
    current: bool


@dataclass(frozen=True, slots=True)
class Detail:
    """One obligation in full."""

    name: str
    definition: tuple[str, ...]
    missing: tuple[str, ...]
    checks: Sheet
    counted: Sheet
    left: Sheet
    compared: Sheet | None


@dataclass(frozen=True, slots=True)
class ReinvestmentPage:
    """The page of re-investment; ``detail`` is of the obligation that the address names, else of the first."""

    title: str
    head: Head
    about: str
    choices: tuple[Choice, ...]
    cards: tuple[Card, ...]
    pager: Pager
    detail: Detail | None

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The tables that may be asked for as files."""
        if self.detail is None:
            return ()
        own = (self.detail.checks, self.detail.counted, self.detail.left, self.detail.compared)
        return tuple(sheet for sheet in own if sheet is not None)


def make_page(asked: Asking) -> ReinvestmentPage:
    """The declared context of the page. NotFound for an obligation that there is not."""
    locale, snapshot = asked.locale, asked.folio.ledger.snapshot()
    listed = snapshot.obligations
    chosen = one_of(snapshot, asked.param("obligation")) if asked.param("obligation") else None
    found = sorted(asked.folio.reinvestment(asked.day), key=lambda one: _ORDER.index(_state_of(one)))
    states = Counter(_state_of(one) for one in found)
    wanted = asked.param("state")
    fitting = [one for one in found if not wanted or _state_of(one) == wanted]
    number = read_page(asked.request.query_params, locale)
    shown = fitting[(number - 1) * CARDS_AT_ONCE : number * CARDS_AT_ONCE]
    if chosen is None and shown:
        chosen = shown[0].obligation
    cards = tuple(_card(one, asked, current=chosen is not None and one.obligation.id == chosen.id) for one in shown)
    stated = {"num": len(found), "broken": states[State.BROKEN], "day": asked.head("").shown_day}
    about = say(locale, "截至 %(day)s：%(num)s 项返投要求，%(broken)s 项到了考核时点未达标。") % stated
    detail = None
    if chosen is not None:
        same = [one for one in listed if one.fund == chosen.fund]
        compared = compare(snapshot, same, asked.day)
        own = next(one for one in compared.progress if one.obligation.id == chosen.id)
        detail = _detail(own, compared, asked)
    return ReinvestmentPage(
        title=say(locale, "返投"),
        head=asked.head("reinvestment"),
        about=about,
        choices=_choices(states, wanted, asked),
        cards=cards,
        pager=make_pager(
            len(fitting), number, lambda n: asked.same(page=str(n) if n > 1 else "", obligation=""), CARDS_AT_ONCE
        ),
        detail=detail,
    )


def _choices(states: Counter[State], wanted: str, asked: Asking) -> tuple[Choice, ...]:
    """All, and each state with how many stand so."""
    every = Choice(
        say(asked.locale, "全部"), asked.same(state="", obligation=""), sum(states.values()), chosen=not wanted
    )
    return (
        every,
        *(
            Choice(
                state.label(asked.locale), asked.same(state=state.value, obligation=""), states[state], state == wanted
            )
            for state in _ORDER
            if states[state]
        ),
    )


def _state_of(found: Progress) -> State:
    """Of the check points that are over the last, else of the next; without any, met or not yet due."""
    over = [one for one in found.checks if one.state is not State.DUE]
    if over:
        return over[-1].state
    if found.required is None:
        return State.UNKNOWN
    return State.MET if found.shortfall is not None and not found.shortfall.minor else State.DUE


def _card(found: Progress, asked: Asking, *, current: bool) -> Card:
    locale, own = asked.locale, found.obligation
    state = _state_of(found)
    fund = _ref(own.fund, asked)
    counts = found.recognised - found.forfeited
    required = found.required
    needed = say(locale, "应 %(amount)s") % {"amount": _yi(required, locale)} if required else ""
    done = say(locale, "已认 %(amount)s") % {"amount": _yi(counts, locale)}
    goal = Goal(max(counts.minor, 0), max(required.minor, 0) if required else 0, done, needed, _look(found, state))
    return Card(
        name=own.name,
        href=asked.same(obligation=own.id, page=asked.param("page")) + "#detail",
        fund=fund.name,
        fund_href=asked.to(fund),
        region=show_region("/".join(own.region.path)),
        drawing=progress(goal, width=420),
        narrow=progress(goal, width=320),
        state=state.value,
        state_word=state.label(locale),
        said=_said(found, locale),
        current=current,
    )


def _look(found: Progress, state: State) -> str:
    if found.shortfall is not None and not found.shortfall.minor:
        return "hue-4"
    return "hue-3" if state is State.BROKEN else "hue-1"


def _said(found: Progress, locale: Locale) -> str:
    """The check point that the state is of, and how far it is today."""
    over = [one for one in found.checks if one.state is not State.DUE]
    ahead = [one for one in found.checks if one.state is State.DUE]
    said = []
    if over or ahead:
        day = (over[-1] if over else ahead[0]).check.day
        said.append(say(locale, "考核时点 %(day)s") % {"day": show_date(day.isoformat(), locale)})
    if found.done is not None:
        said.append(say(locale, "现完成 %(part)s") % {"part": percent(found.done)})
    if found.shortfall is not None:
        lacking = say(locale, "尚差 %(amount)s") % {"amount": _yi(found.shortfall, locale)}
        said.append(lacking if found.shortfall.minor else say(locale, "已足额"))
    return say(locale, "，").join(said)


def _yi(money: Money | None, locale: Locale) -> str:
    return amount_text(money, YI, locale) if money else "—"


def _ref(name: str, asked: Asking) -> Ref:
    node = asked.folio.ledger.snapshot().node(name)
    sort = asked.folio.ledger.snapshot().setting.sort[name]
    return Ref(node.id, node.name, sort)


# -- one obligation ----------------------------------------------------------------------------------------------------


def _detail(found: Progress, compared: Comparison, asked: Asking) -> Detail:
    locale, own = asked.locale, found.obligation
    several = len(compared.progress) > 1
    return Detail(
        name=own.name,
        definition=_definition(own, asked),
        missing=tuple(_missing(one, locale) for one in found.missing),
        checks=_checks(found, asked),
        counted=_items(found.counted, asked, "counted", say(locale, "计入的项目"), reasons=False),
        left=_items(found.left, asked, "left", say(locale, "未计入的项目"), reasons=True),
        compared=_compared(compared, asked) if several else None,
    )


def _definition(own: Obligation, asked: Asking) -> tuple[str, ...]:
    """The definition in sentences: base and multiple, what counts, what does not repeat, from when, and its source."""
    locale = asked.locale
    base = own.base.label(locale)
    if own.investor:
        base = f"{_ref(own.investor, asked).name} · {base}"
    weights = say(locale, "；").join(f"{what.label(locale)} {_times(weight)}" for what, weight in own.weights if weight)
    said = [
        say(locale, "应返投 = %(multiple)s 倍 × %(base)s") % {"multiple": _times(own.multiple), "base": base},
        say(locale, "认定范围与权重：%(weights)s") % {"weights": weights or "—"},
        say(locale, "同一企业多种情形取其高者，不重复计")
        if own.once_per_company
        else say(locale, "同一企业的不同情形分别计入"),
        say(locale, "投资登记在当地的企业自动计入") if own.counts_investments else say(locale, "只计入逐笔认定的项目"),
        say(locale, "超出部分结转下一考核时点") if own.carries else say(locale, "超出部分不结转"),
    ]
    if own.since:
        day = show_date(own.since.isoformat(), locale)
        said.append(say(locale, "自 %(day)s 起计") % {"day": day})
    return tuple(said + [text for text in (own.note, own.source) if text])


def _missing(what: Missing, locale: Locale) -> str:
    return what.zh if locale == "zh" else what.en


def _times(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _checks(found: Progress, asked: Asking) -> Sheet:
    locale = asked.locale
    currency = found.recognised.currency
    unit = unit_of(YI, currency, locale)
    columns = (
        ("day", mark("考核时点"), "-"),
        ("share", mark("应完成"), "%"),
        ("required", mark("应认定"), unit),
        ("counted", mark("已认定"), unit),
        ("state", mark("结果"), "-"),
    )
    rows = tuple(
        (
            Cell(show_date(one.check.day.isoformat(), locale)),
            share_cell(one.check.share, locale),
            money_cell(one.required, YI, locale, currency=currency, why=say(locale, "基数不明")),
            money_cell(one.counted, YI, locale, currency=currency),
            Cell(one.state.label(locale), title=say(locale, "、").join(_missing(what, locale) for what in one.missing)),
        )
        for one in found.checks
    )
    return Sheet("checks", say(locale, "考核时点"), heads_of(locale, *columns), rows, asked.file("checks"))


def _items(items: Sequence[Item], asked: Asking, name: str, title: str, *, reasons: bool) -> Sheet:
    locale = asked.locale
    currency = next((item.own.currency for item in items if item.own), asked.currency)
    unit = unit_of(WAN, currency, locale)
    columns = (
        ("held", mark("企业"), "-"),
        ("holder", mark("经由"), "-"),
        ("day", mark("日期"), "-"),
        ("category", mark("类别"), "-"),
        ("region", mark("地区"), "-"),
        ("amount", mark("金额"), unit),
        ("why", mark("为何未计"), "-") if reasons else ("counted", mark("计入"), unit),
    )
    rows = tuple(
        (
            ref_cell(_ref(item.held, asked), asked),
            ref_cell(_ref(item.holder, asked), asked),
            Cell(show_date(item.day.isoformat(), locale)),
            Cell(item.category.label(locale)),
            Cell(show_region("/".join(item.region.path))) if item.region else Cell("", why=say(locale, "未记录")),
            money_cell(item.amount, WAN, locale, currency=currency, href=_entries(item, asked)),
            Cell(item.left.label(locale) if item.left else "") if reasons else _counted(item, currency, asked),
        )
        for item in items
    )
    return Sheet(name, title, heads_of(locale, *columns), rows, asked.file(name))


def _counted(item: Item, currency: str, asked: Asking) -> Cell:
    money = type(item.amount)(item.counted, currency)
    weight = say(asked.locale, "权重 %(weight)s") % {"weight": _times(item.weight)} if item.weight is not None else ""
    cell = money_cell(money, WAN, asked.locale, currency=currency)
    return Cell(cell.text, title=f"{cell.title} · {weight}", number=cell.number)


def _entries(item: Item, asked: Asking) -> str:
    day = item.day.isoformat()
    return asked.href("/journal", node=item.holder, other=item.held, since=day, until=day)


def _compared(compared: Comparison, asked: Asking) -> Sheet:
    """Each deal under every definition of the same fund: what it counts for, or why not."""
    locale = asked.locale
    currency = compared.progress[0].recognised.currency
    unit = unit_of(WAN, currency, locale)
    columns = [("deal", mark("项目"), "-"), ("day", mark("日期"), "-")]
    heads = list(heads_of(locale, *columns))
    for n, one in enumerate(compared.progress):
        heads.append(HeadOfSheet(f"d{n}", one.obligation.name, unit, numeric=True))
    rows = []
    for deal in compared.deals:
        known = next(item for item in deal.items if item is not None)
        cells = [ref_cell(_ref(known.held, asked), asked), Cell(show_date(known.day.isoformat(), locale))]
        cells += [_under(item, currency, asked) for item in deal.items]
        rows.append(tuple(cells))
    foot = (
        Cell(say(locale, "合计")),
        Cell(""),
        *(money_cell(one.recognised, WAN, locale, currency=currency) for one in compared.progress),
    )
    title = say(locale, "同一批项目在各口径下")
    return Sheet("compared", title, tuple(heads), tuple(rows), asked.file("compared"), foot)


def _under(item: Item | None, currency: str, asked: Asking) -> Cell:
    if item is None:
        return Cell("", why=say(asked.locale, "该口径不看此类事项"))
    if item.left:
        return Cell("", why=item.left.label(asked.locale))
    return _counted(item, currency, asked)
