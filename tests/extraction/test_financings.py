"""Equity rounds: own sentences in the manner of funding news, announcements and digests."""

from __future__ import annotations

import pytest

from huoshui.extraction.financings import extract, normal_label
from huoshui.extraction.reading import Reading
from huoshui.model.dates import PartialDate
from huoshui.model.document import Article, Document, OffsetMap, Span


def _readings(*texts: str, published: str = "2025-06-20") -> list[Reading]:
    clean = "\n".join(texts)
    day = PartialDate.parse(published)
    articles = []
    start = 0
    for text in texts:
        articles.append(Article("", None, Span(start, start + len(text)), None, day))
        start += len(text) + 1
    document = Document("own", clean, clean, OffsetMap.identity(len(clean)), tuple(articles), "", published=day)
    return [Reading(document, article) for article in articles]


def _rounds(*texts: str) -> list[tuple[str, dict[str, list[str]]]]:
    found = []
    for record in extract(_readings(*texts)):
        values: dict[str, list[str]] = {}
        for prop, value in record.values():
            assert value.evidence.text, prop
            values.setdefault(prop, []).append(str(value))
        found.append((record.name, values))
    return found


def test_round_with_leaders_and_followers() -> None:
    text = (
        "【焊接机器人企业弧光智造完成超2亿元B+轮融资】6月18日，宁波弧光智造科技有限公司（简称“弧光智造”）宣布完成超2亿元B+轮融资。"
        "本轮融资由甬江资本领投，海潮创投、东岸产业集团等跟投，老股东北麓资本持续加注。"
    )
    assert _rounds(text) == [
        (
            "宁波弧光智造科技有限公司",
            {
                "round": ["B+轮"],
                "size": ["200000000 CNY"],
                "investor": ["甬江资本", "海潮创投", "东岸产业集团", "北麓资本"],
                "date": ["2025-06-18"],
            },
        )
    ]


@pytest.mark.parametrize(
    ("text", "name", "size"),
    [
        ("近日，云栖动力完成亿元级天使轮融资。", "云栖动力", ["100000000 CNY"]),
        ("近日，云栖动力完成近亿元天使+轮融资。", "云栖动力", ["100000000 CNY"]),
        ("近日，云栖动力完成数亿元A轮融资。", "云栖动力", []),
        ("近日，云栖动力获数千万元A1轮融资。", "云栖动力", []),
        ("云栖动力宣布完成C轮融资，融资金额约8000万美元，投后估值12亿美元。", "云栖动力", ["80000000 USD"]),
        ("储能电池服务商「云栖动力」完成3.5亿元Pre-IPO融资。", "云栖动力", ["350000000 CNY"]),
        ("由一批博士后创办的云栖动力已于近期完成1亿元种子轮融资。", "云栖动力", ["100000000 CNY"]),
    ],
)
def test_name_and_size(text: str, name: str, size: list[str]) -> None:
    ((found, values),) = _rounds(text)
    assert found == name
    assert values.get("size", []) == size
    assert len(values["round"]) == 1


@pytest.mark.parametrize(
    ("text", "investors"),
    [
        ("青岚生物获得松岭资本、远帆创投联合投资的数千万元A轮融资。", ["松岭资本", "远帆创投"]),
        ("青岚生物完成B轮融资，投资方包括松岭资本、远帆创投以及长堤集团等。", ["松岭资本", "远帆创投", "长堤集团"]),
        ("松岭资本领投青岚生物超亿元C轮融资。", ["松岭资本"]),
        ("松岭资本参与完成青岚生物A+轮融资。", ["松岭资本"]),
        ("青岚生物完成松岭资本独家领投的A轮融资。", ["松岭资本"]),
        ("青岚生物获松岭资本战略投资，金额未披露。", ["松岭资本"]),
        ("松岭资本向青岚生物增资3亿元。", ["松岭资本"]),
        ("松岭资本以2亿元战略投资青岚生物。", ["松岭资本"]),
        ("松岭资本为青岚生物注入近千万元资金。", ["松岭资本"]),
        ("青岚生物引入松岭资本、远帆创投等战略投资者。", ["松岭资本", "远帆创投"]),
        (
            "青岚生物完成A轮融资，由省属产业集团旗下的远帆创投和人工智能与机器人产业投资基金共同领投，某知名美元基金跟投。",
            ["远帆创投", "人工智能与机器人产业投资基金"],
        ),
    ],
)
def test_investors(text: str, investors: list[str]) -> None:
    ((name, values),) = _rounds(text)
    assert name == "青岚生物"
    assert values["investor"] == investors


def test_rounds_of_one_company_stay_apart() -> None:
    text = (
        "衡山微电子成立于2018年。2021年，衡山微电子完成5亿元A轮融资，投资方有松岭资本、远帆创投。"
        "2023年4月，公司又完成B轮融资，募资12亿元，由长堤集团领投。"
    )
    assert _rounds(text) == [
        (
            "衡山微电子",
            {"round": ["A轮"], "size": ["500000000 CNY"], "investor": ["松岭资本", "远帆创投"], "date": ["2021"]},
        ),
        ("衡山微电子", {"round": ["B轮"], "size": ["1200000000 CNY"], "investor": ["长堤集团"], "date": ["2023-04"]}),
    ]


def test_two_articles_of_one_round_are_one_record() -> None:
    first = "衡山微电子完成A轮融资，由松岭资本领投。"
    second = "6月3日消息，衡山微电子完成3亿元A轮融资，远帆创投跟投。"
    assert _rounds(first, second) == [
        ("衡山微电子", {"round": ["A轮"], "size": ["300000000 CNY"], "investor": ["松岭资本", "远帆创投"]})
    ]


def test_subject_is_carried_by_pronoun_and_relative_clause() -> None:
    text = (
        "成立于2016年的澜海科技，是一家做水声通信的企业。"
        "其核心团队来自高校，成立至今，已获得松岭资本、远帆创投等多家机构投资。"
    )
    assert _rounds(text) == [("澜海科技", {"investor": ["松岭资本", "远帆创投"]})]


def test_subsidiary_that_is_to_be_founded_takes_the_money() -> None:
    text = (
        "某股份公告，拟出资新设全资的启岳智造（赣州）科技有限公司。"
        "子公司设立后，拟引入章贡产业引导基金投资中心对其增资6000万元。"
    )
    assert _rounds(text) == [
        ("启岳智造（赣州）科技有限公司", {"size": ["60000000 CNY"], "investor": ["章贡产业引导基金投资中心"]})
    ]


@pytest.mark.parametrize(
    "text",
    [
        "支持科技型企业开展股权融资，鼓励社会资本参与A轮及以前的项目。",
        "截至5月末，全市企业累计完成股权融资260亿元。",
        "某银行向海川重工提供30亿元贷款，完成首笔设备更新贷款融资。",
        "海川重工完成50亿元定向增发融资。",
        "海川重工股份有限公司公告，公司拟认缴出资3000万元参与设立海川新材料产业基金。",
        "海川二期产业基金完成20亿元首轮融资。",
        "海川重工计划启动B轮融资。",
        "我们投资A轮项目的占比已经过半。",
    ],
)
def test_no_round(text: str) -> None:
    assert _rounds(text) == []


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("PreA轮", "Pre-A轮"),
        ("B轮系列", "B轮"),
        ("A系列", "A轮"),
        ("Pre-IPO轮", "Pre-IPO"),
        ("战略轮", "战略融资"),
        ("A＋轮", "A+轮"),
    ],
)
def test_label(text: str, label: str) -> None:
    assert normal_label(text) == label


def test_qualifier_and_evidence() -> None:
    (record,) = extract(_readings("近日，云栖动力完成超3亿元A轮融资。"))
    (size,) = record.size
    assert (size.qualifier, size.evidence.text) == ("超", "3亿元")
    assert record.evidence.text == "云栖动力"


def test_the_place_before_a_short_name_is_no_other_company() -> None:
    text = (
        "【齿轮箱企业鼎岳智能获1.5亿元C轮融资】6月16日，创办仅三年的绵阳鼎岳智能官宣完成C轮融资，金额1.5亿元，松岭资本领投。"
        "公司2023年8月完成由远帆创投独家投资的B轮融资。"
    )
    found = _rounds(text)
    assert [values["round"] for _, values in found] == [["C轮"], ["B轮"]]
    assert found[0][1]["date"] == ["2025-06-16"]
    assert found[0][1]["size"] == ["150000000 CNY"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "青岚生物今日挂牌。上市前，公司最近一轮融资完成于2023年，由松岭资本领投。",
            {"investor": ["松岭资本"], "date": ["2023"]},
        ),
        (
            "6月12日，青岚生物发生工商变更，新增松岭股权投资合伙企业（有限合伙）、远帆创投为股东，注册资本增至3000万元。",
            {"investor": ["松岭股权投资合伙企业（有限合伙）", "远帆创投"], "date": ["2025-06-12"]},
        ),
        (
            "青岚生物成功获得战略融资8000万元，由安徽省集成电路和新材料产业投资基金领投。",
            {
                "round": ["战略融资"],
                "size": ["80000000 CNY"],
                "investor": ["安徽省集成电路和新材料产业投资基金"],
            },
        ),
        (
            "由长堤集团、海潮投资公司共同设立的湖州先导创业投资基金，完成了对青岚生物的投资，金额3000万元。",
            {"size": ["30000000 CNY"], "investor": ["湖州先导创业投资基金"]},
        ),
        (
            "长堤集团参与投资的疫苗公司青岚生物完成B轮融资，松岭资本参与投资。",
            {"round": ["B轮"], "investor": ["松岭资本"]},
        ),
        ("青岚生物已完成A轮首关，金额1亿元。", {"round": ["A轮"], "size": ["100000000 CNY"]}),
    ],
)
def test_ways_to_tell_a_round(text: str, told: dict[str, list[str]]) -> None:
    assert _rounds(text) == [("青岚生物", told)]


def test_a_new_partner_of_a_house_is_no_round() -> None:
    assert _rounds("6月12日，甬江科技创投集团有限公司办理工商变更，新增甬江工业控股集团有限公司为股东。") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "青岚生物获3亿元C4轮融资，投资方：松岭资本、远帆创投。",
            {"round": ["C4轮"], "size": ["300000000 CNY"], "investor": ["松岭资本", "远帆创投"]},
        ),
        (
            "青岚生物完成A+轮融资9000万元（由松岭资本领投，远帆创投、长堤集团跟投）。",
            {"round": ["A+轮"], "size": ["90000000 CNY"], "investor": ["松岭资本", "远帆创投", "长堤集团"]},
        ),
        ("青岚生物获松岭基金1500万元股权投资。", {"size": ["15000000 CNY"], "investor": ["松岭基金"]}),
        (
            "松岭资本、长堤集团分别认购青岚生物新增注册资本，合计出资2亿元。",
            {"size": ["200000000 CNY"], "investor": ["松岭资本", "长堤集团"]},
        ),
        (
            "项目名称：青岚生物\n轮次：B轮\n融资金额：6000万元\n投资方：松岭资本、远帆创投\n简介：疫苗研发商。",
            {"round": ["B轮"], "size": ["60000000 CNY"], "investor": ["松岭资本", "远帆创投"]},
        ),
    ],
)
def test_rounds_of_lists_and_forms(text: str, told: dict[str, list[str]]) -> None:
    assert _rounds(text) == [("青岚生物", told)]


def test_forms_that_follow_one_another() -> None:
    text = (
        "企业名称：青岚生物\n融资轮次：天使轮\n投资机构：松岭资本\n"
        "企业名称：云栖动力\n融资轮次：D轮\n融资金额：数亿元\n投资机构：远帆创投\n"
        "企业名称：衡山微电子\n所在地：长沙\n"
    )
    assert _rounds(text) == [
        ("青岚生物", {"round": ["天使轮"], "investor": ["松岭资本"]}),
        ("云栖动力", {"round": ["D轮"], "investor": ["远帆创投"]}),
    ]


def test_a_quoted_name_after_what_it_came_from() -> None:
    ((name, values),) = _rounds("工研院衍生公司「青岚生医」完成A轮募资新台币2亿元，由松岭投资领投。")
    assert name == "青岚生医"
    assert values == {"round": ["A轮"], "size": ["200000000 TWD"], "investor": ["松岭投资"]}


def test_strategic_investors_are_no_verb() -> None:
    text = "青岚生物完成2亿元B轮融资，由松岭资本、远帆创投等战略投资者共同持股。"
    ((name, values),) = _rounds(text)
    assert (name, values["size"]) == ("青岚生物", ["200000000 CNY"])
