"""Facts from the registry: what documents state, preferred, with the statements behind it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pytest

from huoshui.model.records import ManagerCall
from huoshui.policy.evaluation import evaluate
from huoshui.policy.from_registry import fund_facts, provinces
from huoshui.policy.packs_in_force import shipped
from huoshui.registry import Registry
from tests.registry.said import document, fund, tell, value

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from huoshui.model.document import Document

MOTHER, SUB, DOLLARS = "云岭创新母基金", "云岭芯片子基金", "海湾成长基金"


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    with Registry(f"sqlite:///{tmp_path}/r.db") as opened:
        tell(opened, f"{MOTHER}规模50亿元。", MOTHER, size="50亿元", region="江苏/苏州", published="2025-01-01")
        tell(opened, f"{MOTHER}规模60亿元。", MOTHER, size="60亿元", published="2026-01-01")
        source = document(f"{SUB}规模10亿元，存续期8年。")
        told = replace(fund(source, SUB, size="10亿元"), term_years=(value(source, Decimal(8), "8"),))
        assert opened.add(source, [told])
        tell(opened, f"{DOLLARS}规模1亿美元。", DOLLARS, size="1亿美元")
        call = document(f"{MOTHER}征集{SUB}的管理人，返投不低于1.5倍。")
        assert opened.add(call, [_call(SUB, call)])
        own = document(f"{MOTHER}发布公告，返投不低于2倍。")
        assert opened.add(own, [_call(MOTHER, own, "2")])
        yield opened


def _call(name: str, source: Document, multiple: str = "1.5") -> ManagerCall:
    return ManagerCall(
        name=name,
        evidence=value(source, name, name).evidence,
        fund=(value(source, MOTHER, MOTHER),),
        reinvestment_multiple=(value(source, Decimal(multiple), multiple),),
    )


def test_preferred_figures_of_all_funds(registry: Registry) -> None:
    facts = fund_facts(registry)
    sizes = dict(zip(facts.names, facts.column("fund_size").tolist(), strict=True))
    assert sizes[MOTHER] == 60e10
    assert sizes[SUB] == 10e10
    assert np.isnan(sizes[DOLLARS])
    terms = dict(zip(facts.names, facts.column("term_years").tolist(), strict=True))
    assert terms[SUB] == 8
    assert np.isnan(terms[MOTHER])


def test_a_call_binds_the_fund_it_is_for_and_not_the_caller(registry: Registry) -> None:
    facts = fund_facts(registry)
    multiples = dict(zip(facts.names, facts.column("reinvestment_multiple").tolist(), strict=True))
    assert multiples[SUB] == 1.5
    assert np.isnan(multiples[MOTHER])


def test_statements_are_the_evidence(registry: Registry) -> None:
    facts = fund_facts(registry)
    place = facts.names.index(MOTHER)
    (origin,) = facts.evidence("fund_size", place)
    assert origin.kind == "statement"
    assert origin.address == f"/entities/{facts.ids[place]}"
    stated = registry.entity(facts.ids[place]).facts_of("size")[0].statements
    assert origin.ids == tuple(statement.id for statement in stated)
    assert "2026-01-01" in origin.says
    assert facts.evidence("term_years", place) == ()


def test_some_funds_and_their_provinces(registry: Registry) -> None:
    (mother,) = registry.find(MOTHER)[:1]
    facts = fund_facts(registry, [mother.id])
    assert facts.names == (MOTHER,)
    assert provinces([mother]) == ("江苏",)
    (sub,) = [one for one in registry.find(SUB) if one.kind == "Fund"]
    assert provinces([sub]) == ("",)


def test_documents_alone_leave_most_points_open(registry: Registry) -> None:
    facts = fund_facts(registry)
    found = evaluate(facts, shipped().get("evaluation-2026")).of(facts.names.index(SUB))
    assert (float(found.least), float(found.most)) == (0, 97)
    assert "reinvestment_multiple" not in found.missing()
