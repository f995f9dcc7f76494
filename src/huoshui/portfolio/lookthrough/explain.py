"""Where a look-through share comes from: who carries it into the company, and along which paths."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.portfolio.lookthrough.holdings import Reals
    from huoshui.portfolio.lookthrough.through import Through

#: How many steps the search for paths takes before it gives what it has.
_STEPS = 20_000


@dataclass(frozen=True, slots=True)
class Carrier:
    """A direct holder of the company that carries ``share`` of the company to the one who is asked about.

    ``upstream`` is what the one asked about has of the carrier (one where it is the carrier itself), ``direct`` what
    the carrier owns of the company directly; ``share`` is their product.
    """

    entity: int
    upstream: float
    direct: float
    share: float


@dataclass(frozen=True, slots=True)
class Path:
    """A chain of entities from holder to company, and the product of the shares along it."""

    entities: tuple[int, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Paths:
    """The strongest paths by falling share. ``total`` is the whole look-through share, ``rest`` what is not shown.

    No path visits an entity twice; what goes round a ring is in the rest. ``cut`` where the search was ended before it
    had found as many paths as were asked for.
    """

    paths: tuple[Path, ...]
    total: float
    rest: float
    cut: bool


def carriers(through: Through, holder: int, company: int) -> tuple[Carrier, ...]:
    """The holder's share of the company by the last link, largest first; their shares add up to the whole of it."""
    upstream = through.of_holders([holder])[0]
    upstream[holder] = 1.0
    found = [
        Carrier(entity, float(upstream[entity]), direct, float(upstream[entity]) * direct)
        for entity, direct in through.owners_of(company)
        if upstream[entity] > 0
    ]
    return tuple(sorted(found, key=lambda carrier: (-carrier.share, carrier.entity)))


def strongest_paths(through: Through, holder: int, company: int, most: int = 10) -> Paths:
    """At most ``most`` paths from holder to company, strongest first.

    A best-first search upward from the company. The holder's look-through share of an entity bounds every path that
    leads through it, so that the first paths found are the strongest and dead ends are never entered.
    """
    reach = through.of_holders([holder], gross=True)[0]
    total = float(through.of_holders([holder])[0, company])
    found: list[Path] = []
    cut = True
    for path in _best_first(through, reach, holder, company):
        if path is None or len(found) == most:
            break
        found.append(path)
    else:
        cut = False
    cut = cut and len(found) < most
    return Paths(tuple(found), total, max(total - sum(path.share for path in found), 0.0), cut)


def _best_first(through: Through, reach: Reals, holder: int, company: int) -> Iterator[Path | None]:
    """Paths by falling share; None where the search ran out of steps."""
    waiting: list[tuple[float, int, float, tuple[int, ...]]] = [(-1.0, 0, 1.0, (company,))]
    steps = 0
    while waiting:
        _, _, share, chain = heapq.heappop(waiting)
        if chain[0] == holder and len(chain) > 1:
            yield Path(chain, share)
            continue
        for entity, direct in through.owners_of(chain[0]):
            steps += 1
            onward = share * direct
            if entity == holder:
                heapq.heappush(waiting, (-onward, steps, onward, (entity, *chain)))
            elif reach[entity] > 0 and entity not in chain:
                heapq.heappush(waiting, (-onward * float(reach[entity]), steps, onward, (entity, *chain)))
        if steps > _STEPS:
            yield None
