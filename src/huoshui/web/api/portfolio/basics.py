"""What all answers of the portfolio are made of.

Money is an exact amount with its currency. A quotient is exact (``exact``: 3/26) and as a decimal to twelve places.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from huoshui.web.api.values import MoneyValue


@dataclass(frozen=True, slots=True)
class Ratio:
    """A quotient, exactly and to twelve places."""

    exact: str
    decimal: str


@dataclass(frozen=True, slots=True)
class Rate:
    """An annual rate of return (0.1 is 10%), or why there is none.

    ``status`` is ok, no_flows, one_sided, ambiguous (``roots`` lists the rates) or none_found.
    """

    status: str
    rate: str | None
    roots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A party, fund or company, and its address in this API."""

    id: str
    name: str
    sort: Literal["party", "fund", "company"]
    href: str


@dataclass(frozen=True, slots=True)
class FigureAmount:
    """A figure of an account: what it is called, what it counts, and the address of the lines behind it."""

    figure: str
    label: str
    counts: str
    amount: MoneyValue
    journal: str


@dataclass(frozen=True, slots=True)
class Returns:
    """Multiples and rate of return; a multiple is null where nothing was paid out. Gross TVPI is the MOIC."""

    outlay: MoneyValue
    received: MoneyValue
    worth: MoneyValue
    dpi: Ratio | None
    rvpi: Ratio | None
    tvpi: Ratio | None
    irr: Rate


@dataclass(frozen=True, slots=True)
class Spread:
    """How concentrated amounts are: the largest and the ten largest, and the Herfindahl–Hirschman index (0 to 1)."""

    count: int
    largest: Ratio
    top_ten: Ratio
    hhi: Ratio
