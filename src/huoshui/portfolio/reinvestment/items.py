"""What a fund brought into a place, event by event: what of it counts, by how much, and why the rest does not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache, cached_property
from typing import TYPE_CHECKING

from huoshui.model.money import Money
from huoshui.model.regions import Region
from huoshui.portfolio.book import Company
from huoshui.portfolio.vocabulary import Kind, Labelled, Recognition

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from huoshui.portfolio.book import Event, Fund, Obligation
    from huoshui.portfolio.journal import Journal
    from huoshui.portfolio.reinvestment.interests import Interests
    from huoshui.portfolio.snapshot import Snapshot


class Left(Labelled):
    """Why an item does not count, or adds nothing."""

    ELSEWHERE = "elsewhere", "不在约定地区", "in another place"
    UNPLACED = "unplaced", "企业地区未登记", "the company's place is not recorded"
    CATEGORY = "category", "该口径不认此类别", "the definition does not count this category"
    EARLY = "early", "早于起算日", "before the first day that counts"
    OUTSIDE = "outside", "当日尚非该基金所投基金的投资", "the fund was not below the obliged fund on that day"
    NO_RATE = "no_rate", "缺当日汇率", "no rate of exchange for that day"
    COVERED = (
        "covered",
        "同一企业已按更高情形或同一笔资金计算",
        "the company counts already by a higher or the same case",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An event that may count. ``invested`` says that it is the investment itself, else it is a recognition.

    ``amount`` is as entered, ``own`` the same in the obliged fund's currency at the rate of the day, ``weighted`` what
    the item comes to by itself and ``counted`` what it adds, in minor units of that currency. ``left`` says why
    it adds nothing.
    """

    event: str
    day: date
    holder: str
    held: str
    category: Recognition
    invested: bool
    region: Region | None
    amount: Money
    own: Money | None = None
    weight: Decimal | None = None
    weighted: int = 0
    counted: int = 0
    left: Left | None = None


class Deals:
    """The investments and recognitions of a journal that holds what is valid."""

    def __init__(self, snapshot: Snapshot, interests: Interests, journal: Journal) -> None:
        self.snapshot, self.interests = snapshot, interests
        self._journal = journal

    def items(self, obligation: Obligation) -> tuple[Item, ...]:
        """Everything of the obliged fund and the funds below it, in order of days; ``counted`` is settled."""
        fund = self.snapshot.setting.place[obligation.fund]
        below = sorted(self.interests.ever_below(fund))
        ids = self.snapshot.setting.ids
        found = [_recognition(event) for one in below for event in self._recognised.get(ids[one], ())]
        if obligation.counts_investments:
            found += [self._investment(row) for one in below for row in self._invested.get(one, ())]
        own = self.snapshot.setting.funds[fund]
        weights = dict(obligation.weights)
        judged = (self._judged(item, obligation, own, weights.get(item.category)) for item in found)
        return _settled(sorted(judged, key=lambda item: (item.day, item.event)), once=obligation.once_per_company)

    @cached_property
    def _recognised(self) -> Mapping[str, Sequence[Event]]:
        """The recognitions, by their fund."""
        valid = set(self._journal.ids[self._journal.of(Kind.RECOGNITION)].tolist())
        found: dict[str, list[Event]] = defaultdict(list)
        for event in self.snapshot.recognised:
            if event.id in valid:
                found[event.holder].append(event)
        return found

    @cached_property
    def _investments(self) -> Journal:
        return self._journal.where(self._journal.of(Kind.INVESTMENT))

    @cached_property
    def _invested(self) -> Mapping[int, Sequence[int]]:
        """The rows of the investments, by their holder."""
        found: dict[int, list[int]] = defaultdict(list)
        for row, holder in enumerate(self._investments.holder.tolist()):
            found[holder].append(row)
        return found

    def _investment(self, row: int) -> Item:
        rows, nodes = self._investments, self.snapshot.nodes
        company = nodes[rows.held[row]]
        return Item(
            event=rows.ids[row],
            day=date.fromordinal(int(rows.day[row])),
            holder=nodes[rows.holder[row]].id,
            held=company.id,
            category=Recognition.LOCAL_COMPANY,
            invested=True,
            region=company.region if isinstance(company, Company) else None,
            amount=Money(int(rows.minor[row]), rows.currencies[rows.currency[row]]),
        )

    def _judged(self, item: Item, obligation: Obligation, fund: Fund, weight: Decimal | None) -> Item:
        """The item with its weight and what it comes to by itself, or why that is nothing."""
        setting = self.snapshot.setting
        rate = setting.rates.rate(item.amount.currency, fund.currency, item.day)
        own = None if rate is None else setting.rates.convert(item.amount, fund.currency, item.day)
        judged = replace(item, own=own, weight=weight)
        if not weight:
            return replace(judged, left=Left.CATEGORY)
        if obligation.since and item.day < obligation.since:
            return replace(judged, left=Left.EARLY)
        if item.region and not _lies_in(obligation.region, item.region):
            return replace(judged, left=Left.ELSEWHERE)
        if setting.place[fund.id] not in self.interests.above(setting.place[item.holder], item.day.toordinal()):
            return replace(judged, left=Left.OUTSIDE)
        if item.region is None:
            return replace(judged, left=Left.UNPLACED)
        if own is None:
            return replace(judged, left=Left.NO_RATE)
        return replace(judged, weighted=int(own.minor * Fraction(weight)))


def _recognition(event: Event) -> Item:
    return Item(
        event=event.id,
        day=event.day,
        holder=event.holder,
        held=event.held,
        category=Recognition(event.nature),
        invested=False,
        region=_place(event.region),
        amount=event.money,
    )


_place = cache(Region.of_code)


@cache
def _lies_in(outer: Region, inner: Region) -> bool:
    return outer.contains(inner)


def _settled(items: Iterable[Item], *, once: bool) -> tuple[Item, ...]:
    """Items in order of days, each with what it adds to what its company counted for before."""
    cases: dict[str, dict[tuple[Recognition, bool], int]] = defaultdict(lambda: defaultdict(int))
    found = []
    for item in items:
        if item.left:
            found.append(item)
            continue
        own = cases[item.held]
        before = _counts(own, once=once)
        own[item.category, item.invested] += item.weighted
        counted = _counts(own, once=once) - before
        found.append(replace(item, counted=counted, left=None if counted else Left.COVERED))
    return tuple(found)


def _counts(cases: dict[tuple[Recognition, bool], int], *, once: bool) -> int:
    """What the cases of one company come to.

    Money put in and money recognised for being put in is the same, so that of these two the larger counts; of several
    categories the highest with ``once``, else all.
    """
    highest: dict[Recognition, int] = {}
    for (category, _), amount in cases.items():
        highest[category] = max(highest.get(category, 0), amount)
    return max(highest.values(), default=0) if once else sum(highest.values())


def counted_by(items: Sequence[Item], day: date) -> int:
    """What items count for by the end of ``day``, in minor units."""
    return sum(item.counted for item in items if item.day <= day)
