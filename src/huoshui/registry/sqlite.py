"""SQLite, the embedded default: where the file is, what a connection needs, and the one lock that writers share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event
from sqlalchemy.pool import StaticPool

from huoshui.errors import DatabaseError
from huoshui.registry import waiting

if TYPE_CHECKING:
    import sqlite3

    from sqlalchemy import URL, Connection, Engine


def in_memory(url: URL) -> bool:
    """Whether the address is of a database that no other process can see."""
    return url.database in {None, "", ":memory:"}


def check_file(url: URL, *, create: bool) -> None:
    """DatabaseError when there can be no database at that place, or is none and ``create`` is false."""
    if in_memory(url):
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


def make_engine(url: URL) -> Engine:
    """Engine whose transactions begin as the execution option ``write`` says."""
    arguments = {"timeout": waiting.BUSY_SECONDS, "check_same_thread": False}
    engine = create_engine(url, connect_args=arguments, **({"poolclass": StaticPool} if in_memory(url) else {}))
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def use_write_ahead_log(engine: Engine) -> None:
    """So that readers never wait for a writer. The file remembers it; it cannot be set within a transaction."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


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
    if not connection.get_execution_options().get("write", False):
        connection.exec_driver_sql("BEGIN")
        return
    with waiting.told(connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
