"""Totals as tables: each figure beside the definition that it goes by."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.registry.measures import Measure
from huoshui.registry.totals import ALL_STEPS, Step
from huoshui.reporting.figures import UNIT_SIZES, UNKNOWN, qualified, show_number, show_value
from huoshui.reporting.tables import Cell, Column, Table
from huoshui.reporting.words import headed, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huoshui.model.money import Money
    from huoshui.registry.totals import Definition, FundAmount, Group, Sum, Totals, Waterfall
    from huoshui.reporting.words import Locale

NO_STEP = "none"
COUNTED = "counted"

_MEASURES = {
    Measure.TARGET: ("目标规模", "Target size"),
    Measure.COMMITTED: ("认缴", "Committed"),
    Measure.PAID_IN: ("实缴", "Paid in"),
    Measure.FIRST_PHASE: ("首期", "First phase"),
}
_MEANINGS = {
    Measure.TARGET: (
        "文件所称规模、总规模或目标规模，写明认缴、注册资本或实缴的除外",
        "the stated size, total or target, but not what is stated as committed, registered or paid in",
    ),
    Measure.COMMITTED: (
        "文件写明为认缴或注册资本的金额",
        "what is stated as committed (认缴) or as registered capital",
    ),
    Measure.PAID_IN: ("文件写明为实缴或已到位的金额", "what is stated as paid in (实缴, 到位)"),
    Measure.FIRST_PHASE: ("文件所称首期规模", "the stated size of the first phase (首期)"),
}
_STEPS = {
    Step.PLANNED: ("筹备签约", "planned or signed"),
    Step.EXITED: ("已退出", "exited"),
    Step.PROGRAMMES: ("基金群", "programmes"),
    Step.SUB_FUNDS: ("子基金", "sub-funds"),
}
_STEP_MEANINGS = {
    Step.PLANNED: ("只见筹备或签约的", "funds only planned or signed so far"),
    Step.EXITED: ("已退出的", "funds that have exited"),
    Step.PROGRAMMES: ("含已计基金的基金群、基金矩阵", "programmes (基金群, 基金矩阵) that contain a counted fund"),
    Step.SUB_FUNDS: ("已计基金的各级子基金", "sub-funds, of any level, of a counted fund"),
}


class By(StrEnum):
    """What totals can be divided by."""

    STATUS = "status"
    YEAR = "year"


def measure_word(measure: Measure, locale: Locale) -> str:
    """What a measure is called."""
    return say(locale, *_MEASURES[measure])


def measure_meaning(measure: Measure, locale: Locale) -> str:
    """Which statements a measure takes."""
    return say(locale, *_MEANINGS[measure])


def step_word(step: Step, locale: Locale) -> str:
    """What a step leaves out, in short."""
    return say(locale, *_STEPS[step])


def step_meaning(step: Step, locale: Locale) -> str:
    """What a step leaves out, exactly."""
    return say(locale, *_STEP_MEANINGS[step])


def scope_word(left_out: tuple[Step, ...], locale: Locale) -> str:
    """Which funds a definition counts."""
    if not left_out:
        return say(locale, "全部", "all")
    named = say(locale, "、", "; ").join(step_word(step, locale) for step in left_out)
    return say(locale, f"不计{named}", f"without {named}")


def definition_text(definition: Definition, locale: Locale) -> str:
    """A definition in one sentence: what is added up, of which funds, and what stands for what is not known."""
    measure = measure_meaning(definition.measure, locale)
    left_out = say(locale, "、", "; ").join(step_meaning(step, locale) for step in definition.left_out)
    scope = say(locale, f"不计{left_out}", f"without {left_out}") if left_out else scope_word((), locale)
    return say(
        locale,
        f"{measure}；{scope}；各源不一时取首选值，约数与上下限按所写数字计；未写明的不计入金额。",
        f"{measure}; {scope}; the preferred value where sources disagree, bounds as the figure stated; funds whose "
        "amount is not stated add nothing.",
    )


def steps_of(names: Iterable[str]) -> tuple[Step, ...]:
    """Steps by their names (sub-funds for ``sub_funds``), all where none is named; ``none`` is none. InputError."""
    named = [name.strip().lower().replace("-", "_") for name in names]
    known = {step.value for step in Step} | {NO_STEP}
    if unknown := [name for name in named if name not in known]:
        raise InputError(f"{unknown[0]}: no such step; one of {', '.join(sorted(known))}")
    return tuple(step for step in ALL_STEPS if step in named) if named else ALL_STEPS


def totals_table(totals: Totals, locale: Locale) -> Table:
    """One row for each definition and currency, definitions of a measure under each other."""
    rows = [
        (*_heading(definition, locale), *cells, Cell(text := definition_text(definition, locale), text))
        for waterfall in totals.waterfalls
        for definition in waterfall.definitions
        for cells in _sum_cells(definition.sum, locale)
    ]
    columns = (*_heads(locale), *_sum_heads(locale), Column("definition", say(locale, "口径", "Definition")))
    return Table(say(locale, "合计", "Totals"), columns, tuple(rows))


def group_table(totals: Totals, by: By, locale: Locale) -> Table:
    """As ``totals_table``, each definition divided by status or year; the parts of a definition add up to it."""
    rows = [
        (*_heading(definition, locale), _key_cell(by, group.key, locale), *cells)
        for waterfall in totals.waterfalls
        for definition in waterfall.definitions
        for group in _groups(definition, by)
        for cells in _sum_cells(group.sum, locale)
    ]
    head = Column(by.value, group_head(by, locale))
    return Table(say(locale, "合计", "Totals"), (*_heads(locale), head, *_sum_heads(locale)), tuple(rows))


def group_head(by: By, locale: Locale) -> str:
    """What totals are divided by, as the head of a column."""
    if by is By.STATUS:
        return say(locale, "最新状态", "Furthest status")
    return say(locale, "最早日期所在年", "Year of the earliest date")


def _groups(definition: Definition, by: By) -> tuple[Group, ...]:
    return definition.by_status if by is By.STATUS else definition.by_year


def _key_cell(by: By, key: str, locale: Locale) -> Cell:
    return Cell(group_word(by, key, locale), key or None)


def group_word(by: By, key: str, locale: Locale) -> str:
    """What a group is called."""
    if not key:
        return say(locale, "未披露", "not stated")
    return show_value("status", key, locale, kind="Fund") if by is By.STATUS else key


def fund_table(totals: Totals, locale: Locale) -> Table:
    """Every fund under every measure: counted, or by which step it is left out, and its amount."""
    rows = [
        _fund_row(waterfall, fund, step, locale)
        for waterfall in totals.waterfalls
        for step, counted in _parts(waterfall)
        for fund in counted.funds
    ]
    columns = (
        Column("measure", say(locale, "金额", "Amount")),
        Column("counted", say(locale, "计入与否", "Counted")),
        Column("name", headed("name", locale)),
        Column("currency", say(locale, "币种", "Currency")),
        Column("amount", say(locale, "金额（亿）", "Amount (100m)"), numeric=True),
        Column("conflict", headed("conflict", locale)),
        Column("status", group_head(By.STATUS, locale)),
        Column("year", group_head(By.YEAR, locale)),
        Column("sources", headed("sources", locale), numeric=True),
        Column("id", "ID"),
    )
    return Table(say(locale, "合计所含基金", "Funds behind the totals"), columns, tuple(rows))


def _parts(waterfall: Waterfall) -> tuple[tuple[Step | None, Sum], ...]:
    return ((None, waterfall.definitions[-1].sum), *((taken.step, taken.sum) for taken in waterfall.steps))


def _fund_row(waterfall: Waterfall, fund: FundAmount, step: Step | None, locale: Locale) -> tuple[Cell, ...]:
    part = f"{say(locale, '不计：', 'left out: ')}{step_word(step, locale)}" if step else say(locale, "计入", "counted")
    return (
        Cell(measure_word(waterfall.measure, locale), waterfall.measure.value),
        Cell(part, step.value if step else COUNTED),
        Cell(fund.name, fund.name),
        Cell(fund.amount.currency if fund.amount else UNKNOWN, fund.amount.currency if fund.amount else None),
        _amount_cell(fund.amount, fund.qualifier, locale),
        Cell(say(locale, "是", "yes") if fund.disputed else "", fund.disputed),
        _key_cell(By.STATUS, fund.status, locale),
        _key_cell(By.YEAR, fund.year, locale),
        Cell(str(fund.sources), fund.sources, fund.sources),
        Cell(fund.id, fund.id),
    )


def _amount_cell(amount: Money | None, qualifier: str | None, locale: Locale) -> Cell:
    if amount is None:
        return Cell(UNKNOWN, None)
    number = in_yi(amount)
    return Cell(qualified(show_number(number), qualifier, locale), str(amount), number)


def in_yi(amount: Money) -> Decimal:
    """An amount in 亿 of its currency, exactly."""
    return amount.amount / Decimal(UNIT_SIZES["亿"])


def _heading(definition: Definition, locale: Locale) -> tuple[Cell, Cell]:
    return (
        Cell(measure_word(definition.measure, locale), definition.measure.value),
        Cell(scope_word(definition.left_out, locale), tuple(step.value for step in definition.left_out)),
    )


def _sum_cells(counted: Sum, locale: Locale) -> list[tuple[Cell, ...]]:
    """The figures of a sum, a row for each currency with the funds whose amounts are in it."""
    if not counted.sums:
        return [(Cell(UNKNOWN, None), _amount_cell(None, None, locale), *_number_cells(counted))]
    return [
        (
            Cell(money.currency, money.currency),
            _amount_cell(money, None, locale),
            *_number_cells(counted.within(money.currency)),
        )
        for money in counted.sums
    ]


def _number_cells(counted: Sum) -> list[Cell]:
    numbers = (counted.counted, counted.without, counted.bounds, counted.disputed)
    return [Cell(str(number), number, number) for number in numbers]


def _heads(locale: Locale) -> tuple[Column, ...]:
    return (
        Column("measure", say(locale, "金额", "Amount")),
        Column("left_out", say(locale, "范围", "Scope")),
    )


def _sum_heads(locale: Locale) -> tuple[Column, ...]:
    return (
        Column("currency", say(locale, "币种", "Currency")),
        Column("sum", say(locale, "合计（亿）", "Sum (100m)"), numeric=True),
        Column("counted", say(locale, "计入只数", "Funds"), numeric=True),
        Column("without", say(locale, "未写明只数", "Not stated"), numeric=True),
        Column("bounds", say(locale, "约数只数", "Bounds"), numeric=True),
        Column("disputed", say(locale, "各源不一只数", "Disputed"), numeric=True),
    )


def unknown_text(totals: Totals, locale: Locale) -> str:
    """What is not known of the funds, in one sentence."""
    return say(
        locale,
        f"共 {totals.funds} 只基金；{totals.unstated_status} 只状态未披露，按未筹备、未退出计；"
        f"{totals.undated} 只没有日期。",
        f"{totals.funds} funds; {totals.unstated_status} without a stated status count as neither planned nor exited; "
        f"{totals.undated} without a date.",
    )
