"""How one value is written for a person: amounts in 亿元 or 万元, shares as per cent, codes by their label."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from huoshui.reporting.words import AFTER_THE_FIGURE, say, word

if TYPE_CHECKING:
    from huoshui.registry.views import EntityView
    from huoshui.reporting.words import Locale

MONEY = re.compile(r"-?\d+(?:\.\d+)? [A-Z]{3}")
SHARES = {"max_share_of_fund", "max_share_of_caller", "rate"}
CODES = {"sector", "status", "board"}
UNKNOWN = "—"
CONFLICT = "‡"
UNIT_SIZES = {"亿": 10**8, "万": 10**4}  # in yuan


def show_value(prop: str, value: str, locale: Locale, qualifier: str | None = None, *, kind: str = "") -> str:
    """A value in contract form as a person reads it; ``qualifier`` (约, 不低于) stands before it.

    ``kind`` is the record type: a listing's status is of another list than a fund's.
    """
    shown = _label(prop, value, locale, kind) if prop in CODES else _plain(prop, value, locale)
    return qualified(shown, qualifier, locale)


def qualified(shown: str, qualifier: str | None, locale: Locale) -> str:
    """A figure with its stated qualifier before or behind it: 约50.00 亿元, about CNY 5 bn, 50.00 亿元以上."""
    if not qualifier:
        return shown
    stated, gap = word(qualifier, locale), say(locale, "", " ")
    return f"{shown}{gap}{stated}" if qualifier in AFTER_THE_FIGURE else f"{stated}{gap}{shown}"


def _plain(prop: str, value: str, locale: Locale) -> str:
    if MONEY.fullmatch(value):
        from huoshui.model.money import Money, format_money

        return format_money(Money.parse(value), locale)
    if prop in SHARES:
        return _percent(value)
    if prop == "region":
        return show_region(value)
    if prop == "term_years":
        return f"{value} 年" if locale == "zh" else f"{value} years"
    if prop == "reinvestment_multiple":
        return f"{value} 倍" if locale == "zh" else f"{value}x"
    return value


def _label(prop: str, code: str, locale: Locale, kind: str) -> str:
    from huoshui.model import sectors

    if prop == "status":
        terms = sectors.enumeration("listing_status" if kind == "Listing" else "status")
    else:
        terms = sectors.sectors() if prop == "sector" else sectors.enumeration("board")
    return terms[code].label(locale) if code in terms else code


def _percent(value: str) -> str:
    try:
        return f"{(Decimal(value) * 100).normalize():f}%"
    except InvalidOperation:
        return value


def show_region(path: str) -> str:
    """A region's path without the doubled name of a municipality: 北京/北京/丰台 is 北京/丰台."""
    parts = path.split("/")
    return "/".join(part for i, part in enumerate(parts) if i == 0 or part != parts[i - 1])


def show_facts(entity: EntityView, prop: str, locale: Locale) -> str:
    """The preferred values of one property on one line; a ‡ follows where sources disagree."""
    shown = [
        show_value(prop, fact.value, locale, fact.qualifier, kind=entity.kind) + (CONFLICT if fact.conflict else "")
        for fact in entity.facts_of(prop)
        if fact.preferred
    ]
    return ("、" if locale == "zh" else ", ").join(dict.fromkeys(shown)) or UNKNOWN


def yuan(entity: EntityView, prop: str, unit: int = UNIT_SIZES["亿"]) -> Decimal | None:
    """The preferred amount of a property in 亿元, or another unit of yuan, exactly; None where there is none."""
    for fact in entity.facts_of(prop):
        amount, _, currency = fact.value.partition(" ")
        if fact.preferred and currency == "CNY":
            return Decimal(amount) / unit
    return None


def show_number(number: Decimal) -> str:
    """A number with two decimal places, or with as many as it takes to lose nothing."""
    exact = number == round(number, 2)
    return f"{number:,.2f}" if exact else f"{number.normalize():,f}"
