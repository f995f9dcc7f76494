"""Re-investment (返投): what a fund has to bring into a place, how far it has, and by which deals."""

from __future__ import annotations

from huoshui.portfolio.reinvestment.base import Missing
from huoshui.portfolio.reinvestment.items import Item, Left
from huoshui.portfolio.reinvestment.progress import (
    Checked,
    Comparison,
    Deal,
    Progress,
    State,
    compare,
    obligation,
    overview,
    progress,
)

__all__ = [
    "Checked",
    "Comparison",
    "Deal",
    "Item",
    "Left",
    "Missing",
    "Progress",
    "State",
    "compare",
    "obligation",
    "overview",
    "progress",
]
