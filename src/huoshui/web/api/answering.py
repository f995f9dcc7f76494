"""What every answer shares: typed JSON, an ETag from the registry's revision, the link to the next page, HEAD."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response
from pydantic import TypeAdapter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from huoshui.registry import Registry

HEAD = "huoshui.head"


def answer(
    request: Request,
    registry: Registry,
    model: Any,  # noqa: ANN401
    make: Callable[[], object],
    salt: str = "",
) -> Response:
    """What ``make`` returns, as JSON of the type ``model``; 304 where the client has it already.

    The revision is read first: should the registry change meanwhile, the tag is too old and the client asks again.
    ``salt`` is what else the answer depends on beside the address and the registry.
    """
    tag = etag(registry, salt)
    if _known(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers={"etag": tag})
    made = make()
    headers = {"etag": tag}
    following = getattr(made, "next", None)
    if following:
        headers["link"] = f'<{following}>; rel="next"'
    return Response(_adapter(model).dump_json(made), headers=headers, media_type="application/json")


def as_json(model: Any, made: object) -> Response:  # noqa: ANN401
    """A value as JSON of the type ``model``, for what is computed and not asked for again."""
    return Response(_adapter(model).dump_json(made), media_type="application/json")


def etag(registry: Registry, salt: str = "") -> str:
    """The tag of every answer of this version over this state of the registry."""
    return f'W/"{_version()}-{registry.revision():x}{salt and f"-{salt}"}"'


def next_address(request: Request, cursor: str) -> str:
    """The address of the page that begins at the cursor, with the same filters."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return f"{request.url.path}?{urlencode([*kept, ('cursor', cursor)])}"


def is_head(request: Request) -> bool:
    """Whether only the headers are asked for."""
    return bool(request.scope.get(HEAD))


class HeadAsGet:
    """Answers HEAD as GET without the body: FastAPI itself knows HEAD only where it is declared a second time."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; of the answer to HEAD only what stands above the body comes back."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET", HEAD: True}, receive, send_head)


def _known(stated: str, tag: str) -> bool:
    """Whether the client's tags hold ours; weakly compared, as RFC 9110 asks for If-None-Match."""
    tags = {part.strip().removeprefix("W/") for part in stated.split(",")}
    return tag.removeprefix("W/") in tags


@cache
def _version() -> str:
    return version("huoshui")


@cache
def _adapter(model: Any) -> TypeAdapter[Any]:  # noqa: ANN401
    return TypeAdapter(model)
