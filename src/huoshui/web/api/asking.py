"""What may be asked: the parameters of each list, and the questions to the registry that they make.

A parameter that does not exist or is not of its form is refused with 422; one that is, and names nothing that is
known (a place, a sector, an amount), with 400. The filters mean what they mean on the command line.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from huoshui.documents import simplified
from huoshui.errors import InputError
from huoshui.model.dates import PartialDate
from huoshui.model.findings import FindingKind
from huoshui.model.records import RECORD_TYPES
from huoshui.registry.views import PAGE_SIZE, FundFilter, StatementFilter
from huoshui.reporting.queries import amount, region_path, sector_code, status_code
from huoshui.web.api.cursors import LONGEST
from huoshui.web.language import Locale, mark

PROPERTIES = ("name", *dict.fromkeys(prop for record in RECORD_TYPES.values() for prop in record.properties()))

Words = Annotated[str, Field(max_length=200)]
Term = Annotated[str, Field(max_length=60)]
Day = Annotated[str, Field(pattern=r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$", examples=["2026-01"])]
Id = Annotated[str, Field(pattern=r"^([0-9a-f]{16})?$")]
Kind = Literal["Fund", "ManagerCall", "Financing", "Listing", "Instrument", "Target"]
Sort = Literal["size", "-size", "date", "-date", "name", "-name"]
Limit = Annotated[int, Field(ge=1, le=200, description=mark("每页条数"))]
Cursor = Annotated[
    str,
    Field(max_length=LONGEST, pattern="^[A-Za-z0-9_-]*$", description=mark("上一页 next 链接中的游标")),
]


class Asked(BaseModel):
    """What every question may say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lang: Locale = Field(default="zh", description=mark("标签的语言"))


class Paged(Asked):
    """What every list may say."""

    limit: Limit = PAGE_SIZE
    cursor: Cursor = ""


class Filters(Asked):
    """What entities may be narrowed by."""

    text: Words = Field(default="", description=mark("名称、别名或原句中的词，繁体亦可"))
    sector: Term = Field(
        default="", description=mark("行业代码、名称或词语，含其下级"), examples=["integrated_circuits"]
    )
    region: Term = Field(default="", description=mark("地区路径或地名，含其下级"), examples=["江苏/苏州"])
    since: Day = Field(default="", description=mark("不早于此日，可只写年或年月"))
    until: Day = Field(default="", description=mark("不晚于此日，可只写年或年月"))

    def wanted(self, kind: str, sort: str, status: str = "", min_size: str = "") -> FundFilter:
        """The question to the registry. Raises InputError for a sector, place, status, day or amount that is none."""
        since, until = day("since", self.since), day("until", self.until)
        if since and until and until < since[: len(until)]:
            raise InputError(f"since, until: the period {since} to {until} ends before it begins; exchange them")
        least = amount(min_size) if min_size else None
        if least is not None and least.currency != "CNY":
            raise InputError(f"min_size: {min_size} is not in yuan, which sizes are compared in; write it like 10亿")
        return FundFilter(
            text=simplified(self.text),
            sector=sector_code(self.sector) if self.sector else "",
            region=region_path(self.region) if self.region else "",
            status=status_code(status) if status else "",
            since=since,
            until=until,
            min_size=least,
            kind=kind,
            sort=sort,
        )


class EntityFilters(Filters):
    """What the search may be narrowed by, as ``huoshui funds`` has it."""

    status: Term = Field(default="", description=mark("状态代码或名称"), examples=["established"])
    min_size: Term = Field(default="", description=mark("规模下限，如 10亿、5000万元"), examples=["10亿"])
    kind: Kind = Field(default="Fund", description=mark("记录类型"))
    sort: Sort = Field(default="-size", description=mark("排序，前加减号为降序"))

    def question(self) -> FundFilter:
        """The question to the registry. Raises InputError."""
        return self.wanted(self.kind, self.sort, self.status, self.min_size)


class Search(EntityFilters, Paged):
    """What the search may be asked."""

    facets: bool = Field(default=False, description=mark("是否附各筛选项的条数"))


class Calls(Filters, Paged):
    """What the list of calls may be asked."""

    def question(self) -> FundFilter:
        """The question to the registry. Raises InputError."""
        return self.wanted("ManagerCall", "-date")


class Statements(Paged):
    """What the list of statements may be asked."""

    entity: Id = Field(default="", description=mark("记录编号"))
    document: Id = Field(default="", description=mark("文件编号"))
    prop: str = Field(default="", description=mark("项目"), json_schema_extra={"enum": ["", *PROPERTIES]})
    since: Day = Field(default="", description=mark("文件发布不早于此日；较新的文件在前"))

    def question(self) -> StatementFilter:
        """The question to the registry. Raises InputError for a day or property that is none."""
        if self.prop and self.prop not in PROPERTIES:
            raise InputError(f"prop: {self.prop[:40]} is no property; one of {', '.join(PROPERTIES)}")
        return StatementFilter(self.entity, self.document, self.prop, day("since", self.since))


class Documents(Paged):
    """What the list of documents may be asked."""

    text: Words = Field(default="", description=mark("标题或正文中的词，繁体亦可"))


class Bodies(Paged):
    """What the list of organisations and companies may be asked."""

    kind: Literal["", "organisation", "company"] = Field(default="", description=mark("机构或企业"))
    text: Words = Field(default="", description=mark("名称中的字"))


class Findings(Paged):
    """What the list of findings may be asked."""

    kind: FindingKind | None = Field(default=None, description=mark("核对的类别"))


def day(name: str, typed: str) -> str:
    """A day, month or year as the registry compares it. Raises InputError for one that does not exist."""
    try:
        return str(PartialDate.parse(typed)) if typed else ""
    except InputError as error:
        raise InputError(f"{name}: {error}") from error
