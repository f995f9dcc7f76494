"""An index as its file states it: levels with weights, and for each indicator how it is normalised."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from huoshui.errors import InputError
from huoshui.policy.building import hold_against_schema
from huoshui.policy.yaml_files import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.policy.pack import Grade
    from huoshui.policy.yaml_files import At, Read

Normal = Literal["standard", "minmax", "zscore", "rank"]
Missing = Literal["renormalise", "zero", "mean", "unknown"]
Together = Literal["arithmetic", "geometric"]
NORMALS, MISSING, TOGETHER = get_args(Normal), get_args(Missing), get_args(Together)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """An indicator of the lowest level. ``standard`` is the value that earns 100, None where it is not published."""

    id: str
    title: str
    unit: str
    weight: Decimal
    higher_is_better: bool
    standard: Decimal | None
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A level above: its parts, and how many it has by what was published, where that is more than are known."""

    id: str
    title: str
    weight: Decimal
    grade: Grade
    parts: tuple[Node | Leaf, ...]

    def leaves(self) -> Iterator[Leaf]:
        """The indicators below."""
        for part in self.parts:
            if isinstance(part, Leaf):
                yield part
            else:
                yield from part.leaves()


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A composite index. ``published`` counts each level as its publisher does, whether its names are known or not.

    ``assumed`` says what of the method is inference.
    """

    id: str
    title: str
    title_en: str
    issuer: str
    edition: str
    grade: Grade
    sources: tuple[str, ...]
    note: str
    normal: Normal
    cap: Decimal | None
    together: Together
    missing: Missing
    assumed: tuple[str, ...]
    published: tuple[int, ...]
    root: Node

    @property
    def known(self) -> tuple[int, ...]:
        """How many parts of each level are known by name."""
        counts: list[int] = []
        level: list[Node | Leaf] = list(self.root.parts)
        while level:
            counts.append(len(level))
            level = [part for node in level if isinstance(node, Node) for part in node.parts]
        return tuple(counts)


def read_index(path: Path) -> Index:
    """The index of a file. Raises ``InputError`` with file and line."""
    read = read_yaml(path)
    hold_against_schema(read, "index.schema.json")
    return _index(read)


@cache
def shipped_indices() -> tuple[Index, ...]:
    """The indices that come with the program."""
    folder = Path(str(files("huoshui.policy.composite").joinpath("packs")))
    return tuple(read_index(path) for path in sorted(folder.glob("*.yaml")))


def _index(read: Read) -> Index:
    raw = read.value
    method = raw["method"]
    parts = tuple(_part(one, ("indicators", n), raw["grade"], read) for n, one in enumerate(raw["indicators"]))
    root = Node(id=raw["index"], title=raw["title"], weight=Decimal(1), grade=raw["grade"], parts=parts)
    ids = [leaf.id for leaf in root.leaves()]
    if twice := next((name for name in ids if ids.count(name) > 1), None):
        raise InputError(f"{read.file}: the indicator {twice!r} stands twice")
    return Index(
        id=raw["index"],
        title=raw["title"],
        title_en=raw["title_en"],
        issuer=raw["issuer"],
        edition=str(raw["edition"]),
        grade=raw["grade"],
        sources=tuple(raw["sources"]),
        note=raw.get("note", ""),
        normal=method["normalise"],
        cap=Decimal(str(method["cap"])) if "cap" in method else None,
        together=method["together"],
        missing=method["missing"],
        assumed=tuple(raw.get("assumed", ())),
        published=tuple(raw.get("published", ())),
        root=root,
    )


def _part(raw: dict[str, Any], at: At, grade: Grade, read: Read) -> Node | Leaf:
    own: Grade = raw.get("grade", grade)
    weight = Decimal(str(raw.get("weight", 1)))
    if weight < 0:
        raise InputError(f"{read.file}, line {read.line((*at, 'weight'))}: a weight is not negative")
    if "indicators" in raw:
        parts = tuple(_part(one, (*at, "indicators", n), own, read) for n, one in enumerate(raw["indicators"]))
        return Node(id=raw["id"], title=raw["title"], weight=weight, grade=own, parts=parts)
    standard = raw.get("standard")
    if standard is not None and Decimal(str(standard)) <= 0:
        raise InputError(f"{read.file}, line {read.line((*at, 'standard'))}: a standard is above nought")
    return Leaf(
        id=raw["id"],
        title=raw["title"],
        unit=raw.get("unit", ""),
        weight=weight,
        higher_is_better=raw.get("better", "higher") == "higher",
        standard=None if standard is None else Decimal(str(standard)),
        grade=own,
    )
