"""The words of tables and briefs in Chinese and English."""

from __future__ import annotations

from typing import Literal, get_args

Locale = Literal["zh", "en"]
LOCALES: tuple[Locale, ...] = get_args(Locale)

_WORDS: dict[str, tuple[str, str]] = {
    # record types
    "Fund": ("基金", "fund"),
    "ManagerCall": ("管理人遴选", "call for managers"),
    "Financing": ("融资", "financing"),
    "Listing": ("上市", "listing"),
    "Instrument": ("金融工具", "instrument"),
    "Target": ("政策目标", "policy target"),
    # properties
    "name": ("名称", "name"),
    "aliases": ("别名", "aliases"),
    "size": ("规模", "size"),
    "first_phase": ("首期规模", "first phase"),
    "manager": ("管理人", "manager"),
    "backer": ("出资方", "backers"),
    "region": ("地区", "region"),
    "sector": ("领域", "sectors"),
    "status": ("状态", "status"),
    "date": ("日期", "date"),
    "term_years": ("存续期", "term"),
    "parent": ("母基金", "parent fund"),
    "fund": ("遴选方", "called by"),
    "min_fund_size": ("子基金规模下限", "least fund size"),
    "max_share_of_fund": ("占子基金上限", "largest share of the fund"),
    "max_share_of_caller": ("占母基金上限", "largest share of the caller"),
    "reinvestment_multiple": ("返投倍数", "reinvestment multiple"),
    "round": ("轮次", "round"),
    "investor": ("投资方", "investors"),
    "board": ("板块", "board"),
    "sponsor": ("保荐与辅导机构", "sponsor"),
    "cap": ("单户上限", "cap a recipient"),
    "rate": ("比例", "rate"),
    "provider": ("提供方", "provider"),
    "count": ("户数", "recipients"),
    "value": ("数值", "value"),
    # statements and findings
    "kind": ("类别", "kind"),
    "property": ("项目", "property"),
    "qualifier": ("限定词", "qualifier"),
    "conflict": ("各源不一", "sources disagree"),
    "source": ("来源", "source"),
    "published": ("发布日期", "published"),
    "document": ("文件", "document"),
    "start": ("起", "start"),
    "end": ("止", "end"),
    "text": ("原文", "words"),
    "sentence": ("所在句", "sentence"),
    "subject": ("对象", "subject"),
    "figures": ("数字", "figures"),
    "gap": ("差额", "gap"),
    "evidence": ("依据", "evidence"),
    "sources": ("来源数", "sources"),
    "parts_and_sum": ("分项与合计不符", "parts do not make the sum"),
    "share_of_total": ("比例与总额不符", "share does not fit the total"),
    "first_phase_above_size": ("首期大于总规模", "first phase above size"),
    "sources_disagree": ("各源说法不一", "sources disagree"),
    # review and judgements
    "id": ("编号", "id"),
    "entity": ("主体", "entity"),
    "statement": ("说法编号", "statement"),
    "worth": ("分量", "worth"),
    "reasons": ("缘由", "reasons"),
    "probability": ("概率", "probability"),
    "confidence": ("可信度", "confidence"),
    "review_link": ("疑为同一主体", "doubtful link"),
    "review_value": ("把握不大的读数", "value of low confidence"),
    "review_conflict": ("各源不一", "sources disagree"),
    "same_name": ("名称相同", "same name"),
    "other_place": ("名称相同，地区不同", "same name, other place"),
    "general_name": ("通用名称相同", "same general name"),
    "made": ("时间", "time"),
    "analyst": ("分析员", "analyst"),
    "note": ("备注", "note"),
    "left": ("左", "left"),
    "right": ("右", "right"),
    "undone": ("已撤销", "taken back"),
    "new_value": ("改为", "new value"),
    "merge": ("合并", "merge"),
    "split": ("拆分", "split"),
    "different": ("并非同一", "different"),
    "accept": ("采纳", "accept"),
    "correct": ("更正", "correct"),
    "reject": ("驳回", "reject"),
    "undo": ("撤销", "undo"),
    "official": ("官方", "official"),
    "registration": ("登记", "registration"),
    "press": ("媒体", "press"),
    "accepted": ("已采纳", "accepted"),
    "corrected": ("已更正", "corrected"),
    "rejected": ("已驳回", "rejected"),
    # qualifiers
    "约": ("约", "about"),
    "近": ("近", "nearly"),
    "超": ("超", "over"),
    "超过": ("超过", "over"),
    "逾": ("逾", "over"),
    "不低于": ("不低于", "at least"),
    "不少于": ("不少于", "at least"),
    "至少": ("至少", "at least"),
    "不超过": ("不超过", "at most"),
    "不高于": ("不高于", "at most"),
    "最高": ("最高", "up to"),
    "最低": ("最低", "at least"),
    "高于": ("高于", "over"),
    "低于": ("低于", "under"),
    "突破": ("突破", "over"),
    "上限": ("上限", "up to"),
    "大约": ("大约", "about"),
    "预计": ("预计", "expected"),
    "总计": ("总计", "in all"),
    "暂定": ("暂定", "provisionally"),
    "目标": ("目标", "target"),
    "以上": ("以上", "or more"),
    "以下": ("以下", "or less"),
    "以内": ("以内", "or less"),
    "左右": ("左右", "or so"),
    "余": ("余", "and more"),
    "多": ("多", "and more"),
    "拟": ("拟", "planned"),
    "原则上": ("原则上", "in principle"),
    "力争": ("力争", "aiming at"),
}


AFTER_THE_FIGURE = frozenset({"以上", "以下", "以内", "左右", "余", "多"})
"""Qualifiers that stand behind the figure in both languages."""


def word(key: str, locale: Locale) -> str:
    """The word for a record type, property, finding or qualifier; what has none stands for itself."""
    zh, en = _WORDS.get(key, (key, key))
    return zh if locale == "zh" else en


def reason_word(reason: str, locale: Locale) -> str:
    """A reason of the review queue: the word of its code, or the resolver's own words in the language."""
    zh, apart, en = reason.partition("\t")
    return (zh if locale == "zh" else en) if apart else word(reason, locale)


def headed(key: str, locale: Locale) -> str:
    """The word as the head of a column."""
    text = word(key, locale)
    return text[:1].upper() + text[1:]


def counted_rows(count: int) -> str:
    """A number of rows in English."""
    return f"{count} row" if count == 1 else f"{count} rows"


def as_locale(name: str) -> Locale:
    """The language that a setting such as ``zh_CN.UTF-8`` or ``en`` asks for; Chinese unless it asks for English."""
    return "en" if name.lower().startswith("en") else "zh"


def say(locale: Locale, zh: str, en: str) -> str:
    """One of two wordings of the same message."""
    return zh if locale == "zh" else en
