"""Documents in, records with evidence out. Knows no database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.extraction.pipeline import extract

if TYPE_CHECKING:
    pass

__all__ = ["extract"]
