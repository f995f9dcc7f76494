"""Artefacts out of a text, with the way back."""

from __future__ import annotations

from typing import NamedTuple

from huoshui.model.document import OffsetMap


class Cleaned(NamedTuple):
    """A clean text and its map to the original."""

    text: str
    offsets: OffsetMap


def clean(text: str) -> Cleaned:
    """Clean form of a text."""
    import opencc

    converted = opencc.OpenCC("t2s").convert(text)
    if len(converted) != len(text):
        converted = text
    return Cleaned(converted, OffsetMap.identity(len(text)))
