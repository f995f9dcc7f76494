"""A fault of an event, and what events are checked against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from huoshui.portfolio.book import Company, Fund
from huoshui.portfolio.rates import Rates

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from huoshui.portfolio.book import Book, Party, Rate
    from huoshui.portfolio.kinds import Node

Of = Literal["party", "fund", "company", "rate", "event", "obligation"]


class Fault(NamedTuple):
    """What is wrong with a field of the event, or other thing, at this place of those checked, in two languages."""

    place: int
    field: str
    zh: str
    en: str
    of: Of = "event"


@dataclass(frozen=True, slots=True)
class Setting:
    """Who there is: the place and the sort of every id, the funds by place, and the rates."""

    ids: tuple[str, ...]
    place: Mapping[str, int]
    sort: Mapping[str, Node]
    funds: Mapping[int, Fund]
    rates: Rates

    @classmethod
    def of(cls, nodes: Iterable[Party | Fund | Company], rates: Iterable[Rate]) -> Setting:
        """The setting of these parties, funds and companies."""
        listed = tuple(nodes)
        sorts: dict[str, Node] = {node.id: sort_of(node) for node in listed}
        return cls(
            ids=tuple(node.id for node in listed),
            place={node.id: place for place, node in enumerate(listed)},
            sort=sorts,
            funds={place: node for place, node in enumerate(listed) if isinstance(node, Fund)},
            rates=Rates(rates),
        )

    @classmethod
    def of_book(cls, book: Book) -> Setting:
        """The setting of a whole book."""
        return cls.of(book.nodes(), book.rates)


def sort_of(node: Party | Fund | Company) -> Node:
    """Which of the three a node is."""
    if isinstance(node, Fund):
        return "fund"
    return "company" if isinstance(node, Company) else "party"
