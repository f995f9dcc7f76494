"""Rounds told line by line, as in lists of digests: 公司名称：〇〇, 融资轮次：A轮, 融资金额：5000万元, 投资方：甲."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from huoshui.extraction import companies
from huoshui.model.document import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.extraction.companies import Name

_NAME = r"(?:公司|企业|项目|融资方|融资企业|标的|被投企业)(?:名称|全称|简称|名)?|融资方|融资企业"
_ROUND = r"(?:融资|投资)?(?:轮次|阶段)"
_SIZE = r"(?:本轮|此轮)?(?:融资|投资|交易)?(?:金额|规模|额度?|总额)"
_INVESTORS = r"(?:本轮)?(?:投资方|投资机构|投资人|资方|领投方|跟投方|出资方)"
_DATE = r"(?:融资|交易|披露|公布)?(?:时间|日期)"
_FIELD = re.compile(
    rf"(?:^|(?<=[\n；|丨]))[ \t·•●▪◆*-]{{0,4}}(?:(?P<name>{_NAME})|(?P<round>{_ROUND})|(?P<size>{_SIZE})"
    rf"|(?P<investors>{_INVESTORS})|(?P<date>{_DATE}))：[ \t]?(?P<value>[^\n；|丨]{{1,200}})"
)
_FAR = 240
"""Characters between two fields of one form: a description may stand between them."""


class Form(NamedTuple):
    """A round as a form tells it: the company and the places of its other fields."""

    company: Name
    fields: dict[str, list[Span]]


def forms(masked: str) -> Iterator[Form]:
    """The forms of a text that name a company and its round."""
    form: Form | None = None
    last = 0
    for field in _FIELD.finditer(masked):
        kind = next(key for key in ("name", "round", "size", "investors", "date") if field[key])
        value = Span(*field.span("value"))
        if kind == "name":
            if form and "round" in form.fields:
                yield form
            company = companies.trim(masked, *value)
            form = Form(company, {}) if company else None
        elif form and value.start - last <= _FAR:
            form.fields.setdefault(kind, []).append(value)
        else:
            continue
        last = value.end
    if form and "round" in form.fields:
        yield form
