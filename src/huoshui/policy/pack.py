"""The nouns of a rule pack: a document's rules with their conditions, citations, grades and worked cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from math import inf, nextafter
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from huoshui.policy.catalogue import Subject
    from huoshui.policy.units import Quantity

#: A: the text itself; B: secondary; C: inference.
Grade = Literal["A", "B", "C"]
Hardness = Literal["binding", "advisory", "encouraged", "target"]


class Compare(StrEnum):
    """How a figure is held against a bound."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOVE = "above"
    BELOW = "below"
    EQUAL = "equal"
    ONE_OF = "one_of"
    NONE_OF = "none_of"


class State(StrEnum):
    """The outcome of a rule for a subject."""

    MET = "met"
    BROKEN = "broken"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Where:
    """The place of something in a pack's file."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}"


@dataclass(frozen=True, slots=True)
class Test:
    """A figure held against a bound; of codes several."""

    metric: str
    arguments: Mapping[str, object]
    compare: Compare
    bounds: tuple[Quantity, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Condition:
    """Tests that must all hold, or any of them; ``negated`` turns the outcome."""

    tests: tuple[Test | Condition, ...]
    any_of: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule stands: the article or passage, and addresses that say so."""

    place: str
    urls: tuple[str, ...]
    note: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A worked case of a rule: figures given, and what comes of them."""

    name: str
    given: Mapping[str, object]
    expect: State
    missing: tuple[str, ...]
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. ``applies`` says to whom, ``unless`` whom it leaves out although it would apply."""

    id: str
    title: str
    title_en: str
    subject: Subject
    test: Test
    hardness: Hardness
    grade: Grade
    citation: Citation
    applies: Condition | None = None
    unless: Condition | None = None
    note: str = ""
    note_en: str = ""
    cases: tuple[Case, ...] = ()
    where: Where


@dataclass(frozen=True, slots=True)
class Band:
    """From ``lower`` on a figure earns ``points``; ``beyond`` where the edge itself is left out (written >20%)."""

    lower: Quantity
    points: Quantity
    beyond: bool = False

    @property
    def edge(self) -> float:
        """The least number that is in the band."""
        lower = float(self.lower.value)
        return nextafter(lower, inf) if self.beyond else lower


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A sub-item that earns points: in proportion (``ratio``), by bands, or so much a piece up to its maximum.

    Of several ``metrics`` the one that earns most counts.
    """

    id: str
    title: str
    title_en: str
    points: Quantity
    metrics: tuple[Scored, ...]
    grade: Grade
    points_grade: Grade
    citation: Citation
    variants: Mapping[str, tuple[Scored, ...]] = field(default_factory=dict)
    cases: tuple[ScoreCase, ...] = ()
    where: Where


@dataclass(frozen=True, slots=True)
class Scored:
    """A metric with the way in which it earns points, and how sure that way is."""

    metric: str
    arguments: Mapping[str, object]
    way: Literal["ratio", "bands", "each"]
    bands: tuple[Band, ...]
    each: Quantity | None
    grade: Grade
    where: Where


@dataclass(frozen=True, slots=True)
class ScoreCase:
    """Figures given and the points that they earn; nothing where they do not suffice."""

    given: Mapping[str, object]
    points: Quantity | None
    variant: str
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A first- or second-level indicator: its parts add up to its points."""

    id: str
    title: str
    title_en: str
    points: Quantity
    grade: Grade
    parts: tuple[Indicator | Item, ...]
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The rules of one document, about funds of some ``tiers`` where it names any.

    In force from ``since`` until the day before ``until``, where one is known.
    """

    id: str
    title: str
    title_en: str
    issuer: tuple[str, ...]
    number: str
    dated: date
    since: date
    until: date | None
    jurisdiction: str
    supersedes: tuple[str, ...]
    includes: tuple[str, ...]
    grade: Grade
    sources: tuple[str, ...]
    note: str
    rules: tuple[Rule, ...]
    indicators: tuple[Indicator, ...]
    where: Where
    tiers: tuple[str, ...] = ()
