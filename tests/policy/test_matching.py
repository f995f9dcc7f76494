"""A company's matches: funds and instruments that fit, why, for how much, and what disqualifies the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huoshui.errors import InputError
from huoshui.model.money import Money
from huoshui.model.records import ManagerCall
from huoshui.model.regions import Region
from huoshui.policy.calls import calls_of_registry
from huoshui.policy.facts import Origin
from huoshui.policy.instruments import in_force, shipped_instruments
from huoshui.policy.matching import FUND_WEIGHTS, INSTRUMENT_WEIGHTS, match, read_company
from huoshui.policy.offers import Offer, offer_of_entity, offers_of_ledger, offers_of_registry
from huoshui.policy.packs_in_force import shipped
from huoshui.policy.profiles import Profile, profile_of
from huoshui.portfolio.ledger import Ledger
from huoshui.registry import Registry
from tests.portfolio.family import BOOK
from tests.registry.said import document, tell, value

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 6, 1)
INSTRUMENTS = [one for pack in shipped_instruments() for one in pack.instruments]


def company(**changed: object) -> Profile:
    """A chip designer of Suzhou that starts up and looks for twenty million."""
    written: dict[str, object] = {
        "名称": "某芯片设计公司",
        "领域": "集成电路",
        "地区": "江苏/苏州",
        "发展阶段": "初创期",
        "融资需求": "2000万元",
    }
    return profile_of(written | changed, "表单")


def offer(name: str = "甲基金", /, **changed: object) -> Offer:
    """A fund of the company's field and city."""
    made = Offer(
        id=name,
        name=name,
        origin=Origin("statement", ("s1",), "某报 · 某文", "/entities/f1"),
        grade="B",
        dated="2026-03-02",
        sectors=("integrated_circuits",),
        areas=(Region.parse("江苏/苏州"),),
        size=Money.of(10**9),
        direct=True,
        active=True,
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def test_a_fund_of_the_same_field_and_city_fits_and_shows_how_its_score_comes_about() -> None:
    (found,) = match(company(), [offer()], [], DAY).funds
    parts = {part.name: part.points for part in found.parts}
    assert parts == {"sector": 35, "place": 25, "stage": 5, "ticket": 3, "active": 10, "direct": 5}
    assert found.score == sum(parts.values())
    assert found.row().reasons.startswith("投向相符：集成电路; 属地相符：江苏/苏州")
    assert (found.row().dated, found.row().grade) == ("2026-03-02", "B")


def test_a_fund_for_the_parent_field_fits_less_and_one_for_a_child_is_open() -> None:
    above = offer(sectors=("next_gen_it",))
    (found,) = match(company(), [above], [], DAY).funds
    assert found.parts[0].points == 28
    coarse = match(company(领域="新一代信息技术"), [offer()], [], DAY)
    assert coarse.funds == ()
    assert coarse.funds_open[0].parts[0].holds is None


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"sectors": ("biomedicine",)}, "sector"),
        ({"areas": (Region.parse("四川/成都"),)}, "place"),
        ({"stages": ("growth", "mature")}, "stage"),
        ({"size": Money.of(10**7)}, "ticket"),
        ({"active": False}, "active"),
        ({"direct": False}, "direct"),
    ],
)
def test_what_disqualifies_a_fund_is_told(changed: dict[str, object], part: str) -> None:
    (found,) = match(company(), [offer(**changed)], [], DAY).funds_out
    assert [one.name for one in found.failing] == [part]


def test_what_is_not_known_of_a_fund_disqualifies_nothing() -> None:
    bare = offer(sectors=(), areas=(), size=None, direct=None, active=None)
    found = match(company(), [bare], [], DAY)
    assert [one.offer.name for one in found.funds_open] == ["甲基金"]
    assert found.funds_out == ()


def test_a_fund_that_invested_in_the_place_is_open_and_one_that_must_reinvest_there_fits() -> None:
    away = (Region.parse("四川/成都"),)
    home = (Region.parse("江苏"),)
    found = match(company(), [offer(areas=away, reached=home)], [], DAY)
    assert len(found.funds_open) == 1
    obliged = match(company(), [offer(areas=(*away, *home), reinvests_in=home)], [], DAY)
    assert obliged.funds[0].parts[1].zh == "企业在其返投地"


def test_instruments_come_with_their_amount_reason_citation_and_date() -> None:
    found = match(company(地区="湖北/武汉", 算力服务费用="60万元"), [], INSTRUMENTS, DAY)
    (voucher,) = [one for one in found.instruments if one.instrument.id == "TF-WH-1"]
    row = voucher.row()
    assert row.amount == "按公式计算 20.00 万元，至多 3 年"
    assert "50% × 算力服务费用 30.00 万元" in row.reasons
    assert (row.kind, row.grade, row.dated) == ("券", "B", "2025")
    assert "武汉市促进人工智能产业发展" in row.source
    assert voucher.row("en").amount == "by formula CNY 200,000.00, at most 3 years"
    assert found.total() == Money.of(200_000)
    assert {one.instrument.id for one in found.instruments_open} >= {"TF-WH-2", "TF-WH-5"}
    away = {one.instrument.id: one.failing[0].name for one in found.instruments_out}
    assert away["TF-CD-1"] == "place"


def test_conditions_that_fail_are_named_and_a_draft_is_never_ready() -> None:
    suzhou = match(company(new_high_tech=True, new_little_giant=False), [], INSTRUMENTS, DAY)
    assert [one.instrument.id for one in suzhou.instruments] == ["TF-SU-1c"]
    (giant,) = [one for one in suzhou.instruments_out if one.instrument.id == "TF-SU-1b"]
    assert giant.failing[0].zh == "不符合条件：新获国家专精特新小巨人"
    zhuhai = match(company(地区="广东/珠海"), [], INSTRUMENTS, DAY)
    assert [one.instrument.id for one in zhuhai.instruments_open] == ["TF-ZH-1"]
    assert zhuhai.instruments == ()


def test_nothing_is_given_to_a_company_that_goes_to_a_county_or_is_past() -> None:
    nanchang = match(company(地区="江西/南昌", manufacturer=True), [], INSTRUMENTS, DAY)
    assert [one.instrument.id for one in nanchang.instruments] == ["TF-NC-1"]
    assert "TF-NC-2" in {one.instrument.id for one in nanchang.instruments_out}
    late = match(company(地区="甘肃", takes_listed_challenge=True), [], INSTRUMENTS, date(2028, 1, 1))
    assert "TF-GS-1" in {one.instrument.id for one in late.instruments_out}
    assert "TF-GS-1" not in {one.id for one in in_force(shipped_instruments(), date(2028, 1, 1))}


def test_a_loan_without_terms_is_matched_without_an_amount() -> None:
    found = match(company(地区="安徽/合肥", tech_enterprise=True), [], INSTRUMENTS, DAY)
    (plan,) = [one for one in found.instruments if one.instrument.id == "TF-AH-1"]
    assert plan.row().amount == "金额未载明"


@given(order=st.permutations(range(len(INSTRUMENTS))), cost=st.integers(min_value=0, max_value=10**8))
@settings(max_examples=20, deadline=None)
def test_scores_are_the_sum_of_their_parts_and_the_order_makes_no_difference(order: list[int], cost: int) -> None:
    asked = company(地区="四川/成都", compute_cost=f"{cost} CNY")
    offers = [offer(f"基金{n}", sectors=(("integrated_circuits",), ("next_gen_it",), ())[n % 3]) for n in range(6)]
    found = match(asked, offers, INSTRUMENTS, DAY)
    again = match(asked, reversed(offers), [INSTRUMENTS[n] for n in order], DAY)
    assert found.rows() == again.rows()
    for one in (*found.instruments, *found.instruments_open, *found.instruments_out):
        assert all(0 <= part.points <= part.most == INSTRUMENT_WEIGHTS[part.name] for part in one.parts)
    (voucher,) = [one for one in found.instruments if one.instrument.id == "TF-CD-1"]
    assert voucher.benefit.amount == Money(min(60 * cost, 5 * 10**8), "CNY")
    assert sum(FUND_WEIGHTS.values()) == sum(INSTRUMENT_WEIGHTS.values()) == 100


def test_rules_of_funds_on_deals_speak_of_the_company_as_an_investment() -> None:
    packs = [shipped().get("national-venture-fund-2025"), shipped().get("negative-list-2026")]
    asked = company(企业划型="小型", 最近估值="6亿元", 融资需求="4000万元")
    found = {one.rule.id: one for one in match(asked, [], [], DAY, packs).rules}
    assert {name: one.state.value for name, one in found.items()} == {"NV-06": "broken", "NV-07": "met", "NV-15": "met"}
    assert found["NV-06"].row().measured == "6.00 亿元"
    assert found["NV-06"].verdict.origins[0][1].ids == ("entry_valuation",)
    assert "国家创业投资引导基金" in found["NV-06"].sources[0].says
    assert match(company(企业划型="大型"), [], [], DAY, packs[:1]).rules[0].rule.id == "NV-15"


# From the registry and from the ledger


def test_funds_and_calls_of_the_registry() -> None:
    with Registry("sqlite://") as registry:
        tell(
            registry,
            "苏州甲湖芯片天使基金规模5亿元。",
            "苏州甲湖芯片天使基金",
            published="2026-03-02",
            size="5亿元",
            region="江苏/苏州",
            sectors=["integrated_circuits"],
            status="investing",
        )
        tell(registry, "成都乙山引导基金已退出。", "成都乙山引导基金", region="四川/成都", status="exited")
        text = document("甲湖引导基金征集管理人，子基金规模不低于3亿元。", published="2026-04-01")
        call = ManagerCall(
            name="甲湖引导基金征集管理人",
            evidence=value(text, "甲湖", "甲湖引导基金征集管理人").evidence,
            min_fund_size=(value(text, Money.of(3 * 10**8), "3亿元", "不低于"),),
            max_share_of_fund=(value(text, Decimal("0.3"), "征集"),),
        )
        assert registry.add(text, [call])
        offers = list(offers_of_registry(registry))
        (found,) = calls_of_registry(registry)
    matched = match(company(), offers, [], DAY)
    assert [one.offer.name for one in matched.funds] == ["苏州甲湖芯片天使基金"]
    assert matched.funds[0].offer.stages == ("seed", "startup")
    assert matched.funds[0].offer.dated == "2026-03-02"
    assert {part.name for part in matched.funds_out[0].failing} == {"place", "active"}
    assert {rule.id for rule in found.rules} == {"min_fund_size", "max_share_of_fund"}
    assert found.origins["min_fund_size"][0].ids


def test_only_a_fund_is_an_offer() -> None:
    from tests.policy.calling import call

    with pytest.raises(InputError, match="no fund: choose a Fund"):
        offer_of_entity(call())


def test_funds_of_the_ledger_with_what_they_invested_by_the_day(tmp_path: Path) -> None:
    ledger = Ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    ledger.post(BOOK, author="张", what="开账")
    mother, sub = offers_of_ledger(ledger.snapshot(), date(2021, 1, 1))
    assert sub.tickets == (Money.of(20_000_000), Money.of(30_000_000))
    assert (sub.stages_seen, sub.active, sub.direct) == (("startup",), True, True)
    assert {str(place) for place in sub.reached} == {"江苏/苏州", "浙江/杭州"}
    assert (mother.direct, mother.active, mother.tickets) == (None, None, None)
    before = list(offers_of_ledger(ledger.snapshot(), date(2019, 1, 1)))
    assert before[1].tickets is None
    later = list(offers_of_ledger(ledger.snapshot(), date(2024, 1, 1)))
    assert later[1].active is False


def test_a_company_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "company.yaml"
    path.write_text(
        "名称: 某公司\n发展阶段: 成长期\n员工人数: 80\n最近估值: 3亿元\n高新技术企业证书: 是\n", encoding="utf-8"
    )
    read = read_company(path)
    stage = read.quantity("stage")
    assert stage is not None
    assert stage.code == "growth"
    assert set(read.figures) == {"stage", "headcount", "valuation", "high_tech"}
