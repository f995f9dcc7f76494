"""What extraction has reached on the hand-made gold is a floor. Skipped where no gold lies beside the checkout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.evaluate import DEFAULT_TYPES, SCORER, GoldSet, extract, gold_sets, score

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not SCORER.exists(), reason="no gold beside this checkout")]

# set, record types, floor of the triples' F1, floor of the Fund records' F1
FLOORS = [
    ("gold", DEFAULT_TYPES, 0.914, 0.958),
    ("gold", "all", 0.945, 0.958),
    ("flashes 001-080", DEFAULT_TYPES, 0.968, 0.988),
    ("flashes 081-120", DEFAULT_TYPES, 0.892, 0.921),
    ("flashes", DEFAULT_TYPES, 0.942, 0.965),
]

SETS = {gold.name: gold for gold in gold_sets()}


@pytest.fixture(scope="module")
def predicted(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Path]:
    """Folders of predictions by folder of gold."""
    folders = {}
    for gold in (SETS["gold"], SETS["flashes"]):
        folders[gold.gold] = tmp_path_factory.mktemp("predicted")
        extract(gold, folders[gold.gold])
    return folders


@pytest.mark.parametrize(("name", "types", "triples", "funds"), FLOORS)
def test_score_does_not_fall(predicted: dict[Path, Path], name: str, types: str, triples: float, funds: float) -> None:
    gold: GoldSet = SETS[name]
    reached = score(gold, predicted[gold.gold], types)
    assert reached.triples >= triples
    assert reached.fund_records >= funds


@pytest.mark.parametrize("name", ["gold", "flashes"])
def test_every_value_stands_in_its_source_word_for_word(predicted: dict[Path, Path], name: str) -> None:
    reached = score(SETS[name], predicted[SETS[name].gold], "all")
    assert reached.all_grounded, reached.grounded
    assert not reached.grounded.startswith("0/"), "nothing was read at all"
