"""The metrics of the catalogue, by what they are about. Importing this fills the catalogue, variables included."""

from huoshui.policy import variables
from huoshui.policy.metrics import contributors, early, size

__all__ = ["contributors", "early", "size", "variables"]
