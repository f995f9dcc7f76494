"""Waiting for another writer: for how long, and who is told."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

#: How long a writer waits for another one.
BUSY_SECONDS = 60.0
#: After how long it says that it does.
TELL_SECONDS = 2.0

_log = logging.getLogger(__name__)


def warn() -> None:
    """Say on the log, which without other arrangements is standard error, that a writer waits."""
    _log.warning("another process is writing to the database: waiting up to %.0f s for it", BUSY_SECONDS)


@contextmanager
def told(connection: Connection) -> Iterator[None]:
    """Call the engine's execution option ``on_wait``, from another thread, when what is done inside takes long."""
    on_wait: Callable[[], None] = connection.get_execution_options().get("on_wait", warn)
    timer = Timer(TELL_SECONDS, on_wait)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
