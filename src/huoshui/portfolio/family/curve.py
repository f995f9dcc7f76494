"""What a fund was worth in the past, for its J-curve and its returns by year.

Net assets of a past day are computed from the events of the fund and of all below it, as of that day: what was entered
or undone later counts only where it bears an earlier date.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from huoshui.model.money import Money
from huoshui.portfolio.accounts import View, standing
from huoshui.portfolio.extra import np, sparse
from huoshui.portfolio.family.views import Point
from huoshui.portfolio.performance import calendar_quarters, calendar_years, period_returns

if TYPE_CHECKING:
    from datetime import date

    from huoshui.portfolio.family.returns import Returns
    from huoshui.portfolio.family.scene import Scene
    from huoshui.portfolio.journal import Journal
    from huoshui.portfolio.performance import Flow, PeriodReturn

#: With more events than this below a fund its curve has a point a year, not a quarter.
_MANY = 20_000


class Curve:
    """Past net assets of the funds of a scene; each is computed once."""

    def __init__(self, scene: Scene, returns: Returns) -> None:
        self._scene, self._returns = scene, returns
        self._parts: dict[int, Journal] = {}
        self._nav: dict[tuple[int, date], int] = {}

    def points(self, fund: int) -> tuple[Point, ...]:
        """The curve from the first flow to the day, at the ends of quarters, or of years where events are very many."""
        flows = self._returns.flows(fund)
        if not flows:
            return ()
        calendar = calendar_years if len(self._journal(fund)) > _MANY else calendar_quarters
        periods = calendar(flows[0].day, self._scene.day)
        return tuple(self._point(fund, flows, period.end) for period in periods)

    def years(self, fund: int) -> tuple[PeriodReturn, ...]:
        """The returns of investors by calendar year."""
        flows = self._returns.flows(fund)
        if not flows:
            return ()
        return period_returns(calendar_years(flows[0].day, self._scene.day), flows, lambda day: self.nav(fund, day))

    def nav(self, fund: int, day: date) -> int:
        """The fund's net assets at the end of a day, in minor units of its currency."""
        if day == self._scene.day:
            return int(self._scene.standing.funds.nav[fund])
        if (fund, day) not in self._nav:
            then = standing(View(self._journal(fund), self._scene.setting, day))
            self._nav[fund, day] = int(then.funds.nav[fund])
        return self._nav[fund, day]

    def _point(self, fund: int, flows: list[Flow], day: date) -> Point:
        until = [flow.minor for flow in flows if flow.day <= day]
        paid, got = -sum(minor for minor in until if minor < 0), sum(minor for minor in until if minor > 0)
        currency = self._scene.currency_at(fund)
        return Point(day, *(Money(minor, currency) for minor in (paid, got, got - paid, self.nav(fund, day))))

    def _journal(self, fund: int) -> Journal:
        """All that was ever entered of the fund and of those below it, undone or not, up to the day."""
        if fund not in self._parts:
            j = self._scene.snapshot.journal
            below = self._below(fund)
            own = below[j.holder] | below[j.held] | below[j.other]
            self._parts[fund] = j.where(own & (j.day <= self._scene.day.toordinal()))
        return self._parts[fund]

    def _below(self, fund: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        reached = sparse.csgraph.breadth_first_order(self._between, fund, return_predecessors=False)
        found = np.zeros(self._scene.view.size + 1, bool)
        found[reached] = True
        return found

    @cached_property
    def _between(self) -> object:
        """Which fund ever held which, by any event."""
        j, fund, size = self._scene.snapshot.journal, self._scene.is_fund, self._scene.view.size
        held = fund[j.held]
        pairs = [(side[held & fund[side]], j.held[held & fund[side]]) for side in (j.holder, j.other)]
        above, below = (np.concatenate([pair[n] for pair in pairs]) for n in (0, 1))
        return sparse.csr_array((np.ones(len(above), np.int8), (above, below)), shape=(size, size))
