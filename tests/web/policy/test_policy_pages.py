"""What the pages of policy say, what of it may be taken away, and what hostile addresses come to."""

from __future__ import annotations

import io
import re
import time
from html import unescape
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from huoshui.policy.pack import State
from huoshui.policy.packs_in_force import shipped
from huoshui.policy.scoring import all_items
from huoshui.web.pages.policy.marks import ORDER, state_mark, sure
from tests.web.policy.addresses import COMPANY, GUIDE, PAGES, PROFILE

if TYPE_CHECKING:
    from starlette.testclient import TestClient

CSV = "地区,rd_intensity,papers\n北京,6.4,30\n上海,4.4,20\n江苏,3.2,10\n"


def words(html: str) -> str:
    """What a reader sees, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def said(policy: TestClient, address: str, language: str = "zh") -> str:
    answer = policy.get(address, headers={"accept-language": language})
    assert answer.status_code == 200, address
    return words(answer.text)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_opens_in_both_languages(policy: TestClient, address: str, language: str) -> None:
    answer = policy.get(address, headers={"accept-language": language})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    drawn = re.findall(r'(?:x|y|width|height|d)="([^"]*)"', answer.text)
    assert not [one for one in drawn if one in {"nan", "inf", "-inf"} or " nan" in one]
    assert "nan" not in words(answer.text).split()


def test_english_pages_hold_no_chinese_but_names_and_sources(policy: TestClient) -> None:
    for address in PAGES:
        text = said(policy, address, "en")
        for sentence in ("截至", "规则包", "不符合", "数据不足", "导出", "施行", "已确定", "满分", "界线"):
            assert sentence not in text, (address, sentence)


@pytest.mark.parametrize("pack", list(shipped()), ids=lambda pack: pack.id)
def test_a_document_shows_every_rule_and_item_with_its_grade(policy: TestClient, pack: object) -> None:
    html = policy.get(f"/policy/packs/{pack.id}").text  # type: ignore[attr-defined]
    text = words(html)
    for rule in pack.rules:  # type: ignore[attr-defined]
        part = html.partition(f'<article class="rule" id="{rule.id}">')[2].partition("</article>")[0]
        assert rule.title in words(part)
        assert sure(rule.grade, "zh").word in words(part)
        assert len(re.findall(r"<li><span class=\"state", part)) == len(rule.cases)
    for _, item in all_items(pack):  # type: ignore[arg-type]
        assert item.title in text


def test_packs_of_a_place_and_of_a_day(policy: TestClient) -> None:
    there, elsewhere = said(policy, "/policy?place=广东/深圳"), said(policy, "/policy?place=江苏/南京")
    assert "深圳天使母基金子基金申报" in there
    assert "深圳天使母基金子基金申报" not in elsewhere
    held, left = said(policy, "/policy?as_of=2025-06-30").split("尚未施行与已经失效", 1)
    assert "政府投资基金投向评价" not in held
    assert "政府投资基金投向评价" in left
    assert "2026-01-12 起施行" in left


def test_the_auditors_pack_comes_first_and_cells_lead_to_the_fund(policy: TestClient) -> None:
    html = policy.get("/policy/check").text
    assert "省级审计的常见问题" in words(re.findall(r'<a[^>]*aria-current="true">(.*?)</a>', html, re.DOTALL)[0])
    hrefs = re.findall(r'class="verdict" href="([^"#]*)#([^"]*)"', html)
    assert hrefs
    for href, rule in hrefs[:5]:
        assert f'<li id="{rule}"' in policy.get(unescape(href)).text


def test_matrix_filters_by_state_and_name(policy: TestClient) -> None:
    every = policy.get("/policy/check?pack=national-venture-fund-2025").text
    broken = policy.get("/policy/check?pack=national-venture-fund-2025&state=broken").text
    named = policy.get("/policy/check?pack=national-venture-fund-2025&name=甲号").text
    rows = [len(re.findall(r'<tr><th scope="row"', html)) for html in (every, broken, named)]
    assert rows[0] == 3
    assert 0 < rows[1] <= 3
    assert rows[2] == 1
    for row in re.findall(r"<tr>.*?</tr>", broken.partition("<tbody>")[2], re.DOTALL):
        assert "state broken" in row


def test_a_guide_of_another_place_is_said_to_be_supposed(policy: TestClient) -> None:
    assert "假设这份文件对全部基金适用" in said(policy, f"/policy/check?pack={GUIDE}")
    own = policy.get("/policy/check?pack=nanjing-yangzijiang-tech-2025").text
    assert "假设这份文件" not in own


def test_a_verdict_names_figure_bound_what_is_missing_and_its_entries(policy: TestClient) -> None:
    html = policy.get("/policy/check/子?as_of=2026-11-01").text
    card = words(html.partition('<li id="NV-10"')[2].partition("</li>")[0])
    assert "不符合" in card
    assert "1.5 倍" in card
    assert "返投要求" in card
    idle = html.partition('<li id="AU-1"')[2].partition("</li>")[0]
    href = unescape(re.findall(r'href="(/policy/evidence[^"]*)"', idle)[0])
    behind = said(policy, href)
    assert "闲置资金占实缴" in behind
    assert "P2" in behind
    assert "as_of=2026-11-01" in href


def test_verdicts_of_a_fund_of_the_registry_rest_on_its_statements(
    policy: TestClient, entities: dict[str, str]
) -> None:
    html = policy.get(f"/policy/check/{entities['Fund']}").text
    assert f"/entities/{entities['Fund']}" in html
    assert policy.get(f"/policy/evaluation/{entities['Fund']}").status_code == 200
    assert f"/policy/check/{entities['Fund']}" in policy.get(f"/entities/{entities['Fund']}").text


def test_the_ranking_adds_up_and_says_what_is_open(policy: TestClient) -> None:
    html = policy.get("/policy/evaluation").text
    rows = re.findall(r"<tr>.*?</tr>", html.partition("<tbody>")[2], re.DOTALL)
    assert len(rows) == 3
    before = 101.0
    for row in rows:
        certain = float(re.findall(r'<b class="v">([\d.]+)</b>', row)[0])
        numbers = [float(n) for n in re.findall(r'<td class="num" data-label="[^"]*指标">([\d.]+)</td>', row)]
        assert len(numbers) == 3
        assert sum(numbers) == pytest.approx(certain, abs=0.02)
        assert certain <= before
        before = certain


def test_an_evaluation_shows_thirteen_indicators_gains_and_what_is_missing(policy: TestClient) -> None:
    html = policy.get("/policy/evaluation/子").text
    pack = shipped().get("evaluation-2026")
    indicators = {above[-1].id for above, _ in all_items(pack)}
    assert len(indicators) == 13
    for name in indicators:
        assert f'<li id="{name}">' in html
    text = words(html)
    assert "还能争取的分" in text
    assert "还缺哪些数据" in text


def test_reports_are_taken_away(policy: TestClient) -> None:
    html = policy.get("/policy/evaluation/子").text
    files = {unescape(href) for href in re.findall(r'href="([^"]*as=(?:docx|xlsx)[^"]*)"', html)}
    assert len(files) >= 3
    for href in files:
        answer = policy.get(href)
        assert answer.status_code == 200
        assert answer.content.startswith(b"PK")
        assert "attachment" in answer.headers["content-disposition"]
    ranking = policy.get("/policy/evaluation?as=xlsx&table=ranking").content
    book = load_workbook(io.BytesIO(ranking), read_only=True)
    assert "江北甲号" in "".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )


@pytest.mark.parametrize(
    ("address", "table"),
    [
        ("/policy/check?", "matrix"),
        ("/policy/check/子?", "verdicts"),
        ("/policy/conflicts?place=江苏/南京&", "conflicts"),
        ("/policy/conflicts?", "places"),
        (f"/policy/screen?call={GUIDE}&fund_size=5亿元&", "screening"),
        (f"/policy/match?{COMPANY}&", "matches"),
        ("/policy/overlap?cut=50&", "pairs"),
    ],
)
def test_tables_are_taken_away_without_formulas(policy: TestClient, address: str, table: str) -> None:
    answer = policy.get(f"{address}as=xlsx&table={table}")
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert len(cells) > 3
    assert all(cell.data_type != "f" for cell in cells)


def test_clauses_that_exclude_each_other_stand_side_by_side(policy: TestClient) -> None:
    html = policy.get("/policy/conflicts?place=福建/泉州").text
    clash = html.partition('<article class="clash')[2].partition("</article>")[0]
    assert len(re.findall(r'class="asks"', clash)) == 2
    assert "不能同时满足" in clash
    assert "1.5 倍" in said(policy, "/policy/conflicts?fund=子")
    assert said(policy, "/policy/conflicts?fund=子") == said(
        policy, "/policy/conflicts?fund=" + quote("江北甲号创业投资合伙企业（有限合伙）")
    )


def test_an_application_keeps_its_values_and_says_errors_beside_the_field(policy: TestClient) -> None:
    html = policy.get(f"/policy/screen?call={GUIDE}&{PROFILE}").text
    assert 'name="fund_size" value="5亿元"' in html
    field = html.partition('id="f-reinvestment_multiple"')[2].partition("</p>")[0]
    assert 'aria-invalid="true"' in field
    assert "看不懂" in field
    text = words(html)
    assert "申报 5.00 亿元" in text
    assert "不低于 10.00 亿元" in text
    enough = said(policy, f"/policy/screen?call={GUIDE}&fund_size=12亿元")
    assert "申报 12.00 亿元" in enough
    assert "✕" not in enough


def test_a_call_of_the_registry_is_screened_by(policy: TestClient, entities: dict[str, str]) -> None:
    name = entities["ManagerCall"]
    assert f"/policy/screen?call={name}" in policy.get(f"/entities/{name}").text
    assert "/policy/screen" in policy.get("/calls").text
    text = said(policy, f"/policy/screen?call={name}&fund_size=3亿元")
    assert "不低于 5.00 亿元" in text
    assert "不符合" in text
    assert policy.get(f"/policy/screen?call={name}&as=form").content.startswith(b"PK")


def test_a_profile_finds_calls_with_what_would_have_to_change(policy: TestClient) -> None:
    text = said(policy, f"/policy/screen?{PROFILE}")
    assert "差一点" in text
    assert "5.00 亿元 → 不低于 10.00 亿元" in text
    assert "看不懂" in text


def test_a_company_gets_amounts_with_reasons(policy: TestClient) -> None:
    html = policy.get(f"/policy/match?{COMPANY}").text
    text = words(html)
    assert "算力" in text
    assert re.search(r"最高 [\d,.]+ 万元", text)
    assert "不合的基金" in text
    assert "✕" in text


def test_twins_in_a_city_are_listed_first(policy: TestClient) -> None:
    html = policy.get("/policy/overlap").text
    first = words(html.partition('class="entities sheet pairs"')[2].partition("<tbody>")[2].partition("</tr>")[0])
    assert "江北甲号" in first
    assert "江苏南京" in first
    assert 'class="heat-' in html


def test_an_index_of_pasted_values(policy: TestClient) -> None:
    html = policy.get("/policy/index").text
    token = re.findall(r'name="token" value="([^"]*)"', html)[0]
    sent = {"token": token, "id": "regional-innovation-2025", "values": CSV, "way": "minmax"}
    found = words(policy.post("/policy/index", data=sent).text)
    assert "北京怎样改权重都是第一" in found
    assert "得分与名次" in found
    wrong = policy.post("/policy/index", data={**sent, "values": "地区,foo\n北京,1"}).text
    assert "foo" in words(wrong.partition('role="alert"')[2].partition("</p>")[0])
    assert 'aria-invalid="true"' in wrong
    assert "地区,foo" in wrong
    tabbed = words(policy.post("/policy/index", data={**sent, "values": CSV.replace(",", "\t")}).text)
    assert "北京怎样改权重都是第一" in tabbed
    assert policy.post("/policy/index", data={**sent, "token": "x"}).status_code == 400
    assert policy.post("/policy/index", data={**sent, "id": "nothing"}).status_code == 404


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/policy/packs/nothing", 404),
        ("/policy/check?pack=nothing", 404),
        ("/policy/check/nobody", 404),
        ("/policy/evaluation/nobody", 404),
        ("/policy/conflicts?fund=nobody", 404),
        ("/policy/conflicts?pack=nothing", 404),
        ("/policy/conflicts?place=某地某处", 400),
        ("/policy?place=某地某处", 400),
        ("/policy?as_of=soon", 400),
        ("/policy/check?page=0", 400),
        ("/policy/check?as=xlsx&table=nothing", 400),
        ("/policy/evidence?fund=子&metric=nothing", 404),
        ("/policy/evidence?fund=nobody&metric=irr", 404),
        ("/policy/screen?call=nothing", 404),
        ("/policy/overlap?cut=x", 400),
        ("/policy/index?id=nothing", 404),
    ],
)
def test_what_there_is_not_is_said(policy: TestClient, address: str, status: int) -> None:
    assert policy.get(address).status_code == status


def test_hostile_values_stay_text(policy: TestClient) -> None:
    mean = quote('"><script>alert(1)</script>')
    for address in (
        f"/policy/check?name={mean}",
        f"/policy/evaluation?name={mean}&group={mean}",
        f"/policy/screen?call={GUIDE}&fund_size={mean}&name={mean}",
        f"/policy/screen?q={mean}",
        f"/policy/match?name={mean}&places={mean}",
        "/policy/check/双生",
    ):
        answer = policy.get(address)
        assert answer.status_code == 200, address
        assert "<script>alert" not in answer.text


def test_an_empty_ledger_is_no_error(empty: TestClient) -> None:
    for address in ("/policy/check", "/policy/evaluation"):
        assert "huoshui portfolio" in empty.get(address).text
    assert "没有可比的基金" in empty.get("/policy/overlap").text
    for address in ("/policy", "/policy/conflicts", "/policy/screen", f"/policy/match?{COMPANY}", "/policy/index"):
        assert empty.get(address).status_code == 200


def test_links_keep_the_day_and_lead_somewhere(policy: TestClient) -> None:
    seen: set[str] = set()
    for address in PAGES:
        joined = "&" if "?" in address else "?"
        html = policy.get(f"{address}{joined}as_of=2026-11-01" if "as_of" not in address else address).text
        main = html.partition("<main")[2].partition("</main>")[0]
        main = re.sub(r'<form class="as-of".*?</form>', "", main, flags=re.DOTALL)  # the way back to today
        seen |= {unescape(href).partition("#")[0] for href in re.findall(r'href="(/policy[^"]*)"', main)}
    assert len(seen) > 60
    assert [href for href in seen if "as_of=" not in href] == []
    for href in sorted(seen)[:250]:
        assert policy.get(href).status_code == 200, href


def test_every_outcome_has_a_word_a_sign_and_a_colour() -> None:
    marks = [state_mark(state, "zh") for state in ORDER]
    assert set(ORDER) == set(State)
    for part in ("code", "sign", "word"):
        assert len({getattr(mark, part) for mark in marks}) == len(ORDER)


def test_pages_are_made_within_three_tenths_of_a_second(policy: TestClient) -> None:
    for address in PAGES:
        policy.get(address)
        spent = []
        for _ in range(3):
            start = time.process_time()
            policy.get(address)
            spent.append(time.process_time() - start)
        assert median(spent) < 0.3, address
