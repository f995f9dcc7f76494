"""Totals that say what they count (口径): how many funds and how much money, under each definition.

A definition is a measure (see ``measures``) and what it leaves out. The steps from the widest to the narrowest are
taken in one order: first what is not there yet or no more, then what would count the same money twice, so that a fund
is only ever left out in favour of another one that still counts. Currencies are never mixed, and a fund whose amount
no document gives is counted as one without it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from huoshui.model.money import Money
from huoshui.registry.ids import public_id
from huoshui.registry.measures import Measure
from huoshui.registry.tallying import STAGES, Tallied, load

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from sqlalchemy import Connection

    from huoshui.registry.views import FundFilter


class Step(StrEnum):
    """What a step leaves out, in the order in which steps are taken.

    ``PLANNED``: no document says more of it than that it is planned or signed (筹备, 签约). ``EXITED``: 退出.
    ``PROGRAMMES``: a programme (基金矩阵, 基金群) that contains a counted fund. ``SUB_FUNDS``: a fund that has a
    counted fund above it, directly or through others.
    """

    PLANNED = "planned"
    EXITED = "exited"
    PROGRAMMES = "programmes"
    SUB_FUNDS = "sub_funds"


ALL_STEPS = tuple(Step)
_PROGRAMME = re.compile(r"(?:矩阵|基金群|集群|丛林|基金体系|基金系|计划|(?:系列|组合)基金)(?:[（(][^（）()]*[）)])?$")


class FundAmount(NamedTuple):
    """One fund under one measure. ``amount`` is None where no document gives it.

    ``status`` is the furthest one stated and ``year`` that of its earliest date, "" where there is none; ``disputed``
    is true where sources disagree on the amount, of which the preferred one is counted; ``sources`` counts documents.
    """

    id: str
    name: str
    amount: Money | None
    qualifier: str | None
    disputed: bool
    sources: int
    status: str
    year: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Funds with an amount, funds without one, and what the amounts come to in each currency, the largest first.

    ``bounds`` of the counted amounts are stated with a qualifier (约, 不低于), on ``disputed`` sources disagree: both
    are counted as the preferred statement gives them.
    """

    funds: tuple[FundAmount, ...]
    counted: int
    without: int
    sums: tuple[Money, ...]
    bounds: int
    disputed: int

    def of(self, currency: str) -> Money:
        """What it comes to in one currency."""
        return next((money for money in self.sums if money.currency == currency), Money(0, currency))

    def within(self, currency: str) -> Sum:
        """The part with amounts in one currency, and the funds without any amount."""
        return _summed([f for f in self.funds if f.amount is None or f.amount.currency == currency])


@dataclass(frozen=True, slots=True)
class Group:
    """The part of a definition's funds with one status or year, "" for those without any. Groups add up."""

    key: str
    sum: Sum


@dataclass(frozen=True, slots=True)
class Definition:
    """What a measure comes to after the steps in ``left_out``."""

    measure: Measure
    left_out: tuple[Step, ...]
    sum: Sum

    @property
    def by_status(self) -> tuple[Group, ...]:
        """Its parts by the furthest status of a fund, in the order of a fund's life."""
        return _groups(self.sum.funds, lambda fund: fund.status, STAGES)

    @property
    def by_year(self) -> tuple[Group, ...]:
        """Its parts by the year of a fund's earliest date."""
        return _groups(self.sum.funds, lambda fund: fund.year, sorted({f.year for f in self.sum.funds} - {""}))


@dataclass(frozen=True, slots=True)
class StepTaken:
    """What one step leaves out, fund by fund."""

    step: Step
    sum: Sum


@dataclass(frozen=True, slots=True)
class Waterfall:
    """From everything to the narrowest definition of one measure: ``definitions[i + 1]`` is ``definitions[i]`` less
    ``steps[i]``.
    """

    measure: Measure
    definitions: tuple[Definition, ...]
    steps: tuple[StepTaken, ...]

    @property
    def currencies(self) -> tuple[str, ...]:
        """Currencies that occur, the yuan first, the others by name."""
        found = {money.currency for money in self.definitions[0].sum.sums}
        return tuple(sorted(found, key=lambda c: (c != "CNY", c)))


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals of the funds that pass ``wanted``: one waterfall for each measure. ``funds`` is their number;
    ``unstated_status`` and ``undated`` say of how many neither status nor date is known.
    """

    wanted: FundFilter
    funds: int
    unstated_status: int
    undated: int
    waterfalls: tuple[Waterfall, ...]

    def of(self, measure: Measure) -> Waterfall:
        """The waterfall of one measure."""
        return next(w for w in self.waterfalls if w.measure is measure)


def totals(connection: Connection, wanted: FundFilter, steps: Collection[Step] = ALL_STEPS) -> Totals:
    """Totals of the funds that pass the filter, taking only the given steps. The filter's kind, order and page play
    no part.
    """
    funds = load(connection, wanted)
    taken = [step for step in ALL_STEPS if step in steps]
    return Totals(
        wanted=wanted,
        funds=len(funds),
        unstated_status=sum(not fund.status for fund in funds),
        undated=sum(not fund.year for fund in funds),
        waterfalls=tuple(_waterfall(measure, funds, taken) for measure in Measure),
    )


class _Counted(NamedTuple):
    """A fund with its amount under the measure in hand."""

    fund: Tallied
    amount: FundAmount


def _waterfall(measure: Measure, funds: Sequence[Tallied], steps: Sequence[Step]) -> Waterfall:
    remaining = sorted((_Counted(fund, _amount(measure, fund)) for fund in funds), key=_largest_first)
    definitions = [Definition(measure, (), _sum(remaining))]
    taken: list[StepTaken] = []
    for step in steps:
        out = _left_out(step, remaining)
        taken.append(StepTaken(step, _sum(one for one in remaining if one.fund.id in out)))
        remaining = [one for one in remaining if one.fund.id not in out]
        definitions.append(Definition(measure, (*definitions[-1].left_out, step), _sum(remaining)))
    return Waterfall(measure, tuple(definitions), tuple(taken))


def _left_out(step: Step, funds: Sequence[_Counted]) -> set[int]:
    """Ids of the funds that a step leaves out of those that still count. Counted are funds with an amount: to leave one
    out in favour of a fund whose amount is unknown would lose money.
    """
    if step is Step.PLANNED:
        return {one.fund.id for one in funds if one.fund.status in {"planned", "signed"}}
    if step is Step.EXITED:
        return {one.fund.id for one in funds if one.fund.status == "exited"}
    nested = [one for one in funds if one.fund.above]
    counted = {one.fund.id for one in funds if one.amount.amount is not None}
    if step is Step.PROGRAMMES:
        above = {parent for one in nested if one.fund.id in counted for parent in one.fund.above}
        return {one.fund.id for one in funds if one.fund.id in above and _PROGRAMME.search(one.fund.name)}
    return {one.fund.id for one in nested if one.fund.above & counted}


def _groups(funds: Iterable[FundAmount], key: Callable[[FundAmount], str], order: Sequence[str]) -> tuple[Group, ...]:
    groups: dict[str, list[FundAmount]] = defaultdict(list)
    for fund in funds:
        groups[key(fund)].append(fund)
    return tuple(Group(one, _summed(groups[one])) for one in (*order, "") if one in groups)


def _amount(measure: Measure, fund: Tallied) -> FundAmount:
    number, figure = public_id(fund.id), fund.figures.get(measure)
    if figure is None:
        return FundAmount(number, fund.name, None, None, disputed=False, sources=0, status=fund.status, year=fund.year)
    amount, qualifier, disputed, sources = figure
    return FundAmount(number, fund.name, amount, qualifier, disputed, sources, fund.status, fund.year)


def _largest_first(one: _Counted) -> tuple[bool, int, str, int]:
    amount = one.amount.amount
    return amount is None, -amount.minor if amount else 0, one.fund.name, one.fund.id


def _sum(funds: Iterable[_Counted]) -> Sum:
    return _summed([one.amount for one in funds])


def _summed(funds: Sequence[FundAmount]) -> Sum:
    """The sum of funds, which come largest amount first, those without one last."""
    minor: dict[str, int] = defaultdict(int)
    counted = bounds = disputed = 0
    for fund in funds:
        if fund.amount is not None:
            minor[fund.amount.currency] += fund.amount.minor
            counted += 1
            bounds += fund.qualifier is not None
            disputed += fund.disputed
    sums = sorted((Money(units, currency) for currency, units in minor.items()), key=lambda m: (-m.minor, m.currency))
    return Sum(tuple(funds), counted, len(funds) - counted, tuple(sums), bounds, disputed)
