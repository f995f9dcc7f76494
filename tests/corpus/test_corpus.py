"""The labelled corpus keeps the form of the record contract, so that a score on it means what it says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from huoshui.model.records import RECORD_TYPES
from huoshui.model.sectors import enumeration, sectors

HERE = Path(__file__).parent
GOLD = sorted((HERE / "gold").glob("*.json"))

MONEY = r"\d+ [A-Z]{3}"
NUMBER = r"\d+(\.\d+)?"
DATE = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
WORDS = r"\S(.*\S)?"
FORMS = {
    **dict.fromkeys(("size", "first_phase", "min_fund_size", "cap"), MONEY),
    **dict.fromkeys(("max_share_of_fund", "max_share_of_caller", "reinvestment_multiple"), NUMBER),
    **dict.fromkeys(("rate", "term_years", "count"), NUMBER),
    "value": f"{MONEY}|{NUMBER}",
    "date": DATE,
    "region": r"[\u4e00-\u9fff]+(/[\u4e00-\u9fff]+){0,2}",
}
SHARES = {"max_share_of_fund", "max_share_of_caller", "rate"}


def load(path: Path) -> dict[str, Any]:
    """One JSON file."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def allowed(kind: str, prop: str) -> frozenset[str] | None:
    """The codes that a property may hold, or None where it holds no code."""
    names = {"status": "listing_status" if kind == "Listing" else "status", "board": "board"}
    if prop == "sector":
        return frozenset(sectors())
    return frozenset(enumeration(names[prop])) if prop in names else None


def fault(kind: str, prop: str, value: str) -> str:
    """What is wrong with a value, or nothing."""
    codes = allowed(kind, prop)
    if codes is not None:
        return "" if value in codes else "unknown code"
    if not re.fullmatch(FORMS.get(prop, WORDS), value):
        return "not of the contract's form"
    return "a share above one" if prop in SHARES and float(value) > 1 else ""


def test_every_text_has_its_gold_and_its_date() -> None:
    stems = {path.stem for path in GOLD}
    assert len(stems) >= 60
    assert stems == {path.stem for path in (HERE / "texts").glob("*.txt")}
    for path in GOLD:
        meta = load(HERE / "texts" / f"{path.stem}.meta.json")
        gold = load(path)
        assert gold["document"] == path.stem
        assert gold["published"] == meta["published"]
        assert re.fullmatch(DATE, meta["published"]), path.stem
        assert meta["source"], path.stem


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_gold_follows_the_contract(path: Path) -> None:
    for record in load(path)["records"]:
        kind, properties = record["type"], record["properties"]
        known = set(RECORD_TYPES[kind].properties())
        assert properties.keys() <= known, record["name"]
        assert set(record.get("unscored", ())) <= known - properties.keys(), record["name"]
        assert properties or record.get("optional"), f"{record['name']} says nothing and is not optional"
        assert record["name"] not in record["aliases"]
        faults = [(prop, v, fault(kind, prop, v)) for prop, values in properties.items() for v in values]
        assert not [entry for entry in faults if entry[2]]


def test_many_documents_hold_nothing() -> None:
    empty = [path.stem for path in GOLD if not load(path)["records"]]
    assert len(empty) >= 12, empty
