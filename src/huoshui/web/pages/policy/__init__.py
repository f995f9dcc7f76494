"""The pages of policy: packs, verdicts, the evaluation, conflicts, screening, matching, overlap and indices.

What they compute with is an extra, so that each page's module is imported when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, Response

from huoshui.web.forms import guard_of, keep, read_form
from huoshui.web.pages.policy.asking import Asked
from huoshui.web.site import render

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huoshui.web.pages.policy.asking import Asking
    from huoshui.web.pages.portfolio.cells import Sheet

__all__ = ["router"]

router = APIRouter(prefix="/policy")
#: Formats of a report.
REPORTS = frozenset({"docx", "xlsx"})


@router.get("", response_class=HTMLResponse)
def show_packs(asked: Asked) -> Response:
    """The packs in force on a day and in a place."""
    from huoshui.web.pages.policy import overview as pages

    return _answer(asked, "overview", pages.make_page(asked))


@router.get("/packs/{name}", response_class=HTMLResponse)
def show_pack(name: str, asked: Asked) -> Response:
    """A document with its rules. NotFound."""
    from huoshui.web.pages.policy import pack as pages

    return _answer(asked, "pack", pages.make_page(name, asked))


@router.get("/check", response_class=HTMLResponse)
def show_checks(asked: Asked) -> Response:
    """Funds and rules as a matrix of verdicts. NotFound for a pack."""
    from huoshui.web.pages.policy import check as pages

    page = pages.make_page(asked)
    return _answer(asked, "check", page, page.sheets)


@router.get("/check/{name:path}", response_class=HTMLResponse)
def show_check(name: str, asked: Asked) -> Response:
    """All verdicts on a fund of the ledger or of the registry. NotFound."""
    from huoshui.web.pages.policy import fund as pages

    page = pages.make_page(name, asked)
    return _answer(asked, "fund", page, page.sheets)


@router.get("/evidence", response_class=HTMLResponse)
def show_evidence(asked: Asked) -> Response:
    """The entries of the ledger behind a figure of a fund. NotFound."""
    from huoshui.web.pages.policy import evidence as pages

    page = pages.make_page(asked)
    return _answer(asked, "evidence", page, page.sheets)


@router.get("/evaluation", response_class=HTMLResponse)
def show_ranking(asked: Asked) -> Response:
    """The funds by their scores; with ``as`` the same as a report."""
    if asked.param("as") in REPORTS:
        from huoshui.web.pages.policy import files

        return files.ranking_report(asked)
    from huoshui.web.pages.policy import ranking as pages

    return _answer(asked, "ranking", pages.make_page(asked))


@router.get("/evaluation/{name:path}", response_class=HTMLResponse)
def show_evaluation(name: str, asked: Asked) -> Response:
    """A fund's score by indicator; with ``as`` the report that a bureau files. NotFound."""
    if asked.param("as") in REPORTS and asked.param("table") == "report":
        from huoshui.web.pages.policy import files

        return files.fund_report(name, asked)
    from huoshui.web.pages.policy import evaluated as pages

    page = pages.make_page(name, asked)
    return _answer(asked, "evaluated", page, page.sheets)


@router.get("/conflicts", response_class=HTMLResponse)
def show_conflicts(asked: Asked) -> Response:
    """Clauses that pull apart in a place or for a fund. NotFound, InputError."""
    from huoshui.web.pages.policy import conflicts as pages

    page = pages.make_page(asked)
    return _answer(asked, "conflicts", page, page.sheets)


@router.get("/screen", response_class=HTMLResponse)
def show_screening(asked: Asked) -> Response:
    """Calls to choose from, or with ``call`` an application against one; ``as=form`` is its form as a workbook."""
    if not asked.param("call"):
        from huoshui.web.pages.policy import screen

        return _answer(asked, "screen", screen.make_page(asked))
    from huoshui.web.pages.policy import application as pages

    if asked.param("as") == "form":
        from huoshui.web.pages.policy import files

        return files.application_form(pages.call_of(asked.param("call"), asked))
    page = pages.make_page(asked.param("call"), asked)
    return _answer(asked, "application", page, page.sheets)


@router.get("/match", response_class=HTMLResponse)
def show_matches(asked: Asked) -> Response:
    """The funds and instruments that fit a company."""
    from huoshui.web.pages.policy import match as pages

    page = pages.make_page(asked)
    return _answer(asked, "match", page, page.sheets)


@router.get("/overlap", response_class=HTMLResponse)
def show_overlap(asked: Asked) -> Response:
    """Funds too much alike, within cities and between them. InputError."""
    from huoshui.web.pages.policy import overlap as pages

    page = pages.make_page(asked)
    return _answer(asked, "overlap", page, page.sheets)


@router.get("/index", response_class=HTMLResponse)
def show_index(asked: Asked) -> Response:
    """The structure of an index. NotFound."""
    return _index(asked, None)


@router.post("/index", response_class=HTMLResponse)
async def compute_index(asked: Asked) -> Response:
    """An index of values that somebody pasted. InputError for a form that is not of this page, NotFound."""
    form = await read_form(asked.request, asked.locale)
    return await run_in_threadpool(_index, asked, form)


def _index(asked: Asking, form: dict[str, str] | None) -> Response:
    from huoshui.web.pages.policy import index as pages

    guard = guard_of(asked.request)
    response = _answer(asked, "index", pages.make_page(asked, guard.token, form))
    keep(response, guard)
    return response


def _answer(asked: Asking, template: str, page: object, sheets: Iterable[Sheet] = ()) -> Response:
    """The page, or with ``as=xlsx`` the table that the address names. InputError for one that the page has not."""
    if asked.param("as") == "xlsx":
        from huoshui.web.pages.policy.files import as_file

        return as_file(asked, sheets)
    return render(asked.request, f"policy/{template}.html", page, section="policy")
