from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.web.making import FUND

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ADDRESSES = [
    "/",
    "/?type=ManagerCall",
    "/documents",
    "/calls",
    "/calls?layout=columns",
    "/audit",
    "/review",
    "/totals",
    "/about",
    "/nothing",
]


def background(page: Page, selector: str) -> str:
    colour: str = page.locator(selector).first.evaluate("node => getComputedStyle(node).backgroundColor")
    return colour


def test_search_filter_open_a_fund_and_jump_to_its_sentence(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("新材料")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q="))
    page.locator(".facet a", has_text="新能源").first.click()
    expect(page).to_have_url(re.compile("sector=new_energy"))
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("tbody th.name > a:not(.said)").click()
    expect(page.locator("h1")).to_have_text(FUND)
    page.locator(".lead .src").nth(1).click()
    expect(page).to_have_url(re.compile(r"/documents/\w+#s-\d+$"))
    target = page.locator(".ev:target")
    expect(target).to_have_text("20亿元")
    expect(target).to_be_in_viewport()
    sentence = page.locator(".sent:has(:target)")
    expect(sentence).to_contain_text("总规模50亿元")
    tinted = sentence.evaluate("node => getComputedStyle(node).backgroundColor")
    assert tinted != background(page, "html")


def test_size_is_filtered_by_the_form_and_empty_fields_stay_out_of_the_address(page: Page) -> None:
    page.goto("/")
    page.get_by_label("规模不低于").fill("59.5")
    page.get_by_role("button", name="筛选").click()
    expect(page).to_have_url(re.compile(r"/\?min=59.5$"))
    expect(page.locator("tbody tr")).to_have_count(2)


def test_a_source_opens_on_hover_and_on_focus_and_enter_follows_it(page: Page) -> None:
    page.goto(f"/?q={FUND}&min=40")
    source = page.locator("td.c-size .src")
    card = page.locator("td.c-size .card")
    expect(card).to_be_hidden()
    source.hover()
    expect(card).to_be_visible()
    expect(card).to_contain_text("来源说法不一")
    expect(card).to_contain_text("西南观察")
    card.locator("mark").first.hover()
    page.wait_for_timeout(300)
    expect(card).to_be_visible()
    page.mouse.move(5, 5)
    expect(card).to_be_hidden()
    source.focus()
    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1440
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/documents/\w+#s-\d+$"))


def test_rows_are_walked_with_j_and_k(page: Page) -> None:
    page.goto("/?q=示范基金&sort=size")
    for key in ("j", "j", "j", "k"):
        page.keyboard.press(key)
    expect(page.locator("tbody th.name > a:not(.said)").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("示范基金甲002")


def test_the_language_is_switched_and_kept(page: Page) -> None:
    page.goto("/?sector=new_energy")
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("Funds")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("tbody th.name > a:not(.said)").click()
    expect(page.locator(".facts h2")).to_have_text("Facts")
    page.get_by_role("link", name="中文").click()
    expect(page.locator(".facts h2")).to_have_text("要素")


def test_dark_follows_the_system_and_the_choice(page: Page) -> None:
    page.goto("/")
    light = background(page, "html")
    page.emulate_media(color_scheme="dark")
    dark = background(page, "html")
    assert dark != light
    page.emulate_media(color_scheme="light")
    page.get_by_role("link", name="深色").click()
    assert background(page, "html") == dark
    page.goto("/about")
    assert background(page, "html") == dark


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_sideways_scrolling_at_phone_width(browser: Browser, server: str, address: str) -> None:
    with browser.new_context(base_url=server, viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("width", [720, 1024, 1280, 1400, 1920])
def test_no_sideways_scrolling_of_any_list(browser: Browser, server: str, width: int) -> None:
    every = "size,first_phase,status,region,sector,manager,backer,date,term_years,parent"
    kinds = ["Fund", "ManagerCall", "Financing", "Listing", "Instrument", "Target"]
    with browser.new_context(base_url=server, viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        for address in [f"/?columns={every}", *(f"/?type={kind}" for kind in kinds)]:
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_filters_open_on_a_phone(browser: Browser, server: str) -> None:
    with browser.new_context(base_url=server, viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto("/?lang=zh")
        expect(page.locator("#filters")).to_be_hidden()
        page.locator(".open-filters").click()
        expect(page.locator("#filters")).to_be_visible()
        page.get_by_label("排序").select_option("name")
        expect(page).to_have_url(re.compile("sort=name"))


def test_everything_can_be_read_without_scripts(browser: Browser, server: str) -> None:
    with browser.new_context(base_url=server, java_script_enabled=False, locale="zh-CN") as context:
        page = context.new_page()
        page.goto(f"/?q={FUND}&min=40")
        page.locator("td.c-size .src").hover()
        expect(page.locator("td.c-size .card")).to_be_visible()
        page.locator("td.c-size .src").click()
        expect(page.locator(".ev:target")).to_have_count(1)


def test_paper_has_footnotes_and_no_chrome(page: Page) -> None:
    page.goto("/")
    expect(page.locator(".footnotes")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".footnotes li").first).to_be_visible()
    expect(page.locator(".cite").first).to_be_visible()
    for chrome in (".top", ".filters", ".tabs", ".src >> nth=0"):
        expect(page.locator(chrome)).to_be_hidden()


@pytest.mark.parametrize("address", ADDRESSES)
def test_controls_have_names_and_headings_have_an_order(page: Page, address: str) -> None:
    failing = address == "/nothing"
    response = page.request.get(address)
    assert response.status == (404 if failing else 200)
    page.set_content(response.text())
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select')]
            .filter(node => !(node.textContent.trim() || node.ariaLabel || node.labels?.length || node.title))
            .map(node => node.outerHTML)"""
    )
    assert nameless == []
    levels: list[int] = page.evaluate("() => [...document.querySelectorAll('h1,h2,h3')].map(h => +h.tagName[1])")
    assert levels.count(1) == 1
    assert page.evaluate("() => document.documentElement.lang") == "zh-CN"
    dangling = page.evaluate(
        "() => [...document.querySelectorAll('[aria-describedby]')]"
        ".filter(node => !document.getElementById(node.getAttribute('aria-describedby'))).length"
    )
    assert dangling == 0


def test_the_first_tab_stops_follow_the_page(page: Page) -> None:
    page.goto("/")
    stops = []
    for _ in range(12):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.className || document.activeElement.id || 'link'"))
    assert stops == ["skip", "brand", *["link"] * 9, "q"]
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
