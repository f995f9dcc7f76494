"""Bytes to text: UTF-8, and what Chinese texts of other ages come in."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import NamedTuple

from huoshui.errors import UnreadableDocument

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("gb18030", "big5hkscs")
_WIDE = ("utf-16-le", "utf-16-be")
_SAMPLE = 1 << 16
_LIKELY, _DAMAGED = 0.35, 0.02
_PLAIN = re.compile(r"[\t\n\r -~，。、；：？！（）《》“”‘’「」【】…—·　％０-９]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd\ue000-\uf8ff]")
_C0 = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
"""Control characters: a file with more than a few is no UTF-8, even if its bytes could be."""
_FREQUENT = (
    "的一是在了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平"
    "形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党"
    "程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干"
    "做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单"
    "风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界"
    "拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构"
    "府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
    "亿企投融创募首期模托贷额股权债券镇州苏浙沪粤渝川鲁津某司园"
)
"""The most frequent characters of Chinese prose, and some of finance."""


class _Guess(NamedTuple):
    score: float
    encoding: str


@lru_cache(maxsize=1)
def _frequent() -> re.Pattern[str]:
    """The frequent characters in both scripts."""
    import opencc

    return re.compile(f"[{_FREQUENT}{opencc.OpenCC('s2t').convert(_FREQUENT)}]")


def _score(text: str) -> float:
    """How far a decoded text is Chinese or Latin prose: 1 all of it, below 0 more rubbish than text."""
    if not text:
        return 0.0
    good = len(_frequent().findall(text)) + len(_PLAIN.findall(text))
    return (good - 4 * len(_CONTROL.findall(text))) / len(text)


def _guess(data: bytes) -> _Guess:
    sample = data[:_SAMPLE]
    wide = _WIDE if len(data) % 2 == 0 else ()
    guesses = []
    for encoding in ("utf-8", *_LEGACY, *wide):
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        guesses.append(_Guess(_score(decoder.decode(sample, final=len(data) <= _SAMPLE)), encoding))
    return max(guesses)


def decode(data: bytes, where: str) -> str:
    """Text of a file's bytes with a line feed for every line end; a UTF-8 byte order mark stays as a character.

    Found by mark, strict UTF-8, then by which of GB18030, Big5 and UTF-16 gives Chinese prose. A file of
    several encodings is read line by line. Raises ``UnreadableDocument`` when it is no text.
    """
    text = _decoded(data, where)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _decoded(data: bytes, where: str) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    text = _utf8(data)
    if text is not None and len(_C0.findall(text[:_SAMPLE])) <= _DAMAGED * min(len(text), _SAMPLE):
        return text
    guess = _guess(data)
    if guess.score < _LIKELY:
        return _other(data, where)
    try:
        return data.decode(guess.encoding)
    except UnicodeDecodeError:
        return _by_lines(data, guess.encoding, where)


def _by_lines(data: bytes, encoding: str, where: str) -> str:
    """Each line in UTF-8 or else the encoding that suits it; a few damaged characters become U+FFFD."""
    if encoding in _WIDE:
        return data.decode(encoding, "replace")
    lines = [_line(line, encoding) for line in data.split(b"\n")]
    text = "\n".join(lines)
    if text.count("\ufffd") > max(3, _DAMAGED * len(text)):
        raise UnreadableDocument(f"{where}: is in several encodings or damaged; save it as UTF-8")
    return text


def _line(line: bytes, encoding: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        best = max(_Guess(_score(line.decode(name, "replace")), name) for name in {encoding, "utf-8", *_LEGACY})
        return line.decode(best.encoding, "replace")


def _other(data: bytes, where: str) -> str:
    """Text in some further encoding (Shift JIS, EUC-KR, windows-1252), or the error that it is none."""
    refused = UnreadableDocument(f"{where}: is no text in a known encoding; save it as UTF-8, or give the right suffix")
    if b"\0" in data:
        raise refused
    import charset_normalizer

    best = charset_normalizer.from_bytes(data[:_SAMPLE], threshold=0.15).best()
    if best is None:
        raise refused
    text = data.decode(best.encoding, "replace")
    if len(_CONTROL.findall(text)) > _DAMAGED * len(text):
        raise refused
    return text
