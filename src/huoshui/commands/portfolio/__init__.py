"""``huoshui portfolio``: the ledger of a family of funds, what it comes to, and who gets what."""

from __future__ import annotations

from huoshui.commands.portfolio import sharing, views
from huoshui.commands.portfolio.ledger import portfolio

views.add_to(portfolio)
sharing.add_to(portfolio)

__all__ = ["portfolio"]
