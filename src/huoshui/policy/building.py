"""Packs from their files: read, held against the published schema, and built with every unit checked."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from huoshui.errors import InputError, NotFound
from huoshui.model.regions import Region
from huoshui.policy.catalogue import CATALOGUE, Catalogue, Metric
from huoshui.policy.extra import jsonschema_rs
from huoshui.policy.pack import (
    Band,
    Case,
    Citation,
    Compare,
    Condition,
    Indicator,
    Item,
    Pack,
    Rule,
    ScoreCase,
    Scored,
    State,
    Test,
    Where,
)
from huoshui.policy.units import Quantity, Unit, read_quantity
from huoshui.policy.yaml_files import parse_yaml, read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from huoshui.policy.catalogue import Subject, Variable
    from huoshui.policy.pack import Grade
    from huoshui.policy.yaml_files import At, Read

Raw = dict[str, Any]
_CODED = frozenset({Compare.ONE_OF, Compare.NONE_OF})


def read_pack(path: Path, catalogue: Catalogue = CATALOGUE) -> Pack:
    """The pack of a file. Raises ``InputError`` with file and line for the first thing that is wrong with it."""
    return _built(read_yaml(path), catalogue)


def parse_pack(text: str, name: str, catalogue: Catalogue = CATALOGUE) -> Pack:
    """As ``read_pack``, for text."""
    return _built(parse_yaml(text, name), catalogue)


def _built(read: Read, catalogue: Catalogue) -> Pack:
    hold_against_schema(read, "pack.schema.json")
    return Builder(read, catalogue).pack()


@cache
def _validator(schema: str) -> Any:  # noqa: ANN401  # the package's own class
    text = files("huoshui.policy").joinpath("schema", schema).read_text(encoding="utf-8")
    return jsonschema_rs.Draft202012Validator(json.loads(text))


def _plain(value: Any) -> Any:  # noqa: ANN401  # any YAML
    """The value with decimals as numbers that a schema knows."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def hold_against_schema(read: Read, schema: str) -> None:
    """Raise ``InputError`` with file and line for the deepest thing that a published schema does not allow."""
    found = _validator(schema).iter_errors(_plain(read.value))
    errors = sorted(found, key=lambda e: (-len(e.instance_path), e.message))
    if errors:
        at = tuple(errors[0].instance_path)
        where = ".".join(map(str, at)) or "the pack"
        raise InputError(f"{read.file}, line {read.line(at)}: {where}: {errors[0].message}")


class Builder:
    """Builds one pack; instruments have a builder of their own on top of it."""

    def __init__(self, read: Read, catalogue: Catalogue) -> None:
        self.read, self.catalogue = read, catalogue

    def pack(self) -> Pack:
        """The pack of a file that the schema allows."""
        raw: Raw = self.read.value
        grade: Grade = raw["grade"]
        return Pack(
            id=raw["pack"],
            title=raw["title"],
            title_en=raw["title_en"],
            issuer=tuple(raw["issuer"]),
            number=raw.get("number", ""),
            dated=self._day(raw["date"], ("date",)),
            since=self._day(raw["in_force"]["from"], ("in_force", "from")),
            until=self._day(raw["in_force"]["until"], ("in_force", "until")) if "until" in raw["in_force"] else None,
            tiers=tuple(raw.get("tiers", ())),
            jurisdiction=self._place(raw["jurisdiction"]),
            supersedes=tuple(raw.get("supersedes", ())),
            includes=tuple(raw.get("includes", ())),
            grade=grade,
            sources=tuple(raw["sources"]),
            note=raw.get("note", ""),
            rules=tuple(self._rule(one, ("rules", n), grade) for n, one in enumerate(raw.get("rules", ()))),
            indicators=tuple(
                self._indicator(one, ("indicators", n), grade) for n, one in enumerate(raw.get("indicators", ()))
            ),
            where=self._where(()),
        )

    def _rule(self, raw: Raw, at: At, grade: Grade) -> Rule:
        subject: Subject = raw["subject"]
        return Rule(
            id=raw["id"],
            title=raw["title"],
            title_en=raw["title_en"],
            subject=subject,
            test=self._test(raw, at, subject),
            hardness=raw["hardness"],
            grade=raw.get("grade", grade),
            citation=self._citation(raw),
            applies=self._condition(raw["applies"], (*at, "applies"), subject) if "applies" in raw else None,
            unless=self._condition(raw["unless"], (*at, "unless"), subject) if "unless" in raw else None,
            note=raw.get("note", ""),
            note_en=raw.get("note_en", ""),
            cases=tuple(self._case(one, (*at, "cases", n)) for n, one in enumerate(raw["cases"])),
            where=self._where(at),
        )

    def _condition(self, raw: Raw, at: At, subject: Subject) -> Condition:
        if "metric" in raw:
            return Condition((self._test(raw, at, subject),))
        for key in ("all", "any"):
            if key in raw:
                parts = (self._condition(one, (*at, key, n), subject) for n, one in enumerate(raw[key]))
                return Condition(tuple(parts), any_of=key == "any")
        return Condition((self._condition(raw["not"], (*at, "not"), subject),), negated=True)

    def _test(self, raw: Raw, at: At, subject: Subject) -> Test:
        found = self._found(raw["metric"], (*at, "metric"), subject)
        arguments = self._arguments(raw, at, found)
        compare, written = Compare(raw["compare"]), raw["bound"]
        listed = written if isinstance(written, list) else [written]
        if isinstance(written, list) and compare not in _CODED:
            raise self._wrong(f"{compare} takes one bound, not a list", (*at, "bound"))
        bounds = tuple(self._bound(one, found, compare, (*at, "bound")) for one in listed)
        return Test(found.name, arguments, compare, bounds, self._where(at))

    def _found(self, name: str, at: At, subject: Subject | None) -> Variable | Metric:
        try:
            found = self.catalogue.find(name)
            self.catalogue.leaves(found.name)
        except (NotFound, InputError) as error:
            raise self._wrong(str(error), at) from error
        if subject is not None and found.subject != subject:
            raise self._wrong(f"{name} is of a {found.subject}, the rule of a {subject}", at)
        return found

    def _arguments(self, raw: Raw, at: At, found: Variable | Metric) -> Mapping[str, object]:
        known = found.arguments if isinstance(found, Metric) else {}
        for name in raw.get("arguments", {}):
            if name not in known:
                takes = ", ".join(known) or "none"
                raise self._wrong(f"{found.name} has no argument {name!r} (it takes {takes})", (*at, "arguments", name))
        return {name: tuple(v) if isinstance(v, list) else v for name, v in raw.get("arguments", {}).items()}

    def _bound(self, written: object, found: Variable | Metric, compare: Compare, at: At) -> Quantity:
        quantity = self._quantity(written, at)
        unit = quantity.unit
        if found.unit is Unit.CODE:
            quantity = Quantity(Decimal(0), Unit.CODE, str(written))
            if getattr(found, "codes", ()) and quantity.code not in getattr(found, "codes", ()):
                raise self._wrong(f"{found.name} is never {written!r}", at)
        elif unit is not found.unit:
            counted = f"{found.name} is counted in {found.unit} ({found.unit.zh})"
            raise self._wrong(f"{counted}, the bound {written!r} in {unit} ({unit.zh})", at)
        if (found.unit is Unit.CODE) != (compare in _CODED):
            raise self._wrong(f"{found.name} ({found.unit}) is not compared by {compare}", at)
        return quantity

    def _quantity(self, written: object, at: At) -> Quantity:
        try:
            return read_quantity(written)
        except InputError as error:
            raise self._wrong(str(error), at) from error

    def _case(self, raw: Raw, at: At) -> Case:
        self._known(raw["given"], (*at, "given"))
        missing = tuple(raw.get("missing", ()))
        return Case(raw.get("name", ""), raw["given"], State(raw["expect"]), missing, self._where(at))

    def _known(self, given: Raw, at: At) -> None:
        """Every figure that a case gives is a variable, in its unit."""
        for name, written in given.items():
            variable = self.catalogue.variables.get(name)
            if variable is None:
                raise self._wrong(f"no variable {name!r}: a case gives variables, not metrics", (*at, name))
            for one in written.values() if variable.by and isinstance(written, dict) else [written]:
                quantity = self._quantity(one, (*at, name))
                coded = variable.unit is Unit.CODE
                if quantity.unit is not variable.unit and not coded:
                    raise self._wrong(f"{name} is counted in {variable.unit}, not {quantity.unit}", (*at, name))
                if coded and str(one) not in variable.codes:
                    raise self._wrong(f"{name} is never {one!r}: it is one of {', '.join(variable.codes)}", (*at, name))

    def _indicator(self, raw: Raw, at: At, grade: Grade) -> Indicator:
        own: Grade = raw.get("grade", grade)
        parts: tuple[Indicator | Item, ...] = tuple(
            self._indicator(one, (*at, "indicators", n), own) for n, one in enumerate(raw.get("indicators", ()))
        ) + tuple(self._item(one, (*at, "items", n), own) for n, one in enumerate(raw.get("items", ())))
        points = self._points(raw["points"])
        if sum(part.points.value for part in parts) != points.value:
            total = sum(part.points.value for part in parts)
            raise self._wrong(f"the parts of {raw['id']} come to {total} points, not {points.value}", at)
        return Indicator(
            id=raw["id"],
            title=raw["title"],
            title_en=raw["title_en"],
            points=points,
            grade=own,
            parts=parts,
            where=self._where(at),
        )

    def _item(self, raw: Raw, at: At, grade: Grade) -> Item:
        own: Grade = raw.get("grade", grade)
        variants = raw.get("variants", {})
        return Item(
            id=raw["id"],
            title=raw["title"],
            title_en=raw["title_en"],
            points=self._points(raw["points"]),
            metrics=tuple(self._scored(one, (*at, "score", n), own) for n, one in enumerate(raw["score"])),
            grade=own,
            points_grade=raw.get("points_grade", own),
            citation=self._citation(raw),
            variants={
                name: tuple(self._scored(one, (*at, "variants", name, n), own) for n, one in enumerate(listed))
                for name, listed in variants.items()
            },
            cases=tuple(self._score_case(one, (*at, "cases", n)) for n, one in enumerate(raw["cases"])),
            where=self._where(at),
        )

    def _scored(self, raw: Raw, at: At, item: Grade) -> Scored:
        grade: Grade = raw.get("grade", item)
        found = self._found(raw["metric"], (*at, "metric"), "fund")
        arguments = self._arguments(raw, at, found)
        if "ratio" in raw:
            if found.unit is not Unit.SHARE:
                raise self._wrong(f"{found.name} is no share: it earns no points in proportion", at)
            return Scored(found.name, arguments, "ratio", (), None, grade, self._where(at))
        if "each" in raw:
            return Scored(found.name, arguments, "each", (), self._points(raw["each"]), grade, self._where(at))
        bands = tuple(self._band(one, found, (*at, "bands", n)) for n, one in enumerate(raw["bands"]))
        lowers = [band.edge for band in bands]
        if lowers != sorted(set(lowers), reverse=True):
            raise self._wrong("bands stand from the highest lower edge to the lowest", (*at, "bands"))
        return Scored(found.name, arguments, "bands", bands, None, grade, self._where(at))

    def _band(self, raw: list[Any], found: Variable | Metric, at: At) -> Band:
        written, points = raw
        beyond = isinstance(written, str) and written.startswith((">", "＞"))
        lower = self._bound(written[1:] if beyond else written, found, Compare.AT_LEAST, at)
        return Band(lower, self._points(points), beyond)

    def _score_case(self, raw: Raw, at: At) -> ScoreCase:
        self._known(raw["given"], (*at, "given"))
        points = None if raw["points"] is None else self._points(raw["points"])
        return ScoreCase(raw["given"], points, raw.get("variant", ""), self._where(at))

    def _points(self, written: object) -> Quantity:
        return Quantity(Decimal(str(written)), Unit.POINTS)

    def _citation(self, raw: Raw) -> Citation:
        own = raw.get("citation", {})
        return Citation(own.get("place", ""), tuple(own.get("urls", ())), own.get("note", ""), own.get("note_en", ""))

    def _day(self, text: str, at: At) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise self._wrong(f"{text!r} is no date: write it like 2026-01-31", at) from error

    def _place(self, text: str) -> str:
        try:
            return str(Region.parse(text))
        except InputError as error:
            raise self._wrong(str(error), ("jurisdiction",)) from error

    def _where(self, at: At) -> Where:
        return Where(self.read.file, self.read.line(at))

    def _wrong(self, message: str, at: At) -> InputError:
        return InputError(f"{self._where(at)}: {message}")
