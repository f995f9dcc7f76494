"""Resolution of 200,000 made mentions against Splink's own name comparison on the same table, as ratios of one run.

- time from mentions to clusters over that of Splink's default comparisons from table to clusters (at most 2);
- pairwise F1 of both (ours better);
- peak memory (under 4 GB).

Splink's side: ``NameComparison`` on the name as it stands, exact region, size and manager, blocked on what they share,
its parameters estimated on the table, since it comes with none (ours are stored); its threshold is the one of several
that suits it best. The time without its estimation is printed beside it.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from huoshui.registry.resolution import resolve
from huoshui.registry.resolution.made import Made, make

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SEED = 2026
MENTIONS = 200_000
THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.99, 0.999)


def pairs_within(counts: Iterable[int]) -> int:
    """How many pairs groups of these sizes hold."""
    return sum(count * (count - 1) // 2 for count in counts)


def f1(truth: Sequence[int], found: Sequence[object]) -> float:
    """Pairwise F1 of a clustering."""
    right = pairs_within(Counter(zip(truth, found, strict=True)).values())
    said, real = pairs_within(Counter(found).values()), pairs_within(Counter(truth).values())
    return 2 * right / (said + real)


class Clock:
    """Seconds since it was made, on the wall and of all cores, worker processes that have ended included.

    On a busy machine only the latter tell.
    """

    def __init__(self) -> None:
        self.wall, self.cores = time.perf_counter(), self._cores()

    def read(self) -> tuple[float, float]:
        """Seconds on the wall and of the cores."""
        return time.perf_counter() - self.wall, self._cores() - self.cores

    @staticmethod
    def _cores() -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + children.ru_utime + children.ru_stime


def ours(made: Made) -> tuple[float, ...]:
    """Seconds from mentions to clusters with reasons (wall, cores), and pairwise F1."""
    import duckdb  # noqa: F401  # what both sides import is on neither's clock
    import pyarrow as pa  # noqa: F401
    from splink import DuckDBAPI, Linker  # noqa: F401

    clock = Clock()
    resolution = resolve(made.mentions)
    seconds = clock.read()
    cluster_of = {one: number for number, cluster in enumerate(resolution.clusters) for one in cluster.members}
    return *seconds, f1(made.truth, [cluster_of[mention.id] for mention in made.mentions])


def defaults(made: Made) -> tuple[float, ...]:
    """Seconds of Splink's own comparisons (wall, cores), F1, and the seconds on the wall that were not estimation."""
    import duckdb
    import pyarrow as pa
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    rows = [
        {
            "unique_id": number,
            "kind": mention.kind,
            "name": mention.name,
            "region": str(mention.region) if mention.region else None,
            "size": str(mention.size) if mention.size else None,
            "manager": mention.managers[0] if mention.managers else None,
        }
        for number, mention in enumerate(made.mentions)
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.NameComparison("name"),
            cl.ExactMatch("region"),
            cl.ExactMatch("size"),
            cl.ExactMatch("manager"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("kind", "name"),
            block_on("kind", "region", "size"),
            block_on("kind", "manager", "size"),
            block_on("kind", "region", "substr(name, 1, 4)"),
            block_on("kind", "substr(name, 1, 6)"),
        ],
    )

    def linker() -> Any:  # noqa: ANN401  # Splink's training and inference are typed loosely
        return Linker(DuckDBAPI(duckdb.connect()).register(pa.Table.from_pylist(rows)), settings, log_level=None)

    clock = Clock()
    trained = linker()
    trained.training.estimate_probability_two_random_records_match([block_on("kind", "name")], recall=0.4)
    trained.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=SEED)
    trained.training.estimate_parameters_using_expectation_maximisation(block_on("kind", "region", "size"))
    trained.training.estimate_parameters_using_expectation_maximisation(block_on("kind", "name"))
    settings = SettingsCreator.from_path_or_dict(trained.misc.save_model_to_json())

    scoring = Clock()
    model = linker()
    scored = model.inference.predict(threshold_match_probability=THRESHOLDS[0], warning_mode="never")
    clusters = model.clustering.cluster_pairwise_predictions_at_threshold(scored, THRESHOLDS[0])
    whole, (seconds, _) = clock.read(), scoring.read()
    scores = [scored_at(model, scored, threshold, made.truth) for threshold in THRESHOLDS]
    del clusters
    return *whole, max(scores), seconds


def scored_at(model: Any, scored: Any, threshold: float, truth: Sequence[int]) -> float:  # noqa: ANN401  # as above
    """F1 of Splink's clusters at a threshold."""
    clusters = model.clustering.cluster_pairwise_predictions_at_threshold(scored, threshold)
    rows = clusters.as_duckdbpyrelation().select("unique_id, cluster_id").fetchall()
    found: dict[int, object] = dict(rows)
    return f1(truth, [found[number] for number in range(len(truth))])


def measure(which: str, count: int) -> None:
    """One side in a process of its own: prints its figures and the peak memory in MiB, with that of a worker."""
    figures = (ours if which == "ours" else defaults)(make(count, SEED))
    peak = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(*figures, peak / 1024)


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mentions", type=int, default=MENTIONS)
    parser.add_argument("--only", choices=("ours", "defaults"))
    arguments = parser.parse_args()
    if arguments.only:
        measure(arguments.only, arguments.mentions)
        return
    results = {}
    for which in ("defaults", "ours"):
        command = [sys.executable, __file__, "--only", which, "--mentions", str(arguments.mentions)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        results[which] = [float(word) for word in done.stdout.split()]
    own, own_cores, own_f1, own_peak = results["ours"]
    other, other_cores, other_f1, scoring, other_peak = results["defaults"]
    detail = f"({own:.1f} against {other:.1f} s, {scoring:.1f} s without estimation; {arguments.mentions} mentions)"
    print(f"resolve / Splink        {own / other:5.2f}   {detail}")
    print(f"  of the cores          {own_cores / other_cores:5.2f}   ({own_cores:.1f} against {other_cores:.1f} s)")
    print(f"pairwise F1             {own_f1:5.3f}   against {other_f1:.3f} of Splink's name comparison")
    print(f"peak memory             {own_peak / 1024:5.2f}   GiB, against {other_peak / 1024:.2f}")


if __name__ == "__main__":
    main()
