"""One fund as of a day: its terms, account, investors, deals, funds below, curve and comparison with an index."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from huoshui.errors import NotFound
from huoshui.model.money import Money
from huoshui.portfolio.accounts.holdings import NEVER
from huoshui.portfolio.accounts.sums import summed
from huoshui.portfolio.book import Company, Fund
from huoshui.portfolio.extra import np
from huoshui.portfolio.family.figures import Figure
from huoshui.portfolio.family.overview import account_columns
from huoshui.portfolio.family.views import Account, Amount, DealRow, FeeRow, FundView, InterestRow, Pme
from huoshui.portfolio.lookthrough import concentration
from huoshui.portfolio.performance import Index, kaplan_schoar, long_nickels, moic, pme_plus
from huoshui.portfolio.performance.multiples import quotient
from huoshui.portfolio.vocabulary import Fee, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from huoshui.portfolio.family.curve import Curve
    from huoshui.portfolio.family.owning import Owning
    from huoshui.portfolio.family.returns import Returns
    from huoshui.portfolio.family.scene import Scene


def fund_view(
    scene: Scene,
    returns: Returns,
    owning: Owning,
    curve: Curve,
    name: str,
    index: Iterable[tuple[date, Decimal]] | None,
) -> FundView:
    """The fund of an id. NotFound; InputError for an index that does not reach back far enough."""
    fund = scene.snapshot.node(name)
    if not isinstance(fund, Fund):
        raise NotFound(f"{name!r} is no fund: see `huoshui portfolio list`")
    place = scene.place(name)
    standing = scene.standing
    deals = np.flatnonzero(standing.deals.holder == place).tolist()
    account = Account(
        tuple(Amount(figure, scene.own(column[place], place)) for figure, column in account_columns(scene).items())
    )
    (net,), (gross,) = returns.net([place]), returns.gross([place])
    below = interest_rows(scene, returns, np.flatnonzero(standing.interests.investor == place).tolist())
    return FundView(
        fund=fund,
        day=scene.day,
        manager=scene.maybe(fund.manager),
        general_partner=scene.maybe(fund.general_partner),
        custodian=scene.maybe(fund.custodian),
        account=account,
        net=net,
        gross=gross,
        uncalled=account[Figure.COMMITTED] - account[Figure.PAID_IN],
        paid_part=quotient(account[Figure.PAID_IN].minor, account[Figure.COMMITTED].minor),
        circular=bool(standing.funds.circular[place]),
        investors=interest_rows(scene, returns, np.flatnonzero(standing.interests.fund == place).tolist()),
        deals=deal_rows(scene, returns, owning, deals),
        below=below,
        fees=_fees(scene, place),
        curve=curve.points(place),
        periods=curve.years(place),
        concentration=concentration(
            np.array(
                [
                    *standing.deals.value[deals].tolist(),
                    *(scene.closing(row.value.minor, row.value.currency, fund.currency).minor for row in below),
                ],
                np.int64,
            )
        ),
        pme=market_equivalents(scene, returns, name, index) if index is not None else None,
    )


def interest_rows(scene: Scene, returns: Returns, rows: Sequence[int]) -> tuple[InterestRow, ...]:
    """Interests in funds, by falling commitment."""
    shares, view = scene.standing.interests, scene.view
    committed, paid = (summed(shares.fund, column, view.size) for column in (shares.committed, shares.paid_in))
    found = []
    for row, earned in zip(rows, returns.interests(rows), strict=True):
        investor, fund, stated = int(shares.investor[row]), int(shares.fund[row]), int(shares.valued[row])

        def money(column: object, row: int = row, fund: int = fund) -> Money:
            return scene.own(column[row], fund)  # type: ignore[index]  # a column of the interests

        found.append(
            InterestRow(
                investor=scene.ref(investor),
                fund=scene.ref(fund),
                nature=scene.nature(investor),
                committed=money(shares.committed),
                called=money(shares.called),
                paid_in=money(shares.paid_in),
                distributed=money(shares.distributed),
                value=money(scene.standing.values),
                stated=None if stated == NEVER else date.fromordinal(stated),
                of_committed=quotient(int(shares.committed[row]), int(committed[fund])),
                of_paid_in=quotient(int(shares.paid_in[row]), int(paid[fund])),
                performance=earned,
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.committed.minor, one.investor.id, one.fund.id)))


def deal_rows(scene: Scene, returns: Returns, owning: Owning, rows: Sequence[int]) -> tuple[DealRow, ...]:
    """Deals, by falling value and then amount invested."""
    deals, found = scene.standing.deals, []
    for row, rate in zip(rows, returns.deals(rows), strict=True):
        holder, held = int(deals.holder[row]), int(deals.company[row])
        company = scene.node(held)
        assert isinstance(company, Company), "a deal is in a company"  # noqa: S101  # for the types
        currency = scene.dealt_in(holder)
        invested, proceeds, value = (int(column[row]) for column in (deals.invested, deals.proceeds, deals.value))
        first, valued = int(deals.first[row]), int(deals.valued[row])
        found.append(
            DealRow(
                holder=scene.ref(holder),
                company=scene.ref(held),
                sector=company.sector,
                stage=company.stage,
                region=company.region,
                first=date.fromordinal(first) if first <= scene.day.toordinal() else None,
                invested=Money(invested, currency),
                cost=Money(int(deals.cost[row]), currency),
                proceeds=Money(proceeds, currency),
                value=Money(value, currency),
                valued=None if valued == NEVER else date.fromordinal(valued),
                moic=moic(invested, proceeds, value),
                irr=rate,
                stake=owning.stake(holder, held),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.value.minor, -one.invested.minor, one.company.id, one.holder.id)))


def _fees(scene: Scene, place: int) -> tuple[FeeRow, ...]:
    j = scene.journal
    paid = j.of(Kind.FEE) & (j.holder == place)
    found = []
    for number, code in enumerate(j.natures):
        of_nature = paid & (j.nature == number)
        if of_nature.any():
            found.append(FeeRow(Fee(code), scene.own(int(j.minor[of_nature].sum()), place)))
    return tuple(sorted(found, key=lambda one: -one.money.minor))


def market_equivalents(scene: Scene, returns: Returns, name: str, levels: Iterable[tuple[date, Decimal]]) -> Pme:
    """A fund against the dated levels of an index. NotFound; InputError for levels that do not reach back enough."""
    if not isinstance(scene.snapshot.node(name), Fund):
        raise NotFound(f"{name!r} is no fund: see `huoshui portfolio list`")
    place = scene.place(name)
    index, flows = Index.of(levels), returns.flows(place)
    nav = int(scene.standing.funds.nav[place])
    return Pme(
        kaplan_schoar(flows, nav, scene.day, index),
        long_nickels(flows, nav, scene.day, index),
        pme_plus(flows, nav, scene.day, index),
    )
