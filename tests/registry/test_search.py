"""Listing by filters, finding by name, and full-text search in Chinese."""

from __future__ import annotations

import re
import sqlite3
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import BigInteger, column, create_engine, select, table, text

from huoshui.model.money import Money
from huoshui.registry import Registry
from huoshui.registry.fulltext import FullText, fold, grams, match_expression
from huoshui.registry.views import FacetCount, FundFilter
from tests.registry.said import document, financing, fund, tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from tests.postgres import Cluster


@pytest.fixture
def filled(registry: Registry) -> Registry:
    """Five funds."""
    tell(
        registry,
        "苏州的甲湖量子基金规模50亿元，返投比例不低于1.5倍。",
        "甲湖量子基金",
        published="2026-03-02",
        size="50亿元",
        region="江苏/苏州",
        sectors=["integrated_circuits"],
        status="launched",
    )
    tell(
        registry,
        "昆山的乙湖基金规模5亿元。",
        "乙湖基金",
        published="2026-03-01",
        size="5亿元",
        region="江苏/苏州/昆山",
        sectors=["biomedicine"],
        status="launched",
        date="2026-02",
    )
    tell(registry, "杭州的丙湖基金规模20亿元。", "丙湖基金", size="20亿元", region="浙江/杭州", date="2025-12-31")
    tell(registry, "丁湖基金规模3亿美元。", "丁湖基金", size="3亿美元", published="2024-05-01")
    tell(registry, "戊湖基金也叫戊湖引导基金。", "戊湖基金", aliases=["戊湖引导基金"])
    return registry  # fmt: skip


def found(registry: Registry, **wanted: object) -> set[str]:
    listing = registry.search(FundFilter(**wanted))  # type: ignore[arg-type]
    assert listing.total == len(listing.rows)
    return {row.name[:2] for row in listing.rows}


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({}, {"甲湖", "乙湖", "丙湖", "丁湖", "戊湖"}),
        ({"region": "江苏"}, {"甲湖", "乙湖"}),
        ({"region": "江苏/苏州"}, {"甲湖", "乙湖"}),
        ({"region": "江苏/苏州/昆山"}, {"乙湖"}),
        ({"sector": "integrated_circuits"}, {"甲湖"}),
        ({"sector": "next_gen_it"}, {"甲湖"}),
        ({"status": "launched", "region": "浙江"}, set()),
        ({"min_size": Money.of(2_000_000_000)}, {"甲湖", "丙湖"}),
        ({"since": "2026-03"}, {"甲湖"}),
        ({"since": "2026-02-14", "until": "2026-02"}, {"乙湖"}),
        ({"until": "2025"}, {"丙湖", "丁湖"}),
        ({"until": "2025-12-30"}, {"丁湖"}),
        ({"text": "返投"}, {"甲湖"}),
        ({"text": "量子"}, {"甲湖"}),
        ({"text": "昆山"}, {"乙湖"}),
        ({"text": "戊湖引导"}, {"戊湖"}),
        ({"text": "湖 美元"}, {"丁湖"}),
        ({"text": "戊"}, {"戊湖"}),
        ({"text": "投返"}, set()),
        ({"text": "！？"}, set()),
        ({"kind": "Target"}, set()),
    ],
)
def test_filters(filled: Registry, wanted: dict[str, object], names: set[str]) -> None:
    assert found(filled, **wanted) == names


def test_facets_count_what_a_choice_would_leave_under_the_other_filters(filled: Registry) -> None:
    listing = filled.search(FundFilter(region="江苏", status="launched"))
    assert listing.statuses == (FacetCount("launched", 2),)
    assert FacetCount("biomedicine", 1) in listing.sectors
    assert FacetCount("next_gen_it", 1) in listing.sectors
    # No fund of Zhejiang is launched; of Jiangsu the listing shows what lies below it.
    assert listing.regions == (
        FacetCount("江苏", 2),
        FacetCount("江苏/苏州", 2),
        FacetCount("江苏/苏州/昆山", 1),
    )
    for facet in listing.sectors:
        assert filled.search(FundFilter(region="江苏", status="launched", sector=facet.value)).total == facet.count


def test_pages_and_orders(filled: Registry) -> None:
    largest = [row.name[:2] for row in filled.search(FundFilter(sort="-size")).rows]
    assert largest == ["甲湖", "丙湖", "乙湖", "丁湖", "戊湖"]
    pages = [filled.search(FundFilter(page=n, page_size=2)) for n in (1, 2, 3, 4)]
    assert [row.name[:2] for page in pages for row in page.rows] == largest
    assert {page.total for page in pages} == {5}
    newest = [row.name[:2] for row in filled.search(FundFilter(sort="-date")).rows]
    assert newest == ["甲湖", "乙湖", "丙湖", "丁湖", "戊湖"]
    assert not filled.search(FundFilter(page=10**30, page_size=10**30)).rows
    assert filled.search(FundFilter(sort="nonsense")).rows == filled.search(FundFilter()).rows


def test_find_goes_from_exact_names_to_anything_that_holds_the_words(filled: Registry) -> None:
    def names(query: str) -> list[str]:
        return [entity.name for entity in filled.find(query)]

    assert names("甲湖量子基金（有限合伙）") == ["甲湖量子基金"]
    assert names("戊湖引导基金") == ["戊湖基金"]
    assert names("湖量") == ["甲湖量子基金"]
    assert names("返投比例") == ["甲湖量子基金"]
    assert names("没有的基金") == names("") == names("%") == []


def test_documents_are_found_by_two_characters(filled: Registry) -> None:
    total, rows = filled.documents(text="昆山")
    assert (total, rows[0].statements) == (1, 6)
    assert filled.documents(text="山昆") == filled.documents(text="《》") == (0, ())
    newest = [row.published for row in filled.documents(page_size=4)[1]]
    assert newest == ["2026-03-02", "2026-03-01", "2024-05-01", None]


def test_entities_that_name_each_other_are_related(registry: Registry) -> None:
    tell(registry, "己山母基金成立。", "己山母基金")
    tell(registry, "庚山子基金由己山母基金和某市财政局出资。", "庚山子基金", parent="己山母基金", backer="某市财政局")
    (child,), (parent,) = registry.find("庚山子基金"), registry.find("己山母基金")
    (up,), (down,) = registry.related(child.id), registry.related(parent.id)
    assert (up.prop, up.names_this, up.id) == ("parent", False, parent.id)
    assert (down.prop, down.names_this, down.id, down.name) == ("parent", True, child.id, "庚山子基金")


def test_a_name_that_several_entities_bear_relates_to_none(registry: Registry) -> None:
    tell(registry, "江苏辛山基金。", "辛山基金", region="江苏")
    tell(registry, "广东辛山基金。", "辛山基金", region="广东")
    tell(registry, "壬山子基金由辛山基金出资。", "壬山子基金", parent="辛山基金")
    assert not registry.related(registry.find("壬山子基金")[0].id)


def test_counts(filled: Registry) -> None:
    source = document("星河智能完成A轮融资。")
    filled.add(source, [financing(source, "星河智能", round_="A轮")])
    counts = filled.counts()
    assert (counts.documents, counts.entities) == (6, (FacetCount("Financing", 1), FacetCount("Fund", 5)))
    assert counts.statements == sum(row.statements for row in filled.documents()[1])


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest) -> Iterator[Registry]:
    with ExitStack() as stack:
        url = "sqlite://"
        if request.param == "postgresql":
            url = stack.enter_context(request.getfixturevalue("postgres").database())
        registry = stack.enter_context(Registry(url))
        source = document("昆山的“量子”基金 (AI+) 成立。")
        registry.add(source, [fund(source, "“量子”基金 (AI+)")])
        yield registry


@settings(max_examples=300, deadline=None)
@given(query=st.text(max_size=12) | st.text(alphabet="\"*()^:-+ANDORNEAR 量子基金\x00'", max_size=12))
def test_nothing_that_a_user_types_breaks_the_search(shared: Registry, query: str) -> None:
    listing = shared.search(FundFilter(text=query))
    assert listing.total <= 1
    assert len(shared.find(query)) <= 1
    assert shared.documents(text=query)[0] <= 1


#: Words of two characters, runs that part and join, other scripts, letters beyond the first plane.
WORDS = st.text(alphabet="基金量子导引aAB1ßİ，。 \n_é𠮷ﬁ", max_size=20)
QUERIES = st.text(alphabet="基金量子导引aAB1ßİ é𠮷ﬁ%_", min_size=1, max_size=6)


@pytest.fixture(scope="module")
def both(postgres: Cluster) -> Iterator[tuple[Connection, Connection]]:
    """A bare index in each of the databases, in a transaction that is never committed."""
    with postgres.database() as url:
        engines = create_engine("sqlite://"), create_engine(url)
        with engines[0].connect() as one, engines[1].connect() as other:
            for connection in (one, other):
                connection.execute(text("CREATE TABLE item (id bigint)"))
                INDEX.create(connection)
            yield one, other
        for engine in engines:
            engine.dispose()


INDEX = FullText("item_search")
ITEM = column("id", BigInteger)


def hits(connection: Connection, query: str) -> list[int]:
    condition = INDEX.matching(ITEM, query)
    if condition is None:
        return []
    return list(connection.execute(select(ITEM).select_from(table("item")).where(condition).order_by(ITEM)).scalars())


@settings(max_examples=200, deadline=None)
@given(texts=st.lists(WORDS, min_size=1, max_size=6), queries=st.lists(QUERIES, min_size=1, max_size=6))
def test_both_databases_find_exactly_what_holds_every_run_of_the_query(
    both: tuple[Connection, Connection], texts: list[str], queries: list[str]
) -> None:
    rows = list(enumerate(texts))
    for connection in both:
        connection.execute(text("INSERT INTO item VALUES (:id)"), [{"id": number} for number, _ in rows])
        INDEX.put(connection, [(number, grams(string)) for number, string in rows])
    for query in queries:
        runs = re.findall(r"[^\W_]+", fold(query))
        expected = [number for number, string in rows if runs and all(run in fold(string) for run in runs)]
        assert hits(both[0], query) == hits(both[1], query) == expected
    for connection in both:
        INDEX.remove(connection, rows)
        connection.execute(text("DELETE FROM item"))
        assert not any(hits(connection, query) for query in queries)


def test_long_texts_are_searched_to_their_end(both: tuple[Connection, Connection]) -> None:
    # Beyond what PostgreSQL's own text search keeps: 256 places of a word, 16383 words, a megabyte of them.
    many = "".join(map(chr, range(0x4E00, 0x9FA5)))
    string = "引导基金，" * 20_000 + "".join(many[n:] + many[:n] for n in range(0, 20_000, 1_000)) + "，终了"
    try:
        for connection in both:
            connection.execute(text("INSERT INTO item VALUES (1)"))
            INDEX.put(connection, [(1, grams(string))])
            for query, found in (
                ("基金", True),
                ("终了", True),
                (string[-100:-4], True),
                ("金引", False),
                ("引导终了", False),
            ):
                assert hits(connection, query) == [1] * found
    finally:
        for connection in both:
            connection.execute(text("DELETE FROM item"))
            INDEX.remove(connection, [(1, string)])


@settings(max_examples=300, deadline=None)
@given(
    text=st.text(alphabet="基金量子aAB1，。 ", max_size=20),
    query=st.text(alphabet="基金量子aAB1", min_size=1, max_size=4),
)
def test_a_word_is_found_exactly_where_it_stands(text: str, query: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(grams)")
    connection.execute("INSERT INTO t VALUES (?)", (grams(text),))
    hits = connection.execute("SELECT count(*) FROM t WHERE t MATCH ?", (match_expression(query),)).fetchone()[0]
    connection.close()
    assert hits == (fold(query) in fold(text))
