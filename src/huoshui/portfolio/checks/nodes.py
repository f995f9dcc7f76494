"""Faults of parties, funds, companies and rates: ids twice, dates out of order, sides that are nobody."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from huoshui.model.sectors import sectors
from huoshui.portfolio.checks.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.portfolio.book import Book, Company, Fund, Party
    from huoshui.portfolio.checks.fault import Of, Setting

ID = re.compile(r"[\w.·/()（）-]{1,64}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_SERVING = (
    ("general_partner", "普通合伙人", "general partner"),
    ("manager", "管理人", "manager"),
    ("custodian", "托管人", "custodian"),
)
_TERM = (("established", "设立日"), ("investment_end", "投资期届满日"), ("term_end", "存续期届满日"))


def node_faults(book: Book, setting: Setting) -> Iterator[Fault]:
    """The faults of a book's parties, funds, companies and rates; ``setting`` also knows those already recorded."""
    seen: set[str] = set()
    groups: tuple[tuple[Of, tuple[Party | Fund | Company, ...]], ...] = (
        ("party", book.parties),
        ("fund", book.funds),
        ("company", book.companies),
    )
    for of, nodes in groups:
        for place, node in enumerate(nodes):
            if not ID.fullmatch(node.id):
                yield Fault(place, "id", "编号应为 1 至 64 个字母、数字或汉字", f"no id: {node.id!r}", of)
            elif node.id in seen:
                yield Fault(place, "id", f"编号“{node.id}”已用", f"{node.id!r} is in use", of)
            elif setting.sort[node.id] != of:
                yield Fault(place, "id", f"编号“{node.id}”已用于另一类主体", f"{node.id!r} is something else", of)
            seen.add(node.id)
            if not node.name.strip():
                yield Fault(place, "name", "缺名称", "no name", of)
    for place, fund in enumerate(book.funds):
        yield from _of_fund(place, fund, setting)
    yield from _of_sectors(book)
    for place, rate in enumerate(book.rates):
        if rate.rate <= 0 or not _CURRENCY.fullmatch(rate.currency) or not _CURRENCY.fullmatch(rate.into):
            yield Fault(place, "rate", "汇率应为正数，币种为三个字母", "no rate of two currencies", "rate")


def _of_sectors(book: Book) -> Iterator[Fault]:
    known = sectors()
    stated: list[tuple[int, str, str, Of]] = [
        (place, "sectors", code, "fund") for place, fund in enumerate(book.funds) for code in fund.sectors
    ]
    stated += [(place, "sector", one.sector, "company") for place, one in enumerate(book.companies) if one.sector]
    for place, field, code, of in stated:
        if code not in known:
            yield Fault(place, field, f"“{code}”不是行业代码", f"{code!r} is no code of a sector", of)


def _of_fund(place: int, fund: Fund, setting: Setting) -> Iterator[Fault]:
    if not _CURRENCY.fullmatch(fund.currency):
        yield Fault(place, "currency", "币种为三个字母，如 CNY", f"no currency: {fund.currency!r}", "fund")
    if fund.target and fund.target.currency != fund.currency:
        zh, en = f"目标规模应以 {fund.currency} 计", f"the target size is not in {fund.currency}"
        yield Fault(place, "target", zh, en, "fund")
    for field, zh, en in _SERVING:
        name = getattr(fund, field)
        if name and setting.sort.get(name) != "party":
            yield Fault(place, field, f"{zh}“{name}”不在参与方之列", f"the {en} {name!r} is no party", "fund")
    dated = [(field, zh, day) for field, zh in _TERM if (day := getattr(fund, field))]
    for (before, _, earlier), (field, zh, later) in pairwise(dated):
        if later < earlier:
            yield Fault(place, field, f"{zh} {later} 早于 {earlier}", f"{field} is before {before}", "fund")
