"""What each kind of event says: its two sides, the fields it needs or may have, and its own enumeration."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from huoshui.portfolio.vocabulary import Change, Exit, Fee, Instrument, Kind, Paid, Receipt, Recognition

if TYPE_CHECKING:
    from collections.abc import Mapping

    from huoshui.portfolio.vocabulary import Labelled

Node = Literal["party", "fund", "company"]


class Side(NamedTuple):
    """What may stand on one side of an event, and what that side is called."""

    nodes: frozenset[Node]
    zh: str
    en: str


class Natures(NamedTuple):
    """The enumeration of a kind, and what it is called."""

    codes: type[Labelled]
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Shape:
    """The form of a kind of event.

    ``needs`` and ``may`` are the fields of ``Event`` beside id, day, sides, amount, currency, nature, note and source.
    ``money`` says whether it has an amount, ``zero`` whether that may be nothing.
    """

    kind: Kind
    holder: Side | None = None
    held: Side | None = None
    natures: Natures | None = None
    money: bool = True
    zero: bool = False
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()


_INVESTORS: frozenset[Node] = frozenset({"party", "fund"})
_FUNDS: frozenset[Node] = frozenset({"fund"})
_COMPANIES: frozenset[Node] = frozenset({"company"})
_ANYBODY: frozenset[Node] = frozenset({"party", "fund", "company"})

_OF_FUND = Shape(Kind.CONTRIBUTION, Side(_INVESTORS, "出资人", "investor"), Side(_FUNDS, "基金", "fund"))
_OF_DEAL = Shape(Kind.INVESTMENT, Side(_INVESTORS, "投资方", "holder"), Side(_COMPANIES, "企业", "company"))
_SHAPES = (
    replace(_OF_FUND, kind=Kind.COMMITMENT, natures=Natures(Change, "变动", "change")),
    replace(_OF_FUND, kind=Kind.CALL, may=("due",)),
    _OF_FUND,
    replace(_OF_DEAL, natures=Natures(Instrument, "投资工具", "instrument"), may=("round", "stake", "post", "stage")),
    replace(_OF_DEAL, kind=Kind.VALUATION, held=Side(_COMPANIES | _FUNDS, "企业或基金", "company or fund"), zero=True),
    replace(
        _OF_DEAL,
        kind=Kind.PROCEEDS,
        natures=Natures(Exit, "退出方式", "exit"),
        zero=True,
        needs=("cost",),
        may=("stake",),
    ),
    replace(_OF_FUND, kind=Kind.DISTRIBUTION, natures=Natures(Paid, "分配性质", "nature")),
    Shape(
        Kind.FEE,
        Side(_FUNDS, "支付基金", "fund"),
        Side(frozenset({"party"}), "收款方", "payee"),
        Natures(Fee, "费用性质", "fee"),
    ),
    Shape(Kind.INCOME, Side(_FUNDS, "收款基金", "fund"), natures=Natures(Receipt, "收入性质", "income")),
    replace(_OF_FUND, kind=Kind.TRANSFER, zero=True, needs=("other", "committed", "paid")),
    Shape(
        Kind.STAKE,
        Side(_ANYBODY, "持有方", "holder"),
        Side(_ANYBODY, "被持有方", "held"),
        money=False,
        needs=("stake",),
    ),
    Shape(
        Kind.RECOGNITION,
        Side(_FUNDS, "基金", "fund"),
        Side(_ANYBODY, "认定对象", "recognised for"),
        Natures(Recognition, "认定类别", "category"),
        needs=("region",),
    ),
    Shape(Kind.REVERSAL, money=False, needs=("reverses",)),
)
#: The shape of every kind.
SHAPES: Mapping[Kind, Shape] = {shape.kind: shape for shape in _SHAPES}
#: Fields that only some kinds have, and their headings.
FIELDS: Mapping[str, tuple[str, str]] = {
    "other": ("受让方", "buyer"),
    "stake": ("持股比例", "stake"),
    "round": ("轮次", "round"),
    "stage": ("投资时阶段", "stage"),
    "post": ("投后估值", "post-money valuation"),
    "cost": ("对应投资成本", "cost released"),
    "committed": ("转让认缴额", "commitment transferred"),
    "paid": ("转让实缴额", "paid-in transferred"),
    "due": ("缴款截止日", "due date"),
    "region": ("认定地区", "place"),
    "reverses": ("被冲销编号", "event reversed"),
}
