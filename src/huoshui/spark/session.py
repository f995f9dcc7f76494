"""A Spark session: this machine's, or a cluster's where one is named."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from huoshui.errors import HuoshuiError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

#: Address of a cluster, such as spark://host:7077; without it Spark runs inside of this machine.
MASTER = "HUOSHUI_SPARK_MASTER"
#: Documents or mentions that a worker is handed at once.
BATCH = 256
#: The error that a worker raised, in what Spark says of it.
_RAISED = re.compile(r"^\s*(?:huoshui\.errors\.\w+|([\w.]+Error)): (.+)$", re.MULTILINE)


@contextmanager
def session(jobs: int) -> Iterator[SparkSession]:
    """A session of ``jobs`` local workers, or that of $HUOSHUI_SPARK_MASTER; one that is active already is used.

    InputError where PySpark or Java are missing. What fails inside of Spark becomes a HuoshuiError of one line.
    """
    if reason := missing():
        raise InputError(f"the engine spark needs {reason}")
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    active = SparkSession.getActiveSession()
    try:
        if active is not None:
            yield active
            return
        with tempfile.TemporaryDirectory(prefix="huoshui-spark-") as folder:
            spark = _started(jobs, folder)
            try:
                yield spark
            finally:
                spark.stop()
    except (PySparkException, Py4JError) as error:
        found = _RAISED.search(str(error))
        reason = ": ".join(filter(None, found.groups())) if found else str(error).strip().partition("\n")[0]
        raise HuoshuiError(f"Spark could not finish: {reason}") from error


def missing() -> str:
    """What Spark lacks here and how to get it; empty when it can run."""
    # PySpark's Arrow functions will not work without the others.
    if lacking := [name for name in ("pyspark", "pandas", "pyarrow") if find_spec(name) is None]:
        return f"{', '.join(lacking)}: pip install 'huoshui[spark]'"
    home = os.environ.get("JAVA_HOME")
    if (home and Path(home, "bin", "java").exists()) or shutil.which("java"):
        return ""
    return "Java 17 or newer: install it, or name its folder in JAVA_HOME"


def master(jobs: int) -> str:
    """Where Spark runs."""
    return os.environ.get(MASTER) or f"local[{jobs}]"


def _started(jobs: int, folder: str) -> SparkSession:
    from pyspark.sql import SparkSession

    where = master(jobs)
    builder = SparkSession.builder.appName("huoshui").master(where)
    if where.startswith("local"):
        # Workers take the first python3 on PATH, and the network's address, unless they are told.
        os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
        builder = builder.config("spark.sql.shuffle.partitions", str(2 * jobs)).config("spark.driver.memory", "4g")
    settings = {
        "spark.log.level": "FATAL",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH),
        "spark.sql.warehouse.dir": folder,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()
