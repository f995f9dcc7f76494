"""The labelled pairs: pairwise F1 at least 0.97, no false merge of what only ordinals part; both halves alike."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import NamedTuple

import pytest

from huoshui.errors import InputError
from huoshui.registry.resolution import Verdict, judge_pairs
from huoshui.registry.resolution.pairs import judge_file, read_pairs

FILE = Path(__file__).with_name("pairs.csv")
DOCS = Path(__file__).resolve().parents[3] / "docs" / "resolution.md"


class Judged(NamedTuple):
    row: dict[str, str]
    verdict: Verdict


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    rows = list(csv.DictReader(FILE.read_text("utf-8").splitlines()))
    verdicts = judge_pairs([(left, right) for _, left, right in read_pairs(FILE)])
    return [Judged(row, verdict) for row, verdict in zip(rows, verdicts, strict=True)]


def _f1(judged: list[Judged]) -> float:
    same = [one.row["same"] == "true" for one in judged]
    said = [one.verdict.same for one in judged]
    right = sum(a and b for a, b in zip(same, said, strict=True))
    return 2 * right / (sum(same) + sum(said))


def test_the_set_is_what_it_says(judged: list[Judged]) -> None:
    assert len(judged) >= 450
    assert len({(one.row["left"], one.row["right"], one.row["left_context"]) for one in judged}) > 0.95 * len(judged)
    groups = {one.row["group"] for one in judged}
    assert {"phase", "mother and sub", "manager and fund", "group in another city", "nickname", "misread"} <= groups
    assert 0.3 < sum(one.row["same"] == "true" for one in judged) / len(judged) < 0.7


@pytest.mark.parametrize("split", ["tune", "held"])
def test_pairwise_f1(judged: list[Judged], split: str) -> None:
    half = [one for one in judged if one.row["split"] == split]
    assert len(half) > 200
    assert _f1(half) >= 0.97
    assert _f1(judged) >= 0.97


def test_differing_ordinals_are_never_joined(judged: list[Judged]) -> None:
    phases = [one for one in judged if one.row["group"] in {"phase", "year"}]
    assert len(phases) > 60
    assert [one.row for one in phases if one.verdict.same] == []
    assert {one.verdict.veto for one in phases} <= {"phase", "year"}


def test_neither_are_a_fund_and_its_manager_nor_mother_and_sub(judged: list[Judged]) -> None:
    pairs = [one for one in judged if one.row["group"] in {"manager and fund", "mother and sub"}]
    assert len(pairs) > 60
    assert [one.row for one in pairs if one.verdict.same] == []


def test_the_page_shows_what_is_reached(judged: list[Judged]) -> None:
    page = DOCS.read_text("utf-8")
    for name, half in (("tune", "tune"), ("held", "held"), ("all", "")):
        of = [one for one in judged if half in one.row["split"]]
        same = sum(one.row["same"] == "true" for one in of)
        false = sum(one.verdict.same and one.row["same"] == "false" for one in of)
        missed = sum(not one.verdict.same and one.row["same"] == "true" for one in of)
        assert f"| {name} | {len(of)} | {same} | {false} | {missed} | {_f1(of):.4f} |" in page


def test_the_weights_of_a_verdict_add_up(judged: list[Judged]) -> None:
    for one in judged:
        if one.verdict.same:
            odds = 2.0 ** sum(reason.weight for reason in one.verdict.reasons)
            assert one.verdict.probability == pytest.approx(odds / (1 + odds), abs=1e-3)
        assert one.verdict.reasons


def test_csv_goes_in_and_out(tmp_path: Path) -> None:
    file = tmp_path / "pairs.csv"
    context = json.dumps({"type": "Fund", "region": "甘肃/兰州", "size": "1000000000 CNY"}, ensure_ascii=False)
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("id", "left", "right", "left_context", "right_context"))
        writer.writerow(("=1+1", "兰州澜舟新材料基金", "兰州市澜舟新材料产业投资基金", context, context))
        writer.writerow(("b", "澜舟新材料基金一期", "澜舟新材料基金二期", "", "{}"))
        writer.writerow(("c", "", "", "", ""))
    rows = list(csv.DictReader(judge_file(file, english=True).splitlines()))
    assert [row["id"] for row in rows] == ["'=1+1", "b", "c"]
    assert [row["same"] for row in rows[1:]] == ["false", "false"]
    assert json.loads(rows[1]["reasons"])[0]["says"] == "phases differ"
    assert json.loads(rows[1]["reasons"])[0]["weight"] is None
    assert float(rows[1]["probability"]) == 0


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("id,left\n1,a\n", "no column right"),
        ("id,left,right,left_context\n1,a,b,{\n", "left_context"),
        ("id,left,right,left_context\n1,a,b,[]\n", "must be a JSON object"),
        ('id,left,right\n1,"a,b\n', "no CSV"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, content: str, says: str) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(content, "utf-8")
    with pytest.raises(InputError, match=says) as caught:
        read_pairs(file)
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_facts_that_are_none_say_nothing(tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    context = json.dumps(
        {"region": "无此地", "size": [1, None, "许多"], "date": {"value": 3}, "aliases": 7, "parent": []}
    )
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("id", "left", "right", "left_context"))
        writer.writerow(("1", "澜舟新材料基金", "澜舟新材料基金", context))
    ((_, left, _),) = read_pairs(file)
    assert (left.kind, left.region, left.size, left.date, left.aliases, left.parent) == (
        "fund",
        None,
        None,
        None,
        (),
        None,
    )
