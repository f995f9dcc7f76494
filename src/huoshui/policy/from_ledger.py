"""Facts of funds and deals as the ledger has them at the end of a day, all funds at once.

What the ledger does not say stays unknown; where it says it of a part (some companies without a stage, some investors
without a nature), the facts hold the span between what is recorded and that with all the rest.

- size: the commitments, or the target where nobody has committed yet; amounts in yuan at the rates of the day;
- idle money: the money in the bank, of which a part may be meant for fees;
- a term: from the day of establishment to that on which it ends; the age: to the day that is looked at;
- a re-investment multiple: the highest of the fund's recorded obligations; unknown, not nought, where none is.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from huoshui.model.money import Money
from huoshui.policy.extra import np
from huoshui.policy.facts import Facts, codes
from huoshui.policy.ledger_contributors import contributors
from huoshui.policy.ledger_evidence import LedgerEvidence, event_evidence
from huoshui.policy.ledger_investments import investments, province
from huoshui.policy.ledger_scene import Scene
from huoshui.portfolio.accounts import net_flows
from huoshui.portfolio.performance import irrs
from huoshui.portfolio.reinvestment import overview
from huoshui.portfolio.vocabulary import Kind, LegalForm, Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.model.regions import Region
    from huoshui.policy.catalogue import Column
    from huoshui.portfolio.snapshot import Snapshot

_FORMS = {LegalForm.PARTNERSHIP: "partnership", LegalForm.CONTRACT: "contract"}


def fund_facts(
    snapshot: Snapshot,
    day: date,
    funds: Sequence[str] | None = None,
    *,
    through: bool = False,
    recognised: bool = True,
) -> Facts:
    """Facts of these funds of the ledger, or of all, in the order of the ledger. NotFound for one not there.

    If ``through``, what a fund invested is with its part (by paid-in) of what the funds below it did; else only its own
    deals count. Without ``recognised``, what was recognised as re-investment stays unknown: it takes most of the time.
    Raises InputError where a rate of exchange is missing that accounts need.
    """
    scene = Scene(snapshot, day, funds, through=through)
    columns, spans = contributors(scene)
    found = investments(scene)
    return Facts(
        "fund",
        tuple(fund.id for fund in scene.funds),
        tuple(fund.name for fund in scene.funds),
        {
            **columns,
            **found.columns,
            **_terms(scene),
            **_accounts(scene, columns["committed"]),
            **_obligations(scene, recognised=recognised),
        },
        found.families,
        {name: span for name, span in (spans | found.spans).items() if _matters(span)},
        evidence=LedgerEvidence(scene, found.counted),
    )


def provinces(snapshot: Snapshot, funds: Sequence[str]) -> tuple[str, ...]:
    """The name of the province of each fund, "" where its place is not recorded: what ranks are told by."""
    found = []
    for name in funds:
        region: Region | None = getattr(snapshot.node(name), "region", None)
        found.append(region.path[0] if region and province(region) else "")
    return tuple(found)


def deal_facts(snapshot: Snapshot, day: date, funds: Sequence[str] | None = None) -> Facts:
    """Facts of every investment of these funds, or of all, that holds on the day; ids are those of the events.

    The valuation is that after the money, where the event states it.
    """
    scene = Scene(snapshot, day, funds)
    j, nodes = scene.view.journal, snapshot.nodes
    rows = scene.investments[np.isin(j.holder[scene.investments], scene.places)]
    ids = tuple(map(str, j.ids[rows].tolist()))
    holders, held = j.holder[rows].tolist(), [scene.companies[at] for at in j.held[rows].tolist()]
    stages = tuple(Stage)
    staged = [stages[at].value if at >= 0 else None for at in j.stage[rows].tolist()]
    columns = {
        "ticket": _in_yuan(scene, rows, j.minor[rows]),
        "entry_valuation": _in_yuan(scene, rows, _post(snapshot, ids)),
        "deal_stage": codes(staged, "deal_stage"),
        "company_size": codes(
            [one.size_class.value if one and one.size_class else None for one in held], "company_size"
        ),
        "deal_field": codes([one.sector if one else None for one in held], "deal_field"),
        "investor_tier": codes([snapshot.setting.funds[at].tier.value for at in holders], "investor_tier"),
    }
    names = tuple(f"{nodes[at].name} → {one.name if one else ''}" for at, one in zip(holders, held, strict=True))
    return Facts("deal", ids, names, columns, evidence=event_evidence(ids))


def _matters(span: tuple[Column, Column]) -> bool:
    return bool((span[1] > span[0]).any())


def _terms(scene: Scene) -> dict[str, Column]:
    ends = [(fund.established, fund.investment_end, fund.term_end) for fund in scene.funds]
    return {
        "age_years": np.array([_age(start, scene.day) for start, _, _ in ends]),
        "term_years": np.array([_years(start, end) for start, _, end in ends]),
        "investment_years": np.array([_years(start, last) for start, last, _ in ends]),
        "exit_years": np.array([_years(last, end) for _, last, end in ends]),
        "term_stated": np.array([1.0 if end else np.nan for _, _, end in ends]),
        "fund_tier": codes([fund.tier.value for fund in scene.funds], "fund_tier"),
        "legal_form": codes([_FORMS.get(f.legal_form) if f.legal_form else None for f in scene.funds], "legal_form"),
    }


def _age(start: date | None, day: date) -> float:
    """The years from the day of establishment, itself included; unknown of a fund that is yet to be established."""
    return np.nan if start is None or start > day else _years(start, day)


def _years(start: date | None, end: date | None) -> float:
    """Whole years from one day to the same day of a later year or to the day before it, a part of one by its days."""
    if start is None or end is None:
        return np.nan
    after = end + timedelta(days=1)
    if (after.month, after.day) == (start.month, start.day):
        return float(after.year - start.year)
    years = end.year - start.year - ((end.month, end.day) < (start.month, start.day))
    try:
        last = start.replace(year=start.year + years)
    except ValueError:  # 29 February
        last = start.replace(year=start.year + years, day=28)
    return years + (end - last).days / 365


def _accounts(scene: Scene, committed: Column) -> dict[str, Column]:
    funds = scene.standing.funds
    targets = np.array([_target(scene, at) for at in range(len(scene.funds))])
    flows = net_flows(scene.standing)
    rates = irrs(flows.days, flows.minor, flows.offsets).rate
    paid_in = scene.sums(funds.paid_in)
    return {
        "fund_size": np.where(np.isnan(committed), targets, committed),
        "paid_in": paid_in,
        "distributed": scene.sums(funds.distributed),
        "nav": scene.sums(funds.nav),
        "idle_money": np.where(paid_in > 0, np.maximum(scene.sums(funds.cash), 0), np.nan),
        "irr": rates[scene.places],
    }


def _target(scene: Scene, at: int) -> float:
    target = scene.funds[at].target
    if target is None:
        return np.nan
    rate = scene.snapshot.setting.rates.rate(target.currency, "CNY", scene.day)
    return np.nan if rate is None else float(target.converted(rate, "CNY").minor)


def _obligations(scene: Scene, *, recognised: bool) -> dict[str, Column]:
    """Of several obligations of a fund, that of the highest multiple."""
    at = {fund.id: n for n, fund in enumerate(scene.funds)}
    multiple, amount = (np.full(len(scene.funds), np.nan) for _ in range(2))
    highest = {one.fund: one for one in sorted(scene.snapshot.obligations, key=lambda one: one.multiple)}
    listed = [one for name, one in highest.items() if name in at]
    for one in listed:
        multiple[at[one.fund]] = float(one.multiple)
    for found in overview(scene.snapshot, listed, scene.day) if recognised else ():
        rate = scene.snapshot.setting.rates.rate(found.recognised.currency, "CNY", scene.day)
        known = not found.missing and rate is not None
        if known and rate:
            amount[at[found.obligation.fund]] = float(found.recognised.converted(rate, "CNY").minor)
    return {"reinvestment_multiple": multiple, "reinvestment_recognised": amount}


def _in_yuan(scene: Scene, rows: np.ndarray, amounts: Sequence[int | None] | np.ndarray) -> Column:
    j, rates = scene.view.journal, scene.snapshot.setting.rates
    found = np.full(len(rows), np.nan)
    for at, (minor, code) in enumerate(zip(list(amounts), j.currency[rows].tolist(), strict=True)):
        rate = rates.rate(j.currencies[code], "CNY", scene.day)
        if minor is not None and rate is not None:
            found[at] = float(Money(int(minor), j.currencies[code]).converted(rate, "CNY").minor)
    return found


def _post(snapshot: Snapshot, ids: Sequence[str]) -> list[int | None]:
    stated = {event.id: event.post for event in snapshot.staked if event.kind is Kind.INVESTMENT}
    return [stated.get(name) for name in ids]
