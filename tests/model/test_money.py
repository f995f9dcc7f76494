import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui.errors import InputError
from huoshui.model.money import Money, find_amounts, format_money

minor_units = st.integers(-(10**20), 10**20)


def amounts(text: str) -> list[str]:
    return [str(value) for mention in find_amounts(text) for value in mention.values]


def test_the_contract_form_has_no_exponent_and_no_trailing_zeros() -> None:
    assert str(Money.of("5e9")) == "5000000000 CNY"
    assert str(Money.of("0.50")) == "0.5 CNY"
    assert str(Money.of(300, "KRW")) == "300 KRW"
    assert Money.of(300, "KRW").minor == 300
    assert Money.of(3).minor == 300


@given(minor_units, st.sampled_from(["CNY", "USD", "JPY"]))
def test_the_contract_form_reads_back(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert Money.parse(str(money)) == money
    assert Money.of(money.amount, currency) == money


@given(minor_units, minor_units)
def test_sums_and_differences_are_exact(first: int, second: int) -> None:
    a, b = Money(first, "CNY"), Money(second, "CNY")
    assert (a + b) - b == a
    assert (a + b).amount == a.amount + b.amount
    assert a.in_yi() * 10**8 == a.amount == a.in_wan() * 10**4


def test_currencies_do_not_mix() -> None:
    with pytest.raises(InputError, match="cannot add CNY and USD"):
        Money.of(1) + Money.of(1, "USD")


@pytest.mark.parametrize("amount", ["abc", "NaN", "Infinity", "0.001", "1e30"])
def test_what_is_no_exact_amount_is_refused(amount: str) -> None:
    with pytest.raises(InputError):
        Money.of(amount)


def test_amounts_as_people_write_them_are_read() -> None:
    assert Money.parse("10亿") == Money.of(10**9)
    assert Money.parse("3000万美元") == Money.of(3 * 10**7, "USD")
    for text in ("", "十来个", "10亿-20亿", "50亿次", "约50亿元"):
        with pytest.raises(InputError):
            Money.parse(text)


def test_readers_see_yi_and_wan_or_billions() -> None:
    assert format_money(Money.of(5 * 10**9)) == "50.00 亿元"
    assert format_money(Money.of(3 * 10**7)) == "3,000.00 万元"
    assert format_money(Money.of("12.5")) == "12.50 元"
    assert format_money(Money.of(3 * 10**9, "USD")) == "30.00 亿美元"
    assert format_money(Money.of(5 * 10**9), "en") == "CNY 5.00 bn"
    assert format_money(Money.of(-250000, "HKD"), "en") == "HKD -250,000.00"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("50亿元", ["5000000000 CNY"]),
        ("规模1,300亿元的", ["130000000000 CNY"]),
        ("15.03亿元", ["1503000000 CNY"]),
        ("5,000 万元", ["50000000 CNY"]),
        ("一百五十亿元", ["15000000000 CNY"]),
        ("叁仟万元整", ["30000000 CNY"]),
        ("三亿五千万元", ["350000000 CNY"]),
        ("1亿5000万元", ["150000000 CNY"]),
        ("5千万元", ["50000000 CNY"]),
        ("5个亿", ["500000000 CNY"]),
        ("百亿级母基金", ["10000000000 CNY"]),
        ("千亿级集群", ["100000000000 CNY"]),
        ("迈向万亿级", ["1000000000000 CNY"]),
        ("1.5万亿元", ["1500000000000 CNY"]),
        ("1兆2000亿新台币", ["1200000000000 TWD"]),
        ("1.8兆元", ["1800000000000 CNY"]),
        ("近亿元融资", ["100000000 CNY"]),
        ("3000万美元", ["30000000 USD"]),
        ("港币2亿元", ["200000000 HKD"]),
        ("HK$2亿", ["200000000 HKD"]),
        ("USD 3.5亿", ["350000000 USD"]),
        ("$100 million", ["100000000 USD"]),
        ("人民币800万元", ["8000000 CNY"]),
        ("¥5000", ["5000 CNY"]),
        ("200万亿韩元", ["200000000000000 KRW"]),
        ("净利润为-5.97亿元", ["-597000000 CNY"]),
        ("每户补助0.2万元/家", ["2000 CNY"]),
        ("总规模20亿AI基金", ["2000000000 CNY"]),
        ("百亿人才基金", ["10000000000 CNY"]),
        ("30亿股权投资基金", ["3000000000 CNY"]),
    ],
)
def test_amounts_of_money(text: str, values: list[str]) -> None:
    assert amounts(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "播放50亿次",
        "惠及3亿人",
        "发电1.2亿千瓦时",
        "100兆瓦",
        "千兆光网",
        "9800元/吨",
        "每股5.3元",
        "0.8元/股",
        "数十亿",
        "数百亿元",
        "几千万元",
        "千万不要",
        "三元锂电池",
        "2026元旦",
        "50万名",
        "非农就业增加8.8万",
        "单位：万元",
        "千亿参数模型",
        "2000万股",
        "用户5亿",
        "第3000万辆",
    ],
)
def test_counts_prices_and_vague_figures_are_no_amounts(text: str) -> None:
    assert find_amounts(text) == []


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("10-20亿元", 10, 20),
        ("10亿元至20亿元", 10, 20),
        ("20亿元到25亿元", 20, 25),
        ("1亿—2亿元", 1, 2),
        ("十到二十亿元", 10, 20),
    ],
)
def test_a_range_is_one_mention(text: str, low: int, high: int) -> None:
    (mention,) = find_amounts(text)
    assert (mention.start, mention.end) == (0, len(text))
    assert mention.values == (Money.of(low * 10**8), Money.of(high * 10**8))


def test_a_lower_end_above_the_upper_is_none_of_the_amount() -> None:
    text = "编号2025-10亿元"
    (mention,) = find_amounts(text)
    assert text[mention.start : mention.end] == "10亿元"
    assert mention.values == (Money.of(10**9),)


def test_neighbouring_bounds_are_two_mentions() -> None:
    first, second = find_amounts("投放8000亿元以上、力争1万亿元")
    assert (first.low, first.qualifier) == (Money.of(8 * 10**11), "以上")
    assert (second.low, second.qualifier) == (Money.of(10**12), "力争")


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("约50亿元", "约"),
        ("约合人民币50亿元", "约"),
        ("不低于50亿元", "不低于"),
        ("最高不超过50亿元", "最高不超过"),
        ("规模超50亿元", "超"),
        ("总额不超50亿元", "不超"),
        ("上百亿元", "上"),
        ("50亿元以上", "以上"),
        ("50亿元（含）以上", "以上"),
        ("50亿元左右", "左右"),
        ("50多亿元", "多"),
        ("50亿余元", "余"),
        ("暂定50亿元", "暂定"),
        ("拟出资50亿元", "拟"),
        ("签约50亿元", None),
        ("通过50亿元增资", None),
        ("在此基础上50亿元", None),
        ("50亿元", None),
    ],
)
def test_the_stated_qualifier_stays_with_the_value(text: str, qualifier: str | None) -> None:
    (mention,) = find_amounts(text)
    assert mention.qualifier == qualifier


@given(
    st.decimals(min_value=Decimal("0.01"), max_value=Decimal(99999), places=2),
    st.sampled_from(["万", "亿", "万亿"]),
    st.sampled_from(["元", "美元", "港元", "欧元"]),
    st.text(alphabet="基金总规模为由设立，。元亿年月的", max_size=12),
    st.sampled_from(["，", "。", "的", "）", ""]),
)
def test_a_span_reads_back_to_its_value(number: Decimal, scale: str, unit: str, before: str, after: str) -> None:
    text = f"{before}{number}{scale}{unit}{after}"
    mention = find_amounts(text)[-1]
    factor = {"万": 10**4, "亿": 10**8, "万亿": 10**12}[scale]
    assert mention.low.amount == number * factor
    (again,) = find_amounts(text[mention.start : mention.end])
    assert again.values == mention.values


@pytest.mark.parametrize(
    "text", ["9" * 200_000, "1," * 100_000, "一" * 200_000, "1-" * 100_000, "亿" * 200_000, "¥1.1" * 50_000]
)
def test_hostile_digits_take_linear_time(text: str) -> None:
    began = time.process_time()
    find_amounts(text)
    assert time.process_time() - began < 30
