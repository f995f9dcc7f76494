"""Conduct that several facts decide together: one that speaks suffices, or all must."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.extra import np
from huoshui.policy.units import Unit

if TYPE_CHECKING:
    from huoshui.policy.catalogue import Column


def _any(*flags: Column) -> Column:
    """Yes where one says yes; not known where none does and one is not known."""
    known: Column = np.fmax.reduce(flags)
    unsure = np.logical_or.reduce([np.isnan(flag) for flag in flags])
    return np.where(unsure & ~(known == 1), np.nan, known)


@CATALOGUE.metric(
    Unit.FLAG,
    "存在名股实债安排",
    "equity that is debt by its terms",
    formula="guaranteed_return or government_buyback or minimum_income",
    source="发改财金规〔2025〕1752号",
)
def disguised_debt(guaranteed_return: Column, government_buyback: Column, minimum_income: Column) -> Column:
    """One such promise suffices; where none is known, all must be known to be absent."""
    return _any(guaranteed_return, government_buyback, minimum_income)


@CATALOGUE.metric(
    Unit.FLAG,
    "设立方案完成三项论证",
    "the set-up plan weighs money, base and debt",
    formula="fiscal_strength_checked and resource_base_checked and debt_risk_checked",
    source="发改财金规〔2025〕1752号, 第八条",
)
def set_up_weighed(fiscal_strength_checked: Column, resource_base_checked: Column, debt_risk_checked: Column) -> Column:
    """One that is absent suffices to deny it."""
    return 1 - _any(1 - fiscal_strength_checked, 1 - resource_base_checked, 1 - debt_risk_checked)


@CATALOGUE.metric(
    Unit.FLAG,
    "募集材料要素齐全",
    "the raising material says all that it must",
    formula="material_names_people and material_names_projects and material_names_use and material_names_exit",
    source="私募投资基金备案指引第2号, 2023-09-28, 第三条",
)
def raising_material_complete(
    material_names_people: Column,
    material_names_projects: Column,
    material_names_use: Column,
    material_names_exit: Column,
) -> Column:
    """One that is absent suffices to deny it."""
    return 1 - _any(
        1 - material_names_people, 1 - material_names_projects, 1 - material_names_use, 1 - material_names_exit
    )
