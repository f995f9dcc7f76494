"""Look-through (穿透): what is held through all tiers, and who stands behind. See docs/lookthrough.md."""

from huoshui.portfolio.lookthrough.concentration import Concentration, concentration
from huoshui.portfolio.lookthrough.control import Controlled, controlled
from huoshui.portfolio.lookthrough.explain import Carrier, Path, Paths, carriers, strongest_paths
from huoshui.portfolio.lookthrough.exposure import Costs, Group, exposure, exposure_at_cost, grouped
from huoshui.portfolio.lookthrough.holdings import Holdings
from huoshui.portfolio.lookthrough.penetration import Edge, Graph, Half, Node, graph
from huoshui.portfolio.lookthrough.rounding import parts_of
from huoshui.portfolio.lookthrough.state import Body, Nature, Part, StateShare, StateShares
from huoshui.portfolio.lookthrough.through import Through, Ultimate

__all__ = [
    "Body",
    "Carrier",
    "Concentration",
    "Controlled",
    "Costs",
    "Edge",
    "Graph",
    "Group",
    "Half",
    "Holdings",
    "Nature",
    "Node",
    "Part",
    "Path",
    "Paths",
    "StateShare",
    "StateShares",
    "Through",
    "Ultimate",
    "carriers",
    "concentration",
    "controlled",
    "exposure",
    "exposure_at_cost",
    "graph",
    "grouped",
    "parts_of",
    "strongest_paths",
]
