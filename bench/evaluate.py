"""Score extraction against the hand-made gold that lies beside the checkout: ``make evaluate``.

Runs ``huoshui extract`` as a user would and the scorer of the gold as it is. Without the gold it says so and ends.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"
SCORER = SHARED / "eval" / "score.py"
DEFAULT_TYPES = "Fund,ManagerCall"
FITTED_FLASHES = 80  # the flashes after these are not looked at while rules are written


@dataclass(frozen=True, slots=True)
class GoldSet:
    """One set of gold files, where their source texts lie, and which of the files count."""

    name: str
    gold: Path
    sources: Path
    first: int = 0
    last: int | None = None

    def files(self) -> list[Path]:
        """The gold files that count, in order."""
        return sorted(self.gold.glob("*.json"))[self.first : self.last]


@dataclass(frozen=True, slots=True)
class Score:
    """What the scorer says of one set: F1 of triples and of records, exact records, grounded values."""

    triples: float
    records: float
    fund_records: float
    exact: str
    grounded: str

    @property
    def all_grounded(self) -> bool:
        """Whether every value stands in its source word for word."""
        hits, total = self.grounded.split("/")
        return hits == total


def gold_sets() -> tuple[GoldSet, ...]:
    """The long documents, and the flashes as fitted, blind and together."""
    long = GoldSet("gold", SHARED / "eval" / "gold", SHARED / "seeds")
    flashes = SHARED / "eval" / "gold-flashes", SHARED / "corpus" / "flashes"
    return (
        long,
        GoldSet("flashes 001-080", *flashes, last=FITTED_FLASHES),
        GoldSet("flashes 081-120", *flashes, first=FITTED_FLASHES),
        GoldSet("flashes", *flashes),
    )


def extract(gold: GoldSet, out: Path) -> None:
    """Run ``huoshui extract`` over the source texts of a set."""
    sources = [str(gold.sources / f"{file.stem}.txt") for file in gold.files()]
    command = [sys.executable, "-m", "huoshui", "extract", *sources, "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr, file=sys.stderr)


def score(gold: GoldSet, predicted: Path, types: str = DEFAULT_TYPES) -> Score:
    """Score the predictions in ``predicted`` for the record types ``types`` ("all" or names with commas)."""
    with tempfile.TemporaryDirectory() as folder:
        for file in gold.files():
            shutil.copy(file, folder)
        command = [sys.executable, str(SCORER), "--gold", folder, "--pred", str(predicted), "--types", types]
        report = subprocess.run(
            [*command, "--grounding", str(gold.sources)], capture_output=True, text=True, check=True
        ).stdout
    return Score(
        triples=_figure(report, r"triples +all .*?F1 ([\d.]+)"),
        records=_figure(report, r"records +all .*?F1 ([\d.]+)"),
        fund_records=_figure(report, r"records +Fund .*?F1 ([\d.]+)"),
        exact=_found(report, r"exact +all +(\d+/\d+)") or "0/0",
        grounded=_found(report, r"grounded +(\d+/\d+)") or "0/0",
    )


def _found(report: str, pattern: str) -> str:
    match = re.search(pattern, report)
    return match[1] if match else ""


def _figure(report: str, pattern: str) -> float:
    return float(_found(report, pattern) or 0)


def main() -> int:
    """Extract, score and print a table."""
    if not SCORER.exists():
        print("evaluate: no gold beside this checkout; nothing was scored")
        return 0
    heads = ("set", "types", "triples F1", "records F1", "Fund records F1", "exact", "grounded")
    print("{:16} {:16} {:>10} {:>10} {:>15} {:>9} {:>11}".format(*heads))
    with tempfile.TemporaryDirectory() as folder:
        for gold in gold_sets():
            out = Path(folder) / gold.gold.name
            if not out.exists() or gold.last is None:
                extract(gold, out)
            for types in (DEFAULT_TYPES, "all"):
                s = score(gold, out, types)
                figures = f"{s.triples:10.3f} {s.records:10.3f} {s.fund_records:15.3f} {s.exact:>9} {s.grounded:>11}"
                print(f"{gold.name:16} {types:16} {figures}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
