"""Each kind of file, and what beside it is known of it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from huoshui.documents import SUFFIXES, read, read_all
from huoshui.errors import InputError, UnreadableDocument
from huoshui.model.dates import PartialDate
from huoshui.model.document import Document
from tests.documents.making import docx_of, paragraph, pdf_of, word_xml

if TYPE_CHECKING:
    from pathlib import Path

NEWS = "梅州设立陶瓷产业基金，总规模为6亿元。基金由市财政局和两家国有企业共同出资，重点投向先进陶瓷材料的研发与生产。"
TRADITIONAL = (
    "梅州設立陶瓷產業基金，總規模為6億元。基金由市財政局和兩家國有企業共同出資，重點投向先進陶瓷材料的研發與生產。"
)


def _write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize("text", ["\ufeff第一行\r\n第二行\r第三行\n", "普通。\n", "a\tb\x0cc\n"])
def test_utf8_text_is_what_open_gives(tmp_path: Path, text: str) -> None:
    path = _write(tmp_path, "a.txt", text)
    assert read(path).text == path.open(encoding="utf-8").read()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (NEWS, "gb18030"),
        (NEWS, "gbk"),
        (TRADITIONAL, "big5"),
        (NEWS, "utf-16"),
        (NEWS, "utf-16-le"),
        (NEWS, "utf-16-be"),
        (TRADITIONAL, "utf-16-le"),
        (NEWS, "utf-32"),
        (NEWS[:20], "gb18030"),
        (TRADITIONAL[:18], "big5"),
        (TRADITIONAL, "gb18030"),
        ("陶瓷基金成立", "gb18030"),
        ("半導體基金成立", "big5"),
        ("Fund of funds: 6 bn.", "utf-16-le"),
        ("【某公司携手大学", "utf-16-le"),
        ("基金\0成立于\x02今年，规模为五亿元，投向先进制造业，" * 4, "utf-8"),
    ],
)
def test_other_encodings(tmp_path: Path, text: str, encoding: str) -> None:
    assert read(_write(tmp_path, "a.txt", text.encode(encoding))).text == text


def test_text_of_two_encodings(tmp_path: Path) -> None:
    first = "\n".join([NEWS] * 3)
    data = first.encode("gb18030") + b"\n" + NEWS.encode() + b"\n" + NEWS.encode("gb18030")
    assert read(_write(tmp_path, "a.txt", data)).text == "\n".join([NEWS] * 5)


def test_text_cut_inside_of_a_character(tmp_path: Path) -> None:
    document = read(_write(tmp_path, "a.txt", (NEWS * 5).encode()[:-1]))
    assert document.text == (NEWS * 5)[:-1] + "\ufffd"
    assert document.clean == (NEWS * 5)[:-1]


def test_sidecar(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.txt", NEWS)
    stated = {"published": "2026-05-01", "source": "某报", "url": "https://example.org/1", "title": "题目", "other": 1}
    _write(tmp_path, "a.meta.json", json.dumps(stated))
    document = read(path)
    assert (document.name, document.source, document.url, document.title) == (
        "a",
        "某报",
        "https://example.org/1",
        "题目",
    )
    assert document.published == PartialDate(2026, 5, 1)
    assert document.articles[0].title == "题目"
    assert document.articles[0].title_span is None
    assert read(path, published="2025-02").published == PartialDate(2025, 2)


@pytest.mark.parametrize("content", ["{", "[1]", '{"published": "soon"}'])
def test_bad_sidecar(tmp_path: Path, content: str) -> None:
    path = _write(tmp_path, "a.txt", NEWS)
    _write(tmp_path, "a.meta.json", content)
    with pytest.raises(InputError, match=r"a\.(meta\.json|txt): "):
        read(path)


def test_digest_depends_on_text_and_date_alone(tmp_path: Path) -> None:
    first, second = _write(tmp_path, "a.txt", NEWS), _write(tmp_path, "b.txt", NEWS)
    assert read(first).digest == read(second).digest
    assert read(first).digest != read(first, published="2026").digest


PAGE = """<!doctype html><html><head><title>梅州设立陶瓷基金_某某新闻网</title>
<meta name="PubDate" content="2026-03-05 09:30"><meta name="ContentSource" content="某某日报">
<style>p {color: red}</style><script>var x = "不是正文";</script></head>
<body><nav><a href="/">首页</a></nav><div class="top"><a href="#">导航导航导航导航导航导航</a></div>
<div id="wrap"><div class="text"><h1>梅州设立陶瓷基金</h1>
<p>基金总规模为&nbsp;6亿元&mdash;&mdash;由<b>市财政局</b>出资，<br>投向先进陶瓷的研发与生产环节。</p><!-- 注释 -->
<p style="display: none">看不见的字看不见的字</p>
<table><tr><th>出资方</th><th>金额</th></tr><tr><td><p>市财政局</p></td><td>2亿元</td></tr></table>
<p>第二段继续说明基金的期限与管理人，期限十年，由当地的创投公司担任管理人。</p></div>
<div class="side"><ul><li><a href="#">相关链接</a></li></ul></div></div>
<footer>版权所有</footer></body></html>"""


def test_page(tmp_path: Path) -> None:
    document = read(_write(tmp_path, "a.html", PAGE))
    assert document.text.split("\n") == [
        "梅州设立陶瓷基金",
        "基金总规模为 6亿元——由市财政局出资，",
        "投向先进陶瓷的研发与生产环节。",
        "出资方\t金额",
        "市财政局\t2亿元",
        "第二段继续说明基金的期限与管理人，期限十年，由当地的创投公司担任管理人。",
    ]
    assert document.title == "梅州设立陶瓷基金"
    assert document.source == "某某日报"
    assert document.published == PartialDate(2026, 3, 5)
    assert document.clean.split("\n")[1] == "基金总规模为6亿元——由市财政局出资，投向先进陶瓷的研发与生产环节。"


def test_page_in_its_declared_charset(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="gb2312">')
    assert read(_write(tmp_path, "a.htm", page.encode("gb18030"))).title == "梅州设立陶瓷基金"


def test_page_whose_headline_stands_outside_of_the_text(tmp_path: Path) -> None:
    page = f"<title>陶瓷基金落地梅州 - 某站</title><body><article><p>{NEWS}</p></article></body>"
    document = read(_write(tmp_path, "a.html", page))
    assert document.text == f"陶瓷基金落地梅州\n{NEWS}"
    assert document.articles[0].title == "陶瓷基金落地梅州"


def test_page_of_preformatted_text(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.html", f"<body><pre>陶瓷基金落地\n{NEWS}\n第二段。</pre></body>")
    assert read(path).text == f"陶瓷基金落地\n{NEWS}\n第二段。"


def test_page_with_time_element_and_an_impossible_date(tmp_path: Path) -> None:
    page = f'<meta name="pubdate" content="2026-19-40"><time datetime="2026-02-03T08:00">2月</time><p>{NEWS}</p>'
    assert read(_write(tmp_path, "a.html", page)).published == PartialDate(2026, 2, 3)


def test_word(tmp_path: Path) -> None:
    body = (
        paragraph("梅州设立陶瓷基金")
        + "<w:p><w:r><w:t>总规模</w:t></w:r><w:ins><w:r><w:t>六亿元</w:t></w:r></w:ins>"
        + "<w:del><w:r><w:delText>五亿元</w:delText></w:r></w:del><w:r><w:br/><w:t>期限十年。</w:t></w:r></w:p>"
        + f"<w:tbl><w:tr><w:tc>{paragraph('出资方')}</w:tc><w:tc>{paragraph('金额')}</w:tc></w:tr>"
        + f"<w:tr><w:tc>{paragraph('市财政局')}</w:tc>"
        + f"<w:tc>{paragraph('2亿元')}{paragraph('首期')}</w:tc></w:tr></w:tbl>"
        + paragraph("")
    )
    document = read(_write(tmp_path, "a.docx", docx_of(word_xml(body))))
    assert document.text == "梅州设立陶瓷基金\n总规模六亿元\n期限十年。\n出资方\t金额\n市财政局\t2亿元 首期"
    assert document.articles[0].title == "梅州设立陶瓷基金"


def test_word_of_the_library(tmp_path: Path) -> None:
    import docx

    made = docx.Document()
    made.core_properties.title = "陶瓷基金"
    made.add_paragraph(NEWS)
    made.save(str(tmp_path / "a.docx"))
    document = read(tmp_path / "a.docx")
    assert (document.text, document.title) == (NEWS, "陶瓷基金")


def test_pdf(tmp_path: Path) -> None:
    lines = [NEWS[i : i + 20] for i in range(0, len(NEWS), 20)]
    pages = [
        ["内部资料", "梅州设立陶瓷基金", *lines, "- 1 -"],
        ["内部资料", *lines, "- 2 -"],
        ["内部资料", *lines, "第 3 页"],
    ]
    document = read(_write(tmp_path, "a.pdf", pdf_of(pages)))
    assert document.text.split("\n")[0] == "梅州设立陶瓷基金"
    assert "内部资料" not in document.text
    assert document.clean == f"梅州设立陶瓷基金\n{NEWS}\n{NEWS}\n{NEWS}"


FEED = [
    {
        "id": "n1",
        "text": NEWS,
        "title": "题一",
        "published": "2026-01-02",
        "source": "某社",
        "url": "https://example.org/1",
    },
    {"id": 7, "html": f"<p>{NEWS}</p>"},
    {"text": NEWS},
]


def _feed(items: list[object]) -> str:
    return "\n".join(item if isinstance(item, str) else json.dumps(item, ensure_ascii=False) for item in items) + "\n"


def test_feed(tmp_path: Path) -> None:
    items = list(read_all(_write(tmp_path, "f.jsonl", "\ufeff" + _feed([*FEED])), published="2026-02"))
    documents = [item for item in items if isinstance(item, Document)]
    assert [document.name for document in documents] == ["n1", "7", "f-3"]
    assert [str(document.published) for document in documents] == ["2026-01-02", "2026-02", "2026-02"]
    assert [document.text for document in documents] == [NEWS] * 3
    assert (documents[0].title, documents[0].source, documents[0].url) == ("题一", "某社", "https://example.org/1")


def test_bad_lines_of_a_feed_leave_the_others(tmp_path: Path) -> None:
    bad = [
        "{",
        "[]",
        {"id": "x"},
        {"text": 5},
        {"text": NEWS, "published": "soon"},
        "[" * 100_000,
        {"text": NEWS, "id": ["a"]},
    ]
    items = list(read_all(_write(tmp_path, "f.jsonl", _feed([*bad, FEED[0], "", '{"text": "a\\ud800b"}']))))
    assert [isinstance(item, Document) for item in items] == [False] * 7 + [True, True]
    for number, error in enumerate(items[:7], start=1):
        assert isinstance(error, InputError)
        assert f"f.jsonl: line {number}: " in str(error)
        assert "\n" not in str(error)
    last = items[-1]
    assert isinstance(last, Document)
    assert last.text == "a\ufffdb"


def test_read_takes_a_feed_of_one_and_points_to_read_all_for_more(tmp_path: Path) -> None:
    assert read(_write(tmp_path, "one.jsonl", _feed([FEED[0]]))).name == "n1"
    with pytest.raises(InputError, match="read_all"):
        read(_write(tmp_path, "two.jsonl", _feed([*FEED])))
    with pytest.raises(UnreadableDocument, match="line 1"):
        read(_write(tmp_path, "bad.jsonl", "{\n"))
    with pytest.raises(UnreadableDocument, match="without items"):
        read(_write(tmp_path, "none.jsonl", "\n"))


def test_read_all_of_one_document(tmp_path: Path) -> None:
    documents = list(read_all(_write(tmp_path, "A.TXT", NEWS)))
    assert [document.name for document in documents if isinstance(document, Document)] == ["A"]


def test_suffixes() -> None:
    assert set(SUFFIXES) == {".txt", ".md", ".html", ".htm", ".docx", ".pdf", ".jsonl"}


def test_import_loads_no_heavy_library() -> None:
    heavy = {"opencc", "pypdfium2", "docx", "lxml", "selectolax", "charset_normalizer"}
    code = f"import sys, huoshui.documents; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
