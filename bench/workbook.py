"""Importing a workbook of 120,000 events: ``python bench/workbook.py``, with ``--rows`` for another size.

A seeded generator writes a family whose books balance. Measured on the processor, medians of some rounds:

- openpyxl alone, which goes over all cells of the same file in its quickest way (read only, values only);
- our reading, from the file to the book, as a ratio to that;
- the whole import, into a new SQLite ledger with all checks, as rows a second after openpyxl's own time (aim: 10,000).

The exit status is 1 where the aim is missed.
"""

from __future__ import annotations

import argparse
import gc
import io
import random
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from huoshui.portfolio.book import Book, Company, Event, Fund, Party
from huoshui.portfolio.ledger import Ledger
from huoshui.portfolio.vocabulary import Kind, Nature, Tier
from huoshui.portfolio.workbook import as_xlsx, import_workbook, read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

AIM = 10_000
SEED = 20261122
FUNDS, COMPANIES = 400, 8_000
START = date(2012, 1, 1)


def make(rows: int) -> Book:
    """A family of as many events as asked for: capital is paid in first, then deals, values, proceeds and fees."""
    chance = random.Random(SEED)  # noqa: S311  # a made family
    parties = (Party(id="财政", name="财政局", nature=Nature.CITY), Party(id="管理", name="管理公司"))
    funds = tuple(Fund(id=f"基金{n}", name=f"第{n}号创业投资基金", tier=Tier.SUB) for n in range(FUNDS))
    companies = tuple(Company(id=f"企业{n}", name=f"第{n}号科技有限公司") for n in range(COMPANIES))
    events = []
    for one in funds:
        events.append(_event(Kind.COMMITMENT, START, "财政", one.id, 10**15, nature="initial"))
        events.append(_event(Kind.CONTRIBUTION, START, "财政", one.id, 9 * 10**14))
    held: list[tuple[str, str, date]] = []
    while len(events) < rows:
        fund = funds[chance.randrange(FUNDS)].id
        day = START + timedelta(chance.randrange(1, 2000))
        turn = chance.random()
        if turn < 0.3 or not held:
            company = companies[chance.randrange(COMPANIES)].id
            held.append((fund, company, day))
            amount = chance.randrange(10**8, 10**10)
            events.append(_event(Kind.INVESTMENT, day, fund, company, amount, nature="equity", round="A轮"))
        elif turn < 0.7:
            fund, company, bought = held[chance.randrange(len(held))]
            later = bought + timedelta(chance.randrange(1, 2000))
            events.append(_event(Kind.VALUATION, later, fund, company, chance.randrange(10**8, 10**11)))
        elif turn < 0.85:
            fund, company, bought = held[chance.randrange(len(held))]
            later = bought + timedelta(chance.randrange(1, 2000))
            amount = chance.randrange(10**6, 10**9)
            events.append(_event(Kind.PROCEEDS, later, fund, company, amount, nature="dividend", cost=0))
        else:
            events.append(_event(Kind.FEE, day, fund, "管理", chance.randrange(10**5, 10**8), nature="management"))
    return Book(parties, funds, companies, tuple(events))


def _event(kind: Kind, day: date, holder: str, held: str, minor: int, **more: object) -> Event:
    return Event("", kind, day, holder, held, minor)._replace(**more)  # type: ignore[arg-type]


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The median of the processor's seconds."""
    times = []
    for _ in range(rounds):
        gc.collect()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def bare(data: bytes) -> int:
    """Go over all cells with openpyxl and nothing else; how many rows there are."""
    book = load_workbook(io.BytesIO(data), read_only=True)
    return sum(1 for sheet in book.worksheets for _ in sheet.iter_rows(values_only=True))


def main() -> None:
    """Print the figures; exit 1 where the aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=120_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    book = make(asked.rows)
    rows = len(book.events) + len(list(book.nodes()))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        writing = seconds(lambda: path.write_bytes(as_xlsx(book)), 1)
        data = path.read_bytes()
        alone = seconds(lambda: bare(data), asked.rounds)
        read = seconds(lambda: read_workbook(str(path)), asked.rounds)
        turn = iter(range(asked.rounds))

        def whole() -> None:
            with Ledger(f"sqlite:///{folder}/{next(turn)}.db") as ledger:
                posted = import_workbook(ledger, str(path), author="bench")
                if posted.events != len(book.events):
                    sys.exit(f"{posted.events} of {len(book.events)} events were entered")

        imported = seconds(whole, asked.rounds)
    rate = rows / (imported - alone)
    print(f"{rows:,} rows, {len(data) / 1e6:.1f} MB; written in {writing:.1f} s; times of the processor, medians")
    print(f"openpyxl alone {alone:.2f} s, our reading {read:.2f} s: {read / alone:.2f} times")
    print(f"whole import {imported:.2f} s: {rate:,.0f} rows a second after openpyxl's own time (aim {AIM:,})")
    sys.exit(rate < AIM)


if __name__ == "__main__":
    main()
