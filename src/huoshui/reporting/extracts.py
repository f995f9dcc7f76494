"""``huoshui extract``: files in, one JSON of the record contract for each document out."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from huoshui.documents import from_text, read_all
from huoshui.errors import HuoshuiError
from huoshui.extraction import extract
from huoshui.reporting.contract import contract_json
from huoshui.reporting.files import make_folder, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from huoshui.model.document import Document

STDIN = "-"
UNSAFE = re.compile(r"[^\w.-]+")


def extract_files(files: Iterable[str], out: Path | None, published: str | None = None) -> list[str]:
    """Extract each file in turn and return the messages of those that failed.

    Results go to ``out/NAME.json``, or one line each to standard output. Each file is written whole or not at all.
    """
    if out is not None:
        make_folder(out)
    failures: list[str] = []
    written: set[str] = set()
    for document in _documents(files, published, failures):
        name = file_name(document.name)
        where = document.path or document.name
        if out is not None and name in written:
            failures.append(f"{where}: another document of this call is called {name} too; rename one")
            continue
        written.add(name)
        try:
            records = extract(document).records
        except Exception as error:  # noqa: BLE001  # a fault of ours in one document must not stop the others
            failures.append(f"{where}: {type(error).__name__} while extracting; please report it with the document")
            continue
        if out is None:
            sys.stdout.write(contract_json(document, records, indent=None) + "\n")
        else:
            write_whole(out / f"{name}.json", (contract_json(document, records) + "\n").encode())
    return failures


def _documents(files: Iterable[str], published: str | None, failures: list[str]) -> Iterator[Document]:
    for file in files:
        try:
            if file == STDIN:
                text = sys.stdin.buffer.read().decode("utf-8")
                yield from_text(text, name="stdin", published=published)
                continue
            for document in read_all(Path(file), published=published):
                if isinstance(document, HuoshuiError):
                    failures.append(str(document))
                else:
                    yield document
        except UnicodeDecodeError:
            failures.append("standard input: not UTF-8 text; save it to a file, whose encoding is recognised")
        except HuoshuiError as error:
            failures.append(str(error))


def file_name(name: str) -> str:
    """A document's name as a file name that stays inside its folder."""
    return UNSAFE.sub("_", name).strip(".")[:150] or "document"
