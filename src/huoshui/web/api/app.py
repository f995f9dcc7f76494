"""The API as an application of its own under that of the pages: errors are problem details, the description OpenAPI."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount

from huoshui.registry import Registry
from huoshui.web.api import problems, reference, routes
from huoshui.web.api.answering import HeadAsGet
from huoshui.web.api.bodies import SmallBodies
from huoshui.web.api.policy import routes as policy
from huoshui.web.api.portfolio import routes as portfolio
from huoshui.web.folio import Folio
from huoshui.web.language import Locale, as_locale, mark, say
from huoshui.web.ruling import Ruling
from huoshui.web.site import reader_of, render

ABOUT = mark("登记册的内容，带类型的 JSON：金额为精确数与币种，每个值都可追到原句。不改变任何内容，POST 只计算。")
_ROUTERS = (routes.router, portfolio.router, policy.router)
_WORDS = {"summary", "description", "title"}


class ApiMount(Mount):
    """Where the API stands: every address below it is its own, even one with a line break in it."""

    def __init__(self, registry: Registry, folio: Folio, ruling: Ruling, path: str = "/api/v1") -> None:
        super().__init__(path, app=create_api(registry, folio, ruling), name="api")
        self.path_regex = re.compile(self.path_regex.pattern, re.DOTALL)


def create_api(registry: Registry, folio: Folio, ruling: Ruling) -> FastAPI:
    """The API over an open registry, the portfolio in its database and the rules, to be mounted at /api/v1."""
    app = FastAPI(title="Huoshui", version=version("huoshui"), docs_url=None, redoc_url=None, openapi_url=None)
    app.state.registry, app.state.folio, app.state.ruling = registry, folio, ruling
    for router in _ROUTERS:
        app.include_router(router)

    @app.get("/openapi.json", include_in_schema=False)
    def openapi(request: Request) -> Response:
        locale = as_locale(request.query_params.get("lang")) or "zh"
        return JSONResponse({**described(locale), "servers": [{"url": request.scope.get("root_path") or "/"}]})

    @app.get("/docs", include_in_schema=False)
    def docs(request: Request) -> HTMLResponse:
        locale = reader_of(request).locale
        return render(request, "api.html", reference.make_page(described(locale), locale), section="about")

    problems.install(app)
    app.add_middleware(HeadAsGet)
    app.add_middleware(SmallBodies)
    return app


@cache
def described(locale: Locale) -> dict[str, Any]:
    """The OpenAPI description in a language."""
    description = get_openapi(
        title="Huoshui",
        version=version("huoshui"),
        description=ABOUT,
        routes=[route for router in _ROUTERS for route in router.routes],
    )
    for path in description["paths"].values():
        for operation in path.values():
            _finish(operation)
    translated: dict[str, Any] = _translated(description, locale)
    return translated


def _finish(operation: dict[str, Any]) -> None:
    """Problems have a media type of their own, and so has the export; what has no body says so."""
    for status, response in operation["responses"].items():
        content = response.get("content", {}).pop("application/json", None)
        if content is None:
            response.pop("content", None)
        elif int(status) >= 400:
            response["content"] = {problems.MEDIA_TYPE: content}
        elif operation["operationId"].startswith("export"):
            response["content"] = {"application/x-ndjson": content}
        else:
            response["content"] = {"application/json": content}


def _translated(part: Any, locale: Locale) -> Any:  # noqa: ANN401
    """The description with its words in a language; everything else is as it was."""
    if isinstance(part, dict):
        return {
            name: say(locale, value) if name in _WORDS and isinstance(value, str) else _translated(value, locale)
            for name, value in part.items()
        }
    return [_translated(value, locale) for value in part] if isinstance(part, list) else part
