"""Who had committed and paid in how much to which fund on any day, and which funds stood above which."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from huoshui.portfolio.journal import KINDS
from huoshui.portfolio.vocabulary import Change, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from huoshui.portfolio.checks import Setting
    from huoshui.portfolio.journal import Journal


_TRANSFER, _CONTRIBUTION = KINDS[Kind.TRANSFER], KINDS[Kind.CONTRIBUTION]


class Move(NamedTuple):
    """From ``day`` (an ordinal) on, ``holder`` has this much more committed and paid in, in minor units."""

    day: int
    holder: int
    committed: int
    paid: int


class Interests:
    """The interests in all funds of a journal that holds what is valid. Funds and holders are places of nodes."""

    def __init__(self, journal: Journal, setting: Setting) -> None:
        self._setting = setting
        rows = journal.where(journal.of(Kind.COMMITMENT, Kind.CONTRIBUTION, Kind.TRANSFER))
        self._rows = rows.where(rows.held.argsort(kind="stable"))
        self._moves: dict[int, tuple[Move, ...]] = {}
        self._above: dict[tuple[int, int], frozenset[int]] = {}

    def committed(self, fund: int, day: int) -> Mapping[int, int]:
        """What each holder had committed at the end of ``day``, less what it had reduced or sold."""
        return self._sums(fund, day, lambda move: move.committed)

    def paid(self, fund: int, day: int) -> Mapping[int, int]:
        """What each holder had paid in by the end of ``day``, with what it had bought and without what it had sold."""
        return self._sums(fund, day, lambda move: move.paid)

    def above(self, fund: int, day: int) -> frozenset[int]:
        """The fund itself and every fund that had committed to it on ``day``, through any number of tiers."""
        known = self._above.get((fund, day))
        if known is None:
            found, queue = {fund}, [fund]
            while queue:
                holders = self.committed(queue.pop(), day)
                fresh = [one for one, sum_ in holders.items() if sum_ > 0 and one in self._setting.funds]
                queue += [one for one in fresh if one not in found]
                found.update(fresh)
            known = self._above[fund, day] = frozenset(found)
        return known

    def ever_below(self, fund: int) -> frozenset[int]:
        """The fund itself and every fund to which it or one of these ever committed."""
        found, queue = {fund}, [fund]
        while queue:
            fresh = self._held_by.get(queue.pop(), set()) - found
            found |= fresh
            queue += fresh
        return frozenset(found)

    @cached_property
    def _held_by(self) -> Mapping[int, set[int]]:
        """The funds to which each holder ever committed."""
        found: dict[int, set[int]] = defaultdict(set)
        rows = self._rows.where(self._rows.of(Kind.COMMITMENT, Kind.TRANSFER))
        for side in (rows.holder, rows.other):
            for holder, held in set(zip(side.tolist(), rows.held.tolist(), strict=True)):
                found[holder].add(held)
        return found

    def _sums(self, fund: int, day: int, of: Callable[[Move], int]) -> Mapping[int, int]:
        sums: dict[int, int] = defaultdict(int)
        for move in self._of(fund):
            if move.day > day:
                break
            sums[move.holder] += of(move)
        return sums

    def _of(self, fund: int) -> Sequence[Move]:
        """The moves of one fund in order of days."""
        moves = self._moves.get(fund)
        if moves is None:
            first, last = self._rows.held.searchsorted([fund, fund + 1])
            moves = self._moves[fund] = tuple(sorted(_moves(self._rows, range(int(first), int(last)))))
        return moves


def _moves(journal: Journal, rows: range) -> list[Move]:
    found = []
    for row in rows:
        kind, day, holder = int(journal.kind[row]), int(journal.day[row]), int(journal.holder[row])
        minor = int(journal.minor[row])
        if kind == _TRANSFER:
            committed, paid = int(journal.committed[row]), int(journal.paid[row])
            found += [Move(day, holder, -committed, -paid), Move(day, int(journal.other[row]), committed, paid)]
        elif kind == _CONTRIBUTION:
            found.append(Move(day, holder, 0, minor))
        else:
            reduces = journal.natures[journal.nature[row]] == Change.REDUCTION
            found.append(Move(day, holder, -minor if reduces else minor, 0))
    return found
