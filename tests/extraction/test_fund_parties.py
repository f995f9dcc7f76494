"""Who manages a fund and whose money it is."""

from __future__ import annotations

import pytest

from tests.extraction.telling import fund_of, funds_of

FUND = "云岫机器人产业基金"


@pytest.mark.parametrize(
    ("words", "managers"),
    [
        (f"{FUND}由瑶光创投担任基金管理人。", ["瑶光创投"]),
        (f"{FUND}由瑶光创投和开阳资本共同担任管理人。", ["瑶光创投", "开阳资本"]),
        (f"天枢集团控股的瑶光创投担任{FUND}管理人。", ["瑶光创投"]),
        (f"{FUND}的执行事务合伙人为瑶光私募基金管理有限公司。", ["瑶光私募基金管理有限公司"]),
        (f"{FUND}管理人：瑶光创投。", ["瑶光创投"]),
        (f"{FUND}总规模8亿元，瑶光私募基金管理有限公司受托管理。", ["瑶光私募基金管理有限公司"]),
        (f"{FUND}由瑶光创投负责运营管理。", ["瑶光创投"]),
        (f"{FUND}由瑶光资本管理。", ["瑶光资本"]),
        (f"瑶光创投主导管理的{FUND}完成工商登记。", ["瑶光创投"]),
    ],
)
def test_ways_to_state_the_manager(words: str, managers: list[str]) -> None:
    found = fund_of(words)
    assert found["manager"] == managers
    assert "backer" not in found


def test_two_posts_in_one_list() -> None:
    found = fund_of(f"{FUND}总规模8亿元，由天枢集团作为基石投资人、瑶光创投担任管理人。")
    assert (found["backer"], found["manager"]) == (["天枢集团"], ["瑶光创投"])


def test_general_and_limited_partners() -> None:
    found = fund_of(f"{FUND}普通合伙人为瑶光创投，有限合伙人为天枢集团、玉衡银行。")
    assert (found["manager"], found["backer"]) == (["瑶光创投"], ["天枢集团", "玉衡银行"])


@pytest.mark.parametrize(
    ("words", "backers"),
    [
        (f"{FUND}由天枢集团、瑶光投资及玉衡资本共同出资设立。", ["天枢集团", "瑶光投资", "玉衡资本"]),
        (f"由天枢集团、玉衡投资共同出资的{FUND}揭牌。", ["天枢集团", "玉衡投资"]),
        (f"天枢集团联合瑶光资本共同发起设立{FUND}。", ["天枢集团", "瑶光资本"]),
        (f"天枢集团携手瑶光资本、玉衡银行参与设立{FUND}。", ["天枢集团", "瑶光资本", "玉衡银行"]),
        (f"11月6日，天枢集团与瑶光资本签署{FUND}合伙协议。", ["天枢集团", "瑶光资本"]),
        (f"{FUND}的LP包括天枢集团、瑶光资本和玉衡银行。", ["天枢集团", "瑶光资本", "玉衡银行"]),
        (f"{FUND}出资人包括芜湖市财政局、天枢集团等5家机构。", ["芜湖市财政局", "天枢集团"]),
        (f"{FUND}新增天枢集团、瑶光资本为合伙人。", ["天枢集团", "瑶光资本"]),
        (f"哈尔滨工业大学与天枢集团合作成立{FUND}。", ["哈尔滨工业大学", "天枢集团"]),
        (f"天枢创投发起的{FUND}完成备案。", ["天枢创投"]),
    ],
)
def test_ways_to_state_the_backers(words: str, backers: list[str]) -> None:
    found = fund_of(words)
    assert found["backer"] == backers
    assert "manager" not in found


@pytest.mark.parametrize(
    ("listed", "backers"),
    [
        ("上海丰和科技有限公司和天枢集团", ["上海丰和科技有限公司", "天枢集团"]),
        ("中和瑶光科技有限公司与天枢集团", ["中和瑶光科技有限公司", "天枢集团"]),
        ("内蒙古呼和浩特瑶光资本和包头玉衡资本", ["内蒙古呼和浩特瑶光资本", "包头玉衡资本"]),
        ("天枢设计和研究有限公司、玉衡银行", ["天枢设计和研究有限公司", "玉衡银行"]),
        ("天枢集团旗下瑶光创投、玉衡资本全资子公司开阳投资", ["瑶光创投", "开阳投资"]),
        ("天枢集团（证券代码：600000）、玉衡银行", ["天枢集团", "玉衡银行"]),
        ("天枢（苏州）投资有限公司、玉衡银行", ["天枢（苏州）投资有限公司", "玉衡银行"]),
    ],
)
def test_a_conjunction_may_stand_inside_of_a_name(listed: str, backers: list[str]) -> None:
    assert fund_of(f"{FUND}由{listed}共同出资设立。")["backer"] == backers


@pytest.mark.parametrize("kind", ["社会资本、金融机构及其他投资方", "多家国有企业和民营企业", "各级政府"])
def test_kinds_of_parties_are_no_parties(kind: str) -> None:
    assert "backer" not in fund_of(f"{FUND}规模5亿元，由{kind}共同出资。")


@pytest.mark.parametrize("who", ["吴中区", "方案提出，", "近日", "洛阳市先后"])
def test_places_papers_and_adverbs_are_no_backers(who: str) -> None:
    assert "backer" not in fund_of(f"{who}设立{FUND}，规模3亿元。")


def test_in_an_announcement_the_company_is_the_issuer() -> None:
    found = fund_of(f"天枢股份（600000.SH）11月4日公告，公司拟与瑶光资本共同投资设立{FUND}，规模2亿元。")
    assert found["backer"] == ["天枢股份", "瑶光资本"]
    assert found["status"] == ["planned"]


def test_in_an_announcement_the_named_subsidiary_is_the_one_that_pays() -> None:
    found = fund_of(f"天枢股份公告，公司全资子公司天枢创投拟以自有资金3000万元认购{FUND}份额。")
    assert found["backer"] == ["天枢创投"]


def test_a_fund_that_pays_into_another_is_its_backer() -> None:
    found = funds_of("江西省现代产业引导基金已向赣州稀土新材料基金出资2亿元。")
    assert found["赣州稀土新材料基金"]["backer"] == ["江西省现代产业引导基金"]
    assert "size" not in found["赣州稀土新材料基金"]


def test_parties_are_told_by_the_fullest_name() -> None:
    found = fund_of(
        f"天枢控股集团有限公司（以下简称“天枢控股”）召开会议。{FUND}由天枢控股与玉衡银行共同出资，规模5亿元。"
    )
    assert found["backer"] == ["天枢控股集团有限公司", "玉衡银行"]
