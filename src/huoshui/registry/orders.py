"""The orders of lists, and where a row stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, false, or_, true

from huoshui.registry import schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Column, ColumnElement

#: The values of the columns that a list is ordered by, of one row.
Key = tuple["str | int | None", ...]

_e = schema.entities.c


@dataclass(frozen=True, slots=True)
class By:
    """One column of an order; rows without a value come last either way."""

    column: Column[Any]
    descending: bool = False

    def clause(self) -> ColumnElement[Any]:
        """The column in ORDER BY."""
        ordered: ColumnElement[Any] = self.column.desc() if self.descending else self.column.asc()
        return ordered.nulls_last() if self.column.nullable else ordered

    def beyond(self, value: str | int | None) -> ColumnElement[bool]:
        """Whether a row comes after all those of ``value``."""
        if value is None:
            return false()
        further = self.column < value if self.descending else self.column > value
        return or_(further, self.column.is_(None)) if self.column.nullable else further


DEFAULT_SORT = "-size"
#: What entities can be ordered by; name and id settle what is equal.
_ENTITIES = {
    "size": (By(_e.size), By(_e.newest, descending=True)),
    "-size": (By(_e.size, descending=True), By(_e.newest, descending=True)),
    "date": (By(_e.newest),),
    "-date": (By(_e.newest, descending=True),),
    "name": (By(_e.name),),
    "-name": (By(_e.name, descending=True),),
}


def known_sort(sort: str) -> str:
    """The name of an order of entities; the usual one for a name that is none."""
    return sort if sort in _ENTITIES else DEFAULT_SORT


def entity_order(sort: str) -> tuple[By, ...]:
    """The columns of an order of entities."""
    sort = known_sort(sort)
    named = () if sort.endswith("name") else (By(_e.name),)
    return (*_ENTITIES[sort], *named, By(_e.id))


def beyond(order: Sequence[By], key: Key) -> ColumnElement[bool]:
    """Whether a row comes after the one of that key."""
    result: ColumnElement[bool] = false()
    for by, value in zip(reversed(order), reversed(key), strict=True):
        same = by.column.is_(None) if value is None else by.column == value
        result = or_(by.beyond(value), and_(same, result))
    lead, first = order[0], key[0]
    # Said twice, so that a database begins at the key by its index.
    within = true() if lead.column.nullable else (lead.column <= first if lead.descending else lead.column >= first)
    return and_(within, result)
