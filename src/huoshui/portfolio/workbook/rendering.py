"""A book becomes rows of a workbook; what is written is read back as it was."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from huoshui.errors import InputError
from huoshui.model.money import Money
from huoshui.model.regions import Region
from huoshui.model.sectors import sectors
from huoshui.portfolio.workbook.cells import percent, tidy, wan_of
from huoshui.portfolio.workbook.sheets import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from huoshui.portfolio.book import Book
    from huoshui.portfolio.workbook.cells import Written
    from huoshui.portfolio.workbook.sheets import Column, Sheet


def rows_of(sheet: Sheet, book: Book) -> Iterator[list[Written]]:
    """The rows of a sheet. InputError where an id would be taken for an example."""
    for item in sheet.items(book):
        row = row_of(sheet, item)
        if isinstance(row[0], str) and row[0].lstrip().startswith(EXAMPLE):
            raise InputError(f"{sheet.name}: the id {row[0]!r} begins like an example and would not be read: rename it")
        yield row


def example_rows(sheet: Sheet, book: Book) -> Iterator[list[Written]]:
    """The rows of a sheet as examples, which are not read: the first cell says that they are."""
    for item in sheet.items(book):
        first, *others = row_of(sheet, item)
        yield [EXAMPLE + ("" if first is None else str(first)), *others]


def row_of(sheet: Sheet, item: Any) -> list[Written]:  # noqa: ANN401  # one of the nouns
    """The cells of one thing."""
    return [cell_of(column, getattr(item, column.field), item) for column in sheet.columns]


def cell_of(column: Column, value: Any, item: Any) -> Written:  # noqa: ANN401  # any field of any noun
    """A field of a thing as its column shows it; None for what is not stated."""
    if value is None or value in ("", ()):
        return None
    if column.form == "amount":
        money = value if isinstance(value, Money) else Money(value, item.currency)
        return wan_of(money.minor, money.currency)
    if isinstance(value, Decimal):
        return tidy(value)
    if isinstance(value, date):
        return value
    return _text(column, value)


def _text(column: Column, value: Any) -> str:  # noqa: ANN401  # any field of any noun
    if column.codes and column.form == "code":
        return str(column.codes(value).zh)
    render = _TEXTS.get(column.form)
    return render(value) if render else str(value)


def _sector(code: str) -> str:
    known = sectors().get(code)
    return known.zh if known else code


_TEXTS: dict[str, Callable[[Any], str]] = {
    "codes": lambda value: "、".join(one.zh for one in value),
    "place": lambda value: str(Region.of_code(value)),
    "sector": _sector,
    "sectors": lambda value: "、".join(map(_sector, value)),
    "flag": lambda value: "是" if value else "否",
    "weights": lambda value: "；".join(f"{category.zh} {percent(weight)}" for category, weight in value),
    "checks": lambda value: "；".join(f"{check.day} {percent(check.share)}" for check in value),
}
