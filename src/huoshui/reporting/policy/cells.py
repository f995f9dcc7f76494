"""Cells that tables of policy share: figures with their units, states as sign and word, grades, citations, evidence.

Figures of different units stand in one column, so each has its unit beside it. A figure of grade B or C says so.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from huoshui.model.money import Money
from huoshui.policy.pack import State
from huoshui.policy.units import Unit, show
from huoshui.policy.wording import STATE, said
from huoshui.reporting.tables import Cell, Column
from huoshui.reporting.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from huoshui.policy.facts import Origin
    from huoshui.policy.pack import Grade, Pack
    from huoshui.reporting.words import Locale

SIGNS = {State.MET: "✓", State.BROKEN: "✗", State.UNKNOWN: "?", State.NOT_APPLICABLE: "–"}
_EVIDENCE_SHOWN = 4


def columns(named: Iterable[tuple[str, str, str]], locale: Locale, numeric: Iterable[str] = ()) -> tuple[Column, ...]:
    """Columns of their keys and the words for them; those in ``numeric`` hold figures of one unit."""
    figures = frozenset(numeric)
    return tuple(Column(key, say(locale, zh, en), key in figures) for key, zh, en in named)


def plain(text: str) -> Cell:
    """Words."""
    return Cell(text, text or None)


def count(number: int | None) -> Cell:
    """A number of things; empty where there is none."""
    return Cell("" if number is None else str(number), number, number)


def several(shown: Iterable[str], data: Iterable[str], locale: Locale) -> Cell:
    """A list."""
    return Cell(say(locale, "、", ", ").join(shown), tuple(data))


def points(value: Decimal | None) -> Cell:
    """Points, of which a spreadsheet can compute; empty where they are not certain."""
    if value is None:
        return Cell("", None)
    text = f"{value.normalize():f}"
    return Cell(text, text, Decimal(text))


def figure(value: float | Decimal | None, unit: Unit, locale: Locale) -> Cell:
    """A figure with its unit; for a program exactly: money as such, all else as a decimal.

    A minus is a minus sign, not a hyphen, which a spreadsheet would take for the beginning of a formula.
    """
    if value is None:
        return Cell("", None)
    number = Decimal(repr(round(value, 12))) if isinstance(value, float) else value
    shown = _shown(number, unit, locale)
    data = str(Money(int(number), "CNY")) if unit is Unit.MONEY else f"{number.normalize():f}"
    return Cell(f"\u2212{shown[1:]}" if shown.startswith("-") else shown, data)


def _shown(number: Decimal, unit: Unit, locale: Locale) -> str:
    """As readers expect it; a quotient that is out of all proportion with its exponent."""
    try:
        return show(number, unit, locale)
    except ArithmeticError:
        return f"{number:.3e}"


def graded(text: str, data: str | tuple[str, ...], grade: Grade) -> Cell:
    """Words with the grade beside them where they are not the text itself."""
    return Cell(text if grade == "A" else f"{text} [{grade}]", data)


def flag(value: bool | None, locale: Locale) -> Cell:  # noqa: FBT001  # a value to be shown
    """Yes, no, or nothing."""
    if value is None:
        return Cell("", None)
    return Cell(say(locale, "是", "yes") if value else say(locale, "否", "no"), value)


def state_cell(state: State, locale: Locale) -> Cell:
    """A state as a sign and a word."""
    return Cell(f"{SIGNS[state]} {said(STATE[state], locale)}", state.value)


def citation_cell(pack: Pack, place: str, urls: Sequence[str], locale: Locale) -> Cell:
    """The document and the place in it, with the addresses that say so."""
    title = f"《{pack.title}》" if locale == "zh" else pack.title_en
    number = f" {pack.number}" if pack.number else ""
    shown = f"{title}{number} {place}".rstrip()
    return Cell(shown, (shown, *(urls or pack.sources)))


def origins_cell(origins: Iterable[tuple[str, Origin]], locale: Locale) -> Cell:
    """The journal entries or statements behind a figure, the first few by id."""
    ids = tuple(dict.fromkeys(f"{origin.kind}:{name}" for _, origin in origins for name in origin.ids))
    if len(ids) <= _EVIDENCE_SHOWN:
        return several(ids, ids, locale)
    rest = len(ids) - _EVIDENCE_SHOWN
    shown = several(ids[:_EVIDENCE_SHOWN], ids, locale).text
    return Cell(shown + say(locale, f" 等 {len(ids)} 笔", f" and {rest} more"), ids)
