"""PostgreSQL: what a connection needs, and the locks by which writers keep out of each other's way.

Whoever changes entities that are there already writes alone. A document none of whose names is known yet needs not:
it locks its own names, and others write beside it. All locks are advisory and end with the transaction, which holds
one document; reading files and extracting happen outside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, Integer, bindparam, create_engine, event, func, select, text

from huoshui.errors import DatabaseError
from huoshui.registry import waiting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import URL, Connection, Engine

#: Oldest server that this is tested with.
OLDEST = 15
#: A reader sees one state of the database, however many statements it takes.
READ_OPTIONS = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

_DEFAULTS = {"connect_timeout": "10", "application_name": "huoshui", "client_encoding": "utf8"}

#: First halves of the advisory locks' keys, far from small numbers that other programs may use.
_ALL, _NAMED = 0x48554F53, 0x48554F54
# The timeout must hold before the lock is asked for; a target list is worked out from left to right.
_PATIENCE = "SELECT set_config('lock_timeout', :patience, true), "
_LOCK_ALL = text(f"{_PATIENCE} pg_advisory_xact_lock({_ALL}, 0)")
_LOCK_BESIDE = text(f"{_PATIENCE} pg_advisory_xact_lock_shared({_ALL}, 0)")
_LOCK_NAMES = select(func.pg_advisory_xact_lock(_NAMED, func.unnest(bindparam("names", type_=ARRAY(Integer)))))


def make_engine(url: URL) -> Engine:
    """Engine whose transactions begin as the execution options ``write`` and ``names`` say. DatabaseError."""
    asked = {name: value for name, value in _DEFAULTS.items() if name not in url.query}
    try:
        engine = create_engine(url.set(drivername="postgresql+psycopg").update_query_dict(asked), pool_pre_ping=True)
    except ModuleNotFoundError as error:
        message = "PostgreSQL needs a driver: pip install 'huoshui[postgres]'"
        raise DatabaseError(message) from error
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "before_cursor_execute", _without_nul, retval=True)
    return engine


def check_server(connection: Connection, shown: str) -> None:
    """DatabaseError when the server is too old, or the database cannot hold Chinese."""
    major = connection.execute(text("SELECT current_setting('server_version_num')::integer / 10000")).scalar_one()
    if major < OLDEST:
        message = f"{shown} is PostgreSQL {major}: it must be {OLDEST} or newer"
        raise DatabaseError(message)
    encoding = connection.execute(text("SELECT current_setting('server_encoding')")).scalar_one()
    if encoding != "UTF8":
        message = f"{shown} is encoded in {encoding}: make one by `createdb --encoding=UTF8 --template=template0`"
        raise DatabaseError(message)


def settle(connection: Connection) -> None:
    """After rows were loaded: number new records on from the last, and let the planner know what there is."""
    connection.execute(text("SELECT setval('record_number', max(id)) FROM record HAVING max(id) IS NOT NULL"))
    connection.execute(text("ANALYZE"))


def _patience() -> dict[str, object]:
    return {"patience": f"{int(waiting.BUSY_SECONDS * 1000)}ms"}


def _configure(connection: Any, _record: object) -> None:  # noqa: ANN401  psycopg may not be installed
    connection.autocommit = True
    # Compiling a query takes longer than the short ones of a page do.
    connection.execute("SET jit = off")
    # Rows by an index cost little more than rows in order: what is asked for often lies in memory.
    connection.execute("SET random_page_cost = 1.1")
    connection.autocommit = False


def _begin(connection: Connection) -> None:
    """Take the locks of a writer, in one order everywhere, so that no two can wait for each other."""
    options = connection.get_execution_options()
    if not options.get("write", False):
        return
    names: Sequence[int] | None = options.get("names")
    with waiting.told(connection):
        connection.execute(_LOCK_ALL if names is None else _LOCK_BESIDE, _patience())
        if names:
            connection.execute(_LOCK_NAMES, {"names": sorted(set(names))})


def _without_nul(
    connection: Connection, _cursor: object, statement: str, parameters: object, *_: object
) -> tuple[str, object]:
    """Let a reader ask for text with NUL, which PostgreSQL cannot hold: it is asked for a character that is none."""
    if not connection.get_execution_options().get("write", False) and isinstance(parameters, dict):
        parameters = {name: _replaced(value) for name, value in parameters.items()}
    return statement, parameters


def _replaced(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\0", "\uffff")
    return [_replaced(item) for item in value] if isinstance(value, list) else value
