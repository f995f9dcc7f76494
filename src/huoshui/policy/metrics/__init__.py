"""The metrics of the catalogue, by what they are about. Importing this fills the catalogue, variables included."""

from huoshui.policy import variables
from huoshui.policy.metrics import (
    concentration,
    conduct,
    contributors,
    direction,
    early,
    evaluation,
    local,
    pace,
    size,
    terms,
)

__all__ = [
    "concentration",
    "conduct",
    "contributors",
    "direction",
    "early",
    "evaluation",
    "local",
    "pace",
    "size",
    "terms",
    "variables",
]
