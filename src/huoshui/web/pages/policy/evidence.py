"""The entries of the ledger behind one figure of a fund, variable by variable."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

from huoshui.policy.catalogue import CATALOGUE, Metric
from huoshui.policy.wording import code_in_words
from huoshui.policy.writing import formula_in_words
from huoshui.portfolio.family.lines import Query
from huoshui.portfolio.kinds import SHAPES
from huoshui.web.language import mark, show_date
from huoshui.web.pages.policy.marks import called, figure
from huoshui.web.pages.portfolio.cells import YUAN, Cell, Sheet, heads_of, money_cell, unit_of

if TYPE_CHECKING:
    from huoshui.policy.facts import Facts
    from huoshui.portfolio.family.lines import JournalRow
    from huoshui.web.pages.policy.asking import Asking, Head

#: Entries of a fund that are looked through, and of a variable that a page shows.
MOST, SHOWN = 200_000, 200


@dataclass(frozen=True, slots=True)
class EvidencePart:
    """A variable: its figure, and the entries behind it; ``note`` where it is from no entries."""

    label: str
    shown: str
    note: str
    lines: Sheet
    more: int


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """The page of a figure's entries."""

    title: str
    head: Head
    back: str
    fund: str
    shown: str
    formula: str
    parts: tuple[EvidencePart, ...]

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The tables that may be asked for as files."""
        return tuple(part.lines for part in self.parts)


def make_page(asked: Asking) -> EvidencePage:
    """The declared context of the page. NotFound for a fund that the ledger has not, or a figure that there is not."""
    name, metric, locale = asked.param("fund"), asked.param("metric"), asked.locale
    facts, _ = asked.ruling.only(name, asked.day)
    found = CATALOGUE.find(metric)
    rows = {row.event.id: row for row in asked.ruling.family(asked.day).journal(Query(node=name), 0, MOST).rows}
    return EvidencePage(
        title=called(metric, locale),
        head=asked.head("check"),
        back=asked.check(name),
        fund=facts.names[0],
        shown=_shown(metric, facts, asked),
        formula=formula_in_words(found.formula, locale) if isinstance(found, Metric) else "",
        parts=tuple(_part(leaf, facts, rows, asked) for leaf in CATALOGUE.leaves(metric)),
    )


def _part(variable: str, facts: Facts, rows: dict[str, JournalRow], asked: Asking) -> EvidencePart:
    ids = [name for origin in facts.evidence(variable, 0) if origin.kind == "event" for name in origin.ids]
    held = [rows[name] for name in dict.fromkeys(ids) if name in rows]
    note = "" if held else asked.say(mark("不来自流水，或没有记录"))
    more = max(len(held) - SHOWN, 0)
    shown = _shown(variable, facts, asked)
    return EvidencePart(called(variable, asked.locale), shown, note, _lines(variable, held, asked), more)


def _shown(name: str, facts: Facts, asked: Asking) -> str:
    """A figure as readers expect it; empty where it is not known, or kept by sector or the like."""
    variable = CATALOGUE.variables.get(name)
    if variable and variable.by:
        return ""
    value = float(facts.column(name)[0])
    if isnan(value):
        return ""
    if variable and variable.codes:
        return code_in_words(variable.codes[int(value)], asked.locale)
    return figure(value, CATALOGUE.find(name).unit, asked.locale)


def _lines(variable: str, held: list[JournalRow], asked: Asking) -> Sheet:
    locale = asked.locale
    columns = (
        ("event", mark("编号"), "-"),
        ("day", mark("日期"), "-"),
        ("kind", mark("事项"), "-"),
        ("holder", mark("持有或付款方"), "-"),
        ("held", mark("标的"), "-"),
        ("money", mark("金额"), unit_of(YUAN, "CNY", locale)),
    )
    cells = tuple(_line(row, asked) for row in (held if asked.param("as") else held[:SHOWN]))
    return Sheet(variable, called(variable, locale), heads_of(locale, *columns), cells, asked.file(variable))


def _line(row: JournalRow, asked: Asking) -> tuple[Cell, ...]:
    locale, event = asked.locale, row.event
    day = event.day.isoformat()
    node = row.holder.id if row.holder else row.held.id if row.held else ""
    href = asked.portfolio("/journal", node=node, since=day, until=day) + f"#e-{event.id}"
    money = money_cell(event.money, YUAN, locale) if SHAPES[event.kind].money else Cell("")
    return (
        Cell(event.id, href),
        Cell(show_date(day, locale)),
        Cell(event.kind.label(locale)),
        Cell(row.holder.name if row.holder else ""),
        Cell(row.held.name if row.held else ""),
        money,
    )
