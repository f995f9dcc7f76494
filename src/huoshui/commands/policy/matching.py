"""Funds and instruments for a company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from huoshui.commands.base import Database, Language, settings, tr
from huoshui.commands.output import Output, OutputFormat, write
from huoshui.commands.policy.applying import only
from huoshui.commands.policy.base import AsOf, day_of, policy, progress
from huoshui.reporting.words import say

if TYPE_CHECKING:
    from datetime import date

    from huoshui.policy.offers import Offer


@policy.command(
    help=tr(
        "为企业找钱：契合的基金，与贷款、担保、券、补贴及算出的金额，附理由、依据和日期",
        "For a company: the funds that fit, and loans, guarantees, vouchers and subsidies with what they come to.",
    )
)
def match(
    company: Annotated[
        str,
        typer.Argument(
            metavar="COMPANY", help=tr("企业概况文件，- 为标准输入的 YAML", "its profile; - is standard input")
        ),
    ],
    everything: Annotated[
        bool, typer.Option("--all", help=tr("也列不符合的，及其原因", "also what is out, and by what"))
    ] = False,
    as_of: AsOf = None,
    format_: OutputFormat = None,
    output: Output = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    from huoshui.policy.instruments import shipped_instruments
    from huoshui.policy.matching import match as matched
    from huoshui.reporting.policy.matching import match_table

    profile, day = only(company), day_of(as_of)
    instruments = [one for pack in shipped_instruments() for one in pack.instruments]
    with progress("匹配", "matching"):
        found = matched(profile, _offers(day), instruments, day)
    write(match_table(found, settings.locale, everything=everything), format_, output)
    fits, open_, out = (
        len(getattr(found, f"funds{end}")) + len(getattr(found, f"instruments{end}")) for end in ("", "_open", "_out")
    )
    typer.echo(
        say(
            settings.locale,
            f"符合 {fits}，待定 {open_}，不符合 {out}（--all 列出）；契合度的权重为本系统自设",
            f"{fits} fit, {open_} open, {out} out (--all lists them); the weights of the score are our own",
        ),
        err=True,
    )


def _offers(day: date) -> tuple[Offer, ...]:
    """The funds of the database's ledger and registry; one that both have is the ledger's."""
    from huoshui.policy.open_calls import offers
    from huoshui.portfolio.ledger import Ledger
    from huoshui.reporting.queries import opened

    with Ledger(settings.database, create=False) as ledger:
        snapshot = ledger.snapshot()
    with opened(settings.database) as registry:
        return tuple(offers(snapshot, registry, day))
