"""Web pages: the main text without what stands around it."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from huoshui.documents.encodings import decode
from huoshui.documents.extracted import Extracted
from huoshui.errors import DocumentTooLarge

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_MAX_DEPTH, _MAX_NODES = 1_000, 1_000_000
_SKIPPED = frozenset(
    """script style noscript nav footer aside form button select option svg math iframe object embed canvas template
    head audio video dialog menu""".split()  # noqa: SIM905 - fifty names read better as words
)
_BLOCKS = frozenset(
    """address article blockquote body br caption center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5
    h6 header hgroup hr li main ol p pre section summary table tbody tfoot thead tr ul""".split()  # noqa: SIM905
)
_CONTAINERS = frozenset({"html", "body", "div", "section", "article", "main", "td", "center", "table", "tbody", "tr"})
_OFTEN_OPEN = frozenset(
    """area base br col embed hr img input link meta source track wbr p li dt dd option optgroup thead tbody tfoot tr td
    th colgroup html head body path rect circle line use g""".split()  # noqa: SIM905
)
"""Elements that have no end tag or may leave it out."""
_CELL, _ROW = "\v", "\f"
_EDGES = {"tr": ("\n", _ROW), "td": ("", _CELL), "th": ("", _CELL)}
"""What stands before and after a row and a cell until all of the text is there."""
_CELL_END = re.compile(rf"[\n ]*{_CELL}[\n ]*({_ROW})?")
_RAW = frozenset({"script", "style", "textarea", "title"})
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]{0,20})|<!--")
_SPACE = re.compile(r"[ \n\r\f\u00a0]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_DAY = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})")
_TITLES = ("ArticleTitle", "og:title", "twitter:title")
_DATES = (
    "article:published_time",
    "PubDate",
    "publishdate",
    "pubdate",
    "publish_date",
    "og:published_time",
    "date",
    "dc.date",
)
_SOURCES = ("ContentSource", "source", "article:source", "og:site_name", "SiteName")
_SITE = re.compile(r"\s*[_|｜]\s*|\s+[-–—]+\s+|(?<=[\u4e00-\u9fff])[-–—]{1,2}(?=[\u4e00-\u9fff]{2,12}$)")
_MOST, _ENOUGH, _SHORTEST_TITLE = 0.75, 0.3, 6


def read_html(data: bytes, where: str) -> Extracted:
    """Main text, title, date and source of a page. Raises ``DocumentTooLarge`` for absurd nesting."""
    return page_text(_decoded(data, where), where)


def _decoded(data: bytes, where: str) -> str:
    """The page's own charset counts unless the bytes contradict it."""
    declared = _CHARSET.search(data[:4096])
    name = declared[1].decode("ascii").lower() if declared else ""
    name = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}.get(name, name)
    if name in {"gb18030", "big5hkscs"}:
        with suppress(UnicodeDecodeError):
            return data.decode(name)
    return decode(data, where)


def page_text(html: str, where: str) -> Extracted:
    """Main text, title, date and source of a decoded page."""
    _check_depth(html, where)
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(html)
    meta = _meta(page)
    body = page.body
    text = _text(_main(page, body, where)) if body is not None else ""
    title = next((meta[name.lower()] for name in _TITLES if meta.get(name.lower())), "") or _headline(page)
    if title and title not in text[: 4 * len(title) + 200]:
        text = f"{title}\n{text}"
    published = next((day for name in _DATES if (day := _day(meta.get(name.lower(), "")))), "") or _time_element(page)
    source = next((meta[name.lower()] for name in _SOURCES if meta.get(name.lower())), "")
    return Extracted(text, title, published, source)


def _check_depth(html: str, where: str) -> None:
    """Refuse what is nested beyond any page before it is parsed: that takes the square of the depth in time."""
    open_tags: Counter[str] = Counter()
    depth = 0
    at = 0
    while match := _TAG.search(html, at):
        at = match.end()
        tag = (match[2] or "").lower()
        if not match[1] and (tag in _RAW or not tag):
            at = html.find(f"</{tag}" if tag else "-->", at)
            if at < 0:
                return
        elif tag not in _OFTEN_OPEN and not match[1]:
            open_tags[tag] += 1
            depth += 1
            if depth > _MAX_DEPTH:
                raise _too_deep(where)
        elif open_tags[tag]:
            open_tags[tag] -= 1
            depth -= 1


def _too_deep(where: str) -> DocumentTooLarge:
    return DocumentTooLarge(f"{where}: is nested or filled beyond any page; give a simpler file")


def _meta(page: LexborHTMLParser) -> dict[str, str]:
    """The meta elements by lower-case name; the first of a name counts."""
    found: dict[str, str] = {}
    for node in page.css("meta")[:500]:
        name = node.attributes.get("name") or node.attributes.get("property") or node.attributes.get("itemprop")
        content = node.attributes.get("content")
        if name and content:
            found.setdefault(name.lower(), _SPACE.sub(" ", content).strip())
    return found


def _headline(page: LexborHTMLParser) -> str:
    """The only h1, else the page's title without the site's name."""
    heads = [text for node in page.css("h1")[:3] if (text := _SPACE.sub(" ", node.text()).strip())]
    if len(heads) == 1:
        return heads[0]
    node = page.css_first("title")
    whole = _SPACE.sub(" ", node.text()).strip() if node is not None else ""
    first = _SITE.split(whole, maxsplit=1)[0].strip()
    return first if len(first) >= _SHORTEST_TITLE else whole


def _day(value: str) -> str:
    match = _DAY.search(value)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat() if match else ""
    except ValueError:
        return ""


def _time_element(page: LexborHTMLParser) -> str:
    for node in page.css("time")[:5]:
        if day := _day(node.attributes.get("datetime") or node.text()):
            return day
    return ""


def _is_skipped(node: LexborNode) -> bool:
    tag = node.tag
    if tag in _SKIPPED or tag is None or tag == "-comment":
        return True
    attributes = node.attributes
    style = attributes.get("style")
    return "hidden" in attributes or bool(style and _HIDDEN.search(style))


def _main(page: LexborHTMLParser, root: LexborNode, where: str) -> LexborNode:
    """The one article or main element, else the smallest block that holds most of the text."""
    sizes = _sizes(root, where)
    for selector in ("article", "main", "[role=main]"):
        nodes = page.css(selector)
        if len(nodes) == 1 and sizes.get(nodes[0].mem_id, 0) >= _ENOUGH * sizes.get(root.mem_id, 0):
            return nodes[0]
    node = root
    while True:
        children = [child for child in node.iter(include_text=False) if child.tag in _CONTAINERS]
        best = max(children, key=lambda child: sizes.get(child.mem_id, 0), default=None)
        if best is None or sizes.get(best.mem_id, 0) < max(1, _MOST * sizes.get(node.mem_id, 0)):
            return node
        node = best


def _sizes(root: LexborNode, where: str) -> dict[int, int]:
    """Characters of running text under each element; links count for nothing."""
    sizes: dict[int, int] = {}
    path, totals = [root], [0]
    node = root.child
    count = 0
    while path:
        count += 1
        if count > _MAX_NODES or len(path) > _MAX_DEPTH:
            raise _too_deep(where)
        if node is None:
            done, total = path.pop(), totals.pop()
            sizes[done.mem_id] = total
            if path:
                totals[-1] += total
                node = done.next
        elif node.tag == "-text":
            totals[-1] += len((node.text_content or "").strip())
            node = node.next
        elif node.tag == "a" or _is_skipped(node):
            node = node.next
        else:
            path.append(node)
            totals.append(0)
            node = node.child
    return sizes


def _text(main: LexborNode) -> str:
    """Text with a line for each block and a tab between the cells of a row."""
    parts: list[str] = []
    stack: list[LexborNode | str] = [main]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            parts.append(node)
        elif node.tag == "-text":
            parts.append(_SPACE.sub(" ", node.text_content or ""))
        elif node.tag == "pre":
            parts.append(f"\n{node.text()}\n")
        elif node is main or not _is_skipped(node):
            before, after = _EDGES.get(node.tag or "", ("\n", "\n") if node.tag in _BLOCKS else ("", ""))
            parts.append(before)
            stack.append(after)
            stack.extend(reversed(list(node.iter(include_text=True))))
    text = _CELL_END.sub(lambda match: "\n" if match[1] else "\t", "".join(parts)).replace(_ROW, "\n")
    return "\n".join(row for line in text.split("\n") if (row := line.strip()))
