"""Errors as problem details (RFC 9457): the kind of problem, what was wrong and where, what to do; no traceback."""

from __future__ import annotations

import logging
from functools import cache

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import TypeAdapter
from starlette.exceptions import HTTPException

from huoshui.errors import HuoshuiError
from huoshui.web.api.models import Fault, Problem
from huoshui.web.errors import DO, REPORT, WHAT
from huoshui.web.language import Locale, as_locale, mark, say
from huoshui.web.security import HEADERS

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
UNEXPECTED = mark("服务器出错了")
CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 422: "parameters", 500: "unexpected"}
TITLES = {**WHAT, 422: mark("参数不合规定"), 405: mark("此地址不支持这种请求方法")}
ADVICE = {
    **DO,
    404: mark("请检查地址或编号，接口说明见 /api/v1/docs。"),
    405: mark("本接口不改变任何内容，请用接口说明所列的方法。"),
    422: mark("请按接口说明修改 errors 中列出的参数。"),
}
LONGEST_WORDS = 200
#: The codes and statuses of the problems that a reader may meet.
KINDS = (
    ("input", 400),
    ("not_found", 404),
    ("method_not_allowed", 405),
    ("too_large", 413),
    ("parameters", 422),
    ("database", 503),
)


def title_of(status: int, locale: Locale) -> str:
    """What a kind of problem is called."""
    return say(locale, TITLES.get(status, UNEXPECTED))


def install(app: FastAPI) -> None:
    """Have every error of the application answered by problem details."""
    for kind in (HuoshuiError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, _on_error)


@cache
def _writer() -> TypeAdapter[Problem]:
    return TypeAdapter(Problem)


def _on_error(request: Request, error: Exception) -> Response:
    problem = _problem(request, error)
    if problem.status >= 500:
        log.error("%s failed", request.url.path, exc_info=error)
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    # An unexpected error is answered outside of what adds these to every response.
    headers.update(HEADERS)
    return Response(_writer().dump_json(problem), problem.status, headers, MEDIA_TYPE)


def _problem(request: Request, error: Exception) -> Problem:
    locale = as_locale(request.query_params.get("lang")) or "zh"
    faults: tuple[Fault, ...] = ()
    detail = ""
    match error:
        case HuoshuiError():
            status, code, detail = error.status, error.code, str(error)
        case RequestValidationError():
            status, faults = 422, tuple(_fault(fault) for fault in error.errors())
            code = CODES[status]
        case HTTPException():
            status, code = error.status_code, CODES.get(error.status_code, "error")
        case _:
            status, code = 500, CODES[500]
    return Problem(
        type=f"{request.scope.get('root_path', '')}/docs#{code}",
        title=title_of(status, locale),
        status=status,
        detail=detail or say(locale, ADVICE.get(status, REPORT)),
        instance=request.url.path,
        errors=faults,
    )


def _fault(fault: dict[str, object]) -> Fault:
    place = fault.get("loc")
    where = ".".join(str(step) for step in place) if isinstance(place, tuple) else ""
    return Fault(where[:LONGEST_WORDS], str(fault.get("msg", ""))[:LONGEST_WORDS])
