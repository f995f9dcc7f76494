"""What an application says against a call that is no rule pack: whether its fields and places are those asked for."""

from __future__ import annotations

from huoshui.policy.catalogue import CATALOGUE, Variable
from huoshui.policy.units import Unit

CATALOGUE.variable(
    Variable("in_call_sectors", Unit.FLAG, "所投领域在遴选领域内", "its fields are those of the call"),
    Variable("in_call_places", Unit.FLAG, "所投地区与遴选地区相符", "its places are those of the call"),
)
