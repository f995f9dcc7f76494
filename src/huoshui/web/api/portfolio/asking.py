"""What may be asked of the portfolio."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from huoshui.web.api.asking import Asked, Cursor, Limit
from huoshui.web.language import mark

Day = Annotated[str, Field(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$", examples=["2026-01-29"])]
NodeId = Annotated[str, Field(max_length=64)]
#: Codes of ``portfolio.family.Figure``, which is imported only when asked for.
FigureCode = Literal[
    "",
    "committed",
    "called",
    "paid_in",
    "distributed",
    "invested",
    "cost",
    "proceeds",
    "pledged",
    "into_funds",
    "from_funds",
    "shares_sold",
    "shares_bought",
    "fees",
    "carry",
    "income",
    "cash",
    "holdings",
    "at_cost",
    "interests",
    "nav",
    "worth",
]
KindCode = Literal[
    "",
    "commitment",
    "call",
    "contribution",
    "investment",
    "valuation",
    "proceeds",
    "distribution",
    "fee",
    "income",
    "transfer",
    "stake",
    "recognition",
    "reversal",
]
TierCode = Literal["", "national", "regional", "sub", "direct"]


class AskedOfFamily(Asked):
    """What every question to the portfolio may say."""

    as_of: Day = Field(default="", description=mark("截至此日终，默认今天"))
    currency: str = Field(default="CNY", pattern="^[A-Z]{3}$", description=mark("合计所用币种"))


class PagedOfFamily(AskedOfFamily):
    """What every list of the portfolio may say."""

    limit: Limit = 50
    cursor: Cursor = ""


class Lines(PagedOfFamily):
    """What the journal may be narrowed by."""

    figure: FigureCode = Field(default="", description=mark("只看构成此数的行；不写主体则为全家族之数"))
    node: NodeId = Field(default="", description=mark("主体编号"))
    other: NodeId = Field(default="", description=mark("对方主体编号"))
    tier: TierCode = Field(default="", description=mark("层级，代替主体"))
    kind: KindCode = Field(default="", description=mark("事项"))
    since: Day = Field(default="", description=mark("不早于此日"))
    until: Day = Field(default="", description=mark("不晚于此日"))
