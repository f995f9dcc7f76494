"""The variables of the catalogue: figures that ledger, registry, applications and forms give; one file a subject."""

from huoshui.policy.variables import (
    agreements,
    applications,
    companies,
    conduct,
    deals,
    evaluation,
    filing,
    funds,
    holdings,
    managers,
    provinces,
)

__all__ = [
    "agreements",
    "applications",
    "companies",
    "conduct",
    "deals",
    "evaluation",
    "filing",
    "funds",
    "holdings",
    "managers",
    "provinces",
]
