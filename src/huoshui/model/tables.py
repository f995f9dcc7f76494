"""The data files of the model, read when first needed."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATA = Path(__file__).with_name("data")


def text_of(name: str) -> str:
    """Text of a file of ``huoshui.model.data``."""
    return (_DATA / name).read_text(encoding="utf-8")


def rows(name: str) -> Iterator[dict[str, str]]:
    """Rows of a CSV file with a header."""
    return csv.DictReader(text_of(name).splitlines())


def lines(name: str) -> list[str]:
    """Lines of a word list, without comments and empty ones."""
    return [line for line in text_of(name).splitlines() if line and not line.startswith("#")]
