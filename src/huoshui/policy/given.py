"""Facts of one subject as somebody writes them down: in a pack's case, an application, a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.policy.catalogue import CATALOGUE, Catalogue
from huoshui.policy.extra import np
from huoshui.policy.facts import Facts, nowhere
from huoshui.policy.units import Unit, read_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from huoshui.policy.catalogue import Column, Subject, Variable
    from huoshui.policy.facts import Evidence


def facts_of(
    given: Mapping[str, object],
    subject: Subject,
    *,
    name: str = "",
    catalogue: Catalogue = CATALOGUE,
    evidence: Evidence = nowhere,
) -> Facts:
    """Facts of one subject. Raises ``InputError`` naming the figure that cannot be used; None is not known."""
    columns: dict[str, Column] = {}
    families: dict[str, dict[str, Column]] = {}
    for variable, written in given.items():
        known = catalogue.variables.get(variable)
        if known is None:
            catalogue.find(variable)
            raise InputError(f"{variable} is computed, not given: give what it is computed from")
        if known.by and isinstance(written, dict):
            families[variable] = {key: np.array([_number(known, one)]) for key, one in written.items()}
        elif written is not None:
            columns[variable] = np.array([_number(known, written)])
    return Facts(subject, (name or "1",), (name,), columns, families, evidence=evidence, catalogue=catalogue)


def _number(variable: Variable, written: object) -> float:
    if variable.unit is Unit.CODE:
        if str(written) not in variable.codes:
            raise InputError(f"{variable.name}: {written!r} is none of {', '.join(variable.codes)}")
        return float(variable.codes.index(str(written)))
    quantity = read_quantity(written)
    if quantity.unit is not variable.unit:
        wanted = f"{variable.unit} ({variable.unit.zh})"
        raise InputError(f"{variable.name} is counted in {wanted}, {written!r} is {quantity.unit}")
    return float(quantity.value)
