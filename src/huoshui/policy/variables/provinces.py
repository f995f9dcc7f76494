"""A province's list of key fields for its government funds."""

from __future__ import annotations

from huoshui.policy.catalogue import CATALOGUE, Variable
from huoshui.policy.units import Unit

CATALOGUE.variable(
    Variable("list_approved", Unit.FLAG, "重点领域清单经省级政府同意", "the list is approved", "province"),
    Variable("list_filed", Unit.FLAG, "清单已报国家发展改革委备案", "the list is filed with the NDRC", "province"),
    Variable("list_changes", Unit.COUNT, "清单本年调整次数", "changes of the list this year", "province"),
    Variable("list_levels", Unit.COUNT, "清单层级数", "levels of the list", "province"),
    Variable(
        "list_by_classification", Unit.FLAG, "前两级按国民经济行业分类", "two levels follow GB/T 4754", "province"
    ),
)
