"""YAML files as plain values with the line of each: no tags, no references, decimals exact."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from huoshui.errors import InputError
from huoshui.policy.extra import yaml

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = 4 * 1024 * 1024
_DEEPEST = 40
_TOO_LARGE = "{}: larger than 4 MB: no rule pack is; divide it"
#: libyaml reads many times faster than Python; some builds of the package lack it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BOOL, _INT, _FLOAT, _NULL = (f"tag:yaml.org,2002:{name}" for name in ("bool", "int", "float", "null"))

At = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A file's content and where each part of it stands, by its path of keys and positions."""

    file: str
    value: Any
    lines: dict[At, int]

    def line(self, at: At) -> int:
        """The line of a part, or of the nearest part around it."""
        while at and at not in self.lines:
            at = at[:-1]
        return self.lines.get(at, 1)


def read_yaml(path: Path, shown: str = "") -> Read:
    """A YAML file. Raises ``InputError`` with file and line for what cannot be read."""
    name = shown or path.name
    return parse_yaml(read_text(path, name), name)


def read_text(path: Path, shown: str = "") -> str:
    """The text of a file that is not too large for a pack. Raises ``InputError``."""
    name = shown or path.name
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(_TOO_LARGE.format(name))
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{name}: cannot be read ({error.strerror}): give a file that is there") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: cannot be read as UTF-8 text ({error})") from error


def parse_yaml(text: str, name: str) -> Read:
    """As ``read_yaml``, for text."""
    if len(text) > _LARGEST:
        raise InputError(_TOO_LARGE.format(name))
    lines: dict[At, int] = {}
    try:
        _hold_back(text, name)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or "no YAML"
        raise InputError(f"{name}, line {line}: {problem}: check indentation, colons and quotes") from error
    return Read(name, _value(node, (), lines, name), lines)


def _hold_back(text: str, name: str) -> None:
    """Refuse what could grow when it is read, before it is: references and deep nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise InputError(f"{name}, line {line}: anchors and aliases are not read: write it out")
        if getattr(event, "tag", None):
            raise InputError(f"{name}, line {line}: the tag {event.tag} is not read: leave it out")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise InputError(f"{name}, line {line}: nested too deeply: no rule pack is")


def _value(node: Any, at: At, lines: dict[At, int], name: str) -> Any:  # noqa: ANN401  # YAML's nodes have no types
    if node is None:
        return None
    lines[at] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, at, lines, name)
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, (*at, place), lines, name) for place, one in enumerate(node.value)]
    return _scalar(node)


def _mapping(node: Any, at: At, lines: dict[At, int], name: str) -> dict[str, Any]:  # noqa: ANN401  # as above
    found: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise InputError(f"{name}, line {key.start_mark.line + 1}: a key is one word")
        word = str(key.value)
        if word in found:
            raise InputError(f"{name}, line {key.start_mark.line + 1}: {word!r} stands twice")
        found[word] = _value(value, (*at, word), lines, name)
        lines[*at, word] = key.start_mark.line + 1
    return found


def _scalar(node: Any) -> Any:  # noqa: ANN401  # as above
    text: str = node.value
    if node.tag == _NULL:
        return None
    if node.tag == _BOOL:
        return text.lower() in {"true", "yes", "on"}
    if node.tag in {_INT, _FLOAT}:
        try:
            return int(text) if node.tag == _INT else Decimal(text)
        except (ValueError, ArithmeticError):
            return text
    return text
