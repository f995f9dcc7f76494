"""What may be asked of the portfolio."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from huoshui.web.api.asking import Asked, Cursor, Limit
from huoshui.web.language import mark

Day = Annotated[str, Field(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$", examples=["2026-01-29"])]
NodeId = Annotated[str, Field(max_length=64)]
Percent = Annotated[str, Field(pattern=r"^[0-9]{1,3}(\.[0-9]{1,6})?%$")]
ConcessionText = Annotated[str, Field(max_length=60, pattern="^(gain|buyout|loss):")]
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


class TermsOfSharing(AskedOfFamily):
    """The terms of a waterfall, and concessions."""

    hurdle: Percent = Field(description=mark("门槛年收益率"), examples=["8%"])
    carry: Percent = Field(description=mark("管理人分成"), examples=["20%"])
    catch_up: Percent = Field(default="100%", description=mark("追补比例，0% 为无"))
    basis: Literal["whole_fund", "deal_by_deal"] = Field(default="whole_fund", description=mark("整只基金或逐个项目"))
    simple: bool = Field(default=False, description=mark("门槛按单利，不写则复利"))
    clawback: bool = Field(default=False, description=mark("期末是否回拨"))
    liquidate: bool = Field(default=False, description=mark("视同当日清算，余下的一并分配"))
    guidance: NodeId = Field(default="", description=mark("让利的出资人编号"))
    concession: list[ConcessionText] = Field(
        default=[],
        max_length=8,
        description=mark("让利，可重复：gain:20%、gain:20%:others、buyout:2026-12-31:cost+3.5%、loss:40%"),
    )


class IndexPoint(BaseModel):
    """The level of an index on a day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    date: str = Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", examples=["2026-01-29"])
    level: str = Field(pattern=r"^[0-9]{1,12}(\.[0-9]{1,10})?$", examples=["4012.5"])


class IndexLevels(BaseModel):
    """The levels of an index, in any order; on a day without one the last before it holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    points: list[IndexPoint] = Field(min_length=1, max_length=20_000)


class Lines(PagedOfFamily):
    """What the journal may be narrowed by."""

    figure: FigureCode = Field(default="", description=mark("只看构成此数的行；不写主体则为全家族之数"))
    node: NodeId = Field(default="", description=mark("主体编号"))
    other: NodeId = Field(default="", description=mark("对方主体编号"))
    tier: TierCode = Field(default="", description=mark("层级，代替主体"))
    kind: KindCode = Field(default="", description=mark("事项"))
    since: Day = Field(default="", description=mark("不早于此日"))
    until: Day = Field(default="", description=mark("不晚于此日"))
