"""What the API of policy answers with. Figures are strings with their unit, and ``shown`` the same for people.

``grade`` is how sure a rule or figure is: A the text itself, B a secondary source, C inference.
"""

from __future__ import annotations

from dataclasses import dataclass

from huoshui.web.api.values import CodeValue, RegionValue


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure in its unit: ``money`` in whole yuan, ``share`` a fraction, ``code`` a code, ``flag`` true or false."""

    unit: str
    value: str
    shown: str


@dataclass(frozen=True, slots=True)
class Cited:
    """The document and the place in it, with addresses that say so."""

    pack: str
    document: str
    number: str
    place: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A variable or metric by name, with what it is called."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Behind:
    """Where a figure comes from: ``kind`` event, node or obligation of the ledger, statement, application or given.

    Of ``count`` ids at most fifty are listed.
    """

    variable: Term
    kind: str
    ids: tuple[str, ...]
    count: int
    says: str


# -- packs and rules ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PackItem:
    """A pack: the rules of one document. It is in force from ``since``, up to but not on ``until``."""

    id: str
    title: str
    issuer: tuple[str, ...]
    number: str
    date: str
    since: str
    until: str | None
    jurisdiction: RegionValue
    grade: str
    rules: int
    items: int
    includes: tuple[str, ...]
    supersedes: tuple[str, ...]
    href: str


@dataclass(frozen=True, slots=True)
class PackPage:
    """Some of the packs."""

    total: int
    items: tuple[PackItem, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class RuleItem:
    """A rule: whom it is about, what it asks for in words, and how much it binds."""

    id: str
    title: str
    subject: CodeValue
    metric: Term
    asks: str
    bounds: tuple[Quantity, ...]
    compare: str
    applies: str
    unless: str
    hardness: CodeValue
    grade: str
    citation: Cited
    href: str


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """An item that earns points, below which indicators it stands (the highest first), and by which figures."""

    id: str
    title: str
    points: str
    grade: str
    under: tuple[str, ...]
    metrics: tuple[Term, ...]
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackDetail:
    """A pack with its rules, those that it includes too, and its scored items."""

    pack: PackItem
    sources: tuple[str, ...]
    note: str
    rules: tuple[RuleItem, ...]
    scored: tuple[ScoredItem, ...]


@dataclass(frozen=True, slots=True)
class NeededFigure:
    """A variable that a rule rests on."""

    name: str
    label: str
    unit: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """A worked case of a rule: what is given, what comes of it, and what is missing."""

    given: tuple[str, ...]
    expect: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleDetail:
    """A rule in full. ``formula`` is in names of variables, ``formula_in_words`` in what these are called."""

    rule: RuleItem
    superseded_by: tuple[str, ...]
    formula: str
    formula_in_words: str
    metric_source: str
    can_change: bool
    note: str
    needs: tuple[NeededFigure, ...]
    cases: tuple[WorkedCase, ...]


@dataclass(frozen=True, slots=True)
class MetricItem:
    """A metric of the catalogue, or a variable (``formula`` is empty) that data or a request give."""

    name: str
    label: str
    subject: str
    unit: str
    formula: str
    source: str
    needs: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MetricPage:
    """Some of the metrics and variables."""

    total: int
    items: tuple[MetricItem, ...]
    next: str | None


# -- verdicts ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a rule comes out: ``state`` met, broken, unknown (not enough data) or not_applicable.

    ``distance`` is how far the measured figure lies on the right side of the bound, negative by how much it is missed.
    ``least`` and ``most`` are what it can still come to, ``reachable`` whether the rule can still be met; null where
    nothing is said of that. ``missing`` are the figures that would decide.
    """

    state: CodeValue
    subject: str
    name: str
    rule: RuleItem
    measured: Quantity | None
    distance: Quantity | None
    least: Quantity | None
    most: Quantity | None
    reachable: bool | None
    missing: tuple[Term, ...]
    evidence: tuple[Behind, ...]


@dataclass(frozen=True, slots=True)
class StateCounts:
    """How many verdicts came out how."""

    met: int
    broken: int
    unknown: int
    not_applicable: int


@dataclass(frozen=True, slots=True)
class VerdictPage:
    """Verdicts as of a day; ``counts`` is of all, whichever states are listed."""

    as_of: str
    counts: StateCounts
    total: int
    items: tuple[Verdict, ...]
    next: str | None


# -- the evaluation ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """A rank among ``of`` funds; ``percentile`` is the share of the others that the fund is not behind."""

    rank: int
    of: int
    percentile: str


@dataclass(frozen=True, slots=True)
class IndicatorPoints:
    """An indicator: certain points, those that it can come to at most, and its full points."""

    id: str
    title: str
    points: str
    most: str
    of: str


@dataclass(frozen=True, slots=True)
class FundScore:
    """A fund in the ranking, by the points that are certain; ``open`` more data could still show to be earned."""

    fund: str
    name: str
    points: str
    most: str
    open: str
    place: Place
    province: str
    in_province: Place | None
    indicators: tuple[IndicatorPoints, ...]
    href: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """Funds from the most points to the fewest. The document ranks and names no grades of merit; nor does this."""

    as_of: str
    pack: str
    variants: tuple[str, ...]
    total: int
    items: tuple[FundScore, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class MeasuredFigure:
    """A figure that an item is scored by: its value, or what it lies between, and what is missing for it."""

    metric: Term
    formula: str
    value: Quantity | None
    least: Quantity | None
    most: Quantity | None
    missing: tuple[Term, ...]
    evidence: tuple[Behind, ...]


@dataclass(frozen=True, slots=True)
class PointsToWin:
    """Points that an item would earn more, and how, in words; ``within_room`` whether the fund has the money left."""

    points: str
    how: str
    within_room: bool | None


@dataclass(frozen=True, slots=True)
class ItemScore:
    """What an item earns: ``points`` is null where it is open, between ``least`` and ``most``."""

    id: str
    title: str
    under: tuple[str, ...]
    points: str | None
    least: str
    most: str
    of: str
    grade: str
    points_grade: str
    citation: Cited
    measured: tuple[MeasuredFigure, ...]
    missing: tuple[Term, ...]
    to_win: tuple[PointsToWin, ...]


@dataclass(frozen=True, slots=True)
class FundEvaluation:
    """The evaluation of one fund in full."""

    as_of: str
    pack: str
    score: FundScore
    items: tuple[ItemScore, ...]


# -- conflicts ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClashingRules:
    """Two rules that no figure meets together, since both are in force; ``binding`` where both are."""

    left: RuleItem
    right: RuleItem
    since: str
    binding: bool
    grade: str


@dataclass(frozen=True, slots=True)
class CostOfRule:
    """Points of an item that nobody who meets the rule can earn: of ``of`` at most ``possible``."""

    rule: RuleItem
    item: str
    title: str
    possible: str
    of: str
    lost: str
    since: str
    grade: str
    citation: Cited


@dataclass(frozen=True, slots=True)
class ConflictReport:
    """What pulls apart for a fund or in a place. Only clauses about the same figure are compared."""

    as_of: str
    packs: tuple[str, ...]
    contradictions: tuple[ClashingRules, ...]
    costs: tuple[CostOfRule, ...]
    broken: tuple[Verdict, ...]
