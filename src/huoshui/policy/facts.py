"""What is known of some subjects: a column for each variable, and where each figure comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from huoshui.policy.catalogue import CATALOGUE, Catalogue
from huoshui.policy.extra import np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from huoshui.policy.catalogue import Column, Subject

    Family = Mapping[str, Column]

#: The key of a family under which money stands whose sector or place is not recorded: what rests on it is not known.
UNSTATED = ""
#: The key under which money stands that may be of any: put in its place to see what a figure is at most.
ANY = "*"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a figure comes from: journal entries of the ledger, a statement of the registry, or what somebody entered.

    ``address`` is where a page shows it.
    """

    kind: str
    ids: tuple[str, ...]
    says: str = ""
    address: str = ""


class Evidence(Protocol):
    """Finds the origins of a variable's figure for the subject at a place."""

    def __call__(self, variable: str, place: int) -> tuple[Origin, ...]:
        """The origins; empty where none are kept."""


def nowhere(variable: str, place: int) -> tuple[Origin, ...]:  # noqa: ARG001  # an Evidence
    """No origins are kept."""
    return ()


@dataclass(slots=True, eq=False)
class Facts:
    """Columns for subjects of one sort, in the order of ``ids``; what has no column is not known of anybody.

    ``families`` hold variables that are kept by sector or the like: nought where there is nothing of one. ``spans`` say
    between which two figures a variable lies that is known in part: see ``spans``. Metrics are computed once and kept.
    """

    subject: Subject
    ids: tuple[str, ...]
    names: tuple[str, ...]
    columns: dict[str, Column]
    families: Mapping[str, Family] = field(default_factory=dict)
    spans: Mapping[str, tuple[Column, Column]] = field(default_factory=dict)
    evidence: Evidence = nowhere
    catalogue: Catalogue = field(default_factory=lambda: CATALOGUE)
    _kept: dict[tuple[str, tuple[tuple[str, object], ...]], Column] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    def part(self, places: slice) -> Facts:
        """The facts of some of the subjects; evidence stays behind."""
        return Facts(
            self.subject,
            self.ids[places],
            self.names[places],
            {name: column[places] for name, column in self.columns.items()},
            {name: {key: column[places] for key, column in family.items()} for name, family in self.families.items()},
            {name: (least[places], most[places]) for name, (least, most) in self.spans.items()},
            catalogue=self.catalogue,
        )

    def column(self, name: str, arguments: Mapping[str, object] | None = None) -> Column:
        """The column of a variable or metric. NotFound of a name that the catalogue does not know."""
        if name in self.columns:
            return self.columns[name]
        if name in self.catalogue.variables:
            return np.full(len(self), np.nan)
        key = name, tuple(sorted((arguments or {}).items(), key=lambda pair: pair[0]))
        if key not in self._kept:
            self._kept[key] = self._computed(name, arguments or {})
        return self._kept[key]

    def _computed(self, name: str, arguments: Mapping[str, object]) -> Column:
        self.catalogue.leaves(name)  # no circles
        metric = self.catalogue.metrics[self.catalogue.find(name).name]
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            found: Column = metric.function(*(self._given(need) for need in metric.needs), **arguments)
        found[np.isinf(found)] = np.nan
        return found

    def _given(self, name: str) -> object:
        variable = self.catalogue.variables.get(name)
        if variable is not None and variable.by:
            return self.families.get(name, {})
        return self.column(name)

    def reach(self, name: str, arguments: Mapping[str, object]) -> tuple[Column, Column] | None:
        """The least and most that a metric can still come to, where the catalogue says how."""
        metric = self.catalogue.metrics.get(name)
        if metric is None or metric.reach is None:
            return None
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            reached = metric.reach(*(self._given(need) for need in metric.reach_needs), **arguments)
        least, most = (np.where(np.isinf(column), np.nan, column) for column in reached)
        return least, most

    def missing(self, name: str, place: int) -> tuple[str, ...]:
        """The variables that a figure rests on and that are not known of the subject at a place."""
        return tuple(leaf for leaf in self.catalogue.leaves(name) if self._unknown(leaf, place))

    def _unknown(self, leaf: str, place: int) -> bool:
        if self.catalogue.variables[leaf].by:
            family = self.families.get(leaf, {})
            unstated = UNSTATED in family and not family[UNSTATED][place] <= 0
            return unstated or all(np.isnan(column[place]) for column in family.values())
        return bool(np.isnan(self.column(leaf)[place]))


def codes(names: Sequence[str | None], variable: str, catalogue: Catalogue = CATALOGUE) -> NDArray[np.float64]:
    """The column of a variable of codes."""
    places = {code: float(place) for place, code in enumerate(catalogue.variables[variable].codes)}
    return np.array([places.get(name or "", np.nan) for name in names], np.float64)
