"""One article read for its funds: sentence by sentence, each figure, party and status goes to the fund it is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from huoshui.extraction.fund_clusters import Cluster, Clusters
from huoshui.extraction.fund_figures import FigureKind, find_figures, find_terms
from huoshui.extraction.fund_names import FundMention, MentionKind, fund_mentions
from huoshui.extraction.fund_parties import (
    PartyFind,
    Role,
    backers_before,
    find_backers,
    find_managers,
    manager_before,
)
from huoshui.extraction.fund_places import Places
from huoshui.extraction.fund_status import StatusFind, find_statuses, plans_in_title
from huoshui.extraction.organisations import issuer
from huoshui.model.document import Span
from huoshui.model.sectors import find_sectors

if TYPE_CHECKING:
    from huoshui.extraction.reading import Reading
    from huoshui.model.dates import PartialDate
    from huoshui.model.money import AmountMention
    from huoshui.model.sectors import SectorMention

_FOCUS = re.compile(
    r"投向|聚焦|专注|重点(?:投资|支持|关注|布局|培育|围绕)|投资(?:方向|领域|范围|重点|于|标的|聚焦|对象)|围绕|(?:主要|定向|专项|拟)投资|用于(?:投资|支持)|面向|投资目标"
    r"|加大基金投资力度|主攻|深耕|锚定|瞄准|支援|支持(?=[^，。]{0,12}产业)|对(?=[^。]{2,60}(?:领域|行业)[^，。]{0,8}投资)|布局|涉及|以(?=[^，。]{2,40}为(?:主攻|主要|重点|核心))"
)
_FOCUS_OF_FUND = re.compile("投向|投资(?:方向|领域|范围|重点|于|标的|聚焦|对象)|(?:主要|定向|专项|重点)投资|投资目标|加大基金投资力度")
_FOCUS_END = re.compile(
    r"旨在|助力|致力|促进|加速|打通|采用|填补|撬动|带动|赋能|通过|推动(?=[^，。]{0,16}(?:发展|升级|转型|融合|落地))|为[^，。]{2,24}(?:提供|注入)|有效|从而|打造|公司(?:拟|以|作为|认缴)|本次|但|实现"
)
_FOCUS_BEFORE = re.compile(r"(?:领域|产业)?(?:也)?(?:将)?(?:是|为|成为)(?:该|其|本|此)?[\u4e00-\u9fff]{0,6}基金的?(?:重点|主要|核心)?(?:投资|支持)(?:领域|方向|对象)")
_COPULA = re.compile(r"(?:（[^）]{1,24}）)?(?:”)?(?:是|系|为|即)(?!了)")
_APPOSED = re.compile(r"[“—：:]{0,2}")
_NAMED_AGAIN = re.compile(r"(?:（有限合伙人?）)?[“”（\s]*(?:以下|下称|简称|为|：|即)*[“]?")
_INTRODUCED = re.compile("(?:包括|包含|涵盖|分别为|分别是|有|即|为)[：:]?$")
_GOES_ON = re.compile("已|于|将|正式|成功|近日|日前|由|并|现|是|完成|经|尚|在|目前|拟|标志|宣告|顺利|也|均|即|签|注册|设立|落|获|基金|该|投资|全体|首|后续|仍|其|随后|同时|开始|进入|总|规模")
_MADE_HERE = re.compile("(?:设立|成立|组建|发起|参设|新设|打造)(?:一[支只个])?$|(?:设立|成立|组建|发起|管理|运营)的$")
_PROGRAMME = re.compile("矩阵|群|体系|舰队|方阵")
_MAKING = re.compile("设立|成立|组建|发起|打造|筹建|筹备|推出|构建|建立|形成|参设|募集|共建")
_THIS = re.compile("(?:这|该|此|上述|本)[支只个]?(?:总|目标)?(?:规模)?[为达]?$")
_PAYS_INTO = re.compile("(?:已|拟|将|累计|再|共)*向[^，。；]{0,16}$")
_SINGLE = re.compile("(?:均|分别|都|各)")


class FundArticle:
    """Reads one article; ``clusters()`` gives its funds with their values."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.text
        self.issuer = issuer(self.text)
        self.mentions = fund_mentions(reading)
        self.groups = Clusters(reading, self.mentions)
        self.title_plans = plans_in_title(self._headline())
        self.focus: list[Cluster] = []
        self.listed: list[Cluster] = []
        self.plural: dict[FundMention, list[Cluster]] = {}
        self.collective: set[FundMention] = set()
        self.created: dict[FundMention, str] = {}
        self.meant: dict[str, Cluster] = {}
        self.predicates: set[FundMention] = set()
        self.parties: list[Span] = []

    def clusters(self) -> list[Cluster]:
        """The article's funds; those without any value are among them."""
        for sentence in self.reading.sentences:
            self._read(sentence)
        places = Places(self.reading, self.mentions, self.issuer)
        for cluster in self.groups.all:
            cluster.home = self.reading
            self._name_sectors(cluster)
            region = places.region(cluster)
            if region is not None:
                found, start, end = region
                cluster.placed = any(m.start <= start < m.end for m in cluster.mentions)
                cluster.add("region", self.reading.value(found, start, end))
            self._tidy(cluster)
        return [c for c in self.groups.all if not self._told_in_full(c)]

    def _told_in_full(self, cluster: Cluster) -> bool:
        """A fund that only the headline describes (20亿元CVC子基金) is the one that the body names: with the same size,
        or as the only fund of an announcement."""
        if cluster.head.kind is MentionKind.LEGAL or any(m.start >= self.reading.body_start for m in cluster.mentions):
            return False
        legal = [c for c in self.groups.all if c.head.kind is MentionKind.LEGAL and any(c.values.get(p) for p in ("backer", "size", "status"))]
        if self.issuer and len(legal) == 1 and legal[0] is not cluster:
            legal[0].names += [n for n in cluster.names if n not in legal[0].names]
            for value in cluster.values.get("sector", []):
                legal[0].add("sector", value)
            return True
        sizes = {str(v) for v in cluster.values.get("size", [])}
        for other in self.groups.all:
            if other is not cluster and sizes & {str(v) for v in other.values.get("size", [])}:
                for value in (v for p in ("status", "backer", "sector") for v in cluster.values.get(p, []) if p == "status"):
                    other.add("status", value)
                return True
        return False

    def _headline(self) -> str:
        """The title, or a headline in 【】 at the article's head."""
        match = re.match(r"\s*【?([^】\n]{4,120})】", self.text)
        return match[1] if match else self.text[: self.reading.body_start]

    # -- one sentence ------------------------------------------------------------------------------

    def _read(self, sentence: Span) -> None:
        inside = [m for m in self.mentions if sentence.start <= m.start < sentence.end]
        self._same_thing(inside)
        finds = [*find_managers(self.text, sentence), *find_backers(self.text, sentence)]
        self.parties = [span for find in finds for span in find.parties]
        for mention in inside:
            child = mention.kind is MentionKind.BARE and "子基金" in mention.name
            skip = child or mention in self.predicates
            before = None if skip else backers_before(self.text, sentence, mention, self.issuer)
            finds += [f for f in (before, manager_before(self.text, sentence, mention)) if f]
            self._note_creation(mention, before)
            self.parties += before.parties if before else ()
        subjects = [m for m in inside if not self._is_party(m)]
        self._resolve_bare(subjects, sentence)
        owners = [m for m in subjects if m in self.groups.of or m in self.plural]
        self._inherit(owners, sentence)
        self._sizes(sentence, owners)
        self._terms(sentence, owners)
        for find in finds:
            self._party(find, owners, title=self._is_title(sentence))
        self._statuses(sentence, owners)
        self._sectors(sentence, owners)
        self._parents(inside)
        self._pays_into(owners)
        self._move_focus(owners, sentence)

    def _note_creation(self, mention: FundMention, find: PartyFind | None) -> None:
        """携手A与B共同组建早期基金: several named founders make a fund of its own out of a mere type."""
        survey = not any(m.kind is MentionKind.LEGAL and abs(m.start - mention.start) < 300 for m in self.mentions) and mention.start >= self.reading.body_start
        vague = find and re.search("等|例如|比如|鼓励|支持|推动|可以", self.text[max(0, find.parties[0].start - 8) : mention.start])
        made = _MADE_HERE.search(self.text[max(0, mention.start - 8) : mention.start])
        if survey and made and find and not vague and mention.kind is MentionKind.BARE and len(find.parties) > 1 and not mention.amount and self.text[mention.start - 1] != "该":
            self.created[mention] = "、".join(self.text[p.start : p.end] for p in find.parties)

    def _is_title(self, sentence: Span) -> bool:
        return sentence.end <= self.reading.body_start or self.text[sentence.end - 1] == "】"

    def _is_party(self, mention: FundMention) -> bool:
        """A fund that stands in the sentence as somebody's backer."""
        return any(p.start < mention.end and mention.start < p.end for p in self.parties)

    def _same_thing(self, inside: list[FundMention]) -> None:
        """Appositions (母基金“X”) and predicates (X是……设立的省级母基金) name the fund they go with."""
        for index, left in enumerate(inside):
            self._predicate(left, inside[index + 1 :])
        subjects = [m for m in inside if m in self.groups.of]
        for mention in inside:
            clause = re.split("[，；。]", self.text[inside[0].start : mention.start])[-1]
            if subjects and mention.start > subjects[0].end and re.match("(?:也|正)?(?:是|系)", clause) and self._ends_clause(mention):
                self._unite(mention, subjects[0])
                self.predicates.add(mention)
        for left, right in zip(inside, inside[1:], strict=False):
            between = self.text[left.end : right.start]
            if between in {"（", "（即", "（又称"} and left in self.groups.of and right.kind is not MentionKind.LEGAL:
                self._unite(right, left)
            elif _APPOSED.fullmatch(between) and right.kind is MentionKind.LEGAL and left.kind is not MentionKind.LEGAL:
                self._unite(left, right)

    def _predicate(self, subject: FundMention, later: list[FundMention]) -> None:
        """X是……发起设立的省级母基金: the noun after the last 的 of the clause is X itself."""
        if subject not in self.groups.of or not _COPULA.match(self.text, subject.end):
            return
        for mention in later:
            clause = self.text[subject.end : mention.start]
            if "。" not in clause and self._ends_clause(mention) and clause.endswith("的") and mention.kind is not MentionKind.LEGAL and not mention.plural:
                self._unite(mention, subject)
                self.predicates.add(mention)
                return

    def _ends_clause(self, mention: FundMention) -> bool:
        return self.text[mention.end : mention.end + 1] in {"，", "。", "；", "", "\n"}

    def _unite(self, mention: FundMention, other: FundMention) -> None:
        """Count ``mention`` as the fund of ``other``."""
        cluster = self.groups.of.get(other)
        held = self.groups.of.get(mention)
        if cluster is None or held is cluster:
            return
        if held is not None:
            held.mentions.remove(mention)
            if not held.mentions:
                self.groups.all.remove(held)
        cluster.mentions.append(mention)
        self.groups.of[mention] = cluster

    def _of(self, mention: FundMention) -> list[Cluster]:
        return self.plural[mention] if mention in self.plural else [self.groups.of[mention]]

    # -- words that only point at a fund -------------------------------------------------------------

    def _resolve_bare(self, subjects: list[FundMention], sentence: Span) -> None:
        """该基金, 产业基金 and the like point at the fund in hand; with a size of their own they are funds."""
        for index, mention in enumerate(subjects):
            if mention.kind is not MentionKind.BARE or mention in self.groups.of:
                continue
            if mention.plural and not mention.amount and self._means_the_list(mention):
                self.plural[mention] = self.listed
                continue
            target = None if self._new_programme(mention) else self._pointed_at(mention, subjects[:index])
            if target is not None:
                self.groups.join(mention, target)
            elif self._own_fund(mention, sentence):
                named = self._named_by_context(mention)
                cluster = self.groups.new(named)
                self.groups.of[mention] = cluster

    def _is_news(self, mention: FundMention) -> bool:
        """设立产业投资基金 introduces a fund; it points back only where the fund in hand bears that type."""
        return not any(n.endswith(mention.name) for c in self.focus for n in c.names)

    def _means_the_list(self, mention: FundMention) -> bool:
        """三只区域基金 after a list of three funds; not 600只子基金."""
        if not self.listed:
            return False
        count = re.search(r"([两三四五六七八九十]|\d+)[支只个家][^，。]{0,6}$", self.text[max(0, mention.start - 12) : mention.start])
        number = None if count is None else ("〇一两三四五六七八九十".find(count[1]) if not count[1].isdigit() else int(count[1]))
        child = "子基金" in mention.name and not any("子基金" in c.head.name for c in self.listed)
        return not child and (number is None or number == len(self.listed))

    def _pointed_at(self, mention: FundMention, before: list[FundMention]) -> Cluster | None:
        if mention.plural or (_MADE_HERE.search(self.text[max(0, mention.start - 6) : mention.start]) and self._is_news(mention)):
            return None
        if mention.amount and _THIS.search(self.text[max(0, mention.amount.start - 8) : mention.amount.start]) and self.focus:
            return self.focus[0]
        if mention.amount or self._appended(mention):
            tail = mention.name.lstrip("百千万亿级元")
            same = [c for c in self.groups.all if any(n.endswith(tail) for n in c.names) and c.head.amount == mention.amount]
            same = same or [c for c in self.groups.all if mention.name in c.names]
            same = same or [c for c in self.groups.all if c.head.kind is MentionKind.NAMED and c.head.name.endswith(tail) and c.head.amount]
            return same[0] if same else None
        named = [self.groups.of[m] for m in before if m in self.groups.of]
        if mention.name in self.meant and self.text[mention.start - 1] not in "该本此":
            return self.meant[mention.name]
        alike = [c for c in (*reversed(named), *self.focus, *self._known_before(mention)) if len(mention.name) > 2 and any(n.endswith(mention.name) for n in c.names)]
        if alike:
            self.meant[mention.name] = alike[0]
            return alike[0]
        programme = _PROGRAMME.search(mention.name)
        if "子基金" in mention.name or mention in self.created or (programme and self.focus and not _PROGRAMME.search(self.focus[0].head.name)):
            return None
        if named:
            return named[-1]
        return self.focus[0] if self.focus else None

    def _new_programme(self, mention: FundMention) -> bool:
        """省级天使基金群, 国资并购基金矩阵: a programme under its own name, first told of here."""
        programme = _PROGRAMME.search(mention.name) and len(mention.name) >= 6 and not mention.plural
        return bool(programme) and not any(mention.name in c.names for c in self.groups.all)

    def _known_before(self, mention: FundMention) -> list[Cluster]:
        return [c for c in self.groups.all if any(m.start < mention.start for m in c.mentions)]

    def _own_fund(self, mention: FundMention, sentence: Span) -> bool:
        """Whether a fund without a name is told of as a fund of its own."""
        figures = [f for f in find_figures(self.reading, sentence) if mention.end <= f.cue < mention.end + 24]
        if mention.plural:
            return bool(figures and not mention.amount and not self.listed)
        if _PROGRAMME.search(mention.name) and figures and not mention.amount:
            return True
        if self._appended(mention) or mention in self.created or self._new_programme(mention):
            return True
        if mention.amount:
            before = self.text[max(sentence.start, mention.amount.start - 24) : mention.amount.start]
            programme = _PROGRAMME.search(mention.name)
            told = programme or _MAKING.search(before) or re.match("[^，。]{0,4}(?:发布|启动|揭牌|成立|设立|签约|落地)", self.text[mention.end : mention.end + 10])
            long_enough = programme or len(mention.name) >= 4
            return bool(told and long_enough) and not self._is_contribution(mention.amount)
        lone = not any(m.kind is not MentionKind.BARE for m in self.mentions)
        if not (lone and self.issuer and len(mention.name) >= 4) or self._is_title(sentence):
            return False
        return any(f.amount.start > mention.start for s in self.reading.sentences for f in find_figures(self.reading, s))

    def _named_by_context(self, mention: FundMention) -> FundMention:
        """A fund without a name of its own takes the text's words; an announcement's, the company's name before them."""
        name = mention.name
        if mention in self.created and not self.issuer:
            name = self.created[mention] + name
        elif self.issuer and not mention.amount and not self._appended(mention):
            name = self.text[self.issuer.start : self.issuer.end] + name
        if mention.plural:
            self.collective.add(mention)
            name = ("各类" if self.text[mention.start - 2 : mention.start] == "各类" else "") + name
        return FundMention(mention.start, mention.end, name, MentionKind.NAMED, name, None, mention.amount)

    def _move_focus(self, owners: list[FundMention], sentence: Span) -> None:
        if self._is_title(sentence):
            return
        heads = [m for m in owners if self.text[m.end : m.end + 1] != "的" or len(owners) == 1]
        if heads:
            self.focus = self._coordinated(heads[0], heads)
            for mention in owners:
                group = self._coordinated(mention, owners)
                if len(group) > 1:
                    self.listed = group

    # -- figures -------------------------------------------------------------------------------------

    def _appended(self, mention: FundMention) -> AmountMention | None:
        """An amount in a bracket right after the name: 医药产业基金（100亿）."""
        for amount in self.reading.amounts:
            if mention.end < amount.start <= mention.end + 6 and amount.end <= mention.end + 30:
                before, after = self.text[mention.end : amount.start], self.text[amount.end : amount.end + 1]
                if re.fullmatch(r"（(?:规模|总规模|约)?", before) and after in "）)，":
                    return amount
        return None

    def _inherit(self, owners: list[FundMention], sentence: Span) -> None:
        """Items of a list of funds with their sizes take backers and status from the sentence that introduces it."""
        items = [m for m in owners if self._appended(m)]
        if len(items) < 2 or not self.focus:
            return
        lead = self.text[sentence.start : items[0].start]
        source = self.focus[0]
        if _INTRODUCED.search(lead) and all(source not in self._of(m) for m in items):
            for cluster in (c for m in items for c in self._of(m)):
                for prop in ("backer", "status", "region"):
                    for value in source.values.get(prop, []):
                        cluster.add(prop, value)

    def _sizes(self, sentence: Span, owners: list[FundMention]) -> None:
        taken = set()
        for mention in owners:
            for amount in (mention.amount, self._appended(mention)):
                if amount and not self._is_contribution(amount):
                    taken.add(amount.start)
                    self._add_amount(self._of(mention)[0], self._prop_of(amount), amount)
        for find in find_figures(self.reading, sentence):
            if find.amount.start not in taken and not self._share_of(find.cue, owners):
                for cluster in self._owners_at(find.cue, find.amount.end, owners):
                    self._add_amount(cluster, find.kind.value, find.amount)

    def _share_of(self, cue: int, owners: list[FundMention]) -> bool:
        """认缴X出资额2000万元: what is paid into X."""
        return any(m.end == cue and self.text[:m.start].endswith(("认缴", "认购", "实缴", "受让")) for m in owners)

    def _prop_of(self, amount: AmountMention) -> str:
        before = self.text[max(0, amount.start - 6) : amount.start]
        return "first_phase" if re.search("首[期批](?:规模)?[为约达]?$", before) else "size"

    def _is_contribution(self, amount: AmountMention) -> bool:
        """自有资金2000万元认购X基金: what is paid for a share, not the fund's size."""
        before = self.text[max(0, amount.start - 14) : amount.start]
        after = self.text[amount.end : amount.end + 12]
        paid = re.search(r"(?:资金|出资|认缴|投资|价格|对价|斥资|共|投入|以)(?:人民币|约|不超过?|合计)*$", before)
        buys = re.match(r"(?:参与|认购|认缴|投资|受让|参设|参投|入伙|增资|设立)", after)
        return bool((paid and not re.search("规模|总额", before)) or buys)

    def _add_amount(self, cluster: Cluster, prop: str, amount: AmountMention) -> None:
        for money in amount.values:
            cluster.add(prop, self.reading.value(money, amount.start, amount.end, amount.qualifier))

    def _terms(self, sentence: Span, owners: list[FundMention]) -> None:
        for find in find_terms(self.text, sentence):
            clause = re.split("[，。；]", self.text[sentence.start : find.start])[-1]
            if "子基金" in clause and not any("子基金" in c.head.name for c in self.groups.all):
                continue
            for cluster in self._owners_at(find.start, find.end, owners):
                if not cluster.values.get(FigureKind.TERM):
                    cluster.add(FigureKind.TERM, self.reading.value(find.years, find.start, find.end))

    def _owners_at(self, start: int, end: int, owners: list[FundMention]) -> list[Cluster]:
        """Whose figure stands at ``start``: the nearest fund before it in the sentence, else the one in hand."""
        before = [m for m in owners if m.start < end and m.end <= start + 8]
        if before:
            if _SINGLE.search(self.text, before[-1].end, start):
                return self._coordinated(before[-1], owners)
            whole = [m for m in before[-2:-1] if m in self.collective and self._joined(m, before[-1])]
            if whole:
                return self._of(whole[0])
            return self._of(before[-1])
        after = [m for m in owners if m.start >= end]
        if self.focus:
            return self.focus[:1]
        return self._of(after[0]) if after else []

    def _coordinated(self, mention: FundMention, owners: list[FundMention]) -> list[Cluster]:
        """The funds of one list: joined by nothing but 、 和 与 及 and brackets."""
        index = owners.index(mention)
        first = last = index
        while first > 0 and self._joined(owners[first - 1], owners[first]):
            first -= 1
        while last + 1 < len(owners) and self._joined(owners[last], owners[last + 1]):
            last += 1
        return list({id(c): c for m in owners[first : last + 1] for c in self._of(m)}.values())

    def _joined(self, a: FundMention, b: FundMention) -> bool:
        between = re.sub(r"（[^）]*）|[“”]", "", self.text[a.end : b.start])
        if b.amount:
            between = between.replace(self.text[b.amount.start : b.amount.end], "")
        raw = self.text[a.end : b.start]
        if self.groups.of.get(a) is self.groups.of.get(b) and _NAMED_AGAIN.fullmatch(raw):
            return True
        return bool(re.fullmatch(r"(?:、|和|与|及|以及|等)+(?:省|市|总规模|规模|约|的)*", between))

    # -- parties, status, date -----------------------------------------------------------------------

    def _party(self, find: PartyFind, owners: list[FundMention], *, title: bool) -> None:
        for cluster in self._party_owners(find, owners):
            for span in find.parties:
                name = self.text[span.start : span.end]
                if name not in cluster.names:
                    value = self.reading.value(self._full(name), span.start, span.end)
                    if title and find.role is Role.BACKER:
                        cluster.headline.append(value)
                    else:
                        cluster.add(find.role.value, value)

    def _full(self, name: str) -> str:
        """The fullest name that the article declares for a short one."""
        if name.endswith("基金公司"):
            legal = [n for c in self.groups.all for n in c.names if n.endswith((f"{name[:-2]}有限公司", f"{name[:-2]}股份有限公司"))]
            return legal[0] if legal else name
        for declaration in self.reading.declarations:
            if declaration.alias == name and "基金" not in name:
                return self.text[declaration.full_start : declaration.full_end]
        return name

    def _party_owners(self, find: PartyFind, owners: list[FundMention]) -> list[Cluster]:
        if find.target is not None:
            target = [m for m in (*self.groups.of, *self.plural) if 0 <= m.start - find.target <= 2][:1]
            if not target:
                return []
            return self._coordinated(target[0], owners) if target[0] in owners else self._of(target[0])
        before = [m for m in owners if m.end <= find.cue + 1]
        if before:
            return self._of(before[-1])
        if find.role is Role.BACKER or find.role is Role.MANAGER:
            after = [m for m in owners if m.start > find.parties[-1].end]
            gap = self.text[find.parties[-1].end : after[0].start] if after else ""
            if after and not re.search("[，。；]", gap):
                return self._of(after[0])
        return self.focus[:1]

    def _statuses(self, sentence: Span, owners: list[FundMention]) -> None:
        title = self._is_title(sentence)
        dated = None if title else self._event_date(sentence)
        finds = find_statuses(self.text, sentence)
        for find in finds:
            if find.made and len(finds) > 1 and self.text[find.end : find.end + 1] == "的" and self._later(find, finds):
                continue
            status = find.status
            if status == "established" and self.title_plans and self.issuer:
                status = "planned"
            if title and status == "planned" and not self.issuer:
                continue
            for cluster in self._status_owners(find, owners):
                cluster.add("status", self.reading.value(status, find.start, find.end))
                day = (self._filing_date(sentence) if status == "filed" else None) or dated
                if day is None and status == "planned" and not title:
                    day = self._policy_date(sentence)
                if day:
                    cluster.add("date", self.reading.value(*day))

    @staticmethod
    def _later(find: StatusFind, finds: list[StatusFind]) -> bool:
        """设立的X已完成备案: the relative clause only says which fund, the main verb what happened."""
        return any(f.status in {"registered", "filed", "exited"} and f.start > find.end for f in finds)

    def _status_owners(self, find: StatusFind, owners: list[FundMention]) -> list[Cluster]:
        """The fund that a status word is about: the next one right after it, else the subject before it."""
        after = [m for m in owners if m.start >= find.end - 1]
        gap = self.text[find.end : after[0].start] if after else ""
        if after and len(gap) <= 50 and not re.search("[，。；]", gap):
            return self._coordinated(after[0], owners)
        before = [m for m in owners if m.end <= find.start]
        if before:
            between = self.text[before[-1].end : find.start]
            if len(between) <= 60 and not re.search(r"公司(?:已|于)|[。；]", between) and self._same_subject(between):
                return self._coordinated(before[-1], owners)
            return []
        if find.status in {"signed", "registered", "filed", "planned"} and after and len(gap) <= 70 and "。" not in gap:
            return self._coordinated(after[0], owners)
        if not owners and self.focus and find.status in {"registered", "filed", "investing", "planned"}:
            lead = self.text[max(0, find.start - 30) : find.start]
            if re.search("基金|合伙企业|该|事项", lead):
                return self.focus
        return []

    @staticmethod
    def _same_subject(between: str) -> bool:
        """Whether the clause after the last comma goes on about the fund: it begins with an adverb or a verb."""
        last = between.rsplit("，", 1)
        return len(last) == 1 or len(last[1]) <= 4 or bool(_GOES_ON.match(last[1]))

    def _policy_date(self, sentence: Span) -> tuple[PartialDate, int, int] | None:
        """The day of the policy that the sentence before names (2024年12月，某市印发的《……》提出，……)."""
        before = [s for s in self.reading.sentences if s.end <= sentence.start][-1:]
        if before and re.search("印发|出台|发布《|》.{0,6}提出", self.text[before[0].start : before[0].end]):
            return self._event_date(before[0])
        return None

    def _filing_date(self, sentence: Span) -> tuple[PartialDate, int, int] | None:
        """备案日期为2026年6月1日 outweighs the day on which the news came."""
        for date in self.reading.dates:
            if sentence.start <= date.start < sentence.end and re.search("备案(?:日期|时间)[为：]?$", self.text[: date.start][-8:]):
                return date.date, date.start, date.end
        return None

    def _event_date(self, sentence: Span) -> tuple[PartialDate, int, int] | None:
        for date in self.reading.dates:
            if not sentence.start <= date.start < sentence.end or date.period:
                continue
            after = self.text[date.end : date.end + 14]
            before = self.text[max(0, date.start - 6) : date.start]
            if re.match(r"(?:电|讯|消息)|[^，。]{0,2}，[^，。]{2,12}公告|(?:晚间?|盘后)?公告|[^，。]{2,10}公告", after):
                continue
            if not before.endswith(("成立于", "截至", "创立于", "始建于")):
                return date.date, date.start, date.end
        return None

    # -- sectors, parents ------------------------------------------------------------------------------

    def _sectors(self, sentence: Span, owners: list[FundMention]) -> None:
        for cue in _FOCUS.finditer(self.text, *sentence):
            before = [m for m in owners if m.end <= cue.start()]
            if before:
                clusters = self._coordinated(before[-1], owners)
            elif self.focus and _FOCUS_OF_FUND.match(self.text, cue.start()) and not owners:
                clusters = self.focus[:1]
            else:
                continue
            stop = _FOCUS_END.search(self.text, cue.end(), sentence.end)
            end = stop.start() if stop else sentence.end
            for sector in self.reading.sectors:
                if cue.start() <= sector.start and sector.end <= end and not self._no_focus(sector):
                    for cluster in clusters:
                        cluster.told = cluster.told or bool(before)
                        cluster.add("sector", self.reading.value(sector.code, sector.start, sector.end))

        for match in _FOCUS_BEFORE.finditer(self.text, *sentence):
            pointer = [m for m in owners if match.start() <= m.start < match.end()]
            for sector in self.reading.sectors:
                if pointer and sentence.start <= sector.start and sector.end == match.start():
                    self._of(pointer[0])[0].add("sector", self.reading.value(sector.code, sector.start, sector.end))

    def _no_focus(self, sector: SectorMention) -> bool:
        """A sector term in another fund's name, or one that only details the one before it (人工智能的软件)."""
        if any(m.start <= sector.start < m.end for m in self.mentions if m.kind is not MentionKind.BARE):
            return True
        return bool(re.search(r"(?:人工智能|AI)的?$", self.text[max(0, sector.start - 5) : sector.start]))

    def _name_sectors(self, cluster: Cluster) -> None:
        for mention in cluster.mentions:
            if mention.kind is MentionKind.BARE or mention.name != self.text[mention.start : mention.end]:
                continue
            for sector in find_sectors(mention.name):
                at = mention.start + sector.start
                cluster.add("sector", self.reading.value(sector.code, at, mention.start + sector.end))

    def _parents(self, inside: list[FundMention]) -> None:
        """母基金“甲”及子基金“乙”; 甲母基金体系内……子基金; 甲基金的子基金乙."""
        mothers = [m for m in inside if m in self.groups.of and self._is_mother(m)]
        for child in inside:
            if child not in self.groups.of or not self._is_child(child):
                continue
            for mother in mothers:
                theirs, own = self.groups.of[mother], self.groups.of[child]
                if theirs is not own:
                    head = theirs.head
                    own.add("parent", self.reading.value(head.name, mother.start, mother.end))

    def _pays_into(self, owners: list[FundMention]) -> None:
        """该母基金已向X基金出资: a fund that pays into another is its backer."""
        for payer, fund in zip(owners, owners[1:], strict=False):
            if payer not in self.groups.of or fund not in self.groups.of or self.groups.of[payer] is self.groups.of[fund]:
                continue
            paid = re.match("(?:累计|首期|共|合计)?(?:出资|注资|增资|投资|实缴)", self.text[fund.end : fund.end + 6])
            if paid and _PAYS_INTO.fullmatch(self.text[payer.end : fund.start]):
                name = self.groups.of[payer].head.name
                self.groups.of[fund].add("backer", self.reading.value(name, payer.start, payer.end))

    def _is_mother(self, mention: FundMention) -> bool:
        """Named as somebody's mother fund: 母基金 in the name or right before it."""
        near = self.text[max(0, mention.start - 6) : mention.end + 2]
        return "母基金" in near and "母子" not in near

    def _is_child(self, mention: FundMention) -> bool:
        before = self.text[max(0, mention.start - 5) : mention.start]
        return ("子基金" in mention.name and "母子" not in mention.name) or before.rstrip("“：—").endswith("子基金")

    def _tidy(self, cluster: Cluster) -> None:
        """A plan announced outweighs the verb in its title; a short name of a party gives way to the full one."""
        if not cluster.values.get("backer"):
            cluster.values["backer"] = cluster.headline
        statuses = cluster.values.get("status", [])
        unborn = any(str(v) == "planned" and v.evidence.text[0] in "筹尚" for v in statuses)
        if unborn:
            cluster.values["status"] = statuses = [v for v in statuses if str(v) not in {"established", "registered", "filed"}]
        if self.title_plans and self.issuer and any(str(v) == "planned" for v in statuses):
            cluster.values["status"] = [v for v in statuses if str(v) != "established"]
        if any("子基金" in m.name for m in cluster.mentions):
            for value in cluster.values.get("backer", []):
                if "母基金" in str(value):
                    cluster.add("parent", value)

