"""Huoshui (活水): documents on public investment money in, a sourced registry of who funds what out.

>>> import huoshui
>>> document = huoshui.read("notice.txt")           # doctest: +SKIP
>>> huoshui.extract(document).records               # doctest: +SKIP
>>> huoshui.Registry("sqlite:///huoshui.db")        # doctest: +SKIP

Nothing heavy is imported before one of these names is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huoshui.documents import read
    from huoshui.extraction import extract
    from huoshui.registry import Registry

__all__ = ["Registry", "__version__", "extract", "read"]

__version__ = "0.1.0"

_HOMES = {"Registry": "huoshui.registry", "extract": "huoshui.extraction", "read": "huoshui.documents"}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
