"""A made-up family of funds of any size, for the demo, the tests and the bench."""

from __future__ import annotations

from huoshui.portfolio.made.family import make_family

__all__ = ["make_family"]
