"""What is behind each figure: the events that make it and what each adds, or the figures it is derived from.

Flows are sums of events. The value of a deal is its last valuation with what was invested since, less what exits since
have released of it; that of an interest in a fund is its own valuation brought forward, or its part of the fund's net
assets. Stocks of a whole family or tier are those of its funds, at the rates of the day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.model.money import Money
from huoshui.portfolio.extra import np
from huoshui.portfolio.family import terms
from huoshui.portfolio.family.figures import OF_COMPANY, OF_FAMILY, OF_FUND, OF_INTEREST, OF_PARTY, Figure
from huoshui.portfolio.family.lines import Behind, Derived, Line
from huoshui.portfolio.family.valued import interest_lines, value_lines
from huoshui.portfolio.vocabulary import Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from huoshui.portfolio.family.scene import Ints, Mask, Scene

_STOCKS = {
    Figure.CASH: "cash",
    Figure.HOLDINGS: "holdings",
    Figure.AT_COST: "at_cost",
    Figure.INTERESTS: "interests",
    Figure.NAV: "nav",
}


@dataclass(frozen=True, slots=True)
class Parts:
    """Places in the view's journal and what each event adds, in ``currency``; and what other figures add."""

    currency: str
    places: Ints
    minor: Ints
    derived: tuple[Derived, ...] = field(default=())

    @property
    def total(self) -> Money:
        """All together."""
        return Money(int(self.minor.sum()) + sum(one.money.minor for one in self.derived), self.currency)


def behind(scene: Scene, node: str | Tier | None, figure: Figure, other: str | None = None) -> Behind:
    """The events behind a figure of a node, of a tier, or of the family; with ``other``, of what the node has in it.

    NotFound for a node that there is not, InputError for a figure that it has not.
    """
    parts = parts_behind(scene, node, figure, other)
    ids = scene.journal.ids
    lines = tuple(
        Line(str(ids[at]), Money(minor, parts.currency))
        for at, minor in zip(parts.places.tolist(), parts.minor.tolist(), strict=True)
    )
    named = scene.maybe(node) if isinstance(node, str) and not isinstance(node, Tier) else None
    return Behind(named, scene.maybe(other), figure, parts.total, lines, parts.derived)


def parts_behind(scene: Scene, node: str | Tier | None, figure: Figure, other: str | None = None) -> Parts:
    """The same as arrays; events in order of day and id. Errors as of ``behind``."""
    if node is None:
        return _of_family(scene, figure)
    if isinstance(node, Tier):
        return _of_tier(scene, node, figure)
    place = scene.place(node)
    if other is not None:
        return _of_pair(scene, place, scene.place(other), figure)
    sort = scene.setting.sort[node]
    if sort == "company":
        return _of_company(scene, place, figure)
    return _of_holder(scene, place, figure, OF_FUND if sort == "fund" else OF_PARTY)


def _known(figure: Figure, figures: Iterable[Figure], of: str) -> None:
    if figure not in figures:
        listed = ", ".join(figures)
        raise InputError(f"{of} has no figure {figure.value!r}: it has {listed}")


# -- of one node -------------------------------------------------------------------------------------------------------


def _of_holder(scene: Scene, place: int, figure: Figure, figures: tuple[Figure, ...]) -> Parts:
    _known(figure, figures, scene.node(place).id)
    currency = scene.currency_at(place)
    if figure in terms.TERMS:
        return _summed(scene, terms.of_node(scene, figure, place), currency)
    if figure is Figure.NAV:
        made_of = (Figure.CASH, Figure.HOLDINGS, Figure.INTERESTS)
        ref = scene.ref(place)
        return _only(currency, (Derived(ref, one, _of_holder(scene, place, one, figures).total) for one in made_of))
    if figure is Figure.INTERESTS:
        return _only(currency, _interests_of(scene, place, currency))
    rows = np.flatnonzero(scene.standing.deals.holder == place)
    if figure is Figure.AT_COST:
        rows = rows[scene.standing.deals.valued[rows] < 0]
    if scene.is_fund[place]:
        values, deal = value_lines(scene)
        return _summed(scene, [(np.isin(deal, rows), values)], currency)
    return _only(currency, _deals_of(scene, rows, currency))


def _interests_of(scene: Scene, place: int, currency: str) -> Iterator[Derived]:
    shares, investor = scene.standing.interests, scene.ref(place)
    for row in np.flatnonzero(shares.investor == place).tolist():
        fund, value = int(shares.fund[row]), int(scene.standing.values[row])
        money = scene.closing(value, scene.currency_at(fund), currency)
        yield Derived(investor, Figure.INTERESTS, money, other=scene.ref(fund))


def _deals_of(scene: Scene, rows: Ints, currency: str) -> Iterator[Derived]:
    deals = scene.standing.deals
    for row in rows.tolist():
        holder, value = int(deals.holder[row]), int(deals.value[row])
        money = scene.closing(value, scene.dealt_in(holder), currency)
        yield Derived(scene.ref(holder), Figure.HOLDINGS, money, other=scene.ref(int(deals.company[row])))


def _of_company(scene: Scene, place: int, figure: Figure) -> Parts:
    _known(figure, OF_COMPANY, scene.node(place).id)
    if figure is Figure.HOLDINGS:
        rows = np.flatnonzero(scene.standing.deals.company == place)
        return _only(scene.currency, _deals_of(scene, rows, scene.currency))
    return _summed(scene, terms.of_company(scene, figure, place), scene.currency)


# -- of two ------------------------------------------------------------------------------------------------------------


def _of_pair(scene: Scene, node: int, other: int, figure: Figure) -> Parts:
    if scene.is_fund[other]:
        return _of_interest(scene, node, other, figure)
    _known(figure, OF_COMPANY, f"{scene.node(node).id} in {scene.node(other).id}")
    currency = scene.dealt_in(node)
    if figure is Figure.HOLDINGS:
        values, deal = value_lines(scene)
        deals = scene.standing.deals
        row = np.flatnonzero((deals.holder == node) & (deals.company == other))
        return _summed(scene, [(np.isin(deal, row), values)], currency)
    return _summed(scene, terms.of_deal(scene, figure, node, other), currency)


def _of_interest(scene: Scene, investor: int, fund: int, figure: Figure) -> Parts:
    _known(figure, OF_INTEREST, f"{scene.node(investor).id} in {scene.node(fund).id}")
    currency = scene.currency_at(fund)
    if figure is not Figure.INTERESTS:
        return _summed(scene, terms.of_interest(scene, figure, investor, fund), currency)
    shares = scene.standing.interests
    rows = np.flatnonzero((shares.investor == investor) & (shares.fund == fund))
    if not rows.size:
        return _only(currency, ())
    row = int(rows[0])
    if shares.valued[row] >= 0:
        return _summed(scene, interest_lines(scene, row), currency)
    value, ref = Money(int(scene.standing.values[row]), currency), scene.ref(fund)
    if scene.circular_interest(row):
        return _only(currency, [Derived(scene.ref(investor), Figure.PAID_IN, value, other=ref)])
    whole = int(shares.paid_in[shares.fund == fund].sum())
    part = Fraction(int(shares.paid_in[row]), whole) if whole > 0 else Fraction(0)
    return _only(currency, [Derived(ref, Figure.NAV, value, part=part)])


# -- of many -----------------------------------------------------------------------------------------------------------


def _of_family(scene: Scene, figure: Figure) -> Parts:
    _known(figure, OF_FAMILY, "a family")
    if figure is Figure.NAV:
        return _only(
            scene.currency, (Derived(None, one, _of_family(scene, one).total) for one in (Figure.CASH, Figure.HOLDINGS))
        )
    if figure is Figure.WORTH:
        return _only(scene.currency, _outside_interests(scene))
    if figure in _STOCKS:
        return _only(scene.currency, _of_funds(scene, figure, scene.funds))
    return _summed(scene, terms.of_family(scene, figure), scene.currency)


def _of_tier(scene: Scene, tier: Tier, figure: Figure) -> Parts:
    _known(figure, OF_FUND, "a tier")
    funds = [place for place in scene.funds if scene.setting.funds[place].tier is tier]
    if figure in _STOCKS:
        return _only(scene.currency, _of_funds(scene, figure, funds))
    found = terms.totals(scene, figure, "family")
    derived = (Derived(scene.ref(place), figure, Money(int(found[place]), scene.currency)) for place in funds)
    return _only(scene.currency, (one for one in derived if one.money.minor))


def _of_funds(scene: Scene, figure: Figure, funds: list[int]) -> Iterator[Derived]:
    stock: Ints = getattr(scene.standing.funds, _STOCKS[figure])
    for place in funds:
        if stock[place]:
            money = scene.closing(int(stock[place]), scene.currency_at(place))
            yield Derived(scene.ref(place), figure, money)


def _outside_interests(scene: Scene) -> Iterator[Derived]:
    shares = scene.standing.interests
    for row in scene.outside:
        fund, value = int(shares.fund[row]), int(scene.standing.values[row])
        if value:
            money = scene.closing(value, scene.currency_at(fund))
            ref = scene.ref(int(shares.investor[row]))
            yield Derived(ref, Figure.INTERESTS, money, other=scene.ref(fund))


# -- arrays ------------------------------------------------------------------------------------------------------------


def _summed(scene: Scene, found: Iterable[tuple[Mask, Ints]], currency: str) -> Parts:
    """Events of several terms; one that stands in two is there once, one that adds nothing is left out."""
    each = np.zeros(len(scene.journal), np.int64)
    for mask, values in found:
        each[mask] += values[mask]
    places = np.flatnonzero(each)
    days = scene.journal.day[places]
    places = places[np.lexsort((scene.journal.ids[places].astype(str), days))] if places.size else places
    return Parts(currency, places, each[places])


def _only(currency: str, derived: Iterable[Derived]) -> Parts:
    nothing = np.zeros(0, np.int64)
    return Parts(currency, nothing, nothing, tuple(derived))
