"""The commands about whole databases, and what a user sees of a database that is busy."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

from huoshui.registry.schema import HEAD
from tests.test_cli import run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.postgres import Cluster


def test_a_registry_moves_to_a_server_and_back(samples: Path, tmp_path: Path, postgres: Cluster) -> None:
    files = [f"sqlite:///{tmp_path}/{name}.db" for name in ("first", "second")]
    with postgres.database() as server:
        assert run("ingest", samples, "--database", files[0]).status == 0
        made = run("migrate", "--database", server, "--lang", "en")
        assert (made.status, made.out) == (0, f"{server} was given tables, version {HEAD}\n")
        for source, target in ((files[0], server), (server, files[1])):
            copied = run("copy", source, target, "--lang", "en")
            assert copied.status == 0
            assert copied.out.startswith("18 documents, ")
            assert "statement: " in copied.err
        funds = [run("funds", "--text", "量子", "--database", url).out for url in (files[0], server, files[1])]
        assert funds[0] == funds[1] == funds[2] != ""
        assert run("ingest", samples, "--database", server, "--lang", "en").out == "0 documents added, 18 unchanged\n"
        again = run("copy", files[0], server)
        assert again.status == 1
        assert "is not empty" in again.err.splitlines()[-1]


def test_migrating_twice_says_so(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    assert run("migrate", "--database", url).out == f"{url} 已建表，版本 {HEAD}\n"
    assert run("migrate", "--database", url).out == f"{url} 已是版本 {HEAD}\n"


def test_an_ingest_that_waits_for_a_busy_file_says_so_and_goes_on(samples: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/busy.db"
    assert run("migrate", "--database", url).status == 0
    other = sqlite3.connect(tmp_path / "busy.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    command = [sys.executable, "-m", "huoshui", "ingest", str(samples / "weifang-launch.txt"), "--database", url]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "HUOSHUI_LANG": "en"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as busy:
        assert busy.stderr
        assert busy.stderr.readline().startswith("another process is writing to the database: waiting")
        other.execute("ROLLBACK")
        assert busy.communicate(timeout=60)[0] == "1 documents added, 0 unchanged\n"
    other.close()
