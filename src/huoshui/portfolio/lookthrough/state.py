"""The state's share of a company (国有权益比例): by body and by level of government, direct and indirect apart."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from huoshui.errors import InputError
from huoshui.portfolio.extra import np
from huoshui.portfolio.lookthrough.through import Through

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from huoshui.portfolio.lookthrough.holdings import Reals

_CRUMB = 1e-12


class Nature(IntEnum):
    """What kind of owner an entity is; UNKNOWN also for companies and funds, which are looked through."""

    UNKNOWN = 0
    CENTRAL = 1
    PROVINCIAL = 2
    CITY = 3
    COUNTY = 4
    STATE_OWNED = 5
    """A body of the state of which it is not known at which level."""
    FINANCIAL = 6
    SOCIAL = 7
    FOREIGN = 8

    @property
    def is_state(self) -> bool:
        """Whether it is a body of the state, of whatever level."""
        return Nature.CENTRAL <= self <= Nature.STATE_OWNED


@dataclass(frozen=True, slots=True)
class Body:
    """A state body's part of the company: what it holds itself, and what reaches it through entities that are none."""

    entity: int
    nature: Nature
    direct: float
    indirect: float

    @property
    def share(self) -> float:
        """Both together."""
        return self.direct + self.indirect


@dataclass(frozen=True, slots=True)
class Part:
    """The part of the company that ends at owners of one nature."""

    nature: Nature
    share: float


@dataclass(frozen=True, slots=True)
class StateShare:
    """Whose a company is: ``parts``, one for each nature in its order, sum to one.

    ``share`` is that of all state bodies, ``direct`` and ``indirect`` its two pieces; ``bodies`` by falling share.
    """

    company: int
    share: float
    direct: float
    indirect: float
    parts: tuple[Part, ...]
    bodies: tuple[Body, ...]


class StateShares:
    """Answers for any company of ``through``, given the nature of each entity (``Nature`` values, one for each).

    Looking through stops at a state body, and what it has belongs to it: what stands behind a body of the state is the
    state, and a bureau and its vehicle never count for the same share twice. So mark as state bodies only those that
    the state owns whole; a company or fund with other owners beside the state is looked through. What ends at an entity
    that nobody is known to own, or at unknown owners of an entity, has that entity's nature.
    """

    def __init__(self, through: Through, nature: NDArray[np.integer[Any]]) -> None:
        nature = np.asarray(nature)
        if nature.shape != (through.holdings.count,):
            raise InputError("there must be one nature for each entity")
        if not np.isin(nature, list(Nature)).all():
            raise InputError(f"a nature is one of {', '.join(f'{one.value} ({one.name.lower()})' for one in Nature)}")
        self.nature = nature.astype(np.int8)
        self.is_state = (nature >= Nature.CENTRAL) & (nature <= Nature.STATE_OWNED)
        bodies = np.flatnonzero(self.is_state).astype(np.int32)
        self._through = Through(through.holdings.without_owners(bodies))
        self.parts = self._parts()

    @property
    def share(self) -> Reals:
        """The state's share of every entity."""
        shares: Reals = self.parts[:, Nature.CENTRAL : Nature.STATE_OWNED + 1].sum(axis=1)
        return shares

    def of(self, company: int) -> StateShare:
        """The state's share of one company. A state body is its own, wholly and directly."""
        self._through.holdings.checked([company])
        total = np.where(self.is_state, self._through.behind([company], gross=True)[0], 0.0)
        direct = np.zeros(total.size)
        for entity, share in self._through.owners_of(company):
            direct[entity] = share if self.is_state[entity] else 0.0
        if self.is_state[company]:
            total[company] = direct[company] = 1.0
        bodies = [
            Body(int(one), Nature(self.nature[one]), float(direct[one]), _rest(float(total[one]), float(direct[one])))
            for one in np.flatnonzero(total)
        ]
        bodies.sort(key=lambda body: (-body.share, body.entity))
        parts = tuple(Part(nature, float(self.parts[company, nature])) for nature in Nature)
        at_once = sum(body.direct for body in bodies)
        through = sum(body.indirect for body in bodies)
        return StateShare(company, at_once + through, at_once, through, parts, tuple(bodies))

    def _parts(self) -> Reals:
        """For every entity (row) what part of it ends at owners of each nature (column)."""
        ends = self._through.is_end + self._through.gap
        marked = np.zeros((ends.size, len(Nature)))
        marked[np.arange(ends.size), self.nature] = ends
        return self._through.reaching(marked)


def _rest(total: float, direct: float) -> float:
    """What is indirect, without the crumbs that rounding leaves where nothing is."""
    return total - direct if total - direct > _CRUMB else 0.0
