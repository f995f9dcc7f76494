"""The pages of the portfolio in a browser: both languages, three widths, both themes, keys, paper, no scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.web.portfolio.addresses import PAGES

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

#: Pairs of a drawing's texts that lie on each other, in pixels on the screen; a pixel of touch is allowed.
OVERLAPPING = """() => [...document.querySelectorAll('.drawing svg')]
    .filter(svg => svg.getBoundingClientRect().width)
    .flatMap(svg => {
        const all = [...svg.querySelectorAll('text')].filter(t => t.textContent && !t.classList.contains('share'));
        const boxes = all.map(t => [t.getBoundingClientRect(), t.textContent]);
        return boxes.flatMap(([a, one], n) => boxes.slice(n + 1)
            .filter(([b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
                && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 5)
            .map(([, other]) => `${one} / ${other}`));
    })"""
#: Texts of drawings smaller than nine pixels.
TINY = """() => [...document.querySelectorAll('.drawing svg')]
    .filter(svg => svg.getBoundingClientRect().width)
    .filter(svg => 12.5 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width < 9)
    .map(svg => svg.getAttribute('aria-label'))"""


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [375, 1024, 1440])
def test_nothing_scrolls_sideways_overlaps_or_is_too_small(
    browser: Browser, server: str, address: str, language: str, width: int
) -> None:
    locale = "en-GB" if language == "en" else "zh-CN"
    with browser.new_context(base_url=server, viewport={"width": width, "height": 900}, locale=locale) as context:
        page = context.new_page()
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(OVERLAPPING) == []
        assert page.evaluate(TINY) == []


@pytest.mark.parametrize("address", PAGES)
def test_names_headings_and_anchors(page: Page, address: str) -> None:
    page.goto(address)
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select')]
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


def test_from_the_family_to_the_entries_behind_a_figure_by_keyboard(page: Page) -> None:
    page.goto("/portfolio?as_of=2023-01-01")
    page.locator("#funds tbody th.name a", has_text="甲号").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("甲号")
    expect(page.locator("#as_of")).to_have_value("2023-01-01")
    page.locator(".statement td a").nth(2).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("figure=paid_in"))
    expect(page.locator(".made b")).to_have_text("100,000,000.00 元")
    expect(page.locator("#lines tbody tr")).to_have_count(2)


def test_the_day_is_changed_in_the_head(page: Page) -> None:
    page.goto("/portfolio/funds/子?as_of=2023-01-01")
    page.locator("#as_of").fill("2019-12-31")
    page.get_by_role("button", name="查看").click()
    expect(page).to_have_url(re.compile("as_of=2019-12-31"))
    expect(page.locator("#deals tbody tr")).to_have_count(1)
    page.get_by_role("link", name="回到今天").click()
    expect(page.locator("#deals tbody tr")).to_have_count(2)


def test_a_chart_is_saved_as_png(page: Page, tmp_path: Path) -> None:
    page.goto("/portfolio/companies/芯")
    with page.expect_download() as saved:
        page.locator("button.png").first.click()
    file = tmp_path / "chart.png"
    saved.value.save_as(file)
    assert saved.value.suggested_filename == "penetration.png"
    assert file.read_bytes().startswith(b"\x89PNG")
    assert file.stat().st_size > 5_000


def test_figures_of_a_chart_are_one_click_away(page: Page) -> None:
    page.goto("/portfolio/funds/子")
    table = page.locator(".chart .data table")
    expect(table).to_be_hidden()
    page.locator(".chart summary").click()
    expect(table).to_be_visible()


def test_everything_is_there_without_scripts(browser: Browser, server: str) -> None:
    with browser.new_context(base_url=server, java_script_enabled=False, locale="zh-CN") as context:
        page = context.new_page()
        page.goto("/portfolio/companies/芯")
        expect(page.locator(".drawing svg").first).to_be_visible()
        expect(page.locator("button.png").first).to_be_hidden()
        page.locator(".chart summary").first.click()
        expect(page.locator(".chart .data table").first).to_be_visible()
        page.goto("/portfolio/reinvestment")
        page.locator(".obligations a", has_text="宽口径").click()
        expect(page.locator("#detail h2").first).to_have_text("宽口径")


def test_hues_follow_the_theme(page: Page) -> None:
    page.goto("/portfolio")
    colour = "node => getComputedStyle(node).fill"
    bar = page.locator("rect.bar[class*=hue]").first
    light = bar.evaluate(colour)
    page.emulate_media(color_scheme="dark")
    assert bar.evaluate(colour) != light


def test_on_paper_charts_stay_and_controls_go(page: Page) -> None:
    page.goto("/portfolio/funds/子")
    page.emulate_media(media="print")
    expect(page.locator(".drawing svg").first).to_be_visible()
    for chrome in (".top", ".as-of", ".chart-acts", ".ways"):
        expect(page.locator(chrome).first).to_be_hidden()
