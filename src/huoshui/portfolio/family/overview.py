"""The whole family: counts, totals, returns and leverage; and the list of its funds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from huoshui.portfolio.accounts.holdings import NEVER
from huoshui.portfolio.extra import np
from huoshui.portfolio.family import terms
from huoshui.portfolio.family.behind import parts_behind
from huoshui.portfolio.family.figures import OF_FAMILY, OF_FUND, Figure
from huoshui.portfolio.family.leverage import leverage_of
from huoshui.portfolio.family.returns import performance
from huoshui.portfolio.family.views import Account, Amount, Counts, FundRow, Overview, TierView
from huoshui.portfolio.vocabulary import Tier

if TYPE_CHECKING:
    from huoshui.portfolio.family.returns import Returns
    from huoshui.portfolio.family.scene import Ints, Scene
    from huoshui.portfolio.family.views import Performance

#: A valuation older than so many days is stale.
_STALE = 365


def overview(scene: Scene, returns: Returns) -> Overview:
    """The family as of the scene's day."""
    amounts = tuple(Amount(figure, parts_behind(scene, None, figure).total) for figure in OF_FAMILY)
    account = Account(amounts)
    days = scene.journal.day
    return Overview(
        day=scene.day,
        currency=scene.currency,
        counts=_counts(scene),
        account=account,
        net=_net(scene, returns, account),
        gross=_gross(scene, returns, account),
        tiers=tuple(tier for one in Tier if (tier := _tier(scene, returns, one))),
        leverage=leverage_of(scene),
        first=date.fromordinal(int(days.min())) if len(days) else None,
        last=date.fromordinal(int(days.max())) if len(days) else None,
    )


def _counts(scene: Scene) -> Counts:
    deals, shares = scene.standing.deals, scene.standing.interests
    own = scene.is_fund[deals.holder] & ((deals.invested > 0) | (deals.value > 0))
    held = own & ((deals.cost > 0) | (deals.value > 0))
    old = scene.day.toordinal() - _STALE
    left = np.unique(deals.company[held])
    backed = ~scene.is_fund[shares.investor] & ((shares.committed > 0) | (shares.paid_in > 0))
    return Counts(
        funds=len(scene.funds),
        companies=len(np.unique(deals.company[own])),
        held=len(left),
        contributors=len(np.unique(shares.investor[backed])),
        deals=int(own.sum()),
        exited=int((own & ~held).sum()),
        at_cost=int((held & (deals.valued == NEVER)).sum()),
        stale=int((held & (deals.valued != NEVER) & (deals.valued < old)).sum()),
        circular=int(scene.standing.funds.circular.sum()),
        unplaced=sum(getattr(scene.node(place), "sector", None) is None for place in left.tolist()),
        events=len(scene.journal),
    )


def _net(scene: Scene, returns: Returns, account: Account) -> Performance:
    worth = account[Figure.WORTH]
    owners = scene.standing.interests.fund[scene.outside].tolist()
    rate = returns.rate(returns.interest_table, scene.outside, owners, worth)
    return performance(account[Figure.PAID_IN], account[Figure.DISTRIBUTED], worth, rate)


def _gross(scene: Scene, returns: Returns, account: Account) -> Performance:
    deals, worth = scene.standing.deals, account[Figure.HOLDINGS]
    rows = np.flatnonzero(scene.is_fund[deals.holder]).tolist()
    rate = returns.rate(returns.deal_table, rows, deals.holder[rows].tolist(), worth)
    return performance(account[Figure.INVESTED], account[Figure.PROCEEDS], worth, rate)


def _tier(scene: Scene, returns: Returns, tier: Tier) -> TierView | None:
    funds = [place for place in scene.funds if scene.setting.funds[place].tier is tier]
    if not funds:
        return None
    account = Account(tuple(Amount(figure, parts_behind(scene, tier, figure).total) for figure in OF_FUND))
    worth = account[Figure.HOLDINGS] + account[Figure.INTERESTS]
    return TierView(
        tier,
        len(funds),
        account,
        returns.joined(returns.net_table, funds, funds, account[Figure.NAV]),
        returns.joined(returns.gross_table, funds, funds, worth),
    )


# -- the list of funds -------------------------------------------------------------------------------------------------


def fund_rows(scene: Scene, returns: Returns) -> tuple[FundRow, ...]:
    """Every fund, by tier and then in the order of the ledger."""
    tiers = list(Tier)
    funds = sorted(scene.funds, key=lambda place: tiers.index(scene.setting.funds[place].tier))
    columns = account_columns(scene)
    found = []
    for place, net, gross in zip(funds, returns.net(funds), returns.gross(funds), strict=True):
        fund = scene.setting.funds[place]
        account = Account(tuple(Amount(figure, scene.own(column[place], place)) for figure, column in columns.items()))
        found.append(
            FundRow(
                scene.ref(place),
                fund.tier,
                scene.maybe(fund.manager),
                fund.established,
                account,
                net,
                gross,
                bool(scene.standing.funds.circular[place]),
            )
        )
    return tuple(found)


def account_columns(scene: Scene) -> dict[Figure, Ints]:
    """The figures of every fund, one array for each."""
    accounts = scene.standing.funds
    return {
        figure: getattr(accounts, figure.value) if hasattr(accounts, figure.value) else terms.totals(scene, figure)
        for figure in OF_FUND
    }
