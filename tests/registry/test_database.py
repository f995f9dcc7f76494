"""Opening databases: new, old, newer, foreign, missing, locked."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from huoshui.errors import DatabaseError
from huoshui.registry import Registry, schema, waiting
from huoshui.registry.views import FundFilter
from tests.registry.said import document, fund, tell

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", "huoshui.registry:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == schema.HEAD


def test_the_migrations_make_the_tables_that_the_code_expects(registry: Registry) -> None:
    def ours(_: object, name: str | None, kind: str, reflected: bool, __: object) -> bool:  # noqa: FBT001
        return not (kind == "table" and reflected and "_search" in str(name))

    database = create_engine(registry.url)
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, schema.metadata) == []
    database.dispose()


def test_what_was_written_is_there_after_reopening(url: str) -> None:
    with Registry(url) as first:
        tell(first, "云岭创新基金成立。", "云岭创新基金")
    with Registry(url, create=False) as second:
        assert second.search(FundFilter()).total == 1


def _newer(path: Path) -> None:
    Registry(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()


def _foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (_newer, "newer Huoshui .*update"),
        (_foreign, "something else: name another"),
        (lambda path: path.write_bytes(b"%PDF-1.7 " * 500), "not a database"),
        (lambda path: path.mkdir(), "is a folder"),
    ],
)
def test_what_cannot_be_opened_is_told_in_one_line(tmp_path: Path, make: Callable[[Path], object], told: str) -> None:
    path = tmp_path / "x.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(DatabaseError, match=told) as error:
        Registry(f"sqlite:///{path}")
    assert "\n" not in str(error.value)
    assert before is None or path.read_bytes() == before


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("huoshui.db", "no database address"),
        ("sqlite:////no/such/folder/x.db", "folder of the database"),
        ("mysql://localhost/x", "mysql is not supported"),
    ],
)
def test_addresses_that_lead_nowhere(url: str, told: str) -> None:
    with pytest.raises(DatabaseError, match=told):
        Registry(url)


def test_a_missing_database_is_not_made_unless_wanted(url: str, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="huoshui ingest"):
        Registry(url, create=False)
    assert not list(tmp_path.iterdir())


def test_a_writer_waits_for_the_lock_and_then_says_so(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "BUSY_SECONDS", 0.2)
    with Registry(url) as registry:
        path = url.removeprefix("sqlite:///")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError, match="locked by another process"):
            tell(registry, "云岭创新基金成立。", "云岭创新基金")
        # Readers do not wait.
        assert registry.counts().documents == 0
        other.execute("ROLLBACK")
        other.close()
        tell(registry, "云岭创新基金成立。", "云岭创新基金")


def test_a_removed_document_leaves_nothing_behind(registry: Registry) -> None:
    old = document("云岭创新基金成立。", path="a.txt", name="a")
    registry.add(old, [fund(old, "云岭创新基金", region="浙江", sectors=["biomedicine"], date="2026")])
    registry.add(document("没有基金。", path="a.txt", name="a"), [])
    connection = sqlite3.connect(registry.url.removeprefix("sqlite:///"))
    tables = ("record", "record_key", "statement", "sentence", "entity", "entity_term", "entity_date", "redirect")
    left = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}  # noqa: S608
    violations = connection.execute("PRAGMA foreign_key_check").fetchall()
    intact = connection.execute("PRAGMA integrity_check").fetchone()[0]
    connection.close()
    assert (left, violations, intact) == (dict.fromkeys(tables, 0), [], "ok")
