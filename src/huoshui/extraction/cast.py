"""The companies of one document under all their names: full, short and declared ones."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from huoshui.extraction.companies import LEGAL, SUFFIX, ends_at
from huoshui.model.regions import region_of_name

if TYPE_CHECKING:
    from collections.abc import Iterable

_INNER = re.compile(r"（[^）]*）")
_LEGAL_TAIL = re.compile(
    r"(?:（[^）]*）)?(?:控股|集团)?(?:股份有限公司|有限责任公司|有限公司|（有限合伙）|公司|股份|AI)$"
)


def core(name: str) -> str:
    """``name`` without legal form, for comparing: 〇〇科技股份有限公司 is 〇〇科技."""
    return _LEGAL_TAIL.sub("", name.replace(" ", ""))


def same_company(one: str, other: str) -> bool:
    """Whether one name is the other's short form: equal, its beginning, or its beginning after the place."""
    return Names([one]).like(other) is not None


@lru_cache(maxsize=4096)
def _stems(name: str) -> tuple[str, ...]:
    """What may stand for a name: without legal form, and a legal name without its place too."""
    stem = core(name)
    legal = LEGAL.fullmatch(name) is not None
    place = region_of_name(name) if legal or SUFFIX.search(name) else None
    if place is None or place.start > 0 or len(stem) < place.end + (2 if legal else 4):
        return (stem,)
    return (stem, stem[place.end :])


def short_names(full: str, texts: Iterable[str]) -> list[str]:
    """Short forms of a legal name that the texts use: 〇〇科技 and 〇〇 of 上海〇〇科技股份有限公司."""
    stem = _INNER.sub("", _stems(full)[-1])
    if LEGAL.fullmatch(full) is None or len(stem) < 2:
        return []
    lead = full.find(stem[:2])
    found: dict[str, None] = {}
    for text in texts:
        at = text.find(stem[:2])
        while at >= 0:
            length = _shared(stem, text, at)
            if not text.startswith(full, max(0, at - lead)) and (length > 2 or ends_at(text, at + length)):
                found.setdefault(stem[:length])
            at = text.find(stem[:2], at + length)
    return sorted(found, key=len, reverse=True)


def _shared(stem: str, text: str, at: int) -> int:
    """How many characters of ``stem`` stand at ``text[at]``."""
    length = 0
    while length < len(stem) and text[at + length : at + length + 1] == stem[length]:
        length += 1
    return length


class Names:
    """Names that can be asked for one of the same company without comparing with each."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._whole: dict[str, str] = {}
        self._begins: dict[str, str] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Takes in ``name``."""
        for stem in _stems(name):
            self._whole.setdefault(stem, name)
            for length in range(2, len(stem)) if _has_short_form(name) else ():
                self._begins.setdefault(stem[:length], name)

    def like(self, name: str) -> str | None:
        """A name of the same company as ``name``: equal, longer or shorter than it."""
        for stem in _stems(name):
            known = self._whole.get(stem) or self._begins.get(stem)
            if known:
                return known
            if _has_short_form(name):
                for length in range(len(stem) - 1, 1, -1):
                    if stem[:length] in self._whole:
                        return self._whole[stem[:length]]
        return None


def _has_short_form(name: str) -> bool:
    """Whether a name is of the kind that texts shorten by leaving off its end."""
    return LEGAL.fullmatch(name) is not None or SUFFIX.search(name) is not None


class Cast:
    """The companies of one document, by all their names; the fullest name stands for the company."""

    def __init__(self) -> None:
        self._names: dict[str, list[str]] = {}
        self._keys: dict[str, str] = {}
        self._index = Names()

    def add(self, name: str) -> str:
        """The key of the company ``name``, new or known."""
        known = self._index.like(name)
        key = self._keys[known] if known else name
        self._take(key, name)
        return key

    def declare(self, full: str, alias: str) -> None:
        """Takes note that ``alias`` stands for ``full``."""
        self._take(self.add(full), alias)

    def knows(self, name: str) -> bool:
        """Whether ``name`` is a name of one of the companies."""
        return self._index.like(name) is not None

    def names(self, key: str, texts: Iterable[str] = ()) -> list[str]:
        """All names of a company, the fullest first, with the short forms of it that ``texts`` use."""
        names = sorted(self._names.get(key, [key]), key=lambda name: (LEGAL.fullmatch(name) is None, -len(name)))
        return list(dict.fromkeys([*names, *short_names(names[0], texts)]))

    def _take(self, key: str, name: str) -> None:
        if name not in self._keys:
            self._keys[name] = key
            self._names.setdefault(key, []).append(name)
            self._index.add(name)
