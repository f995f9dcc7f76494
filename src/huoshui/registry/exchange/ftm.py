"""The graph as FollowTheMoney entities (https://followthemoney.tech), one JSON object a line.

Funds and what ties others to them are schemata of our own, declared in ``schema/*.yaml`` as FollowTheMoney declares its
own; organisations, companies, stakes and sponsors are of its standard model.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

from huoshui.registry.exchange.graph import COMPANY
from huoshui.registry.ids import content_id, public_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.registry.exchange.graph import FundNode, Graph, Organisation, Origin, Relation

Properties = dict[str, list[str]]

#: Of a relation: the schema, and its properties for where it comes from and where it goes.
EDGES = {
    "backer": ("FundBacking", "backer", "fund"),
    "manager": ("FundManagement", "manager", "fund"),
    "parent": ("FundParenthood", "parent", "child"),
    "investor": ("Ownership", "owner", "asset"),
    "sponsor": ("Representation", "agent", "client"),
}
_FUND = {
    "size": "size", "first_phase": "firstPhase", "term_years": "termYears", "region": "region", "sector": "sector",
    "status": "status", "date": "stated",
}  # fmt: skip
_FAMILY = {"Fund", "FundBacking", "FundManagement", "FundParenthood"}


def schema_files() -> Iterator[tuple[str, bytes]]:
    """Names and contents of the declarations of our own schemata."""
    folder = files("huoshui.registry.exchange").joinpath("schema")
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".yaml"):
            yield file.name, file.read_bytes()


def ftm_lines(graph: Graph) -> Iterator[str]:
    """Entities, what others refer to first."""
    for fund in graph.funds:
        yield _fund(fund)
    for organisation in graph.organisations:
        yield _organisation(organisation)
    for relation in graph.relations:
        yield _relation(relation)


def _fund(node: FundNode) -> str:
    entity = node.entity
    properties: Properties = {"name": [entity.name], "alias": list(entity.aliases)}
    for prop, name in _FUND.items():
        properties[name] = [fact.value for fact in entity.facts_of(prop) if fact.preferred]
    if node.origin:
        properties |= _origin("Fund", node.origin)
    return _line(entity.id, "Fund", properties)


def _organisation(organisation: Organisation) -> str:
    if "parent" in organisation.roles:
        schema = "Fund"
    else:
        schema = "Company" if COMPANY in organisation.roles else "Organization"
    properties: Properties = {"name": [organisation.name], "alias": list(organisation.aliases)}
    return _line(organisation.id, schema, properties | _origin(schema, organisation.origin))


def _relation(relation: Relation) -> str:
    schema, source, target = EDGES[relation.kind]
    number = content_id("relation", relation.kind, relation.from_id, relation.to_id)
    properties: Properties = {source: [relation.from_id], target: [relation.to_id], "role": [relation.kind]}
    return _line(public_id(number), schema, properties | _origin(schema, relation.origin))


def _origin(schema: str, origin: Origin) -> Properties:
    found: Properties = {"publisher": [origin.source] if origin.source else []}
    if origin.url.startswith(("http://", "https://")):
        found["sourceUrl"] = [origin.url]
    if schema in _FAMILY:
        found["statementCount"] = [str(origin.statements)]
    return found


def _line(number: str, schema: str, properties: Properties) -> str:
    stated = {name: list(dict.fromkeys(values)) for name, values in properties.items() if values}
    content = {"id": number, "schema": schema, "properties": stated}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
