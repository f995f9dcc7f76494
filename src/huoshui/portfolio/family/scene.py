"""A family as of a day: its accounts, amounts of events in any account's currency, and who is who."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from huoshui.model.money import Money
from huoshui.portfolio.accounts import View, outside, standing
from huoshui.portfolio.accounts.funds import in_circle
from huoshui.portfolio.accounts.sums import DEFAULT, currency_of
from huoshui.portfolio.checks import sort_of
from huoshui.portfolio.extra import np
from huoshui.portfolio.family.views import Ref
from huoshui.portfolio.vocabulary import Change, Nature

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from huoshui.portfolio.book import Company, Fund, Party
    from huoshui.portfolio.snapshot import Snapshot

    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]

#: In whose currency amounts of events are: the family's, that of the account on one side (the family's for parties and
#: companies), or that in which a deal of the holder is counted.
Into = Literal["family", "holder", "held", "other", "deal"]


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """The amounts of all events of a view in one currency each, flows at the rate of their day; minor units.

    ``change`` is that of a commitment with its sign.
    """

    minor: Ints
    cost: Ints
    committed: Ints
    paid: Ints
    change: Ints


class Scene:
    """What every page starts from: a snapshot as of a day, counted in ``currency`` where several funds are together.

    InputError where a rate is missing.
    """

    def __init__(self, snapshot: Snapshot, day: date, currency: str) -> None:
        self.snapshot, self.day, self.currency = snapshot, day, currency
        self.view = View(snapshot.journal, snapshot.setting, day)
        self.standing = standing(self.view)
        self.setting, self.journal = snapshot.setting, self.view.journal
        self.value_lines: tuple[Ints, Ints] | None = None
        self._amounts: dict[Into, Amounts] = {}

    @cached_property
    def funds(self) -> list[int]:
        """The places of all funds, in the order of the ledger."""
        return sorted(self.setting.funds)

    @property
    def is_fund(self) -> Mask:
        """Whether a node is a fund, by place; the last is that of nobody."""
        return self.view.is_fund

    @cached_property
    def outside(self) -> list[int]:
        """The rows of interests whose investor is no fund of the family."""
        return outside(self.standing)

    def circular_interest(self, row: int) -> bool:
        """Whether an interest without a valuation is between funds that hold each other, and taken at paid-in."""
        return bool(self._circular[row])

    @cached_property
    def _circular(self) -> Mask:
        return in_circle(self.view, self.standing.interests)

    def place(self, name: str) -> int:
        """The place of a node. NotFound."""
        self.snapshot.node(name)
        return self.setting.place[name]

    def node(self, place: int) -> Party | Fund | Company:
        """The node at a place."""
        return self.snapshot.nodes[place]

    def ref(self, place: int) -> Ref:
        """The node at a place, to be named and linked."""
        node = self.snapshot.nodes[place]
        return Ref(node.id, node.name, sort_of(node))

    def maybe(self, name: str | None) -> Ref | None:
        """The node of an id that may be missing or unknown."""
        place = self.setting.place.get(name) if name else None
        return None if place is None else self.ref(place)

    def nature(self, place: int) -> Nature | None:
        """Whose money a party brings; None for funds and companies."""
        return getattr(self.snapshot.nodes[place], "nature", None)

    def currency_at(self, place: int) -> str:
        """The currency of a node's account: a fund's own, else the family's."""
        fund = self.setting.funds.get(place)
        return fund.currency if fund else self.currency

    def dealt_in(self, place: int) -> str:
        """The currency in which a holder's deals are counted."""
        return currency_of(self.setting, place)

    def own(self, minor: int, place: int) -> Money:
        """An amount in the currency of a node's account."""
        return Money(int(minor), self.currency_at(place))

    def closing(self, minor: int, currency: str, into: str | None = None) -> Money:
        """An amount at the rate of the day, in the family's currency unless said otherwise."""
        return self.setting.rates.convert(Money(int(minor), currency), into or self.currency, self.day)

    def closing_sum(self, pairs: Iterable[tuple[int, str]], into: str | None = None) -> Money:
        """Amounts and their currencies, each converted at the rate of the day, together."""
        return Money(sum(self.closing(*pair, into).minor for pair in pairs), into or self.currency)

    # -- amounts of events -------------------------------------------------------------------------------------------

    def amounts(self, into: Into) -> Amounts:
        """The amounts of all events, converted; kept."""
        if into not in self._amounts:
            convert = self._converter(into)
            j = self.journal
            minor = convert(j.minor)
            reduced = j.natured(Change.REDUCTION)
            self._amounts[into] = Amounts(
                minor, convert(j.cost), convert(j.committed), convert(j.paid), np.where(reduced, -minor, minor)
            )
        return self._amounts[into]

    def _converter(self, into: Into) -> Callable[[Ints], Ints]:
        """What converts a column of amounts; the rates of each day are looked up once."""
        j = self.journal
        codes = {code: number for number, code in enumerate(j.currencies)}
        target = self._targets(into, codes)
        events = np.flatnonzero(target != j.currency)
        if not events.size:
            return lambda column: column
        names = {number: code for code, number in codes.items()}
        wanted: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        keys = zip(j.currency[events].tolist(), target[events].tolist(), j.day[events].tolist(), strict=True)
        for event, key in zip(events.tolist(), keys, strict=True):
            wanted[key].append(event)

        def convert(column: Ints) -> Ints:
            changed = column.copy()
            for (given, asked, ordinal), at in wanted.items():
                day = date.fromordinal(ordinal)
                for event in at:
                    if changed[event]:
                        money = Money(int(changed[event]), names[given])
                        changed[event] = self.setting.rates.convert(money, names[asked], day).minor
            return changed

        return convert

    def _targets(self, into: Into, codes: dict[str, int]) -> NDArray[np.int64]:
        """The currency asked for each event; those that no event is in are added to ``codes``."""

        def code(currency: str) -> int:
            return codes.setdefault(currency, len(codes))

        if into == "family":
            return np.full(len(self.journal), code(self.currency), np.int64)
        else_in = DEFAULT if into == "deal" else self.currency
        table = np.full(self.view.size + 1, code(else_in), np.int64)
        for place, fund in self.setting.funds.items():
            table[place] = code(fund.currency)
        side: NDArray[np.int32] = getattr(self.journal, "holder" if into == "deal" else into)
        return table[side]
