"""Made-up registered stakes: the state through several tiers, companies that hold each other; and mistakes."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from huoshui.portfolio.book import Company
from huoshui.portfolio.made.writing import WAN
from huoshui.portfolio.vocabulary import Kind, Nature, Ownership

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from huoshui.portfolio.made.deals import Deal
    from huoshui.portfolio.made.people import People
    from huoshui.portfolio.made.words import Names
    from huoshui.portfolio.made.writing import Log

_WITH_STATE, _IN_PAIRS, _WRONG = 25, 60, 400  # one company, company and valuation in so many


def state_holders(
    rng: random.Random, log: Log, names: Names, people: People, deals: Sequence[Deal], start: date
) -> tuple[Company, ...]:
    """For each province a group that it owns, a platform below that, and what the platform holds of companies."""
    cities = people.of(Nature.CITY)
    platforms, made = [], []
    for number, province in enumerate(people.provinces, 1):
        group = Company(id=f"G{number:02d}", name=f"{names.give()}国资集团有限公司", ownership=Ownership.STATE)
        platform = Company(id=f"G{number:02d}A", name=f"{names.give()}产业投资平台有限公司", ownership=Ownership.STATE)
        _register(log, start, province, group.id, Decimal(1))
        upper = Decimal(rng.randint(51, 90)) / 100
        _register(log, start, group.id, platform.id, upper)
        _register(log, start, rng.choice(cities), platform.id, 1 - upper)
        made += [group, platform]
        platforms.append(platform.id)
    for company, day in _before_rounds(deals, start):
        if rng.randrange(_WITH_STATE) == 0:
            _register(log, day, rng.choice(platforms), company.id, Decimal(rng.randint(40, 200)) / 1_000)
    return tuple(made)


def cross_holdings(rng: random.Random, log: Log, deals: Sequence[Deal], start: date) -> None:
    """Some pairs of companies hold a little of each other since before their first rounds."""
    listed = list(_before_rounds(deals, start))
    rounds = {deal.company.id: deal.day for deal in reversed(deals)}
    some = rng.sample(listed, 2 * max(len(listed) // _IN_PAIRS, min(len(listed) // 2, 1)))
    for (one, since), (other, also) in zip(some[::2], some[1::2], strict=True):
        day = max(since, also)
        if day < rounds[one.id] and day < rounds[other.id]:
            _register(log, day, one.id, other.id, Decimal(rng.randint(15, 60)) / 1_000)
            _register(log, day, other.id, one.id, Decimal(rng.randint(15, 60)) / 1_000)


def mistakes(rng: random.Random, log: Log, until: date) -> None:
    """Valuations entered ten times too high, some income and recognitions twice, and their reversals."""
    for event in list(log.events):
        often = {Kind.VALUATION: _WRONG, Kind.INCOME: _WRONG // 10, Kind.RECOGNITION: _WRONG // 10}.get(event.kind)
        if not often or rng.randrange(often):
            continue
        day = event.day + timedelta(days=rng.randint(3, 25))
        if day <= until:
            wrong = event.minor * 10 if event.kind is Kind.VALUATION else event.minor
            rest = {"currency": event.currency, "nature": event.nature, "region": event.region}
            entered = log.add(event.kind, event.day, event.holder, event.held, wrong or WAN, **rest)
            log.add(Kind.REVERSAL, day, reverses=entered.id, note="误录，予以冲销")


def _register(log: Log, day: date, holder: str, held: str, stake: Decimal) -> None:
    log.add(Kind.STAKE, day, holder, held, stake=stake)


def _before_rounds(deals: Sequence[Deal], start: date) -> Iterator[tuple[Company, date]]:
    """Each company and a day before its first round."""
    seen: set[str] = set()
    for deal in deals:
        if deal.company.id not in seen and deal.company.founded:
            seen.add(deal.company.id)
            yield deal.company, max(deal.company.founded + timedelta(days=30), start)
