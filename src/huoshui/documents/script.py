"""Traditional script and Taiwan wording to simplified mainland usage."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from huoshui.documents.characters import HAN
from huoshui.documents.mapped import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    import opencc

_HAN = re.compile(f"[{HAN}]")
_SHARE, _SHORT_SHARE = 0.05, 0.2
_FEWEST, _SAMPLE = 3, 2_000
_TRILLION = re.compile(
    r"(?<![百千万亿])兆(?:(?=级|元|规模|美元|人民币|港元|日元)|(?<=\d兆)(?!瓦|赫|字|比特|帕|欧|伏|焦|位|[A-Za-z]))"
)


class Converted(NamedTuple):
    """A text of the same length in simplified script, and whether it was in traditional script before."""

    text: str
    traditional: bool


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    import opencc

    return opencc.OpenCC("t2s")


def _same_length(text: str) -> str:
    """OpenCC's conversion; character by character where a phrase would change its length."""
    convert = _converter().convert
    whole: str = convert(text)
    if len(whole) == len(text):
        return whole
    lines = text.split("\n")
    for number, line in enumerate(lines):
        changed = convert(line)
        if len(changed) != len(line):
            singles = {char: convert(char) for char in set(line)}
            changed = "".join(singles[c] if len(singles[c]) == 1 else c for c in line)
        lines[number] = changed
    return "\n".join(lines)


def _is_traditional(text: str, converted: str) -> bool:
    """Whether enough characters differ, and enough different ones: one 乾 or 昇 in a name makes no traditional text."""
    changed = [a for a, b in zip(text, converted, strict=True) if a != b]
    kinds = set(changed)
    if len(kinds) < _FEWEST:
        return len(kinds) > 0 and len(kinds) >= _SHORT_SHARE * len(text)
    han = _HAN.findall(text)
    return len(changed) >= _SHARE * len(han) and len(kinds) >= 2 * _SHARE * len(set(han))


def simplify(text: str) -> Converted:
    """Simplified script, one character for one.

    A simplified text is left alone, names with old characters in it too; in a mixed one only the
    traditional lines are converted.
    """
    converted = _same_length(text)
    if converted == text:
        return Converted(text, traditional=False)
    if _is_traditional(text[:_SAMPLE], converted[:_SAMPLE]) or _is_traditional(text, converted):
        return Converted(converted, traditional=True)
    pairs = zip(text.split("\n"), converted.split("\n"), strict=True)
    lines = [new if old != new and _is_traditional(old, new) else old for old, new in pairs]
    return Converted("\n".join(lines), traditional=False)


@lru_cache(maxsize=1)
def _wording() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = (files("huoshui.documents") / "taiwan.tsv").read_text(encoding="utf-8").splitlines()
    words = dict(row.split("\t") for row in rows if row and not row.startswith("#"))
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), words


def mainland_wording(text: str) -> Iterator[Edit]:
    """Edits that put mainland words for Taiwan ones in a text already in simplified script."""
    pattern, words = _wording()
    edits = [Edit(m.start(), m.end(), words[m[0]]) for m in pattern.finditer(text)]
    edits += [Edit(m.start(), m.end(), "万亿") for m in _TRILLION.finditer(text)]
    edits.sort()
    return iter(edits)


def simplified(words: str) -> str:
    """A few words that somebody typed (a name, a search) in simplified script, however little of it is traditional,
    and then in mainland wording.
    """
    if words.isascii():
        return words
    converted = _same_length(words)
    if converted == words:
        return words
    pattern, wording = _wording()
    return pattern.sub(lambda match: wording[match[0]], converted)
