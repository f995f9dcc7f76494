"""What state a sentence puts a fund in: planned, signed, launched, established, registered, filed, investing ..."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from huoshui.model.document import Span


class StatusFind(NamedTuple):
    """A status and its words; ``made`` is true for verbs that create (设立, 组建), which 拟 turns into plans."""

    status: str
    start: int
    end: int
    made: bool


_PATTERNS: tuple[tuple[str, str, bool], ...] = (
    (
        "registered",
        r"完成(?:了)?(?:工商|设立)?(?:注册|登记)(?:设立|手续)?|(?<!首期)工商(?:注册|登记)(?![^，。；）]{0,8}(?:为准|核准|机关|为主))|注册成立|注册设立|注册落地|完成(?:工商)?变更登记|办理完毕工商|(?:取得|领取|领到|拿到|获颁)(?:了)?营业执照",
        False,
    ),
    (
        "filed",
        r"完成[^，。；]{0,24}备案|(?:成功|通过|获得?|已)(?:中国证券投资基金业协会|中基协|基金业协会)?[^，。；]{0,8}备案|备案(?:登记)?(?:手续)?(?:已)?完成|备案通过|备案成功|成功备案|备案登记|在[^，。；]{0,14}(?:协会|中基协)[^，。；]{0,4}备案",
        False,
    ),
    (
        "recruiting",
        r"招GP|公开(?:征集|遴选|招募|选聘)|征集(?:优质)?子基金|遴选[^，。；]{0,10}(?:管理人|管理机构|子基金|GP)|面向社会[^，。；]{0,8}(?:征集|遴选|招募)|申报(?:指南|通知|公告)",
        False,
    ),
    (
        "signed",
        r"签约(?!项目|入驻)|签署了?(?:《|[^，。；]{0,24}(?:协议|合同))|签订了?(?:《|[^，。；]{0,24}(?:协议|合同))",
        False,
    ),
    (
        "launched",
        r"发布(?!会|[^，。]{0,12}(?:指南|通知|办法|细则|方案|名单|清单)|[^，。]{0,6}公告|的|了?《|消息|时间)|正式?启动|启动(?![^，。]{0,8}(?:申报|遴选|征集|招募|工作)|资金|期|设立|筹|招|IPO|组建|区)|揭牌|亮相|启航仪式|启动仪式",
        False,
    ),
    (
        "established",
        r"(?<!拟)(?:设立|成立|组建(?!团队)|(?:正式|成功|签约|顺利|已)落地|落地(?=[，。；！”）]|在|于|[\u4e00-\u9fff]{2,6}(?:[，。；\s]|$))(?!顺序|项目|的)|落户(?!的|项目)|创立|创设|获批设立|参设|共建)(?!时|于以来|以来|大会|条件|情况|后|子公司|分公司|专班|专门|公司|合资|工作|领导|提供|初期|方案|在即|新公司|一家|目标|目的|\d+只子基金)",
        True,
    ),
    (
        "planned",
        r"筹备|筹建|筹设|拟设立?|将设立|计划设立|谋划设立|筹划设立|谋划|(?:正|都|均|也)?在(?:积极|加快|抓紧)?组建|推动组建|研究设立|提出(?:设立|建立|组建)|筹划|探索设立|争取设立|尚未(?:设立|完成登记|完成工商)|建立(?=[^，。]{0,24}(?:基金|矩阵))|(?:逐步|加快|努力)形成|力争(?:设立|组建|形成)|宣布将",
        False,
    ),
    (
        "investing",
        r"进入投资(?:期|阶段)|(?:签订|签署|达成)[^，。；]{0,6}投资意向|已(?:累计)?(?:完成)?(?:投资|投出|投决|出资)(?!人|方|额|者)|累计(?:投资|投出|投决|投向)|完成(?:了)?(?:首[个笔单]|对)[^，。；]{0,24}投资|投资了|已(?:累计)?向[^，。；]{2,30}(?:出资|投资|注资)|(?<=基金)(?:领投|跟投|于[^，。；]{2,12}投资(?!者|人))",
        False,
    ),
    ("exited", r"清算(?!注销后)|注销(?!后)|全部退出|完成退出|已退出|退出清算|解散", False),
)
_STATUS = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in _PATTERNS))
_MADE = {name: made for name, _, made in _PATTERNS}
_FUTURE = re.compile(
    r"拟|考虑|寻求|有意|酝酿|将(?!乐|军|达|超)|计划|筹备|筹划|筹建|推动(?:组建|设立|成立)|(?:正|都|均|也)在|(?<=在)(?=组建)|鼓励|支持(?=[^，。]{0,24}(?:设立|组建))|力争|谋划|争取|研究(?:设立|组建)|探索|提出|要求|尚处于|尚需|建议|可(?:以)?(?:单独|联合)?设立|引导(?=[^，。基]{0,12}(?:设立|组建))"
    r"|(?:完善|健全|优化|强化)[^，。]{0,10}(?:设立|组建)|年内|未来(?!产业|制造|能源|信息|健康|材料|空间|网络|科学|科技|城|之)|撬动社会资本设立|推进(?:组建|设立)|加快(?:组建|设立|形成)|推动(?=[^，。]{0,14}(?:组建|设立))|有望|适时|积极(?:组建|设立)|欲|决定|暂定|逐步"
)
_NOT_YET = re.compile(r"(?:尚?需|尚未|有?待|未(?!来)|后续|须|应|无法|才能)[^，。；]{0,10}$")
_PAST = re.compile(
    r"已(?:经)?(?=[^，。]{0,8}(?:设立|成立|组建|落地|完成))|正式(?:设立|成立|落地)|成功(?:设立|成立|落地)|日前(?:设立|成立)|标志着"
)


def find_statuses(text: str, sentence: Span) -> list[StatusFind]:
    """The statuses whose words stand in a sentence, from left to right; 拟, 将, 计划 before 设立 make it planned."""
    found = []
    for match in _STATUS.finditer(text, *sentence):
        name = match.lastgroup or ""
        if _MADE[name] and future(text, sentence, match.start()):
            found.append(StatusFind("planned", match.start(), match.end(), made=True))
        elif _MADE[name] or not _NOT_YET.search(text, max(sentence.start, match.start() - 12), match.start()):
            found.append(StatusFind(name, match.start(), match.end(), _MADE[name]))
    return found


def future(text: str, sentence: Span, position: int) -> bool:
    """Whether the clause chain up to ``position`` speaks of what is still to come."""
    window = text[max(sentence.start, position - 160) : position]
    cut = max(window.rfind(mark) for mark in "；】。：")
    window = window[cut + 1 :]
    plans = list(_FUTURE.finditer(window))
    if not plans:
        return False
    done = _PAST.search(text, position - len(window) + plans[-1].end(), min(len(text), position + 6))
    return done is None


_TITLE_PLAN = re.compile(r"拟(?!合)|筹划|计划|将(?=参|设|出|投|与)")


def plans_in_title(title: str) -> bool:
    """Whether the headline of an announcement says that what follows is intended (X：拟出资…)."""
    return bool(_TITLE_PLAN.search(title))
