"""The words for the steps of a listing, and the boards they lead to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huoshui.model.document import Span

ANCHOR = re.compile(
    r"IPO|辅导|上市|登陆|登录[科创北港主A]|招股|递表|交表|过会|注册生效|首发|首次公开发行|聆讯|保荐|[板所股]挂牌"
    r"|审核状态|问询|[日月司其](?:获得?|被)[^，。；\d]{0,8}受理|提交注册|同意注册|注册批"
)
# 主机板 is 主板 in texts that were converted to Taiwan wording word by word and back.
_BOARD = re.compile(
    r"""(?P<star>科创板) | (?P<chinext>创业板) | (?P<bse>北交所|北京证券交易所)
    | (?P<main_sh>(?:上交所|上海证券交易所|沪市|上海|上证|沪)的?主机?板)
    | (?P<main_sz>(?:深交所|深圳证券交易所|深市|深圳|深证|深)的?主机?板)
    | (?P<hkex>港交所|香港(?:联合)?(?:证券)?交易所|香港联交所|联交所|港股|香港主机?板|香港上市|香港IPO|H股|港主板
      |(?<=[在赴])港(?=上市|IPO|挂牌|招股))
    | (?P<a_share>A股)""",
    re.VERBOSE,
)
_NO_BOARD = re.compile(r"上市公司|上市企业|市场|公司|走势|市值|股价|GEM")
_ANY_BOARD = r"""(?:(?:上交所|深交所|上海证券交易所|深圳证券交易所)?(?:科创板|创业板|主机?板)|北交所|北京证券交易所
    |港交所|香港联交所|联交所|香港联合交易所|港股|A股|H股|(?:沪市|深市|上海|深圳|香港|沪|深)主机?板)"""
_COMMITTEE = r"[^，。；]{0,12}上市委[^，。；]{0,8}"
_STEPS = {
    "filed_confidentially": r"""(?:以|通过|采用|按)?(?:秘密|保密)的?(?:形式|方式|途径)?[^，。；]{0,14}?
        (?:递表|递交|提交|呈交|申请|备案|交表|申报)""",
    "tutoring": r"""(?:上市|IPO|首发|首次公开发行)的?辅导(?!服务|培训|活动|库|期满|等)
        | 辅导(?:工作(?:完成报告|总结报告|进展|情况报告)|备案(?!及|企业|家)|协议|验收|机构|券商|状态|期|报告|登记)
        | (?:完成|启动)辅导""",
    "accepted": r"""(?:IPO|上市|首发|招股|申请|申报|注册|材料|发行|A股|科创板|创业板|北交所)[^，。；]{0,24}?
          (?:获|被|已|得到|新|正式|予以)[^，。；不]{0,12}?受理
        | 审核状态[^，。；]{0,10}受理 | (?:上市|IPO)(?:申请)?(?:正式)?受理
        | (?<=[日月司其])(?:获得?|被)[^，。；\d]{0,8}?受理
        | 受理了?[^，。；、]{2,40}?(?:IPO|首发|上市|首次公开发行)[^，。；、]{0,12}?申请""",
    "inquiry": r"""(?:审核状态|IPO|上市|首发|状态|申请)[^，。；]{0,16}?(?:已|首轮|进入|第二轮|二轮|接受)?问询(?!函)
        | 已问询 | 进入(?:首轮|审核)?问询
        | (?:收到|披露|公布|回复|答复|发出|下发|完成|接受)了?[^，。；]{0,16}?
          (?:首轮|首次|第[一二三四]轮|[二三四]轮|首发|IPO|上市(?!公司))[^，。；年]{0,10}?问询""",
    "registered": r"""注册生效(?!后) | 注册(?:申请)?(?:获批|获同意|获准|获得批复|获证监会) | IPO注册获
        | (?:获|取得)[^，。；]{0,12}注册批[文复] | 证监会同意[^，。；]{0,30}注册
        | 同意[^，。；]{2,40}?(?:首次公开发行|IPO|首发)[^，。；]{0,20}注册
        | (?:IPO|上市|首发|发行|注册)申请[^，。；不未]{0,12}?(?:同意|核准|准予)[^，。；]{0,4}注册""",
    "listed": rf"""(?:登陆|登录)了?(?:上海|深圳|香港|资本市场)?{_ANY_BOARD}
        | [在于]?{_ANY_BOARD}的?(?:主板)?(?:正式|成功|挂牌|首发|鸣锣|敲钟)*上市
          (?!公司|企业|条件|标准|规则|申请|申报|辅导|审核|委|进程|计划|流程|的公司|生物|公众|首日|后备|聆讯|项目|推荐|发行|板块
          |之路|的节点|准备|之|暨)
        | 在港(?:成功|正式|挂牌)*上市(?!公司|企业|申请|计划|事宜|的)
        | [在于]?{_ANY_BOARD}的?(?:主板)?(?:正式|成功)*挂牌(?=[，。；、]|$)
        | 挂牌并?上市 | 敲钟上市 | 鸣锣上市 | 上市首日 | 首日上市 | 正式挂牌交易 | (?<=日)(?:正式|成功)上市""",
    "": rf"""递表 | 交表 | 过会 | 符合发行条件 | 首发(?:申请)?获?通过 | 提交注册 | 通过(?:港交所)?(?:主板)?(?:上市)?聆讯
        | (?:递交|提交|呈交|报送|披露|更新|预披露)[^，。；]{{0,14}}?
          (?:招股书|招股说明书|招股意向书|上市申请|IPO申请|首发申请|IPO申报)
        | 审议[^，。；、]{{2,40}}?(?:首发|上市申请|IPO|首次公开发行)
        | (?:通过|获){_COMMITTEE}(?:通过|审议) | 上市委[^，。；]{{0,6}}(?:审议)?通过
        | (?:冲刺|冲击|启动)[^，。；]{{0,6}}(?:科创板|创业板|北交所|港交所|港股|A股|主板)[^，。；]{{0,4}}(?:IPO|上市)
        | (?:撤回|撤销|终止|中止|恢复)了?[^，。；]{{0,14}}?
          (?:IPO|首发|(?:科创板|创业板|北交所|主板)(?:发行)?上市)(?:申请|审核|辅导|进程)?
        | (?:科创板|创业板|北交所|香港|港股)IPO(?=进程|处理程序|拟|将|发行|发售|定价|认购|公开)""",
}
"""Words for each status of the vocabulary; the last ones tell of a step that has no status."""
_STEP = tuple((status, re.compile(words, re.VERBOSE)) for status, words in _STEPS.items())
_CERTAIN = re.compile(
    r"IPO|递表|招股|辅导备案|辅导协议|登陆|登录|注册生效|挂牌上市|上市申请|聆讯|过会|鸣锣|敲钟|[板所股](?:上市|挂牌)|首发|注册批|首轮问询|同意注册"
)
# The authority acts and the company is the object.
_OBJECT = re.compile(
    r"""(?:受理|更新|披露|公示|显示|公布|同意|核准|批准|审议|恢复|接收|接受|报送|关于|出具)了?(?P<company>(?!同意|核准|批准|受理|终止|撤回|对)[^，。；：、的了]{2,34}?)
    (?=的?(?:首次公开发行|首发|科创板|创业板|北交所|主板|IPO|上市|辅导|向不特定
    |在(?:科创板|创业板|主板|北交所|上交所|深交所)))""",
    re.VERBOSE,
)
# What only an issuer's first listing has in its sentence, and what belongs to other filings.
_CONTEXT = re.compile(
    r"IPO|上市|首发|首次公开|审核状态|辅导(?:备案|协议|验收)|科创板|创业板|北交所|主板|招股|证监|券商|保荐|[AH]股|港股|港交所|注册生效|递表"
)
_OTHER_FILING = re.compile(
    r"特定对象|定增|定向增发|可?转债|重组|购买资产|吸收合并|专利|商标|法院|破产|诉讼|仲裁|债券|中期票据|REIT|ETF|药品|临床|配股|校外|学科类|"
    r"再融资|优先股|分拆"
)
_PLANNED = re.compile(r"(?:拟|计划|预计|申请)[^，。；：]*$")
_BACK = 60
"""Characters before a sentence in which the words may stand that show what its steps are steps of."""
_ONLY_APPLIED = re.compile(r"的?(?:申请|事项|事宜|议案|方案|备案|可能|工作|筹备|要求|相关|预期|目标)")
_NOT_YET = re.compile(
    r"[拟将欲若尚]|未(?!来)|可能|能够|转(?=[板至到])|计划|冲刺|冲击|申请|有望|推动|筹备|争取|目标|准备|支持|推进|预计|如果|谋求|寻求|启动|后续|鼓励|培育|加快|"
    r"助力|力争|促进|实现|关注|关于|年内|协助|后在"
)


class Step(NamedTuple):
    """A step of a listing: its status code ("" for one without), its place, and its company if that is an object.

    ``certain`` steps are told in words that only listings have, so that even an unknown subject is a company.
    """

    status: str
    start: int
    end: int
    company: tuple[int, int] | None = None
    certain: bool = False


def steps(masked: str, sentence: Span) -> Iterator[Step]:
    """The steps that a sentence tells, from left to right."""
    if not _CONTEXT.search(masked, max(0, sentence.start - _BACK), sentence.end):
        return
    matches = [
        (status, match) for status, words in _STEP for match in words.finditer(masked, sentence.start, sentence.end)
    ]
    for status, match in sorted(matches, key=lambda found: found[1].start()):
        if status != "listed" and _OTHER_FILING.search(masked, max(sentence.start, match.start() - 30), match.end()):
            continue
        left = re.split(r"[，。；：、]", masked[max(sentence.start, match.start() - 10) : match.start()])[-1]
        ahead = _PLANNED.search(masked, max(sentence.start, match.start() - 40), match.start())
        if status == "accepted" and "辅导" in match[0]:  # the report on tutoring is accepted, not an application
            continue
        only_applied = _ONLY_APPLIED.match(masked, match.end()) is not None
        code = "" if status == "listed" and (_NOT_YET.search(left) or ahead or only_applied) else status
        company = _object(masked, max(sentence.start, match.start() - 50), match)
        yield Step(code, match.start(), match.end(), company, _CERTAIN.search(match[0]) is not None)


def _object(masked: str, start: int, step: re.Match[str]) -> tuple[int, int] | None:
    """Where the company stands that an authority acts upon: 受理〇〇的上市申请, 披露〇〇辅导备案."""
    company = None
    for found in _OBJECT.finditer(masked, start, step.end()):
        if "，" not in masked[found.end() : step.start()]:
            company = found.span("company")
    return company


def boards(masked: str, step: Step, around: tuple[int, int]) -> Iterator[tuple[str, int, int]]:
    """The boards named in the step's clause, else in what of its sentence no other step has used."""
    start = max(masked.rfind(mark, around[0], step.start) for mark in "，；。：") + 1
    ends = [end for end in (masked.find(mark, step.end, around[1]) for mark in "，；。：") if end >= 0]
    found = list(_boards(masked, max(start, around[0]), min(ends, default=around[1])))
    yield from found or _boards(masked, *around)


def _boards(masked: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    for match in _BOARD.finditer(masked, start, end):
        if match.lastgroup and not _NO_BOARD.match(masked, match.end()):
            yield match.lastgroup, match.start(), match.end()
