"""What an analyst states in place of a document's value: a document of its own, made from the judgement.

So a correction is a statement like any other, with a source, a date, a sentence and a place for its words, and goes
wherever statements go. It is derived from the log: taking the judgement back takes the document out.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from huoshui.errors import InputError
from huoshui.model import dates, money, records, regions
from huoshui.model.document import Article, Document, OffsetMap, Span
from huoshui.model.records import RECORD_TYPES, Evidence, Value, contract_form
from huoshui.model.sectors import enumeration, sectors
from huoshui.registry.ids import content_id, public_id
from huoshui.registry.rows import KeyColumns, prepare
from huoshui.registry.source_class import ANALYST_VERSION

if TYPE_CHECKING:
    from huoshui.registry.judgements import Judgement
    from huoshui.registry.mentions import Mention
    from huoshui.registry.rows import Prepared

#: A file or feed always has a line break in its place, so that none can take that of a correction.
_PLACE = "analyst:"
#: Sorts behind every name, so that an entity is never called after it.
_LAST = "～"
_CODES = {"sector", "status", "board"}


def checked(kind: str, prop: str, value: str) -> str:
    """A value in contract form from the same or from how people write it (50亿元). InputError when it is none."""
    return contract_form(_typed(kind, prop, value))


def place_of(judgement: Judgement) -> str:
    """Place of the document that a correction makes: the same for the same correction in every database."""
    what = (judgement.prop, judgement.value, judgement.words, judgement.new_value, judgement.new_qualifier)
    said = judgement.left[0]
    who = (judgement.made, judgement.analyst, said.kind, said.name)
    return f"{_PLACE}{public_id(content_id('correction', *who, *what))}"


def document_of(judgement: Judgement, corrected: Mention) -> Prepared:
    """The rows of the document that a correction makes; equal for equal judgements, in every database.

    Its record meets no others by name: what it is about, the judgement alone says.
    """
    value = _typed(corrected.kind, judgement.prop, judgement.new_value)
    shown = f"{judgement.new_qualifier or ''}{contract_form(value)}"
    text = (
        f"{judgement.analyst}（{judgement.made[:10]}）：{corrected.label}，{judgement.prop} {shown}。{judgement.note}"
    )
    place = place_of(judgement)
    name = place.replace(":", "-")
    digest = hashlib.sha256(f"{place}\n{text}".encode()).hexdigest()
    before = len(judgement.analyst) + len(judgement.made[:10]) + len("（）：")
    start = before + len(corrected.label) + len(f"，{judgement.prop} ")
    named = Evidence(name, before, before + len(corrected.label), corrected.label)
    stated = Value(value, Evidence(name, start, start + len(shown), shown), judgement.new_qualifier)
    stating: dict[str, Any] = {judgement.prop: (stated,)}
    record = RECORD_TYPES[corrected.kind](name=corrected.label, evidence=named, **stating)
    prepared = prepare(_document(name, text, digest, judgement), [record], version=ANALYST_VERSION)
    row = prepared.document._replace(place=place)
    return replace(prepared, document=row, keys=(KeyColumns(0, f"{_LAST}{name}", "", own=True),))


def _document(name: str, text: str, digest: str, judgement: Judgement) -> Document:
    return Document(
        name=name,
        text=text,
        clean=text,
        offsets=OffsetMap.identity(len(text)),
        articles=(Article("", None, Span(0, len(text))),),
        digest=digest,
        title=judgement.note.partition("\n")[0][:60] or name,
        source=judgement.analyst,
        published=dates.PartialDate.parse(judgement.made[:10]),
    )


def _typed(kind: str, prop: str, value: str) -> object:
    """The value as the record type declares it."""
    if kind not in RECORD_TYPES or prop not in RECORD_TYPES[kind].properties():
        raise InputError(f"{prop!r} is no property of a {kind}: name one of those that the entity's page shows")
    text = value.strip()
    if not text:
        raise InputError(f"the new value of {prop} is empty: reject the statement instead")
    form = get_type_hints(RECORD_TYPES[kind], vars(records) | {"Value": Value})[prop]
    inner = get_args(get_args(form)[0])[0]
    if inner is money.Money:
        return money.Money.parse(text)
    if inner is dates.PartialDate:
        return dates.PartialDate.parse(text)
    if inner is regions.Region:
        return regions.Region.parse(text)
    if inner is Decimal:
        return _number(prop, text)
    return _code(kind, prop, text) if prop in _CODES else text


def _number(prop: str, text: str) -> Decimal:
    percent = text.endswith(("%", "％"))
    try:
        number = Decimal(text.rstrip("%％年倍户"))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise InputError(f"{text!r} is no number for {prop}: write it as 7, 1.5 or 30%")
    return number.scaleb(-2) if percent else number


def _code(kind: str, prop: str, text: str) -> str:
    table = sectors() if prop == "sector" else enumeration("listing_status" if kind == "Listing" else prop)
    for code, term in table.items():
        if text in {code, term.zh, term.en}:
            return code
    raise InputError(f"{text!r} is no {prop}: one of {', '.join(table)}")
