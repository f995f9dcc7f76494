"""A brief as Markdown, as a self-contained HTML page, and as a Word document."""

from __future__ import annotations

import io
import re
from html import escape
from typing import TYPE_CHECKING

from huoshui.reporting.terminal import printable
from huoshui.reporting.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document as WordDocument
    from docx.styles.style import ParagraphStyle

    from huoshui.reporting.brief import Brief, Line, Section

MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&])")
LATIN_FONT, CHINESE_FONT = "Calibri", "Microsoft YaHei"
XML_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.7 "PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: #1f1f1f; background: #fdfcf9; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .3rem; }
.period, .counted { color: #5c5c5c; margin: .2rem 0 .8rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13.5px; line-height: 1.45; }
th, td { text-align: left; vertical-align: top; min-width: 4.5em; padding: .35rem 1rem .35rem 0;
  border-bottom: 1px solid #ddd6c8; }
th:first-child, td:first-child { min-width: 11em; } sup { line-height: 0; }
th { font-weight: 600; border-bottom-color: #8a8171; }
th.n, td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
sup a, .back { color: #1a5fb4; text-decoration: none; }
.notes { font-size: 13px; line-height: 1.5; padding-left: 2rem; } .notes q { color: #444; }
@media (prefers-color-scheme: dark) {
  body { color: #e6e3dc; background: #191816; } .period, .counted, .notes q { color: #a9a397; }
  th, td { border-bottom-color: #3a3731; } sup a, .back { color: #86b7f5; } }
@media print { body { margin: 0; max-width: none; background: none; color: #000; } tr { break-inside: avoid; } }
"""


def render(brief: Brief, suffix: str) -> bytes:
    """The brief as a file of that kind: one of ``RENDERERS``."""
    return RENDERERS[suffix](brief)


def as_markdown(brief: Brief) -> bytes:
    """Markdown with pipe tables and footnotes."""
    parts = [f"# {_md(brief.title)}", f"{_md(brief.period)}", *(_md(line) for line in brief.summary)]
    for section in brief.sections:
        parts += [f"## {_md(section.title)}", _md(section.counted), markdown_table(section)]
    notes = [f"[^{n.number}]: {_md(n.source)}：“{_md(n.sentence)}”" for n in brief.footnotes]
    return ("\n\n".join(parts) + "\n\n" + "\n".join(notes)).strip().encode() + b"\n"


def _md(text: str) -> str:
    return MARKDOWN.sub(r"\\\1", printable(text))


def markdown_table(section: Section) -> str:
    """A pipe table; what would be taken for marks is escaped."""
    rule = ["---:" if numeric else "---" for numeric in section.numeric]
    rows = [[_md(cell) for cell in line.cells] for line in section.lines]
    for row, line in zip(rows, section.lines, strict=True):
        row[0] += "".join(f"[^{number}]" for number in line.notes)
    table = [[_md(head) for head in section.heads], rule, *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in table)


def as_html(brief: Brief) -> bytes:
    """One page that needs nothing else: no script, no font, no picture from elsewhere."""
    lang = "zh-CN" if brief.locale == "zh" else "en"
    body = [f"<h1>{escape(brief.title)}</h1>", f'<p class="period">{escape(brief.period)}</p>']
    body += [f"<p>{escape(line)}</p>" for line in brief.summary]
    for section in brief.sections:
        body += [f"<h2>{escape(section.title)}</h2>", f'<p class="counted">{escape(section.counted)}</p>']
        body.append(_html_table(section))
    if brief.footnotes:
        body.append(f"<h2>{say(brief.locale, '来源', 'Sources')}</h2>")
        items = [
            f'<li id="n{n.number}">{escape(printable(n.source))}：<q>{escape(printable(n.sentence))}</q></li>'
            for n in brief.footnotes
        ]
        body.append(f'<ol class="notes">{"".join(items)}</ol>')
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(brief.title)} {escape(brief.period)}</title><style>{STYLE}</style>"
    )
    page = (
        f'<!doctype html>\n<html lang="{lang}"><head>{head}</head>\n<body>\n' + "\n".join(body) + "\n</body></html>\n"
    )
    return page.encode()


def _html_table(section: Section) -> str:
    marks = [' class="n"' if numeric else "" for numeric in section.numeric]
    heads = "".join(f'<th scope="col"{m}>{escape(h)}</th>' for h, m in zip(section.heads, marks, strict=True))
    rows = "\n".join(f"<tr>{_html_cells(line, marks)}</tr>" for line in section.lines)
    return f'<div class="scroll"><table><thead><tr>{heads}</tr></thead><tbody>\n{rows}\n</tbody></table></div>'


def _html_cells(line: Line, marks: list[str]) -> str:
    cells = [escape(printable(cell)) for cell in line.cells]
    marked = ",".join(f'<a href="#n{n}">{n}</a>' for n in line.notes)
    cells[0] += f"<sup>{marked}</sup>" if marked else ""
    return "".join(f"<td{mark}>{cell}</td>" for cell, mark in zip(cells, marks, strict=True))


def as_docx(brief: Brief) -> bytes:
    """A Word document; Chinese characters have a Chinese font of their own, so that no fallback is needed."""
    from docx import Document

    word = Document()
    _fonts(word)
    word.core_properties.title = _xml(brief.title)
    word.add_heading(_xml(brief.title), level=0)
    for line in (brief.period, *brief.summary):
        word.add_paragraph(_xml(line))
    for section in brief.sections:
        word.add_heading(_xml(section.title), level=1)
        word.add_paragraph(_xml(section.counted))
        _word_table(word, section)
    if brief.footnotes:
        word.add_heading(say(brief.locale, "来源", "Sources"), level=1)
        for note in brief.footnotes:
            word.add_paragraph(_xml(f"[{note.number}] {note.source}：“{note.sentence}”"))
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _xml(text: str) -> str:
    return XML_ILLEGAL.sub("", printable(text))


def _fonts(word: WordDocument) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    section = word.sections[0]
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(2)
    for name, size in (("Normal", 10), ("Title", 20), ("Heading 1", 13)):
        style: ParagraphStyle = word.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = LATIN_FONT, Pt(size), RGBColor(0x1F, 0x1F, 0x1F)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
        fonts.set(qn("w:eastAsia"), CHINESE_FONT)


def _word_table(word: WordDocument, section: Section) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    table = word.add_table(rows=1 + len(section.lines), cols=len(section.heads), style="Light List")
    for row, line in zip(table.rows, (None, *section.lines), strict=True):
        for i, cell in enumerate(row.cells):
            paragraph = cell.paragraphs[0]
            if section.numeric[i]:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.add_run(_xml(section.heads[i] if line is None else line.cells[i])).bold = line is None
            if line is not None and i == 0 and line.notes:
                paragraph.add_run(",".join(map(str, line.notes))).font.superscript = True


RENDERERS: dict[str, Callable[[Brief], bytes]] = {".md": as_markdown, ".html": as_html, ".docx": as_docx}
