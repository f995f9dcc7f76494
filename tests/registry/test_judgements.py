"""What people say of entities holds, survives and can be taken back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from huoshui.errors import InputError, NotFound
from huoshui.registry import Registry, schema
from huoshui.registry.judgements import JudgementKind
from huoshui.registry.views import FundFilter
from tests.registry.said import document, fund, tell

if TYPE_CHECKING:
    from huoshui.model.document import Document
    from huoshui.model.records import Fund


def ids(registry: Registry) -> dict[str, str]:
    return {e.name: e.id for e in registry.search(FundFilter(page_size=99)).rows}


def clusters(registry: Registry) -> set[frozenset[str]]:
    """Documents of each entity."""
    return {
        frozenset(s.text + s.document_id for s in registry.statements(e.id) if s.prop == "name")
        for e in registry.search(FundFilter(page_size=99)).rows
    }


def test_a_merge_joins_names_that_nothing_else_joins_and_old_ids_lead_on(registry: Registry) -> None:
    tell(registry, "云岭创新基金规模50亿元。", "云岭创新基金", size="50亿元")
    tell(registry, "大云基金投了一家公司。", "大云基金")
    before = ids(registry)
    registry.desk("张三").merge(before["云岭创新基金"], before["大云基金"], "同一只基金的昵称")
    (merged,) = registry.search(FundFilter()).rows
    assert {merged.name, *merged.aliases} == set(before)
    for old in before.values():
        assert registry.entity(old) == merged
    (judgement,) = registry.judgements()
    assert (judgement.kind, judgement.analyst, judgement.note) == (JudgementKind.MERGE, "张三", "同一只基金的昵称")


def test_a_merge_overrules_what_keeps_records_apart_and_brings_along_all_of_both(registry: Registry) -> None:
    for n in range(2):
        tell(registry, f"江苏{n}：远景创新基金。", "远景创新基金", region="江苏/苏州")
        tell(registry, f"广东{n}：远景创新基金。", "远景创新基金", region="广东/深圳")
    one, other = (e.id for e in registry.search(FundFilter()).rows)
    registry.desk("张三").merge(one, other)
    assert len(clusters(registry)) == 1
    tell(registry, "江苏又报：远景创新基金。", "远景创新基金", region="江苏/苏州")
    assert sorted(map(len, clusters(registry))) in ([1, 4], [5])


def test_what_is_kept_apart_stays_so_whatever_is_read_later(registry: Registry) -> None:
    one = tell(registry, "甲报：云岭创新基金。", "云岭创新基金", aliases=["云创基金"])
    other = tell(registry, "乙报：云创基金。", "云创基金")
    (joined,) = ids(registry).values()
    registry.desk("张三").split(joined, [registry.records(joined)[0].id], "两只基金")
    assert len(clusters(registry)) == 2
    tell(registry, "丙报：云岭创新基金（云创基金）。", "云岭创新基金", aliases=["云创基金"])
    for source, name in ((one, "云岭创新基金"), (other, "云创基金")):
        registry.add(source, [fund(source, name, aliases=["云创基金"] if name != "云创基金" else [])], version="9")
    together = [c for c in clusters(registry) if sum(d.endswith(x) for d in c for x in known(registry, one, other)) > 1]
    assert not together


def known(registry: Registry, *sources: Document) -> list[str]:
    return [
        d.id for d in registry.documents(page_size=99)[1] for s in sources if registry.document(d.id).text == s.text
    ]


def test_judgements_find_records_again_in_a_changed_and_in_a_moved_file(registry: Registry) -> None:
    first = document("云岭创新基金成立。", path="news/1.txt", name="1")
    registry.add(first, [fund(first, "云岭创新基金")])
    tell(registry, "大云基金。", "大云基金")
    registry.desk("张三").merge(*ids(registry).values())
    changed = document("昨日，云岭创新基金成立了。", path="news/1.txt", name="1")
    registry.add(changed, [fund(changed, "云岭创新基金")])
    assert len(clusters(registry)) == 1
    moved = replace(changed, path="archive/1.txt")
    registry.add(moved, [fund(moved, "云岭创新基金")], version="2")
    assert len(clusters(registry)) == 1
    rewritten = document("又，云岭创新基金成立了。", path="archive/1.txt", name="1")
    registry.add(rewritten, [fund(rewritten, "云岭创新基金")], version="2")
    assert len(clusters(registry)) == 1


def test_an_undo_restores_ids_and_can_itself_be_undone(registry: Registry) -> None:
    tell(registry, "云岭创新基金。", "云岭创新基金")
    tell(registry, "大云基金。", "大云基金")
    before = ids(registry)
    desk = registry.desk("张三")
    merge = desk.merge(*before.values())
    undo = registry.desk("李四").undo(merge.id, "看错了")
    assert ids(registry) == before
    assert registry.undone() == {merge.id}
    with pytest.raises(InputError, match="already"):
        desk.undo(merge.id)
    desk.undo(undo.id)
    assert len(ids(registry)) == 1
    assert registry.undone() == {undo.id}


def test_the_newer_of_two_judgements_that_contradict_each_other_holds(registry: Registry) -> None:
    for name in ("甲云基金", "乙云基金", "丙云基金"):
        tell(registry, f"{name}。", name)
    before = ids(registry)
    desk = registry.desk("张三")
    desk.keep_apart(before["甲云基金"], before["丙云基金"])
    desk.merge(before["甲云基金"], before["乙云基金"])
    desk.merge(ids(registry)["甲云基金"], before["丙云基金"])
    assert len(ids(registry)) == 1
    (entity,) = ids(registry).values()
    desk.split(entity, [r.id for r in registry.records(entity) if r.name == "丙云基金"])
    assert set(ids(registry)) == {"甲云基金", "丙云基金"}


def test_nothing_is_judged_twice_or_across_types_or_without_a_name(registry: Registry) -> None:
    tell(registry, "云岭创新基金。", "云岭创新基金")
    tell(registry, "大云基金。", "大云基金")
    one, other = ids(registry).values()
    desk = registry.desk("张三")
    with pytest.raises(NotFound):
        desk.merge(one, "0" * 16)
    with pytest.raises(InputError, match="--by"):
        registry.desk(" ").merge(one, other)
    with pytest.raises(InputError, match="plain text"):
        desk.merge(one, other, "一\n二")
    with pytest.raises(InputError, match="all of the 1"):
        desk.split(one, [registry.records(one)[0].id])
    desk.merge(one, other)
    with pytest.raises(InputError, match="one entity already"):
        desk.merge(one, other)
    assert len(registry.judgements()) == 1


def test_the_database_itself_refuses_to_change_the_log(registry: Registry) -> None:
    tell(registry, "云岭创新基金。", "云岭创新基金")
    tell(registry, "大云基金。", "大云基金")
    registry.desk("张三").merge(*ids(registry).values())
    for table in (schema.judgements, schema.judgement_mentions):
        for change in (
            table.delete(),
            table.update().values({next(c for c in table.c if c.name in {"note", "label"}): "x"}),
        ):
            with registry._engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
                connection.execute(change)


def test_generic_names_are_still_there_when_their_document_is_read_anew(registry: Registry) -> None:
    source = document("产业引导基金成立。")
    registry.add(source, [fund(source, "产业引导基金")], version="1")
    registry.add(source, [fund(source, "产业引导基金")], version="2")
    assert list(ids(registry)) == ["产业引导基金"]


STORIES: tuple[tuple[str, str, list[str]], ...] = (
    ("云岭创新基金在杭州，50亿元。", "云岭创新基金", ["云创基金"]),
    ("云创基金设立，80亿元。", "云创基金", []),
    ("云岭创新基金合伙企业（有限合伙）备案。", "云岭创新基金合伙企业（有限合伙）", []),
    ("大云基金签约。", "大云基金", []),
    ("产业引导基金成立。", "产业引导基金", []),
)


def story(n: int, path: str) -> tuple[Document, list[Fund]]:
    text, name, aliases = STORIES[n]
    source = document(text, path=path, name=str(n))
    size = next((words for words in ("50亿元", "80亿元") if words in text), "")
    return source, [fund(source, name, aliases=aliases, size=size)]


def act(registry: Registry, choice: int) -> None:
    """One judgement that the registry as it is allows for, chosen by a number."""
    desk = registry.desk("张三")
    found = sorted(ids(registry).values())
    log = [j for j in registry.judgements() if j.id not in registry.undone()]
    pairs = [(a, b) for a in found for b in found if a < b]
    sizes = [s for e in found for s in registry.statements(e) if s.prop == "size"]
    several = [(e, registry.records(e)) for e in found if len(registry.records(e)) > 1]
    if choice % 4 == 0 and log:
        desk.undo(log[choice % len(log)].id)
    elif choice % 4 == 1 and several:
        entity, records = several[choice % len(several)]
        desk.split(entity, [records[choice % len(records)].id])
    elif choice % 4 == 2 and sizes:
        said = sizes[choice % len(sizes)]
        with suppress(InputError):  # the same correction within a second
            desk.correct(said.entity_id, said.id, f"{choice % 7 + 1}亿元")
    elif choice % 4 == 3 and choice % 3 == 0 and sizes:
        said = sizes[choice % len(sizes)]
        (desk.accept if choice % 2 else desk.reject)(said.entity_id, said.id)
    elif pairs:
        left, right = pairs[choice % len(pairs)]
        (desk.merge if choice % 2 else desk.keep_apart)(left, right)


def shape(registry: Registry) -> list[tuple[object, ...]]:
    funds = registry.search(FundFilter(page_size=99)).rows
    return sorted((e.id, e.name, e.aliases, *((f.prop, f.value, f.preferred) for f in e.facts)) for e in funds)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.one_of(
            st.sampled_from(range(len(STORIES))).map(lambda n: ("read", n)),
            st.integers(0, 999).map(lambda n: ("judge", n)),
        ),
        max_size=14,
    )
)
def test_replaying_the_log_gives_the_same_registry(steps: list[tuple[str, int]]) -> None:
    with Registry("sqlite://") as lived, Registry("sqlite://") as after, Registry("sqlite://") as before:
        told: list[int] = []
        for what, n in steps:
            if what == "read":
                lived.add(*story(n, f"{n}.txt"), version=str(len(told)))
                told.append(n)
            else:
                act(lived, n)
        for n in sorted(set(told)):
            after.add(*story(n, f"other/{n}.txt"))
        after.desk("机器").replay(lived.judgements())
        before.desk("机器").replay(lived.judgements())
        for n in sorted(set(told), reverse=True):
            before.add(*story(n, f"other/{n}.txt"))
        assert shape(lived) == shape(after) == shape(before)
        assert [j.analyst for j in after.judgements()] == [j.analyst for j in lived.judgements()]
