"""``huoshui policy``: rule packs, and what comes of them for funds, managers, companies and places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.commands.policy import applying, authoring, checking, comparing, evaluating, matching
from huoshui.commands.policy.base import policy

if TYPE_CHECKING:
    import typer

__all__ = ["add_to", "applying", "authoring", "checking", "comparing", "evaluating", "matching"]


def add_to(app: typer.Typer) -> None:
    """Make the commands known."""
    app.add_typer(policy)
