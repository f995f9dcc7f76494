"""A family in a city with rules of its own, a fund of a hostile name and a registry with a call, behind real pages."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import uvicorn
from starlette.testclient import TestClient

from huoshui.model.regions import Region
from huoshui.portfolio.book import Fund
from huoshui.portfolio.ledger import Ledger
from huoshui.portfolio.vocabulary import Kind, Tier
from huoshui.registry import Registry
from huoshui.registry.views import FundFilter
from huoshui.web.app import create_app
from tests.portfolio.family import BOOK, event
from tests.web.making import call, fill, launch
from tests.web.portfolio.conftest import HOSTILE, obligations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.portfolio.book import Book

CITY = Region.parse("江苏/南京")


def book() -> Book:
    """The family of the ledger's tests, placed, with obligations and a fund like the sub-fund in all but its name."""
    funds = [replace(fund, region=CITY, sectors=("integrated_circuits",)) for fund in BOOK.funds]
    twin = Fund(id="双生", name=HOSTILE, tier=Tier.SUB, region=CITY, target=funds[1].target)
    more = (
        event("T1", Kind.COMMITMENT, "2019-03-01", "民企", twin.id, 20_000, nature="initial"),
        event("T2", Kind.CONTRIBUTION, "2019-04-01", "民企", twin.id, 10_000),
        event("T3", Kind.INVESTMENT, "2019-07-01", twin.id, "芯", 3_000, nature="equity", stage="startup"),
        event("T4", Kind.INVESTMENT, "2019-07-01", twin.id, "药", 2_000, nature="equity"),
    )
    return replace(BOOK, funds=(*funds, twin), events=(*BOOK.events, *more), obligations=obligations())


@pytest.fixture(scope="session")
def policy_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database with the family and a registry."""
    address = f"sqlite:///{tmp_path_factory.mktemp('policy') / 'policy.db'}"
    fill(address, [launch(), call()])
    with Ledger(address) as ledger:
        ledger.post(book(), author="张三", what="期初数据")
    return address


@pytest.fixture(scope="session")
def policy(policy_url: str) -> Iterator[TestClient]:
    with TestClient(create_app(policy_url)) as client:
        yield client


@pytest.fixture(scope="session")
def entities(policy_url: str) -> dict[str, str]:
    """The id of one fund and of the call of the registry, by record type."""
    with Registry(policy_url) as registry:
        return {kind: registry.search(FundFilter(kind=kind)).rows[0].id for kind in ("Fund", "ManagerCall")}


@pytest.fixture(scope="session")
def server(policy_url: str) -> Iterator[str]:
    """The address of a running server over the family: ``page`` looks at this one here."""
    config = uvicorn.Config(create_app(policy_url), host="127.0.0.1", port=0, log_level="warning")
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
