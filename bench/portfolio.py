"""A family of 1,000 funds, 20,000 companies and over 500,000 events: how long every fund's figures take as of any day.

Printed are the medians in seconds of reading the ledger from its database, of every fund's account with its multiples
and rates of return as of a day (each time another), and of entering the events. The aim is 3 s for reading and figures
together; the exit status is 1 where it is missed.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from huoshui.portfolio.accounts import View, gross_flows, net_flows, standing
from huoshui.portfolio.ledger import Ledger
from huoshui.portfolio.made import make_family
from huoshui.portfolio.performance import irrs, multiple_table

if TYPE_CHECKING:
    from huoshui.portfolio.snapshot import Snapshot

AIM = 3.0
SEED = 2026
FIRST, LAST = date(2016, 1, 1), date(2025, 12, 31)


def figures(snapshot: Snapshot, day: date) -> int:
    """Every fund's account, multiples, and net and gross rates as of a day; how many funds have a net rate."""
    found = standing(View(snapshot.journal, snapshot.setting, day))
    accounts = found.funds
    multiple_table(accounts.committed, accounts.paid_in, accounts.distributed, accounts.nav)
    tables = [net_flows(found), gross_flows(found)]
    rates = [irrs(table.days, table.minor, table.offsets) for table in tables]
    return int((rates[0].status == 0).sum())


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--funds", type=int, default=1000)
    parser.add_argument("--companies", type=int, default=20_000)
    parser.add_argument("--marks", type=int, default=3, help="valuations of a holding a year")
    arguments = parser.parse_args()
    book = make_family(SEED, funds=arguments.funds, companies=arguments.companies, regional=10, marks=arguments.marks)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'ledger.db'}"
        with Ledger(url) as ledger:
            start = time.perf_counter()
            ledger.post(book, author="bench", what="bench")
            entering = time.perf_counter() - start
        reading, reckoning = [], []
        pick = random.Random(SEED)  # noqa: S311  # nothing secret
        rated = 0
        for _ in range(5):
            with Ledger(url) as ledger:
                start = time.perf_counter()
                snapshot = ledger.snapshot()
                reading.append(time.perf_counter() - start)
            day = FIRST + timedelta(days=pick.randrange((LAST - FIRST).days))
            start = time.perf_counter()
            rated = figures(snapshot, day)
            reckoning.append(time.perf_counter() - start)
    counts = f"{len(book.funds)} funds, {len(book.companies)} companies, {len(book.events)} events"
    read, reckoned = statistics.median(reading), statistics.median(reckoning)
    print(f"{counts}; {rated} funds with a net rate on the last day asked for")
    print(f"entering, checks included  {entering:7.2f} s   {len(book.events) / entering:,.0f} events a second")
    print(f"reading the ledger         {read:7.2f} s")
    print(f"every fund's figures       {reckoned:7.2f} s   as of a day, on the ledger in memory")
    print(f"together                   {read + reckoned:7.2f} s   (aim {AIM:.0f} s)")
    sys.exit(read + reckoned > AIM)


if __name__ == "__main__":
    main()
