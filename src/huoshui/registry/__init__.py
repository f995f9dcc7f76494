"""The memory wing: statements, the entities they are about, search. Knows no text processing."""

from huoshui.registry.registry import Registry
from huoshui.registry.rows import Prepared, prepare

__all__ = ["Prepared", "Registry", "prepare"]
