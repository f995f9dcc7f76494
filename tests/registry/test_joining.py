"""Which records become one entity."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huoshui.model.records import Instrument
from huoshui.registry import Registry
from huoshui.registry.names import parse_name
from huoshui.registry.views import FundFilter
from tests.registry.said import document, financing, fund, tell

if TYPE_CHECKING:
    from collections.abc import Mapping


def names(registry: Registry, kind: str = "Fund") -> list[str]:
    return sorted(e.name for e in registry.search(FundFilter(kind=kind, page_size=999)).rows)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("云岭创新股权投资基金", "云岭创新股权投资基金合伙企业（有限合伙）"),
        ("云岭（杭州）创新基金", "云岭(杭州)创新基金"),
        ("“云岭”创新 基金", "云岭创新基金"),
        ("浙江省杭州市云岭创新基金", "杭州云岭创新基金"),
        ("云岭AI创新基金", "云岭ai创新基金"),
    ],
)
def test_spellings_of_one_name_join(registry: Registry, one: str, other: str) -> None:
    tell(registry, f"{one}成立。", one)
    tell(registry, f"{other}成立了。", other)
    assert len(names(registry)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("云岭创新基金一期", "云岭创新基金二期"),
        ("云岭创新贰号基金", "云岭创新叁号基金"),
        ("云岭创新基金", "云岭创新二期基金"),
        ("吉林省云岭创新基金", "吉林市云岭创新基金"),
        ("云岭创新投资有限公司", "云岭创新投资股份有限公司"),
    ],
)
def test_different_things_stay_apart(registry: Registry, one: str, other: str) -> None:
    tell(registry, f"{one}成立。", one)
    tell(registry, f"{other}成立了。", other)
    assert len(names(registry)) == 2


def test_an_alias_joins_but_not_across_phases(registry: Registry) -> None:
    tell(registry, "云岭创新股权投资基金（云岭基金）成立。", "云岭创新股权投资基金", aliases=["云岭基金"])
    tell(registry, "云岭基金投了一家公司。", "云岭基金")
    tell(registry, "云岭基金二期（云岭基金）成立。", "云岭基金二期", aliases=["云岭基金"])
    assert names(registry) == ["云岭创新股权投资基金", "云岭基金二期"]


def test_what_a_document_calls_the_fund_of_funds_is_no_alias_for_others(registry: Registry) -> None:
    tell(registry, "甲州云岭母基金（母基金）成立。", "甲州云岭母基金", aliases=["母基金"])
    tell(registry, "乙州天池母基金（母基金）成立。", "乙州天池母基金", aliases=["母基金"])
    assert len(names(registry)) == 2


def test_a_name_that_any_city_could_use_needs_something_in_its_favour(registry: Registry) -> None:
    generic = "人工智能产业基金"
    assert parse_name(generic).generic
    tell(registry, f"杭州{generic}规模20亿元。", generic, region="浙江/杭州", size="20亿元")
    tell(registry, f"合肥{generic}规模30亿元。", generic, region="安徽/合肥", size="30亿元")
    tell(registry, f"{generic}规模为50亿元。", generic, size="50亿元")
    tell(registry, f"该市{generic}规模达到20亿元。", generic, region="浙江/杭州", size="20亿元")
    assert len(names(registry)) == 3


def test_generic_names_without_any_support_stay_apart_and_are_all_found(registry: Registry) -> None:
    for n in range(3):
        tell(registry, f"第{n}条：产业引导基金成立。", "产业引导基金")
    assert len(registry.find("产业引导基金")) == 3
    child = "云岭子基金"
    tell(registry, f"{child}由产业引导基金出资。", child, parent="产业引导基金")
    assert not registry.related(registry.find(child)[0].id)
    assert not any(registry.related(e.id) for e in registry.find("产业引导基金"))


def test_a_name_with_its_place_is_enough_and_sizes_then_show_as_a_conflict(registry: Registry) -> None:
    tell(registry, "杭州市人工智能产业基金规模20亿元。", "杭州市人工智能产业基金", size="20亿元")
    tell(registry, "杭州人工智能产业基金规模30亿元。", "杭州人工智能产业基金", size="30亿元")
    assert len(names(registry)) == 1
    assert len(registry.conflicts()) == 1


def test_provinces_keep_equal_names_apart(registry: Registry) -> None:
    tell(registry, "江苏的远景创新基金。", "远景创新基金", region="江苏/苏州")
    tell(registry, "广东的远景创新基金。", "远景创新基金", region="广东/深圳")
    # It may be either: it is joined to neither.
    tell(registry, "还有远景创新基金。", "远景创新基金")
    assert len(names(registry)) == 3


def test_kinds_never_join(registry: Registry) -> None:
    source = document("云岭科技基金成立。")
    other = document("云岭科技基金是一种贷款。")
    registry.add(source, [fund(source, "云岭科技基金")])
    record = fund(other, "云岭科技基金")
    registry.add(other, [Instrument(name=record.name, evidence=record.evidence)])
    assert (names(registry), names(registry, "Instrument")) == (["云岭科技基金"], ["云岭科技基金"])


def test_rounds_of_one_company_are_separate_and_reports_of_one_round_join(registry: Registry) -> None:
    reports = [("A轮", "2026-01-10"), ("A轮", "2026-01-12"), ("B轮", "2026-01-12"), ("A轮", "2024-03")]
    for n, (round_, date) in enumerate(reports):
        source = document(f"报道{n}：星河智能完成{round_}融资。")
        registry.add(source, [financing(source, "星河智能", round_=round_, date=date)])
    entities = registry.search(FundFilter(kind="Financing")).rows
    assert sorted(e.facts_of("round")[0].value for e in entities) == ["A轮", "A轮", "B轮"]
    assert sorted(len(e.facts_of("round")[0].statements) for e in entities) == [1, 1, 2]


REPORTS: Mapping[str, Mapping[str, object]] = {
    "云岭创新基金在杭州。": {"name": "云岭创新基金", "region": "浙江/杭州", "aliases": ["云创基金"]},
    "云创基金设立。": {"name": "云创基金"},
    "云岭创新基金合伙企业（有限合伙）备案。": {"name": "云岭创新基金合伙企业（有限合伙）"},
    "云岭创新基金二期。": {"name": "云岭创新基金二期", "aliases": ["云创基金"]},
    "宁波的云创基金。": {"name": "云创基金", "region": "浙江/宁波"},
}


def test_the_order_of_ingestion_does_not_matter() -> None:
    outcomes = set()
    for order in permutations(REPORTS.items()):
        with Registry("sqlite://") as registry:
            for text, stated in order:
                tell(registry, text, **stated)  # type: ignore[arg-type]
            listing = registry.search(FundFilter(sort="name"))
            outcomes.add(tuple((e.id, e.name, e.aliases) for e in listing.rows))
    assert len(outcomes) == 1


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(sorted(REPORTS)), min_size=1, max_size=8))
def test_replacing_documents_ends_where_a_fresh_database_would(texts: list[str]) -> None:
    """One file takes each text in turn; beside it stands a document that does not change."""
    fixed = document("云岭创新基金（云创基金）。", path="fixed")
    last = document(texts[-1], path="changing")
    with Registry("sqlite://") as changed, Registry("sqlite://") as fresh:
        for registry in (changed, fresh):
            registry.add(fixed, [fund(fixed, "云岭创新基金", aliases=["云创基金"])])
        for text in texts:
            source = document(text, path="changing", name=last.name)
            changed.add(source, [fund(source, **REPORTS[text])])  # type: ignore[arg-type]
        fresh.add(document(texts[-1], path="changing", name=last.name), [fund(last, **REPORTS[texts[-1]])])  # type: ignore[arg-type]
        assert changed.search(FundFilter()) == fresh.search(FundFilter())
        assert changed.counts() == fresh.counts()


def test_an_id_from_before_a_merge_leads_to_the_merged_entity(registry: Registry) -> None:
    tell(registry, "云创基金设立。", "云创基金")
    tell(registry, "云岭创新基金设立。", "云岭创新基金")
    before = {registry.find(name)[0].id for name in ("云创基金", "云岭创新基金")}
    assert len(before) == 2
    tell(registry, "云岭创新基金（下称云创基金）扩募。", "云岭创新基金", aliases=["云创基金"])
    (merged,) = registry.search(FundFilter()).rows
    for old in before:
        assert registry.entity(old) == merged
        assert len(registry.statements(old)) == 3


def test_a_much_reported_fund_stays_quick(registry: Registry) -> None:
    for n in range(150):
        tell(registry, f"第{n}次报道：云岭创新基金规模{50 + n % 3}亿元。", "云岭创新基金", size=f"{50 + n % 3}亿元")
    assert len(registry.find("云岭创新基金")[0].facts_of("size")) == 3
