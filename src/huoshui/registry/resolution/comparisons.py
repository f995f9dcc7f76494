"""The comparisons of the model and the vetoes that stand before it, as SQL that Splink and DuckDB share.

The weights of the levels are estimated (``training``) and stored in ``parameters.json``; only the levels are written
here. Levels are tried from the top; the first that holds counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huoshui.registry.resolution.mentions import Kind


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a comparison: its condition in SQL and what it says of two mentions, in two languages."""

    name: str
    sql: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A feature with its levels, the strictest first; ``absent`` is the condition under which nothing is said."""

    feature: str
    column: str
    absent: str
    levels: tuple[Level, ...]


_ELSE = "ELSE"
_BOTH_LEGAL = "legal_l AND legal_r"
_ONE_PLACE = "(place_l = '' OR place_r = '')"
_ABBREVIATES = (
    "(short_{0} AND length(plain_{1}) > length(plain_{0}) + 1 AND initials_{1} LIKE pattern_{0} "
    "AND NOT (role_{1} = 'manager' AND generic_{1}))"
)
_PICKS = "(short_{0} AND NOT short_{1} AND plain_{1} LIKE pattern_{0} AND plain_{0}[1] = plain_{1}[1])"
_MISREAD = (
    "length(plain_l) = length(plain_r) AND length(plain_l) >= 7 AND core_l = core_r AND "
    "len(list_filter(range(1, length(plain_l) + 1), lambda i: plain_l[i] <> plain_r[i])) = 1"
)


_BEGINS = (
    "(short_{0} AND starts_with(stem_{1}, stem_{0}) AND NOT generic_{0} AND (core_l = core_r OR length(stem_{0}) > 2))"
)
#: The press calls a manager by its 字号 and 资本, whatever its full name says.
_BRAND = "(core_l = core_r AND NOT generic_l AND short_{0} AND role_{1} = 'manager' AND stem_{0} = core_{0} || '资本')"
_COUNTY = (
    "(place_{0} = '' AND place_{1} <> '' AND ends_with(plain_{1}, plain_{0}) "
    "AND regexp_matches(plain_{0}, '^.{{2,4}}[区县市旗]'))"
)
_COUNTY_OR_CORE = "coalesce(starts_with(stem_{0}, unplaced_{1}), false)"


#: One declares the other's own name: then neither the names nor the places in them speak against it.
_TOLD = "(key_l <> key_r AND (list_contains(aliases_l, key_r) OR list_contains(aliases_r, key_l)))"


def _either(condition: str) -> str:
    return f"({condition.format('l', 'r')} OR {condition.format('r', 'l')})"


_NAME = Comparison(
    "name",
    "plain",
    f"plain_l = '' OR plain_r = '' OR {_TOLD}",
    (
        Level("legal_name", f"{_BOTH_LEGAL} AND plain_l = plain_r", "法定全称相同", "same legal name"),
        Level(
            "full_name",
            f"key_l = key_r AND NOT generic_l AND NOT ({_BOTH_LEGAL} AND rest_l <> rest_r)",
            "全称相同",
            "same full name",
        ),
        Level(
            "general_name", "key_l = key_r AND place_l <> ''", "同地同名（无字号）", "same general name of one place"
        ),
        Level("bare_name", "key_l = key_r", "同名（无地名、无字号）", "same general name, no place"),
        Level("lookalike", f"shape_l = shape_r OR ({_MISREAD})", "仅一字形近或误认", "one character misread"),
        Level("two_legal_names", _BOTH_LEGAL, "两个不同的法定全称", "two different legal names"),
        Level(
            "place_left_out",
            f"(stem_l = stem_r AND {_ONE_PLACE} AND NOT generic_l) OR {_either(_COUNTY)} OR {_either(_COUNTY_OR_CORE)}",
            "一方省去地名",
            "the same, place left out",
        ),
        Level("narrower_place", "stem_l = stem_r AND NOT generic_l", "同名，地名一宽一窄", "same name, narrower place"),
        Level("abbreviation", _either(_ABBREVIATES), "简称取自全称各词首字", "abbreviation by first characters"),
        Level(
            "shortened",
            f"{_either(_BEGINS)} OR {_either(_BRAND)}",
            "一方为另一方的前段",
            "one is the other's beginning",
        ),
        Level(
            "fewer_words",
            f"core_l = core_r AND NOT generic_l AND {_either('list_has_all(trades_{0}, trades_{1})')}",
            "字号相同，一方少几个词",
            "same 字号, fewer words",
        ),
        Level("picked", _either(_PICKS), "简称各字依次见于全称", "characters in order"),
        Level("same_place_words", "stem_l = stem_r", "通名相同", "same general words"),
        Level("other_trade", "core_l = core_r AND NOT generic_l", "字号相同，行业不同", "same 字号, another trade"),
        Level("different", _ELSE, "名称不同", "different names"),
    ),
)
_ALIAS = Comparison(
    "alias",
    "aliases",
    "(len(aliases_l) = 0 AND len(aliases_r) = 0) OR key_l = key_r",
    (
        Level(
            "declared",
            f"list_has_any(aliases_l, aliases_r) OR {_TOLD}",
            "文件所述简称相符",
            "a declared alias",
        ),
        Level("other", _ELSE, "简称不符", "no alias in common"),
    ),
)
_REGION = Comparison(
    "region",
    "region",
    f"region_l IS NULL OR region_r IS NULL OR {_TOLD}",
    (
        Level("equal", "region_l = region_r", "地区相同", "same region"),
        Level(
            "nested",
            "starts_with(region_l, region_r || '/') OR starts_with(region_r, region_l || '/')",
            "地区一宽一窄",
            "one region in the other",
        ),
        Level("province", "split_part(region_l, '/', 1) = split_part(region_r, '/', 1)", "同省异地", "same province"),
        Level("different", _ELSE, "地区不同", "different regions"),
    ),
)
_ORDINAL = Comparison(
    "ordinal",
    "phase",
    "phase_l IS NULL AND phase_r IS NULL AND number_l IS NULL AND number_r IS NULL",
    (
        Level(
            "equal",
            "phase_l IS NOT DISTINCT FROM phase_r AND number_l IS NOT DISTINCT FROM number_r",
            "期数或序号相同",
            "same phase or number",
        ),
        Level("unsaid", _ELSE, "一方未言一期", "one leaves the first phase unsaid"),
    ),
)
_SIZE = Comparison(
    "size",
    "size",
    "size_l IS NULL OR size_r IS NULL OR currency_l <> currency_r",
    (
        Level("equal", "size_l = size_r", "规模相同", "same size"),
        Level("near", "abs(size_l - size_r) * 20 <= greatest(size_l, size_r)", "规模相差不过 5%", "size within 5%"),
        Level("different", _ELSE, "规模不同", "different sizes"),
    ),
)
_DATE = Comparison(
    "date",
    "founded",
    "founded_l IS NULL OR founded_r IS NULL",
    (
        Level("month", "month_l = month_r", "年月相同", "same month"),
        Level("year", "founded_l = founded_r", "年份相同", "same year"),
        Level("near", "abs(founded_l - founded_r) = 1", "相差一年", "a year apart"),
        Level("different", _ELSE, "年份不同", "different years"),
    ),
)
_MANAGER = Comparison(
    "manager",
    "managers",
    "len(managers_l) = 0 OR len(managers_r) = 0",
    (
        Level("shared", "list_has_any(managers_l, managers_r)", "管理人相同", "same manager"),
        Level("different", _ELSE, "管理人不同", "different managers"),
    ),
)
_BACKERS = Comparison(
    "backers",
    "backers",
    "len(backers_l) = 0 OR len(backers_r) = 0",
    (
        Level(
            "several", "len(list_intersect(backers_l, backers_r)) > 1", "共有多个出资方", "several backers in common"
        ),
        Level("one", "list_has_any(backers_l, backers_r)", "共有一个出资方", "one backer in common"),
        Level("none", _ELSE, "出资方不同", "no backer in common"),
    ),
)
_PARENT = Comparison(
    "parent",
    "parent",
    "parent_l IS NULL OR parent_r IS NULL",
    (
        Level("equal", "parent_l = parent_r", "上级相同", "same parent"),
        Level("different", _ELSE, "上级不同", "different parents"),
    ),
)
_OF_KIND = {
    "fund": (_NAME, _ALIAS, _REGION, _ORDINAL, _SIZE, _DATE, _MANAGER, _BACKERS, _PARENT),
    "organisation": (_NAME, _ALIAS, _REGION, _BACKERS),
    "company": (_NAME, _ALIAS, _REGION, _DATE, _BACKERS),
}


@cache
def comparisons(kind: Kind) -> tuple[Comparison, ...]:
    """The comparisons for funds, organisations or companies, in the order of a link's levels."""
    return _OF_KIND[kind]


@dataclass(frozen=True, slots=True)
class Veto:
    """What parts two mentions whatever else agrees."""

    name: str
    sql: str
    zh: str
    en: str


_KNOWN = "list_has_any({l}.g_names, {r}.g_names)"
"""A declared alias of one is the other's name or alias: a renamed body may carry another place or form."""


def _ordinals_part(column: str) -> str:
    left, right = f"{{l}}.{column}", f"{{r}}.{column}"
    return f"(coalesce({left}, 1) <> coalesce({right}, 1))"


#: Levels of names at which facts alone never join: only a declared alias does.
NEVER_BY_NAME = frozenset({"picked", "two_legal_names", "narrower_place", "other_trade", "different"})
#: Levels of names that many things may share: they need a fact in favour.
NEEDS_SUPPORT = frozenset({"bare_name", "same_place_words", "fewer_words"})
#: Names without a 字号: a different size speaks against them whatever else agrees.
GENERAL = frozenset({"general_name", "bare_name", "same_place_words"})
SUPPORT = frozenset(
    {("region", "equal"), ("size", "equal"), ("manager", "shared"), ("backers", "one"), ("backers", "several")}
)


def may_join_sql(kind: Kind) -> str:
    """Whether the levels of a scored pair (``gamma_<feature>``) may join it at all, however high its weight."""

    def at(feature: str, names: Iterable[str]) -> str:
        levels = next((c.levels for c in comparisons(kind) if c.feature == feature), ())
        gammas = [len(levels) - 1 - n for n, level in enumerate(levels) if level.name in names]
        return f"gamma_{feature} IN ({', '.join(map(str, gammas))})" if gammas else "false"

    features = sorted({feature for feature, _ in SUPPORT})
    support = " OR ".join(at(feature, {level for f, level in SUPPORT if f == feature}) for feature in features)
    return (
        f"({at('alias', {'declared'})} OR NOT (gamma_name < 0 OR {at('name', NEVER_BY_NAME)} "
        f"OR ({at('name', GENERAL)} AND {at('size', {'different'})}) "
        f"OR ({at('name', NEEDS_SUPPORT)} AND NOT ({support}))))"
    )


VETOES: tuple[Veto, ...] = (
    Veto("phase", f"{_ordinals_part('g_phase')} OR {_ordinals_part('g_number')}", "期数或序号不同", "phases differ"),
    Veto("year", "{l}.g_year <> {r}.g_year", "年度不同", "years in the names differ"),
    Veto(
        "numeral",
        "{l}.g_numerals <> {r}.g_numerals AND {l}.g_skeleton = {r}.g_skeleton",
        "仅数字不同",
        "only the numerals differ",
    ),
    Veto(
        "tier",
        "({l}.g_tier <> {r}.g_tier AND 'sub' IN ({l}.g_tier, {r}.g_tier)) OR "
        "list_contains({l}.g_names, {r}.g_parent) OR list_contains({r}.g_names, {l}.g_parent)",
        "母基金与子基金",
        "a fund and its parent",
    ),
    Veto(
        "role",
        "{l}.g_role <> {r}.g_role",
        "管理机构与基金",
        "a fund and a body that is none",
    ),
    Veto(
        "place",
        "{l}.g_place <> '' AND {r}.g_place <> '' AND NOT starts_with({l}.g_place || '/', {r}.g_place || '/') "
        f"AND NOT starts_with({{r}}.g_place || '/', {{l}}.g_place || '/') AND NOT {_KNOWN} "
        "AND NOT coalesce(starts_with({l}.g_stem, {r}.g_unplaced), false) "
        "AND NOT coalesce(starts_with({r}.g_stem, {l}.g_unplaced), false)",
        "名称中的地名不同",
        "places in the names differ",
    ),
    Veto(
        "trade",
        "{l}.g_core <> '' AND {l}.g_core = {r}.g_core AND NOT list_has_all({l}.g_trades, {r}.g_trades) "
        f"AND NOT list_has_all({{r}}.g_trades, {{l}}.g_trades) AND NOT {_KNOWN}",
        "字号相同，行业词各异",
        "same 字号, each with trade words of its own",
    ),
)


def veto_sql(left: str, right: str) -> str:
    """An expression: the name of the first veto between rows ``left`` and ``right``, else NULL."""
    cases = " ".join(f"WHEN {veto.sql.format(l=left, r=right)} THEN '{veto.name}'" for veto in VETOES)
    return f"(CASE {cases} END)"
