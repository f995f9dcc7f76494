"""Figures of a company that looks for money. Costs and figures of a year are of the year that is applied for."""

from __future__ import annotations

from huoshui.policy.catalogue import CATALOGUE, Variable
from huoshui.policy.units import Unit
from huoshui.policy.variables.deals import SIZES, STAGES


def _money(name: str, zh: str, en: str) -> Variable:
    return Variable(name, Unit.MONEY, zh, en, "company")


def _flag(name: str, zh: str, en: str) -> Variable:
    return Variable(name, Unit.FLAG, zh, en, "company")


CATALOGUE.variable(
    # what it is
    Variable("stage", Unit.CODE, "发展阶段", "stage of the company", "company", STAGES),
    Variable("enterprise_size", Unit.CODE, "企业划型", "size class of the enterprise", "company", SIZES),
    Variable("headcount", Unit.COUNT, "员工人数", "people employed", "company"),
    Variable("patents", Unit.COUNT, "专利数", "patents", "company"),
    _money("valuation", "最近估值", "latest valuation"),
    _money("revenue", "上年营业收入", "revenue of the last year"),
    _money("rd_spend", "上年研发投入", "spent on research in the last year"),
    _flag("manufacturer", "属制造业企业", "is a manufacturer"),
    _flag("tech_enterprise", "科技型企业", "technology enterprise"),
    _flag("high_growth_tech", "银行认可的高成长科技企业", "high-growth technology enterprise by the bank's view"),
    _flag("without_loan", "尚无银行贷款", "has no bank loan yet"),
    # titles
    _flag("little_giant", "专精特新小巨人", "little giant"),
    _flag("specialised", "专精特新企业", "specialised and new enterprise"),
    _flag("high_tech", "高新技术企业证书", "certified high-tech enterprise"),
    _flag("tech_sme", "科技型中小企业入库", "technology SME"),
    _flag("new_single_champion", "新获国家制造业单项冠军", "newly a national single champion of manufacturing"),
    _flag("new_little_giant", "新获国家专精特新小巨人", "newly a national little giant"),
    _flag("new_high_tech", "新认定高新技术企业", "newly certified as high-tech enterprise"),
    _flag("national_laboratory", "承担国家实验室建设", "builds a national laboratory"),
    Variable("digital_level", Unit.COUNT, "数字化水平等级（1至5）", "level of digital maturity, 1 to 5", "company"),
    _flag("national_innovation_centre", "承担国家级创新中心", "runs a national innovation centre"),
    # what it needs and spends
    _money("need", "融资需求", "money looked for"),
    _money("loan", "拟申请贷款额", "loan applied for"),
    _money("compute_cost", "算力服务费用", "cost of computing services"),
    _money("model_fee", "大模型调用费用", "fees for the use of models"),
    _money("research_cost", "模型研发成本", "cost of developing a model"),
    _money("platform_cost", "公共平台建设投入", "spent on building an open platform"),
    _money("project_investment", "项目总投资", "investment of the whole project"),
    _money("digital_upgrade_cost", "数字化改造费用", "cost of the digital upgrade"),
    _money("national_grant", "已获国家资金", "money received from the nation"),
    # what it has or offers
    _flag("ai_demonstration_scene", "入选人工智能示范应用场景", "project chosen as a scene that shows the use of AI"),
    _flag("open_ai_platform", "建设开放的人工智能公共服务平台", "builds an open platform for AI"),
    _flag("ai_pilot_platform", "建设人工智能中试平台", "builds a pilot-scale platform for AI"),
    _flag("leads_vertical_model", "牵头研发垂直行业模型", "leads the development of a model for one industry"),
    _flag("takes_listed_challenge", "揭榜承担项目", "takes on a challenge that the province listed"),
    _flag("platform_review_passed", "平台服务效果评审通过", "the platform passed the review of its effect"),
)
