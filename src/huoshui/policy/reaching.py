"""What a share can still come to, from what is left to invest: arithmetic that reaches of metrics have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.policy.extra import np

if TYPE_CHECKING:
    from huoshui.policy.catalogue import Column


def over_size(part: Column, invested: Column, size: Column) -> tuple[Column, Column]:
    """Of a share of a fixed size: nothing of what is left adds to the part, or all of it does."""
    left = np.maximum(size - invested, 0)
    return part / size, (part + left) / size


def over_invested(part: Column, invested: Column, size: Column) -> tuple[Column, Column]:
    """Of a share of what is invested, once the whole size is: nothing of what is left is of the part, or all of it."""
    whole = np.maximum(size, invested)
    return part / whole, (part + (whole - invested)) / whole
