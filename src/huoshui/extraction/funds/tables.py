"""The tables and forms of announcements: who the partners of a fund are, row by row, and who manages it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from huoshui.extraction.funds.names import MentionKind
from huoshui.extraction.funds.parties import Role
from huoshui.extraction.organisations import organisation_after
from huoshui.extraction.reading import within
from huoshui.model.document import Span

if TYPE_CHECKING:
    from huoshui.extraction.funds.clusters import Cluster
    from huoshui.extraction.funds.scene import Scene

_PARTNER = re.compile(
    r"(?:各|有限|普通)*(?:合伙人|出资人|出资方|投资人|投资方|股东|出资主体)(?:的?(?:姓名|名称|或|/))*"
)
_PAYMENT = re.compile("认缴|出资|金额|比例|份额|持股")
_NOTHING = re.compile(r"[\s0.%\-—/]*")
_TOTAL = re.compile("合计|总计|小计|共计")
_POST_HEADING = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．])?\s*(?:(?:普通合伙人|执行事务合伙人|基金管理人|管理人|GP)(?:[、及暨兼/和]|（[^）]{1,8}）)*)+(?:的?基本情况|：)?"
)
_NAME_FIELD = re.compile(r"(?:[（(]?\d{1,2}[）)、.．])?\s*(?:企业|公司|机构|管理人|基金管理人|单位)?(?:名称|全称)：\s*")


class Table:
    """The table being read: in which column its partners stand, and whose they are."""

    def __init__(self, column: int, owner: Cluster) -> None:
        self.column = column
        self.owner = owner


def read_row(scene: Scene, sentence: Span) -> bool:
    """Read one row; False where the sentence is none."""
    if "\t" not in scene.text[sentence.start : sentence.end]:
        scene.table = None
        return False
    cells = _cells(scene.text, sentence)
    words = [scene.text[cell.start : cell.end].strip() for cell in cells]
    heads = [i for i, word in enumerate(words) if _PARTNER.fullmatch(word)]
    if heads and any(_PAYMENT.search(word) for word in words):
        owner = sole_fund(scene)
        scene.table = Table(heads[0], owner) if owner is not None else None
        return True
    table = scene.table
    if table is None or table.column >= len(cells) or any(_TOTAL.match(word) for word in words):
        return table is not None
    paid = [word for word in words[table.column + 1 :] if any(char.isdigit() for char in word)]
    if paid and not all(_NOTHING.fullmatch(word) for word in paid):
        _add_party(scene, table.owner, Role.BACKER, cells[table.column])
    return True


def read_form(scene: Scene, sentence: Span) -> None:
    """A heading that is a post (普通合伙人、基金管理人) and the name in the line below it."""
    field = _NAME_FIELD.match(scene.text, *sentence)
    above = within(scene.reading.sentences, 0, sentence.start)[-1:]
    if field is None or not above or not _POST_HEADING.fullmatch(scene.text, *above[0]):
        return
    owner = sole_fund(scene)
    if owner is not None:
        _add_party(scene, owner, Role.MANAGER, Span(field.end(), sentence.end))


def sole_fund(scene: Scene) -> Cluster | None:
    """The fund in hand, else the only one that the article names in full."""
    if scene.focus:
        return scene.focus[0]
    legal = [c for c in scene.groups.all if c.head.kind is MentionKind.LEGAL]
    return legal[0] if len(legal) == 1 else None


def _cells(text: str, row: Span) -> list[Span]:
    cells, start = [], row.start
    for word in text[row.start : row.end].split("\t"):
        cells.append(Span(start, start + len(word)))
        start += len(word) + 1
    return cells


def _add_party(scene: Scene, owner: Cluster, role: Role, cell: Span) -> None:
    start = cell.start + len(scene.text[cell.start : cell.end]) - len(scene.text[cell.start : cell.end].lstrip())
    party = organisation_after(scene.text, start, cell.end)
    if party is not None and scene.text[party.start : party.end] not in owner.names:
        value = scene.reading.value(scene.text[party.start : party.end], party.start, party.end)
        owner.add(role.value, value)
