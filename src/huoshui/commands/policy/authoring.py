"""For who writes packs: those that there are, the catalogue, a pack to begin with, lint, explain, test."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huoshui.commands.base import Language, settings, tr
from huoshui.commands.output import Format, Output, OutputFormat, chosen, deliver, write
from huoshui.commands.policy.base import AsOf, Place, day_of, packs_named, place_of, policy, progress, standard_input
from huoshui.errors import InputError
from huoshui.reporting.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.policy.instruments import InstrumentPack
    from huoshui.policy.linting import Complaint
    from huoshui.policy.pack import Pack

Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE...",
        help=tr(
            "规则包文件，- 为标准输入；不给则为自带的全部",
            "files of packs, - is standard input; default: those that ship",
        ),
    ),
]
_INSTRUMENTS = re.compile(r"^instruments\s*:", re.MULTILINE)
_PLACED = re.compile(r"(?P<file>.+?), line (?P<line>\d+): (?P<message>.+)", re.DOTALL)


@policy.command(
    name="packs",
    help=tr(
        "列出规则包；给日期或地区则只列当时当地有效的；给名称则列其中的规则",
        "List packs; with a day or place, those in force there and then; with names, the rules in these.",
    ),
)
def packs_(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME...]", help=tr("列出这些规则包的规则", "list the rules of these packs")),
    ] = None,
    on: AsOf = None,
    place: Place = "",
    format_: OutputFormat = None,
    output: Output = None,
    lang: Language = None,
) -> None:
    from huoshui.reporting.policy.rules import pack_table, rule_table

    found, wanted = packs_named(names or ())
    if wanted:
        rules = [found.rule(rule.id) for name in wanted for rule in found.rules(found.get(name))]
        write(rule_table(rules, settings.locale), format_, output)
        return
    listed = found.in_force(day_of(on), place_of(place)) if on or place else tuple(found)
    write(pack_table(listed, settings.locale), format_, output)


@policy.command(help=tr("列出规则可用的指标与数据", "List the metrics and variables that rules can use."))
def metrics(
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help=tr("只列含此词的", "only those with this word"))] = "",
    format_: OutputFormat = None,
    output: Output = None,
    lang: Language = None,
) -> None:
    from huoshui.reporting.policy.rules import metric_table

    write(metric_table(text, settings.locale), format_, output)


@policy.command(
    help=tr("写一个可直接使用的规则包，供修改", "Write a pack to begin with; lint finds nothing wrong with it.")
)
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help=tr("名称：字母、数字、横线", "letters, digits, dashes"))],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help=tr("写到文件", "write to this file"))
    ] = None,
    title: Annotated[str, typer.Option(metavar="TEXT", help=tr("文件标题", "title of the document"))] = "新规则包",
    title_en: Annotated[str, typer.Option(metavar="TEXT", help=tr("英文标题", "in English"))] = "New rule pack",
    issuer: Annotated[str, typer.Option(metavar="TEXT", help=tr("发文机关", "who issued it"))] = "发文机关",
    place: Place = "全国",
    on: AsOf = None,
    force: Annotated[bool, typer.Option("--force", help=tr("覆盖已有文件", "overwrite what is there"))] = False,
    lang: Language = None,
) -> None:
    from huoshui.policy.writing import new_pack

    text = new_pack(name, title=title, title_en=title_en, issuer=issuer, place=place, day=day_of(on))
    if output and output.exists() and not force:
        raise InputError(f"{output}: is there already; choose another place, or overwrite it with --force")
    deliver(text.encode(), output)


@policy.command(
    help=tr("检查规则包：逐条列出文件、行号与问题", "Check packs: every complaint with file and line; exit status 1.")
)
def lint(files: Files = None, format_: OutputFormat = None, output: Output = None, lang: Language = None) -> None:
    from huoshui.policy.instruments import lint_instruments
    from huoshui.policy.linting import lint as complaints_of
    from huoshui.reporting.policy.rules import complaint_table

    packs, instruments, complaints = _read(files)
    with progress("检查规则包", "checking packs"):
        complaints += [one for pack in packs for one in complaints_of(pack)]
        complaints += [one for pack in instruments for one in lint_instruments(pack)]
    asked = format_ is not None or output is not None
    if complaints or asked:
        write(complaint_table(complaints, settings.locale), format_, output)
    if complaints:
        raise typer.Exit(1)
    count = len(packs) + len(instruments)
    counted = "1 pack" if count == 1 else f"{count} packs"
    _tell(f"{count} 个规则包，没有问题", f"{counted}, no complaint", err=asked)


@policy.command(
    name="test",
    help=tr(
        "运行规则包自带的算例与变异",
        "Run the worked cases of packs, and change every bound to see whether they notice.",
    ),
)
def run_cases(files: Files = None, format_: OutputFormat = None, output: Output = None, lang: Language = None) -> None:
    from huoshui.policy.proving import proved, proved_instruments
    from huoshui.reporting.policy.rules import proof_table

    packs, instruments, complaints = _read(files)
    with progress("运行算例", "running cases"):
        found = [*map(proved, packs), *map(proved_instruments, instruments)]
    write(proof_table(found, settings.locale), format_, output)
    complaints += [one for each in found for one in (*each.failing, *each.unnoticed)]
    for one in complaints:
        typer.echo(str(one), err=True)
    if complaints:
        raise typer.Exit(1)


@policy.command(
    help=tr(
        "说明一条规则：量什么、界线、对谁、依据、算例",
        "Explain a rule: what is measured, bound, for whom, from where, cases.",
    )
)
def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help=tr("规则编号", "id of a rule"))],
    files: Annotated[
        list[Path] | None,
        typer.Option("--pack", metavar="FILE", help=tr("自己的规则包文件", "a file of a pack of one's own")),
    ] = None,
    format_: OutputFormat = None,
    output: Output = None,
    lang: Language = None,
) -> None:
    from huoshui.policy.packs_in_force import packs_of, shipped
    from huoshui.policy.writing import explain as explained
    from huoshui.reporting.policy.rules import as_object, explanation_table

    found = explained(rule, packs_of(files) if files else shipped(), settings.locale)
    if chosen(format_, output) is Format.JSON:
        deliver((json.dumps(as_object(found), ensure_ascii=False, indent=1) + "\n").encode(), output)
        return
    write(explanation_table(found, settings.locale), format_, output)


def _read(files: Sequence[str] | None) -> tuple[list[Pack], list[InstrumentPack], list[Complaint]]:
    """The packs and instruments of files, and of those that cannot be read or do not fit together why not."""
    from huoshui.policy.building import parse_pack
    from huoshui.policy.instruments import parse_instruments, shipped_instruments
    from huoshui.policy.packs_in_force import Packs, shipped

    if not files:
        return list(shipped()), list(shipped_instruments()), []
    packs: list[Pack] = []
    instruments: list[InstrumentPack] = []
    complaints: list[Complaint] = []
    for name in files:
        text, shown = _text(name)
        try:
            if _INSTRUMENTS.search(text):
                instruments.append(parse_instruments(text, shown))
            else:
                packs.append(parse_pack(text, shown))
        except InputError as error:
            complaints.append(_complaint(name, str(error)))
    names = {pack.id for pack in packs}
    try:
        Packs([*packs, *(pack for pack in shipped() if pack.id not in names)])
    except InputError as error:
        complaints.append(_complaint(files[0], str(error)))
    return packs, instruments, complaints


def _text(name: str) -> tuple[str, str]:
    """The text of a file or of standard input, and how it is called."""
    from huoshui.policy.yaml_files import read_text

    if name == "-":
        return standard_input(), "<stdin>"
    if not Path(name).is_file():
        raise InputError(f"{name}: no such file: give the file of a pack, or - for standard input")
    return read_text(Path(name)), Path(name).name


def _complaint(name: str, message: str) -> Complaint:
    from huoshui.policy.linting import Complaint
    from huoshui.policy.pack import Where

    found = _PLACED.fullmatch(message)
    if found:
        return Complaint(Where(found["file"], int(found["line"])), found["message"])
    return Complaint(Where(Path(name).name, 1), message)


def _tell(zh: str, en: str, *, err: bool = False) -> None:
    typer.echo(say(settings.locale, zh, en), err=err)
