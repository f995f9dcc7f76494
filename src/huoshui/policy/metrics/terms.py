"""What was agreed, against what was agreed elsewhere or earlier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.units import Unit

if TYPE_CHECKING:
    from huoshui.policy.catalogue import Column


@CATALOGUE.metric(
    Unit.YEARS,
    "子基金存续期超出母基金剩余期",
    "term of the sub-fund beyond that of the guidance fund",
    formula="term_years - fof_remaining_years",
    source="上海未来产业基金申报指南, 2025-01-20",
)
def term_beyond_fof(term_years: Column, fof_remaining_years: Column) -> Column:
    """More than nought: the sub-fund would outlive the fund that pays it."""
    return term_years - fof_remaining_years


@CATALOGUE.metric(
    Unit.MULTIPLE,
    "返投倍数较此前的变化",
    "change of the re-investment multiple",
    formula="reinvestment_multiple - earlier_reinvestment_multiple",
    source="国办发〔2025〕1号",
)
def reinvestment_change(reinvestment_multiple: Column, earlier_reinvestment_multiple: Column) -> Column:
    """Less than nought: lowered."""
    return reinvestment_multiple - earlier_reinvestment_multiple
