"""Versions of the database: which one it is, and how it becomes the newest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from huoshui.errors import DatabaseError
from huoshui.registry.schema import HEAD

if TYPE_CHECKING:
    from sqlalchemy import Connection

_OWN_TABLES = {"document", "statement", "entity"}


def version(connection: Connection, shown: str) -> str | None:
    """Version of the database, None of an empty one; DatabaseError of a foreign or newer one."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    found = None
    if "alembic_version" in tables and tables >= _OWN_TABLES:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is None:
        message = f"{shown} is a database of something else: name another with --database"
        raise DatabaseError(message)
    if found > HEAD:
        message = f"{shown} was made by a newer Huoshui (version {found}, this one knows {HEAD}): update Huoshui"
        raise DatabaseError(message)
    return str(found)


def upgrade(connection: Connection) -> None:
    """Bring the database to the newest version, within the transaction of ``connection``."""
    # Alembic is slow to import and needed once in a database's life.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "huoshui.registry:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
