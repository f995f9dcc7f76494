"""Screening: an application held against a call, clause by clause, and the calls that an applicant can answer.

A call is open to an applicant when no binding clause is broken or open. A clause that rests on what a fund has done
(``LATER``) cannot be judged before it is set up: it is listed apart and decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from huoshui.policy.calls import Call, Opening, call_of_entity, call_of_pack
from huoshui.policy.changes import Change, Way, change_for
from huoshui.policy.clauses import Clause, ClauseRow
from huoshui.policy.fitting import meet, sectors_fit
from huoshui.policy.pack import Pack, State
from huoshui.policy.profile_files import read_profile, read_profiles
from huoshui.policy.profiles import Profile, profile_of
from huoshui.policy.verdicts import outcomes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from huoshui.policy.facts import Facts
    from huoshui.policy.pack import Rule
    from huoshui.registry.views import EntityView

__all__ = [
    "Call",
    "CallsFound",
    "Change",
    "Clause",
    "ClauseRow",
    "Decision",
    "Fit",
    "Opening",
    "Profile",
    "Screening",
    "Way",
    "calls_for",
    "change_for",
    "profile_of",
    "read_application",
    "read_applications",
    "screen",
]

#: An application is a profile; so is a company's.
read_application = read_profile
read_applications = read_profiles

#: What a fund has done and what became of it: nobody can state it before the fund is set up.
LATER = frozenset(
    {
        *("invested", "invested_early", "invested_private", "invested_green", "invested_key_fields"),
        *("invested_outside_fields", "invested_local", "invested_by_sector", "invested_angel", "largest_investment"),
        *("direct_invested", "direct_invested_local", "reinvestment_recognised", "idle_money", "nav", "distributed"),
        *(
            "irr",
            "paid_in",
            "fof_paid_in",
            "sub_funds_committed",
            "sub_fund_sizes_total",
            "sub_fund_count",
            "age_years",
        ),
        *("investable_money", "filed", "filing_days", "publication_days", "registration_days", "registered_with_ndrc"),
        *("investor_count", "looked_through", "next_instalment_asked", "months_to_set_up"),
    }
)


class Decision(StrEnum):
    """What comes of an application."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNDECIDED = "undecided"

    def label(self, locale: str = "zh") -> str:
        """The decision in words."""
        zh, en = _DECISIONS[self]
        return en if locale.startswith("en") else zh


_DECISIONS = {
    Decision.ELIGIBLE: ("符合", "eligible"),
    Decision.NOT_ELIGIBLE: ("不符合", "not eligible"),
    Decision.UNDECIDED: ("未定", "undecided"),
}


@dataclass(frozen=True, slots=True)
class Screening:
    """An application against a call. ``later`` are rules about what only a fund that exists can show."""

    profile: Profile
    call: Call
    clauses: tuple[Clause, ...]
    later: tuple[Rule, ...]

    def of(self, state: State) -> tuple[Clause, ...]:
        """The clauses of a state, the binding ones first."""
        return tuple(sorted((one for one in self.clauses if one.state is state), key=lambda one: not one.binding))

    @property
    def met(self) -> tuple[Clause, ...]:
        """Clauses that are met."""
        return self.of(State.MET)

    @property
    def broken(self) -> tuple[Clause, ...]:
        """Clauses that are broken; those that do not bind are remarks."""
        return self.of(State.BROKEN)

    @property
    def missing(self) -> tuple[Clause, ...]:
        """Clauses for which figures are missing."""
        return self.of(State.UNKNOWN)

    @property
    def decision(self) -> Decision:
        """Not eligible where a binding clause is broken, undecided where one is open, else eligible."""
        return self._decided()[0]

    @property
    def because(self) -> tuple[Clause, ...]:
        """The clauses that decide; none where it is eligible."""
        return self._decided()[1]

    @property
    def figures_missing(self) -> tuple[str, ...]:
        """The variables that would decide."""
        return tuple(dict.fromkeys(name for one in self.missing if one.binding for name in one.verdict.missing))

    def _decided(self) -> tuple[Decision, tuple[Clause, ...]]:
        broken = tuple(one for one in self.broken if one.binding)
        if sure := tuple(one for one in broken if not one.contested):
            return Decision.NOT_ELIGIBLE, sure
        open_ = (*broken, *(one for one in self.missing if one.binding))
        return (Decision.UNDECIDED, open_) if open_ else (Decision.ELIGIBLE, ())


def screen(profile: Profile, call: Call | Pack | EntityView) -> Screening:
    """An application against a call, a guide's pack, or a call of the registry.

    Rules about a sort of subject of which the application says nothing (a deal, a company) are left for later.
    """
    if not isinstance(call, Call):
        call = call_of_pack(call) if isinstance(call, Pack) else call_of_entity(call)
    fits = {
        "in_call_sectors": sectors_fit(profile.sectors, call.sectors),
        "in_call_places": meet(profile.places, call.places),
    }
    by_subject: dict[str, Facts] = {}
    clauses: list[Clause] = []
    later: list[Rule] = []
    for rule in call.rules:
        if rule.subject not in {"fund", "manager"} and not profile.has(rule.subject):
            later.append(rule)
            continue
        if rule.subject not in by_subject:
            by_subject[rule.subject] = profile.facts(rule.subject, fits if rule.subject == "fund" else None)
        verdict = outcomes(call.pack, rule, by_subject[rule.subject]).of(0)
        if verdict.state is State.UNKNOWN and not LATER.isdisjoint(verdict.missing):
            later.append(rule)
        else:
            clauses.append(Clause(verdict, call.origins_of(rule), rule.id in call.contested))
    return Screening(profile, call, tuple(clauses), tuple(later))


@dataclass(frozen=True, slots=True)
class Fit:
    """A call that was looked at for an applicant: how it comes out, whether it is open, and what would have to change.

    ``changes`` are for the binding clauses that are broken, ``remarks`` for those broken that do not bind.
    """

    screening: Screening
    opening: Opening
    changes: tuple[Change, ...]
    remarks: tuple[Change, ...]

    @property
    def call(self) -> Call:
        """The call."""
        return self.screening.call


@dataclass(frozen=True, slots=True)
class CallsFound:
    """The calls of a day for an applicant, each group from the best to the least.

    ``nearly`` breaks few clauses, ``far`` more. Unscreened are ``closed``, past their deadline or not yet open, and
    ``elsewhere``, guides of places that are none of the applicant's, if it names any.
    """

    fits: tuple[Fit, ...]
    nearly: tuple[Fit, ...]
    undecided: tuple[Fit, ...]
    far: tuple[Fit, ...]
    closed: tuple[Call, ...]
    elsewhere: tuple[Call, ...]


def calls_for(profile: Profile, calls: Iterable[Call | Pack | EntityView], day: date, *, few: int = 2) -> CallsFound:
    """The calls that fit an applicant on a day, those that nearly do (at most ``few`` clauses broken), and the rest.

    Sorted by how little would have to change, then those with a deadline that is known and near, then the newest; the
    order in which calls are given makes no difference.
    """
    looked: list[Fit] = []
    closed: list[Call] = []
    elsewhere: list[Call] = []
    for one in calls:
        call = one if isinstance(one, Call) else call_of_pack(one) if isinstance(one, Pack) else call_of_entity(one)
        opening = call.opening(day)
        if opening in {Opening.CLOSED, Opening.TO_COME}:
            closed.append(call)
        elif not call.entity and meet(profile.places, call.places) is False:
            elsewhere.append(call)
        else:
            looked.append(_fit(screen(profile, call), opening))
    looked.sort(key=_order)
    by = {decision: [fit for fit in looked if fit.screening.decision is decision] for decision in Decision}
    broken = by[Decision.NOT_ELIGIBLE]
    return CallsFound(
        fits=tuple(by[Decision.ELIGIBLE]),
        nearly=tuple(fit for fit in broken if len(fit.changes) <= few),
        undecided=tuple(by[Decision.UNDECIDED]),
        far=tuple(fit for fit in broken if len(fit.changes) > few),
        closed=tuple(sorted(closed, key=lambda call: call.pack.id)),
        elsewhere=tuple(sorted(elsewhere, key=lambda call: call.pack.id)),
    )


def _fit(screening: Screening, opening: Opening) -> Fit:
    changes = [change_for(one, screening.profile) for one in screening.broken]
    binding = sorted((one for one in changes if one.clause.binding), key=lambda one: (one.relative, one.clause.rule.id))
    return Fit(screening, opening, tuple(binding), tuple(one for one in changes if not one.clause.binding))


def _order(fit: Fit) -> tuple[object, ...]:
    call = fit.call
    return (
        len(fit.changes),
        len(fit.screening.figures_missing),
        round(sum(change.relative for change in fit.changes), 9),
        len(fit.remarks),
        call.deadline.toordinal() if call.deadline else 10**7,
        -(call.opened.first_day().toordinal() if call.opened else 0),
        call.pack.id,
    )
