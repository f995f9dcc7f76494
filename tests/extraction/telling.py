"""What the tests of funds and calls share: a text in, the record's values in the words of the contract out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.documents import from_text
from huoshui.extraction import funds, manager_calls
from huoshui.extraction.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from huoshui.model.records import Fund, ManagerCall, Record

PUBLISHED = "2025-11-20"
Told = dict[str, list[str]]


def _records(
    extract: Callable[[Sequence[Reading]], Sequence[Record]], text: str, published: str | None
) -> dict[str, Record]:
    document = from_text(text, name="text", published=published)
    records = extract([Reading(document, article) for article in document.articles])
    for record in records:
        for evidence in (record.evidence, *(value.evidence for _, value in record.values())):
            assert evidence.text
            assert evidence.text == document.text[evidence.start : evidence.end]
    found = {record.name: record for record in records}
    assert len(found) == len(records), "two records of one name: compare them in a list"
    return found


def told(record: Record) -> Told:
    """The properties that have a value, each with its values as strings of the contract."""
    pairs = list(record.values())
    return {prop: [str(v) for p, v in pairs if p == prop] for prop in dict.fromkeys(p for p, _ in pairs)}


def funds_of(text: str, published: str | None = PUBLISHED) -> dict[str, Told]:
    """What a text tells of each fund, by the fund's name."""
    return {name: told(record) for name, record in _records(funds.extract, text, published).items()}


def fund_of(text: str, published: str | None = PUBLISHED) -> Told:
    """What a text tells of its one fund."""
    (record,) = _records(funds.extract, text, published).values()
    return told(record)


def fund_records(text: str, published: str | None = PUBLISHED) -> dict[str, Fund]:
    """The fund records of a text by name."""
    return _records(funds.extract, text, published)  # type: ignore[return-value]  # funds.extract yields funds


def calls_of(text: str, published: str | None = PUBLISHED) -> dict[str, ManagerCall]:
    """The calls for managers of a text by name."""
    return _records(manager_calls.extract, text, published)  # type: ignore[return-value]  # it yields calls
