"""Values as typed JSON: money as an exact amount with its currency, shares and numbers as decimals, codes with labels.

Figures are strings, since JSON's own numbers lose digits in most programs that read them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field

from huoshui.errors import HuoshuiError
from huoshui.model.regions import Region
from huoshui.web.figures import CODES, MONEY, NUMERIC, SHARES, one_line, show_code, show_region
from huoshui.web.language import Locale

_MONEY = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?) ([A-Z]{3})")
_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyValue:
    """An exact amount in whole units (元) of an ISO 4217 currency."""

    type: Literal["money"] = "money"
    amount: str
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareValue:
    """A fraction: 0.3 is 30%."""

    type: Literal["share"] = "share"
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberValue:
    """A plain number: years, times, recipients."""

    type: Literal["number"] = "number"
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DateValue:
    """A date as precise as it is stated: 2026, 2026-01 or 2026-01-29."""

    type: Literal["date"] = "date"
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionValue:
    """A place from the province down; ``code`` is that of GB/T 2260 where it has one."""

    type: Literal["region"] = "region"
    path: str
    code: str | None
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeValue:
    """A code of the vocabulary, and what it is called."""

    type: Literal["code"] = "code"
    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextValue:
    """A name or other words, in simplified script."""

    type: Literal["text"] = "text"
    text: str


TypedValue = Annotated[
    MoneyValue | ShareValue | NumberValue | DateValue | RegionValue | CodeValue | TextValue,
    Field(discriminator="type"),
]


def typed_value(kind: str, prop: str, value: str, locale: Locale) -> TypedValue:
    """The value of a property of a record type; one that is not of its property's form is text."""
    money = _MONEY.fullmatch(value) if prop in MONEY or prop == "value" else None
    if money:
        return MoneyValue(amount=money[1], currency=money[2])
    if prop in NUMERIC and _DECIMAL.fullmatch(value):
        return ShareValue(share=value) if prop in SHARES else NumberValue(number=value)
    if prop == "date" and _DATE.fullmatch(value):
        return DateValue(date=value)
    if prop == "region":
        return RegionValue(path=value, code=_region_code(value), label=show_region(value))
    if prop in CODES:
        return CodeValue(code=value, label=show_code(kind, prop, value, locale))
    return TextValue(text=value)


@lru_cache(8192)
def shown(kind: str, prop: str, value: str, qualifier: str | None, locale: Locale) -> str:
    """The value as the pages show it, with qualifier and unit. Kept, since the same figures return all the time."""
    return one_line(kind, prop, value, qualifier, locale)


@lru_cache(8192)
def _region_code(path: str) -> str | None:
    try:
        code = Region.parse(path).code
    except HuoshuiError:
        return None
    return code if re.fullmatch("[0-9]{6}", code) else None
