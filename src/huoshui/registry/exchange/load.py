"""JSON Lines of a registry into an empty one: all of it or nothing.

Every line is checked before it is stored: its fields against the schema, what it refers to, and that the words of each
statement and sentence stand in the document where it says. What is worked out (entities, keys, the search index) is
worked out anew, so a file cannot bring in an entity that its statements do not bear out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from huoshui.errors import InputError
from huoshui.registry import schema
from huoshui.registry.exchange.checking import Checks
from huoshui.registry.exchange.lines import END, FORMAT, VERSION, AtLine, parsed, sheets
from huoshui.registry.exchange.rebuilding import rebuild
from huoshui.registry.names import parse_name
from huoshui.registry.rows import PARTY_PROPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Table

    from huoshui.registry.exchange.lines import JsonValue, Sheet

#: A line holds at most one document's text.
LONGEST_LINE = 1 << 28
_BATCH = 500

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import brought in."""

    documents: int
    statements: int
    judgements: int


def import_lines(connection: Connection, file: BinaryIO, name: str) -> Imported:
    """Read a registry's lines within the caller's transaction, which is to be rolled back when this raises.

    InputError names the file, the line and the field.
    """
    _check_empty(connection)
    loader = _Loader(connection)
    number = 0
    try:
        for number, content in _lines(file):
            loader.take(number, content)
        number += 1
        loader.finish()
    except InputError as error:
        where = error.line if isinstance(error, AtLine) else number
        raise InputError(f"{name}: line {where}: {error}; nothing has been imported") from None
    rebuild(connection)
    counted = loader.counts
    return Imported(counted["document"], counted["statement"], counted["judgement"])


def _check_empty(connection: Connection) -> None:
    for sheet in sheets():
        if connection.execute(select(func.count()).select_from(sheet.table)).scalar_one():
            raise InputError(
                f"the registry holds a {sheet.name} already: import into a new database, named with --database"
            )


def _lines(file: BinaryIO) -> Iterator[tuple[int, dict[str, JsonValue]]]:
    """Numbers and contents of all lines between the header and the footer, which are checked here."""
    number, ended = 1, False
    first = _parsed(file.readline(LONGEST_LINE), 1)
    if first.get("format") != FORMAT:
        raise AtLine(1, f"format: this is no export of a registry, whose first line says {FORMAT}")
    if first.get("version") != VERSION:
        raise AtLine(1, f"version: {first.get('version')!r:.20} is not {VERSION}: export again with this Huoshui")
    while line := file.readline(LONGEST_LINE):
        number += 1
        if ended:
            raise AtLine(number, "stands after the last line")
        content = _parsed(line, number)
        if content.get("line") == END:
            if content.get("lines") != number - 2:
                raise AtLine(number, f"lines: {number - 2} have been read, {content.get('lines')!r:.20} are named")
            ended = True
        else:
            yield number, content
    if not ended:
        raise AtLine(number, "the file ends early: export or copy it again")


def _parsed(line: bytes, number: int) -> dict[str, JsonValue]:
    if len(line) >= LONGEST_LINE:
        raise AtLine(number, f"is longer than {LONGEST_LINE >> 20} MiB")
    try:
        return parsed(line)
    except InputError as error:
        raise AtLine(number, str(error)) from None


@dataclass
class _Loader:
    """Checks and stores lines as they come; rows of one table are stored in batches."""

    connection: Connection
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    waiting: list[tuple[int, Row]] = field(default_factory=list)
    sheet: Sheet | None = None

    def __post_init__(self) -> None:
        self.sheets = {sheet.name: sheet for sheet in sheets()}
        self.checks = Checks(self.connection)

    def take(self, number: int, content: dict[str, JsonValue]) -> None:
        """One line."""
        kind = content.pop("line", None)
        sheet = self.sheets.get(kind) if isinstance(kind, str) else None
        if sheet is None:
            raise InputError(f"line: {kind!r:.40} is none of {', '.join(self.sheets)}")
        if sheet is not self.sheet or len(self.waiting) >= _BATCH:
            self.store()
        if sheet is not self.sheet:
            self.sheet = sheet
            self.checks.begin()
        row = _row(sheet, content)
        self.checks.check(sheet, row, number)
        self.waiting.append((number, self._completed(sheet, row)))
        self.counts[sheet.name] += 1

    def _completed(self, sheet: Sheet, row: Row) -> Row:
        """The row with what is worked out, and records by the numbers that they have here."""
        for f in sheet.fields:
            if f.refers_to == "record" and row[f.name] is not None:
                row[f.name] = self.checks.records[row[f.name]].number
        if sheet.table is schema.records:
            row["id"] = self.checks.records[row["hash"]].number
        elif sheet.table is schema.statements:
            row["key"] = parse_name(row["value"]).key if row["prop"] in PARTY_PROPS else None
        return row

    def store(self) -> None:
        """Store what is waiting."""
        if not self.waiting or self.sheet is None:
            return
        table = self.sheet.table
        if table is schema.records:
            self._make_entities()
        try:
            with self.connection.begin_nested():
                self.connection.execute(insert(table), [row for _, row in self.waiting])
        except IntegrityError:
            self._find_fault(table)
        self.waiting.clear()

    def _make_entities(self) -> None:
        """Rows that records can point to; they are filled in when everything is there."""
        new = {row["entity_id"]: row for _, row in self.waiting if row["entity_id"] in self.checks.new_entities}
        rows = [{"id": number, "kind": row["kind"], "name": row["name"]} for number, row in sorted(new.items())]
        if rows:
            self.connection.execute(insert(schema.entities), rows)
        self.checks.new_entities.clear()

    def _find_fault(self, table: Table) -> None:
        """Store one by one, to name the line that the database does not take."""
        for number, row in self.waiting:
            try:
                with self.connection.begin_nested():
                    self.connection.execute(insert(table), row)
            except IntegrityError:
                fields = (
                    ", ".join(f.name for f in self.sheet.fields if self._is_key(table, f.name)) if self.sheet else ""
                )
                raise AtLine(number, f"{fields}: the database holds such a {table.name} already") from None

    @staticmethod
    def _is_key(table: Table, name: str) -> bool:
        return table.c[name].primary_key or bool(table.c[name].unique)

    def finish(self) -> None:
        """Store the rest, and check what can be checked only at the end."""
        self.store()
        self.checks.finish()


def _row(sheet: Sheet, content: dict[str, JsonValue]) -> Row:
    names = {f.name for f in sheet.fields}
    if missing := [f.name for f in sheet.fields if f.name not in content]:
        raise InputError(f"{missing[0]}: the field is missing")
    if unknown := [name for name in content if name not in names]:
        raise InputError(f"{unknown[0]!r:.40}: a {sheet.name} has no such field")
    return {f.name: f.read(content[f.name]) for f in sheet.fields}
