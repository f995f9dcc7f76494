"""The endpoints: each reads a question, asks the registry and answers with one type."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse
from pydantic import TypeAdapter

from huoshui.documents import simplified
from huoshui.registry import Registry
from huoshui.registry.orders import Key
from huoshui.registry.paging import Slice, fits
from huoshui.registry.views import Counts, DocumentView, FundFilter
from huoshui.web.api import making, organisations
from huoshui.web.api.answering import answer, etag, is_head, next_address
from huoshui.web.api.asking import Asked, Bodies, Calls, Documents, EntityFilters, Findings, Paged, Search, Statements
from huoshui.web.api.cursors import list_mark, read_cursor, write_cursor
from huoshui.web.api.models import (
    DocumentPage,
    Entity,
    EntityPage,
    FindingPage,
    Problem,
    RelationPage,
    StatementPage,
)
from huoshui.web.api.organisations import Body, BodyPage
from huoshui.web.language import Locale, mark
from huoshui.web.site import Memory

T = TypeVar("T")

EXPORTED_AT_ONCE = 500
#: Parameters that say how much of a list to show and in which words, not which list it is.
_NOT_THE_LIST = {"cursor", "limit", "lang", "facets"}

EntityId = Annotated[str, Path(description=mark("记录编号"), max_length=40)]
BodyId = Annotated[str, Path(description=mark("机构或企业的编号"), max_length=40)]
DocumentId = Annotated[str, Path(description=mark("文件编号"), max_length=40)]


def answers(model: Any, *problems: int) -> dict[int | str, dict[str, Any]]:  # noqa: ANN401
    """The answers of an endpoint as OpenAPI describes them."""
    said = {400: mark("值合格式而无法使用"), 404: mark("没有找到"), 413: mark("内容过大"), 422: mark("参数不合规定")}
    described: dict[int | str, dict[str, Any]] = {
        200: {"model": model, "description": mark("所问的内容")},
        304: {"description": mark("自上次以来没有改变")},
    }
    if 404 in problems:
        described[308] = {"description": mark("记录已合并，转到现在的编号")}
    for status in (*problems, 422):
        described[status] = {"model": Problem, "description": said[status]}
    return described


router = APIRouter()


@router.get("/search", summary=mark("检索记录"), responses=answers(EntityPage, 400), response_class=Response)
def search(request: Request, registry: Memory, asked: Annotated[Search, Query()]) -> Response:
    """Funds or other records that pass the filters."""

    def make() -> EntityPage:
        page = _entities(request, registry, asked, asked.question())
        if not asked.facets:
            return page
        listing = registry.search(replace(asked.question(), page_size=1))
        return replace(page, facets=making.facets(listing, asked.kind, asked.lang))

    return answer(request, registry, EntityPage, make)


@router.get("/calls", summary=mark("管理人遴选"), responses=answers(EntityPage, 400), response_class=Response)
def calls(request: Request, registry: Memory, asked: Annotated[Calls, Query()]) -> Response:
    """Calls for managers, the latest first."""
    return answer(request, registry, EntityPage, lambda: _entities(request, registry, asked, asked.question()))


@router.get("/entities/{id}", summary=mark("一条记录"), responses=answers(Entity, 404), response_class=Response)
def entity(request: Request, registry: Memory, id: EntityId, asked: Annotated[Asked, Query()]) -> Response:  # noqa: A002
    """One record with its facts; the id of one that was merged leads to the merged one."""
    found = registry.entity(id)
    return _moved(request, found.id) or answer(request, registry, Entity, lambda: making.entity(found, asked.lang))


@router.get(
    "/entities/{id}/statements",
    summary=mark("关于一条记录的全部说法"),
    responses=answers(StatementPage, 400, 404),
    response_class=Response,
)
def entity_statements(
    request: Request,
    registry: Memory,
    id: EntityId,  # noqa: A002
    asked: Annotated[Paged, Query()],
) -> Response:
    """Every statement about one record, where its name stands included."""
    found = registry.entity(id)
    of = Statements(lang=asked.lang, limit=asked.limit, cursor=asked.cursor, entity=found.id)
    return _moved(request, found.id) or answer(
        request, registry, StatementPage, lambda: _statements(request, registry, of)
    )


@router.get(
    "/entities/{id}/relations",
    summary=mark("与一条记录有关的其他记录"),
    responses=answers(RelationPage, 400, 404),
    response_class=Response,
)
def relations(request: Request, registry: Memory, id: EntityId, asked: Annotated[Paged, Query()]) -> Response:  # noqa: A002
    """Parents, sub-funds, backers, managers and callers that the registry knows as records."""
    found = registry.entity(id)

    def make() -> RelationPage:
        related = registry.related(found.id)
        part = _part(request, asked, related, lambda r: (str(r.names_this), r.prop, r.name, r.id))
        items = tuple(making.relation(other, asked.lang) for other in part.rows)
        return RelationPage(len(related), items, _next(request, asked, part))

    return _moved(request, found.id) or answer(request, registry, RelationPage, make)


@router.get("/statements", summary=mark("说法"), responses=answers(StatementPage, 400), response_class=Response)
def statements(request: Request, registry: Memory, asked: Annotated[Statements, Query()]) -> Response:
    """Statements as they were stored, new ones last; with ``since`` those of the newest documents first."""
    return answer(request, registry, StatementPage, lambda: _statements(request, registry, asked))


@router.get("/documents", summary=mark("文件"), responses=answers(DocumentPage, 400), response_class=Response)
def documents(request: Request, registry: Memory, asked: Annotated[Documents, Query()]) -> Response:
    """Documents that the registry has read, the newest first."""

    def make() -> DocumentPage:
        after = _after(request, asked, lambda key: fits(key, "documents"))
        part = registry.documents_after(simplified(asked.text), after, asked.limit)
        return DocumentPage(part.rows, _next(request, asked, part))

    return answer(request, registry, DocumentPage, make)


@router.get(
    "/documents/{id}", summary=mark("一份文件及其原文"), responses=answers(DocumentView, 404), response_class=Response
)
def document(request: Request, registry: Memory, id: DocumentId, asked: Annotated[Asked, Query()]) -> Response:  # noqa: A002, ARG001
    """One document: what is known of it, its original text, and the clean text that was read."""
    return answer(request, registry, DocumentView, lambda: registry.document(id))


@router.get("/bodies", summary=mark("机构与企业"), responses=answers(BodyPage, 400), response_class=Response)
def bodies(request: Request, registry: Memory, asked: Annotated[Bodies, Query()]) -> Response:
    """Organisations and companies by name; there are none before the first run of the resolver."""

    def make() -> BodyPage:
        after = _after(request, asked, lambda key: fits(key, "bodies"))
        total, part = registry.bodies(asked.kind, simplified(asked.text), after, asked.limit)
        return BodyPage(total, tuple(map(organisations.summary, part.rows)), _next(request, asked, part))

    return answer(request, registry, BodyPage, make)


@router.get("/bodies/{id}", summary=mark("一家机构或企业"), responses=answers(Body, 404), response_class=Response)
def body(request: Request, registry: Memory, id: BodyId, asked: Annotated[Asked, Query()]) -> Response:  # noqa: A002
    """One organisation or company; the id of any of its names leads to it."""
    found = registry.body(id)
    return _moved(request, found.id) or answer(request, registry, Body, lambda: organisations.body(found, asked.lang))


@router.get("/findings", summary=mark("核对"), responses=answers(FindingPage, 400), response_class=Response)
def findings(request: Request, registry: Memory, asked: Annotated[Findings, Query()]) -> Response:
    """Figures that cannot all hold, between documents and within them."""

    def make() -> FindingPage:
        found = [f for f in registry.findings() if asked.kind in {None, f.kind}]
        part = _part(request, asked, found, lambda f: (f.kind.value, f.subject, making.finding_id(f)))
        items = tuple(making.finding(f, asked.lang) for f in part.rows)
        return FindingPage(len(found), items, _next(request, asked, part))

    return answer(request, registry, FindingPage, make)


@router.get("/counts", summary=mark("登记册的总数"), responses=answers(Counts), response_class=Response)
def counts(request: Request, registry: Memory, asked: Annotated[Asked, Query()]) -> Response:  # noqa: ARG001
    """How many documents, statements and records of each type the registry holds."""
    return answer(request, registry, Counts, registry.counts)


@router.get("/export", summary=mark("导出记录"), responses=answers(Entity, 400), response_class=Response)
def export(request: Request, registry: Memory, asked: Annotated[EntityFilters, Query()]) -> Response:
    """Every record that passes the filters, one JSON object a line."""
    wanted = asked.question()
    tag = etag(registry)
    lines = iter(()) if is_head(request) else _lines(registry, wanted, asked.lang)
    disposition = f'attachment; filename="huoshui-{asked.kind.lower()}.jsonl"'
    headers = {"etag": tag, "content-disposition": disposition}
    return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)


def _lines(registry: Registry, wanted: FundFilter, locale: Locale) -> Iterator[bytes]:
    writer = TypeAdapter(Entity)
    after: Key | None = None
    while True:
        _, part = registry.entities_after(wanted, after, EXPORTED_AT_ONCE)
        for view in part.rows:
            yield writer.dump_json(making.entity(view, locale)) + b"\n"
        after = part.end
        if after is None:
            return


def _entities(request: Request, registry: Registry, asked: Paged, wanted: FundFilter) -> EntityPage:
    after = _after(request, asked, lambda key: fits(key, wanted.sort))
    total, part = registry.entities_after(wanted, after, asked.limit)
    items = tuple(making.entity(view, asked.lang) for view in part.rows)
    return EntityPage(total, items, _next(request, asked, part), None)


def _statements(request: Request, registry: Registry, asked: Statements) -> StatementPage:
    wanted = asked.question()
    after = _after(request, asked, lambda key: fits(key, "newest" if wanted.since else "statements"))
    part = registry.statements_after(wanted, after, asked.limit)
    items = tuple(making.statement(view, asked.lang) for view in part.rows)
    return StatementPage(items, _next(request, asked, part))


def _part(request: Request, asked: Paged, rows: Sequence[T], key: Callable[[T], tuple[str, ...]]) -> Slice[T]:
    """The slice of a list in memory that follows the cursor."""
    ordered = sorted(rows, key=key)
    size = len(key(ordered[0])) if ordered else 0
    after = _after(request, asked, lambda k: all(isinstance(v, str) for v in k) and size in {0, len(k)})
    first = bisect_right(ordered, tuple(map(str, after)), key=key) if after else 0
    chosen = tuple(ordered[first : first + asked.limit])
    return Slice(chosen, key(chosen[-1]) if first + asked.limit < len(ordered) else None)


def _mark(request: Request, asked: Paged) -> str:
    return list_mark(request.url.path, asked.model_dump(exclude=_NOT_THE_LIST))


def _after(request: Request, asked: Paged, suits: Callable[[Key], bool]) -> Key | None:
    return read_cursor(asked.cursor, _mark(request, asked), suits)


def _next(request: Request, asked: Paged, part: Slice[Any]) -> str | None:
    return next_address(request, write_cursor(_mark(request, asked), part.end)) if part.end is not None else None


def _moved(request: Request, now: str) -> Response | None:
    """The way to where a merged entity is now; None for an id that is still its own."""
    asked = request.path_params["id"]
    if asked == now:
        return None
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(request.url.path.replace(f"/{asked}", f"/{now}", 1) + query, 308)
