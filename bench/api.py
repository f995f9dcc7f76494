"""How fast a registry of a million statements answers: ``python bench/api.py``, with ``--help`` for smaller ones.

A seeded generator writes documents about invented funds, rounds and calls into an empty registry by the registry's own
writing, so that every table and index is what ingesting would have made. Then the search page, the page of a fund and
the lists of the API are asked for over and over, each time with other filters, within this process and without a
network. Printed are the median and the 95th percentile in milliseconds, and the latter over that of a bare indexed
query in the same database. The aim is 50 ms at the 95th percentile; the exit status is 1 where it is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import statistics
import sys
import tempfile
import time
from array import array
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from sqlalchemy import insert, select, text, update

from huoshui.model.dates import PartialDate
from huoshui.model.document import Article, Document, OffsetMap, Span
from huoshui.model.money import Money
from huoshui.model.records import Evidence, Financing, Fund, ManagerCall, Record, Value
from huoshui.model.regions import Region
from huoshui.model.sectors import enumeration, sectors
from huoshui.model.tables import rows
from huoshui.registry import entities, schema, writing
from huoshui.registry.engine import open_engine, reading
from huoshui.registry.engine import writing as transaction
from huoshui.registry.ids import public_id
from huoshui.registry.rows import prepare
from huoshui.web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fastapi import FastAPI
    from sqlalchemy import Connection, Engine
    from starlette.types import Message

AIM = 0.050
SEED = 20260129
IN_A_DOCUMENT = 3
MENTIONS = 1.6  # of an entity, on average
AT_ONCE = 500  # documents in a transaction
WORDS = tuple(
    "启明远山东篱北辰南湖青云金石广厦嘉禾朝晖望岳澄江临风听涛逐日归雁凌霄沐阳怀瑾长河"[i : i + 2]
    for i in range(0, 40, 2)
)
TRADES = ("新材料", "人工智能", "生物医药", "低空经济", "新能源", "集成电路", "机器人", "现代农业", "海洋装备")
KINDS = ("产业投资基金", "创业投资基金", "引导基金", "母基金", "成果转化基金", "并购基金")
PARTIES = ("城市发展集团", "国有资本运营公司", "财金控股集团", "科技创新投资集团", "创业投资管理公司")
SOURCES = ("晨报", "商报", "公告", "政府网", "投资观察", "资本周刊")


@dataclass(frozen=True)
class Thing:
    """An invented fund, round or call, said the same way in each document that speaks of it."""

    kind: str
    name: str
    region: Region
    sectors: tuple[str, ...]
    status: str
    size: Money | None
    parties: tuple[str, ...]


@dataclass(frozen=True)
class Timing:
    """Seconds that each of some requests took, and those of the processor alone."""

    name: str
    seconds: list[float]
    computing: list[float]

    @property
    def p50(self) -> float:
        """The median."""
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        """The 95th percentile."""
        return statistics.quantiles(self.seconds, n=20)[-1]

    @property
    def computed(self) -> float:
        """The 95th percentile of the processor's time, which says more where others are at work."""
        return statistics.quantiles(self.computing, n=20)[-1]


class Inventor:
    """Makes things and documents about them, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  nothing secret
        self.codes = [row["code"] for row in rows("gb2260.csv")]
        names = [row["name"] for row in rows("gb2260.csv")]
        self.places = [region for name in names if (region := _region(name)) is not None]
        self.sectors, self.statuses = list(sectors()), list(enumeration("status"))
        self.things: list[Thing] = []

    def document(self, number: int) -> tuple[Document, list[Record]]:
        """One document that speaks of some things, new ones and known ones."""
        pick = self.random
        told = [
            pick.choice(self.things) if self.things and pick.random() < 1 - 1 / MENTIONS else self._thing()
            for _ in range(IN_A_DOCUMENT)
        ]
        day = date(2026, 6, 30) - timedelta(days=int(pick.random() ** 2 * 3650))
        teller = _Teller(number, day, f"{pick.choice(WORDS)}{pick.choice(SOURCES)}")
        for thing in dict.fromkeys(told):
            teller.tell(thing)
        return teller.finished()

    def _thing(self) -> Thing:
        pick, number = self.random, len(self.things)
        kind = pick.choices(("Fund", "Financing", "ManagerCall"), (80, 14, 6))[0]
        region, trade = pick.choice(self.places), pick.choice(TRADES)
        own = f"{region.name}{pick.choice(WORDS)}{trade}"
        ends = {"Fund": pick.choice(KINDS), "Financing": "科技股份公司", "ManagerCall": "母基金子基金遴选"}
        size = Money.of(max(1, round(pick.lognormvariate(2.3, 1.3))) * 10**8) if pick.random() < 0.75 else None
        thing = Thing(
            kind=kind,
            name=f"{own}{ends[kind]}{number}号",
            region=region,
            sectors=tuple(pick.sample(self.sectors, pick.choice((1, 2, 2, 3)))),
            status=pick.choices(self.statuses, [1 / (n + 1) for n in range(len(self.statuses))])[0],
            size=size,
            parties=tuple(f"{pick.choice(self.places).name}{pick.choice(PARTIES)}" for _ in range(3)),
        )
        self.things.append(thing)
        return thing


class _Teller:
    """Writes one document and takes down what it says."""

    def __init__(self, number: int, day: date, source: str) -> None:
        self.number, self.day, self.source = number, day, source
        self.text = ""
        self.records: list[Record] = []

    def tell(self, thing: Thing) -> None:
        """One sentence about a thing, and the record of it."""
        self._say(thing.name)
        evidence = self._evidence(thing.name)
        where = (Value(thing.region, self._say(f"落户{thing.region.name}")),)
        what = tuple(Value(code, self._say(f"投向{code}")) for code in thing.sectors)
        size = (Value(thing.size, self._say(f"规模{thing.size}")),) if thing.size else ()
        when = (Value(PartialDate.of(self.day), self._say(f"于{self.day}")),)
        first, *others = (Value(name, self._say(f"由{name}参与")) for name in thing.parties)
        known = {"name": thing.name, "evidence": evidence, "date": when}
        if thing.kind == "Fund":
            status = (Value(thing.status, self._say(f"现为{thing.status}")),)
            self.records.append(
                Fund(**known, size=size, region=where, sector=what, status=status, manager=(first,), backer=(*others,))  # type: ignore[arg-type]
            )
        elif thing.kind == "ManagerCall":
            self.records.append(ManagerCall(**known, min_fund_size=size, region=where, sector=what, fund=(first,)))  # type: ignore[arg-type]
        else:
            self.records.append(Financing(**known, size=size, investor=(first, *others)))  # type: ignore[arg-type]
        self.text += "。\n"

    def finished(self) -> tuple[Document, list[Record]]:
        """The document and its records."""
        length = len(self.text)
        document = Document(
            name=str(self.number),
            text=self.text,
            clean=self.text,
            offsets=OffsetMap(array("I", range(length)), array("I", range(1, length + 1))),
            articles=(Article("", None, Span(0, length)),),
            digest=sha256(f"{self.number}".encode()).hexdigest(),
            title=self.text[:24],
            source=self.source,
            published=PartialDate.of(self.day),
            path=f"/made/{self.number}.txt",
        )
        return document, self.records

    def _say(self, words: str) -> Evidence:
        self.text += words + "，"
        return self._evidence(words)

    def _evidence(self, words: str) -> Evidence:
        end = len(self.text) - 1
        return Evidence(str(self.number), end - len(words), end, words)


def _region(name: str) -> Region | None:
    try:
        return Region.parse(name)
    except Exception:  # noqa: BLE001  a place that several provinces have is left out
        return None


def fill(engine: Engine, url: str, wanted: int) -> int:
    """Write documents until the registry holds so many statements; how many they are."""
    inventor, number, written = Inventor(SEED), 0, 0
    entity_of: dict[tuple[str, str], int] = {}
    while written < wanted:
        with transaction(engine, url) as connection:
            for _ in range(AT_ONCE):
                number += 1
                written += _write(connection, *inventor.document(number), entity_of)
    with transaction(engine, url) as connection:
        _date_anew(connection)
    return written


def _write(
    connection: Connection, document: Document, records: Sequence[Record], entity_of: dict[tuple[str, str], int]
) -> int:
    """Write one document; a record of a known name goes to its entity."""
    prepared = prepare(document, records, version="made")
    own = {d.entity.id: (d.entity.kind, d.entity.name) for d in prepared.entities}
    new = [d for d in prepared.entities if own[d.entity.id] not in entity_of]
    entities.store_new(connection, new)
    entity_of.update({own[d.entity.id]: d.entity.id for d in new})
    placed = [r._replace(entity_id=entity_of[r.kind, r.name]) for r in prepared.records]
    writing._insert(connection, prepared, placed)  # noqa: SLF001  the same rows as ever, without asking who is known
    known = [d for d in prepared.entities if d not in new]
    later = [row._replace(entity_id=entity_of[own[d.entity.id]]) for d in known for row in d.dates]
    held = schema.dates
    for row in later:
        same = select(held.c.entity_id).where(*(held.c[name] == value for name, value in row._asdict().items()))
        if connection.execute(same).first() is None:
            connection.execute(insert(held).values(row._asdict()))
    return len(prepared.statements)


def _date_anew(connection: Connection) -> None:
    """The newest date of each entity, after all its documents."""
    d, e = schema.dates.c, schema.entities
    newest = select(d.last_day).where(d.entity_id == e.c.id).order_by(d.last_day.desc()).limit(1).scalar_subquery()
    connection.execute(update(e).values(newest=newest))


class Asker:
    """Makes up what people ask: mostly one filter, sometimes two or three, sometimes a further page."""

    def __init__(self, funds: Sequence[str], documents: Sequence[str]) -> None:
        self.random = random.Random(SEED + 1)  # noqa: S311  nothing secret
        self.inventor = Inventor(SEED)
        self.funds, self.documents = funds, documents

    def page(self) -> str:
        """The search page."""
        asked = self._filters()
        if "min_size" in asked:
            asked["min"] = asked.pop("min_size")
        if "text" in asked:
            asked["q"] = asked.pop("text")
        if self.random.random() < 0.15:
            asked["page"] = str(self.random.randint(2, 5))
        return f"/?{urlencode(asked)}"

    def fund(self) -> str:
        """The page of a fund."""
        return f"/entities/{self.random.choice(self.funds)}"

    def entities(self) -> str:
        """The API's list of entities."""
        return f"/api/v1/search?{urlencode(self._filters())}"

    def statements(self) -> str:
        """The API's list of statements."""
        pick = self.random
        asked = pick.choice(
            (
                {"prop": pick.choice(("size", "manager", "region", "status"))},
                {"entity": pick.choice(self.funds)},
                {"document": pick.choice(self.documents)},
                {"since": f"2026-0{pick.randint(1, 6)}"},
                {
                    "since": f"20{pick.randint(17, 25)}",
                    "prop": pick.choice(("size", "backer", "reinvestment_multiple")),
                },
            )
        )
        return f"/api/v1/statements?{urlencode(asked)}"

    def _filters(self) -> dict[str, str]:
        pick, place = self.random, self.random.choice(self.inventor.places)
        year = pick.randint(2018, 2026)
        choices: tuple[dict[str, str], ...] = (
            {},
            {"sector": pick.choice(self.inventor.sectors)},
            {"region": place.path[0]},
            {"region": str(place)},
            {"status": pick.choice(self.inventor.statuses)},
            {"since": str(year)},
            {"since": f"{year}-01", "until": f"{year}-0{pick.randint(1, 6)}"},
            {"min_size": f"{pick.choice((1, 5, 10, 50, 100))}亿"},
            {"text": pick.choice((*WORDS, *TRADES, place.name, f"{place.name}{pick.choice(PARTIES)}"))},
        )
        asked: dict[str, str] = {}
        for more in pick.choices(choices, k=pick.choice((1, 1, 1, 2, 2, 3))):
            asked |= more
        if pick.random() < 0.2:
            asked["sort"] = pick.choice(("-date", "name", "size"))
        return asked


async def ask(app: FastAPI, address: str) -> int:
    """Ask the application itself; the status of its answer."""
    path, _, query = address.partition("?")
    status = 0

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        status = message.get("status", status)

    headers = [(b"host", b"127.0.0.1")]
    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": path, "root_path": "",
        "raw_path": path.encode(), "query_string": query.encode(), "headers": headers, "server": ("127.0.0.1", 80),
    }  # fmt: skip
    await app(scope, receive, send)
    return status


async def requests(app: FastAPI, name: str, address: Callable[[], str], number: int, *, slow: bool) -> Timing:
    """Time so many requests, after a few that nobody counts."""
    taken: list[tuple[float, float, str]] = []
    for i in range(number + 10):
        wanted = address()
        start, busy = time.perf_counter(), time.process_time()
        status = await ask(app, wanted)
        seconds, computing = time.perf_counter() - start, time.process_time() - busy
        if status != 200:
            message = f"{wanted} was answered with {status}"
            raise SystemExit(message)
        if i >= 10:
            taken.append((seconds, computing, wanted))
    if slow:
        for seconds, _, wanted in sorted(taken, reverse=True)[:12]:
            print(f"    {seconds * 1000:8.1f} ms  {wanted}")
    return Timing(name, [row[0] for row in taken], [row[1] for row in taken])


def bare(engine: Engine, url: str, number: int) -> Timing:
    """A query of fifty rows by an index, as the yardstick."""
    pick = random.Random(SEED)  # noqa: S311  nothing secret
    query = text(
        "SELECT id, name FROM entity WHERE kind = 'Fund' AND size <= :most ORDER BY size DESC NULLS LAST LIMIT 50"
    )
    taken, computing = [], []
    with reading(engine, url) as connection:
        for _ in range(number):
            start, busy = time.perf_counter(), time.process_time()
            connection.execute(query, {"most": pick.randint(1, 100) * 10**10}).all()
            taken.append(time.perf_counter() - start)
            computing.append(time.process_time() - busy)
    return Timing("bare indexed query", taken, computing)


def measure(engine: Engine, url: str, number: int, *, slow: bool) -> bool:
    """Print how fast everything is answered; whether all of it reached the aim."""
    with reading(engine, url) as connection:
        e, d = schema.entities.c, schema.documents.c
        funds = connection.execute(select(e.id).where(e.kind == "Fund").order_by(e.id).limit(20000)).scalars()
        documents = connection.execute(select(d.id).order_by(d.id).limit(20000)).scalars()
        asker = Asker([public_id(f) for f in funds], [public_id(f) for f in documents])
    app = create_app(url)
    start = time.perf_counter()
    asyncio.run(ask(app, "/"))
    gc.collect()
    gc.freeze()  # as the server does when it starts
    print(f"first page after a change: {(time.perf_counter() - start) * 1000:.0f} ms")
    yard = bare(engine, url, number)
    asked = (
        ("search page", asker.page),
        ("fund page", asker.fund),
        ("API: entities", asker.entities),
        ("API: statements", asker.statements),
    )
    print(f"{'':20}{'p50 ms':>9}{'p95 ms':>9}{'ratio':>9}{'p95 ms of computing':>21}")
    reached = True
    for timing in (yard, *(asyncio.run(requests(app, *one, number, slow=slow)) for one in asked)):
        clock, computed = f"{timing.p50 * 1000:9.2f}{timing.p95 * 1000:9.2f}", timing.computed * 1000
        print(f"{timing.name:20}{clock}{timing.p95 / yard.p95:9.1f}{computed:21.2f}")
        reached = reached and timing.p95 <= AIM
    return reached


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=300, help="of each kind")
    parser.add_argument("--database", default="", help="an empty database, or one that this script has filled")
    parser.add_argument("--slow", action="store_true", help="print the slowest requests")
    return parser.parse_args()


def main() -> int:
    """Fill, measure, print."""
    said = arguments()
    with tempfile.TemporaryDirectory() as folder:
        url = said.database or f"sqlite:///{Path(folder) / 'made.db'}"
        engine = open_engine(url, create=True)
        with reading(engine, url) as connection:
            held = connection.execute(select(schema.documents.c.id).limit(1)).first()
        if held is None:
            start = time.perf_counter()
            written = fill(engine, url, said.statements)
            print(f"{written:,} statements written in {time.perf_counter() - start:.0f} s", flush=True)
        reached = measure(engine, url, said.requests, slow=said.slow)
        engine.dispose()
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
