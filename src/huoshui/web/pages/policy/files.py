"""One table of a page as a workbook."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from fastapi.responses import Response

from huoshui.errors import InputError
from huoshui.reporting.tables import as_xlsx
from huoshui.web.language import mark
from huoshui.web.pages.export import WRITERS
from huoshui.web.pages.portfolio.cells import as_table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from huoshui.policy.calls import Call
    from huoshui.reporting.evaluation import Report
    from huoshui.web.pages.policy.asking import Asking
    from huoshui.web.pages.portfolio.cells import Sheet

_TYPES = {
    "xlsx": WRITERS["xlsx"][1],
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def as_file(asked: Asking, sheets: Iterable[Sheet]) -> Response:
    """The table that the address names. InputError where the page has none such."""
    wanted = asked.param("table")
    sheet = next((one for one in sheets if one.id == wanted), None)
    if sheet is None:
        raise InputError(asked.say(mark("地址中的 table 不是本页的表；请从本页导出")))
    return attached(as_xlsx(as_table(sheet)), f"huoshui-policy-{sheet.id}-{asked.day.isoformat()}.xlsx")


def ranking_report(asked: Asking) -> Response:
    """The funds of the ranking as a report. InputError for a format that there is not."""
    from huoshui.reporting.evaluation import Cover, batch_report
    from huoshui.web.pages.policy.ranking import places_of, variants_of

    found = asked.ruling.evaluation(asked.day, variants_of(asked))
    report = batch_report(found, Cover(asked.day, made=_today()), asked.locale, places_of(found, asked))
    return _report(report, "evaluation", asked)


def fund_report(name: str, asked: Asking) -> Response:
    """The evaluation of one fund as a report. NotFound, InputError."""
    from huoshui.reporting import evaluation as reports
    from huoshui.web.pages.policy.evaluated import costs_of, evaluation_of

    found, place, _ = evaluation_of(name, asked)
    cover = reports.Cover(asked.day, made=_today())
    return _report(reports.fund_report(found, place, cover, asked.locale, costs_of(name, asked)), "fund", asked)


def application_form(call: Call) -> Response:
    """The empty form of what a call needs."""
    from huoshui.policy.profile_templates import application_workbook

    return attached(application_workbook(call), "huoshui-application.xlsx")


def _today() -> date:
    return datetime.now().astimezone().date()


def _report(report: Report, name: str, asked: Asking) -> Response:
    from huoshui.reporting.evaluation import written

    kind = asked.param("as")
    return attached(written(report, f".{kind}"), f"huoshui-{name}-{asked.day.isoformat()}.{kind}")


def attached(content: bytes, name: str) -> Response:
    """A file to keep."""
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=_TYPES[name.rpartition(".")[2]], headers=headers)
