"""What a party, fund or company holds through all tiers, and how that is spread.

Shares of companies are those of look-through. Amounts are parts of deals: of its own a holder has all, of those of a
fund (or whatever else it holds a share of) its look-through share of that fund. So the amounts of all outside parties
together are no more than what the family has invested, and what a fund paid for goes with that fund's manager and year.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from huoshui.model.money import Money
from huoshui.portfolio.book import Company, Fund
from huoshui.portfolio.extra import np
from huoshui.portfolio.family import terms
from huoshui.portfolio.family.behind import parts_behind
from huoshui.portfolio.family.figures import OF_COMPANY, OF_FUND, OF_PARTY, Figure
from huoshui.portfolio.family.funds import interest_rows
from huoshui.portfolio.family.views import Account, Amount, Breakdown, By, HolderView, LookedRow, Slice
from huoshui.portfolio.lookthrough import concentration, parts_of
from huoshui.portfolio.performance.multiples import quotient

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from huoshui.model.regions import Region
    from huoshui.portfolio.family.owning import Owning
    from huoshui.portfolio.family.returns import Returns
    from huoshui.portfolio.family.scene import Ints, Scene
    from huoshui.portfolio.family.views import Performance
    from huoshui.portfolio.lookthrough import Concentration


def holder_view(scene: Scene, returns: Returns, owning: Owning, name: str) -> HolderView:
    """What the node of an id holds. NotFound; InputError where look-through has no answer."""
    node, place = scene.snapshot.node(name), scene.place(name)
    (shares,) = owning.through.of_holders([place])
    cost, value = _parts(scene, shares, place)
    companies = _companies(scene, owning, place, shares, cost, value)
    interests = np.flatnonzero(scene.standing.interests.investor == place).tolist()
    figures = {"party": OF_PARTY, "fund": OF_FUND, "company": OF_COMPANY}[scene.setting.sort[name]]
    return HolderView(
        holder=node,
        day=scene.day,
        currency=scene.currency,
        account=Account(tuple(Amount(one, parts_behind(scene, name, one).total) for one in figures)),
        performance=_performance(scene, returns, place, interests),
        funds=interest_rows(scene, returns, interests),
        companies=companies,
        cost=Money(int(cost.sum()), scene.currency),
        value=Money(int(value.sum()), scene.currency),
        breakdowns=tuple(_breakdown(scene, by, cost, value) for by in By),
        concentration=_concentrated([row.value.minor for row in companies]),
        graph=owning.penetration(place),
        excess=owning.excess,
    )


def _parts(scene: Scene, shares: NDArray[np.float64], place: int) -> tuple[Ints, Ints]:
    """The holder's part of the cost and of the value of every deal, in the family's currency."""
    deals = scene.standing.deals
    whole = shares.copy()
    whole[place] = 1.0
    of_payer = np.clip(whole[deals.holder], 0.0, 1.0)
    return parts_of(of_payer, terms.by_deal(scene, Figure.COST)), parts_of(of_payer, _closing_values(scene))


def _closing_values(scene: Scene) -> Ints:
    """The value of every deal in the family's currency."""
    deals = scene.standing.deals
    value = deals.value.copy()
    for place in np.unique(deals.holder).tolist():
        if (currency := scene.dealt_in(place)) != scene.currency:
            for row in np.flatnonzero(deals.holder == place).tolist():
                value[row] = scene.closing(int(value[row]), currency).minor
    return value


def _companies(
    scene: Scene, owning: Owning, place: int, shares: NDArray[np.float64], cost: Ints, value: Ints
) -> tuple[LookedRow, ...]:
    deals, size = scene.standing.deals, scene.view.size
    costs, values = np.zeros(size, np.int64), np.zeros(size, np.int64)
    np.add.at(costs, deals.company, cost)
    np.add.at(values, deals.company, value)
    direct = dict(owning.through.held_by(place))
    found = []
    for held in np.flatnonzero((shares > 0) | (costs != 0) | (values != 0)).tolist():
        company = scene.node(held)
        if isinstance(company, Company) and held != place:
            amounts = (Money(int(column[held]), scene.currency) for column in (costs, values))
            about = (company.sector, company.stage, company.region)
            share, own = float(shares[held]), direct.get(held, 0.0)
            found.append(LookedRow(scene.ref(held), *about, share, own, *amounts))
    return tuple(sorted(found, key=lambda row: (-row.value.minor, -row.cost.minor, -row.share, row.company.id)))


def _performance(scene: Scene, returns: Returns, place: int, interests: list[int]) -> Performance | None:
    """Of a fund, gross; of a party, its interests in funds and its own deals together."""
    node = scene.node(place)
    if isinstance(node, Fund):
        return returns.gross([place])[0]
    standing = scene.standing
    funds = standing.interests.fund[interests].tolist()
    deals = np.flatnonzero(standing.deals.holder == place).tolist()
    if not interests and not deals:
        return None
    values = [(int(standing.values[row]), scene.currency_at(fund)) for row, fund in zip(interests, funds, strict=True)]
    values += [(int(standing.deals.value[row]), scene.dealt_in(place)) for row in deals]
    return returns.of_party(place, interests, deals, scene.closing_sum(values))


# -- breakdowns --------------------------------------------------------------------------------------------------------


def _breakdown(scene: Scene, by: By, cost: Ints, value: Ints) -> Breakdown:
    deals, day = scene.standing.deals, scene.day.toordinal()
    sums: dict[str | None, list[int]] = defaultdict(lambda: [0, 0])
    firms: dict[str | None, set[int]] = defaultdict(set)
    for row in np.flatnonzero((cost != 0) | (value != 0)).tolist():
        holder, company = int(deals.holder[row]), int(deals.company[row])
        first = int(deals.first[row])
        code = _code(scene, by, holder, company, first if first <= day else None)
        sums[code][0] += int(cost[row])
        sums[code][1] += int(value[row])
        firms[code].add(company)
    whole = sum(both[1] for both in sums.values())
    slices = [
        Slice(code, len(firms[code]), Money(paid, scene.currency), Money(worth, scene.currency), quotient(worth, whole))
        for code, (paid, worth) in sums.items()
    ]
    slices.sort(key=lambda one: (one.code is None, -one.value.minor, -one.cost.minor, one.code or ""))
    return Breakdown(by, tuple(slices), _concentrated([one.value.minor for one in slices]))


def _code(scene: Scene, by: By, holder: int, company: int, first: int | None) -> str | None:
    if by is By.VINTAGE:
        return None if first is None else str(date.fromordinal(first).year)
    if by is By.MANAGER:
        fund = scene.setting.funds.get(holder)
        return fund.manager if fund else None
    node = scene.node(company)
    if not isinstance(node, Company):
        return None
    if by is By.REGION:
        return _province(node.region)
    return node.sector if by is By.SECTOR else node.stage


def _province(region: Region | None) -> str | None:
    """The province's code; of a cluster or country its own."""
    if region is None:
        return None
    return f"{region.code[:2]}0000" if region.code[:2].isdigit() else region.code


def _concentrated(amounts: list[int]) -> Concentration | None:
    return concentration(np.array([amount for amount in amounts if amount > 0], np.int64))
