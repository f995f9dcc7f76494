"""Facts of funds as documents state them: the preferred facts of the registry, each with its statements as origins.

Documents say little of what rules ask for: the size, the term, and for a fund of whose call for managers the registry
knows, the re-investment that it was to agree to. A call that a fund makes is about its sub-funds, not about itself.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.model.money import Money
from huoshui.model.regions import Region
from huoshui.policy.extra import np
from huoshui.policy.facts import Facts, Origin
from huoshui.registry.views import FundFilter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from huoshui.policy.catalogue import Column
    from huoshui.registry import Registry
    from huoshui.registry.views import EntityView, Fact

_AT_ONCE = 500
#: By variable, the record type and property that state it.
_STATED = {
    "fund_size": ("Fund", "size"),
    "term_years": ("Fund", "term_years"),
    "term_stated": ("Fund", "term_years"),
    "reinvestment_multiple": ("ManagerCall", "reinvestment_multiple"),
}


def fund_facts(registry: Registry, funds: Iterable[str] | None = None) -> Facts:
    """Facts of these funds of the registry (ids of entities), or of all. What is in another currency stays unknown.

    DatabaseError from the registry. An id that it has not is left out.
    """
    found = registry.entities_by_id(funds) if funds is not None else _all(registry, "Fund")
    return facts_of_entities([one for one in found if one.kind == "Fund"], _all(registry, "ManagerCall"))


def facts_of_entities(funds: Sequence[EntityView], calls: Sequence[EntityView] = ()) -> Facts:
    """As ``fund_facts``, of entities at hand."""
    chosen = [_chosen(fund, call) for fund, call in zip(funds, _calls(funds, calls), strict=True)]
    return Facts(
        "fund",
        tuple(fund.id for fund in funds),
        tuple(fund.name for fund in funds),
        {name: _column(name, chosen) for name in _STATED},
        evidence=_Statements(funds, chosen),
    )


def provinces(funds: Sequence[EntityView]) -> tuple[str, ...]:
    """The province that each fund is preferably said to be in, "" where none is or several are."""
    found = []
    for fund in funds:
        paths = {fact.value.split("/")[0] for fact in fund.facts_of("region") if fact.preferred}
        codes = [Region.parse(path).code for path in paths]
        found.append(next(iter(paths)) if len(codes) == 1 and codes[0].endswith("0000") else "")
    return tuple(found)


def _all(registry: Registry, kind: str) -> tuple[EntityView, ...]:
    rows: list[EntityView] = []
    end = None
    while True:
        _, some = registry.entities_after(FundFilter(kind=kind, sort="name"), end, _AT_ONCE)
        rows += some.rows
        end = some.end
        if end is None:
            return tuple(rows)


def _calls(funds: Sequence[EntityView], calls: Sequence[EntityView]) -> list[EntityView | None]:
    """The call in which managers of the fund were looked for; nothing where its name is borne by several."""
    named: dict[str, list[EntityView]] = {}
    for call in calls:
        callers = {fact.value for fact in call.facts_of("fund")}
        for name in {call.name, *call.aliases} - callers:
            named.setdefault(name, []).append(call)
    found: list[EntityView | None] = []
    for fund in funds:
        own = {call.id: call for name in (fund.name, *fund.aliases) for call in named.get(name, ())}
        found.append(next(iter(own.values())) if len(own) == 1 else None)
    return found


def _chosen(fund: EntityView, call: EntityView | None) -> dict[str, Fact]:
    """The preferred fact behind each variable."""
    found: dict[str, Fact] = {}
    for name, (kind, prop) in _STATED.items():
        entity = fund if kind == "Fund" else call
        facts = [fact for fact in entity.facts_of(prop) if fact.preferred] if entity else []
        if len(facts) == 1:
            found[name] = facts[0]
    return found


def _column(name: str, chosen: Sequence[dict[str, Fact]]) -> Column:
    return np.array([_number(name, facts[name].value) if name in facts else np.nan for facts in chosen], np.float64)


def _number(name: str, text: str) -> float:
    if name == "term_stated":
        return 1.0
    try:
        if name == "fund_size":
            money = Money.parse(text)
            return float(money.minor) if money.currency == "CNY" else np.nan
        return float(Decimal(text))
    except (InputError, ArithmeticError):
        return np.nan


class _Statements:
    """The statements behind figures."""

    def __init__(self, funds: Sequence[EntityView], chosen: Sequence[dict[str, Fact]]) -> None:
        self._funds, self._chosen = funds, chosen

    def __call__(self, variable: str, place: int) -> tuple[Origin, ...]:
        fact = self._chosen[place].get(variable)
        if fact is None:
            return ()
        ids = tuple(statement.id for statement in fact.statements)
        said = "；".join(
            dict.fromkeys(
                " · ".join(part for part in (one.source, one.published, one.document_title) if part)
                for one in fact.statements
            )
        )
        return (Origin("statement", ids, said, f"/entities/{self._funds[place].id}"),)
