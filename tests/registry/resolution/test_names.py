from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui.registry.resolution import names
from huoshui.registry.resolution.made import make
from huoshui.registry.resolution.names import Ordinals, parse_name

CHINESE = st.text(alphabet="杭州苏启明元禾产业投资基金管理有限公司合伙企业（）一二贰Ⅲ3期号子母“”省市 ", max_size=30)


@pytest.mark.parametrize(
    ("name", "place", "core", "ordinals"),
    [
        ("兰州市澜舟新材料产业投资基金合伙企业（有限合伙）", ("甘肃", "兰州"), "澜舟", Ordinals()),
        ("澜舟创业投资基金贰号", (), "澜舟", Ordinals(number=2)),
        ("江西省产业引导基金（三期）", ("江西",), "", Ordinals(phase=3)),
        ("澜舟第三期成长基金", (), "澜舟", Ordinals(phase=3)),
        ("澜舟新能源基金Ⅱ（有限合伙）", (), "澜舟", Ordinals(phase=2)),
        ("广西2024年度专项基金", ("广西",), "", Ordinals(year=2024)),
        ("中铁十二局集团有限公司", (), "中铁十二局", Ordinals()),
    ],
)
def test_parts(name: str, place: tuple[str, ...], core: str, ordinals: Ordinals) -> None:
    parts = parse_name(name)
    assert (parts.place, parts.core, parts.ordinals) == (place, core, ordinals)


@pytest.mark.parametrize("written", ["一期", "第一期", "1期", "（一期）", "首期"])
def test_a_phase_is_the_same_in_any_writing(written: str) -> None:
    assert parse_name(f"澜舟新材料基金{written}").key == parse_name("澜舟新材料基金一期").key


@pytest.mark.parametrize(
    ("name", "role", "tier"),
    [
        ("澜舟私募基金管理有限公司", "manager", ""),
        ("澜舟投资管理有限公司", "manager", ""),
        ("澜舟新材料基金", "fund", ""),
        ("兰州市产业母基金", "fund", "mother"),
        ("兰州市产业子基金", "fund", "sub"),
        ("澜舟科技股份有限公司", "company", ""),
        ("兰州市财政局", "institution", ""),
    ],
)
def test_role_and_tier(name: str, role: str, tier: str) -> None:
    parts = parse_name(name)
    assert (parts.role, parts.tier) == (role, tier)


def test_spellings_of_one_name_have_one_key() -> None:
    spellings = (
        "昆山市澜舟新材料产业投资基金合伙企业（有限合伙）",
        "江苏省昆山市澜舟新材料产业基金",
        "昆山澜舟新材料产业投资基金(有限合伙)",
    )
    assert len({parse_name(name).key for name in spellings}) == 1


@given(CHINESE)
def test_any_text_is_taken_and_punctuation_says_nothing(text: str) -> None:
    parts = parse_name(text)
    assert parts == parse_name.__wrapped__(text)
    assert set("（）“” ").isdisjoint(parts.plain + parts.rest + parts.stem)
    assert parts.generic == (len(parts.core) < 2)


ENDS = st.text(alphabet="股份有限责任公司合伙企业普通中心集团银行厂局委会大学院省市级", max_size=16)
LEGAL = re.compile(
    r"(?:集团)?(?:股份有限公司|有限责任公司|有限公司)$|(?:合伙企业|中心|企业)(?:有限合伙|普通合伙)$|合伙企业$|有限合伙$"
)
COMPANY = re.compile(r"(?:公司|集团|股份|银行|厂)$")
INSTITUTION = re.compile(r"(?:局|委|厅|政府|办公室|部|会|大学|学院|研究院|研究所|实验室|医院)$")


@given(ENDS)
def test_ends_of_names_are_what_patterns_say(text: str) -> None:
    assert text.endswith(names._LEGAL) == bool(LEGAL.search(text))
    assert text.endswith(names._COMPANY) == bool(COMPANY.search(text))
    assert text.endswith(names._INSTITUTION) == bool(INSTITUTION.search(text))
    stripped = names._RANK.sub("", names._FORM.sub("", names._PARTNERS.sub("", text)))
    assert names._bare(text) == stripped


@given(st.text(max_size=20) | st.text(alphabet="Ŀ_ŉΐ①一+%（㈱ ⅷA", max_size=8))
def test_plain_leaves_out_all_that_is_noise(text: str) -> None:
    assert names._plain(text) == names._NOISE.sub("", text.casefold())


@given(st.text(alphabet="澜舟一十贰拾首第期号支只批基金ivx320年度合伙股权私募٣", max_size=12))
def test_a_body_without_a_sign_of_an_ordinal_has_none(text: str) -> None:
    tried = (names._ORDINAL, names._ROMAN_TAIL, names._FORMAL, names._DIGIT_TAIL, names._YEAR, names._ANY_NUMERAL)
    assert names._ORDINAL_SIGN.search(text) or not any(pattern.search(text) for pattern in tried)


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    assert parse_name(text).plain.strip() == parse_name(text).plain


@given(st.integers(1, 19), st.integers(1, 19))
def test_keys_differ_exactly_where_numbers_do(one: int, other: int) -> None:
    left, right = (parse_name(f"澜舟新材料基金{n}号").key for n in (one, other))
    assert (left == right) == (one == other)


@pytest.mark.slow
def test_fifty_thousand_names_a_second() -> None:
    given = [mention.name for mention in make(20_000, 5).mentions]
    parse_name(given[0])
    start = time.process_time()
    for name in given:
        parse_name(name)
    rate = len(given) / (time.process_time() - start)
    assert rate > 25_000, f"{rate:.0f} names a second; half of what an idle core does is the floor"
