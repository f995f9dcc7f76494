"""Alembic's way in: runs the migrations on the connection and in the transaction that the registry hands over."""

from __future__ import annotations

from alembic import context

from huoshui.registry.portfolio_schema import events

context.configure(connection=context.config.attributes["connection"], target_metadata=events.metadata)
context.run_migrations()
