"""Company names in running news text: where one begins and ends, and the subject of a clause.

Chinese marks neither words nor names, so a name is what stands between two things that are known: the start
of a clause, a describing noun (企业, 服务商, 旗下), a quote, an adverb or a verb. All functions work on masked
text (``mask``), which has the length of the original, so that offsets hold in both.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from huoshui.model.document import Span
from huoshui.model.regions import region_of_name

MASK = "\x01"


def _words(text: str) -> str:
    """Alternatives of a pattern, written as words with spaces between them."""
    return "|".join(text.split())


DATE = (
    r"(?:(?:19|20)\d{2}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日|[今去前同当]年(?:\d{1,2}月(?:\d{1,2}日)?)?|[上本当]月|"
    r"[今昨当]日|[今昨]天)(?:年?[初底末中]|[上中下]旬|上半年|下半年|[早午晚]间?|上午|下午|傍晚)?(?:消息)?"
)

_BRACKET = re.compile(r"（([^（）]*)）")
_PARTNERSHIP = re.compile(r"(?:有限|普通|特殊普通)合伙")
_CLAUSE = re.compile(r"[^，。；：！？!?;【】\n…—｜|]+")
_TRAILING = re.compile(
    rf"(?:(?:于|在|至|到)?{DATE}|"
    + _words(
        r"""
    已经? 又 再次? 再度 正式? 近日 日前 近期 最近 成功 连续 一举 陆续 先后 接连
    对?外?(?:正式)?(?:宣布|官宣|宣告) 公布 透露 披露 刚刚 刚 率先 首次 首度 也 亦 还 均 则 便 就 即 将 拟
    计划 预计 有望 或 此前 随后 曾 共 合计 累计 总计 终于 顺利 再 目前 现 近两?年 不久前 悉数 一次性 仅
    在内部 虽 却 都 (?:上交所|深交所)?(?:科创板|创业板|北交所|主机?板|[AH]股|港股|港交所) IPO 首发
    (?<=..)(?:联合|共同) 独家 秘密 保密 外 启动 递交 提交 办理 迎来 高效 快速 迅速 正处于? 处于? 进入 分别
    悄然 日内 年内 年度 期间 同时 继续 同步 向外界 于 在 早 早在 开始 着手 旨在 其
    """
    )
    + r")+$"
)
_PLACE_PHRASE = re.compile(r"(?:于|在|向|从|与|同|通过|以)[^于在向从的、]{0,24}$")
_LEADING = re.compile(
    rf"^(?:(?:截至)?{DATE}|"
    + _words(
        r"""
    \d{1,2}[、.．] [、\s·] 近日 日前 近期 最近 此前 此后 目前 随后 已有 已?(?:委任|聘请|聘任) 其中 此外 同时
    同期 而 但 且 并 如(?=[\d今昨去“]) 像(?=[\d今昨去“]) 例如 比如 另 据悉 据传 据了解 据报道 据称 据 当前
    彼时 如今 当时 后来 不过 然而 因此 所以 至此 期间 回顾 关于 对于 按照 参照 根据 除了? 就在 消息面上
    截至目前 截至发稿 值得一提的是 事实上 早在 直到 自(?=[\d今去前]) 在 由 从 随着 以及 还有 包括 让 使得?
    第[一二三四五六]是 [一二三四五六七八九]是
    """
    )
    + r")+"
)
_NUMERAL = re.compile(r"(?:^|\s)[（(]?\d{1,2}[、.．）)]\s?(?=\S{2})")
# A describing noun in front of a name: 人形机器人企业〇〇, 独角兽〇〇, 〇〇旗下△△.
_DESCRIPTOR = re.compile(
    r"(?:"
    + _words(
        r"""
    (?<!限)(?<!责任)公司 企业 创企 厂商 服务商 供应商 提供商 开发商 运营商 制造商 集成商 方案商 设备商
    分销商 生产商 品牌 平台 电商 [车药械房民国央]企(?!业) 新股 独角兽 龙头 小巨人 第[一二三]股 领军者 先行者
    引领者 巨头 黑马 新锐 新秀 新势力 新贵 初创 团队 旗下 玩家 研发商 解决方案商 标的 项目 老兵 大厂 一哥
    股东 机构 合伙人 投资人 院长 教授 创始人(?:兼(?:CEO|CTO|首席执行官|董事长|总裁|总经理))?
    系(?=[一-龥]{2,6}(?:资本|创投|投资|基金)) 产业基金(?!管理) 国家队 联合创始人 领军企业 投资方
    (?:证监会|交易所|[上深北港]交所)(?:已|已经)?(?:同意|受理|核准|批准|审议|披露|恢复)了?
    """
    )
    + r")(?=\s?(?![、和与及等的也已将）（”\s]|在|中$|上$|以[来及])..)"
)
_QUOTED_END = re.compile(r"[“「]([^“”「」]{2,24})[”」]$")
_QUOTED_HEAD = re.compile(r"^[“「]([^“”「」]{2,24})[”」]")
# Where the name that begins a clause ends.
_STOP = re.compile(
    r"(?:"
    + _words(
        r"""
    成立 创立 创办 创建 创始 始创 是 已 于 将 拟 的 正[式在] 也 亦(?!庄|舟) 则 被 向 虽 却 曾 再次 再度 近日
    日前 此次 本次 此前 先后 双双 同比 最早 目前 仍 最新 首日 首次公开 (?:公开)?发行(?!人) 上市 登陆 登录 挂牌 IPO 首发
    科创板 创业板 北交所 主板 港交所 港股 A股 上交所 深交所 递表 递交 提交 申请 申报 启动 完成 获 宣布 官宣
    发布 公告 表示 称 披露 透露 主营 专注 聚焦 致力 选择 位于 拥有 累计 首次 正式 成功 计划 预计 有望 辅导
    过会 招股 募资 融资 估值 拿下 迎来 收到 签署 签订 撤回 冲刺 冲击 在 与 就 还 又 了 更新 办理 推进 委任
    聘请 聘任 发生 收[涨跌报] 大[涨跌] [涨跌][超逾停幅至] 秘密 今[日天] 昨[日天] 开启 股价 市值 收盘 开盘 董事
    总裁 副总 创始人 首席 凭借 作为 通过 方面 官网 [ABCDEFG]\d?\+*轮 天使轮 Pre- \d{4}年 \d{1,2}月 (?<!华)为
    以(?!色列) 进入 走[上向出进] 处[于在] 来自 由 这 那
    """
    )
    + r")"
)
# What only a company has: 〇〇的北交所上市申请, 〇〇的B轮融资.
_OWN_STEP = re.compile(
    r"(?:首次公开发行|首发|IPO|上市(?!公司|企业)|注册申请|招股|辅导|(?:科创板|创业板|北交所|港交所|港股|[AH]股|主板)(?:IPO|上市|首发)|[A-H]\d?\+*轮|天使轮|种子轮|新一轮融资)"
)
_GENERIC = re.compile(
    r"^(?:"
    + _words(
        r"""
    公司 本公司 该公司 企业 该企业 集团 项目 该项目 双方 多家.* 某.* 一家.* 这家.* 此家.* 两家.*
    [一二三四五六七八九十\d]+[家只支个].* 其 它 他们? 我们 自己 大家 记者 全市 全省 全国 我国 国内 海外 市场
    行业 中国 (?:沪深|上海|深圳|北京|香港)?(?:证券|联合)?交易所 上交所 深交所
    北交所 港交所 联交所 证监会 中国证监会 .*证监局 .*官网 .*管理委员会 上市委.* .*人民政府 .*政府 国务院.*
    .*办公厅 .*部门 老股东 新股东 原股东 本轮 此轮 本次 这轮 该轮 新一轮 前者 后者 团队 该团队 公司方面
    创始人 投资方 投资人 投资者 投资机构 机构 资本 资本方 基金 该基金 本基金 央行 财政部 工信部
    """
    )
    + r")$"
)
_GENERIC_END = re.compile(
    r"(?:"
    + _words(
        r"""
    (?<!限)(?<!限责任)企业 机构 赛道 行业 产业 市场 领域 资金 投资者 投资人 轮次 们 [专独多国大数几]家 者
    (?:投资|出资|资|各|双|三|多|合作|地|卖|买)方 业务 技术 产品 用户 客户 政策 意见 规划 项目 时间 阶段 进程
    过程 之中 之后 之前 以来 方面 问题 情况 数据 比例 规模 融资 投资额 营收 收入 利润 ETF 指数 股票
    股份公司股票 债券 票据 概念股 板块 小龙 身影 逻辑 核心 份额 产业化 经济 城市 全程 期限 环节 模式 机制
    程度 上市公司 申请 材料 消息 报道 获悉 显示 规则 制度 人士 负责人 新股 员工 收盘 开盘
    """
    )
    + r")$"
)
_NOT_IN_NAME = re.compile(
    _words(
        r"""
    ^(?:成立|拟|计划|健全|规范|完善|加强|推进|深化|强化|聚焦|围绕|打造|构建|提升|优化|培育|壮大|做强|前沿|传统|新型|硬科技|高科技|一批|更|已有|不少|许多|为|由|被|把|将|从|向|对|是|有|这|那|此|每|各)
    [、：的了们《》“”「」%％＋…] 支持 鼓励 推动 加快 促进 进一步 通过 进行 实现 认为 表示 我们 他们 因为
    由于 如果 以及 不会 没有 不少 许多 大量 各类 可以 可能 应当 需要 要求 超过 成功 持续 获得 完成
    (?<!金)融资 上市 募集 提供 开展 建设 引导(?!基金) 公告 什么 迎来 宣布 亮相 落户 牵手 携手 多轮 本轮 第\d
    \d+[天年月日家个亿万名位次]
    """
    )
)
_NOT_IN_LEGAL = re.compile(r"[、：的了]|多家|公告|获得|完成")
SUFFIX = re.compile(
    r"(?:"
    + _words(
        r"""
    科技 股份 集团 公司 智能 机器人 生物 医药 医疗 药业 制药 半导体 微电子 电子 电气 航天 航空 动力 能源
    新能 储能 材料 新材 光电 光子 量子 创新 网络 软件 通信 通讯 汽车 智驾 智造 装备 仪器 传感 存储 食品 物流
    传媒 重工 化学 环保 国际 集成 芯 基因 智行 出行 数科 实业 控股 氢能 光学 锂电
    """
    )
    + r")$"
)
PRONOUN = re.compile(r"^(?:[该本]?公司|[该本]?企业|其|它|该[项团]目?队?)")
LEGAL = re.compile(
    r"[一-龥A-Za-z0-9·（）]{2,30}?(?:股份有限公司|有限责任公司|集团有限公司|控股有限公司|有限公司|[(（]有限合伙[)）])"
)
LEGAL_FORM = re.compile(r"(?:股份|责任)?有限(?:责任)?公司|（有限合伙）")


class Name(NamedTuple):
    """A name and where it stands: ``text[start:end]`` of the article."""

    text: str
    start: int
    end: int


def mask(text: str) -> str:
    """``text`` with the content of brackets blanked, except for what belongs to a name: （北京）, （有限合伙）."""
    if "（" not in text:
        return text

    def blank(match: re.Match[str]) -> str:
        inner = match[1]
        after = text[match.end() : match.end() + 1]
        if _PARTNERSHIP.fullmatch(inner) or (
            len(inner) <= 4 and inner.isalpha() and "一" <= after <= "龥" and _legal(text, match.end())
        ):
            return match[0]
        return MASK * len(match[0])

    return _BRACKET.sub(blank, text)


def _legal(text: str, start: int) -> bool:
    """Whether a legal form follows soon, so that a bracket before it is part of the name."""
    return re.match(r"[一-龥]{0,16}?(?:公司|企业|中心|合伙|集团|基金)", text[start : start + 24]) is not None


def clauses(masked: str, sentence: Span) -> list[Span]:
    """Clauses of a sentence: what stands between commas, colons and the like."""
    return [Span(m.start(), m.end()) for m in _CLAUSE.finditer(masked, sentence.start, sentence.end)]


@lru_cache(maxsize=4096)
def _is_place(text: str) -> bool:
    place = region_of_name(text)
    return place is not None and (place.start, place.end) == (0, len(text))


def is_name(text: str) -> bool:
    """Whether ``text`` can be the name of a company or an investor."""
    if LEGAL.fullmatch(text):
        return _NOT_IN_LEGAL.search(text) is None
    return (
        2 <= len(text) <= 36
        and not text[0].isdigit()
        and re.search(r"[一-龥A-Za-z]{2}", text) is not None
        and _GENERIC.match(text) is None
        and _GENERIC_END.search(text) is None
        and _NOT_IN_NAME.search(text) is None
        and not (len(text) <= 3 and _is_place(text))
    )


def looks_like_company(text: str) -> bool:
    """Whether a name ends the way companies' names do."""
    suffix = SUFFIX.search(text)
    return suffix is not None and suffix.start() >= 2 and is_name(text)


def remainder(masked: str, start: int, verb: int) -> str:
    """What stands right before a verb in ``masked[start:verb]`` once adverbs, dates and places are gone."""
    start, end = bare(masked, start, verb)
    return masked[start:end]


def without_adverbs(masked: str, start: int, end: int) -> int:
    """Where ``masked[start:end]`` ends once its last adverbs and dates are gone."""
    tail = _TRAILING.search(masked, start + 2, end)
    return tail.start() if tail else end


def trim(masked: str, start: int, end: int) -> Name | None:
    """The name at the end of ``masked[start:end]``, without quotes, describing nouns and adverbs before it."""
    start, end = _strip(masked, start, end)
    quoted = _QUOTED_END.search(masked[start:end])
    if quoted:
        return _name(masked, start + quoted.start(1), start + quoted.end(1))
    segment = masked[start:end]
    cut = max(segment.rfind(mark) + 1 for mark in "”」》")
    for numeral in _NUMERAL.finditer(segment):
        cut = max(cut, numeral.end())
    for descriptor in _DESCRIPTOR.finditer(segment):
        cut = max(cut, descriptor.end())
    particle = segment.rfind("的")
    if particle > 0 and segment[particle - 1] != "美" and len(segment) - particle > 2:
        cut = max(cut, particle + 1)
    start += cut
    lead = _LEADING.match(masked[start:end])
    if lead and end - start - lead.end() >= 2:
        start += lead.end()
    return _name(masked, start, end)


def _strip(masked: str, start: int, end: int) -> tuple[int, int]:
    while start < end and masked[start] in f" 　{MASK}、":
        start += 1
    while start < end and masked[end - 1] in f" 　{MASK}、":
        end -= 1
    return start, end


def _name(masked: str, start: int, end: int) -> Name | None:
    start, end = _strip(masked, start, end)
    legal = LEGAL.match(masked, start, end)
    end = legal.end() if legal else end
    cut = masked.find(MASK, start, end)
    end = cut if cut > 0 else end
    text = masked[start:end]
    if _LEADING.fullmatch(text) or _TRAILING.fullmatch(text):
        return None
    return Name(text, start, end) if is_name(text) else None


def before(masked: str, start: int, verb: int) -> Name | None:
    """The subject right before a verb: what is left of ``masked[start:verb]`` without adverbs, dates and places."""
    start, end = bare(masked, start, verb)
    return trim(masked, start, end) if start < end else None


def bare(masked: str, start: int, end: int) -> tuple[int, int]:
    """``start`` and ``end`` without adverbs, dates and phrases of place or means at the end."""
    while True:
        start, end = _strip(masked, start, end)
        tail = _TRAILING.search(masked, start, end) or _PLACE_PHRASE.search(masked, start, end)
        if tail is None or (tail.start() <= start and masked[start : start + 1] in {"同", "与", "从", "向"}):
            return start, end
        if masked[tail.start()] in "从于以" and LEGAL.fullmatch(masked, start, end) and tail.start() - start < 4:
            return start, end
        end = max(tail.start(), start)
        if end == start:
            return start, start


def leading(masked: str, clause: Span) -> Name | None:
    """The name that a clause begins with, up to the first verb, particle or board."""
    start, end = _strip(masked, clause.start, clause.end)
    lead = _LEADING.match(masked[start:end])
    if lead:
        start, end = _strip(masked, start + lead.end(), end)
    quoted = _QUOTED_HEAD.match(masked[start:end])
    if quoted and _STOP.match(masked, start + quoted.end(), end):
        return _name(masked, start + quoted.start(1), start + quoted.end(1))
    stop = _STOP.search(masked, start + 2, end)
    edge = stop.start() if stop else end
    tail = _TRAILING.search(masked, start + 2, edge)
    edge = tail.start() if tail else edge
    name = trim(masked, start, edge)
    owned = stop and stop[0] == "的" and _OWN_STEP.match(masked, stop.end())
    if stop and stop[0] == "的" and not owned and (name is None or not looks_like_company(name.text)):
        # 5岁的〇〇虽小: the head noun is what follows.
        following = _STOP.search(masked, stop.end() + 2, end)
        return trim(masked, stop.end(), following.start() if following else end)
    return name


def ends_at(masked: str, end: int) -> bool:
    """Whether a clause ends at ``end`` or a verb, particle or board begins there."""
    return (
        end >= len(masked)
        or masked[end] in f"，。；：！？、”」】\n{MASK}"
        or (masked[end] != "了" and _STOP.match(masked, end) is not None)
    )


def head_length(text: str) -> int:
    """How much of a clause's beginning comes before the first verb, particle or board."""
    stop = _STOP.search(text, 2)
    return stop.start() if stop else len(text)


def has_other_subject(masked: str, clause: Span, verb: int) -> bool:
    """Whether something stands before the verb that is no adverb, date or pronoun: a subject that is no company."""
    start = clause.start
    lead = _LEADING.match(masked[start:verb])
    if lead:
        start += lead.end()
    start, end = _strip(masked, start, verb)
    return start < end and _STOP.match(masked, start) is None and PRONOUN.match(masked[start:end]) is None


def head_noun(masked: str, clause: Span, verb: int) -> Name | None:
    """The noun that a relative clause describes: 昨日上市的〇〇, 于去年完成辅导的〇〇."""
    particle = masked.find("的", verb, min(clause.end, verb + 40))
    if particle < 0:
        return None
    stop = _STOP.search(masked, particle + 3, clause.end)
    return trim(masked, particle + 1, stop.start() if stop else clause.end)
