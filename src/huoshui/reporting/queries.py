"""What a person asks of the registry, in a person's words: 10亿, 苏州, 人工智能."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from huoshui.documents import simplified
from huoshui.errors import InputError, NotFound
from huoshui.registry import Registry
from huoshui.registry.views import FundFilter
from huoshui.reporting.tables import finding_table

if TYPE_CHECKING:
    from huoshui.model.money import Money
    from huoshui.registry.views import EntityView
    from huoshui.reporting.tables import Table
    from huoshui.reporting.words import Locale

ROWS_AT_ONCE = 500
SIMILAR_SHOWN = 10


def opened(url: str) -> Registry:
    """The registry at ``url``, to read from. Raises DatabaseError when there is none."""
    return Registry(url, create=False)


def fund_filter(
    sector: str = "",
    region: str = "",
    status: str = "",
    period: tuple[str, str] = ("", ""),
    min_size: str = "",
    text: str = "",
) -> FundFilter:
    """A filter from what a person typed. Raises InputError for what is no sector, place, status or amount."""
    return FundFilter(
        text=simplified(text),
        sector=sector_code(sector) if sector else "",
        region=region_path(region) if region else "",
        status=status_code(status) if status else "",
        since=period[0],
        until=period[1],
        min_size=amount(min_size) if min_size else None,
        page_size=ROWS_AT_ONCE,
    )


def checked_period(since: str | None, until: str | None) -> tuple[str, str]:
    """A period of ISO dates, "" where it is open. Raises InputError when it ends before it begins."""
    if since and until and until < since[: len(until)]:
        raise InputError(f"the period {since} to {until} ends before it begins; exchange --since and --until")
    return since or "", until or ""


def sector_code(text: str) -> str:
    """A sector's code from its code, label or any term for it."""
    from huoshui.model.sectors import find_sectors, sectors

    if text in sectors():
        return text
    mentions = find_sectors(simplified(text))
    if not mentions:
        raise InputError(f"{text}: no sector of that name; codes are {', '.join(sectors())}")
    return mentions[0].code


def status_code(text: str) -> str:
    """A status code from its code or label."""
    from huoshui.model.sectors import enumeration

    statuses = enumeration("status")
    for code, term in statuses.items():
        if simplified(text) in {code, term.zh} or text.lower() == term.en.lower():
            return code
    raise InputError(f"{text}: no such status; one of {', '.join(statuses)}")


def region_path(text: str) -> str:
    """A region's path (江苏/苏州) from a path or a place name."""
    if "/" in text:
        return text
    from huoshui.model.regions import find_regions

    mentions = find_regions(simplified(text))
    if not mentions:
        raise InputError(f"{text}: no place of that name, or several; write its path, such as 江苏/苏州/昆山")
    return str(mentions[0].region)


def amount(text: str) -> Money:
    """An amount such as 10亿, 5000万元 or 3亿美元; without a currency it is yuan."""
    from huoshui.model.money import find_amounts

    mentions = find_amounts(simplified(text)) or find_amounts(f"{simplified(text)}元")
    if len(mentions) != 1:
        raise InputError(f"{text}: no amount of money; write it like 10亿 or 5000万元")
    return mentions[0].low


def all_entities(url: str, wanted: FundFilter) -> tuple[EntityView, ...]:
    """Every entity that fits the filter, page by page."""
    with opened(url) as registry:
        return entities_of(registry, wanted)


def entities_of(registry: Registry, wanted: FundFilter) -> tuple[EntityView, ...]:
    """Every entity that fits the filter, whatever its page."""
    rows: list[EntityView] = []
    page = 1
    while True:
        listing = registry.search(replace(wanted, page=page))
        rows += listing.rows
        if not listing.rows or len(rows) >= listing.total:
            return tuple(rows)
        page += 1


def named_entities(url: str, name: str) -> tuple[tuple[EntityView, ...], tuple[str, ...]]:
    """The entities of exactly that name or alias (else the nearest one), and the names of others alike.

    Raises NotFound when the registry holds nothing like it.
    """
    wanted = simplified(name.strip())
    if not wanted:
        raise InputError("the name is empty; give a fund's or company's name or short name")
    with opened(url) as registry:
        found = registry.find(wanted)
    if not found:
        raise NotFound(f"{name}: nothing of that name; try huoshui funds --text {name[:4]}")
    exact = tuple(entity for entity in found if wanted in {entity.name, *entity.aliases})
    chosen = exact or found[:1]
    others = dict.fromkeys(entity.name for entity in found if entity not in chosen)
    return chosen, tuple(others)[:SIMILAR_SHOWN]


def audit_table(url: str, locale: Locale) -> Table:
    """Every finding of the registry, its documents by title."""
    titles: dict[str, str] = {}

    def title(document_id: str) -> str:
        if document_id not in titles:
            document = registry.document(document_id)
            titles[document_id] = document.title or document.name
        return titles[document_id]

    with opened(url) as registry:
        return finding_table(registry.findings(), title, locale)
