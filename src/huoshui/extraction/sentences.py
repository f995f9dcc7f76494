"""Sentences of a clean text; a headline in 【】 is one."""

from __future__ import annotations

import re

from huoshui.model.document import Span

_LONGEST = 1200
"""A longer run without a full stop is a table or no prose at all; it is cut, which bounds the looks around in it."""
_SENTENCE = re.compile(r"[^。！？\n】]+(?:[。！？]*[”’」』）]*】?)")


def split_sentences(text: str) -> list[Span]:
    """Spans of the sentences of ``text``, without the white space around them."""
    spans = []
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        piece = match.group()
        start += len(piece) - len(piece.lstrip())
        end -= len(piece) - len(piece.rstrip())
        while end - start > _LONGEST:
            cut = max(text.rfind(mark, start, start + _LONGEST) for mark in "；，、") + 1 or start + _LONGEST
            spans.append(Span(start, cut))
            start = cut
        if start < end:
            spans.append(Span(start, end))
    return spans
