"""What the pages of the portfolio say, and what of it may be taken away as a file."""

from __future__ import annotations

import io
import re
import time
from decimal import Decimal
from html import unescape
from statistics import median
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from huoshui.portfolio.book import Book, Fund, Rate
from huoshui.portfolio.ledger import Ledger
from huoshui.portfolio.performance import Irr, Status
from huoshui.portfolio.vocabulary import Kind, Tier
from huoshui.registry import Registry
from huoshui.web.app import create_app
from huoshui.web.pages.portfolio.cells import irr_cell, percent
from tests.portfolio.family import BOOK, day, event
from tests.web.portfolio.addresses import PAGES
from tests.web.portfolio.conftest import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def words(html: str) -> str:
    """What a reader sees, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_opens_in_both_languages(family: TestClient, address: str, language: str) -> None:
    answer = family.get(address, headers={"accept-language": language})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "nan" not in re.findall(r'(?:x|y|width|height|d)="([^"]*)"', answer.text)


def test_english_pages_hold_no_chinese_but_names(family: TestClient) -> None:
    for address in PAGES:
        text = words(family.get(address, headers={"accept-language": "en"}).text)
        for sentence in ("截至", "亿元", "万元", "认缴", "净资产", "导出", "穿透", "流水"):
            assert sentence not in text, (address, sentence)


def test_an_empty_ledger_says_how_to_fill_it(empty: TestClient) -> None:
    text = empty.get("/portfolio").text
    for command in ("template -o book.xlsx", "import book.xlsx", "sample"):
        assert f"huoshui portfolio {command}" in text
    assert "还没有返投要求" in empty.get("/portfolio/reinvestment").text
    assert "没有符合条件的流水" in empty.get("/portfolio/journal").text


def test_the_family_begins_with_what_how_many_when_and_how_counted(family: TestClient) -> None:
    text = words(family.get("/portfolio?as_of=2023-12-31").text)
    assert "截至 2023-12-31：2 只基金、2 家出资人，投过 2 家企业" in text
    assert "基金之间的往来不重复计" in text
    assert "认缴 6.20 亿元" in text


def test_the_day_is_kept_in_every_link(family: TestClient) -> None:
    html = family.get("/portfolio?as_of=2020-12-31&view=tree").text
    inside = re.findall(r'href="(/portfolio[^"]*)"', html)
    without = [href for href in inside if "as_of=2020-12-31" not in href]
    assert without == ["/portfolio", "/portfolio?view=tree"]  # the top bar begins anew; and the way back to today
    assert not re.findall(r'href="[^"]*as_of', family.get("/portfolio").text)


def test_as_of_shows_what_was_then(family: TestClient) -> None:
    early = words(family.get("/portfolio/funds/子?as_of=2020-01-01").text)
    late = words(family.get("/portfolio/funds/子?as_of=2023-01-01").text)
    assert "药" not in early
    assert "丁医药有限公司" in late
    assert family.get("/portfolio?as_of=soon").status_code == 400
    assert family.get("/portfolio?as_of=0001-01-01").status_code == 400


def test_unknown_nodes_and_addresses_are_said(family: TestClient) -> None:
    assert family.get("/portfolio/funds/nobody").status_code == 404
    assert family.get("/portfolio/companies/nobody").status_code == 404
    assert family.get("/portfolio/holders/nobody").status_code == 404
    assert family.get("/portfolio/reinvestment?obligation=nobody").status_code == 404
    for query in ("figure=nothing", "kind=nothing", "since=soon", "tier=nothing", "page=0"):
        assert family.get(f"/portfolio/journal?{query}").status_code == 400
    assert family.get("/portfolio?as=xlsx&table=nothing").status_code == 400


def test_funds_are_sorted_and_narrowed_by_the_address(family: TestClient) -> None:
    def names(query: str) -> list[str]:
        html = family.get(f"/portfolio?{query}").text.partition('id="funds"')[2]
        return re.findall(r'<th scope="row" class="name"><a[^>]*>([^<]+)', html)[:2]

    assert names("sort=paid_in") == ["江北甲号创业投资合伙企业（有限合伙）", "江北市产业引导基金"]
    assert names("sort=-paid_in")[0] == "江北市产业引导基金"
    assert names("tier=sub") == ["江北甲号创业投资合伙企业（有限合伙）"]
    assert names("name=引导") == ["江北市产业引导基金"]
    assert "没有符合条件的基金" in family.get("/portfolio?name=无此基金").text


def test_a_hostile_name_is_text_everywhere(family: TestClient) -> None:
    for address in ("/portfolio/companies/环", "/portfolio/companies/芯", "/portfolio/journal"):
        html = family.get(address).text
        assert HOSTILE not in html
        assert HOSTILE in unescape(html)


WATERFALL = "/portfolio/funds/子/waterfall"
TERMS = "as_of=2023-12-31&hurdle=8&carry=20&catch_up=100"


def test_the_waterfall_by_step_and_party_with_concessions(family: TestClient) -> None:
    """As in the tests of the family: 173 million to share out, 100 of them capital, 14.6 of carry."""
    address = f"{WATERFALL}?{TERMS}&liquidate=1&guidance=母&gain=20&buyout=2023-12-31&rate=3.5"
    text = words(family.get(address).text)
    assert "可分配 17,300.00 万元，管理人得 1,460.00 万元，占 8.44%" in text
    assert "整只基金：门槛 8%（复利），追补 100%，分成 20%" in text
    assert "江北市产业引导基金 4,000.00 4,000.00 1,564.52 0.00 771.48 6,336.00 2,000.00 4,336.00" in text
    assert "2023-12-31 按原值加年息 3.5% 退出 2,577.84 1,758.16" in text
    book = load_workbook(io.BytesIO(family.get(f"{address}&as=xlsx&table=granted").content)).active
    assert book is not None
    for column in ("B", "C", "D"):
        assert sum(Decimal(str(book[f"{column}{row}"].value)) for row in (2, 3, 4)) == 17_300


def test_a_funds_page_leads_to_its_waterfall_and_back(family: TestClient) -> None:
    html = family.get("/portfolio/funds/子?as_of=2023-12-31").text
    (href,) = re.findall(r'href="([^"]*/waterfall[^"]*)"', html)
    told = family.get(href)
    assert "as_of=2023-12-31" in href
    assert 'value="8"' in told.text
    assert "江北甲号" in words(told.text)


def test_what_was_distributed_leads_to_its_entries(family: TestClient) -> None:
    html = family.get(f"{WATERFALL}?{TERMS}").text
    hrefs = {unescape(one) for one in re.findall(r'href="(/portfolio/journal[^"]*other=[^"]*)"', html)}
    assert len(hrefs) == 2
    for href in hrefs:
        assert "D" in words(family.get(href).text)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("hurdle=x&carry=20", "门槛年收益率“x”不能用"),
        ("hurdle=8&carry=20&catch_up=10", "追补比例为 0，或高于分成"),
        ("hurdle=8&carry=20&liquidate=1&gain=20", "请选择由哪个出资人让利"),
        ("hurdle=8&carry=20&guidance=母&loss=40", "请勾选视同清算"),
        ("hurdle=8&carry=20&liquidate=1&guidance=母&buyout=1949-10-01", "no buy-out is open"),
        ("hurdle=8&carry=20&liquidate=1&guidance=无&gain=1", "paid nothing in"),
    ],
)
def test_terms_that_cannot_be_used_are_said_above_the_form(family: TestClient, query: str, said: str) -> None:
    told = family.get(f"{WATERFALL}?as_of=2023-12-31&{query}")
    assert told.status_code == 200
    assert said in words(told.text)


def test_a_fund_that_distributed_nothing_says_so(family: TestClient) -> None:
    text = words(family.get(f"/portfolio/funds/母/waterfall?{TERMS}&as_of=2018-06-30").text)
    assert "勾选视同清算，可按净资产试算" in text
    assert family.get("/portfolio/funds/芯/waterfall").status_code == 404


def test_a_company_shows_rounds_holders_the_state_and_the_ring(family: TestClient) -> None:
    html = family.get("/portfolio/companies/芯").text
    text = words(html)
    assert "国有穿透持股" in text
    assert "A轮" in text
    assert 'class="tie back"' in html
    assert 'class="sign state"' in html
    assert "市级财政" in text


def test_reinvestment_shows_what_counts_what_does_not_and_definitions_side_by_side(family: TestClient) -> None:
    text = words(family.get("/portfolio/reinvestment?obligation=严").text)
    assert "2 项返投要求" in text
    assert "应返投 = 1.5 倍 × 江北市产业引导基金 · 出资人实缴额" in text
    assert "同一批项目在各口径下" in text
    assert "宽口径" in text
    wide = words(family.get("/portfolio/reinvestment?obligation=宽").text)
    assert "不在约定地区" in wide


def test_the_journal_says_who_entered_and_what_was_reversed(family: TestClient) -> None:
    html = family.get("/portfolio/journal").text
    text = words(html)
    assert "张三，" in text
    assert 'href="#e-F2"' in html
    assert "被 X2 冲销" in text
    assert 'id="e-X2"' in html
    only = words(family.get("/portfolio/journal?kind=fee&since=2020-01-01&until=2020-12-31").text)
    assert "共 1 笔" in only


def test_what_is_not_known_says_why(family: TestClient) -> None:
    html = family.get("/portfolio/funds/子?as_of=2019-03-15").text
    assert 'title="没有现金流"' in html
    assert 'title="尚无投入，没有倍数"' in html


def test_an_ambiguous_rate_is_said_with_its_roots() -> None:
    cell = irr_cell(Irr(None, Status.AMBIGUOUS, (0.1, 0.25)), "zh")
    assert (cell.text, cell.number) == ("不唯一", None)
    assert "10%、25%" in cell.title
    assert irr_cell(Irr(None, Status.ONE_SIDED), "zh").why.startswith("只有流出或只有流入")
    assert irr_cell(Irr(0.1234567, Status.OK), "zh").text == "12.35%"


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.0, "0%"), (0.3, "30%"), (0.36789, "36.79%"), (0.00001, "<0.01%"), (-0.00001, ">-0.01%"), (-0.05, "-5%")],
)
def test_shares_are_written_as_per_cent(share: float, shown: str) -> None:
    assert percent(share) == shown


@pytest.mark.parametrize("address", PAGES)
def test_every_table_is_a_workbook_whose_rows_are_those_of_the_page(family: TestClient, address: str) -> None:
    html = family.get(address).text
    links = [unescape(href) for href in re.findall(r'href="([^"]*as=xlsx[^"]*)"', html)]
    for link in set(links):
        answer = family.get(link)
        assert answer.status_code == 200
        sheet = load_workbook(io.BytesIO(answer.content)).active
        assert sheet is not None
        assert sheet.max_row > 1, link
        assert "attachment" in answer.headers["content-disposition"]
    assert links or "journal?node" in address or "companies/环" in address


def test_a_workbook_holds_exact_figures(family: TestClient) -> None:
    answer = family.get("/portfolio/funds/子?as=xlsx&table=deals&as_of=2023-01-01")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    heads = [cell.value for cell in next(sheet.iter_rows(max_row=1))]
    row = next(row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0] == "丙芯片有限公司")
    assert row[heads.index("投资企业（万元）")] == 3000


def test_pages_after_the_first_are_quick(family: TestClient) -> None:
    for address in PAGES:
        family.get(address)
        spent = []
        for _ in range(3):
            start = time.process_time()
            family.get(address)
            spent.append(time.process_time() - start)
        assert median(spent) < 0.3, address


@pytest.fixture
def abroad(tmp_path: Path) -> Iterator[TestClient]:
    """Pages over a family of one fund in dollars."""
    address = f"sqlite:///{tmp_path / 'abroad.db'}"
    Registry(address).close()
    events = tuple(
        event(name, kind, when, "财政局", "美元", wan, currency="USD", nature=nature)
        for name, kind, when, wan, nature in (
            ("C1", Kind.COMMITMENT, "2020-01-01", 3_000, "initial"),
            ("P1", Kind.CONTRIBUTION, "2020-02-01", 2_000, ""),
        )
    )
    fund = Fund(id="美元", name="己号美元基金", tier=Tier.SUB, currency="USD")
    rates = (Rate(day("2019-12-31"), "USD", "CNY", Decimal(7)),)
    with Ledger(address) as ledger:
        ledger.post(Book(BOOK.parties, (fund,), (), events, rates), author="张三", what="期初数据")
    with TestClient(create_app(address)) as client:
        yield client


def test_other_currencies_are_named_and_converted_where_funds_are_together(abroad: TestClient) -> None:
    assert "认缴 0.30 亿美元" in words(abroad.get("/portfolio/funds/美元").text)
    family = words(abroad.get("/portfolio").text)
    assert "认缴 2.10 亿元" in family
    assert "USD 0.30" in family
    entries = words(abroad.get("/portfolio/journal?figure=paid_in").text)
    assert "140,000,000.00 元" in entries
    assert "USD 20,000,000.00" in entries
