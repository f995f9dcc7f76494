"""Which fund a status word is about, and the day of the event."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from huoshui.extraction.funds.status import StatusFind, find_statuses
from huoshui.extraction.reading import within

if TYPE_CHECKING:
    from huoshui.extraction.funds.clusters import Cluster
    from huoshui.extraction.funds.names import FundMention
    from huoshui.extraction.funds.scene import Scene
    from huoshui.model.dates import PartialDate
    from huoshui.model.document import Span

_AT_THE_EVENT = re.compile("会上|仪式上|活动上|活动现场|仪式现场|现场|会议现场|发布会上|大会上|论坛上|期间")
_DONE = re.compile("已|正式|成功|日前|近日|了$")
_GOES_ON = re.compile(
    "已|于|将|正式|成功|近日|日前|由|并|现|是|完成|经|尚|在|目前|拟|标志|宣告|顺利|也|均|即|签|注册|设立|落|获|基金|该|投资|全体|首|后续|仍|其|随后|同时|开始|进入|总|规模"
)


def assign_statuses(scene: Scene, sentence: Span, owners: list[FundMention]) -> None:
    """Give each status of a sentence, and the day that goes with it, to the fund it is about."""
    title = scene.is_title(sentence)
    dated = None if title else _event_date(scene, sentence)
    finds = find_statuses(scene.text, sentence)
    for find in finds:
        if find.made and len(finds) > 1 and scene.text[find.end : find.end + 1] == "的" and _later(find, finds):
            continue
        status = find.status
        if (
            status == "established"
            and scene.policy
            and not _DONE.search(scene.text[max(0, find.start - 6) : find.start])
        ):
            status = "planned"
        if status == "established" and scene.title_plans and scene.issuer:
            status = "planned"
        if title and status == "planned" and not scene.issuer:
            continue
        for cluster in _status_owners(scene, find, owners):
            cluster.add("status", scene.reading.value(status, find.start, find.end))
            day = (_filing_date(scene, sentence) if status == "filed" else None) or dated
            if day is None and status == "planned" and not title:
                day = _policy_date(scene, sentence)
            if day:
                cluster.add("date", scene.reading.value(*day))


def _later(find: StatusFind, finds: list[StatusFind]) -> bool:
    """设立的X已完成备案: the relative clause only says which fund, the main verb what happened."""
    return any(f.status in {"registered", "filed", "exited"} and f.start > find.end for f in finds)


def _status_owners(scene: Scene, find: StatusFind, owners: list[FundMention]) -> list[Cluster]:
    """The fund that a status word is about: the next one right after it, else the subject before it."""
    after = [m for m in owners if m.start >= find.end - 1]
    if _other_fund_next(scene, find, after):
        return []
    gap = scene.text[find.end : after[0].start] if after else ""
    if after and len(gap) <= 50 and not re.search("[，。；]", gap):
        return scene.coordinated(after[0], owners)
    inside = [m for m in owners if find.start <= m.start and m.end <= find.end]
    if inside:
        return scene.coordinated(inside[0], owners)  # 签署X合伙协议
    before = [m for m in owners if m.end <= find.start]
    if before:
        between = scene.text[before[-1].end : find.start]
        if len(between) <= 60 and not re.search(r"公司(?:已|于)|[。；]", between) and _same_subject(between):
            return scene.coordinated(before[-1], owners)
        return []
    if find.status in {"signed", "registered", "filed", "planned"} and after and len(gap) <= 70 and "。" not in gap:
        return scene.coordinated(after[0], owners)
    if not owners and scene.focus and find.status in {"signed", "registered", "filed", "investing", "planned"}:
        lead = scene.text[max(0, find.start - 30) : find.start]
        if re.search("基金|合伙企业|该|事项", lead) or "合伙协议" in scene.text[find.start : find.end + 8]:
            return scene.focus
    return []


def _other_fund_next(scene: Scene, find: StatusFind, after: list[FundMention]) -> bool:
    """计划组建8支子基金: the verb's object is a fund that is nobody in hand."""
    following = within(scene.mentions, find.end - 1, find.end + 24)[:1]
    if not find.made or not following or following[0] in after or scene.is_party(following[0]):
        return False
    if after and re.fullmatch("[：:—]*“", scene.text[following[0].end : after[0].start]):
        return False  # 已设立子基金“X”
    return not re.search("[，。；、]", scene.text[find.end : following[0].start]) and following[0].start - find.end < 24


def _same_subject(between: str) -> bool:
    """Whether the clause after the last comma goes on about the fund: it begins with an adverb or a verb."""
    last = between.rsplit("，", 1)
    return len(last) == 1 or len(last[1]) <= 4 or bool(_GOES_ON.match(last[1]))


def _policy_date(scene: Scene, sentence: Span) -> tuple[PartialDate, int, int] | None:
    """The day of the policy that the sentence before names (2024年12月，某市印发的《……》提出，……)."""
    before = within(scene.reading.sentences, 0, sentence.start)[-1:]
    if before and re.search("印发|出台|发布《|》.{0,6}提出", scene.text[before[0].start : before[0].end]):
        return _event_date(scene, before[0])
    return None


def _filing_date(scene: Scene, sentence: Span) -> tuple[PartialDate, int, int] | None:
    """备案日期为2026年6月1日 outweighs the day on which the news came."""
    for date in within(scene.reading.dates, sentence.start, sentence.end):
        if re.search("备案(?:日期|时间)[为：]?$", scene.text[max(0, date.start - 8) : date.start]):
            return date.date, date.start, date.end
    return None


def _event_date(scene: Scene, sentence: Span) -> tuple[PartialDate, int, int] | None:
    """The first day that a sentence states; 同日 is the day stated before it."""
    if scene.text.startswith(("同日", "当日", "当天"), sentence.start):
        told = [d for d in within(scene.reading.dates, 0, sentence.start)[-9:] if not d.period]
        return (told[-1].date, sentence.start, sentence.start + 2) if told else None
    if _AT_THE_EVENT.match(scene.text, sentence.start):
        body = within(scene.reading.sentences, scene.reading.body_start, sentence.start)
        for earlier in (*reversed(body[-2:]), *body[:1]):
            found = _event_date(scene, earlier)
            if found:
                return found
    for date in within(scene.reading.dates, sentence.start, sentence.end):
        if date.period:
            continue
        after = scene.text[date.end : date.end + 14]
        before = scene.text[max(0, date.start - 6) : date.start]
        if re.match(r"(?:电|讯|消息)|[^，。]{0,2}，[^，。]{2,12}公告|(?:晚间?|盘后)?公告|[^，。]{2,10}公告", after):
            continue
        if scene.text.startswith(("前", "度"), date.end):
            continue  # 年底前完成注册 is a plan for the end of the year, 2025年度 no day
        if not before.endswith(("成立于", "截至", "创立于", "始建于")):
            return date.date, date.start, date.end
    return None
