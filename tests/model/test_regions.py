import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui.errors import InputError
from huoshui.model.regions import Region, find_regions, region_of_name
from huoshui.model.tables import rows

CODES = {row["code"]: row["name"] for row in rows("gb2260.csv")}


def places(text: str) -> list[str]:
    return [str(mention.region) for mention in find_regions(text)]


def test_the_table_holds_the_country() -> None:
    assert len(CODES) > 3200
    assert sum(code.endswith("0000") for code in CODES) == 34
    assert sum(code.endswith("00") and not code.endswith("0000") for code in CODES) == 333


@pytest.mark.parametrize(
    ("text", "path", "code"),
    [
        ("江苏/苏州/昆山", "江苏/苏州/昆山", "320583"),
        ("昆山市", "江苏/苏州/昆山", "320583"),
        ("上海", "上海/上海", "310000"),
        ("上海/上海/浦东", "上海/上海/浦东", "310115"),
        ("吉林", "吉林", "220000"),
        ("吉林/吉林", "吉林/吉林", "220200"),
        ("延边", "吉林/延边", "222400"),
        ("恩施土家族苗族自治州", "湖北/恩施", "422800"),
        ("新疆/石河子", "新疆/石河子", "659001"),
        ("全国", "全国", "CN"),
        ("长三角", "长三角", "X-长三角"),
        ("韩国", "韩国", "KR"),
        ("四川/成都/高新区", "四川/成都/高新区", "510100-高新区"),
        ("成都高新区", "四川/成都/高新区", "510100-高新区"),
        ("广东/东莞/松山湖", "广东/东莞/松山湖", "441900-松山湖"),
    ],
)
def test_regions_are_read_by_path_or_name(text: str, path: str, code: str) -> None:
    region = Region.parse(text)
    assert (str(region), region.code) == (path, code)


@pytest.mark.parametrize("text", ["", "中国", "朝阳区", "江苏/杭州", "火星", "昆山市设立"])
def test_what_is_no_region_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        Region.parse(text)


@given(st.sampled_from(sorted(CODES)))
def test_every_division_reads_back_and_lies_in_its_parents(code: str) -> None:
    full = CODES[code]
    province = CODES[code[:2] + "0000"]
    (mention,) = find_regions(province if full == province else province + _prefecture(code) + full)
    assert mention.region.code == code
    assert Region.parse(str(mention.region)) == mention.region
    above = mention.region.parent()
    while above is not None:
        assert above.contains(mention.region)
        assert not mention.region.contains(above)
        above = above.parent()


def _prefecture(code: str) -> str:
    return "" if code.endswith("00") else CODES.get(code[:4] + "00", "")


def test_containment() -> None:
    shanghai, suzhou, delta = Region.parse("上海"), Region.parse("江苏/苏州"), Region.parse("长三角")
    country, korea = Region.parse("全国"), Region.parse("韩国")
    assert delta.contains(shanghai)
    assert delta.contains(suzhou)
    assert not delta.contains(Region.parse("北京"))
    assert country.contains(delta)
    assert country.contains(Region.parse("四川/成都/高新区"))
    assert not country.contains(korea)
    assert suzhou.contains(Region.parse("江苏/苏州/工业园区"))
    assert korea.parent() is None


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("江苏省苏州市吴中区", "江苏/苏州/吴中"),
        ("苏州吴中区", "江苏/苏州/吴中"),
        ("苏州昆山", "江苏/苏州/昆山"),
        ("江苏昆山", "江苏/苏州/昆山"),
        ("上海浦东区", "上海/上海/浦东"),
        ("浦东新区", "上海/上海/浦东"),
        ("青岛市北区", "山东/青岛/市北"),
        ("长春朝阳区", "吉林/长春/朝阳"),
        ("北京市朝阳区", "北京/北京/朝阳"),
        ("内蒙古鄂尔多斯准格尔旗", "内蒙古/鄂尔多斯/准格尔"),
        ("北京亦庄", "北京/北京/亦庄"),
        ("广东横琴", "广东/珠海/横琴"),
        ("重庆高新区", "重庆/重庆/高新区"),
        ("西部（重庆）科学城", "重庆/重庆/高新区"),
        ("合肥经开区", "安徽/合肥/经开区"),
        ("济南高新技术产业开发区", "山东/济南/高新区"),
        ("昆山高新区", "江苏/苏州/昆山"),
        ("苏州工业园区", "江苏/苏州/工业园区"),
        ("雄安新区", "河北/雄安"),
        ("粤港澳大湾区", "粤港澳大湾区"),
        ("成渝地区双城经济圈", "成渝"),
        ("海南省", "海南"),
        ("中国香港", "香港"),
    ],
)
def test_one_place_is_one_mention(text: str, path: str) -> None:
    (mention,) = find_regions(f"基金落户{text}，")
    assert str(mention.region) == path
    assert mention.end == len(text) + 4


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("中国与国家级平台", []),
        ("沪上与粤企", []),
        ("创新和发展", []),
        ("展开平台建设", []),
        ("和平发展", []),
        ("登录阿里巴巴", []),
        ("3月5日本公司公告", []),
        ("朝阳区", []),
        ("陆朝阳教授", []),
        ("苏州市场", ["江苏/苏州"]),
        ("其中山东省", ["山东"]),
        ("从江苏到浙江", ["江苏", "浙江"]),
        ("从江县", ["贵州/黔东南/从江"]),
        ("日本、韩国", ["日本", "韩国"]),
        ("在昆山设厂", ["江苏/苏州/昆山"]),
        ("立足全国", ["全国"]),
    ],
)
def test_words_that_hold_a_name_are_no_places(text: str, found: list[str]) -> None:
    assert places(text) == found


def test_a_shared_name_follows_its_neighbours() -> None:
    assert places("鼓楼区设立基金，南京市出资") == ["江苏/南京/鼓楼", "江苏/南京"]
    assert places("鼓楼区设立基金，福建出资") == ["福建/福州/鼓楼", "福建"]
    assert places("鼓楼区设立基金") == []


def test_bare_names_are_marked() -> None:
    first, second = find_regions("苏州与无锡市")
    assert first.bare
    assert not second.bare


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("苏州某某创业投资合伙企业", "江苏/苏州"),
        ("星海(天津)股权投资基金合伙企业(有限合伙)", "天津/天津"),
        ("星海（湖北）投资有限公司", "湖北"),
        ("昆山市产业引导基金", "江苏/苏州/昆山"),
        ("常熟星海创业投资有限公司", "江苏/苏州/常熟"),
        ("唐山丰南区产业基金", "河北/唐山/丰南"),
        ("中国（上海）自由贸易试验区基金", "上海/上海"),
        ("海通杭州创业投资基金", "浙江/杭州"),
    ],
)
def test_the_place_of_an_organisation(name: str, path: str) -> None:
    mention = region_of_name(name)
    assert mention is not None
    assert str(mention.region) == path


def test_an_organisation_without_a_place() -> None:
    assert region_of_name("星海创业投资有限公司") is None
    assert region_of_name("全国社会保障基金理事会") is None


@pytest.mark.parametrize("text", ["鼓楼区" * 50_000, "苏州" * 100_000, "南山区无锡" * 20_000])
def test_hostile_text_takes_linear_time(text: str) -> None:
    find_regions("苏州")
    began = time.process_time()
    find_regions(text)
    assert time.process_time() - began < 30


def test_the_tables_are_read_only_when_needed() -> None:
    code = "import sys, huoshui.model.records; print({'ahocorasick_rs', 'babel', 'tomllib'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
