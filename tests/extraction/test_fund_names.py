"""Which words name a fund, where its name begins and ends, and which names mean the same fund."""

from __future__ import annotations

import pytest

from huoshui.model.tables import rows
from tests.extraction.telling import fund_records, funds_of


@pytest.mark.parametrize(
    "name",
    [
        "兰州青禾先进材料创业投资合伙企业（有限合伙）",
        "鄂尔多斯云岫新能源产业基金合伙企业（有限合伙）",
        "湖州云岫生命健康股权投资基金有限公司",
        "湖州云岫生命健康股权投资基金二期股份有限公司",
        "贵阳市大数据产业基金",
        "云岫人工智能与机器人产业基金",
        "京津冀协同发展产业投资基金",
        "海南自由贸易港建设投资基金",
        "洛阳市现代农业产业基金",
        "泉州数字文旅基金",
        "陕西省科创基金矩阵",
        "丽水市绿色产业母子基金群",
    ],
)
def test_a_name_reaches_from_its_place_to_its_legal_form(name: str) -> None:
    assert list(funds_of(f"11月3日，{name}成立，总规模10亿元。")) == [name]


@pytest.mark.parametrize(
    "lead",
    [
        "近日，天枢集团拟设立",
        "天枢集团新设立",
        "经研究决定组建",
        "总规模10亿元的",
        "10亿元规模的",
        "天枢集团旗下",
        "全省首支",
        "天枢集团与瑶光资本共建",
        "天枢集团参与认购",
    ],
)
def test_what_stands_before_a_name_is_no_part_of_it(lead: str) -> None:
    assert list(funds_of(f"{lead}泸州酱香产业基金，规模10亿元。")) == ["泸州酱香产业基金"]


def test_no_place_of_the_country_breaks_a_name() -> None:
    """呼和浩特, 会同, 无为, 即墨: conjunctions, prepositions and verbs stand inside the names of divisions, too."""
    places = [row["name"] for row in rows("gb2260.csv") if len(row["name"]) >= 3 and "及其" not in row["name"]]
    text = "\n".join(f"{place}清洁能源产业基金规模1亿元。" for place in dict.fromkeys(places[::9]))
    missing = {f"{place}清洁能源产业基金" for place in places[::9]} - _told_anywhere(text)
    assert missing == set()


@pytest.mark.parametrize(
    "place",
    [
        *("呼和浩特市", "大同市", "泰和县", "和田地区", "和平区", "民和回族土族自治县", "会同县", "无为市", "东至县"),
        *("即墨区", "获嘉县", "曾都区", "高要区", "比如县", "周至县", "合作市", "从江县", "将乐县", "于洪区", "自贡市"),
    ],
)
def test_places_that_hold_a_conjunction_or_a_verb(place: str) -> None:
    assert list(funds_of(f"{place}清洁能源产业基金规模1亿元。")) == [f"{place}清洁能源产业基金"]


def _told_anywhere(text: str) -> set[str]:
    return {name for line in text.splitlines() for name in funds_of(line)}


@pytest.mark.parametrize(
    ("declaration", "alias"),
    [
        ("（以下简称“青禾基金”）", "青禾基金"),
        ("（简称“青禾基金”）", "青禾基金"),
        ("（下称青禾基金）", "青禾基金"),
        ("（“青禾基金”）", "青禾基金"),
        ("，以下简称“青禾基金”，", "青禾基金"),
    ],
)
def test_a_declared_short_name_is_an_alias_and_what_it_says_counts(declaration: str, alias: str) -> None:
    full = "兰州青禾先进材料创业投资合伙企业（有限合伙）"
    found = fund_records(f"{full}{declaration}已于10月8日完成工商登记。青禾基金目标规模5亿元。")
    assert list(found) == [full]
    assert alias in found[full].aliases
    assert [str(v) for v in found[full].size] == ["500000000 CNY"]


def test_one_declaration_may_give_two_short_names() -> None:
    found = fund_records(
        "株洲云岫机器人产业基金（以下简称“云岫基金”或“机器人基金”）规模4亿元。"
        "云岫基金由瑶光创投管理，机器人基金已完成备案。"
    )
    record = found["株洲云岫机器人产业基金"]
    assert set(record.aliases) >= {"云岫基金", "机器人基金"}
    assert [str(v) for v in record.status] == ["filed"]
    assert [str(v) for v in record.manager] == ["瑶光创投"]


def test_a_fund_named_without_its_place_is_known_with_it() -> None:
    found = fund_records("大同市成立量子信息产业基金，规模5亿元。")
    assert found["量子信息产业基金"].aliases == ("山西大同量子信息产业基金", "大同量子信息产业基金")


def test_two_funds_of_one_field_in_two_places_are_two() -> None:
    found = funds_of("长沙市新材料基金规模10亿元。株洲市新材料基金规模8亿元。")
    assert {name: values["size"] for name, values in found.items()} == {
        "长沙市新材料基金": ["1000000000 CNY"],
        "株洲市新材料基金": ["800000000 CNY"],
    }


@pytest.mark.parametrize(("one", "other"), [("一期", "二期"), ("二期", "三期"), ("Ⅰ期", "Ⅱ期")])
def test_ordinals_are_never_joined(one: str, other: str) -> None:
    found = funds_of(f"包头市稀土产业基金{one}于3月设立，包头市稀土产业基金{other}于9月设立。")
    assert list(found) == [f"包头市稀土产业基金{one}", f"包头市稀土产业基金{other}"]


def test_the_size_of_a_second_closing_is_not_the_size_of_the_first() -> None:
    found = funds_of("芜湖市机器人产业基金二期规模7亿元。")
    assert {name: values["size"] for name, values in found.items()} == {"芜湖市机器人产业基金二期": ["700000000 CNY"]}


def test_of_an_announcement_the_legal_name_and_the_short_one_are_one_fund() -> None:
    found = fund_records(
        "【天枢股份：子公司拟参与设立3亿元产业基金】天枢股份公告，全资子公司天枢投资拟与瑶光创投"
        "设立鄂尔多斯天枢新能源产业基金合伙企业（有限合伙），基金目标认缴出资总额3亿元，天枢投资认缴9000万元。"
    )
    assert list(found) == ["鄂尔多斯天枢新能源产业基金合伙企业（有限合伙）"]


@pytest.mark.parametrize(
    "text",
    [
        "某沪深300ETF规模突破1000亿元，一只货币市场基金规模达到300亿元。",
        "全国社保基金规模达到3万亿元。",
        "天枢公益基金会成立，原始资金1亿元。",
        "国家自然科学基金今年资助项目5万项，经费300亿元。",
        "住房维修基金累计归集20亿元，由市住建局管理。",
        "某债券基金成立，募集规模50亿元。",
        "云岫基础设施公募REITs发行，规模20亿元。",
    ],
)
def test_public_products_and_welfare_funds_are_none(text: str) -> None:
    assert funds_of(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "截至2025年9月末，全国私募基金存续规模20万亿元，私募股权基金3万只。",
        "今年前三季度，全市新设基金42只，总规模300亿元。",
        "天枢资本在管基金12只，管理规模超200亿元。",
        "《关于设立张家口市冰雪产业基金的通知》印发。",
        "支持社会资本设立各类产业基金。",
        "天枢基金管理有限公司注册资本1亿元。",
    ],
)
def test_statistics_titles_and_wishes_are_no_funds(text: str) -> None:
    assert funds_of(text) == {}


def test_a_mere_mention_yields_no_record() -> None:
    assert funds_of("记者注意到，烟台市海洋产业基金的相关情况受到关注。") == {}
