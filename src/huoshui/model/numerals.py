"""Numbers as Chinese prose writes them: 15.03, 1,300, 一百五十, 叁仟, 二〇二六, 十余."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {
    **dict(zip("零〇一二三四五六七八九", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)),
    "两": 2,
}
STEPS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
SCALES = {"万": 10**4, "萬": 10**4, "亿": 10**8, "兆": 10**12}
"""兆 is 10^12 as in Taiwan; the mega of 兆瓦 is never a scale of money."""

SMALL = "".join(DIGITS) + "".join(STEPS)
"""Characters of a numeral below 10,000, for use inside a character class."""


_TOKEN = re.compile(r"[0-9]+(?:,[0-9]+)*(?:\.[0-9]+)?|.", re.DOTALL)


def parse_number(text: str) -> Decimal | None:
    """Value of a whole numeral in Arabic or Chinese digits or both (1.5万, 三亿五千万), else ``None``.

    A leading step counts one (百 is 100, 十五 is 15), as does a leading scale (万亿 is 10^12).
    """
    if not text:
        return None
    total = section = Decimal(0)
    number: Decimal | None = None
    for token in _TOKEN.findall(text):
        if token[0].isascii() and token[0].isdigit():
            if number is not None:
                return None
            number = Decimal(token.replace(",", ""))
        elif token in DIGITS:
            number = (number or Decimal(0)) * 10 + DIGITS[token]
        elif token in STEPS:
            section += (Decimal(1) if number is None else number) * STEPS[token]
            number = None
        elif token in SCALES:
            section += number or Decimal(0)
            total = total + section * SCALES[token] if section else (total or Decimal(1)) * SCALES[token]
            section, number = Decimal(0), None
        else:
            return None
    return total + section + (number or Decimal(0))


def parse_year(text: str) -> int | None:
    """Year of four digits in either writing (2026, 二〇二六), else ``None``."""
    if len(text) != 4:
        return None
    if text.isascii():
        return int(text) if text.isdigit() else None
    digits = [DIGITS.get(char) for char in text]
    if any(digit is None for digit in digits):
        return None
    return int("".join(map(str, digits)))
