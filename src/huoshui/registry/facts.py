"""What an entity's statements come to: one fact per value, which one to show first, and where sources disagree.

For a property that can have only one value (size, first_phase, term_years) this order decides which is preferred:

1. an analyst's statement, and one that a person has accepted; then official notices, registration data, the press;
2. the newest document, those without a date last; within it what stands first in the text;
3. a value of the same class that says the same more finely (15.03亿 for 15亿) goes before the one that leads.

A rejected statement counts for nothing, and a corrected one only where one value is possible, as what the analyst
disagrees with. Sources disagree when no figure of the one agrees with any figure of the other; two figures in one
document, such as target and registered size, are no disagreement.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from huoshui.model.findings import Figure, Finding, FindingKind
from huoshui.model.records import RECORD_TYPES, Evidence
from huoshui.registry.ids import public_id
from huoshui.registry.names import parse_name
from huoshui.registry.source_class import SourceClass
from huoshui.registry.views import EntityView, Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from huoshui.registry.views import StatementView

SINGLE_VALUED = ("size", "first_phase", "term_years")
LABELS = {"size": "规模", "first_phase": "首期规模", "term_years": "存续期"}

_INFINITY = Decimal("Infinity")
#: How far the true figure may lie from the stated one, as factors of it.
_BOUNDS = {
    "约": ("0.9", "1.1"), "左右": ("0.9", "1.1"), "近": ("0.9", "1"), "将近": ("0.9", "1"), "接近": ("0.9", "1"),
    "超": ("1", "1.25"), "超过": ("1", "1.25"), "逾": ("1", "1.25"), "余": ("1", "1.25"), "多": ("1", "1.25"),
    "不低于": ("1", "Infinity"), "不少于": ("1", "Infinity"), "至少": ("1", "Infinity"), "最低": ("1", "Infinity"),
    "以上": ("1", "Infinity"), "不超过": ("0", "1"), "不高于": ("0", "1"), "最高": ("0", "1"), "以下": ("0", "1"),
    "上限": ("0", "1"), "级": ("0.9", "2"),
}  # fmt: skip


class Quantity(NamedTuple):
    """A stated figure as an interval; ``unit`` is the currency or empty."""

    number: Decimal
    low: Decimal
    high: Decimal
    unit: str

    def agrees(self, other: Quantity) -> bool:
        """Whether both can be true. Figures of different currencies are not compared."""
        return self.unit != other.unit or (self.low <= other.high and other.low <= self.high)

    @property
    def digits(self) -> int:
        """How finely it is stated: significant digits."""
        return len(self.number.normalize().as_tuple().digits)


def quantity(value: str, qualifier: str | None) -> Quantity | None:
    """Read ``5000000000 CNY`` or ``7``; None when it is no figure."""
    number_text, _, unit = value.partition(" ")
    try:
        number = Decimal(number_text)
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    low, high = _BOUNDS.get(qualifier or "", ("1", "1"))
    top = _INFINITY if high == "Infinity" else number * Decimal(high)
    return Quantity(number, number * Decimal(low), top, unit)


def entity_view(
    entity_id: int, kind: str, names: Iterable[Sequence[str]], statements: Iterable[StatementView]
) -> EntityView:
    """The view of an entity. ``names`` has each record's name and aliases; the fullest record name is shown."""
    best = max((own for own, *_ in names), key=lambda n: (parse_name(n).legal is not None, len(n), n))
    others = sorted({n for group in names for n in group} - {best}, key=lambda n: (-len(n), n))
    return EntityView(public_id(entity_id), kind, best, tuple(others), facts(kind, statements))


def facts(kind: str, statements: Iterable[StatementView]) -> tuple[Fact, ...]:
    """All facts of an entity in the order of its type's properties, the preferred value of each property first."""
    by_prop: dict[str, list[StatementView]] = defaultdict(list)
    for statement in counting(statements):
        by_prop[statement.prop].append(statement)
    result: list[Fact] = []
    for prop in RECORD_TYPES[kind].properties():
        if prop in by_prop:
            result.extend(_facts_of(prop, by_prop[prop]))
    return tuple(result)


def counting(statements: Iterable[StatementView]) -> list[StatementView]:
    """Statements that count: not those that a person has rejected, or has corrected where many values are possible."""
    return [s for s in statements if s.review != "rejected" and (s.review != "corrected" or s.prop in SINGLE_VALUED)]


def rank(statement: StatementView) -> SourceClass:
    """Whose word it is: an accepted statement is the analyst's too."""
    return SourceClass.ANALYST if statement.review == "accepted" else statement.source_class


def _facts_of(prop: str, statements: list[StatementView]) -> list[Fact]:
    by_value: dict[str, list[StatementView]] = defaultdict(list)
    for statement in _in_order(statements):
        by_value[statement.value].append(statement)
    single = prop in SINGLE_VALUED
    best = preferred(statements).value if single else None
    conflict = single and disagreement(statements)
    order = sorted(by_value, key=lambda value: value != best)
    return [
        Fact(prop, value, by_value[value][0].qualifier, not single or value == best, conflict, tuple(by_value[value]))
        for value in order
    ]


def preferred(statements: Sequence[StatementView]) -> StatementView:
    """The statement to show first of a single-valued property; see the module's docstring for the order."""
    ordered = _in_order(statements)
    lead = ordered[0]
    stated = quantity(lead.value, lead.qualifier)
    if stated is None:
        return lead
    best, digits = lead, stated.digits
    for other in ordered[1:]:
        found = quantity(other.value, other.qualifier)
        if rank(other) != rank(lead):
            break
        if found and found.unit == stated.unit and found.digits > digits and _refines(found.number, stated):
            best, digits = other, found.digits
    return best


def disagreement(statements: Iterable[StatementView]) -> bool:
    """Whether two documents state figures none of which agree."""
    by_document: dict[str, list[Quantity]] = defaultdict(list)
    for statement in statements:
        found = quantity(statement.value, statement.qualifier)
        if found:
            by_document[statement.document_id].append(found)
    sources = list(by_document.values())
    return any(
        not any(a.agrees(b) for a in one for b in other) for i, one in enumerate(sources) for other in sources[i + 1 :]
    )


def conflict(name: str, prop: str, statements: Sequence[StatementView]) -> Finding | None:
    """The finding that sources disagree on one figure of an entity; None when they do not."""
    statements = counting(statements)
    if not disagreement(statements):
        return None
    figures = tuple(
        Figure(LABELS[prop], fact.value, tuple(_evidence(s) for s in fact.statements))
        for fact in _facts_of(prop, statements)
    )
    return Finding(FindingKind.SOURCES_DISAGREE, name, figures, _gap(statements))


def _in_order(statements: Iterable[StatementView]) -> list[StatementView]:
    """By class of source, then newest document first, undated ones last; then document, then place in the text."""
    in_text = sorted(statements, key=lambda s: (s.document_id, s.start, s.end, s.id))
    newest = sorted(in_text, key=lambda s: s.published or "", reverse=True)
    return sorted(newest, key=rank)


def _refines(number: Decimal, coarse: Quantity) -> bool:
    """Whether ``coarse`` is what becomes of ``number`` by rounding, or its qualifier allows for it."""
    if coarse.low != coarse.high:
        return coarse.low <= number <= coarse.high and coarse.high.is_finite()
    step = Decimal(1).scaleb(coarse.number.normalize().adjusted() - coarse.digits + 1)
    return abs(number - coarse.number) < step and coarse.digits > 1


def _gap(statements: Iterable[StatementView]) -> str:
    found = [q for q in (quantity(s.value, s.qualifier) for s in statements) if q]
    unit = found[0].unit
    numbers = [q.number for q in found if q.unit == unit]
    gap = format((max(numbers) - min(numbers)).normalize(), "f")
    return f"{gap} {unit}".rstrip()


def _evidence(statement: StatementView) -> Evidence:
    return Evidence(statement.document_id, statement.start, statement.end, statement.text)
