"""The review page: what it lists, what its forms do, and from whom it takes them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import uvicorn
from playwright.sync_api import expect
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from huoshui.registry import Registry
from huoshui.web.app import create_app
from tests.registry.said import document, fund
from tests.web.making import yi

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

NAME = "云岭创新基金"


@pytest.fixture
def address(tmp_path: Path) -> str:
    """A registry in which sources disagree on one fund, and two funds bear one name."""
    url = f"sqlite:///{tmp_path}/review.db"
    with Registry(url) as registry:
        told = [
            ("甲报", NAME, "50亿元", ""),
            ("乙报", NAME, "80亿元", ""),
            ("丙报", "远景创新基金", "1亿元", "江苏/苏州"),
            ("丁报", "远景创新基金", "2亿元", "广东/深圳"),
        ]
        for n, (source, name, size, region) in enumerate(told, 1):
            said = replace(
                document(f"{name}规模{size}。", published=f"2026-01-0{n}", name=str(n), path=f"{n}.txt"), source=source
            )
            registry.add(said, [fund(said, name, size=size, region=region)])
    return url


@pytest.fixture
def judging(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("HUOSHUI_ANALYST", "张三")
    with TestClient(create_app(address)) as client:
        yield client


def tree(client: TestClient, path: str = "/review") -> LexborHTMLParser:
    response = client.get(path)
    assert response.status_code == 200
    return LexborHTMLParser(response.text)


def field(page: LexborHTMLParser, name: str, within: str = "") -> str:
    node = page.css_first(f'{within} input[name="{name}"]')
    assert node is not None
    return str(node.attributes["value"])


def send(client: TestClient, action: str, within: str = ".doubt", **fields: str) -> LexborHTMLParser:
    page = tree(client)
    form = {"token": field(page, "token"), "action": action, **fields}
    if within:
        form["item"] = field(page, "item", within)
    response = client.post("/review", data=form)
    assert response.status_code == 200, response.text
    return LexborHTMLParser(response.text)


def sizes(url: str) -> list[str]:
    with Registry(url) as registry:
        return [f.value for f in registry.find(NAME)[0].facts_of("size")]


def test_the_queue_shows_both_sides_with_their_sentences(judging: TestClient) -> None:
    page = tree(judging)
    first, second = page.css(".doubt")
    assert NAME in first.text()
    assert [m.text() for m in first.css("mark")] == ["80亿元", "50亿元"]
    assert "媒体" in first.text()
    assert [m.text() for m in second.css("mark")] == ["远景创新基金"] * 2
    assert "名称相同，地区不同" in second.text()
    assert len(tree(judging, "/review?kind=link").css(".doubt")) == 1
    assert judging.get("/review?kind=nonsense").status_code == 400
    assert "To review: 2" in judging.get("/review?lang=en").text


def test_accepting_the_other_side_makes_it_lead_and_can_be_taken_back(judging: TestClient, address: str) -> None:
    page = send(judging, "accept", side=str(yi("50")), note="见公告")
    assert len(page.css(".doubt")) == 1
    assert sizes(address) == [str(yi("50")), str(yi("80"))]
    (entry,) = page.css(".log li")
    assert "张三" in entry.text()
    page = send(judging, "undo", "", judgement="1")
    assert len(page.css(".doubt")) == 2
    assert sizes(address)[0] == str(yi("80"))
    assert page.css_first(".log li.undone") is not None


@pytest.mark.parametrize("action", ["correct", "accept"])
def test_a_typed_value_is_a_correction(judging: TestClient, address: str, action: str) -> None:
    send(judging, action, value="65亿元")
    assert sizes(address) == [str(yi("65")), str(yi("80")), str(yi("50"))]


def test_what_was_rejected_stays_visible_as_such(judging: TestClient, address: str) -> None:
    send(judging, "reject", side=str(yi("80")))
    with Registry(address) as registry:
        entity = registry.find(NAME)[0].id
    tags = [node.text() for node in tree(judging, f"/entities/{entity}").css(".statements .tag")]
    assert tags == ["已驳回"]


def test_links_are_merged_or_kept_apart(judging: TestClient, address: str) -> None:
    send(judging, "reject", ".doubt:nth-of-type(2)")
    assert len(tree(judging).css(".doubt")) == 1
    send(judging, "undo", "", judgement="1")
    send(judging, "accept", ".doubt:nth-of-type(2)")
    with Registry(address) as registry:
        assert len(registry.find("远景创新基金")) == 1


def test_the_name_one_signs_with_stays_with_the_browser(judging: TestClient, address: str) -> None:
    page = send(judging, "sign", "", analyst=" 李  四 ")
    assert field(page, "analyst") == "李 四"
    send(judging, "accept")
    with Registry(address) as registry:
        assert registry.judgements()[0].analyst == "李 四"


@pytest.mark.parametrize("token", ["", "0" * 64, None, "错"])
def test_forms_of_others_are_refused(judging: TestClient, address: str, token: str | None) -> None:
    item = field(tree(judging), "item", ".doubt")
    data = {"action": "accept", "item": item} | ({} if token is None else {"token": token})
    assert judging.post("/review", data=data).status_code == 400
    with Registry(address) as registry:
        assert registry.judgements() == ()


def test_a_token_of_another_browser_is_refused(judging: TestClient) -> None:
    page = tree(judging)
    data = {"action": "accept", "item": field(page, "item", ".doubt"), "token": field(page, "token")}
    judging.cookies.clear()
    assert judging.post("/review", data=data).status_code == 400
    tree(judging)
    assert judging.post("/review", data=data).status_code == 400
    cookie = judging.get("/review").headers["set-cookie"]
    assert "httponly" in cookie.lower()
    assert "samesite=strict" in cookie.lower()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"action": "accept", "item": "0" * 16}, 404),
        ({"action": "nonsense"}, 400),
        ({"action": "correct", "value": "许多"}, 400),
        ({"action": "undo", "judgement": "9"}, 404),
        ({"action": "undo", "judgement": "x"}, 400),
        ({"action": "accept", "note": "长" * 30_000}, 400),
    ],
)
def test_what_cannot_be_judged_is_told(judging: TestClient, fields: dict[str, str], status: int) -> None:
    page = tree(judging)
    form = {"token": field(page, "token"), "item": field(page, "item", ".doubt"), **fields}
    assert judging.post("/review", data=form).status_code == status


def test_an_empty_queue_says_so(empty: TestClient) -> None:
    (section,) = tree(empty).css(".empty")
    assert "huoshui ingest" in section.text()


@pytest.mark.browser
def test_the_queue_is_judged_by_keys(address: str, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUOSHUI_ANALYST", "张三")
    with serving(address) as server:
        context = browser.new_context(base_url=server, locale="zh-CN")
        page = context.new_page()
        problems: list[str] = []
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.goto("/review")
        page.keyboard.press("j")
        expect(page.locator(".doubt").first).to_be_focused()
        page.keyboard.press("j")
        expect(page.locator(".doubt").nth(1)).to_be_focused()
        page.keyboard.press("r")
        expect(page).to_have_url(re.compile("done=1"))
        expect(page.locator(".doubt")).to_have_count(1)
        expect(page.locator(".doubt")).to_be_focused()
        page.keyboard.press("c")
        page.keyboard.type("66亿元")
        page.keyboard.press("Enter")
        expect(page.locator(".empty")).to_be_visible()
        expect(page.locator(".done")).to_contain_text("更正")
        context.close()
        assert problems == []
    assert sizes(address)[0] == str(yi("66"))


class serving:  # noqa: N801  reads as a word
    """A running server at a free port."""

    def __init__(self, url: str) -> None:
        import threading

        self.server = uvicorn.Server(uvicorn.Config(create_app(url), host="127.0.0.1", port=0, log_level="warning"))
        self.thread = threading.Thread(target=self.server.run, daemon=True)

    def __enter__(self) -> str:
        import time

        self.thread.start()
        deadline = time.monotonic() + 20
        while not self.server.started:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        return f"http://127.0.0.1:{self.server.servers[0].sockets[0].getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join(10)
