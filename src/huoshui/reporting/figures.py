"""How one value is written for a person: amounts in 亿元 or 万元, shares as per cent, codes by their label."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from huoshui.reporting.words import word

if TYPE_CHECKING:
    from huoshui.registry.views import EntityView, Fact
    from huoshui.reporting.words import Locale

MONEY = re.compile(r"-?\d+(?:\.\d+)? [A-Z]{3}")
SHARES = {"max_share_of_fund", "max_share_of_caller", "rate"}
CODES = {"sector", "status", "board"}
UNKNOWN = "—"


def show_value(prop: str, value: str, locale: Locale, qualifier: str | None = None) -> str:
    """A value in contract form as a person reads it; ``qualifier`` (约, 不低于) stands before it."""
    shown = _plain(prop, value, locale)
    if not qualifier:
        return shown
    stated = word(qualifier, locale)
    return f"{shown}{stated}" if locale == "zh" and qualifier in {"以上", "以下"} else f"{stated} {shown}"


def _plain(prop: str, value: str, locale: Locale) -> str:
    if MONEY.fullmatch(value):
        from huoshui.model.money import Money, format_money

        return format_money(Money.parse(value), locale)
    if prop in CODES:
        from huoshui.model.sectors import label

        return label(value, locale)
    if prop in SHARES:
        return _percent(value)
    if prop == "region":
        return show_region(value)
    if prop == "term_years":
        return f"{value} 年" if locale == "zh" else f"{value} years"
    if prop == "reinvestment_multiple":
        return f"{value} 倍" if locale == "zh" else f"{value}x"
    return value


def _percent(value: str) -> str:
    try:
        return f"{(Decimal(value) * 100).normalize():f}%"
    except InvalidOperation:
        return value


def show_region(path: str) -> str:
    """A region's path without the doubled name of a municipality: 北京/北京/丰台 is 北京/丰台."""
    parts = path.split("/")
    return "/".join(part for i, part in enumerate(parts) if i == 0 or part != parts[i - 1])


def show_facts(facts: tuple[Fact, ...], locale: Locale, *, mark: str = "‡") -> str:
    """The preferred values of one property on one line; ``mark`` follows where sources disagree."""
    preferred = [fact for fact in facts if fact.preferred]
    shown = [show_value(f.prop, f.value, locale, f.qualifier) + (mark if f.conflict else "") for f in preferred]
    return ("、" if locale == "zh" else ", ").join(dict.fromkeys(shown)) or UNKNOWN


def amount_in_yi(entity: EntityView, prop: str) -> Decimal | None:
    """The preferred yuan amount of a property in 亿元 (100 million); None where there is none."""
    for fact in entity.facts_of(prop):
        amount, _, currency = fact.value.partition(" ")
        if fact.preferred and currency == "CNY":
            return Decimal(amount) / 10**8
    return None
