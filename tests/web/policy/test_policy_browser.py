"""The pages of policy in a browser: both languages, widths, both themes, keys, paper, no scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.web.policy.addresses import GUIDE, PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

CSV = "地区,rd_intensity,papers\n北京,6.4,30\n上海,4.4,20\n江苏,3.2,10\n"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [375, 1440])
def test_nothing_scrolls_sideways(browser: Browser, server: str, language: str, width: int) -> None:
    locale = "en-GB" if language == "en" else "zh-CN"
    with browser.new_context(base_url=server, viewport={"width": width, "height": 900}, locale=locale) as context:
        page = context.new_page()
        for address in PAGES:
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.parametrize("address", PAGES)
def test_names_headings_and_anchors(page: Page, address: str) -> None:
    page.goto(address)
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea')]
            .filter(node => !(node.textContent.trim() || node.ariaLabel || node.labels?.length || node.title))
            .map(node => node.outerHTML)"""
    )
    assert nameless == []
    levels: list[int] = page.evaluate("() => [...document.querySelectorAll('h1,h2,h3')].map(h => +h.tagName[1])")
    assert levels.count(1) == 1
    doubled = page.evaluate(
        """() => { const ids = [...document.querySelectorAll('[id]')].map(node => node.id);
            return ids.filter((id, n) => ids.indexOf(id) !== n) }"""
    )
    assert doubled == []
    lost = page.evaluate(
        """() => [...document.querySelectorAll('main a[href^="#"]')].map(a => decodeURIComponent(a.hash.slice(1)))
            .filter(id => !document.getElementById(id))"""
    )
    assert lost == []
    dangling = page.evaluate(
        "() => [...document.querySelectorAll('[aria-describedby]')]"
        ".filter(node => !document.getElementById(node.getAttribute('aria-describedby'))).length"
    )
    assert dangling == 0


def test_from_the_matrix_to_a_verdict_and_its_entries_by_keyboard(page: Page) -> None:
    page.goto("/policy/check")
    page.locator(".verdict", has_text="不符合").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/policy/check/.*#AU-"))
    card = page.locator("li:target")
    expect(card.locator(".state")).to_contain_text("不符合")
    expect(card).to_be_in_viewport()
    card.locator("a", has_text="流水").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/policy/evidence"))
    expect(page.locator("tbody tr").first).to_be_visible()


def test_from_the_portfolio_to_verdicts_and_back(page: Page) -> None:
    page.goto("/portfolio/funds/子?as_of=2026-11-01")
    page.locator(".ways a", has_text="合规核查").click()
    expect(page).to_have_url(re.compile("/policy/check/.*as_of=2026-11-01"))
    page.locator(".ways a", has_text="投向评价").click()
    expect(page.locator("h1")).to_contain_text("江北甲号")
    page.locator(".ways a", has_text="基金账目").click()
    expect(page).to_have_url(re.compile("/portfolio/funds/.*as_of=2026-11-01"))


def test_a_state_is_a_word_and_a_sign_in_colours_that_follow_the_theme(page: Page) -> None:
    page.goto("/policy/check")
    colour = "node => getComputedStyle(node).color"
    broken, met = page.locator(".verdict .state.broken").first, page.locator(".verdict .state.met").first
    expect(broken).to_have_text(re.compile("✕ 不符合"))
    expect(met).to_have_text(re.compile("✓ 符合"))
    light = broken.evaluate(colour)
    assert light != met.evaluate(colour)
    page.emulate_media(color_scheme="dark")
    assert broken.evaluate(colour) != light


def test_forms_work_without_scripts(browser: Browser, server: str) -> None:
    with browser.new_context(base_url=server, java_script_enabled=False, locale="zh-CN") as context:
        page = context.new_page()
        page.goto("/policy/screen")
        page.locator("#calls tbody a", has_text="启航").click()
        page.locator("#f-fund_size").fill("3亿元")
        page.get_by_role("button", name="筛查").click()
        expect(page.locator("#f-fund_size")).to_have_value("3亿元")
        expect(page.locator(".outcome h2 .state")).to_contain_text("不符合")
        page.locator("#f-fund_size").fill("很多")
        page.get_by_role("button", name="筛查").click()
        expect(page.locator("#e-fund_size")).to_contain_text("很多")
        page.goto("/policy/match")
        page.locator("#f-places").fill("四川/成都")
        page.locator("summary", has_text="费用与资金").click()
        page.locator("#f-compute_cost").fill("60万元")
        page.get_by_role("button", name="匹配").click()
        expect(page.locator("#f-compute_cost")).to_be_visible()
        expect(page.locator(".judged b.v").first).to_be_visible()
        page.goto("/policy/index")
        page.locator("#f-values").fill(CSV)
        page.get_by_role("button", name="计算").click()
        expect(page.locator("#result svg").first).to_be_visible()
        expect(page.locator("#f-values")).to_have_value(CSV.strip())


def test_day_and_place_are_changed_in_the_head(page: Page) -> None:
    page.goto("/policy")
    page.locator("#place").fill("广东/深圳")
    page.locator("#as_of").fill("2025-06-30")
    page.get_by_role("button", name="查看").click()
    expect(page).to_have_url(re.compile("as_of=2025-06-30"))
    expect(page.locator("#packs")).to_contain_text("深圳天使母基金")
    expect(page.locator("#packs")).not_to_contain_text("投向评价")
    page.get_by_role("link", name="回到今天").click()
    expect(page.locator("#place")).to_have_value("广东/深圳")


def test_on_paper_conflicts_stay_and_controls_go(page: Page) -> None:
    page.goto("/policy/conflicts?place=福建/泉州")
    page.emulate_media(media="print")
    expect(page.locator(".clash").first).to_be_visible()
    for chrome in (".top", ".as-of", ".conflict-form", ".ways"):
        expect(page.locator(chrome).first).to_be_hidden()
    page.goto(f"/policy/screen?call={GUIDE}&fund_size=3亿元")
    expect(page.locator(".outcome .judged")).to_be_visible()
    expect(page.locator(".figures button")).to_be_hidden()
