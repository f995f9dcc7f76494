"""Mentions as a table: the columns that blocking, vetoes and comparisons work on."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from huoshui.registry.resolution.names import NameParts, lookalikes, parse_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from huoshui.registry.resolution.mentions import Mention

#: Amounts above this (10 trillion CNY) are left out of comparing, so that five per cent of one fits 64 bits.
_LARGEST = 10**15
_SHORT = 5
_COMMON = frozenset({"基金", "集团", "投资", "产业", "股权投资", "私募", "有限", "公司", "股份"})


def table_of(mentions: Sequence[Mention]) -> pa.Table:
    """One row for each mention, ``id`` being its place in the sequence."""
    import pyarrow as pa

    schema = _schema()
    columns: dict[str, list[Any]] = {name: [] for name in schema.names}
    appends = [columns[name].append for name in schema.names]
    for number, mention in enumerate(mentions):
        for append, value in zip(appends, _row(number, mention), strict=True):
            append(value)
    return pa.table(columns, schema=schema)


def _schema() -> pa.Schema:
    import pyarrow as pa

    text, texts, flag, small, large = pa.string(), pa.list_(pa.string()), pa.bool_(), pa.int32(), pa.int64()
    return pa.schema(
        [
            ("id", small),
            ("kind", text),
            ("plain", text),
            ("key", text),
            ("rest", text),
            ("stem", text),
            ("unplaced", text),
            ("core", text),
            ("trades", texts),
            ("shape", text),
            ("initials", text),
            ("pattern", text),
            ("short", flag),
            ("legal", flag),
            ("generic", flag),
            ("place", text),
            ("region", text),
            ("phase", small),
            ("number", small),
            ("year", small),
            ("aliases", texts),
            ("size", large),
            ("currency", text),
            ("month", small),
            ("founded", small),
            ("managers", texts),
            ("backers", texts),
            ("parent", text),
            ("first_backer", text),
            # Columns of the vetoes stand apart: Splink leaves out of training what a blocking rule names.
            ("g_role", text),
            ("g_tier", text),
            ("g_place", text),
            ("g_phase", small),
            ("g_number", small),
            ("g_year", small),
            ("g_numerals", text),
            ("g_skeleton", text),
            ("g_key", text),
            ("g_stem", text),
            ("g_unplaced", text),
            ("g_core", text),
            ("g_trades", texts),
            ("g_names", texts),
            ("g_parent", text),
            ("block", texts),
        ]
    )


def _row(number: int, mention: Mention) -> tuple[Any, ...]:
    parts = parse_name(mention.name)
    place = "/".join(parts.place)
    region = "/".join(mention.region.path) if mention.region else place
    aliases = tuple(parse_name(alias) for alias in mention.aliases)
    names = [parts.key, *(alias.key for alias in aliases if _telling(alias))]
    size = mention.size if mention.size and 0 < mention.size.minor < _LARGEST else None
    date = mention.date
    managers, backers = _parties(mention.managers), _parties(mention.backers)
    parent = parse_name(mention.parent).key if mention.parent else None
    phase, ordinal, year = parts.ordinals
    short = not parts.legal and 2 <= len(parts.plain) <= _SHORT + (len(parts.plain) - len(parts.rest))
    return (
        number,
        mention.kind,
        parts.plain,
        parts.key,
        parts.rest,
        parts.stem,
        parts.unplaced or None,
        parts.core,
        parts.trades,
        parts.plain.translate(lookalikes()),
        parts.heads + parts.initials,
        _pattern(parts.plain) if short else None,
        short,
        parts.legal,
        parts.generic,
        place,
        region or None,
        phase,
        ordinal,
        year,
        _alias_keys(parts, aliases),
        size.minor if size else None,
        size.currency if size else None,
        date.year * 12 + date.month if date and date.month else None,
        date.year if date else None,
        managers,
        backers,
        parent,
        backers[0] if backers else None,
        _role(mention, parts),
        parts.tier,
        place,
        phase,
        ordinal,
        year,
        parts.numerals,
        parts.skeleton,
        parts.key,
        parts.stem,
        parts.unplaced or None,
        "" if parts.generic else parts.core,
        _trade_words(parts),
        names,
        parent,
        list(dict.fromkeys(_blocks(mention, parts, names, region, managers))),
    )


def _telling(alias: NameParts) -> bool:
    """Whether a short name can be known again outside of its document: 产业基金 cannot, 大基金 can."""
    return (
        not alias.generic or bool(alias.place) or bool(alias.brand) or len(alias.trades) > 2 or alias.plain == "大基金"
    )


def _alias_keys(parts: NameParts, aliases: Sequence[NameParts]) -> list[str]:
    """The keys that take part in comparing aliases: none where no alias is declared."""
    keys = [alias.key for alias in aliases if _telling(alias)]
    if parts.brand and len(parts.brand) > 1:
        keys.append(f"brand|{parts.brand}")
    return [*keys, parts.key] if keys else []


def _role(mention: Mention, parts: NameParts) -> str:
    if parts.role == "manager":
        return "other"
    return "fund" if mention.kind == "fund" or parts.role == "fund" else "other"


def _trade_words(parts: NameParts) -> list[str]:
    """The words that tell one body of a group from another; 基金 and 集团 do not."""
    return [word for word in parts.trades if word not in _COMMON]


def _pattern(text: str) -> str:
    """A pattern of SQL that finds these characters in this order."""
    return "%" + "%".join(text.replace("%", "")) + "%"


@lru_cache(maxsize=65_536)
def _parties(names: tuple[str, ...]) -> list[str]:
    """Parties by the key of their names, so that a legal name meets the same without its form."""
    return sorted({parse_name(name).key for name in names})


def _blocks(
    mention: Mention, parts: NameParts, names: Sequence[str], region: str, managers: Sequence[str]
) -> Iterator[str]:
    """Keys under which mentions meet; two mentions with none in common are never compared.

    Equal names and aliases; the same name with the place left out; one character misread in the 字号; an abbreviation
    and what it may stand for; the same 字号 in one place; equal size with place or manager.
    """
    kind = "f" if mention.kind == "fund" else "o"
    city = "/".join(region.split("/")[:2])
    ordinal = parts.ordinals.phase or parts.ordinals.number or 1
    yield from (f"n{kind}{name}" for name in names)
    yield f"l{kind}{parts.plain.translate(lookalikes())}"
    if parts.brand:
        yield f"b{kind}{parts.brand}"
    if parts.unplaced:
        yield f"s{kind}{parts.unplaced}|{ordinal}"
    if not parts.generic:
        yield f"s{kind}{parts.stem}|{ordinal}"
        yield f"c{kind}{parts.core}|{city}|{ordinal}"
    elif place := "/".join(parts.place) or region:
        yield f"g{kind}{place}|{parts.stem}"
    middle = len(parts.stem) // 2
    if middle > 1:
        yield f"1{kind}{city}|{parts.stem[:middle]}|{ordinal}"
        yield f"2{kind}{city}|{parts.stem[middle:]}|{len(parts.stem)}|{ordinal}"
    if mention.kind != "fund":
        yield from _abbreviation_blocks(parts, region)
    elif mention.size:
        yield from (f"m{manager}|{mention.size.minor}" for manager in managers)


def _abbreviation_blocks(parts: NameParts, region: str) -> Iterator[str]:
    """Place and two characters that an abbreviation and its full name share."""
    where = "/".join(region.split("/")[:2])
    if not parts.legal and len(parts.plain) <= _SHORT + 2:
        if where:
            yield f"a{parts.rest[:2]}|{where}"
        if not parts.place:
            yield f"a{parts.plain[:2]}|"
    first, others = parts.initials[:1], parts.initials[1:_SHORT]
    if len(parts.rest) > 3 and first:
        if where:
            yield from (f"a{first}{other}|{where}" for other in others)
        yield from (f"a{letter}{first}|" for letter in parts.heads)
