"""The sets in memory leave what the database's own conditions leave, whatever is asked."""

from __future__ import annotations

import random
from itertools import product
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from huoshui.model.money import Money
from huoshui.registry import Registry, facets, schema, search
from huoshui.registry.engine import reading
from huoshui.registry.orders import entity_order
from huoshui.registry.views import FundFilter
from tests.registry.said import tell

if TYPE_CHECKING:
    from collections.abc import Iterator

DATES = ["", "2024", "2024-12", "2025-01", "2025-01-31", "2025-02-01", "2025-02-15", "2025", "2026-03", "2026-03-02"]
REGIONS = ["", "江苏", "江苏/苏州", "江苏/苏州/昆山", "浙江", "全国", "无"]


@pytest.fixture
def many(registry: Registry) -> Registry:
    """Some funds, each of several documents, with whatever a seed gives them."""
    pick = random.Random(7)  # noqa: S311  nothing secret
    for number in range(60):
        name = f"第{number // 2}长河基金"
        tell(
            registry,
            f"{name}第{number}次公告，规模{number % 7 + 1}亿元。",
            name,
            published=pick.choice(DATES[1:]),
            date=pick.choice(DATES),
            region=pick.choice(REGIONS[:6]),
            size=f"{number % 7 + 1}亿元" if pick.random() < 0.7 else "",
            sectors=pick.sample(["computing", "biomedicine", "integrated_circuits"], pick.randint(0, 2)),
            status=pick.choice(["", "launched", "established"]),
        )
    return registry


def wanted() -> Iterator[FundFilter]:
    for since, until in product(DATES, DATES):
        yield FundFilter(since=since, until=until)
    for region, status, size in product(REGIONS, ["", "launched", "none"], ["", "3亿元", "99亿元"]):
        yield FundFilter(region=region, status=status, min_size=Money.parse(size) if size else None)
    for sector, text, kind in product(
        ["", "computing", "none"], ["", "长河", "第1", "公告", "。"], ["Fund", "", "Listing"]
    ):
        yield FundFilter(sector=sector, text=text, kind=kind, since="2025-01-15")


def test_what_passes_is_what_the_conditions_say(many: Registry) -> None:
    with reading(many._engine, many.url) as connection:
        terms = facets.read_terms(connection, 1)
        for asked in wanted():
            conditions = search.conditions(asked)
            query = select(schema.entities.c.id).where(*conditions.values())
            query = query.order_by(*(by.clause() for by in entity_order(asked.sort)))
            found = facets.find(connection, terms, asked)
            order = facets.order_of(connection, terms, asked.sort)
            assert found.ids(order, limit=100) == list(connection.execute(query).scalars()), asked


def test_choices_are_counted_under_all_other_parts_of_the_filter(many: Registry) -> None:
    e, t = schema.entities.c, schema.terms.c
    for asked in wanted():
        found = many.search(asked)
        for prop, counts in (("sector", found.sectors), ("status", found.statuses), ("region", found.regions)):
            others = [c for name, c in search.conditions(asked).items() if name != prop]
            query = (
                select(t.value, func.count()).join(schema.entities, t.entity_id == e.id).where(t.prop == prop, *others)
            )
            with reading(many._engine, many.url) as connection:
                expected = {row[0]: row[1] for row in connection.execute(query.group_by(t.value))}
            if prop == "region":
                inside = f"{asked.region}/"
                expected = {
                    v: n for v, n in expected.items() if "/" not in v or (asked.region and v.startswith(inside))
                }
            assert {c.value: c.count for c in counts} == expected, (asked, prop)


def test_a_change_by_another_is_seen_at_once(many: Registry) -> None:
    before = many.search(FundFilter()).total
    with Registry(many.url) as other:
        tell(other, "滇南成长基金规模9亿元。", "滇南成长基金", size="9亿元")
        assert other.revision() == many.revision()
    after = many.search(FundFilter())
    assert (after.total, after.rows[0].name) == (before + 1, "滇南成长基金")
