"""What an address of the policy pages asks for: as of which day, in which place, and the addresses that keep both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, cast
from urllib.parse import quote, urlencode

from fastapi import Depends, Request

from huoshui.model.regions import Region
from huoshui.web.folio import read_day
from huoshui.web.language import Locale, say, show_date
from huoshui.web.ruling import Ruling
from huoshui.web.site import reader_of, registry_of

if TYPE_CHECKING:
    from datetime import date

    from huoshui.registry import Registry

ROOT = "/policy"
_DROPPED = frozenset({"as_of", "as", "table", "lang", "theme"})


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of policy."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Head:
    """What begins each page of policy: its tabs, and the form that changes the day, and the place where that matters.

    ``placed`` is whether the form asks for a place; ``kept`` are the other parts of the address.
    """

    tabs: tuple[Tab, ...]
    path: str
    day: str
    shown_day: str
    dated: bool
    today_href: str
    placed: bool
    place: str
    kept: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """One request. ``chosen`` where the address names the day."""

    request: Request
    registry: Registry
    ruling: Ruling
    day: date
    chosen: bool
    locale: Locale

    def param(self, name: str) -> str:
        """A part of the query, at most 200 characters of it."""
        return self.request.query_params.get(name, "").strip()[:200]

    @property
    def place(self) -> Region | None:
        """The place that the address names. InputError for one that is none."""
        stated = self.param("place")
        return Region.parse(stated) if stated else None

    def say(self, message: str, **stated: object) -> str:
        """A message in the reader's language; ``message`` is marked for translation where it is declared."""
        text = say(self.locale, message)
        return text % stated if stated else text

    def href(self, path: str = "", **query: str) -> str:
        """An address of the policy pages, as of the same day."""
        return self._dated(ROOT + path, query)

    def portfolio(self, path: str = "", **query: str) -> str:
        """An address of the portfolio, as of the same day."""
        return self._dated("/portfolio" + path, query)

    def fund(self, name: str) -> str:
        """A fund of the ledger on its own page."""
        return self.portfolio(f"/funds/{quote(name, safe='')}")

    def pack(self, name: str, rule: str = "") -> str:
        """A pack, or a rule of it."""
        return self.href(f"/packs/{quote(name, safe='')}") + (f"#{quote(rule, safe='')}" if rule else "")

    def check(self, name: str) -> str:
        """The verdicts on a fund."""
        return self.href(f"/check/{quote(name, safe='')}")

    def evaluation(self, name: str) -> str:
        """The evaluation of a fund."""
        return self.href(f"/evaluation/{quote(name, safe='')}")

    def same(self, **query: str) -> str:
        """The same page with some of its query changed; the page number begins again unless it is changed."""
        kept = {n: v for n, v in self.request.query_params.items() if n not in _DROPPED and n != "page"}
        return self._dated(self.path, kept | query)

    def file(self, table: str, kind: str = "xlsx") -> str:
        """The address of one table of the page as a file."""
        kept = {n: v for n, v in self.request.query_params.items() if n not in _DROPPED and n != "page"}
        return self._dated(self.path, kept | {"as": kind, "table": table})

    @property
    def path(self) -> str:
        """The page's own path as the browser sent it, names still quoted."""
        raw: bytes = self.request.scope.get("raw_path") or self.request.url.path.encode()
        return raw.decode("ascii", "replace").partition("?")[0]

    def head(self, current: str, *, placed: bool = False) -> Head:
        """What begins the page; ``current`` names its tab."""
        dropped = _DROPPED | {"page"} | ({"place"} if placed else set())
        kept = tuple((n, v) for n, v in self.request.query_params.multi_items() if n not in dropped and v)
        placing = [("place", self.param("place"))] if placed and self.param("place") else []
        undated = urlencode([*kept, *placing])
        return Head(
            tabs=tuple(Tab(label, self.href(path), name == current) for name, label, path in _tabs(self.locale)),
            path=self.path,
            day=self.day.isoformat(),
            shown_day=show_date(self.day.isoformat(), self.locale),
            dated=self.chosen,
            today_href=f"{self.path}?{undated}" if undated else self.path,
            placed=placed,
            place=self.param("place"),
            kept=kept,
        )

    def _dated(self, path: str, query: dict[str, str]) -> str:
        pairs = [(name, value) for name, value in query.items() if value]
        if self.chosen:
            pairs.append(("as_of", self.day.isoformat()))
        return f"{path}?{urlencode(pairs)}" if pairs else path


def _tabs(locale: Locale) -> tuple[tuple[str, str, str], ...]:
    return (
        ("packs", say(locale, "规则包"), ""),
        ("check", say(locale, "合规核查"), "/check"),
        ("evaluation", say(locale, "投向评价"), "/evaluation"),
        ("conflicts", say(locale, "规则冲突"), "/conflicts"),
        ("screen", say(locale, "申报筛查"), "/screen"),
        ("match", say(locale, "企业匹配"), "/match"),
        ("overlap", say(locale, "同质化"), "/overlap"),
        ("index", say(locale, "综合指数"), "/index"),
    )


def asking(request: Request) -> Asking:
    """What a request asks for. InputError for a day that is none."""
    stated = request.query_params.get("as_of", "").strip()
    ruling = cast("Ruling", request.app.state.ruling)
    return Asking(request, registry_of(request), ruling, read_day(stated), bool(stated), reader_of(request).locale)


Asked = Annotated[Asking, Depends(asking)]
