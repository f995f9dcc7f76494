"""Listing processes: own sentences in the manner of exchange notices and market news."""

from __future__ import annotations

import pytest

from huoshui.extraction.listings import extract
from huoshui.extraction.reading import Reading
from huoshui.model.dates import PartialDate
from huoshui.model.document import Article, Document, OffsetMap, Span


def _listings(text: str, published: str = "2025-06-20") -> dict[str, dict[str, list[str]]]:
    day = PartialDate.parse(published)
    article = Article("", None, Span(0, len(text)), None, day)
    document = Document("own", text, text, OffsetMap.identity(len(text)), (article,), "", published=day)
    found: dict[str, dict[str, list[str]]] = {}
    for record in extract([Reading(document, article)]):
        values = found.setdefault(record.name, {})
        for prop, value in record.values():
            assert value.evidence.text == text[value.evidence.start : value.evidence.end]
            values.setdefault(prop, []).append(str(value))
    return found


def test_whole_process_is_one_record() -> None:
    text = (
        "回顾天枢光子的上市历程，公司于2023年8月提交IPO辅导备案，辅导机构为甲辰证券。2024年12月20日，公司科创板IPO申请获上交所受理，"
        "拟募资18亿元。2025年3月11日，公司注册生效；5月8日登陆科创板。"
    )
    assert _listings(text) == {
        "天枢光子": {
            "board": ["star"],
            "status": ["tutoring", "accepted", "registered", "listed"],
            "size": ["1800000000 CNY"],
            "sponsor": ["甲辰证券"],
            "date": ["2023-08", "2024-12-20", "2025-03-11", "2025-05-08"],
        }
    }


@pytest.mark.parametrize(
    ("text", "board", "status", "date"),
    [
        ("6月11日，天枢光子在深交所创业板挂牌上市。", ["chinext"], ["listed"], ["2025-06-11"]),
        ("天枢光子今日登陆港交所。", ["hkex"], ["listed"], ["2025-06-20"]),
        ("其中天枢光子已登陆港交所。", ["hkex"], ["listed"], []),
        ("天枢光子北交所IPO获受理。", ["bse"], ["accepted"], []),
        ("深交所昨日受理了天枢光子的创业板上市申请。", ["chinext"], ["accepted"], ["2025-06-19"]),
        ("天枢光子申请上交所科创板上市，审核状态变更为“已问询”。", ["star"], ["inquiry"], []),
        ("证监会同意天枢光子科创板IPO注册。", ["star"], ["registered"], []),
        ("据悉，天枢光子已于5月以保密形式向港交所递交上市申请。", ["hkex"], ["filed_confidentially"], ["2025-05"]),
        ("天枢光子通过港交所聆讯。", ["hkex"], [], []),
        ("天枢光子于2016年在上交所主板成功上市。", ["main_sh"], ["listed"], ["2016"]),
        ("湖北证监局披露，天枢光子办理辅导备案登记，拟冲刺A股。", ["a_share"], ["tutoring"], []),
    ],
)
def test_step(text: str, board: list[str], status: list[str], date: list[str]) -> None:
    values = _listings(text)["天枢光子"]
    assert values.get("board", []) == board
    assert values.get("status", []) == status
    assert values.get("date", []) == date


@pytest.mark.parametrize(
    ("text", "sponsors"),
    [
        ("天枢光子科创板IPO获受理，保荐机构为甲辰证券、乙巳承销保荐。", ["甲辰证券", "乙巳承销保荐"]),
        ("天枢光子科创板IPO获受理，甲辰证券为其保荐机构。", ["甲辰证券"]),
        ("天枢光子已与甲辰证券签署上市辅导协议。", ["甲辰证券"]),
        (
            "天枢光子更新了辅导备案。其辅导机构变更为两家券商，由原来的甲辰证券变更为乙巳证券和甲辰证券两家。",
            ["乙巳证券", "甲辰证券"],
        ),
        ("天枢光子向港交所递交招股书，甲辰国际、乙巳国际担任联席保荐人。", ["甲辰国际", "乙巳国际"]),
    ],
)
def test_sponsors(text: str, sponsors: list[str]) -> None:
    assert _listings(text)["天枢光子"]["sponsor"] == sponsors


def test_several_companies_of_one_sentence() -> None:
    text = "天枢光子、瑶光半导体已在科创板上市，开阳生物则选择了港股。6月2日港股上市的玉衡科技股价走高。"
    found = _listings(text)
    assert found["天枢光子"] == {"board": ["star"], "status": ["listed"]}
    assert found["瑶光半导体"] == {"board": ["star"], "status": ["listed"]}
    assert found["玉衡科技"] == {"board": ["hkex"], "status": ["listed"], "date": ["2025-06-02"]}


def test_full_name_stands_for_the_short_one() -> None:
    text = (
        "【天枢光子IPO获受理】6月6日，上交所受理了天枢光子（嘉兴）股份有限公司（简称“天枢光子”）科创板上市申请。"
        "天枢光子计划募集资金9.5亿元。"
    )
    assert _listings(text) == {
        "天枢光子（嘉兴）股份有限公司": {
            "board": ["star"],
            "status": ["accepted"],
            "size": ["950000000 CNY"],
            "date": ["2025-06-06"],
        }
    }


@pytest.mark.parametrize(
    "text",
    [
        "支持符合条件的企业在科创板、创业板、北交所上市，力争新增上市公司20家。",
        "海川重工（600000.SH）公告，公司拟参与设立新材料产业基金。",
        "科创板上市公司海川重工发布年度报告。",
        "今年以来全市辅导备案企业28家，境内外上市公司达到112家。",
        "某芯片ETF于1月23日上市。",
        "该公司新药获批上市，A股医药板块走强。",
        "帮科技公司找资金、备上市，一处办妥。",
        "基金主要买入信息技术公司上市前的股份。",
    ],
)
def test_no_listing(text: str) -> None:
    assert _listings(text) == {}


def test_name_that_ends_in_a_word_of_possibility() -> None:
    assert _listings("壁虎智能已登陆港交所。") == {"壁虎智能": {"board": ["hkex"], "status": ["listed"]}}


def test_planned_listing_is_not_listed() -> None:
    values = _listings("天枢光子已完成股份制改造，天枢光子拟登陆创业板。")["天枢光子"]
    assert values == {"board": ["chinext"]}


@pytest.mark.parametrize(
    "text",
    [
        "海川重工股份有限公司公告，公司向特定对象发行股票申请获上交所受理，拟募资20亿元。",
        "公司可转债发行申请获深交所受理，保荐机构为甲辰证券。",
        "法院裁定受理海川集团破产重整申请。",
        "教育部门排查校外辅导机构，完成辅导机构备案登记。",
        "首批公募REITs登陆深交所，募集资金30亿元。",
        "全年新增上市公司12家，其中4家登陆科创板，2家企业IPO过会。",
    ],
)
def test_other_filings_are_no_listing(text: str) -> None:
    assert _listings(text) == {}


def test_short_form_of_the_full_name_is_an_alias() -> None:
    text = "合肥天枢光子技术股份有限公司北交所IPO获受理。天枢光子成立于2016年，总部位于高新区。"
    day = PartialDate.parse("2025-06-20")
    article = Article("", None, Span(0, len(text)), None, day)
    document = Document("own", text, text, OffsetMap.identity(len(text)), (article,), "", published=day)
    (record,) = extract([Reading(document, article)])
    assert record.name == "合肥天枢光子技术股份有限公司"
    assert record.aliases == ("天枢光子",)


def test_broker_is_not_the_subject() -> None:
    text = "天枢光子申请科创板上市，甲辰证券为其保荐机构。此前公司IPO已受理。"
    assert _listings(text) == {"天枢光子": {"board": ["star"], "status": ["accepted"], "sponsor": ["甲辰证券"]}}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "6月12日，天枢光子回复了北交所首轮审核问询函。",
            {"board": ["bse"], "status": ["inquiry"], "date": ["2025-06-12"]},
        ),
        (
            "同意注册的还有天枢光子。6月12日，天枢光子的创业板上市申请经证监会同意注册，注册生效后公司将启动发行。",
            {"board": ["chinext"], "status": ["registered"], "date": ["2025-06-12"]},
        ),
        (
            "已在新三板挂牌的天枢光子公告称，进入上市辅导期，由甲辰证券担任辅导机构。",
            {"status": ["tutoring"], "sponsor": ["甲辰证券"]},
        ),
        ("天枢光子辅导备案报告已获受理。", {"status": ["tutoring"]}),
        ("天枢光子公告，发行H股并在香港联交所主板挂牌上市的申请，已获证监会备案。", {"board": ["hkex"]}),
        (
            "天枢光子（02999.HK）今日在港上市，甲辰香港为独家保荐人。",
            {"board": ["hkex"], "status": ["listed"], "sponsor": ["甲辰香港"], "date": ["2025-06-20"]},
        ),
        ("天枢光子撤回创业板IPO申请。", {"board": ["chinext"]}),
        ("深交所定于6月25日审议天枢光子的创业板首发事项。", {"board": ["chinext"], "date": ["2025-06-25"]}),
        ("继上月获受理后，天枢光子披露了科创板首轮问询回复。", {"board": ["star"], "status": ["inquiry"]}),
    ],
)
def test_ways_to_tell_a_step(text: str, told: dict[str, list[str]]) -> None:
    assert _listings(text)["天枢光子"] == told


def test_an_unknown_company_does_not_lend_its_step_to_the_one_before() -> None:
    text = (
        "天枢光子技术股份有限公司收到北交所首轮问询函，拟募资2亿元，保荐人是甲辰证券。"
        "同一天，锦州辽沈铸锻的北交所上市申请经证监会同意注册，公司拟募资3亿元，保荐人为乙巳证券。"
    )
    found = _listings(text)
    assert found["天枢光子技术股份有限公司"]["status"] == ["inquiry"]
    assert found["天枢光子技术股份有限公司"]["sponsor"] == ["甲辰证券"]
    assert found["锦州辽沈铸锻"]["status"] == ["registered"]
    assert found["锦州辽沈铸锻"]["size"] == ["300000000 CNY"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "天枢光子股份有限公司IPO恢复审核。公司于2024年9月3日获受理，2024年10月8日进入问询阶段。",
            {"status": ["accepted", "inquiry"], "date": ["2024-09-03", "2024-10-08"]},
        ),
        (
            "天枢光子股份有限公司递表港交所主板，甲辰证券、乙巳国际联席保荐。这是该公司第二次递表，此前于2025年1月30日递表。",
            {"board": ["hkex"], "sponsor": ["甲辰证券", "乙巳国际"], "date": ["2025-01-30"]},
        ),
        (
            "甲辰承销保荐公司发布关于天枢光子股份有限公司首次公开发行股票并在北交所上市之辅导工作进展报告。",
            {"board": ["bse"], "status": ["tutoring"]},
        ),
    ],
)
def test_steps_told_of_the_company_before(text: str, told: dict[str, list[str]]) -> None:
    assert _listings(text) == {"天枢光子股份有限公司": told}


def test_a_preposition_inside_a_name() -> None:
    assert list(_listings("洛阳云从以太科技股份有限公司在科创板上市。")) == ["洛阳云从以太科技股份有限公司"]


def test_the_title_of_a_reply() -> None:
    found = _listings("证监会关于同意天枢光子（嘉兴）股份有限公司首次公开发行股票注册的批复")
    assert found == {"天枢光子（嘉兴）股份有限公司": {"status": ["registered"]}}
