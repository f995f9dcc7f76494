from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str, lang: str = "zh") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "huoshui", "resolve", *arguments]
    settings = {**os.environ, "HUOSHUI_LANG": lang}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=settings)


def test_pairs_are_judged_on_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text("id,left,right\n7,上海国投,上海国有资本投资有限公司\n8,澜舟基金一期,澜舟基金二期\n", "utf-8")
    done = run("--pairs", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert [(row["id"], row["same"]) for row in rows] == [("7", "true"), ("8", "false")]
    assert float(rows[0]["probability"]) >= 0.5
    assert json.loads(rows[1]["reasons"])[0]["feature"] == "phase"


def test_wrong_use_and_bad_files_are_one_line(tmp_path: Path) -> None:
    assert run("--train", "--pairs", str(tmp_path / "none.csv")).returncode == 2
    done = run("--pairs", str(tmp_path / "none.csv"), lang="en")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "none.csv" in done.stderr


def test_help_is_in_both_languages() -> None:
    assert "成对名称" in run("--help").stdout
    assert "pairs to judge" in run("--help", lang="en").stdout
