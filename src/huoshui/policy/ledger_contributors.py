"""Who committed how much to each fund: governments, social capital, the funds above, the general partner.

Money that comes through funds of the family is divided as their own commitments are. Social capital is that of
financial institutions, of private and of foreign investors; a state-owned enterprise's own money is neither that nor a
government's. What comes from investors whose nature is not stated makes both unknown, within a span.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.policy.extra import np
from huoshui.policy.ledger_scene import LONGEST
from huoshui.portfolio.accounts.sums import summed
from huoshui.portfolio.book import Party
from huoshui.portfolio.extra import sparse
from huoshui.portfolio.vocabulary import Nature

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from huoshui.policy.catalogue import Column
    from huoshui.policy.ledger_scene import Ints, Scene, Span

    Floats = NDArray[np.float64]

_GOVERNMENT, _STATE, _SOCIAL, _UNSTATED = range(4)
_NEAR = 1e-12


def contributors(scene: Scene) -> tuple[dict[str, Column], dict[str, Span]]:
    """The columns of contributors, and the spans of those known in part."""
    shares, size = scene.standing.interests, scene.size
    from_fund = scene.view.is_fund[shares.investor]
    committed = np.maximum(shares.committed, 0)
    total = summed(shares.fund, committed, size)
    above = summed(shares.fund[from_fund], committed[from_fund], size)
    others = ~from_fund
    largest = np.zeros(size, np.int64)
    np.maximum.at(largest, shares.fund[others], committed[others])
    columns = {
        "committed": _known(scene.sums(total), total[scene.places] > 0),
        "fof_committed": _known(scene.sums(above), total[scene.places] > 0),
        "fof_paid_in": scene.sums(summed(shares.fund[from_fund], shares.paid_in[from_fund], size)),
        "largest_other_committed": _known(scene.sums(largest), total[scene.places] > 0),
        "sub_funds_committed": _into_funds(scene, committed),
        "sub_fund_count": np.bincount(shares.investor[committed > 0], minlength=size)[scene.places].astype(np.float64),
        "gp_committed": _of_partner(scene, committed),
        "fof_total_paid_in": _of_fund_above(scene, committed),
    }
    behind = _behind(scene, committed, total)
    spans = {}
    for name, kind in (("government_committed", _GOVERNMENT), ("social_committed", _SOCIAL)):
        columns[name], spans[name] = _by_nature(scene, behind, total, kind)
    return columns, spans


def _into_funds(scene: Scene, committed: Ints) -> Column:
    """What each fund committed to others, of whatever currency."""
    shares = scene.standing.interests
    amounts = committed * scene.factor[shares.fund]
    found: Column = np.rint(np.bincount(shares.investor, amounts, minlength=scene.size)[scene.places])
    return found


def _known(column: Column, where: NDArray[np.bool_]) -> Column:
    return np.where(where, column, np.nan)


def _by_nature(scene: Scene, behind: Floats, total: Ints, kind: int) -> tuple[Column, Span]:
    unstated = behind[:, _UNSTATED] > _NEAR
    sure = np.rint(behind[:, kind] * total).astype(np.int64)
    rest = np.rint(np.where(unstated, behind[:, _UNSTATED], 0) * total).astype(np.int64)
    has = total[scene.places] > 0
    least, most = _known(scene.sums(sure), has), _known(scene.sums(sure + rest), has)
    return np.where(unstated[scene.places], np.nan, least), (least, most)


def _behind(scene: Scene, committed: Ints, total: Ints) -> Floats:
    """By node, the shares of governments, state-owned enterprises, social capital and of who is not stated.

    Funds are followed upwards tier by tier; what goes round in a circle, or further than any family, is not stated.
    """
    shares, size = scene.standing.interests, scene.size
    weight = committed / np.maximum(total[shares.fund], 1)
    from_fund = scene.view.is_fund[shares.investor]
    own = np.zeros((size, 4))
    kinds = np.array([_kind(node) if isinstance(node, Party) else _UNSTATED for node in scene.snapshot.nodes], np.int64)
    named = ~from_fund
    np.add.at(own, (shares.fund[named], kinds[shares.investor[named]]), weight[named])
    ends = shares.fund[from_fund], shares.investor[from_fund]
    up = sparse.csr_array((weight[from_fund], ends), shape=(size, size))
    found, step = own.copy(), own
    for _ in range(LONGEST):
        step = up @ step
        if not step.any():
            break
        found += step
    found[:, _UNSTATED] = np.where(total > 0, 1 - found[:, :_UNSTATED].sum(axis=1), 0)
    return found


def _kind(party: Party) -> int:
    if party.nature is Nature.UNKNOWN:
        return _UNSTATED
    if party.nature.government:
        return _GOVERNMENT
    return _STATE if party.nature is Nature.STATE_OWNED else _SOCIAL


def _of_partner(scene: Scene, committed: Ints) -> Column:
    """The general partner's own commitment; not known where nobody is named as that."""
    shares, place = scene.standing.interests, scene.snapshot.setting.place
    partner = np.full(scene.size, -1, np.int64)
    for at, fund in zip(scene.places.tolist(), scene.funds, strict=True):
        partner[at] = place.get(fund.general_partner or "", -1)
    own = shares.investor == partner[shares.fund]
    found = scene.sums(summed(shares.fund[own], committed[own], scene.size))
    return _known(found, partner[scene.places] >= 0)


def _of_fund_above(scene: Scene, committed: Ints) -> Column:
    """What the fund above had paid in itself; of several funds above, that which committed most."""
    shares = scene.standing.interests
    from_fund = np.flatnonzero(scene.view.is_fund[shares.investor] & (committed > 0))
    order = from_fund[np.argsort(committed[from_fund], kind="stable")]
    above = np.full(scene.size, -1, np.int64)
    above[shares.fund[order]] = shares.investor[order]  # of several assignments the last stays
    upper = above[scene.places]
    paid = np.full(len(upper), np.nan)
    currency = scene.snapshot.setting.funds
    same = [at for at, place in enumerate(upper.tolist()) if place >= 0 and currency[place].currency == "CNY"]
    paid[same] = scene.standing.funds.paid_in[upper[same]]
    return paid
