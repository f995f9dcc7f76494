"""Copying a registry between databases: everything, or nothing and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, func, select, text

from huoshui.errors import DatabaseError
from huoshui.model.findings import Figure, Finding, FindingKind
from huoshui.registry import Registry, copying, schema
from huoshui.registry.bulk import load_rows
from huoshui.registry.copying import copy
from huoshui.registry.views import FundFilter
from tests.registry.said import document, fund, tell, value

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.postgres import Cluster


@pytest.fixture
def source(registry: Registry) -> Registry:
    """Three documents of two funds, with a merge, a finding and a removed version behind them."""
    tell(
        registry, "甲湖量子基金规模50亿元。", "甲湖量子基金", size="50亿元", region="江苏/苏州", published="2026-03-02"
    )
    old = document("乙湖AI+基金成立。", path="b.txt", name="b")
    new = document("乙湖AI+基金规模5亿元，其中一期3亿元。", path="b.txt", name="b")
    registry.add(old, [fund(old, "乙湖AI+基金")])
    figure = Figure("规模", "5亿元", (value(new, 0, "5亿元").evidence,))
    finding = Finding(FindingKind.PARTS_AND_SUM, "乙湖", (figure,), "200000000 CNY")
    registry.add(new, [fund(new, "乙湖AI+基金", size="5亿元", sectors=["biomedicine"])], [finding])
    tell(registry, "甲湖量子基金规模49亿元。", "甲湖量子基金", size="49亿元", date="2025")
    return registry


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/copy.db"
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    with cluster.database() as address:
        yield address


def tables(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the revision."""
    database = create_engine(url)
    with database.connect() as connection:
        found = {
            t.name: [tuple(row) for row in connection.execute(select(t).order_by(*t.primary_key))]
            for t in schema.metadata.sorted_tables
            if t is not schema.revisions
        }
    database.dispose()
    return found


def test_a_copy_is_the_same_in_every_row_and_every_answer(source: Registry, target: str) -> None:
    seen: list[copying.Copied] = []
    copied = dict(copy(source.url, target, seen.append))
    rows = tables(source.url)
    assert tables(target) == rows
    assert dict(seen) == copied == {name: len(found) for name, found in rows.items()}
    assert copied["document"] == 3
    with Registry(target, create=False) as registry:
        for wanted in (FundFilter(), FundFilter(text="量子"), FundFilter(text="a"), FundFilter(text="湖ai 一期")):
            assert registry.search(wanted) == source.search(wanted)
            assert registry.documents(text=wanted.text) == source.documents(text=wanted.text)
        assert registry.findings() == source.findings()
        assert registry.search(FundFilter(text="量子")).total == 1


def test_a_copy_goes_on_as_the_source_would(source: Registry, target: str) -> None:
    copy(source.url, target)
    with Registry(target) as registry:
        for one in (registry, source):
            again = document("乙湖AI+基金解散。", path="b.txt", name="b")
            one.add(again, [fund(again, "乙湖AI+基金")])
            tell(one, "甲湖量子基金完成备案。", "甲湖量子基金", status="registered")
        assert registry.search(FundFilter()) == source.search(FundFilter())
        assert registry.documents(text="一期") == source.documents(text="一期") == (0, ())


def test_what_is_not_empty_is_not_copied_into(source: Registry, target: str) -> None:
    with Registry(target) as registry:
        tell(registry, "丙湖基金成立。", "丙湖基金")
    before = tables(target)
    with pytest.raises(DatabaseError, match=r"not empty.*name an empty database"):
        copy(source.url, target)
    assert tables(target) == before
    with pytest.raises(DatabaseError, match="not empty"):
        copy(source.url, source.url)


def test_a_copy_that_fails_leaves_nothing_and_can_be_made_again(
    source: Registry, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(string: str) -> str:
        raise MemoryError(string)

    with monkeypatch.context() as patch:
        patch.setattr(copying, "grams", fail)
        with pytest.raises(MemoryError):
            copy(source.url, target)
    assert not any(tables(target).values())
    copy(source.url, target)
    assert tables(target) == tables(source.url)


def test_a_source_of_another_shape_is_told_by_its_own_name(source: Registry, target: str) -> None:
    database = create_engine(source.url)
    with database.begin() as connection:
        connection.execute(text("ALTER TABLE finding RENAME COLUMN gap TO gape"))
    database.dispose()
    with pytest.raises(DatabaseError, match="gap") as error:
        copy(source.url, target)
    assert str(error.value).startswith(source.url.split("@")[0])
    assert not any(tables(target).values())


def test_a_difference_in_numbers_is_no_copy(source: Registry, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    load = load_rows
    monkeypatch.setattr(
        copying,
        "load_rows",
        lambda connection, table, columns, rows: load(
            connection, table, columns, list(rows)[1:] if table == "finding" else rows
        ),
    )
    with pytest.raises(DatabaseError, match="finding has 0 of 1 rows"):
        copy(source.url, target)
    assert not any(tables(target).values())


def test_the_source_must_be_there(tmp_path: Path, target: str) -> None:
    with pytest.raises(DatabaseError, match="no database"):
        copy(f"sqlite:///{tmp_path}/none.db", target)


def test_numbers_of_records_go_on_after_the_last(postgres: Cluster, source: Registry) -> None:
    with postgres.database() as url:
        copy(source.url, url)
        database = create_engine(url)
        with database.connect() as connection:
            last = connection.execute(select(func.max(schema.records.c.id))).scalar_one()
            assert connection.execute(text("SELECT nextval('record_number')")).scalar_one() > last
        database.dispose()
