"""What every page shares: the registry behind it, the reader's language and theme, and how it becomes a response."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Literal, cast, get_args
from urllib.parse import urlencode

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from huoshui.registry import Registry
from huoshui.web.language import Locale, as_locale, catalogue, preferred_locale

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

Theme = Literal["auto", "dark", "light"]
Section = Literal["funds", "totals", "portfolio", "policy", "documents", "calls", "audit", "review", "about", ""]
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way to a page; the page itself has no address."""

    label: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds every page: language, theme, and the addresses that change them and keep the rest."""

    locale: Locale
    theme: Theme
    section: Section
    search: str
    kind: str
    language_href: str
    theme_href: str
    next_theme: Theme


@dataclass(frozen=True, slots=True)
class Reader:
    """Language and theme of one request: chosen in the address, else kept in a cookie, else the browser's."""

    locale: Locale
    theme: Theme


def reader_of(request: Request) -> Reader:
    """Language and theme of a request."""
    locale = (
        as_locale(request.query_params.get("lang"))
        or as_locale(request.cookies.get("lang"))
        or preferred_locale(request.headers.get("accept-language", ""))
    )
    theme = _as_theme(request.query_params.get("theme")) or _as_theme(request.cookies.get("theme")) or "auto"
    return Reader(locale, theme)


def registry_of(request: Request) -> Registry:
    """The registry that the application was made for."""
    return cast("Registry", request.app.state.registry)


Asked = Annotated[Reader, Depends(reader_of)]
Memory = Annotated[Registry, Depends(registry_of)]


def render(
    request: Request,
    template: str,
    page: object,
    section: Section = "",
    search: str = "",
    kind: str = "Fund",
    status: int = 200,
) -> HTMLResponse:
    """A page as a response. ``page`` is the declared context: the template gets it and the frame, nothing else."""
    reader = reader_of(request)
    frame = _frame(request, reader, section, search, kind)
    html = environment(reader.locale).get_template(template).render(page=page, frame=frame)
    response = HTMLResponse(html, status)
    for name in ("lang", "theme"):
        if name in request.query_params:
            value = reader.locale if name == "lang" else reader.theme
            response.set_cookie(name, value, max_age=YEAR, samesite="lax", httponly=True)
    return response


def _frame(request: Request, reader: Reader, section: Section, search: str, kind: str) -> Frame:
    themes = get_args(Theme)
    next_theme = themes[(themes.index(reader.theme) + 1) % len(themes)]
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in {"lang", "theme"}]
    return Frame(
        locale=reader.locale,
        theme=reader.theme,
        section=section,
        search=search,
        kind=kind,
        language_href=_address([*kept, ("lang", "en" if reader.locale == "zh" else "zh")]),
        theme_href=_address([*kept, ("theme", next_theme)]),
        next_theme=next_theme,
    )


def _address(pairs: Iterable[tuple[str, str]]) -> str:
    return "?" + urlencode(list(pairs))


def _as_theme(name: str | None) -> Theme | None:
    return next((theme for theme in get_args(Theme) if theme == name), None)


@cache
def environment(locale: Locale) -> Environment:
    """The templates in a language: text is escaped, and a name that a page does not declare is an error."""
    env = Environment(
        loader=PackageLoader("huoshui.web"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    cast("Any", env).install_gettext_translations(catalogue(locale), newstyle=True)
    env.globals["asset"] = asset
    return env


@cache
def asset(name: str) -> str:
    """The address of a file of our own, which changes with its content so that browsers may keep it."""
    content = files("huoshui.web").joinpath("static", name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"
