"""One character for another: widths, compatibility forms, spaces, quotes; and what is no character of the text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Inside of a character class: Han characters, 々 and 〇."""
FULL_POINTS = "，。、；：？！（）《》“”‘’【】…—·〔〕"
"""Chinese punctuation as clean texts have it."""
WIDE = HAN + FULL_POINTS
"""Inside of a character class: what makes ASCII punctuation next to it Chinese."""

_RADICALS = dict(
    zip(
        "⺁⺎⺝⺟⺠⺩⺬⺮⺯⺷⺻⺼⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⻧",
        "厂兀月母民王示竹糸羊聿肉虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟卤",
        strict=True,
    )
)
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_BREAKS = "\r\u000b\u000c\u001c\u001d\u001e\u0085\u2028\u2029"
_DASHES = "‐‑‒–—―−─━﹘﹣－"
_FIXED = {
    **_RADICALS,
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_BREAKS, "\n"),
    **dict.fromkeys(_DASHES, "—"),
    **dict.fromkeys("～〜∼", "~"),
    **dict.fromkeys("・‧•･", "·"),
    **dict.fromkeys("▪▫◾◽◼◻❖➢➤▷◦⚫✦✧◉", "●"),
    **dict(zip("「『」』﹁﹃﹂﹄〝〞〟", "“‘”’“‘”’“””", strict=True)),
    **dict(zip("〈〉︰﹐﹑｡､﹔﹕﹖﹗﹙﹚(（)）", "《》：，、。、；：？！（）（（））", strict=True)),
}
_KEPT_WIDE = "，；：？！"
_FOLDED = re.compile(
    f"[{re.escape(''.join(_FIXED))}\uff02-\uff5e\u2e80-\u2fdf\uf900-\ufaff\ufe30-\ufe6b\uff61-\uff65\uffe0-\uffe6]"
)
INVISIBLE = (
    "\u0000-\u0008\u000e-\u001b\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\ufffd\ud800-\udfff\ue000-\uf8ff"
)
"""Inside of a character class: controls, zero-width characters, soft hyphens, private use, U+FFFD."""


@lru_cache(maxsize=1024)
def _folded(char: str) -> str:
    fixed = _FIXED.get(char)
    if fixed is not None:
        return fixed
    if char in _KEPT_WIDE:
        return char
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char


def fold(text: str) -> str:
    """Full-width letters narrowed, Chinese punctuation in one form, odd spaces and radicals made plain.

    Brackets become full-width here and dashes 一字线; the punctuation pass narrows them again in Latin
    surroundings. The length stays the same.
    """
    return _FOLDED.sub(lambda match: _folded(match[0]), text)
