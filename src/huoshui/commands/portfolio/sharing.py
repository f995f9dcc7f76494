"""``huoshui portfolio waterfall``: who gets what of a fund by given terms, and what concessions cost."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from huoshui.commands.base import Database, Language, settings, tr
from huoshui.commands.portfolio.views import Format, Output, day_of, form_of, put
from huoshui.errors import InputError


class Basis(StrEnum):
    """What must be paid back before carry."""

    WHOLE_FUND = "whole_fund"
    DEAL_BY_DEAL = "deal_by_deal"


_GRAMMAR = "gain:20%[:others] | buyout:2026-12-31:cost[+3.5%] | loss:40%"


def add_to(group: typer.Typer) -> None:
    """Make the command known."""
    group.command(
        help=tr(
            "一只基金按给定条款的分配瀑布：本金、门槛收益、追补、分成，与实际分配对照；各种让利的成本",
            "A fund's distribution waterfall by given terms, against what was paid out, and what concessions cost.",
        )
    )(waterfall)


def waterfall(
    fund: Annotated[str, typer.Argument(metavar="FUND", help=tr("基金编号", "the fund's id"))],
    hurdle: Annotated[
        str, typer.Option("--hurdle", metavar="RATE", help=tr("门槛年收益率，如 8%", "annual hurdle, such as 8%"))
    ],
    carry: Annotated[
        str, typer.Option("--carry", metavar="SHARE", help=tr("管理人分成，如 20%", "carry, such as 20%"))
    ],
    catch_up: Annotated[
        str, typer.Option("--catch-up", metavar="SHARE", help=tr("追补比例，0% 为无", "catch-up; 0% for none"))
    ] = "100%",
    basis: Annotated[
        Basis, typer.Option("--basis", help=tr("整只基金或逐个项目", "whole fund or deal by deal"))
    ] = Basis.WHOLE_FUND,
    simple: Annotated[
        bool, typer.Option("--simple", help=tr("门槛按单利，默认复利", "simple interest; default compound"))
    ] = False,
    clawback: Annotated[bool, typer.Option("--clawback", help=tr("期末回拨", "clawback at the end"))] = False,
    liquidate: Annotated[
        bool,
        typer.Option(
            "--liquidate", help=tr("视同当日清算，净资产一并分配", "as if liquidated: share out what is left")
        ),
    ] = False,
    concession: Annotated[
        list[str] | None,
        typer.Option(
            "--concession", metavar="WHAT", help=tr(f"让利，可重复：{_GRAMMAR}", f"may be repeated: {_GRAMMAR}")
        ),
    ] = None,
    guidance: Annotated[
        str,
        typer.Option("--guidance", metavar="INVESTOR", help=tr("让利的出资人编号", "the investor who makes them")),
    ] = "",
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help=tr("截至此日终，默认今天", "end of this day; default today"))
    ] = "",
    format_: Format = None,
    output: Output = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.portfolio.family import Families, read_concession, read_terms
    from huoshui.portfolio.ledger import Ledger
    from huoshui.reporting.portfolio import sharing_tables

    form, day = form_of(format_, output), day_of(as_of)
    with Ledger(settings.database, create=False) as ledger:
        family = Families(ledger).at(day)
        try:
            told = family.sharing(
                fund,
                read_terms(hurdle, carry, catch_up, basis=basis, simple=simple, clawback=clawback),
                liquidate=liquidate,
                guidance=guidance,
                concessions=[read_concession(text) for text in concession or ()],
            )
        except InputError as error:
            raise typer.BadParameter(str(error)) from error
    put(sharing_tables(told, settings.locale), form, output)
