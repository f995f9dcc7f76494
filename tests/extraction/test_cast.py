"""Names of companies: which are the same company, and what a text calls it."""

from __future__ import annotations

import pytest

from huoshui.extraction.cast import Cast, same_company, short_names


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("天枢光子", "天枢光子股份有限公司", True),
        ("天枢", "天枢拥有百项专利", False),
        ("天枢", "天枢科技", True),
        ("天枢科技", "上海天枢科技股份有限公司", True),
        ("上海天枢", "上海天枢科技股份有限公司", True),
        ("天枢科技", "天枢科技（合肥）有限公司", True),
        ("天枢科技", "瑶光科技", False),
        ("天枢股份", "天枢股份全程只用了半年", False),
        ("天枢智能", "宁波天枢智能", True),
        ("机器人", "宁波机器人", False),
    ],
)
def test_same_company(one: str, other: str, *, same: bool) -> None:
    assert same_company(one, other) is same
    assert same_company(other, one) is same


def test_cast_gathers_names_under_the_fullest() -> None:
    cast = Cast()
    key = cast.add("天枢科技")
    cast.declare("上海天枢科技股份有限公司", "枢科")
    assert cast.add("枢科") == key
    assert cast.knows("天枢")
    assert not cast.knows("瑶光")
    assert cast.names(key) == ["上海天枢科技股份有限公司", "天枢科技", "枢科"]


def test_short_names_stand_outside_of_the_full_one() -> None:
    text = "合肥天枢光子技术股份有限公司成立。天枢光子专注光通信，天枢拥有百项专利。"
    assert short_names("合肥天枢光子技术股份有限公司", [text]) == ["天枢光子", "天枢"]
    assert short_names("天枢光子", [text]) == []
