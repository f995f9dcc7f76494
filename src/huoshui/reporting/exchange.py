"""Exports of the whole registry: lossless lines, a graph, and tables of funds, organisations and relations."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.registry.exchange.ftm import ftm_lines, schema_files
from huoshui.registry.exchange.graph import COMPANY
from huoshui.reporting.figures import UNKNOWN
from huoshui.reporting.files import make_folder, write_parts, write_whole
from huoshui.reporting.queries import opened
from huoshui.reporting.tables import Cell, Column, Table, as_csv, as_workbook, entity_table
from huoshui.reporting.words import headed, say, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from huoshui.registry import Registry
    from huoshui.registry.exchange.graph import Graph, Origin
    from huoshui.reporting.words import Locale

STDOUT = "-"
#: Lines written at once.
_LINES = 1000


class ExportFormat(StrEnum):
    """How the registry is written."""

    JSONL = "jsonl"
    FTM = "ftm"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


_SUFFIXES = {".jsonl": ExportFormat.JSONL, ".xlsx": ExportFormat.XLSX, ".ftm": ExportFormat.FTM}


def format_of(place: str, wanted: str | None) -> ExportFormat:
    """The format asked for, else that of the place's suffix. Raises InputError where neither says it."""
    if wanted:
        return ExportFormat(wanted)
    if place == STDOUT:
        return ExportFormat.JSONL
    try:
        return _SUFFIXES[Path(place).suffix.lower()]
    except KeyError:
        raise InputError(f"{place}: in which format? add --as {'|'.join(ExportFormat)}") from None


def export_registry(url: str, place: str, wanted: str | None, locale: Locale) -> list[Path]:
    """Write the registry to a file or folder, each file whole or not at all; the files written.

    CSV and Parquet make a folder of three files, FollowTheMoney one of entities and schemata; ``-`` is standard output,
    for lines only.
    """
    chosen = format_of(place, wanted)
    with opened(url) as registry:
        if place == STDOUT:
            _to_stdout(registry, chosen)
            return []
        path = Path(place)
        match chosen:
            case ExportFormat.JSONL:
                return _write_lines(path, registry.exported())
            case ExportFormat.FTM:
                return _write_ftm(path, registry.graph())
            case ExportFormat.CSV:
                return _write_csv(path, registry.graph(), locale)
            case ExportFormat.XLSX:
                write_whole(path, as_workbook(graph_tables(registry.graph(), locale)))
                return [path]
            case ExportFormat.PARQUET:
                from huoshui.reporting.parquet import write_parquet

                return write_parquet(path, registry.graph())


def _to_stdout(registry: Registry, chosen: ExportFormat) -> None:
    if chosen is ExportFormat.JSONL:
        lines = registry.exported()
    elif chosen is ExportFormat.FTM:
        lines = ftm_lines(registry.graph())
    else:
        raise InputError(f"{chosen} goes to a file or folder: name one instead of {STDOUT}")
    sys.stdout.flush()
    for part in _in_parts(lines):
        sys.stdout.buffer.write(part)


def _in_parts(lines: Iterable[str]) -> Iterator[bytes]:
    waiting: list[str] = []
    for line in lines:
        waiting.append(line)
        if len(waiting) >= _LINES:
            yield "".join(waiting).encode()
            waiting.clear()
    yield "".join(waiting).encode()


def _write_lines(path: Path, lines: Iterable[str]) -> list[Path]:
    write_parts(path, _in_parts(lines))
    return [path]


def _write_ftm(path: Path, graph: Graph) -> list[Path]:
    if path.suffix:
        return _write_lines(path, ftm_lines(graph))
    make_folder(path / "schema")
    written = _write_lines(path / "entities.ftm.json", ftm_lines(graph))
    for name, content in schema_files():
        write_whole(path / "schema" / name, content)
        written.append(path / "schema" / name)
    return written


def _write_csv(folder: Path, graph: Graph, locale: Locale) -> list[Path]:
    make_folder(folder)
    tables = zip(("funds", "organisations", "relations"), graph_tables(graph, locale), strict=True)
    paths = []
    for name, table in tables:
        paths.append(folder / f"{name}.csv")
        write_whole(paths[-1], as_csv(table))
    return paths


def graph_tables(graph: Graph, locale: Locale) -> tuple[Table, Table, Table]:
    """Funds, organisations and relations as tables; ids tie them together."""
    return _funds(graph, locale), _organisations(graph, locale), _relations(graph, locale)


def _funds(graph: Graph, locale: Locale) -> Table:
    plain = entity_table("Fund", [node.entity for node in graph.funds], locale)
    rows = tuple(
        (_text(node.entity.id), *cells, *_origin_cells(node.origin))
        for node, cells in zip(graph.funds, plain.rows, strict=True)
    )
    return Table(plain.title, (Column("id", "ID"), *plain.columns, *_origin_columns(locale)), rows)


def _organisations(graph: Graph, locale: Locale) -> Table:
    rows = tuple(
        (
            _text(one.id),
            _text(one.name),
            Cell("；".join(one.aliases), one.aliases),
            Cell(say(locale, "、", ", ").join(_role(role, locale) for role in one.roles), one.roles),
            *_origin_cells(one.origin),
        )
        for one in graph.organisations
    )
    columns = (
        Column("id", "ID"),
        Column("name", headed("name", locale)),
        Column("aliases", headed("aliases", locale)),
        Column("roles", say(locale, "角色", "Roles")),
        *_origin_columns(locale),
    )
    return Table(say(locale, "机构", "Organisations"), columns, rows)


def _role(role: str, locale: Locale) -> str:
    return say(locale, "公司", "company") if role == COMPANY else word(role, locale)


def _relations(graph: Graph, locale: Locale) -> Table:
    columns = (
        Column("from", say(locale, "自", "From")),
        Column("to", say(locale, "至", "To")),
        Column("kind", headed("kind", locale)),
        Column("from_id", say(locale, "自 ID", "From ID")),
        Column("to_id", say(locale, "至 ID", "To ID")),
    )
    rows = tuple(
        (
            _text(one.from_name),
            _text(one.to_name),
            Cell(word(one.kind, locale), one.kind),
            _text(one.from_id),
            _text(one.to_id),
            *_origin_cells(one.origin),
        )
        for one in graph.relations
    )
    return Table(say(locale, "关系", "Relations"), (*columns, *_origin_columns(locale)), rows)


def _origin_columns(locale: Locale) -> tuple[Column, ...]:
    return (
        Column("statements", say(locale, "说法数", "Statements"), numeric=True),
        Column("documents", say(locale, "文件数", "Documents"), numeric=True),
        Column("first_source", say(locale, "最早来源", "First source")),
        Column("first_published", say(locale, "最早发布日期", "First published")),
        Column("first_document", say(locale, "最早文件", "First document")),
        Column("first_url", say(locale, "最早网址", "First address")),
    )


def _origin_cells(origin: Origin | None) -> tuple[Cell, ...]:
    if origin is None:
        return (Cell("0", 0, 0), Cell("0", 0, 0), *(Cell(UNKNOWN, None) for _ in range(4)))
    return (
        Cell(str(origin.statements), origin.statements, origin.statements),
        Cell(str(origin.documents), origin.documents, origin.documents),
        _text(origin.source),
        Cell(origin.published or UNKNOWN, origin.published),
        _text(origin.title),
        _text(origin.url),
    )


def _text(text: str) -> Cell:
    return Cell(text, text)
