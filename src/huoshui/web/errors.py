"""Errors as pages: what was wrong, where, and what to do; never a traceback."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from huoshui.errors import HuoshuiError
from huoshui.web.language import mark, say
from huoshui.web.security import HEADERS
from huoshui.web.site import reader_of, render

if TYPE_CHECKING:
    from fastapi import FastAPI, Request
    from fastapi.responses import HTMLResponse

log = logging.getLogger(__name__)

WHAT = {
    400: mark("这个地址无法使用"),
    404: mark("没有找到"),
    405: mark("这个页面只供阅读"),
    413: mark("内容过大"),
    503: mark("数据库暂不可用"),
}
UNEXPECTED = mark("页面出错了")

DO = {
    400: mark("请检查地址中的参数，或从检索页重新开始。"),
    404: mark("请检查地址，或按名称检索；记录合并后旧编号可能已改变。"),
    405: mark("请从检索页重新开始。"),
    413: mark("请缩小范围后再试。"),
    503: mark("请确认数据库文件存在且未被占用，再刷新本页。"),
}
REPORT = mark("请刷新重试；若仍出错，请把地址和终端里的错误信息发给维护者。")


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What was wrong, where, and what to do. ``detail`` is the error's own line and may be empty."""

    status: int
    what: str
    where: str
    detail: str
    advice: str


def install(app: FastAPI) -> None:
    """Have every error of the application answered by a page."""
    app.add_exception_handler(HuoshuiError, _on_error)
    app.add_exception_handler(HTTPException, _on_error)
    app.add_exception_handler(RequestValidationError, _on_error)
    app.add_exception_handler(Exception, _on_error)


def _on_error(request: Request, error: Exception) -> HTMLResponse:
    status, detail = _judge(error)
    if status == 500:
        log.error("%s failed", request.url.path, exc_info=error)
    locale = reader_of(request).locale
    page = ErrorPage(
        status=status,
        what=say(locale, WHAT.get(status, UNEXPECTED)),
        where=request.url.path,
        detail=detail,
        advice=say(locale, DO.get(status, REPORT)),
    )
    response = render(request, "error.html", page, status=status)
    for name, value in HEADERS:  # an unexpected error is answered outside of what adds them to every page
        response.headers[name] = value
    return response


def _judge(error: Exception) -> tuple[int, str]:
    match error:
        case HuoshuiError():
            return error.status, str(error)
        case HTTPException():
            return error.status_code, ""
        case RequestValidationError():
            return 400, ""
        case _:
            return 500, ""
