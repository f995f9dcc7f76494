"""Scanned and copied texts: points, spaces and line ends where the scanner put them."""

from __future__ import annotations

import pytest

from huoshui.documents import from_text


@pytest.mark.parametrize(
    ("scanned", "clean"),
    [
        ("基金规模 6. 5 亿元，期限 9 年。", "基金规模6.5亿元，期限9年。"),
        ("出资比例不高于 35 %，返投不低于 1. 1 倍。", "出资比例不高于35%，返投不低于1.1倍。"),
        ("其余向社会募集.基金期限9年。", "其余向社会募集。基金期限9年。"),
        ("1. 5亿元以上的基金另行申报。", "1. 5亿元以上的基金另行申报。"),  # the number of an item, not a figure
        ("关于 征 集 GP 的 通 知", "关于征集GP的通知"),
    ],
)
def test_spaces_and_points_of_a_scanner(scanned: str, clean: str) -> None:
    document = from_text(scanned, name="scan")
    assert document.clean == clean
