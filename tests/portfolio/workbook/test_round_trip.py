"""What is written is read as it was: ledgers to workbooks, workbooks to ledgers, cell for cell."""

from __future__ import annotations

import dataclasses
import io
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from huoshui.model.money import Money
from huoshui.model.regions import Region
from huoshui.model.sectors import sectors
from huoshui.portfolio.book import Book, Check, Company, Event, Fund, Obligation, Party, Rate
from huoshui.portfolio.kinds import FIELDS, SHAPES
from huoshui.portfolio.ledger import Ledger
from huoshui.portfolio.vocabulary import Base, Kind, Label, LegalForm, Nature, Ownership, Recognition, Role, Stage, Tier
from huoshui.portfolio.workbook import SHEETS, as_csvs, as_xlsx, examples, import_workbook, read_workbook
from huoshui.portfolio.workbook.reading import read_grids
from tests.portfolio.family import BOOK
from tests.portfolio.workbook.files import told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NODES = {"party": ("P1", "财政局"), "fund": ("F1", "母/2号"), "company": ("企业-1", "001")}
# Control characters cannot stand in an XLSX file; the rest can, whatever a spreadsheet would make of it.
TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"),
        st.sampled_from("=+-@'\t\n＝-\"，；"),
    ),
    max_size=12,
)
NAME = TEXT.map(str.strip).filter(bool)
DAYS = st.dates(date(1949, 10, 1), date(2199, 12, 31))
MINOR = st.integers(0, 10**17 - 1)
SHARE = st.decimals(0, 1, places=9) | st.decimals(0, 1, places=20)
REGIONS = st.sampled_from([Region.parse(name) for name in ("江苏/苏州/昆山", "上海", "四川/成都/高新区", "全国")])
SECTORS = st.sampled_from(list(sectors()))
_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "other": st.sampled_from(NODES["party"]), "stake": SHARE, "round": TEXT.filter(lambda text: bool(text.strip())),
    "stage": st.sampled_from([stage.value for stage in Stage]), "post": MINOR, "cost": MINOR, "committed": MINOR,
    "paid": MINOR, "due": DAYS, "region": REGIONS.map(lambda region: region.code), "reverses": st.just("E1"),
}  # fmt: skip


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def events(draw: st.DrawFn, number: int) -> Event:
    """Any event that its shape allows."""
    shape = SHAPES[draw(st.sampled_from(Kind))]
    found: dict[str, Any] = {"id": f"E{number}", "kind": shape.kind, "day": draw(DAYS), "note": draw(TEXT)}
    for field, side in (("holder", shape.holder), ("held", shape.held)):
        if side:
            found[field] = draw(st.sampled_from([name for node in sorted(side.nodes) for name in NODES[node]]))
    if shape.natures:
        found["nature"] = draw(st.sampled_from([code.value for code in shape.natures.codes]))
    if shape.money:
        found |= {"minor": draw(MINOR), "currency": draw(st.sampled_from(("CNY", "USD", "JPY")))}
    for field in FIELDS:
        if field in shape.needs or (field in shape.may and draw(st.booleans())):
            found[field] = draw(_FIELDS[field])
    return Event(**found)


@st.composite
def obligations(draw: st.DrawFn) -> Obligation:
    categories = draw(st.lists(st.sampled_from(Recognition), min_size=1, max_size=4, unique=True))
    return Obligation(
        id="O1",
        name=draw(NAME),
        fund="F1",
        region=draw(REGIONS),
        base=draw(st.sampled_from(Base)),
        multiple=draw(st.decimals("0.01", 100, places=4)),
        weights=tuple((one, draw(SHARE)) for one in categories),
        investor=draw(maybe(st.just("P1"))),
        once_per_company=draw(st.booleans()),
        counts_investments=draw(st.booleans()),
        checks=tuple(Check(day, draw(SHARE)) for day in draw(st.lists(DAYS, max_size=3))),
        since=draw(maybe(DAYS)),
        carries=draw(st.booleans()),
        note=draw(TEXT),
    )


@st.composite
def books(draw: st.DrawFn) -> Book:
    """Any book whose things have the forms that the ledger asks for; their sums need not hold."""
    roles, labels = st.lists(st.sampled_from(Role), unique=True), st.lists(st.sampled_from(Label), unique=True)
    parties = [
        Party(
            id=name,
            name=draw(NAME),
            roles=tuple(draw(roles)),
            nature=draw(st.sampled_from(Nature)),
            region=draw(maybe(REGIONS)),
            entity=draw(maybe(st.just("ab12"))),
            note=draw(TEXT),
        )
        for name in NODES["party"]
    ]
    funds = [
        Fund(
            id=name,
            name=draw(NAME),
            tier=draw(st.sampled_from(Tier)),
            legal_form=draw(maybe(st.sampled_from(LegalForm))),
            currency="USD",
            established=draw(maybe(DAYS)),
            target=draw(maybe(MINOR.map(lambda minor: Money(minor, "USD")))),
            manager=draw(maybe(st.just("P1"))),
            sectors=tuple(draw(st.lists(SECTORS, max_size=2, unique=True))),
        )
        for name in NODES["fund"]
    ]
    companies = [
        Company(
            id=name,
            name=draw(NAME),
            region=draw(maybe(REGIONS)),
            sector=draw(maybe(SECTORS)),
            ownership=draw(maybe(st.sampled_from(Ownership))),
            labels=tuple(draw(labels)),
            founded=draw(maybe(st.dates(date(1850, 1, 1), date(2030, 1, 1)))),
        )
        for name in NODES["company"]
    ]
    made = [draw(events(number)) for number in range(draw(st.integers(0, 6)))]
    ordered = tuple(event for kind in Kind for event in made if event.kind is kind)
    days = draw(st.lists(DAYS, max_size=2, unique=True))
    rates = tuple(Rate(day, "USD", "CNY", draw(st.decimals("0.0001", 1000, places=6))) for day in days)
    return Book(tuple(parties), tuple(funds), tuple(companies), ordered, rates, (draw(obligations()),))


def by_xlsx(book: Book, folder: Path) -> str:
    (folder / "book.xlsx").write_bytes(as_xlsx(book))
    return str(folder / "book.xlsx")


def by_csv(book: Book, folder: Path) -> str:
    for name, content in as_csvs(book).items():
        (folder / name).write_bytes(content)
    return f"{folder}/"


@pytest.mark.parametrize("write", [by_xlsx, by_csv])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(book=books())
def test_any_book_comes_back_as_it_was(write: Callable[[Book, Path], str], book: Book, tmp_path: Path) -> None:
    reading = read_workbook(write(book, tmp_path))
    assert told(reading) == []
    for part in dataclasses.fields(Book):
        assert getattr(reading.book, part.name) == getattr(book, part.name)


def cells(data: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = load_workbook(io.BytesIO(data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


@pytest.mark.parametrize("write", [by_xlsx, by_csv])
def test_a_ledger_exported_and_imported_is_the_same_ledger(write: Callable[[Book, Path], str], tmp_path: Path) -> None:
    with Ledger(f"sqlite:///{tmp_path}/a.db") as first, Ledger(f"sqlite:///{tmp_path}/b.db") as second:
        first.post(BOOK, author="张", what="开账")
        place = write(first.book(), tmp_path)
        again = import_workbook(first, place, author="张")
        assert (again.entry, again.amended) == (0, 0)
        assert import_workbook(second, place, author="张").events == len(BOOK.events)
        one, two = first.book(), second.book()
        assert set(one.events) == set(two.events)
        assert cells(as_xlsx(one)) == cells(as_xlsx(two))
        assert as_csvs(one) == as_csvs(two)


def test_events_without_ids_are_given_them_and_known_again(tmp_path: Path) -> None:
    nameless = dataclasses.replace(BOOK, events=tuple(one._replace(id="") for one in BOOK.events))
    with Ledger(f"sqlite:///{tmp_path}/a.db") as ledger:
        place = by_xlsx(nameless, tmp_path)
        assert import_workbook(ledger, place, author="张").events == len(BOOK.events)
        assert import_workbook(ledger, place, author="张").entry == 0
        exported = by_csv(ledger.book(), tmp_path)
        assert import_workbook(ledger, exported, author="张").entry == 0


def test_examples_are_a_book_that_could_be_read_but_are_not(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(as_xlsx(Book(), examples()))
    for name, content in as_csvs(Book(), examples()).items():
        (tmp_path / name).write_bytes(content)
    for place in (f"{tmp_path}/t.xlsx", f"{tmp_path}/"):
        reading = read_workbook(place)
        assert told(reading) == []
        assert reading.book == Book()
    assert all(sheet.items(examples()) for sheet in SHEETS)
    reading = read_workbook(by_xlsx(examples(), tmp_path))
    assert told(reading) == []
    assert reading.book.events == examples().events


def test_an_empty_cell_between_is_no_row() -> None:
    from huoshui.portfolio.workbook.faults import Faults
    from huoshui.portfolio.workbook.reading import Grid

    rows: list[list[Any]] = [["日期*", "币种*", "折为币种*", "汇率*"], [None, " ", None, None]]
    rows.append([date(2024, 1, 1) + timedelta(1), "美元", "人民币", "７.1"])
    reading = read_grids([Grid("汇率", iter(enumerate(rows, 1)))], Faults())
    assert told(reading) == []
    assert reading.book.rates == (Rate(date(2024, 1, 2), "USD", "CNY", Decimal("7.1")),)
    assert reading.origins["rate"][0].rows == [3]
