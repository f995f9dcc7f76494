"""Which amount of a fund a statement gives: 目标规模, 认缴, 实缴 and 首期 are different quantities.

The record contract has one ``size`` for the first three. Which of them a statement means is read off the words beside
the amount in its own clause; a size without such words is taken for the target.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huoshui.registry.views import StatementView


class Measure(StrEnum):
    """An amount of a fund.

    ``TARGET`` is what it is to be in all, or simply its stated size (目标规模, 总规模); ``COMMITTED`` what its partners
    have signed for (认缴, and 注册资本, which the Company Law defines as what shareholders have subscribed);
    ``PAID_IN`` what they have paid (实缴); ``FIRST_PHASE`` its first closing's (首期).
    """

    TARGET = "target"
    COMMITTED = "committed"
    PAID_IN = "paid_in"
    FIRST_PHASE = "first_phase"


#: What ends the clause that an amount stands in: punctuation, or the amount before it.
_CLAUSE_ENDS = re.compile(r"[，。；、！？,;\n]|(?<=[\d十百千万萬亿億])元")
_PAID = re.compile(r"[实實][缴繳收]|[实實][际際](?:到位|出[资資]|[缴繳]付)|到位[资資][金本]|已到位")
_COMMITTED = re.compile(r"[认認][缴繳购購]|承[诺諾]出[资資]|[注註][册冊][资資][本金]|出[资資][总總]?[额額]")
# Not where an amount follows: then the words are that one's.
_PAID_AFTER = re.compile(r"[^，。；、！？,;\n\d]{0,4}?(?:[实實][缴繳]|到位)(?![^，。；、！？,;\n]*\d)")
_COMMITTED_AFTER = re.compile(r"[（(]?[认認][缴繳]")
_PROPS = {"size", "first_phase"}


def measure_of(statement: StatementView) -> Measure | None:
    """The amount that a statement gives; None where it gives another property."""
    if statement.prop not in _PROPS:
        return None
    if statement.prop == "first_phase":
        return Measure.FIRST_PHASE
    before = _CLAUSE_ENDS.split(statement.sentence[: statement.mark.start])[-1]
    after = statement.sentence[statement.mark.end :]
    if _PAID.search(before) or _PAID_AFTER.match(after):
        return Measure.PAID_IN
    if _COMMITTED.search(before) or _COMMITTED_AFTER.match(after):
        return Measure.COMMITTED
    return Measure.TARGET
