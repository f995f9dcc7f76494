"""Where the articles of a digest begin, by the kind of digest."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from huoshui.documents.characters import HAN
from huoshui.documents.credits import Credit, closing_mark, dateline_credit, signature, source_line_credit, stated_date
from huoshui.documents.outline import TITLES, Kind, Line, is_numbered, unnumbered
from huoshui.model.document import Span

if TYPE_CHECKING:
    from huoshui.model.dates import PartialDate

_SHORTEST_TITLE, _SHORTEST_BODY = 8, 30
_SOON = 45
_STRONG_OPENER = re.compile(
    rf"本报讯|(?:本报|[{HAN}]{{1,4}}(?:社|网|报|讯))[{HAN}]{{0,8}}(?:20\d\d年)?\d{{1,2}}月\d{{1,2}}日(?:电|讯|消息|报道)"
)
_OPENER = re.compile(
    r"近日|日前|近期|昨日|今日|昨天|今天|(?:20\d\d年)?\d{1,2}月\d{1,2}日|据[^，]{2,20}(?:消息|显示|报道|获悉|公告)|[^，。]{2,12}(?:App|APP)?显示，"
)
_ROUND_UP = re.compile(
    r"精选|要闻|早报|晚报|早餐|晚餐|早知道|汇总|一览|快讯|速览|速递|速读|盘点|摘要|回顾|[日周]报|简报|新闻联播|大事"
)
_ITEM = re.compile(r"(?<![\d.])(\d{1,2})[、.．](?!\d) ?")
_FEWEST_ITEMS, _ECHO = 3, 4
_PUBLISHED = re.compile(r"发布|成文|时间|日期|20\d\d")
_REPORTER = re.compile(rf"(?:^|[。！？”])（[{HAN} ]{{2,12}}）$")


@dataclass(frozen=True, slots=True)
class Draft:
    """An article while it is being found: its title, its lines, its source line, what stood above its text."""

    title: str
    title_span: Span | None
    lines: tuple[Line, ...]
    credit_line: str = ""
    signed: bool = False
    body_start: int | None = None
    head: tuple[Line, ...] = ()

    @property
    def end(self) -> int:
        """Where the article ends."""
        return self.lines[-1].end

    def body(self, text: str) -> Span:
        """The article without title, source in brackets and reporters' names."""
        lines = list(self.lines)
        while len(lines) > 1 and lines[-1].kind in {Kind.BYLINE, Kind.FURNITURE, Kind.GROUP}:
            lines.pop()
        start = lines[0].start if self.body_start is None else self.body_start
        end = lines[-1].end
        mark = closing_mark(text[max(start, end - _SOON) : end], signed=self.signed)
        return Span(start, end - mark.length if mark else end)

    def credit(self, text: str, published: PartialDate | None) -> Credit:
        """Source and date: of the source line, else the dateline, else the signature."""
        body = self.body(text)
        found = [source_line_credit(self.credit_line)] if self.credit_line else []
        found.append(dateline_credit(text[body.start : body.start + _SOON], published))
        mark = closing_mark(text[max(body.start, self.end - _SOON) : self.end], signed=self.signed)
        found += [mark.credit if mark else Credit(), Credit(None, _header_date((*self.head, *self.lines[:4])))]
        source = next((credit.source for credit in found if credit.source), None)
        return Credit(source, next((credit.published for credit in found if credit.published), None))


def _header_date(lines: tuple[Line, ...]) -> PartialDate | None:
    for line in lines:
        if line.kind is Kind.FURNITURE and _PUBLISHED.match(line.text) and (date := stated_date(line.text)):
            return date
    return None


def find_articles(text: str, lines: list[Line]) -> list[Draft]:
    """Drafts of the articles, in order; the first kind of digest that the lines show decides."""
    for kind in (_flashes, _marked_up, _closed_by_source, _signed_posts, _grouped, _news_items):
        drafts = [draft for draft in kind(lines) if _has_text(draft, text)]
        if drafts:
            return drafts
    return [_draft(lines)]


def _has_text(draft: Draft, text: str) -> bool:
    body = draft.body(text)
    return body.end > body.start


def _is_body(line: Line) -> bool:
    return line.kind in {Kind.BODY, Kind.FLASH} or (line.kind is Kind.EXCLAMATION and len(line.text) >= _SHORTEST_BODY)


def _draft(lines: list[Line], *, signed: bool = False) -> Draft:
    """One article of these lines: its title is the first proper one before the running text."""
    source = next((line for line in lines if line.kind is Kind.SOURCE), None)
    credit = source.text if source else ""
    head: list[Line] = []
    for line in lines:
        if line.kind is Kind.BODY or line.kind is Kind.FLASH:
            break
        head.append(line)
    if len(head) == len(lines):
        head = head[:1] if len(lines) > 1 else []
    titles = [line for line in head if line.kind in TITLES]
    best = next((line for line in titles if len(line.text) >= _SHORTEST_TITLE), titles[0] if titles else None)
    if best is None:
        return Draft("", None, _without(lines, source) or tuple(lines), credit, signed)
    at = lines.index(best)
    last = _notice_title_end(lines, at)
    words = unnumbered(best.text)
    title = "".join(line.text for line in lines[at : last + 1])[words:]
    bracketed = title.startswith("【") and title.endswith("】")
    if bracketed:
        title, words = title[1:-1], words + 1
    rest = _without(lines[last + 1 :], source)
    if not rest:
        return Draft("", None, tuple(lines), credit, signed)
    return Draft(title, Span(best.inner + words, lines[last].end - bracketed), rest, credit, signed, head=tuple(head))


_NOTICE = re.compile(r"(?:通知|公告|意见|办法|方案|细则|批复|函|规定|指引|指南|报告|公示|启事)(?:》|（[^）]*）)*$")


def _notice_title_end(lines: list[Line], at: int) -> int:
    """Last line of a title that begins at ``at``: those of official notices run over several lines."""
    if "关于" not in lines[at].text or _NOTICE.search(lines[at].text):
        return at
    for last in range(at + 1, min(at + 3, len(lines))):
        if lines[last].kind is not Kind.TITLE:
            break
        if _NOTICE.search(lines[last].text):
            return last
    return at


def _without(lines: list[Line], source: Line | None) -> tuple[Line, ...]:
    """The lines but for a source line at either end."""
    kept = list(lines)
    while kept and source is not None and kept[-1].kind is Kind.SOURCE:
        kept.pop()
    while kept and kept[0].kind is Kind.SOURCE:
        kept.pop(0)
    return tuple(kept)


def _cut(lines: list[Line], starts: list[int]) -> list[list[Line]]:
    """The lines from each start to the next; those of group headings are nobody's."""
    edges = sorted({0, *starts, len(lines)})
    pieces = [lines[a:b] for a, b in pairwise(edges)]
    return [piece for piece in pieces if any(_is_body(line) for line in piece)]


def _flashes(lines: list[Line]) -> list[Draft]:
    starts = [number for number, line in enumerate(lines) if line.kind is Kind.FLASH]
    if not starts or (starts[0] > 0 and len(starts) == 1):
        return []
    drafts = []
    for piece in _cut(lines, starts):
        drafts += _flash(piece) if piece[0].kind is Kind.FLASH else [_draft(piece)]
    return drafts


def _flash(piece: list[Line]) -> list[Draft]:
    """The article of a flash; one for each item of a round-up (早间新闻精选), which have no titles."""
    first = piece[0]
    opening, close = first.text.index("【") + 1, first.text.index("】")
    title = Span(first.start + opening, first.start + close)
    body = first.end - len(first.text[close + 1 :].lstrip())
    whole = Draft(first.text[opening:close], title, tuple(piece), signed=True, body_start=body)
    if not _ROUND_UP.search(whole.title):
        return [whole]
    items = _items(first.text, close + 1)
    if len(items) < _FEWEST_ITEMS:
        return [whole]
    edges = [*(start for start, _ in items[1:]), len(first.text)]
    drafts = []
    for (_, words), end in zip(items, edges, strict=True):
        text = first.text[words:end].rstrip()
        line = Line(first.start + words, first.start + words + len(text), first.start + words, Kind.BODY, 0, text)
        drafts.append(Draft("", None, (line,)))
    return drafts


def _items(text: str, start: int) -> list[tuple[int, int]]:
    """Where the items 1、 2、 3、 of a paragraph and their words begin; the numbers must be in order."""
    items: list[tuple[int, int]] = []
    for match in _ITEM.finditer(text, start):
        if int(match[1]) == len(items) + 1:
            items.append(match.span())
    return [(begin, end) for begin, end in items if end < len(text)]


def _closed_by_source(lines: list[Line]) -> list[Draft]:
    """Articles that end with 来源：…, or have that line right under their title."""
    starts = []
    for number, line in enumerate(lines):
        if line.kind is not Kind.SOURCE:
            continue
        titled = number > 0 and lines[number - 1].kind in TITLES
        if titled and number + 1 < len(lines) and _is_body(lines[number + 1]):
            starts.append(number - 1)
        elif number + 1 < len(lines):
            starts.append(number + 1)
    return [_draft(piece) for piece in _cut(lines, starts)] if starts else []


def _followed_by_body(lines: list[Line], number: int) -> bool:
    return number + 1 < len(lines) and _is_body(lines[number + 1])


def _grouped(lines: list[Line]) -> list[Draft]:
    """Items under short headings (新基金, 招GP): every title in a group that running text follows begins one."""
    groups = {
        number
        for number, line in enumerate(lines[:-1])
        if line.kind is Kind.GROUP and lines[number + 1].kind in {Kind.TITLE, Kind.EXCLAMATION}
    }
    if not groups:
        return []
    titles = [
        number
        for number in range(min(groups), len(lines))
        if lines[number].kind in TITLES and _followed_by_body(lines, number)
    ]
    numbered = {number for number in titles if is_numbered(lines[number].text)}
    headed = any(number - 1 in groups for number in numbered)
    if len(numbered) < len(titles) and not headed:
        titles = [number for number in titles if number not in numbered]
    drafts = []
    for piece in _cut(lines, [*titles, *groups]):
        kept = piece
        while len(kept) > 1 and kept[0].kind is Kind.GROUP:
            kept = kept[1:]
        drafts.append(_draft(kept))
    return drafts


def _signed_posts(lines: list[Line]) -> list[Draft]:
    """A feed of posts: a title, one paragraph that ends with its source in brackets, and so on."""
    signed = [
        number
        for number, line in enumerate(lines)
        if number and line.kind is Kind.BODY and signature(line.text) is not None
    ]
    starts = [number - 1 for number in signed if lines[number - 1].kind in TITLES]
    if len(starts) < 2 or len(starts) < 0.6 * sum(line.kind is Kind.TITLE for line in lines):
        return []
    return [_draft(piece, signed=True) for piece in _cut(lines, starts)]


def _news_items(lines: list[Line]) -> list[Draft]:
    """Titles above text that begins as news does: a wire's opening always counts, 近日 where most have one."""
    titled = [number for number, line in enumerate(lines) if line.kind in TITLES and _followed_by_body(lines, number)]
    strong = [number for number in titled if _STRONG_OPENER.match(lines[number + 1].text)]
    if len(strong) > 1:
        return [_draft(piece) for piece in _cut(lines, strong)]
    opened = [number for number in titled if _opens(lines[number].text, lines[number + 1].text)]
    if len(opened) >= 4 and opened[0] == titled[0] and len(opened) >= 0.7 * len(titled):
        return [_draft(piece) for piece in _cut(lines, titled)]
    return []


def _opens(title: str, body: str) -> bool:
    """Whether a text begins as news do: 近日, a date, who says so, or the words that its title begins with."""
    return _OPENER.match(body) is not None or body.startswith(title[unnumbered(title) :][:_ECHO])


def _marked_up(lines: list[Line]) -> list[Draft]:
    """Pages in Markdown: a top headline begins an article, a lower one where its text opens as news does."""
    headings = [number for number, line in enumerate(lines) if line.kind is Kind.HEADING]
    if not headings:
        return []
    blocks = _heading_blocks(lines, headings)
    top = min(lines[block[0]].level for block in blocks)
    starts = [block for block in blocks if _starts_article(lines, block, top)]
    tops = [block for block in blocks if lines[block[0]].level == top]
    if len(tops) == 1 and top == 1:
        starts = _all_titles(lines, _below(lines, blocks, tops[0])) or starts
    elif any(line.kind is Kind.GROUP and 0 < line.level < top for line in lines):
        starts = _all_titles(lines, tops) or starts
    if not starts:
        return []
    return [_marked_up_draft(piece) for piece in _cut(lines, [block[0] for block in starts])]


def _heading_blocks(lines: list[Line], headings: list[int]) -> list[list[int]]:
    """Runs of headings with nothing between them: a headline and the lines below it."""
    blocks: list[list[int]] = []
    for number in headings:
        if blocks and blocks[-1][-1] == number - 1 and lines[number].level > lines[number - 1].level:
            blocks[-1].append(number)
        else:
            blocks.append([number])
    return blocks


def _starts_article(lines: list[Line], block: list[int], top: int) -> bool:
    first, last = lines[block[0]], block[-1]
    if last + 1 < len(lines) and _STRONG_OPENER.match(lines[last + 1].text):
        return True
    if is_numbered(first.text):
        return False
    if first.level == top == 1:
        return True
    above = lines[block[0] - 1] if block[0] else None
    return above is not None and len(first.text) >= _SHORTEST_TITLE and _closes(above)


def _closes(line: Line) -> bool:
    """Whether a line ends an article: a source line, or the reporter's name in brackets."""
    return line.kind is Kind.SOURCE or _REPORTER.search(line.text) is not None


def _below(lines: list[Line], blocks: list[list[int]], headline: list[int]) -> list[list[int]]:
    """The headings that stand below a headline which has no text of its own."""
    if len(headline) == 1:
        return []
    level = lines[headline[1]].level
    return [headline[1:], *(block for block in blocks if lines[block[0]].level == level)]


def _all_titles(lines: list[Line], blocks: list[list[int]]) -> list[list[int]]:
    """The blocks, if there are several and each begins like the title of an article and not like a subhead."""
    heads = [lines[block[0]].text for block in blocks]
    good = all(len(head) >= _SHORTEST_TITLE + 2 and not is_numbered(head) for head in heads)
    return blocks if len(blocks) > 1 and good else []


def _marked_up_draft(piece: list[Line]) -> Draft:
    if piece[0].kind is not Kind.HEADING:
        return _draft(piece)
    title = [piece[0]]
    for line in piece[1:3]:
        alone = sum(other.kind is Kind.HEADING and other.level == line.level for other in piece)
        if line.kind is not Kind.HEADING or alone > 1 or is_numbered(line.text):
            break
        title.append(line)
    draft = _draft(piece[len(title) - 1 :])
    if not draft.title:
        return draft
    words = " ".join(line.text for line in title)
    return replace(draft, title=words, title_span=Span(title[0].inner, title[-1].end))
