"""The figure: a value as a reader sees it, with its unit, its qualifier and every sentence that states it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from babel.numbers import format_decimal, format_percent, get_currency_name

from huoshui.errors import HuoshuiError
from huoshui.model import sectors
from huoshui.model.money import Money
from huoshui.web.language import Locale, mark, say, show_date
from huoshui.web.words import AFTER_THE_FIGURE, qualifier_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huoshui.registry.views import Fact, StatementView

MONEY = frozenset({"size", "first_phase", "min_fund_size", "cap"})
SHARES = frozenset({"max_share_of_fund", "max_share_of_caller", "rate"})
NUMERIC = MONEY | SHARES | {"reinvestment_multiple", "term_years", "count", "value"}
CODES = frozenset({"sector", "status", "board"})

CONTRACT_MONEY = re.compile(r"-?\b\d{1,20}(?:\.\d{1,4})? [A-Z]{3}\b")
RANGE = re.compile(r"\d[\d.]*-\d[\d.]*")

# An original text is sent in parts of this many characters, so that a page of a very long one stays quick.
PART = 60_000
# Values whose wording is kept: the same ones return in every list.
KEPT = 16_384
# Characters of a sentence kept on either side of the marked words in a card.
AROUND = 90


@dataclass(frozen=True, slots=True)
class Scale:
    """A power of ten that amounts are shown in, and its short name (亿, 万; bn, m)."""

    name: str
    power: int


SCALES: dict[Locale, tuple[Scale, ...]] = {
    "zh": (Scale("亿", 8), Scale("万", 4), Scale("", 0)),
    "en": (Scale("bn", 9), Scale("m", 6), Scale("", 0)),
}


@dataclass(frozen=True, slots=True)
class Source:
    """One statement behind a figure: the sentence around the words, who said it, when, and where it stands."""

    href: str
    before: str
    words: str
    after: str
    title: str
    publisher: str
    published: str
    value: str
    note: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A value as shown. ``before`` and ``after`` are its qualifier; ``href`` leads to all entities with that value.

    Where sources disagree ``conflict`` is true and ``sources`` holds the statements of every value; ``sources`` is
    empty where a table shows no source mark. ``notes`` are the footnotes of the printed page.
    """

    key: str
    text: str
    unit: str = ""
    before: str = ""
    after: str = ""
    href: str = ""
    conflict: bool = False
    sources: tuple[Source, ...] = ()
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote of the printed page: one document."""

    number: int
    title: str
    publisher: str
    published: str


@dataclass(slots=True)
class Notes:
    """Numbers the documents that a page cites, in the order in which it cites them."""

    locale: Locale
    _cited: dict[str, Note] = field(default_factory=dict)

    def cite(self, statement: StatementView) -> int:
        """The footnote number of the statement's document."""
        note = self._cited.get(statement.document_id)
        if note is None:
            note = Note(
                len(self._cited) + 1,
                statement.document_title,
                statement.source,
                show_date(statement.published, self.locale) if statement.published else "",
            )
            self._cited[statement.document_id] = note
        return note.number

    def listed(self) -> tuple[Note, ...]:
        """Every footnote, in order."""
        return tuple(self._cited.values())


# Columns of money have one scale, the one that forms and exported files use too; caps per recipient are smaller.
IN_COLUMNS: dict[Locale, tuple[Scale, Scale]] = {
    "zh": (Scale("亿", 8), Scale("万", 4)),
    "en": (Scale("100m", 8), Scale("10k", 4)),
}


def column_scale(prop: str, locale: Locale) -> Scale | None:
    """The scale in the head of a column of money, None for other columns."""
    if prop not in MONEY:
        return None
    return IN_COLUMNS[locale][1 if prop == "cap" else 0]


def column_unit(prop: str, locale: Locale) -> str:
    """The unit in a column's head: 亿元, 万元; CNY 100m, CNY 10k."""
    scale = column_scale(prop, locale)
    if scale is None:
        return ""
    return f"{scale.name}元" if locale == "zh" else f"CNY {scale.name}"


def document_href(document_id: str, start: int | None = None) -> str:
    """The address of a document, at the words that begin at ``start`` of its original text."""
    path = f"/documents/{quote(document_id, safe='')}"
    if start is None:
        return path
    part = start // PART + 1
    return f"{path}?part={part}#s-{start}" if part > 1 else f"{path}#s-{start}"


def entity_href(entity_id: str) -> str:
    """The address of an entity."""
    return f"/entities/{quote(entity_id, safe='')}"


def body_href(body_id: str) -> str:
    """The address of an organisation or company."""
    return f"/bodies/{quote(body_id, safe='')}"


def list_href(kind: str, **fields: str) -> str:
    """The address of a list that is narrowed by some fields."""
    pairs = ([("type", kind)] if kind != "Fund" else []) + list(fields.items())
    return f"/?{urlencode(pairs)}"


def show_region(path: str) -> str:
    """A region's path as readers say it: 江苏/苏州/昆山 is 江苏苏州昆山, 北京/北京/丰台 is 北京丰台."""
    steps = path.split("/")
    return "".join(step for i, step in enumerate(steps) if i == 0 or step != steps[i - 1])


def show_code(kind: str, prop: str, code: str, locale: Locale) -> str:
    """What a code of the vocabulary is called."""
    if prop == "sector":
        table = sectors.sectors()
    else:
        table = sectors.enumeration("board" if prop == "board" else "listing_status" if kind == "Listing" else "status")
    return table[code].label(locale) if code in table else code


def show_amount(money: Money, scale: Scale | None, locale: Locale) -> tuple[str, str]:
    """An amount and its unit, exact to the last digit and with at least two decimals.

    ``scale`` is the column's, whose head names the unit: then only a foreign currency is named again.
    """
    own = scale or next(s for s in SCALES[locale] if abs(money.amount) >= 10**s.power or not s.power)
    scaled = money.amount.scaleb(-own.power).normalize()
    exponent = scaled.as_tuple().exponent
    places = max(2 if own.power else 0, -exponent if isinstance(exponent, int) else 0)
    number = f"{scaled:,.{places}f}"
    if scale and money.currency == "CNY":
        return number, ""
    if locale == "zh":
        currency = "元" if money.currency == "CNY" else str(get_currency_name(money.currency, locale=locale))
        return number, own.name + currency
    return f"{money.currency} {number}", "" if scale else own.name


@lru_cache(KEPT)
def show_value(kind: str, prop: str, value: str, locale: Locale, scale: Scale | None = None) -> tuple[str, str]:
    """A value in contract form as readers expect it, and its unit. What cannot be read is shown as it stands."""
    if prop in NUMERIC:
        try:
            return _show_number(prop, value, locale, scale)
        except (HuoshuiError, ValueError, InvalidOperation):
            return value, ""
    if prop == "date":
        return show_date(value, locale), ""
    if prop == "region":
        return show_region(value), ""
    return (show_code(kind, prop, value, locale) if prop in CODES else value), ""


def _show_number(prop: str, value: str, locale: Locale, scale: Scale | None) -> tuple[str, str]:
    if prop in MONEY or (prop == "value" and CONTRACT_MONEY.fullmatch(value)):
        return show_amount(Money.parse(value), scale, locale)
    if RANGE.fullmatch(value):
        return value.replace("-", "–"), ""
    number = Decimal(value)
    # A target below one is a fraction: what is counted, such as companies, comes in whole numbers.
    if prop in SHARES or (prop == "value" and 0 < number < 1):
        return str(format_percent(number, _percent_pattern(value), locale=locale)), ""
    unit = {"reinvestment_multiple": mark("倍"), "term_years": mark("年")}.get(prop, "")
    return str(format_decimal(number, "#,##0.####", locale=locale)), say(locale, unit)


def _percent_pattern(value: str) -> str:
    places = max(0, len(value.partition(".")[2].rstrip("0")) - 2)
    return "0." + "0" * places + "%" if places else "0%"


def one_line(kind: str, prop: str, value: str, qualifier: str | None, locale: Locale) -> str:
    """A value with its qualifier and unit as plain text."""
    text, unit = show_value(kind, prop, value, locale)
    before, after = _qualified(qualifier, locale)
    gap = " " if unit and (locale == "en" or prop in MONEY or prop == "value") else ""
    space = " " if locale == "en" and before else ""
    return f"{before}{space}{text}{gap}{unit}{after}"


def show_any(text: str, locale: Locale) -> str:
    """Words or a figure whose property is not known: money in contract form is shown as readers expect it."""
    return CONTRACT_MONEY.sub(lambda found: " ".join(show_value("", "value", found[0], locale)).rstrip(), text)


def _qualified(qualifier: str | None, locale: Locale) -> tuple[str, str]:
    if not qualifier:
        return "", ""
    word = qualifier_word(qualifier, locale)
    return ("", word) if qualifier in AFTER_THE_FIGURE and locale == "zh" else (word, "")


def make_source(kind: str, statement: StatementView, notes: Notes) -> Source:
    """A statement as a card shows it, its sentence shortened around the marked words."""
    sentence, (start, end) = statement.sentence, statement.mark
    before, after = shorten(sentence[:start], sentence[end:])
    return Source(
        href=document_href(statement.document_id, statement.start),
        before=before,
        words=sentence[start:end],
        after=after,
        title=statement.document_title,
        publisher=statement.source,
        published=show_date(statement.published, notes.locale) if statement.published else "",
        value=one_line(kind, statement.prop, statement.value, statement.qualifier, notes.locale),
        note=notes.cite(statement),
    )


def shorten(before: str, after: str) -> tuple[str, str]:
    """What stands around marked words, cut where it is long, on one line."""
    before, after = " ".join(before.split()), " ".join(after.split())
    if len(before) > AROUND:
        before = "…" + before[-AROUND:]
    if len(after) > AROUND:
        after = after[:AROUND] + "…"
    return before, after


def make_figure(
    kind: str,
    fact: Fact,
    notes: Notes,
    *,
    rivals: Iterable[Fact] = (),
    scale: Scale | None = None,
    sourced: bool = True,
) -> Figure:
    """A fact as shown; ``rivals`` are the facts of the same property that it may be in conflict with."""
    text, unit = show_value(kind, fact.prop, fact.value, notes.locale, scale)
    before, after = _qualified(fact.qualifier, notes.locale)
    behind = list(fact.statements)
    if fact.conflict:
        behind += [s for rival in rivals if rival is not fact for s in rival.statements]
    return Figure(
        key=fact.statements[0].id,
        text=text,
        unit=unit,
        before=before,
        after=after,
        href=_value_href(kind, fact.prop, fact.value),
        conflict=fact.conflict,
        sources=tuple(make_source(kind, statement, notes) for statement in behind) if sourced else (),
        notes=tuple(dict.fromkeys(notes.cite(statement) for statement in behind)),
    )


@lru_cache(KEPT)
def _value_href(kind: str, prop: str, value: str) -> str:
    if prop in {"sector", "region"} or (prop == "status" and kind in {"Fund", "Listing"}):
        return list_href(kind, **{prop: value})
    if prop in {"manager", "backer", "investor", "sponsor", "provider", "parent", "fund"}:
        return list_href("Fund" if prop in {"parent", "fund"} else kind, q=value)
    return ""
