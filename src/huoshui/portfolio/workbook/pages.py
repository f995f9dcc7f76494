"""What a workbook says of itself: how to fill it, the words that may be chosen, notes on the heads, examples."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from huoshui.model.money import Money
from huoshui.model.regions import Region
from huoshui.model.sectors import sectors
from huoshui.portfolio.book import Book, Check, Company, Event, Fund, Obligation, Party, Rate
from huoshui.portfolio.vocabulary import Base, Kind, Label, LegalForm, Nature, Recognition, Role, SizeClass, Stage, Tier
from huoshui.portfolio.workbook.sheets import EXAMPLE, SHEETS

if TYPE_CHECKING:
    from huoshui.portfolio.vocabulary import Labelled
    from huoshui.portfolio.workbook.sheets import Column

_FORMS = {
    "text": ("文字。", "Text."),
    "name": ("文字。", "Text."),
    "code": ("从下拉列表中选择。", "Choose from the list."),
    "codes": ("从下拉列表中选择；多项以“、”隔开。", "Choose from the list; several with 、 between them."),
    "day": (
        "日期，如 2024-03-01，也可写 2024/3/1、2024年3月1日。",
        "A date: 2024-03-01, 2024/3/1, 2024年3月1日.",
    ),
    "amount": (
        "数字，单位为万元（所列币种的一万单位），可到分。",
        "A number of ten thousands of the currency, exact to its smallest unit.",
    ),
    "share": ("比例，写 10% 或 0.1。", "A share: 10% or 0.1."),
    "number": ("数字。", "A number."),
    "region": ("地区，如 江苏/苏州/昆山 或 昆山市。", "A place: 江苏/苏州/昆山 or 昆山市."),
    "place": ("地区，如 江苏/苏州/昆山 或 昆山市。", "A place: 江苏/苏州/昆山 or 昆山市."),
    "sector": ("从下拉列表中选择。", "Choose from the list."),
    "sectors": ("从下拉列表中选择；多项以“、”隔开。", "Choose from the list; several with 、 between them."),
    "currency": ("币种代码或名称；空白即人民币。", "A currency by code or name; blank is CNY."),
    "flag": ("是或否。", "是 (yes) or 否 (no)."),
    "weights": (
        "类别、空格、权重，以“；”隔开，如 投资本地企业 100%；被投企业迁入 50%。未列的类别不计。",
        "Category, space, weight, with ； between them. What is not listed does not count.",
    ),
    "checks": (
        "日期、空格、届时应达到的比例，以“；”隔开，如 2026-12-31 60%；2028-12-31 100%。",
        "Date, space, share to be reached by then, with ； between them.",
    ),
}
_SPECIAL = {
    ("id", False): (
        "可空：空白时按内容编号；导出时会写明。",
        "May be blank: the content then gives it; an export writes it.",
    ),
    ("id", True): (
        "自定编号，在参与方、基金、企业之间不得重复；其他工作表以此指代。",
        "Your own code, unique over parties, funds and companies; other sheets refer to it.",
    ),
    ("entity", False): ("活水登记库中同一主体的编号。", "The id of the same thing in the registry."),
    ("reverses", True): ("要冲销的事项的编号。", "The id of the event to be reversed."),
    ("cost", True): (
        "这笔回款对应收回的投资成本，用于计算收益。",
        "The part of the cost that these proceeds release.",
    ),
}
_GUIDE = (
    ("工作表", "怎样填写", "How to fill it"),
    (
        "总则",
        "每行一条。表头带 * 的列必填，其余可空。表头不要改名；列的次序可变，选填列可删。金额以万元计，精确到分。",
        "One thing a row. Columns with * must be filled. Heads keep their names. Amounts are in ten thousands, exact.",
    ),
    (
        "示例",
        f"首列以“{EXAMPLE}”开头的行只是示例，导入时一律跳过；可以留着，也可以删去。",
        f"A row whose first cell begins with {EXAMPLE} is an example and is never read; leave or delete it.",
    ),
    (
        "导入",
        "huoshui portfolio import 文件：要么全部入账，要么一行不入，并逐格列出差错。已入账且内容相同的行不会重复。",
        "huoshui portfolio import FILE takes all or nothing, lists every fault by its cell, and enters nothing twice.",
    ),
    (
        "更正",
        "事项入账后不可改；请在“冲销”表中冲销，再另行登记。参与方、基金、企业和返投定义可改，旧内容留底。",
        "No event can be changed: reverse it on the sheet 冲销 and enter it anew. Everything else may be amended.",
    ),
    (
        "公式",
        "公式不予计算，请粘贴为数值；不要合并单元格。",
        "Formulas are not computed: paste values. Merge no cells.",
    ),
)
_ABOUT = {
    "party": ("出资人、普通合伙人、管理人、托管人，各一行。", "Contributors, general partners, managers, custodians."),
    "fund": ("各层基金，各一行；以所列币种记账。", "Funds of every tier; the account is kept in the currency given."),
    "company": ("被投企业和中间持股的公司，各一行。", "Companies that are held, or that stand between."),
    "obligation": ("返投要求及其认定口径，各一行。", "Re-investment obligations and how they are counted."),
    "rate": ("外币汇率：自该日起适用，直至下一行。", "Rates of exchange: each holds from its day until the next."),
}
_CURRENCIES = ("CNY", "USD", "HKD", "EUR", "GBP", "JPY")


def guide() -> list[tuple[str, str, str]]:
    """The rows of the page that explains: sheet, how to fill it, the same in English."""
    found = list(_GUIDE)
    for sheet in SHEETS:
        zh, en = _ABOUT.get(sheet.of, ("", ""))
        if sheet.kind:
            zh, en = f"每笔{sheet.kind.zh}一行。", f"Each {sheet.kind.en} a row."
        needed = [column.head for column in sheet.columns if column.needed]
        found.append((sheet.name, f"{zh}必填：{'、'.join(needed)}", f"{en} Needed: {', '.join(needed)}"))
    return found


def note_of(column: Column) -> str:
    """The note on a head, in both languages."""
    zh, en = _SPECIAL.get((column.field, column.needed), _FORMS[column.form])
    if column.nodes:
        names = {"party": "参与方", "fund": "基金", "company": "企业"}
        where = [name for node, name in names.items() if node in column.nodes]
        zh, en = f"填编号，见：{'、'.join(where)}。", f"An id of the sheets {', '.join(where)}."
    must = ("必填。", "Needed. ") if column.needed else ("", "")
    return f"{must[0]}{zh}\n{column.en}: {must[1]}{en}"


@dataclass(frozen=True, slots=True)
class Choice:
    """Words that may be chosen, under a heading; for an enumeration or for columns of a form."""

    head: str
    words: tuple[str, ...]
    codes: type[Labelled] | None = None
    forms: frozenset[str] = frozenset()

    def fits(self, column: Column) -> bool:
        """Whether these are the choices of a column."""
        return column.codes is self.codes if column.codes else column.form in self.forms


def choices() -> list[Choice]:
    """All lists, in the order in which the sheets need them."""
    found: dict[object, Choice] = {}
    for sheet in SHEETS:
        for column in sheet.columns:
            if column.codes and column.codes not in found:
                words = tuple(one.zh for one in column.codes)
                found[column.codes] = Choice(column.zh, words, column.codes)
    named = tuple(one.zh for one in sectors().values())
    return [
        *found.values(),
        Choice("行业", named, forms=frozenset({"sector", "sectors"})),
        Choice("币种", _CURRENCIES, forms=frozenset({"currency"})),
        Choice("是否", ("是", "否"), forms=frozenset({"flag"})),
    ]


def _event(kind: Kind, day: date, holder: str, held: str, wan: int = 0, **more: object) -> Event:
    return Event("", kind, day, holder, held, wan * 1_000_000)._replace(**more)  # type: ignore[arg-type]


def examples() -> Book:
    """A few rows for each sheet, as an officer would fill them; of nobody there is."""
    fund, sub, firm, city, manager = "母基金", "一号子基金", "某芯片公司", "市财政局", "管理公司"
    start = date(2024, 3, 1)
    place = Region.parse("江苏/苏州/昆山")
    return Book(
        (
            Party(id=city, name="示例市财政局", roles=(Role.CONTRIBUTOR,), nature=Nature.CITY, region=place),
            Party(id=manager, name="示例私募基金管理有限公司", roles=(Role.GENERAL_PARTNER, Role.MANAGER)),
        ),
        (
            Fund(id=fund, name="示例市产业引导基金", tier=Tier.REGIONAL, established=date(2023, 1, 1), manager=manager),
            Fund(
                id=sub,
                name="示例一号创业投资合伙企业（有限合伙）",
                tier=Tier.SUB,
                legal_form=LegalForm.PARTNERSHIP,
                established=start,
                investment_end=date(2028, 3, 1),
                term_end=date(2032, 3, 1),
                target=Money.of(500_000_000),
                general_partner=manager,
                sectors=("integrated_circuits", "artificial_intelligence"),
            ),
        ),
        (
            Company(
                id=firm,
                name="示例芯片有限公司",
                region=place,
                sector="integrated_circuits",
                stage=Stage.STARTUP,
                size_class=SizeClass.SMALL,
                labels=(Label.HIGH_TECH, Label.SPECIALISED),
                founded=date(2021, 6, 18),
            ),
        ),
        _example_events(fund, sub, firm, city, manager),
        (Rate(start, "USD", "CNY", Decimal("7.1")),),
        (
            Obligation(
                id="返投1",
                name="一号子基金返投",
                fund=sub,
                region=place,
                base=Base.COMMITTED,
                multiple=Decimal("1.5"),
                weights=((Recognition.LOCAL_COMPANY, Decimal(1)), (Recognition.MOVED_IN, Decimal("0.5"))),
                investor=fund,
                checks=(Check(date(2028, 3, 1), Decimal("0.6")), Check(date(2032, 3, 1))),
            ),
        ),
    )


def _example_events(fund: str, sub: str, firm: str, city: str, manager: str) -> tuple[Event, ...]:
    """One event of each kind."""
    start, later, wan = date(2024, 3, 1), date(2026, 6, 30), 1_000_000
    return (
        _event(Kind.COMMITMENT, start, fund, sub, 10_000, nature="initial"),
        _event(Kind.CALL, start, fund, sub, 4_000, due=date(2024, 4, 1)),
        _event(Kind.CONTRIBUTION, date(2024, 4, 1), fund, sub, 4_000),
        _event(
            Kind.INVESTMENT, date(2024, 7, 1), sub, firm, 1_500,
            nature="equity", round="A轮", stake=Decimal("0.1"), post=15_000 * wan, stage="startup",
        ),
        _event(Kind.VALUATION, date(2025, 12, 31), sub, firm, 4_500),
        _event(Kind.PROCEEDS, later, sub, firm, 3_000, nature="sale", cost=750 * wan, stake=Decimal("0.05")),
        _event(Kind.DISTRIBUTION, date(2026, 9, 30), fund, sub, 1_000, nature="capital"),
        _event(Kind.FEE, date(2024, 12, 31), sub, manager, 100, nature="management"),
        _event(Kind.INCOME, date(2024, 12, 31), sub, "", 12, nature="interest"),
        _event(Kind.TRANSFER, later, fund, sub, 1_100, other=city, committed=2_000 * wan, paid=800 * wan),
        _event(Kind.STAKE, start, manager, firm, stake=Decimal("0.02")),
        _event(Kind.RECOGNITION, later, sub, firm, 1_500, nature="local_company", region="320583"),
        _event(Kind.REVERSAL, later, "", "", reverses="要冲销的编号"),
    )  # fmt: skip
