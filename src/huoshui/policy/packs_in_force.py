"""Packs by name, what they include, and which are in force on a day."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from huoshui.errors import InputError, NotFound
from huoshui.model.regions import Region
from huoshui.policy import metrics  # noqa: F401  # fills the catalogue
from huoshui.policy.building import read_pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from huoshui.policy.pack import Pack, Rule


class Packs:
    """Packs that know each other. Raises ``InputError`` where one names another that is not there, or in a circle."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self.by_id: dict[str, Pack] = {}
        for pack in packs:
            if pack.id in self.by_id:
                raise InputError(
                    f"{pack.where}: a pack {pack.id!r} is there already ({self.by_id[pack.id].where.file})"
                )
            self.by_id[pack.id] = pack
        for pack in self.by_id.values():
            for name in (*pack.includes, *pack.supersedes):
                if name not in self.by_id:
                    raise InputError(f"{pack.where}: no pack {name!r}: check includes and supersedes")
            for which in ("includes", "supersedes"):
                self._no_circle(pack, which, ())

    def _no_circle(self, pack: Pack, which: str, above: tuple[str, ...]) -> None:
        if pack.id in above:
            raise InputError(f"{pack.where}: packs in a circle ({which}): {' → '.join((*above, pack.id))}")
        for name in getattr(pack, which):
            self._no_circle(self.by_id[name], which, (*above, pack.id))

    def __iter__(self) -> Iterator[Pack]:
        return iter(self.by_id.values())

    def get(self, name: str) -> Pack:
        """The pack of a name. NotFound."""
        if name not in self.by_id:
            raise NotFound(f"no pack {name!r}: see `huoshui policy packs`")
        return self.by_id[name]

    def rules(self, pack: Pack, day: date | None = None) -> tuple[Rule, ...]:
        """The rules of a pack, those of the packs that it includes first; with ``day`` only of those begun by then."""
        included = (self.by_id[name] for name in pack.includes)
        running = (one for one in included if day is None or begun(one, day))
        found = {rule.id: rule for one in running for rule in self.rules(one, day)}
        return tuple((found | {rule.id: rule for rule in pack.rules}).values())

    def rule(self, name: str) -> tuple[Pack, Rule]:
        """A rule by its id, with its pack. NotFound."""
        for pack in self:
            for rule in pack.rules:
                if rule.id == name:
                    return pack, rule
        raise NotFound(f"no rule {name!r}: see `huoshui policy packs`")

    def in_force(self, day: date, place: Region | None = None) -> tuple[Pack, ...]:
        """The packs begun by a day, not ended and not superseded by one that is in force; with ``place`` its own."""
        running = [pack for pack in self if begun(pack, day)]
        over = {name for pack in running for name in pack.supersedes}
        return tuple(pack for pack in running if pack.id not in over and (place is None or holds_in(pack, place)))


def begun(pack: Pack, day: date) -> bool:
    """Whether a pack has begun by a day and not ended, whatever supersedes it."""
    return pack.since <= day and (pack.until is None or day < pack.until)


def holds_in(pack: Pack, place: Region) -> bool:
    """Whether a pack's jurisdiction covers a place."""
    return Region.parse(pack.jurisdiction).contains(place)


def folder() -> Path:
    """Where the packs that come with the program lie."""
    return Path(str(files("huoshui.policy").joinpath("packs")))


@cache
def shipped() -> Packs:
    """The packs that come with the program."""
    return Packs(read_pack(path) for path in sorted(folder().rglob("*.yaml")))


def packs_of(paths: Iterable[Path]) -> Packs:
    """Those packs with the shipped ones, which they may include; one of the same name takes the shipped one's place."""
    own = [read_pack(path) for path in paths]
    names = {pack.id for pack in own}
    return Packs([*own, *(pack for pack in shipped() if pack.id not in names)])
