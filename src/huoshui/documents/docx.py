"""Word documents: paragraphs and tables in the order of the page."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from huoshui.documents.extracted import Extracted
from huoshui.documents.files import MEBIBYTE
from huoshui.errors import DocumentTooLarge, UnreadableDocument

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_FLAG = 0x1
_MAX_UNPACKED, _MAX_FILES, _MAX_RATIO, _SMALL = 256 * MEBIBYTE, 5_000, 200, MEBIBYTE
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
_REMOVED = {f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", _FALLBACK}


def read_docx(data: bytes, where: str) -> Extracted:
    """Text and title of a DOCX file; the cells of a row are apart by tabs.

    Raises ``UnreadableDocument`` for encrypted and damaged files, ``DocumentTooLarge`` for zip bombs,
    which are found before anything is unpacked.
    """
    _check_archive(data, where)
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        lines = _lines(document.element.body)
        title = document.core_properties.title or ""
    except Exception as error:  # whatever a parser of hostile bytes raises, the file is at fault
        raise _damaged(where) from error
    return Extracted("\n".join(lines), title.strip())


def _damaged(where: str) -> UnreadableDocument:
    return UnreadableDocument(f"{where}: is a damaged Word file; open it in Word and save it again as .docx")


def _check_archive(data: bytes, where: str) -> None:
    if data.startswith(_OLE):
        raise UnreadableDocument(f"{where}: is encrypted or of Word before 2007; save it as .docx without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise _damaged(where) from None
    if any(file.flag_bits & _ENCRYPTED_FLAG for file in files):
        raise UnreadableDocument(f"{where}: is encrypted; save it without a password")
    unpacked = sum(file.file_size for file in files)
    bomb = any(file.file_size > _SMALL and file.file_size > _MAX_RATIO * max(1, file.compress_size) for file in files)
    if unpacked > _MAX_UNPACKED or len(files) > _MAX_FILES or bomb:
        raise DocumentTooLarge(f"{where}: unpacks to {unpacked / MEBIBYTE:.0f} MiB, far beyond its size; not opened")


def _lines(body: BaseOxmlElement) -> list[str]:
    """A line for each paragraph outside of tables and for each row of a table."""
    lines: list[str] = []
    stack = list(reversed(body))
    while stack:
        node = stack.pop()
        if node.tag == f"{_W}p":
            lines.append(_paragraph(node))
        elif node.tag == f"{_W}tr":
            lines.append("\t".join(_cell(cell) for cell in node.iter(f"{_W}tc")))
        elif node.tag not in _REMOVED:
            stack.extend(reversed(node))
    return [line for line in lines if line.strip()]


def _cell(cell: BaseOxmlElement) -> str:
    return " ".join(text for p in cell.findall(f"{_W}p") if (text := _paragraph(p).strip())).replace("\n", " ")


def _paragraph(paragraph: BaseOxmlElement) -> str:
    """The runs of a paragraph as they read with all tracked changes accepted."""
    parts: list[str] = []
    stack = [paragraph]
    while stack:
        node = stack.pop()
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.tag in _BREAKS:
            parts.append(_BREAKS[node.tag])
        elif node.tag not in _REMOVED:
            stack.extend(reversed(node))
    return "".join(parts)
