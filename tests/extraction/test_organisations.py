"""Lists of organisations, declared short names, the issuer of an announcement."""

from __future__ import annotations

import pytest

from huoshui.extraction.organisations import (
    declarations,
    is_generic,
    issuer,
    organisation_after,
    organisation_before,
    split_organisations,
)


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_organisations(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("天枢集团、瑶光资本及玉衡银行", ["天枢集团", "瑶光资本", "玉衡银行"]),
        ("天枢集团联合瑶光资本", ["天枢集团", "瑶光资本"]),
        ("天枢集团与瑶光资本等", ["天枢集团", "瑶光资本"]),
        ("天枢集团、瑶光资本等5家机构", ["天枢集团", "瑶光资本"]),
        ("天枢集团控股的瑶光资本", ["瑶光资本"]),
        ("国有企业天枢集团有限公司", ["天枢集团有限公司"]),
        ("天枢集团——瑶光资本", ["瑶光资本"]),
        ("甘肃省财政厅、兰州大学", ["甘肃省财政厅", "兰州大学"]),
        ("天枢集团、其他社会资本", ["天枢集团"]),
        ("5000万元、天枢集团", ["天枢集团"]),
        ("《合作协议》、天枢集团", ["天枢集团"]),
        ("中和科技、中和瑶光科技有限公司", ["中和科技", "中和瑶光科技有限公司"]),
        ("信息与通信研究院、天枢集团", ["信息与通信研究院", "天枢集团"]),
        ("", []),
        ("、、和", []),
    ],
)
def test_a_list_is_split_at_conjunctions_that_stand_between_names(text: str, names: list[str]) -> None:
    assert split(text) == names


@pytest.mark.parametrize("name", ["社会资本", "其他投资方", "金融机构", "有限合伙人", "多家国有企业", "各级政府"])
def test_kinds_of_parties(name: str) -> None:
    assert is_generic(name)
    assert split(name) == []


@pytest.mark.parametrize("name", ["天枢资本", "天枢国有资本投资有限公司", "政府投资基金管理有限公司"])
def test_names_are_no_kinds(name: str) -> None:
    assert not is_generic(name)


@pytest.mark.parametrize(
    ("text", "full", "alias"),
    [
        ("天枢控股有限公司（以下简称“天枢控股”）成立", "天枢控股有限公司", "天枢控股"),
        ("由天枢控股有限公司（简称天枢）出资", "天枢控股有限公司", "天枢"),
        ("“天枢母基金”（下称“母基金”）", "天枢母基金", "母基金"),
        ("天枢私募基金管理有限公司（天枢基金）", "天枢私募基金管理有限公司", "天枢基金"),
    ],
)
def test_a_declared_name_goes_with_the_full_one_before_it(text: str, full: str, alias: str) -> None:
    (found,) = declarations(text)
    assert text[found.full_start : found.full_end] == full
    assert found.alias == alias == text[found.alias_start : found.alias_end]


@pytest.mark.parametrize(
    "text", ["天枢合伙企业（有限合伙）", "天枢控股有限公司（瑶光资本）", "管理办法（试行）", "（）"]
)
def test_other_brackets_declare_nothing(text: str) -> None:
    assert declarations(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("天枢股份公告称，公司拟出资。", "天枢股份"),
        ("天枢股份（600000.SH）11月4日公告，公司拟出资。", "天枢股份"),
        ("【天枢股份：拟出资5000万元参与设立基金】", "天枢股份"),
        ("11月4日，天枢股份发布公告称，拟出资。", "天枢股份"),
        ("市财政局公布了名单。", None),
        ("新华社兰州11月4日电，基金成立。", None),
    ],
)
def test_the_issuer_of_an_announcement(text: str, name: str | None) -> None:
    span = issuer(text)
    assert (span and text[span.start : span.end]) == name


def test_the_organisation_on_either_side() -> None:
    text = "该基金由天枢集团管理"
    after = organisation_after(text, 4, len(text))
    before = organisation_before(text, 8)
    assert after is not None
    assert before is not None
    assert text[before.start : before.end] == "天枢集团"
    assert text[after.start : after.end].startswith("天枢集团")
