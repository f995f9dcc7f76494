"""How a fund's money is shared by terms that the caller names, what was in fact paid out, and what concessions cost.

A waterfall on what the journal holds (``sharing_flows`` says which events); nothing here is written down as owed. The
party of carry has no name in it: who gets it is agreed between manager and general partner.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from huoshui.errors import InputError, NotFound
from huoshui.portfolio.book import Fund
from huoshui.portfolio.family.sharing_flows import sharing_flows
from huoshui.portfolio.family.sharing_terms import BuyOut, GainShare, LossShare
from huoshui.portfolio.performance import (
    Basis,
    Buyer,
    BuyOutStep,
    Payment,
    Plain,
    Step,
    distribute,
    early_buy_out,
    gain_share,
    loss_share,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from fractions import Fraction

    from huoshui.model.money import Money
    from huoshui.portfolio.family.scene import Scene
    from huoshui.portfolio.family.sharing_flows import SharingFlows
    from huoshui.portfolio.family.sharing_terms import Concession
    from huoshui.portfolio.family.views import Ref
    from huoshui.portfolio.performance import Settlement, Terms, Waterfall

#: Carry in the waterfall; no node has an empty id.
_CARRY = ""
#: The steps that money takes, in order.
STEPS = (Step.CAPITAL, Step.HURDLE, Step.CATCH_UP, Step.CARRY)


@dataclass(frozen=True, slots=True)
class TierPart:
    """What a step shares out to investors and as carry."""

    step: Step
    investors: Money
    carry: Money

    @property
    def total(self) -> Money:
        """Both."""
        return self.investors + self.carry


@dataclass(frozen=True, slots=True)
class PartyShare:
    """What the terms give an investor, or as carry where ``party`` is None, and what was in fact paid.

    ``given_back`` is the clawback: received by investors, below zero for the carry; ``net`` includes it. Deal by deal,
    ``paid_in`` is its part of what was spent, and what was paid out may differ for what the fund kept.
    """

    party: Ref | None
    paid_in: Money
    capital: Money
    preferred: Money
    catch_up: Money
    beyond: Money
    given_back: Money
    net: Money
    actual: Money

    @property
    def difference(self) -> Money:
        """What the terms give beyond what was paid."""
        return self.net - self.actual


@dataclass(frozen=True, slots=True)
class GrantedShare:
    """What a party has in the plain waterfall and with the concession; carry where ``party`` is None."""

    party: Ref | None
    plain: Money
    granted: Money


@dataclass(frozen=True, slots=True)
class Granted:
    """A concession carried out. ``cost`` to the guidance fund, below zero if it gains; ``price`` of a buy-out."""

    concession: Concession
    cost: Money
    price: Money | None
    shares: tuple[GrantedShare, ...]


@dataclass(frozen=True, slots=True)
class Sharing:
    """A fund's waterfall as of a day, in its currency.

    ``liquidated`` is what is left in the fund and shared out as if received on the day, None where it is not;
    ``distributable`` all that is shared out, ``actual`` what was paid out to investors and as carry. The parties of
    the ``tiers``, and the parties' ``net``, both add up to ``distributable``.
    """

    fund: Ref
    day: date
    terms: Terms
    liquidated: Money | None
    paid_in: Money
    distributable: Money
    actual: Money
    tiers: tuple[TierPart, ...]
    parties: tuple[PartyShare, ...]
    clawback: Money
    guidance: Ref | None
    granted: tuple[Granted, ...]


def sharing(
    scene: Scene,
    name: str,
    terms: Terms,
    *,
    liquidate: bool = False,
    guidance: str = "",
    concessions: Sequence[Concession] = (),
) -> Sharing:
    """The waterfall of a fund, and concessions of the investor ``guidance``. NotFound for a fund that there is not.

    InputError where the journal does not allow the terms, concessions are asked for without an investor of the fund
    who makes them, or what a buy-out or a loss of the whole fund comes to depends on what is still in it.
    """
    if not isinstance(scene.snapshot.node(name), Fund):
        raise NotFound(f"{name!r} is no fund: see `huoshui portfolio list`")
    if concessions and not guidance:
        raise InputError("a concession is somebody's: name the investor who makes it (guidance)")
    run = _Run(scene, scene.place(name), terms, liquidate=liquidate)
    if concessions:
        run.check(concessions)
    return run.view(guidance, concessions)


class _Run:
    """One fund's flows through the waterfall."""

    def __init__(self, scene: Scene, place: int, terms: Terms, *, liquidate: bool) -> None:
        self.scene, self.place, self.terms, self.liquidate = scene, place, terms, liquidate
        self.flows: SharingFlows = sharing_flows(scene, place, terms.basis, liquidate=liquidate)
        self.whole = self._distribute(closed=True)

    def _distribute(self, *, closed: bool) -> Waterfall:
        flows = self.flows
        proceeds = [*flows.proceeds, *(flows.closing if closed else ())]
        return distribute(self.terms, flows.contributions, proceeds, _CARRY)

    def money(self, minor: int) -> Money:
        return self.scene.own(minor, self.place)

    def ref(self, party: str) -> Ref | None:
        return self.scene.maybe(party) if party != _CARRY else None

    # -- the plain waterfall -------------------------------------------------------------------------------------------

    def view(self, guidance: str, concessions: Sequence[Concession]) -> Sharing:
        flows, money = self.flows, self.money
        fund = self.scene.ref(self.place)
        return Sharing(
            fund=fund,
            day=self.scene.day,
            terms=self.terms,
            liquidated=money(sum(sale.minor for sale in flows.closing)) if self.liquidate else None,
            paid_in=money(sum(call.minor for call in flows.contributions)),
            distributable=money(sum(sale.minor for sale in (*flows.proceeds, *flows.closing))),
            actual=money(sum(flows.actual.values()) + flows.carry),
            tiers=tuple(self._tier(step) for step in STEPS),
            parties=self._parties(),
            clawback=money(sum(payment.minor for payment in self.whole.clawback)),
            guidance=self.scene.maybe(guidance),
            granted=tuple(self._granted(one, guidance) for one in concessions),
        )

    def _tier(self, step: Step) -> TierPart:
        carry = self.whole.total(step, _CARRY)
        return TierPart(step, self.money(self.whole.total(step) - carry), self.money(carry))

    def _parties(self) -> tuple[PartyShare, ...]:
        paid: dict[str, int] = {}
        for call in self.flows.contributions:
            paid[call.party] = paid.get(call.party, 0) + call.minor
        named = {party for party in (*paid, *self.flows.actual) if paid.get(party) or self.flows.actual.get(party)}
        order = sorted(named, key=lambda party: (-paid.get(party, 0), party))
        return tuple(self._party(party, paid.get(party, 0)) for party in (*order, _CARRY))

    def _party(self, party: str, paid_in: int) -> PartyShare:
        whole, money = self.whole, self.money
        plain, net = whole.total(None, party), whole.net(party)
        capital, preferred, catch_up, beyond = (money(whole.total(step, party)) for step in STEPS)
        return PartyShare(
            party=self.ref(party),
            paid_in=money(paid_in),
            capital=capital,
            preferred=preferred,
            catch_up=catch_up,
            beyond=beyond,
            given_back=money(net - plain),
            net=money(net),
            actual=money(self.flows.carry if party == _CARRY else self.flows.actual.get(party, 0)),
        )

    # -- concessions ---------------------------------------------------------------------------------------------------

    def check(self, concessions: Sequence[Concession]) -> None:
        """InputError where a concession depends on what is left in the fund and that is left out."""
        left = int(self.scene.standing.funds.nav[self.place])
        if self.liquidate or left <= 0:
            return
        whole = self.terms.basis is Basis.WHOLE_FUND
        if any(isinstance(one, BuyOut) or (whole and isinstance(one, LossShare)) for one in concessions):
            raise InputError(
                f"{self.money(left)} are still in the fund: what this concession costs depends on them; "
                "ask as if it were liquidated (liquidate)"
            )

    def _granted(self, one: Concession, guidance: str) -> Granted:
        settled = self._settled(one, guidance)
        shares = tuple(
            GrantedShare(self.ref(share.party), self.money(share.plain), self.money(share.granted))
            for share in settled.shares
        )
        price = None if settled.price is None else self.money(settled.price)
        return Granted(one, self.money(settled.cost), price, shares)

    def _settled(self, one: Concession, guidance: str) -> Settlement:
        flows = self.flows
        plain = Plain(self.terms, flows.contributions, (*flows.proceeds, *flows.closing), self.whole, guidance)
        match one:
            case GainShare(share, to_manager):
                return gain_share(plain, share, to_manager=to_manager)
            case LossShare(limit):
                return loss_share(plain, limit, per_deal=self.terms.basis is Basis.DEAL_BY_DEAL)
            case BuyOut(day, rate):
                return self._bought(plain, day, rate)

    def _bought(self, plain: Plain, day: date, rate: Fraction) -> Settlement:
        """The buy-out; what is left in the fund comes to whoever holds the share after it."""
        others = [Buyer(p, paid) for p, paid in plain.paid_in().items() if p != plain.guidance and paid]
        first = min(call.day for call in plain.contributions if call.party == plain.guidance)
        steps = [BuyOutStep(max(day.year - first.year, 0) + 1, rate)]
        late = replace(plain, waterfall=self._closed_on(max(self.scene.day, day + timedelta(days=1))))
        return early_buy_out(late, day, steps, others or [Buyer(_CARRY)])

    def _closed_on(self, day: date) -> Waterfall:
        """The same payments to each, those of the liquidation and the clawback on another day."""
        whole, before = self.whole, self._distribute(closed=False)
        rest = ((party, whole.total(None, party) - before.total(None, party)) for party in whole.parties)
        closing = [Payment(day, Step.CARRY, party, minor) for party, minor in rest if minor]
        clawback = tuple(replace(payment, day=day) for payment in whole.clawback)
        return replace(whole, payments=(*before.payments, *closing), clawback=clawback)
