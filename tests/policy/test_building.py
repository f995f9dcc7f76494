"""Packs that cannot be used: each fault is one clear line with file and line number, and nothing is built half."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from huoshui.errors import InputError
from huoshui.policy.building import parse_pack, read_pack
from huoshui.policy.catalogue import Catalogue, Variable
from huoshui.policy.linting import lint
from huoshui.policy.packs_in_force import Packs, shipped
from huoshui.policy.units import Unit
from huoshui.policy.wording import CODES
from huoshui.policy.writing import explain, new_pack

if TYPE_CHECKING:
    from pathlib import Path

    from huoshui.policy.catalogue import Column

NAME = "my-pack"
WHOLE = """\
pack: my-pack
title: 试用
title_en: On trial
issuer: [某局]
date: 2026-01-02
in_force: { from: 2026-01-02 }
jurisdiction: 四川/成都
grade: B
sources: [某文件]
rules:
  - id: T-1
    title: 母基金占比不超过三成
    title_en: At most 30% of a sub-fund
    subject: fund
    metric: fof_share
    compare: at_most
    bound: 30%
    hardness: advisory
    applies: { metric: fund_tier, compare: one_of, bound: [sub] }
    cases:
      - { given: { fund_tier: sub, fof_committed: 3亿元, committed: 10亿元 }, expect: met }
      - { given: { fund_tier: sub, fof_committed: 3.02亿元, committed: 10亿元 }, expect: broken }
      - { given: { fund_tier: sub, committed: 10亿元 }, expect: unknown, missing: [fof_committed] }
      - { given: { fund_tier: national, fof_committed: 3.02亿元, committed: 10亿元 }, expect: not_applicable }
"""

WRONG = {
    "not YAML": ("sources: [某文件]", "sources: [某文件", 10, "check indentation"),
    "tabs": ("    title: 母", "\ttitle: 母", 12, "check indentation"),
    "unknown key of the pack": ("grade: B", "grade: B\nnoet: x", 1, "noet"),
    "unknown key of a rule": ("    bound: 30%", "    bound: 30%\n    binding: true", 11, "binding"),
    "key left out": ("    hardness: advisory\n", "", 11, "hardness"),
    "hardness unknown": ("advisory", "obligatory", 18, "obligatory"),
    "grade unknown": ("grade: B", "grade: D", 8, '"D"'),
    "metric unknown": ("metric: fof_share", "metric: fof_shares", 15, "did you mean fof_share?"),
    "metric of another subject": ("subject: fund", "subject: deal", 15, "fof_share is of a fund, the rule of a deal"),
    "money against a share": (
        "bound: 30%",
        "bound: 3亿元",
        17,
        "is counted in share (比例), the bound '3亿元' in money",
    ),
    "number without unit": ("bound: 30%", "bound: 0.3", 17, "in count"),
    "dollars": ("bound: 30%", "bound: 3亿美元", 17, "convert it first"),
    "no figure at all": ("bound: 30%", "bound: 很多", 17, "in code"),
    "list of bounds": ("bound: 30%", "bound: [30%, 40%]", 17, "takes one bound"),
    "share among codes": ("compare: at_most", "compare: one_of", 17, "is not compared by one_of"),
    "code by size": ("fund_tier, compare: one_of", "fund_tier, compare: at_least", 19, "takes one bound"),
    "code unknown": ("bound: [sub]", "bound: [subfund]", 19, "fund_tier is never 'subfund'"),
    "condition of two sorts": ("bound: [sub] }", "bound: [sub], any: [] }", 19, "oneOf"),
    "argument unknown": ("    bound: 30%", "    arguments: { base: paid_in }\n    bound: 30%", 17, "it takes none"),
    "date impossible": ("from: 2026-01-02", "from: 2026-02-30", 6, "is no date"),
    "date in words": ("date: 2026-01-02", "date: 今年", 5, "does not match"),
    "place unknown": ("四川/成都", "某地", 7, "is no region"),
    "case gives a metric": ("fof_committed: 3亿元", "fof_share: 30%", 21, "a case gives variables, not metrics"),
    "case in another unit": ("fof_committed: 3亿元", "fof_committed: 30%", 21, "is counted in money, not share"),
    "case with a code unknown": ("fund_tier: national", "fund_tier: world", 24, "it is one of national"),
    "case of no outcome": ("expect: met", "expect: good", 21, "good"),
    "key twice": ("grade: B", "grade: B\ngrade: A", 9, "'grade' stands twice"),
    "anchor": ("grade: B", "grade: &g B", 8, "anchors and aliases are not read"),
    "alias": ("grade: B", "grade: *g", 8, "anchors and aliases are not read"),
    "tag of Python": ("grade: B", "grade: !!python/name:os.system B", 8, "is not read"),
    "tag of its own": ("grade: B", "grade: !secret B", 8, "is not read"),
    "key that is a list": ("grade: B", "? [grade]\n: B", 8, "a key is one word"),
    "second document": ("rules:", "---\nrules:", 10, "document"),
    "nested too deeply": ("sources: [某文件]", f"sources: {'[' * 60}{']' * 60}", 9, "nested too deeply"),
    "number for a text": ("title: 试用", "title: 7", 2, "is not of type"),
    "empty": (WHOLE, "", 1, "the pack"),
    "a list": (WHOLE, "- 1", 1, "the pack"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_fault_is_one_line_with_file_and_line(fault: str) -> None:
    old, new, line, says = WRONG[fault]
    assert WHOLE.count(old) >= 1
    with pytest.raises(InputError) as raised:
        parse_pack(WHOLE.replace(old, new, 1), "my-pack.yaml")
    message = str(raised.value)
    assert message.startswith(f"my-pack.yaml, line {line}:")
    assert says in message
    assert "\n" not in message


def test_without_a_fault_the_pack_is_whole() -> None:
    pack = parse_pack(WHOLE, "my-pack.yaml")
    assert lint(pack) == ()
    rule = pack.rules[0]
    assert (pack.since, pack.jurisdiction, rule.grade, rule.hardness) == (
        date(2026, 1, 2),
        "四川/成都",
        "B",
        "advisory",
    )
    assert str(rule.where) == "my-pack.yaml, line 11"


def test_metrics_that_rest_on_each_other_are_named() -> None:
    catalogue = Catalogue()
    catalogue.variable(Variable("known", Unit.SHARE, "已知", "known"))

    @catalogue.metric(Unit.SHARE, "甲", "one", formula="two", source="-")
    def one(two: Column) -> Column:
        return two

    @catalogue.metric(Unit.SHARE, "乙", "two", formula="one", source="-")
    def two(one: Column, known: Column) -> Column:
        return one + known

    with pytest.raises(InputError, match=r"^p, line 15: metrics rest on each other in a circle: one → two → one$"):
        parse_pack(WHOLE.replace("fof_share", "one"), "p", catalogue)


@pytest.mark.parametrize("which", ["includes", "supersedes"])
def test_packs_in_a_circle_are_named(which: str) -> None:
    def pack(name: str, other: str) -> str:
        return WHOLE.replace("pack: my-pack", f"pack: {name}").replace("grade: B", f"grade: B\n{which}: [{other}]")

    pair = [parse_pack(pack("first", "second"), "1.yaml"), parse_pack(pack("second", "first"), "2.yaml")]
    with pytest.raises(InputError, match=rf"^1.yaml, line 1: .*\({which}\): first → second → first$"):
        Packs(pair)
    with pytest.raises(InputError, match="no pack 'second'"):
        Packs(pair[:1])
    with pytest.raises(InputError, match="is there already"):
        Packs([pair[0], pair[0]])


def test_a_file_that_is_too_large_or_no_text_is_refused(tmp_path: Path) -> None:
    large, bytes_, none = tmp_path / "large.yaml", tmp_path / "bytes.yaml", tmp_path / "none.yaml"
    large.write_text("a: " + "x" * 5_000_000, encoding="utf-8")
    bytes_.write_bytes(b"pack: \xff\xfe")
    for path, says in ((large, "larger than 4 MB"), (bytes_, "UTF-8"), (none, "cannot be read")):
        with pytest.raises(InputError, match=says) as raised:
            read_pack(path)
        assert str(raised.value).startswith(path.name)
    with pytest.raises(InputError, match="larger than 4 MB"):
        parse_pack("a: " + "x" * 5_000_000, "pasted")


def test_half_a_million_brackets_are_refused_at_once() -> None:
    with pytest.raises(InputError, match="nested too deeply"):
        parse_pack("[" * 500_000, "deep.yaml")


@pytest.mark.parametrize(
    ("expect", "says"),
    [
        ("expect: met", "T-1 has no case that comes out met"),
        ("expect: unknown", "T-1 has no case that comes out unknown"),
        ("expect: not_applicable", "T-1 has a condition but no case to which it does not apply"),
    ],
)
def test_lint_asks_for_the_cases_of_a_rule(expect: str, says: str) -> None:
    text = "\n".join(line for line in WHOLE.splitlines() if expect not in line)
    assert [str(one) for one in lint(parse_pack(text, "p"))] == [f"p, line 11: {says}"]


def test_lint_tells_a_case_that_fails_and_a_bound_that_nothing_holds() -> None:
    wrong = WHOLE.replace("fof_committed: 3亿元", "fof_committed: 4亿元")
    assert "comes out broken, not met" in str(lint(parse_pack(wrong, "p"))[0])
    loose = WHOLE.replace("3.02亿元", "9亿元")
    assert ["with the bound 30.3%" in str(one) for one in lint(parse_pack(loose, "p"))] == [True]
    unnamed = WHOLE.replace("missing: [fof_committed]", "missing: [committed]")
    assert "lacks fof_committed, not committed" in str(lint(parse_pack(unnamed, "p"))[0])


def test_a_new_pack_can_be_used_as_it_is() -> None:
    hostile = '标题: "引号" [括号] #井号\n第二行'
    pack = parse_pack(new_pack("chengdu-angel-2026", title=hostile, place="成都", day=date(2026, 5, 1)), "new")
    assert lint(pack) == ()
    assert (pack.id, pack.title, pack.jurisdiction, pack.since) == (
        "chengdu-angel-2026",
        hostile,
        "四川/成都",
        date(2026, 5, 1),
    )


@pytest.mark.parametrize("name", ["", "../etc", "有名", "1st", "a b", "a" * 80, "a\nb"])
def test_a_new_pack_has_a_name_that_a_file_may_have(name: str) -> None:
    with pytest.raises(InputError, match="is no name of a pack"):
        new_pack(name)


def test_a_new_pack_is_for_a_region() -> None:
    with pytest.raises(InputError, match="is no region"):
        new_pack("one", place="某地")


def test_a_rule_is_explained_in_words() -> None:
    packs = Packs([parse_pack(WHOLE, "p")])
    zh, en = explain("T-1", packs), explain("T-1", packs, "en")
    assert (zh.measured, zh.bound, zh.hardness, zh.grade) == ("母基金认缴占比", "不超过 30%", "原则上", "B 二手资料")
    assert (zh.formula, zh.formula_in_words) == ("fof_committed / committed", "母基金认缴 / 认缴总额")
    assert (zh.applies, en.applies) == ("在母子基金体系中的层级 属于 子基金", "tier in its family one of sub-fund")
    assert [one.name for one in zh.needs] == ["fof_committed", "committed", "fund_tier"]
    assert [case.expect for case in zh.cases] == ["符合", "不符合", "数据不足", "不适用"]
    assert zh.cases[2].missing == ("母基金认缴",)
    assert en.cases[0].given[0] == ("tier in its family", "sub-fund")
    assert (en.bound, en.unless, zh.superseded_by, zh.sources) == ("at most 30%", "", (), ("某文件",))


def test_every_shipped_rule_can_be_explained_in_both_languages() -> None:
    packs = shipped()
    for pack in packs:
        for rule in pack.rules:
            for locale in ("zh", "en"):
                told = explain(rule.id, packs, locale)
                assert told.pack == pack.id, f"{rule.id} stands in {pack.id} and in {told.pack}"
                assert told.sources
                assert all((told.title, told.measured, told.bound, told.subject, told.cases))
                assert not {word for case in told.cases for _, word in case.given if word in CODES and locale == "zh"}
