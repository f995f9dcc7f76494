"""Office files are ZIP archives, and hostile ones unpack to far more than they are: found before anything is opened."""

from __future__ import annotations

import io
import zipfile

from huoshui.documents.files import MEBIBYTE
from huoshui.errors import DocumentTooLarge, UnreadableDocument

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_FLAG = 0x1
_MAX_FILES, _MAX_RATIO, _SMALL = 5_000, 200, MEBIBYTE
MAX_UNPACKED = 256 * MEBIBYTE
"""Bytes that all files of an archive may unpack to."""


def check_archive(data: bytes, where: str, program: str, suffix: str, most: int = MAX_UNPACKED) -> None:
    """Check an Office file by what its archive declares of itself.

    Raises ``UnreadableDocument`` for encrypted and damaged files and those of Office before 2007, ``DocumentTooLarge``
    for zip bombs.
    """
    if data.startswith(_OLE):
        told = f"is encrypted or of {program} before 2007; save it as {suffix} without a password"
        raise UnreadableDocument(f"{where}: {told}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise damaged(where, program, suffix) from None
    if any(file.flag_bits & _ENCRYPTED_FLAG for file in files):
        raise UnreadableDocument(f"{where}: is encrypted; save it without a password")
    unpacked = sum(file.file_size for file in files)
    bomb = any(file.file_size > _SMALL and file.file_size > _MAX_RATIO * max(1, file.compress_size) for file in files)
    if unpacked > most or len(files) > _MAX_FILES or bomb:
        raise DocumentTooLarge(f"{where}: unpacks to {unpacked / MEBIBYTE:.0f} MiB, far beyond its size; not opened")


def damaged(where: str, program: str, suffix: str) -> UnreadableDocument:
    """Error for a file that its program may still be able to open."""
    return UnreadableDocument(f"{where}: is a damaged {program} file; open it in {program} and save it as {suffix}")
