"""What the API answers with of applications, matches, overlap and indices."""

from __future__ import annotations

from dataclasses import dataclass

from huoshui.web.api.policy.models import Quantity, RuleItem, Term, Verdict
from huoshui.web.api.values import CodeValue, RegionValue

# -- applications ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ScreenedClause:
    """A clause of a call as the application meets it; ``contested`` where sources state the term differently."""

    verdict: Verdict
    sources: tuple[str, ...]
    contested: bool


@dataclass(frozen=True, slots=True)
class ScreeningResult:
    """An application against a call: ``decision`` eligible, not_eligible or undecided, by the clauses of ``because``.

    ``later`` are rules about what only a fund that exists can show.
    """

    call: str
    title: str
    applicant: str
    decision: CodeValue
    because: tuple[str, ...]
    missing: tuple[Term, ...]
    clauses: tuple[ScreenedClause, ...]
    later: tuple[RuleItem, ...]


@dataclass(frozen=True, slots=True)
class CallFit:
    """A call for a manager: ``group`` fits, nearly, undecided, far or closed, and what would have to change."""

    group: str
    call: str
    title: str
    opening: str
    deadline: str | None
    places: tuple[RegionValue, ...]
    changes: tuple[str, ...]
    remarks: tuple[str, ...]
    missing: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class CallFits:
    """The calls of a day for a manager, the best first; those beyond the first two hundred are only counted."""

    as_of: str
    total: int
    items: tuple[CallFit, ...]


# -- matches -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ScorePart:
    """A part of a score: whether it holds (null where that is not known), its points, and why."""

    name: str
    holds: bool | None
    points: int
    of: int
    why: str


@dataclass(frozen=True, slots=True)
class MatchItem:
    """A fund or an instrument for a company: ``group`` fits, open or out; the weights of the score are our own.

    ``amount`` is what an instrument comes to or at most comes to, ``amount_in_words`` says which.
    """

    group: str
    kind: str
    id: str
    name: str
    score: int
    amount: Quantity | None
    amount_in_words: str
    parts: tuple[ScorePart, ...]
    grade: str
    dated: str
    source: str


@dataclass(frozen=True, slots=True)
class MatchResult:
    """What fits a company on a day, what is not known enough, what is out; of each group at most two hundred."""

    as_of: str
    company: str
    fits: int
    open: int
    out: int
    items: tuple[MatchItem, ...]


# -- overlap and indices -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ComparedFund:
    """A fund that was compared."""

    id: str
    name: str
    region: RegionValue | None
    size: Quantity | None


@dataclass(frozen=True, slots=True)
class AlikePair:
    """Two funds, ``alike`` from 0 to 1, ``fields`` by sectors alone; ``within`` is the city that both are in."""

    left: ComparedFund
    right: ComparedFund
    alike: str
    fields: str
    shared: tuple[CodeValue, ...]
    within: str


@dataclass(frozen=True, slots=True)
class CityOverlap:
    """A city with funds that are alike."""

    city: str
    funds: int
    pairs: int
    size: Quantity


@dataclass(frozen=True, slots=True)
class OverlapPage:
    """Pairs of funds, those that a supervisor looks at first on top. The cut-off is our own (grade C)."""

    as_of: str
    cut_off: str
    compared: int
    without_sector: int
    cities: tuple[CityOverlap, ...]
    total: int
    items: tuple[AlikePair, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class IndexLeaf:
    """An indicator of an index; ``standard`` is null where it is not published."""

    id: str
    title: str
    unit: str
    standard: str | None
    grade: str


@dataclass(frozen=True, slots=True)
class IndexItem:
    """A composite index: how many indicators each level has as published, and how many are known by name."""

    id: str
    title: str
    edition: str
    issuer: str
    grade: str
    published: tuple[int, ...]
    known: tuple[int, ...]
    assumed: tuple[str, ...]
    sources: tuple[str, ...]
    indicators: tuple[IndexLeaf, ...]


@dataclass(frozen=True, slots=True)
class IndexList:
    """The indices that come with the program."""

    items: tuple[IndexItem, ...]


@dataclass(frozen=True, slots=True)
class RankSpan:
    """Where a region comes to stand when the weights are moved; nine times in ten between ``low`` and ``high``."""

    best: int | None
    worst: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class LevelScore:
    """The score of a level."""

    id: str
    title: str
    score: str | None


@dataclass(frozen=True, slots=True)
class RegionScore:
    """A region's score and rank, null where there is none; ``known`` is the share of the weight with figures."""

    region: str
    rank: int | None
    score: str | None
    known: str
    levels: tuple[LevelScore, ...]
    ranks: RankSpan | None


@dataclass(frozen=True, slots=True)
class IndexScores:
    """An index composed of the figures of a request."""

    index: str
    items: tuple[RegionScore, ...]
