"""Rules over the API: what it says of packs, of funds of a ledger, and of what is sent to it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from huoshui.policy.packs_in_force import shipped
from huoshui.portfolio.ledger import Ledger
from huoshui.portfolio.made import make_family
from huoshui.web.app import create_app
from tests.web.making import call, fill, launch, others

if TYPE_CHECKING:
    from collections.abc import Iterator

AT = "as_of=2026-06-30"
GUIDE = "chongqing-gaoxin-qihang-2026"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('policy') / 'both.db'}"
    fill(url, [launch(), call(), others()])
    with Ledger(url) as ledger:
        ledger.post(make_family(funds=8, companies=40, years=6), author="张", what="开账")
    return url


@pytest.fixture(scope="module")
def api(database: str) -> Iterator[TestClient]:
    with TestClient(create_app(database), base_url="http://testserver/api/v1/policy/") as client:
        yield client


def got(api: TestClient, path: str) -> dict[str, Any]:
    answer = api.get(path)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def sent(api: TestClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = api.post(path, json=body)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def every(api: TestClient, path: str) -> list[dict[str, Any]]:
    """The items of a list, page by page."""
    items: list[dict[str, Any]] = []
    address: str | None = path
    while address:
        page = got(api, address)
        items += page["items"]
        address = page["next"] and page["next"].replace("/api/v1/policy/", "")
    assert len(items) == page["total"]
    return items


def test_packs_by_day_and_place_page_by_page(api: TestClient) -> None:
    assert [one["id"] for one in every(api, "packs?limit=7")] == sorted(shipped().by_id)
    in_force = {one["id"] for one in every(api, "packs?on=2026-06-30&place=重庆&limit=3")}
    assert GUIDE in in_force
    assert not any(one.startswith("guangzhou") for one in in_force)
    assert GUIDE not in {one["id"] for one in every(api, "packs?on=2025-06-30")}


def test_a_pack_and_a_rule_in_full(api: TestClient) -> None:
    told = got(api, f"packs/{GUIDE}?lang=en")
    rules = {one["id"]: one for one in told["rules"]}
    size = rules["GP-CQ-1a"]
    assert size["bounds"] == [{"unit": "money", "value": "1000000000", "shown": "CNY 1.00 bn"}]
    assert (size["compare"], size["hardness"]["code"], size["grade"]) == ("at_least", "binding", "B")
    assert size["citation"]["pack"] == GUIDE
    assert any(one["citation"]["pack"] == "negative-list-2026" for one in told["rules"])  # included
    rule = got(api, size["href"].replace("/api/v1/policy/", ""))
    assert rule["rule"]["id"] == "GP-CQ-1a"
    assert [one["expect"] for one in rule["cases"]][:3]
    scored = got(api, "packs/evaluation-2026")["scored"]
    assert sum(float(one["points"]) for one in scored) == 100
    assert api.get("packs/none").status_code == api.get("rules/none").status_code == 404


def test_metrics_are_found(api: TestClient) -> None:
    (found,) = [one for one in every(api, "metrics?text=idle_share") if one["formula"]]
    assert (found["unit"], found["needs"]) == ("share", ["idle_money", "paid_in"])


def test_verdicts_on_the_ledger_page_by_page_and_by_state(api: TestClient) -> None:
    listed = every(api, f"check?{AT}&limit=200")
    first = got(api, f"check?{AT}&limit=1")
    assert first["items"][0]["rule"]["citation"]["pack"] == "audit-findings"
    for state in ("met", "broken", "unknown", "not_applicable"):
        own = [one for one in listed if one["state"]["code"] == state]
        assert first["counts"][state] == len(own)
        assert every(api, f"check?{AT}&state={state}&limit=200") == own
    known = next(one for one in listed if one["state"]["code"] == "broken" and one["evidence"])
    assert known["measured"]
    assert known["evidence"][0]["ids"]
    fund = listed[0]["subject"]
    alone = every(api, f"check?{AT}&fund={fund}&pack=audit-findings")
    assert {one["subject"] for one in alone} == {fund}
    assert {one["rule"]["citation"]["pack"] for one in alone} == {"audit-findings"}
    assert every(api, f"check?{AT}&source=registry&limit=200")
    for wrong, status in (("fund=none", 404), ("pack=none", 404), ("place=zz", 400), ("state=good", 422)):
        assert api.get(f"check?{AT}&{wrong}").status_code == status


def test_figures_that_are_sent_are_checked_and_forgotten(api: TestClient) -> None:
    before = api.get(f"check?{AT}&limit=1").headers["etag"]
    body = {"figures": {"name": "某基金", "place": "江苏/南京", "idle_money": "4亿元", "paid_in": "10亿元"}}
    told = sent(api, f"check?{AT}&lang=en", body)
    idle = next(one for one in told["items"] if one["rule"]["id"] == "AU-1")
    assert (idle["state"]["label"], idle["name"]) == ("broken", "某基金")
    assert (idle["measured"]["shown"], idle["distance"]["value"]) == ("40%", "-0.1")
    assert {one["rule"]["citation"]["pack"] for one in told["items"]} >= {"nanjing-yangzijiang-tech-2025"}
    assert sent(api, f"check?{AT}", {**body, "packs": ["audit-findings"]})["total"] == 7
    by_sector = {"figures": {"paid_in": "10亿元", "invested_by_sector": {"integrated_circuits": "4亿元"}}}
    assert sent(api, f"check?{AT}", by_sector)["total"]
    assert api.get(f"check?{AT}&limit=1").headers["etag"] == before


@pytest.mark.parametrize(
    ("figures", "status", "said"),
    [
        ({"fund_size": "30%"}, 400, "fund_size is counted in money"),
        ({"fund_sise": "1亿元"}, 400, "did you mean fund_size"),
        ({"sub_fund_count": 1e-9}, 400, "eight places"),
        ({"sub_fund_count": 1e15}, 200, ""),
        ({"idle_share_of_paid_in": "30%"}, 400, "computed, not given"),
        ({}, 400, "no figure is given"),
        ({"fund_size": ["1亿元"]}, 422, ""),
        ({f"x{n}": 1 for n in range(400)}, 422, ""),
    ],
)
def test_figures_that_cannot_be_used_are_named(
    api: TestClient, figures: dict[str, Any], status: int, said: str
) -> None:
    answer = api.post(f"check?{AT}", json={"figures": figures})
    assert answer.status_code == status
    assert said in answer.json().get("detail", "")


def test_a_body_that_is_too_large_is_refused(api: TestClient) -> None:
    answer = api.post("check", content=b'{"figures": {"name": "' + b"x" * (3 << 20) + b'"}}')
    assert (answer.status_code, answer.json()["type"]) == (413, "/api/v1/docs#too_large")


def test_the_evaluation_by_rank_and_of_one_fund(api: TestClient) -> None:
    listed = every(api, f"evaluation?{AT}&limit=3")
    ranks = [one["place"]["rank"] for one in listed]
    assert ranks == sorted(ranks)
    first = listed[0]
    assert float(first["points"]) + float(first["open"]) == pytest.approx(float(first["most"]))
    told = got(api, first["href"].replace("/api/v1/policy/", "") + f"?{AT}&lang=en")
    assert told["score"]["points"] == first["points"]
    assert sum(float(one["of"]) for one in told["items"]) == 100
    assert sum(float(one["least"]) for one in told["items"]) == pytest.approx(float(first["points"]))
    assert any(one["to_win"] for one in told["items"])
    assert any(one["measured"][0]["evidence"] for one in told["items"])
    assert all(one["grade"] in {"A", "B", "C"} for one in told["items"])
    bands = got(api, f"evaluation?{AT}&variant=bands")
    assert bands["variants"] == ["bands"]
    own = every(api, f"evaluation?{AT}&province={first['province']}")
    assert {one["province"] for one in own} == {first["province"]}
    assert api.get("evaluation/none").status_code == 404
    assert api.get("evaluation?as_of=2020-01-01").status_code == 400
    assert api.get("evaluation?variant=none").status_code == 400


def test_conflicts_of_a_place_and_of_a_fund(api: TestClient) -> None:
    told = got(api, f"conflicts?{AT}&place=重庆")
    cost = next(one for one in told["costs"] if one["rule"]["id"].startswith("GP-CQ"))
    assert (cost["item"], cost["lost"], cost["since"]) == ("P-03a", "3", "2026-01-31")
    assert told["contradictions"]
    assert got(api, f"conflicts?{AT}")["packs"]
    fund = got(api, f"evaluation?{AT}")["items"][0]["fund"]
    assert {one["subject"] for one in got(api, f"conflicts?{AT}&fund={fund}")["broken"]} <= {fund}


def test_an_application_is_screened_and_calls_are_found(api: TestClient) -> None:
    figures = {"name": "甲", "基金规模": "1亿元"}
    told = sent(api, "screen?lang=en", {"figures": figures, "pack": GUIDE})
    assert (told["decision"]["code"], told["because"], told["applicant"]) == ("not_eligible", ["GP-CQ-1a"], "甲")
    assert told["clauses"][0]["verdict"]["state"]["code"] == "broken"
    found = sent(api, f"calls?{AT}&lang=en", {"figures": figures})
    guide = next(one for one in found["items"] if one["call"] == GUIDE)
    assert guide["group"] == "nearly"
    assert "at least CNY 1.00 bn" in guide["changes"][0]
    own = next(one for one in found["items"] if one["call"] not in shipped().by_id)
    assert sent(api, "screen", {"figures": figures, "call": own["call"]})["call"] == own["call"]
    for body, status in (
        ({"figures": figures}, 400),
        ({"figures": figures, "pack": GUIDE, "call": "x"}, 400),
        ({"figures": figures, "pack": "none"}, 404),
        ({"figures": figures, "call": "none"}, 404),
        ({"figures": {"基金规模": "许多"}, "pack": GUIDE}, 400),
    ):
        assert api.post("screen", json=body).status_code == status


def test_a_company_is_matched(api: TestClient) -> None:
    company = {"name": "甲", "places": ["广东/深圳"], "sectors": ["集成电路"], "need": "1000万元"}
    told = sent(api, f"match?{AT}&lang=en", {"figures": company})
    assert (told["company"], told["fits"] + told["open"] + told["out"] >= len(told["items"])) == ("甲", True)
    assert {one["kind"] for one in told["items"]} > {"fund", "loan"}
    assert all(sum(part["points"] for part in one["parts"]) == one["score"] for one in told["items"])


def test_overlap_and_indices(api: TestClient) -> None:
    pairs = every(api, f"overlap?{AT}&cut_off=0.3&limit=5")
    assert all(0.3 <= float(one["alike"]) <= 1 for one in pairs)
    assert api.get("overlap?cut_off=2").status_code == 422
    (index,) = [one for one in got(api, "indices")["items"] if one["id"] == "regional-innovation-2025"]
    assert index["published"] == [5, 12, 49]
    assert all(one["standard"] is None for one in index["indicators"])
    values = {"甲": {"technicians": 400, "college_people": 800}, "乙": {"technicians": 600, "college_people": None}}
    told = sent(api, "indices/science-progress-standards", {"values": values, "sensitivity": 0.25, "draws": 20})
    assert [(one["region"], one["rank"], one["score"]) for one in told["items"]] == [("甲", 2, "80"), ("乙", 1, "100")]
    assert all(one["ranks"]["best"] <= one["rank"] <= one["ranks"]["worst"] for one in told["items"])
    assert api.post("indices/none", json={"values": values}).status_code == 404
    assert api.post("indices/science-progress-standards", json={"values": {"甲": {"x": 1}}}).status_code == 400


def test_nothing_but_json_of_the_right_form_is_taken(api: TestClient) -> None:
    for path in ("check", "screen", "calls", "match", "indices/science-progress-standards"):
        for content in (b"", b"[]", b"{", b'{"figures": 1}', json.dumps({"colour": "red"}).encode()):
            answer = api.post(path, content=content, headers={"content-type": "application/json"})
            assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert api.put("check", json={}).status_code == 405


@pytest.mark.parametrize("path", ["packs", "rules/AU-1", f"check?{AT}", f"evaluation?{AT}", "overlap", "indices"])
def test_what_is_read_has_a_tag(api: TestClient, path: str) -> None:
    tag = api.get(path).headers["etag"]
    assert api.get(path, headers={"if-none-match": tag}).status_code == 304
    assert api.head(path).status_code == 200
