"""The words for the steps of a listing, and the boards they lead to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.model.document import Span

ANCHOR = re.compile(r"IPO|辅导|上市|登陆|登录[科创北港主A]|招股|递表|交表|过会|注册生效|首发申请|首次公开发行|聆讯|保荐")
_BOARD = re.compile(
    r"(?P<star>科创板)|(?P<chinext>创业板)|(?P<bse>北交所|北京证券交易所)"
    r"|(?P<main_sh>(?:上交所|上海证券交易所|沪市|上海|上证|沪)(?:的)?主机?板)|(?P<main_sz>(?:深交所|深圳证券交易所|深市|深圳|深证|深)(?:的)?主机?板)"
    r"|(?P<hkex>港交所|香港(?:联合)?(?:证券)?交易所|香港联交所|联交所|港股|香港主机?板|香港上市|H股|港主板)|(?P<a_share>A股)"
)
_ANY_BOARD = r"(?:(?:上交所|深交所|上海证券交易所|深圳证券交易所)?(?:科创板|创业板|主机?板)|北交所|北京证券交易所|港交所|香港联交所|联交所|港股|A股|H股|(?:沪市|深市|上海|深圳|香港|沪|深)?主机?板|香港联合交易所)"
_COMPANY = r"(?P<co>[^，。；：、的了]{2,34}?)"
_STEPS = (
    ("filed_confidentially", r"(?:以|通过|采用|按)?(?:秘密|保密)(?:的)?(?:形式|方式|途径)?[^，。；]{0,14}?(?:递表|递交|提交|呈交|申请|备案|交表|申报)"),
    ("tutoring", r"(?:上市|IPO|首发|首次公开发行)(?:的)?辅导(?!服务|培训|活动|库|期满|等)|辅导备案(?!及|企业|家)|辅导协议|辅导验收|完成辅导|启动辅导|辅导机构|辅导券商|辅导状态|辅导期|辅导报告|辅导登记"),
    ("accepted", r"(?:IPO|上市|首发|招股|申请|申报|注册|材料|发行|A股|科创板|创业板|北交所)[^，。；]{0,24}?(?:获|被|已|得到|新|正式|予以)[^，。；不]{0,12}?受理|审核状态[^，。；]{0,10}受理|(?:上市|IPO)(?:申请)?(?:正式)?受理|受理了?[^，。；、]{2,40}?(?:IPO|首发|上市|首次公开发行)[^，。；、]{0,12}?申请"),
    ("inquiry", r"(?:审核状态|IPO|上市|首发|状态|申请)[^，。；]{0,16}?(?:已|首轮|进入|第二轮|二轮|接受)?问询(?!函)|已问询"),
    ("registered", r"注册生效|注册(?:申请)?(?:获批|获同意|获准|获得批复|获证监会)|(?:获|取得)[^，。；]{0,12}注册批[文复]|证监会同意[^，。；]{0,30}注册|同意[^，。；]{2,40}?(?:首次公开发行|IPO|首发)[^，。；]{0,20}注册|IPO注册获"),
    ("listed", rf"(?:登陆|登录)(?:了)?(?:上海|深圳|香港|资本市场)?{_ANY_BOARD}|(?:在|于)?{_ANY_BOARD}(?:的)?(?:主板)?(?:正式|成功|挂牌|首发|鸣锣|敲钟)*上市(?!公司|企业|条件|标准|规则|申请|申报|辅导|审核|委|进程|计划|流程|的公司|生物|公众|苏企|首日|后备|委员|聆讯|项目|推荐|发行|板块|之路|的节点|准备)"
               r"|挂牌并?上市|敲钟上市|鸣锣上市|上市首日|正式挂牌交易|(?<=日)(?:正式|成功)上市|首日上市"),
    ("", r"递表|交表|(?:递交|提交|呈交|报送|披露|更新|预披露)[^，。；]{0,14}?(?:招股书|招股说明书|上市申请|IPO申请|首发申请|IPO申报)|过会|符合发行条件|首发(?:申请)?获?通过|审议[^，。；、]{2,40}?(?:首发|上市申请|IPO|首次公开发行)|通过(?:港交所)?聆讯|提交注册|(?:通过|获)[^，。；]{0,12}上市委[^，。；]{0,8}(?:通过|审议)|上市委[^，。；]{0,6}(?:审议)?通过|(?:冲刺|冲击|启动)[^，。；]{0,6}(?:科创板|创业板|北交所|港交所|港股|A股|主板)[^，。；]{0,4}(?:IPO|上市)|(?:科创板|创业板|北交所)IPO(?=进程|处理程序)"),
)
_STEP = tuple((code, re.compile(words)) for code, words in _STEPS)
# The authority acts and the company is the object.
_OBJECT = re.compile(
    rf"(?:受理|更新|披露|公示|显示|公布|同意|核准|批准|审议|恢复|接收|接受)(?:了)?{_COMPANY}(?=的?(?:首次公开发行|首发|科创板|创业板|北交所|主板|IPO|上市|辅导|在(?:科创板|创业板|主板|北交所|上交所|深交所)|向不特定))"
)
_CERTAIN = re.compile(r"IPO|递表|招股|辅导备案|辅导协议|登陆|登录|注册生效|挂牌上市|上市申请|聆讯|过会|鸣锣|敲钟|板上市|所上市|股上市|IPO|首发")
_NOT_YET = re.compile(r"拟|将|计划|冲刺|冲击|申请|有望|推动|筹备|欲|争取|目标|准备|支持|推进|预计|若|如果|未|尚|谋求|寻求|启动|未来|后续|能否|鼓励|培育|加快|助力|力争|促进|实现|关注|转|关于|年内|可|能|协助|后在")


class Step(NamedTuple):
    """A step of a listing: its status code ("" for one without), where it stands, and its company if it is an object."""

    status: str
    start: int
    end: int
    company: tuple[int, int] | None = None
    certain: bool = False


def steps(masked: str, sentence: Span) -> Iterator[Step]:
    """The steps that a sentence tells, from left to right."""
    matches = [
        (code, match) for code, words in _STEP for match in words.finditer(masked, sentence.start, sentence.end)
    ]
    for code, match in sorted(matches, key=lambda found: found[1].start()):
        left = masked[max(sentence.start, match.start() - 10) : match.start()]
        left = re.split(r"[，。；：、]", left)[-1]
        if code == "listed" and _NOT_YET.search(left):
            code = ""
        company = None
        begin = max(sentence.start, match.start() - 50)
        for found in _OBJECT.finditer(masked, begin, match.end()):
            if "，" not in masked[found.end() : match.start()]:
                company = found.span("co")
        yield Step(code, match.start(), match.end(), company, _CERTAIN.search(match[0]) is not None)


def boards(masked: str, step: Step, around: tuple[int, int]) -> Iterator[tuple[str, int, int]]:
    """The boards named in the step's clause, else in what of its sentence no earlier step has used."""
    start = max(masked.rfind(mark, around[0], step.start) for mark in "，；。：") + 1
    ends = [e for e in (masked.find(mark, step.end, around[1]) for mark in "，；。：") if e >= 0]
    found = list(_boards(masked, max(start, around[0]), min(ends, default=around[1])))
    yield from found or _boards(masked, *around)


def _boards(masked: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    for match in _BOARD.finditer(masked, start, end):
        if match.lastgroup and not re.match(r"上市公司|上市企业|市场|公司|走势|市值|股价|GEM", masked[match.end() : match.end() + 4]):
            yield match.lastgroup, match.start(), match.end()
