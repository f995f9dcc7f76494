from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from huoshui.registry.resolution import Mention, naming
from huoshui.registry.resolution.made import make
from huoshui.registry.resolution.names import parse_name

if TYPE_CHECKING:
    import pyarrow as pa

forks = pytest.mark.skipif(sys.platform != "linux", reason="names are taken apart in one process elsewhere")


@pytest.fixture
def names() -> list[str]:
    odd = ["", "甲", "澜舟\n基金", "澜舟基金Ⅱ号", "“澜舟”(有限合伙)", "a" * 300]
    return [*dict.fromkeys(mention.name for mention in make(1500, 7).mentions), *odd]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many names each worker was given; a hundred names are worth one here."""
    given: list[int] = []
    begin = naming._Worker.__init__

    def counted(self: naming._Worker, make: naming._Maker, names: list[str]) -> None:
        given.append(len(names))
        begin(self, make, names)

    monkeypatch.setattr(naming._Worker, "__init__", counted)
    monkeypatch.setattr(naming, "SHARE", 100)
    return given


def rows(table: pa.Table) -> list[dict[str, object]]:
    found: list[dict[str, object]] = table.to_pylist()
    return found


@forks
@pytest.mark.parametrize("processes", [2, 3])
def test_any_number_of_processes_gives_the_same_columns(names: list[str], started: list[int], processes: int) -> None:
    alone = naming._spread(naming._table, names, 1)
    assert not started
    shared = naming._spread(naming._table, names, processes)
    assert len(started) == processes - 1
    assert shared.schema == alone.schema
    assert rows(shared) == rows(alone)
    assert [row["key"] for row in rows(alone)] == [parse_name(name).key for name in names]


@forks
def test_names_of_a_worker_that_dies_are_taken_apart_here(
    names: list[str], started: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(naming, "_work", lambda *_: os._exit(1))
    assert rows(naming._spread(naming._table, names, 2)) == rows(naming._spread(naming._table, names, 1))
    assert len(started) == 1


@pytest.mark.usefixtures("started")
def test_all_names_of_a_mention_have_a_key() -> None:
    mentions = [
        Mention("1", "fund", "澜舟基金", aliases=("产业基金", "砚山基金"), managers=("甲公司",), parent="乙母基金"),
        Mention("2", "fund", "甲公司", backers=("丙集团", "澜舟基金")),
    ]
    found = naming.take_apart(mentions, 2)
    assert found.rows == {"澜舟基金": 0, "甲公司": 1}
    assert found.table.num_rows == 2
    assert found.keys == {
        name: parse_name(name).key for name in ("澜舟基金", "甲公司", "产业基金", "砚山基金", "乙母基金", "丙集团")
    }
    assert found.telling == {"砚山基金"}


def test_no_process_forks_beside_another_thread() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert naming.processes() == 1
    finally:
        done.set()
        thread.join()


@forks
def test_few_names_start_no_process(started: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "SHARE", 1000)
    naming._spread(naming._table, [f"澜舟{n}号基金" for n in range(1500)], 2)
    assert not started
