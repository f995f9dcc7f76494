"""Made-up re-investment: what sub-funds owe their places under two definitions, and what is recognised."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from huoshui.model.regions import Region
from huoshui.portfolio.book import Check, Obligation
from huoshui.portfolio.made.writing import WAN, round_wan
from huoshui.portfolio.vocabulary import Base, Kind, Recognition

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from huoshui.portfolio.made.deals import Deal
    from huoshui.portfolio.made.funds import Plan
    from huoshui.portfolio.made.writing import Log

_ONE, _HALF = Decimal(1), Decimal("0.5")
_WIDE = (
    (Recognition.LOCAL_COMPANY, _ONE),
    (Recognition.MOVED_IN, Decimal("1.5")),
    (Recognition.LOCAL_ENTITY, _ONE),
    (Recognition.BROUGHT_IN, Decimal("0.3")),
    (Recognition.OWN_SPENDING, _ONE),
)
_NARROW = tuple((category, _ONE) for category, _ in _WIDE[:3])
_REGIONAL_LEVEL = 2
_YEARS = 3


def obligations(rng: random.Random, plans: Sequence[Plan], parent: dict[str, str]) -> Iterator[Obligation]:
    """Of each regional fund one, of each sub-fund of a regional fund two: a wide definition and a narrow one."""
    for plan in plans:
        fund, above = plan.fund, parent.get(plan.fund.id, "")
        place = Region.of_code(plan.account.province)
        if plan.level == _REGIONAL_LEVEL:
            yield Obligation(
                id=f"{fund.id}-A",
                name="财政出资口径",
                fund=fund.id,
                region=place,
                base=Base.GOVERNMENT,
                multiple=_ONE,
                weights=_WIDE,
                counts_investments=True,
            )
        elif plan.level < _REGIONAL_LEVEL and above != "GF" and fund.established and fund.investment_end:
            half = fund.established + (fund.investment_end - fund.established) / 2
            wide = Obligation(
                id=f"{fund.id}-A",
                name="宽口径（含迁入加计）",
                fund=fund.id,
                investor=above,
                region=place,
                base=Base.COMMITTED,
                multiple=Decimal(rng.choice(("1", "1.2", "1.5"))),
                weights=_WIDE,
                counts_investments=True,
                checks=(Check(half, _HALF), Check(fund.investment_end)),
                since=fund.established,
            )
            yield wide
            first = fund.established.year + 1
            yearly = tuple(Check(date(year, 12, 31)) for year in range(first, first + _YEARS))
            yield Obligation(
                id=f"{fund.id}-B",
                name="严口径（逐笔认定）",
                fund=fund.id,
                investor=above,
                region=place,
                base=Base.PAID,
                multiple=_ONE,
                weights=_NARROW,
                checks=yearly,
                since=fund.established,
                carries=False,
            )


def recognitions(rng: random.Random, log: Log, plans: Sequence[Plan], deals: Sequence[Deal], until: date) -> None:
    """Of the deals of sub-funds some are recognised, others bring their companies or a part of these to the place."""
    by_fund = {plan.fund.id: plan for plan in plans}
    for deal in deals:
        if plan := by_fund.get(deal.holder):
            _of_deal(rng, log, plan, deal, until)
    brought = [deal.company.id for deal in deals]
    for plan in plans:
        for target, most, category in (
            (rng.choice(brought) if brought else "", 8_000, Recognition.BROUGHT_IN),
            (plan.manager, 1_500, Recognition.OWN_SPENDING),
        ):
            day = plan.established + timedelta(days=rng.randint(300, 1_500))
            if target and day <= until:
                _recognise(
                    log, plan, day, _Recognised(target, rng.randint(2, most // 100) * 100 * WAN, category, _home(plan))
                )


def _of_deal(rng: random.Random, log: Log, plan: Plan, deal: Deal, until: date) -> None:
    day = deal.day + timedelta(days=rng.randint(60, 700))
    name, place, province = deal.company.id, deal.company.region, Region.of_code(plan.account.province)
    if place is None or day > until:
        return
    roll = rng.random()
    if province.contains(place):
        if roll < 0.7:
            _recognise(log, plan, day, _Recognised(name, deal.minor, Recognition.LOCAL_COMPANY, place))
    elif roll < 0.15:
        _recognise(log, plan, day, _Recognised(name, deal.minor, Recognition.MOVED_IN, _home(plan)))
    if roll < 0.25:
        later = day + timedelta(days=rng.randint(30, 400))
        part = max(round_wan(deal.minor * rng.randint(10, 60) // 100), WAN)
        if later <= until:
            _recognise(log, plan, later, _Recognised(name, part, Recognition.LOCAL_ENTITY, _home(plan)))


def _home(plan: Plan) -> Region:
    """The prefecture where the fund is registered."""
    return plan.fund.region or Region.of_code(plan.account.province)


class _Recognised(NamedTuple):
    held: str
    minor: int
    category: Recognition
    place: Region


def _recognise(log: Log, plan: Plan, day: date, what: _Recognised) -> None:
    more = {"nature": what.category.value, "region": what.place.code}
    log.add(Kind.RECOGNITION, day, plan.fund.id, what.held, what.minor, **more)
