"""Whether sectors and places of one side are those that another asks for: yes, no, or not known."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from huoshui.model.sectors import ancestors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.model.regions import Region


@lru_cache(1 << 10)
def _above(code: str) -> frozenset[str]:
    return frozenset((code, *ancestors(code)))


def sectors_fit(own: Sequence[str], wanted: Sequence[str]) -> bool | None:
    """Whether one of ``own`` sectors is one of ``wanted`` or lies below one.

    None where either side states none, or where only a wanted sector lies below an own one: that is too coarse to say.
    """
    if not own or not wanted:
        return None
    if any(not _above(code).isdisjoint(wanted) for code in own):
        return True
    return None if any(not _above(code).isdisjoint(own) for code in wanted) else False


def exact(own: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether a sector of the one side is stated by the other as such, not by one above it."""
    return not set(own).isdisjoint(wanted)


def within(places: Sequence[Region], areas: Sequence[Region]) -> bool | None:
    """Whether one of ``places`` lies in one of ``areas``; None where either is not stated, or a place is too coarse."""
    if not places or not areas:
        return None
    if any(area.contains(place) for area in areas for place in places):
        return True
    return None if any(place.contains(area) for area in areas for place in places) else False


def meet(places: Sequence[Region], areas: Sequence[Region]) -> bool | None:
    """Whether a place and an area have ground in common; None where either side states none."""
    if not places or not areas:
        return None
    return any(area.contains(place) or place.contains(area) for area in areas for place in places)
