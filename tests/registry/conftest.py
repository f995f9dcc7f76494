from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from huoshui.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.postgres import Cluster


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a database without tables, of either kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/registry.db"
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    with cluster.database() as address:
        yield address


@pytest.fixture
def registry(url: str) -> Iterator[Registry]:
    with Registry(url) as opened:
        yield opened
