"""Forms that change something: read within limits, and only when they come from a page of our own.

Each form carries a token that belongs to a cookie which other sites neither see nor have sent along; it is made with a
secret of the running server. The Host check and the policy of ``security`` stand before it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote

from huoshui.errors import InputError
from huoshui.reporting.judging import analyst_name
from huoshui.web.language import say
from huoshui.web.site import YEAR

if TYPE_CHECKING:
    from fastapi import Request, Response

    from huoshui.web.language import Locale

_COOKIE = "guard"
_ANALYST = "analyst"
_LONGEST = 20_000
_FIELDS = 40


@dataclass(frozen=True, slots=True)
class Guard:
    """What a page with forms needs: the cookie's value, and the token that goes into each form."""

    cookie: str
    token: str


def guard_of(request: Request) -> Guard:
    """The guard of this browser, a new one where it has none."""
    cookie = request.cookies.get(_COOKIE, "")
    if not (len(cookie) == 32 and cookie.isalnum() and cookie.isascii()):
        cookie = secrets.token_hex(16)
    return Guard(cookie, _token(request, cookie))


def keep(response: Response, guard: Guard) -> None:
    """Leave the guard's cookie with the browser."""
    response.set_cookie(_COOKIE, guard.cookie, samesite="strict", httponly=True)


def keep_analyst(response: Response, name: str) -> None:
    """Leave the analyst's name with the browser."""
    response.set_cookie(_ANALYST, quote(name), max_age=YEAR, samesite="strict", httponly=True)


def analyst_of(request: Request) -> str:
    """Who judges: the name left with the browser, else that of the server's user."""
    name = unquote(request.cookies.get(_ANALYST, ""))
    return analyst_name(name if name.isprintable() else None)


async def read_form(request: Request, locale: Locale) -> dict[str, str]:
    """Fields of a form of our own. InputError for one that is too long, of another site or of another server."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST:
            raise InputError(say(locale, "表单过长；请缩短备注"))
    try:
        fields = dict(parse_qsl(body.decode(), max_num_fields=_FIELDS))
    except ValueError:
        fields = {}
    cookie = request.cookies.get(_COOKIE, "")
    if not cookie or not hmac.compare_digest(fields.get("token", "").encode(), _token(request, cookie).encode()):
        raise InputError(say(locale, "表单不是本页发出的，或服务已重启；请刷新页面再试"))
    return fields


def _token(request: Request, cookie: str) -> str:
    secret: bytes = request.app.state.secret
    return hmac.new(secret, cookie.encode(), hashlib.sha256).hexdigest()
