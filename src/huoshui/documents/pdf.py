"""PDF files that have a text layer."""

from __future__ import annotations

import re
import time
from collections import Counter
from typing import TYPE_CHECKING

from huoshui.documents.extracted import Extracted
from huoshui.errors import DocumentTooLarge, UnreadableDocument

if TYPE_CHECKING:
    import pypdfium2 as pdfium

MAX_PAGES, MAX_SECONDS, MAX_CHARACTERS = 1_000, 60.0, 16_000_000
_PASSWORD_ERROR = 4
_FEWEST = 4
"""Characters a page below which there is no text layer to speak of."""
_EDGE, _REPEATED = 2, 3
_PAGE_NUMBER = re.compile(r"\W*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共]\s*\d{1,4}\s*页?)?\W*")
_DIGITS = re.compile(r"\d+")


def read_pdf(data: bytes, where: str) -> Extracted:
    """Text and title of a PDF file without page numbers and running heads.

    Raises ``UnreadableDocument`` for encrypted, damaged and scanned files, ``DocumentTooLarge`` above
    1000 pages, a minute, or 16 million characters.
    """
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD_ERROR or "password" in str(error).lower():
            raise UnreadableDocument(f"{where}: is encrypted; save it without a password") from None
        raise _damaged(where) from None
    try:
        if len(document) > MAX_PAGES:
            raise DocumentTooLarge(f"{where}: {len(document)} pages are above the limit of {MAX_PAGES}; split the file")
        pages = _pages(document, where)
        title = str(document.get_metadata_value("Title")).strip()
    except pdfium.PdfiumError:
        raise _damaged(where) from None
    finally:
        document.close()
    if sum(len("".join(page)) for page in pages) < _FEWEST * max(1, len(pages)):
        raise UnreadableDocument(f"{where}: has no text layer, it is a scan; run OCR first")
    return Extracted("\n".join(line for page in _without_running_lines(pages) for line in page), title)


def _damaged(where: str) -> UnreadableDocument:
    return UnreadableDocument(f"{where}: is a damaged PDF file; print it to PDF again")


def _pages(document: pdfium.PdfDocument, where: str) -> list[list[str]]:
    """The lines of each page."""
    deadline = time.monotonic() + MAX_SECONDS
    pages = []
    total = 0
    for number in range(len(document)):
        page = document[number]
        layer = page.get_textpage()
        text = layer.get_text_bounded() if layer.count_chars() else ""
        layer.close()
        page.close()
        total += len(text)
        if time.monotonic() > deadline or total > MAX_CHARACTERS:
            raise DocumentTooLarge(f"{where}: takes too long or holds too much by page {number + 1}; split the file")
        pages.append([line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()])
    return pages


def _without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """Pages without numbers and the heads and feet that most of them share."""
    edges = Counter(_DIGITS.sub("0", line.strip()) for page in pages for line in {*page[:_EDGE], *page[-_EDGE:]})
    running = {
        line for line, count in edges.items() if count >= max(_REPEATED, len(pages) / 2) and line[-1:] not in "。！？；"
    }
    kept = []
    for page in pages:
        last = len(page) - _EDGE
        kept.append(
            [
                line
                for number, line in enumerate(page)
                if _EDGE <= number < last
                or (_DIGITS.sub("0", line.strip()) not in running and not _PAGE_NUMBER.fullmatch(line.strip()))
            ]
        )
    return kept
