"""The words of rules for readers: comparisons, hardness, grades, outcomes, subjects, in Chinese and in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.model.sectors import sectors
from huoshui.policy.catalogue import CATALOGUE, Catalogue
from huoshui.policy.pack import Compare, State, Test
from huoshui.policy.units import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from huoshui.policy.catalogue import Metric, Subject, Variable
    from huoshui.policy.pack import Condition, Grade, Hardness

Pair = tuple[str, str]

COMPARE: Mapping[Compare, Pair] = {
    Compare.AT_LEAST: ("不低于", "at least"),
    Compare.AT_MOST: ("不超过", "at most"),
    Compare.ABOVE: ("高于", "above"),
    Compare.BELOW: ("低于", "below"),
    Compare.EQUAL: ("为", "is"),
    Compare.ONE_OF: ("属于", "one of"),
    Compare.NONE_OF: ("不属于", "none of"),
}
HARDNESS: Mapping[Hardness, Pair] = {
    "binding": ("必须", "binding"),
    "advisory": ("原则上", "in principle"),
    "encouraged": ("鼓励", "encouraged"),
    "target": ("目标", "target"),
}
GRADE: Mapping[Grade, Pair] = {
    "A": ("A 原文", "A the text itself"),
    "B": ("B 二手资料", "B secondary"),
    "C": ("C 推断", "C inference"),
}
STATE: Mapping[State, Pair] = {
    State.MET: ("符合", "met"),
    State.BROKEN: ("不符合", "broken"),
    State.UNKNOWN: ("数据不足", "not enough data"),
    State.NOT_APPLICABLE: ("不适用", "not applicable"),
}
SUBJECT: Mapping[Subject, Pair] = {
    "fund": ("基金", "fund"),
    "deal": ("投资项目", "investment"),
    "company": ("企业", "company"),
    "manager": ("管理人", "manager"),
    "province": ("省份", "province"),
    "investor": ("投资者", "investor"),
}

#: Codes of variables; the same code means the same in every variable that has it. Fields have the sectors' own labels.
CODES: Mapping[str, Pair] = {
    "national": ("国家级", "national"),
    "provincial": ("省级", "provincial"),
    "city": ("市级", "city"),
    "county": ("区县级", "county"),
    "regional": ("区域或母基金", "regional fund or fund of funds"),
    "sub": ("子基金", "sub-fund"),
    "direct": ("直投", "direct"),
    "industry": ("产业类", "industry"),
    "venture": ("创业投资类", "venture"),
    "unclassified": ("未分类", "unclassified"),
    "seed": ("种子期", "seed"),
    "angel": ("天使", "angel"),
    "hard_tech": ("硬科技", "hard tech"),
    "chain": ("产业链", "chain of industry"),
    "merger": ("并购", "mergers"),
    "tech_transfer": ("成果转化", "technology transfer"),
    "other": ("其他", "other"),
    "startup": ("初创期", "start-up"),
    "growth": ("成长期", "growth"),
    "mature": ("成熟期", "mature"),
    "early": ("种子期和初创期", "seed and start-up"),
    "late": ("成长期和成熟期", "growth and maturity"),
    "large": ("大型", "large"),
    "medium": ("中型", "medium"),
    "small": ("小型", "small"),
    "micro": ("微型", "micro"),
    "encouraged": ("鼓励类", "encouraged"),
    "allowed": ("允许类", "allowed"),
    "restricted": ("限制类", "restricted"),
    "eliminated": ("淘汰类", "eliminated"),
    "prohibited": ("禁止", "prohibited"),
    "equity": ("股权", "equity"),
    "convertible": ("可转债", "convertible"),
    "listed_share": ("公开交易股票", "listed shares"),
    "listed_merger": ("上市公司并购", "merger of a listed company"),
    "private_placement": ("定向增发", "private placement"),
    "strategic_placement": ("战略配售", "strategic placement"),
    "loan": ("借款", "loan"),
    "derivative": ("期货等衍生品", "derivative"),
    "budget": ("预算直接出资", "budget"),
    "entrusted_soe": ("委托国企出资", "entrusted to a state company"),
    "earmarked_capital": ("注资国企专项用于基金", "capital earmarked for funds"),
    "committed": ("认缴", "commitments"),
    "paid_in": ("实缴", "paid-in money"),
    "invested": ("已投资额", "invested money"),
    "unexited_cost": ("未退出项目成本", "cost of what is not exited"),
    "unreturned_principal": ("未返还本金", "principal not returned"),
    "income": ("收益", "income"),
    "interest": ("利息", "interest"),
    "principal": ("本金", "principal"),
    "partnership": ("合伙企业", "partnership"),
    "llc": ("有限责任公司", "limited company"),
    "joint_stock": ("股份有限公司", "joint-stock company"),
    "contract": ("契约型", "contract"),
    "person": ("个人", "person"),
    "unit": ("单位", "unit"),
    "deemed_qualified": ("视为合格", "deemed qualified"),
}


def code_in_words(code: str, locale: str = "zh") -> str:
    """What a code is called."""
    if code in CODES:
        return said(CODES[code], locale)
    sector = sectors().get(code)
    return sector.label(locale) if sector else code


def said(pair: Pair, locale: str = "zh") -> str:
    """The word of a pair in the language of ``locale``; Chinese for every language but English."""
    return pair[1] if locale.startswith("en") else pair[0]


def label(found: Variable | Metric, locale: str = "zh") -> str:
    """What a variable or metric is called."""
    return said((found.zh, found.en), locale)


def in_words(test: Test, locale: str = "zh", catalogue: Catalogue = CATALOGUE) -> str:
    """A figure and its bound as a phrase: 母基金认缴占比不超过 30%."""
    colon = ": " if locale.startswith("en") else "："
    joint = colon if test.bounds[0].unit is Unit.FLAG else " "
    return f"{label(catalogue.find(test.metric), locale)}{joint}{bound_in_words(test, locale)}"


def bound_in_words(test: Test, locale: str = "zh") -> str:
    """The comparison and the bound: 不超过 30%."""
    shown = (code_in_words(one.code, locale) if one.unit is Unit.CODE else one.show(locale) for one in test.bounds)
    bounds = (", " if locale.startswith("en") else "、").join(shown)
    if test.compare is Compare.EQUAL and test.bounds[0].unit is Unit.FLAG:
        return bounds
    return f"{said(COMPARE[test.compare], locale)} {bounds}"


def condition_in_words(condition: Condition, locale: str = "zh", catalogue: Catalogue = CATALOGUE) -> str:
    """A condition as a phrase, its parts joined by and, or."""
    english = locale.startswith("en")
    between = (" or " if english else " 或 ") if condition.any_of else (" and " if english else " 且 ")
    joined = between.join(_part(part, locale, catalogue) for part in condition.tests)
    if condition.negated:
        return f"not ({joined})" if english else f"并非（{joined}）"
    return joined


def _part(part: Test | Condition, locale: str, catalogue: Catalogue) -> str:
    if isinstance(part, Test):
        return in_words(part, locale, catalogue)
    words = condition_in_words(part, locale, catalogue)
    return f"({words})" if len(part.tests) > 1 and not part.negated else words
