"""Instruments with one figure changed: the worked cases must notice every one of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from huoshui.model.money import Money
from huoshui.policy.mutating import condition_mutants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.policy.catalogue import Catalogue
    from huoshui.policy.instruments.nouns import Formula, Instrument, Pool, Split

_STEP = Decimal("0.01")
_YUAN = 100


class InstrumentMutant(NamedTuple):
    """An instrument with one figure changed, and what was changed."""

    instrument: Instrument
    says: str


def instrument_mutants(instrument: Instrument, catalogue: Catalogue) -> Iterator[InstrumentMutant]:
    """Every rate, cap, pool, share and tier up and down by one per cent, every count by one, conditions as in rules."""
    if instrument.formula:
        for formula, says in _formulas(instrument.formula):
            yield InstrumentMutant(replace(instrument, formula=formula), says)
    if instrument.pool:
        for pool, says in _pools(instrument.pool):
            yield InstrumentMutant(replace(instrument, pool=pool), says)
    for place, split in enumerate(instrument.splits):
        for other, says in _splits(split):
            listed = (*instrument.splits[:place], other, *instrument.splits[place + 1 :])
            yield InstrumentMutant(replace(instrument, splits=listed), says)
    for place, tier in enumerate(instrument.tiers):
        moved = (*instrument.tiers[:place], tier + _STEP, *instrument.tiers[place + 1 :])
        yield InstrumentMutant(replace(instrument, tiers=moved), f"with a tier of {tier + _STEP}")
    if instrument.applies:
        for condition, says, _ in condition_mutants(instrument.applies, catalogue):
            yield InstrumentMutant(replace(instrument, applies=condition), says)


def _formulas(formula: Formula) -> Iterator[tuple[Formula, str]]:
    if formula.rate is not None:
        for rate in (formula.rate + _STEP, formula.rate - _STEP):
            yield replace(formula, rate=rate), f"at a rate of {rate}"
    if formula.cap is not None:
        for cap in _amounts(formula.cap):
            yield replace(formula, cap=cap), f"with a cap of {cap}"
    if formula.fixed is not None:
        for fixed in _amounts(formula.fixed):
            yield replace(formula, fixed=fixed), f"at {fixed}"
    if formula.years is not None:
        for years in (formula.years + 1, formula.years - 1):
            yield replace(formula, years=years), f"for {years} years"
    yield replace(formula, exact=not formula.exact), f"stated as {'at most' if formula.exact else 'exact'}"


def _pools(pool: Pool) -> Iterator[tuple[Pool, str]]:
    if pool.amount is not None:
        for amount in _amounts(pool.amount):
            yield replace(pool, amount=amount), f"with a pool of {amount}"
    if pool.recipients is not None:
        for recipients in (pool.recipients + 1, pool.recipients - 1):
            yield replace(pool, recipients=recipients), f"for {recipients} recipients"


def _splits(split: Split) -> Iterator[tuple[Split, str]]:
    """A per cent moved from each party to the next, so that shares still add up to 1."""
    parties = list(split.shares)
    for giver, taker in zip(parties, [*parties[1:], parties[0]], strict=True):
        shares = {**split.shares, giver: split.shares[giver] - _STEP, taker: split.shares[taker] + _STEP}
        yield replace(split, shares=shares), f"with a per cent of {giver} borne by {taker}"


def _amounts(money: Money) -> Iterator[Money]:
    step = max(money.minor // 100, _YUAN)
    yield Money(money.minor + step, money.currency)
    yield Money(max(money.minor - step, 0), money.currency)
