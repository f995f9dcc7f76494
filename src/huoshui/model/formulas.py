"""Text that a spreadsheet could take for a formula, and how it is kept from that in files without types of cells."""

from __future__ import annotations

import re

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SIGNS = re.escape("".join(FORMULA_STARTS))
_COULD_START = re.compile(f"'*[{_SIGNS}]")
_GUARDED = re.compile(f"'+[{_SIGNS}]")


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe goes before a sign that could start one.

    It also goes before apostrophes that stand there already, so that ``restored`` gives back every text.
    """
    return f"'{text}" if _COULD_START.match(text) else text


def restored(text: str) -> str:
    """The text that ``harmless`` made harmless."""
    return text[1:] if _GUARDED.match(text) else text
