from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui.errors import InputError
from huoshui.portfolio.performance import Totals, moic, multiple_table, multiples, rounded

amounts = st.integers(0, 10**17)


def test_a_published_example() -> None:
    # CFA level II, reading 36, question 16: paid-in 98, distributed 28, value after distributions 131.42 (millions);
    # DPI 0.286, RVPI 1.341, TVPI 1.63; https://bbs.gfedu.cn/faq/cfa/cfa2/q639138a3m5.shtml
    found = multiples(Totals(paid_in=98_000_000_00, distributed=28_000_000_00, nav=131_420_000_00))
    assert rounded(found.dpi, 3) == Decimal("0.286")
    assert rounded(found.rvpi, 3) == Decimal("1.341")
    assert rounded(found.tvpi, 2) == Decimal("1.63")
    assert found.dpi == Fraction(2, 7)


def test_calls_alone_and_a_value() -> None:
    # calls of 100 and 300, a value of 500: 500 / 400; https://analystforum.com/t/is-this-answer-of-schweser-correct/124599
    assert multiples(Totals(paid_in=400, distributed=0, nav=500)).tvpi == Fraction(500, 400)


def test_what_is_not_known_or_has_no_base_is_none() -> None:
    nothing = multiples(Totals(paid_in=0, distributed=0, nav=0, committed=0))
    assert (nothing.dpi, nothing.rvpi, nothing.tvpi, nothing.paid_in, nothing.uncalled) == (None, None, None, None, 0)
    unvalued = multiples(Totals(paid_in=100, distributed=40))
    assert (unvalued.dpi, unvalued.rvpi, unvalued.tvpi, unvalued.uncalled) == (Fraction(2, 5), None, None, None)
    assert moic(0, 5, 5) is None
    assert rounded(None) is None


def test_paid_in_and_uncalled() -> None:
    found = multiples(Totals(paid_in=30, distributed=0, nav=30, committed=120))
    assert (found.paid_in, found.uncalled) == (Fraction(1, 4), 90)


def test_moic_counts_what_came_back_and_what_is_held() -> None:
    assert moic(40, 30, 70) == Fraction(5, 2)


def test_a_half_is_rounded_to_the_even_neighbour() -> None:
    assert [str(rounded(Fraction(n, 8), 2)) for n in (1, 3, 5, -1)] == ["0.12", "0.38", "0.62", "-0.12"]
    assert str(rounded(Fraction(3), 2)) == "3.00"


@pytest.mark.parametrize("totals", [Totals(-1, 0), Totals(0, -1), Totals(0, 0, 0, -1)])
def test_totals_have_no_sign(totals: Totals) -> None:
    with pytest.raises(InputError, match="without a sign"):
        multiples(totals)


@given(paid_in=amounts, distributed=amounts, nav=st.integers(-(10**17), 10**17), committed=amounts)
def test_tvpi_is_dpi_and_rvpi_exactly(paid_in: int, distributed: int, nav: int, committed: int) -> None:
    found = multiples(Totals(paid_in, distributed, nav, committed))
    if found.tvpi is None:
        assert paid_in == 0
    else:
        assert found.dpi is not None
        assert found.rvpi is not None
        assert found.tvpi == found.dpi + found.rvpi


@given(st.lists(st.tuples(amounts, amounts, amounts, amounts), min_size=1, max_size=6))
def test_a_table_says_what_each_alone_says(rows: list[tuple[int, int, int, int]]) -> None:
    table = multiple_table(*(np.array(column) for column in zip(*rows, strict=True)))
    for place, (committed, paid_in, distributed, nav) in enumerate(rows):
        alone = multiples(Totals(paid_in, distributed, nav, committed))
        of_table = (table.dpi[place], table.rvpi[place], table.tvpi[place], table.paid_in[place])
        assert of_table == (alone.dpi, alone.rvpi, alone.tvpi, alone.paid_in)
        assert table.uncalled[place] == alone.uncalled
    floats = table.tvpi.floats()
    assert len(floats) == len(table.tvpi)
    assert all(np.isnan(value) == (row[1] == 0) for value, row in zip(floats, rows, strict=True))


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(InputError, match="as many of each"):
        multiple_table([1, 2], [1], [1], [1])
