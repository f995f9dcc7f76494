"""Re-investment: what counts, how much of it, and what is said where a figure is missing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui.errors import NotFound
from huoshui.model.regions import Region
from huoshui.portfolio import checks
from huoshui.portfolio.book import Check, Company, Event, Obligation, Party, Rate
from huoshui.portfolio.journal import journal_of
from huoshui.portfolio.ledger import Ledger
from huoshui.portfolio.reinvestment import Left, State, compare, obligation, progress
from huoshui.portfolio.snapshot import Snapshot
from huoshui.portfolio.vocabulary import Base, Kind, Nature, Recognition
from tests.portfolio.family import BOOK, EVENTS, PARTIES, WAN, day, event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.portfolio.book import Book
    from huoshui.portfolio.reinvestment import Progress

SUZHOU, KUNSHAN, HANGZHOU = (Region.parse(path) for path in ("江苏/苏州", "江苏/苏州/昆山", "浙江/杭州"))
COMPANIES = (
    replace(BOOK.companies[0], region=HANGZHOU),
    *BOOK.companies[1:],
    Company(id="材", name="戊新材料有限公司", region=KUNSHAN),
    Company(id="迷", name="己科技有限公司"),
)
LOCAL = Obligation(
    id="甲口径",
    name="落地口径",
    fund="子",
    investor="母",
    region=SUZHOU,
    base=Base.PAID,
    multiple=Decimal("1.5"),
    weights=(
        (Recognition.LOCAL_COMPANY, Decimal(1)),
        (Recognition.OWN_SPENDING, Decimal("1.0")),
        (Recognition.BROUGHT_IN, Decimal("0.3")),
        (Recognition.LOCAL_ENTITY, Decimal(1)),
        (Recognition.MOVED_IN, Decimal("1.5")),
    ),
)


def recognised(
    name: str,
    when: str,
    held: str,
    wan: int,
    category: Recognition,
    at: Region = SUZHOU,
    holder: str = "子",
    **more: object,
) -> Event:
    return event(name, Kind.RECOGNITION, when, holder, held, wan, nature=category.value, region=at.code, **more)


#: A company brought in that then sets up an entity, an investee that moves in, and what the manager spends.
CASES = (
    recognised("N1", "2020-03-01", "材", 1_000, Recognition.BROUGHT_IN),
    recognised("N2", "2020-09-01", "材", 1_200, Recognition.LOCAL_ENTITY, KUNSHAN),
    recognised("N3", "2021-05-01", "芯", 3_000, Recognition.MOVED_IN),
    recognised("N4", "2021-06-01", "甲管", 300, Recognition.OWN_SPENDING),
)


def snapshot_of(book: Book) -> Snapshot:
    setting = checks.Setting.of_book(book)
    assert not list(checks.node_faults(book, setting))
    assert not list(checks.obligation_faults(book, setting))
    assert not checks.form_faults(book.events, setting)
    return Snapshot(
        tuple(book.nodes()),
        setting,
        journal_of(book.events, setting.place),
        tuple(one for one in book.events if one.stake is not None or one.reverses),
        book.obligations,
        tuple(one for one in book.events if one.kind is Kind.RECOGNITION),
    )


def after(*cases: Event, of: Obligation = LOCAL, on: str = "2022-01-01", rates: Sequence[Rate] = ()) -> Progress:
    book = replace(BOOK, companies=COMPANIES, events=(*EVENTS, *cases), rates=tuple(rates), obligations=(of,))
    return progress(snapshot_of(book), of, day(on))


def wan(found: Progress) -> tuple[int, ...]:
    """What each item adds, in 万元."""
    return tuple(item.counted // WAN for item in found.items)


def test_the_higher_case_adds_only_the_difference() -> None:
    found = after(*CASES)
    assert found.base is not None
    assert found.required is not None
    assert (found.base.minor, found.required.minor) == (4_000 * WAN, 6_000 * WAN)
    assert wan(found) == (300, 900, 4_500, 300)
    assert [item.weighted // WAN for item in found.items] == [300, 1_200, 4_500, 300]
    assert found.recognised.minor == found.required.minor == 6_000 * WAN
    assert (found.ratio, found.done) == (Fraction(3, 2), Fraction(1))
    assert found.shortfall is not None
    assert found.shortfall.minor == 0


def test_a_lower_case_after_a_higher_one_adds_nothing_and_says_so() -> None:
    found = after(*CASES, recognised("N5", "2021-07-01", "芯", 4_499, Recognition.LOCAL_ENTITY))
    assert wan(found)[-1] == 0
    assert [(item.event, item.left) for item in found.left] == [("N5", Left.COVERED)]


def test_each_category_may_count_by_itself() -> None:
    assert wan(after(*CASES, of=replace(LOCAL, once_per_company=False))) == (300, 1_200, 4_500, 300)


def test_check_points_say_what_was_required_and_counted_on_their_day() -> None:
    dated = replace(
        LOCAL,
        checks=(
            Check(day("2018-12-31"), Decimal("0.1")),
            Check(day("2020-12-31"), Decimal("0.4")),
            Check(day("2021-12-31")),
            Check(day("2024-12-31")),
        ),
    )
    found = after(*CASES, of=dated).checks
    assert [one.state for one in found] == [State.UNKNOWN, State.BROKEN, State.MET, State.DUE]
    assert [one.counted.minor // WAN for one in found] == [0, 1_200, 6_000, 6_000]
    assert [one.required and one.required.minor // WAN for one in found] == [None, 2_400, 6_000, 6_000]
    assert [missing.zh for missing in found[0].missing] == ["母 对 子 的认缴额"]


@pytest.mark.parametrize(("carries", "forfeited", "last"), [(True, 0, State.MET), (False, 3_600, State.BROKEN)])
def test_surplus_carries_over_or_not(*, carries: bool, forfeited: int, last: State) -> None:
    early = replace(LOCAL, carries=carries, checks=(Check(day("2021-12-31"), Decimal("0.4")), Check(day("2022-06-30"))))
    found = after(*CASES, of=early, on="2023-01-01")
    assert [one.state for one in found.checks] == [State.MET, last]
    assert found.recognised.minor == 6_000 * WAN
    assert found.forfeited.minor == forfeited * WAN
    assert found.done == 1 - Fraction(forfeited, 6_000)


@pytest.mark.parametrize(
    ("case", "told"),
    [
        (recognised("N", "2021-01-01", "芯", 1, Recognition.MOVED_IN, HANGZHOU), Left.ELSEWHERE),
        (recognised("N", "2021-01-01", "芯", 1, Recognition.MOVED_IN, Region.parse("江苏")), Left.ELSEWHERE),
        (recognised("N", "2021-01-01", "芯", 1, Recognition.AFFILIATED_FUND), Left.CATEGORY),
        (recognised("N", "2020-01-01", "芯", 1, Recognition.MOVED_IN), Left.EARLY),
        (recognised("N", "2021-01-01", "芯", 1, Recognition.MOVED_IN, currency="USD"), Left.NO_RATE),
    ],
)
def test_what_does_not_count_says_why(case: Event, told: Left) -> None:
    found = after(case, of=replace(LOCAL, since=day("2020-02-01")))
    assert [item.left for item in found.items] == [told]
    assert found.recognised.minor == 0


def test_an_investment_in_a_local_company_counts_if_the_definition_says_so() -> None:
    deal = event("I9", Kind.INVESTMENT, "2020-05-01", "子", "材", 500, nature="equity")
    assert after(deal).items == ()
    found = after(deal, of=replace(LOCAL, counts_investments=True))
    assert [(item.event, item.left, item.counted // WAN) for item in found.items] == [
        ("I1", Left.ELSEWHERE, 0),
        ("I9", None, 500),
        ("I2", Left.ELSEWHERE, 0),
    ]
    assert found.by_place() == ((KUNSHAN, found.recognised),)


def test_the_same_money_invested_and_recognised_counts_once() -> None:
    deal = event("I9", Kind.INVESTMENT, "2020-05-01", "子", "材", 500, nature="equity")
    for once in (True, False):
        counting = replace(LOCAL, counts_investments=True, once_per_company=once)
        same = after(deal, recognised("N", "2020-06-01", "材", 500, Recognition.LOCAL_COMPANY), of=counting)
        assert same.recognised.minor == 500 * WAN
        more = after(deal, recognised("N", "2020-06-01", "材", 700, Recognition.LOCAL_COMPANY), of=counting)
        assert more.recognised.minor == 700 * WAN
    moved = after(
        deal,
        recognised("N", "2020-06-01", "材", 500, Recognition.MOVED_IN),
        of=replace(LOCAL, counts_investments=True),
    )
    assert [item.counted // WAN for item in moved.counted] == [500, 250]


def test_deals_of_funds_below_count_in_full_while_they_are_below() -> None:
    above = replace(LOCAL, fund="母", investor="财政局", base=Base.COMMITTED, multiple=Decimal("0.1"))
    sold = event("S", Kind.TRANSFER, "2021-05-31", "母", "子", 1, other="民企", committed=8_000 * WAN, paid=4_000 * WAN)
    assert wan(after(*CASES, of=above)) == (300, 900, 4_500, 300)
    found = after(*CASES, sold, of=above)
    assert wan(found) == (300, 900, 4_500, 0)
    assert found.left[0].left is Left.OUTSIDE
    assert after(recognised("N", "2021-01-01", "芯", 1, Recognition.MOVED_IN, holder="母")).items == ()


def test_bases() -> None:
    def base(of: Base, on: str = "2022-01-01", *more: Event) -> int | None:
        found = after(*more, of=replace(LOCAL, base=of), on=on).base
        return None if found is None else found.minor // WAN

    assert base(Base.COMMITTED) == 8_000
    assert base(Base.PAID) == 4_000
    assert base(Base.PAID, "2019-03-31") == 0
    assert base(Base.SIZE) == 20_000
    assert base(Base.GOVERNMENT) == 8_000
    less = event("C9", Kind.COMMITMENT, "2021-01-01", "母", "子", 1_000, nature="reduction")
    assert base(Base.COMMITTED, "2022-01-01", less) == 7_000
    bought = event("S", Kind.TRANSFER, "2021-06-01", "民企", "子", 1, other="母", committed=1_200 * WAN, paid=600 * WAN)
    assert base(Base.COMMITTED, "2022-01-01", bought) == 9_200
    assert base(Base.PAID, "2022-01-01", bought) == 4_600
    assert base(Base.SIZE, "2022-01-01", bought) == 20_000


def test_government_money_in_a_fund_above_counts_by_its_share() -> None:
    half = event("C9", Kind.COMMITMENT, "2018-01-01", "民企", "母", 50_000, nature="initial")
    found = after(half, of=replace(LOCAL, base=Base.GOVERNMENT))
    assert found.base is not None
    assert found.base.minor == 4_000 * WAN


def test_an_unknown_nature_leaves_the_base_unknown() -> None:
    of = replace(LOCAL, base=Base.GOVERNMENT, checks=(Check(day("2021-12-31")),))
    parties = (*PARTIES[:2], Party(id="民企", name="乙实业集团有限公司", nature=Nature.UNKNOWN))
    book = replace(BOOK, parties=parties, companies=COMPANIES, obligations=(of,))
    found = progress(snapshot_of(book), of, day("2022-01-01"))
    assert (found.base, found.required, found.ratio, found.done, found.shortfall) == (None,) * 5
    assert [one.state for one in found.checks] == [State.UNKNOWN]
    assert [one.en for one in found.missing] == ["the nature of 民企"]


def test_a_company_without_a_place_leaves_a_failure_open_but_not_a_success() -> None:
    deal = event("I9", Kind.INVESTMENT, "2020-05-01", "子", "迷", 500, nature="equity")
    of = replace(LOCAL, counts_investments=True, checks=(Check(day("2021-12-31")),))
    assert [one.state for one in after(*CASES, deal, of=of).checks] == [State.MET]
    found = after(*CASES[:-1], deal, of=of)
    assert [one.state for one in found.checks] == [State.UNKNOWN]
    assert [one.zh for one in found.missing] == ["迷 的地区"]


def test_other_currencies_at_the_rate_of_the_day() -> None:
    rates = [Rate(day("2020-01-01"), "USD", "CNY", Decimal(7)), Rate(day("2021-06-01"), "USD", "CNY", Decimal(6))]
    cases = [
        recognised(f"N{n}", when, held, 100, Recognition.LOCAL_ENTITY, currency="USD")
        for n, (when, held) in enumerate((("2021-05-31", "芯"), ("2021-06-01", "材")))
    ]
    assert wan(after(*cases, rates=rates)) == (700, 600)


def test_the_same_deals_under_several_definitions() -> None:
    strict = replace(LOCAL, id="乙口径", region=KUNSHAN, weights=((Recognition.LOCAL_ENTITY, Decimal(1)),))
    book = replace(BOOK, companies=COMPANIES, events=(*EVENTS, *CASES), obligations=(LOCAL, strict))
    both = compare(snapshot_of(book), book.obligations, day("2022-01-01"))
    assert [one.recognised.minor // WAN for one in both.progress] == [6_000, 1_200]
    assert [deal.event for deal in both.deals] == ["N1", "N2", "N3", "N4"]
    assert [[item and item.counted // WAN for item in deal.items] for deal in both.deals] == [
        [300, 0], [900, 1_200], [4_500, 0], [300, 0],
    ]  # fmt: skip


def test_the_first_day_counts_and_a_payment_is_in_the_base_on_its_day() -> None:
    of = replace(LOCAL, since=day("2020-03-01"), checks=(Check(day("2020-03-01")),))
    assert wan(after(*CASES, of=of)) == (300, 900, 4_500, 300)
    paid = after(of=LOCAL, on="2019-04-01").base
    assert paid is not None
    assert paid.minor == 4_000 * WAN


def test_what_is_required_is_rounded_up_and_what_counts_down() -> None:
    tiny = replace(LOCAL, multiple=Decimal("0.0000000000001"))
    found = after(
        event("N", Kind.RECOGNITION, "2021-01-01", "子", "芯", nature="brought_in", region=SUZHOU.code)._replace(
            minor=9
        ),
        of=tiny,
    )
    assert found.required is not None
    assert (found.required.minor, found.recognised.minor) == (1, 2)


def test_what_is_over_at_the_last_check_is_not_forfeited() -> None:
    of = replace(LOCAL, carries=False, multiple=Decimal(1), checks=(Check(day("2021-12-31")),))
    found = after(*CASES, of=of)
    assert (found.forfeited.minor, found.done) == (0, Fraction(3, 2))


def test_funds_that_hold_each_other_have_no_known_government_share() -> None:
    circle = event("C9", Kind.COMMITMENT, "2020-01-01", "子", "母", 1_000, nature="initial")
    found = after(circle, of=replace(LOCAL, base=Base.GOVERNMENT))
    assert found.base is None
    assert "循环出资" in found.missing[0].zh


def test_through_the_ledger(url: str) -> None:
    book = replace(BOOK, companies=COMPANIES, events=(*EVENTS, *CASES), obligations=(LOCAL,))
    with Ledger(url) as ledger:
        ledger.post(book, author="张", what="开账")
        snapshot = ledger.snapshot()
        assert obligation(snapshot, "甲口径") == LOCAL
        assert progress(snapshot, LOCAL, day("2022-01-01")) == after(*CASES)
        with pytest.raises(NotFound, match="it has 甲口径"):
            obligation(snapshot, "丙")


@pytest.mark.parametrize(
    ("side", "told"), [({"fund": "无"}, "no party"), ({"fund": "芯"}, "no fund"), ({"investor": "无"}, "no party")]
)
def test_a_definition_of_nobody_is_not_found(side: dict[str, str], told: str) -> None:
    with pytest.raises(NotFound, match=told):
        progress(snapshot_of(replace(BOOK, companies=COMPANIES)), replace(LOCAL, **side), day("2022-01-01"))  # type: ignore[arg-type]


CATEGORIES = st.sampled_from(list(Recognition))
MADE = st.lists(
    st.tuples(
        st.dates(day("2019-03-01"), day("2023-12-31")),
        st.sampled_from(["芯", "药", "材"]),
        st.integers(1, 10**6),
        CATEGORIES,
        st.sampled_from([SUZHOU, KUNSHAN, HANGZHOU]),
        st.booleans(),
    ),
    max_size=8,
)
RULES = st.builds(
    replace,
    st.just(LOCAL),
    once_per_company=st.booleans(),
    counts_investments=st.booleans(),
    carries=st.booleans(),
    weights=st.dictionaries(CATEGORIES, st.decimals(0, 3, places=2), min_size=1).map(
        lambda found: tuple(found.items())
    ),
    checks=st.sampled_from([(), (Check(day("2020-12-31"), Decimal("0.01")), Check(day("2022-12-31")))]),
)


def events_of(made: list[tuple[object, ...]]) -> list[Event]:
    return [
        Event(f"H{n}", Kind.INVESTMENT, when, "子", held, amount, nature="equity")  # type: ignore[arg-type]
        if invested
        else Event(f"H{n}", Kind.RECOGNITION, when, "子", held, amount, nature=category, region=at.code)  # type: ignore[arg-type, attr-defined]
        for n, (when, held, amount, category, at, invested) in enumerate(made)
    ]


@given(MADE.filter(bool), RULES)
def test_one_item_more_never_lowers_progress(made: list[tuple[object, ...]], of: Obligation) -> None:
    cases = events_of(made)
    fewer, more = after(*cases[1:], of=of, on="2024-01-01"), after(*cases, of=of, on="2024-01-01")
    assert more.recognised.minor >= fewer.recognised.minor
    assert more.done is not None
    assert fewer.done is not None
    assert more.done >= fewer.done
    for one, other in zip(fewer.checks, more.checks, strict=True):
        assert one.state is not State.MET or other.state is State.MET


@given(MADE, RULES, st.randoms(use_true_random=False))
def test_the_order_of_entering_does_not_matter(made: list[tuple[object, ...]], of: Obligation, random: object) -> None:
    cases = events_of(made)
    shuffled = list(cases)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert after(*shuffled, of=of, on="2024-01-01") == after(*cases, of=of, on="2024-01-01")


@given(MADE, RULES)
def test_what_items_add_is_what_is_recognised_and_weight_zero_adds_nothing(
    made: list[tuple[object, ...]], of: Obligation
) -> None:
    found = after(*events_of(made), of=of, on="2024-01-01")
    assert sum(item.counted for item in found.items) == found.recognised.minor
    assert all(0 <= item.counted <= item.weighted for item in found.items)
    nothing = replace(of, weights=tuple((category, Decimal(0)) for category in Recognition))
    assert after(*events_of(made), of=nothing, on="2024-01-01").recognised.minor == 0


@given(MADE.filter(bool), RULES)
def test_a_reversal_restores_everything(made: list[tuple[object, ...]], of: Obligation) -> None:
    cases = events_of(made)
    undone = Event("R", Kind.REVERSAL, day("2023-12-31"), reverses="H0")
    assert after(*cases, undone, of=of, on="2024-01-01") == after(*cases[1:], of=of, on="2024-01-01")
    assert after(*cases, undone, of=of, on="2023-12-30") == after(*cases, of=of, on="2023-12-30")
