"""How sure a value is: how often values read in like circumstances were right in labelled texts.

``confidence.toml`` holds what ``tools/confidence.py`` counted; it says less of texts by new writers than of those. What
was counted too rarely to tell is taken as its property is in all.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from huoshui.model.records import Record, Value

#: Fewer values than this tell nothing.
_FEW = 8


def circumstances(kind: str, prop: str, code: str, rivals: int) -> Iterator[str]:
    """The circumstances of a value, the narrowest first: one of several amounts, a code, its property."""
    if prop == "size" and rivals > 1:
        yield f"{kind}.{prop}.several"
    if prop == "status":
        yield f"{kind}.{prop}.{code}"
    yield f"{kind}.{prop}"
    yield "all"


def graded(record: Record) -> Record:
    """The record with the confidence of each value."""
    changed: dict[str, Any] = {}
    for prop in record.properties():
        values: tuple[Value[object], ...] = getattr(record, prop)
        if values:
            sure = tuple(_confidence(record.kind, prop, str(value), len(values)) for value in values)
            changed[prop] = tuple(replace(v, confidence=c) for v, c in zip(values, sure, strict=True))
    return replace(record, **changed)


@cache
def _confidence(kind: str, prop: str, code: str, rivals: int) -> float:
    """By Laplace's rule of succession, so that nothing is ever certain."""
    table = _table()
    for name in circumstances(kind, prop, code, rivals):
        right, counted = table.get(name, (0, 0))
        if counted >= _FEW:
            return round((right + 1) / (counted + 2), 3)
    return 1.0


@cache
def _table() -> Mapping[str, tuple[int, int]]:
    text = files("huoshui.extraction").joinpath("confidence.toml").read_text(encoding="utf-8")
    return {name: (right, counted) for name, (right, counted) in tomllib.loads(text)["counted"].items()}
