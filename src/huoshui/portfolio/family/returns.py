"""Multiples and rates of return of funds, deals, interests, tiers and the family, as one sees them on pages."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from huoshui.model.money import Money
from huoshui.portfolio.accounts import deal_flows, gross_flows, interest_flows, net_flows, together
from huoshui.portfolio.extra import np
from huoshui.portfolio.family.views import Performance
from huoshui.portfolio.performance import Flow, FlowTable, irrs
from huoshui.portfolio.performance.multiples import quotient

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.portfolio.family.scene import Scene
    from huoshui.portfolio.performance import Irr


def performance(outlay: Money, received: Money, worth: Money, rate: Irr) -> Performance:
    """Multiples of three amounts of one currency, with the rate of their flows."""
    paid = outlay.minor
    return Performance(
        outlay,
        received,
        worth,
        quotient(received.minor, paid),
        quotient(worth.minor, paid),
        quotient(received.minor + worth.minor, paid),
        rate,
    )


class Returns:
    """The returns of a scene; flow tables are made when first needed and kept."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def net(self, funds: Sequence[int]) -> list[Performance]:
        """Of each fund, with its investors."""
        worth = [int(self._scene.standing.funds.nav[place]) for place in funds]
        return self._each(self.net_table, funds, worth, [self._scene.currency_at(place) for place in funds])

    def gross(self, funds: Sequence[int]) -> list[Performance]:
        """Of each fund, with the companies and funds that it holds."""
        accounts = self._scene.standing.funds
        worth = [int(accounts.holdings[place] + accounts.interests[place]) for place in funds]
        return self._each(self.gross_table, funds, worth, [self._scene.currency_at(place) for place in funds])

    def interests(self, rows: Sequence[int]) -> list[Performance]:
        """Of each interest in a fund."""
        standing = self._scene.standing
        worth = [int(standing.values[row]) for row in rows]
        currencies = [self._scene.currency_at(int(standing.interests.fund[row])) for row in rows]
        return self._each(self.interest_table, rows, worth, currencies)

    def deals(self, rows: Sequence[int]) -> list[Irr]:
        """The rate of each deal."""
        value = self._scene.standing.deals.value
        return self._rates(self.deal_table, rows, [int(value[row]) for row in rows])

    def rate(self, table: FlowTable, rows: Sequence[int], owners: Sequence[int], worth: Money) -> Irr:
        """The rate of several rows of a table together; ``owners`` are the nodes in whose currency each row is."""
        joined = together(self._scene.view, table, rows, owners, worth.currency).netted()
        return self._rates(joined, [0], [worth.minor])[0]

    def joined(self, table: FlowTable, rows: Sequence[int], owners: Sequence[int], worth: Money) -> Performance:
        """The same with multiples of all that was paid out and received."""
        flows = together(self._scene.view, table, rows, owners, worth.currency).minor
        outlay, received = (Money(int(flows[mask].sum()), worth.currency) for mask in (flows < 0, flows > 0))
        paid = Money(-outlay.minor, worth.currency)
        return performance(paid, received, worth, self.rate(table, rows, owners, worth))

    def of_party(self, party: int, interests: Sequence[int], deals: Sequence[int], worth: Money) -> Performance:
        """Of what a party holds: these interests in funds and these deals."""
        scene, currency = self._scene, worth.currency
        funds = scene.standing.interests.fund[list(interests)].tolist()
        tables = (
            together(scene.view, self.interest_table, interests, funds, currency),
            together(scene.view, self.deal_table, deals, [party] * len(deals), currency),
        )
        days, minor = (np.concatenate([getattr(table, name) for table in tables]) for name in ("days", "minor"))
        joined = FlowTable.of(days, minor, np.array([0, len(days)]))
        return self._each(joined, [0], [worth.minor], [currency])[0]

    def flows(self, fund: int) -> list[Flow]:
        """The flows of a fund's investors without its net assets at the end, in order of day."""
        taken = self.net_table.take(np.array([fund], np.int64)).netted()
        pairs = zip(taken.days.tolist(), taken.minor.tolist(), strict=True)
        return [Flow(date.fromordinal(day), minor) for day, minor in pairs]

    @cached_property
    def net_table(self) -> FlowTable:
        """Flows of every fund with its investors."""
        return net_flows(self._scene.standing, closing=False)

    @cached_property
    def gross_table(self) -> FlowTable:
        """Flows of every holder with what it holds."""
        return gross_flows(self._scene.standing, closing=False)

    @cached_property
    def deal_table(self) -> FlowTable:
        """Flows of every deal."""
        return deal_flows(self._scene.standing, closing=False)

    @cached_property
    def interest_table(self) -> FlowTable:
        """Flows of every interest in a fund."""
        return interest_flows(self._scene.standing, closing=False)

    def _each(
        self, table: FlowTable, rows: Sequence[int], worth: Sequence[int], currencies: Sequence[str]
    ) -> list[Performance]:
        found = []
        for row, value, currency, rate in zip(rows, worth, currencies, self._rates(table, rows, worth), strict=True):
            flows = table.minor[table.offsets[row] : table.offsets[row + 1]]
            outlay, received = -int(flows[flows < 0].sum()), int(flows[flows > 0].sum())
            found.append(performance(Money(outlay, currency), Money(received, currency), Money(value, currency), rate))
        return found

    def _rates(self, table: FlowTable, rows: Sequence[int], worth: Sequence[int]) -> list[Irr]:
        """The rate of each row with its worth as a flow received on the day."""
        taken, size = table.take(np.array(rows, np.int64)), len(rows)
        closing = np.array(worth, np.int64)
        left = np.flatnonzero(closing)
        account = np.concatenate((np.repeat(np.arange(size), taken.lengths), left))
        days = np.concatenate((taken.days, np.full(len(left), self._scene.day.toordinal())))
        order = np.argsort(account, kind="stable")
        offsets = np.concatenate(([0], np.cumsum(np.bincount(account, minlength=size))))
        minor = np.concatenate((taken.minor, closing[left]))[order]
        table_of_rates = irrs(days[order], minor, offsets)
        return [table_of_rates[row] for row in range(size)]
