"""The address of a list: what it asks for, read from the query string and written back into it.

All state of a list stands in its address, so that a link shows a colleague the same thing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from huoshui.documents import simplified
from huoshui.errors import HuoshuiError, InputError
from huoshui.model.dates import PartialDate
from huoshui.model.money import Money, find_amounts
from huoshui.model.records import RECORD_TYPES
from huoshui.registry.views import FundFilter
from huoshui.web.language import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from starlette.datastructures import QueryParams

    from huoshui.web.language import Locale

DEFAULT_KIND = "Fund"
LONGEST_TEXT = 200
LAST_PAGE = 100_000

COLUMNS: dict[str, tuple[str, ...]] = {
    "Fund": ("size", "first_phase", "status", "region", "sector", "manager", "backer", "date", "term_years", "parent"),
    "ManagerCall": (
        "fund",
        "min_fund_size",
        "max_share_of_fund",
        "max_share_of_caller",
        "reinvestment_multiple",
        "region",
        "sector",
        "date",
    ),
    "Financing": ("round", "size", "investor", "date"),
    "Listing": ("board", "status", "size", "sponsor", "date"),
    "Instrument": ("size", "cap", "rate", "provider", "region", "date", "count"),
    "Target": ("value", "date", "region"),
}

# What a list of funds shows before anybody chooses: the rest would not fit on a desk's screen.
SHOWN_FIRST: dict[str, tuple[str, ...]] = {
    **COLUMNS,
    "Fund": ("size", "status", "region", "sector", "manager", "date"),
    "Instrument": ("size", "cap", "rate", "provider", "region", "date"),
}


SORTABLE = frozenset({"name", "size", "date"})


@dataclass(frozen=True, slots=True)
class Query:
    """What a list asks for； ``smallest`` is the least size as it was typed, in 亿元 when it names no unit."""

    kind: str = DEFAULT_KIND
    text: str = ""
    sector: str = ""
    region: str = ""
    status: str = ""
    since: str = ""
    until: str = ""
    smallest: str = ""
    sort: str = ""
    page: int = 1
    columns: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[str, ...]:
        """The columns to show, in the order of the record type."""
        chosen = [c for c in COLUMNS[self.kind] if c in self.columns]
        return tuple(chosen) or SHOWN_FIRST[self.kind]

    @property
    def order(self) -> str:
        """The order to list in: the chosen one, else the largest or the latest first."""
        return self.sort or ("-size" if "size" in COLUMNS[self.kind] else "-date")

    @property
    def narrowed(self) -> bool:
        """Whether anything but the record type narrows the list."""
        return any((self.text, self.sector, self.region, self.status, self.since, self.until, self.smallest))

    def filter(self, locale: Locale) -> FundFilter:
        """The question to the registry. Raises InputError for an amount that cannot be read."""
        return FundFilter(
            text=simplified(self.text),
            sector=self.sector,
            region=self.region,
            status=self.status,
            since=self.since,
            until=self.until,
            min_size=read_amount(self.smallest, locale),
            kind=self.kind,
            sort=self.order,
            page=self.page,
        )

    def pairs(self) -> list[tuple[str, str]]:
        """The query string's names and values, without those that say nothing new."""
        pairs = [
            ("type", self.kind if self.kind != DEFAULT_KIND else ""),
            ("q", self.text),
            ("sector", self.sector),
            ("region", self.region),
            ("status", self.status),
            ("since", self.since),
            ("until", self.until),
            ("min", self.smallest),
            ("sort", self.sort),
            ("page", str(self.page) if self.page > 1 else ""),
            ("columns", ",".join(self.columns)),
        ]
        return [(name, value) for name, value in pairs if value]

    def address(self, path: str = "/", **changes: Any) -> str:  # noqa: ANN401  # the fields of this class
        """The address of the list with some fields changed； any change but of the page goes back to the first page."""
        changed = replace(self, **({"page": 1} | changes))
        query = urlencode(changed.pairs())
        return f"{path}?{query}" if query else path


def read_query(params: QueryParams, locale: Locale) -> Query:
    """The list that an address asks for. Raises InputError naming the part of the address that cannot be used."""
    kind = params.get("type", DEFAULT_KIND)
    if kind not in RECORD_TYPES:
        raise InputError(
            say(locale, "地址中的 type 不是记录类型；可用：%(known)s") % {"known": "、".join(RECORD_TYPES)},
        )
    text = params.get("q", "").strip()
    if len(text) > LONGEST_TEXT:
        raise InputError(say(locale, "检索词过长；请缩短到 %(most)s 字以内") % {"most": LONGEST_TEXT})
    query = Query(
        kind=kind,
        text=text,
        sector=params.get("sector", "").strip(),
        region=params.get("region", "").strip(),
        status=params.get("status", "").strip(),
        since=_date(params, "since", locale),
        until=_date(params, "until", locale),
        smallest=params.get("min", "").strip(),
        sort=_sort(params, kind, locale),
        page=read_page(params, locale),
        columns=tuple(c for c in ",".join(params.getlist("columns")).split(",") if c in COLUMNS[kind]),
    )
    read_amount(query.smallest, locale)
    return query


def read_page(params: Mapping[str, str], locale: Locale) -> int:
    """The page number of an address, from 1. Raises InputError."""
    stated = params.get("page", "1") or "1"
    if not (stated.isascii() and stated.isdigit() and len(stated) < 7 and 1 <= int(stated) <= LAST_PAGE):
        raise InputError(say(locale, "地址中的 page 应为正整数，如 page=2"))
    return int(stated)


def read_amount(typed: str, locale: Locale) -> Money | None:
    """An amount as typed into a form: 10, 10亿, 5000万元, 3亿美元； a bare number is 亿元. Raises InputError."""
    if not typed:
        return None
    try:
        bare = Decimal(typed.replace(",", ""))
        if bare.is_finite() and Decimal(0) <= bare < Decimal(10) ** 9:
            return Money.of(bare * 10**8)
    except (HuoshuiError, InvalidOperation):
        found = find_amounts(typed[:LONGEST_TEXT])
        if len(found) == 1 and found[0].low.currency == "CNY":
            return found[0].low
    raise InputError(
        say(locale, "规模下限“%(typed)s”不是人民币金额；请写 10、10亿 或 5000万元") % {"typed": typed[:40]}
    )


def _date(params: Mapping[str, str], name: str, locale: Locale) -> str:
    stated = params.get(name, "").strip()
    if not stated:
        return ""
    try:
        return str(PartialDate.parse(stated))
    except (HuoshuiError, ValueError) as error:
        message = say(locale, "日期“%(typed)s”无法识别；请写 2026、2026-01 或 2026-01-29")
        raise InputError(message % {"typed": stated[:40]}) from error


def _sort(params: Mapping[str, str], kind: str, locale: Locale) -> str:
    stated = params.get("sort", "")
    if stated and stated.removeprefix("-") not in SORTABLE & {"name", *COLUMNS[kind]}:
        raise InputError(say(locale, "地址中的 sort 不是本表的栏目；请点表头排序"))
    return stated
