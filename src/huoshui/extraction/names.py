"""Where a name begins and ends in running Chinese text, which has no spaces to show it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from huoshui.model.document import Span
from huoshui.model.regions import find_regions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huoshui.model.regions import RegionMention

LONGEST_NAME = 64

# Punctuation that no name crosses. Brackets are handled apart, a single dash may join two words of a name.
HARD = frozenset('，。；：！？\n\t“”‘’《》、…●■◆▲►▶◇★☆※|｜【】「」~；,;:!?"')

# Verbs, prepositions and particles after which a name may begin. Single characters that also stand inside
# ordinary words (能, 都, 本, 并购 ...) are left out or guarded.
DESCRIBERS = (
    "公司全资子公司|全资子公司|控股子公司|子公司|孙公司|关联方|参股公司|参股|全资|旗下|下属|下设|所属|有限合伙人|普通合伙人|执行事务合伙人|管理人|专业投资机构|投资机构"
    "|(?:国有企业|民营企业|上市公司|龙头企业|链主企业)(?!(?:产业|发展|并购|投资)*基金)|知名机构|知名GP|控股股东|实控人|平台公司"
)
_VERBS = (
    "投资设立|共同投资|参与投资|拟投资|对外投资|发起|设立|成立|组建|筹建|筹备|筹设|(?:参|新|增|拟)设立?|参与|认购|认缴|出资(?![人额])"
    "|打造|推动|推出|发布|启动(?!区)|揭牌|完成|签署|签约|签订|通过|依托|牵头|主导|负责管理|受托管理|领投|跟投|参投"
    "|增资|入股|转让|受让|收购|持有|所持|退出|清算|注销|宣布|表示|介绍|指出|透露|披露|公告|公示|显示|获悉|获得|获批|获评|强调|提出"
    "|明确|要求|印发|出台|举行|召开|举办|共建|建立|构建|形成|推进|加快|整合|集聚|汇聚|吸引|撬动|带动|引入|引进|来自|利用|借助|鼓励|支持"
    "|围绕|聚焦|专注|投向|用好|用足|做大|做强|包括|包含|涵盖|其中|例如|比如|以及|还有|名为|称为|更名为|作为|担任|根据|按照|关于"
    "|对于|由于|随着|截至|目前|日前|近日|近期|今年|去年|同时|此外|另外|同日|当日|当天|正式|成功|顺利|首次|率先|共同|联合(?!会|体|大学|国|旗|科技|通讯|重工|银行|信用)"
    "|携手|联手|会同|合作|正在|已经|即将|分别|注册(?!制)|登记|备案|现有|现就|现(?![代金货])|据此|优化|覆盖|评价|另有|除此|这[支只次家]|(?<![城市县区州省])坚持|更多|搭建|一些|充分发挥|发挥|累计|促进|加强|防范|监管|落实|凝聚|协调|统筹|组织|负责|主要|具体"
    f"|{DESCRIBERS}|持续|加码|瞄准|拥抱|押注|发力|盘点|解读|收集|入伙|不超过|不低于|不高于|不少于|最高|达到|考察|考核|衡量|评估|监测|受让方|转让方|交易对方|出让方|考虑|寻求|密集|官宣|全面|深化|探索|争取|推荐|安排|受托|采取|采用|使用|自有资金|拓宽|且|但|要|做|加大|(?<![创风产])投(?=基金)|重点(?=子|基金)|参与|以自有|选择|优选|出台|制定|修订|申请|申报|面向|征集|遴选|重构|意(?=合伙)|占(?=合伙|基金|产业基金)|完善|健全|设置|采取"
)
_DESCRIBER = re.compile(DESCRIBERS)
_ORDINALS = (
    r"(?:全国|国内|省内|市内|区内|全省|全市|我省|我市|我国)?"
    r"(?:首[支只个家批单]|第[一二三四五六七八九十\d]+[支只个家批])"
)
_COUNTS = r"[一二三四五六七八九十两几多数\d]+(?:余|多)?[支只个家项](?!人)"
_PARTICLES = (
    "的|了|(?<![数证依根票收凭占])据(?![点此悉])|占(?![领地])|(?<!自)由(?!中)|拟|该|被|把|将(?!乐)|在|(?<![华作])为|(?<![方面意动导倾趋])向(?![荣阳量上好东前日心])|从(?!化)|是|(?<![高中同平对优])等(?!离子)|(?<![关由对位属])于(?![都田])"
    "|以(?!色列)|至(?!诚)|称|并(?!购)|获(?!嘉)|均(?![胜安瑶])|已|曾|即|仅|经(?![济开纬贸]|[信发科合][局委厅])|按|对(?!外|接)|获"
)
BOUNDARY = re.compile(f"受让方|转让方|出让方|{_VERBS}|{_ORDINALS}|{_COUNTS}|{_PARTICLES}")
_JOINERS = re.compile(r"以及|(?:[和与及暨]|(?<![协共合会相])同)(?!济|仁|创|方|平区)")
_DIVISION = re.compile("[市县区旗]")
_DECLARED = re.compile(r"简称|下称|合称|统称|以下|股票|代码|\d{6}|[A-Z]{2}:")


def hard_left(text: str, end: int, floor: int = 0) -> int:
    """How far left of ``end`` one name could reach: punctuation and open brackets stop it."""
    index = end
    floor = max(floor, end - LONGEST_NAME)
    while index > floor:
        char = text[index - 1]
        if char == "）":
            opening = text.rfind("（", max(floor, index - 40), index - 1)
            if opening < 0 or _DECLARED.search(text, opening, index):
                break
            index = opening
        elif (
            char == "（"
            or char in HARD
            or text[index - 2 : index] == "——"
            or (char.isspace() and not (index >= 2 and text[index - 2].isascii() and text[index].isascii()))
        ):
            break
        else:
            index -= 1
    return index


def hard_right(text: str, start: int, ceiling: int | None = None) -> int:
    """How far right of ``start`` one name could reach."""
    index = start
    stop = min(len(text) if ceiling is None else ceiling, start + LONGEST_NAME)
    while index < stop:
        char = text[index]
        if char == "（":
            closing = text.find("）", index, min(stop, index + 40))
            if closing < 0 or _DECLARED.search(text, index, closing) or not _inner_bracket(text[index + 1 : closing]):
                break
            index = closing + 1
        elif char == "）" or char in HARD or char.isspace() or text[index : index + 2] == "——":
            break
        else:
            index += 1
    return index


def _inner_bracket(content: str) -> bool:
    """Whether a bracket belongs to the name before it: a place or 有限合伙 or 集团, not an explanation."""
    return len(content) <= 8 and not BOUNDARY.search(content)


def describes(word: str) -> bool:
    """Whether a boundary word describes the name after it (旗下, 全资子公司) rather than ends the one before it."""
    return bool(_DESCRIBER.fullmatch(word))


def name_start(text: str, end: int, floor: int = 0, joints: Iterable[int] = (), tail: int = 0) -> int:
    """Start of the name that ends at ``end``: after the last boundary word, or after a conjunction
    that is not in ``joints`` (positions of 和 and 与 known to stand inside a name). The last ``tail`` characters
    are its legal form, where no boundary is looked for.
    """
    left = hard_left(text, end, floor)
    start = left
    for match in BOUNDARY.finditer(text, left, end - tail):
        if match.end() < end and not _in_division(text, match):
            start = match.end()
    inner = set(joints)
    for match in _JOINERS.finditer(text, start, end):
        if match.start() not in inner and match.end() < end and not in_place(text, match.start()):
            start = match.end()
    while start < end and text[start].isspace():
        start += 1
    return start


def name_end(text: str, start: int, ceiling: int | None = None) -> int:
    """End of the name that begins at ``start``: before the first boundary word or conjunction."""
    right = hard_right(text, start, ceiling)
    for match in BOUNDARY.finditer(text, start + 1, right):
        if not _in_division(text, match):
            right = match.start()
            break
    for match in _JOINERS.finditer(text, start + 1, right):
        if in_place(text, match.start()):
            continue
        if match.start() >= start + 2:
            right = match.start()
            break
    return right


@lru_cache(maxsize=8192)
def _places(words: str) -> tuple[RegionMention, ...]:
    return tuple(find_regions(words))


def _in_division(text: str, word: re.Match[str]) -> bool:
    """Whether a boundary word belongs to the full name of a place: 无为市, 即墨区, 比如县."""
    if not _DIVISION.search(text, word.start() + 1, word.end() + 5):
        return False
    floor = max(0, word.start() - 3)
    start, end = word.start() - floor, word.end() - floor
    places = _places(text[floor : word.end() + 7])
    return any(p.start <= start and end <= p.end and not p.bare and p.end - p.start > end - start for p in places)


def in_place(text: str, at: int) -> bool:
    """Whether the conjunction at ``at`` belongs to the name of a place: 呼和浩特, 大同, 泰和县, 和田地区."""
    floor = max(0, at - 3)
    for place in _places(text[floor : at + 11]):
        inside = place.start < at - floor < place.end
        if inside or (place.start == at - floor and not place.bare):
            return True
    return False


def strip_span(text: str, start: int, end: int, chars: str = " \t\n，、；：。“”‘’（【】") -> Span:
    """``start``..``end`` without the given characters at its edges; an unmatched ） at the end goes too."""
    while start < end and text[start] in chars:
        start += 1
    while start < end and (text[end - 1] in chars or (text[end - 1] == "）" and "（" not in text[start:end])):
        end -= 1
    return Span(start, end)
