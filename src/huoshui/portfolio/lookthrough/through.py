"""Shares through all tiers as one linear system; docs/lookthrough.md says what they mean and where that is from.

S holds the direct shares, a row for each holder. What is held through any number of tiers is
T = S + S² + S³ + … = S (I − S)⁻¹, whether or not entities hold each other. Entities are put in topological order,
members of one group of cross-holdings side by side; then the factors of I − S have no entries outside of these groups.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from huoshui.errors import HuoshuiError, InputError
from huoshui.portfolio.extra import np, sparse
from huoshui.portfolio.lookthrough.holdings import added

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from huoshui.portfolio.lookthrough.holdings import Holdings, Ids, Reals, Some

#: By how much a solution may miss its equations.
TOLERANCE = 1e-9
#: Larger groups of cross-holdings are solved by rounds instead of factors, which could fill the memory.
DENSE = 500
#: Beyond so many members of a group, what comes back to each of them takes too long to find.
LARGEST = 4_000
_ROUNDS = 5_000
_SETTLED = 1e-14
#: Right-hand sides in one go: as many as stay in the processor's cache, which is twice as fast as all at once.
_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Ultimate:
    """Who stands at the ends of the chains behind ``company``: ``share.sum() + unknown`` is one.

    An end is an entity that nobody is known to own; ``owner`` lists them by falling share. ``unknown`` is what belongs
    to owners that the holdings do not name, of the company itself or of any entity behind it. A company that nobody is
    known to own is its own end.
    """

    company: int
    owner: Ids
    share: Reals
    unknown: float


class Through:
    """All direct and indirect shares among the entities of ``holdings``.

    InputError where a group of entities owns itself wholly, so that nobody stands behind it. HuoshuiError where the
    system cannot be solved to 1e-9. Making it costs about as much as solving for a dozen holders.
    """

    def __init__(self, holdings: Holdings) -> None:
        self.holdings = holdings
        count = holdings.count
        self._direct = sparse.csr_array((holdings.share, (holdings.holder, holdings.held)), shape=(count, count))
        _, label = sparse.csgraph.connected_components(self._direct, directed=True, connection="strong")
        self._group = label.astype(np.int32)
        self._size = np.bincount(self._group)
        self._within = self._group[holdings.holder] == self._group[holdings.held]
        self._refuse_closed_groups()
        # Groups are numbered from the ends that hold nothing; were they not, this would only be slower (see _factor).
        self._order = np.argsort(-self._group, kind="stable").astype(np.int32)
        self._rank = np.empty(count, dtype=np.int32)
        self._rank[self._order] = np.arange(count, dtype=np.int32)
        self._factor()
        self._check_whole()

    def of_holders(self, holders: Some, *, gross: bool = False) -> Reals:
        """What each of ``holders`` has of every entity, directly and through all tiers: a row for each holder.

        Only a holder that stands in a ring of cross-holdings has gross shares that differ: gross, what returns to it
        counts again each time round, and may exceed one. Takes 8 bytes for each holder and entity.
        """
        ids = self.holdings.checked(holders)
        shares = self._solve(self._direct[ids], transposed=False)
        if not gross:
            again = 1 + shares[np.arange(ids.size), ids]
            for row in np.flatnonzero(again > 1):
                shares[row] /= again[row]
        return shares

    def behind(self, companies: Some, *, gross: bool = False) -> Reals:
        """What every entity has of each of ``companies``, directly and through all tiers: a row for each company.

        HuoshuiError for shares that are not gross where thousands hold one another in one ring.
        """
        ids = self.holdings.checked(companies)
        shares = self._solve(self._columns[ids], transposed=True)
        return shares if gross else shares / (1 + self.own)

    def ultimate(self, companies: Some) -> tuple[Ultimate, ...]:
        """Who stands at the ends of the chains behind each company."""
        ids = self.holdings.checked(companies)
        found = []
        for company, row in zip(ids.tolist(), self.behind(ids, gross=True), strict=True):
            ends = np.where(self.is_end, row, 0.0)
            ends[company] += self.is_end[company]
            owner = np.flatnonzero(ends).astype(np.int32)
            owner = owner[np.argsort(-ends[owner], kind="stable")]
            found.append(Ultimate(company, owner, ends[owner], float(self.unknown[company])))
        return tuple(found)

    def owners_of(self, company: int) -> list[tuple[int, float]]:
        """The known direct owners of an entity and their shares, rows of one pair added up."""
        return _entries(self._columns, int(self.holdings.checked([company])[0]))

    def held_by(self, holder: int) -> list[tuple[int, float]]:
        """What an entity holds directly and which shares of it, rows of one pair added up."""
        return _entries(self._direct, int(self.holdings.checked([holder])[0]))

    def held_together(self, holders: Some) -> Reals:
        """What these holders own of every entity directly, added up."""
        total: Reals = np.asarray(self._direct[self.holdings.checked(holders)].sum(axis=0))
        return total

    @cached_property
    def is_end(self) -> NDArray[np.bool_]:
        """Which entities nobody is known to own."""
        ends: NDArray[np.bool_] = self.holdings.known == 0
        return ends

    @cached_property
    def gap(self) -> Reals:
        """What part of each entity belongs directly to owners that are not known; 0 for the ends of chains."""
        return np.where(self.is_end, 0.0, np.maximum(1 - self.holdings.known, 0.0))

    @cached_property
    def unknown(self) -> Reals:
        """What part of each entity belongs, through all tiers, to owners that are not known."""
        return self.reaching(self.gap[:, None])[:, 0]

    @cached_property
    def _columns(self) -> Any:  # noqa: ANN401  # scipy ships no types
        return self._direct.T.tocsr()

    @cached_property
    def own(self) -> Reals:
        """What comes back to each entity of itself, each time round counted: T's diagonal; 0 outside of rings."""
        return self._own()

    def reaching(self, marked: Reals) -> Reals:
        """How much of each entity belongs to what is marked: for each column m of ``marked``, m (I − S)⁻¹.

        ``marked`` says which part of an entity counts where a chain ends in it. Marks on an entity and on one
        behind it add up, so mark ends of chains, gaps, or entities whose owners were taken away.
        """
        return self._solve(sparse.csr_array(marked.T), transposed=False).T

    # -- the system ------------------------------------------------------------------------------------------------

    def _factor(self) -> None:
        """Factors of I − Sᵀ in topological order, and what they leave out.

        Left out are entries above the diagonal that do not stand in a small group: with them the factors could fill
        up. They are few or none, and ``_settle`` brings them in by rounds, which converge since all shares are
        non-negative and no group is closed (a regular splitting of an M-matrix: Varga, Matrix Iterative Analysis, 3.6).
        """
        count, holdings = self.holdings.count, self.holdings
        row, column = self._rank[holdings.held], self._rank[holdings.holder]
        apart = (column > row) & ~(self._within & (self._size[self._group[holdings.held]] <= DENSE))
        kept, diagonal = ~apart, np.arange(count, dtype=np.int32)
        if apart.any():
            self._apart = sparse.csr_array((holdings.share[apart], (row[apart], column[apart])), shape=(count, count))
            row, column, share = row[kept], column[kept], holdings.share[kept]
        else:
            self._apart, share = None, holdings.share
        entries = np.concatenate([-share, np.ones(count)])
        places = np.concatenate([row, diagonal]), np.concatenate([column, diagonal])
        self._system = sparse.csc_array((entries, places), shape=(count, count))
        self._lu = sparse.linalg.splu(self._system, permc_spec="NATURAL", diag_pivot_thresh=0.0)

    def _solve(self, right: Any, *, transposed: bool) -> Reals:  # noqa: ANN401  # scipy ships no types
        """Solutions for the rows of the sparse ``right`` in the entities' own order; each row one right-hand side."""
        shares = np.empty(right.shape)
        for start in range(0, right.shape[0], _AT_ONCE):
            block = right[start : start + _AT_ONCE].tocoo()
            sides = np.zeros((self.holdings.count, block.shape[0]), order="F")
            sides[self._rank[block.coords[1]], block.coords[0]] = block.data
            found = self._lu.solve(sides, "T" if transposed else "N")
            if self._apart is not None:
                found = self._settle(found, transposed=transposed)
            self._check(found, sides, transposed=transposed)
            for row, solution in enumerate(found.T, start):
                np.take(solution, self._rank, out=shares[row], mode="clip")
        return shares

    def _settle(self, first: Reals, *, transposed: bool) -> Reals:
        apart = self._apart.T if transposed else self._apart
        found = first
        for _ in range(_ROUNDS):
            after: Reals = first + self._lu.solve(np.asfortranarray(apart @ found), "T" if transposed else "N")
            moved = np.abs(after - found).max(initial=0.0)
            found = after
            if moved <= _SETTLED * max(1.0, float(found.max(initial=0.0))):
                break
        else:
            raise HuoshuiError("look-through: a group of cross-holdings owns itself almost wholly and cannot be solved")
        return found

    def _check(self, found: Reals, sides: Reals, *, transposed: bool) -> None:
        """All equations at once, their columns under weights between 1 and 2, lest errors cancel out."""
        weights = 1 + np.random.default_rng(found.shape[1]).random(found.shape[1])
        # einsum, since the products of a large array with a short vector are slower on several threads than on one.
        weighed = np.einsum("nk,k->n", found, weights)
        system = self._system.T if transposed else self._system
        missed = system @ weighed - np.einsum("nk,k->n", sides, weights)
        if self._apart is not None:
            missed -= (self._apart.T if transposed else self._apart) @ weighed
        worst = float(np.abs(missed).max(initial=0.0))
        if not worst <= TOLERANCE * max(1.0, float(weighed.max(initial=0.0))):
            raise HuoshuiError(f"look-through: a solution misses its equations by {worst:.3g}")

    def _check_whole(self) -> None:
        """Behind every entity stands exactly the whole of it: ends of chains and unknown owners make one."""
        whole = self.reaching((self.gap + self.is_end)[:, None])[:, 0]
        off = np.abs(whole - 1)
        if not off.max(initial=0.0) <= TOLERANCE:
            worst = int(off.argmax())
            name = self.holdings.name(worst)
            raise HuoshuiError(f"look-through: the owners of {name} add up to {whole[worst]:.9g}, not to one")

    # -- groups ----------------------------------------------------------------------------------------------------

    def _refuse_closed_groups(self) -> None:
        """InputError for a group whose members have no owners outside of it, known or unknown."""
        if not self._within.any():
            return
        holdings = self.holdings
        inside = added(holdings.held[self._within], holdings.share[self._within], holdings.count)
        open_members = np.bincount(self._group, inside < 1 - 1e-12, self._size.size)
        closed = np.flatnonzero(open_members == 0)
        if closed.size:
            members = np.flatnonzero(self._group == closed[0])
            raise InputError(
                f"{len(members)} entities own one another wholly, so that nobody stands behind them:"
                f" {holdings.listed(members.tolist())}; say who else holds a share",
            )

    def _own(self) -> Reals:
        own = np.zeros(self.holdings.count)
        if not self._within.any():
            return own
        rows = np.flatnonzero(self._within)
        group = self._group[self.holdings.held[rows]]
        rows = rows[np.argsort(group, kind="stable")]
        group = self._group[self.holdings.held[rows]]
        for part in np.split(rows, np.flatnonzero(np.diff(group)) + 1):
            self._own_of_group(part, own)
        return own

    def _own_of_group(self, rows: NDArray[np.intp], own: Reals) -> None:
        """Fill in T's diagonal for one group, given the rows of the holdings within it."""
        members = np.unique(self.holdings.held[rows])
        if members.size > LARGEST:
            raise HuoshuiError(
                f"look-through: {members.size:,} entities hold one another in one ring, {LARGEST:,} can be told apart;"
                " look at ultimate owners or gross shares",
            )
        among = np.eye(members.size)
        places = (np.searchsorted(members, ids[rows]) for ids in (self.holdings.holder, self.holdings.held))
        np.subtract.at(among, tuple(places), self.holdings.share[rows])
        own[members] = np.linalg.inv(among).diagonal() - 1


def _entries(matrix: Any, row: int) -> list[tuple[int, float]]:  # noqa: ANN401  # scipy ships no types
    place = slice(matrix.indptr[row], matrix.indptr[row + 1])
    return list(zip(matrix.indices[place].tolist(), matrix.data[place].tolist(), strict=True))
