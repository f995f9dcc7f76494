"""The resolver over a registry: what it joins and why, what people have said before it, and stable ids."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from huoshui.registry import linking
from huoshui.registry.resolution.mentions import Reason
from huoshui.registry.views import FundFilter
from huoshui.reporting.words import reason_word
from tests.registry.said import tell

if TYPE_CHECKING:
    from huoshui.registry import Registry

pytest.importorskip("splink", reason="needs the extra resolve")

FULL = "苏州澜海生物医药创业投资合伙企业（有限合伙）"
SHORT = "苏州澜海生物医药创投基金"
SECOND = "苏州澜海生物医药创业投资二期合伙企业（有限合伙）"


def names(registry: Registry) -> set[frozenset[str]]:
    """Names of each fund."""
    return {frozenset((e.name, *e.aliases)) for e in registry.search(FundFilter(page_size=99)).rows}


def ids(registry: Registry) -> dict[str, str]:
    """Ids by name."""
    return {e.name: e.id for e in registry.search(FundFilter(page_size=99)).rows}


@pytest.fixture
def told(registry: Registry) -> Registry:
    """One fund under two names that differ, and its second phase."""
    tell(registry, f"{FULL}规模12亿元。", FULL, size="12亿元", region="江苏/苏州", date="2025-03-01")
    tell(registry, f"{SHORT}规模12亿元。", SHORT, size="12亿元", region="江苏/苏州", date="2025-03-01")
    tell(registry, f"{SECOND}规模12亿元。", SECOND, size="12亿元", region="江苏/苏州", date="2025-03-01")
    return registry


def test_two_names_of_one_fund_become_one_and_the_link_says_why(told: Registry) -> None:
    assert len(names(told)) == 3
    done = told.link()
    assert (done.mentions, done.funds) == (3, 2)
    assert names(told) == {frozenset({FULL, SHORT}), frozenset({SECOND})}
    one = ids(told).get(FULL) or ids(told)[SHORT]
    (link,) = told.links(one)
    assert {link.left, link.right} == {FULL, SHORT}
    assert sum(step.weight for step in link.steps) == pytest.approx(link.weight, abs=0.01)


def test_both_old_ids_lead_to_the_joined_fund_and_stay_where_they_are_in_a_second_run(told: Registry) -> None:
    before = ids(told)
    told.link()
    joined = told.entity(before[FULL]).id
    assert told.entity(before[SHORT]).id == joined
    after = ids(told)
    assert told.link().funds == 2
    assert ids(told) == after


def test_what_a_person_keeps_apart_is_never_joined(told: Registry) -> None:
    before = ids(told)
    told.desk("李四").keep_apart(before[FULL], before[SHORT])
    done = told.link()
    assert done.doubtful == 0
    assert len(names(told)) == 3


def test_a_later_judgement_parts_what_the_resolver_has_joined_whatever_it_says_again(told: Registry) -> None:
    told.link()
    one = next(e for e in told.search(FundFilter(page_size=99)).rows if SHORT in (e.name, *e.aliases))
    record = next(s for s in told.statements(one.id) if s.prop == "name" and s.text == SHORT)
    told.desk("李四").split(one.id, [record.document_id])
    assert len(names(told)) == 3
    told.link()
    assert len(names(told)) == 3


def test_reading_a_document_again_keeps_the_rest_and_a_run_restores_the_link(told: Registry) -> None:
    told.link()
    tell(told, f"又讯：{SECOND}规模12亿元。", SECOND, size="12亿元", region="江苏/苏州")
    assert frozenset({FULL, SHORT}) in names(told)


KILLED = """
import os, signal, sys
from huoshui.registry import Registry, entities
after = int(sys.argv[2])
whole = entities.resolve
def resolve(*arguments):
    if after:
        whole(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)
entities.resolve = resolve
with Registry(sys.argv[1]) as registry:
    registry.link()
"""


@pytest.mark.parametrize("after", [0, 1], ids=["links written", "entities written"])
def test_a_kill_while_resolving_leaves_the_old_funds_in_force(told: Registry, after: int) -> None:
    before = ids(told)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, told.url, str(after)], capture_output=True, check=False, timeout=120
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert ids(told) == before
    assert not any(told.links(fund) for fund in before.values())
    assert told.link().funds == 2  # and the next run goes through


def test_the_reasons_of_a_doubt_are_in_both_languages() -> None:
    reason = Reason("size", "50 亿元", "80 亿元", 2, -3.14, "规模不同", "different sizes")
    line = linking._as_line(reason)
    assert reason_word(line, "zh") == "规模不同：50 亿元 | 80 亿元（-3.1）"
    assert reason_word(line, "en") == "different sizes: 50 亿元 | 80 亿元 (-3.1)"
    assert reason_word("same_name", "en") == "same name"
