"""A market brief for a period: what is new, how much in all, counted how, each line with its sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from huoshui.reporting.figures import CONFLICT, show_number, show_region, show_value, yuan
from huoshui.reporting.queries import ROWS_AT_ONCE, entities_of
from huoshui.reporting.tables import entity_table
from huoshui.reporting.words import counted_rows, headed, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.registry import Registry
    from huoshui.registry.views import EntityView, StatementView
    from huoshui.reporting.words import Locale

NEW = {"planned", "signed", "launched", "established", "registered", "filed", "recruiting"}
SOURCES_A_LINE = 3
FUND_COLUMNS = ("name", "size", "region", "sector", "status", "date", "backer")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its cells, and the numbers of the footnotes that say it."""

    cells: tuple[str, ...]
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A table under a heading; ``counted`` says what its figures count. ``numeric`` marks right-aligned columns."""

    title: str
    counted: str
    heads: tuple[str, ...]
    numeric: tuple[bool, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Footnote:
    """Who said it and when, and the sentence."""

    number: int
    source: str
    sentence: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief ready to be rendered; sections without a line are left out."""

    title: str
    period: str
    summary: tuple[str, ...]
    sections: tuple[Section, ...]
    footnotes: tuple[Footnote, ...]
    locale: Locale


@dataclass(slots=True)
class _Notes:
    """Footnotes in the order in which lines need them."""

    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    notes: list[Footnote] = field(default_factory=list)

    def of(self, entity: EntityView) -> tuple[int, ...]:
        """Numbers of the sentences behind an entity's first facts, one for each document."""
        chosen: dict[str, StatementView] = {}
        for fact in entity.facts:
            for statement in fact.statements:
                chosen.setdefault(statement.document_id, statement)
        return tuple(self._number(s) for s in list(chosen.values())[:SOURCES_A_LINE])

    def _number(self, statement: StatementView) -> int:
        sentence = " ".join(statement.sentence.split())
        key = statement.document_id, sentence
        if key not in self.numbers:
            self.numbers[key] = len(self.notes) + 1
            said = (statement.source, statement.published, statement.document_title)
            self.notes.append(Footnote(self.numbers[key], " · ".join(part for part in said if part), sentence))
        return self.numbers[key]


def build_brief(registry: Registry, since: str, until: str, locale: Locale) -> Brief:
    """The brief of ``since`` to ``until`` (ISO dates, inclusive, either may be empty)."""
    held = {
        kind: _of_kind(registry, kind, since, until)
        for kind in ("Fund", "ManagerCall", "Financing", "Listing", "Instrument", "Target")
    }
    new = tuple(fund for fund in held["Fund"] if any(f.value in NEW for f in fund.facts_of("status")))
    by_size = sorted(new, key=lambda fund: (-(yuan(fund, "size") or Decimal(0)), fund.name))
    notes = _Notes()
    sections = [
        _entities(say(locale, "新基金", "New funds"), "Fund", by_size, notes, locale),
        _groups(say(locale, "新基金：按地区", "New funds by region"), "region", by_size, locale),
        _groups(say(locale, "新基金：按领域", "New funds by sector"), "sector", by_size, locale),
        *(_entities(_heading(kind, locale), kind, held[kind], notes, locale) for kind in held if kind != "Fund"),
    ]
    return Brief(
        title=say(locale, "政府投资基金市场简报", "Public investment funds: market brief"),
        period=_period(since, until, locale),
        summary=_summary(by_size, held, locale),
        sections=tuple(section for section in sections if section.lines),
        footnotes=tuple(notes.notes),
        locale=locale,
    )


def _of_kind(registry: Registry, kind: str, since: str, until: str) -> tuple[EntityView, ...]:
    from huoshui.registry.views import FundFilter

    sort = "-size" if kind == "Fund" else "name"
    return entities_of(registry, FundFilter(kind=kind, since=since, until=until, sort=sort, page_size=ROWS_AT_ONCE))


def _heading(kind: str, locale: Locale) -> str:
    zh = {
        "ManagerCall": "遴选管理人",
        "Financing": "企业融资",
        "Listing": "上市进程",
        "Instrument": "贷款、担保、债券与补贴",
        "Target": "政策目标",
    }
    en = {
        "ManagerCall": "Calls for managers",
        "Financing": "Financings",
        "Listing": "Listings",
        "Instrument": "Loans, guarantees, bonds and subsidies",
        "Target": "Policy targets",
    }
    return (zh if locale == "zh" else en)[kind]


def _period(since: str, until: str, locale: Locale) -> str:
    if since and until:
        return say(locale, f"{since} 至 {until}", f"{since} to {until}")
    if since:
        return say(locale, f"{since} 起", f"from {since}")
    return say(locale, f"截至 {until}", f"until {until}") if until else say(locale, "全部日期", "all dates")


def _summary(new: Sequence[EntityView], held: dict[str, tuple[EntityView, ...]], locale: Locale) -> tuple[str, ...]:
    sizes = [size for fund in new if (size := yuan(fund, "size")) is not None]
    total, other = sum(sizes, Decimal(0)), len(held["Fund"]) - len(new)
    lines = [
        say(
            locale,
            f"新基金 {len(new)} 只：拟设、签约、发布、设立、登记、备案或征集中的基金。"
            f"其中 {len(sizes)} 只有人民币总规模，合计 {show_number(total)} 亿元；"
            "母基金与子基金分别计入，未扣除重复，外币与未披露的不计。",
            f"{len(new)} new funds: planned, signed, launched, established, registered, filed or recruiting. "
            f"{len(sizes)} of them state a total size in yuan, {show_number(total / 10)} bn CNY together; parent and "
            "sub-funds both count, without netting; other currencies and unstated sizes do not.",
        )
    ]
    if other:
        lines.append(
            say(locale, f"另有 {other} 只基金被提及，未见新进展。", f"Mentioned without news: {other} further.")
        )
    counted = [(kind, len(rows)) for kind, rows in held.items() if kind != "Fund" and rows]
    if counted:
        listed = [f"{_heading(kind, locale)} {count}" for kind, count in counted]
        lines.append(say(locale, "；".join(listed) + "。", "; ".join(listed) + "."))
    return tuple(lines)


def _entities(title: str, kind: str, rows: Sequence[EntityView], notes: _Notes, locale: Locale) -> Section:
    table = entity_table(kind, rows, locale)
    kept = [i for i, c in enumerate(table.columns) if kind != "Fund" or c.key in FUND_COLUMNS]
    lines = tuple(
        Line(tuple(row[i].text for i in kept), notes.of(entity)) for entity, row in zip(rows, table.rows, strict=True)
    )
    columns = [table.columns[i] for i in kept]
    counted = say(locale, f"共 {len(lines)} 条", counted_rows(len(lines)))
    if any(CONFLICT in cell for line in lines for cell in line.cells):
        counted += say(
            locale, f"；{CONFLICT} 各源说法不一，列首选值", f"; {CONFLICT} sources disagree, the preferred value stands"
        )
    return Section(title, counted, tuple(c.head for c in columns), tuple(c.numeric for c in columns), lines)


def _groups(title: str, prop: str, funds: Sequence[EntityView], locale: Locale) -> Section:
    groups: dict[str, list[EntityView]] = {}
    for fund in funds:
        for key in dict.fromkeys(_group(prop, fact.value) for fact in fund.facts_of(prop)):
            groups.setdefault(key, []).append(fund)
    rows = []
    for key, members in groups.items():
        sizes = [size for fund in members if (size := yuan(fund, "size")) is not None]
        rows.append((sum(sizes, Decimal(0)), len(members), show_value(prop, key, locale), len(sizes)))
    rows.sort(key=lambda row: (-row[0], -row[1], row[2]))
    lines = tuple(
        Line((name, str(count), f"{show_number(total)}" if sized else "—")) for total, count, name, sized in rows
    )
    heads = (
        headed(prop, locale),
        say(locale, "基金数", "Funds"),
        say(locale, "披露规模合计（亿元）", "Stated sizes (CNY 100m)"),
    )
    counted = say(
        locale, "一只基金属于几项时各计一次，各行不可相加", "A fund of several rows counts in each; rows do not add up"
    )
    return Section(title, counted, heads, (False, True, True), lines)


def _group(prop: str, value: str) -> str:
    return show_region(value).split("/")[0] if prop == "region" else value
