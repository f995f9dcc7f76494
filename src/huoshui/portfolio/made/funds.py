"""Made-up funds: who commits, what is called and paid in as money is needed, fees, and what is distributed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from huoshui.portfolio.made.writing import WAN, between, round_wan
from huoshui.portfolio.vocabulary import Change, Fee, Kind, Paid, Receipt

if TYPE_CHECKING:
    import random

    from huoshui.portfolio.book import Fund
    from huoshui.portfolio.made.deals import Investor
    from huoshui.portfolio.made.writing import Log

_AHEAD = timedelta(days=5)  # money is paid in before it is needed
_NOTICE = timedelta(days=20)  # and called before that
_LEAST = 100 * WAN  # that is distributed
_CARRY = 20  # hundredths of the gain


@dataclass(slots=True)
class Share:
    """What an investor has in a fund."""

    committed: int = 0
    paid: int = 0


@dataclass(eq=False, slots=True)
class Plan:
    """A fund while it is made: ``account`` collects what it needs and gets, ``level`` is its height above companies."""

    fund: Fund
    level: int
    account: Investor
    manager: str
    shares: dict[str, Share] = field(default_factory=dict)
    pledged: int = 0  # to funds below
    size: int = 0
    called: int = 0
    spent: int = 0  # of what was called
    returned: int = 0  # come back and not distributed
    capital: int = 0  # distributed as capital
    since: date = date.min  # of the last transfer: earlier no call to the buyer
    sold: tuple[date, str, str] | None = None  # day, seller, buyer

    @property
    def established(self) -> date:
        """The day from which it can commit and be committed to."""
        return self.account.established

    def needed(self) -> int:
        """What it will spend, as far as is known, and what it has promised."""
        return self.pledged + sum(minor for _, minor in self.account.outs)


def commit(rng: random.Random, log: Log, plan: Plan, backers: list[tuple[str, int]], least: int) -> None:
    """Commitments of backers by their hundredths; they come to what is needed, a margin and at least ``least``."""
    needed = plan.needed()
    plan.size = max(least, round_wan(needed * rng.randint(104, 122) // 100, 1_000) + 1_000 * WAN)
    left = plan.size
    for place, (backer, share) in enumerate(backers):
        minor = left if place == len(backers) - 1 else round_wan(plan.size * share // 100, 10)
        left -= minor
        plan.shares[backer] = Share(minor)
        later = round_wan(minor * 3 // 10) if rng.random() < 0.06 else 0
        log.add(Kind.COMMITMENT, plan.established, backer, plan.fund.id, minor - later, nature=Change.INITIAL.value)
        if later:
            day = plan.established + timedelta(days=30)
            log.add(Kind.COMMITMENT, day, backer, plan.fund.id, later, nature=Change.INCREASE.value)


def fees(rng: random.Random, log: Log, plan: Plan, custodian: str, until: date) -> None:
    """A management fee each summer and something for the custodian, until the fund's term ends."""
    yearly = max(round_wan(plan.needed() * (rng.randint(15, 20) if plan.level < 2 else 3) // 1000), 10 * WAN)
    last = min(until, plan.fund.term_end or until)
    for year in range(plan.established.year, last.year + 1):
        day = date(year, 6, 30)
        if not plan.established + timedelta(days=100) <= day <= last:
            continue
        kept = max(yearly // 50 // WAN * WAN, WAN)
        log.add(Kind.FEE, day, plan.fund.id, plan.manager, yearly, nature=Fee.MANAGEMENT.value)
        log.add(Kind.FEE, day, plan.fund.id, custodian, kept, nature=Fee.CUSTODY.value)
        plan.account.outs.append((day, yearly + kept))


class Course:
    """What goes through the accounts of funds; to be run from the bottom up, as calls and payouts reach those above."""

    def __init__(self, rng: random.Random, log: Log, plans: dict[str, Plan], until: date) -> None:
        self.rng, self.log, self.plans, self.until = rng, log, plans, until

    def run(self, plan: Plan) -> None:
        """The fund's life in order of days."""
        outs = [(day - _AHEAD, 0, minor) for day, minor in plan.account.outs]
        ins = [(day, 1, minor) for day, minor in plan.account.ins]
        years = range(plan.established.year + 1, self.until.year + 1)
        closings = [(date(year, 12, 10 + 5 * plan.level), 3, 0) for year in years]
        sale = [(plan.sold[0], 2, 0)] if plan.sold else []
        for day, what, minor in sorted([*outs, *ins, *closings, *sale]):
            if what == 0:
                plan.spent += minor
                if plan.called < plan.spent:
                    self._call(plan, day)
            elif what == 1:
                plan.returned += minor
            elif what == 2:
                self._transfer(plan)
            else:
                self._close(plan, day)
        self._reduce(plan)

    def _call(self, plan: Plan, day: date) -> None:
        """Call a tranche that covers what is spent; it is paid in on ``day``."""
        tranche = plan.size * (30 if plan.level < 2 else 4) // 100
        plan.called = min(max(plan.spent, plan.called + tranche), plan.size)
        notice = max(day - _NOTICE, plan.established, plan.since)
        for investor, share in plan.shares.items():
            # rounded up, so that the parts are never less than the whole
            minor = max(-(-share.committed * plan.called // plan.size) - share.paid, 0)
            if not minor:
                continue
            self.log.add(Kind.CALL, notice, investor, plan.fund.id, minor, due=day)
            self.log.add(Kind.CONTRIBUTION, day, investor, plan.fund.id, minor)
            share.paid += minor
            if above := self.plans.get(investor):
                above.account.outs.append((day, minor))

    def _close(self, plan: Plan, day: date) -> None:
        """Interest, and distribution of what came back: first the capital, then the gain after carried interest."""
        if plan.called > plan.spent and self.rng.random() < 0.3:
            interest = max((plan.called - plan.spent) // 200, 1)
            self.log.add(Kind.INCOME, day, plan.fund.id, minor=interest, nature=Receipt.INTEREST.value)
            plan.returned += interest
        if plan.returned < _LEAST:
            return
        paid = sum(share.paid for share in plan.shares.values())
        whole = round_wan(plan.returned)
        capital = min(whole, paid - plan.capital)
        gain = whole - capital
        carry = gain * _CARRY // 100 if plan.level < 2 else 0
        if carry:
            self.log.add(Kind.FEE, day, plan.fund.id, plan.manager, carry, nature=Fee.CARRY.value)
        plan.returned -= carry
        plan.capital += self._distribute(plan, day, capital, paid, Paid.CAPITAL)
        self._distribute(plan, day, gain - carry, paid, Paid.GAIN)

    def _distribute(self, plan: Plan, day: date, minor: int, paid: int, nature: Paid) -> int:
        total = 0
        for investor, share in plan.shares.items():
            if part := minor * share.paid // paid:
                self.log.add(Kind.DISTRIBUTION, day, investor, plan.fund.id, part, nature=nature.value)
                total += part
                if above := self.plans.get(investor):
                    above.account.ins.append((day, part))
        plan.returned -= total
        return total

    def _transfer(self, plan: Plan) -> None:
        """The whole share of one investor goes to another."""
        if plan.sold is None:
            return
        day, seller, buyer = plan.sold
        share = plan.shares.pop(seller)
        price = round_wan(share.paid * self.rng.randint(70, 125) // 100)
        moved = {"committed": share.committed, "paid": share.paid}
        self.log.add(Kind.TRANSFER, day, seller, plan.fund.id, price, other=buyer, **moved)
        plan.shares[buyer] = share
        plan.since = day
        if above := self.plans.get(seller):
            above.account.ins.append((day, price))

    def _reduce(self, plan: Plan) -> None:
        """Now and then what was never called is given up in part when the fund no longer invests."""
        day = plan.fund.investment_end
        last = max((day for day, _ in plan.account.outs), default=plan.established)
        if plan.level or day is None or self.rng.random() > 0.2:
            return
        day = max(day, last + timedelta(days=1), plan.since)
        if day > self.until:
            return
        for investor, share in plan.shares.items():
            if given_up := round_wan((share.committed - share.paid) // 2):
                self.log.add(Kind.COMMITMENT, day, investor, plan.fund.id, given_up, nature=Change.REDUCTION.value)


def put_up_for_sale(rng: random.Random, plan: Plan, seller: str, buyer: str, until: date) -> None:
    """Let a share be sold some years into the fund's life, if that is in time."""
    first = plan.established + timedelta(days=900)
    if first < until:
        plan.sold = between(rng, first, min(first + timedelta(days=900), until)), seller, buyer
