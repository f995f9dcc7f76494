"""What every answer keeps to: types, tags, methods, merged ids, problems, languages."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from huoshui.registry import Registry
from huoshui.web.api.values import typed_value
from huoshui.web.app import create_app
from tests.registry.said import document, fund
from tests.web.making import FUND, fill, review

if TYPE_CHECKING:
    from pathlib import Path

PATHS = ("search", "calls", "statements", "documents", "findings", "counts", "export")


def test_values_are_typed(api: TestClient) -> None:
    (found,) = api.get(f"search?text={FUND}&min_size=60亿").json()["items"]
    first = {fact["prop"]: fact for fact in reversed(found["facts"])}
    assert first["size"]["value"] == {"type": "money", "amount": "6000000000", "currency": "CNY"}
    assert (first["size"]["preferred"], first["size"]["conflict"], first["size"]["statements"]) == (True, True, 1)
    assert first["size"]["shown"] == "60.00 亿元"
    assert first["region"]["value"] == {"type": "region", "path": "云南/昆明", "code": "530100", "label": "云南昆明"}
    assert first["region"]["statements"] == 2
    assert first["date"]["value"] == {"type": "date", "date": "2026-03"}
    assert first["term_years"]["value"] == {"type": "number", "number": "10"}
    assert first["status"]["value"] == {"type": "code", "code": "established", "label": "设立"}
    assert first["manager"]["value"] == {"type": "text", "text": "云汀创业投资管理有限公司"}


@pytest.mark.parametrize(
    ("prop", "value"),
    [("size", "about ten"), ("rate", "low"), ("date", "soon"), ("count", "1e5"), ("value", "10-20"), ("name", "1 CNY")],
)
def test_what_is_not_of_its_form_is_text(prop: str, value: str) -> None:
    assert typed_value("Target", prop, value, "en").type == "text"


def test_a_place_outside_of_the_divisions_has_no_code(api: TestClient) -> None:
    assert typed_value("Fund", "region", "无此省/无此市", "zh").type == "region"
    assert "云南" in api.get("search?lang=en&region=云南").text


def test_labels_in_both_languages(api: TestClient) -> None:
    (chinese,) = api.get("search?kind=Instrument").json()["items"]
    (english,) = api.get("search?kind=Instrument&lang=en").json()["items"]
    assert (chinese["label"], english["label"]) == ("金融工具", "Instrument")
    assert {fact["label"] for fact in english["facts"]} >= {"Cap a recipient", "Recipients"}
    assert english["facts"][0]["value"] == chinese["facts"][0]["value"]
    assert english["facts"][0]["shown"] != chinese["facts"][0]["shown"]


def test_an_entity_and_its_relations(api: TestClient) -> None:
    (found,) = api.get("search?text=滇池种子").json()["items"]
    assert api.get(f"entities/{found['id']}").json() == found
    relations = api.get(f"entities/{found['id']}/relations").json()
    assert {(r["prop"], r["direction"], r["entity"]["name"]) for r in relations["items"]} == {
        ("parent", "names", FUND),
        ("backer", "names", FUND),
    }
    first = api.get(f"entities/{found['id']}/relations?limit=1").json()
    second = api.get(first["next"].removeprefix("/api/v1/")).json()
    assert (first["total"], first["items"] + second["items"], second["next"]) == (2, relations["items"], None)


def test_a_merged_id_leads_to_where_it_went(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'merged.db'}"
    with Registry(url) as registry:
        for text in ("云岭创新基金成立。", "滇南成长基金设立。"):
            registry.add(source := document(text), [fund(source, text[:6])])
        before = {e.id for name in ("云岭创新基金", "滇南成长基金") for e in registry.find(name)}
        both = document("云岭创新基金又称滇南成长基金。")
        registry.add(both, [fund(both, "云岭创新基金", aliases=["滇南成长基金"])])
        (now,) = {registry.entity(e).id for e in before}
    (old,) = before - {now}
    with TestClient(create_app(url), base_url="http://testserver/api/v1/") as api:
        for tail in ("", "/statements?limit=1", "/relations?lang=en"):
            answer = api.get(f"entities/{old}{tail}", follow_redirects=False)
            assert (answer.status_code, answer.headers["location"]) == (308, f"/api/v1/entities/{now}{tail}")
        assert api.get(f"entities/{old}").json()["id"] == now
        assert api.get(f"statements?entity={old}").json() == api.get(f"statements?entity={now}").json()


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_is_tagged_and_not_sent_twice(changing: TestClient, own: str, path: str) -> None:
    tag = changing.get(path).headers["etag"]
    if path != "export":
        for known in (tag, f'"other", {tag}', tag.removeprefix("W/")):
            again = changing.get(path, headers={"if-none-match": known})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    fill(own, [review()])
    after = changing.get(path, headers={"if-none-match": tag})
    assert after.status_code == 200
    assert after.headers["etag"] != tag


@pytest.mark.parametrize("path", [*PATHS, "docs", "openapi.json"])
def test_head_has_the_headers_of_get_and_no_body(api: TestClient, path: str) -> None:
    got, head = api.get(path), api.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == got.headers["content-type"]
    assert head.headers.get("etag") == got.headers.get("etag")
    assert api.head("entities/none").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "nothing", 404, "not_found"),
        ("GET", "entities/0123456789abcdef", 404, "not_found"),
        ("GET", "entities/0123456789abcdef/relations", 404, "not_found"),
        ("GET", "documents/%00", 404, "not_found"),
        ("POST", "search", 405, "method_not_allowed"),
        ("DELETE", "documents/0123456789abcdef", 405, "method_not_allowed"),
        ("GET", "search?limit=0", 422, "parameters"),
        ("GET", "search?limit=many", 422, "parameters"),
        ("GET", "search?colour=red", 422, "parameters"),
        ("GET", "search?kind=Bond", 422, "parameters"),
        ("GET", "search?since=yesterday", 422, "parameters"),
        ("GET", "statements?entity=x", 422, "parameters"),
        ("GET", "findings?kind=none", 422, "parameters"),
        ("GET", "search?since=2026-02-31", 400, "input"),
        ("GET", "search?since=2026&until=2025", 400, "input"),
        ("GET", "search?region=zz", 400, "input"),
        ("GET", "search?sector=zz", 400, "input"),
        ("GET", "search?status=zz", 400, "input"),
        ("GET", "search?min_size=zz", 400, "input"),
        ("GET", "search?min_size=10亿美元", 400, "input"),
        ("GET", "statements?prop=colour", 400, "input"),
        ("GET", "export?region=zz", 400, "input"),
    ],
)
def test_every_failure_is_a_problem(api: TestClient, method: str, path: str, status: int, kind: str) -> None:
    answer = api.request(method, path)
    problem = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert (problem["status"], problem["type"]) == (status, f"/api/v1/docs#{kind}")
    assert problem["title"]
    assert "\n" not in problem["detail"]
    assert problem["instance"].startswith("/api/v1/")
    assert bool(problem["errors"]) == (status == 422)
    if status == 405:
        assert answer.headers["allow"] == "GET"


def _cursor(*key: object) -> str:
    return urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def test_a_cursor_that_is_not_ours_is_refused(api: TestClient) -> None:
    good = api.get("search?limit=1").json()["next"].partition("cursor=")[2]
    mark = json.loads(_decoded(good))[0]
    strange = ["A", "zzz", _cursor(), _cursor(mark), _cursor(mark, None), _cursor(7, [1]), "W1tb" * 400]
    strange += [
        _cursor(mark, *key)
        for key in (
            (1, 2, 3, 4),
            (10**30, "2026-01-01", "x", 1),
            (1, "2026", "\ud800", 1),
            (1, "2026", "\0", 1),
            (True, "2026", "x", 1),
            (1.5, "2026", "x", 1),
        )
    ]
    for cursor in strange:
        answer = api.get("search", params={"cursor": cursor})
        assert (answer.status_code, answer.json()["type"]) == (400, "/api/v1/docs#input"), cursor
    for path in ("search?sort=name", "search?region=云南", "calls?", "documents?", "findings?", "statements?"):
        assert api.get(f"{path}&cursor={good}").status_code == 400
    assert api.get(f"search?limit=5&lang=en&cursor={good}").status_code == 200


def _decoded(cursor: str) -> bytes:
    from base64 import urlsafe_b64decode

    return urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))


def test_an_unexpected_error_is_a_problem_without_a_traceback(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(Registry, "counts", fails)
    with TestClient(create_app(url), raise_server_exceptions=False) as client:
        answer = client.get("/api/v1/counts?lang=en")
    assert (answer.status_code, answer.json()["title"]) == (500, "The server failed")
    assert "secret" not in answer.text


def test_a_locked_or_broken_database_is_a_problem(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from huoshui.errors import DatabaseError

    def fails(_: object) -> None:
        raise DatabaseError("huoshui.db is locked by another process: try again")

    monkeypatch.setattr(Registry, "revision", fails)
    with TestClient(create_app(url)) as client:
        answer = client.get("/api/v1/counts")
    assert (answer.status_code, answer.json()["type"]) == (503, "/api/v1/docs#database")


def test_the_description_names_every_endpoint_in_both_languages(api: TestClient) -> None:
    chinese, english = (api.get(f"openapi.json?lang={lang}").json() for lang in ("zh", "en"))
    assert chinese["servers"] == [{"url": "/api/v1"}]
    assert set(chinese["paths"]) == {
        "/search", "/calls", "/entities/{id}", "/entities/{id}/statements", "/entities/{id}/relations",
        "/statements", "/documents", "/documents/{id}", "/bodies", "/bodies/{id}", "/findings", "/counts", "/export",
        "/portfolio/family", "/portfolio/tree", "/portfolio/funds", "/portfolio/funds/{id}",
        "/portfolio/funds/{id}/waterfall", "/portfolio/funds/{id}/pme",
        "/portfolio/companies/{id}", "/portfolio/holders/{id}", "/portfolio/reinvestment", "/portfolio/journal",
        "/policy/packs", "/policy/packs/{id}", "/policy/rules/{id}", "/policy/metrics", "/policy/check",
        "/policy/evaluation", "/policy/evaluation/{fund}", "/policy/conflicts", "/policy/screen", "/policy/calls",
        "/policy/match", "/policy/overlap", "/policy/indices", "/policy/indices/{id}",
    }  # fmt: skip
    assert chinese["paths"]["/search"]["get"]["summary"] == "检索记录"
    assert english["paths"]["/search"]["get"]["summary"] == "Search"
    assert "application/problem+json" in english["paths"]["/search"]["get"]["responses"]["422"]["content"]


def test_the_page_of_reference_is_ours_and_needs_nothing_from_elsewhere(api: TestClient) -> None:
    page = api.get("docs?lang=en").text
    assert "http://" not in page
    assert "https://" not in page
    for word in ("/api/v1/entities/{id}", "EntityPage", 'id="parameters"', "Least size"):
        assert word in page
