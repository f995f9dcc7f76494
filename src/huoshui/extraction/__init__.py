"""Documents in, records with evidence out. Knows no database."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huoshui.extraction.pipeline import VERSION, Extraction, extract

__all__ = ["VERSION", "Extraction", "extract"]


def __getattr__(name: str) -> object:
    """Load the extractors when one of the names above is first used: ``huoshui --help`` does not need them."""
    if name in __all__:
        from huoshui.extraction import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
