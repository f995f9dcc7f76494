"""Opening databases: new, old, newer, foreign, missing, locked."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from huoshui.errors import DatabaseError
from huoshui.registry import Registry, engine, portfolio_schema, prepare, schema, waiting, writing
from huoshui.registry.views import FundFilter
from tests.registry.said import document, fund, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.postgres import Cluster


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", "huoshui.registry:migrations")
    return config


def test_head_is_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(_alembic()).get_current_head() == schema.HEAD


def test_the_migrations_make_the_tables_that_the_code_expects(registry: Registry) -> None:
    def ours(_: object, name: str | None, kind: str, reflected: bool, __: object) -> bool:  # noqa: FBT001
        return not (kind == "table" and reflected and "_search" in str(name))

    database = create_engine(registry.url)
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        differences = [d for d in compare_metadata(context, portfolio_schema.events.metadata) if not _harmless(d)]
    database.dispose()
    assert differences == []


def _harmless(difference: Any) -> bool:  # noqa: ANN401  Alembic's tuples have many forms
    """A comment, or the direction of an index's columns, which only the migration states."""
    if isinstance(difference, list):
        return str(difference[0][0]) == "modify_comment"
    return difference[0] in {"add_index", "remove_index"} and difference[1].name in {"entity_by_size", "entity_by_date"}


def test_all_text_compares_by_code_point_on_a_server_that_sorts_by_dictionary(postgres: Cluster) -> None:
    with postgres.database() as url:
        Registry(url).close()
        database = create_engine(url)
        with database.connect() as connection:
            columns = connection.execute(
                text(
                    "SELECT table_name, column_name, collation_name FROM information_schema.columns"
                    " WHERE table_schema = current_schema() AND data_type = 'text'"
                )
            ).all()
        database.dispose()
    assert len(columns) > 30
    assert [c for c in columns if c[2] != "C"] == []


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


def test_a_missing_database_is_not_made_unless_wanted(new_url: str, tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(DatabaseError, match="huoshui ingest"):
            Registry(new_url, create=False)
    assert not list(tmp_path.iterdir())


@contextmanager
def somebody_writing(url: str) -> Iterator[None]:
    """Another connection that holds the lock of writers."""
    with Registry(url) as other, engine.writing(other._engine, url):
        yield


def test_a_writer_waits_for_the_lock_and_says_so(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "TELL_SECONDS", 0.1)
    monkeypatch.setattr(waiting, "BUSY_SECONDS", 30.0)
    waits = Event()
    with Registry(url, on_wait=waits.set) as registry:
        with ThreadPoolExecutor(1) as pool:
            with somebody_writing(url):
                told = pool.submit(tell, registry, "云岭创新基金成立。", "云岭创新基金")
                assert waits.wait(10)
                # Readers do not wait.
                assert registry.counts().documents == 0
                assert not told.done()
            told.result(10)
        waits.clear()
        tell(registry, "云岭新材料基金成立。", "云岭新材料基金")
        assert registry.counts().documents == 2
    assert not waits.is_set()


def test_a_writer_does_not_wait_forever(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "BUSY_SECONDS", 0.2)
    with Registry(url) as registry:
        with somebody_writing(url), pytest.raises(DatabaseError, match=r"locked by another process for over 0.2 s"):
            tell(registry, "云岭创新基金成立。", "云岭创新基金")
        assert registry.counts().documents == 0
        tell(registry, "云岭创新基金成立。", "云岭创新基金")


def test_waiting_is_told_on_standard_error(
    url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(waiting, "TELL_SECONDS", 0.1)
    monkeypatch.setattr(waiting, "BUSY_SECONDS", 0.5)
    with Registry(url) as registry, somebody_writing(url), pytest.raises(DatabaseError):
        tell(registry, "云岭创新基金成立。", "云岭创新基金")
    assert [r.getMessage() for r in caplog.records if "writing to the database" in r.getMessage()]


def test_new_documents_are_written_beside_each_other_on_a_server(
    postgres: Cluster, prepared_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "BUSY_SECONDS", 0.3)
    with postgres.database(prepared_postgres) as url, Registry(url) as one, Registry(url) as two:
        known, fresh = (document(f"{name}成立。") for name in ("云岭创新基金", "北原创新基金"))
        prepared = prepare(known, [fund(known, "云岭创新基金")])
        # The first writer has its transaction open all the while.
        with engine.writing(one._engine, url, names=writing._locks(prepared)) as connection:
            assert writing.write(connection, prepared, only_new=True)
            assert two.add(fresh, [fund(fresh, "北原创新基金")])
            with pytest.raises(DatabaseError, match="locked"):
                tell(two, "云岭创新基金扩募。", "云岭创新基金")
            with pytest.raises(DatabaseError, match="locked"):
                two.add_prepared(prepared)
        tell(two, "云岭创新基金扩募。", "云岭创新基金")
        assert (two.search(FundFilter()).total, two.counts().documents) == (2, 3)


def test_a_removed_document_leaves_nothing_behind(registry: Registry) -> None:
    old = document("云岭创新基金成立。", path="a.txt", name="a")
    registry.add(old, [fund(old, "云岭创新基金", region="浙江", sectors=["biomedicine"], date="2026")])
    registry.add(document("没有基金。", path="a.txt", name="a"), [])
    tables = ("record", "record_key", "statement", "sentence", "entity", "entity_term", "entity_date", "redirect")
    database = create_engine(registry.url)
    with database.connect() as connection:
        left = {t: connection.execute(text(f"SELECT count(*) FROM {t}")).scalar() for t in tables}  # noqa: S608
        if database.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        else:
            assert connection.execute(text("SELECT count(*) FROM record_search")).scalar() == 0
    database.dispose()
    assert left == dict.fromkeys(tables, 0)


def _step_back(url: str, version: str) -> None:
    database = create_engine(url)
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    database.dispose()


def test_an_empty_database_is_migrated_once(new_url: str) -> None:
    assert engine.migrate(new_url) == (None, schema.HEAD)
    assert engine.migrate(new_url) == (schema.HEAD, schema.HEAD)
    with Registry(new_url, create=False) as registry:
        tell(registry, "云岭创新基金成立。", "云岭创新基金")


def test_a_newer_database_is_left_alone(url: str) -> None:
    Registry(url).close()
    _step_back(url, "9999")
    for use in (Registry, engine.migrate):
        with pytest.raises(DatabaseError, match=r"newer Huoshui .*update"):
            use(url)


def test_a_servers_older_database_is_upgraded_only_when_asked(postgres: Cluster, prepared_postgres: str) -> None:
    with postgres.database(prepared_postgres) as url:
        _step_back(url, "0001")
        with pytest.raises(DatabaseError, match=r"is of version 0001.*run `huoshui migrate`"):
            Registry(url)


def test_every_version_becomes_the_newest(new_url: str) -> None:
    scripts = ScriptDirectory.from_config(_alembic())
    database = create_engine(new_url)
    with database.begin() as connection:
        config = _alembic()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    database.dispose()
    assert engine.migrate(new_url) == ("0001", scripts.get_current_head())
    with Registry(new_url, create=False) as registry:
        tell(registry, "云岭创新基金成立。", "云岭创新基金")
        assert registry.search(FundFilter(text="创新")).total == 1


def test_two_that_make_the_tables_at_once_make_them_once(postgres: Cluster) -> None:
    with postgres.database() as url, ThreadPoolExecutor(4) as pool:
        for opened in pool.map(Registry, [url] * 4):
            assert opened.counts().documents == 0
            opened.close()


def test_a_servers_password_is_never_shown(postgres: Cluster) -> None:
    url = f"postgresql://nobody-here:geheim@/none?host={postgres.folder}"
    for address in (url, url.replace(":geheim", "") + "&password=geheim"):
        with pytest.raises(DatabaseError, match="check that the server runs") as error:
            Registry(address)
        assert "geheim" not in str(error.value)
        assert "\n" not in str(error.value)


def test_something_else_on_a_server_is_not_touched(postgres: Cluster) -> None:
    with postgres.database() as url:
        database = create_engine(url)
        with database.begin() as connection:
            connection.execute(text("CREATE TABLE recipes (name text)"))
        for use in (Registry, engine.migrate):
            with pytest.raises(DatabaseError, match="something else"):
                use(url)
        database.dispose()


def test_a_database_that_cannot_hold_chinese_is_refused(postgres: Cluster) -> None:
    postgres.run("CREATE DATABASE ascii ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0")
    with pytest.raises(DatabaseError, match="SQL_ASCII"):
        Registry(postgres.url("ascii"))
