"""What a policy sets for a stated year, and what only looks like it."""

from __future__ import annotations

import pytest

from huoshui.documents import from_text
from huoshui.extraction import targets
from huoshui.extraction.reading import Reading


def read(text: str, published: str | None = "2025-11-20") -> list[tuple[str, list[str], str, list[str]]]:
    document = from_text(text, name="plan", published=published)
    records = targets.extract([Reading(document, article) for article in document.articles])
    for record in records:
        for _, value in record.values():
            assert value.evidence.text == document.text[value.evidence.start : value.evidence.end]
    return [(r.name, [str(v) for v in r.value], str(r.date[0]), [str(v) for v in r.region]) for r in records]


PLAN = "11月6日，陕西省人民政府办公厅印发《陕西省制造业重点产业链高质量发展行动方案（2025—2027年）》。"


@pytest.mark.parametrize(
    ("words", "name", "values"),
    [
        ("全省重点产业链总产值突破2万亿元", "重点产业链总产值", ["2000000000000 CNY"]),
        ("研发经费投入强度达到2.2%左右", "研发经费投入强度", ["0.022"]),
        ("高技术制造业增加值年均增长10%以上", "高技术制造业增加值年均增长", ["0.1"]),
        ("贷款增速高于各项贷款平均增速5个百分点", "贷款增速高于各项贷款平均增速", ["0.05"]),
        ("培育产值过百亿元企业30家以上", "产值过百亿元企业", ["30"]),
        ("建成100个左右省级智能工厂", "省级智能工厂", ["100"]),
        ("培育2-3家具有国际竞争力的链主企业", "具有国际竞争力的链主企业", ["2-3"]),
        ("打造3个万亿级产业集群", "万亿级产业集群", ["3"]),
        ("算力规模达到30EFLOPS", "算力规模", ["30"]),
        ("单位能耗降到0.85以下", "单位能耗", ["0.85"]),
        ("软件业务收入达到5000亿元以上、力争6000亿元", "软件业务收入", ["500000000000 CNY", "600000000000 CNY"]),
        ("新增1000亿元基金群", "基金群", ["100000000000 CNY"]),
        ("国家高新技术企业突破1.5万家", "国家高新技术企业", ["15000"]),
    ],
)
def test_figures_and_their_names(words: str, name: str, values: list[str]) -> None:
    assert read(f"{PLAN}方案提出，到2027年，{words}。") == [(name, values, "2027", ["陕西"])]


def test_values_told_respectively() -> None:
    found = read(f"{PLAN}到2027年，数字化工具普及率和关键工序数控化率分别达到85%和70%。")
    assert [(name, values) for name, values, _, _ in found] == [
        ("数字化工具普及率", ["0.85"]),
        ("关键工序数控化率", ["0.7"]),
    ]


def test_the_year_holds_for_the_rest_of_the_paragraph_and_its_dashed_items() -> None:
    found = read(
        "十堰市低空经济实施方案\n\n市政府制定本方案。到2026年，产业规模达到100亿元。培育企业50家。\n"
        "——设施完善。建成起降点80个。\n建设30个展厅。"
    )
    assert [(name, values, date) for name, values, date, _ in found] == [
        ("产业规模", ["10000000000 CNY"], "2026"),
        ("企业", ["50"], "2026"),
        ("起降点", ["80"], "2026"),
    ]


def test_a_subject_before_the_year() -> None:
    found = read("安徽省政府提出，未来产业规模力争到2030年达到5000亿元。")
    assert found == [("未来产业规模", ["500000000000 CNY"], "2030", ["安徽"])]


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("到2026年底，全省新建5G基站2万个", "2026"),
        ("2026年底前，全省新建5G基站2万个", "2026"),
        ("力争2026年全省新建5G基站2万个", "2026"),
        ("2026年，全省力争新建5G基站2万个", "2026"),
        ("到“十五五”末，全省新建5G基站2万个", "2030"),
    ],
)
def test_ways_to_state_the_year(words: str, date: str) -> None:
    assert [(values, d) for _, values, d, _ in read(f"《湖南省信息通信规划》提出，{words}。")] == [(["20000"], date)]


def test_told_in_the_headline_and_again_in_the_text_is_one_target() -> None:
    found = read(
        "辽宁：力争到2027年技术合同成交额突破1500亿元\n\n"
        "辽宁省政府办公厅印发《辽宁省科技成果转化行动方案》，提出到2027年，全省技术合同成交额突破1500亿元。"
    )
    assert found == [("技术合同成交额", ["150000000000 CNY"], "2027", ["辽宁"])]


def test_ministries_set_targets_for_the_country() -> None:
    found = read("工业和信息化部等六部门印发《新型储能行动方案》，提出到2027年，储能装机规模达到1.8亿千瓦以上。")
    assert found == [("储能装机规模", ["180000000"], "2027", ["全国"])]


@pytest.mark.parametrize(
    "text",
    [
        "截至2025年底，全省高新技术企业达到1.2万家。",
        "机构预计，到2030年低空经济市场规模有望突破2万亿元。",
        "公司表示，力争到2027年营业收入突破100亿元。",
        "到2025年1—9月，该产品收入达到3亿元。",
        "从2023年到2025年，全省产值由5000亿元增长到8000亿元。",
        "全省力争新增规上企业600家。",
        "《方案》提出，到2027年，部署八个方面23条举措。",
    ],
)
def test_reports_forecasts_and_undated_wishes_are_no_targets(text: str) -> None:
    assert read(text) == []


def test_a_sentence_on_the_past_ends_the_scope() -> None:
    found = read(f"{PLAN}到2027年，培育链主企业60家。2024年，全省规上工业增加值增长7.6%。")
    assert [name for name, *_ in found] == ["链主企业"]


def test_a_year_before_the_articles_own_is_no_target() -> None:
    assert read("《规划》提出，到2020年，全省基金规模达到500亿元。") == []
    assert read("《规划》提出，到2020年，全省基金规模达到500亿元。", published="2018-05-01") != []


def test_a_subsidy_in_the_same_breath_is_no_target() -> None:
    found = read(
        "《云南省支持创业投资若干措施》提出，到2028年全省私募基金管理规模突破1500亿元；"
        "对投资种子期企业的创投机构，按实际投资额的10%给予奖励，单个机构年度奖励不超过500万元。"
    )
    assert [name for name, *_ in found] == ["私募基金管理规模"]


def test_a_coming_year_without_a_preposition() -> None:
    found = read("浙江省政府发布行动计划，明确2027年技术合同成交额达5500亿元。")
    assert found == [("技术合同成交额", ["550000000000 CNY"], "2027", ["浙江"])]


def test_the_plan_of_a_work_report_and_what_a_fund_is() -> None:
    found = read(
        "市政府工作报告提出，2026年地区生产总值增长5.5%左右，新增国家高新技术企业1000家。母基金总规模500亿元，首期150亿元。"
    )
    assert [(name, values, date) for name, values, date, _ in found] == [
        ("地区生产总值增长", ["0.055"], "2026"),
        ("新增国家高新技术企业", ["1000"], "2026"),
    ]


def test_a_standing_in_the_country_is_no_target_of_the_country() -> None:
    found = read("省政府提出，到2027年，国家高新技术企业达到9000家，总量居全国前列。")
    assert found == [("国家高新技术企业", ["9000"], "2027", [])]


@pytest.mark.parametrize(
    ("words", "name", "values"),
    [
        ("年发射小卫星能力达到50颗", "年发射小卫星能力", ["50"]),
        ("算力总规模达到80EFlops", "算力总规模", ["80"]),
        ("轻工产业规模达到万亿级", "轻工产业规模", ["1000000000000 CNY"]),
        ("培育科研机构200家，万人拥有量12件", "科研机构", ["200"]),
    ],
)
def test_units_and_classes(words: str, name: str, values: list[str]) -> None:
    assert (name, values) in [(n, v) for n, v, _, _ in read(f"{PLAN}方案提出，到2027年，{words}。")]


def test_growth_is_the_growth_of_what_was_told_before() -> None:
    found = read(f"{PLAN}到2027年，全省链群产值突破3000亿元，年均增速保持在12%左右，占GDP比重达8%。")
    assert [(name, values) for name, values, _, _ in found] == [
        ("链群产值", ["300000000000 CNY"]),
        ("链群产值年均增速", ["0.12"]),
        ("链群产值占GDP比重", ["0.08"]),
    ]


def test_years_that_follow_one_another() -> None:
    found = read(f"{PLAN}到2027年，链群产值达到3000亿元。2030年，两条链合计产值要达到6000亿元。")
    assert [(name, date) for name, _, date, _ in found] == [("链群产值", "2027"), ("两条链合计产值", "2030")]


def test_a_year_inside_the_scope_of_another() -> None:
    found = read(f"{PLAN}力争到2026年软件收入突破1200亿元，2028年实现软件收入2000亿元。")
    assert [(name, values, date) for name, values, date, _ in found] == [
        ("软件收入", ["120000000000 CNY"], "2026"),
        ("软件收入", ["200000000000 CNY"], "2028"),
    ]


def test_the_goals_of_this_year() -> None:
    found = read(
        "市政府工作报告提出，今年的预期目标是：规上工业增加值增长7%，城镇新增就业12万人。", published="2025-01-20"
    )
    assert [(name, values, date) for name, values, date, _ in found] == [
        ("规上工业增加值增长", ["0.07"], "2025"),
        ("城镇新增就业", ["120000"], "2025"),
    ]


def test_numbered_goals() -> None:
    found = read(f"{PLAN}到2027年，全省实现“两个突破”：一是规上工业总产值突破2万亿元；二是新三板挂牌企业突破400家。")
    assert [(name, values) for name, values, _, _ in found] == [
        ("规上工业总产值", ["2000000000000 CNY"]),
        ("新三板挂牌企业", ["400"]),
    ]


def test_the_whole_prefecture_is_no_county() -> None:
    found = read("力争到2028年，全州茶产业综合收入突破300亿元。（《黔南州茶产业三年行动方案》）")
    assert found == [("茶产业综合收入", ["30000000000 CNY"], "2028", ["贵州/黔南"])]


@pytest.mark.parametrize(
    "text",
    [
        "省政府提出到2026年、2028年、2030年的目标：科技贷款余额分别达到5000亿元、7000亿元、9000亿元。",
        "省政府工作报告提出，今年的目标是稳中求进，明年突破1.8万亿元。",
    ],
)
def test_years_that_share_their_figures_are_left_out(text: str) -> None:
    assert read(text) == []
