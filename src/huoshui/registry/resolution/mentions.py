"""What goes into the resolver and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from huoshui.model.dates import PartialDate
    from huoshui.model.money import Money
    from huoshui.model.regions import Region

Kind = Literal["fund", "organisation", "company"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Mention:
    """What one document says of one thing. ``id`` is the caller's; it stands for the mention in all results.

    ``size`` is a fund's total; ``date`` when it was set up; ``managers``, ``backers`` (a company's investors, an
    organisation's owners) and ``parent`` are names as stated. Leave out what is not stated.
    """

    id: str
    kind: Kind
    name: str
    aliases: tuple[str, ...] = ()
    region: Region | None = None
    size: Money | None = None
    date: PartialDate | None = None
    managers: tuple[str, ...] = ()
    backers: tuple[str, ...] = ()
    parent: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of a waterfall: the ``level`` at which a ``feature`` of two mentions agrees, worth ``weight`` bits.

    Bits are log2 of how many times likelier that level is between mentions of one thing than between others.
    ``says`` and ``says_en`` are the level in words, ``left`` and ``right`` the values compared.
    """

    feature: str
    left: str
    right: str
    level: int
    weight: float
    says: str
    says_en: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two mentions are of one thing; ``veto`` names what forbids it whatever else agrees."""

    left: str
    right: str
    same: bool
    probability: float
    veto: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A scored pair of mentions; ``levels`` are those of the model's comparisons, in their order (-1: not stated)."""

    left: Mention
    right: Mention
    weight: float
    levels: tuple[int, ...]

    @property
    def probability(self) -> float:
        """That both are one thing, by the model."""
        return probability(self.weight)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The prior and each comparison with its weight; their sum is the link's."""
        from huoshui.registry.resolution.reasons import reasons_of

        return reasons_of(self.left, self.right, self.left.kind, self.levels)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Mentions judged to be of one thing, by their ids in order."""

    kind: Kind
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """All mentions in clusters, the links that hold them together, and doubtful links, the likeliest first.

    A cluster of n mentions has n - 1 links: the strongest that connect it.
    """

    clusters: tuple[Cluster, ...]
    links: tuple[Link, ...]
    doubtful: tuple[Link, ...]


def probability(weight: float) -> float:
    """Probability of a match weight in bits."""
    if weight > 60:
        return 1.0
    odds: float = 2.0 ** max(weight, -200.0)
    return odds / (1 + odds)
