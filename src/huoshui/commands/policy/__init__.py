"""``huoshui policy``: rule packs, and what comes of them for funds, managers, companies and places."""

from huoshui.commands.policy import applying, authoring, checking, comparing, evaluating, matching
from huoshui.commands.policy.base import policy

__all__ = ["applying", "authoring", "checking", "comparing", "evaluating", "matching", "policy"]
