"""Files into the registry: read, extract, store, one document at a time.

With several jobs, worker processes read and extract and this process alone writes. A worker streams its documents
back through a pipe, which holds it up when the writer is behind: memory grows with one document, not with the batch.
Every document is committed on its own, so whatever has been reported as done is there after a kill.
"""

from __future__ import annotations

import os
import signal
import time
from collections import deque
from dataclasses import dataclass
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING

from huoshui.documents import SUFFIXES, read_all
from huoshui.errors import DatabaseError, HuoshuiError
from huoshui.extraction import VERSION, extract
from huoshui.registry import Prepared, Registry, prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext, SpawnContext
    from multiprocessing.process import BaseProcess

    from huoshui.model.document import Document

#: How long a worker may be silent before its document is given up.
SILENCE_SECONDS = 300.0
#: How long a worker may take to start.
START_SECONDS = 120.0
#: Files handed to a worker at once. It always has a second lot waiting, so it never waits for the writer's attention.
_LOT = 8
_LOTS_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Failure:
    """A file, or an item of a feed, that could not be taken in, and why in one line."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest is: files ``done`` of ``total``; documents added and unchanged; failures; the latest file."""

    done: int
    total: int
    added: int
    unchanged: int
    failed: int
    path: str


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest came to: numbers of documents, and what failed."""

    added: int
    unchanged: int
    failed: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class _Unchanged:
    """A document that the registry holds already."""


_Outcome = Prepared | _Unchanged | Failure


@dataclass(frozen=True, slots=True)
class _Step:
    """One outcome of a file, and whether it is the file's last."""

    path: str
    outcome: _Outcome
    last: bool


class _Ready:
    """A worker has started."""


def ingest(
    paths: Sequence[Path],
    registry: Registry,
    *,
    jobs: int = 1,
    progress: Callable[[Progress], None] | None = None,
    published: str | None = None,
) -> Report:
    """Take files, and the readable files in folders, into the registry.

    ``published`` is the publication date of all of them (ISO); else the files and their STEM.meta.json say it.
    What cannot be read is reported and does not stop the batch; only DatabaseError does, and an interrupt: what has
    been done until then stays. Documents that are there already, read by this version of the extractor, are skipped.
    """
    files, failures = walk(paths)
    tally = _Tally(registry, progress, total=len(files), failed=failures)
    if jobs > 1 and len(files) > 1 and not registry.in_memory:
        steps = _in_workers(files, registry, published, min(jobs, len(files)))
    else:
        steps = (step for path in files for step in _steps(path, registry, published))
    for step in steps:
        tally.take(step)
    return tally.report()


@dataclass
class _Tally:
    """Writes what comes in and counts it."""

    registry: Registry
    progress: Callable[[Progress], None] | None
    total: int
    failed: list[Failure]
    added: int = 0
    unchanged: int = 0
    done: int = 0

    def take(self, step: _Step) -> None:
        outcome = step.outcome
        if isinstance(outcome, Prepared):
            stored = self.registry.add_prepared(outcome)
            self.added += stored
            self.unchanged += not stored
        elif isinstance(outcome, Failure):
            self.failed.append(outcome)
        else:
            self.unchanged += 1
        self.done += step.last
        if self.progress:
            counts = (self.done, self.total, self.added, self.unchanged, len(self.failed))
            self.progress(Progress(*counts, step.path))

    def report(self) -> Report:
        return Report(self.added, self.unchanged, tuple(sorted(self.failed, key=lambda f: (f.path, f.message))))


def walk(paths: Iterable[Path]) -> tuple[list[str], list[Failure]]:
    """Files to read, each once, in the order given, those of folders sorted; and paths that lead to none."""
    files: dict[str, str] = {}
    failures: list[Failure] = []
    for path in paths:
        if path.is_dir():
            found = list(_readable(path))
            if not found:
                message = f"{path}: nothing to read in this folder: it takes {', '.join(SUFFIXES)}"
                failures.append(Failure(str(path), message))
        elif path.exists() or path.is_symlink():
            found = [path]
        else:
            failures.append(Failure(str(path), f"{path}: there is no such file: check the path"))
            continue
        for file in found:
            files.setdefault(os.path.realpath(file), str(file))
    return list(files.values()), failures


def _readable(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name.lower().endswith(SUFFIXES) and not name.endswith(".meta.json"):
                yield Path(parent, name)


def _steps(path: str, registry: Registry, published: str | None) -> Iterator[_Step]:
    """Everything that one file comes to, at least one step. Raises nothing but DatabaseError."""
    found = outcomes(path, read_all(path, published=published), lambda digest: registry.has(digest, VERSION))
    outcome = next(found)
    for following in found:
        yield _Step(path, outcome, last=False)
        outcome = following
    yield _Step(path, outcome, last=True)


def outcomes(
    path: str, documents: Iterable[Document | HuoshuiError], known: Callable[[str], bool]
) -> Iterator[_Outcome]:
    """What the documents of a file come to: prepared, failed, or unchanged where their digest is ``known``.

    Raises nothing but DatabaseError, whatever reading the documents raises.
    """
    try:
        for item in documents:
            if isinstance(item, HuoshuiError):
                yield Failure(path, str(item))
            elif known(item.digest):
                yield _Unchanged()
            else:
                extraction = extract(item)
                yield prepare(item, extraction.records, extraction.findings, version=VERSION)
    except DatabaseError:
        raise
    except HuoshuiError as error:
        yield Failure(path, str(error))
    except Exception as error:  # noqa: BLE001  one bad file must not stop a batch, whatever is wrong with it
        reason = f"{type(error).__name__}: {error}".partition("\n")[0]
        yield Failure(path, f"{path}: could not be read ({reason}): please report this file")


def _in_workers(files: Sequence[str], registry: Registry, published: str | None, jobs: int) -> Iterator[_Step]:
    """Steps as they come. A worker that dies or falls silent costs the file it was at, and is replaced.

    Until the first worker has started, which takes about a second, this process reads too.
    """
    waiting = deque(files)
    workers = [_Worker(registry.url, published) for _ in range(jobs)]
    try:
        while True:
            for worker in workers:
                worker.feed(waiting)
            busy = [w for w in workers if w.pending]
            if not busy:
                return
            idle = not any(w.started for w in workers)
            if idle and waiting:
                yield from _steps(waiting.popleft(), registry, published)
            ready = wait([w.pipe for w in busy], timeout=0 if idle and waiting else 1.0)
            for worker in busy:
                step = worker.receive() if worker.pipe in ready else worker.check()
                if step:
                    yield step
                if worker.lost:
                    waiting.extendleft(reversed(worker.pending))
                    workers[workers.index(worker)] = _Worker(registry.url, published)
    finally:
        for worker in workers:
            worker.stop()


def _context() -> SpawnContext | ForkServerContext:
    """How workers come about: from a clean process that has loaded the program once, where the system can do that."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["__main__", __name__])
    return context


class _Worker:
    """A worker process as the writer sees it; ``pending`` are the files it has been given and has not finished."""

    def __init__(self, url: str, published: str | None) -> None:
        context = _context()
        self.pipe, other = context.Pipe()
        self.process: BaseProcess = context.Process(target=_work, args=(other, url, published), daemon=True)
        self.process.start()
        other.close()
        self.pending: deque[str] = deque()
        self.lost = False
        self.started = False
        self._heard = time.monotonic()

    def feed(self, waiting: deque[str]) -> None:
        """Give it files while it has little to do."""
        while waiting and len(self.pending) <= _LOT * (_LOTS_AHEAD - 1):
            lot = [waiting.popleft() for _ in range(min(_LOT, len(waiting)))]
            if not self.pending:
                self._heard = time.monotonic()
            self.pending.extend(lot)
            try:
                self.pipe.send(lot)
            except OSError:
                # It has died; receiving will find out.
                return

    def receive(self) -> _Step | None:
        """Its next step, a failure of the file it was at when it has died; None when it has only started."""
        try:
            message: _Step | _Ready | DatabaseError = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join()
            return self._give_up(f"the reader ended with code {self.process.exitcode}")
        if isinstance(message, DatabaseError):
            raise message
        self._heard = time.monotonic()
        if isinstance(message, _Ready):
            self.started = True
            return None
        if message.last:
            self.pending.popleft()
        return message

    def check(self) -> _Step | None:
        """A failure of the file it is at when it has been silent for too long."""
        limit = SILENCE_SECONDS if self.started else START_SECONDS
        if time.monotonic() - self._heard <= limit:
            return None
        return self._give_up(f"no result after {limit:.0f} s")

    def _give_up(self, reason: str) -> _Step:
        self.stop()
        if not self.started:
            message = f"reading processes cannot be started ({reason}): use one job"
            raise HuoshuiError(message)
        self.lost = True
        path = self.pending.popleft()
        return _Step(path, Failure(path, f"{path}: could not be read ({reason}): split it or leave it out"), last=True)

    def stop(self) -> None:
        """End it."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _work(pipe: Connection, url: str, published: str | None) -> None:
    """Body of a worker process: lots of files in, outcomes out, until the writer closes the pipe or is gone."""
    # An interrupt at the terminal reaches every process; the writer decides what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Registry(url, create=False) as registry:
            pipe.send(_Ready())
            while True:
                for path in pipe.recv():
                    for step in _steps(path, registry, published):
                        pipe.send(step)
    except DatabaseError as error:
        pipe.send(error)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
