"""Word documents: paragraphs and tables in the order of the page."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from huoshui.documents.archives import check_archive, damaged
from huoshui.documents.extracted import Extracted

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
_REMOVED = {f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", _FALLBACK}


def read_docx(data: bytes, where: str) -> Extracted:
    """Text and title of a DOCX file; the cells of a row are apart by tabs.

    Raises ``UnreadableDocument`` for encrypted and damaged files, ``DocumentTooLarge`` for zip bombs,
    which are found before anything is unpacked.
    """
    check_archive(data, where, "Word", ".docx")
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        lines = _lines(document.element.body)
        title = document.core_properties.title or ""
    except Exception as error:  # whatever a parser of hostile bytes raises, the file is at fault
        raise damaged(where, "Word", ".docx") from error
    return Extracted("\n".join(lines), title.strip())


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
