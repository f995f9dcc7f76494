"""The words of the ledger: codes as stored, each with its Chinese and English label."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A code that people read as ``zh`` or ``en``."""

    zh: str
    en: str

    def __new__(cls, code: str, zh: str = "", en: str = "") -> Self:
        """A member: its code and its two labels."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.zh, member.en = zh, en
        return member

    def label(self, locale: str = "zh") -> str:
        """The label in the language of ``locale``; Chinese for every language but English."""
        return self.en if locale.startswith("en") else self.zh

    @classmethod
    def of(cls, text: str) -> Self | None:
        """The member of a code or of a label in either language, None if there is none."""
        return next((member for member in cls if text in {member.value, member.zh, member.en}), None)


class Role(Labelled):
    """What a party does in a fund (参与方角色)."""

    CONTRIBUTOR = "contributor", "出资人", "contributor"
    GENERAL_PARTNER = "general_partner", "普通合伙人", "general partner"
    MANAGER = "manager", "管理人", "manager"
    CUSTODIAN = "custodian", "托管人", "custodian"


class Nature(Labelled):
    """Whose money a party brings (资金性质); the first four are treasuries, the first five the state."""

    CENTRAL = "central", "中央财政", "central treasury"
    PROVINCIAL = "provincial", "省级财政", "provincial treasury"
    CITY = "city", "市级财政", "city treasury"
    COUNTY = "county", "县区财政", "county treasury"
    STATE_OWNED = "state_owned", "国有企业", "state-owned enterprise"
    FINANCIAL = "financial", "金融机构", "financial institution"
    SOCIAL = "social", "社会资本", "social capital"
    FOREIGN = "foreign", "外资", "foreign capital"
    UNKNOWN = "unknown", "未说明", "not stated"

    @property
    def government(self) -> bool:
        """Whether it is money of a treasury (财政出资)."""
        return self in _TREASURIES

    @property
    def state(self) -> bool:
        """Whether it is money of the state: a treasury's or a state-owned enterprise's."""
        return self in _TREASURIES or self is Nature.STATE_OWNED


_TREASURIES = frozenset({Nature.CENTRAL, Nature.PROVINCIAL, Nature.CITY, Nature.COUNTY})


class Tier(Labelled):
    """Where a fund stands in its family (层级)."""

    NATIONAL = "national", "国家级基金", "national fund"
    REGIONAL = "regional", "区域（地方）母基金", "regional fund"
    SUB = "sub", "子基金", "sub-fund"
    DIRECT = "direct", "直投或专项基金", "direct or single-project fund"


class LegalForm(Labelled):
    """Legal form of a fund (组织形式)."""

    PARTNERSHIP = "partnership", "有限合伙", "limited partnership"
    COMPANY = "company", "公司", "company"
    CONTRACT = "contract", "契约", "contract"


class Stage(Labelled):
    """Stage of a company (发展阶段)."""

    SEED = "seed", "种子期", "seed"
    STARTUP = "startup", "初创期", "start-up"
    GROWTH = "growth", "成长期", "growth"
    MATURE = "mature", "成熟期", "mature"


class SizeClass(Labelled):
    """Size class of an enterprise (企业规模)."""

    LARGE = "large", "大型", "large"
    MEDIUM = "medium", "中型", "medium"
    SMALL = "small", "小型", "small"
    MICRO = "micro", "微型", "micro"


class Ownership(Labelled):
    """Who owns a company (所有制)."""

    STATE = "state", "国有", "state-owned"
    PRIVATE = "private", "民营", "private"
    FOREIGN = "foreign", "外资", "foreign"
    MIXED = "mixed", "混合所有", "mixed"


class Label(Labelled):
    """Titles that enterprises are given (企业资质)."""

    LITTLE_GIANT = "little_giant", "专精特新小巨人", "little giant"
    SPECIALISED = "specialised", "专精特新", "specialised and new"
    HIGH_TECH = "high_tech", "高新技术企业", "high-tech enterprise"
    TECH_SME = "tech_sme", "科技型中小企业", "technology SME"
    GAZELLE = "gazelle", "瞪羚企业", "gazelle"
    UNICORN = "unicorn", "独角兽", "unicorn"
    CHAMPION = "champion", "制造业单项冠军", "manufacturing champion"


class Kind(Labelled):
    """What happened (事项)."""

    COMMITMENT = "commitment", "认缴", "commitment"
    CALL = "call", "缴款通知", "call"
    CONTRIBUTION = "contribution", "实缴", "contribution"
    INVESTMENT = "investment", "投资", "investment"
    VALUATION = "valuation", "估值", "valuation"
    PROCEEDS = "proceeds", "回款", "proceeds"
    DISTRIBUTION = "distribution", "分配", "distribution"
    FEE = "fee", "费用", "fee"
    INCOME = "income", "其他收入", "other income"
    TRANSFER = "transfer", "份额转让", "transfer of a fund share"
    STAKE = "stake", "持股", "registered stake"
    RECOGNITION = "recognition", "返投认定", "re-investment recognised"
    REVERSAL = "reversal", "冲销", "reversal"


class Change(Labelled):
    """What a commitment does."""

    INITIAL = "initial", "首次认缴", "initial"
    INCREASE = "increase", "增资", "increase"
    REDUCTION = "reduction", "减资", "reduction"


class Instrument(Labelled):
    """What an investment bought (投资工具)."""

    EQUITY = "equity", "股权", "equity"
    CONVERTIBLE = "convertible", "可转债", "convertible"
    DEBT = "debt", "债权", "debt"
    SECONDARY = "secondary", "受让老股", "secondary shares"


class Exit(Labelled):
    """Where proceeds come from (退出方式)."""

    IPO = "ipo", "上市", "IPO"
    SALE = "sale", "并购或转让", "sale"
    SECONDARY = "secondary", "份额或老股转让", "secondary"
    BUYBACK = "buyback", "回购", "buy-back"
    LIQUIDATION = "liquidation", "清算", "liquidation"
    WRITE_OFF = "write_off", "核销", "write-off"
    DIVIDEND = "dividend", "分红或利息", "dividend or interest"


class Paid(Labelled):
    """What a distribution gives back (分配性质)."""

    CAPITAL = "capital", "返还本金", "return of capital"
    GAIN = "gain", "收益", "gain"
    INCOME = "income", "分红", "income"


class Fee(Labelled):
    """What a fund pays for (费用性质)."""

    MANAGEMENT = "management", "管理费", "management fee"
    CARRY = "carry", "业绩报酬", "carried interest"
    CUSTODY = "custody", "托管费", "custody fee"
    TAX = "tax", "税费", "tax"
    OTHER = "other", "其他费用", "other expense"


class Receipt(Labelled):
    """What else a fund receives."""

    INTEREST = "interest", "利息", "interest"
    SUBSIDY = "subsidy", "财政补助", "subsidy"
    OTHER = "other", "其他收入", "other income"


class Recognition(Labelled):
    """For what local money is recognised as re-investment (返投认定类别); see ``reinvestment``."""

    LOCAL_COMPANY = "local_company", "投资本地企业", "investment in a local company"
    MOVED_IN = "moved_in", "被投企业迁入", "an investee moved in"
    LOCAL_ENTITY = "local_entity", "被投企业设立本地主体", "an investee's local entity"
    AFFILIATED_FUND = "affiliated_fund", "关联基金投资本地", "an affiliated fund's local investment"
    BROUGHT_IN = "brought_in", "招引未投企业", "a company brought in, not invested"
    OWN_SPENDING = "own_spending", "管理人本地投入", "the manager's own local spending"
    OTHER = "other", "其他", "other"


class Base(Labelled):
    """What a re-investment obligation is a multiple of (返投基数)."""

    COMMITTED = "committed", "出资人认缴额", "the investor's commitment"
    PAID = "paid", "出资人实缴额", "the investor's paid-in"
    SIZE = "size", "基金规模", "all commitments to the fund"
    GOVERNMENT = "government", "各级财政认缴额", "all government commitments"

    @property
    def of_investor(self) -> bool:
        """Whether it is a figure of one investor."""
        return self in {Base.COMMITTED, Base.PAID}
