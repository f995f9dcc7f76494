"""What rules of funds say of a company as an investment: its valuation, the ticket, the field."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from huoshui.policy.calls import call_of_pack
from huoshui.policy.clauses import Clause
from huoshui.policy.pack import State
from huoshui.policy.profiles import SECTORS, Given
from huoshui.policy.units import Quantity, Unit
from huoshui.policy.verdicts import outcomes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huoshui.policy.pack import Pack
    from huoshui.policy.profiles import Profile

#: What a company is, as an investment in it.
_AS_DEAL = {
    "need": "ticket",
    "valuation": "entry_valuation",
    "stage": "deal_stage",
    "enterprise_size": "company_size",
}


def as_deal(company: Profile) -> Profile:
    """A company's profile as that of an investment of all that it needs, at its latest valuation."""
    figures = {_AS_DEAL[name]: given for name, given in company.figures.items() if name in _AS_DEAL}
    if len(company.sectors) == 1:
        figures["deal_field"] = Given(
            Quantity(Decimal(0), Unit.CODE, company.sectors[0]), company.where.get(SECTORS, "")
        )
    return replace(company, figures=figures)


def deal_clauses(company: Profile, packs: Iterable[Pack]) -> tuple[Clause, ...]:
    """What the rules of packs say of an investment in a company, by pack and rule: those that its figures decide.

    A rule of which nothing is known, or that does not apply, is left out.
    """
    deal = as_deal(company)
    facts = deal.facts("deal")
    found: dict[str, Clause] = {}
    for pack in sorted(packs, key=lambda one: one.id):
        call = call_of_pack(pack)
        for rule in pack.rules:
            if rule.subject == "deal":
                verdict = outcomes(pack, rule, facts).of(0)
                if verdict.state in {State.MET, State.BROKEN}:
                    found.setdefault(rule.id, Clause(verdict, call.origins_of(rule)))
    return tuple(found.values())
