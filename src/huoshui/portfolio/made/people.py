"""Made-up parties: who brings money, who manages and keeps it, who buys shares of funds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from huoshui.portfolio.book import Party
from huoshui.portfolio.vocabulary import Nature, Role

if TYPE_CHECKING:
    import random

    from huoshui.portfolio.made.words import Names

_LIKELY = (
    (Nature.CITY, "C", "财政专户"),
    (Nature.COUNTY, "D", "区财政专户"),
    (Nature.STATE_OWNED, "S", "国有资本运营有限公司"),
    (Nature.STATE_OWNED, "S", "城市发展集团有限公司"),
    (Nature.FINANCIAL, "B", "人寿保险股份有限公司"),
    (Nature.FINANCIAL, "B", "金融资产投资有限公司"),
    (Nature.SOCIAL, "Q", "实业集团有限公司"),
    (Nature.SOCIAL, "Q", "控股有限公司"),
    (Nature.SOCIAL, "Q", "家族投资有限公司"),
    (Nature.FOREIGN, "W", "环球投资有限公司"),
)


@dataclass(slots=True)
class People:
    """All parties, and those of each sort by their ids."""

    parties: list[Party] = field(default_factory=list)
    treasury: str = ""
    provinces: list[str] = field(default_factory=list)
    contributors: list[str] = field(default_factory=list)
    managers: list[str] = field(default_factory=list)
    custodians: list[str] = field(default_factory=list)
    buyers: list[str] = field(default_factory=list)

    def of(self, nature: Nature) -> list[str]:
        """The contributors who bring such money."""
        return [party.id for party in self.parties if party.nature is nature and party.id in set(self.contributors)]


def make_people(rng: random.Random, names: Names, regional: int, funds: int) -> People:
    """Parties for so many regional funds and sub-funds."""
    people = People()

    def add(letter: str, tail: str, nature: Nature, *roles: Role) -> str:
        party = Party(
            id=f"{letter}{len(people.parties) + 1:03d}", name=names.give() + tail, roles=tuple(roles), nature=nature
        )
        people.parties.append(party)
        return party.id

    money = Role.CONTRIBUTOR
    people.treasury = add("Z", "中央财政专户（示例）", Nature.CENTRAL, money)
    people.provinces = [add("Y", "省级财政专户（示例）", Nature.PROVINCIAL, money) for _ in range(regional)]
    kinds = [*_LIKELY, *rng.choices(_LIKELY, k=funds // 3)]
    people.contributors = [add(letter, tail, nature, money) for nature, letter, tail in kinds]
    runs = (Role.GENERAL_PARTNER, Role.MANAGER, money)
    natures = [rng.choice((Nature.STATE_OWNED, Nature.SOCIAL, Nature.SOCIAL)) for _ in range(2 + funds // 4)]
    people.managers = [add("M", "私募基金管理有限公司", nature, *runs) for nature in natures]
    people.custodians = [add("K", "银行股份有限公司", Nature.FINANCIAL, Role.CUSTODIAN) for _ in range(3)]
    people.buyers = [add("J", "接续股权投资有限公司", Nature.SOCIAL, money) for _ in range(3)]
    return people
