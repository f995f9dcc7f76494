"""What each event adds to the value of a deal or of an interest in a fund."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.portfolio.accounts.holdings import NEVER
from huoshui.portfolio.extra import np
from huoshui.portfolio.performance.sharing import apportion
from huoshui.portfolio.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.portfolio.family.scene import Ints, Mask, Scene


def value_lines(scene: Scene) -> tuple[Ints, Ints]:
    """What every event adds to the value of its deal, in the deal's currency, and the row of that deal, -1 for none.

    A deal that was never valued stands at cost. Else its last valuation counts, with what was invested since; exits
    since then take off what they have released of it, divided by the cost that each released.
    """
    if scene.value_lines is None:
        scene.value_lines = _value_lines(scene)
    return scene.value_lines


def _value_lines(scene: Scene) -> tuple[Ints, Ints]:
    view, deals, j = scene.view, scene.standing.deals, scene.journal
    found = np.zeros(len(j), np.int64)
    of_deal = j.of(Kind.INVESTMENT, Kind.PROCEEDS) | (j.of(Kind.VALUATION) & ~scene.is_fund[j.held])
    at = np.full(len(j), -1, np.int64)
    at[of_deal] = np.searchsorted(deals.holder * view.size + deals.company, view.pairs()[of_deal])
    last = np.where(of_deal, deals.valued[at] if len(deals.valued) else NEVER, NEVER)
    marked = last != NEVER
    into, out = j.of(Kind.INVESTMENT), j.of(Kind.PROCEEDS)
    counted = into & (~marked | (j.day > last))
    found[counted] = view.minor[counted]
    found[out & ~marked] = -view.cost[out & ~marked]
    marks = np.flatnonzero(of_deal & j.of(Kind.VALUATION))
    marks = marks[np.argsort(j.day[marks], kind="stable")]
    newest = np.full(len(deals.holder), -1, np.int64)
    newest[at[marks]] = marks  # of several the last assigned stays, as in the accounts
    newest = newest[newest >= 0]
    found[newest] = view.minor[newest]
    _take_off(scene, found, at, np.flatnonzero(out & marked & (j.day > last) & (view.cost > 0)))
    return found, at


def _take_off(scene: Scene, found: Ints, at: Ints, exits: Ints) -> None:
    """Divide what a deal's value has lost by exits since its valuation among them."""
    deals = scene.standing.deals
    before = np.zeros(len(deals.holder), np.int64)
    counted = at >= 0
    np.add.at(before, at[counted], found[counted])
    exits = exits[np.argsort(at[exits], kind="stable")]
    starts = np.flatnonzero(np.diff(at[exits], prepend=-1))
    for own in np.split(exits, starts[1:]) if exits.size else []:
        row = at[own[0]]
        lost = int(before[row]) - int(deals.value[row])
        found[own] = [-part for part in apportion(lost, scene.view.cost[own].tolist())]


def interest_lines(scene: Scene, row: int) -> Iterator[tuple[Mask, Ints]]:
    """What events add to the value of an interest that has a valuation of its own, in the fund's currency.

    Distributions since count only as far as there is something left.
    """
    shares, j = scene.standing.interests, scene.journal
    pair = (j.holder == shares.investor[row]) & (j.held == shares.fund[row])
    marks = np.flatnonzero(pair & j.of(Kind.VALUATION))
    newest = marks[np.argsort(j.day[marks], kind="stable")][-1]
    later = pair & (j.day > shares.valued[row])
    yield np.arange(len(j)) == newest, scene.view.minor
    yield later & j.of(Kind.CONTRIBUTION), j.minor
    given = np.flatnonzero(later & j.of(Kind.DISTRIBUTION))
    there = int(scene.view.minor[newest]) + int(j.minor[later & j.of(Kind.CONTRIBUTION)].sum())
    taken = np.zeros(len(j), np.int64)
    whole = j.minor[given].tolist()
    taken[given] = [-part for part in apportion(min(there, sum(whole)), whole)]
    yield taken < 0, taken
