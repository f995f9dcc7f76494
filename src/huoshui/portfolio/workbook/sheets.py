"""The sheets of a workbook and their columns: template, reading, writing, CSV and lists all follow this table."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from huoshui.portfolio.book import Book, Company, Event, Fund, Obligation, Party, Rate
from huoshui.portfolio.kinds import FIELDS, SHAPES
from huoshui.portfolio.vocabulary import (
    Base,
    Label,
    LegalForm,
    Nature,
    Ownership,
    Role,
    SizeClass,
    Stage,
    Tier,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.portfolio.checks.fault import Of
    from huoshui.portfolio.kinds import Node, Shape
    from huoshui.portfolio.vocabulary import Kind, Labelled

Form = Literal[
    "text", "name", "code", "codes", "day", "amount", "share", "number", "region", "place", "sector", "sectors",
    "currency", "flag", "weights", "checks",
]  # fmt: skip
Locale = Literal["zh", "en"]

#: Pages that explain; what stands on them is not read.
GUIDE, CHOICES = "说明", "选项"
#: A row whose first cell begins so is an example, and not read. No id can begin so.
EXAMPLE = "示例："


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field it holds and how, whether it must be filled, and what may be chosen.

    ``codes`` is the enumeration of a code, ``nodes`` whose ids may stand there.
    """

    field: str
    zh: str
    en: str
    form: Form = "text"
    needed: bool = False
    codes: type[Labelled] | None = None
    nodes: frozenset[Node] = frozenset()

    @property
    def head(self) -> str:
        """The heading in the file: with the unit of an amount, and an asterisk where it must be filled."""
        return self.zh + ("（万元）" if self.form == "amount" else "") + ("*" if self.needed else "")

    def label(self, locale: Locale) -> str:
        """The heading in the language of ``locale``, with its unit."""
        if locale == "zh":
            return self.head.removesuffix("*")
        return self.en[:1].upper() + self.en[1:] + (" (10,000)" if self.form == "amount" else "")


@dataclass(frozen=True)
class Sheet:
    """A sheet: what one row of it makes, and its columns. ``kind`` is that of its events."""

    name: str
    of: Of
    makes: type[Any]
    columns: tuple[Column, ...]
    kind: Kind | None = None

    @cached_property
    def slots(self) -> dict[str, int]:
        """The place of each field of what a row makes."""
        return {name: place for place, name in enumerate(_names(self.makes))}

    @cached_property
    def blank(self) -> tuple[Any, ...]:
        """The values of a row without any cell."""
        if self.kind is not None:
            return Event("", self.kind, None)  # type: ignore[arg-type]  # the day is read from the row
        if issubclass(self.makes, tuple):
            return (None,) * len(self.slots)
        return tuple(None if one.default is MISSING else one.default for one in fields(self.makes))

    def make(self, values: Sequence[Any]) -> Any:  # noqa: ANN401  # one of the nouns
        """What the values of a row, one for each field, come to."""
        return self.makes(**dict(zip(self.slots, values, strict=True)))

    def items(self, book: Book) -> list[Any]:
        """What of a book belongs on this sheet, in its order."""
        if self.kind is not None:
            return [event for event in book.events if event.kind is self.kind]
        return list(getattr(book, _PARTS[self.of]))


def _names(makes: type[Any]) -> tuple[str, ...]:
    return tuple(getattr(makes, "_fields", ())) or tuple(one.name for one in fields(makes))


_PARTS = {"party": "parties", "fund": "funds", "company": "companies", "rate": "rates", "obligation": "obligations"}
_ID = Column("id", "编号", "id", "name", needed=True)
_NAME = Column("name", "名称", "name", "name", needed=True)
_REGION = Column("region", "地区", "place", "region")
_CURRENCY = Column("currency", "币种", "currency", "currency")
_DAY = Column("day", "日期", "date", "day", needed=True)
_ENTITY = Column("entity", "登记库编号", "registry id", "name")
_NOTE, _SOURCE = Column("note", "备注", "note"), Column("source", "来源", "source")
_PARTY: frozenset[Node] = frozenset({"party"})
_FUND: frozenset[Node] = frozenset({"fund"})
_INVESTOR: frozenset[Node] = frozenset({"party", "fund"})

_PARTIES = (
    _ID,
    _NAME,
    Column("roles", "角色", "roles", "codes", codes=Role),
    Column("nature", "资金性质", "whose money", "code", codes=Nature),
    _REGION,
    _ENTITY,
    _NOTE,
)
_FUNDS = (
    _ID,
    _NAME,
    Column("tier", "层级", "tier", "code", needed=True, codes=Tier),
    Column("legal_form", "组织形式", "legal form", "code", codes=LegalForm),
    _CURRENCY,
    Column("established", "设立日", "established", "day"),
    Column("investment_end", "投资期届满日", "end of the investment period", "day"),
    Column("term_end", "存续期届满日", "end of the term", "day"),
    Column("target", "目标规模", "target size", "amount"),
    Column("general_partner", "普通合伙人", "general partner", "name", nodes=_PARTY),
    Column("manager", "管理人", "manager", "name", nodes=_PARTY),
    Column("custodian", "托管人", "custodian", "name", nodes=_PARTY),
    _REGION,
    Column("sectors", "投资行业", "sectors", "sectors"),
    _ENTITY,
    _NOTE,
)
_COMPANIES = (
    _ID,
    _NAME,
    _REGION,
    Column("sector", "行业", "sector", "sector"),
    Column("stage", "发展阶段", "stage", "code", codes=Stage),
    Column("size_class", "企业规模", "size class", "code", codes=SizeClass),
    Column("ownership", "所有制", "ownership", "code", codes=Ownership),
    Column("labels", "企业资质", "titles", "codes", codes=Label),
    Column("founded", "成立日", "founded", "day"),
    _ENTITY,
    _NOTE,
)
_OBLIGATIONS = (
    _ID,
    _NAME,
    Column("fund", "基金", "fund", "name", needed=True, nodes=_FUND),
    Column("region", "返投地区", "place", "region", needed=True),
    Column("base", "返投基数", "base", "code", needed=True, codes=Base),
    Column("multiple", "返投倍数", "multiple", "number", needed=True),
    Column("weights", "认定类别与权重", "categories and weights", "weights", needed=True),
    Column("investor", "基数所指出资人", "investor of the base", "name", nodes=_INVESTOR),
    Column("once_per_company", "同一企业只计最高一类", "once per company", "flag"),
    Column("counts_investments", "本地投资自动计入", "local deals count by themselves", "flag"),
    Column("checks", "考核时点", "check points", "checks"),
    Column("since", "起算日", "since", "day"),
    Column("carries", "超额结转", "excess carries over", "flag"),
    _NOTE,
    _SOURCE,
)
_RATES = (
    _DAY,
    Column("currency", "币种", "currency", "currency", needed=True),
    Column("into", "折为币种", "into", "currency", needed=True),
    Column("rate", "汇率", "rate", "number", needed=True),
)
_FORMS: dict[str, Form] = {
    "other": "name", "stake": "share", "stage": "code", "post": "amount", "cost": "amount", "committed": "amount",
    "paid": "amount", "due": "day", "region": "place", "reverses": "name",
}  # fmt: skip


def _columns(shape: Shape) -> tuple[Column, ...]:
    """The columns of a kind of event, from its shape."""
    found = [Column("id", "编号", "id", "name"), _DAY]
    for field, side in (("holder", shape.holder), ("held", shape.held)):
        if side:
            found.append(Column(field, side.zh, side.en, "name", needed=True, nodes=side.nodes))
    if natures := shape.natures:
        found.append(Column("nature", natures.zh, natures.en, "code", needed=True, codes=natures.codes))
    if shape.money:
        found += [Column("minor", "金额", "amount", "amount", needed=True), _CURRENCY]
    found += [_field(field, shape) for field in FIELDS if field in {*shape.needs, *shape.may}]
    return (*found, _NOTE, _SOURCE)


def _field(field: str, shape: Shape) -> Column:
    nodes = shape.holder.nodes if field == "other" and shape.holder else frozenset()
    codes = Stage if field == "stage" else None
    return Column(field, *FIELDS[field], _FORMS.get(field, "text"), field in shape.needs, codes, nodes)


#: All sheets that are read, in their order.
SHEETS: tuple[Sheet, ...] = (
    Sheet("参与方", "party", Party, _PARTIES),
    Sheet("基金", "fund", Fund, _FUNDS),
    Sheet("企业", "company", Company, _COMPANIES),
    *(Sheet(kind.zh, "event", Event, _columns(shape), kind) for kind, shape in SHAPES.items()),
    Sheet("返投定义", "obligation", Obligation, _OBLIGATIONS),
    Sheet("汇率", "rate", Rate, _RATES),
)
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
