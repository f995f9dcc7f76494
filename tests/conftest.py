"""Fixtures that more than one room uses."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.postgres import Cluster, binaries, start

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def samples() -> Path:
    """The bundled documents."""
    return ROOT / "samples"


@pytest.fixture(scope="session")
def browser_path() -> str | None:
    """A browser for the page tests: ``$HUOSHUI_BROWSER``, one on PATH, or None for playwright's own.

    Skips the test where there is none.
    """
    named = os.environ.get("HUOSHUI_BROWSER") or next((p for name in BROWSERS if (p := shutil.which(name))), None)
    if named:
        return named
    own = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    if any(own.glob("chromium*")):
        return None
    pytest.skip("no browser: run make browser, or install Chromium and name it in HUOSHUI_BROWSER")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server of this process's own. Skips the test where there is none to start."""
    found = binaries()
    if found is None:
        pytest.skip("no PostgreSQL 15: run make postgres, or name the folder of initdb in HUOSHUI_POSTGRES_BIN")
    cluster = start(found)
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def prepared_postgres(postgres: Cluster) -> Iterator[str]:
    """Name of a database with the registry's tables, to be copied: faster than making them for every test."""
    from sqlalchemy import make_url

    from huoshui.registry import Registry

    with postgres.database() as url:
        Registry(url).close()
        yield str(make_url(url).database)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of an empty registry, of either kind; the SQLite one does not exist yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/registry.db"
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    with cluster.database(template=request.getfixturevalue("prepared_postgres")) as address:
        yield address


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine reaches a test."""
    for name in ("HUOSHUI_DATABASE", "HUOSHUI_LANG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
