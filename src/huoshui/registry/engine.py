"""Opening the database: connection settings, migrations, and database errors as one line for a person."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, inspect, make_url, text, update
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.pool import StaticPool

from huoshui.errors import DatabaseError
from huoshui.registry.schema import HEAD, revisions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection, Engine

#: How long a writer waits for another one.
BUSY_SECONDS = 60
_COUNT_UP = update(revisions).values(number=revisions.c.number + 1)
_OWN_TABLES = {"document", "statement", "entity"}


def open_engine(url: str, *, create: bool) -> Engine:
    """Engine of a database at the newest version.

    An empty database is given its tables. DatabaseError when there is none and ``create`` is false, when the file is
    no database, or when its version is not ours.
    """
    parsed = _parse(url)
    _check_file(parsed, create=create)
    memory = parsed.database in {None, "", ":memory:"}
    arguments: dict[str, Any] = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    engine = create_engine(parsed, connect_args=arguments, **({"poolclass": StaticPool} if memory else {}))
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    try:
        with told(url):
            _upgrade(engine, url)
    except DatabaseError:
        engine.dispose()
        raise
    return engine


@contextmanager
def writing(engine: Engine, url: str) -> Iterator[Connection]:
    """One transaction that holds the write lock from its start, so that it cannot fail half way for lack of it.

    It counts the registry's revision up, last, so that writers of other databases wait for each other only briefly.
    """
    with told(url), engine.connect().execution_options(write=True) as connection, connection.begin():
        yield connection
        connection.execute(_COUNT_UP)


@contextmanager
def reading(engine: Engine, url: str) -> Iterator[Connection]:
    """One transaction that sees the database as it is at its start."""
    with told(url), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def told(url: str) -> Iterator[None]:
    """Turn errors of the driver into a DatabaseError of one line."""
    try:
        yield
    except OperationalError as error:
        if "locked" in str(error.orig):
            message = f"{url} is locked by another process for over {BUSY_SECONDS} s: try again when it has finished"
        else:
            message = f"{url}: {_first_line(error)}: check that the file can be written and the disk is not full"
        raise DatabaseError(message) from error
    except DBAPIError as error:
        message = f"{url}: {_first_line(error)}: name another file, or restore this one from a copy"
        raise DatabaseError(message) from error


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).partition("\n")[0]


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        message = f"{url!r} is no database address: write it like sqlite:///huoshui.db"
        raise DatabaseError(message) from error
    if parsed.get_backend_name() != "sqlite":
        message = f"{url}: only SQLite is supported so far: write it like sqlite:///huoshui.db"
        raise DatabaseError(message)
    return parsed


def _check_file(url: URL, *, create: bool) -> None:
    if url.database in {None, "", ":memory:"}:
        return
    path = Path(str(url.database))
    if path.is_dir():
        message = f"{path} is a folder: name a file, like sqlite:///{path}/huoshui.db"
        raise DatabaseError(message)
    if not path.exists() and not create:
        message = f"there is no database at {path}: run `huoshui ingest` first, or name another with --database"
        raise DatabaseError(message)
    if not path.parent.is_dir():
        message = f"the folder of the database {path} does not exist: make it, or name another with --database"
        raise DatabaseError(message)


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    """Let SQLAlchemy begin transactions itself, and set what SQLite keeps for one connection only."""
    connection.isolation_level = None
    cursor = connection.cursor()
    # With a write-ahead log NORMAL is safe against a killed process; only a power cut can lose the last commits.
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA cache_size = -65536")
    cursor.close()


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _upgrade(engine: Engine, url: str) -> None:
    with engine.connect() as connection, connection.begin():
        version = _version(connection, url)
    if version == HEAD:
        return
    _use_write_ahead_log(engine)
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        # Another process may have made the tables while this one waited for the lock.
        if _version(connection, url) == HEAD:
            return
        _migrate(connection)


def _use_write_ahead_log(engine: Engine) -> None:
    """So that readers never wait for a writer. The file remembers it; it cannot be set within a transaction."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def _version(connection: Connection, url: str) -> str | None:
    """Version of the database, None of an empty one; DatabaseError of a foreign or newer one."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    version = None
    if "alembic_version" in tables and tables >= _OWN_TABLES:
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if version is None:
        message = f"{url} is a database of something else: name another with --database"
        raise DatabaseError(message)
    if version > HEAD:
        message = f"{url} was made by a newer Huoshui (version {version}, this one knows {HEAD}): update Huoshui"
        raise DatabaseError(message)
    return str(version)


def _migrate(connection: Connection) -> None:
    # Alembic is slow to import and needed once in a database's life.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "huoshui.registry:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
