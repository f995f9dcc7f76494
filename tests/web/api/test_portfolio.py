"""The portfolio over the API: what it says of the small family, and what it says where there is none."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any, get_args

import pytest
from starlette.testclient import TestClient

from huoshui.portfolio.family import Figure
from huoshui.portfolio.ledger import Ledger
from huoshui.portfolio.made import make_family
from huoshui.portfolio.vocabulary import Kind, Tier
from huoshui.web.api.portfolio.asking import FigureCode, KindCode, TierCode
from huoshui.web.app import create_app
from tests.portfolio.family import BOOK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from huoshui.portfolio.book import Book

AT = "as_of=2023-12-31"


def client_of(folder: Path, book: Book | None) -> TestClient:
    url = f"sqlite:///{folder / 'ledger.db'}"
    if book:
        with Ledger(url) as ledger:
            ledger.post(book, author="张", what="开账")
    return TestClient(create_app(url), base_url="http://testserver/api/v1/portfolio/")


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with client_of(tmp_path_factory.mktemp("small"), BOOK) as client:
        yield client


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with client_of(tmp_path_factory.mktemp("made"), make_family(funds=8, companies=40, years=6)) as client:
        yield client


def amounts(account: list[dict[str, Any]]) -> dict[str, str]:
    return {one["figure"]: one["amount"]["amount"] for one in account}


def test_the_family_with_its_totals_and_leverage(api: TestClient) -> None:
    told = api.get(f"family?{AT}").json()
    assert amounts(told["account"])["paid_in"] == "260000000"
    assert told["account"][0]["counts"].startswith("出资人")
    assert told["net"]["dpi"] == {"exact": "3/26", "decimal": "0.115384615385"}
    assert told["net"]["irr"]["status"] == "ok"
    assert told["tiers"][0]["tier"] == {"type": "code", "code": "regional", "label": "区域（地方）母基金"}
    (leverage,) = [one for one in told["leverage"] if (one["definition"], one["tier"]) == ("PM-LEV-B", "sub")]
    assert leverage["ratio"] == {"exact": "3/2", "decimal": "1.5"}
    assert (told["first"], told["last"], told["as_of"]) == ("2018-01-01", "2022-09-30", "2023-12-31")


def test_a_figure_leads_to_lines_that_add_up_to_it(large: TestClient) -> None:
    """Every figure of every fund, by the addresses that the answers give, down to events."""
    listed = large.get("funds?as_of=2019-12-31&limit=200").json()["items"]
    assert len(listed) == 12
    for one in [figure for fund in listed for figure in fund["account"]]:
        address: str | None = one["journal"].replace("/api/v1/portfolio/", "") + "&limit=200"
        total, page = 0, {}
        while address:
            page = large.get(address).json()
            total += sum(minor(line["part"]) for line in page["items"])
            address = page["next"] and page["next"].replace("/api/v1/portfolio/", "")
        total += sum(minor(part["amount"]) for part in page["derived"])
        assert total == minor(page["amount"]) == minor(one["amount"]), one


def minor(money: dict[str, str]) -> int:
    whole, _, part = money["amount"].partition(".")
    sign = -1 if whole.startswith("-") else 1
    return int(whole) * 100 + sign * int(part.ljust(2, "0"))


def test_funds_come_in_pages(api: TestClient) -> None:
    first = api.get(f"funds?{AT}&limit=1").json()
    second = api.get(first["next"].replace("/api/v1/portfolio/", "")).json()
    assert [page["items"][0]["fund"]["id"] for page in (first, second)] == ["母", "子"]
    assert (first["total"], second["next"]) == (2, None)


def test_a_fund_company_and_holder_lead_to_each_other(api: TestClient) -> None:
    fund = api.get(f"funds/子?{AT}").json()
    assert fund["deals"][0]["moic"] == {"exact": "7/2", "decimal": "3.5"}
    assert fund["deals"][0]["stake"] == "0.05"
    assert fund["curve"][-1]["nav"] == {"type": "money", "amount": "123000000", "currency": "CNY"}
    assert [year["label"] for year in fund["periods"]] == ["2019", "2020", "2021", "2022", "2023"]
    company = api.get(fund["deals"][0]["company"]["href"].replace("/api/v1/portfolio/", "")).json()
    assert company["company"]["id"] == "芯"
    assert company["rounds"][0]["instrument"]["label"] == "股权"
    assert company["state"]["share"] == "0.02"
    owner = next(one["owner"] for one in company["owners"] if one["nature"]["code"] == "city")
    holder = api.get(owner["href"].replace("/api/v1/portfolio/", "")).json()
    assert holder["companies"][0]["share"] == "0.02"
    assert {cut["by"] for cut in holder["breakdowns"]} == {"sector", "region", "stage", "vintage", "manager"}
    assert fund["investors"][0]["journal"].endswith("node=%E6%B0%91%E4%BC%81&other=%E5%AD%90")


def test_the_journal_says_who_entered_what(api: TestClient) -> None:
    told = api.get(f"journal?{AT}&kind=call&lang=en").json()
    assert told["total"] == 1
    (line,) = told["items"]
    assert line["entry"]["author"] == "张"
    assert line["kind"] == {"type": "code", "code": "call", "label": "call"}
    assert (line["due"], line["amount"]["amount"], line["part"]) == ("2019-04-01", "40000000", None)


def test_an_answer_is_tagged_by_day_and_revision(api: TestClient) -> None:
    first = api.get(f"family?{AT}")
    again = api.get(f"family?{AT}", headers={"if-none-match": first.headers["etag"]})
    other = api.get("family?as_of=2022-12-31", headers={"if-none-match": first.headers["etag"]})
    assert (first.status_code, again.status_code, other.status_code) == (200, 304, 200)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("funds/无", 404, "no party, fund or company"),
        ("funds/芯", 404, "is no fund"),
        ("companies/子", 404, "is no company"),
        ("holders/无", 404, "no party"),
        ("journal?node=无", 404, "no party"),
        ("journal?node=芯&figure=cash", 400, "has no figure"),
        ("journal?node=子&tier=sub", 400, "leave out the other"),
        ("journal?other=子", 400, "say which with node"),
        ("journal?cursor=abc", 400, "none of ours"),
        ("family?as_of=2023-02-30", 400, "is no day"),
        ("family?currency=USD", 400, "no rate"),
        ("family?as_of=yesterday", 422, ""),
        ("family?nonsense=1", 422, ""),
        ("journal?figure=wealth", 422, ""),
    ],
)
def test_what_cannot_be_answered_is_a_problem(api: TestClient, path: str, status: int, said: str) -> None:
    told = api.get(path)
    assert (told.status_code, told.headers["content-type"]) == (status, "application/problem+json")
    assert said in told.json()["detail"]


@pytest.mark.parametrize("path", ["family", "tree", "funds", "reinvestment", "journal"])
def test_an_empty_ledger_is_an_empty_family(tmp_path: Path, path: str) -> None:
    with client_of(tmp_path, None) as client:
        told = client.get(path)
        assert told.status_code == 200
        assert told.json().get("total", 0) == 0


def test_reinvestment_with_check_points_and_deals(large: TestClient) -> None:
    told = large.get("reinvestment?as_of=2019-12-31").json()["obligations"]
    assert told
    for one in told:
        counted = sum(minor(item["counted"]) for item in one["items"])
        assert counted == minor(one["recognised"])


TERMS = {"hurdle": "8%", "carry": "20%", "as_of": "2023-12-31"}


def test_the_waterfall_of_a_fund_and_a_concession(api: TestClient) -> None:
    asked = TERMS | {"liquidate": "true", "simple": "true", "guidance": "母", "concession": ["gain:20%", "loss:40%"]}
    told = api.get("funds/子/waterfall", params=asked).json()
    assert told["terms"]["hurdle"] == {"exact": "2/25", "decimal": "0.08"}
    assert (told["terms"]["compound"], told["terms"]["basis"]) == (False, "whole_fund")
    assert told["distributable"]["amount"] == "173000000"
    assert sum(minor(one["total"]) for one in told["steps"]) == minor(told["distributable"])
    assert sum(minor(one["net"]) for one in told["parties"]) == minor(told["distributable"])
    assert [one["party"] and one["party"]["id"] for one in told["parties"]] == ["民企", "母", None]
    assert told["parties"][1]["party"]["href"].endswith("/portfolio/funds/%E6%AF%8D?as_of=2023-12-31")
    gain, loss = told["concessions"]
    assert (gain["concession"], loss["cost"]["amount"]) == ("gain:20%", "0")
    assert 203 < minor(gain["cost"]) / 1_000_000 < 204  # 20% of 10.152 million beyond the hurdle


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ({"hurdle": "8"}, 422, ""),
        ({"catch_up": "10%"}, 400, "catch-up"),
        ({"concession": "gain:101%", "guidance": "母"}, 400, "more than the whole"),
        ({"concession": "gain:1%"}, 400, "name the investor"),
        ({"concession": ["gain:1%"] * 9}, 422, ""),
    ],
)
def test_terms_that_cannot_be_are_a_problem(api: TestClient, query: dict[str, Any], status: int, said: str) -> None:
    told = api.get("funds/子/waterfall", params=TERMS | query)
    assert told.status_code == status
    assert said in told.json()["detail"]


def test_a_fund_is_compared_with_the_levels_of_an_index(api: TestClient) -> None:
    levels = {"2019-04-01": "4000", "2022-09-30": "5000", "2023-12-29": "6000"}
    points = [{"date": day, "level": level} for day, level in levels.items()]
    told = api.post(f"funds/子/pme?{AT}", json={"points": points})
    assert told.status_code == 200
    found = told.json()
    assert found["kaplan_schoar"] == {"ratio": {"exact": "61/50", "decimal": "1.22"}, "undefined": ""}
    assert found["long_nickels"]["index_value"]["amount"] == "90000000"  # 150 paid in, grown, less 60
    assert found["pme_plus"]["factor"]["exact"] == "9/20"
    assert api.post(f"funds/芯/pme?{AT}", json={"points": points}).status_code == 404
    late = api.post(f"funds/子/pme?{AT}", json={"points": points[1:]})
    assert (late.status_code, "begins on" in late.json()["detail"]) == (400, True)
    assert api.post("funds/子/pme", json={"points": []}).status_code == 422
    assert api.post("funds/子/pme", content=b"{" + b" " * (3 << 20)).status_code == 413


def test_codes_are_those_of_the_ledger() -> None:
    assert get_args(FigureCode) == ("", *(figure.value for figure in Figure))
    assert get_args(KindCode) == ("", *(kind.value for kind in Kind))
    assert get_args(TierCode) == ("", *(tier.value for tier in Tier))


def test_without_the_extra_a_problem_says_what_to_install(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['numpy'] = None\n"
        "from starlette.testclient import TestClient\n"
        "from huoshui.web.app import create_app\n"
        f"told = TestClient(create_app('sqlite:///{tmp_path / 'x.db'}')).get('/api/v1/portfolio/family')\n"
        "print(told.status_code, told.json()['detail'])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "400" in run.stdout, run.stderr
    assert "pip install 'huoshui[portfolio]'" in run.stdout
