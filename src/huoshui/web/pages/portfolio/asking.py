"""What an address of the portfolio asks for: as of which day, and the addresses of everything else that keep it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeVar, cast
from urllib.parse import quote, urlencode

from fastapi import Depends, Request

from huoshui.web.folio import CURRENCY, read_day
from huoshui.web.language import Locale, say, show_date
from huoshui.web.site import reader_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from huoshui.portfolio.family import Family
    from huoshui.portfolio.family.figures import Figure
    from huoshui.portfolio.family.views import Ref
    from huoshui.web.folio import Folio

T = TypeVar("T")
_OF_SORT = {"party": "holders", "fund": "funds", "company": "companies"}


@dataclass(frozen=True, slots=True)
class Head:
    """What begins each page of the portfolio: its tabs, and the form that changes the day and keeps the rest."""

    tabs: tuple[Tab, ...]
    path: str
    day: str
    shown_day: str
    dated: bool
    today_href: str
    kept: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of the portfolio."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """One request: the family as of the day asked for. ``chosen`` where the address names the day."""

    request: Request
    folio: Folio
    day: date
    chosen: bool
    locale: Locale

    @property
    def family(self) -> Family:
        """The family. InputError where the extra is missing or a rate of exchange is."""
        return self.folio.at(self.day, self.currency)

    @property
    def currency(self) -> str:
        """What amounts of several funds are counted in."""
        return CURRENCY

    def param(self, name: str) -> str:
        """A part of the query, at most 200 characters of it."""
        return self.request.query_params.get(name, "").strip()[:200]

    def href(self, path: str, **query: str) -> str:
        """An address of the portfolio, as of the same day."""
        pairs = [(name, value) for name, value in query.items() if value]
        if self.chosen:
            pairs.append(("as_of", self.day.isoformat()))
        return f"/portfolio{path}?{urlencode(pairs)}" if pairs else f"/portfolio{path}"

    def policy(self, path: str) -> str:
        """An address of the pages of policy, as of the same day."""
        return f"/policy{path}?as_of={self.day.isoformat()}" if self.chosen else f"/policy{path}"

    def to(self, ref: Ref) -> str:
        """The page of a party, fund or company."""
        return self.href(f"/{_OF_SORT[ref.sort]}/{quote(ref.id, safe='')}")

    def holder(self, name: str) -> str:
        """What a party, fund or company holds through all tiers."""
        return self.href(f"/holders/{quote(name, safe='')}")

    def entries(self, figure: Figure | str = "", node: str = "", other: str = "") -> str:
        """The journal entries behind a figure: of a node, of it in another, or of the family."""
        return self.href("/journal", node=node, other=other, figure=str(figure))

    @property
    def whole(self) -> bool:
        """Whether a table is asked for as a file, with all its rows."""
        return self.param("as") == "xlsx"

    def some(self, rows: Sequence[T], most: int, start: int = 0) -> Sequence[T]:
        """The rows that are shown: ``most`` from ``start`` on, or all for a file."""
        return rows if self.whole else rows[start : start + most]

    def same(self, **query: str) -> str:
        """The same page with some of its query changed; the page number begins again unless it is changed."""
        kept = {
            n: v for n, v in self.request.query_params.items() if n not in {"as_of", "as", "table", "lang", "theme"}
        }
        kept.pop("page", None)
        return self.href(self.path, **(kept | query))

    def file(self, table: str) -> str:
        """The address of one table of the page as a workbook."""
        query = {n: v for n, v in self.request.query_params.items() if n not in {"as_of", "lang", "theme", "page"}}
        return self.href(self.path, **(query | {"as": "xlsx", "table": table}))

    @property
    def path(self) -> str:
        """The page's own path below /portfolio."""
        return _own_path(self.request)

    def head(self, current: str) -> Head:
        """What begins the page; ``current`` names its tab."""
        tabs = (
            ("family", say(self.locale, "家族"), ""),
            ("reinvestment", say(self.locale, "返投"), "/reinvestment"),
            ("journal", say(self.locale, "流水"), "/journal"),
        )
        dropped = {"as_of", "page", "as", "table", "lang", "theme"}
        kept = tuple((n, v) for n, v in self.request.query_params.multi_items() if n not in dropped)
        own = f"/portfolio{self.path}"
        return Head(
            tabs=tuple(Tab(label, self.href(path), name == current) for name, label, path in tabs),
            path=own,
            day=self.day.isoformat(),
            shown_day=show_date(self.day.isoformat(), self.locale),
            dated=self.chosen,
            today_href=f"{own}?{urlencode(kept)}" if kept else own,
            kept=kept,
        )


def _own_path(request: Request) -> str:
    """The path below /portfolio as the browser sent it, names of nodes still quoted."""
    raw: bytes = request.scope.get("raw_path") or request.url.path.encode()
    return raw.decode("ascii", "replace").partition("?")[0].removeprefix("/portfolio")


def asking(request: Request) -> Asking:
    """What a request asks for. InputError for a day that is none."""
    folio = cast("Folio", request.app.state.folio)
    stated = request.query_params.get("as_of", "").strip()
    return Asking(request, folio, read_day(stated), bool(stated), reader_of(request).locale)


Asked = Annotated[Asking, Depends(asking)]
