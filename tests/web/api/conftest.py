"""The API over a small registry and a small family of funds."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from huoshui.portfolio.ledger import Ledger
from huoshui.registry import Registry
from huoshui.web.app import create_app
from tests.portfolio.family import BOOK
from tests.web.making import call, fill, launch, many, others, review

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a filled registry that no test changes."""
    address = f"sqlite:///{tmp_path_factory.mktemp('api') / 'filled.db'}"
    fill(address, [launch(), review(), call(), others(), many()])
    with Ledger(address) as ledger:
        ledger.post(BOOK, author="张", what="开账")
    if find_spec("splink"):
        with Registry(address) as registry:
            registry.link_bodies()
    return address


@pytest.fixture(scope="session")
def api(url: str) -> Iterator[TestClient]:
    with TestClient(create_app(url), base_url="http://testserver/api/v1/") as client:
        yield client


@pytest.fixture
def own(tmp_path: Path) -> str:
    """The address of a registry that a test may change."""
    address = f"sqlite:///{tmp_path / 'own.db'}"
    fill(address, [launch(), many()])
    return address


@pytest.fixture
def changing(own: str) -> Iterator[TestClient]:
    with TestClient(create_app(own), base_url="http://testserver/api/v1/") as client:
        yield client
