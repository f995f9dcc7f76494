"""Applications against calls, calls for a manager, forms to fill."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huoshui.commands.base import Database, Language, settings, tr
from huoshui.commands.output import Output, OutputFormat, deliver, write
from huoshui.commands.policy.base import UNDECIDED, AsOf, day_of, packs_named, policy, progress, standard_input
from huoshui.errors import InputError
from huoshui.reporting.words import say

if TYPE_CHECKING:
    from datetime import date

    from huoshui.policy.calls import Call
    from huoshui.policy.profiles import Profile
    from huoshui.policy.screening import Screening

PackName = Annotated[
    str,
    typer.Option("--pack", metavar="NAME", help=tr("指南的规则包名称或 .yaml 文件", "a guide's pack or .yaml file")),
]
CallName = Annotated[
    str,
    typer.Option(
        "--call", metavar="ENTITY", help=tr("登记库中的遴选：编号或名称", "a call of the registry: id or name")
    ),
]


class Form(StrEnum):
    """What a form is for."""

    APPLICATION = "application"
    MANAGER = "manager"
    COMPANY = "company"


@policy.command(
    help=tr(
        "申报逐条对照遴选条件（YAML、.xlsx 或 .csv，每行一家）；--manager 则列出管理人可申报的遴选。"
        "退出状态：0 符合，1 有不符合，3 未定",
        "An application against a call, clause by clause (YAML, .xlsx, .csv); with --manager, the calls that fit. "
        "Exit status: 0 eligible, 1 not eligible, 3 undecided.",
    )
)
def screen(
    application: Annotated[
        str,
        typer.Argument(
            metavar="[APPLICATION]", help=tr("申报文件，- 为标准输入的 YAML", "- is YAML on standard input")
        ),
    ] = "",
    pack: PackName = "",
    call: CallName = "",
    manager: Annotated[
        str, typer.Option("--manager", metavar="PROFILE", help=tr("管理人概况文件", "a manager's profile"))
    ] = "",
    few: Annotated[
        int, typer.Option(min=0, max=20, help=tr("差几条以内算差一点", "how many broken clauses still count as nearly"))
    ] = 2,
    as_of: AsOf = None,
    format_: OutputFormat = None,
    output: Output = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    if bool(application) == bool(manager) or (application and bool(pack) == bool(call)) or (manager and (pack or call)):
        raise typer.BadParameter(
            tr(
                "须为 APPLICATION 加 --pack 或 --call，或只用 --manager",
                "give APPLICATION with --pack or --call, or --manager",
            )
        )
    day = day_of(as_of)
    if manager:
        _calls_for(manager, day, few, format_, output)
        return
    from huoshui.policy.screening import screen as screened
    from huoshui.reporting.policy.applying import screening_table

    against = call_of(pack, call)
    found = [screened(one, against) for one in profiles(application)]
    write(screening_table(found, settings.locale), format_, output)
    for one in found:
        typer.echo(_summary(one, day), err=True)
    _end(found)


def _calls_for(manager: str, day: date, few: int, format_: OutputFormat, output: Output) -> None:
    from huoshui.policy.open_calls import open_calls
    from huoshui.policy.packs_in_force import shipped
    from huoshui.policy.screening import calls_for
    from huoshui.reporting.policy.applying import calls_table
    from huoshui.reporting.queries import opened

    profile = only(manager)
    with progress("查找遴选", "looking through calls"), opened(settings.database) as registry:
        found = calls_for(profile, open_calls(shipped(), registry, day), day, few=few)
    write(calls_table(found, settings.locale), format_, output)


def call_of(pack: str, call: str) -> Call:
    """The call of a pack or of the registry. NotFound, InputError."""
    from huoshui.policy.calls import call_of_pack
    from huoshui.policy.open_calls import call_named
    from huoshui.reporting.queries import opened

    if pack:
        packs, (name,) = packs_named([pack])
        return call_of_pack(packs.get(name), packs)
    with opened(settings.database) as registry:
        return call_named(registry, call)


def profiles(name: str) -> tuple[Profile, ...]:
    """The profiles of a file, or of YAML on standard input. InputError with the line or cell at fault."""
    from huoshui.policy.profile_files import read_profiles
    from huoshui.policy.profiles import profile_of
    from huoshui.policy.yaml_files import parse_yaml

    if name != "-":
        return read_profiles(Path(name))
    read = parse_yaml(standard_input(), "<stdin>")
    if not isinstance(read.value, dict):
        raise InputError("<stdin>, line 1: figures by name were expected, such as `fund_size: 10亿元`")
    return (profile_of(read.value, {head: f"<stdin>, line {read.line((head,))}" for head in read.value}),)


def only(name: str) -> Profile:
    """The one profile of a file. InputError where it holds several."""
    found = profiles(name)
    if len(found) != 1:
        raise InputError(f"{name}: holds {len(found)} rows, one was expected")
    return found[0]


def _summary(one: Screening, day: date) -> str:
    locale = settings.locale
    counts = len(one.met), len(one.broken), len(one.missing), len(one.later)
    because = say(locale, "、", ", ").join(clause.rule.id for clause in one.because)
    zh = "满足 {}，不满足 {}，缺数据 {}，设立后再看 {}".format(*counts)
    en = "{} met, {} broken, {} without data, {} to be seen once it is set up".format(*counts)
    why = f" ({because})" if because else ""
    closed = one.call.opening(day).value in {"closed", "to_come"}
    note = say(locale, f"；{day} 不在申报期内", f"; not open on {day}") if closed else ""
    told = say(locale, f"：{zh}", f": {en}")
    return f"{one.profile.name or '—'}: {one.decision.label(locale)}{why}{told}{note}"


def _end(found: list[Screening]) -> None:
    decisions = {one.decision.value for one in found}
    if "not_eligible" in decisions:
        raise typer.Exit(1)
    if "undecided" in decisions:
        raise typer.Exit(UNDECIDED)


@policy.command(
    help=tr(
        "写一份空白表：申报（--pack 或 --call，可为 .xlsx）、管理人概况、企业概况",
        "Write an empty form: an application (of --pack or --call, .xlsx or YAML), a manager's or a company's profile.",
    )
)
def template(
    form: Annotated[Form, typer.Argument(metavar="WHAT", help="|".join(Form))],
    pack: PackName = "",
    call: CallName = "",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help=tr("写到 .yaml 或 .xlsx", "a .yaml or .xlsx file")),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=tr("覆盖已有文件", "overwrite what is there"))] = False,
    as_of: AsOf = None,
    database: Database = None,
    lang: Language = None,
) -> None:
    if output and output.exists() and not force:
        raise InputError(f"{output}: is there already; choose another place, or overwrite it with --force")
    if (form is Form.APPLICATION) != (bool(pack) != bool(call)):
        raise typer.BadParameter(
            tr("application 须加 --pack 或 --call，其余不加", "--pack or --call go with application")
        )
    deliver(_form(form, pack, call, output, day_of(as_of)), output)


def _form(form: Form, pack: str, call: str, output: Path | None, day: date) -> bytes:
    from huoshui.policy.blank_forms import company_form, manager_form
    from huoshui.policy.profile_templates import application_workbook, application_yaml

    if form is Form.APPLICATION:
        against = call_of(pack, call)
        if output and output.suffix.lower() == ".xlsx":
            return application_workbook(against)
        return application_yaml(against).encode()
    if form is Form.COMPANY:
        return company_form().encode()
    from huoshui.policy.open_calls import open_calls
    from huoshui.policy.packs_in_force import shipped

    return manager_form(open_calls(shipped(), None, day)).encode()
