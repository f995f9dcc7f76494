"""Sentences of a clean text; a headline in 【】 is one."""

from __future__ import annotations

import re

from huoshui.model.document import Span

_SENTENCE = re.compile(r"[^。！？\n】]+(?:[。！？]*[”’」』）]*】?)")


def split_sentences(text: str) -> list[Span]:
    """Spans of the sentences of ``text``, without the white space around them."""
    spans = []
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        piece = match.group()
        start += len(piece) - len(piece.lstrip())
        end -= len(piece) - len(piece.rstrip())
        if start < end:
            spans.append(Span(start, end))
    return spans
