"""The catalogue: variables that data give, and metrics computed from them, by name.

A metric is a Python function whose parameters are the names of variables or of other metrics; parameters by keyword
only are arguments that a pack may set. It takes and gives numpy arrays with one value a subject, NaN where a figure is
not known, so that whatever rests on an unknown figure is unknown itself. Money is in minor units (分): whole numbers
below 2^53, which floating point keeps exactly; a share is one division of two of them, rounded correctly, so that it
equals a bound of few digits exactly when the true share does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Literal, ParamSpec

from huoshui.errors import InputError, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from huoshui.policy.units import Unit

    Column = NDArray[np.float64]

Subject = Literal["fund", "deal", "company", "manager", "province", "investor"]
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Variable:
    """A figure that data give: from the ledger, the registry, an application or a form.

    ``codes`` are what a variable of the unit ``code`` may be; its column holds places in them. ``by`` names what a
    family of figures is kept by (sector), of which each has a column.
    """

    name: str
    unit: Unit
    zh: str
    en: str
    subject: Subject = "fund"
    codes: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    """A computed figure. ``formula`` is in words of the variables, ``source`` where it is from."""

    name: str
    unit: Unit
    zh: str
    en: str
    subject: Subject
    formula: str
    source: str
    function: Callable[..., Column]
    needs: tuple[str, ...]
    arguments: Mapping[str, object]
    reach: Callable[..., tuple[Column, Column]] | None = None
    reach_needs: tuple[str, ...] = ()


@dataclass(slots=True)
class Catalogue:
    """Variables and metrics by name."""

    variables: dict[str, Variable] = field(default_factory=dict)
    metrics: dict[str, Metric] = field(default_factory=dict)

    def variable(self, *variables: Variable) -> None:
        """Add variables; a name that is taken is an error of the program."""
        for one in variables:
            self._free(one.name)
            self.variables[one.name] = one

    def metric(
        self, unit: Unit, zh: str, en: str, *, formula: str, source: str, subject: Subject = "fund"
    ) -> Callable[[Callable[P, Column]], Callable[P, Column]]:
        """Add the decorated function as a metric of its own name."""

        def added(function: Callable[P, Column]) -> Callable[P, Column]:
            name = function.__name__
            self._free(name)
            parameters = signature(function).parameters.values()
            needs = tuple(p.name for p in parameters if p.kind is Parameter.POSITIONAL_OR_KEYWORD)
            own = {p.name: p.default for p in parameters if p.kind is Parameter.KEYWORD_ONLY}
            self.metrics[name] = Metric(name, unit, zh, en, subject, formula, source, function, needs, own)
            return function

        return added

    def reach(self, name: str) -> Callable[[Callable[P, tuple[Column, Column]]], Callable[P, tuple[Column, Column]]]:
        """Add the decorated function as the least and most that a metric can still come to."""

        def added(function: Callable[P, tuple[Column, Column]]) -> Callable[P, tuple[Column, Column]]:
            from dataclasses import replace

            parameters = signature(function).parameters.values()
            needs = tuple(p.name for p in parameters if p.kind is Parameter.POSITIONAL_OR_KEYWORD)
            self.metrics[name] = replace(self.metrics[name], reach=function, reach_needs=needs)
            return function

        return added

    def find(self, name: str) -> Variable | Metric:
        """A variable or a metric. NotFound names what is nearest."""
        found = self.metrics.get(name) or self.variables.get(name)
        if found is None:
            from difflib import get_close_matches

            near = get_close_matches(name, [*self.metrics, *self.variables], 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise NotFound(f"no metric or variable {name!r}{hint}: see `huoshui policy metrics`")
        return found

    def leaves(self, name: str) -> tuple[str, ...]:
        """The variables that a metric rests on in the end. InputError where metrics rest on each other in a circle."""
        return tuple(dict.fromkeys(self._leaves(name, ())))

    def _leaves(self, name: str, above: tuple[str, ...]) -> Iterator[str]:
        if name in above:
            raise InputError(f"metrics rest on each other in a circle: {' → '.join((*above, name))}")
        if name in self.variables:
            yield name
            return
        for need in self.metrics[self.find(name).name].needs:
            yield from self._leaves(need, (*above, name))

    def _free(self, name: str) -> None:
        if name in self.variables or name in self.metrics:
            raise InputError(f"the catalogue has {name!r} already")


#: The catalogue of this program; modules of ``policy.metrics`` fill it.
CATALOGUE = Catalogue()
