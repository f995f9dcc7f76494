"""Dividing a whole amount among parties so that every minor unit has an owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence


def apportion(amount: int, weights: Sequence[int]) -> list[int]:
    """``amount`` in proportion to ``weights``, by largest remainders; of equal remainders the earlier is rounded up.

    The parts add up to ``amount``, and none exceeds its weight where ``amount`` is at most the sum of weights. Raises
    ``InputError`` for an amount below zero, or one without anybody to take it.
    """
    whole = sum(weights)
    if amount < 0 or (amount and whole <= 0) or any(weight < 0 for weight in weights):
        raise InputError(f"{amount} minor units cannot be divided in proportion to {list(weights)}")
    if not amount:
        return [0] * len(weights)
    parts = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: -(amount * weights[place] % whole))
    for place in by_remainder[: amount - sum(parts)]:
        parts[place] += 1
    return parts
