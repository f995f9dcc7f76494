"""What is worked out of an entity's facts so that it can be filtered, sorted and counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from huoshui.model.money import Money
from huoshui.model.sectors import ancestors
from huoshui.registry.ids import number_of
from huoshui.registry.joining import days
from huoshui.registry.source_class import SourceClass

if TYPE_CHECKING:
    from huoshui.registry.views import EntityView

#: What an entity's size is, for sorting and filtering: a call has the size it asks of a fund.
_SIZES = ("size", "min_fund_size")
_PLAIN_TERMS = frozenset({"status", "round", "board"})


class EntityColumns(NamedTuple):
    """Row of ``entity``; ``size`` in minor units of CNY, ``newest`` the last day of the newest date."""

    id: int
    kind: str
    name: str
    size: int | None
    newest: str | None


class TermColumns(NamedTuple):
    """Row of ``entity_term``."""

    entity_id: int
    prop: str
    value: str


class DateColumns(NamedTuple):
    """Row of ``entity_date``, ISO days."""

    entity_id: int
    first_day: str
    last_day: str


@dataclass(frozen=True, slots=True)
class Derived:
    """The rows of one entity."""

    entity: EntityColumns
    terms: tuple[TermColumns, ...]
    dates: tuple[DateColumns, ...]


def derive(view: EntityView) -> Derived:
    """Rows of an entity. Dates are the stated ones or, where none is, its documents' publication; not an analyst's."""
    number = number_of(view.id)
    stated = [f.value for f in view.facts_of("date")]
    said = (s for f in view.facts for s in f.statements if s.source_class is not SourceClass.ANALYST)
    published = [s.published for s in said if s.published]
    intervals = sorted({(first.isoformat(), last.isoformat()) for first, last in map(days, stated or published)})
    size = next((f.value for prop in _SIZES for f in view.facts_of(prop) if f.value.endswith(" CNY")), None)
    newest = max((last for _, last in intervals), default=None)
    return Derived(
        EntityColumns(number, view.kind, view.name, Money.parse(size).minor if size else None, newest),
        tuple(TermColumns(number, prop, value) for prop, value in sorted(_terms(view))),
        tuple(DateColumns(number, first, last) for first, last in intervals),
    )


def _terms(view: EntityView) -> set[tuple[str, str]]:
    pairs = {(f.prop, f.value) for f in view.facts if f.prop in _PLAIN_TERMS}
    for fact in view.facts_of("sector"):
        pairs.update(("sector", code) for code in (fact.value, *ancestors(fact.value)))
    for fact in view.facts_of("region"):
        path = fact.value.split("/")
        pairs.update(("region", "/".join(path[:depth])) for depth in range(1, len(path) + 1))
    return pairs
