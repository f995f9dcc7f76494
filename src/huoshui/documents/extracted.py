"""What a reader takes out of a file that is no plain text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text, and what the file states of it; empty where it states nothing."""

    text: str
    title: str = ""
    published: str = ""
    source: str = ""
