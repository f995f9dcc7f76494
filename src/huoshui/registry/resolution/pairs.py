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


def write_verdicts(ids: Sequence[str], verdicts: Sequence[Verdict]) -> str:
    """CSV of id, same (true or false), probability and reasons (a JSON list, the veto or the heaviest first)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("id", "same", "probability", "reasons"))
    for number, verdict in zip(ids, verdicts, strict=True):
        reasons = [
            {
                "feature": reason.feature,
                "left": reason.left,
                "right": reason.right,
                "says": reason.says,
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


def _mention(row: dict[str, str | None], side: str, where: str) -> Mention:
    raw = row.get(f"{side}_context") or "{}"
    try:
        context = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: {side}_context is no JSON ({error})") from error
    if not isinstance(context, dict):
        raise InputError(f"{where}: {side}_context must be a JSON object")
    name = row.get(side) or ""
    return Mention(
        id=side,
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
    if isinstance(value, int) and not isinstance(value, bool):
        return Money.of(value)
    for text in _texts(value):
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
