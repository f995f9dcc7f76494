"""The packs that come with the program: every one is whole, every case comes out, every changed bound is noticed."""

from __future__ import annotations

from datetime import date

import pytest

from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.linting import failing, lint
from huoshui.policy.mutating import mutants
from huoshui.policy.packs_in_force import folder, shipped

PACKS = sorted(pack.id for pack in shipped())


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_is_whole_and_its_cases_come_out(name: str) -> None:
    assert [str(complaint) for complaint in lint(shipped().get(name))] == []


@pytest.mark.parametrize("name", PACKS)
def test_a_changed_bound_is_noticed_by_a_case(name: str) -> None:
    pack = shipped().get(name)
    unnoticed = [m.says for m in mutants(pack, CATALOGUE) if not any(True for _ in failing(m.pack, CATALOGUE))]
    assert unnoticed == []
    assert any(True for _ in mutants(pack, CATALOGUE))


def test_a_pack_is_called_as_its_file() -> None:
    assert {path.stem for path in folder().rglob("*.yaml")} == set(PACKS)


def test_nothing_is_in_force_before_it_begins() -> None:
    assert shipped().in_force(date(1990, 1, 1)) == ()
