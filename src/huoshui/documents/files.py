"""Bytes of a file that may be anything: a folder, a pipe, a loop of links, or far too large."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from huoshui.errors import DocumentTooLarge, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEBIBYTE = 1 << 20
MAX_TEXT = 32 * MEBIBYTE
"""Bytes of a text, a page or one item of a feed."""
MAX_BINARY = 128 * MEBIBYTE
"""Bytes of a PDF or DOCX file, whose text is a fraction of it."""
_KINDS = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))


def shown(path: Path | str) -> str:
    """A path for a message of one line, whatever characters it has."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(path))


@contextmanager
def open_regular(path: Path) -> Iterator[BinaryIO]:
    """The file, if it is a regular one; opening a pipe does not wait for its other end."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except ValueError:
        raise InputError(f"{shown(path)}: no path of a file; check the name") from None
    except OSError as error:
        raise InputError(f"{shown(path)}: {_reason(error)}") from None
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        kind = next((name for test, name in _KINDS if test(mode)), "a device")
        raise InputError(f"{shown(path)}: is {kind}, no document; give a file")
    with os.fdopen(handle, "rb") as file:
        yield file


def _reason(error: OSError) -> str:
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return "there is no such file; check the path"
    if error.errno == errno.ELOOP:
        return "is a link that leads back to itself; give the file it should lead to"
    if error.errno in {errno.EACCES, errno.EPERM}:
        return "may not be read; check its permissions"
    return f"cannot be opened ({error.strerror}); check the file"


def read_limited(path: Path, limit: int) -> bytes:
    """The bytes of a regular file; ``DocumentTooLarge`` above ``limit`` bytes, before anything is read."""
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > limit:
            raise too_large(shown(path), size, limit)
        try:
            data = file.read(limit + 1)
        except OSError as error:
            raise InputError(f"{shown(path)}: {_reason(error)}") from None
    if len(data) > limit:
        raise too_large(shown(path), len(data), limit)
    return data


def too_large(where: str, size: int, limit: int) -> DocumentTooLarge:
    """Error for a file or item of ``size`` bytes."""
    excess = f"{size / MEBIBYTE:.0f} MiB are above the limit of {limit // MEBIBYTE} MiB"
    return DocumentTooLarge(f"{where}: {excess}; split it into smaller files")
