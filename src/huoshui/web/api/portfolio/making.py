"""Views of a family as what the API answers with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from huoshui.model.money import Money
from huoshui.model.regions import Region
from huoshui.portfolio.family import By, lines, views
from huoshui.portfolio.kinds import SHAPES
from huoshui.portfolio.vocabulary import Stage
from huoshui.web.api.portfolio import lines as entries
from huoshui.web.api.portfolio import models
from huoshui.web.api.values import CodeValue

if TYPE_CHECKING:
    from collections.abc import Callable

    from huoshui.portfolio.book import Event
    from huoshui.portfolio.family import Family
    from huoshui.portfolio.performance import Leverage, PeriodReturn
    from huoshui.portfolio.reinvestment import Progress
    from huoshui.web.api.portfolio.wire import Wire


def family(wire: Wire, view: views.Overview) -> models.FamilyTotals:
    """The whole family."""
    tiers = tuple(
        wire.of(models.TierTotals, one, account=wire.account(one.account, tier=one.tier.value)) for one in view.tiers
    )
    return wire.of(
        models.FamilyTotals,
        view,
        as_of=view.day.isoformat(),
        first=wire.value(view.first),
        account=wire.account(view.account),
        tiers=tiers,
        leverage=tuple(_leverage(wire, one, view.currency) for one in view.leverage),
    )


def _leverage(wire: Wire, one: Leverage, currency: str) -> models.LeverageFigure:
    def money(minor: int | None) -> Any:  # noqa: ANN401
        return None if minor is None else wire.value(Money(minor, currency))

    return models.LeverageFigure(
        one.definition.value, one.tier, money(one.numerator), money(one.denominator), wire.value(one.ratio)
    )


def tree(wire: Wire, found: Family) -> models.FamilyTree:
    """The family as a graph."""
    view = found.tree()
    return wire.of(models.FamilyTree, view, as_of=found.day.isoformat())


def fund_item(wire: Wire, row: views.FundRow) -> models.FundItem:
    """A fund in the list."""
    return wire.of(models.FundItem, row, account=wire.account(row.account, row.fund.id))


def fund(wire: Wire, view: views.FundView) -> models.Account:
    """A fund's account."""
    fund = view.fund
    roles = {"general_partner": view.general_partner, "manager": view.manager, "custodian": view.custodian}
    terms = wire.of(
        models.FundTerms,
        fund,
        **{role: wire.value(ref) for role, ref in roles.items()},
        sectors=tuple(wire.sector(code) for code in fund.sectors),
    )
    return wire.of(
        models.Account,
        view,
        as_of=view.day.isoformat(),
        fund=terms,
        account=wire.account(view.account, fund.id),
        periods=tuple(_year(wire, one, fund.currency) for one in view.periods),
    )


def _year(wire: Wire, one: PeriodReturn, currency: str) -> models.YearReturn:
    amounts = {
        name: None if (minor := getattr(one, name)) is None else wire.value(Money(minor, currency))
        for name in ("opening", "closing", "paid_in", "received", "gain")
    }
    start, end = (day.isoformat() for day in (one.period.start, one.period.end))
    return wire.of(models.YearReturn, one, label=one.period.label, start=start, end=end, **amounts)


def company(wire: Wire, view: views.CompanyView) -> models.CompanyAccount:
    """A company."""
    return wire.of(
        models.CompanyAccount,
        view,
        as_of=view.day.isoformat(),
        company=wire.of(models.CompanyTerms, view.company),
        account=wire.account(view.account, view.company.id),
    )


def holder(wire: Wire, view: views.HolderView, name_of: Callable[[str], str]) -> models.HolderAccount:
    """What somebody holds; ``name_of`` names a manager."""
    return wire.of(
        models.HolderAccount,
        view,
        as_of=view.day.isoformat(),
        holder=wire.node(view.graph.middle),
        returns=wire.value(view.performance),
        account=wire.account(view.account, view.holder.id),
        breakdowns=tuple(_breakdown(wire, one, name_of) for one in view.breakdowns),
    )


def _breakdown(wire: Wire, view: views.Breakdown, name_of: Callable[[str], str]) -> models.Breakdown:
    def category(code: str | None) -> CodeValue | None:
        if code is None:
            return None
        match view.by:
            case By.SECTOR:
                return wire.sector(code)
            case By.REGION:
                return CodeValue(code=code, label=Region.of_code(code).name)
            case By.STAGE:
                return CodeValue(code=code, label=Stage(code).label(wire.locale))
            case By.MANAGER:
                return CodeValue(code=code, label=name_of(code))
        return CodeValue(code=code, label=code)

    slices = tuple(wire.of(models.Category, one, category=category(one.code)) for one in view.slices)
    return wire.of(models.Breakdown, view, by=view.by.value, slices=slices)


# -- re-investment -----------------------------------------------------------------------------------------------------


def reinvestment(wire: Wire, found: Family) -> entries.Reinvestment:
    """All obligations."""
    made = tuple(_obligation(wire, found, one) for one in found.reinvestment().progress)
    return entries.Reinvestment(found.day.isoformat(), made)


def _obligation(wire: Wire, found: Family, one: Progress) -> entries.Obligation:
    obligation, currency = one.obligation, one.recognised.currency
    checks = tuple(
        wire.of(entries.CheckPoint, each, day=each.check.day.isoformat(), share=wire.value(each.check.share))
        for each in one.checks
    )
    items = tuple(
        wire.of(
            entries.Counted,
            item,
            holder=wire.value(found.ref(item.holder)),
            held=wire.value(found.ref(item.held)),
            counted=wire.value(Money(item.counted, currency)),
        )
        for item in one.items
    )
    return wire.of(
        entries.Obligation,
        one,
        id=obligation.id,
        name=obligation.name,
        fund=wire.value(found.ref(obligation.fund)),
        region=wire.value(obligation.region),
        base_of=wire.value(obligation.base),
        multiple=wire.value(obligation.multiple),
        checks=checks,
        places=tuple(entries.PlaceAmount(wire.value(region), wire.value(money)) for region, money in one.by_place()),
        items=items,
        missing=tuple(each.en if wire.locale == "en" else each.zh for each in one.missing),
    )


# -- the journal -------------------------------------------------------------------------------------------------------


def line(wire: Wire, row: lines.JournalRow) -> entries.EventLine:
    """A line of the journal."""
    event, shape = row.event, SHAPES[row.event.kind]
    nature = shape.natures.codes(event.nature) if shape.natures and event.nature else None
    given = {name: wire.value(getattr(row, name)) for name in ("holder", "held", "other", "entry", "undone_by", "part")}
    amounts = {name: _amount(wire, event, name) for name in ("post", "cost", "committed", "paid")}
    return wire.of(
        entries.EventLine,
        event,
        amount=wire.value(event.money) if shape.money else None,
        nature=wire.value(nature),
        stage=wire.value(Stage(event.stage)) if event.stage else None,
        region=wire.value(Region.of_code(event.region)) if event.region else None,
        reverses=event.reverses or None,
        **given,
        **amounts,
    )


def _amount(wire: Wire, event: Event, name: str) -> Any:  # noqa: ANN401
    minor = getattr(event, name)
    return None if minor is None else wire.value(Money(minor, event.currency))


def derived(wire: Wire, one: lines.Derived) -> entries.DerivedAmount:
    """What another figure adds."""
    node, other = (ref.id if ref else "" for ref in (one.node, one.other))
    return wire.of(
        entries.DerivedAmount,
        one,
        figure=one.figure.value,
        label=one.figure.label(wire.locale),
        amount=wire.value(one.money),
        journal=wire.address("journal", figure=one.figure.value, node=node, other=other),
    )
