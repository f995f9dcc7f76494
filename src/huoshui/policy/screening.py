"""Screening: an application held against a call, clause by clause, and the calls that an applicant can answer.

A call is open to an applicant when no binding clause is broken or open. A clause that rests on what a fund has done
(``LATER``) cannot be judged before it is set up: it is listed apart and decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from huoshui.policy.calls import Call, Opening, call_of_entity, call_of_pack
from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.fitting import meet, sectors_fit
from huoshui.policy.pack import Compare, Pack, State
from huoshui.policy.profile_files import read_profile, read_profiles
from huoshui.policy.profiles import Profile, profile_of
from huoshui.policy.units import Quantity, Unit, show
from huoshui.policy.verdicts import outcomes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from huoshui.policy.facts import Facts, Origin
    from huoshui.policy.pack import Rule
    from huoshui.policy.verdicts import Verdict
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
_STATES = {
    State.MET: ("满足", "met"),
    State.BROKEN: ("不满足", "broken"),
    State.UNKNOWN: ("缺数据", "not enough data"),
    State.NOT_APPLICABLE: ("不适用", "not applicable"),
}


class ClauseRow(NamedTuple):
    """A clause as a row of a table, in words."""

    clause: str
    title: str
    state: str
    measured: str
    bound: str
    distance: str
    missing: str
    hardness: str
    grade: str
    source: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a call and how an application stands to it; ``sources`` is where the clause is from.

    ``contested`` says that the sources state this term differently.
    """

    verdict: Verdict
    sources: tuple[Origin, ...]
    contested: bool = False

    @property
    def state(self) -> State:
        """Met, broken, not enough data, or not applicable."""
        return self.verdict.state

    @property
    def rule(self) -> Rule:
        """The rule."""
        return self.verdict.rule

    @property
    def binding(self) -> bool:
        """Whether it decides."""
        return self.rule.hardness == "binding"

    def row(self, locale: str = "zh") -> ClauseRow:
        """The clause in words of a language."""
        verdict, english = self.verdict, locale.startswith("en")
        unit = CATALOGUE.find(self.rule.test.metric).unit
        measured = verdict.code or ("" if verdict.value is None else show(verdict.value, unit, locale))
        missing = (CATALOGUE.variables[name] for name in verdict.missing)
        return ClauseRow(
            clause=self.rule.id,
            title=self.rule.title_en if english else self.rule.title,
            state=_STATES[self.state][english],
            measured=measured,
            bound=", ".join(bound.show(locale) for bound in self.rule.test.bounds),
            distance="" if verdict.distance is None else show(verdict.distance, unit, locale),
            missing=", ".join(one.en if english else one.zh for one in missing),
            hardness=self.rule.hardness,
            grade=self.rule.grade,
            source="; ".join(one.says for one in self.sources),
        )


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


class Way(NamedTuple):
    """One figure that alone would mend a clause, all others staying: what it is, and the nearest that would do."""

    variable: str
    now: Quantity
    needed: Quantity

    def says(self, locale: str = "zh") -> str:
        """The way in words."""
        found = CATALOGUE.variables[self.variable]
        name = found.en if locale.startswith("en") else found.zh
        return f"{name} {self.now.show(locale)} → {self.needed.show(locale)}"


@dataclass(frozen=True, slots=True)
class Change:
    """What would have to change for a clause to be met.

    ``ways`` are the amounts of money that the clause's figure is computed from, each changed alone.
    """

    clause: Clause
    ways: tuple[Way, ...] = ()

    def says(self, locale: str = "zh") -> str:
        """The change in words."""
        found, row = CATALOGUE.find(self.clause.rule.test.metric), self.clause.row(locale)
        compare, english = self.clause.rule.test.compare, locale.startswith("en")
        told = f"{found.en if english else found.zh}{': ' if english else '：'}"
        told += f"{row.measured} → {_TO[compare][english].format(row.bound)}"
        ways = (" or " if english else " 或 ").join(way.says(locale) for way in self.ways)
        return f"{told} ({ways})" if ways else told

    @property
    def relative(self) -> float:
        """How far off it is, as a share of the bound; 1 where that cannot be said (yes or no, a code)."""
        bound, distance = float(self.clause.rule.test.bounds[0].value), self.clause.verdict.distance
        return abs(distance) / abs(bound) if distance is not None and bound else 1.0


def change_for(clause: Clause, profile: Profile) -> Change:
    """What would have to change of an application for a clause that it breaks."""
    test = clause.rule.test
    if test.metric in CATALOGUE.variables:
        return Change(clause)
    leaves = (name for name in CATALOGUE.leaves(test.metric) if CATALOGUE.variables[name].unit is Unit.MONEY)
    return Change(clause, tuple(way for name in leaves if (way := _way(clause, profile, name))))


def _way(clause: Clause, profile: Profile, variable: str) -> Way | None:
    """The least change of one amount, to the fen, that mends a clause; None where none does."""
    given = profile.figures.get(variable)
    if given is None:
        return None
    pack, rule = clause.verdict.pack, clause.rule

    def mended(minor: int) -> bool:
        changed = given._replace(quantity=Quantity(Decimal(minor), Unit.MONEY))
        other = replace(profile, figures={**profile.figures, variable: changed})
        return outcomes(pack, rule, other.facts(rule.subject)).of(0).state is State.MET

    end = next((one for one in (0, _MOST) if mended(one)), None)
    if end is None:
        return None
    needed = _nearest(end, int(given.quantity.value), mended)
    return Way(variable, given.quantity, Quantity(Decimal(needed), Unit.MONEY))


def _nearest(good: int, bad: int, mended: Callable[[int], bool]) -> int:
    """The number next to ``bad`` that still mends, where ``good`` does and ``bad`` does not."""
    while abs(good - bad) > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if mended(middle) else (good, middle)
    return good


#: Ten thousand times a hundred million yuan, in minor units: no fund is larger.
_MOST = 10**14
_TO = {
    Compare.AT_LEAST: ("不低于 {}", "at least {}"),
    Compare.AT_MOST: ("不超过 {}", "at most {}"),
    Compare.ABOVE: ("高于 {}", "above {}"),
    Compare.BELOW: ("低于 {}", "below {}"),
    Compare.EQUAL: ("{}", "{}"),
    Compare.ONE_OF: ("其中之一：{}", "one of {}"),
    Compare.NONE_OF: ("不为：{}", "none of {}"),
}


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
