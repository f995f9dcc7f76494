"""The companies of one document under all their names: full, short and declared ones."""

from __future__ import annotations

import re
from collections import defaultdict
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
    """Whether one name is the other's short form: equal, its beginning, or its beginning after a place."""
    short, long = sorted((core(one), core(other)), key=len)
    if short == long:
        return True
    if len(short) < 2:
        return False
    whole = max(one, other, key=len)
    legal = LEGAL.fullmatch(whole) is not None
    at = long.find(short)
    return (at == 0 and (legal or SUFFIX.search(whole) is not None)) or (at in {2, 3} and legal and len(short) > 2)


def short_names(full: str, texts: Iterable[str]) -> list[str]:
    """Short forms of a legal name that the texts use: 〇〇科技 and 〇〇 of 上海〇〇科技股份有限公司."""
    if LEGAL.fullmatch(full) is None:
        return []
    place = region_of_name(full)
    stem = _INNER.sub("", _LEGAL_TAIL.sub("", full[place.end if place and place.start == 0 else 0 :]))
    if len(stem) < 2:
        return []
    tail = "".join(f"(?:{re.escape(char)}" for char in stem[2:]) + ")?" * (len(stem) - 2)
    pattern = re.compile(re.escape(stem[:2]) + tail)
    found: dict[str, None] = {}
    for text in texts:
        rest = text.replace(full, "，") if stem[:2] in text else ""
        for match in pattern.finditer(rest):
            if len(match[0]) > 2 or ends_at(rest, match.end()):
                found.setdefault(match[0])
    return sorted(found, key=len, reverse=True)


class Names:
    """Names that can be asked for the names of the same company without comparing with each."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_pair: dict[str, dict[str, None]] = defaultdict(dict)
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Takes in ``name``."""
        for pair in _pairs(name):
            self._by_pair[pair].setdefault(name)

    def like(self, name: str) -> str | None:
        """The first name of the same company as ``name``."""
        for pair in _pairs(name):
            for known in self._by_pair.get(pair, ()):
                if same_company(name, known):
                    return known
        return None


def _pairs(name: str) -> list[str]:
    """The two characters with which a name, or a legal name after its place, begins."""
    stem = core(name)
    starts = (0, 2, 3) if len(stem) < len(name) else (0,)
    return [stem[start : start + 2] for start in starts if len(stem) >= start + 2] or [stem]


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
        names = sorted(self._names.get(key, [key]), key=len, reverse=True)
        return list(dict.fromkeys([*names, *short_names(names[0], texts)]))

    def _take(self, key: str, name: str) -> None:
        if name not in self._keys:
            self._keys[name] = key
            self._names.setdefault(key, []).append(name)
            self._index.add(name)
