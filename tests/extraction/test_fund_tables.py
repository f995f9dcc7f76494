"""Announcements of listed companies: partners in tables, posts in forms, signers in sentences."""

from __future__ import annotations

from tests.extraction.telling import fund_of

HEAD = """关于共同投资设立产业基金的公告
一、概述
岭澜股份有限公司与专业机构共同投资设立岭澜芯材股权投资合伙企业（有限合伙）（以下简称“合伙企业”）。
"""


def test_each_row_of_a_table_of_partners_is_a_backer() -> None:
    text = f"""{HEAD}各合伙人出资情况如下：
序号\t合伙人名称\t类型\t认缴出资额（万元）\t比例
1\t杭州屿川私募基金管理有限公司\t普通合伙人\t100\t1%
2\t岭澜股份有限公司\t有限合伙人\t4,900\t49%
3\t湖州苕溪产业投资有限公司\t有限合伙人\t5,000\t50%
合计\t\t\t10,000\t100%
"""
    fund = fund_of(text, "2025-03-01")
    backers = fund["backer"]
    assert {"杭州屿川私募基金管理有限公司", "岭澜股份有限公司", "湖州苕溪产业投资有限公司"} <= set(backers)
    assert not any("合计" in name for name in backers)


def test_a_row_that_pays_nothing_is_no_backer() -> None:
    text = f"""{HEAD}出资情况如下：
合伙人名称\t认缴出资额（万元）
湖州苕溪产业投资有限公司\t5,000
杭州屿川私募基金管理有限公司\t0
"""
    fund = fund_of(text, "2025-03-01")
    assert "杭州屿川私募基金管理有限公司" not in fund["backer"]


def test_a_heading_says_which_post_the_name_below_holds() -> None:
    text = f"""{HEAD}二、合作方
1、普通合伙人、基金管理人
名称：杭州屿川私募基金管理有限公司
注册资本：1,000万元
"""
    fund = fund_of(text, "2025-03-01")
    assert fund["manager"] == ["杭州屿川私募基金管理有限公司"]


def test_those_who_sign_the_agreement_of_the_only_fund_are_its_partners() -> None:
    text = """岭澜股份有限公司
关于与专业投资机构共同投资的公告
● 投资标的：湖州岭澜芯材股权投资合伙企业（有限合伙）（以下简称“芯材基金”）。
一、概述
2025年3月1日，本公司与杭州屿川私募基金管理有限公司、湖州苕溪产业投资有限公司签订合伙协议。
"""
    fund = fund_of(text, "2025-03-02")
    assert fund["backer"] == ["岭澜股份有限公司", "杭州屿川私募基金管理有限公司", "湖州苕溪产业投资有限公司"]
    assert fund["status"] == ["signed"]
    assert fund["date"] == ["2025-03-01"]
