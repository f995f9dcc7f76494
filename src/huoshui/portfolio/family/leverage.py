"""How far public money was levered (放大倍数), from what each tier's funds have committed and paid in.

Government capital is that of treasuries; social capital all other of which it is known whose it is, money of
state-owned enterprises too. Where anybody of unknown nature has put money in, neither is known. A tier is planned to
be as large as the targets of the funds below it, if all have one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.portfolio.accounts.sums import summed
from huoshui.portfolio.extra import np
from huoshui.portfolio.family import terms
from huoshui.portfolio.family.figures import Figure
from huoshui.portfolio.performance import Leverage, leverage
from huoshui.portfolio.performance import Tier as Level
from huoshui.portfolio.performance.leverage import ALL
from huoshui.portfolio.vocabulary import Nature, Tier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from huoshui.portfolio.family.scene import Ints, Scene

_FUND, _GOVERNMENT, _SOCIAL, _UNKNOWN = range(4)
_TIERS = list(Tier)
#: Direct funds stand beside sub-funds: both invest in companies.
_LEVELS = ((Tier.NATIONAL,), (Tier.REGIONAL,), (Tier.SUB, Tier.DIRECT))


def leverage_of(scene: Scene) -> tuple[Leverage, ...]:
    """Every definition for each tier that has funds, by the tier's code, and over all of them."""
    if not scene.funds:
        return ()
    committed, paid = (_by_source(scene, figure) for figure in (Figure.COMMITTED, Figure.PAID_IN))
    present = [tier for tier in _TIERS if _funds(scene, (tier,))]
    singly = leverage([_level(scene, (tier,), committed, paid) for tier in present])
    together = leverage(
        [_level(scene, level, committed, paid) for level in _LEVELS if any(tier in present for tier in level)]
    )
    return (*(one for one in singly if one.tier != ALL), *(one for one in together if one.tier == ALL))


def _by_source(scene: Scene, figure: Figure) -> Ints:
    """What came into the funds of each tier (rows) from each source (columns), in the family's currency."""
    tier = np.zeros(scene.view.size, np.int64)
    for place, fund in scene.setting.funds.items():
        tier[place] = _TIERS.index(fund.tier)
    source = np.array([_source(scene, place) for place in range(scene.view.size)], np.int64)
    found = np.zeros(len(_TIERS) * 4, np.int64)
    for term in terms.OF_INTEREST[figure]:
        mask = term.mask(scene)
        at: NDArray[np.int64] = tier[scene.journal.held[mask]] * 4 + source[term.nodes(scene)[mask]]
        found += summed(at, term.values(scene, "family")[mask], found.size)
    return found.reshape(len(_TIERS), 4)


def _source(scene: Scene, place: int) -> int:
    nature = scene.nature(place)
    if scene.is_fund[place]:
        return _FUND
    if nature is None or nature is Nature.UNKNOWN:
        return _UNKNOWN
    return _GOVERNMENT if nature.government else _SOCIAL


def _funds(scene: Scene, tiers: Sequence[Tier]) -> list[int]:
    return [place for place in scene.funds if scene.setting.funds[place].tier in tiers]


def _level(scene: Scene, tiers: Sequence[Tier], committed: Ints, paid: Ints) -> Level:
    rows = [_TIERS.index(tier) for tier in tiers]
    promised, given = (table[rows].sum(axis=0).tolist() for table in (committed, paid))
    known_promised, known_given = (not amounts[_UNKNOWN] for amounts in (promised, given))
    return Level(
        name=tiers[0].value,
        size=sum(promised),
        above_committed=promised[_FUND],
        above_paid=given[_FUND],
        government_committed=promised[_GOVERNMENT] if known_promised else None,
        government_paid=given[_GOVERNMENT] if known_given else None,
        social_committed=promised[_SOCIAL] if known_promised else None,
        social_paid=given[_SOCIAL] if known_given else None,
        planned=_planned(scene, _TIERS[max(rows) + 1 :]),
    )


def _planned(scene: Scene, below: Sequence[Tier]) -> int | None:
    """The targets of all funds of the tiers below; None where one has none, or there are none."""
    funds = [scene.setting.funds[place] for place in _funds(scene, below)]
    targets = [fund.target for fund in funds if fund.target]
    if not funds or len(targets) < len(funds):
        return None
    return sum(scene.closing(target.minor, target.currency).minor for target in targets)
