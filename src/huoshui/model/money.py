"""Money: exact amounts, their contract form, and amounts found in simplified Chinese prose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import NamedTuple

from huoshui.errors import InputError
from huoshui.model.numerals import SMALL, parse_number

_NO_MINOR_UNITS = frozenset({"JPY", "KRW"})
_YI = 10**8
_WAN = 10**4
_LIMIT = 10**24
"""Amounts stay well inside of the 28 digits that decimal arithmetic keeps exact."""


def _exponent(currency: str) -> int:
    """Decimals of the minor unit by ISO 4217, for the currencies this domain meets."""
    return 0 if currency in _NO_MINOR_UNITS else 2


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An exact amount: ``minor`` units (分, cents; whole yen and won) of an ISO 4217 ``currency``."""

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str = "CNY") -> Money:
        """Money of ``amount`` whole units (元). Raises ``InputError`` for no number, too large or too fine a one."""
        try:
            units = Decimal(amount)
            if abs(units) >= _LIMIT:
                raise InputError(f"{amount} is beyond any amount of money: check the number and its unit")
            minor = units.scaleb(_exponent(currency))
            whole = int(minor)
        except (InvalidOperation, ValueError, OverflowError):
            raise InputError(f"{amount!r} is no amount of money: give a number of units, such as 5000000000") from None
        if whole != minor:
            raise InputError(f"{amount} {currency} is finer than the smallest unit of {currency}: round it first")
        return cls(whole, currency)

    @classmethod
    def parse(cls, text: str) -> Money:
        """Money of the contract form ``5000000000 CNY`` or of an amount as people write it (10亿, 3000万美元)."""
        match = re.fullmatch(r"\s*(-?\d{1,30}(?:\.\d{1,4})?) ([A-Z]{3})\s*", text)
        if match:
            return cls.of(match[1], match[2])
        found = find_amounts(text.strip())
        if len(found) == 1 and found[0].high is None and (found[0].start, found[0].end) == (0, len(text.strip())):
            return found[0].low
        raise InputError(f"{text!r} is no amount of money: write it as 5000000000 CNY, 50亿元 or 3000万美元")

    @property
    def amount(self) -> Decimal:
        """The amount in whole units (元)."""
        return Decimal(self.minor).scaleb(-_exponent(self.currency))

    def in_yi(self) -> Decimal:
        """The amount in 亿 (10^8 units), exact."""
        return self.amount / _YI

    def in_wan(self) -> Decimal:
        """The amount in 万 (10^4 units), exact."""
        return self.amount / _WAN

    def converted(self, rate: Decimal, currency: str) -> Money:
        """The amount in ``currency``, of which one unit of this one buys ``rate``; rounded half to even."""
        units = (self.amount * rate).scaleb(_exponent(currency))
        return Money(int(units.quantize(Decimal(1), ROUND_HALF_EVEN)), currency)

    def __str__(self) -> str:
        text = format(self.amount, "f")
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return f"{text} {self.currency}"

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise InputError(f"cannot add {self.currency} and {other.currency}: convert one of them first")
        return other.minor


_UNIT_NAMES = {"CNY": "元", "USD": "美元", "HKD": "港元", "EUR": "欧元", "JPY": "日元", "KRW": "韩元", "GBP": "英镑"}
_ENGLISH_SCALES = ((10**12, "tn"), (10**9, "bn"), (10**6, "m"))


def format_money(money: Money, locale: str = "zh") -> str:
    """The amount as readers of ``locale`` expect it: ``50.00 亿元``, ``3,000.00 万元``; ``CNY 5.00 bn``."""
    from babel.numbers import format_decimal

    def two_places(value: Decimal) -> str:
        return format_decimal(value, format="#,##0.00", locale=locale, decimal_quantization=True)

    size = abs(money.amount)
    if locale.startswith("zh"):
        unit = _UNIT_NAMES.get(money.currency, money.currency)
        if size >= _YI:
            return f"{two_places(money.in_yi())} 亿{unit}"
        if size >= _WAN:
            return f"{two_places(money.in_wan())} 万{unit}"
        return f"{two_places(money.amount)} {unit}"
    for scale, name in _ENGLISH_SCALES:
        if size >= scale:
            return f"{money.currency} {two_places(money.amount / scale)} {name}"
    return f"{money.currency} {two_places(money.amount)}"


class AmountMention(NamedTuple):
    """An amount at ``text[start:end]``: ``low`` alone, or a range up to ``high``; the qualifier as stated."""

    start: int
    end: int
    low: Money
    high: Money | None
    qualifier: str | None

    @property
    def values(self) -> tuple[Money, ...]:
        """Both ends of a range, or the one amount."""
        return (self.low,) if self.high is None else (self.low, self.high)


_CURRENCIES = {
    "美元": "USD", "美金": "USD", "USD": "USD", "US$": "USD", "$": "USD", "＄": "USD",
    "港元": "HKD", "港币": "HKD", "港幣": "HKD", "HKD": "HKD", "HK$": "HKD",
    "欧元": "EUR", "EUR": "EUR", "€": "EUR", "日元": "JPY", "日圆": "JPY", "JPY": "JPY",
    "韩元": "KRW", "韩圆": "KRW", "KRW": "KRW", "英镑": "GBP", "GBP": "GBP", "£": "GBP",
    "新加坡元": "SGD", "新元": "SGD", "SGD": "SGD", "瑞士法郎": "CHF", "瑞郎": "CHF", "CHF": "CHF",
    "澳元": "AUD", "加元": "CAD", "澳门元": "MOP", "澳门币": "MOP",
    "新台币": "TWD", "台币": "TWD", "NT$": "TWD", "TWD": "TWD",
    "人民币": "CNY", "元人民币": "CNY", "RMB": "CNY", "CNY": "CNY", "元": "CNY", "¥": "CNY", "￥": "CNY",
    "元港币": "HKD", "元新台币": "TWD",
}  # fmt: skip


def currency_of(word: str) -> str | None:
    """The ISO 4217 code of a currency by its code, sign or Chinese name; None for anything else."""
    if re.fullmatch("[A-Z]{3}", word) and word not in _CURRENCIES:
        return word
    return _CURRENCIES.get(word)


def _either(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_PREFIXES = tuple(sorted((word for word in _CURRENCIES if not word.startswith("元")), key=len, reverse=True))
_ARABIC = r"[0-9]{1,15}(?:,[0-9]{3}){0,5}(?:\.[0-9]{1,8})?"
_CURRENCY = rf"(?:{_either(list(_CURRENCIES))})(?![旦宵月宇素器件])"
_TO = r"\s?(?:[-—–~～－]{1,2}|至|到)\s?"
_AMOUNT = re.compile(
    rf"""(?=[-−0-9{SMALL}万亿兆])(?:
    (?: (?:(?<![^\s为是及和约:：、，,（(])(?P<minus>[-−]))?
        (?<![0-9])(?<![0-9][.,])(?:(?P<low>{_ARABIC}){_TO})?(?P<arabic>{_ARABIC})\s?(?P<step>[十百千])?
      | (?<![{SMALL}万亿兆数几第]) (?:(?P<cn_low>[{SMALL}]{{1,8}}){_TO})? (?P<cn>[{SMALL}]{{1,12}}) )
    (?: (?P<glued>[多余])? (?:个多?(?=亿|万亿))? \s? (?P<scale>万亿|亿|万|兆)
        (?: (?P<glued_last>[多余])
          | (?P<tail>(?<=亿)(?:[0-9]{{1,4}}|[{SMALL}]{{1,7}})[十百千]?万|(?<=兆)[0-9]{{1,4}}亿) )?
        (?:\s?(?P<currency>{_CURRENCY}))?
      | (?P<glued_few>[多余])?\s?(?P<plain>{_CURRENCY}) )
    # a scale without a number counts one: 万亿级, 近亿元
    | (?<![{SMALL}万亿兆数几0-9.]) (?P<only>万亿|兆(?=级|元)|(?<=[近超过逾破成得])[万亿](?=元|美元)
          |亿(?=元?级|元(?:融资|战略|[A-Z天]))) (?P<only_currency>{_CURRENCY})?
    | (?<=[¥￥$＄€£]) (?P<foreign>{_ARABIC})(?:\s?(?P<foreign_scale>million|billion|trillion|bn|mn)\b)?
          (?![0-9.,]*[亿万兆])
    )""",
    re.VERBOSE,
)
_FOREIGN_SCALES = {"million": 10**6, "mn": 10**6, "billion": 10**9, "bn": 10**9, "trillion": 10**12}
_NOT_MONEY = re.compile(
    r"级?\s?(?:[名户辆架艘套件条个枚颗片只瓦度吨克亩桶粉字倍斤羽株棵棒票笔箱瓶剂赫帕]|千[瓦克米]|公[斤里顷]|立方|平[方米]|米"
    r"|人(?![工才形民])|次(?!级|贷)|位(?!于)|家(?![族电居])|台(?![州湾])|股(?!权)|份(?!额)|升(?!级)|方(?!案)|行(?![业动])"
    r"|年(?![度内初底])|头(?!部)|包(?!括)|针(?!对)|支(?![持出付])|用户|参数|像素|光年|居民|网民|比特|字节|流量|点击|播放|下载"
    r"|[kKMGTPE]?(?:Wh?|Hz|bps|FLOPS)|[KMGTPE]B|[kcm]?[mgt](?![a-zA-Z])|[tT]oken|[0-9])",
)
_CLOSES_AMOUNT = re.compile(
    r"\s?(?:$|[\s,.;:!?，。；：！？、)）】\]”’》]|级|规模|基金|资金|融资|投资|以上|以下|左右|以内|的)"
)
_PER_UNIT = re.compile(
    r"\s?(?:[/／]|每)\s?(?:吨|股|千|瓦|度|平|亩|克|公斤|斤|桶|片|份|升|立方|㎡|m|k|K|W|M|t|g|小时|天|日|晚|张)"
)
_COUNTS_BEFORE = re.compile(
    r"(?:人口|用户|客户|人次|参数|阅读|播放|下载|销量|产量|装机|股本|股份|产能)[^0-9，。；、]{0,4}$",
)
_PRICE_BEFORE = re.compile(r"(?:每股|每吨|每千瓦时?|每度|每平方?米?|股价|单价|均价)[^0-9，。；、]{0,4}$")
_MONEY_BEFORE = re.compile(r"[资金额模融募投补奖贷价值收利润费款本债券][^0-9，。；]{0,6}$")
_MONEY_AFTER = re.compile(r"级?(?:元|的)?(?:规模|基金|资金|融资|投资|补)")
_BOUND = re.compile(
    r"(最高不超过|最低不少于|最低不低于|不低于|不少于|不小于|不会?超过?|未超过?|不逾|不到|不高于|不多于|不足|至少|最低|最高|最多|上限|下限"
    r"|超过|超|突破|逾|(?<![超通经])过|将近|接近|(?<![附最])近|大约|(?<![合签预节公条制违])约|高达|多达|上|≥|≤|>|<)(?:为|达|达到|至|到|合|募集|投资|出资)?[\s:：]?$",
)
_INTENT = re.compile(r"(暂定|力争|预计|拟|总计|合计|共计|原则上)[^，。；、,;0-9]{0,4}$")
_BOUND_AFTER = re.compile(r"\s?(?:[(（]含[)）])?(?:及|或)?(以上|以下|以内|左右|上下)")


def find_amounts(text: str) -> list[AmountMention]:
    """Amounts of money in simplified text, from left to right; counts, unit prices and vague ones (数十亿) are none.

    The span runs from the currency or number to the unit and covers both ends of a range.
    """
    found: list[AmountMention] = []
    for match in _AMOUNT.finditer(text):
        mention = _mention(text, match, found[-1].end if found else 0)
        if mention is None:
            continue
        if found and mention.high is None and (joined := _range(text, found[-1], mention)):
            found[-1] = joined
        else:
            found.append(mention)
    return found


def _range(text: str, first: AmountMention, second: AmountMention) -> AmountMention | None:
    """The range that two neighbouring amounts make (10亿元至20亿元), if they do."""
    gap = text[first.end : second.start]
    if not gap or len(gap) > 4 or not re.fullmatch(_TO, gap):
        return None
    low = first.low
    if text[first.end - 1] in "亿万" and low.currency != second.low.currency:
        low = Money.of(low.amount, second.low.currency)
    if first.high is not None or low.currency != second.low.currency or low >= second.low:
        return None
    return AmountMention(first.start, second.end, low, second.low, first.qualifier or second.qualifier)


def _mention(text: str, match: re.Match[str], floor: int) -> AmountMention | None:
    start, end = match.span()
    unit = match["currency"] or match["plain"] or match["only_currency"]
    prefix = _prefix(text, start, floor)
    if not _is_money(text, match, unit or prefix):
        return None
    values = _values(match)
    if not values:
        return None
    currency = _CURRENCIES[prefix] if prefix else _CURRENCIES[unit or "元"]
    if unit and unit not in {"元", "人民币"}:
        currency = _CURRENCIES[unit]
    try:
        low, high = Money.of(values[0], currency), Money.of(values[-1], currency)
    except InputError:
        return None
    if prefix:
        start = text.rindex(prefix, floor, start)
    elif (match["low"] or match["cn_low"]) and len(values) == 1:
        start = match.start("arabic" if match["arabic"] else "cn")
    glued = match["glued"] or match["glued_last"] or match["glued_few"]
    return AmountMention(start, end, low, high if high > low else None, glued or _qualifier(text, start, end))


def _prefix(text: str, start: int, floor: int) -> str:
    """The currency that stands before the number (USD 3.5亿) and belongs to no amount before it, or nothing."""
    before = text[max(floor, start - 6) : start].rstrip()
    return next((word for word in _PREFIXES if before.endswith(word)), "")


def _is_money(text: str, match: re.Match[str], currency: str | None) -> bool:
    """Whether the figure is an amount of money and neither a count nor a price per unit."""
    start, end = match.span()
    before = max(0, start - 12)
    if _PER_UNIT.match(text, end) or _PRICE_BEFORE.search(text, before, start):
        return False
    if match["plain"]:
        numeral = match["cn"]
        return numeral is None or (len(numeral) > 1 and any(char in "十百千拾佰仟" for char in numeral))
    if currency:
        return True
    if _NOT_MONEY.match(text, end) or _COUNTS_BEFORE.search(text, before, start):
        return False
    if match["only"] == "亿":
        return bool(_MONEY_AFTER.match(text, end))
    if match["only"] or match["scale"] in {"万亿", "亿"}:
        return True
    if not _CLOSES_AMOUNT.match(text, end) or (match["cn"] and len(match["cn"]) == 1):
        return False
    return bool(_MONEY_BEFORE.search(text, before, start) or _MONEY_AFTER.match(text, end))


def _values(match: re.Match[str]) -> tuple[Decimal, ...]:
    """The amount, or both ends of a range (dropping a lower end that is not below the upper one)."""
    if match["only"]:
        value = parse_number(match["only"])
        return () if value is None else (value,)
    if match["foreign"]:
        return (Decimal(match["foreign"].replace(",", "")) * _FOREIGN_SCALES.get(match["foreign_scale"], 1),)
    scale = match["scale"] or ""
    texts = [match["arabic"] or match["cn"]]
    if low := match["low"] or match["cn_low"]:
        texts.insert(0, low)
    factor = parse_number(scale) if scale else Decimal(1)
    step = parse_number(match["step"]) if match["step"] else Decimal(1)
    tail = parse_number(match["tail"]) if match["tail"] else Decimal(0)
    numbers = [parse_number(text) for text in texts]
    if factor is None or step is None or tail is None:
        return ()
    values = [number * step * factor for number in numbers if number]
    if not values or len(values) < len(numbers):
        return ()
    values[-1] += tail
    if match["minus"]:
        return (-values[-1],)
    return tuple(values) if values[0] <= values[-1] else (values[-1],)


def _qualifier(text: str, start: int, end: int) -> str | None:
    """The bound or intent stated beside the amount; a bound wins over an intent."""
    bound = _BOUND.search(text, max(0, start - 10), start)
    if bound and (bound[1] != "上" or text[start] in "百千万亿"):
        return bound[1]
    if after := _BOUND_AFTER.match(text, end):
        return after[1]
    intent = _INTENT.search(text, max(0, start - 10), start)
    return intent[1] if intent else None
