"""A whole made-up family: a guidance fund, its regional funds, their sub-funds and the companies below."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle, islice
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.model.regions import Region
from huoshui.portfolio.book import Book, Fund, Rate
from huoshui.portfolio.made.deals import Investor, Market
from huoshui.portfolio.made.funds import Course, Plan, commit, fees, put_up_for_sale
from huoshui.portfolio.made.local import obligations, recognitions
from huoshui.portfolio.made.people import make_people
from huoshui.portfolio.made.stakes import cross_holdings, mistakes, state_holders
from huoshui.portfolio.made.words import TRADES, Names, prefectures
from huoshui.portfolio.made.writing import WAN, Log, between, years_after
from huoshui.portfolio.rates import Rates
from huoshui.portfolio.vocabulary import LegalForm, Nature, Tier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.portfolio.book import Company
    from huoshui.portfolio.made.people import People

_ROOT_LEVEL, _REGIONAL_LEVEL = 3, 2
_SETTLING = timedelta(days=200)  # before the first sub-fund
_DIRECTLY_BELOW, _SINGLE, _FOR_SALE = 0.08, 0.08, 0.1
_MARKS = frozenset({1, 2, 3, 4, 6, 12})
_REGIONAL_DEALS = 40  # one company in so many is a regional fund's own
_FIELDS = 5  # sectors of a sub-fund


def make_family(  # noqa: PLR0913  # each is a size of its own
    seed: int = 2026,
    *,
    funds: int = 60,
    companies: int = 700,
    years: int = 12,
    regional: int = 3,
    first_year: int = 2014,
    marks: int = 1,
) -> Book:
    """A family in which nothing is real, the same one for the same arguments; it holds all that the ledger checks.

    ``funds`` counts those below the guidance fund and its ``regional`` funds, ``companies`` those invested in (a few
    more stand between the state and them). It ends with the ``years``-th year. ``marks`` are valuations of a holding
    a year, as often as divides twelve. InputError where a count is not in its range.
    """
    if min(funds, years, regional) < 1 or companies < 0 or marks not in _MARKS:
        told = "a family has at least one fund, year and region, and is valued as often a year as divides twelve"
        raise InputError(told)
    return _Maker(seed, years, first_year).make(regional, funds, companies, marks)


class _Maker:
    def __init__(self, seed: int, years: int, first_year: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311  # to be repeated, nothing secret
        self.log, self.names = Log(), Names(self.rng)
        self.start, self.until = date(first_year, 1, 15), date(first_year + years - 1, 12, 31)
        self.rates = tuple(self._rates())
        self.plans: dict[str, Plan] = {}
        self.parent: dict[str, str] = {}

    def make(self, regional: int, funds: int, companies: int, marks: int) -> Book:
        rng, log = self.rng, self.log
        people = make_people(rng, self.names, regional, funds)
        self._funds(people, regional, funds)
        market = Market(rng, log, Rates(self.rates), self.names, self.until)
        made = self._companies(market, companies, marks)
        between_them = state_holders(rng, log, self.names, people, market.deals, self.start)
        cross_holdings(rng, log, market.deals, self.start)
        self._commitments(people)
        course = Course(rng, log, self.plans, self.until)
        upwards = sorted(self.plans.values(), key=lambda plan: plan.level)
        for plan in upwards:
            course.run(plan)
        subs = [plan for plan in self.plans.values() if plan.level < _REGIONAL_LEVEL]
        recognitions(rng, log, subs, market.deals, self.until)
        mistakes(rng, log, self.until)
        return Book(
            parties=tuple(people.parties),
            funds=tuple(plan.fund for plan in self.plans.values()),
            companies=(*between_them, *made),
            events=log.in_order(),
            rates=self.rates,
            obligations=tuple(obligations(rng, list(self.plans.values()), self.parent)),
        )

    def _rates(self) -> Iterator[Rate]:
        """Dollars by the quarter, in ten-thousandths of a yuan."""
        at = 62_000
        for year in range(self.start.year, self.until.year + 1):
            for month in (1, 4, 7, 10):
                yield Rate(date(year, month, 1), "USD", "CNY", Decimal(at) / 10_000)
                at = min(max(at + self.rng.randint(-900, 1_100), 61_000), 73_000)

    def _funds(self, people: People, regional: int, funds: int) -> None:
        """The funds from the top down, none yet committed to."""
        rng = self.rng
        provinces = list(prefectures())
        chosen = list(islice(cycle(rng.sample(provinces, min(regional, len(provinces)))), regional))
        self._fund("GF", "新兴产业引导基金（示例）", Tier.NATIONAL, self.start, chosen[0], people)
        for number, province in enumerate(chosen, 1):
            day = self.start + timedelta(days=rng.randint(60, 110))
            self._fund(f"RF{number:02d}", "区域产业母基金（示例）", Tier.REGIONAL, day, province, people)
            self.parent[f"RF{number:02d}"] = "GF"
        first = self.start + _SETTLING
        last = max(first, self.until - min(timedelta(days=1095), (self.until - self.start) / 2))
        days = sorted(between(rng, first, last) for _ in range(funds))
        for number, day in enumerate(days, 1):
            above = rng.randrange(regional)
            single = rng.random() < _SINGLE
            name = f"{'DF' if single else 'SF'}{number:04d}"
            tail = f"{'专项' if single else '创业'}投资基金合伙企业（有限合伙）"
            self._fund(name, tail, Tier.DIRECT if single else Tier.SUB, day, chosen[above], people)
            self.parent[name] = "GF" if rng.random() < _DIRECTLY_BELOW else f"RF{above + 1:02d}"

    def _fund(self, name: str, tail: str, tier: Tier, day: date, province: str, people: People) -> None:
        rng = self.rng
        level = {Tier.NATIONAL: _ROOT_LEVEL, Tier.REGIONAL: _REGIONAL_LEVEL}.get(tier, 0)
        term = rng.choice((7, 8, 9)) if level == 0 else 15
        manager, custodian = rng.choice(people.managers), rng.choice(people.custodians)
        fund = Fund(
            id=name,
            name=self.names.give() + tail,
            tier=tier,
            legal_form=LegalForm.PARTNERSHIP if level == 0 else LegalForm.COMPANY,
            established=day,
            investment_end=years_after(day, term - 3 if level == 0 else 10),
            term_end=years_after(day, term),
            general_partner=manager if level == 0 else None,
            manager=manager,
            custodian=custodian,
            region=Region.of_code(province) if level else rng.choice(prefectures()[province]),
            sectors=tuple(trade.sector for trade in rng.sample(TRADES, _FIELDS)) if level == 0 else (),
        )
        self.plans[name] = Plan(fund, level, Investor(name, day, province, fund.sectors), manager)

    def _companies(self, market: Market, count: int, marks: int) -> list[Company]:
        """Companies, each with a fund that comes first; a single-project fund has one."""
        accounts = {tier: [p.account for p in self.plans.values() if p.fund.tier is tier] for tier in Tier}
        many, single = accounts[Tier.SUB], accounts[Tier.DIRECT]
        market.open([*many, *accounts[Tier.REGIONAL]], self.start.year, marks)
        leads = [*single, *islice(cycle(many or single), count)][:count]
        for place in range(_REGIONAL_DEALS - 1, count, _REGIONAL_DEALS):
            leads[place] = self.rng.choice(accounts[Tier.REGIONAL])
        return [market.company(number, lead) for number, lead in enumerate(leads, 1)]

    def _commitments(self, people: People) -> None:
        """Fees and commitments from the bottom up, so that each fund has what those below it may call."""
        rng, feeders = self.rng, self._feeders()
        for plan in sorted(self.plans.values(), key=lambda plan: plan.level):
            fees(rng, self.log, plan, plan.fund.custodian or "", self.until)
            backers = self._backers(plan, people)
            if plan.fund.id in feeders:
                backers.insert(1, (feeders[plan.fund.id], 10))
            commit(rng, self.log, plan, backers, 5_000 * WAN)
            for name, share in plan.shares.items():
                if above := self.plans.get(name):
                    above.pledged += share.committed
            if plan.level < _REGIONAL_LEVEL and rng.random() < _FOR_SALE:
                seller = backers[0][0] if rng.random() < 0.25 else backers[-1][0]
                put_up_for_sale(rng, plan, seller, rng.choice(people.buyers), self.until)

    def _backers(self, plan: Plan, people: People) -> list[tuple[str, int]]:
        """Who commits how many hundredths; the last takes what is left."""
        rng = self.rng
        if plan.level == _ROOT_LEVEL:
            return [
                (people.treasury, 45),
                *((one, 15) for one in people.of(Nature.STATE_OWNED)[:2]),
                (people.of(Nature.FINANCIAL)[0], 0),
            ]
        if plan.level == _REGIONAL_LEVEL:
            province = people.provinces[int(plan.fund.id[2:]) - 1]
            city, owned = rng.choice(people.of(Nature.CITY)), rng.choice(people.of(Nature.STATE_OWNED))
            return [
                ("GF", rng.randint(25, 40)),
                (province, rng.randint(20, 30)),
                (city, rng.randint(10, 20)),
                (owned, 0),
            ]
        others = rng.sample(people.contributors, rng.randint(2, 5))
        share = 60 // len(others)
        parent = self.parent[plan.fund.id]
        return [
            (parent, rng.randint(20, 35)),
            (plan.manager, rng.randint(1, 2)),
            *((one, rng.randint(share // 2, share - 3)) for one in others),
        ]

    def _feeders(self) -> dict[str, str]:
        """A few sub-funds put money into a later one of the same regional fund: which, into which."""
        subs = [plan for plan in self.plans.values() if plan.fund.tier is Tier.SUB]
        found: dict[str, str] = {}
        for plan in subs[:: max(len(subs) // 3, 8)]:
            later = [
                one
                for one in subs
                if self.parent[one.fund.id] == self.parent[plan.fund.id]
                and one.established > plan.established + timedelta(days=60)
                and one.fund.id not in found.values()
            ]
            if later and plan.fund.id not in found:
                found[self.rng.choice(later).fund.id] = plan.fund.id
                plan.level = 1
        return found
