"""Names of organisations and companies: where statements and records name one, as mentions for the resolver.

A name that a fund bears, or that reads as a fund's, is left to the funds. A name that means another body in every
document (市财政局, 社会资本) is none: a wrong body is worse than none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from sqlalchemy import func, or_, select

from huoshui.registry import schema
from huoshui.registry.ids import content_id, public_id
from huoshui.registry.names import parse_name

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from huoshui.registry.resolution.mentions import Mention

BodyKind = Literal["organisation", "company"]
#: Properties whose values name organisations, and records whose names are companies.
PARTIES = ("manager", "backer", "investor", "provider", "sponsor")
COMPANIES = ("Financing", "Listing")

_s, _r, _k = schema.statements.c, schema.records.c, schema.keys.c
#: What a person has rejected or corrected says nothing.
COUNTS = or_(_s.review.is_(None), _s.review == "accepted")

#: Bodies of whichever place the document is about.
_RELATIVE = re.compile(
    "(?:该|本|我|各|全)[省市区县州旗]|[省市区县州旗](?:级|属|委|政府|人民政府|财政|国资|国有|国企|发展|发改|科技|科委|科学|"
    "工业|工信|经信|经济|地方金融|金融[办局委监]|商务|产业|投[资促]|城[市投])|(?:该|本|我)(?!草)"
)
_GENERAL = re.compile(
    "(?:社会|民间|产业|国有|各类|多家|其他|相关|知名|地方|央企|国企|民企|市场化|专业|头部|龙头|老股东|战略|机构|金融|"
    "上市公司|银行|保险|险资|财政|政府|境内外|境外|海外)+(?:资本|机构|企业|国企|资金|投资人|投资者|投资机构|股东|公司|平台)?"
)


@dataclass
class Named:
    """A name of a body: its spellings with their counts, aliases that records declare, and a company's investors."""

    kind: BodyKind
    key: str
    spellings: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    aliases: set[str] = field(default_factory=set)
    investors: set[str] = field(default_factory=set)

    @property
    def id(self) -> int:
        """Id of the name, the same in every database."""
        return name_id(self.kind, self.key)

    @property
    def name(self) -> str:
        """The fullest of its spellings."""
        return max(self.spellings, key=lambda name: (fullness(name), self.spellings[name]))

    def mention(self) -> Mention:
        """What the resolver is told. Where its funds lie says nothing of where an organisation does."""
        from huoshui.registry.resolution.pairs import mention_of

        context = {"type": self.kind, "aliases": sorted(self.aliases), "investor": sorted(self.investors)}
        return mention_of(public_id(self.id), self.name, context)


def name_id(kind: str, key: str) -> int:
    """Id of a name; an organisation's is that of its node in the graph."""
    return content_id(kind, key)


def fullness(name: str) -> tuple[bool, int, str]:
    """What puts the fullest name last: a full legal name, then the longest."""
    return parse_name(name).legal is not None, len(name), name


def body_names(connection: Connection) -> list[Named]:
    """All names of bodies in the registry."""
    from huoshui.registry.resolution.pairs import mention_of

    found = (*_organisations(connection), *_companies(connection))
    return [
        one
        for one in found
        if one.kind == "company"
        or not (
            _RELATIVE.match(one.name) or _GENERAL.fullmatch(one.name) or mention_of("", one.name, {}).kind == "fund"
        )
    ]


def _organisations(connection: Connection) -> list[Named]:
    funds = set(connection.execute(select(_k.key).where(_k.kind == "Fund").distinct()).scalars())
    query = select(_s.key, _s.value, func.count()).where(_s.prop.in_(PARTIES), _s.key.is_not(None), COUNTS)
    found: dict[str, Named] = {}
    for key, value, count in connection.execute(query.group_by(_s.key, _s.value)):
        if key not in funds and not parse_name(value).generic:
            found.setdefault(key, Named("organisation", key)).spellings[value] += count
    return list(found.values())


def _companies(connection: Connection) -> list[Named]:
    query = select(_r.name, _r.names_text, func.count()).join(schema.statements, _s.record_id == _r.id)
    query = query.where(_r.kind.in_(COMPANIES), COUNTS).group_by(_r.name, _r.names_text)
    found: dict[str, Named] = {}
    for name, names, count in connection.execute(query):
        key = parse_name(name).key
        one = found.setdefault(key, Named("company", key))
        one.spellings[name] += count
        one.aliases.update(names.split("\n")[1:])
    investors = select(_r.name, _s.value).join(schema.records, _s.record_id == _r.id)
    investors = investors.where(_r.kind.in_(COMPANIES), _s.prop == "investor", COUNTS).distinct()
    for name, investor in connection.execute(investors):
        found[parse_name(name).key].investors.add(investor)
    return list(found.values())
