"""Which entries of the ledger are behind a fund's figure; looked up when somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.policy.extra import np
from huoshui.policy.facts import Origin
from huoshui.portfolio.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from huoshui.policy.facts import Evidence
    from huoshui.policy.ledger_scene import Mask, Scene

_MOVED = (Kind.COMMITMENT, Kind.TRANSFER)
#: By variable, the kinds of events whose fund concerned it is.
_HELD = {
    "fund_size": _MOVED,
    "committed": _MOVED,
    "government_committed": _MOVED,
    "social_committed": _MOVED,
    "largest_other_committed": _MOVED,
    "paid_in": (Kind.CONTRIBUTION,),
    "distributed": (Kind.DISTRIBUTION,),
    "irr": (Kind.CONTRIBUTION, Kind.DISTRIBUTION),
}
#: By variable, the kinds of events that it holds or pays.
_HOLDS = {
    "sub_funds_committed": _MOVED,
    "sub_fund_count": _MOVED,
    "mean_holding_years": (Kind.INVESTMENT, Kind.PROCEEDS),
    "irr": (Kind.VALUATION,),
    "nav": (Kind.VALUATION,),
}
_CASH = (
    Kind.CONTRIBUTION, Kind.DISTRIBUTION, Kind.INVESTMENT, Kind.PROCEEDS, Kind.FEE, Kind.INCOME, Kind.TRANSFER,
)  # fmt: skip
_STATED = frozenset(
    {"age_years", "term_years", "investment_years", "exit_years", "term_stated", "fund_tier", "legal_form"}
)
_OBLIGED = frozenset({"reinvestment_multiple", "reinvestment_recognised"})


class LedgerEvidence:
    """The entries behind the figures of a scene's funds. ``counted`` says by variable which investments it counts."""

    def __init__(self, scene: Scene, counted: Mapping[str, Callable[[int], Mask]]) -> None:
        self._scene, self._counted = scene, counted

    def __call__(self, variable: str, place: int) -> tuple[Origin, ...]:
        """The entries; those of a figure that nobody recorded are none."""
        name = self._scene.funds[place].id
        if variable in _STATED:
            return (Origin("node", (name,)),)
        if variable in _OBLIGED:
            listed = tuple(one.id for one in self._scene.snapshot.obligations if one.fund == name)
            found = (Origin("obligation", listed),) if listed else ()
            return found if variable == "reinvestment_multiple" else (*found, *self._events(self._recognised(place)))
        if variable in self._counted:
            rows = self._scene.investments[self._counted[variable](place)]
            within = self._scene.within(int(self._scene.places[place]))
            return self._events(rows[within[self._scene.view.journal.holder[rows]]])
        return self._events(np.flatnonzero(self._mask(variable, int(self._scene.places[place]))))

    def _mask(self, variable: str, fund: int) -> Mask:
        j, is_fund = self._scene.view.journal, self._scene.view.is_fund
        found = np.zeros(len(j), bool)
        if variable in _HELD:
            found |= j.of(*_HELD[variable]) & (j.held == fund)
        if variable in _HOLDS:
            found |= j.of(*_HOLDS[variable]) & (j.holder == fund)
        if variable in {"fof_committed", "fof_paid_in"}:
            kinds = _MOVED if variable == "fof_committed" else (Kind.CONTRIBUTION,)
            found |= j.of(*kinds) & (j.held == fund) & is_fund[j.holder]
        if variable == "gp_committed":
            partner = self._scene.snapshot.setting.funds[fund].general_partner or ""
            at = self._scene.snapshot.setting.place.get(partner, -1)
            found |= j.of(*_MOVED) & (j.held == fund) & (j.holder == at)
        if variable in {"idle_money", "nav"}:
            found |= j.of(*_CASH) & ((j.held == fund) | (j.holder == fund) | (j.other == fund))
        return found

    def _recognised(self, place: int) -> np.ndarray:
        j = self._scene.view.journal
        return np.flatnonzero(j.of(Kind.RECOGNITION) & (j.holder == self._scene.places[place]))

    def _events(self, rows: np.ndarray) -> tuple[Origin, ...]:
        ids = tuple(map(str, self._scene.view.journal.ids[rows].tolist()))
        return (Origin("event", ids),) if ids else ()


def event_evidence(ids: Sequence[str]) -> Evidence:
    """The evidence of subjects that are events themselves."""

    def found(variable: str, place: int) -> tuple[Origin, ...]:  # noqa: ARG001  # an Evidence
        return (Origin("event", (ids[place],)),)

    return found
