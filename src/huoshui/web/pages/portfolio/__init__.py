"""The pages of the portfolio: the family, a fund, a company, a holder, re-investment and the journal.

What they compute with is an extra, so that each page's module is imported when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from huoshui.web.pages.portfolio.asking import Asked
from huoshui.web.site import render

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huoshui.web.pages.portfolio.asking import Asking
    from huoshui.web.pages.portfolio.cells import Sheet

__all__ = ["router"]

router = APIRouter(prefix="/portfolio")


@router.get("", response_class=HTMLResponse)
def show_family(asked: Asked) -> Response:
    """The whole family as of a day."""
    from huoshui.web.pages.portfolio import overview

    page = overview.make_page(asked)
    return _answer(asked, "portfolio/overview.html", page, page.sheets)


@router.get("/funds/{name:path}/waterfall", response_class=HTMLResponse)
def show_sharing(name: str, asked: Asked) -> Response:
    """A fund's distribution waterfall by terms that the reader names, and concessions. NotFound."""
    from huoshui.web.pages.portfolio import sharing

    page = sharing.make_page(name, asked)
    return _answer(asked, "portfolio/sharing.html", page, page.sheets)


@router.get("/funds/{name:path}", response_class=HTMLResponse)
def show_fund(name: str, asked: Asked) -> Response:
    """A fund's account from commitment to distribution. NotFound."""
    from huoshui.web.pages.portfolio import fund as pages

    page = pages.make_page(name, asked)
    return _answer(asked, "portfolio/fund.html", page, page.sheets)


@router.get("/companies/{name:path}", response_class=HTMLResponse)
def show_company(name: str, asked: Asked) -> Response:
    """A company: its rounds, who holds it, and who stands behind. NotFound."""
    from huoshui.web.pages.portfolio import company as pages

    page = pages.make_page(name, asked)
    return _answer(asked, "portfolio/company.html", page, page.sheets)


@router.get("/holders/{name:path}", response_class=HTMLResponse)
def show_holder(name: str, asked: Asked) -> Response:
    """What a party, fund or company holds through all tiers. NotFound."""
    from huoshui.web.pages.portfolio import holder as pages

    page = pages.make_page(name, asked)
    return _answer(asked, "portfolio/holder.html", page, page.sheets)


@router.get("/reinvestment", response_class=HTMLResponse)
def show_reinvestment(asked: Asked) -> Response:
    """Re-investment obligations, how far they are met, and under which definition. NotFound."""
    from huoshui.web.pages.portfolio import reinvestment as pages

    page = pages.make_page(asked)
    return _answer(asked, "portfolio/reinvestment.html", page, page.sheets)


@router.get("/journal", response_class=HTMLResponse)
def show_journal(asked: Asked) -> Response:
    """The lines of the journal, or those behind one figure. InputError, NotFound."""
    from huoshui.web.pages.portfolio import journal as pages

    page = pages.make_page(asked, whole=asked.param("as") == "xlsx")
    return _answer(asked, "portfolio/journal.html", page, page.sheets)


def _answer(asked: Asking, template: str, page: object, sheets: Iterable[Sheet]) -> Response:
    """The page, or with ``as=xlsx`` the table that the address names. InputError for one that the page has not."""
    if asked.param("as") == "xlsx":
        from huoshui.web.pages.portfolio.files import as_file

        return as_file(asked, sheets)
    return render(asked.request, template, page, section="portfolio")
