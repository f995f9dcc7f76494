"""Loan products, bonds, vouchers and subsidies, each in the manner in which notices and the press word them."""

from __future__ import annotations

import pytest

from huoshui.documents import from_text
from huoshui.extraction import instruments
from huoshui.extraction.reading import Reading
from huoshui.model.records import Instrument


def read(text: str, published: str = "2025-11-20") -> dict[str, Instrument]:
    document = from_text(text, name="notice", published=published)
    records = instruments.extract([Reading(document, article) for article in document.articles])
    for record in records:
        for _, value in record.values():
            evidence = value.evidence
            assert evidence.text == document.text[evidence.start : evidence.end]
    return {record.name: record for record in records}


def told(record: Instrument) -> dict[str, list[str]]:
    return {prop: [str(v) for v in getattr(record, prop)] for prop in Instrument.properties() if getattr(record, prop)}


def test_a_loan_product_has_its_sum_the_day_of_the_sum_and_the_number_of_firms() -> None:
    found = read(
        "记者从兰州银行获悉，该行围绕科技型企业轻资产特点，创新推出“如意科创贷”，单户授信最高1000万元，年利率低至3.2%。"
        "截至2025年9月末，“如意科创贷”累计为612家科技型企业发放贷款18.6亿元。"
    )
    assert told(found["如意科创贷"]) == {
        "size": ["1860000000 CNY"],
        "cap": ["10000000 CNY"],
        "rate": ["0.032"],
        "provider": ["兰州银行"],
        "region": ["甘肃/兰州"],
        "date": ["2025-09"],
        "count": ["612"],
    }


def test_one_loan_to_one_firm_is_no_scheme() -> None:
    assert read("一家新材料企业以两项专利质押，3天就拿到500万元“专利快贷”。") == {}


def test_products_of_one_sentence_keep_their_own_figures() -> None:
    found = read("截至6月末，“春苗贷”累计投放12亿元，“护航贷”累计投放7亿元。")
    assert told(found["春苗贷"])["size"] == ["1200000000 CNY"]
    assert told(found["护航贷"])["size"] == ["700000000 CNY"]


def test_products_named_together_share_no_figure() -> None:
    assert read("“春苗贷”“护航贷”累计投放19亿元。") == {}


def test_a_goal_is_not_the_size_of_a_product() -> None:
    assert read("力争到2027年，“春苗贷”累计投放120亿元。") == {}


def test_the_pool_behind_a_product_is_not_its_size() -> None:
    found = read("成都高新区设立1亿元“梧桐贷”风险补偿资金，单户贷款额度最高1000万元，累计支持企业800家，授信60亿元。")
    assert told(found["梧桐贷"])["size"] == ["6000000000 CNY"]
    assert told(found["梧桐贷"])["count"] == ["800"]


def test_tiers_of_risk_belong_to_the_plan_told_before() -> None:
    found = read(
        "以长宁区推出的“护航融资计划”为例，该计划为科技企业增信。"
        "按照企业评分，对担保机构、银行设置20%、50%、80%三个档次的分险比例。"
    )
    assert told(found["护航融资计划"])["rate"] == ["0.2", "0.5", "0.8"]
    assert told(found["护航融资计划"])["provider"] == ["长宁区"]


def test_a_coded_bond() -> None:
    found = read(
        "9月18日，“25鄂科投MTN003（科创债）”在银行间市场成功发行，发行金额10亿元，票面利率1.98%，"
        "发行人为湖北省科技投资集团有限公司，华夏银行作为主承销商。"
    )
    assert told(found["25鄂科投MTN003（科创债）"]) == {
        "size": ["1000000000 CNY"],
        "rate": ["0.0198"],
        "provider": ["湖北省科技投资集团有限公司", "华夏银行"],
        "region": ["湖北"],
        "date": ["2025-09-18"],
    }


def test_a_bond_told_in_a_sentence() -> None:
    found = read("江西国控集团11月3日完成5亿元科创票据发行，利率2.3%。")
    assert told(found["江西国控集团科创票据"])["size"] == ["500000000 CNY"]
    assert told(found["江西国控集团科创票据"])["date"] == ["2025-11-03"]


@pytest.mark.parametrize(
    "text",
    [
        "前三季度，全省企业累计发行科技创新债券320亿元，同比增长41%。",
        "支持符合条件的企业发行绿色债券。",
        "证券公司今年前9个月承销中期票据200只，规模1800亿元。",
    ],
)
def test_statistics_and_wishes_are_no_bonds(text: str) -> None:
    assert read(text) == {}


MEASURES = """贵阳市人民政府办公室关于印发《贵阳市促进大数据与人工智能融合发展若干措施》的通知

一、强化算力供给
1．发放“算力券”。每年安排不超过3000万元发放“算力券”，对租用智能算力的企业，按不超过合同金额的40%给予补贴，单个企业每年最高200万元。
2．发放“模型券”。对企业调用备案大模型的，可按不超过购买费用的30%，给予最高80万元支持。
3．对首次获评国家级专精特新“小巨人”的企业，给予一次性奖励50万元；对新认定的重点实验室，分别给予500万元、100万元奖励。
4．设立规模5亿元的科技信贷风险补偿资金池，对合作银行不良贷款本金损失给予最高60%的补偿。
5．对年度营业收入首次突破10亿元的软件企业，奖励企业管理团队100万元。
6．企业购买研发设备的，按设备投资额的15%给予补助，最高300万元。
"""


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("算力券", {"size": ["30000000 CNY"], "cap": ["2000000 CNY"], "rate": ["0.4"]}),
        ("模型券", {"cap": ["800000 CNY"], "rate": ["0.3"]}),
        ("国家级专精特新“小巨人”企业奖励", {"cap": ["500000 CNY"]}),
        ("重点实验室奖励", {"cap": ["5000000 CNY", "1000000 CNY"]}),
        ("科技信贷风险补偿资金池", {"size": ["500000000 CNY"], "rate": ["0.6"]}),
        ("软件企业奖励", {"cap": ["1000000 CNY"]}),
        ("研发设备补助", {"cap": ["3000000 CNY"], "rate": ["0.15"]}),
    ],
)
def test_each_benefit_of_a_paper_is_a_scheme(name: str, figures: dict[str, list[str]]) -> None:
    record = read(MEASURES)[name]
    assert told(record) == figures | {"provider": ["贵阳市人民政府办公室"], "region": ["贵州/贵阳"]}


def test_a_benefit_for_anyone_bears_the_title_of_the_paper() -> None:
    found = read("哈尔滨市科技局制定的《哈尔滨市支持冰雪装备若干措施》对符合条件的企业给予补助，最高600万元。")
    assert told(found["哈尔滨市支持冰雪装备若干措施"])["cap"] == ["6000000 CNY"]


def test_who_pays_comes_before_who_issued() -> None:
    found = read(
        "近日，青海省科技厅、省财政厅联合印发《青海省盐湖攻关实施方案》。"
        "省财政厅将对攻关项目一次性给予不高于总投资额20%的资金支持，最高不超过800万元。"
    )
    assert told(found["攻关项目资金支持"])["provider"] == ["省财政厅"]
    assert told(found["攻关项目资金支持"])["rate"] == ["0.2"]


def test_papers_follow_one_another() -> None:
    found = read(
        "大连市工业和信息化局印发《大连市工业软件若干措施》，对首版次软件给予最高200万元奖励。"
        "厦门市科技局印发《厦门市概念验证若干措施》，对概念验证中心给予最高150万元补助。"
    )
    assert told(found["首版次软件奖励"])["region"] == ["辽宁/大连"]
    assert told(found["首版次软件奖励"])["provider"] == ["大连市工业和信息化局"]
    assert told(found["概念验证中心补助"])["region"] == ["福建/厦门"]


@pytest.mark.parametrize(
    "text",
    [
        "去年全市累计发放补贴3亿元。",
        "公司收到政府补助1200万元。",
        "《管理办法》规定，基金超额收益的20%奖励给管理人，对子基金出资比例不超过30%。",
    ],
)
def test_money_paid_and_terms_of_funds_are_no_subsidies(text: str) -> None:
    assert read(text) == {}


def test_the_central_banks_tools() -> None:
    found = read("中国人民银行5月7日设立服务消费与养老再贷款，额度5000亿元，年利率1.5%。")
    assert told(found["服务消费与养老再贷款"]) == {
        "size": ["500000000000 CNY"],
        "rate": ["0.015"],
        "provider": ["中国人民银行"],
        "region": ["全国"],
    }


def test_vouchers_of_two_cities_are_two() -> None:
    document = from_text(
        "大连市科技局印发《大连市算力若干措施》，发放“算力券”，单个企业每年最高100万元。\n\n"
        "厦门市科技局印发《厦门市算力若干措施》，发放“算力券”，单个企业每年最高60万元。",
        name="digest",
    )
    records = instruments.extract([Reading(document, article) for article in document.articles])
    assert [(r.name, str(r.cap[0]), str(r.region[0])) for r in records] == [
        ("算力券", "1000000 CNY", "辽宁/大连"),
        ("算力券", "600000 CNY", "福建/厦门"),
    ]


def test_a_voucher_needs_no_paper() -> None:
    found = read("9月2日，湖南省商务厅宣布，今年将发放总额5亿元的“潇湘消费券”，单张最高面额6000元。")
    assert told(found["潇湘消费券"])["size"] == ["500000000 CNY"]
    assert told(found["潇湘消费券"])["provider"] == ["湖南省商务厅"]


def test_the_bank_before_a_product_is_its_provider_and_averages_are_no_caps() -> None:
    found = read(
        "截至2025年9月末，重庆农商行“科企贷”余额达87.5亿元，服务科技企业1120户，户均授信780万元。"
        "该产品单户额度最高5000万元。"
    )
    assert told(found["科企贷"]) == {
        "size": ["8750000000 CNY"],
        "cap": ["50000000 CNY"],
        "provider": ["重庆农商行"],
        "region": ["重庆/重庆"],
        "date": ["2025-09"],
        "count": ["1120"],
    }


def test_interest_paid_in_percentage_points() -> None:
    found = read(
        "财政部、中国人民银行印发《关于实施技改贷款财政贴息政策的通知》，对企业技改贷款，按照本金给予1.5个百分点的贴息。"
    )
    assert told(found["技改贷款贴息"])["rate"] == ["0.015"]
    assert told(found["技改贷款贴息"])["region"] == ["全国"]


def test_joint_underwriters() -> None:
    found = read(
        "太仓发展控股股份有限公司2025年度第一期科创票据成功发行，发行金额5亿元，由招商银行、江苏银行联席主承销。"
    )
    assert told(found["太仓发展控股股份有限公司科创票据"])["provider"] == [
        "太仓发展控股股份有限公司",
        "招商银行",
        "江苏银行",
    ]


def test_who_launched_it_and_who_bears_the_risk_are_told_in_the_next_sentence() -> None:
    found = read(
        "截至9月末，“戈壁科创贷”已累计放款9亿元，支持科技型企业230户，平均年利率3.6%。"
        "这一产品由甘肃省科技厅会同敦煌农商行推出，单户最高额度800万元，省级风险补偿资金按本金损失的40%给予补偿。"
    )
    assert told(found["戈壁科创贷"]) == {
        "size": ["900000000 CNY"],
        "cap": ["8000000 CNY"],
        "rate": ["0.036", "0.4"],
        "provider": ["甘肃省科技厅", "敦煌农商行"],
        "region": ["甘肃"],
        "date": ["2025-09"],
        "count": ["230"],
    }


def test_the_old_figure_of_a_change_is_none() -> None:
    found = read(
        "国家融资担保基金与9家银行合作，开展“制造业专项担保计划”，分险比例由20%提高至40%，单户担保金额上限由500万元提高至2000万元。"
    )
    assert told(found["制造业专项担保计划"]) == {
        "cap": ["20000000 CNY"],
        "rate": ["0.4"],
        "provider": ["国家融资担保基金"],
    }


def test_banks_that_lend_are_not_the_firms_it_reached() -> None:
    found = read("“苗圃贷”联合12家银行落地，累计支持企业640家，发放贷款31亿元。")
    assert told(found["苗圃贷"])["count"] == ["640"]


def test_interest_paid_for_firms_and_firms_to_be_reached() -> None:
    found = read("方案提出，“湖畔助企贷”单户不超过1500万元，对企业实际支付利息的25%予以贴息，2025年计划支持企业400家。")
    assert told(found["湖畔助企贷"]) == {"cap": ["15000000 CNY"], "rate": ["0.25"], "count": ["400"]}


ARTICLES = """咸阳市支持科技金融若干措施

第三条 研发费用补助。对上年度研发费用超过800万元的企业，按照研发费用增量的8%给予补助，每家企业每年不超过150万元。
第四条 担保费补贴。对担保机构开展科技担保业务的，给予年化担保费率1%的补贴，每家机构每年最高300万元。
二、支持首台套应用。对首次购买本市首台套装备的单位，按照采购额的15%补助，最高80万元。
"""


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("研发费用补助", {"cap": ["1500000 CNY"], "rate": ["0.08"]}),
        ("担保费补贴", {"cap": ["3000000 CNY"], "rate": ["0.01"]}),
        ("首台套应用补助", {"cap": ["800000 CNY"], "rate": ["0.15"]}),
    ],
)
def test_a_heading_names_the_benefit(name: str, figures: dict[str, list[str]]) -> None:
    assert told(read(ARTICLES)[name]) == figures | {"region": ["陕西/咸阳"]}


def test_a_voucher_without_quotes_and_its_pool() -> None:
    found = read("石家庄市中小企业服务券每年安排资金3000万元，单个企业最高可申领15万元，补贴比例不超过合同金额的40%。")
    ((name, record),) = found.items()
    assert name.endswith("中小企业服务券")
    assert told(record)["size"] == ["30000000 CNY"]
    assert told(record)["cap"] == ["150000 CNY"]
    assert told(record)["rate"] == ["0.4"]


def test_the_issuer_of_a_coded_bond_and_a_bond_of_a_province() -> None:
    found = read(
        "湘江交通集团有限公司2025年度第二期科技创新债券（简称“25湘江交MTN007（科创债）”）近日发行，规模12亿元，票面利率2.05%。"
    )
    assert told(found["25湘江交MTN007（科创债）"])["provider"] == ["湘江交通集团有限公司"]
    found = read("江西省发行新增专项债券210亿元，发行利率1.92%。")
    assert told(found["江西省专项债券"])["size"] == ["21000000000 CNY"]
    assert told(found["江西省专项债券"])["rate"] == ["0.0192"]


def test_more_of_a_central_banks_tool() -> None:
    found = read("中国人民银行决定增加支农支小再贷款额度2000亿元，调整后利率1.5%。")
    assert told(found["支农支小再贷款"])["provider"] == ["中国人民银行"]


PARAGRAPHS = """关于印发《攀枝花市支持钒钛新材料发展八条政策》的通知

一、项目引进奖补
对新引进投资超3亿元的钒钛应用项目，按固定资产投资额的4%给予奖补，最高不超过4000万元。
二、融资支持
（一）对企业当年新增流动资金贷款，按不超过1.5%的利率给予贴息，单户最高150万元。
（二）设立6亿元钒钛产业风险补偿资金池，对金融机构发放贷款形成的不良本金，按35%给予补偿。
三、平台建设奖励
新认定国家级、省级创新平台，分别给予400万元、100万元一次性奖励。
"""


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("钒钛应用项目奖补", {"cap": ["40000000 CNY"], "rate": ["0.04"]}),
        ("流动资金贷款贴息", {"cap": ["1500000 CNY"], "rate": ["0.015"]}),
        ("钒钛产业风险补偿资金池", {"size": ["600000000 CNY"], "rate": ["0.35"]}),
        ("平台建设奖励", {"cap": ["4000000 CNY", "1000000 CNY"]}),
    ],
)
def test_paragraphs_under_headings(name: str, figures: dict[str, list[str]]) -> None:
    assert told(read(PARAGRAPHS)[name]) == figures | {"region": ["四川/攀枝花"]}


def test_terms_of_public_money_need_no_paper() -> None:
    found = read("我市安排800万元专项资金，对购买科技保险的企业按保费40%补贴，每家每年不超过15万元。")
    (record,) = found.values()
    assert told(record) == {"size": ["8000000 CNY"], "cap": ["150000 CNY"], "rate": ["0.4"]}
    assert read("公司公告，收到省财政对每家企业最高300万元的奖励，按销售额的2%给予补贴，单户最高300万元。") == {}


def test_a_product_told_by_a_firm_and_then_by_the_writer() -> None:
    found = read(
        "“我们拿到了200万元的‘专利易贷’，利率只有3.4%。”企业负责人说。"
        "据了解，该产品由台州市市场监管局联合括苍银行于去年推出，累计授信5.6亿元。"
    )
    assert told(found["专利易贷"]) == {
        "size": ["560000000 CNY"],
        "rate": ["0.034"],
        "provider": ["台州市市场监管局", "括苍银行"],
        "region": ["浙江/台州"],
    }


def test_a_voucher_by_the_measures_for_it() -> None:
    found = read(
        "贵阳市经信局、市财政局印发《贵阳市算力券管理办法》，算力券总额度每年6000万元，单个企业每年最高100万元，按使用费的15%兑付。"
    )
    (record,) = found.values()
    assert told(record)["provider"] == ["贵阳市经信局", "市财政局"]
    assert told(record)["size"] == ["60000000 CNY"]


def test_a_guarantee_that_a_group_founded_and_a_bond_of_two_labels() -> None:
    found = read("江西省再担保集团发起设立的“赣科保”，为企业提供最高800万元批量担保，截至9月末在保余额17亿元。")
    assert told(found["赣科保"]) == {
        "size": ["1700000000 CNY"],
        "cap": ["8000000 CNY"],
        "provider": ["江西省再担保集团"],
        "region": ["江西"],
        "date": ["2025-09"],
    }
    (bond,) = read("江西银行成功发行5亿元“科技创新+绿色”双贴标金融债券，票面利率1.96%。").values()
    assert told(bond)["size"] == ["500000000 CNY"]
