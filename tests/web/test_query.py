from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from huoshui.documents import simplified
from huoshui.errors import InputError
from huoshui.model.money import Money
from huoshui.web.query import COLUMNS, Query, read_amount, read_query

QUERIES = st.builds(
    Query,
    kind=st.sampled_from(sorted(COLUMNS)),
    text=st.text(alphabet="量子 &=+%#?/、a", max_size=12).map(str.strip),
    sector=st.sampled_from(["", "robotics"]),
    region=st.sampled_from(["", "云南/昆明"]),
    status=st.sampled_from(["", "planned"]),
    since=st.sampled_from(["", "2026", "2026-01-09"]),
    until=st.sampled_from(["", "2026-12"]),
    smallest=st.sampled_from(["", "10", "10亿", "5000万元"]),
    sort=st.sampled_from(["", "name", "-name"]),
    page=st.integers(1, 99),
)


@given(QUERIES)
def test_an_address_leads_back_to_the_same_list(query: Query) -> None:
    _, _, string = query.address(page=query.page).partition("?")
    assert read_query(QueryParams(string), "zh") == query


def test_a_change_goes_back_to_the_first_page() -> None:
    query = Query(text="量子", page=4)
    assert "page" not in query.address(sector="quantum")
    assert "page=5" in query.address(page=5)


def test_columns_may_come_one_by_one_or_together() -> None:
    for string in ("columns=size&columns=date", "columns=date,size", "columns=size,nonsense,date"):
        assert read_query(QueryParams(string), "zh").shown == ("size", "date")


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("10", 10 * 10**8),
        ("0.5", 5 * 10**7),
        ("1,000", 10**11),
        ("10亿", 10**9),
        ("5000万元", 5 * 10**7),
        ("", None),
    ],
)
def test_amounts_as_people_type_them(typed: str, amount: int | None) -> None:
    assert read_amount(typed, "zh") == (None if amount is None else Money.of(Decimal(amount)))


@pytest.mark.parametrize("typed", ["abc", "-1", "nan", "1e999999999", "3亿美元", "10亿到20亿和30亿", "9" * 4000])
def test_what_is_no_amount_of_renminbi_is_refused_in_one_line(typed: str) -> None:
    with pytest.raises(InputError) as caught:
        read_amount(typed, "en")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    "string",
    ["type=Unknown", "page=0", "page=-1", "page=x", "page=9999999", "since=yesterday", "sort=secret", "q=" + "x" * 300],
)
def test_what_an_address_cannot_say_is_refused(string: str) -> None:
    with pytest.raises(InputError):
        read_query(QueryParams(string), "zh")


def test_traditional_script_is_searched_in_simplified() -> None:
    assert simplified("廣東新材料產業基金") == "广东新材料产业基金"
    assert simplified("GP") == "GP"
