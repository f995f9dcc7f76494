"""What must hold of a ledger: faults of new events, each by itself and all together with what is recorded."""

from __future__ import annotations

from huoshui.portfolio.checks.fault import Fault, Setting, sort_of
from huoshui.portfolio.checks.forms import form_faults
from huoshui.portfolio.checks.nodes import node_faults
from huoshui.portfolio.checks.obligations import obligation_faults
from huoshui.portfolio.checks.running import running_faults
from huoshui.portfolio.checks.stakes import reversal_faults, stake_faults

__all__ = [
    "Fault",
    "Setting",
    "form_faults",
    "node_faults",
    "obligation_faults",
    "reversal_faults",
    "running_faults",
    "sort_of",
    "stake_faults",
]
