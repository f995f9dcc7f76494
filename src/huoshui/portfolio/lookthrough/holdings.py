"""Who holds which share of whom directly, on one day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from huoshui.errors import InputError
from huoshui.portfolio.extra import np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ids: TypeAlias = NDArray[np.int32]
    Reals: TypeAlias = NDArray[np.float64]
    #: Some of the entities, by their numbers.
    Some: TypeAlias = Sequence[int] | NDArray[np.integer[Any]]

Names: TypeAlias = Sequence[str] | Callable[[int], str]

#: Shares of one entity may exceed one by this much before they are taken for wrong.
SLACK = 1e-9
#: How many names an error lists.
_NAMED = 5


def added(at: NDArray[Any], figures: Reals, count: int) -> Reals:
    """The sum of the figures at each of ``count`` places."""
    return np.bincount(at, figures, count).astype(np.float64, copy=False)


@dataclass(frozen=True, eq=False)
class Holdings:
    """Direct holdings between ``count`` entities, one for each place in the arrays.

    ``holder[n]`` owns ``share[n]`` (a fraction of one) of ``held[n]``. Several rows of one pair add up. ``names`` is
    only used in messages. InputError where a share is not within (0, 1], an entity is out of range, an entity's known
    owners have more than all of it, or an entity owns itself wholly.

    Where the shares of an entity exceed one by no more than rounding, they are scaled down to one.
    """

    count: int
    holder: NDArray[np.integer[Any]]
    held: NDArray[np.integer[Any]]
    share: Reals
    names: Names | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.count < 1:
            raise InputError("there is nobody to look through: no entities")
        for name in ("holder", "held"):
            object.__setattr__(self, name, self.checked(getattr(self, name)))
        object.__setattr__(self, "share", np.asarray(self.share, dtype=np.float64))
        self._check_rows()
        whole = self.known
        self._refuse(whole > 1 + SLACK, "more than the whole of {} is held: its shares add up to {:.9g}", whole)
        own = self.treasury
        self._refuse(own >= 1 - SLACK, "{} is said to own itself wholly (share {:.9g})", own)
        if (whole > 1).any():
            object.__setattr__(self, "share", self.share / np.maximum(whole, 1.0)[self.held])

    @property
    def known(self) -> Reals:
        """What part of each entity has owners that are known; 0 where nobody is known to own it."""
        return added(self.held, self.share, self.count)

    @property
    def treasury(self) -> Reals:
        """What part of each entity it holds of itself directly (库存股)."""
        return added(self.held, np.where(self.holder == self.held, self.share, 0.0), self.count)

    def name(self, entity: int) -> str:
        """The entity's name, or its number where there are no names."""
        if self.names is None:
            return f"entity {entity}"
        return self.names(entity) if callable(self.names) else self.names[entity]

    def listed(self, entities: Sequence[int]) -> str:
        """Some of the entities' names and how many more there are."""
        more = f" and {len(entities) - _NAMED} more" if len(entities) > _NAMED else ""
        return ", ".join(self.name(int(entity)) for entity in entities[:_NAMED]) + more

    def checked(self, entities: Some) -> Ids:
        """The same entities as an array; InputError where one is out of range."""
        ids = np.atleast_1d(np.asarray(entities))
        if ids.size and ids.dtype.kind not in "iu":
            raise InputError(f"entities are known by whole numbers, not by {ids.dtype} values")
        if ids.size and (ids.min() < 0 or ids.max() >= self.count):
            raise InputError(f"no such entity among {self.count}: {int(ids[(ids < 0) | (ids >= self.count)][0])}")
        return ids.astype(np.int32)

    def without_owners(self, entities: Some) -> Holdings:
        """The same holdings as if nobody owned these entities, so that looking through stops at them."""
        stop = np.zeros(self.count, dtype=bool)
        stop[self.checked(entities)] = True
        kept = ~stop[self.held]
        return Holdings(self.count, self.holder[kept], self.held[kept], self.share[kept], self.names)

    def _check_rows(self) -> None:
        if not self.holder.shape == self.held.shape == self.share.shape or self.holder.ndim != 1:
            raise InputError("holder, held and share are not of one length")
        wrong = np.flatnonzero(~((self.share > 0) & (self.share <= 1)))
        if wrong.size:
            row = int(wrong[0])
            pair = f"{self.name(int(self.holder[row]))} in {self.name(int(self.held[row]))}"
            raise InputError(f"a share is a part of one, above 0 and at most 1, not {self.share[row]:.9g}: {pair}")

    def _refuse(self, wrong: NDArray[np.bool_], message: str, figures: Reals) -> None:
        if wrong.any():
            first = int(np.flatnonzero(wrong)[0])
            raise InputError(message.format(self.name(first), figures[first]))
