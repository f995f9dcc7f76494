"""A digest into its articles, each with title, body, source and date.

Each kind of digest has its own mark, and the first kind that a text shows decides: flashes (【title】body),
Markdown headings, closing source lines (来源：… 2026-01-09), groups of items under short headings (新基金),
posts of one paragraph signed by their source, news items that begin as such (近日, 本报讯). A text with
none of them is one article: when in doubt nothing is split.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.documents.digests import find_articles
from huoshui.documents.outline import outline
from huoshui.model.document import Article

if TYPE_CHECKING:
    from huoshui.model.dates import PartialDate


def split_articles(text: str, *, published: PartialDate | None = None, title: str = "") -> tuple[Article, ...]:
    """Articles of a clean text, in order; ``title`` serves where the text itself has none.

    An article's date is only set where the article states it; ``published`` completes a date without a year.
    """
    lines = outline(text)
    if not lines:
        return ()
    articles = []
    for draft in find_articles(text, lines):
        credit = draft.credit(text, published)
        articles.append(Article(draft.title, draft.title_span, draft.body(text), credit.source, credit.published))
    if len(articles) == 1 and not articles[0].title and title:
        only = articles[0]
        articles = [Article(title, None, only.body, only.source, only.published)]
    return tuple(articles)
