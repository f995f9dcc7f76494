"""Column types that mean the same in every database that the registry runs on."""

from __future__ import annotations

import sqlalchemy

#: Text that compares and sorts by code point, as SQLite's does. PostgreSQL would take the locale's order, which puts
#: neither dates nor Chinese names where this code expects them.
Text = sqlalchemy.Text().with_variant(sqlalchemy.Text(collation="C"), "postgresql")

#: A 63-bit id. SQLite keeps a table by its id only when the type is called INTEGER.
Id = sqlalchemy.BigInteger().with_variant(sqlalchemy.Integer(), "sqlite")
