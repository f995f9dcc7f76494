"""Which events make a figure, and with which sign."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from huoshui.portfolio.accounts.sums import summed
from huoshui.portfolio.extra import np
from huoshui.portfolio.family.figures import Figure
from huoshui.portfolio.vocabulary import Fee, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from huoshui.portfolio.family.scene import Into, Ints, Mask, Scene

Side = Literal["holder", "held", "other"]


@dataclass(frozen=True, slots=True)
class Term:
    """Events of a kind count with a sign for the node on one side, by one of their amounts."""

    kind: Kind
    side: Side
    sign: int = 1
    column: Literal["minor", "cost", "committed", "paid", "change"] = "minor"
    nature: str = ""

    def mask(self, scene: Scene) -> Mask:
        """Where the events are."""
        found = scene.journal.of(self.kind)
        return found & scene.journal.natured(self.nature) if self.nature else found

    def values(self, scene: Scene, into: Into) -> Ints:
        """What every event of the journal would add."""
        column: Ints = getattr(scene.amounts(into), self.column)
        return column if self.sign > 0 else -column

    def nodes(self, scene: Scene) -> NDArray[np.int32]:
        """For whom it would add it."""
        side: NDArray[np.int32] = getattr(scene.journal, self.side)
        return side


def _minus(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(replace(term, sign=-term.sign) for term in terms)


_MOVED = (Term(Kind.TRANSFER, "other", 1, "committed"), Term(Kind.TRANSFER, "holder", -1, "committed"))
_PAID = (Term(Kind.TRANSFER, "other", 1, "paid"), Term(Kind.TRANSFER, "holder", -1, "paid"))
_FLOWS: dict[Figure, tuple[Term, ...]] = {
    Figure.COMMITTED: (Term(Kind.COMMITMENT, "held", 1, "change"),),
    Figure.CALLED: (Term(Kind.CALL, "held"),),
    Figure.PAID_IN: (Term(Kind.CONTRIBUTION, "held"),),
    Figure.DISTRIBUTED: (Term(Kind.DISTRIBUTION, "held"),),
    Figure.INVESTED: (Term(Kind.INVESTMENT, "holder"),),
    Figure.COST: (Term(Kind.INVESTMENT, "holder"), Term(Kind.PROCEEDS, "holder", -1, "cost")),
    Figure.PROCEEDS: (Term(Kind.PROCEEDS, "holder"),),
    Figure.PLEDGED: (Term(Kind.COMMITMENT, "holder", 1, "change"), *_MOVED),
    Figure.INTO_FUNDS: (Term(Kind.CONTRIBUTION, "holder"),),
    Figure.FROM_FUNDS: (Term(Kind.DISTRIBUTION, "holder"),),
    Figure.SHARES_SOLD: (Term(Kind.TRANSFER, "holder"),),
    Figure.SHARES_BOUGHT: (Term(Kind.TRANSFER, "other"),),
    Figure.FEES: (Term(Kind.FEE, "holder"),),
    Figure.CARRY: (Term(Kind.FEE, "holder", nature=Fee.CARRY),),
    Figure.INCOME: (Term(Kind.INCOME, "holder"),),
}
_IN = (Figure.PAID_IN, Figure.PROCEEDS, Figure.FROM_FUNDS, Figure.SHARES_SOLD, Figure.INCOME)
_OUT = (Figure.DISTRIBUTED, Figure.INVESTED, Figure.INTO_FUNDS, Figure.SHARES_BOUGHT, Figure.FEES)
#: Figures of a fund or party that are sums of events on one of their sides.
TERMS: Mapping[Figure, tuple[Term, ...]] = _FLOWS | {
    Figure.CASH: tuple(
        [term for figure in _IN for term in _FLOWS[figure]]
        + [term for figure in _OUT for term in _minus(_FLOWS[figure])]
    )
}
#: Figures of a company.
OF_COMPANY: Mapping[Figure, tuple[Term, ...]] = {
    Figure.INVESTED: (Term(Kind.INVESTMENT, "held"),),
    Figure.COST: (Term(Kind.INVESTMENT, "held"), Term(Kind.PROCEEDS, "held", -1, "cost")),
    Figure.PROCEEDS: (Term(Kind.PROCEEDS, "held"),),
}
#: Figures of one investor in one fund; the side is that of the investor.
OF_INTEREST: Mapping[Figure, tuple[Term, ...]] = {
    Figure.COMMITTED: _FLOWS[Figure.PLEDGED],
    Figure.CALLED: (Term(Kind.CALL, "holder"),),
    Figure.PAID_IN: (*_FLOWS[Figure.INTO_FUNDS], *_PAID),
    Figure.DISTRIBUTED: _FLOWS[Figure.FROM_FUNDS],
}


def totals(scene: Scene, figure: Figure, into: Into | None = None) -> Ints:
    """The figure of every node, in its account's currency unless said otherwise."""
    found = np.zeros(scene.view.size, np.int64)
    for term in TERMS[figure]:
        mask = term.mask(scene)
        found += summed(term.nodes(scene)[mask], term.values(scene, into or term.side)[mask], scene.view.size)
    return found


def by_interest(scene: Scene, figure: Figure, into: Into = "family") -> Ints:
    """The figure of every interest in a fund, in the family's currency unless said otherwise."""
    shares, size = scene.standing.interests, scene.view.size
    rows = shares.investor * size + shares.fund
    found = np.zeros(len(rows), np.int64)
    for term in OF_INTEREST[figure]:
        mask = term.mask(scene)
        keys = term.nodes(scene)[mask].astype(np.int64) * size + scene.journal.held[mask]
        found += summed(np.searchsorted(rows, keys), term.values(scene, into)[mask], len(rows))
    return found


def by_deal(scene: Scene, figure: Figure, into: Into = "family") -> Ints:
    """The figure of every deal, in the family's currency unless said otherwise."""
    deals, size = scene.standing.deals, scene.view.size
    rows, pairs = deals.holder * size + deals.company, scene.view.pairs()
    found = np.zeros(len(rows), np.int64)
    for term in TERMS[figure]:
        mask = term.mask(scene)
        found += summed(np.searchsorted(rows, pairs[mask]), term.values(scene, into)[mask], len(rows))
    return found


def of_node(scene: Scene, figure: Figure, place: int) -> Iterator[tuple[Mask, Ints]]:
    """Where the events of a fund's or party's figure are, and what each adds."""
    for term in TERMS[figure]:
        yield term.mask(scene) & (term.nodes(scene) == place), term.values(scene, term.side)


def of_company(scene: Scene, figure: Figure, place: int) -> Iterator[tuple[Mask, Ints]]:
    """The same of a company, in the family's currency."""
    for term in OF_COMPANY[figure]:
        yield term.mask(scene) & (term.nodes(scene) == place), term.values(scene, "family")


def of_deal(scene: Scene, figure: Figure, holder: int, company: int) -> Iterator[tuple[Mask, Ints]]:
    """The same of a deal, in the currency in which the holder's deals are counted."""
    for term in TERMS[figure]:
        pair = (scene.journal.holder == holder) & (scene.journal.held == company)
        yield term.mask(scene) & pair, term.values(scene, "deal")


def of_interest(scene: Scene, figure: Figure, investor: int, fund: int) -> Iterator[tuple[Mask, Ints]]:
    """The same of an investor's interest in a fund, in the fund's currency."""
    for term in OF_INTEREST[figure]:
        pair = (term.nodes(scene) == investor) & (scene.journal.held == fund)
        yield term.mask(scene) & pair, term.values(scene, "held")


def of_family(scene: Scene, figure: Figure) -> Iterator[tuple[Mask, Ints]]:
    """The same of the family: money of parties outside, and what its funds do with others than each other.

    Where a fund of the family sells a share of another to a party outside, the price counts as paid in and what goes
    with the share as committed; where one buys, as distributed.
    """
    fund, j = scene.is_fund, scene.journal
    outside = ~fund[j.holder]
    sold, bought = fund[j.holder] & ~fund[j.other], ~fund[j.holder] & fund[j.other]
    transfer = j.of(Kind.TRANSFER)
    for term in TERMS[figure]:
        limit = outside if term.side == "held" else fund[term.nodes(scene)]
        yield term.mask(scene) & limit, term.values(scene, "family")
    amounts = scene.amounts("family")
    if figure is Figure.COMMITTED:
        yield transfer & sold, amounts.committed
        yield transfer & bought, -amounts.committed
    elif figure is Figure.PAID_IN:
        yield transfer & sold, amounts.minor
    elif figure is Figure.DISTRIBUTED:
        yield transfer & bought, amounts.minor
