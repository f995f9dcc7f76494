"""A text that remembers where each of its characters came from."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from huoshui.model.document import OffsetMap

if TYPE_CHECKING:
    from collections.abc import Iterable

_TEMPLATE = 1 << 17


class Edit(NamedTuple):
    """``new`` stands for the characters ``[start, end)``, which must not be empty."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class MappedText:
    """``text`` and, for each of its characters, the interval of the original that it stands for."""

    text: str
    starts: array[int]
    ends: array[int]

    @classmethod
    def of(cls, text: str) -> MappedText:
        """A text that nothing has happened to yet."""
        counts = _counting(len(text) + 1)
        return cls(text, counts[:-1], counts[1:])

    @property
    def offsets(self) -> OffsetMap:
        """The way back to the original."""
        return OffsetMap(self.starts, self.ends)

    def with_text(self, text: str) -> MappedText:
        """The same map under a text of the same length, in which characters were exchanged one for one."""
        if len(text) != len(self.text):
            raise ValueError(f"text of {len(text)} characters under a map of {len(self.text)}")
        return MappedText(text, self.starts, self.ends)

    def edited(self, edits: Iterable[Edit]) -> MappedText:
        """Apply edits, which must be in order and apart.

        An edit that keeps the length exchanges one for one; otherwise every new character stands for the
        whole of what was replaced. Nothing stands for what was deleted.
        """
        parts: list[str] = []
        starts, ends = array("I"), array("I")
        done = 0
        for start, end, new in edits:
            parts += (self.text[done:start], new)
            starts += self.starts[done:start]
            ends += self.ends[done:start]
            if len(new) == end - start:
                starts += self.starts[start:end]
                ends += self.ends[start:end]
            elif new:
                starts.extend([self.starts[start]] * len(new))
                ends.extend([self.ends[end - 1]] * len(new))
            done = end
        if not done:
            return self
        parts.append(self.text[done:])
        starts += self.starts[done:]
        ends += self.ends[done:]
        return MappedText("".join(parts), starts, ends)


@lru_cache(maxsize=1)
def _template() -> array[int]:
    return array("I", range(_TEMPLATE))


def _counting(length: int) -> array[int]:
    """0, 1, 2 ...: copying what was counted before is much faster than counting."""
    return _template()[:length] if length <= _TEMPLATE else array("I", range(length))
