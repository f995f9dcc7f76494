"""Opening the database: SQLite or PostgreSQL, transactions, and database errors as one line for a person."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import make_url, update
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from huoshui.errors import DatabaseError
from huoshui.registry import postgresql, sqlite, versions, waiting
from huoshui.registry.schema import HEAD, revisions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import URL, Connection, Engine

_COUNT_UP = update(revisions).values(number=revisions.c.number + 1)
_NOT_AVAILABLE = "55P03"
_EXAMPLES = "sqlite:///huoshui.db or postgresql://user@host/huoshui"


class Migrated(NamedTuple):
    """What an upgrade did: the version before, None of an empty database, and the version after."""

    before: str | None
    after: str


def open_engine(url: str, *, create: bool, on_wait: Callable[[], None] = waiting.warn) -> Engine:
    """Engine of a database at the newest version.

    An empty database is given its tables. An older one is upgraded if it is a file; a server's, which others may be
    using, only by ``migrate``. ``on_wait`` is called, from another thread, when a writer has to wait for another one.
    DatabaseError when there is none and ``create`` is false, when it cannot be reached, is no database, or when its
    version is not ours.
    """
    engine = _connected(url, create=create, on_wait=on_wait)
    try:
        with told(url):
            found = _version(engine, url)
            if found != HEAD:
                if engine.dialect.name == "postgresql":
                    _check_upgrade(found, shown(url), create=create)
                _upgrade(engine, url)
    except DatabaseError:
        engine.dispose()
        raise
    return engine


def migrate(url: str) -> Migrated:
    """Give an empty database its tables, an older one those of the newest version; DatabaseError as ``open_engine``."""
    engine = _connected(url, create=True, on_wait=waiting.warn)
    try:
        with told(url):
            found = _version(engine, url)
            return Migrated(found, HEAD) if found == HEAD else _upgrade(engine, url)
    finally:
        engine.dispose()


@contextmanager
def writing(engine: Engine, url: str, *, names: Sequence[int] | None = None) -> Iterator[Connection]:
    """One transaction that holds the write lock from its start, so that it cannot fail half way for lack of it.

    On PostgreSQL those that give ``names``, 32-bit numbers, write beside each other where these differ; they may only
    add. It counts the registry's revision up, last, so that those beside it wait for that only briefly.
    """
    with told(url), engine.connect().execution_options(write=True, names=names) as connection, connection.begin():
        yield connection
        connection.execute(_COUNT_UP)


@contextmanager
def reading(engine: Engine, url: str) -> Iterator[Connection]:
    """One transaction that sees the database as it is at its start."""
    options = postgresql.READ_OPTIONS if engine.dialect.name == "postgresql" else {}
    with told(url), engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def told(url: str) -> Iterator[None]:
    """Turn errors of the driver into a DatabaseError of one line."""
    try:
        yield
    except DBAPIError as error:
        reason = str(error.orig).partition("\n")[0]
        message = f"{shown(url)}{_consequence(error, reason, on_server=url.startswith('postgres'))}"
        raise DatabaseError(message) from error


def shown(url: str) -> str:
    """The address as a person may see it: without its password."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return url
    if "password" in parsed.query:
        parsed = parsed.update_query_dict({"password": "***"})
    elif parsed.password is None:
        return url
    return parsed.render_as_string(hide_password=True)


def _consequence(error: DBAPIError, reason: str, *, on_server: bool) -> str:
    locked = getattr(error.orig, "sqlstate", None) == _NOT_AVAILABLE if on_server else "locked" in reason
    if locked:
        return f" is locked by another process for over {waiting.BUSY_SECONDS:g} s: try again when it has finished"
    if not isinstance(error, OperationalError):
        remedy = "see the server's log" if on_server else "name another file, or restore this one from a copy"
    elif on_server:
        remedy = "check that the server runs, the database exists, and user and password are right"
    else:
        remedy = "check that the file can be written and the disk is not full"
    return f": {reason}: {remedy}"


def _connected(url: str, *, create: bool, on_wait: Callable[[], None]) -> Engine:
    parsed = _parse(url)
    if parsed.get_backend_name() == "sqlite":
        sqlite.check_file(parsed, create=create)
        engine = sqlite.make_engine(parsed)
    else:
        engine = postgresql.make_engine(parsed)
    engine.update_execution_options(on_wait=on_wait)
    return engine


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        message = f"{url!r} is no database address: write it like {_EXAMPLES}"
        raise DatabaseError(message) from error
    if parsed.get_backend_name() != "sqlite" and parsed.drivername not in {"postgresql", "postgresql+psycopg"}:
        message = f"{shown(url)}: {parsed.drivername} is not supported: write it like {_EXAMPLES}"
        raise DatabaseError(message)
    return parsed


def _version(engine: Engine, url: str) -> str | None:
    with engine.connect() as connection, connection.begin():
        return versions.version(connection, shown(url))


def _check_upgrade(found: str | None, where: str, *, create: bool) -> None:
    """DatabaseError when a server's database must not be changed by whoever happens to open it."""
    if found is not None:
        message = f"{where} is of version {found}, this Huoshui needs {HEAD}: run `huoshui migrate`"
        raise DatabaseError(message)
    if not create:
        message = f"{where} holds no registry yet: run `huoshui ingest` or `huoshui migrate` first"
        raise DatabaseError(message)


def _upgrade(engine: Engine, url: str) -> Migrated:
    on_server = engine.dialect.name == "postgresql"
    if not on_server:
        sqlite.use_write_ahead_log(engine)
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        if on_server:
            postgresql.check_server(connection, shown(url))
        # Another process may have made the tables while this one waited for the lock.
        found = versions.version(connection, shown(url))
        if found != HEAD:
            versions.upgrade(connection)
        return Migrated(found, HEAD)
