"""What the author of an instrument is told: cases that are missing, that fail, or that would notice no change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.policy.catalogue import CATALOGUE, Catalogue
from huoshui.policy.instruments.benefits import BenefitState, benefit, loss_shares
from huoshui.policy.instruments.mutating import instrument_mutants
from huoshui.policy.linting import Complaint
from huoshui.policy.profiles import profile_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.policy.instruments.nouns import Instrument, InstrumentPack, Worked

_AMOUNTS = {BenefitState.COMPUTED.value, BenefitState.AT_MOST.value}


def lint_instruments(pack: InstrumentPack, catalogue: Catalogue = CATALOGUE) -> tuple[Complaint, ...]:
    """Everything that keeps a pack from being trusted; nothing where all is well."""
    found = [one for instrument in pack.instruments for one in (*_incomplete(instrument), *failing_cases(instrument))]
    return tuple(found or _unproved(pack, catalogue))


def failing_cases(instrument: Instrument) -> Iterator[Complaint]:
    """The worked cases that do not come out as the file says."""
    for case in instrument.cases:
        try:
            complaint = _failing(instrument, case)
        except InputError as error:
            complaint = str(error)
        if complaint:
            yield Complaint(case.where, f"{instrument.id}: {complaint}")


def _failing(instrument: Instrument, case: Worked) -> str:
    if case.tiers is not None and case.tiers != instrument.tiers:
        return f"the tiers are {', '.join(map(str, instrument.tiers))}, not {', '.join(map(str, case.tiers))}"
    if case.loss is not None or case.shares is not None:
        return _loss_failing(instrument, case)
    if not case.state:
        return ""
    found = benefit(instrument, profile_of(case.given), used=case.used, served=case.served)
    if found.state.value != case.state:
        return f"the case comes out {found.state}, not {case.state}"
    if case.amount is not None and found.amount != case.amount:
        return f"the case comes to {found.amount}, not {case.amount}"
    if case.years is not None and found.years != case.years:
        return f"the case is for {found.years} years, not {case.years}"
    if case.missing is not None and set(case.missing) != set(found.missing):
        return f"the case lacks {', '.join(found.missing)}, not {', '.join(case.missing)}"
    return ""


def _loss_failing(instrument: Instrument, case: Worked) -> str:
    split = next((one for one in instrument.splits if one.name == case.split), None)
    if split is None or case.loss is None or case.shares is None:
        return f"a case of a loss names loss, shares and one of the splits ({_names(instrument)})"
    found = loss_shares(instrument, split, case.loss, used=case.used)
    if found != dict(case.shares):
        told = ", ".join(f"{party} {amount}" for party, amount in found.items())
        return f"the loss is borne {told}"
    return ""


def _names(instrument: Instrument) -> str:
    return ", ".join(split.name for split in instrument.splits)


def _incomplete(instrument: Instrument) -> Iterator[Complaint]:
    states = {case.state for case in instrument.cases}
    lacking = []
    if instrument.formula and not states & _AMOUNTS:
        lacking.append("an amount")
    if instrument.formula and instrument.formula.base and "unknown" not in states:
        lacking.append("not enough data (unknown)")
    if instrument.applies and "not_applicable" not in states:
        lacking.append("not_applicable")
    if instrument.formula is None and not instrument.splits and "not_stated" not in states:
        lacking.append("not_stated")
    lacking += [f"a loss by {one.name}" for one in instrument.splits if one.name not in _losses(instrument)]
    for one in lacking:
        yield Complaint(instrument.where, f"{instrument.id} has no case that comes out as {one}")
    if not (instrument.citation.place or instrument.citation.urls):
        yield Complaint(instrument.where, f"{instrument.id} names no source")


def _losses(instrument: Instrument) -> set[str]:
    return {case.split for case in instrument.cases if case.loss is not None}


def _unproved(pack: InstrumentPack, catalogue: Catalogue) -> Iterator[Complaint]:
    """Figures that could be others without any case noticing."""
    for instrument in pack.instruments:
        for mutant in instrument_mutants(instrument, catalogue):
            if not any(True for _ in failing_cases(mutant.instrument)):
                yield Complaint(mutant.instrument.where, f"no case would notice {instrument.id} {mutant.says}")
