"""Files that leave the house are written whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from huoshui.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises InputError when the place cannot be written to.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise InputError(f"{path}: cannot be written ({error.strerror}); choose another place") from error
