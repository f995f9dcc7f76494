from __future__ import annotations

import csv
import io
import json
import statistics
import time
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode
from starlette.testclient import TestClient

from huoshui.model.findings import Figure, Finding, FindingKind
from huoshui.model.records import Evidence, Fund
from huoshui.registry import Registry
from huoshui.registry.views import FundFilter
from huoshui.web.app import create_app
from huoshui.web.figures import PART
from huoshui.web.pages import audit, documents, entities, listing
from huoshui.web.query import Query
from tests.web.making import FUND, HOSTILE, LAUNCH, PLAIN_FUNDS, REVIEW, Teller

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from huoshui.model.document import Document
    from huoshui.model.records import Record


@pytest.fixture(scope="module")
def registry(url: str) -> Iterator[Registry]:
    with Registry(url) as registry:
        yield registry


def tree(client: TestClient, address: str, status: int = 200) -> LexborHTMLParser:
    response = client.get(address)
    assert response.status_code == status, address
    return LexborHTMLParser(response.text)


def texts(page: LexborHTMLParser, selector: str) -> list[str]:
    return [node.text(strip=True) for node in page.css(selector)]


def first(node: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    found = node.css_first(selector)
    assert found is not None, selector
    return found


def attribute(node: LexborHTMLParser | LexborNode, selector: str, name: str) -> str:
    value = first(node, selector).attributes.get(name)
    assert value is not None, name
    return value


def one(page: LexborHTMLParser, selector: str) -> str:
    (text,) = texts(page, selector)
    return text


def fund_address(client: TestClient) -> str:
    href = attribute(tree(client, f"/?q={FUND}&sort=-size"), "th.name a", "href")
    assert href
    return href


# The list


def test_the_list_says_what_it_shows_how_many_and_as_of_when(client: TestClient) -> None:
    page = tree(client, "/")
    assert one(page, "h1") == "基金"
    measure = one(page, ".intro .measure")
    assert f"共 {PLAIN_FUNDS + 2} 条" in measure
    assert "5 份文件" in measure
    assert "2026-05-20" in measure
    assert len(page.css("tbody tr")) == 50


def test_tabs_count_every_record_type(client: TestClient) -> None:
    tabs = texts(tree(client, "/"), ".tabs a .n")
    assert tabs == [str(PLAIN_FUNDS + 2), "1", "1", "1", "1", "1"]


@pytest.mark.parametrize("kind", ["Fund", "ManagerCall", "Financing", "Listing", "Instrument", "Target"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_record_type_has_its_table(client: TestClient, kind: str, lang: str) -> None:
    page = tree(client, f"/?type={kind}&lang={lang}")
    client.cookies.clear()
    heads = texts(page, "thead th")
    for row in page.css("tbody tr"):
        assert len(row.css("td")) == len(heads) - 1


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("sector=new_energy", [FUND]),
        ("region=云南", [FUND]),
        ("status=established", [FUND]),
        ("q=滇池投资集團", [FUND]),
        ("min=59.5", ["示范基金甲060", FUND]),
        ("since=2026-03&until=2026-03", [FUND, "滇池种子子基金"]),
        ("q=种子", ["滇池种子子基金"]),
        ("q=没有这样的词", []),
    ],
)
def test_filters(client: TestClient, query: str, names: list[str]) -> None:
    found = texts(tree(client, f"/?{query}"), "tbody th.name > a:not(.said)")
    assert sorted(found) == sorted(names)


def test_facets_say_what_each_choice_would_leave(client: TestClient) -> None:
    page = tree(client, "/")
    for choice in page.css(".facet li a"):
        href, count = choice.attributes["href"], first(choice, ".n").text()
        assert href
        assert f"共 {count} 条" in one(tree(client, href), ".intro .measure")


def test_a_chosen_region_opens_what_lies_below_it(client: TestClient) -> None:
    page = tree(client, "/?region=云南")
    assert first(page, ".facet a[aria-current]").text(strip=True) == "云南1"
    assert first(page, ".facet a.below").text(strip=True) == "昆明1"
    deeper = tree(client, attribute(page, ".facet a.below", "href"))
    assert first(deeper, ".facet a[aria-current]").text(strip=True) == "云南昆明1"


def test_the_sentence_that_holds_the_words_stands_under_the_name(client: TestClient) -> None:
    page = tree(client, "/?q=担任管理人")
    assert one(page, "th.name .said mark") == "担任管理人"
    path, _, anchor = attribute(page, "th.name .said", "href").partition("#")
    assert first(tree(client, path), f'.sent [id="{anchor}"]')
    assert tree(client, f"/?q={FUND}&min=40").css("th.name .said") == []


def test_a_chosen_filter_can_be_taken_back(client: TestClient) -> None:
    page = tree(client, "/?sector=new_energy&q=新材料")
    assert [t.removesuffix("×").strip() for t in texts(page, ".removals li:not(.all) a")] == ["“新材料”", "新能源"]
    assert attribute(page, ".facet a[aria-current]", "href") == "/?q=%E6%96%B0%E6%9D%90%E6%96%99"


def test_sorting_and_paging_stand_in_the_address(client: TestClient) -> None:
    begin = tree(client, "/?q=示范基金&sort=size")
    assert texts(begin, "tbody th.name > a:not(.said)")[0] == "示范基金甲001"
    assert first(begin, 'th[aria-sort="ascending"]').text(strip=True).startswith("规模")
    following = attribute(begin, 'a[rel="next"]', "href")
    assert following
    second = tree(client, following)
    assert texts(second, "tbody th.name > a:not(.said)")[-1] == f"示范基金甲{PLAIN_FUNDS:03d}"
    assert one(second, ".pager .here") == f"51–{PLAIN_FUNDS} / {PLAIN_FUNDS}"


def test_columns_can_be_chosen(client: TestClient) -> None:
    page = tree(client, f"/?q={FUND}&columns=first_phase&columns=term_years")
    assert texts(page, "thead th") == ["名称", "首期规模亿元", "存续期"]
    assert [t[:5] for t in texts(page, "tbody tr td .fig > .v")][:1] == ["20.00"]


def test_unknown_is_a_dash_with_its_reason(client: TestClient) -> None:
    cell = first(tree(client, "/?q=种子&columns=manager"), "td.c-manager .none")
    assert cell.attributes["title"] == "未披露"
    assert cell.text().startswith("—")


def test_a_conflict_is_marked_and_opens_all_sources(client: TestClient) -> None:
    page = tree(client, f"/?q={FUND}&min=40")
    figure = first(page, "td.c-size .fig")
    assert "split" in (figure.attributes["class"] or "")
    assert attribute(figure, ".src", "aria-label") == "来源说法不一，2 处"
    assert sorted(n.text() for n in figure.css(".card .stated")) == ["50.00 亿元", "60.00 亿元"]
    assert sorted(n.text() for n in figure.css(".card mark")) == ["50亿元", "60亿元"]


# Files


def test_exports_hold_exactly_what_is_listed(client: TestClient) -> None:
    query = "q=示范基金&sort=size&columns=size"
    names = [f"示范基金甲{n:03d}" for n in range(1, PLAIN_FUNDS + 1)]
    rows = list(csv.reader(io.StringIO(client.get(f"/export.csv?{query}").content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == names
    assert len(rows[0]) == 2
    data = json.loads(client.get(f"/export.json?{query}").content)
    assert [row["name"] for row in data] == names
    assert data[0]["size"] == ["100000000 CNY"]
    response = client.get(f"/export.xlsx?{query}")
    assert "attachment" in response.headers["content-disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == names


def test_the_export_link_says_how_many_and_keeps_the_filters(client: TestClient) -> None:
    page = tree(client, "/?sector=new_energy")
    assert texts(page, ".exports span") == ["导出这 1 条"]
    assert attribute(page, ".exports a", "href") == "/export.csv?sector=new_energy"


# One entity


def test_an_entity_shows_facts_names_relations_and_every_statement(client: TestClient) -> None:
    page = tree(client, fund_address(client))
    assert one(page, "h1") == FUND
    assert "滇池引导基金" in one(page, ".aliases")
    assert texts(page, ".lead .v")[1:] == ["20.00", "10"]
    facts = dict(zip(texts(page, ".facts dt"), page.css(".facts dd"), strict=True))
    assert [n.text() for n in facts["管理人"].css(".v")] == ["云汀创业投资管理有限公司"]
    assert [n.text() for n in facts["领域"].css(".v")] == ["新材料", "新能源"]
    assert "母基金" in facts["未披露"].text()
    assert texts(page, ".related li a:not(.src):not(.sentence)") == ["滇池种子子基金"]
    assert sorted(texts(page, ".related .tag")) == ["子基金", "由其出资"]
    assert len(page.css(".statements tbody tr")) == len(page.css(".statements tbody mark"))


def test_both_sides_of_a_conflict_stand_on_the_page(client: TestClient) -> None:
    section = first(tree(client, fund_address(client)), ".conflict")
    assert sorted(n.text() for n in section.css("li > .fig > .v")) == ["50.00", "60.00"]


def test_every_source_mark_leads_to_its_words(client: TestClient) -> None:
    page = tree(client, fund_address(client))
    links = [(a.attributes["href"], first(a, "mark").text()) for a in page.css("a.sentence")]
    assert links
    for href, words in links:
        assert href
        path, _, anchor = href.partition("#")
        target = first(tree(client, path), f'[id="{anchor}"]')
        assert words.startswith(target.text())
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(ids) == len(set(ids))


def test_the_guessed_address_of_a_fund_leads_to_the_one_that_stays(client: TestClient) -> None:
    response = client.get(fund_address(client).replace("/entities/", "/funds/"), follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (308, fund_address(client))


def test_an_id_from_before_a_merge_leads_to_the_merged_entity(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'merge.db'}"

    def told(name: str, *aliases: str) -> tuple[Document, list[Record], list[Finding]]:
        text = f"{name}设立。" + "又称".join(aliases)
        teller = Teller("-".join((name, *aliases)), text, "2026-01", "")
        fund = Fund(name=name, aliases=aliases, evidence=teller.evidence(name), size=())
        return teller.document, [fund], []

    with Registry(address) as registry:
        for content in (told("洱海绿色产业投资基金"), told("苍山低碳发展母基金")):
            registry.add(*content)
        before = [row.id for row in registry.search(FundFilter()).rows]
        registry.add(*told("洱海绿色产业投资基金", "苍山低碳发展母基金"))
    with TestClient(create_app(address)) as client:
        pages = [client.get(f"/entities/{entity_id}") for entity_id in before]
    assert [page.status_code for page in pages] == [200, 200]
    assert len({str(page.url) for page in pages}) == 1


# Documents


def test_documents_are_listed_and_found_by_their_words(client: TestClient) -> None:
    assert len(tree(client, "/documents").css("tbody tr")) == 5
    found = tree(client, "/documents?q=盘点")
    assert texts(found, "tbody td.txt")[:2] == ["西南观察", "2026-04-20"]


def test_the_original_text_is_whole_and_never_markup(client: TestClient, registry: Registry) -> None:
    _, rows = registry.documents()
    for row in rows:
        if registry.document(row.id).text in {LAUNCH, REVIEW}:
            page = tree(client, f"/documents/{row.id}")
            shown = "\n".join(node.text() for node in page.css(".original p"))
            assert shown.split() == registry.document(row.id).text.split()
            assert [s for s in page.css("script") if not s.attributes.get("src")] == []
    assert HOSTILE in REVIEW


def test_marks_name_what_was_read_and_of_whom(client: TestClient) -> None:
    page = tree(client, attribute(tree(client, "/documents?q=发起"), "th.name a", "href"))
    titles = [node.attributes.get("title") or "" for node in page.css(".ev")]
    assert any(t == f"{FUND} · 首期规模：20.00 亿元" for t in titles)
    nested = attribute(page, ".ev.nested", "title")
    assert len(nested.split("\n")) > 1
    assert FUND in texts(page, ".read h3 a")


def test_a_long_text_comes_in_parts(client: TestClient) -> None:
    page = tree(client, f"/?q=示范基金甲{PLAIN_FUNDS:03d}")
    href = attribute(page, "td.c-size .src", "href")
    assert "?part=2#s-" in href
    part = tree(client, href.partition("#")[0])
    assert first(part, f'[id="{href.partition("#")[2]}"]').text() == f"{PLAIN_FUNDS}亿元"
    assert sum(len(node.text()) for node in part.css(".original p")) < PART
    assert tree(client, href.split("?")[0] + "?part=3", 400)


# Calls and audit


@pytest.mark.parametrize("layout", ["", "?layout=columns"])
def test_calls_stand_side_by_side(client: TestClient, layout: str) -> None:
    page = tree(client, f"/calls{layout}")
    assert texts(page, "td .fig > .v")[1:4] == ["5.00", "30%", "1.5"]
    assert texts(page, ".none")[0].startswith("—")


def test_findings_show_both_figures_with_their_words(client: TestClient) -> None:
    page = tree(client, "/audit")
    found = {first(one_, "h2").text(strip=True): one_ for one_ in page.css(".finding")}
    assert sorted(n.text() for n in found[FUND].css(".v")) == ["50.00 亿元", "60.00 亿元"]
    parts = found["两期之和 20.00 亿元"]
    assert [n.text() for n in parts.css("mark")] == ["50亿元", "20亿元"]
    assert first(parts, ".gap b").text() == "30.00 亿元"


def test_findings_can_be_narrowed_to_a_kind(client: TestClient) -> None:
    assert len(tree(client, "/audit?kind=parts_and_sum").css(".finding")) == 1
    assert tree(client, "/audit?kind=nonsense", 400)


def test_shares_and_terms_of_findings_are_shown_as_such() -> None:
    evidence = (Evidence("none", 0, 1, "一"),)
    figures = (
        Figure("出资", "100000000 CNY", evidence),
        Figure("占比", "0.25", evidence),
        Figure("第2项", "7", evidence),
    )
    finding = Finding(FindingKind.SHARE_OF_TOTAL, "出资占比 0.333333", figures, "0.083333")
    with Registry("sqlite://") as registry:
        line = audit._line(finding, audit.Texts(registry), "zh")
        english = audit._line(finding, audit.Texts(registry), "en")
    assert (line.subject, line.gap) == ("出资占比 33.3333%", "8.3333%")
    assert [side.value for side in line.sides] == ["1.00 亿元", "25%", "7"]
    assert [side.label for side in english.sides] == ["Contribution", "Share", "Part 2"]
    assert line.sides[0].quotes[0].href == ""


# Language, theme, emptiness, errors


def test_language_and_theme_are_kept(client: TestClient) -> None:
    client.cookies.clear()
    assert one(tree(client, "/?lang=en&theme=dark"), "h1") == "Funds"
    page = tree(client, "/about")
    assert first(page, "html").attributes == {"lang": "en", "data-theme": "dark"}
    client.cookies.clear()
    assert attribute(page, ".language", "href") == "?lang=zh"


@pytest.mark.parametrize("address", ["/", "/?type=Target", "/documents", "/calls", "/audit"])
def test_an_empty_registry_says_how_to_fill_it(empty: TestClient, address: str) -> None:
    assert "huoshui ingest" in one(tree(empty, address), ".empty pre")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nothing", 404),
        ("/entities/0", 404),
        ("/entities/..%2f..%2fetc", 404),
        ("/documents/0", 404),
        ("/export.exe", 400),
        ("/?type=x", 400),
        ("/?page=0", 400),
        ("/documents?page=x", 400),
        ("/static/nothing.css", 404),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_errors_say_what_where_and_what_to_do(client: TestClient, address: str, status: int, lang: str) -> None:
    mark = "&" if "?" in address else "?"
    page = tree(client, f"{address}{mark}lang={lang}", status)
    client.cookies.clear()
    assert one(page, ".error h1")
    where, advice = texts(page, ".error dd")
    assert where.startswith("/")
    assert advice
    assert attribute(page, ".error .act", "href") == "/"


def test_an_unexpected_error_shows_no_traceback(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Registry) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(Registry, "findings", fail)
    with TestClient(create_app(url), raise_server_exceptions=False) as client:
        response = client.get("/audit")
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    assert "default-src 'self'" in response.headers["content-security-policy"]
    assert LexborHTMLParser(response.text).css_first(".error h1") is not None


VALUES = st.text(max_size=12) | st.sampled_from(
    ["Fund", "Target", "1", "-size", "10亿", "云南/昆明", "2026", "\x00", "%", '"']
)
NAMES = ["type", "q", "sector", "region", "status", "since", "until", "min", "sort", "page", "columns", "part", "kind"]


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(["/", "/documents", "/calls", "/audit", "/export.json"]),
    params=st.dictionaries(st.sampled_from([*NAMES, "lang", "theme", "layout"]), VALUES, max_size=5),
)
def test_no_address_breaks_a_page(client: TestClient, path: str, params: dict[str, str]) -> None:
    assert client.get(path, params=params).status_code in {200, 400}
    client.cookies.clear()


# Speed


def test_pages_are_quick(registry: Registry, client: TestClient) -> None:
    """Processor time of this process; the bound leaves room for a busy machine."""
    _, rows = registry.documents()
    addresses = ["/", fund_address(client), "/documents", f"/documents/{rows[0].id}", "/calls", "/audit"]
    for address in addresses:
        client.get(address)
        times = []
        for _ in range(5):
            begun = time.process_time()
            client.get(address)
            times.append(time.process_time() - begun)
        assert statistics.median(times) < 0.5, address


def test_contexts_are_declared_and_built_without_a_request(registry: Registry) -> None:
    page = listing.make_page(registry, Query(text=FUND), "zh")
    entity_id = page.rows[0].href.rsplit("/", 1)[1]
    assert entities.make_page(registry, registry.entity(entity_id), "en").title == FUND
    _, rows = registry.documents()
    assert documents.make_document(registry, rows[0].id, 1, "zh").parts >= 1
