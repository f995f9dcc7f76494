"""Pinyin that a converter left in brackets after a character: 发(fā)布."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from huoshui.documents.characters import HAN
from huoshui.documents.mapped import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

_TONED = "āáǎàăēéěèĕīíǐìĭōóǒòŏūúǔùŭǖǘǚǜńňǹḿ"
_NOTE = re.compile(f"（(?<=[{HAN}]（)([a-zü\u0300-\u030c{_TONED}]{{1,8}}[1-5]?)）")
_SYLLABLE = re.compile(r"(?:[bpmfdtnlgkhjqxryw]|[zcs]h?)?[aeiouv]{1,3}(?:ng?|r)?|ng?|m|hng?")
_ENOUGH = 3


def _plain(note: str) -> str:
    letters = unicodedata.normalize("NFD", note.replace("ü", "v").replace("Ü", "v"))
    return "".join(c for c in letters if "a" <= c <= "z")


def pinyin_notes(text: str) -> Iterator[Edit]:
    """Deletions of the notes in a text with full-width brackets.

    A syllable with its tone is one; without a tone only where the text has several of at least two letters,
    since 甲方(a) and 股东(ii) are none.
    """
    toned: list[re.Match[str]] = []
    bare: list[re.Match[str]] = []
    for match in _NOTE.finditer(text):
        note = match[1]
        if not _SYLLABLE.fullmatch(_plain(note)):
            continue
        if not note.isascii() or note[-1].isdigit():
            toned.append(match)
        elif len(note) > 1 and note not in {"ii", "iii", "iv", "vi"}:
            bare.append(match)
    if toned or len(bare) >= _ENOUGH:
        toned += bare
        toned.sort(key=lambda match: match.start())
    return (Edit(match.start(), match.end(), "") for match in toned)
