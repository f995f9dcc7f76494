"""Parties, funds, companies, obligations and events as rows of the database, and back."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeVar

from huoshui.model.money import Money
from huoshui.model.regions import Region
from huoshui.portfolio.book import Check, Company, Event, Fund, Obligation, Party
from huoshui.portfolio.vocabulary import (
    Base,
    Kind,
    Label,
    Labelled,
    LegalForm,
    Nature,
    Ownership,
    Recognition,
    Role,
    SizeClass,
    Stage,
    Tier,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

L = TypeVar("L", bound=Labelled)
_FLAGS = ("once_per_company", "counts_investments", "carries")
Node = Party | Fund | Company


def node_data(node: Node) -> str:
    """JSON of what a node has beside id and name; what is not stated is left out."""
    found: dict[str, Any] = {}
    for field in node.__dataclass_fields__:
        value = getattr(node, field)
        if field not in {"id", "name"} and value not in {None, "", ()}:
            found[field] = [str(one) for one in value] if isinstance(value, tuple) else str(value)
    return json.dumps(found, ensure_ascii=False, sort_keys=True)


def node_of(sort: str, node: str, name: str, data: str) -> Node:
    """The node that ``node_data`` wrote."""
    found: dict[str, Any] = json.loads(data)
    region = _region(found["region"]) if "region" in found else None
    note, entity = found.get("note", ""), found.get("entity")
    if sort == "party":
        roles, nature = tuple(map(Role, found.get("roles", ()))), Nature(found.get("nature", Nature.UNKNOWN))
        return Party(id=node, name=name, roles=roles, nature=nature, region=region, entity=entity, note=note)
    if sort == "company":
        return Company(
            id=node,
            name=name,
            region=region,
            sector=found.get("sector"),
            stage=_code(Stage, found.get("stage")),
            size_class=_code(SizeClass, found.get("size_class")),
            ownership=_code(Ownership, found.get("ownership")),
            labels=tuple(map(Label, found.get("labels", ()))),
            founded=_day(found.get("founded")),
            entity=entity,
            note=note,
        )
    return Fund(
        id=node,
        name=name,
        tier=Tier(found["tier"]),
        legal_form=_code(LegalForm, found.get("legal_form")),
        currency=found["currency"],
        established=_day(found.get("established")),
        investment_end=_day(found.get("investment_end")),
        term_end=_day(found.get("term_end")),
        target=Money.parse(found["target"]) if "target" in found else None,
        general_partner=found.get("general_partner"),
        manager=found.get("manager"),
        custodian=found.get("custodian"),
        region=region,
        sectors=tuple(found.get("sectors", ())),
        entity=entity,
        note=note,
    )


def obligation_data(obligation: Obligation) -> str:
    """JSON of what an obligation has beside id and name; what is not stated is left out."""
    found: dict[str, Any] = {
        "fund": obligation.fund,
        "region": str(obligation.region),
        "base": obligation.base.value,
        "multiple": str(obligation.multiple),
        "weights": [[category.value, str(weight)] for category, weight in obligation.weights],
        "checks": [[check.day.isoformat(), str(check.share)] for check in obligation.checks],
        **{flag: getattr(obligation, flag) for flag in _FLAGS},
    }
    for field in ("investor", "since", "note", "source"):
        if value := getattr(obligation, field):
            found[field] = str(value)
    return json.dumps(found, ensure_ascii=False, sort_keys=True)


def obligation_of(obligation: str, name: str, data: str) -> Obligation:
    """The obligation that ``obligation_data`` wrote."""
    found: dict[str, Any] = json.loads(data)
    return Obligation(
        id=obligation,
        name=name,
        fund=found["fund"],
        region=_region(found["region"]),
        base=Base(found["base"]),
        multiple=Decimal(found["multiple"]),
        weights=tuple((Recognition(category), Decimal(weight)) for category, weight in found["weights"]),
        checks=tuple(Check(date.fromisoformat(day), Decimal(share)) for day, share in found["checks"]),
        investor=found.get("investor"),
        since=_day(found.get("since")),
        note=found.get("note", ""),
        source=found.get("source", ""),
        **{flag: found[flag] for flag in _FLAGS},
    )


def event_row(event: Event) -> tuple[Any, ...]:
    """An event as the columns of the journal, in the order of its fields."""
    kind, day = event.kind.value, event.day.isoformat()
    stake = None if event.stake is None else str(event.stake)
    due = event.due and event.due.isoformat()
    return (event.id, kind, day, *event[3:9], stake, *event[10:16], due, *event[17:])


def event_of(row: Sequence[Any]) -> Event:
    """The event of a row of the journal."""
    stake = None if row[9] is None else Decimal(row[9])
    kind, day, due = Kind(row[1]), date.fromisoformat(row[2]), _day(row[16])
    return Event._make((row[0], kind, day, *row[3:9], stake, *row[10:16], due, *row[17:]))


def identified(events: Iterable[Event]) -> tuple[Event, ...]:
    """Events, those without an id given one by their content: the same line has the same id when it comes again.

    Of equal lines the second has another id than the first: both happened.
    """
    seen: dict[str, int] = {}
    found = []
    for event in events:
        if event.id:
            found.append(event)
            continue
        digest = blake2b(repr(event_row(event)).encode(), digest_size=6).hexdigest()
        number = seen[digest] = seen.get(digest, 0) + 1
        found.append(event._replace(id=f"{digest}-{number}" if number > 1 else digest))
    return tuple(found)


@cache
def _region(path: str) -> Region:
    return Region.parse(path)


def _code(kind: type[L], code: str | None) -> L | None:
    return None if code is None else kind(code)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
