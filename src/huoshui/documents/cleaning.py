"""Artefacts out of a text, with the way back.

The passes in order: characters one for one, invisible ones and pinyin notes out, script, line ends,
punctuation, stray spaces and question marks, Taiwan wording.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from huoshui.documents.characters import HAN, INVISIBLE, fold
from huoshui.documents.lines import line_breaks
from huoshui.documents.mapped import Edit, MappedText
from huoshui.documents.pinyin import pinyin_notes
from huoshui.documents.punctuation import figure_spaces, long_dashes, one_form, stray_marks, stray_spaces
from huoshui.documents.script import mainland_wording, simplify

if TYPE_CHECKING:
    from collections.abc import Iterator

_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
_BOLD = re.compile(r"\*\*(?=\S)([^*\n]+)(?<=\S)\*\*")
_ANY_HAN = re.compile(f"[{HAN}]")


def _bold_marks(text: str) -> Iterator[Edit]:
    for match in _BOLD.finditer(text):
        yield Edit(match.start(), match.start(1), "")
        yield Edit(match.end(1), match.end(), "")


def _invisible(text: str) -> Iterator[Edit]:
    return (Edit(match.start(), match.end(), "") for match in _INVISIBLE.finditer(text))


def clean(text: str) -> MappedText:
    """Clean form of a text: simplified script, one paragraph a line, Chinese punctuation in one form."""
    mapped = MappedText.of(text)
    mapped = mapped.with_text(fold(mapped.text))
    mapped = mapped.edited(_invisible(mapped.text))
    mapped = mapped.edited(pinyin_notes(mapped.text))
    if "**" in mapped.text:
        mapped = mapped.edited(_bold_marks(mapped.text))
    converted = simplify(mapped.text)
    mapped = mapped.with_text(converted.text)
    mapped = mapped.edited(line_breaks(mapped.text))
    if not _ANY_HAN.search(mapped.text):
        return mapped.with_text(mapped.text.replace("（", "(").replace("）", ")"))
    mapped = mapped.with_text(one_form(mapped.text))
    if "?" in mapped.text:
        mapped = mapped.edited(stray_marks(mapped.text))
    mapped = mapped.edited(long_dashes(mapped.text))
    mapped = mapped.edited(figure_spaces(mapped.text))
    mapped = mapped.edited(stray_spaces(mapped.text))
    if converted.traditional:
        mapped = mapped.edited(mainland_wording(mapped.text))
    return mapped
