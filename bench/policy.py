"""The 13 indicators of the evaluation for 1,000,000 made-up funds on two cores: ``python bench/policy.py``.

Measured against the same arithmetic, with the same handling of unknown figures, written down by hand in NumPy over
whole columns (``policy_by_hand.py``; at most 1.5 times its time), and against openfisca-core, whose variables hold the
same formulas (ours at least as fast). openfisca-core is no dependency: an environment of its own is made for it under
``build/`` where it can be installed; where it cannot, that is said, and nothing is compared.

Times are of the processor, all threads together, medians of runs by turns, since other work may share the machine; the
clock is told beside it. What comes out is compared figure by figure. The exit status is 1 where an aim is missed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.policy_by_hand import ABROAD, INSIDE, ITEMS, OTHER, SUPPORTED, by_hand
from huoshui.policy.facts import Facts
from huoshui.policy.packs_in_force import shipped
from huoshui.policy.scoring import score

if TYPE_CHECKING:
    from collections.abc import Callable

    from huoshui.policy.catalogue import Column

AIM = 1.5
SEED = 20260331
RUNS = 7
UNKNOWN = 0.05
HERE = Path(__file__).resolve().parent
BUILD = HERE.parent / "build" / "openfisca"


def made(count: int) -> tuple[dict[str, Column], dict[str, dict[str, Column]]]:
    """Columns and families of funds: sizes over five orders, shares of them, and one figure in twenty unknown."""
    random = np.random.default_rng(SEED)

    def part(whole: Column) -> Column:
        return np.floor(whole * random.uniform(0, 1, count))

    committed = np.floor(10 ** random.uniform(9, 13, count))
    paid_in = part(committed)
    invested = part(paid_in)
    columns = {"committed": committed, "paid_in": paid_in, "invested": invested, "fund_size": committed}
    for name in ("invested_green", "invested_private", "invested_early", "invested_key_fields"):
        columns[name] = part(invested)
    columns |= {"social_committed": part(committed), "idle_money": part(paid_in), "nav": part(paid_in * 3)}
    columns["distributed"] = part(paid_in)
    for name in ("carbon_reduction", "irr"):
        columns[name] = random.uniform(-0.05, 0.15, count)
    for name in ("impact_percentile", "capacity_utilisation", "industry_capacity_utilisation", "asset_turnover"):
        columns[name] = random.uniform(0.2, 1.2, count)
    for name, most in (("new_patents", 12), ("bottleneck_fields", 3), ("other_key_fields", 4), ("senior_years", 30)):
        columns[name] = random.integers(0, most, count).astype(np.float64)
    for name in ("market_violations", "risk_losses", "supports_conversion", "relocation_required", "risk_system",
                 "credit_good", "registration_good", "disclosure_transparent"):  # fmt: skip
        columns[name] = random.integers(0, 2, count).astype(np.float64)
    columns["reinvestment_multiple"] = random.choice([0, 0.4, 0.5, 1, 1.2, 1.5, 2], count)
    columns["mean_holding_years"] = random.uniform(0, 8, count)
    for column in columns.values():
        column[random.uniform(0, 1, count) < UNKNOWN] = np.nan
    families = {
        "invested_by_sector": {key: part(invested / 10) for key in (*SUPPORTED, *OTHER)},
        "invested_by_region": {key: part(invested / 4) for key in (*INSIDE, *ABROAD)},
    }
    return columns, families


def by_turns(*works: Callable[[], object]) -> list[tuple[float, float]]:
    """The median time of each work: of the processor, and by the clock."""
    taken: list[list[tuple[float, float]]] = [[] for _ in works]
    for _ in range(RUNS):
        for times, work in zip(taken, works, strict=True):
            started, clock = time.process_time(), time.perf_counter()
            work()
            times.append((time.process_time() - started, time.perf_counter() - clock))
    return [(statistics.median(t for t, _ in times), statistics.median(c for _, c in times)) for times in taken]


def openfisca(columns: dict[str, Column]) -> dict[str, float] | str:
    """The times that openfisca-core takes with figures of 32 and of 64 bits, or why there are none."""
    python = str(BUILD / "bin" / "python")
    if not Path(python).exists():
        print("making an environment for openfisca-core under build/ …")
        subprocess.run([sys.executable, "-m", "venv", str(BUILD)], check=True)
    has = subprocess.run([python, "-c", "import openfisca_core"], capture_output=True, check=False)
    if has.returncode:
        install = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "openfisca-core"]
        done = subprocess.run(install, capture_output=True, text=True, check=False)
        if done.returncode:
            return done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "pip cannot install it"
    file = BUILD / "columns.npz"
    flat: dict[str, Any] = {name.replace("/", "__"): column for name, column in columns.items()}
    np.savez(file, **flat)
    run = [python, str(HERE / "policy_openfisca.py"), str(file), str(RUNS)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    file.unlink()
    if done.returncode:
        return done.stderr.strip().splitlines()[-1]
    said: dict[str, Any] = json.loads(done.stdout)
    print(f"  {said.pop('version')}")
    with np.errstate(all="ignore"):
        ours = float(sum(np.nansum(item.earns(*(columns[n] for n in item.needs))) for item in ITEMS.values()))
    for bits, (_, total) in said.items():
        if abs(total - ours) > (1e-3 if bits == "32" else 1e-9) * ours:
            return f"with {bits} bits it comes to {total} points, not {ours}: nothing is compared"
    return {bits: float(seconds) for bits, (seconds, _) in said.items()}


def main() -> int:
    """Both measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--funds", type=int, default=1_000_000)
    parser.add_argument("--without-openfisca", action="store_true")
    options = parser.parse_args()
    columns, families = made(options.funds)
    flat = columns | {f"{name}/{key}": column for name, family in families.items() for key, column in family.items()}
    names = ("",) * options.funds
    pack = shipped().get("evaluation-2026")

    def ours() -> object:
        return score(pack, Facts("fund", names, names, columns, families), threads=2)

    expected, found = by_hand(flat), score(pack, Facts("fund", names, names, columns, families), threads=2)
    for name, column in expected.items.items():
        np.testing.assert_array_equal(found.items[name], column, err_msg=name)
    np.testing.assert_allclose(found.total, expected.total)
    np.testing.assert_allclose(found.open, expected.open, atol=1e-9)
    del expected, found
    mine, hand = by_turns(ours, lambda: by_hand(flat))
    ratio = mine[0] / hand[0]
    print(f"{options.funds:,} funds, 26 items, 13 indicators; every figure as by hand")
    print(f"  ours {mine[0]:.3f} s of the processor, {mine[1]:.3f} s by the clock on two cores")
    print(f"  by hand {hand[0]:.3f} s of the processor, {hand[1]:.3f} s by the clock")
    print(f"  ratio {ratio:.2f} of the processor (aim {AIM}), {mine[1] / hand[1]:.2f} by the clock")
    other = "left out" if options.without_openfisca else openfisca(flat)
    if isinstance(other, str):
        print(f"  openfisca-core: not compared: {other}")
        return int(ratio > AIM)
    for bits, seconds in other.items():
        print(f"  openfisca-core with {bits} bits {seconds:.3f} s of the processor: {seconds / mine[0]:.2f} times ours")
    return int(ratio > AIM or min(other.values()) < mine[0])


if __name__ == "__main__":
    sys.exit(main())
