"""What a registry's JSON Lines look like: which tables and columns they hold, and one row as one line.

Every table of the schema is written out but those that are worked out from the others, so that a table that is added
later (as judgements were) is exchanged without a word here. Ids are 16 hexadecimal digits, since JSON's readers lose
the digits of large integers; what refers to a record refers to the hash of its content.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Boolean, Float, Integer, Text

from huoshui.errors import InputError
from huoshui.registry import schema
from huoshui.registry.ids import number_of, public_id

if TYPE_CHECKING:
    from sqlalchemy import Column, Table

FORMAT = "huoshui-registry"
VERSION = 1
END = "end"

#: Worked out from the other tables (bodies by the next run of the resolver), or of one database only.
_BODIES = frozenset({"body", "body_name", "body_link", "body_doubt"})
DERIVED = frozenset({"entity", "entity_term", "entity_date", "record_key", "revision"}) | _BODIES
#: Columns likewise: a record's number inside, and the normalised form of a party's name.
_DERIVED_COLUMNS = frozenset({("record", "id"), ("statement", "key")})
#: What others refer to comes first; the sentences of a document before its statements. The rest follows the schema.
_FIRST = ("document", "document_text", "sentence", "record", "statement", "finding")

JsonValue = str | int | float | bool | None


class AtLine(InputError):
    """A fault of another line than the one in hand."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Field:
    """A column as a line has it. ``refers_to`` is the table whose ids it holds, "" where it refers to none."""

    name: str
    kind: type
    nullable: bool
    refers_to: str
    is_id: bool

    def written(self, value: JsonValue) -> JsonValue:
        """A value of the database as JSON has it."""
        return public_id(value) if self.is_id and isinstance(value, int) else value

    def read(self, value: JsonValue) -> JsonValue:
        """The value for the database. InputError when it cannot be one."""
        if value is None:
            if self.nullable:
                return None
            raise InputError(f"{self.name}: null where a value is needed")
        if self.is_id:
            number = number_of(value) if isinstance(value, str) else -1
            if number < 0:
                raise InputError(f"{self.name}: {value!r:.40} is no id of 16 hexadecimal digits")
            return number
        return self._plain(value)

    def _plain(self, value: JsonValue) -> JsonValue:
        fits = isinstance(value, self.kind) or (self.kind is float and isinstance(value, int))
        if not fits or isinstance(value, bool) is not (self.kind is bool):
            raise InputError(f"{self.name}: {value!r:.40} is no {_KINDS[self.kind]}")
        if isinstance(value, str) and not _is_text(value):
            raise InputError(f"{self.name}: holds half of a pair of characters")
        if isinstance(value, int) and abs(value) >= 1 << 31:
            raise InputError(f"{self.name}: {value} is out of reach")
        return value


_KINDS = {str: "text", int: "whole number", float: "number", bool: "truth value"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as lines have it."""

    table: Table
    fields: tuple[Field, ...]

    @property
    def name(self) -> str:
        """What its lines say they are."""
        return str(self.table.name)


@cache
def sheets() -> tuple[Sheet, ...]:
    """All tables that are exchanged, each after those that it refers to."""
    tables = [table for table in schema.metadata.sorted_tables if table.name not in DERIVED]
    tables.sort(key=lambda table: _FIRST.index(table.name) if table.name in _FIRST else len(_FIRST))
    return tuple(Sheet(table, tuple(map(_field, _exchanged(table)))) for table in tables)


def _exchanged(table: Table) -> list[Column[object]]:
    return [column for column in table.columns if (table.name, column.name) not in _DERIVED_COLUMNS]


def _field(column: Column[object]) -> Field:
    target = next((key.column.table.name for key in column.foreign_keys), "")
    is_id = isinstance(column.type, BigInteger)
    types = {Boolean: bool, Float: float, Integer: int, Text: str}
    kind = next(python for sql, python in types.items() if isinstance(column.type, sql))
    return Field(column.name, kind, bool(column.nullable), target, is_id)


def header() -> str:
    """The first line."""
    return _dumped({"format": FORMAT, "version": VERSION})


def footer(lines: int) -> str:
    """The last line: how many stand between the first and it, to tell a whole file from half of one."""
    return _dumped({"line": END, "lines": lines})


def written(sheet: Sheet, values: tuple[JsonValue, ...]) -> str:
    """One row as a line."""
    fields: dict[str, JsonValue] = {f.name: f.written(v) for f, v in zip(sheet.fields, values, strict=True)}
    return _dumped({"line": sheet.name, **fields})


def _dumped(content: dict[str, JsonValue]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def parsed(line: bytes) -> dict[str, JsonValue]:
    """The object of a line. InputError when it is no flat JSON object in UTF-8."""
    try:
        content = json.loads(line.decode(), object_pairs_hook=_flat, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise InputError(f"byte {error.start} is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise InputError(f"is no JSON ({error.msg} at character {error.pos})") from None
    except (ValueError, RecursionError):
        raise InputError("is no JSON of this kind (a number or a nesting beyond reason)") from None
    if not isinstance(content, dict):
        raise InputError("is no JSON object")
    return content


def _flat(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    content = dict(pairs)
    if len(content) < len(pairs):
        raise InputError("has a field twice")
    for name, value in pairs:
        if isinstance(value, dict | list):
            raise InputError(f"{name:.40}: a list or an object where one value is needed")
    return content


def _no_number(name: str) -> JsonValue:
    raise InputError(f"{name} is no number")


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
