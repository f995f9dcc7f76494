"""Funds as a company looks at them: fields, places, stages, tickets, and whether they still invest.

From the registry a fund is what statements say of it; from the ledger also what it invested so far. What neither says
stays unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.model.dates import PartialDate
from huoshui.model.money import Money
from huoshui.model.regions import Region
from huoshui.model.sectors import sectors
from huoshui.policy.calls import entities_of
from huoshui.policy.extra import np
from huoshui.policy.facts import Origin
from huoshui.portfolio.accounts import View
from huoshui.portfolio.book import Company
from huoshui.portfolio.vocabulary import Kind, Tier
from huoshui.registry.source_class import SourceClass

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from huoshui.policy.pack import Grade
    from huoshui.portfolio.book import Fund
    from huoshui.portfolio.snapshot import Snapshot
    from huoshui.registry import Registry
    from huoshui.registry.views import EntityView, Fact

_YUAN = "CNY"
#: Words of a fund's name that state the stage it is for.
_NAMED_STAGES = (
    (("种子", "天使"), ("seed", "startup")),
    (("并购",), ("growth", "mature")),
)
#: Words of a name for funds that may give to other funds alone, and for those whose business is to invest.
_OF_FUNDS = ("母基金", "引导基金")
_INVESTING = ("创业投资", "股权投资", "天使", "种子", "直投", "创投")
_OVER = frozenset({"exited"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A fund for a company. ``areas`` are where it belongs and where it has to re-invest.

    ``tickets`` are the least and the most that it put into one company so far, and ``reached`` the places of those
    companies. ``stages`` are those that its name states or that it invested in (``stages_seen``). ``direct`` and
    ``active`` are None where nothing is known of it. Money is in yuan.
    """

    id: str
    name: str
    origin: Origin
    grade: Grade
    dated: str
    sectors: tuple[str, ...] = ()
    areas: tuple[Region, ...] = ()
    reinvests_in: tuple[Region, ...] = ()
    reached: tuple[Region, ...] = ()
    stages: tuple[str, ...] = ()
    stages_seen: tuple[str, ...] = ()
    size: Money | None = None
    tickets: tuple[Money, Money] | None = None
    direct: bool | None = None
    active: bool | None = None


def offers_of_registry(registry: Registry) -> Iterator[Offer]:
    """Every fund of the registry as an offer."""
    return (offer_of_entity(entity) for entity in entities_of(registry, "Fund"))


def offer_of_entity(entity: EntityView) -> Offer:
    """A fund of the registry as an offer. InputError for an entity that is no fund."""
    if entity.kind != "Fund":
        raise InputError(f"{entity.name} ({entity.id}) is a {entity.kind}, no fund: choose a Fund")
    statements = [one for fact in entity.facts for one in fact.statements]
    statuses = {fact.value for fact in entity.facts_of("status")}
    official = bool(statements) and all(one.source_class is SourceClass.OFFICIAL for one in statements)
    said = dict.fromkeys(" · ".join(filter(None, (one.source, one.document_title))) for one in statements)
    names = (entity.name, *entity.aliases)
    return Offer(
        id=entity.id,
        name=entity.name,
        origin=Origin("statement", tuple(one.id for one in statements), "；".join(said), f"/entities/{entity.id}"),
        grade="A" if official else "B",
        dated=max((one.published for one in statements if one.published), default=""),
        sectors=tuple(fact.value for fact in entity.facts_of("sector") if fact.value in sectors()),
        areas=_regions(entity.facts_of("region")),
        stages=_named_stages(names),
        size=_size(entity.facts_of("size")),
        direct=True if _has(names, _INVESTING) and not _has(names, _OF_FUNDS) else None,
        active=_active(statuses),
    )


def _has(names: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return any(word in name for name in names for word in words)


def _active(statuses: set[str]) -> bool | None:
    if statuses and statuses <= _OVER:
        return False
    return True if "investing" in statuses else None


def _regions(facts: tuple[Fact, ...]) -> tuple[Region, ...]:
    found = []
    for fact in facts:
        try:
            found.append(Region.parse(fact.value))
        except InputError:
            continue
    return tuple(dict.fromkeys(found))


def _size(facts: tuple[Fact, ...]) -> Money | None:
    """The size that is preferred, in yuan; none where sources disagree or it is in another currency."""
    for fact in facts:
        if fact.preferred and not fact.conflict:
            try:
                money = Money.parse(fact.value)
            except InputError:
                return None
            return money if money.currency == _YUAN else None
    return None


def _named_stages(names: tuple[str, ...]) -> tuple[str, ...]:
    found = [stages for words, stages in _NAMED_STAGES if _has(names, words)]
    return tuple(dict.fromkeys(stage for stages in found for stage in stages))


def offers_of_ledger(snapshot: Snapshot, day: date) -> Iterator[Offer]:
    """Every fund of the ledger as an offer at the end of a day, with what it invested by then."""
    view = View(snapshot.journal, snapshot.setting, day)
    j = view.journal
    deals = np.flatnonzero(j.of(Kind.INVESTMENT) & view.is_fund[j.holder] & ~view.is_fund[j.held])
    deals = deals[np.argsort(j.holder[deals], kind="stable")]
    holders = j.holder[deals]
    for place, fund in sorted(snapshot.setting.funds.items()):
        low, high = np.searchsorted(holders, [place, place + 1])
        yield _of_ledger(snapshot, fund, deals[low:high], view, day)


def _of_ledger(snapshot: Snapshot, fund: Fund, deals: np.ndarray, view: View, day: date) -> Offer:
    nodes = [snapshot.nodes[at] for at in view.journal.held[deals].tolist()]
    companies = [node for node in nodes if isinstance(node, Company)]
    amounts = [amount for amount in view.minor[deals].tolist() if amount > 0] if fund.currency == _YUAN else []
    obliged = tuple(one.region for one in snapshot.obligations if one.fund == fund.id)
    over = (fund.investment_end is not None and fund.investment_end < day) or (
        fund.term_end is not None and fund.term_end < day
    )
    below = fund.tier in {Tier.SUB, Tier.DIRECT}
    return Offer(
        id=fund.id,
        name=fund.name,
        origin=Origin("node", (fund.id,), "账本"),
        grade="A",
        dated=str(PartialDate.of(day)),
        sectors=fund.sectors,
        areas=tuple(dict.fromkeys([*([fund.region] if fund.region else []), *obliged])),
        reinvests_in=tuple(dict.fromkeys(obliged)),
        reached=tuple(dict.fromkeys(one.region for one in companies if one.region)),
        stages=_named_stages((fund.name,)),
        stages_seen=tuple(sorted({one.stage.value for one in companies if one.stage})),
        size=fund.target if fund.target and fund.target.currency == _YUAN else None,
        tickets=(Money(min(amounts), _YUAN), Money(max(amounts), _YUAN)) if amounts else None,
        direct=True if below or companies else None,
        active=False if over else True if fund.investment_end else None,
    )
