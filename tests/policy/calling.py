"""Calls of a registry made by hand, each term stated by one document."""

from __future__ import annotations

from huoshui.model.document import Span
from huoshui.registry.source_class import SourceClass
from huoshui.registry.views import EntityView, Fact, StatementView


def fact(prop: str, value: str, *, says: str = "公告", qualifier: str | None = None, official: bool = False) -> Fact:
    """A fact with one statement."""
    statement = StatementView(
        id=f"s-{prop}-{value}",
        entity_id="c1",
        prop=prop,
        value=value,
        qualifier=qualifier,
        document_id="d1",
        document_title=says,
        source="某市财政局",
        published="2026-03-02",
        start=0,
        end=2,
        text=value,
        sentence=value,
        mark=Span(0, len(value)),
        source_class=SourceClass.OFFICIAL if official else SourceClass.PRESS,
    )
    return Fact(prop, value, qualifier, preferred=True, conflict=False, statements=(statement,))


def call(*facts: Fact, name: str = "湖滨引导基金征集管理人", id_: str = "c1") -> EntityView:
    """A call for managers."""
    return EntityView(id_, "ManagerCall", name, (), facts)


def terms(  # the terms that a call can have
    size: str = "1000000000 CNY",
    share: str = "0.3",
    multiple: str = "1.5",
    region: str = "江苏/苏州",
    sector: str = "integrated_circuits",
    id_: str = "c1",
) -> EntityView:
    """A call with the usual terms."""
    return call(
        fact("min_fund_size", size),
        fact("max_share_of_fund", share),
        fact("reinvestment_multiple", multiple),
        fact("region", region),
        fact("sector", sector),
        fact("date", "2026-03"),
        id_=id_,
        name=f"湖滨引导基金征集管理人{id_}",
    )
