"""``huoshui ingest``: a progress bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from huoshui.ingest import ingest
from huoshui.registry import Registry, waiting
from huoshui.reporting.terminal import printable
from huoshui.reporting.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from huoshui.ingest import Progress, Report
    from huoshui.reporting.words import Locale

SECONDS_A_LINE = 5.0


def ingest_with_progress(paths: Sequence[Path], url: str, jobs: int, published: str | None, locale: Locale) -> Report:
    """Ingest into the registry at ``url`` and show on standard error how far it is."""
    with Registry(url, on_wait=_waits(locale)) as registry:
        if not sys.stderr.isatty():
            return ingest(paths, registry, jobs=jobs, progress=_plain(locale), published=published)
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[path]}", markup=False),
        )
        with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=None, path="")

            def show(progress: Progress) -> None:
                path = printable(progress.path)[-48:]
                bar.update(task, total=progress.total, completed=progress.done, path=path)

            return ingest(paths, registry, jobs=jobs, progress=show, published=published)


def _waits(locale: Locale) -> Callable[[], None]:
    """Say that another process holds the database; rich prints it above its bar."""
    seconds = f"{waiting.BUSY_SECONDS:g}"
    zh = f"另一进程正在写数据库，等待中（最多 {seconds} 秒）\n"
    en = f"another process is writing to the database: waiting for it, up to {seconds} s\n"

    def tell() -> None:
        sys.stderr.write(say(locale, zh, en))
        sys.stderr.flush()

    return tell


def _plain(locale: Locale) -> Callable[[Progress], None]:
    last = time.monotonic()

    def show(progress: Progress) -> None:
        nonlocal last
        if time.monotonic() - last >= SECONDS_A_LINE:
            last = time.monotonic()
            done = f"{progress.done}/{progress.total}"
            sys.stderr.write(say(locale, f"已读 {done} 个文件\n", f"{done} files read\n"))

    return show
