"""Made-up companies: rounds in which funds of the family take part, valuations, and how they get out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from huoshui.model.money import Money
from huoshui.portfolio.book import Company
from huoshui.portfolio.made.words import TRADES, prefectures
from huoshui.portfolio.made.writing import WAN, between, round_wan
from huoshui.portfolio.vocabulary import Exit, Instrument, Kind, Label, Ownership, SizeClass, Stage

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

    from huoshui.portfolio.made.words import Names
    from huoshui.portfolio.made.writing import Log
    from huoshui.portfolio.rates import Rates


class _Round(NamedTuple):
    name: str
    stage: Stage
    before: int  # money before, in 万元


_ROUNDS = (
    _Round("种子轮", Stage.SEED, 3_000),
    _Round("天使轮", Stage.SEED, 6_000),
    _Round("Pre-A轮", Stage.STARTUP, 15_000),
    _Round("A轮", Stage.STARTUP, 30_000),
    _Round("B轮", Stage.GROWTH, 80_000),
    _Round("C轮", Stage.GROWTH, 180_000),
    _Round("D轮", Stage.MATURE, 350_000),
    _Round("Pre-IPO轮", Stage.MATURE, 600_000),
)
_ORDINARY = 5  # rounds in which a first investment is made


class _Way(NamedTuple):
    """A way out: how often in a hundred, and the price in hundredths of the last value."""

    exit: Exit
    often: int
    low: int
    high: int


_WAYS = (
    _Way(Exit.IPO, 12, 120, 320),
    _Way(Exit.SALE, 20, 70, 180),
    _Way(Exit.SECONDARY, 14, 70, 110),
    _Way(Exit.BUYBACK, 20, 60, 100),
    _Way(Exit.LIQUIDATION, 6, 0, 30),
    _Way(Exit.WRITE_OFF, 8, 0, 0),
)
_IPO_SALES = (Decimal("0.4"), Decimal("0.5"), Decimal(1))  # of what is left each time
_STAKE, _RELEASED = Decimal("0.000001"), Decimal("0.00000001")
_FIRST_DEAL, _LAST_DEAL = 100, 1500  # days after a fund is established
_GROWTH = (-22, 36)  # hundredths of a company's worth that a year adds
_DOLLAR = 7  # yuan, roughly
_OWNERSHIPS = (Ownership.PRIVATE,) * 16 + (Ownership.MIXED,) * 2 + (Ownership.STATE, Ownership.FOREIGN)
# How often: in the fund's fields, in the same province, with a label, in dollars, another round; others join; again;
# old shares; dividends.
_IN_FIELD, _AT_HOME, _LABELLED, _IN_DOLLARS, _ANOTHER_ROUND = 0.97, 0.55, 0.12, 0.03, 0.45
_JOINS_FIRST, _JOINS_LATER, _AGAIN, _OLD_SHARES, _PAYS = 0.2, 0.7, 0.35, 0.04, 0.04


@dataclass(eq=False)
class Investor:
    """A fund as those see it who raise money: since when it is there, in which sectors (none: any), and what its deals
    took and brought.
    """

    id: str
    established: date
    province: str
    fields: tuple[str, ...] = ()
    outs: list[tuple[date, int]] = field(default_factory=list)
    ins: list[tuple[date, int]] = field(default_factory=list)

    def open_on(self, day: date) -> bool:
        """Whether it takes part in new deals on a day."""
        return _FIRST_DEAL <= (day - self.established).days <= _LAST_DEAL

    def likes(self, sector: str | None) -> bool:
        """Whether a sector is among its own."""
        return not self.fields or sector in self.fields


class Deal(NamedTuple):
    """What a fund first put into a company, in its own currency."""

    holder: str
    company: Company
    day: date
    minor: int


@dataclass(slots=True)
class _Held:
    stake: Decimal = Decimal(0)
    cost: int = 0


class Market:
    """Makes companies one by one and writes down their deals; the funds that may take part are given to ``open``."""

    def __init__(self, rng: random.Random, log: Log, rates: Rates, names: Names, until: date) -> None:
        self.rng, self.log, self.rates, self.names, self.until = rng, log, rates, names, until
        self.deals: list[Deal] = []
        self._investors: list[Investor] = []
        self._since: list[date] = []
        self._marks: list[date] = []
        self.yearly = 1
        self._anywhere = [region for regions in prefectures().values() for region in regions]

    def open(self, investors: Iterable[Investor], first: int, marks: int) -> None:
        """Let these funds take part; what they hold is valued ``marks`` times a year from the year ``first`` on."""
        self._investors = sorted(investors, key=lambda one: (one.established, one.id))
        self._since = [one.established for one in self._investors]
        self.yearly = marks
        ends = [(year, 12 * k // marks) for year in range(first, self.until.year + 1) for k in range(1, marks + 1)]
        self._marks = [date(year, month, monthrange(year, month)[1]) for year, month in ends]

    def company(self, number: int, lead: Investor) -> Company:
        """A company whose first round ``lead`` takes part in."""
        rng = self.rng
        latest = min(lead.established + timedelta(days=_LAST_DEAL), self.until - timedelta(days=1))
        first = between(rng, lead.established + timedelta(days=_FIRST_DEAL), latest)
        place = rng.choice(prefectures()[lead.province] if rng.random() < _AT_HOME else self._anywhere)
        own = [trade for trade in TRADES if lead.likes(trade.sector)]
        trade, start = rng.choice(own if rng.random() < _IN_FIELD else TRADES), rng.randrange(_ORDINARY)
        company = Company(
            id=f"E{number:05d}",
            name=f"{self.names.give()}{trade.word}有限公司",
            region=place,
            sector=trade.sector,
            stage=_ROUNDS[start].stage,
            size_class=rng.choice((SizeClass.MICRO, SizeClass.SMALL, SizeClass.SMALL, SizeClass.MEDIUM)),
            ownership=rng.choice(_OWNERSHIPS),
            labels=tuple(label for label in Label if rng.random() < _LABELLED),
            founded=first - timedelta(days=rng.randint(200, 2600)),
        )
        _Life(self, company, "USD" if rng.random() < _IN_DOLLARS else "CNY").live(first, start, lead)
        return company

    def open_on(self, day: date) -> Sequence[Investor]:
        """The funds that take part in new deals on a day."""
        first = bisect_left(self._since, day - timedelta(days=_LAST_DEAL))
        last = bisect_right(self._since, day - timedelta(days=_FIRST_DEAL))
        return self._investors[first:last]

    def marks(self, after: date, until: date) -> Sequence[date]:
        """The days of valuation after one day and until another, inclusive."""
        return self._marks[bisect_right(self._marks, after) : bisect_right(self._marks, until)]


class _Life:
    """What happens to one company."""

    def __init__(self, market: Market, company: Company, currency: str) -> None:
        self.market, self.rng, self.company, self.currency = market, market.rng, company, currency
        self.worth = 0
        self.held: dict[str, _Held] = {}
        self.investors: dict[str, Investor] = {}

    def live(self, first: date, start: int, lead: Investor) -> None:
        """From the first round to the last day of the market."""
        days = [first]
        while len(days) + start < len(_ROUNDS) and self.rng.random() < _ANOTHER_ROUND:
            days.append(days[-1] + timedelta(days=self.rng.randint(300, 700)))
        since = first
        for number, day in enumerate(day for day in days if day <= self.market.until):
            self._marked(since, day - timedelta(days=1))
            self._round(day, _ROUNDS[start + number], self._taking_part(day, None if number else lead))
            since = day
        last = self._sold(since)
        self._marked(last, self.market.until)

    def _taking_part(self, day: date, lead: Investor | None) -> list[Investor]:
        rng, sector = self.rng, self.company.sector
        others = [one for one in self.market.open_on(day) if one.likes(sector)]
        joining = [rng.choice(others)] if others and rng.random() < (_JOINS_FIRST if lead else _JOINS_LATER) else []
        again = [one for one in self.investors.values() if one.open_on(day) and rng.random() < _AGAIN]
        found = {one.id: one for one in ([lead] if lead else []) + again + joining}
        return list(found.values())

    def _round(self, day: date, kind: _Round, investors: Sequence[Investor]) -> None:
        """New shares for these investors, or old shares now and then."""
        rng = self.rng
        scale = 1 if self.currency == "CNY" else _DOLLAR
        before = max(self.worth, kind.before * WAN * rng.randint(70, 140) // 100 // scale)
        amounts = [round_wan(before * rng.randint(4, 11) // 100, 10) for _ in investors]
        old = not self.held and rng.random() < _OLD_SHARES
        self.worth = before if old else before + sum(amounts)
        nature = Instrument.SECONDARY if old else Instrument.EQUITY
        stakes = [(Decimal(amount) / self.worth).quantize(_STAKE, ROUND_DOWN) for amount in amounts]
        if not old:
            for one in self.held.values():
                one.stake *= 1 - sum(stakes, Decimal(0))
        for investor, amount, stake in zip(investors, amounts, stakes, strict=True):
            post = None if old else self.worth
            more = {"stake": stake, "post": post, "round": kind.name, "stage": kind.stage.value}
            self._write(Kind.INVESTMENT, day, investor.id, amount, nature=nature.value, **more)
            own = self._own(amount, day)
            investor.outs.append((day, own))
            if investor.id not in self.held:
                self.market.deals.append(Deal(investor.id, self.company, day, own))
            held = self.held.setdefault(investor.id, _Held())
            held.stake, held.cost = held.stake + stake, held.cost + amount
            self.investors[investor.id] = investor

    def _marked(self, after: date, until: date) -> None:
        """Valuations of all who hold something."""
        marks = self.market.yearly
        for day in self.market.marks(after, until):
            self.worth = max(self.worth * (100 * marks + self.rng.randint(*_GROWTH)) // (100 * marks), WAN)
            pays = self.rng.randint(1, 4) if self.rng.random() * marks < _PAYS else 0
            for holder, held in self.held.items():
                if held.cost:
                    value = round_wan(int(held.stake * self.worth))
                    self._write(Kind.VALUATION, day, holder, value)
                    if pays and (dividend := round_wan(value * pays // 100)):
                        self._write(Kind.PROCEEDS, day, holder, dividend, nature=Exit.DIVIDEND.value, cost=0)
                        self.investors[holder].ins.append((day, self._own(dividend, day)))

    def _sold(self, since: date) -> date:
        """The way out of all holders, if there is one in time; the day until which valuations are written."""
        day = since + timedelta(days=self.rng.randint(400, 2000))
        roll = self.rng.randrange(100)
        way = next((way for n, way in enumerate(_WAYS) if roll < sum(one.often for one in _WAYS[: n + 1])), None)
        if way is None or day > self.market.until:
            return since
        self._marked(since, day - timedelta(days=1))
        parts = _IPO_SALES if way.exit is Exit.IPO else (Decimal(1),)
        for part in parts:
            if day > self.market.until:
                break
            for holder, held in self.held.items():
                self._sell(day, holder, held, way, part)
            last, day = day, day + timedelta(days=self.rng.randint(150, 300))
            self._marked(last, min(day - timedelta(days=1), self.market.until))
        return self.market.until

    def _sell(self, day: date, holder: str, held: _Held, way: _Way, part: Decimal) -> None:
        """Sell a part of what is left."""
        price = self.rng.randint(way.low, way.high)
        amount = round_wan(int(held.stake * part * self.worth) * price // 100)
        if not amount and way.exit not in {Exit.LIQUIDATION, Exit.WRITE_OFF}:
            amount = WAN
        cost = int(held.cost * part)
        stake = (held.stake * part).quantize(_RELEASED, ROUND_UP)
        self._write(Kind.PROCEEDS, day, holder, amount, nature=way.exit.value, cost=cost, stake=stake)
        held.cost, held.stake = held.cost - cost, max(held.stake - stake, Decimal(0))
        self.investors[holder].ins.append((day, self._own(amount, day)))

    def _write(self, kind: Kind, day: date, holder: str, minor: int, **more: Any) -> None:  # noqa: ANN401  # the event's own fields
        self.market.log.add(kind, day, holder, self.company.id, minor, currency=self.currency, **more)

    def _own(self, minor: int, day: date) -> int:
        """An amount in the currency of the funds."""
        return self.market.rates.convert(Money(minor, self.currency), "CNY", day).minor
