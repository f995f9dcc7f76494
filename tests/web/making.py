"""Hand-made documents and the records that they hold."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from huoshui.model.dates import PartialDate
from huoshui.model.document import Article, Document, OffsetMap, Span
from huoshui.model.findings import Figure, Finding, FindingKind
from huoshui.model.money import Money
from huoshui.model.records import Evidence, Financing, Fund, Instrument, Listing, ManagerCall, Record, Target, Value
from huoshui.model.regions import Region
from huoshui.registry import Registry
from huoshui.web.figures import PART

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

FUND = "昆明滇池新材料产业引导基金"
HOSTILE = "<script>alert(1)</script>"
PLAIN_FUNDS = 60

LAUNCH = f"""{FUND}设立
{FUND}近日设立，总规模50亿元，首期规模20亿元，存续期10年。
滇池投资集团发起这只基金，云汀创业投资管理有限公司担任管理人；资金投向新材料和新能源。
滇池种子子基金规模约3.005亿元，是{FUND}的子基金。
"""
REVIEW = f"春季盘点：{FUND}总规模为60亿元，居当地前列。\n备注{HOSTILE}到此为止。\n"
CALL = """滇池新材料母基金公开遴选子基金管理机构。
子基金规模不低于5亿元，母基金出资不超过子基金的30%，返投倍数不低于1.5倍，投向新材料。
"""
OTHERS = """青禾机器人完成B轮融资2亿元，云汀资本领投。
青禾机器人申请在科创板上市，已获受理，拟募资12亿元。
科创信用贷总额100亿元，单户最高1000万元，利率2.85%，服务企业320户。
到2027年，全市新材料产业规模达到800亿元。
"""


class Teller:
    """Makes values of one document's text, each with the place of its words."""

    def __init__(self, name: str, text: str, published: str, source: str) -> None:
        self.name, self.text = name, text
        self.document = Document(
            name=name,
            text=text,
            clean=text,
            offsets=OffsetMap.identity(len(text)),
            articles=(Article("", None, Span(0, len(text))),),
            digest=hashlib.sha256(text.encode()).hexdigest(),
            title=text.split("\n", 1)[0][:30],
            source=source,
            published=PartialDate.parse(published),
            path=f"{name}.txt",
        )

    def evidence(self, words: str, start: int = 0) -> Evidence:
        at = self.text.index(words, start)
        return Evidence(self.name, at, at + len(words), words)

    def value(self, value: T, words: str, qualifier: str | None = None, start: int = 0) -> tuple[Value[T], ...]:
        return (Value(value, self.evidence(words, start), qualifier),)


def yi(amount: str) -> Money:
    return Money.of(Decimal(amount) * 10**8)


KUNMING = Region("530100", ("云南", "昆明"))


def launch() -> tuple[Document, list[Record], list[Finding]]:
    t = Teller("launch", LAUNCH, "2026-03-02", "滇池晨报")
    body = LAUNCH.index("近日")
    fund = Fund(
        name=FUND,
        evidence=t.evidence(FUND),
        aliases=("滇池引导基金",),
        size=t.value(yi("50"), "50亿元"),
        first_phase=t.value(yi("20"), "20亿元"),
        term_years=t.value(Decimal(10), "10年"),
        manager=t.value("云汀创业投资管理有限公司", "云汀创业投资管理有限公司"),
        backer=t.value("滇池投资集团", "滇池投资集团"),
        region=t.value(KUNMING, "昆明"),
        sector=(*t.value("new_materials", "新材料"), *t.value("new_energy", "新能源")),
        status=t.value("established", "设立", start=body),
        date=t.value(PartialDate(2026, 3), "近日"),
    )
    sub = Fund(
        name="滇池种子子基金",
        evidence=t.evidence("滇池种子子基金"),
        size=t.value(yi("3.005"), "3.005亿元", "约"),
        parent=t.value(FUND, FUND, start=LAUNCH.index("是昆明")),
        backer=t.value(FUND, FUND, start=LAUNCH.index("是昆明")),
    )
    total, part = t.evidence("50亿元"), t.evidence("20亿元")
    finding = Finding(
        FindingKind.PARTS_AND_SUM,
        "两期之和 2000000000 CNY",
        (Figure("总额", str(yi("50")), (total,)), Figure("第1项", str(yi("20")), (part,))),
        str(yi("30")),
    )
    return t.document, [fund, sub], [finding]


def review() -> tuple[Document, list[Record], list[Finding]]:
    t = Teller("review", REVIEW, "2026-04-20", "西南观察")
    fund = Fund(name=FUND, evidence=t.evidence(FUND), size=t.value(yi("60"), "60亿元"), region=t.value(KUNMING, "昆明"))
    return t.document, [fund], []


def call() -> tuple[Document, list[Record], list[Finding]]:
    t = Teller("call", CALL, "2026-05-11", "滇池新材料母基金")
    record = ManagerCall(
        name="滇池新材料母基金遴选子基金管理机构",
        evidence=t.evidence("滇池新材料母基金公开遴选子基金管理机构"),
        fund=t.value("滇池新材料母基金", "滇池新材料母基金"),
        min_fund_size=t.value(yi("5"), "5亿元", "不低于"),
        max_share_of_fund=t.value(Decimal("0.3"), "30%", "不超过"),
        reinvestment_multiple=t.value(Decimal("1.5"), "1.5倍", "不低于"),
        sector=t.value("new_materials", "新材料"),
    )
    return t.document, [record], []


def others() -> tuple[Document, list[Record], list[Finding]]:
    t = Teller("others", OTHERS, "2026-05-20", "云岭财经")
    company, second = "青禾机器人", OTHERS.index("\n")
    records: list[Record] = [
        Financing(
            name=company,
            evidence=t.evidence(company),
            round=t.value("B轮", "B轮"),
            size=t.value(yi("2"), "2亿元"),
            investor=t.value("云汀资本", "云汀资本"),
        ),
        Listing(
            name=company,
            evidence=t.evidence(company, second),
            board=t.value("star", "科创板"),
            status=t.value("accepted", "受理"),
            size=t.value(yi("12"), "12亿元", "拟"),
        ),
        Instrument(
            name="科创信用贷",
            evidence=t.evidence("科创信用贷"),
            size=t.value(yi("100"), "100亿元"),
            cap=t.value(Money.of(10**7), "1000万元", "最高"),
            rate=t.value(Decimal("0.0285"), "2.85%"),
            count=t.value(Decimal(320), "320户"),
        ),
        Target(
            name="新材料产业规模",
            evidence=t.evidence("新材料产业规模"),
            value=t.value(yi("800"), "800亿元"),
            date=t.value(PartialDate(2027), "2027年"),
        ),
    ]
    return t.document, records, []


def many() -> tuple[Document, list[Record], list[Finding]]:
    """One long document: more funds than a page shows, the last of them beyond the first part of the text."""
    lines = [f"示范基金甲{n:03d}规模{n}亿元。" for n in range(1, PLAIN_FUNDS)]
    text = "\n".join([*lines, "空" * PART, f"示范基金甲{PLAIN_FUNDS:03d}规模{PLAIN_FUNDS}亿元。"])
    t = Teller("many", text, "2025-11", "示范年鉴")
    records: list[Record] = [
        Fund(
            name=f"示范基金甲{n:03d}",
            evidence=t.evidence(f"示范基金甲{n:03d}"),
            size=t.value(yi(str(n)), f"{n}亿元", start=text.index(f"甲{n:03d}规模") + 4),
        )
        for n in range(1, PLAIN_FUNDS + 1)
    ]
    return t.document, records, []


def fill(url: str, contents: Sequence[tuple[Document, list[Record], list[Finding]]]) -> None:
    with Registry(url) as registry:
        for document, records, findings in contents:
            assert registry.add(document, records, findings)
