"""The floors of the house: an import points down, never up or sideways between the wings."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

MODULES = sorted((Path(__file__).resolve().parents[1] / "src" / "huoshui").rglob("*.py"))


def test_every_import_points_down(root: Path) -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_functions_and_files_stay_small(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    assert source.count("\n") <= 500, f"{module.name} is a house of its own: divide it"
    functions = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {f.name: f.end_lineno - f.lineno + 1 for f in functions if f.end_lineno and f.end_lineno - f.lineno >= 60}
    assert not long, f"{module.name}: divide {long}"


@pytest.mark.parametrize("command", ["import huoshui", "import huoshui.cli"])
def test_importing_loads_nothing_heavy(command: str) -> None:
    heavy = "{'sqlalchemy', 'fastapi', 'uvicorn', 'opencc', 'docx', 'openpyxl', 'pypdfium2', 'babel', 'ahocorasick_rs'}"
    code = f"{command}, sys; sys.exit(repr(sorted({heavy} & set(sys.modules))) if {heavy} & set(sys.modules) else 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_public_names_are_what_they_say() -> None:
    import huoshui
    from huoshui.documents import read
    from huoshui.extraction import extract
    from huoshui.registry import Registry

    assert (huoshui.read, huoshui.extract, huoshui.Registry) == (read, extract, Registry)
    assert sorted(huoshui.__all__) == huoshui.__all__
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        huoshui.nothing  # noqa: B018  # asking is the test
