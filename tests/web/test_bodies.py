"""The page of an organisation or company, the links that lead to it, and the API's answers about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from huoshui.registry import Registry
from huoshui.registry.views import FundFilter
from huoshui.web.app import create_app
from tests.registry.said import document, financing, tell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.importorskip("splink", reason="needs the extra resolve")

FULL = "苏州澜海资本管理有限公司"
SHORT = "澜海资本"
OTHER = "无锡澜川资本管理有限公司"
FUND = "星渚甲号创业投资基金"
COMPANY = "杭州砺芯半导体有限公司"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('bodies') / 'bodies.db'}"
    with Registry(url) as registry:
        for name, backer in ((FUND, FULL), ("星渚乙号创业投资基金", SHORT), ("星渚丙号创业投资基金", OTHER)):
            tell(registry, f"{name}由{backer}出资。", name, backer=backer)
        source = document(f"{COMPANY}完成A轮融资。")
        registry.add(source, [financing(source, COMPANY, round_="A轮")])
        registry.link_bodies()
        registry.desk("李四").keep_bodies_apart(FULL, OTHER, "查过登记")
    return url


@pytest.fixture(scope="module")
def pages(address: str) -> Iterator[TestClient]:
    with TestClient(create_app(address)) as client:
        yield client


@pytest.fixture(scope="module")
def body(address: str) -> str:
    """Id of the body with two names."""
    with Registry(address, create=False) as registry:
        found = registry.body_of(SHORT)
    assert found is not None
    return found.id


def entity(address: str, kind: str, name: str) -> str:
    with Registry(address, create=False) as registry:
        return next(e.id for e in registry.search(FundFilter(kind=kind)).rows if e.name == name)


@pytest.mark.parametrize(
    ("lang", "role", "judged"), [("zh", "由其出资", "并非同一家"), ("en", "Backs", "holds for two")]
)
def test_the_page_says_who_it_is_why_and_what_it_does(
    pages: TestClient, body: str, lang: str, role: str, judged: str
) -> None:
    page = LexborHTMLParser(pages.get(f"/bodies/{body}?lang={lang}").text)
    (head,) = page.css("h1")
    assert head.text() == FULL
    assert {row.text() for row in page.css("section.facts dd")} == {FULL, SHORT}
    rows = [row.text(separator="|") for row in page.css("section.statements tbody tr")]
    assert len(rows) == 2
    assert all(role in row for row in rows)
    assert page.css("section.links details tbody tr")
    assert any(judged in item.text() and "查过登记" in item.text() for item in page.css("section.links li"))


def test_values_of_an_entity_lead_to_the_body_and_a_round_to_its_company(
    address: str, pages: TestClient, body: str
) -> None:
    page = LexborHTMLParser(pages.get(f"/entities/{entity(address, 'Fund', FUND)}").text)
    assert [a.text() for a in page.css(f"section.facts a[href='/bodies/{body}']")] == [FULL]
    page = LexborHTMLParser(pages.get(f"/entities/{entity(address, 'Financing', COMPANY)}").text)
    (way,) = page.css("p.acts a")
    assert COMPANY in pages.get(str(way.attributes["href"])).text


def test_without_a_run_values_lead_where_they_did(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'plain.db'}"
    with Registry(url) as registry:
        tell(registry, f"{FUND}由{FULL}出资。", FUND, backer=FULL)
    with TestClient(create_app(url)) as client:
        html = client.get(f"/entities/{entity(url, 'Fund', FUND)}").text
        assert client.get("/api/v1/bodies").json() == {"total": 0, "items": [], "next": None}
    assert "/bodies/" not in html
    assert "/?q=" in html


def test_ids_of_its_names_lead_to_the_body_and_others_nowhere(address: str, pages: TestClient, body: str) -> None:
    with Registry(address) as registry:
        other = registry.body_of(OTHER)
        assert other is not None
        merged = registry.desk("李四").merge_bodies(FULL, OTHER)
        ids = {body, other.id}
        now = registry.body(body).id
        (old,) = ids - {now}
        moved = pages.get(f"/bodies/{old}", follow_redirects=False)
        assert (moved.status_code, moved.headers["location"]) == (307, f"/bodies/{now}")
        moved = pages.get(f"/api/v1/bodies/{old}?lang=en", follow_redirects=False)
        assert (moved.status_code, moved.headers["location"]) == (308, f"/api/v1/bodies/{now}?lang=en")
        registry.desk("李四").undo_of_bodies(merged.id)
    assert pages.get("/bodies/0000000000000001").status_code == 404
    assert pages.get("/api/v1/bodies/x").json()["status"] == 404


def test_the_api_lists_bodies_in_pages_and_tells_all_of_one(pages: TestClient, body: str) -> None:
    first = pages.get("/api/v1/bodies?limit=2").json()
    rest = pages.get(first["next"]).json()
    items = first["items"] + rest["items"]
    assert first["total"] == len(items) == 3
    assert rest["next"] is None
    assert [item["name"] for item in items] == sorted(item["name"] for item in items)
    assert [item["id"] for item in pages.get(f"/api/v1/bodies?text={SHORT}").json()["items"]] == [body]
    assert [item["name"] for item in pages.get("/api/v1/bodies?kind=company").json()["items"]] == [COMPANY]
    told = pages.get(f"/api/v1/bodies/{body}?lang=en").json()
    assert {name["name"] for name in told["names"]} == {FULL, SHORT}
    (link,) = told["links"]
    assert sum(step["weight"] for step in link["steps"]) == pytest.approx(link["weight"], abs=0.01)
    assert {(role["role"], role["entity"]["kind"]) for role in told["roles"]} == {("backer", "Fund")}
    assert [ruling["kind"] for ruling in told["judgements"]] == ["different"]
