"""How the endpoints of policy answer: with a tag where something is read, without where something is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from huoshui.web.api.answering import answer, next_address
from huoshui.web.api.cursors import list_mark, read_cursor, write_cursor
from huoshui.web.api.routes import answers
from huoshui.web.folio import read_day

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fastapi import Request
    from fastapi.responses import Response

    from huoshui.registry import Registry
    from huoshui.web.api.asking import Asked
    from huoshui.web.api.policy.making import Maker
    from huoshui.web.language import Locale
    from huoshui.web.ruling import Ruling

#: Parameters that say how much of a list to show and in which words, not which list it is.
_NOT_THE_LIST = {"cursor", "limit", "lang"}


def described(model: Any, *problems: int, posted: bool = False) -> dict[int | str, dict[str, Any]]:  # noqa: ANN401
    """The answers of an endpoint as OpenAPI describes them."""
    found = answers(model, *problems, *((413,) if posted else ()))
    found.pop(308, None)
    if posted:
        found.pop(304)
    return found


def answered(
    request: Request,
    registry: Registry,
    model: Any,  # noqa: ANN401
    make: Callable[[], object],
    day: str = "",
) -> Response:
    """What ``make`` reads; where no day is asked for, the tag changes with the day."""
    return answer(request, registry, model, make, salt=f"{read_day(day):%Y%m%d}")


def maker(request: Request, locale: Locale) -> Maker:
    """What makes models in a language for this request."""
    from huoshui.web.api.policy.making import Maker

    return Maker(locale, request.scope.get("root_path", ""))


def ruling_of(request: Request) -> Ruling:
    """The rules over the ledger's funds."""
    return cast("Ruling", request.app.state.ruling)


def registry_of(request: Request) -> Registry:
    """The registry."""
    return cast("Registry", request.app.state.registry)


def page(request: Request, asked: Asked, keys: Sequence[tuple[str, ...]]) -> tuple[slice, str | None]:
    """Which rows of a list are asked for, and the address of those after them; ``keys`` tell rows apart.

    InputError for a cursor of another list.
    """
    mark = list_mark(request.url.path, asked.model_dump(exclude=_NOT_THE_LIST))
    cursor, limit = cast("str", getattr(asked, "cursor", "")), cast("int", getattr(asked, "limit", 50))
    after = read_cursor(cursor, mark, lambda key: bool(key) and all(isinstance(one, str) for one in key))
    start = 0
    if after:
        wanted = tuple(map(str, after))
        start = next((at for at, key in enumerate(keys) if key == wanted), -1) + 1
    end = start + limit
    following = next_address(request, write_cursor(mark, keys[end - 1])) if end < len(keys) else None
    return slice(start, end), following
