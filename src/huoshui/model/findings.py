"""Findings of the audit: figures that do not add up, each with the words behind it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huoshui.model.records import Evidence


class FindingKind(StrEnum):
    """What kind of arithmetic failed."""

    PARTS_AND_SUM = "parts_and_sum"
    SHARE_OF_TOTAL = "share_of_total"
    FIRST_PHASE_ABOVE_SIZE = "first_phase_above_size"
    SOURCES_DISAGREE = "sources_disagree"


@dataclass(frozen=True, slots=True)
class Figure:
    """One side of a finding: what it is (a label in Chinese), its value in contract form, and where it stands."""

    label: str
    value: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Two or more figures that cannot all hold. ``subject`` names the fund or sum, ``gap`` the difference."""

    kind: FindingKind
    subject: str
    figures: tuple[Figure, ...]
    gap: str
