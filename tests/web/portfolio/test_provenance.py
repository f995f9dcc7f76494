"""Every amount that is a link leads to entries whose sum is that amount."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from tests.web.portfolio.addresses import PAGES

if TYPE_CHECKING:
    from starlette.testclient import TestClient

LINK = re.compile(r'<a class="v" href="(/portfolio/journal[^"]*figure=[^"]*)" title="([^"]*)"')
SUM = re.compile(r'<b class="v">([^<]*)</b>')
PART = re.compile(r'data-label="计入（元）"><span class="v" title="([^"]*)"')
FROM_OTHERS = re.compile(r'data-label="计入（元）"><a class="v" href="[^"]*" title="([^"]*)"')


def yuan(text: str) -> int:
    """An amount as shown, in fen."""
    return round(float(text.removesuffix(" 元").replace(",", "")) * 100)


@pytest.mark.parametrize("day", ["2020-03-01", "2021-12-31", "2026-01-01"])
def test_figures_lead_to_entries_that_add_up_to_them(family: TestClient, day: str) -> None:
    followed: dict[str, str] = {}
    for address in PAGES:
        joined = "&" if "?" in address else "?"
        for href, title in LINK.findall(family.get(f"{address}{joined}as_of={day}").text):
            followed[unescape(href)] = unescape(title).partition(" · ")[0]
    assert len(followed) > 40
    for href, exact in followed.items():
        html = family.get(href).text
        found = SUM.search(html)
        assert found, href
        assert found[1] == exact, href
        parts = [yuan(part) for part in (*PART.findall(html), *FROM_OTHERS.findall(html))]
        assert sum(parts) == yuan(exact), href
