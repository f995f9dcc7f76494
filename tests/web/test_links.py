"""The page of a fund says why names that differ are held for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from huoshui.registry import Registry
from huoshui.registry.views import FundFilter
from huoshui.web.app import create_app
from tests.registry.said import tell

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("splink", reason="needs the extra resolve")


@pytest.mark.parametrize(("lang", "ground"), [("zh", "规模相同"), ("en", "same size")])
def test_each_step_of_a_link_stands_with_both_values_and_its_weight(tmp_path: Path, lang: str, ground: str) -> None:
    url = f"sqlite:///{tmp_path / 'linked.db'}"
    with Registry(url) as registry:
        for name in ("苏州澜海生物医药创业投资合伙企业（有限合伙）", "苏州澜海生物医药创投基金"):
            tell(registry, f"{name}规模12亿元。", name, size="12亿元", region="江苏/苏州", date="2025-03-01")
        registry.link()
        (fund,) = registry.search(FundFilter()).rows
        (link,) = registry.links(fund.id)
    with TestClient(create_app(url)) as client:
        page = LexborHTMLParser(client.get(f"/entities/{fund.id}?lang={lang}").text)
    rows = [row.text(separator="|") for row in page.css("section.links tbody tr")]
    assert len(rows) == len(link.steps)
    assert any(ground in row and "1200000000 CNY" in row for row in rows)
