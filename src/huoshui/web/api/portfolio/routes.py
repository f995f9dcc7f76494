"""The endpoints of the portfolio. What they compute with is an extra: it is imported when somebody asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, cast

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from huoshui.errors import InputError
from huoshui.web.api.answering import answer, as_json, next_address
from huoshui.web.api.cursors import list_mark, read_cursor, write_cursor
from huoshui.web.api.models import Problem
from huoshui.web.api.portfolio import lines as entries
from huoshui.web.api.portfolio import models
from huoshui.web.api.portfolio import sharing as shares
from huoshui.web.api.portfolio.asking import AskedOfFamily, IndexLevels, Lines, PagedOfFamily, TermsOfSharing
from huoshui.web.api.routes import answers
from huoshui.web.folio import Folio, read_day
from huoshui.web.language import mark
from huoshui.web.site import Memory

if TYPE_CHECKING:
    from huoshui.portfolio import family as families
    from huoshui.registry.orders import Key
    from huoshui.web.api.portfolio.wire import Wire

router = APIRouter(prefix="/portfolio")

NodeId = Annotated[str, Path(description=mark("主体编号"), max_length=64)]
#: Parameters that say how much of a list to show and in which words, not which list it is.
_NOT_THE_LIST = {"cursor", "limit", "lang"}


def _answers(model: Any, *problems: int) -> dict[int | str, dict[str, Any]]:  # noqa: ANN401
    described = answers(model, *problems)
    described.pop(308, None)
    return described


@router.get("/family", summary=mark("全家族"), responses=_answers(models.FamilyTotals, 400), response_class=Response)
def family(request: Request, registry: Memory, asked: Annotated[AskedOfFamily, Query()]) -> Response:
    """Totals, returns and leverage of the whole family and of its tiers."""

    def make(found: families.Family, wire: Wire) -> models.FamilyTotals:
        from huoshui.web.api.portfolio import making

        return making.family(wire, found.overview())

    return _answer(request, registry, asked, models.FamilyTotals, make)


@router.get("/tree", summary=mark("家族图"), responses=_answers(models.FamilyTree, 400), response_class=Response)
def tree(request: Request, registry: Memory, asked: Annotated[AskedOfFamily, Query()]) -> Response:
    """Contributors, funds and companies, and the money between them."""

    def make(found: families.Family, wire: Wire) -> models.FamilyTree:
        from huoshui.web.api.portfolio import making

        return making.tree(wire, found)

    return _answer(request, registry, asked, models.FamilyTree, make)


@router.get("/funds", summary=mark("各基金"), responses=_answers(models.FundPage, 400), response_class=Response)
def funds(request: Request, registry: Memory, asked: Annotated[PagedOfFamily, Query()]) -> Response:
    """All funds with their accounts, by tier."""

    def make(found: families.Family, wire: Wire) -> models.FundPage:
        from huoshui.web.api.portfolio import making

        rows = found.funds()
        after = read_cursor(asked.cursor, _mark(request, asked), lambda key: len(key) == 1)
        places = {row.fund.id: place for place, row in enumerate(rows)}
        start = places.get(str(after[0]), -1) + 1 if after else 0
        part = rows[start : start + asked.limit]
        last = (part[-1].fund.id,) if start + asked.limit < len(rows) else None
        items = tuple(making.fund_item(wire, row) for row in part)
        return models.FundPage(len(rows), items, _next(request, asked, last))

    return _answer(request, registry, asked, models.FundPage, make)


@router.get(
    "/funds/{id:path}/waterfall",
    summary=mark("分配瀑布与让利"),
    responses=_answers(shares.FundSharing, 400, 404),
    response_class=Response,
)
def waterfall(
    request: Request,
    registry: Memory,
    id: NodeId,  # noqa: A002
    asked: Annotated[TermsOfSharing, Query()],
) -> Response:
    """Who gets what of a fund by these terms, what was in fact paid out, and what concessions cost."""

    def make(found: families.Family, wire: Wire) -> shares.FundSharing:
        from huoshui.portfolio.family import read_concession, read_terms

        terms = read_terms(
            asked.hurdle,
            asked.carry,
            asked.catch_up,
            basis=asked.basis,
            simple=asked.simple,
            clawback=asked.clawback,
        )
        granted = [read_concession(text) for text in asked.concession]
        told = found.sharing(id, terms, liquidate=asked.liquidate, guidance=asked.guidance, concessions=granted)
        return shares.fund_sharing(wire, told)

    return _answer(request, registry, asked, shares.FundSharing, make)


def _computed(model: Any, *problems: int) -> dict[int | str, dict[str, Any]]:  # noqa: ANN401
    """The answers of what is computed from a body: it is not kept, so that it has no tag."""
    described = _answers(model, *problems)
    described.pop(304)
    described[413] = {"model": Problem, "description": mark("内容过大")}
    return described


@router.post(
    "/funds/{id:path}/pme",
    summary=mark("与市场指数比较"),
    responses=_computed(shares.FundEquivalents, 400, 404),
    response_class=Response,
)
def pme(
    request: Request,
    id: NodeId,  # noqa: A002
    asked: Annotated[AskedOfFamily, Query()],
    levels: IndexLevels,
) -> Response:
    """What a fund's money would have done in an index. Nothing is kept."""
    folio = cast("Folio", request.app.state.folio)
    points = [(read_day(point.date), Decimal(point.level)) for point in levels.points]
    found = folio.at(read_day(asked.as_of), asked.currency)
    told = shares.fund_equivalents(_wire(request, asked), found, id, found.pme(id, points))
    return as_json(shares.FundEquivalents, told)


@router.get(
    "/funds/{id:path}",
    summary=mark("一只基金的账"),
    responses=_answers(models.Account, 400, 404),
    response_class=Response,
)
def fund(request: Request, registry: Memory, id: NodeId, asked: Annotated[AskedOfFamily, Query()]) -> Response:  # noqa: A002
    """A fund's account from commitment to distribution, with investors, deals, curve and returns by year."""

    def make(found: families.Family, wire: Wire) -> models.Account:
        from huoshui.web.api.portfolio import making

        return making.fund(wire, found.fund(id))

    return _answer(request, registry, asked, models.Account, make)


@router.get(
    "/companies/{id:path}",
    summary=mark("一家企业"),
    responses=_answers(models.CompanyAccount, 400, 404),
    response_class=Response,
)
def company(request: Request, registry: Memory, id: NodeId, asked: Annotated[AskedOfFamily, Query()]) -> Response:  # noqa: A002
    """A company: its rounds, who in the family holds it, who stands behind it, the state's share."""

    def make(found: families.Family, wire: Wire) -> models.CompanyAccount:
        from huoshui.web.api.portfolio import making

        return making.company(wire, found.company(id))

    return _answer(request, registry, asked, models.CompanyAccount, make)


@router.get(
    "/holders/{id:path}",
    summary=mark("穿透持有"),
    responses=_answers(models.HolderAccount, 400, 404),
    response_class=Response,
)
def holder(request: Request, registry: Memory, id: NodeId, asked: Annotated[AskedOfFamily, Query()]) -> Response:  # noqa: A002
    """What a party, fund or company holds through all tiers, and how that is spread."""

    def make(found: families.Family, wire: Wire) -> models.HolderAccount:
        from huoshui.web.api.portfolio import making

        return making.holder(wire, found.holder(id), lambda name: getattr(found.ref(name), "name", name))

    return _answer(request, registry, asked, models.HolderAccount, make)


@router.get(
    "/reinvestment", summary=mark("返投"), responses=_answers(entries.Reinvestment, 400), response_class=Response
)
def reinvestment(request: Request, registry: Memory, asked: Annotated[AskedOfFamily, Query()]) -> Response:
    """Re-investment obligations, how far they are met, and the deals behind them."""

    def make(found: families.Family, wire: Wire) -> entries.Reinvestment:
        from huoshui.web.api.portfolio import making

        return making.reinvestment(wire, found)

    return _answer(request, registry, asked, entries.Reinvestment, make)


@router.get(
    "/journal", summary=mark("流水"), responses=_answers(entries.JournalPage, 400, 404), response_class=Response
)
def journal(request: Request, registry: Memory, asked: Annotated[Lines, Query()]) -> Response:
    """Lines of the journal, or those behind a figure, which add up to it with the derived amounts."""

    def make(found: families.Family, wire: Wire) -> entries.JournalPage:
        from huoshui.web.api.portfolio import making

        after = read_cursor(asked.cursor, _mark(request, asked), _is_line)
        page = found.journal(_lines(asked), _after(after), asked.limit)
        more = page.start + len(page.rows) < page.total and page.rows
        last = (page.rows[-1].event.day.isoformat(), page.rows[-1].event.id) if more else None
        return entries.JournalPage(
            page.total,
            wire.value(page.amount),
            tuple(making.derived(wire, one) for one in page.derived),
            tuple(making.line(wire, row) for row in page.rows),
            _next(request, asked, last),
        )

    return _answer(request, registry, asked, entries.JournalPage, make)


def _lines(asked: Lines) -> families.Query:
    """The question to the family. InputError for days that are none, or a tier beside a node."""
    from huoshui.portfolio.family import Figure
    from huoshui.portfolio.family import Query as LinesAsked
    from huoshui.portfolio.vocabulary import Kind, Tier

    if asked.tier and asked.node:
        raise InputError("tier, node: one of them says whose lines are meant; leave out the other")
    if asked.other and not asked.node:
        raise InputError("other: it is the other side of a node; say which with node")
    return LinesAsked(
        node=Tier(asked.tier) if asked.tier else asked.node or None,
        other=asked.other or None,
        figure=Figure(asked.figure) if asked.figure else None,
        kind=Kind(asked.kind) if asked.kind else None,
        since=read_day(asked.since) if asked.since else None,
        until=read_day(asked.until) if asked.until else None,
    )


def _is_line(key: Key) -> bool:
    try:
        return len(key) == 2 and isinstance(key[1], str) and bool(date.fromisoformat(str(key[0])))
    except ValueError:
        return False


def _after(key: Key | None) -> families.After | int:
    from huoshui.portfolio.family import After

    return After(date.fromisoformat(str(key[0])), str(key[1])) if key else 0


def _answer(
    request: Request,
    registry: Memory,
    asked: AskedOfFamily,
    model: Any,  # noqa: ANN401
    make: Callable[[families.Family, Wire], object],
) -> Response:
    """What ``make`` says of the family as of the day asked for; where none is, the tag changes with the day."""
    day = read_day(asked.as_of)
    folio = cast("Folio", request.app.state.folio)

    def made() -> object:
        found = folio.at(day, asked.currency)
        return make(found, _wire(request, asked))

    return answer(request, registry, model, made, salt=f"{day:%Y%m%d}")


def _wire(request: Request, asked: AskedOfFamily) -> Wire:
    from huoshui.web.api.portfolio.wire import Wire

    kept = {name: value for name, value in request.query_params.items() if name in {"as_of", "currency", "lang"}}
    return Wire(asked.lang, request.scope.get("root_path", ""), kept)


def _mark(request: Request, asked: PagedOfFamily) -> str:
    return list_mark(request.url.path, asked.model_dump(exclude=_NOT_THE_LIST))


def _next(request: Request, asked: PagedOfFamily, last: Key | None) -> str | None:
    return next_address(request, write_cursor(_mark(request, asked), last)) if last is not None else None
