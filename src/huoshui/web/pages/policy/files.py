"""One table of a page as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.responses import Response

from huoshui.errors import InputError
from huoshui.reporting.tables import as_xlsx
from huoshui.web.language import mark
from huoshui.web.pages.export import WRITERS
from huoshui.web.pages.portfolio.cells import as_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huoshui.web.pages.policy.asking import Asking
    from huoshui.web.pages.portfolio.cells import Sheet


def as_file(asked: Asking, sheets: Iterable[Sheet]) -> Response:
    """The table that the address names. InputError where the page has none such."""
    wanted = asked.param("table")
    sheet = next((one for one in sheets if one.id == wanted), None)
    if sheet is None:
        raise InputError(asked.say(mark("地址中的 table 不是本页的表；请从本页导出")))
    return attached(as_xlsx(as_table(sheet)), f"huoshui-policy-{sheet.id}-{asked.day.isoformat()}.xlsx")


def attached(content: bytes, name: str) -> Response:
    """A file to keep."""
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=WRITERS[name.rpartition(".")[2]][1], headers=headers)
