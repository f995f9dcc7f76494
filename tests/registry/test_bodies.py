"""Organisations and companies: names that are one body and why, what people say of them, and stable ids."""

from __future__ import annotations

import signal
import subprocess
import sys
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from huoshui.errors import InputError, NotFound
from huoshui.registry import Registry
from huoshui.registry.copying import copy
from tests.registry.said import document, financing, tell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.postgres import Cluster

pytest.importorskip("splink", reason="needs the extra resolve")

FULL = "苏州澜海资本管理有限公司"
SHORT = "澜海资本"
OTHER = "无锡澜川资本管理有限公司"
COMPANY = "杭州砺芯半导体有限公司"
COMPANY_SHORT = "砺芯半导体"


@pytest.fixture
def told(registry: Registry) -> Registry:
    """Funds of one backer under two names and of another, and two rounds of one company."""
    for number, backer in enumerate((FULL, SHORT, SHORT, OTHER)):
        name = f"星渚{'甲乙丙丁'[number]}号创业投资基金"
        tell(registry, f"{name}由{backer}出资。", name, backer=backer)
    for company, round_ in ((COMPANY, "A轮"), (COMPANY_SHORT, "B轮")):
        source = document(f"{company}完成{round_}融资。")
        assert registry.add(source, [financing(source, company, round_=round_)])
    return registry


def names(registry: Registry) -> set[frozenset[str]]:
    """Names of each body."""
    rows = registry.bodies(limit=99)[1].rows
    return {frozenset(name.name for name in registry.body(row.id).names) for row in rows}


def test_there_are_no_bodies_before_the_first_run(told: Registry) -> None:
    assert told.bodies() == (0, told.bodies()[1])
    assert told.bodies()[1].rows == ()
    assert told.body_of(SHORT) is None


def test_names_of_one_organisation_and_of_one_company_become_one_and_say_why(told: Registry) -> None:
    organisations, companies = told.link_bodies()
    assert (organisations.names, organisations.bodies, organisations.links) == (3, 2, 1)
    assert (companies.names, companies.bodies, companies.links) == (2, 1, 1)
    assert names(told) == {frozenset({FULL, SHORT}), frozenset({OTHER}), frozenset({COMPANY, COMPANY_SHORT})}
    row = told.body_of(SHORT)
    assert row is not None
    assert (row.kind, row.name, row.statements) == ("organisation", FULL, 3)
    body = told.body(row.id)
    assert [(name.name, name.statements) for name in body.names] == [(SHORT, 2), (FULL, 1)]
    (link,) = body.links
    assert {link.left, link.right} == {FULL, SHORT}
    assert sum(step.weight for step in link.steps) == pytest.approx(link.weight, abs=0.01)


def test_a_body_says_what_it_does_with_the_statements(told: Registry) -> None:
    told.link_bodies()
    row = told.body_of(FULL)
    assert row is not None
    deeds = told.body(row.id).deeds
    assert {(deed.role, deed.kind) for deed in deeds} == {("backer", "Fund")}
    assert len(deeds) == 3
    for deed in deeds:
        said = {s.id: s for s in told.statements(deed.entity_id)}
        assert {said[number].value for number in deed.statements} <= {FULL, SHORT}
        assert (
            told.bodies_named(told.entity(deed.entity_id)).parties["backer", said[deed.statements[0]].value] == row.id
        )
    company = told.body_of(COMPANY_SHORT)
    assert company is not None
    rounds = told.body(company.id).deeds
    assert [(deed.role, deed.kind) for deed in rounds] == [("company", "Financing")] * 2
    assert {told.bodies_named(told.entity(deed.entity_id)).own for deed in rounds} == {company.id}


def test_ids_stay_from_run_to_run_and_those_of_merged_names_lead_to_the_body(told: Registry) -> None:
    told.link_bodies()
    before = told.bodies(limit=99)
    told.link_bodies()
    assert told.bodies(limit=99) == before
    short, other = told.body_of(SHORT), told.body_of(OTHER)
    assert short is not None
    assert other is not None
    told.desk("李四").merge_bodies(SHORT, OTHER)
    now = told.body(other.id)
    assert told.body(short.id) == now
    assert {name.name for name in now.names} == {FULL, SHORT, OTHER}


def test_the_list_goes_by_name_in_slices_and_can_be_searched(told: Registry) -> None:
    told.link_bodies()
    total, whole = told.bodies(limit=99)
    assert (total, whole.end) == (3, None)
    assert [row.name for row in whole.rows] == sorted(row.name for row in whole.rows)
    _, first = told.bodies(limit=2)
    _, rest = told.bodies(after=first.end, limit=2)
    assert first.rows + rest.rows == whole.rows
    assert [row.name for row in told.bodies(text=SHORT)[1].rows] == [FULL]
    assert told.bodies("company")[0] == 1
    assert told.bodies(text="100%")[0] == told.bodies(text="\0")[0] == 0


def test_no_later_run_overrules_what_a_person_has_said(told: Registry) -> None:
    told.link_bodies()
    desk = told.desk("李四")
    apart = desk.keep_bodies_apart(FULL, SHORT, "两家公司")
    assert frozenset({SHORT}) in names(told)
    merged = desk.merge_bodies(SHORT, OTHER)
    judged = names(told)
    assert frozenset({SHORT, OTHER}) in judged
    told.link_bodies()
    assert names(told) == judged
    desk.undo_of_bodies(merged.id)
    desk.undo_of_bodies(apart.id)
    assert frozenset({FULL, SHORT}) in names(told)
    assert [j.id for j in told.body_judgements()] == [1, 2, 3, 4]
    with pytest.raises(InputError, match="taken back already"):
        desk.undo_of_bodies(merged.id)


def test_the_newest_judgement_holds_where_two_contradict_each_other(told: Registry) -> None:
    told.link_bodies()
    desk = told.desk("李四")
    desk.keep_bodies_apart(SHORT, OTHER)
    merged = desk.merge_bodies(SHORT, OTHER)
    assert frozenset({FULL, SHORT, OTHER}) in names(told)
    told.link_bodies()
    assert frozenset({FULL, SHORT, OTHER}) in names(told)
    desk.keep_bodies_apart(FULL, SHORT)
    assert {frozenset({FULL}), frozenset({SHORT, OTHER})} <= names(told)
    desk.undo_of_bodies(merged.id)
    assert {frozenset({FULL}), frozenset({SHORT}), frozenset({OTHER})} <= names(told)


def test_an_undo_can_be_undone(told: Registry) -> None:
    told.link_bodies()
    desk = told.desk("李四")
    apart = desk.keep_bodies_apart(FULL, SHORT)
    undo = desk.undo_of_bodies(apart.id)
    assert frozenset({FULL, SHORT}) in names(told)
    desk.undo_of_bodies(undo.id)
    assert frozenset({FULL}) in names(told)


def test_what_cannot_be_judged_is_told(told: Registry) -> None:
    desk = told.desk("李四")
    with pytest.raises(NotFound, match="huoshui resolve"):
        desk.merge_bodies(FULL, SHORT)
    told.link_bodies()
    with pytest.raises(InputError, match="of different kinds"):
        desk.merge_bodies(FULL, COMPANY)
    with pytest.raises(InputError, match="one name"):
        desk.merge_bodies(FULL, FULL)
    with pytest.raises(NotFound, match="body-log"):
        desk.undo_of_bodies(7)
    with pytest.raises(InputError, match="analyst"):
        told.desk(" ").merge_bodies(FULL, SHORT)
    assert told.body_judgements() == ()


def test_the_log_can_only_grow(told: Registry) -> None:
    told.link_bodies()
    told.desk("李四").keep_bodies_apart(FULL, SHORT)
    database = create_engine(told.url)
    for change in ("UPDATE body_judgement SET analyst = ''", "DELETE FROM body_judgement"):
        with pytest.raises(DBAPIError, match="append-only"), database.begin() as connection:
            connection.execute(text(change))
    database.dispose()


def test_the_graph_has_one_node_for_a_body(told: Registry) -> None:
    before = told.graph()
    assert {o.name for o in before.organisations} == {FULL, SHORT, OTHER, COMPANY, COMPANY_SHORT}
    told.link_bodies()
    after = told.graph()
    assert {(o.name, o.aliases) for o in after.organisations} == {
        (FULL, (SHORT,)),
        (OTHER, ()),
        (COMPANY, (COMPANY_SHORT,)),
    }
    row = told.body_of(SHORT)
    assert row is not None
    assert [r.from_name for r in after.relations if r.from_id == row.id] == [FULL] * 3
    assert len(after.relations) == len(before.relations)


def test_a_company_that_is_a_party_elsewhere_is_one_node(told: Registry) -> None:
    tell(told, f"星渚戊号基金由{COMPANY}出资。", "星渚戊号基金", backer=COMPANY)
    told.link_bodies()
    organisation, company = (told.body_of(COMPANY, kind) for kind in ("organisation", "company"))
    assert organisation is not None
    assert company is not None
    (node,) = [o for o in told.graph().organisations if COMPANY in (o.name, *o.aliases)]
    assert (node.id, node.roles) == (organisation.id, ("backer", "company"))
    assert COMPANY_SHORT in (node.name, *node.aliases)


def test_names_that_mean_another_body_in_every_document_are_none(registry: Registry) -> None:
    for backer in ("市财政局", "县国资委", "社会资本", "某省财政厅下属平台", "云渚产业投资基金"):
        tell(registry, f"星渚{backer}一号基金由{backer}出资。", f"星渚{backer}一号基金", backer=backer)
    registry.link_bodies()
    assert [row.name for row in registry.bodies()[1].rows] == ["某省财政厅下属平台"]


KILLED = """
import os, signal, sys
from huoshui.registry import Registry, body_linking
whole = body_linking.insert_rows
def insert_rows(connection, table, rows):
    whole(connection, table, rows)
    if table.name == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)
body_linking.insert_rows = insert_rows
with Registry(sys.argv[1]) as registry:
    registry.link_bodies()
"""


@pytest.mark.parametrize("table", ["body", "body_doubt"])
def test_a_kill_while_resolving_leaves_the_old_bodies_in_force(told: Registry, table: str) -> None:
    told.link_bodies()
    tell(told, f"新渚基金由{SHORT}出资。", "新渚基金", backer=SHORT)
    before = told.bodies(limit=99)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, told.url, table], capture_output=True, check=False, timeout=120
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert told.bodies(limit=99) == before
    told.link_bodies()  # and the next run goes through
    row = told.body_of(SHORT)
    assert row is not None
    assert row.statements == 4


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/copy.db"
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    with cluster.database() as address:
        yield address


def test_a_copy_has_the_bodies_and_the_judgements(told: Registry, target: str) -> None:
    told.link_bodies()
    told.desk("李四").keep_bodies_apart(FULL, SHORT, "两家公司")
    copy(told.url, target)
    with Registry(target, create=False) as copied:
        assert copied.bodies(limit=99) == told.bodies(limit=99)
        assert copied.body_judgements() == told.body_judgements()


def test_an_export_has_the_judgements_and_a_run_makes_the_same_bodies(told: Registry, tmp_path: Path) -> None:
    told.link_bodies()
    told.desk("李四").keep_bodies_apart(FULL, SHORT, "两家公司")
    content = "".join(told.exported())
    with Registry(f"sqlite:///{tmp_path}/import.db") as imported:
        imported.import_lines(BytesIO(content.encode()), "registry.jsonl")
        assert imported.body_judgements() == told.body_judgements()
        assert imported.bodies()[0] == 0
        imported.link_bodies()
        assert imported.bodies(limit=99) == told.bodies(limit=99)


def test_an_import_refuses_a_judgement_of_no_kind(told: Registry, tmp_path: Path) -> None:
    told.link_bodies()
    told.desk("李四").keep_bodies_apart(FULL, SHORT)
    content = "".join(told.exported()).replace('"kind":"different"', '"kind":"perhaps"')
    with (
        Registry(f"sqlite:///{tmp_path}/import.db") as imported,
        pytest.raises(InputError, match="kind: 'perhaps' is no judgement"),
    ):
        imported.import_lines(BytesIO(content.encode()), "registry.jsonl")
