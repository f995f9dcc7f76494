"""A small family for the tests: a city's mother fund, one sub-fund with a social investor, two companies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from huoshui.model.money import Money
from huoshui.model.regions import Region
from huoshui.portfolio.book import Book, Company, Event, Fund, Party
from huoshui.portfolio.vocabulary import Kind, Nature, Role, Stage, Tier

WAN = 10_000 * 100  # 万元 in 分


def day(text: str) -> date:
    return date.fromisoformat(text)


def event(name: str, kind: Kind, when: str, holder: str = "", held: str = "", wan: int = 0, **more: object) -> Event:
    return Event(name, kind, day(when), holder, held, wan * WAN)._replace(**more)  # type: ignore[arg-type]


PARTIES = (
    Party(id="财政局", name="江北市财政局", roles=(Role.CONTRIBUTOR,), nature=Nature.CITY),
    Party(id="甲管", name="甲私募基金管理有限公司", roles=(Role.MANAGER, Role.GENERAL_PARTNER), nature=Nature.SOCIAL),
    Party(id="民企", name="乙实业集团有限公司", roles=(Role.CONTRIBUTOR,), nature=Nature.SOCIAL),
)
FUNDS = (
    Fund(id="母", name="江北市产业引导基金", tier=Tier.REGIONAL, established=day("2018-01-01"), manager="甲管"),
    Fund(
        id="子",
        name="江北甲号创业投资合伙企业（有限合伙）",
        tier=Tier.SUB,
        established=day("2019-03-01"),
        investment_end=day("2023-03-01"),
        term_end=day("2027-03-01"),
        target=Money.of(200_000_000),
        general_partner="甲管",
    ),
)
COMPANIES = (
    Company(
        id="芯",
        name="丙芯片有限公司",
        region=Region.parse("江苏/苏州"),
        sector="integrated_circuits",
        stage=Stage.STARTUP,
    ),
    Company(id="药", name="丁医药有限公司", region=Region.parse("浙江/杭州"), sector="biomedicine"),
)
EVENTS = (
    event("C1", Kind.COMMITMENT, "2018-01-01", "财政局", "母", 50_000, nature="initial"),
    event("P1", Kind.CONTRIBUTION, "2018-02-01", "财政局", "母", 20_000),
    event("C2", Kind.COMMITMENT, "2019-03-01", "母", "子", 8_000, nature="initial"),
    event("C3", Kind.COMMITMENT, "2019-03-01", "民企", "子", 12_000, nature="initial"),
    event("L1", Kind.CALL, "2019-03-05", "母", "子", 4_000, due=day("2019-04-01")),
    event("P2", Kind.CONTRIBUTION, "2019-04-01", "母", "子", 4_000),
    event("P3", Kind.CONTRIBUTION, "2019-04-01", "民企", "子", 6_000),
    event("F1", Kind.FEE, "2019-06-30", "子", "甲管", 200, nature="management"),
    event(
        "I1", Kind.INVESTMENT, "2019-07-01", "子", "芯", 3_000,
        nature="equity", round="A轮", stake=Decimal("0.1"), post=30_000 * WAN, stage="startup",
    ),
    event("I2", Kind.INVESTMENT, "2020-07-01", "子", "药", 2_000, nature="equity", stake=Decimal("0.08")),
    event("V1", Kind.VALUATION, "2021-12-31", "子", "芯", 9_000),
    event("X1", Kind.PROCEEDS, "2022-06-30", "子", "芯", 6_000, nature="sale", cost=1_500 * WAN, stake=Decimal("0.05")),
    event("D1", Kind.DISTRIBUTION, "2022-09-30", "母", "子", 2_000, nature="capital"),
    event("D2", Kind.DISTRIBUTION, "2022-09-30", "民企", "子", 3_000, nature="capital"),
)  # fmt: skip
BOOK = Book(PARTIES, FUNDS, COMPANIES, EVENTS)
