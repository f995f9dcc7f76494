"""An article while its funds are read: who is mentioned, which fund is in hand, and whose figure stands where."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from huoshui.extraction.funds.calling import calling
from huoshui.extraction.funds.clusters import Cluster, Clusters
from huoshui.extraction.funds.figures import find_figures
from huoshui.extraction.funds.names import REACH, FundMention, MentionKind, fund_mentions
from huoshui.extraction.funds.status import plans_in_title
from huoshui.extraction.organisations import issuer
from huoshui.extraction.reading import within

if TYPE_CHECKING:
    from huoshui.extraction.funds.tables import Table
    from huoshui.extraction.reading import Reading
    from huoshui.model.document import Span
    from huoshui.model.money import AmountMention

_NAMED_AGAIN = re.compile(r"(?:（有限合伙人?）)?[“”（\s]*(?:以下|下称|简称|为|：|即)*[“]?")
_POLICY = re.compile(
    "(?:行动计划|工作方案|实施方案|行动方案|若干措施|若干政策|实施意见|指导意见|规划(?:纲要)?|管理办法|工作要点|三年行动|政策措施)"
)
_LONGEST_LIST = 60
_PAID_INTO = re.compile("(?:认缴|认购|出资|投资|受让|参与|增资|实缴|获得?|向|给|退出|转让|持有)[^，。；]{0,4}$")
_SINGLE = re.compile("(?:均|分别|都|各)")


class Scene:
    """State of one article. ``focus`` is the fund (or list of funds) in hand, ``listed`` the last list of several,
    ``plural`` what words such as 三只区域基金 stand for, ``parties`` the names that stand as somebody's role in the
    sentence being read.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.text
        self.issuer = issuer(self.text)
        self.mentions = fund_mentions(reading)
        self.groups = Clusters(reading, self.mentions)
        self.title_plans = plans_in_title(self._headline())
        self.policy = bool(_POLICY.search(self._headline()))
        self.calls = reading.once(calling) is not None
        self.focus: list[Cluster] = []
        self.listed: list[Cluster] = []
        self.lists: list[list[Cluster]] = []
        self.plural: dict[FundMention, list[Cluster]] = {}
        self.collective: set[FundMention] = set()
        self.created: dict[FundMention, str] = {}
        self.meant: dict[str, Cluster] = {}
        self.predicates: set[FundMention] = set()
        self.parties: list[Span] = []
        self.silence = 0
        self.table: Table | None = None

    @cached_property
    def nameless(self) -> bool:
        """Whether the article only points at funds and names none."""
        return all(m.kind is MentionKind.BARE for m in self.mentions)

    @cached_property
    def last_figure(self) -> int:
        """Where the last size or first phase of the article stands; -1 without any."""
        figures = (f for s in self.reading.sentences for f in find_figures(self.reading, s))
        return max((f.amount.start for f in figures), default=-1)

    def _headline(self) -> str:
        """The title, or a headline in 【】 at the article's head."""
        match = re.match(r"\s*【?([^】\n]{4,120})】", self.text)
        return match[1] if match else self.text[: self.reading.body_start]

    def is_title(self, sentence: Span) -> bool:
        """Whether a sentence is the headline."""
        return sentence.end <= self.reading.body_start or self.text[sentence.end - 1] == "】"

    def in_title(self, mention: FundMention) -> bool:
        """Whether a mention stands in the headline."""
        return self.is_title(self.reading.sentence_at(mention.start))

    def is_party(self, mention: FundMention) -> bool:
        """A fund that stands in the sentence as somebody's backer."""
        return any(p.start < mention.end and mention.start < p.end for p in self.parties)

    def of(self, mention: FundMention) -> list[Cluster]:
        """The fund of a mention, or the funds that a plural one stands for."""
        return self.plural[mention] if mention in self.plural else [self.groups.of[mention]]

    def appended(self, mention: FundMention) -> AmountMention | None:
        """An amount in a bracket right after the name: 医药产业基金（100亿）."""
        for amount in within(self.reading.amounts, mention.end + 1, mention.end + 7):
            if amount.end <= mention.end + 30:
                before, after = self.text[mention.end : amount.start], self.text[amount.end : amount.end + 1]
                if re.fullmatch(r"（(?:规模|总规模|约)?", before) and after in "）)，":
                    return amount
        return None

    def adjoined(self, mention: FundMention) -> AmountMention | None:
        """An amount right behind the name, in a list: 其中制造基金10亿元、材料基金5亿元."""
        for amount in within(self.reading.amounts, mention.end, mention.end + 2):
            paid = _PAID_INTO.search(self.text, max(0, mention.start - 8), mention.start)
            if (
                mention.kind is not MentionKind.BARE
                and not paid
                and self.text[amount.end : amount.end + 1] in "、，。；"
            ):
                return amount
        return None

    def is_contribution(self, amount: AmountMention) -> bool:
        """自有资金2000万元认购X基金: what is paid for a share, not the fund's size."""
        before = self.text[max(0, amount.start - 14) : amount.start]
        after = self.text[amount.end : amount.end + 12]
        paid = re.search(r"(?:资金|出资|认缴|投资|价格|对价|斥资|共|投入|以)(?:人民币|约|不超过?|合计)*$", before)
        buys = re.match(r"(?:参与|认购|认缴|投资|受让|参设|参投|入伙|增资|设立)", after)
        return bool((paid and not re.search("规模|总额", before)) or buys)

    def owners_at(self, start: int, end: int, owners: list[FundMention]) -> list[Cluster]:
        """Whose figure stands at ``start``: the nearest fund before it in the sentence, else the one in hand."""
        before = [m for m in owners if m.start < end and m.end <= start + 8]
        if before:
            if self._of_unnamed(before[-1], start):
                return []
            each = _SINGLE.search(self.text, before[-1].end, end)
            if before[-1] in self.plural and not each:
                return []
            if each:
                return self.coordinated(before[-1], owners)
            whole = [m for m in before[-2:-1] if m in self.collective and self.joined(m, before[-1])]
            if whole:
                return self.of(whole[0])
            return self.of(before[-1])
        after = [m for m in owners if m.start >= end]
        if self.focus:
            others = within(self.mentions, start - REACH, start)[-1:]
            unknown = others and others[0].plural and "。" not in self.text[others[0].end : start]
            return [] if unknown else self.focus[:1]  # 五只区域基金规模: of funds that the text does not name
        return self.of(after[0]) if after else []

    def _of_unnamed(self, owner: FundMention, start: int) -> bool:
        """甲基金组建三只子基金，规模分别为……: whose figures stand there are several that the text does not name."""
        nearest = within(self.mentions, owner.end, start)[-1:]
        return (
            bool(nearest) and nearest[0].plural and nearest[0] not in self.groups.of and nearest[0] not in self.plural
        )

    def coordinated(self, mention: FundMention, owners: list[FundMention]) -> list[Cluster]:
        """The funds of one list: joined by nothing but 、 和 与 及 and brackets."""
        index = owners.index(mention)
        first = last = index
        while index - first < _LONGEST_LIST and first > 0 and self.joined(owners[first - 1], owners[first]):
            first -= 1
        while last - index < _LONGEST_LIST and last + 1 < len(owners) and self.joined(owners[last], owners[last + 1]):
            last += 1
        return list({id(c): c for m in owners[first : last + 1] for c in self.of(m)}.values())

    def joined(self, a: FundMention, b: FundMention) -> bool:
        """Whether nothing but 、 和 与 及 stands between two mentions, or they name one fund twice."""
        raw = self.text[a.end : b.start]
        if self.groups.of.get(a) is self.groups.of.get(b) and _NAMED_AGAIN.fullmatch(raw):
            return True
        between = re.sub(r"（[^）]*）|[“”]", "", raw)
        if b.amount:
            between = between.replace(self.text[b.amount.start : b.amount.end], "")
        return bool(re.fullmatch(r"(?:、|和|与|及|以及|等)+(?:省|市|总规模|规模|约|的)*", between))

    def unite(self, mention: FundMention, other: FundMention) -> None:
        """Count ``mention`` as the fund of ``other``."""
        cluster = self.groups.of.get(other)
        held = self.groups.of.get(mention)
        if cluster is None or held is cluster:
            return
        if held is not None:
            held.drop(mention)
            if not held.mentions:
                self.groups.all.remove(held)
        cluster.mentions.append(mention)
        self.groups.of[mention] = cluster
