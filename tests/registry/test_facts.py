"""Which value is shown first, and what counts as a disagreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from huoshui.model.findings import FindingKind
from huoshui.model.money import Money
from huoshui.model.records import Fund
from huoshui.registry.facts import quantity
from tests.registry.said import document, fund, tell, value

if TYPE_CHECKING:
    from huoshui.registry import Registry
    from huoshui.registry.views import Fact

NAME = "云岭创新基金"


def sizes(registry: Registry, *stated: tuple[str, str | None, str | None]) -> tuple[Fact, ...]:
    """Facts of the size after documents that state (size, qualifier, date)."""
    for n, (size, qualifier, published) in enumerate(stated):
        tell(registry, f"报道{n}：{NAME}，{size}。", NAME, size=size, qualifier=qualifier, published=published)
    return registry.find(NAME)[0].facts_of("size")


def test_the_newest_document_leads_and_undated_ones_come_last(registry: Registry) -> None:
    facts = sizes(registry, ("30亿元", None, "2025-01-01"), ("80亿元", None, "2026-01"), ("60亿元", None, None))
    assert [f.value for f in facts if f.preferred] == ["8000000000 CNY"]
    assert facts[0].preferred
    assert all(f.conflict for f in facts)


def test_a_finer_figure_of_the_same_size_is_preferred(registry: Registry) -> None:
    facts = sizes(registry, ("15.03亿元", None, "2025-01-01"), ("15亿元", "约", "2026-01-01"))
    assert [(f.value, f.preferred, f.conflict) for f in facts] == [
        ("1503000000 CNY", True, False),
        ("1500000000 CNY", False, False),
    ]
    assert (facts[1].qualifier, len(facts[1].statements)) == ("约", 1)


@pytest.mark.parametrize(
    ("one", "other", "disagree"),
    [
        (("50亿元", None), ("50亿元", None), False),
        (("50亿元", None), ("80亿元", None), True),
        (("50亿元", "超"), ("53亿元", None), False),
        (("50亿元", "超"), ("45亿元", None), True),
        (("50亿元", "约"), ("48亿元", None), False),
        (("50亿元", "不低于"), ("200亿元", None), False),
        (("50亿元", "不超过"), ("80亿元", None), True),
        (("50亿元", None), ("5亿美元", None), False),
    ],
)
def test_qualifiers_are_allowed_for(
    registry: Registry, one: tuple[str, str | None], other: tuple[str, str | None], *, disagree: bool
) -> None:
    facts = sizes(registry, (*one, None), (*other, "2026-01-01"))
    assert {f.conflict for f in facts} == {disagree}
    assert bool(registry.conflicts()) == disagree
    assert sum(f.preferred for f in facts) == 1


def test_two_sizes_in_one_document_are_no_disagreement(registry: Registry) -> None:
    source = document(f"{NAME}目标规模50亿元，注册规模10亿元。")
    both = tuple(value(source, Money.parse(words), words) for words in ("50亿元", "10亿元"))
    registry.add(source, [Fund(name=NAME, evidence=value(source, NAME, NAME).evidence, size=both)])
    tell(registry, f"{NAME}，10亿元。", NAME, size="10亿元")
    assert not registry.conflicts()
    assert [f.preferred for f in registry.find(NAME)[0].facts_of("size")].count(True) == 1


def test_a_conflict_shows_each_figure_with_its_words(registry: Registry) -> None:
    sizes(registry, ("50亿元", None, "2025-01-01"), ("80亿元", None, "2026-01-01"), ("80亿元", None, "2026-01-02"))
    (finding,) = registry.findings()
    assert (finding.kind, finding.subject, finding.gap) == (FindingKind.SOURCES_DISAGREE, NAME, "3000000000 CNY")
    assert [(f.value, len(f.evidence)) for f in finding.figures] == [("8000000000 CNY", 2), ("5000000000 CNY", 1)]
    for evidence in (e for figure in finding.figures for e in figure.evidence):
        assert registry.document(evidence.document).text[evidence.start : evidence.end] == evidence.text


def test_many_values_of_a_party_are_all_preferred(registry: Registry) -> None:
    for backer in ("甲集团", "乙集团"):
        tell(registry, f"{backer}出资{NAME}。", NAME, backer=backer)
    facts = registry.find(NAME)[0].facts_of("backer")
    assert {(f.value, f.preferred, f.conflict) for f in facts} == {("甲集团", True, False), ("乙集团", True, False)}


def test_facts_come_in_the_order_of_the_record_type(registry: Registry) -> None:
    source = document(f"{NAME}，50亿元，江苏，甲集团。")
    registry.add(source, [fund(source, NAME, size="50亿元", region="江苏", backer="甲集团", date="2026")])
    assert [f.prop for f in registry.find(NAME)[0].facts] == ["size", "backer", "region", "date"]


def test_what_is_no_figure_is_no_quantity() -> None:
    assert [quantity(text, None) for text in ("", "近十亿", "NaN", "Infinity CNY")] == [None] * 4
