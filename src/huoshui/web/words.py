"""What the pages call record types and properties: the words of the reports, and the few that a page needs besides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from huoshui.reporting.words import word
from huoshui.web.language import mark, say

if TYPE_CHECKING:
    from huoshui.web.language import Locale

# As the title of a list: many of them.
KINDS = {
    "Fund": mark("基金"),
    "ManagerCall": mark("管理人遴选"),
    "Financing": mark("企业融资"),
    "Listing": mark("上市进程"),
    "Instrument": mark("信贷与补贴"),
    "Target": mark("政策目标"),
}

SPECIAL = {
    ("Financing", "size"): mark("融资金额"),
    ("Financing", "name"): mark("企业"),
    ("Listing", "size"): mark("拟募资"),
    ("Listing", "name"): mark("企业"),
    ("Instrument", "size"): mark("总额"),
    ("Target", "date"): mark("时限"),
    ("Target", "name"): mark("目标"),
}

# What the audit calls the figures of a finding.
FIGURES = (
    mark("规模"),
    mark("首期规模"),
    mark("存续期"),
    mark("总额"),
    mark("出资"),
    mark("占比"),
    mark("首期"),
    mark("总规模"),
)
PART = mark("第%(num)s项")

AFTER_THE_FIGURE = frozenset({"以上", "以下", "左右", "余", "多"})


def kind_word(kind: str, locale: Locale) -> str:
    """What a list of a record type is called."""
    return say(locale, KINDS.get(kind, kind))


def one_kind_word(kind: str, locale: Locale) -> str:
    """What one record of a type is called."""
    return _capital(word(kind, locale))


def property_word(kind: str, prop: str, locale: Locale) -> str:
    """What a property of a record type is called, as the head of a column."""
    special = SPECIAL.get((kind, prop))
    if special:
        return say(locale, special)
    return _capital(word(prop, locale))


def qualifier_word(qualifier: str, locale: Locale) -> str:
    """A stated qualifier (约, 不低于); one that is not known is shown as stated."""
    return word(qualifier, locale)


def finding_word(kind: str, locale: Locale) -> str:
    """What a kind of finding is called."""
    return _capital(word(kind, locale))


def figure_word(label: str, locale: Locale) -> str:
    """What a figure of a finding is called; a part that is called by its own name keeps it."""
    part = re.fullmatch(r"第(\d{1,4})项", label)
    return say(locale, PART) % {"num": part[1]} if part else say(locale, label)


def _capital(term: str) -> str:
    return term[:1].upper() + term[1:]
