"""Organisations and companies as the API answers with them."""

from __future__ import annotations

from dataclasses import dataclass

from huoshui.registry import bodies, linking
from huoshui.web.api.models import Mention
from huoshui.web.language import Locale


@dataclass(frozen=True, slots=True)
class BodySummary:
    """A body in a list, and how many statements name it."""

    id: str
    kind: str
    name: str
    statements: int


@dataclass(frozen=True, slots=True)
class BodyPage:
    """One page of bodies by name, how many there are in all, and the address of the next page."""

    total: int
    items: tuple[BodySummary, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class BodyName:
    """A name of a body as written, and how many statements use it or a spelling of it."""

    name: str
    statements: int


@dataclass(frozen=True, slots=True)
class BodyStep:
    """One step of a weight: what was compared, both values, bits, and how they agree in words."""

    feature: str
    left: str
    right: str
    weight: float
    says: str


@dataclass(frozen=True, slots=True)
class BodyLink:
    """Why two names are held for one body; the weight, in bits, is the sum of its steps."""

    left: str
    right: str
    weight: float
    steps: tuple[BodyStep, ...]


@dataclass(frozen=True, slots=True)
class BodyRole:
    """What a body is to an entity (manager, backer, investor, provider, sponsor; company of a record of its own), and
    the ids of the statements that say so.
    """

    role: str
    entity: Mention
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BodyRuling:
    """What an analyst has said of two names: ``merge`` makes them one, ``different`` two."""

    kind: str
    left: str
    right: str
    analyst: str
    made: str
    note: str


@dataclass(frozen=True, slots=True)
class BodyDoubt:
    """A name that may be of the body too, of another body by now."""

    name: str
    like: str
    body: str
    probability: float
    steps: tuple[BodyStep, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """One organisation or company with every name that it goes by, why they are one, and what it does."""

    id: str
    kind: str
    name: str
    statements: int
    names: tuple[BodyName, ...]
    links: tuple[BodyLink, ...]
    judgements: tuple[BodyRuling, ...]
    doubts: tuple[BodyDoubt, ...]
    roles: tuple[BodyRole, ...]


def summary(row: bodies.BodyRow) -> BodySummary:
    """A body in a list."""
    return BodySummary(*row)


def body(view: bodies.BodyView, locale: Locale) -> Body:
    """A body with all that is known of it."""
    return Body(
        id=view.id,
        kind=view.kind,
        name=view.name,
        statements=view.statements,
        names=tuple(BodyName(*name) for name in view.names),
        links=tuple(BodyLink(one.left, one.right, one.weight, _steps(one.steps, locale)) for one in view.links),
        judgements=tuple(
            BodyRuling(j.kind.value, j.left_name, j.right_name, j.analyst, j.made, j.note) for j in view.judgements
        ),
        doubts=tuple(BodyDoubt(d.other, d.own, d.body_id, d.probability, _steps(d.steps, locale)) for d in view.doubts),
        roles=tuple(BodyRole(d.role, Mention(d.entity_id, d.kind, d.name), d.statements) for d in view.deeds),
    )


def _steps(steps: tuple[linking.Step, ...], locale: Locale) -> tuple[BodyStep, ...]:
    return tuple(BodyStep(s.feature, s.left, s.right, s.weight, s.says if locale == "zh" else s.says_en) for s in steps)
