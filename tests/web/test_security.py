from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from huoshui.web.security import HEADERS

if TYPE_CHECKING:
    from starlette.testclient import TestClient

WEB = Path(str(files("huoshui.web")))


@pytest.mark.parametrize("address", ["/", "/documents", "/nothing", "/static/tokens.css", "/export.json"])
def test_every_answer_has_the_headers(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    for name, value in HEADERS:
        assert headers[name] == value


def test_the_policy_allows_nothing_inline() -> None:
    policy = dict(HEADERS)["content-security-policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'self';")


@pytest.mark.parametrize("path", sorted(WEB.rglob("*.html")), ids=lambda path: path.name)
def test_templates_hold_no_inline_script_style_or_handler(path: Path) -> None:
    html = path.read_text("utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:|\|\s*safe\b|autoescape", html)
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", html)


def test_own_files_call_nobody() -> None:
    for path in (WEB / "static").iterdir():
        addresses = re.findall(r"https?://[^\s\"')]+", path.read_text("utf-8"))
        assert set(addresses) <= {"http://www.w3.org/2000/svg"}, path.name


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "localhost", "[::1]:8000"])
def test_own_names_are_served(client: TestClient, host: str) -> None:
    assert client.get("/about", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8000", "", "a b"])
def test_foreign_names_are_refused(client: TestClient, host: str) -> None:
    assert client.get("/about", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_pages_are_for_reading_only(client: TestClient, method: str) -> None:
    assert client.request(method, "/").status_code == 405


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/static/../app.py", "/static/%2e%2e/app.py"])
def test_nothing_else_is_reachable(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_what_is_typed_comes_back_as_text(client: TestClient) -> None:
    html = client.get("/", params={"q": '"><script>alert(1)</script>', "sector": "<img src=x>"}).text
    assert "<script>alert" not in html
    assert "<img" not in html


def test_own_files_may_be_kept_and_pages_not(client: TestClient) -> None:
    html = client.get("/").text
    sheet = re.search(r'href="(/static/huoshui\.css\?v=\w+)"', html)
    assert sheet
    assert "immutable" in client.get(sheet[1]).headers["cache-control"]
    assert client.get("/").headers["cache-control"] == "no-cache"
    assert client.get("/static/huoshui.css").headers["cache-control"] == "no-cache"
