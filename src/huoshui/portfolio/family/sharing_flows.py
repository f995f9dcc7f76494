"""What goes into a fund's distribution waterfall, from its journal: capital paid in and money to share out.

Whole fund: what investors paid in, and what was paid out to them and as carry. Deal by deal: what was put into each
company and fund below and spent on fees, called on its day from investors as they had paid in by then; and what came
back from each, as if it had been passed on that day. Cash and other income belong to no deal and are left aside.

An interest that was sold takes its history with it: what was paid in for it and given back on it is its owner's.
Amounts are minor units of the fund's currency.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from huoshui.errors import InputError
from huoshui.portfolio.extra import np
from huoshui.portfolio.performance import Basis, Contribution, Proceeds
from huoshui.portfolio.performance.sharing import apportion
from huoshui.portfolio.vocabulary import Fee, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.portfolio.family.scene import Ints, Mask, Scene


class _Worth(NamedTuple):
    """What a deal is worth and the cost that it has left; of a fund below, which is done once worth nothing, none."""

    value: int
    cost: int


class Lot(NamedTuple):
    """An amount of a day."""

    day: date
    minor: int


@dataclass(slots=True)
class History:
    """What the owner of an interest has paid in and was given back, earlier owners of it included."""

    paid: list[Lot] = field(default_factory=list)
    given: list[Lot] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SharingFlows:
    """Capital, and what there is to share out: what came until the day, and with ``closing`` what is left then.

    ``actual`` is what each investor was given back and ``carry`` what was paid as such.
    """

    contributions: tuple[Contribution, ...]
    proceeds: tuple[Proceeds, ...]
    closing: tuple[Proceeds, ...]
    actual: dict[str, int]
    carry: int


def sharing_flows(scene: Scene, place: int, basis: Basis, *, liquidate: bool) -> SharingFlows:
    """The flows of a fund up to the scene's day; with ``liquidate``, what it is worth then is shared out too.

    InputError for net assets below zero, or money spent before anybody had paid in.
    """
    histories = _histories(scene, place)
    carry = list(_lots(scene, _carry(scene, place), scene.journal.minor))
    if basis is Basis.WHOLE_FUND:
        contributions = [
            Contribution(lot.day, party, lot.minor) for party, own in histories.items() for lot in own.paid
        ]
        given = [lot for own in histories.values() for lot in own.given]
        proceeds = [Proceeds(day, minor) for day, minor in _by_day([*given, *carry])]
        closing = _net_assets(scene, place) if liquidate else []
    else:
        contributions = list(_spent(scene, place, histories))
        worth = _worth(scene, place)
        proceeds = _received(scene, place, {deal for deal, left in worth.items() if not any(left)})
        done, paid = {sale.deal for sale in proceeds if sale.final}, {call.deal for call in contributions}
        open_deals = sorted(deal for deal in worth.keys() - done if liquidate and (deal in paid or worth[deal].value))
        closing = [Proceeds(scene.day, worth[deal].value, deal, final=True) for deal in open_deals]
    return SharingFlows(
        tuple(contributions),
        tuple(proceeds),
        tuple(closing),
        {party: sum(lot.minor for lot in own.given) for party, own in histories.items()},
        sum(lot.minor for lot in carry),
    )


# -- investors ---------------------------------------------------------------------------------------------------------


def _histories(scene: Scene, place: int) -> dict[str, History]:
    """By investor, in order of their first event."""
    j = scene.journal
    order = {Kind.CONTRIBUTION: 0, Kind.TRANSFER: 1, Kind.DISTRIBUTION: 2}
    events = [
        (int(j.day[event]), rank, str(j.ids[event]), kind, event)
        for kind, rank in order.items()
        for event in np.flatnonzero(j.of(kind) & (j.held == place)).tolist()
    ]
    found: defaultdict[str, History] = defaultdict(History)
    for ordinal, _, _, kind, event in sorted(events):
        own = found[scene.node(int(j.holder[event])).id]
        lot = Lot(date.fromordinal(ordinal), int(j.minor[event]))
        if kind is Kind.CONTRIBUTION:
            own.paid.append(lot)
        elif kind is Kind.DISTRIBUTION:
            own.given.append(lot)
        else:
            _move(own, found[scene.node(int(j.other[event])).id], int(j.paid[event]))
    return dict(found)


def _move(seller: History, buyer: History, paid: int) -> None:
    """``paid`` of the seller's capital and the same part of what was given back on it become the buyer's."""
    whole = sum(lot.minor for lot in seller.paid)
    if not 0 < paid <= whole:
        return
    given = sum(lot.minor for lot in seller.given) * paid // whole
    seller.paid = _split(seller.paid, paid, buyer.paid)
    seller.given = _split(seller.given, given, buyer.given)


def _split(lots: list[Lot], moved: int, into: list[Lot]) -> list[Lot]:
    parts = apportion(moved, [lot.minor for lot in lots])
    into.extend(Lot(lot.day, part) for lot, part in zip(lots, parts, strict=True) if part)
    return [Lot(lot.day, lot.minor - part) for lot, part in zip(lots, parts, strict=True) if lot.minor > part]


# -- the whole fund ----------------------------------------------------------------------------------------------------


def _carry(scene: Scene, place: int) -> Mask:
    j = scene.journal
    found: Mask = j.of(Kind.FEE) & j.natured(Fee.CARRY) & (j.holder == place)
    return found


def _lots(scene: Scene, mask: Mask, minor: Ints) -> Iterator[Lot]:
    for event in np.flatnonzero(mask).tolist():
        yield Lot(date.fromordinal(int(scene.journal.day[event])), int(minor[event]))


def _by_day(lots: list[Lot]) -> list[Lot]:
    sums: defaultdict[date, int] = defaultdict(int)
    for lot in lots:
        sums[lot.day] += lot.minor
    return [Lot(day, sums[day]) for day in sorted(sums)]


def _net_assets(scene: Scene, place: int) -> list[Proceeds]:
    minor = int(scene.standing.funds.nav[place])
    if minor < 0:
        name = scene.node(place).id
        raise InputError(f"the net assets of {name!r} are below zero on {scene.day}: share out without liquidation")
    return [Proceeds(scene.day, minor)] if minor else []


# -- deals -------------------------------------------------------------------------------------------------------------


def _spent(scene: Scene, place: int, histories: dict[str, History]) -> Iterator[Contribution]:
    """What was put into each deal and spent on fees, from each investor by what it had paid in."""
    j, view = scene.journal, scene.view
    holder = j.holder == place
    fees = j.of(Kind.FEE) & holder & ~_carry(scene, place)
    bought = j.of(Kind.TRANSFER) & (j.other == place)
    into = j.of(Kind.INVESTMENT, Kind.CONTRIBUTION) & holder
    for mask, minor, of_deal in ((into, view.minor, True), (bought, view.prices, True), (fees, j.minor, False)):
        for event in np.flatnonzero(mask).tolist():
            day = date.fromordinal(int(j.day[event]))
            deal = scene.node(int(j.held[event])).id if of_deal else ""
            paid = {party: sum(lot.minor for lot in own.paid if lot.day <= day) for party, own in histories.items()}
            if minor[event] and not any(paid.values()):
                raise InputError(f"event {j.ids[event]}: {day} is before any contribution; nobody paid for it")
            parts = apportion(int(minor[event]), list(paid.values()))
            yield from (Contribution(day, party, part, deal) for party, part in zip(paid, parts, strict=True) if part)


def _received(scene: Scene, place: int, closed: set[str]) -> list[Proceeds]:
    """What came back from each deal; of a closed one the last closes it."""
    j = scene.journal
    back = j.of(Kind.PROCEEDS, Kind.DISTRIBUTION, Kind.TRANSFER) & (j.holder == place)
    events = sorted(np.flatnonzero(back).tolist(), key=lambda event: (int(j.day[event]), str(j.ids[event])))
    deals = [scene.node(int(j.held[event])).id for event in events]
    last = {deal: at for at, deal in enumerate(deals)}
    return [
        Proceeds(
            date.fromordinal(int(j.day[event])),
            int(scene.view.minor[event]),
            deal,
            final=deal in closed and last[deal] == at,
        )
        for at, (event, deal) in enumerate(zip(events, deals, strict=True))
    ]


def _worth(scene: Scene, place: int) -> dict[str, _Worth]:
    """What each company and fund below is worth, and what cost it has left."""
    deals, shares = scene.standing.deals, scene.standing.interests
    found = {}
    for row in np.flatnonzero(deals.holder == place).tolist():
        found[scene.node(int(deals.company[row])).id] = _Worth(int(deals.value[row]), int(deals.cost[row]))
    for row in np.flatnonzero(shares.investor == place).tolist():
        fund = int(shares.fund[row])
        value = scene.closing(int(scene.standing.values[row]), scene.currency_at(fund), scene.currency_at(place))
        found[scene.node(fund).id] = _Worth(value.minor, 0)
    return found
