"""Throughput of ``ingest`` with one job, with two, and on Spark with two workers, in documents per second.

Two batches of notices of a page about different funds are read into SQLite; the rate is that of the difference, so
that what starting takes is told apart from what a document takes. Spark is left out where it cannot run.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from bench.speed import batch_of, huoshui
from huoshui.spark.session import missing

WAYS = {"1 job": ["-j", "1"], "2 jobs": ["-j", "2"], "Spark local[2]": ["-j", "2", "--engine", "spark"]}


def main() -> None:
    """Print the rates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=240)
    parser.add_argument("--many", type=int, default=1440)
    parser.add_argument("--parquet", action="store_true", help="Spark writes Parquet, the others SQLite")
    arguments = parser.parse_args()
    reason = missing()
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        batches = [batch_of(folder / str(count), count) for count in (arguments.few, arguments.many)]
        for way, options in WAYS.items():
            if "spark" in options and reason:
                print(f"{way:15} left out: it needs {reason}")
                continue
            seconds = []
            for batch in batches:
                out = f"{folder}/{way}-{batch.name}".replace(" ", "-")
                target = ["--database", f"sqlite:///{out}.db"]
                if "spark" in options and arguments.parquet:
                    target = ["--parquet", f"{out}.parquet"]
                start = time.perf_counter()
                huoshui("ingest", str(batch), *options, *target)
                seconds.append(time.perf_counter() - start)
            each = (seconds[1] - seconds[0]) / (arguments.many - arguments.few)
            start_up = seconds[0] - arguments.few * each
            print(f"{way:15} {1 / each:6.1f} documents/s, {start_up:5.1f} s to start", flush=True)


if __name__ == "__main__":
    main()
