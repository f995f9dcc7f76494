"""Words that point at a fund told before, lists told as one, mothers and children."""

from __future__ import annotations

import pytest

from tests.extraction.telling import fund_of, funds_of


@pytest.mark.parametrize("word", ["该基金", "基金", "产业基金", "机器人产业基金", "上述基金", "本基金"])
def test_a_type_points_at_the_fund_in_hand(word: str) -> None:
    found = funds_of(f"株洲云岫机器人产业基金规模4亿元。{word}由瑶光创投管理。")
    assert list(found) == ["株洲云岫机器人产业基金"]
    assert found["株洲云岫机器人产业基金"]["manager"] == ["瑶光创投"]


def test_a_plural_stands_for_the_list_told_before() -> None:
    found = funds_of("韶关区域产业基金、清远区域产业基金、云浮区域产业基金同日设立。三只区域基金规模均为10亿元。")
    assert {name: (values["size"], values["status"]) for name, values in found.items()} == {
        f"{place}区域产业基金": (["1000000000 CNY"], ["established"]) for place in ("韶关", "清远", "云浮")
    }


def test_a_plural_of_another_number_stands_for_none_of_them() -> None:
    found = funds_of("韶关区域产业基金、清远区域产业基金同日设立。五只区域基金规模均为10亿元。")
    assert all("size" not in values for name, values in found.items() if name.endswith("区域产业基金"))


def test_a_mother_and_her_child() -> None:
    found = funds_of(
        "襄阳市汉江产业投资母基金总规模100亿元。该母基金由襄阳天枢控股集团出资，已设立子基金“襄阳瑶光新能源汽车子基金”。"
    )
    assert found["襄阳瑶光新能源汽车子基金"]["parent"] == ["襄阳市汉江产业投资母基金"]
    assert found["襄阳市汉江产业投资母基金"]["backer"] == ["襄阳天枢控股集团"]
    assert "size" not in found["襄阳瑶光新能源汽车子基金"]


def test_a_child_named_after_the_word() -> None:
    found = funds_of("云岫机器人母基金的子基金云岫具身智能创业投资基金完成备案，规模2亿元。")
    assert found["云岫具身智能创业投资基金"]["parent"] == ["云岫机器人母基金"]


def test_a_name_in_quotes_goes_with_the_type_before_it() -> None:
    found = fund_of("湖南省级母基金“湘江云岫创业投资母基金”已设立子基金“株洲云岫子基金”，规模2亿元。")
    assert found["parent"] == ["湘江云岫创业投资母基金"]


def test_sub_funds_that_are_only_planned_in_number_are_no_records() -> None:
    found = funds_of("洛阳市新材料母基金规模20亿元，将设立三支子基金。")
    assert list(found) == ["洛阳市新材料母基金"]


def test_a_programme_is_a_fund_with_its_own_name_and_size() -> None:
    found = funds_of("陕西省发布科创基金矩阵，总规模500亿元。")
    assert found["科创基金矩阵"]["size"] == ["50000000000 CNY"]
    assert found["科创基金矩阵"]["status"] == ["launched"]
    assert found["科创基金矩阵"]["region"] == ["陕西"]


def test_a_programme_and_the_mother_fund_inside_of_it_keep_their_sizes() -> None:
    found = funds_of("湖南省设立母子基金体系，总规模300亿元，其中母基金100亿元。")
    assert [values["size"] for values in found.values()] == [["30000000000 CNY"]]


def test_figures_end_with_the_subject() -> None:
    """After some sentences on something else a figure is no longer the fund's."""
    pause = "天气晴好。道路通畅。市民出行。商店开门。学校上课。公园免费。"
    found = fund_of(f"株洲云岫机器人产业基金成立。{pause}总规模4亿元。")
    assert "size" not in found


def test_one_fund_told_in_two_articles_of_a_digest_is_one_record() -> None:
    found = funds_of(
        "1. 株洲设基金\n11月3日，株洲云岫机器人产业基金成立，规模4亿元。\n\n"
        "2. 基金备案\n株洲云岫机器人产业基金完成备案，由瑶光创投管理。\n"
    )
    assert list(found) == ["株洲云岫机器人产业基金"]
    assert found["株洲云岫机器人产业基金"]["manager"] == ["瑶光创投"]
    assert found["株洲云岫机器人产业基金"]["status"] == ["established", "filed"]
