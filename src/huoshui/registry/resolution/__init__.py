"""Which mentions are of one thing: parts of names, a Splink model of this field, clusters that respect vetoes.

``resolve`` clusters mentions, ``judge_pairs`` judges pairs, ``train`` estimates the parameters. See docs/resolution.md.
"""

from huoshui.registry.resolution.mentions import Cluster, Link, Mention, Reason, Resolution, Verdict
from huoshui.registry.resolution.resolver import DOUBTFUL, THRESHOLD, judge_pairs, resolve
from huoshui.registry.resolution.training import train

__all__ = [
    "DOUBTFUL",
    "THRESHOLD",
    "Cluster",
    "Link",
    "Mention",
    "Reason",
    "Resolution",
    "Verdict",
    "judge_pairs",
    "resolve",
    "train",
]
