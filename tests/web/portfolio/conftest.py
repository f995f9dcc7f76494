"""A small family, its state bodies, a ring and obligations, behind real pages."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import uvicorn
from starlette.testclient import TestClient

from huoshui.model.regions import Region
from huoshui.portfolio.book import Check, Company, Obligation
from huoshui.portfolio.ledger import Ledger
from huoshui.portfolio.vocabulary import Base, Kind, Recognition
from huoshui.registry import Registry
from huoshui.web.app import create_app
from tests.portfolio.family import BOOK, day, event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.portfolio.book import Book

HOSTILE = '戊"><script>alert(1)</script>' + "长" * 60 + "有限公司"
LOCAL = Region.parse("江苏")


def obligations() -> tuple[Obligation, Obligation]:
    strict = Obligation(
        id="严",
        name="严口径",
        fund="子",
        region=LOCAL,
        base=Base.PAID,
        multiple=Decimal("1.5"),
        weights=((Recognition.LOCAL_COMPANY, Decimal(1)),),
        investor="母",
        checks=(Check(day("2021-12-31"), Decimal("0.5")), Check(day("2024-12-31"))),
    )
    wide = replace(strict, id="宽", name="宽口径", counts_investments=True)
    return strict, wide


def book() -> Book:
    """The family of the ledger's tests, with a company of a hostile name, a ring, a reversal and obligations."""
    more = (
        event("S1", Kind.STAKE, "2019-01-01", "财政局", "芯", stake=Decimal("0.2")),
        event("S2", Kind.STAKE, "2019-01-01", "环", "芯", stake=Decimal("0.3")),
        event("S3", Kind.STAKE, "2019-01-01", "芯", "环", stake=Decimal("0.1")),
        event("R1", Kind.RECOGNITION, "2020-06-30", "子", "芯", 1_000, nature="local_company", region="320500"),
        event("F2", Kind.FEE, "2020-06-30", "子", "甲管", 100, nature="management"),
        event("X2", Kind.REVERSAL, "2020-07-31", reverses="F2", note="重复录入"),
    )
    return replace(
        BOOK,
        companies=(*BOOK.companies, Company(id="环", name=HOSTILE)),
        events=(*BOOK.events, *more),
        obligations=obligations(),
    )


@pytest.fixture(scope="session")
def family_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database whose ledger holds the family."""
    address = f"sqlite:///{tmp_path_factory.mktemp('family') / 'family.db'}"
    Registry(address).close()
    with Ledger(address) as ledger:
        ledger.post(book(), author="张三", what="期初数据")
    return address


@pytest.fixture(scope="session")
def family(family_url: str) -> Iterator[TestClient]:
    with TestClient(create_app(family_url)) as client:
        yield client


@pytest.fixture(scope="session")
def server(family_url: str) -> Iterator[str]:
    """The address of a running server over the family: ``page`` looks at this one here."""
    config = uvicorn.Config(create_app(family_url), host="127.0.0.1", port=0, log_level="warning")
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not running.started:
        assert time.monotonic() < deadline, "the server does not start"
        time.sleep(0.02)
    port = running.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(10)
