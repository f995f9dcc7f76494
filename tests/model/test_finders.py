import re
from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui.model.dates import DateMention, PartialDate, find_dates
from huoshui.model.money import AmountMention, find_amounts
from huoshui.model.regions import RegionMention, find_regions
from huoshui.model.sectors import SectorMention, find_sectors

PIECES = re.findall(
    r"\S+",
    """
    0 1 2 5 9 10 29 2024 2026 1,300 15.03 . , - — ~ 至 到 / 年 月 日 号 度 初 底 末 内 以来 今年 去年 上周 本月 季度
    一 二 三 十 百 千 万 亿 兆 个 多 余 元 美元 人民币 港币 USD HK$ ¥ $ 约 超 不低于 以上 级 股 吨 人 上半年
    江苏 江苏省 苏州 昆山 市 区 县 朝阳区 鼓楼区 上海 浦东 重庆 高新区 经开区 长三角 全国 日本 中 山东 从 ( ) （ ）
    AI 芯片 机器人 人形 新能源 汽车 5G 企业文化 的 在 ， 。
    """,
)
texts = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


ANCHOR = PartialDate(2026, 1, 31)
Mentions = Sequence[AmountMention | DateMention | RegionMention | SectorMention]


def dates(text: str) -> Mentions:
    return find_dates(text, ANCHOR)


@pytest.mark.parametrize("find", [find_amounts, dates, find_regions, find_sectors])
@given(text=texts)
def test_mentions_are_ordered_and_apart(find: Callable[[str], Mentions], text: str) -> None:
    found = find(text)
    assert all(0 <= mention.start < mention.end <= len(text) for mention in found)
    assert all(first.end <= second.start for first, second in pairwise(found))


@given(st.text(max_size=200))
def test_no_text_breaks_a_finder(text: str) -> None:
    find_amounts(text)
    find_dates(text, PartialDate(2026))
    find_regions(text)
    find_sectors(text)
