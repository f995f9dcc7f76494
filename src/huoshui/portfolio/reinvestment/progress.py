"""How far a fund has met its re-investment obligation (返投进度), with the deals behind it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from huoshui.errors import NotFound
from huoshui.model.money import Money
from huoshui.portfolio.book import Fund
from huoshui.portfolio.reinvestment.base import Missing, base_of
from huoshui.portfolio.reinvestment.interests import Interests
from huoshui.portfolio.reinvestment.items import Deals, Item, Left, counted_by
from huoshui.portfolio.vocabulary import Labelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from huoshui.model.regions import Region
    from huoshui.portfolio.book import Check, Obligation
    from huoshui.portfolio.snapshot import Snapshot


class State(Labelled):
    """How a check point stands."""

    MET = "met", "已达标", "met"
    BROKEN = "broken", "未达标", "broken"
    DUE = "due", "未到考核时点", "not yet due"
    UNKNOWN = "unknown", "数据不足", "not enough data"


@dataclass(frozen=True, slots=True)
class Checked:
    """A check point: what was required and had been counted by its day.

    ``counted`` is what was recognised less what did not carry over from earlier checks. Before the day it is as of
    the day asked about. ``missing`` are the figures without which it is not known.
    """

    check: Check
    state: State
    required: Money | None
    counted: Money
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """An obligation as of the end of a day; amounts in the currency of the fund obliged.

    ``required`` is multiple times base, rounded up to a minor unit. ``recognised`` is the sum of what the items add,
    ``forfeited`` what of it did not carry over. ``missing`` are figures that are not recorded and could change it.
    """

    obligation: Obligation
    day: date
    base: Money | None
    required: Money | None
    recognised: Money
    forfeited: Money
    checks: tuple[Checked, ...]
    items: tuple[Item, ...]
    missing: tuple[Missing, ...] = ()

    @property
    def ratio(self) -> Fraction | None:
        """Recognised over base, to be held against the multiple; None where the base is nothing or not known."""
        return Fraction(self.recognised.minor, self.base.minor) if self.base and self.base.minor > 0 else None

    @property
    def done(self) -> Fraction | None:
        """What counts over what is required; None where nothing is required or it is not known."""
        if not self.required or self.required.minor <= 0:
            return None
        return Fraction((self.recognised - self.forfeited).minor, self.required.minor)

    @property
    def shortfall(self) -> Money | None:
        """What is still to be brought in; None where the base is not known."""
        if self.required is None:
            return None
        lacking = self.required - (self.recognised - self.forfeited)
        return Money(max(lacking.minor, 0), lacking.currency)

    @property
    def counted(self) -> tuple[Item, ...]:
        """The items that add something."""
        return tuple(item for item in self.items if not item.left)

    @property
    def left(self) -> tuple[Item, ...]:
        """The items that add nothing, each with its reason."""
        return tuple(item for item in self.items if item.left)

    def by_place(self) -> tuple[tuple[Region, Money], ...]:
        """What was recognised in each place, by the places' codes."""
        found: dict[Region, int] = {}
        for item in self.counted:
            if item.region:
                found[item.region] = found.get(item.region, 0) + item.counted
        currency = self.recognised.currency
        return tuple((region, Money(found[region], currency)) for region in sorted(found, key=lambda one: one.code))


class Deal(NamedTuple):
    """One event and the item it is under each definition; None where that definition does not look at it."""

    event: str
    items: tuple[Item | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same deals under several definitions side by side, deals in order of days."""

    progress: tuple[Progress, ...]
    deals: tuple[Deal, ...]


def progress(snapshot: Snapshot, obligation: Obligation, day: date) -> Progress:
    """How an obligation stands at the end of ``day``. NotFound where the ledger has not its fund.

    What was reversed by then counts nowhere, not at earlier checks either. Deals of funds below the obliged fund count
    in full, if it or a fund below it had committed to them on the day of the deal. A deal counts where its company is
    recorded to be.
    """
    return overview(snapshot, (obligation,), day)[0]


def overview(snapshot: Snapshot, obligations: Iterable[Obligation], day: date) -> tuple[Progress, ...]:
    """How each of several obligations stands at the end of ``day``; what ``progress`` says of it. NotFound."""
    journal = snapshot.journal.as_of(day)
    interests = Interests(journal, snapshot.setting)
    deals = Deals(snapshot, interests, journal)
    found = []
    for obligation in obligations:
        _known(snapshot, obligation)
        found.append(_progress(snapshot, interests, obligation, deals.items(obligation), day))
    return tuple(found)


def _known(snapshot: Snapshot, obligation: Obligation) -> None:
    if not isinstance(snapshot.node(obligation.fund), Fund):
        message = f"{obligation.fund!r} is no fund: only funds have obligations"
        raise NotFound(message)
    if obligation.investor:
        snapshot.node(obligation.investor)


def compare(snapshot: Snapshot, obligations: Iterable[Obligation], day: date) -> Comparison:
    """Several definitions at the end of ``day``, and each deal under all of them. NotFound."""
    found = overview(snapshot, obligations, day)
    return Comparison(found, _side_by_side(found))


def obligation(snapshot: Snapshot, name: str) -> Obligation:
    """The recorded obligation of an id. NotFound."""
    found = next((one for one in snapshot.obligations if one.id == name), None)
    if found is None:
        message = f"the ledger has no obligation {name!r}: it has {_listed(snapshot.obligations)}"
        raise NotFound(message)
    return found


def _listed(obligations: Sequence[Obligation]) -> str:
    return ", ".join(one.id for one in obligations) or "none"


def _progress(
    snapshot: Snapshot, interests: Interests, obligation: Obligation, items: tuple[Item, ...], day: date
) -> Progress:
    currency = snapshot.setting.funds[snapshot.setting.place[obligation.fund]].currency

    def base_on(when: date) -> int | Missing:
        return base_of(snapshot, interests, obligation, when.toordinal())

    checks, forfeited = _checked(obligation, items, day, base_on, currency)
    base = base_on(day)
    amount = None if isinstance(base, Missing) else base
    return Progress(
        obligation=obligation,
        day=day,
        base=None if amount is None else Money(amount, currency),
        required=None if amount is None else Money(_times(amount, obligation.multiple), currency),
        recognised=Money(counted_by(items, day), currency),
        forfeited=Money(forfeited, currency),
        checks=checks,
        items=items,
        missing=_missing(base, items, day),
    )


def _times(base: int, multiple: Decimal, share: Decimal | int = 1) -> int:
    return ceil(base * Fraction(multiple) * Fraction(share))


def _checked(
    obligation: Obligation,
    items: Sequence[Item],
    day: date,
    base_on: Callable[[date], int | Missing],
    currency: str,
) -> tuple[tuple[Checked, ...], int]:
    """Each check point as it stands on ``day``, and what did not carry over by then."""
    found, forfeited = [], 0
    last = obligation.checks[-1] if obligation.checks else None
    for check in obligation.checks:
        when = min(check.day, day)
        base, counted = base_on(when), counted_by(items, when) - forfeited
        missing = _missing(base, items, when)
        required = None if isinstance(base, Missing) else _times(base, obligation.multiple, check.share)
        state = State.DUE if day < check.day else _state(required, counted, missing)
        due = None if required is None else Money(required, currency)
        found.append(Checked(check, state, due, Money(counted, currency), missing if state is State.UNKNOWN else ()))
        if not obligation.carries and required is not None and check.day <= day and check is not last:
            forfeited += max(counted - required, 0)
    return tuple(found), forfeited


def _state(required: int | None, counted: int, missing: tuple[Missing, ...]) -> State:
    """What counts can only grow with what is missing: met is met."""
    if required is not None and counted >= required:
        return State.MET
    return State.UNKNOWN if missing else State.BROKEN


def _missing(base: int | Missing, items: Iterable[Item], day: date) -> tuple[Missing, ...]:
    """Figures that could change the outcome, each once."""
    found = [base] if isinstance(base, Missing) else []
    for item in items:
        if item.day > day:
            continue
        if item.left is Left.UNPLACED:
            found.append(Missing(f"{item.held} 的地区", f"the place of {item.held}"))
        elif item.left is Left.NO_RATE:
            code = item.amount.currency
            found.append(Missing(f"{item.day} 的 {code} 汇率", f"the rate of {code} on {item.day}"))
    return tuple(dict.fromkeys(found))


def _side_by_side(found: Sequence[Progress]) -> tuple[Deal, ...]:
    listed = [{item.event: item for item in one.items} for one in found]
    days = {event: item.day for items in listed for event, item in items.items()}
    order = sorted(days, key=lambda event: (days[event], event))
    return tuple(Deal(event, tuple(items.get(event) for items in listed)) for event in order)
