"""Instruments from their files: read, held against the published schema, and built with every unit checked."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huoshui.errors import InputError
from huoshui.model.dates import PartialDate
from huoshui.model.money import Money
from huoshui.model.regions import Region
from huoshui.policy import metrics  # noqa: F401  # fills the catalogue
from huoshui.policy.building import Builder, hold_against_schema
from huoshui.policy.catalogue import CATALOGUE, Catalogue
from huoshui.policy.instruments.nouns import (
    Formula,
    Instrument,
    InstrumentKind,
    InstrumentPack,
    Party,
    Pool,
    Split,
    Worked,
)
from huoshui.policy.pack import Citation
from huoshui.policy.units import Unit
from huoshui.policy.yaml_files import parse_yaml, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from huoshui.policy.building import Raw
    from huoshui.policy.pack import Grade
    from huoshui.policy.yaml_files import At, Read


def read_instruments(path: Path, catalogue: Catalogue = CATALOGUE) -> InstrumentPack:
    """The instruments of a file. Raises ``InputError`` with file and line for the first thing that is wrong."""
    return _built(read_yaml(path), catalogue)


def parse_instruments(text: str, name: str, catalogue: Catalogue = CATALOGUE) -> InstrumentPack:
    """As ``read_instruments``, for text."""
    return _built(parse_yaml(text, name), catalogue)


def folder() -> Path:
    """Where the instruments that come with the program lie."""
    return Path(str(files("huoshui.policy").joinpath("instruments", "packs")))


@cache
def shipped_instruments() -> tuple[InstrumentPack, ...]:
    """The instruments that come with the program. InputError where two have one id."""
    packs = tuple(read_instruments(path) for path in sorted(folder().glob("*.yaml")))
    unique(packs)
    return packs


def instruments_of(paths: Iterable[Path]) -> tuple[InstrumentPack, ...]:
    """Those packs with the shipped ones; one of the same name takes the shipped one's place."""
    own = [read_instruments(path) for path in paths]
    names = {pack.id for pack in own}
    packs = (*own, *(pack for pack in shipped_instruments() if pack.id not in names))
    unique(packs)
    return packs


def in_force(packs: Iterable[InstrumentPack], day: date) -> tuple[Instrument, ...]:
    """The instruments that hold on a day, in the order of their packs."""
    return tuple(one for pack in packs for one in pack.instruments if one.in_force(day))


def unique(packs: Iterable[InstrumentPack]) -> None:
    """InputError where two instruments have one id."""
    seen: dict[str, Instrument] = {}
    for pack in packs:
        for one in pack.instruments:
            if one.id in seen:
                raise InputError(f"{one.where}: an instrument {one.id!r} is there already ({seen[one.id].where})")
            seen[one.id] = one


def _built(read: Read, catalogue: Catalogue) -> InstrumentPack:
    hold_against_schema(read, "instruments.schema.json")
    return _InstrumentBuilder(read, catalogue).instruments()


class _InstrumentBuilder(Builder):
    """Builds the instruments of one file."""

    def instruments(self) -> InstrumentPack:
        """The pack of a file that the schema allows."""
        raw: Raw = self.read.value
        place, grade = self._region(raw["place"], ("place",)), raw["grade"]
        sources = tuple(raw["sources"])
        listed = enumerate(raw["instruments"])
        pack = InstrumentPack(
            id=raw["pack"],
            title=raw["title"],
            title_en=raw["title_en"],
            place=place,
            grade=grade,
            sources=sources,
            note=raw.get("note", ""),
            instruments=tuple(self._instrument(one, ("instruments", n), place, grade, sources) for n, one in listed),
            where=self._where(()),
        )
        unique((pack,))
        return pack

    def _instrument(self, raw: Raw, at: At, place: Region, grade: Grade, sources: tuple[str, ...]) -> Instrument:
        span = raw["in_force"]
        own: Grade = raw.get("grade", grade)
        citation = self._citation(raw) if "citation" in raw else Citation(sources[0], ())
        return Instrument(
            id=raw["id"],
            title=raw["title"],
            title_en=raw["title_en"],
            kind=InstrumentKind(raw["kind"]),
            issuer=tuple(raw["issuer"]),
            place=self._region(raw["place"], (*at, "place")) if "place" in raw else place,
            since=self._partial(span["from"], (*at, "in_force", "from")),
            through=self._partial(span["through"], (*at, "in_force", "through")) if "through" in span else None,
            to=raw.get("to", "company"),
            applies=self._condition(raw["applies"], (*at, "applies"), "company") if "applies" in raw else None,
            formula=self._formula(raw["formula"], (*at, "formula")) if "formula" in raw else None,
            pool=self._pool(raw["pool"], (*at, "pool")) if "pool" in raw else None,
            splits=tuple(self._split(one, (*at, "splits", n), own) for n, one in enumerate(raw.get("splits", ()))),
            tiers=self._tiers(raw.get("tiers", ()), (*at, "tiers")),
            documents=tuple(raw.get("documents", ())),
            selection=raw["selection"],
            draft=raw.get("draft", False),
            grade=own,
            citation=citation,
            note=raw.get("note", ""),
            note_en=raw.get("note_en", ""),
            cases=tuple(self._worked(one, (*at, "cases", n)) for n, one in enumerate(raw["cases"])),
            where=self._where(at),
        )

    def _formula(self, raw: Raw, at: At) -> Formula:
        base = tuple(raw.get("base", ()))
        for name in base:
            found = self._found(name, (*at, "base"), "company")
            if found.unit is not Unit.MONEY or name not in self.catalogue.variables:
                raise self._wrong(f"{name} is no amount of money that a company gives", (*at, "base"))
        return Formula(
            rate=self._share(raw["rate"], (*at, "rate")) if "rate" in raw else None,
            base=base,
            cap=self._money(raw["cap"], (*at, "cap")) if "cap" in raw else None,
            per=raw.get("per", "unstated"),
            fixed=self._money(raw["fixed"], (*at, "fixed")) if "fixed" in raw else None,
            years=raw.get("years"),
            exact=raw["amount_is"] == "exact",
        )

    def _pool(self, raw: Raw, at: At) -> Pool:
        amount = self._money(raw["amount"], (*at, "amount")) if "amount" in raw else None
        return Pool(amount, raw.get("is", "exactly"), raw.get("per", "all"), raw.get("recipients"))

    def _split(self, raw: Raw, at: At, grade: Grade) -> Split:
        shares = {Party(party): self._share(one, (*at, "shares", party)) for party, one in raw["shares"].items()}
        if (total := sum(shares.values(), Decimal(0))) != 1:
            raise self._wrong(f"the shares of a loss come to {(total * 100).normalize():f}%, not 100%", (*at, "shares"))
        return Split(raw["name"], shares, raw.get("grade", grade), raw.get("note", ""), self._where(at))

    def _tiers(self, raw: Iterable[str], at: At) -> tuple[Decimal, ...]:
        return tuple(self._share(one, (*at, n)) for n, one in enumerate(raw))

    def _worked(self, raw: Raw, at: At) -> Worked:
        given, expect = raw.get("given", {}), raw["expect"]
        self._known(given, (*at, "given"))
        shares = expect.get("shares")
        for name in expect.get("missing", ()):
            self._found(name, (*at, "expect", "missing"), "company")
        return Worked(
            given=given,
            used=self._money(raw["used"], (*at, "used")) if "used" in raw else None,
            served=raw.get("served", 0),
            loss=self._money(raw["loss"], (*at, "loss")) if "loss" in raw else None,
            split=raw.get("split", ""),
            state=expect.get("state", ""),
            amount=self._money(expect["amount"], (*at, "expect", "amount")) if "amount" in expect else None,
            years=expect.get("years"),
            missing=tuple(expect["missing"]) if "missing" in expect else None,
            shares={Party(party): self._money(one, (*at, "expect", "shares")) for party, one in shares.items()}
            if shares
            else None,
            tiers=self._tiers(expect["tiers"], (*at, "expect", "tiers")) if "tiers" in expect else None,
            where=self._where(at),
        )

    def _money(self, written: object, at: At) -> Money:
        quantity = self._quantity(written, at)
        if quantity.unit is not Unit.MONEY or quantity.value < 0:
            raise self._wrong(f"{written!r} is no amount of money: write it like 20万元", at)
        return Money(int(quantity.value), "CNY")

    def _share(self, written: object, at: At) -> Decimal:
        quantity = self._quantity(written, at)
        if quantity.unit is not Unit.SHARE or not 0 <= quantity.value <= 1:
            raise self._wrong(f"{written!r} is no share from 0% to 100%", at)
        return quantity.value

    def _region(self, written: str, at: At) -> Region:
        try:
            return Region.parse(written)
        except InputError as error:
            raise self._wrong(str(error), at) from error

    def _partial(self, written: Any, at: At) -> PartialDate:  # noqa: ANN401  # a year, or a text
        try:
            return PartialDate.parse(str(written))
        except InputError as error:
            raise self._wrong(str(error), at) from error
