"""Reviewing and judging as a user at the terminal meets them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from huoshui.registry import Registry
from tests.registry.said import tell
from tests.test_cli import CONFLICTING, Done, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def ask(samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """A command on a registry of its own that holds two samples which disagree."""
    url = f"sqlite:///{tmp_path}/huoshui.db"
    monkeypatch.setenv("HUOSHUI_ANALYST", "张三")
    monkeypatch.setenv("COLUMNS", "200")
    found = sorted(p for p in samples.iterdir() if p.name.startswith("weifang") and ".meta." not in p.name)
    assert run("ingest", *found, "--database", url).status == 0

    def asked(*arguments: str, typed: str = "") -> Done:
        return run("--database", url, *arguments, stdin=typed.encode())

    return asked


def rows(done: Done) -> list[dict[str, object]]:
    assert done.status == 0, done.err
    listed: list[dict[str, object]] = json.loads(done.out)
    return listed


def sizes(ask: Callable[..., Done]) -> list[object]:
    return [r["value"] for r in rows(ask("show", CONFLICTING, "--format", "json")) if r["property"] == "size"]


def test_the_queue_is_listed_with_both_sides_and_their_sentences(ask: Callable[..., Done]) -> None:
    listed = rows(ask("review", "--format", "json"))
    assert {(r["kind"], r["name"]) for r in listed} == {("conflict", CONFLICTING)}
    assert len({r["value"] for r in listed}) == 2
    assert all(r["sentence"] and r["source"] and r["statement"] for r in listed)
    assert rows(ask("review", "--kind", "link", "--format", "json")) == []


def test_a_session_skips_corrects_and_ends(ask: Callable[..., Done]) -> None:
    done = ask("review", typed="s\n")
    assert (done.status, "已判断 0 条，尚余 1 条" in done.out) == (0, True)
    done = ask("review", typed="x\nc 许多\nc 45亿元\n")
    assert "no answer" in done.out
    assert "no amount of money" in done.out
    assert "已判断 1 条，尚余 0 条" in done.out
    assert sizes(ask)[0] == "4500000000 CNY"
    (entry,) = rows(ask("judge", "log", "--format", "json"))
    assert (entry["analyst"], entry["kind"], entry["new_value"]) == ("张三", "correct", "4500000000 CNY")


def test_the_second_side_can_be_accepted_and_the_end_of_input_ends(ask: Callable[..., Done]) -> None:
    before = sizes(ask)
    done = ask("review", "--by", "李四", typed="a 2\n")
    assert "已采纳" in done.out
    after = sizes(ask)
    assert (after[0], set(after)) == (next(v for v in before if v != before[0]), set(before))
    assert ask("judge", "undo", "1").status == 0
    assert sizes(ask) == before
    assert [r["undone"] for r in rows(ask("judge", "log", "--format", "json"))] == [False, True]


def test_values_are_judged_by_property_and_words(ask: Callable[..., Done]) -> None:
    words = next(r["text"] for r in rows(ask("show", CONFLICTING, "--format", "json")) if r["property"] == "size")
    assert ask("judge", "reject", CONFLICTING, "--property", "size", "--words", str(words)).status == 0
    assert len(set(sizes(ask))) == 1
    done = ask("judge", "reject", CONFLICTING, "--property", "size", "--words", "无此原文")
    assert (done.status, "stated are" in done.err) == (1, True)
    assert (
        ask("judge", "correct", CONFLICTING, "66亿元", "--property", "size", "--words", str(sizes(ask)[0])).status == 0
    )
    assert sizes(ask)[0] == "6600000000 CNY"


def test_entities_are_merged_split_and_kept_apart(ask: Callable[..., Done]) -> None:
    listed = ask("judge", "split", CONFLICTING)
    assert "共 2 行" in listed.out
    record = listed.out.splitlines()[2].split()[0]
    assert ask("judge", "split", CONFLICTING, "--take", record, "--note", "两只基金").status == 0
    done = ask("judge", "merge", CONFLICTING, CONFLICTING)
    assert (done.status, "2 entities bear this name" in done.err) == (1, True)
    ids = done.err.partition("of one: ")[2].replace(",", " ").split()
    pair = [word for word in ids if len(word) == 16]
    assert ask("judge", "merge", *pair).status == 0
    assert "共 2 行" in ask("judge", "split", CONFLICTING).out
    assert ask("judge", "different", *pair).status == 1  # they are one now


@pytest.mark.parametrize("command", [["review"], ["judge"], ["judge", "merge"], ["judge", "split"], ["judge", "undo"]])
def test_every_command_has_help(command: list[str]) -> None:
    done = run(*command, "--help")
    assert done.status == 0
    assert "--help" in done.out


def test_organisations_are_judged_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("splink", reason="needs the extra resolve")
    url = f"sqlite:///{tmp_path}/huoshui.db"
    monkeypatch.setenv("HUOSHUI_ANALYST", "张三")
    full, short = "苏州澜海资本管理有限公司", "澜海资本"
    with Registry(url) as registry:
        for name, backer in (("星渚甲号创业投资基金", full), ("星渚乙号创业投资基金", short)):
            tell(registry, f"{name}由{backer}出资。", name, backer=backer)

    def asked(*arguments: str) -> Done:
        return run("--database", url, *arguments)

    def bodies() -> int:
        with Registry(url) as registry:
            return registry.bodies()[0]

    done = asked("judge", "body-merge", full, short)
    assert (done.status, "huoshui resolve" in done.err) == (1, True)
    assert "2 names make 1 organisations: 1 links" in asked("resolve", "--lang", "en").out
    assert asked("judge", "body-different", full, short, "--note", "两家公司").status == 0
    assert bodies() == 2
    asked("resolve")
    assert bodies() == 2
    assert asked("judge", "body-undo", "1").status == 0
    assert bodies() == 1
    listed = rows(asked("judge", "body-log", "--format", "json"))
    assert [(r["id"], r["kind"], r["undone"]) for r in listed] == [(2, "undo", False), (1, "different", True)]
    assert (listed[1]["left"], listed[1]["right"], listed[1]["note"]) == (full, short, "两家公司")


def test_names_that_the_model_leaves_to_a_person_are_listed_until_they_are_judged(tmp_path: Path) -> None:
    pytest.importorskip("splink", reason="needs the extra resolve")
    url = f"sqlite:///{tmp_path}/huoshui.db"
    full, short = "苏州澜海资本管理有限公司", "苏州澜海投资集团"
    with Registry(url) as registry:
        for name, backer in (("星渚甲号创业投资基金", full), ("星渚乙号创业投资基金", short)):
            tell(registry, f"{name}由{backer}出资。", name, backer=backer)
        registry.link_bodies()
        (doubt,) = registry.body_doubts()
        own = registry.body_of(full)
        assert own is not None
        (seen,) = registry.body(own.id).doubts
        assert (seen.own, seen.other, seen.probability) == (full, short, doubt.probability)
    (listed,) = rows(run("--database", url, "judge", "body-doubts", "--format", "json"))
    assert {listed["left"], listed["right"]} == {full, short}
    assert run("--database", url, "judge", "body-different", full, short, "--by", "李四").status == 0
    assert rows(run("--database", url, "judge", "body-doubts", "--format", "json")) == []
