"""Applications against calls: what is met, broken and missing, what decides, and what would have to change."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huoshui.errors import HuoshuiError, InputError
from huoshui.model.money import Money
from huoshui.policy.calls import Opening, call_of_entity, call_of_pack, rules_of_call
from huoshui.policy.pack import State
from huoshui.policy.packs_in_force import shipped
from huoshui.policy.profile_templates import application_workbook, application_yaml, needed_figures
from huoshui.policy.profiles import Given, Profile, profile_of
from huoshui.policy.screening import Decision, calls_for, read_application, read_applications, screen
from tests.policy.calling import call, fact, terms

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 6, 1)
GUIDE = "chongqing-gaoxin-qihang-2026"


def application(**changed: object) -> Profile:
    """A fund of 1.2 billion that asks for 30% and offers to re-invest 1.5 times."""
    written: dict[str, object] = {
        "name": "某集成电路基金",
        "sectors": "集成电路",
        "places": "江苏/苏州",
        "fund_size": "12亿元",
        "committed": "12亿元",
        "fof_committed": "3.6亿元",
        "reinvestment_multiple": "1.5倍",
    }
    return profile_of(written | changed)


def test_an_application_that_keeps_to_every_term_is_eligible() -> None:
    found = screen(application(), terms())
    assert found.decision is Decision.ELIGIBLE
    assert {clause.rule.id for clause in found.met} == {
        "min_fund_size",
        "max_share_of_fund",
        "reinvestment_multiple",
        "sector",
        "region",
    }
    assert found.because == ()


def test_a_broken_clause_says_measured_bound_distance_and_the_statement_behind_it() -> None:
    found = screen(application(fund_size="9亿元"), terms())
    (clause,) = found.broken
    assert found.decision is Decision.NOT_ELIGIBLE
    assert (clause.row().measured, clause.row().bound, clause.row().distance) == (
        "9.00 亿元",
        "10.00 亿元",
        "-1.00 亿元",
    )
    assert clause.sources[0].ids == ("s-min_fund_size-1000000000 CNY",)
    assert clause.sources[0].address == "/entities/c1"
    assert "某市财政局" in clause.row("en").source


def test_what_is_not_said_is_named_and_leaves_the_outcome_open() -> None:
    found = screen(application(fof_committed=None, sectors=""), terms())
    assert found.decision is Decision.UNDECIDED
    assert set(found.figures_missing) == {"fof_committed", "in_call_sectors"}


def test_a_principle_is_a_remark_and_decides_nothing() -> None:
    lenient = call(fact("max_share_of_fund", "0.2", qualifier="原则上"))
    found = screen(application(), lenient)
    assert found.decision is Decision.ELIGIBLE
    assert [clause.rule.hardness for clause in found.broken] == ["advisory"]


def test_terms_that_the_sources_state_differently_decide_only_where_they_agree() -> None:
    contested = call(fact("min_fund_size", "1000000000 CNY"), fact("min_fund_size", "500000000 CNY"))
    assert screen(application(), contested).decision is Decision.ELIGIBLE
    assert screen(application(fund_size="7亿元"), contested).decision is Decision.UNDECIDED
    assert screen(application(fund_size="4亿元"), contested).decision is Decision.NOT_ELIGIBLE


def test_a_field_above_the_one_that_is_called_for_is_too_coarse_to_say() -> None:
    found = screen(application(sectors="新一代信息技术"), terms())
    assert [clause.rule.id for clause in found.missing] == ["sector"]
    assert screen(application(sectors="生物医药"), terms()).broken[0].rule.id == "sector"
    above = terms(sector="next_gen_it")
    assert screen(application(), above).decision is Decision.ELIGIBLE


def test_a_term_in_another_currency_becomes_no_rule_but_is_told() -> None:
    made = call_of_entity(call(fact("min_fund_size", "100000000 USD"), fact("region", "不是地方")))
    assert made.rules == ()
    assert len(made.unread) == 2


def test_a_rule_from_a_public_body_is_of_grade_a_and_what_is_inferred_of_grade_c() -> None:
    pack = rules_of_call(call(fact("min_fund_size", "1000000000 CNY", official=True), fact("region", "江苏")))
    assert {rule.id: rule.grade for rule in pack.rules} == {"min_fund_size": "A", "region": "C"}
    with pytest.raises(InputError, match="no call for managers"):
        rules_of_call(replace(call(), kind="Fund"))


def test_a_guide_leaves_for_later_what_only_a_fund_that_exists_can_show() -> None:
    found = screen(application(places="重庆"), shipped().get(GUIDE))
    assert "GP-CQ-1d-R" in {rule.id for rule in found.later}
    states = {clause.rule.id: clause.state for clause in found.clauses}
    assert states["GP-CQ-1a"] is State.MET
    assert states["GP-CQ-1c"] is State.UNKNOWN
    assert found.decision is Decision.UNDECIDED


def test_calls_that_fit_that_nearly_do_and_what_would_have_to_change() -> None:
    calls = [
        terms(id_="fits"),
        terms(size="1500000000 CNY", id_="small"),
        terms(size="5000000000 CNY", share="0.2", multiple="2", id_="far"),
        call(fact("max_share_of_caller", "0.2"), id_="open"),
    ]
    found = calls_for(application(), calls, DAY)
    assert [fit.call.entity for fit in found.fits] == ["fits"]
    assert [fit.call.entity for fit in found.nearly] == ["small"]
    assert [fit.call.entity for fit in found.undecided] == ["open"]
    assert [fit.call.entity for fit in found.far] == ["far"]
    (change,) = found.nearly[0].changes
    assert change.says() == "基金规模：12.00 亿元 → 不低于 15.00 亿元"
    assert change.relative == pytest.approx(0.2)
    assert change.says("en").endswith("at least CNY 1.50 bn")


def test_a_share_is_mended_by_either_of_its_amounts_to_the_fen() -> None:
    found = calls_for(application(fof_committed="4亿元"), [terms()], DAY)
    (change,) = found.nearly[0].changes
    assert change.says() == (
        "母基金认缴占比：33.33% → 不超过 30% (母基金认缴 4.00 亿元 → 3.60 亿元 或 认缴总额 12.00 亿元 → 13.33 亿元)"
    )
    less, more = change.ways
    assert int(less.needed.value) == 360_000_000_00
    assert int(more.needed.value) == -(-400_000_000_00 * 10 // 3)
    for way, beyond in ((less, 1), (more, -1)):
        for minor, state in ((int(way.needed.value), State.MET), (int(way.needed.value) + beyond, State.BROKEN)):
            changed = {"fof_committed": "4亿元", way.variable: str(Money(minor, "CNY"))}
            clauses = {clause.rule.id: clause.state for clause in screen(application(**changed), terms()).clauses}
            assert clauses["max_share_of_fund"] is state


def test_a_guide_of_another_place_is_set_aside_and_its_included_rules_name_their_own_document() -> None:
    guide = shipped().get(GUIDE)
    assert [one.pack.id for one in calls_for(application(), [guide], DAY).elsewhere] == [GUIDE]
    at_home = calls_for(application(places="重庆"), [guide], DAY)
    (fit,) = at_home.undecided
    sources = {clause.rule.id: clause.sources[0] for clause in fit.screening.clauses}
    assert sources["GP-CQ-1a"].ids == (GUIDE, "GP-CQ-1a")
    assert all(origin.ids[0] != GUIDE for name, origin in sources.items() if not name.startswith("GP-"))


def test_a_call_is_open_by_its_dates_and_an_unknown_deadline_is_said() -> None:
    registry_call = call_of_entity(terms())
    assert registry_call.opening(DAY) is Opening.UNKNOWN
    assert registry_call.opening(date(2026, 2, 1)) is Opening.TO_COME
    assert call_of_entity(terms(), ("exited",)).opening(DAY) is Opening.CLOSED
    guide = replace(call_of_pack(shipped().get(GUIDE)), deadline=date(2026, 5, 31))
    assert guide.opening(date(2026, 5, 31)) is Opening.OPEN
    assert [one.pack.id for one in calls_for(application(places="重庆"), [guide], DAY).closed] == [GUIDE]


YUAN = st.integers(min_value=1, max_value=10**12)


@given(size=YUAN, bound=YUAN)
@settings(max_examples=60, deadline=None)
def test_a_figure_beyond_the_bound_flips_that_clause_and_no_other(size: int, bound: int) -> None:
    asked = terms(size=f"{bound} CNY")

    def broken(yuan: int) -> set[str]:
        return {clause.rule.id for clause in screen(application(fund_size=f"{yuan} CNY"), asked).broken}

    assert broken(bound - 1) - broken(bound) == {"min_fund_size"}
    assert broken(bound) == set()
    assert ("min_fund_size" in broken(size)) == (size < bound)


@given(order=st.permutations(range(6)), share=st.integers(min_value=1, max_value=99))
@settings(max_examples=30, deadline=None)
def test_the_order_of_calls_makes_no_difference(order: list[int], share: int) -> None:
    calls = [terms(size=f"{n}00000000 CNY", share=f"0.{share:02}", id_=f"c{n}") for n in range(8, 14)]
    one, other = (calls_for(application(), listed, DAY) for listed in (calls, [calls[n] for n in order]))
    for group in ("fits", "nearly", "undecided", "far"):
        assert [f.call.pack.id for f in getattr(one, group)] == [f.call.pack.id for f in getattr(other, group)]


# Applications from files


def test_the_form_of_a_call_asks_for_exactly_its_figures_and_reads_back(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    guide = shipped().get(GUIDE)
    asked = {one.variable for one in needed_figures(guide)}
    assert {"fund_size", "fof_committed", "committed", "reinvestment_multiple", "fof_total_paid_in"} <= asked
    assert "reinvestment_recognised" not in asked
    book = load_workbook(io.BytesIO(application_workbook(guide)))
    heads = [cell.value for cell in book["申报"][1]]
    assert len(heads) == len(asked) + 1
    row = ["某基金" if at == 0 else _example(guide, at) for at in range(len(heads))]
    book["申报"].append(row)
    path = tmp_path / "filled.xlsx"
    book.save(path)
    assert set(read_application(path).figures) == asked
    text = application_yaml(guide)
    (tmp_path / "form.yaml").write_text(text.replace("fund_size:", "fund_size: 10亿元"), encoding="utf-8")
    read = read_application(tmp_path / "form.yaml")
    assert set(read.figures) == {"fund_size"}
    assert read.figures["fund_size"].where.endswith(f"line {text[: text.index('fund_size:')].count(chr(10)) + 1}")


def _example(guide: object, at: int) -> str:
    return needed_figures(guide)[at - 1].like  # type: ignore[arg-type]


def test_figures_from_cells_are_taken_where_the_unit_leaves_no_doubt(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["名称", "基金规模", "reinvestment_multiple", "年管理费率", "存续期"])
    sheet.append(["甲", "10亿元", 1.5, 0.02, 7])
    sheet.append(["乙", "3亿元", 2, "2%", "8年"])
    book.save(tmp_path / "rows.xlsx")
    one, other = read_applications(tmp_path / "rows.xlsx")
    assert one.figures["management_fee_rate"].quantity.value == Decimal("0.02")
    assert one.figures["fund_size"].where.endswith("rows.xlsx, B2")
    assert other.figures["term_years"].quantity.value == 8
    with pytest.raises(InputError, match="holds 2 rows"):
        read_application(tmp_path / "rows.xlsx")


def test_rows_of_a_csv_file_from_a_chinese_spreadsheet(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("名称,基金规模,领域\n甲,10亿元,集成电路\n".encode("gb18030"))
    read = read_application(tmp_path / "a.csv")
    assert (read.name, read.sectors) == ("甲", ("integrated_circuits",))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("fund_size: 70%", "line 1.*counted in money"),
        ("name: x\nfund_sise: 10亿元", "line 2.*did you mean fund_size"),
        ("fof_share: 30%", "computed, not given.*fof_committed"),
        ("fund_size: 10", "write it like 10亿元"),
        ("fund_size: -3亿元", "less than nought"),
        ("fund_size: 10亿元\n基金规模: 11亿元", "stands twice"),
        ("management_fee_rate: 30", "write it like 30%"),
        ("fund_size: [1, 2]", "a figure was expected, not a list"),
        ("fund_size: {a: 1}", "a figure was expected, not a dict"),
        ("fund_size: 99999999999999亿元", "."),
        ("fund_kind: 宇宙", "is none of"),
        ("sectors: 点石成金", "no sector"),
        ("places: 亚特兰蒂斯", "no region"),
        ("- 1", "figures by name"),
        ("a: &x 1\nb: *x", "anchors"),
        ("fund_size: !!python/object:os.system ls", "tag"),
        ("fund_size: " + "9" * 5000, "."),
        ("{" * 3000, "."),
    ],
)
def test_an_application_that_cannot_be_read_says_where_and_why(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(HuoshuiError, match=told) as raised:
        read_application(path)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.xlsx", b"PK\x03\x04 broken", "damaged|cannot|no "),
        ("a.xlsx", b"", "."),
        ("a.csv", b"\xff\xff\xff\x00", "UTF-8|kind|no "),
        ("a.csv", '"名称\n甲'.encode(), "no CSV"),
        ("a.csv", "名称,基金规模\n甲,10亿元,多出\n".encode(), "C2: stands below no head"),
        ("a.csv", "名称\n".encode(), "no row below"),
        ("a.yaml", b"\xff\xfe\x00", "UTF-8"),
        ("a.exe", b"MZ", "of a kind that is not read"),
    ],
)
def test_a_hostile_file_is_refused_in_one_line(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(HuoshuiError, match=told) as raised:
        read_application(path)
    assert "\n" not in str(raised.value)


def test_a_formula_in_a_cell_is_no_figure(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.worksheets[0].append(["名称", "基金规模"])
    book.worksheets[0].append(["甲", "=1+1"])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="B2: holds a formula"):
        read_application(tmp_path / "a.xlsx")


@given(
    head=st.one_of(
        st.sampled_from(["fund_size", "reinvestment_multiple", "clean_three_years", "领域", "地区"]), st.text()
    ),
    cell=st.one_of(
        st.text(),
        st.text("0123456789.,-+%亿万元倍年是否eE ١²"),
        st.floats(),
        st.integers(),
        st.booleans(),
        st.none(),
        st.dates(),
    ),
)
@settings(max_examples=300, deadline=None)
def test_whatever_stands_in_a_cell_is_read_or_refused_in_one_line(head: str, cell: object) -> None:
    told = "a.xlsx, B2: read"
    figures: tuple[Given, ...] = ()
    try:
        figures = tuple(profile_of({head: cell}, "a.xlsx, B2").figures.values())
    except HuoshuiError as error:
        told = str(error)
    assert told.startswith("a.xlsx, B2: ")
    assert "\n" not in told
    assert all(given.quantity.value >= 0 for given in figures)
