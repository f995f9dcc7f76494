"""Applications, calls and matches as what the API answers with."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from huoshui.policy.calls import Opening
from huoshui.policy.matching import InstrumentMatch
from huoshui.policy.units import Unit
from huoshui.web.api.policy import fits
from huoshui.web.api.values import CodeValue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.policy.calls import Call
    from huoshui.policy.matching import FundMatch, Matches
    from huoshui.policy.screening import CallsFound, Clause, Fit, Screening
    from huoshui.web.api.policy.making import Maker

#: Of one group, how many an answer lists.
LISTED = 200


def screening(make: Maker, one: Screening) -> fits.ScreeningResult:
    """An application against a call."""
    pack = one.call.pack
    return fits.ScreeningResult(
        call=one.call.entity or pack.id,
        title=make.either(pack.title, pack.title_en),
        applicant=one.profile.name,
        decision=CodeValue(code=one.decision.value, label=one.decision.label(make.locale)),
        because=tuple(clause.rule.id for clause in one.because),
        missing=make.terms(one.figures_missing),
        clauses=tuple(_clause(make, one, clause) for clause in (*one.broken, *one.missing, *one.met)),
        later=tuple(make.rule(pack, rule) for rule in one.later),
    )


def _clause(make: Maker, of: Screening, one: Clause) -> fits.ScreenedClause:
    sources = tuple(dict.fromkeys(origin.says for origin in one.sources if origin.says))
    return fits.ScreenedClause(make.verdict(of.profile.name, one.verdict), sources, one.contested)


def calls(make: Maker, found: CallsFound, day: str) -> fits.CallFits:
    """The calls for a manager, by group."""
    groups: dict[str, Sequence[Fit]] = {
        "fits": found.fits,
        "nearly": found.nearly,
        "undecided": found.undecided,
        "far": found.far,
    }
    total = sum(map(len, groups.values())) + len(found.closed)
    items = [_call(make, group, fit.call, fit.opening, fit) for group, listed in groups.items() for fit in listed] + [
        _call(make, "closed", call, Opening.CLOSED, None) for call in found.closed
    ]
    return fits.CallFits(day, total, tuple(items[:LISTED]))


def _call(make: Maker, group: str, call: Call, opening: Opening, fit: Fit | None) -> fits.CallFit:
    return fits.CallFit(
        group=group,
        call=call.entity or call.pack.id,
        title=make.either(call.pack.title, call.pack.title_en),
        opening=opening.value,
        deadline=call.deadline.isoformat() if call.deadline else None,
        places=tuple(map(make.region, call.places)),
        changes=tuple(one.says(make.locale) for one in fit.changes) if fit else (),
        remarks=tuple(one.says(make.locale) for one in fit.remarks) if fit else (),
        missing=make.terms(fit.screening.figures_missing) if fit else (),
    )


def matches(make: Maker, found: Matches, day: str) -> fits.MatchResult:
    """What fits a company."""
    groups: dict[str, tuple[Sequence[FundMatch], Sequence[InstrumentMatch]]] = {
        "fits": (found.funds, found.instruments),
        "open": (found.funds_open, found.instruments_open),
        "out": (found.funds_out, found.instruments_out),
    }
    counts = {group: len(funds) + len(instruments) for group, (funds, instruments) in groups.items()}
    items = tuple(
        _match(make, group, one)
        for group, (funds, instruments) in groups.items()
        for one in _sorted([*funds, *instruments])[:LISTED]
    )
    return fits.MatchResult(day, found.company.name, counts["fits"], counts["open"], counts["out"], items)


def _sorted(listed: list[FundMatch | InstrumentMatch]) -> list[FundMatch | InstrumentMatch]:
    return sorted(listed, key=lambda one: -one.score)


def _match(make: Maker, group: str, one: FundMatch | InstrumentMatch) -> fits.MatchItem:
    told = one.row(make.locale)
    is_fund = not isinstance(one, InstrumentMatch)
    amount = None if not isinstance(one, InstrumentMatch) else one.benefit.amount or one.benefit.ceiling
    return fits.MatchItem(
        group=group,
        kind="fund" if not isinstance(one, InstrumentMatch) else one.instrument.kind.value,
        id=one.instrument.id if isinstance(one, InstrumentMatch) else one.offer.id,
        name=told.name,
        score=one.score,
        amount=None if amount is None else make.quantity(Decimal(amount.minor), Unit.MONEY),
        amount_in_words="" if is_fund else told.amount,
        parts=tuple(
            fits.ScorePart(part.name, part.holds, part.points, part.most, part.says(make.locale)) for part in one.parts
        ),
        grade=told.grade,
        dated=told.dated,
        source=told.source,
    )
