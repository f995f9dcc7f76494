"""Clauses of a call and how an application stands to them, in figures and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.pack import State
from huoshui.policy.units import show

if TYPE_CHECKING:
    from huoshui.policy.facts import Origin
    from huoshui.policy.pack import Rule
    from huoshui.policy.verdicts import Verdict

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
