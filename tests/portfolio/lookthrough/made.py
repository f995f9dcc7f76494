"""Small sets of holdings for the tests: by hand from words, and drawn by Hypothesis."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from huoshui.portfolio.lookthrough import Holdings


class Named:
    """Holdings between named entities: ``Named({"A>B": 0.6})`` says that A owns 60 % of B."""

    def __init__(self, shares: dict[str, float]) -> None:
        pairs = [key.split(">") for key in shares]
        self.names = list(dict.fromkeys(name for pair in pairs for name in pair))
        holder = [self.id(pair[0]) for pair in pairs]
        held = [self.id(pair[1]) for pair in pairs]
        self.holdings = Holdings(
            len(self.names),
            np.array(holder, dtype=np.int32),
            np.array(held, dtype=np.int32),
            np.array(list(shares.values())),
            self.names,
        )

    def id(self, name: str) -> int:
        return self.names.index(name)


@st.composite
def holdings(draw: st.DrawFn, *, acyclic: bool = False, most: int = 7) -> Holdings:
    """Up to ``most`` entities with any direct shares that leave each some unknown owners, or none at all."""
    count = draw(st.integers(1, most))
    pairs = [(a, b) for a in range(count) for b in range(count) if a < b or not acyclic]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=3 * count)) if pairs else []
    weights = draw(st.lists(st.integers(1, 1000), min_size=len(chosen), max_size=len(chosen)))
    fills = draw(st.lists(st.sampled_from([0.3, 0.75, 0.99] + [1.0] * acyclic), min_size=count, max_size=count))
    of = [sum(w for (_, b), w in zip(chosen, weights, strict=True) if b == held) for held in range(count)]
    share = [w / of[b] * fills[b] for (_, b), w in zip(chosen, weights, strict=True)]
    holder, held = [a for a, _ in chosen], [b for _, b in chosen]
    return Holdings(count, np.array(holder, dtype=np.int32), np.array(held, dtype=np.int32), np.array(share, float))


def dense(made: Holdings) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The direct shares as a matrix, a row for each holder."""
    matrix = np.zeros((made.count, made.count))
    np.add.at(matrix, (made.holder, made.held), made.share)
    return matrix
