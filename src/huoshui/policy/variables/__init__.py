"""The variables of the catalogue: figures that ledger, registry, applications and forms give; one file a subject."""

from huoshui.policy.variables import deals, funds, managers

__all__ = ["deals", "funds", "managers"]
