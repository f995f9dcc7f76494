"""Where a fund belongs and what it invests in."""

from __future__ import annotations

import pytest

from tests.extraction.telling import fund_of, funds_of


@pytest.mark.parametrize(
    ("words", "region"),
    [
        ("包头市稀土产业基金揭牌。", "内蒙古/包头"),
        ("新疆克拉玛依油气产业基金揭牌。", "新疆/克拉玛依"),
        ("国家绿色转型发展基金揭牌。", "全国"),
        ("京津冀协同发展产业投资基金揭牌。", "京津冀"),
        ("大同市成立云岫量子产业基金。", "山西/大同"),
        ("11月3日，天枢集团与瑶光资本在合肥成立云岫低空产业基金。", "安徽/合肥"),
        ("云岫低空产业基金落地宜昌高新区。", "湖北/宜昌/高新区"),
        ("四川省设立绵阳科技产业基金。", "四川/绵阳"),
        ("遵义市\n\n日前，云岫文旅产业基金揭牌。", "贵州/遵义"),
        ("记者从金华市政府获悉，当地正加快转型。云岫五金产业基金日前揭牌。", "浙江/金华"),
    ],
)
def test_the_place_of_the_name_else_the_one_in_hand(words: str, region: str) -> None:
    assert fund_of(words)["region"] == [region]


@pytest.mark.parametrize(
    "words",
    [
        "南京天枢集团和广州瑶光资本共同发起设立云岫智能基金，规模10亿元。",
        "云岫智能基金由哈尔滨工业大学与厦门银行共同出资，规模10亿元。",
        "云岫智能基金规模10亿元，投资长沙、株洲的企业。",
    ],
)
def test_the_place_of_a_backer_is_not_the_funds(words: str) -> None:
    assert "region" not in fund_of(words)


def test_places_side_by_side_do_not_say_which_one_it_is() -> None:
    assert "region" not in fund_of("长沙、株洲的企业都关注云岫智能基金，基金规模10亿元。")


@pytest.mark.parametrize(
    ("words", "sectors"),
    [
        ("宝鸡市航空航天产业基金揭牌。", ["aerospace"]),
        ("云岫成长基金揭牌，聚焦人工智能、机器人。", ["artificial_intelligence", "robotics"]),
        ("云岫成长基金揭牌，主要投向生物医药等领域。", ["biomedicine"]),
        ("云岫成长基金揭牌。基金投资方向为量子科技。", ["quantum"]),
        ("云岫成长基金揭牌，重点投向新材料领域，旨在带动文旅消费。", ["new_materials"]),
    ],
)
def test_the_focus_is_told_by_the_name_and_by_the_clause_of_investment(words: str, sectors: list[str]) -> None:
    assert fund_of(words)["sector"] == sectors


def test_what_the_sentence_before_talks_of_is_no_focus() -> None:
    assert "sector" not in fund_of("该市半导体产值增长两成。云岫成长基金规模10亿元。")


def test_the_focus_goes_to_the_fund_of_its_own_clause() -> None:
    found = funds_of("云岫成长基金规模5亿元，投向量子科技；瑶光成长基金规模3亿元，投向生物医药。")
    assert {name: values["sector"] for name, values in found.items()} == {
        "云岫成长基金": ["quantum"],
        "瑶光成长基金": ["biomedicine"],
    }
