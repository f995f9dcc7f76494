"""What one document says of one thing: typed records whose every value carries its evidence.

A new record type is one class here and one module in ``huoshui.extraction``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from huoshui.model.dates import PartialDate
from huoshui.model.money import Money
from huoshui.model.regions import Region

if TYPE_CHECKING:
    from collections.abc import Iterator

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value was read: ``text`` equals the original ``document.text[start:end]``."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Value(Generic[T_co]):
    """One value of a property as a document states it; ``qualifier`` is a stated 约, 超, 不低于, 拟 and the like."""

    value: T_co
    evidence: Evidence
    qualifier: str | None = None
    confidence: float = 1.0

    def __str__(self) -> str:
        return contract_form(self.value)


def contract_form(value: object) -> str:
    """The string form of the record contract: plain numbers without exponent, everything else by ``str``."""
    if isinstance(value, Decimal):
        text = format(value.normalize(), "f")
        return text or "0"
    return str(value)


Names = tuple[Value[str], ...]
Codes = tuple[Value[str], ...]
Amounts = tuple[Value[Money], ...]
Shares = tuple[Value[Decimal], ...]
Dates = tuple[Value[PartialDate], ...]
Regions = tuple[Value[Region], ...]
Figures = tuple[Value["Money | Decimal | str"], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Base of all records; ``name`` and ``aliases`` in simplified script, ``evidence`` the name's first place."""

    kind: ClassVar[str] = ""
    name: str
    evidence: Evidence
    aliases: tuple[str, ...] = ()

    def values(self) -> Iterator[tuple[str, Value[object]]]:
        """Each (property, value) in the order of declaration."""
        for prop in self.properties():
            for value in getattr(self, prop):
                yield prop, value

    @classmethod
    def properties(cls) -> tuple[str, ...]:
        """Names of the properties of this record type."""
        return tuple(f.name for f in fields(cls) if f.name not in {"name", "evidence", "aliases"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fund(Record):
    """A fund, fund of funds or fund programme. ``size`` in all, ``first_phase`` of the first closing."""

    kind: ClassVar[str] = "Fund"
    size: Amounts = ()
    first_phase: Amounts = ()
    manager: Names = ()
    backer: Names = ()
    region: Regions = ()
    sector: Codes = ()
    status: Codes = ()
    date: Dates = ()
    term_years: Shares = ()
    parent: Names = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagerCall(Record):
    """A call for managers or sub-funds (招GP). Shares are fractions; the multiple is of the caller's contribution."""

    kind: ClassVar[str] = "ManagerCall"
    fund: Names = ()
    min_fund_size: Amounts = ()
    max_share_of_fund: Shares = ()
    max_share_of_caller: Shares = ()
    reinvestment_multiple: Shares = ()
    region: Regions = ()
    sector: Codes = ()
    date: Dates = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Financing(Record):
    """An equity round of a company; ``name`` is the company."""

    kind: ClassVar[str] = "Financing"
    round: Codes = ()
    size: Amounts = ()
    investor: Names = ()
    date: Dates = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Record):
    """A company's IPO process; ``size`` is what it wants to raise."""

    kind: ClassVar[str] = "Listing"
    board: Codes = ()
    status: Codes = ()
    size: Amounts = ()
    sponsor: Names = ()
    date: Dates = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument(Record):
    """A loan, guarantee, bond, voucher or subsidy scheme. ``cap`` is per recipient, ``rate`` a fraction."""

    kind: ClassVar[str] = "Instrument"
    size: Amounts = ()
    cap: Amounts = ()
    rate: Shares = ()
    provider: Names = ()
    region: Regions = ()
    date: Dates = ()
    count: Shares = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Record):
    """A dated policy target; ``value`` is money, a plain number, a fraction or a stated range."""

    kind: ClassVar[str] = "Target"
    value: Figures = ()
    date: Dates = ()
    region: Regions = ()


RECORD_TYPES: dict[str, type[Record]] = {
    cls.kind: cls for cls in (Fund, ManagerCall, Financing, Listing, Instrument, Target)
}
