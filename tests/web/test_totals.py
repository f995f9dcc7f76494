from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from starlette.testclient import TestClient

from huoshui.registry import Registry
from huoshui.web.app import create_app
from huoshui.web.language import LOCALES
from huoshui.web.pages.totals import WIDTH, Wanted, make_page
from huoshui.web.query import Query
from tests.registry.said import document, fund

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

TEXT = "山泉母基金规模80亿元。山泉青石子基金规模约20亿元。<b>云杉</b>基金拟设，规模1亿美元。芦苇基金设立。"


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> str:
    address = f"sqlite:///{tmp_path_factory.mktemp('totals') / 'registry.db'}"
    source = document(TEXT, published="2026-01-01")
    with Registry(address) as registry:
        registry.add(
            source,
            [
                fund(source, "山泉母基金", size="80亿元", status="established", region="江苏"),
                fund(source, "山泉青石子基金", size="20亿元", qualifier="约", parent="山泉母基金", status="filed"),
                fund(source, "<b>云杉</b>基金", size="1亿美元", status="planned"),
                fund(source, "芦苇基金", status="established", region="江苏"),
            ],
        )
    return address


@pytest.fixture(scope="module")
def client(counted: str) -> Iterator[TestClient]:
    with TestClient(create_app(counted)) as client:
        yield client


def test_definitions_stand_side_by_side_with_what_they_count(client: TestClient) -> None:
    html = client.get("/totals").text
    assert "共 4 只基金" in html
    for label in ("目标规模", "认缴", "实缴", "首期"):
        assert label in html
    assert "100.00</b> <span" in html
    assert '1.00</b> <span class="u">亿美元' in html
    assert "3 只计入 · 1 只未写明 · 1 只为约数" in re.sub(r"\s+", " ", html)
    assert "目标规模：从 100.00 到 80.00 亿元" in html


def taken_rows(html: str) -> list[str]:
    return re.findall(r'<tr class="taken">(.*?)</tr>', html, re.DOTALL)


def test_each_step_opens_its_funds_and_names_are_never_markup(client: TestClient) -> None:
    dollars = taken_rows(client.get("/totals?currency=USD").text)
    assert ["云杉" in row for row in dollars] == [True, False, False, False]
    assert "&lt;b&gt;云杉&lt;/b&gt;基金" in dollars[0]
    taken = taken_rows(client.get("/totals").text)
    assert ["山泉青石子基金" in row for row in taken] == [False, False, False, True]
    assert "−20.00" in taken[-1]
    entity = re.search(r'href="(/entities/[^"]+)">山泉青石子基金', taken[-1])
    assert entity
    assert client.get(entity[1]).status_code == 200


def test_bars_begin_where_the_step_before_ends(counted: str) -> None:
    with Registry(counted) as registry:
        page = make_page(registry, Wanted(Query()), "zh")
    assert [(bar.start, bar.length) for bar in page.bars] == [
        (0, WIDTH), (1000, 0), (1000, 0), (1000, 0), (800, 200), (0, 800)
    ]  # fmt: skip
    assert page.bars[0].amount == "100.00"


def test_the_address_holds_measure_currency_steps_and_filters(client: TestClient) -> None:
    assert "实缴：没有文件写明" in client.get("/totals?measure=paid_in").text
    assert "目标规模：从 1.00 到 0.00 亿美元" in client.get("/totals?currency=USD").text
    assert "各口径同为 100.00 亿元" in client.get("/totals?leave=none&leave=planned").text
    one = client.get("/totals?region=江苏&status=established").text
    assert "共 2 只基金" in one
    assert "measure=committed" in one
    assert "%E6%B1%9F%E8%8B%8F" in one


@pytest.mark.parametrize("address", ["measure=all", "leave=twice", "min=much", "since=never"])
@pytest.mark.parametrize("lang", LOCALES)
def test_what_an_address_cannot_ask_for_is_told(client: TestClient, address: str, lang: str) -> None:
    answer = client.get(f"/totals?{address}&lang={lang}")
    assert answer.status_code == 400
    assert "Traceback" not in answer.text


def test_exports_hold_the_definitions_or_the_funds_behind_them(client: TestClient) -> None:
    found = client.get("/totals.csv?region=江苏&lang=en")
    rows = list(csv.DictReader(io.StringIO(found.content.decode("utf-8-sig"))))
    assert {row["Amount"] for row in rows} == {"Target size", "Committed", "Paid in", "First phase"}
    assert all(row["Definition"] for row in rows)
    assert rows[0]["Sum (100m)"] == "80.00"
    funds = client.get("/totals.json?funds=1").json()
    assert {row["counted"] for row in funds if row["measure"] == "target"} == {"counted", "planned", "sub_funds"}
    assert client.get("/totals.xlsx").content[:2] == b"PK"
    assert client.get("/totals.exe").status_code == 400


def test_the_list_of_funds_leads_to_its_totals(client: TestClient) -> None:
    assert 'href="/totals?region=' in client.get("/?region=江苏&sort=name").text
    assert "/totals?type" not in client.get("/?type=Target").text


def test_totals_of_nothing_say_what_to_do(tmp_path: Path) -> None:
    with TestClient(create_app(f"sqlite:///{tmp_path / 'empty.db'}")) as client:
        assert "没有可合计的基金" in client.get("/totals").text


@pytest.mark.browser
def test_steps_unfold_and_measures_change_without_a_fault(page: Page) -> None:
    page.goto("/totals")
    page.locator("table.waterfall summary").first.click()
    expect(page.locator("table.waterfall details[open] li").first).to_be_visible()
    page.locator("#waterfall .tabs a", has_text="首期").click()
    expect(page).to_have_url(re.compile("measure=first_phase"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
