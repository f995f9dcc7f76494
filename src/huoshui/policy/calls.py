"""Calls for managers as rules: a guide's pack, or the terms that statements of the registry give of a call.

A term becomes a rule whose origin is the statements behind it. Of a call that states two values of one term, either may
be the one that holds: between them the outcome is not decided.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.model.dates import PartialDate
from huoshui.model.money import Money
from huoshui.model.regions import Region
from huoshui.policy.facts import Origin
from huoshui.policy.pack import Citation, Compare, Pack, Rule, Test, Where
from huoshui.policy.units import Quantity, Unit
from huoshui.registry.source_class import SourceClass
from huoshui.registry.views import FundFilter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from huoshui.policy.pack import Grade, Hardness
    from huoshui.policy.packs_in_force import Packs
    from huoshui.registry import Registry
    from huoshui.registry.views import EntityView, Fact

#: Qualifiers of a term that is a principle, not a condition.
_PRINCIPLES = frozenset({"原则上", "约", "左右", "一般"})
_TERMS: Mapping[str, tuple[str, Compare, str, str]] = {
    "min_fund_size": ("fund_size", Compare.AT_LEAST, "子基金规模下限", "Least size of the sub-fund"),
    "max_share_of_fund": ("fof_share", Compare.AT_MOST, "在单支子基金中的占比上限", "Most of one sub-fund"),
    "max_share_of_caller": (
        "fof_single_share",
        Compare.AT_MOST,
        "占自身实缴的比例上限",
        "Most of the caller's own money",
    ),
    "reinvestment_multiple": (
        "reinvestment_multiple",
        Compare.AT_LEAST,
        "返投倍数下限",
        "Least re-investment multiple",
    ),
}
_UNITS = {"fund_size": Unit.MONEY, "reinvestment_multiple": Unit.MULTIPLE}
_PLACED: Mapping[str, tuple[str, str, str]] = {
    "sector": ("in_call_sectors", "所投领域在遴选领域内", "Its fields are those of the call"),
    "region": ("in_call_places", "所投地区与遴选地区相符", "Its places are those of the call"),
}
_INFERRED = "遴选所在地区或领域，由公告推断为申报条件"
_INFERRED_EN = "Taken from the place or field of the call; the call may not make it a condition."
_CLOSED = frozenset({"exited"})
_PAGE = 200


class Opening(StrEnum):
    """Whether a call can be answered on a day; UNKNOWN where no deadline is stated."""

    TO_COME = "to_come"
    OPEN = "open"
    UNKNOWN = "unknown"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call: its pack, all rules that hold in it, and when it is open.

    ``origins`` are by the rule's id. ``contested`` are rules whose term the sources state differently, and ``unread``
    terms that no rule can be made of, in words. ``entity`` is the call's id in the registry.
    """

    pack: Pack
    rules: tuple[Rule, ...]
    sectors: tuple[str, ...] = ()
    places: tuple[Region, ...] = ()
    opened: PartialDate | None = None
    deadline: date | None = None
    closed: bool = False
    entity: str = ""
    origins: Mapping[str, tuple[Origin, ...]] = field(default_factory=dict)
    contested: frozenset[str] = frozenset()
    unread: tuple[str, ...] = ()

    def opening(self, day: date) -> Opening:
        """Whether it is open on a day."""
        if self.closed or (self.deadline is not None and day > self.deadline):
            return Opening.CLOSED
        if self.opened is not None and day < self.opened.first_day():
            return Opening.TO_COME
        return Opening.UNKNOWN if self.deadline is None else Opening.OPEN

    def origins_of(self, rule: Rule) -> tuple[Origin, ...]:
        """Where a rule is from: statements of the registry, or the document of the pack that has it."""
        return self.origins.get(rule.id, ())


def call_of_pack(pack: Pack, packs: Packs | None = None) -> Call:
    """A guide as a call, with the rules of the packs that it includes (of ``packs``, else of the shipped ones).

    It can be answered while it is in force; a guide without an end has no deadline that is known.
    """
    if packs is None:
        from huoshui.policy.packs_in_force import shipped

        packs = shipped()
    return Call(
        pack=pack,
        rules=packs.rules(pack),
        origins=dict(_documents(pack, packs)),
        places=(Region.parse(pack.jurisdiction),),
        opened=PartialDate.of(pack.since),
        deadline=pack.until - timedelta(days=1) if pack.until else None,
    )


def _documents(pack: Pack, packs: Packs) -> Iterator[tuple[str, tuple[Origin, ...]]]:
    """Where each rule stands; a pack's own rules come after those that it includes, and so take their place."""
    for name in pack.includes:
        yield from _documents(packs.get(name), packs)
    for rule in pack.rules:
        urls = rule.citation.urls or tuple(one for one in pack.sources if one.startswith("http"))
        said = " ".join(filter(None, (f"《{pack.title}》{pack.number}", rule.citation.place, rule.citation.note)))
        yield rule.id, (Origin("document", (pack.id, rule.id), said, urls[0] if urls else ""),)


def rules_of_call(call: EntityView) -> Pack:
    """The terms of a call of the registry as a pack. InputError for an entity that is no call."""
    return call_of_entity(call).pack


def call_of_entity(entity: EntityView, statuses: tuple[str, ...] = ()) -> Call:
    """A call of the registry; ``statuses`` are those of the fund that calls. InputError for what is no call."""
    if entity.kind != "ManagerCall":
        raise InputError(f"{entity.name} ({entity.id}) is a {entity.kind}, no call for managers: choose a ManagerCall")
    made = _Terms(entity)
    made.read()
    opened = _dated(entity)
    day = opened.first_day() if opened else _published(entity)
    sources = dict.fromkeys(_said(fact) for fact in entity.facts)
    pack = Pack(
        id=f"call-{entity.id}",
        title=entity.name,
        title_en=entity.name,
        issuer=tuple(fact.value for fact in entity.facts_of("fund")),
        number="",
        dated=day,
        since=day,
        until=None,
        jurisdiction=str(made.places[0]) if made.places else "全国",
        supersedes=(),
        includes=(),
        grade=_grade(entity.facts),
        sources=tuple(sources) or (entity.name,),
        note="；".join(made.unread),
        rules=tuple(made.rules),
        indicators=(),
        where=_where(entity),
    )
    return Call(
        pack=pack,
        rules=pack.rules,
        sectors=made.sectors,
        places=made.places,
        opened=opened,
        closed=bool(statuses) and set(statuses) <= _CLOSED,
        entity=entity.id,
        origins=made.origins,
        contested=frozenset(made.contested),
        unread=tuple(made.unread),
    )


def calls_of_registry(registry: Registry) -> Iterator[Call]:
    """Every call that the registry holds, each with the state of the fund that calls."""
    for entity in entities_of(registry, "ManagerCall"):
        funds = [one.id for one in registry.related(entity.id) if one.prop == "fund" and one.kind == "Fund"]
        statuses = {fact.value for fund in registry.entities_by_id(funds) for fact in fund.facts_of("status")}
        yield call_of_entity(entity, tuple(sorted(statuses)))


def entities_of(registry: Registry, kind: str) -> Iterator[EntityView]:
    """Every entity of a record type."""
    after = None
    while True:
        _, found = registry.entities_after(FundFilter(kind=kind), after, _PAGE)
        yield from found.rows
        if found.end is None:
            return
        after = found.end


class _Terms:
    """The rules of a call's facts."""

    def __init__(self, entity: EntityView) -> None:
        self.entity = entity
        self.rules: list[Rule] = []
        self.origins: dict[str, tuple[Origin, ...]] = {}
        self.contested: list[str] = []
        self.unread: list[str] = []
        self.sectors: tuple[str, ...] = tuple(fact.value for fact in entity.facts_of("sector"))
        self.places: tuple[Region, ...] = ()

    def read(self) -> None:
        """Fill the rules."""
        for prop in _TERMS:
            self._bounds(prop)
        self._regions()
        for prop, present in (("sector", self.sectors), ("region", self.places)):
            if present:
                self._placed(prop)

    def _bounds(self, prop: str) -> None:
        metric, compare, title, title_en = _TERMS[prop]
        read = [(fact, bound) for fact in self.entity.facts_of(prop) if (bound := self._bound(fact, metric, title))]
        read.sort(key=lambda pair: pair[1].value, reverse=compare is Compare.AT_MOST)
        for place, (fact, bound) in enumerate(read):
            rule = f"{prop}-{place + 1}" if len(read) > 1 else prop
            hardness: Hardness = "advisory" if fact.qualifier in _PRINCIPLES else "binding"
            test = Test(metric, {}, compare, (bound,), _where(self.entity))
            self._add(rule, test, (title, title_en), (fact,), hardness=hardness)
            if place:
                self.contested.append(rule)

    def _bound(self, fact: Fact, metric: str, title: str) -> Quantity | None:
        unit = _UNITS.get(metric, Unit.SHARE)
        try:
            if unit is Unit.MONEY:
                money = Money.parse(fact.value)
                if money.currency == "CNY":
                    return Quantity(Decimal(money.minor), unit)
            elif (number := Decimal(fact.value)).is_finite():
                return Quantity(number, unit)
        except (InputError, InvalidOperation):
            self.unread.append(f"{title}：{fact.value}")
            return None
        self.unread.append(f"{title}：{fact.value}")
        return None

    def _regions(self) -> None:
        found: list[Region] = []
        for fact in self.entity.facts_of("region"):
            try:
                found.append(Region.parse(fact.value))
            except InputError:
                self.unread.append(f"地区：{fact.value}")
        self.places = tuple(dict.fromkeys(found))

    def _placed(self, prop: str) -> None:
        metric, title, title_en = _PLACED[prop]
        test = Test(metric, {}, Compare.EQUAL, (Quantity(Decimal(1), Unit.FLAG),), _where(self.entity))
        self._add(prop, test, (title, title_en), self.entity.facts_of(prop), inferred=True)

    def _add(
        self,
        name: str,
        test: Test,
        titles: tuple[str, str],
        facts: tuple[Fact, ...],
        *,
        hardness: Hardness = "binding",
        inferred: bool = False,
    ) -> None:
        address = f"/entities/{self.entity.id}"
        self.origins[name] = tuple(
            Origin("statement", tuple(one.id for one in fact.statements), _said(fact), address) for fact in facts
        )
        said = "；".join(dict.fromkeys(_said(fact) for fact in facts))
        rule = Rule(
            id=name,
            title=titles[0],
            title_en=titles[1],
            subject="fund",
            test=test,
            hardness=hardness,
            grade="C" if inferred else _grade(facts),
            citation=Citation(said, (address,), "；".join(one.text for fact in facts for one in fact.statements)),
            note=_INFERRED if inferred else "",
            note_en=_INFERRED_EN if inferred else "",
            where=_where(self.entity),
        )
        self.rules.append(rule)


def _said(fact: Fact) -> str:
    """The documents that state a fact, in words."""
    return "；".join(
        dict.fromkeys(
            " · ".join(part for part in (one.source, one.published, one.document_title) if part)
            for one in fact.statements
        )
    )


def _grade(facts: tuple[Fact, ...]) -> Grade:
    """A where a public body's own document states all of it, else B."""
    official = all(
        any(one.source_class is SourceClass.OFFICIAL for one in fact.statements) for fact in facts if fact.statements
    )
    return "A" if facts and official else "B"


def _dated(entity: EntityView) -> PartialDate | None:
    found = []
    for fact in entity.facts_of("date"):
        try:
            found.append(PartialDate.parse(fact.value))
        except InputError:
            continue
    return min(found, key=PartialDate.first_day) if found else None


def _published(entity: EntityView) -> date:
    """The day of the earliest document that speaks of it; the first of all days where none is dated."""
    stated = {one.published for fact in entity.facts for one in fact.statements if one.published}
    days = []
    for text in stated:
        try:
            days.append(PartialDate.parse(text).first_day())
        except InputError:
            continue
    return min(days, default=date.min)


def _where(entity: EntityView) -> Where:
    return Where(f"registry: {entity.name}", 1)
