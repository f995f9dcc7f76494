"""Counts how often values were right: ``python tools/confidence.py SCORER GOLD TEXTS [GOLD TEXTS ...]``.

Prints ``src/huoshui/extraction/confidence.toml``. ``GOLD`` holds labels in the record contract and ``TEXTS`` the texts
of the same names; ``SCORER`` is the evaluation's ``score.py``, which pairs and compares them.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huoshui.documents import read
from huoshui.extraction import extract
from huoshui.extraction.confidence import circumstances
from huoshui.reporting.contract import contract_json

if TYPE_CHECKING:
    from collections.abc import Iterator


def load(path: Path) -> Any:  # noqa: ANN401  # a module
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judged(scorer: Any, gold: Path, text: Path) -> Iterator[tuple[str, str, str, int, bool]]:  # noqa: ANN401
    """Each value read out of a text: type, property, value, how many of them, and whether gold has it."""
    document = read(text)
    wanted = json.loads(gold.read_text(encoding="utf-8"))["records"]
    found = json.loads(contract_json(document, extract(document).records))["records"]
    pairs = {theirs: ours for ours, theirs in scorer.pair(wanted, found)}
    for place, record in enumerate(found):
        label = wanted[pairs[place]] if place in pairs else {}
        if label.get("optional"):
            continue
        for prop, values in record["properties"].items():
            if prop in label.get("unscored", []) and prop not in label["properties"]:
                continue
            left = [str(value) for value in label.get("properties", {}).get(prop, [])]
            for value in values:
                match = next((one for one in left if scorer.same(prop, one, scorer.value_of(value))), None)
                if match is not None:
                    left.remove(match)
                yield record["type"], prop, str(value["value"]), len(values), match is not None


def main() -> None:
    """Print the counts as TOML."""
    scorer_path, *folders = sys.argv[1:]
    scorer = load(Path(scorer_path))
    right: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    for gold, texts in zip(folders[::2], folders[1::2], strict=True):
        for label in sorted(Path(gold).glob("*.json")):
            for kind, prop, value, rivals, hit in judged(scorer, label, Path(texts) / f"{label.stem}.txt"):
                for name in circumstances(kind, prop, value, rivals):
                    counted[name] += 1
                    right[name] += hit
    print("# Values read out of labelled texts: how many were right, of how many. Made by tools/confidence.py.")
    print("[counted]")
    for name in sorted(counted):
        print(f'"{name}" = [{right[name]}, {counted[name]}]')


if __name__ == "__main__":
    main()
