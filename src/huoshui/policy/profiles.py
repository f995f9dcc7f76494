"""Who applies or asks, as somebody writes it down: name, fields, places, and figures by variable, exact.

The same for a manager's application, a row of a workbook, a web form and a company's profile. A head is a variable's
name or its label in either language; ``名称``, ``领域`` and ``地区`` are the three that are no figures.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from huoshui.errors import InputError
from huoshui.model.regions import Region
from huoshui.model.sectors import find_sectors, sectors
from huoshui.policy import metrics  # noqa: F401  # fills the catalogue
from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.extra import np
from huoshui.policy.facts import Facts, Origin
from huoshui.policy.units import Quantity, Unit, read_quantity
from huoshui.portfolio.vocabulary import SizeClass, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from huoshui.policy.catalogue import Column, Subject, Variable

#: Words for the parts of a profile that are no figures.
NAME, SECTORS, PLACES = "name", "sectors", "places"
WORDS: Mapping[str, tuple[str, ...]] = {
    NAME: ("名称", "申请人", "企业名称", "name"),
    SECTORS: ("领域", "行业", "sectors", "sector"),
    PLACES: ("地区", "所在地", "places", "place"),
}
_LONGEST = 500
_MOST_LISTED = 40
#: Above it a figure is no longer exact in the arithmetic of rules.
_MOST = 2**53
_MAY_BE_NEGATIVE = frozenset({"irr"})
_BETWEEN = re.compile("[、,，;；|\n]+")
_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,8})?")
_SUFFIX = {
    Unit.MULTIPLE: "倍",
    Unit.YEARS: "年",
    Unit.MONTHS: "个月",
    Unit.DAYS: "天",
    Unit.POINTS: "分",
    Unit.COUNT: "",
}


class Given(NamedTuple):
    """A figure that somebody wrote, and where: a line of a file, a cell, a field of a form."""

    quantity: Quantity
    where: str


@dataclass(frozen=True, slots=True)
class Profile:
    """An applicant or a company: what is known of it. What is not among ``figures`` is not known."""

    name: str
    figures: Mapping[str, Given]
    sectors: tuple[str, ...] = ()
    places: tuple[Region, ...] = ()
    where: Mapping[str, str] = field(default_factory=dict)

    def quantity(self, variable: str) -> Quantity | None:
        """The figure of a variable, None where it is not known."""
        given = self.figures.get(variable)
        return given.quantity if given else None

    def facts(self, subject: Subject, more: Mapping[str, bool | None] | None = None) -> Facts:
        """The figures about that sort of subject as rules take them; ``more`` are flags that follow from elsewhere."""
        columns: dict[str, Column] = {
            name: np.array([_number(CATALOGUE.variables[name], given.quantity)])
            for name, given in self.figures.items()
            if CATALOGUE.variables[name].subject == subject
        }
        for name, flag in (more or {}).items():
            if flag is not None:
                columns[name] = np.array([float(flag)])
        return Facts(subject, (self.name,), (self.name,), columns, evidence=self._evidence)

    def has(self, subject: Subject) -> bool:
        """Whether any figure is about that sort of subject."""
        return any(CATALOGUE.variables[name].subject == subject for name in self.figures)

    def _evidence(self, variable: str, place: int) -> tuple[Origin, ...]:  # noqa: ARG002  # an Evidence
        part = {"in_call_sectors": SECTORS, "in_call_places": PLACES}.get(variable)
        if part:
            return (Origin("application", (part,), self.where[part]),) if self.where.get(part) else ()
        given = self.figures.get(variable)
        return (Origin("application", (variable,), given.where),) if given else ()


def _number(variable: Variable, quantity: Quantity) -> float:
    return float(variable.codes.index(quantity.code)) if variable.unit is Unit.CODE else float(quantity.value)


def profile_of(written: Mapping[str, object], where: Mapping[str, str] | str = "") -> Profile:
    """The profile of what somebody wrote, by head. ``where`` says of each head, or of all, where it stands.

    Raises ``InputError`` naming the place, the head and what is wrong; an empty value is not known.
    """
    figures: dict[str, Given] = {}
    parts: dict[str, object] = {}
    stands: dict[str, str] = {}
    for head, value in written.items():
        at = where if isinstance(where, str) else where.get(head, "")
        try:
            name = _name_once(head, stands)
            stands[name] = at
            if _empty(value):
                continue
            if name in WORDS:
                parts[name] = _PARTS[name](value)
            else:
                figures[name] = Given(_quantity(CATALOGUE.variables[name], value), at)
        except InputError as error:
            raise InputError(f"{at}: {error}" if at else str(error)) from error
    return Profile(str(parts.get(NAME, "")), figures, parts.get(SECTORS, ()), parts.get(PLACES, ()), stands)  # type: ignore[arg-type]


def _empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _name_once(head: str, before: Mapping[str, str]) -> str:
    name = head_of(head)
    if name in before:
        raise InputError(f"{name} stands twice")
    return name


def head_of(head: str) -> str:
    """The variable, or the part of a profile, that a head names. InputError with what is nearest."""
    plain = _plain(head)
    found = names_of(head)
    if len(found) == 1:
        return found[0]
    shown = head if len(head) <= 60 else f"{head[:60]}…"
    if found:
        raise InputError(f"{shown!r} may be any of {', '.join(found)}: use the name of the variable as head")
    if plain in CATALOGUE.metrics:
        needs = ", ".join(CATALOGUE.leaves(plain))
        raise InputError(f"{plain} is computed, not given: give what it is computed from ({needs})")
    from difflib import get_close_matches

    near = get_close_matches(plain[:60], list(_heads()), 1)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise InputError(f"no figure is called {shown!r}{hint}: see the template")


def names_of(head: str) -> tuple[str, ...]:
    """The variables, or the part of a profile, that a head can mean."""
    return _heads().get(_plain(head), ())


def _plain(head: str) -> str:
    return re.sub(r"[\s*]+", "", unicodedata.normalize("NFKC", head[:_LONGEST])).casefold()


@lru_cache(1)
def _listed(count: int) -> dict[str, tuple[str, ...]]:  # noqa: ARG001  # so that variables added later are listed
    found: dict[str, tuple[str, ...]] = {_plain(word): (part,) for part, words in WORDS.items() for word in words}
    for variable in CATALOGUE.variables.values():
        if variable.by:
            continue
        for word in dict.fromkeys(map(_plain, (variable.zh, variable.en))):
            if word not in CATALOGUE.variables:
                found[word] = (*found.get(word, ()), variable.name)
        found[variable.name] = (variable.name,)
    return found


def _heads() -> dict[str, tuple[str, ...]]:
    return _listed(len(CATALOGUE.variables))


def _quantity(variable: Variable, written: object) -> Quantity:
    """A figure in its variable's unit. A number without a unit is enough where the unit allows for no doubt."""
    text = _text(written)
    counted = f"{variable.name} ({variable.zh}) is counted in {variable.unit.value} ({variable.unit.zh})"
    if variable.unit is Unit.CODE:
        text = _code_words().get(text, text)
        if text not in variable.codes:
            raise InputError(f"{variable.name} ({variable.zh}): {text!r} is none of {', '.join(variable.codes)}")
        return Quantity(Decimal(0), Unit.CODE, text)
    if _NUMBER.fullmatch(text):
        text = _with_unit(variable, Decimal(text), counted)
    quantity = read_quantity({"True": "是", "False": "否"}.get(text, text))
    if quantity.unit is not variable.unit:
        raise InputError(f"{counted}, not {text!r}")
    if quantity.value < 0 and variable.name not in _MAY_BE_NEGATIVE:
        raise InputError(f"{variable.name} ({variable.zh}) is never less than nought: {text!r}")
    if abs(quantity.value) >= _MOST:
        raise InputError(f"{variable.name} ({variable.zh}) is larger than any figure of this kind: {text!r}")
    return quantity


@lru_cache(1)
def _code_words() -> dict[str, str]:
    """The Chinese words for codes that people write: stages and size classes as the ledger calls them."""
    return {one.zh: one.value for one in (*Stage, *SizeClass)}


def _with_unit(variable: Variable, number: Decimal, counted: str) -> str:
    if variable.unit in _SUFFIX:
        return f"{number:f}{_SUFFIX[variable.unit]}"
    if variable.unit is Unit.SHARE and number <= 1:
        return f"{number * 100:f}%"
    told = {Unit.SHARE: "30%", Unit.MONEY: "10亿元 or 500万元"}.get(variable.unit, "是 or 否")
    raise InputError(f"{counted}: write it like {told}, not {number:f}")


def _text(written: object) -> str:
    if isinstance(written, float):
        written = Decimal(repr(written))
    if isinstance(written, Decimal):
        return f"{written.normalize():f}" if written.is_finite() else str(written)
    if not isinstance(written, str | int):
        raise InputError(f"a figure was expected, not a {type(written).__name__}")
    text = unicodedata.normalize("NFKC", str(written)).strip()
    if len(text) > _LONGEST:
        raise InputError(f"a figure was expected, not a text of {len(text)} characters")
    return text


def _name(written: object) -> str:
    return _text(written)


def _several(written: object) -> list[str]:
    listed = written if isinstance(written, list | tuple) else _BETWEEN.split(_text(written))
    words = [_text(one) for one in listed]
    if len(words) > _MOST_LISTED:
        raise InputError(f"{len(words)} of them are listed: name at most {_MOST_LISTED}")
    return [word for word in words if word]


def _sectors_of(written: object) -> tuple[str, ...]:
    """Sectors by code, label or a term that states one."""
    known = {word.casefold(): one.code for one in sectors().values() for word in (one.zh, one.en, one.code)}
    found: list[str] = []
    for word in _several(written):
        code = known.get(word.casefold())
        named = [code] if code else [one.code for one in find_sectors(word)]
        if not named:
            raise InputError(f"{word!r} is no sector: use a label or code such as 集成电路 or integrated_circuits")
        found += named
    return tuple(dict.fromkeys(found))


def _places_of(written: object) -> tuple[Region, ...]:
    return tuple(dict.fromkeys(Region.parse(word) for word in _several(written)))


_PARTS = {NAME: _name, SECTORS: _sectors_of, PLACES: _places_of}
