"""Lists: filters as on the command line, pages that neither repeat nor hide anything, facets, export."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from huoshui.registry import Registry
from huoshui.registry.views import FundFilter
from tests.web.making import FUND, PLAIN_FUNDS, call, fill, review

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def names(api: TestClient, path: str) -> list[str]:
    answer = api.get(path)
    assert answer.status_code == 200, answer.text
    return [item["name"] for item in answer.json()["items"]]


def walk(api: TestClient, path: str) -> list[Any]:
    """Every item of a list, page by page; body and header name the same next page."""
    items: list[Any] = []
    following: str | None = path
    while following:
        answer = api.get(following.removeprefix("/api/v1/"))
        assert answer.status_code == 200, answer.text
        items += answer.json()["items"]
        following = answer.json()["next"]
        assert answer.headers.get("link") == (f'<{following}>; rel="next"' if following else None)
    return items


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sector=新材料", [FUND]),
        ("sector=new_energy", [FUND]),
        ("region=昆明", [FUND]),
        ("region=云南", [FUND]),
        ("region=浙江", []),
        ("status=established", [FUND]),
        ("status=设立", [FUND]),
        ("since=2026-03-01&until=2026-03-31&text=滇池引导", [FUND]),
        ("until=2025-10", []),
        ("min_size=60亿&sort=name", [FUND, f"示范基金甲{PLAIN_FUNDS:03d}"]),
        ("text=滇池種子", ["滇池种子子基金"]),
        ("text=云汀", [FUND]),
        ("text=……", []),
        ("kind=Listing", ["青禾机器人"]),
        ("kind=Instrument&min_size=10000万", ["科创信用贷"]),
        ("sort=-name&limit=1", [f"示范基金甲{PLAIN_FUNDS:03d}"]),
    ],
)
def test_filters_are_those_of_the_command_line(api: TestClient, query: str, found: list[str]) -> None:
    assert names(api, f"search?{query}") == found


@pytest.mark.parametrize("sort", ["size", "-size", "date", "-date", "name", "-name"])
def test_pages_of_every_order_hold_each_entity_once_in_the_order_of_the_pages_of_the_site(
    api: TestClient, url: str, sort: str
) -> None:
    with Registry(url) as registry:
        expected = [row.id for row in registry.search(FundFilter(sort=sort, page_size=1000)).rows]
    assert [item["id"] for item in walk(api, f"search?sort={sort}&limit=7")] == expected
    assert api.get("search?limit=1").json()["total"] == len(expected) == PLAIN_FUNDS + 2


def test_rows_added_meanwhile_neither_repeat_nor_hide_others(changing: TestClient, own: str) -> None:
    first = changing.get("search?limit=20").json()
    with Registry(own) as registry:
        before = [row.id for row in registry.search(FundFilter(page_size=1000)).rows]
    fill(own, [call(), review()])
    rest = walk(changing, first["next"])
    assert [item["id"] for item in first["items"]] + [item["id"] for item in rest] == before


def test_a_list_of_undated_and_unsized_entities_goes_on_through_them(api: TestClient) -> None:
    found = walk(api, "search?kind=Target&sort=size&limit=1") + walk(api, "search?kind=Financing&sort=-date&limit=1")
    assert [item["name"] for item in found] == ["新材料产业规模", "青禾机器人"]


def test_facets_count_what_each_choice_would_leave(api: TestClient) -> None:
    facets = api.get("search?facets=true&region=云南&lang=en").json()["facets"]
    assert facets["region"] == [
        {"value": "云南", "label": "云南", "count": 1},
        {"value": "云南/昆明", "label": "云南昆明", "count": 1},
    ]
    assert facets["status"] == [{"value": "established", "label": "Established", "count": 1}]
    assert {choice["value"] for choice in facets["sector"]} >= {"new_materials", "new_energy"}
    assert api.get("search").json()["facets"] is None


def test_calls_come_with_their_terms(api: TestClient) -> None:
    (found,) = api.get("calls?sector=new_materials").json()["items"]
    values = {fact["prop"]: fact for fact in found["facts"]}
    assert values["max_share_of_fund"]["value"] == {"type": "share", "share": "0.3"}
    assert values["max_share_of_fund"]["qualifier"] == "不超过"
    assert values["reinvestment_multiple"]["value"] == {"type": "number", "number": "1.5"}
    assert values["min_fund_size"]["value"] == {"type": "money", "amount": "500000000", "currency": "CNY"}


@pytest.mark.parametrize(
    "path", ["statements?limit=9", "statements?limit=9&since=2025", "statements?limit=9&prop=size"]
)
def test_statements_come_once_each(api: TestClient, path: str) -> None:
    found = walk(api, path)
    assert len({statement["id"] for statement in found}) == len(found)
    total = api.get("counts").json()["statements"]
    sizes = [statement for statement in walk(api, "statements?limit=200") if statement["prop"] == "size"]
    assert len(found) == (len(sizes) if "prop=size" in path else total)


def test_statements_since_a_day_are_those_of_newer_documents_newest_first(api: TestClient) -> None:
    days = [s["document"]["published"] for s in walk(api, "statements?since=2026-04&limit=50")]
    assert set(days) == {"2026-04-20", "2026-05-11", "2026-05-20"}
    assert days == sorted(days, reverse=True)
    (fund,) = api.get("search?min_size=60亿&sector=新材料").json()["items"]
    for of in (f"entity={fund['id']}", "prop=size", f"entity={fund['id']}&prop=size"):
        everything = {s["id"]: s["document"]["published"] for s in walk(api, f"statements?{of}&limit=200")}
        for day in ("2025-12", "2026-03-01", "2026-04-20"):
            newer = {number for number, published in everything.items() if published >= day}
            found = [s["id"] for s in walk(api, f"statements?{of}&since={day}&limit=1")]
            assert (set(found), len(found)) == (newer, len(newer))


def test_statements_of_an_entity_and_of_a_document(api: TestClient) -> None:
    (fund,) = api.get("search?min_size=60亿&sector=新材料").json()["items"]
    of_fund = walk(api, f"entities/{fund['id']}/statements?limit=3")
    assert of_fund == walk(api, f"statements?entity={fund['id']}")
    assert {s["value"]["amount"] for s in of_fund if s["prop"] == "size"} == {"5000000000", "6000000000"}
    document = of_fund[0]["document"]["id"]
    both = walk(api, f"statements?entity={fund['id']}&document={document}&prop=size")
    assert [s["text"] for s in both] == ["50亿元"]
    assert walk(api, f"statements?document={document}&prop=parent")[0]["value"] == {"type": "text", "text": FUND}


def test_a_statement_stands_where_it_says(api: TestClient) -> None:
    for statement in walk(api, "statements?limit=200"):
        text = api.get(f"documents/{statement['document']['id']}").json()["text"]
        assert text[statement["start"] : statement["end"]] == statement["text"]
        assert (statement["source_class"], statement["confidence"], statement["review"]) == ("press", 1.0, "")
        assert statement["sentence"][statement["mark_start"] : statement["mark_end"]] == statement["text"]


def test_documents_newest_first_and_by_their_words(api: TestClient) -> None:
    found = walk(api, "documents?limit=2")
    days = [document["published"] for document in found]
    assert days == sorted(days, reverse=True)
    assert len(found) == api.get("counts").json()["documents"] == 5
    assert [d["source"] for d in walk(api, "documents?text=春季盤點")] == ["西南观察"]
    assert walk(api, "documents?text=——") == []


def test_findings_of_one_kind(api: TestClient) -> None:
    found = walk(api, "findings?limit=1&lang=en")
    assert [f["kind"] for f in found] == ["parts_and_sum", "sources_disagree"]
    (conflict,) = api.get("findings?kind=sources_disagree").json()["items"]
    assert (conflict["subject"], conflict["gap"]) == (
        FUND,
        {"type": "money", "amount": "1000000000", "currency": "CNY"},
    )
    assert {e["text"] for figure in conflict["figures"] for e in figure["evidence"]} == {"50亿元", "60亿元"}


def test_the_export_streams_every_entity_as_the_list_has_it(api: TestClient) -> None:
    answer = api.get("export?sort=name")
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert [json.loads(line) for line in answer.text.splitlines()] == walk(api, "search?sort=name&limit=50")
    assert api.get("export?region=浙江").text == ""
