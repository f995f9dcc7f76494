"""What passes a filter and what each further choice would leave, without asking the database about every entity.

Joining and counting take a database tens of milliseconds for every ten thousand entities. Sets of entities as the bits
of whole numbers are intersected and counted in microseconds. They are read once for each revision of the registry and
hold no more than ids: whatever is shown comes from the tables.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from functools import reduce
from itertools import groupby, islice
from operator import and_, itemgetter, or_
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_ as either
from sqlalchemy import select

from huoshui.registry import schema
from huoshui.registry.fulltext import RECORDS
from huoshui.registry.orders import DEFAULT_SORT, entity_order, known_sort
from huoshui.registry.views import FacetCount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection

    from huoshui.registry.views import FundFilter

_e, _t, _d, _r = schema.entities.c, schema.terms.c, schema.dates.c, schema.records.c


@dataclass(frozen=True, slots=True)
class Terms:
    """All entities by what they are filtered by: bit n of a set is the n-th entity, the largest first.

    ``sizes`` are those of the first entities, negative so that they ascend; ``bearers`` the sets by property and value,
    of regions only provinces and what has no division above it; ``months`` the sets of what is dated in a month.
    ``orders`` are filled as they are asked for.
    """

    revision: int
    ids: Sequence[int]
    places: Mapping[int, int]
    sizes: Sequence[int]
    kinds: Mapping[str, int]
    bearers: Mapping[str, Mapping[str, int]]
    months: Mapping[str, int]
    records: Mapping[int, int]
    orders: dict[str, Sequence[int]] = field(default_factory=dict)

    def set_of(self, entity_ids: Iterable[int]) -> int:
        """The set of these entities."""
        places = self.places
        return _bits([places[entity_id] for entity_id in entity_ids if entity_id in places], len(self.ids))


@dataclass(frozen=True, slots=True)
class Found:
    """The set of entities that each part of a filter leaves, by its name."""

    terms: Terms
    sets: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many pass the whole filter."""
        return self._all_but("").bit_count()

    def counts(self, prop: str, more: Mapping[str, int] | None = None) -> tuple[FacetCount, ...]:
        """How many bear each value of a property, under all parts of the filter but its own; ``more`` values too."""
        others = self._all_but(prop)
        bearers = {**self.terms.bearers.get(prop, {}), **(more or {})}
        counted = ((value, (others & bearing).bit_count()) for value, bearing in bearers.items())
        return tuple(FacetCount(v, n) for v, n in sorted(counted, key=lambda c: (-c[1], c[0])) if n)

    def ids(self, order: Sequence[int], *, begin: int = 0, skip: int = 0, limit: int) -> list[int]:
        """Ids of those that pass, in an order of places from its place ``begin`` on, without the first ``skip``."""
        passing = self._all_but("").to_bytes(len(self.terms.ids) // 8 + 1, "little")
        found = (place for place in islice(order, begin, None) if passing[place >> 3] >> (place & 7) & 1)
        return [self.terms.ids[place] for place in islice(found, skip, skip + limit)]

    def _all_but(self, prop: str) -> int:
        everything = (1 << len(self.terms.ids)) - 1
        return reduce(and_, (found for name, found in self.sets.items() if name != prop), everything)


def read_terms(connection: Connection, revision: int) -> Terms:
    """The sets of all entities as they are stored now."""
    query = select(_e.id, _e.kind, _e.size).order_by(*_clauses(DEFAULT_SORT))
    rows = connection.execute(query).all()
    number = len(rows)
    places = {row[0]: place for place, row in enumerate(rows)}
    kinds: dict[str, list[int]] = defaultdict(list)
    for place, (_, kind, _) in enumerate(rows):
        kinds[kind].append(place)
    records = connection.execute(select(_r.id, _r.entity_id).where(_r.entity_id.is_not(None)))
    return Terms(
        revision,
        [row[0] for row in rows],
        places,
        [-row[2] for row in rows if row[2] is not None],
        {kind: _bits(found, number) for kind, found in kinds.items()},
        _bearers(connection, places),
        _months(connection, places),
        {record: places[entity] for record, entity in records if entity in places},
    )


def order_of(connection: Connection, terms: Terms, sort: str) -> Sequence[int]:
    """The places of all entities in an order; an unknown one is the usual."""
    sort = known_sort(sort)
    if sort == DEFAULT_SORT:
        return range(len(terms.ids))
    if sort not in terms.orders:
        ids = connection.execute(select(_e.id).order_by(*_clauses(sort))).scalars()
        terms.orders[sort] = [terms.places[entity_id] for entity_id in ids]
    return terms.orders[sort]


def _clauses(sort: str) -> list[ColumnElement[Any]]:
    return [by.clause() for by in entity_order(sort)]


def find(connection: Connection, terms: Terms, wanted: FundFilter) -> Found:
    """What passes each part of a filter. An amount that is not in yuan narrows nothing."""
    sets: dict[str, int] = {}
    if wanted.kind:
        sets["kind"] = terms.kinds.get(wanted.kind, 0)
    for prop in ("sector", "region", "status"):
        value = getattr(wanted, prop)
        if value:
            sets[prop] = _bearing(connection, terms, prop, value)
    if wanted.since or wanted.until:
        sets["date"] = _dated(connection, terms, wanted.since, wanted.until)
    if wanted.min_size is not None and wanted.min_size.currency == "CNY":
        sets["size"] = (1 << bisect_right(terms.sizes, -wanted.min_size.minor)) - 1
    if wanted.text.strip():
        held = terms.records
        found = (held[record] for record in RECORDS.found(connection, wanted.text) if record in held)
        sets["text"] = _bits(found, len(terms.ids))
    return Found(terms, sets)


def below(connection: Connection, terms: Terms, region: str) -> dict[str, int]:
    """The set of each place inside of a region."""
    # A range, which an index can use; the sign after the slash ends it.
    inside = (_t.value > f"{region}/") & (_t.value < f"{region}0")
    query = select(_t.value, _t.entity_id).where(_t.prop == "region", inside).order_by(_t.value)
    pairs = connection.execute(query)
    return {value: terms.set_of(map(itemgetter(1), group)) for value, group in groupby(pairs, key=itemgetter(0))}


def _bearing(connection: Connection, terms: Terms, prop: str, value: str) -> int:
    if prop != "region" or "/" not in value:
        return terms.bearers.get(prop, {}).get(value, 0)
    query = select(_t.entity_id).where(_t.prop == prop, _t.value == value)
    return terms.set_of(connection.execute(query).scalars())


def _dated(connection: Connection, terms: Terms, since: str, until: str) -> int:
    """Entities with a date in the period: by whole months; only of a month that is cut are the days looked at."""
    # ISO prefixes compare as text: 2026 and 2026-01 are before each of their days, and ~ comes after all of them.
    whole = (month for month in terms.months if since[:7] <= month and (not until or month <= f"{until}~"))
    cut = {day[:7] for day in (since, until) if len(day) > 7}
    found = reduce(or_, (terms.months[month] for month in whole if month not in cut), 0)
    for month in cut:
        days = (_d.last_day >= max(month, since)) & (_d.first_day <= min(f"{month}~", f"{until or month}~"))
        found |= terms.set_of(connection.execute(select(_d.entity_id).where(days)).scalars())
    return found


def _bearers(connection: Connection, places: Mapping[int, int]) -> dict[str, dict[str, int]]:
    held = either(_t.prop.in_(("sector", "status")), (_t.prop == "region") & ~_t.value.contains("/"))
    pairs = connection.execute(select(_t.prop, _t.value, _t.entity_id).where(held).order_by(_t.prop, _t.value))
    result: dict[str, dict[str, int]] = defaultdict(dict)
    for (prop, value), group in groupby(pairs, key=itemgetter(0, 1)):
        result[prop][value] = _bits([places[row[2]] for row in group], len(places))
    return result


def _months(connection: Connection, places: Mapping[int, int]) -> dict[str, int]:
    dated: dict[str, list[int]] = defaultdict(list)
    for entity_id, first, last in connection.execute(select(_d.entity_id, _d.first_day, _d.last_day)):
        for month in _months_between(first[:7], last[:7]):
            dated[month].append(places[entity_id])
    return {month: _bits(found, len(places)) for month, found in dated.items()}


def _months_between(first: str, last: str) -> Iterator[str]:
    if first == last:
        yield first
        return
    year, month = int(first[:4]), int(first[5:])
    while (name := f"{year:04d}-{month:02d}") <= last:
        yield name
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _bits(found: Iterable[int], length: int) -> int:
    octets = bytearray(length // 8 + 1)
    for place in found:
        octets[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(octets, "little")
