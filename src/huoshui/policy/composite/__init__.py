"""Composite indices: indicators normalised, weighted and put together, and how far ranks hang on the weights."""

from huoshui.policy.composite.engine import Composite, compose
from huoshui.policy.composite.index import Index, Leaf, Node, read_index, shipped_indices
from huoshui.policy.composite.sensitivity import RankRange, Sensitivity, sensitivity
from huoshui.policy.composite.tables import Table, parse_table, read_table, table_of

__all__ = [
    "Composite",
    "Index",
    "Leaf",
    "Node",
    "RankRange",
    "Sensitivity",
    "Table",
    "compose",
    "parse_table",
    "read_index",
    "read_table",
    "sensitivity",
    "shipped_indices",
    "table_of",
]
