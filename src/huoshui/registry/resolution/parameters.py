"""The weights of the model: one readable file, its origin beside the figures."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.registry.resolution.comparisons import comparisons
from huoshui.registry.resolution.mentions import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from huoshui.registry.resolution.mentions import Kind

#: How many times likelier than two at random two are one thing that share a key, or that somebody asks about.
#: Chosen on the tuning half of the labelled pairs and on made mentions of another seed: 2, 4 and 8 do as well.
MET = 4.0
FILE = Path(__file__).with_name("parameters.json")


@dataclass(frozen=True, slots=True)
class Odds:
    """How often a level holds between mentions of one thing (``m``) and between others (``u``)."""

    m: float
    u: float

    @property
    def weight(self) -> float:
        """Bits in favour of one thing: log2 of m/u."""
        return math.log2(self.m / self.u)


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the model has learned, and from what: ``corpus`` and ``mentions`` say where from, ``seed`` how to repeat.

    ``prior`` is the probability that two mentions of a kind taken at random are of one thing; ``odds`` those of each
    level, by kind, feature and level.
    """

    date: str
    corpus: str
    mentions: int
    seed: int
    prior: Mapping[Kind, float]
    odds: Mapping[tuple[Kind, str, str], Odds]

    def prior_weight(self, kind: Kind) -> float:
        """The prior of two that are compared at all, in bits."""
        return math.log2(MET * self.prior[kind] / (1 - self.prior[kind]))


@cache
def stored() -> Parameters:
    """The parameters that come with Huoshui."""
    return load(FILE)


def load(path: Path) -> Parameters:
    """Parameters of a file. Raises ``InputError`` where it cannot be read or lacks a level of the model."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        odds = {
            (kind, comparison.feature, level.name): Odds(**table["kinds"][kind][comparison.feature][level.name])
            for kind in KINDS
            for comparison in comparisons(kind)
            for level in comparison.levels
        }
        prior = {kind: float(table["kinds"][kind]["prior"]) for kind in KINDS}
        return Parameters(table["date"], table["corpus"], table["mentions"], table["seed"], prior, odds)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path.name} does not hold this model's parameters ({error}): run resolve --train") from error


def as_json(parameters: Parameters) -> str:
    """Parameters as they are stored, to four significant digits."""
    kinds: dict[str, dict[str, object]] = {}
    for kind in KINDS:
        features: dict[str, object] = {"prior": _short(parameters.prior[kind])}
        for comparison in comparisons(kind):
            features[comparison.feature] = {
                level.name: {
                    "m": _short(parameters.odds[kind, comparison.feature, level.name].m),
                    "u": _short(parameters.odds[kind, comparison.feature, level.name].u),
                }
                for level in comparison.levels
            }
        kinds[kind] = features
    head = {
        "date": parameters.date,
        "corpus": parameters.corpus,
        "mentions": parameters.mentions,
        "seed": parameters.seed,
    }
    return json.dumps({**head, "kinds": kinds}, ensure_ascii=False, indent=1) + "\n"


def _short(value: float) -> float:
    return float(f"{value:.4g}")
