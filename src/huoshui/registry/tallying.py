"""What totals are made of: the funds that pass a filter, with their amounts, statuses, years and what is above them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from huoshui.errors import InputError
from huoshui.model.money import Money
from huoshui.registry import schema
from huoshui.registry.facts import counting, disagreement, preferred
from huoshui.registry.ids import number_of
from huoshui.registry.loading import chunks, statement_query, statement_view
from huoshui.registry.measures import measure_of
from huoshui.registry.search import conditions
from huoshui.registry.source_class import SourceClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Select

    from huoshui.registry.measures import Measure
    from huoshui.registry.views import FundFilter, StatementView

_s, _r, _k, _e, _t, _d = (
    t.c for t in (schema.statements, schema.records, schema.keys, schema.entities, schema.terms, schema.dates)
)
_FIGURES = ("size", "first_phase")
#: From the first word of a fund to its end; a fund stands where the furthest statement puts it.
STAGES = (
    "planned", "signed", "launched", "recruiting", "registered", "established", "filed", "investing", "exited",
)  # fmt: skip


class Figure(NamedTuple):
    """An amount of a fund: the preferred one, whether sources disagree on it, and how many documents give one."""

    amount: Money
    qualifier: str | None
    disputed: bool
    sources: int


@dataclass(frozen=True, slots=True)
class Tallied:
    """A fund as it is counted.

    ``status`` is the furthest one stated, "" where none is; ``above`` are the ids of its parents, their parents and so
    on, less its own sub-funds: where documents make two funds each other's parent, neither is above the other.
    """

    id: int
    name: str
    status: str
    year: str
    above: frozenset[int]
    figures: Mapping[Measure, Figure]


def load(connection: Connection, wanted: FundFilter) -> tuple[Tallied, ...]:
    """The funds that pass the filter, by name."""
    chosen = select(_e.id).where(*conditions(replace(wanted, kind="Fund")).values())
    named = connection.execute(select(_e.id, _e.name).where(_e.id.in_(chosen)).order_by(_e.name, _e.id)).all()
    figures = _figures(connection, chosen)
    above = _above(connection, [fund for fund, _ in named])
    statuses: dict[int, set[str]] = defaultdict(set)
    query = select(_t.entity_id, _t.value).where(_t.prop == "status", _t.value.in_(STAGES), _t.entity_id.in_(chosen))
    for fund, status in connection.execute(query):
        statuses[fund].add(status)
    first = select(_d.entity_id, func.min(_d.first_day)).where(_d.entity_id.in_(chosen)).group_by(_d.entity_id)
    days = dict(map(tuple, connection.execute(first)))
    return tuple(
        Tallied(
            id=fund,
            name=name,
            status=max(statuses.get(fund, ()), key=STAGES.index, default=""),
            year=days.get(fund, "")[:4],
            above=above[fund],
            figures=figures.get(fund, {}),
        )
        for fund, name in named
    )


def _figures(connection: Connection, chosen: Select[tuple[int]]) -> dict[int, dict[Measure, Figure]]:
    stated: dict[int, list[StatementView]] = defaultdict(list)
    query = statement_query().where(_s.prop.in_(_FIGURES), _r.entity_id.in_(chosen))
    for row in connection.execute(query):
        statement = statement_view(row)
        stated[number_of(statement.entity_id)].append(statement)
    return {fund: dict(_measured(counting(statements))) for fund, statements in stated.items()}


def _measured(statements: Sequence[StatementView]) -> Iterator[tuple[Measure, Figure]]:
    """The figure of each measure of one fund."""
    by_measure: dict[Measure, list[StatementView]] = defaultdict(list)
    corrected = {measure_of(s) for s in statements if s.review == "corrected" and s.prop == "size"}
    for statement in statements:
        measure = measure_of(statement)
        # An analyst's correction has no words of the document around it: it is of the measure that it corrects.
        if statement.source_class is SourceClass.ANALYST and statement.prop == "size" and len(corrected) == 1:
            measure = next(iter(corrected))
        if measure is not None:
            by_measure[measure].append(statement)
    for measure, found in by_measure.items():
        best = preferred(found)
        amount = _money(best.value)
        if amount is not None:
            sources = len({s.document_id for s in found})
            yield measure, Figure(amount, best.qualifier, disagreement(found), sources)


def _money(value: str) -> Money | None:
    """The amount of a statement; None where it gives none that can be added up."""
    try:
        return Money.parse(value)
    except InputError:
        return None


def _above(connection: Connection, funds: Iterable[int]) -> dict[int, frozenset[int]]:
    """For each fund everything above it, by names that exactly one fund bears."""
    chosen = list(funds)
    parents: dict[int, set[int]] = {}
    frontier = set(chosen)
    while frontier:
        parents |= _parents(connection, frontier)
        frontier = {parent for found in parents.values() for parent in found} - parents.keys()
    reached = {fund: _reached(fund, parents) for fund in parents}
    return {fund: frozenset(a for a in reached[fund] if fund not in reached[a]) for fund in chosen}


def _parents(connection: Connection, funds: set[int]) -> dict[int, set[int]]:
    result: dict[int, set[int]] = {fund: set() for fund in funds}
    children: dict[str, set[int]] = defaultdict(set)
    for some in chunks(sorted(funds)):
        stated = select(_r.entity_id, _s.key).join(schema.records, _s.record_id == _r.id)
        stated = stated.where(_r.entity_id.in_(some), _s.prop == "parent", _s.key.is_not(None))
        stated = stated.where(
            _s.review.is_distinct_from("rejected"), _s.review.is_distinct_from("corrected")
        ).distinct()
        for fund, key in connection.execute(stated):
            children[key].add(fund)
    bearers: dict[str, set[int]] = defaultdict(set)
    for some_keys in chunks(sorted(children)):
        query = select(_k.key, _r.entity_id).join(schema.records, _k.record_id == _r.id)
        query = query.where(_k.key.in_(some_keys), _k.kind == "Fund", _r.entity_id.is_not(None)).distinct()
        for key, bearer in connection.execute(query):
            bearers[key].add(bearer)
    for key, found in bearers.items():
        if len(found) == 1:
            for fund in children[key]:
                result[fund] |= found - {fund}
    return result


def _reached(fund: int, parents: Mapping[int, set[int]]) -> set[int]:
    seen: set[int] = set()
    waiting = list(parents[fund])
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting.extend(parents[one])
    return seen
