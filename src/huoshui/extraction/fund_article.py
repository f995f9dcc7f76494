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
from huoshui.extraction.fund_status import StatusFind, find_statuses, plans_in_title
from huoshui.extraction.organisations import issuer
from huoshui.model.document import Span
from huoshui.model.sectors import find_sectors

if TYPE_CHECKING:
    from huoshui.extraction.reading import Reading
    from huoshui.model.money import AmountMention
    from huoshui.model.regions import Region, RegionMention

_FOCUS = re.compile(
    r"投向|聚焦|专注|重点(?:投资|支持|关注|布局|培育|围绕)|投资(?:方向|领域|范围|重点|于|标的|聚焦|对象)|围绕|(?:主要|定向|专项|拟)投资|领域(?:进行)?投资|用于(?:投资|支持)|面向|投资目标|加大基金投资力度|主攻方向|深耕|锚定|瞄准|支持.{0,12}产业|对.{2,60}领域进行投资|布局|投资.{0,6}覆盖"
)
_FOCUS_END = re.compile(r"旨在|助力|致力|促进|加速|打通|采用|填补|撬动|带动|赋能|通过|推动(?=[^，。]{0,16}(?:发展|升级|转型|融合|落地))|为[^，。]{2,24}(?:提供|注入)|有效|从而|打造|。|公司(?:拟|以|作为|认缴)|本次")
_POINTER = re.compile(r"(?:该|本|此|这[支只个]?|上述|标的|前述)(?:基金|[\u4e00-\u9fff]{0,8}基金|合伙企业|产业基金|企业|矩阵)$")
_PLURAL_POINTER = re.compile(r"(?:[两三四五六七八九十\d]+[支只个家]|各|上述|首批[\u4e00-\u9fff]?[支只])[\u4e00-\u9fff]{0,4}基金(?:[^，。]{0,6}均)?")


class FundArticle:
    """Reads one article; ``clusters()`` gives its funds with their values."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.text
        self.issuer = issuer(self.text)
        self.mentions = fund_mentions(reading)
        self.groups = Clusters(reading, self.mentions)
        self.title_plans = plans_in_title(self.text[: reading.body_start]) or plans_in_title(self._headline())
        self.focus: list[Cluster] = []
        self.parties: list[Span] = []

    def clusters(self) -> list[Cluster]:
        """The article's funds; those without any value are among them."""
        for sentence in self.reading.sentences:
            self._read(sentence)
        for cluster in self.groups.all:
            cluster.home = self.reading
            self._name_values(cluster)
            self._tidy(cluster)
        return self.groups.all

    def _headline(self) -> str:
        """A headline in 【】 at the article's head."""
        match = re.match(r"\s*【([^】]{4,120})】", self.text)
        return match[1] if match else ""

    # -- one sentence ------------------------------------------------------------------------------

    def _read(self, sentence: Span) -> None:
        inside = [m for m in self.mentions if sentence.start <= m.start < sentence.end]
        finds = [*find_managers(self.text, sentence), *find_backers(self.text, sentence)]
        self.parties = [span for find in finds for span in find.parties]
        for mention in inside:
            before = backers_before(self.text, sentence, mention, self.issuer)
            finds += [f for f in (before, manager_before(self.text, sentence, mention)) if f]
            self.parties += [p for f in (before,) if f for p in f.parties]
        subjects = [m for m in inside if not self._is_party(m)]
        self._resolve_bare(subjects, sentence)
        owners = [m for m in subjects if m in self.groups.of]
        self._sizes(sentence, owners)
        self._terms(sentence, owners)
        for find in finds:
            self._party(find, owners)
        self._statuses(sentence, owners)
        self._sectors(sentence, owners)
        self._move_focus(owners)

    def _is_party(self, mention: FundMention) -> bool:
        """A fund that stands in the sentence as somebody's backer."""
        return any(p.start < mention.end and mention.start < p.end for p in self.parties)

    def _resolve_bare(self, subjects: list[FundMention], sentence: Span) -> None:
        """该基金, 产业基金 and the like point at the fund in hand; with a size of their own they are funds."""
        for index, mention in enumerate(subjects):
            if mention.kind is not MentionKind.BARE or mention in self.groups.of:
                continue
            target = self._pointed_at(mention, subjects[:index])
            if target is not None:
                self.groups.join(mention, target)
            elif self._own_fund(mention, sentence):
                cluster = self.groups.new(self._named_by_context(mention, sentence))
                self.groups.of[mention] = cluster
                self.focus = [cluster]

    def _pointed_at(self, mention: FundMention, before: list[FundMention]) -> Cluster | None:
        if mention.plural:
            return None
        if mention.amount or self._appended(mention):
            same = [c for c in self.groups.all if mention.name in c.names]
            return same[0] if same else None
        named = [self.groups.of[m] for m in before if m in self.groups.of]
        if named:
            return named[-1]
        return self.focus[0] if self.focus else None

    def _own_fund(self, mention: FundMention, sentence: Span) -> bool:
        if mention.plural and not (mention.amount or self._appended(mention)):
            return False
        if mention.amount or self._appended(mention):
            return True
        lone = not any(m.kind is not MentionKind.BARE for m in self.mentions)
        figures = [f for f in find_figures(self.reading, sentence) if f.amount.start > mention.start]
        return bool(lone and self.issuer and figures and len(mention.name) >= 3)

    def _named_by_context(self, mention: FundMention, sentence: Span) -> FundMention:
        """A fund without a name of its own takes the text's words; an announcement's, the company's name before them."""
        if self.issuer and not mention.amount and not self._appended(mention):
            company = self.text[self.issuer.start : self.issuer.end]
            return FundMention(mention.start, mention.end, company + mention.name, MentionKind.NAMED, company)
        del sentence
        return FundMention(mention.start, mention.end, mention.name, MentionKind.NAMED, mention.name, None, mention.amount)

    def _move_focus(self, owners: list[FundMention]) -> None:
        heads = [m for m in owners if not self.text[m.end : m.end + 1] == "的" or len(owners) == 1]
        if heads:
            self.focus = self._coordinated(heads[0], heads)

    # -- figures -------------------------------------------------------------------------------------

    def _appended(self, mention: FundMention) -> AmountMention | None:
        """An amount in a bracket right after the name: 医药产业基金（100亿）."""
        for amount in self.reading.amounts:
            if mention.end < amount.start <= mention.end + 6 and amount.end <= mention.end + 30:
                before, after = self.text[mention.end : amount.start], self.text[amount.end : amount.end + 1]
                if re.fullmatch(r"（(?:规模|总规模|约)?", before) and after in "）)，":
                    return amount
        return None

    def _sizes(self, sentence: Span, owners: list[FundMention]) -> None:
        taken = set()
        for mention in owners:
            appended = self._appended(mention)
            for amount in (mention.amount, appended):
                if amount and not self._is_contribution(amount):
                    taken.add(amount.start)
                    first = amount is mention.amount and re.search(
                        "首期(?:规模)?(?:为|约)?$", self.text[max(0, amount.start - 6) : amount.start]
                    )
                    self._add_amount(self.groups.of[mention], "first_phase" if first else "size", amount)
        for find in find_figures(self.reading, sentence):
            if find.amount.start not in taken:
                for cluster in self._owners_at(find.cue, find.amount.end, owners, sentence):
                    self._add_amount(cluster, find.kind.value, find.amount)

    def _is_contribution(self, amount: AmountMention) -> bool:
        """自有资金2000万元认购X基金: what is paid for a share, not the fund's size."""
        before = self.text[max(0, amount.start - 14) : amount.start]
        after = self.text[amount.end : amount.end + 12]
        paid = re.search(r"(?:资金|出资|认缴|投资|价格|对价|斥资|共|投入|以)(?:人民币|约|不超过?|合计)*$", before)
        return bool(paid and not re.search("规模|总额", before)) or bool(re.match(r"(?:参与|认购|认缴|投资|受让|参设|入伙|增资|设立)", after))

    def _add_amount(self, cluster: Cluster, prop: str, amount: AmountMention) -> None:
        for money in amount.values:
            cluster.add(prop, self.reading.value(money, amount.start, amount.end, amount.qualifier))

    def _terms(self, sentence: Span, owners: list[FundMention]) -> None:
        for find in find_terms(self.text, sentence):
            for cluster in self._owners_at(find.start, find.end, owners, sentence):
                if not cluster.values.get(FigureKind.TERM):
                    cluster.add(FigureKind.TERM, self.reading.value(find.years, find.start, find.end))

    def _owners_at(self, start: int, end: int, owners: list[FundMention], sentence: Span) -> list[Cluster]:
        """Whose figure stands at ``start``: the nearest fund before it in the sentence, else the one in hand."""
        if _PLURAL_POINTER.search(self.text, sentence.start, start) and len(self.focus) > 1:
            return self.focus
        before = [m for m in owners if m.start < end and m.end <= start + 8]
        if before:
            return self._coordinated_clusters(before[-1], owners, start)
        after = [m for m in owners if m.start >= end]
        if self.focus:
            return self.focus[:1]
        return [self.groups.of[after[0]]] if after else []

    def _coordinated_clusters(self, mention: FundMention, owners: list[FundMention], position: int) -> list[Cluster]:
        if re.search("均|分别|都|各", self.text[mention.end : position]):
            return self._coordinated(mention, owners)
        return [self.groups.of[mention]]

    def _coordinated(self, mention: FundMention, owners: list[FundMention]) -> list[Cluster]:
        """The funds of one list: joined by nothing but 、 和 与 及 and brackets."""
        index = owners.index(mention)
        first = last = index
        while first > 0 and self._joined(owners[first - 1], owners[first]):
            first -= 1
        while last + 1 < len(owners) and self._joined(owners[last], owners[last + 1]):
            last += 1
        return list({id(c): c for c in (self.groups.of[m] for m in owners[first : last + 1])}.values())

    def _joined(self, a: FundMention, b: FundMention) -> bool:
        between = re.sub(r"（[^）]*）|[“”]", "", self.text[a.end : b.start])
        amount = b.amount
        if amount:
            between = between.replace(self.text[amount.start : amount.end], "")
        return bool(re.fullmatch(r"(?:、|和|与|及|以及|等)+(?:省|市|总规模|规模|约|的)*", between))

    # -- parties, status, date -----------------------------------------------------------------------

    def _party(self, find: PartyFind, owners: list[FundMention]) -> None:
        clusters = self._party_owners(find, owners)
        for cluster in clusters:
            for span in find.parties:
                name = self.text[span.start : span.end]
                if name not in cluster.names:
                    cluster.add(find.role.value, self.reading.value(self._full(name), span.start, span.end))

    def _full(self, name: str) -> str:
        """The fullest name that the article declares for a short one."""
        for declaration in self.reading.declarations:
            if declaration.alias == name:
                return self.text[declaration.full_start : declaration.full_end]
        return name

    def _party_owners(self, find: PartyFind, owners: list[FundMention]) -> list[Cluster]:
        if find.target is not None:
            return [self.groups.of[m] for m in owners if m.start == find.target]
        before = [m for m in owners if m.end <= find.cue + 1]
        if before:
            return [self.groups.of[before[-1]]]
        if find.role is Role.BACKER:
            after = [m for m in owners if m.start > find.parties[-1].end]
            gap = self.text[find.parties[-1].end : after[0].start] if after else ""
            if after and not re.search("[，。；]", gap):
                return [self.groups.of[after[0]]]
        return self.focus[:1]

    def _statuses(self, sentence: Span, owners: list[FundMention]) -> None:
        in_title = sentence.start < self.reading.body_start or self.text[sentence.start] == "【"
        dated = self._event_date(sentence)
        for find in find_statuses(self.text, sentence):
            clusters = self._status_owners(find, owners)
            for cluster in clusters:
                status = find.status
                if status == "established" and self.title_plans and self.issuer:
                    status = "planned"
                if in_title and status == "planned" and find.made and not self.issuer:
                    continue
                cluster.add("status", self.reading.value(status, find.start, find.end))
                if dated and not in_title:
                    cluster.add("date", self.reading.value(dated[0], *dated[1]))

    def _status_owners(self, find: StatusFind, owners: list[FundMention]) -> list[Cluster]:
        """The fund that a status word is about: the next one right after it, else the subject before it."""
        after = [m for m in owners if m.start >= find.end]
        if after:
            gap = self.text[find.end : after[0].start]
            if len(gap) <= 40 and not re.search("[，。；]", gap) or (after[0].amount and len(gap) <= 50 and "，" not in gap):
                return self._coordinated(after[0], owners)
        before = [m for m in owners if m.end <= find.start]
        if before:
            gap = self.text[before[-1].end : find.start]
            if len(gap) <= 60 and not re.search(r"公司(?:已|于)|[。；]", gap):
                return self._coordinated(before[-1], owners)
            return []
        if find.status in {"signed", "registered", "filed", "planned"} and after:
            gap = self.text[find.end : after[0].start]
            if len(gap) <= 70 and not re.search("[。；]", gap):
                return self._coordinated(after[0], owners)
        if not owners and self.focus and find.status in {"registered", "filed", "investing", "planned"}:
            lead = self.text[max(0, find.start - 30) : find.start]
            if re.search("基金|合伙企业|该|事项", lead):
                return self.focus
        return []

    def _event_date(self, sentence: Span) -> tuple[object, Span] | None:
        for date in self.reading.dates:
            if not sentence.start <= date.start < sentence.end or date.period:
                continue
            after = self.text[date.end : date.end + 14]
            before = self.text[max(0, date.start - 6) : date.start]
            if re.match(r"(?:电|讯|消息)|[^，。]{0,2}，[^，。]{2,12}公告|公告", after) or before.endswith(("成立于", "截至", "创立于", "始建于")):
                continue
            return date.date, Span(date.start, date.end)
        return None

    # -- sectors and regions -------------------------------------------------------------------------

    def _sectors(self, sentence: Span, owners: list[FundMention]) -> None:
        for cue in _FOCUS.finditer(self.text, *sentence):
            clusters = self._focus_owners(cue.start(), owners)
            if not clusters:
                continue
            stop = _FOCUS_END.search(self.text, cue.end(), sentence.end)
            end = stop.start() if stop else sentence.end
            for sector in self.reading.sectors:
                if cue.start() <= sector.start and sector.end <= end:
                    for cluster in clusters:
                        cluster.add("sector", self.reading.value(sector.code, sector.start, sector.end))

    def _focus_owners(self, position: int, owners: list[FundMention]) -> list[Cluster]:
        before = [m for m in owners if m.end <= position]
        if before:
            return self._coordinated(before[-1], owners)
        return self.focus[:1] if self.focus else []

    def _name_values(self, cluster: Cluster) -> None:
        """What the names themselves say: sectors and place."""
        for mention in cluster.mentions:
            if mention.kind is MentionKind.BARE:
                continue
            for sector in find_sectors(mention.name):
                value = self.reading.value(sector.code, mention.start + sector.start, mention.start + sector.end)
                cluster.add("sector", value)
        region = self._region(cluster)
        if region is not None:
            found, start, end = region
            cluster.add("region", self.reading.value(found, start, end))

    def _region(self, cluster: Cluster) -> tuple[Region, int, int] | None:
        best: tuple[Region, int, int] | None = None
        for mention in sorted(cluster.mentions, key=lambda m: -len(m.name)):
            place = mention.place
            if place and (best is None or best[0].contains(place.region)):
                best = (place.region, mention.start + place.start, mention.start + place.end)
        context = self._context_regions(cluster)
        for mention in context:
            if best is None or (best[0].contains(mention.region) and best[0] != mention.region):
                return mention.region, mention.start, mention.end
        return best

    def _context_regions(self, cluster: Cluster) -> list[RegionMention]:
        """Places that stand before the fund's first mention: in its sentence, the heading above, the title."""
        first = min(cluster.mentions, key=lambda m: m.start)
        sentence = self.reading.sentence_at(first.start)
        near = [r for r in self.reading.regions if sentence.start <= r.start < first.start and not self._in_name(r)]
        title = [r for r in self.reading.regions if r.start < self.reading.body_start and not self._in_name(r)]
        heading = self._heading_region(sentence)
        return [*near[-1:], *heading, *title[:1]]

    def _heading_region(self, sentence: Span) -> list[RegionMention]:
        """The place of a short line right above: newspaper surveys put one city under the other."""
        above = [s for s in self.reading.sentences if s.end <= sentence.start]
        for line in reversed(above[-3:]):
            if line.end - line.start <= 12:
                return [r for r in self.reading.regions if line.start <= r.start < line.end][:1]
        return []

    def _in_name(self, region: RegionMention) -> bool:
        """Part of an organisation's or another fund's name."""
        if any(m.start <= region.start < m.end for m in self.mentions):
            return True
        after = self.text[region.end : region.end + 24]
        return bool(re.match(r"[\u4e00-\u9fff（）]{0,22}?(?:有限|公司|集团|合伙企业|银行|大学|证券|资本|投资|控股|产投|国投|创投)", after))

    def _tidy(self, cluster: Cluster) -> None:
        """One status for one step: 注册成立 is no second founding; 设立 done outweighs a plan only where stated."""
        statuses = cluster.values.get("status", [])
        if any(str(v) == "planned" for v in statuses) and self.title_plans and self.issuer:
            cluster.values["status"] = [v for v in statuses if str(v) != "established"]
