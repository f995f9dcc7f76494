"""The items of the evaluation as variables of openfisca-core; run by ``policy.py`` in an environment of its own.

Each item is a variable whose formula asks for its figures and computes as by hand; one more adds them up. Taken is the
time of handing over the figures and of calculating all items and the sum, without building the tax and benefit system:
with its own 32-bit figures, and with 64-bit ones, which keep money exact as ours do.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from openfisca_core import (  # type: ignore[import-not-found]
    entities,
    periods,
    simulations,
    taxbenefitsystems,
    variables,
)

from bench.policy_by_hand import ITEMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.policy_by_hand import Item

PERIOD = "2025"
NEEDS = tuple(dict.fromkeys(need for item in ITEMS.values() for need in item.needs))


def system(fund: Any, dtype: Any) -> Any:  # noqa: ANN401  # openfisca-core is not there when types are checked
    """The system: a variable for each figure, each item, and their sum."""
    made = taxbenefitsystems.TaxBenefitSystem([fund])
    common = {"value_type": float, "entity": fund, "definition_period": periods.DateUnit.YEAR}

    def add(name: str, formula: Callable[..., Any] | None = None) -> None:
        content = {**common, "label": name, **({"formula": formula} if formula else {})}
        made.add_variable(type(name, (variables.Variable,), content)).dtype = dtype

    for name in NEEDS:
        add(plain(name))
    for name, item in ITEMS.items():
        add(plain(name), formula_of(item))
    add("score", lambda funds, period: sum(np.nan_to_num(funds(plain(name), period)) for name in ITEMS))
    return made


def formula_of(item: Item) -> Callable[..., Any]:
    """The formula of an item's variable."""
    return lambda funds, period: item.earns(*(funds(plain(need), period) for need in item.needs))


def plain(name: str) -> str:
    """A name that a class may have."""
    return name.replace("/", "__").replace("-", "_").lower()


def measured(columns: dict[str, Any], dtype: Any) -> tuple[float, float]:  # noqa: ANN401  # any of numpy's
    """The median time, and what it came to."""
    built = system(entities.Entity("fund", "funds", "fund", ""), dtype)
    taken, total = [], 0.0
    for _ in range(int(sys.argv[2])):
        simulation = simulations.SimulationBuilder().build_default_simulation(built, len(columns["paid_in"]))
        started = time.process_time()
        with np.errstate(all="ignore"):
            for name in NEEDS:
                simulation.set_input(plain(name), PERIOD, columns[name.replace("/", "__")])
            total = float(simulation.calculate("score", PERIOD).sum(dtype=np.float64))
        taken.append(time.process_time() - started)
    return statistics.median(taken), total


def main() -> None:
    """Prints times and sums."""
    columns = dict(np.load(sys.argv[1]))
    told = f"openfisca-core {version('openfisca-core')}, numpy {np.__version__}"
    found = {bits: measured(columns, dtype) for bits, dtype in (("32", np.float32), ("64", np.float64))}
    print(json.dumps({"version": told, **found}))


if __name__ == "__main__":
    main()
