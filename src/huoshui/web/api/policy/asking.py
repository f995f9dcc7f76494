"""What may be asked of policy. What is posted is computed with and forgotten: no request changes anything."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from huoshui.errors import InputError
from huoshui.web.api.asking import Asked, Cursor, Limit
from huoshui.web.language import mark

Day = Annotated[str, Field(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$", examples=["2026-06-30"])]
Name = Annotated[str, Field(max_length=80)]
Words = Annotated[str, Field(max_length=200)]
Value = Annotated[str, Field(max_length=500)]
Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e15, le=1e15)]
#: A figure as somebody writes it: 10亿元, 70%, true, 12; of a figure by sector or place an object of such.
Written = bool | Number | Value | None
Figures = Annotated[
    dict[Name, Written | Annotated[list[Value], Field(max_length=40)]],
    Field(max_length=300, examples=[{"name": "甲", "fund_size": "10亿元", "fof_committed": "2亿元"}]),
]
FamilyFigures = Annotated[
    dict[Name, Written | Annotated[dict[Name, Written], Field(max_length=200)]],
    Field(max_length=300, examples=[{"idle_money": "1亿元", "paid_in": "10亿元"}]),
]
Source = Literal["ledger", "registry"]
StateCode = Literal["", "met", "broken", "unknown", "not_applicable"]
_DAY = mark("截至此日，默认今天；按当时有效的规则")
_PLACE = mark("地区路径，如 江苏/南京")


class AskedOfPolicy(Asked):
    """What every question about rules may say."""

    as_of: Day = Field(default="", description=_DAY)


class PagedOfPolicy(AskedOfPolicy):
    """What every list of policy may say."""

    limit: Limit = 50
    cursor: Cursor = ""


class Packs(Asked):
    """What the list of packs may be narrowed by."""

    on: Day = Field(default="", description=mark("只列此日有效的"))
    place: Words = Field(default="", description=_PLACE, examples=["江苏/南京"])
    limit: Limit = 50
    cursor: Cursor = ""


class Metrics(Asked):
    """What the catalogue may be narrowed by."""

    text: Words = Field(default="", description=mark("名称或含义中的词"))
    limit: Limit = 50
    cursor: Cursor = ""


class Checked(PagedOfPolicy):
    """What verdicts may be asked for."""

    source: Source = Field(default="ledger", description=mark("数据来自台账或登记册"))
    fund: Words = Field(default="", description=mark("只看此基金：编号，登记册中亦可用名称"))
    pack: Name = Field(default="", description=mark("只用此规则包，默认当地当日有效的全部"))
    place: Words = Field(default="", description=_PLACE)
    state: StateCode = Field(default="", description=mark("只列此结论"))


class Ranked(PagedOfPolicy):
    """What the ranking may be asked for."""

    province: Words = Field(default="", description=mark("只列此省的基金"))
    variant: Name = Field(default="", description=mark("评分的变体"), examples=["bands"])


class Evaluated(AskedOfPolicy):
    """What one fund's evaluation may be asked for."""

    variant: Name = Field(default="", description=mark("评分的变体"), examples=["bands"])


class Conflicting(AskedOfPolicy):
    """Whose conflicts."""

    fund: Words = Field(default="", description=mark("台账中的基金编号"))
    place: Words = Field(default="", description=_PLACE)


class Alike(PagedOfPolicy):
    """What overlap may be asked for."""

    place: Words = Field(default="", description=_PLACE)
    cut_off: float = Field(default=0.7, ge=0.05, le=1, allow_inf_nan=False, description=mark("相似度下限"))


class Posted(BaseModel):
    """What every body shares."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class GivenFigures(Posted):
    """Figures to check, by variable; ``name`` and ``place`` (a region) among them."""

    figures: FamilyFigures
    packs: Annotated[list[Name], Field(max_length=50)] = []


class Application(Posted):
    """An application, and the pack of the guide or the call of the registry (id or name) that it answers."""

    figures: Figures
    pack: Name = ""
    call: Words = ""


class Profile(Posted):
    """A manager's or a company's profile: figures by variable or label, with name, sectors and places."""

    figures: Figures


class IndexValues(Posted):
    """Figures of regions by indicator; ``sensitivity`` moves every weight by up to that share, ``draws`` times."""

    values: Annotated[
        dict[Words, Annotated[dict[Name, Number | None], Field(max_length=200)]], Field(min_length=1, max_length=400)
    ]
    sensitivity: Annotated[float, Field(ge=0.01, le=0.99, allow_inf_nan=False)] | None = None
    draws: int = Field(default=200, ge=1, le=500)


def written(value: object) -> object:
    """A figure of a body as rules take it: numbers exact. InputError for one of more places than are counted."""
    if isinstance(value, float):
        exact = Decimal(repr(value))
        if exact != round(exact, 8):
            raise InputError(f"{value!r} has more than eight places after the point: round it")
        return int(exact) if exact == int(exact) else exact
    if isinstance(value, dict):
        return {name: written(one) for name, one in value.items()}
    return value
