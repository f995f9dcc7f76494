"""The engine spark: the same documents, statements, entities and clusters as without it. One session for all."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import huoshui.cli  # noqa: F401  # makes the commands known
from huoshui.commands.base import app
from huoshui.errors import HuoshuiError, InputError
from huoshui.ingest import ingest as ingest_here
from huoshui.registry import Registry
from huoshui.registry.resolution import resolve
from huoshui.registry.resolution.comparisons import comparisons, veto_sql
from huoshui.registry.resolution.made import make
from huoshui.registry.resolution.mentions import KINDS
from huoshui.registry.resolution.sources import mentions_of_file, mentions_of_registry
from huoshui.spark import session as sessions
from huoshui.spark.dialect import spark_sql
from huoshui.spark.linking import resolve_on_spark
from huoshui.spark.reading import ingest, ingest_to_parquet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from huoshui.registry.resolution.mentions import Resolution

WORKERS = 2


@pytest.fixture(scope="module")
def spark(root: Path) -> Iterator[None]:
    """A session of two workers, which all calls inside of it use."""
    if reason := sessions.missing():
        pytest.skip(f"Spark cannot run here; it needs {reason}")
    # Spark's workers are processes of their own: they take Huoshui from this checkout too.
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(root / "src")
    with sessions.session(WORKERS):
        yield
    os.environ.pop("PYTHONPATH")
    if before is not None:
        os.environ["PYTHONPATH"] = before


@pytest.fixture(scope="module")
def corpus(root: Path) -> list[Path]:
    return [root / "samples", root / "tests" / "corpus" / "texts"]


@pytest.fixture(scope="module")
def plain(corpus: Sequence[Path], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a registry that the default engine has filled."""
    url = f"sqlite:///{tmp_path_factory.mktemp('plain')}/registry.db"
    with Registry(url) as registry:
        ingest_here(corpus, registry)
    return url


def exported(url: str) -> list[str]:
    with Registry(url, create=False) as registry:
        return sorted(registry.exported())


def links(resolution: Resolution) -> set[tuple[str, str, tuple[int, ...]]]:
    return {(link.left.id, link.right.id, link.levels) for link in (*resolution.links, *resolution.doubtful)}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of PySpark's own
@pytest.mark.usefixtures("spark")
def test_registry_is_the_same(corpus: Sequence[Path], plain: str, url: str) -> None:
    first = ingest(corpus, url, jobs=WORKERS)
    assert first.added > 70
    assert exported(url) == exported(plain)
    again = ingest(corpus, url, jobs=WORKERS)
    assert (again.added, again.unchanged) == (0, first.added)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of PySpark's own
@pytest.mark.usefixtures("spark")
def test_statements_as_parquet_resolve_as_the_registry_does(corpus: Sequence[Path], plain: str, tmp_path: Path) -> None:
    folder = tmp_path / "[1] statements.parquet"
    report = ingest_to_parquet(corpus, folder, jobs=WORKERS)
    assert not report.failed
    mentions = mentions_of_file(folder)
    assert set(mentions) == set(mentions_of_registry(plain))
    here, there = resolve(mentions), resolve_on_spark(mentions, jobs=WORKERS)
    assert there.clusters == here.clusters
    assert links(there) == links(here)
    with pytest.raises(InputError, match="exists already"):
        ingest_to_parquet(corpus, folder, jobs=WORKERS)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of PySpark's own
@pytest.mark.usefixtures("spark")
def test_made_mentions_resolve_alike() -> None:
    mentions = make(1500, 7).mentions
    here, there = resolve(mentions), resolve_on_spark(mentions, jobs=WORKERS)
    assert there.clusters == here.clusters
    assert links(there) == links(here)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of PySpark's own
@pytest.mark.usefixtures("spark")
def test_documents_come_from_parquet_and_bad_ones_stop_nothing(tmp_path: Path) -> None:
    import pyarrow as pa

    said = "近日，青州创业投资基金完成备案，总规模{}亿元，由青州国投集团出资。"
    table = tmp_path / "documents [1].parquet"
    pq.write_table(pa.table({"name": ["a", "b", "c"], "text": [said.format(1), " ", said.format(2)]}), table)
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    paths = [table, tmp_path / "empty.txt", tmp_path / "nowhere.txt"]
    report = ingest(paths, f"sqlite:///{tmp_path}/registry.db", jobs=WORKERS)
    assert report.added == 2
    assert sorted(re.sub(r".*/", "", f.path) for f in report.failed) == [
        "documents [1].parquet",
        "empty.txt",
        "nowhere.txt",
    ]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of PySpark's own
@pytest.mark.usefixtures("spark")
def test_commands(root: Path, tmp_path: Path) -> None:
    run, url = CliRunner().invoke, f"sqlite:///{tmp_path}/registry.db"
    told = run(app, ["ingest", "--engine", "spark", str(root / "samples"), "--database", url, "--lang", "en"])
    assert told.exit_code == 0, told.output
    clusters = [tmp_path / "spark.parquet", tmp_path / "here.parquet"]
    for out, engine in zip(clusters, (["--engine", "spark"], []), strict=True):
        told = run(app, ["resolve", "--registry", *engine, "--database", url, "-o", str(out)])
        assert told.exit_code == 0, told.output
    assert pq.read_table(clusters[0]).equals(pq.read_table(clusters[1]))


def test_without_spark_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sessions, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"pip install 'huoshui\[spark\]'"):
        ingest([tmp_path], f"sqlite:///{tmp_path}/registry.db")


def test_without_java_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "find_spec", lambda _: True)
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert sessions.missing().startswith("Java 17")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of PySpark's own
@pytest.mark.usefixtures("spark")
def test_what_stops_a_worker_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "broken.parquet").write_text("no table", encoding="utf-8")
    with pytest.raises(HuoshuiError, match=r"^Spark could not finish: .+") as raised:
        ingest([tmp_path / "broken.parquet"], f"sqlite:///{tmp_path}/registry.db", jobs=WORKERS)
    assert "\n" not in str(raised.value)


def test_workers_of_a_cluster_are_not_given_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(sessions.MASTER, "spark://elsewhere:7077")
    with pytest.raises(InputError, match="PostgreSQL"):
        ingest([tmp_path], f"sqlite:///{tmp_path}/registry.db")


def test_every_condition_of_the_model_is_translated() -> None:
    conditions = [level.sql for kind in KINDS for c in comparisons(kind) for level in c.levels]
    for sql in (*conditions, *(c.absent for kind in KINDS for c in comparisons(kind)), veto_sql("l", "r")):
        assert not re.search(r"(?i)\blist_|&&|\w\[", spark_sql(sql)), spark_sql(sql)
