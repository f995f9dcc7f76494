"""Sectors, statuses and boards: the codes of the record contract, their labels, and the sectors that prose names."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from huoshui.errors import InputError
from huoshui.model.tables import lines, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ahocorasick_rs import AhoCorasick


@dataclass(frozen=True, slots=True)
class Term:
    """One code of an enumeration, its labels and, for a sector, its parent and the words that state it."""

    code: str
    zh: str
    en: str
    parent: str | None = None
    terms: tuple[str, ...] = ()

    def label(self, locale: str = "zh") -> str:
        """The label in the language of ``locale``; Chinese for every language but English."""
        return self.en if locale.startswith("en") else self.zh


class SectorMention(NamedTuple):
    """A sector's term at ``text[start:end]``."""

    start: int
    end: int
    code: str


@cache
def sectors() -> Mapping[str, Term]:
    """All sectors by code, in the order of the vocabulary."""
    table = tomllib.loads(text_of("sectors.toml"))
    return {
        code: Term(code, row["zh"], row["en"], row.get("parent"), tuple(row["terms"].split()))
        for code, row in table.items()
    }


@cache
def enumeration(name: str) -> Mapping[str, Term]:
    """One of the enumerations ``status``, ``listing_status`` and ``board`` by code."""
    table = tomllib.loads(text_of("enumerations.toml"))
    return {code: Term(code, zh, en) for code, (zh, en) in table[name].items()}


def __getattr__(name: str) -> Mapping[str, Term]:
    """``SECTORS``, ``STATUSES``, ``LISTING_STATUSES`` and ``BOARDS``, read when first asked for."""
    if name == "SECTORS":
        return sectors()
    kinds = {"STATUSES": "status", "LISTING_STATUSES": "listing_status", "BOARDS": "board"}
    if name in kinds:
        return enumeration(kinds[name])
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def label(code: str, locale: str = "zh") -> str:
    """Label of a sector. Raises ``InputError`` for an unknown code."""
    return _sector(code).label(locale)


def ancestors(code: str) -> tuple[str, ...]:
    """The sectors above this one, the nearest first."""
    parent = _sector(code).parent
    return () if parent is None else (parent, *ancestors(parent))


def descendants(code: str) -> tuple[str, ...]:
    """The sectors below this one, in the order of the vocabulary."""
    _sector(code)
    return tuple(other for other in sectors() if code in ancestors(other))


def _sector(code: str) -> Term:
    try:
        return sectors()[code]
    except KeyError:
        raise InputError(f"{code!r} is no sector: use a code such as integrated_circuits") from None


_HIDDEN = ""


@cache
def _automaton() -> tuple[AhoCorasick, list[str], list[str]]:
    """The automaton over lower-cased terms, the terms, and the code of each (none for a hiding word)."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    codes = {term.lower(): sector.code for sector in sectors().values() for term in sector.terms}
    codes.update({word.lower(): _HIDDEN for word in lines("hidden_sectors.txt")})
    return AhoCorasick(list(codes), matchkind=MatchKind.LeftmostLongest), list(codes), list(codes.values())


def find_sectors(text: str) -> list[SectorMention]:
    """Sector terms from left to right, the longest at each place; Latin ones (AI) only as whole words."""
    automaton, _, codes = _automaton()
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    found: list[SectorMention] = []
    for index, start, end in automaton.find_matches_as_indexes(lowered):
        if _is_word(lowered, start, end):
            if codes[index] != _HIDDEN:
                found.append(SectorMention(start, end, codes[index]))
        else:
            found.extend(_inside(lowered, start, end))
    return found


def _inside(text: str, start: int, end: int) -> list[SectorMention]:
    """Shorter terms inside of one that was no whole word (芯片 in OpenAI芯片)."""
    automaton, _, codes = _automaton()
    return [
        SectorMention(start + 1 + low, start + 1 + high, codes[index])
        for index, low, high in automaton.find_matches_as_indexes(text[start + 1 : end])
        if codes[index] != _HIDDEN and _is_word(text, start + 1 + low, start + 1 + high)
    ]


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether no Latin letter or digit runs on over either end."""
    left = start > 0 and _latin(text[start]) and _latin(text[start - 1])
    return not left and not (end < len(text) and _latin(text[end - 1]) and _latin(text[end]))


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
