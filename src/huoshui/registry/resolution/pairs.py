"""Pairs to judge as CSV: in with what is known of each side, out with verdicts."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from huoshui.errors import InputError
from huoshui.model.dates import PartialDate
from huoshui.model.money import Money
from huoshui.model.regions import Region
from huoshui.registry.resolution.mentions import Mention
from huoshui.registry.resolution.names import parse_name
from huoshui.registry.resolution.parameters import load
from huoshui.registry.resolution.resolver import judge_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from huoshui.registry.resolution.mentions import Kind, Verdict

COLUMNS = ("id", "left", "right")
_LARGEST = 256 * 1024 * 1024
_FUNDS = frozenset({"fund", "managercall", "基金"})
_COMPANIES = frozenset({"company", "financing", "listing", "企业", "公司"})
_ORGANISATIONS = frozenset({"organisation", "organization", "org", "机构", "manager", "backer", "institution"})


def read_pairs(path: Path) -> tuple[tuple[str, Mention, Mention], ...]:
    """Pairs of a CSV file: id, left, right, left_context, right_context (JSON objects or empty).

    Raises ``InputError`` with file and row for what cannot be read.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(f"{path}: larger than 256 MB; divide it")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as UTF-8 text ({error})") from error
    reader = csv.DictReader(io.StringIO(text), strict=True)
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise InputError(f"{path}: no column {', '.join(missing)}; needed are {', '.join(COLUMNS)}")
    pairs: list[tuple[str, Mention, Mention]] = []
    try:
        for row in reader:
            where = f"{path}, row {reader.line_num}"
            pairs.append((row["id"] or "", _mention(row, "left", where), _mention(row, "right", where)))
    except csv.Error as error:
        raise InputError(f"{path}, row {reader.line_num}: no CSV ({error})") from error
    return tuple(pairs)


def judge_file(path: Path, parameters: Path | None = None, *, english: bool = False) -> str:
    """Verdicts on the pairs of a CSV file, as CSV; with the parameters of a file, else those that come with us."""
    pairs = read_pairs(path)
    known = load(parameters) if parameters else None
    verdicts = judge_pairs([(left, right) for _, left, right in pairs], known)
    return write_verdicts([number for number, _, _ in pairs], verdicts, english=english)


def write_verdicts(ids: Sequence[str], verdicts: Sequence[Verdict], *, english: bool = False) -> str:
    """Verdicts as CSV: id, same (true or false), probability, reasons (JSON; a veto stands first, without weight)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("id", "same", "probability", "reasons"))
    for number, verdict in zip(ids, verdicts, strict=True):
        reasons = [
            {
                "feature": reason.feature,
                "left": reason.left,
                "right": reason.right,
                "says": reason.says_en if english else reason.says,
                "weight": None if reason.weight == float("-inf") else round(reason.weight, 2),
            }
            for reason in verdict.reasons
        ]
        same = "true" if verdict.same else "false"
        writer.writerow((_safe(number), same, f"{verdict.probability:.4f}", json.dumps(reasons, ensure_ascii=False)))
    return out.getvalue()


def _safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def read_mentions(path: Path) -> tuple[Mention, ...]:
    """Mentions of a JSON Lines file: objects with ``name`` and the facts that a context may hold.

    Raises ``InputError`` with file and line for what cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as UTF-8 text ({error})") from error
    found = []
    for number, line in enumerate(lines, 1):
        context = _object(line, f"{path}, line {number}")
        found.append(mention_of(str(number), str(context.get("name") or ""), context))
    return tuple(found)


def _mention(row: dict[str, str | None], side: str, where: str) -> Mention:
    context = _object(row.get(f"{side}_context") or "{}", f"{where}: {side}_context")
    return mention_of(side, row.get(side) or "", context)


def _object(text: str, where: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where} is no JSON ({error})") from error
    if not isinstance(value, dict):
        raise InputError(f"{where} must be a JSON object such as {{}}")
    return value


def mention_of(number: str, name: str, context: dict[str, Any]) -> Mention:
    """A mention of what is known: type, region, size, date, manager, backer, parent, aliases; other keys say nothing.

    What is no region, amount or date is left out.
    """
    return Mention(
        id=number,
        kind=_kind(str(context.get("type") or ""), name),
        name=name,
        aliases=_texts(context.get("aliases")),
        region=_region(context.get("region")),
        size=_money(context.get("size")),
        date=_date(context.get("date")),
        managers=_texts(context.get("manager")),
        backers=_texts(context.get("backer") or context.get("backers") or context.get("investor")),
        parent=next(iter(_texts(context.get("parent"))), None),
    )


def _kind(stated: str, name: str) -> Kind:
    """The kind stated, else that of the name; a management company stated to be a fund is none."""
    word = stated.casefold()
    role = parse_name(name).role
    if word in _FUNDS and role != "manager":
        return "fund"
    if word in _COMPANIES:
        return "company"
    if word in _ORGANISATIONS or role == "manager":
        return "organisation"
    return "fund" if role == "fund" or "合伙" in name else "organisation"


def _texts(value: Any) -> tuple[str, ...]:  # noqa: ANN401  # whatever JSON holds
    """Names of a string, or of a list of strings or of objects with a value."""
    items = value if isinstance(value, list) else [value]
    named = (item.get("value") or item.get("name") if isinstance(item, dict) else item for item in items)
    return tuple(item for item in named if isinstance(item, str) and item)


def _region(value: Any) -> Region | None:  # noqa: ANN401  # whatever JSON holds
    """The first place that is one; what is no place says nothing."""
    for text in _texts(value):
        try:
            return Region.parse(text)
        except InputError:
            continue
    return None


def _money(value: Any) -> Money | None:  # noqa: ANN401  # whatever JSON holds
    plain = f"{value} CNY" if isinstance(value, int) and not isinstance(value, bool) else value
    for text in _texts(plain):
        try:
            return Money.parse(text)
        except InputError:
            continue
    return None


def _date(value: Any) -> PartialDate | None:  # noqa: ANN401  # whatever JSON holds
    for text in _texts(str(value) if isinstance(value, int) else value):
        try:
            return PartialDate.parse(text)
        except InputError:
            continue
    return None
