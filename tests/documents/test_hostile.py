"""Files that mean harm or are none: one line of error each, or a result, and soon."""

from __future__ import annotations

import os
import random
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

from huoshui.documents import from_text, read, read_all
from huoshui.errors import DocumentTooLarge, HuoshuiError, InputError, UnreadableDocument
from tests.documents.making import docx_of, paragraph, pdf_of, word_xml

if TYPE_CHECKING:
    from pathlib import Path

_SECONDS = 15


def _refused(path: Path, error: type[HuoshuiError], words: str) -> None:
    start = time.process_time()
    with pytest.raises(error, match=words) as caught:
        read(path)
    assert time.process_time() - start < _SECONDS
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(str(path))


def _outcome(path: Path) -> str:
    """The text, or the line that says why there is none; soon in either case."""
    start = time.process_time()
    try:
        outcome = read(path).text
    except HuoshuiError as error:
        outcome = str(error)
    assert time.process_time() - start < _SECONDS
    return outcome


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".docx", ".pdf"])
def test_empty_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.touch()
    _refused(path, UnreadableDocument, "is empty")


@pytest.mark.parametrize("suffix", [".txt", ".html"])
def test_no_text(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_text(" \n\n ")
    _refused(path, UnreadableDocument, "has no text")


@pytest.mark.parametrize("suffix", [".txt", ".html", ".docx", ".pdf"])
def test_binary(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(random.Random(7).randbytes(300_001))  # noqa: S311 - no secret
    _refused(path, UnreadableDocument, "no text in a known encoding|damaged")


def test_file_of_zeros(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(100_000))
    _refused(path, UnreadableDocument, "no text in a known encoding")


def test_picture_called_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 40)
    _refused(path, UnreadableDocument, "no text")


@pytest.mark.parametrize(("suffix", "size"), [(".txt", 200 << 20), (".pdf", 200 << 20), (".html", (32 << 20) + 1)])
def test_too_large_is_seen_before_reading(tmp_path: Path, suffix: str, size: int) -> None:
    path = tmp_path / f"a{suffix}"
    with path.open("wb") as file:
        file.truncate(size)
    start = time.process_time()
    _refused(path, DocumentTooLarge, "above the limit of")
    assert time.process_time() - start < 10


def test_too_long_a_line_of_a_feed_leaves_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"text": "first"}\n')
        file.seek(40 << 20, os.SEEK_CUR)
        file.write(b'\n{"text": "third"}\n')
    first, second, third = read_all(path)
    assert isinstance(second, DocumentTooLarge)
    assert not isinstance(first, InputError)
    assert not isinstance(third, InputError)


def test_kinds_of_paths(tmp_path: Path) -> None:
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    _refused(folder, InputError, "is a folder")
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    _refused(pipe, InputError, "is a pipe")
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    _refused(loop, InputError, "leads back to itself")
    _refused(tmp_path / "missing.txt", InputError, "no such file")
    _refused(tmp_path / "missing.txt" / "a.txt", InputError, "no such file")
    _refused(tmp_path / ("a" * 300 + ".txt"), InputError, "cannot be opened")
    for name in ("folder.jsonl", "missing.jsonl"):
        with pytest.raises(InputError, match=name):
            list(read_all(tmp_path / name))


def test_path_with_control_characters(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path / "a\nb.txt")
    assert "\n" not in str(caught.value)
    with pytest.raises(InputError, match="check the name"):
        read("a\0b.txt")


def test_unknown_suffix(tmp_path: Path) -> None:
    path = tmp_path / "a.xyz"
    path.write_text("字")
    _refused(path, UnreadableDocument, r"\.xyz is not read; give \.txt")


def test_hopeless_mixture_of_encodings(tmp_path: Path) -> None:
    pieces = ["基金规模".encode("gb18030"), "設立".encode("big5"), "产业".encode(), b"\xff\xfe\x81"]
    generator = random.Random(3)  # noqa: S311 - no secret
    path = tmp_path / "a.txt"
    path.write_bytes(b"".join(generator.choice(pieces) for _ in range(2000)))
    outcome = _outcome(path)
    assert "save it as UTF-8" in outcome or "基金规模" in outcome


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "span", "a", "ul><li", "h1"])
def test_deeply_nested_page(tmp_path: Path, tag: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<title>题目</title><body>{f'<{tag}>' * 100_000}字{'</div>' * 100}</body>")
    assert "nested or filled beyond any page" in _outcome(path)


def test_page_of_sloppy_markup(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<table>" + "<tr><td>甲<td>乙<p>丙<br>" * 3_000 + "<ul>" + "<li>丁" * 3_000)
    text = read(path).text
    assert (text.count("丙"), text.count("丁")) == (3_000, 3_000)


def test_page_of_many_elements(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<p>字</p>" * 100_000)
    assert read(path).text.count("字") == 100_000


def test_page_of_nothing_but_script(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<script>var a = 1;</script>")
    _refused(path, UnreadableDocument, "has no text")


def test_damaged_pdf(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b"x" * 5000)
    _refused(path, UnreadableDocument, "damaged PDF")
    whole = pdf_of([["基金设立"]])
    for cut in (20, len(whole) // 2):
        path.write_bytes(whole[:cut])
        with pytest.raises(UnreadableDocument):
            read(path)


def test_encrypted_pdf(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_of([["基金设立"]], encrypted=True))
    _refused(path, UnreadableDocument, "is encrypted")


def test_scanned_pdf(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_of([[], [], []]))
    _refused(path, UnreadableDocument, "run OCR first")


def test_pdf_of_too_many_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_of([["页"]] * 1001))
    _refused(path, DocumentTooLarge, "1001 pages")


def test_encrypted_word(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096))
    _refused(path, UnreadableDocument, "without a password")


@pytest.mark.parametrize("body", ["<w:p>", "", "\x00"])
def test_damaged_word(tmp_path: Path, body: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx_of(word_xml(body)[:-12]))
    _refused(path, UnreadableDocument, "damaged Word file")


def test_truncated_word_and_archive_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx_of(word_xml(paragraph("字")))[:-30])
    _refused(path, UnreadableDocument, "damaged Word file")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "字")
    _refused(path, UnreadableDocument, "damaged Word file")


def test_zip_bomb(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx_of(bytes(100 << 20)))
    assert path.stat().st_size < 1 << 20
    _refused(path, DocumentTooLarge, "unpacks to 100 MiB")


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE w:document [<!ENTITY e0 "字字字字字字字字字字">{levels}]>'
    path = tmp_path / "a.docx"
    path.write_bytes(docx_of(word_xml(paragraph("甲&e9;乙"), doctype)))
    assert len(_outcome(path)) < 1000


@pytest.mark.parametrize(
    "text",
    [
        "（" * 100_000,
        "（" * 100_000 + "字",
        "（" * 1000 + "\n字" * 50_000,
        "字" + " " * 200_000 + "\n" + "\t" * 200_000 + "字",
        "一、题目有八个字以上\n近日，甲市。\n新基金\n" * 10_000,
        "(a)" * 50_000,
        "字(" * 50_000 + "āā" * 1000,
        "?" * 100_000,
        "字?" * 50_000,
        " " * 300_000 + "字",
        "字 " * 100_000,
        "字\n" * 100_000,
        "# " * 50_000,
        "#\n" * 50_000,
        '"字' * 50_000,
        "1,300," * 50_000,
        "—" * 100_000,
        "1—" * 50_000,
        "**字" * 50_000,
        "【" * 50_000 + "】",
        "【一二三四五六七】" * 20_000,
        "兆" * 100_000,
        "来源：" * 30_000,
        "来源：字\n" * 30_000,
        "新基金\n" * 30_000,
        "字" * 300_000,
        "题目\n近日，字。\n" * 20_000,
        "北京 " * 60_000 + "，。",
    ],
    ids=lambda text: text[:8].strip() + str(len(text)),
)
def test_monotonous_text_takes_no_time(text: str) -> None:
    start = time.process_time()
    from_text(text, name="a")
    assert time.process_time() - start < _SECONDS
