"""Conflicts, applications, overlap and indices as a user at the terminal meets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from huoshui.policy.packs_in_force import shipped
from huoshui.portfolio.ledger import Ledger
from huoshui.portfolio.made import make_family
from tests.registry.said import document, fund
from tests.test_cli import Done, run
from tests.test_policy_cli import policy, rows
from tests.web.making import call, fill, launch, many, others

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from huoshui.model.records import Record

AT = ("--as-of", "2026-06-30")
GUIDE = "chongqing-gaoxin-qihang-2026"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database with a registry and a made-up ledger."""
    url = f"sqlite:///{tmp_path_factory.mktemp('more') / 'both.db'}"
    alike = document("滇东光学基金设立，规模20亿元。滇西光学基金设立，规模10亿元。")
    records: list[Record] = [
        fund(alike, name, size=size, region="云南/昆明", sectors=("integrated_circuits",))
        for name, size in (("滇东光学基金", "20亿元"), ("滇西光学基金", "10亿元"))
    ]
    fill(url, [launch(), call(), others(), many(), (alike, records, [])])
    with Ledger(url) as ledger:
        ledger.post(make_family(funds=8, companies=40, years=6), author="张", what="开账")
    return url


@pytest.fixture
def ask(database: str) -> Callable[..., Done]:
    """A command of policy on that database."""

    def asked(*arguments: str | Path, stdin: str = "") -> Done:
        return run("--database", database, "policy", *arguments, stdin=stdin.encode())

    return asked


# -- conflicts ---------------------------------------------------------------------------------------------------------


def test_a_city_that_asks_for_reinvestment_conflicts_with_the_nation_and_costs_points() -> None:
    asked = ("conflicts", "--place", "重庆", *AT, "--format", "json")
    listed = rows(policy(*asked))
    cost = next(one for one in listed if one["kind"] == "cost" and one["left"].startswith("GP-CQ"))
    assert (cost["right"], cost["lost"], cost["since"]) == ("P-03a", "3", "2026-01-31")
    assert any(one["kind"] == "contradiction" for one in listed)
    assert {one["left"] for one in listed}.isdisjoint({"GP-GZ-1e-M"})
    before = rows(policy("conflicts", "--place", "重庆", "--as-of", "2025-06-30", "--format", "json"))
    assert before == []
    english = policy("conflicts", "--place", "重庆", *AT, "--lang", "en")
    assert "cannot both be met" in english.out
    assert "only clauses about the same figure" in english.err


def test_the_terms_of_one_fund_are_held_against_the_rules(ask: Callable[..., Done]) -> None:
    figures = "place: 重庆\nfund_tier: sub\nfund_size: 1亿元\nreinvestment_multiple: 1.2倍\n"
    listed = rows(policy("conflicts", "--from", "-", *AT, "--format", "json", stdin=figures))
    broken = {one["left"] for one in listed if one["kind"] == "broken"}
    assert "GP-CQ-1a" in broken
    fund = rows(ask("evaluate", *AT, "--format", "json"))[0]["id"]
    assert ask("conflicts", "--fund", fund, *AT).status == 0
    assert ask("conflicts", "--fund", "无此基金").status == 2


# -- applications ------------------------------------------------------------------------------------------------------


def test_a_form_is_made_filled_and_screened(ask: Callable[..., Done], tmp_path: Path) -> None:
    form = tmp_path / "form.yaml"
    assert ask("template", "application", "--pack", GUIDE, "-o", form).status == 0
    assert ask("template", "application", "--pack", GUIDE, "-o", form).status == 2
    text = form.read_text("utf-8")
    assert "fund_size:" in text
    asked = ("screen", "-", "--pack", GUIDE, *AT, "--format", "json")
    empty = ask(*asked, stdin=text)
    assert empty.status == 3
    assert {one["state"] for one in rows(empty)} == {"unknown"}
    small = ask(*asked, stdin=text.replace("fund_size:", "fund_size: 1亿元").replace("name:", "name: 甲公司", 1))
    assert small.status == 1
    found = rows(small)[0]
    assert (found["clause"], found["state"], found["distance"]) == ("GP-CQ-1a", "broken", "-900000000 CNY")
    assert (found["applicant"], found["decision"]) == ("甲公司", "not_eligible")
    assert found["stands"][0].startswith("<stdin>, line ")
    assert "甲公司: 不符合 (GP-CQ-1a)" in small.err
    assert "not eligible" in ask(*asked, "--lang", "en", stdin="name: x\nfund_size: 1亿元\n").err


def test_a_workbook_of_several_applicants(ask: Callable[..., Done], tmp_path: Path) -> None:
    form = tmp_path / "form.xlsx"
    assert ask("template", "application", "--pack", GUIDE, "-o", form).status == 0
    book = load_workbook(form)
    sheet = book["申报"]
    heads = [cell.value for cell in sheet[1]]
    for name, size in (("甲公司", "1亿元"), ("乙公司", "20亿元")):
        sheet.append([{"名称": name, "基金规模": size}.get(str(head)) for head in heads])
    book.save(form)
    done = ask("screen", form, "--pack", GUIDE, *AT, "--format", "json")
    assert done.status == 1
    sizes = {one["applicant"]: one["state"] for one in rows(done) if one["clause"] == "GP-CQ-1a"}
    assert sizes == {"甲公司": "broken", "乙公司": "met"}


def test_a_call_of_the_registry_is_screened_by_id_and_by_name(ask: Callable[..., Done], database: str) -> None:
    (found,) = rows(run("--database", database, "calls", "--format", "json"))
    done = ask("screen", "-", "--call", found["name"], "--format", "json", stdin="fund_size: 1000万元\n")
    assert done.status in {1, 3}
    assert {one["clause"] for one in rows(done)} >= {"min_fund_size"}
    assert ask("screen", "-", "--call", "没有的遴选", stdin="fund_size: 1亿元\n").status == 2


def test_a_manager_is_told_what_fits_and_what_would_have_to_change(ask: Callable[..., Done]) -> None:
    profile = "fund_size: 1亿元\n"
    asked = ("screen", "--manager", "-", *AT)
    listed = rows(ask(*asked, "--format", "json", stdin=profile))
    by_id = {one["id"]: one for one in listed}
    assert by_id[GUIDE]["group"] == "nearly"
    assert by_id[GUIDE]["changes"] == ["GP-CQ-1a"]

    assert not any(shipped().get(name).jurisdiction == "全国" for name in by_id if name in shipped().by_id)
    assert any(name not in shipped().by_id for name in by_id)  # the registry's own
    assert "at least CNY 1.00 bn" in ask(*asked, "--lang", "en", stdin=profile).out


@pytest.mark.parametrize(
    "arguments",
    [
        ("screen",),
        ("screen", "-"),
        ("screen", "-", "--pack", GUIDE, "--call", "x"),
        ("screen", "--manager", "-", "--pack", GUIDE),
        ("template", "application"),
        ("template", "company", "--pack", GUIDE),
        ("screen", "nothing.yaml", "--pack", GUIDE),
        ("screen", "-", "--pack", "nothing"),
    ],
)
def test_wrong_usage_is_told_apart(ask: Callable[..., Done], arguments: tuple[str, ...]) -> None:
    assert ask(*arguments, stdin="fund_size: 1亿元\n").status == 2


@pytest.mark.parametrize("form", ["manager", "company"])
def test_forms_of_profiles_can_be_read_again(ask: Callable[..., Done], form: str) -> None:
    done = ask("template", form, *AT)
    assert done.status == 0
    text = done.out.replace("name:", "name: 甲公司", 1)
    assert ask("screen", "--manager", "-", *AT, stdin=text).status == 0


# -- reports and matches -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".md", ".html"])
def test_the_evaluation_is_written_as_a_report(ask: Callable[..., Done], tmp_path: Path, suffix: str) -> None:
    listed = rows(ask("evaluate", *AT, "--format", "json"))
    one, every = tmp_path / f"one{suffix}", tmp_path / f"all{suffix}"
    assert ask("evaluate", *AT, "--fund", listed[0]["id"], "--author", "某发改委", "-o", one).status == 0
    assert ask("evaluate", *AT, "-o", every, "--lang", "en").status == 0
    assert one.stat().st_size > 1000
    assert every.stat().st_size > 1000
    if suffix == ".md":
        text = one.read_text("utf-8")
        assert listed[0]["name"] in text
        assert "某发改委" in text
        assert all(row["name"] in every.read_text("utf-8") for row in listed)
    assert ask("evaluate", *AT, "-o", tmp_path / "report.pdf").status == 2
    table = tmp_path / "table.csv"
    assert ask("evaluate", *AT, "-o", table).status == 0
    assert table.read_text("utf-8-sig").startswith("名次,")


COMPANY = "name: 甲\nplaces: [广东/深圳]\nsectors: [集成电路]\nstage: startup\nneed: 1000万元\n"


def test_a_company_is_told_what_fits_with_reasons_and_amounts(ask: Callable[..., Done]) -> None:
    done = ask("match", "-", *AT, "--all", "--format", "json", stdin=COMPANY)
    listed = rows(done)
    groups = [one["group"] for one in listed]
    assert groups == sorted(groups, key=["fits", "open", "out"].index)
    assert {one["kind"] for one in listed} > {"fund", "loan", "guarantee"}
    assert all(one["reasons"] and one["source"] and one["grade"] in {"A", "B", "C"} for one in listed)
    assert not any(
        one["group"] == "fits" and "深圳" not in str(one["reasons"]) for one in listed if one["kind"] != "fund"
    )
    light = next(one for one in listed if one["name"] == "滇东光学基金")
    assert (light["group"], light["kind"]) == ("out", "fund")
    english = ask("match", "-", *AT, "--lang", "en", stdin=COMPANY)
    assert "holds in 广东/深圳" in english.out
    assert "weights of the score are our own" in english.err
    assert ask("match", "-", stdin="headcount: many\n").status == 2


# -- overlap -----------------------------------------------------------------------------------------------------------


def test_overlap_of_the_ledger_and_of_the_registry(ask: Callable[..., Done]) -> None:
    listed = rows(ask("overlap", *AT, "--format", "json"))
    assert all(0.7 <= float(one["alike"]) <= 1 for one in listed)
    pair = listed[0]  # within one city first
    assert {pair["left"], pair["right"]} == {"滇东光学基金", "滇西光学基金"}
    assert (pair["within"], pair["shared"], pair["left_size"]) == (
        "云南/昆明",
        ["integrated_circuits"],
        "2000000000 CNY",
    )
    assert float(pair["alike"]) == pytest.approx(0.5**0.25, abs=0.001)
    assert any(len(one["left_id"]) < 16 for one in rows(ask("overlap", "--cut-off", "0.05", *AT, "--format", "json")))
    few = ask("overlap", "--cut-off", "0.3", "--limit", "1", "--lang", "en", *AT)
    assert "grade C" in few.out
    assert "pairs compared" in few.err
    kunming = rows(ask("overlap", "--cut-off", "0.05", "--place", "云南", *AT, "--format", "json"))
    assert all("云南" in one["left_region"] and "云南" in one["right_region"] for one in kunming)
    (city,) = [one for one in rows(ask("overlap", "--by-city", "--format", "json", *AT)) if one["city"] == "云南/昆明"]
    assert (city["funds"], city["pairs"], city["money"]) == (2, 1, "3000000000 CNY")
    assert ask("overlap", "--cut-off", "2").status == 2


# -- indices -----------------------------------------------------------------------------------------------------------

VALUES = "地区,technicians,college_people\n甲,400,800\n乙,600,900\n丙,100,\n"
INDEX = "science-progress-standards"


def test_an_index_is_composed_with_rank_ranges() -> None:
    assert {one["id"] for one in rows(policy("index", "--format", "json"))} >= {INDEX, "regional-innovation-2025"}
    heads = rows(policy("index", INDEX, "--format", "json"))
    assert heads[0] == {
        "id": "technicians",
        "title": "万人专业技术人员数",
        "unit": "人",
        "standard": "500",
        "grade": "B",
    }
    asked = ("index", INDEX, "-", "--format", "json")
    listed = rows(policy(*asked, stdin=VALUES))
    assert [(one["rank"], one["region"], one["total"]) for one in listed] == [
        (1, "乙", "95.00"),
        (2, "甲", "80.00"),
        (3, "丙", "20.00"),
    ]
    moved = rows(policy(*asked, "--sensitivity", "0.25", "--draws", "20", stdin=VALUES))
    assert all(one["best"] <= one["rank"] <= one["worst"] for one in moved)
    assert "Rank" in policy("index", INDEX, "-", "--lang", "en", stdin=VALUES).out


@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        (("none", "-"), VALUES, "no index 'none'"),
        ((INDEX, "-"), "地区,nothing\n甲,1\n", "'nothing' is no indicator"),
        ((INDEX, "-"), "地区,technicians\n甲,many\n", "row 2"),
        ((INDEX, "nothing.csv"), "", "cannot be read"),
        (("regional-innovation-2025", "-"), "地区,college_people\n甲,1\n", "not published"),
    ],
)
def test_what_cannot_be_composed_is_said(arguments: tuple[str, ...], stdin: str, message: str) -> None:
    done = policy("index", *arguments, stdin=stdin)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert message in done.err
