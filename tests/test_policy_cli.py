"""Rules as a user at the terminal meets them: packs, verdicts, the evaluation."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from huoshui.policy.instruments import shipped_instruments
from huoshui.policy.packs_in_force import shipped
from huoshui.portfolio.ledger import Ledger
from tests.portfolio.family import BOOK
from tests.test_cli import Done, run, run_apart

if TYPE_CHECKING:
    from collections.abc import Callable

COMMANDS = (
    *("packs", "metrics", "new", "lint", "explain", "test", "check", "evaluate"),
    *("conflicts", "screen", "template", "match", "overlap", "index"),
)
AT = ("--as-of", "2026-06-30")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the small family's ledger."""
    url = f"sqlite:///{tmp_path_factory.mktemp('policy') / 'ledger.db'}"
    with Ledger(url) as opened:
        opened.post(BOOK, author="张", what="开账")
    return url


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of figures or rules."""

    def written(name: str, text: str) -> Path:
        (tmp_path / name).write_text(text, "utf-8")
        return tmp_path / name

    return written


def policy(*arguments: str | Path, stdin: str = "") -> Done:
    return run("policy", *arguments, stdin=stdin.encode())


def rows(done: Done) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(done.out)
    return listed


# -- packs and rules ---------------------------------------------------------------------------------------------------


HELP = """
import sys
from typer.main import get_group
from huoshui.commands.policy import policy
group = get_group(policy)
for name, command in sorted(group.commands.items()):
    print(name, "|", command.help, "|", *(one.help for one in command.params if getattr(one, "help", None)))
"""


@pytest.mark.parametrize(("lang", "chinese"), [("zh", True), ("en", False)])
def test_every_command_and_option_has_help_in_both_languages(lang: str, chinese: bool) -> None:  # noqa: FBT001
    settings = {**os.environ, "HUOSHUI_LANG": lang}
    done = subprocess.run([sys.executable, "-c", HELP], capture_output=True, text=True, check=True, env=settings)
    told = dict(line.split(" | ", 1) for line in done.stdout.splitlines())
    assert set(told) == set(COMMANDS)
    for name, words in told.items():
        assert words.partition(" | ")[0], name
        examples = re.sub("江苏/南京", "", words)
        assert bool(re.search("[一-鿿]", examples)) == chinese, name
    assert run_apart("policy", "--help", lang=lang).status == 0


def test_packs_are_listed_by_day_and_place() -> None:
    every = rows(policy("packs", "--format", "json"))
    assert {one["id"] for one in every} == set(shipped().by_id)
    nanjing = {
        one["id"] for one in rows(policy("packs", "--on", "2026-06-30", "--place", "江苏/南京", "--format", "json"))
    }
    assert {"jiangsu-strategic-fof-2025", "nanjing-yangzijiang-tech-2025", "framework-2026"} <= nanjing
    assert not any(one.startswith(("chengdu", "wuhan")) for one in nanjing)
    before = {one["id"] for one in rows(policy("packs", "--on", "2025-06-30", "--format", "json"))}
    assert "framework-2025" in before
    assert "framework-2026" not in before
    assert "Rule packs: " in policy("packs", "--lang", "en").out


def test_the_rules_of_a_pack_are_listed_with_those_that_it_includes() -> None:
    listed = rows(policy("packs", "framework-2026", "--format", "json"))
    assert {one["pack"] for one in listed} == {"framework-2026", "negative-list-2026"}
    assert policy("packs", "nothing").status == 2


def test_metrics_are_found_by_name_and_by_label() -> None:
    (found,) = [one for one in rows(policy("metrics", "idle_share", "--format", "json")) if one["kind"] == "metric"]
    assert (found["unit"], found["needs"]) == ("share", ["idle_money", "paid_in"])
    assert {one["name"] for one in rows(policy("metrics", "闲置", "--format", "json"))} >= {found["name"], "idle_money"}


def test_a_new_pack_passes_lint_and_its_cases(tmp_path: Path) -> None:
    file = tmp_path / "city-2026.yaml"
    arguments = ("new", "city-2026", "-o", file, "--title", "某市指南", "--place", "江苏/苏州")
    assert policy(*arguments).status == 0
    assert policy(*arguments).status == 2  # it is there already
    assert policy(*arguments, "--force").status == 0
    assert (done := policy("lint", file)).status == 0, done.out
    (proof,) = rows(policy("test", file, "--format", "json"))
    assert (proof["pack"], proof["cases"], proof["failing"], proof["unnoticed"]) == ("city-2026", 4, 0, 0)
    assert proof["mutants"] >= 2
    assert policy("lint", "-", stdin=file.read_text("utf-8")).status == 0
    assert policy("new", "../x").status == 2


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("bound: 1亿元", "bound: 70%", "is counted in money"),
        ("metric: fund_size ", "metric: fund_sice ", "did you mean fund_size?"),
        ("expect: broken", "expect: met", "comes out broken, not met"),
        (
            "given: { fund_tier: sub, fund_size: 1亿元 }",
            "given: { fund_tier: sub, fund_size: 2亿元 }",
            "no case would notice",
        ),
        ("# supersedes: [older-pack]", "supersedes: [older-pack]", "no pack 'older-pack'"),
        ("rules:", "rules: [", "check indentation"),
    ],
)
def test_lint_says_what_is_wrong_and_in_which_line(
    write: Callable[..., Path], old: str, new: str, message: str
) -> None:
    text = policy("new", "city-2026").out
    assert old in text
    changed = text.replace(old, new, 1)
    done = policy("lint", write("city.yaml", changed), "--format", "json")
    assert done.status == 1
    found = next(one for one in rows(done) if message in one["message"])
    assert found["file"].endswith("city.yaml")
    differs = next(n for n, (a, b) in enumerate(zip(text.splitlines(), changed.splitlines(), strict=True), 1) if a != b)
    assert abs(found["line"] - differs) <= 25
    assert found["line"] > 1 or "older-pack" in message


def test_instruments_are_linted_and_tested_too(write: Callable[..., Path]) -> None:
    (packed,) = [one for one in shipped_instruments() if one.id == "sichuan-chengdu"]
    text = (Path(str(files("huoshui.policy.instruments"))) / "packs" / "sichuan-chengdu.yaml").read_text("utf-8")
    good = write("good.yaml", text)
    assert policy("lint", good).status == 0
    (proof,) = rows(policy("test", good, "--format", "json"))
    assert (proof["pack"], proof["rules"]) == ("sichuan-chengdu", len(packed.instruments))
    assert proof["mutants"] > proof["unnoticed"] == proof["failing"] == 0
    bad = policy("lint", write("bad.yaml", text.replace("rate: 60%", "rate: 61%", 1)), "--format", "json")
    assert bad.status == 1
    assert "TF-CD-1" in rows(bad)[0]["message"]
    assert policy("test", write("bad.yaml", text.replace("rate: 60%", "rate: 61%", 1))).status == 1


def test_lint_of_a_file_that_is_not_there_is_wrong_usage() -> None:
    done = policy("lint", "nothing.yaml")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("huoshui: nothing.yaml: no such file")


def test_a_rule_is_explained_in_both_languages() -> None:
    chinese, english = policy("explain", "AU-1"), policy("explain", "AU-1", "--lang", "en")
    assert "闲置资金不到实缴的三成" in chinese.out
    assert "below 30%" in english.out
    told = json.loads(policy("explain", "AU-1", "--format", "json").out)
    assert (told["rule"], told["metric"], told["grade"]) == ("AU-1", "idle_share_of_paid_in", "B 二手资料")
    assert len(told["cases"]) == 3
    assert policy("explain", "AU-0").status == 2


# -- verdicts ----------------------------------------------------------------------------------------------------------

MET = "name: 某基金\nidle_money: 1亿元\npaid_in: 10亿元\n"


def own(write: Callable[..., Path]) -> Path:
    return write("city-2026.yaml", policy("new", "city-2026", "--on", "2026-01-01").out)


@pytest.mark.parametrize(
    ("figures", "status", "state"),
    [
        ("fund_tier: sub\nfund_size: 1亿元\n", 0, "met"),
        ("fund_tier: sub\nfund_size: 0.9亿元\n", 1, "broken"),
        ("fund_tier: sub\n", 3, "unknown"),
        ("fund_tier: national\nfund_size: 0.9亿元\n", 0, "not_applicable"),
    ],
)
def test_the_exit_status_says_what_came_out(write: Callable[..., Path], figures: str, status: int, state: str) -> None:
    asked = ("check", "--pack", own(write), *AT, "--all", "--format", "json")
    done = policy(*asked, "--from", write("fund.yaml", figures))
    (verdict,) = rows(done)
    assert (done.status, verdict["state"]) == (status, state)
    assert policy(*asked, "--from", "-", stdin=figures).status == status


def test_a_table_of_funds_is_checked_and_ranked_row_by_row(write: Callable[..., Path]) -> None:
    table = write(
        "funds.csv",
        "名称,地区,idle_money,paid_in,reinvestment_multiple\n"
        "甲基金,江苏/南京,4亿元,10亿元,0倍\n乙基金,,1亿元,10亿元,1.5倍\n",
    )
    done = policy("check", "--from", table, *AT, "--pack", "audit-findings", "--format", "json")
    states = {(one["name"], one["state"]) for one in rows(done) if one["rule"] == "AU-1"}
    assert states == {("甲基金", "broken"), ("乙基金", "met")}
    ranked = policy("evaluate", "--from", table, *AT, "--format", "json")
    assert [(one["rank"], one["name"]) for one in rows(ranked)] == [(1, "甲基金"), (2, "乙基金")]


def test_a_verdict_names_figure_bound_distance_evidence_and_what_is_missing(write: Callable[..., Path]) -> None:
    file = write("fund.yaml", "name: 某基金\nplace: 江苏/南京\nidle_money: 4亿元\npaid_in: 10亿元\n")
    done = policy("check", "--from", file, *AT, "--format", "json")
    listed = {one["rule"]: one for one in rows(done)}
    found = listed["AU-1"]
    assert (found["state"], found["measured"], found["distance"]) == ("broken", "0.4", "-0.1")
    assert (found["name"], found["grade"], found["pack"]) == ("某基金", "B", "audit-findings")
    assert found["evidence"] == ["given:idle_money", "given:paid_in"]
    assert listed["AU-2"]["missing"]
    assert rows(done)[0]["pack"] == "audit-findings"
    assert any(one["pack"] == "nanjing-yangzijiang-tech-2025" for one in rows(done))
    assert not any(one["pack"].startswith("chengdu") for one in rows(done))
    chinese = policy("check", "--from", file, *AT).out
    english = policy("check", "--from", file, *AT, "--lang", "en").out
    assert "✗ 不符合" in chinese
    assert "低于 30% [B]" in chinese
    assert "✗ broken" in english
    assert "below 30% [B]" in english


def test_a_spreadsheet_takes_nothing_for_a_formula() -> None:
    figures = 'name: "=1+1"\nidle_money: 4亿元\npaid_in: 10亿元\n'
    done = policy("check", "--from", "-", "--pack", "audit-findings", *AT, "--format", "csv", stdin=figures)
    row = next(one for one in csv.reader(io.StringIO(done.out)) if one[2] == "AU-1")
    assert (row[1], row[6]) == ("'=1+1", "−10%")
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_funds_of_the_ledger_are_checked_with_the_entries_behind(ledger: str) -> None:
    done = run("--database", ledger, "policy", "check", "--as-of", "2023-12-31", "--fund", "子", "--format", "json")
    assert done.status in {1, 3}
    listed = rows(done)
    assert {one["id"] for one in listed} == {"子"}
    assert any(str(one).startswith("event:") for row in listed for one in row["evidence"])
    by_day = {one["pack"] for one in listed}
    assert "framework-2026" not in by_day  # it began later
    later = rows(run("--database", ledger, "policy", "check", *AT, "--fund", "子", "--format", "json"))
    assert next(one for one in later if one["rule"] == "AU-2")["state"] == "broken"  # its age is known, too
    assert "✓ 符合" in done.err
    unknown = run("--database", ledger, "policy", "check", "--fund", "无")
    assert (unknown.status, unknown.err.count("\n")) == (2, 1)


def test_the_ledger_may_be_another_or_none(tmp_path: Path) -> None:
    done = run("--database", f"sqlite:///{tmp_path / 'none.db'}", "policy", "check")
    assert (done.status, done.err.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    ("figures", "message"),
    [
        ("fund_size: 30%\n", "fund.yaml, line 1: fund_size is counted in money"),
        ("name: x\nfund_sise: 1亿元\n", "fund.yaml, line 2"),
        ("idle_share_of_paid_in: 30%\n", "is computed, not given"),
        ("- 1\n", "figures by name were expected"),
        ("name: x\n", "no figure is given"),
        ("fund_size: 1亿元\nplace: 无此地\n", "无此地"),
    ],
)
def test_figures_that_cannot_be_used_are_named(write: Callable[..., Path], figures: str, message: str) -> None:
    done = policy("check", "--from", write("fund.yaml", figures))
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert message in done.err


def test_a_pack_that_is_not_in_force_is_refused() -> None:
    done = policy("check", "--pack", "framework-2026", "--as-of", "2025-01-01", "--from", "-", stdin=MET)
    assert done.status == 2
    assert "not in force on 2025-01-01" in done.err


# -- the evaluation ----------------------------------------------------------------------------------------------------


def test_funds_are_ranked_with_what_is_open_and_could_be_won(ledger: str) -> None:
    asked = ("--database", ledger, "policy", "evaluate", *AT)
    listed = rows(run(*asked, "--format", "json"))
    assert [one["rank"] for one in listed] == sorted(one["rank"] for one in listed)
    for one in listed:
        assert float(one["points"]) + float(one["open"]) == pytest.approx(float(one["most"]))
        assert sum(float(one[key]) for key in ("P", "L", "E") if key in one) <= 100
        assert one["missing"]
    (single,) = rows(run(*asked, "--fund", listed[0]["id"], "--format", "json"))
    assert single == listed[0]
    items = rows(run(*asked, "--fund", listed[0]["id"], "--items", "--format", "json"))
    certain = sum(float(one["points"]) for one in items if one["points"] is not None)
    assert certain == pytest.approx(float(listed[0]["points"]))
    assert any(one["gains"] for one in items)
    sheet = list(csv.reader(io.StringIO(run(*asked, "--format", "csv", "--lang", "en").out)))
    assert (sheet[0][0], len(sheet)) == ("Rank", len(listed) + 1)


def test_the_evaluation_of_given_figures_and_of_a_variant(write: Callable[..., Path]) -> None:
    figures = write("fund.yaml", "name: 某基金\npaid_in: 10亿元\ninvested_by_sector: { integrated_circuits: 4亿元 }\n")
    asked = ("evaluate", "--from", figures, *AT, "--format", "json")
    (plain,), (bands,) = rows(policy(*asked)), rows(policy(*asked, "--variant", "bands"))
    assert float(plain["points"]) == 4
    assert plain["points"] != bands["points"]
    assert policy(*asked, "--variant", "none").status == 2
    assert policy(*asked, "--fund", "别的").status == 2
    assert policy("evaluate", "--from", figures, "--as-of", "2020-01-01").status == 2
