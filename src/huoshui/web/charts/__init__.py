"""Charts: small frozen dataclasses in, SVG shapes out; ``templates/charts.html`` writes them."""

from huoshui.web.charts.bars import Bar, Goal, bars, progress
from huoshui.web.charts.curve import Point, Series, curve
from huoshui.web.charts.hues import HUES, sector_hue, sector_label
from huoshui.web.charts.layers import Box, Tie, layers
from huoshui.web.charts.sankey import Flow, Node, Words, sankey
from huoshui.web.charts.shapes import Drawing, Icon, Label, Line, Mark, Rect, Shape, Sign
from huoshui.web.charts.tree import Branch, tree
from huoshui.web.charts.waterfall import Fall, Part, waterfall

__all__ = [
    "HUES",
    "Bar",
    "Box",
    "Branch",
    "Drawing",
    "Fall",
    "Flow",
    "Goal",
    "Icon",
    "Label",
    "Line",
    "Mark",
    "Node",
    "Part",
    "Point",
    "Rect",
    "Series",
    "Shape",
    "Sign",
    "Tie",
    "Words",
    "bars",
    "curve",
    "layers",
    "progress",
    "sankey",
    "sector_hue",
    "sector_label",
    "tree",
    "waterfall",
]
