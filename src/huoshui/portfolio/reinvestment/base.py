"""The base of an obligation: the amount of which a multiple must be brought into the place."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from huoshui.portfolio.book import Party
from huoshui.portfolio.vocabulary import Base, Nature

if TYPE_CHECKING:
    from huoshui.portfolio.book import Obligation
    from huoshui.portfolio.reinvestment.interests import Interests
    from huoshui.portfolio.snapshot import Snapshot


class Missing(NamedTuple):
    """A figure without which nothing can be said, in two languages."""

    zh: str
    en: str


def base_of(snapshot: Snapshot, interests: Interests, obligation: Obligation, day: int) -> int | Missing:
    """The base at the end of ``day`` (an ordinal) in minor units of the fund's currency, or what is missing for it.

    All government commitments are those of treasuries, and of funds as far as treasuries committed to these.
    """
    place = snapshot.setting.place
    fund = place[obligation.fund]
    committed = interests.committed(fund, day)
    if obligation.base.of_investor and obligation.investor:
        investor = place[obligation.investor]
        if investor not in committed:
            return _no_commitment(obligation.investor, obligation.fund)
        paid = interests.paid(fund, day)
        return committed[investor] if obligation.base is Base.COMMITTED else paid.get(investor, 0)
    if not committed:
        return _no_commitment("", obligation.fund)
    if obligation.base is Base.SIZE:
        return sum(committed.values())
    share = _government(snapshot, interests, fund, day, frozenset())
    return share if isinstance(share, Missing) else round(share * sum(committed.values()))


def _no_commitment(investor: str, fund: str) -> Missing:
    by = f"{investor} " if investor else ""
    return Missing(f"{by}对 {fund} 的认缴额", f"commitments of {investor or 'anybody'} to {fund}")


def _government(
    snapshot: Snapshot, interests: Interests, fund: int, day: int, over: frozenset[int]
) -> Fraction | Missing:
    """The share of treasuries in the commitments to a fund; ``over`` are the funds from which it was reached."""
    name = snapshot.nodes[fund].id
    if fund in over:
        return Missing(f"{name} 的最终出资人（循环出资）", f"who is behind {name}, which holds itself in a circle")
    committed = {holder: minor for holder, minor in interests.committed(fund, day).items() if minor > 0}
    if not committed:
        return _no_commitment("", name)
    total = Fraction(0)
    for holder, minor in sorted(committed.items()):
        node = snapshot.nodes[holder]
        if not isinstance(node, Party):
            share = _government(snapshot, interests, holder, day, over | {fund})
        elif node.nature is Nature.UNKNOWN:
            share = Missing(f"{node.id} 的资金性质", f"the nature of {node.id}")
        else:
            share = Fraction(node.nature.government)
        if isinstance(share, Missing):
            return share
        total += share * minor
    return total / sum(committed.values())
