"""One company as of a day: its rounds, who holds it, who stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.errors import NotFound
from huoshui.model.money import Money
from huoshui.portfolio.book import Company
from huoshui.portfolio.extra import np
from huoshui.portfolio.family.behind import parts_behind
from huoshui.portfolio.family.figures import OF_COMPANY
from huoshui.portfolio.family.funds import deal_rows
from huoshui.portfolio.family.views import Account, Amount, CompanyView, RoundRow, StakeRow
from huoshui.portfolio.vocabulary import Instrument, Kind, Stage

if TYPE_CHECKING:
    from huoshui.portfolio.book import Event
    from huoshui.portfolio.family.journal import Recorded
    from huoshui.portfolio.family.owning import Owning
    from huoshui.portfolio.family.returns import Returns
    from huoshui.portfolio.family.scene import Scene


def company_view(scene: Scene, returns: Returns, owning: Owning, recorded: Recorded, name: str) -> CompanyView:
    """The company of an id. NotFound; InputError where look-through has no answer."""
    company = scene.snapshot.node(name)
    if not isinstance(company, Company):
        raise NotFound(f"{name!r} is no company: see `huoshui portfolio list`")
    place, j = scene.place(name), scene.journal
    rounds = np.flatnonzero(j.of(Kind.INVESTMENT) & (j.held == place))
    owners, unknown = owning.owners(place)
    stakes = sorted(owning.stakes.get(name, {}).items(), key=lambda one: (-one[1], one[0]))
    return CompanyView(
        company=company,
        day=scene.day,
        account=Account(tuple(Amount(one, parts_behind(scene, name, one).total) for one in OF_COMPANY)),
        rounds=tuple(_round(scene, one.event) for one in recorded(j.ids[rounds].tolist())),
        stakes=tuple(StakeRow(ref, stake) for holder, stake in stakes if (ref := scene.maybe(holder))),
        deals=deal_rows(scene, returns, owning, np.flatnonzero(scene.standing.deals.company == place).tolist()),
        owners=owners,
        unknown=unknown,
        state=owning.state(place),
        graph=owning.penetration(place),
        excess=owning.excess,
        events=int(((j.held == place) | (j.holder == place)).sum()),
    )


def _round(scene: Scene, event: Event) -> RoundRow:
    return RoundRow(
        event=event.id,
        day=event.day,
        holder=scene.ref(scene.setting.place[event.holder]),
        money=event.money,
        round=event.round,
        instrument=Instrument(event.nature) if event.nature else None,
        stake=event.stake,
        post=None if event.post is None else Money(event.post, event.currency),
        stage=Stage(event.stage) if event.stage else None,
    )
