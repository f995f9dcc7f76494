"""Confidence: how often values read in like circumstances were right."""

from __future__ import annotations

from huoshui.documents import from_text
from huoshui.extraction import extract
from huoshui.extraction.confidence import circumstances


def test_the_narrowest_circumstances_come_first() -> None:
    assert list(circumstances("Fund", "size", "1 CNY", 2)) == ["Fund.size.several", "Fund.size", "all"]
    assert list(circumstances("Fund", "status", "planned", 1)) == ["Fund.status.planned", "Fund.status", "all"]
    assert list(circumstances("Fund", "size", "1 CNY", 1)) == ["Fund.size", "all"]


def test_two_sizes_of_one_fund_are_less_sure_than_one() -> None:
    said = "近日，绍兴市启航产业投资基金设立，总规模50亿元。"
    one = from_text(said, name="a.txt")
    two = from_text(f"{said}此前有报道称，绍兴市启航产业投资基金总规模80亿元。", name="b.txt")
    sure, unsure = ([r for r in extract(d).records if r.kind == "Fund"] for d in (one, two))
    sizes = [[value.confidence for prop, value in records[0].values() if prop == "size"] for records in (sure, unsure)]
    assert len(sizes[0]) == 1
    assert len(sizes[1]) == 2
    assert max(sizes[1]) < 0.8 < min(sizes[0])


def test_nothing_is_certain() -> None:
    document = from_text("绍兴市启航产业投资基金总规模50亿元，首期20亿元。", name="a.txt")
    values = [value for record in extract(document).records for _, value in record.values()]
    assert values
    assert all(0 < value.confidence < 1 for value in values)
