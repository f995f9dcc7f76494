"""The READMEs' commands run, and print the lines that the READMEs show."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _run(command: list[str], folder: Path, lang: str) -> str:
    settings = {**os.environ, "HUOSHUI_LANG": lang, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (command, done.stderr)
    return done.stdout


def _stands_in(line: str, lines: list[str]) -> bool:
    """Whether the line was printed, spaces apart; one that ends in … may have been longer."""
    shown, printed = " ".join(line.split()), [" ".join(one.split()) for one in lines]
    return any(one.startswith(shown.removesuffix(" …")) for one in printed) if "…" in shown else shown in printed


@pytest.mark.parametrize(("name", "lang"), [("README.md", "en"), ("README.zh.md", "zh")])
def test_commands_print_what_the_readme_shows(name: str, lang: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    shown = 0
    lines: list[str] = []
    for kind, block in BLOCK.findall((ROOT / name).read_text("utf-8")):
        if kind == "python":
            _run([sys.executable, "-c", block], tmp_path, lang)
            continue
        for line in block.splitlines():
            if not line.startswith("$ "):
                assert _stands_in(line, lines), f"{name} shows a line that is not printed: {line}"
                shown += 1
            elif not line.startswith("$ huoshui serve"):  # tests/test_cli.py starts and stops it
                lines = _run([sys.executable, "-m", *shlex.split(line[2:])], tmp_path, lang).splitlines()
    assert shown > 3
    assert (tmp_path / "brief.docx").is_file()
    assert (tmp_path / "extracted" / "weifang-launch.json").is_file()


@pytest.mark.parametrize(
    "name", ["README.md", "README.zh.md", *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))]
)
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    targets = re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8"))
    assert [t for t in targets if "://" not in t and not (page.parent / t).exists()] == []


def test_every_make_target_that_the_readme_names_exists() -> None:
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE))
    made = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert {"demo", "test", "setup", "evaluate", "bench"} <= named
    assert named <= made
