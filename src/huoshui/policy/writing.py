"""For rule authors, who need no Python: a pack to begin with, and a rule explained in full."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.model.regions import Region
from huoshui.policy.catalogue import CATALOGUE, Catalogue, Metric
from huoshui.policy.units import Unit, read_quantity
from huoshui.policy.verdicts import metrics_of
from huoshui.policy.wording import (
    GRADE,
    HARDNESS,
    STATE,
    SUBJECT,
    bound_in_words,
    code_in_words,
    condition_in_words,
    label,
    said,
)

if TYPE_CHECKING:
    from huoshui.policy.catalogue import Variable
    from huoshui.policy.pack import Case, Pack, Rule
    from huoshui.policy.packs_in_force import Packs

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,63}")


def new_pack(
    name: str,
    *,
    title: str = "新规则包",
    title_en: str = "New rule pack",
    issuer: str = "发文机关",
    place: str = "全国",
    day: date | None = None,
) -> str:
    """The text of a pack to begin with: one rule with its cases, and what each line is for.

    It can be used as it is and ``lint`` finds nothing wrong with it. Raises ``InputError`` for a name that no file
    should have and a place that is no region.
    """
    if not _NAME.fullmatch(name):
        raise InputError(f"{name!r} is no name of a pack: letters, digits, dots and dashes, as chengdu-angel-2026")
    return _SKELETON.format(
        name=name,
        title=_quoted(title),
        title_en=_quoted(title_en),
        issuer=_quoted(issuer),
        place=_quoted(str(Region.parse(place))),
        day=(day or date.today()).isoformat(),  # noqa: DTZ011  # the author's own day
        rule=re.sub(r"[^A-Z0-9]", "", name.upper())[:8] or "R",
    )


def _quoted(text: str) -> str:
    """Text as YAML reads it whatever it holds: JSON's strings are YAML's."""
    return json.dumps(text.strip(), ensure_ascii=False)


_SKELETON = """\
# 规则包：一份文件一个包，文件名与 pack 相同。写好后运行 `huoshui policy lint 本文件`。
# A pack holds the rules of one document; its file is called as the pack. Then run `huoshui policy lint FILE`.
pack: {name}
title: {title}
title_en: {title_en}
issuer: [{issuer}]
# number: 某发〔2026〕1号            # 文号，没有就不写 / left out where the document has none
date: {day}
in_force: {{ from: {day} }}         # 到期的加 until: 2027-01-01 / add until where it ends
jurisdiction: {place}               # 全国，或 江苏、四川/成都 / a region's path
# supersedes: [older-pack]          # 取代哪个包 / the pack that it takes the place of
# includes: [negative-list-2026]    # 一并适用哪些包 / packs whose rules hold here too
grade: B                            # A 原文 text itself, B 二手 secondary, C 推断 inference
sources:
  - 文件名称和网址 / title and address of the document
rules:
  - id: {rule}-1
    title: 子基金规模不低于1亿元
    title_en: A sub-fund is at least 100 million yuan
    subject: fund                   # fund, deal, company, manager, province, investor
    metric: fund_size               # 见 `huoshui policy metrics` / one of those
    compare: at_least               # at_least, at_most, above, below, equal; 代码用 one_of, none_of
    bound: 1亿元                    # 70%, 10亿元, 15年, 1.5倍, 3个, true, [sub, regional]
    hardness: binding               # binding 必须, advisory 原则上, encouraged 鼓励, target 目标
    applies: {{ metric: fund_tier, compare: one_of, bound: [sub] }}   # 对谁；另有 unless / to whom; unless leaves out
    citation: {{ place: 第一条 }}
    # 每条规则至少三例：符合、不符合、数据不足；有条件的再加一例不适用。界线上和刚过界各一例。
    # Each rule has cases that come out met, broken and unknown, one at the bound and one just beyond it.
    cases:
      - {{ given: {{ fund_tier: sub, fund_size: 1亿元 }}, expect: met }}
      - {{ given: {{ fund_tier: sub, fund_size: 9950万元 }}, expect: broken }}
      - {{ given: {{ fund_tier: sub }}, expect: unknown, missing: [fund_size] }}
      - {{ given: {{ fund_tier: national, fund_size: 9950万元 }}, expect: not_applicable }}
"""


@dataclass(frozen=True, slots=True)
class Needed:
    """A variable that a rule rests on: its name, what it is called, its unit, and its codes if it has any."""

    name: str
    label: str
    unit: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExplainedCase:
    """A worked case: what is given, what comes of it, and which figures are named as missing."""

    given: tuple[tuple[str, str], ...]
    expect: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A rule in the words of one language.

    ``formula`` is in names of variables, ``formula_in_words`` in what these are called; ``can_change`` says whether a
    verdict also tells what can still be reached. ``applies`` and ``unless`` are empty where there is no condition.
    """

    rule: str
    title: str
    pack: str
    pack_title: str
    number: str
    issuer: tuple[str, ...]
    jurisdiction: str
    since: date
    until: date | None
    superseded_by: tuple[str, ...]
    subject: str
    metric: str
    measured: str
    unit: str
    formula: str
    formula_in_words: str
    metric_source: str
    can_change: bool
    bound: str
    applies: str
    unless: str
    hardness: str
    grade: str
    place: str
    sources: tuple[str, ...]
    note: str
    needs: tuple[Needed, ...]
    cases: tuple[ExplainedCase, ...]


def explain(rule: str, packs: Packs, locale: str = "zh", catalogue: Catalogue = CATALOGUE) -> Explanation:
    """A rule of a pack in full: what is measured and how, the bound, to whom, how sure, from where. NotFound."""
    pack, found = packs.rule(rule)
    test = found.test
    figure = catalogue.find(test.metric)
    return Explanation(
        rule=found.id,
        title=said((found.title, found.title_en), locale),
        pack=pack.id,
        pack_title=said((pack.title, pack.title_en), locale),
        number=pack.number,
        issuer=pack.issuer,
        jurisdiction=pack.jurisdiction,
        since=pack.since,
        until=pack.until,
        superseded_by=tuple(one.id for one in packs if pack.id in one.supersedes),
        subject=said(SUBJECT[found.subject], locale),
        metric=figure.name,
        measured=label(figure, locale),
        unit=figure.unit.value if locale.startswith("en") else figure.unit.zh,
        formula=figure.formula if isinstance(figure, Metric) else "",
        formula_in_words=formula_in_words(figure.formula, locale, catalogue) if isinstance(figure, Metric) else "",
        metric_source=figure.source if isinstance(figure, Metric) else "",
        can_change=isinstance(figure, Metric) and figure.reach is not None,
        bound=bound_in_words(test, locale),
        applies=condition_in_words(found.applies, locale, catalogue) if found.applies else "",
        unless=condition_in_words(found.unless, locale, catalogue) if found.unless else "",
        hardness=said(HARDNESS[found.hardness], locale),
        grade=said(GRADE[found.grade], locale),
        place=found.citation.place,
        sources=_sources(pack, found),
        note=said((found.note, found.note_en or found.note), locale),
        needs=tuple(_needed(catalogue.variables[name], locale) for name in _leaves(found, catalogue)),
        cases=tuple(_case(case, locale, catalogue) for case in found.cases),
    )


def _leaves(rule: Rule, catalogue: Catalogue) -> tuple[str, ...]:
    """The variables of the rule's figure, then those of its conditions."""
    conditions = [condition for condition in (rule.applies, rule.unless) if condition]
    metrics = [rule.test.metric, *(name for one in conditions for name in metrics_of(one))]
    return tuple(dict.fromkeys(leaf for name in metrics for leaf in catalogue.leaves(name)))


def _sources(pack: Pack, rule: Rule) -> tuple[str, ...]:
    """The rule's own addresses, or those of its pack."""
    return rule.citation.urls or pack.sources


def _needed(variable: Variable, locale: str) -> Needed:
    unit = variable.unit.value if locale.startswith("en") else variable.unit.zh
    return Needed(variable.name, label(variable, locale), unit, variable.codes)


def formula_in_words(formula: str, locale: str = "zh", catalogue: Catalogue = CATALOGUE) -> str:
    """The formula with what each name is called in the place of the name."""

    def called(found: re.Match[str]) -> str:
        known = catalogue.variables.get(found[0]) or catalogue.metrics.get(found[0])
        return label(known, locale) if known else found[0]

    return re.sub(r"[a-z][a-z0-9_]*", called, formula)


def _case(case: Case, locale: str, catalogue: Catalogue) -> ExplainedCase:
    given = tuple(
        (label(catalogue.variables[name], locale), _shown(written, catalogue.variables[name], locale))
        for name, written in case.given.items()
    )
    missing = tuple(label(catalogue.variables[name], locale) for name in case.missing)
    return ExplainedCase(given, said(STATE[case.expect], locale), missing)


def _shown(written: object, variable: Variable, locale: str) -> str:
    if isinstance(written, dict):
        return ", ".join(f"{key} {_shown(one, variable, locale)}" for key, one in written.items())
    if variable.unit is Unit.CODE:
        return code_in_words(str(written), locale)
    return read_quantity(written).show(locale)
