"""Groups of commands whose modules are imported when one of them is asked for, so that ``--help`` stays quick."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from huoshui.commands.base import tr

if TYPE_CHECKING:
    from typer import Typer

_GROUPS = (
    (
        "portfolio",
        tr(
            "基金组合台账：用工作簿登记出资、投资、分配，可查、可冲销、可导出",
            "The ledger of a family of funds: filled from workbooks, listed, corrected, exported.",
        ),
    ),
    (
        "policy",
        tr(
            "规则包：逐条核对、投向评价、规则冲突、申报、匹配、同质化与指数",
            "Rule packs: verdicts, the evaluation, conflicts, screening, matching, overlap, indices.",
        ),
    ),
)


class _Later(TyperGroup):
    """Stands for the group of the same name in ``huoshui.commands`` until somebody asks what is in it."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401  # typer's own click
        """The names of its commands."""
        return _group(self.name).list_commands(ctx)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401  # as above
        """One of its commands."""
        return _group(self.name).get_command(ctx, cmd_name)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401  # as above
        """Run the command asked for as the group itself would."""
        return _group(self.name).invoke(ctx)


@cache
def _group(name: str | None) -> TyperGroup:
    return get_group(getattr(import_module(f"huoshui.commands.{name}"), str(name)))


def add_to(app: Typer) -> None:
    """Make the groups known."""
    for name, says in _GROUPS:
        group = typer.Typer(
            name=name,
            cls=_Later,
            help=says,
            no_args_is_help=True,
            rich_markup_mode=None,
            context_settings={"help_option_names": ["-h", "--help"]},
        )
        group.callback()(_nothing)
        app.add_typer(group)


def _nothing() -> None:
    """A group needs a command or a callback to be one."""
