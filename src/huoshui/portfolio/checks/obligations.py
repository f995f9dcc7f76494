"""Faults of re-investment obligations: nobody obliged, nothing required, check points out of order."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from huoshui.portfolio.checks.fault import Fault
from huoshui.portfolio.checks.nodes import ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.portfolio.book import Book, Obligation
    from huoshui.portfolio.checks.fault import Setting

#: Multiples and weights are smaller than this.
_MOST = 10**6


class _Wrong(NamedTuple):
    field: str
    zh: str
    en: str


def obligation_faults(book: Book, setting: Setting) -> Iterator[Fault]:
    """The faults of a book's obligations; ``setting`` also knows the nodes already recorded."""
    seen: set[str] = set()
    for place, one in enumerate(book.obligations):
        if not ID.fullmatch(one.id):
            yield Fault(place, "id", "编号应为 1 至 64 个字母、数字或汉字", f"no id: {one.id!r}", "obligation")
        elif one.id in seen:
            yield Fault(place, "id", f"编号“{one.id}”已用", f"{one.id!r} is in use", "obligation")
        seen.add(one.id)
        for wrong in (*_sides(one, setting), *_amounts(one), *_checks(one)):
            yield Fault(place, *wrong, "obligation")


def _sides(one: Obligation, setting: Setting) -> Iterator[_Wrong]:
    if not one.name.strip():
        yield _Wrong("name", "缺名称", "no name")
    if setting.sort.get(one.fund) != "fund":
        yield _Wrong("fund", f"承担返投义务的“{one.fund}”不是已登记的基金", f"{one.fund!r} is no registered fund")
    if one.investor and setting.sort.get(one.investor) not in {"party", "fund"}:
        yield _Wrong("investor", f"出资人“{one.investor}”未登记", f"the investor {one.investor!r} is not registered")
    elif one.base.of_investor and not one.investor:
        yield _Wrong("investor", f"基数为{one.base.zh}，须写明出资人", f"the base is {one.base.en}: name the investor")


def _amounts(one: Obligation) -> Iterator[_Wrong]:
    if not 0 < one.multiple < _MOST:
        yield _Wrong("multiple", "返投倍数应为正数", "the multiple must be positive")
    categories = [category for category, _ in one.weights]
    if not categories or len(set(categories)) < len(categories):
        yield _Wrong("weights", "认定类别至少一项且不得重复", "weights name at least one category, each once")
    if any(not 0 <= weight < _MOST for _, weight in one.weights):
        yield _Wrong("weights", "权重不得小于零", "a weight is not below zero")


def _checks(one: Obligation) -> Iterator[_Wrong]:
    if any(later.day <= earlier.day or later.share < earlier.share for earlier, later in pairwise(one.checks)):
        yield _Wrong("checks", "考核时点应由早到晚，比例不得递减", "check points go by day, their shares never down")
    if any(not 0 < check.share <= 1 for check in one.checks):
        yield _Wrong("checks", "考核时点的比例应在 0 与 100% 之间", "the share at a check point is between 0 and 100%")
    if one.since and one.checks and one.checks[0].day < one.since:
        yield _Wrong("checks", f"考核时点早于起算日 {one.since}", f"a check point is before {one.since}")
