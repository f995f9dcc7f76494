"""Instruments of technology finance: loans, guarantees, vouchers, subsidies, and what they come to for a company."""

from huoshui.policy.instruments.benefits import Benefit, BenefitState, Limit, benefit, loss_shares
from huoshui.policy.instruments.building import (
    in_force,
    instruments_of,
    parse_instruments,
    read_instruments,
    shipped_instruments,
)
from huoshui.policy.instruments.linting import failing_cases, lint_instruments
from huoshui.policy.instruments.mutating import instrument_mutants
from huoshui.policy.instruments.nouns import Formula, Instrument, InstrumentKind, InstrumentPack, Party, Pool, Split

__all__ = [
    "Benefit",
    "BenefitState",
    "Formula",
    "Instrument",
    "InstrumentKind",
    "InstrumentPack",
    "Limit",
    "Party",
    "Pool",
    "Split",
    "benefit",
    "failing_cases",
    "in_force",
    "instrument_mutants",
    "instruments_of",
    "lint_instruments",
    "loss_shares",
    "parse_instruments",
    "read_instruments",
    "shipped_instruments",
]
