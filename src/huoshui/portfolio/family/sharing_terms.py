"""Terms and concessions as people write them: 8%, deal_by_deal, gain:20%, buyout:2026-12-31:cost+3.5%, loss:40%."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from huoshui.errors import InputError
from huoshui.portfolio.performance import Basis, Terms

_PERCENT = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,6})?)\s*[%％]")
_PRICE = re.compile(r"cost(?:\+(.+))?")
_WAYS = "gain:20%, gain:20%:others, buyout:2026-12-31:cost, buyout:2026-12-31:cost+3.5% or loss:40%"


@dataclass(frozen=True, slots=True)
class GainShare:
    """``share`` of the guidance fund's gain beyond the hurdle goes to the manager, or to the other investors."""

    share: Fraction
    to_manager: bool = True


@dataclass(frozen=True, slots=True)
class BuyOut:
    """The other investors, by what they paid in, take over its share on ``day`` at cost with simple interest.

    Where it is the only investor, the manager does.
    """

    day: date
    rate: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class LossShare:
    """It bears first up to ``limit`` of a loss: of the whole fund, or deal by deal of each that is closed."""

    limit: Fraction


Concession: TypeAlias = GainShare | BuyOut | LossShare


def percentage(text: str, name: str) -> Fraction:
    """A per cent, exactly. ``name`` is what the reader gave it for. InputError."""
    match = _PERCENT.fullmatch(text.strip())
    if not match:
        raise InputError(f"{name}: {text[:40]!r} is no per cent; write it as 8% or 3.5%")
    return Fraction(match[1]) / 100


def read_terms(
    hurdle: str, carry: str, catch_up: str, *, basis: str = "whole_fund", simple: bool = False, clawback: bool = False
) -> Terms:
    """Terms of per cents as text. InputError naming the one that cannot be used."""
    if basis not in set(Basis):
        raise InputError(f"basis: {basis[:40]!r} is neither whole_fund nor deal_by_deal")
    return Terms(
        carry=percentage(carry, "carry"),
        hurdle=percentage(hurdle, "hurdle"),
        catch_up=percentage(catch_up, "catch_up"),
        compound=not simple,
        basis=Basis(basis),
        clawback=clawback,
    )


def read_concession(text: str) -> Concession:
    """A concession of its text. InputError."""
    match text.strip().split(":"):
        case ["gain", share]:
            return GainShare(_part(share, text))
        case ["gain", share, "manager" | "others" as taker]:
            return GainShare(_part(share, text), to_manager=taker == "manager")
        case ["loss", limit]:
            return LossShare(_part(limit, text))
        case ["buyout", day, price] if found := _PRICE.fullmatch(price):
            return BuyOut(_day(day, text), _part(found[1], text) if found[1] else Fraction(0))
    raise InputError(f"concession: {text[:60]!r} cannot be read; write {_WAYS}")


def _part(text: str, whole: str) -> Fraction:
    part = percentage(text, f"concession {whole[:60]!r}")
    if part > 1:
        raise InputError(f"concession {whole[:60]!r}: {text} is more than the whole; give 0% to 100%")
    return part


def _day(text: str, whole: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InputError(f"concession {whole[:60]!r}: {text!r} is no day; write it as 2026-12-31") from None
    if not 1949 <= day.year <= 2199:
        raise InputError(f"concession {whole[:60]!r}: {day} is not between 1949 and 2199")
    return day


def written(concession: Concession) -> str:
    """The text of a concession, which ``read_concession`` reads again."""
    match concession:
        case GainShare(share, to_manager):
            return f"gain:{_percent(share)}" + ("" if to_manager else ":others")
        case BuyOut(day, rate):
            return f"buyout:{day}:cost" + (f"+{_percent(rate)}" if rate else "")
        case LossShare(limit):
            return f"loss:{_percent(limit)}"


def _percent(part: Fraction) -> str:
    """Exact to the six places that ``percentage`` reads."""
    text = f"{float(part * 100):.6f}".rstrip("0").rstrip(".")
    return f"{text}%"
