"""Digests of every kind into their articles, and texts that are none."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import pytest

from huoshui.documents import from_text, read

PUBLISHED = "2026-03-10"


class Expected(NamedTuple):
    """An article as it should be found; the body by its beginning and end."""

    title: str
    begins: str
    ends: str
    source: str | None = None
    published: str | None = None


CASES: dict[str, tuple[str, list[Expected]]] = {
    "one article": (
        """
某市设立陶瓷基金
近日，某市设立陶瓷基金，规模5亿元。
基金期限十年。
""",
        [
            Expected("某市设立陶瓷基金", "近日", "期限十年。"),
        ],
    ),
    "no title": (
        """
某公司公告，拟出资2亿元参与设立基金。
""",
        [
            Expected("", "某公司公告", "设立基金。"),
        ],
    ),
    "subheads stay in their article": (
        """
内陆城市竞逐未来产业基金
近年来，多地设立未来产业基金，规模不等。
武汉先行一步
近日，武汉宣布设立一只基金，规模一百亿元。
合肥紧随其后
日前，合肥的基金首期到位，规模五十亿元。
成都后来居上
3月，成都完成注册，规模三十亿元。
""",
        [
            Expected("内陆城市竞逐未来产业基金", "近年来", "规模三十亿元。"),
        ],
    ),
    "a page with its header": (
        """
当前位置：首页 > 要闻
某市百亿基金群怎样炼成
来源：某某日报 作者：李四 时间：2026-02-03 09:20
过去三年，某市先后设立八只基金。
从无到有
2023年，某市成立第一只基金，规模五亿元。
（责任编辑：张三）
""",
        [
            Expected("某市百亿基金群怎样炼成", "过去三年", "规模五亿元。", "某某日报", "2026-02-03"),
        ],
    ),
    "an official notice": (
        """
索引号：000014349/2026-00012
发文机关：某某市人民政府办公室
成文日期：2026年3月5日
某某市人民政府办公室关于印发
《某某市政府投资基金管理办法》的通知
各区县人民政府，市政府各部门：
现印发给你们，请认真贯彻执行。
第一章 总则
第一条 为规范基金运作，制定本办法。
""",
        [
            Expected(
                "某某市人民政府办公室关于印发《某某市政府投资基金管理办法》的通知",
                "各区县人民政府",
                "制定本办法。",
                None,
                "2026-03-05",
            ),
        ],
    ),
    "closing source lines": (
        """
您所在的位置：主页 > 简报
简报·第7期
资讯传递
甲省创投引导基金启动运行
3月1日，甲省创投引导基金启动，规模百亿元。
三大看点
第一个看点是期限长，长达二十年。
来源：某某网 2026-03-02

乙市金融活水浇灌科创
乙市推出科创贷，额度三十亿元。
来源：某某日报 张三 李四 2026-02-27
""",
        [
            Expected("甲省创投引导基金启动运行", "3月1日", "二十年。", "某某网", "2026-03-02"),
            Expected("乙市金融活水浇灌科创", "乙市推出", "三十亿元。", "某某日报", "2026-02-27"),
        ],
    ),
    "source lines under the titles": (
        """
遵义设立酱酒产业基金
来源：某省日报 2026-01-05
1月4日，遵义酱酒产业基金揭牌，规模30亿元。
泸州白酒基金首期到位
来源：另一日报 2026-01-06
泸州白酒产业基金首期10亿元已全部到位。
""",
        [
            Expected("遵义设立酱酒产业基金", "1月4日", "30亿元。", "某省日报", "2026-01-05"),
            Expected("泸州白酒基金首期到位", "泸州", "全部到位。", "另一日报", "2026-01-06"),
        ],
    ),
    "groups of items": (
        """
本周的市场依旧热闹，共有四只新基金成立。
新基金
赣州稀土产业基金成立
3月2日，赣州稀土产业基金完成工商登记，规模10亿元。
当地是稀土之乡，产业链完整，配套齐全，基金因此设在这里。
柳州汽车产业基金获批
3月3日，柳州市政府同意设立汽车产业基金。
招GP
烟台海洋母基金遴选管理人
烟台海洋母基金日前发布公告，向社会公开遴选管理机构。
""",
        [
            Expected("", "本周", "新基金成立。"),
            Expected("赣州稀土产业基金成立", "3月2日", "设在这里。"),
            Expected("柳州汽车产业基金获批", "3月3日", "产业基金。"),
            Expected("烟台海洋母基金遴选管理人", "烟台", "管理机构。"),
        ],
    ),
    "numbered groups and items": (
        """
创投周报（第12期）
一、新设基金
1. 赣州稀土产业基金成立
3月2日，赣州稀土产业基金完成工商登记，规模10亿元。
2. 柳州汽车产业基金获批
3月3日，柳州市政府同意设立汽车产业基金，规模20亿元。
二、招募GP
1. 烟台海洋母基金遴选管理人
烟台海洋母基金日前发布公告，向社会公开遴选管理机构。
三、政策动态
某省出台基金容错办法
近日，某省财政厅印发容错办法，自4月1日起施行。
""",
        [
            Expected("赣州稀土产业基金成立", "3月2日", "10亿元。"),
            Expected("柳州汽车产业基金获批", "3月3日", "20亿元。"),
            Expected("烟台海洋母基金遴选管理人", "烟台", "管理机构。"),
            Expected("某省出台基金容错办法", "近日", "起施行。"),
        ],
    ),
    "signed posts": (
        """
#創投
某芯片公司要上市了！擬募資60億
某芯片公司遞交了科創板上市申請，擬募資60億元，用於研發新一代產品。(某某證券報)
量子公司完成輔導備案
某量子公司日前完成輔導備案，輔導機構為一家北京的券商，計劃年內申報。（科创见闻）
""",
        [
            Expected("某芯片公司要上市了！拟募资60亿", "某芯片公司递交", "新一代产品。", "某某证券报"),
            Expected("量子公司完成辅导备案", "某量子公司", "年内申报。", "科创见闻"),
        ],
    ),
    "flashes": (
        """
【甲市设立机器人基金】某某社3月9日电，甲市宣布设立机器人基金，规模50亿元。
10:02 【乙公司拟参投并购基金】乙公司公告，拟以自有资金2亿元参与投资基金。（某某报）
""",
        [
            Expected("甲市设立机器人基金", "某某社", "50亿元。", "某某社", "2026-03-09"),
            Expected("乙公司拟参投并购基金", "乙公司公告", "投资基金。", "某某报"),
        ],
    ),
    "a title in brackets": (
        """
【某市设立陶瓷基金】
近日，某市设立陶瓷基金，规模5亿元。
""",
        [
            Expected("某市设立陶瓷基金", "近日", "5亿元。"),
        ],
    ),
    "a source inside of the last paragraph": (
        """
某市设立陶瓷基金
近日，某市设立陶瓷基金，规模5亿元。（来源：某某日报 2026-03-01）
""",
        [
            Expected("某市设立陶瓷基金", "近日", "5亿元。", "某某日报", "2026-03-01"),
        ],
    ),
    "a round-up": (
        """
【某社3月9日早间新闻精选】 1、国务院研究促进创业投资发展。 2、甲市设立1.5亿元基金。 3、丙公司申请上市，拟募资15亿元。
""",
        [
            Expected("", "国务院", "投资发展。"),
            Expected("", "甲市设立", "亿元基金。"),
            Expected("", "丙公司", "15亿元。"),
        ],
    ),
    "measures in a flash are one article": (
        """
【某市支持创投发展若干措施】其中提出，1、设立基金，规模10亿元。2、降低返投比例。3、完善容错机制。
""",
        [
            Expected("某市支持创投发展若干措施", "其中提出", "容错机制。"),
        ],
    ),
    "a newspaper page": (
        """
佳木斯设立农机产业基金
本报讯（记者 李四）近日，佳木斯市设立农机产业基金，总规模8亿元。
基金重点支持智能农机研发。
鹤岗石墨基金落地
本报讯 3月7日，鹤岗市石墨新材料基金完成注册，规模6亿元。
（王五）
""",
        [
            Expected("佳木斯设立农机产业基金", "本报讯", "农机研发。"),
            Expected("鹤岗石墨基金落地", "本报讯 3月7日", "6亿元。"),
        ],
    ),
    "a marked-up newspaper page": (
        """
# 地方基金瞄准机器人

本报记者 李四

多地设立机器人基金，规模不等。

## 大连市

大连设立一只基金，规模20亿元，投

向减速器。

## 某省实施新基建工程

### 基站年内达10万个

**本报讯** 某省印发方案，建设新型基础设施。(李四)

## 另一省启动揭榜挂帅工作

**本报讯** 另一省启动揭榜挂帅，支持攻关。

(王五)
""",
        [
            Expected("地方基金瞄准机器人", "本报记者", "投向减速器。"),
            Expected("某省实施新基建工程 基站年内达10万个", "本报讯", "（李四）"),
            Expected("另一省启动揭榜挂帅工作", "本报讯", "支持攻关。"),
        ],
    ),
    "a marked-up digest": (
        """
# 一周基金要闻
## 景德镇设立陶瓷文化基金
3月8日，景德镇陶瓷文化产业基金设立，规模5亿元。
## 宜春锂电基金完成备案登记
3月9日，宜春锂电新能源产业基金完成备案，规模50亿元。
""",
        [
            Expected("景德镇设立陶瓷文化基金", "3月8日", "5亿元。"),
            Expected("宜春锂电基金完成备案登记", "3月9日", "50亿元。"),
        ],
    ),
    "a marked-up policy": (
        """
# 某市支持科技企业融资若干措施
## 一、总体要求
坚持投早投小，到2027年基金规模达到百亿元。
## 二、主要措施
### （一）设立基金
设立规模20亿元的天使母基金。
""",
        [
            Expected("某市支持科技企业融资若干措施", "## 一、总体要求", "天使母基金。"),
        ],
    ),
    "announcements that begin with their titles": (
        """
甲电力：拟参与设立产业基金
甲电力：公司拟出资1亿元参与设立产业基金。
乙旅游：子基金完成备案
乙旅游：参与投资的子基金完成备案。
丙石油：终止参与并购基金
丙石油：决定终止参与并购基金，涉及2亿元。
丁制药：认购基金份额
丁制药：认购创投基金份额3000万元。
""",
        [
            Expected("甲电力：拟参与设立产业基金", "甲电力", "产业基金。"),
            Expected("乙旅游：子基金完成备案", "乙旅游", "完成备案。"),
            Expected("丙石油：终止参与并购基金", "丙石油", "2亿元。"),
            Expected("丁制药：认购基金份额", "丁制药", "3000万元。"),
        ],
    ),
    "a dateline": (
        """
新华社武汉3月9日电（记者李四）湖北省宣布设立母基金，规模二百亿元。
""",
        [
            Expected("", "新华社", "二百亿元。", "新华社", "2026-03-09"),
        ],
    ),
    "an application guide": (
        """
某省引导基金2026年度子基金申报指南
现公开征集子基金管理机构。
一、申报条件
（一）实缴资本不低于1000万元；
（二）子基金规模不低于2亿元。
二、支持方式
出资比例不超过30%。
""",
        [
            Expected("某省引导基金2026年度子基金申报指南", "现公开征集", "不超过30%。"),
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_articles(text: str, expected: list[Expected]) -> None:
    document = from_text(text, name="a", published=PUBLISHED)
    assert [article.title for article in document.articles] == [one.title for one in expected]
    for article, one in zip(document.articles, expected, strict=True):
        body = document.clean[article.body.start : article.body.end]
        assert body.startswith(one.begins)
        assert body.endswith(one.ends)
        assert article.source == one.source
        assert (str(article.published) if article.published else None) == one.published


@pytest.mark.parametrize("text", [text for text, _ in CASES.values()], ids=CASES.keys())
def test_title_spans_hold_the_words_of_the_titles(text: str) -> None:
    document = from_text(text, name="a")
    for article in document.articles:
        if article.title_span is not None:
            held = document.clean[article.title_span.start : article.title_span.end]
            assert held.replace("\n", "").replace("### ", " ") == article.title


def test_without_a_date_a_dateline_of_no_year_gives_none() -> None:
    assert from_text("新华社3月9日电，某省设立母基金。", name="a").articles[0].published is None


def test_a_given_title_serves_one_untitled_article_alone() -> None:
    assert from_text("某公司公告，拟设立基金。", name="a", title="题").articles[0].title == "题"
    assert from_text(CASES["groups of items"][0], name="a", title="题").articles[0].title == ""


@pytest.mark.parametrize(
    ("case", "title"),
    [
        ("one article", "某市设立陶瓷基金"),
        ("a round-up", "某社3月9日早间新闻精选"),
        ("flashes", ""),
        ("closing source lines", ""),
        ("groups of items", ""),
    ],
)
def test_title_of_the_document(case: str, title: str) -> None:
    assert from_text(CASES[case][0], name="a").title == title


def test_headline_above_a_digest_is_its_title() -> None:
    text = "# 华东创投市场七日回顾\n" + CASES["a marked-up digest"][0].split("\n", 2)[2]
    document = from_text(text, name="a")
    assert (document.title, len(document.articles)) == ("华东创投市场七日回顾", 2)


SHARED = Path(os.environ.get("HUOSHUI_SHARED", Path(__file__).resolve().parents[3] / "shared"))


@pytest.mark.parametrize(("number", "articles", "sourced"), [(0, 14, 0), (1, 7, 7), (2, 1, 0), (3, 8, 8), (4, 5, 0)])
def test_long_documents(number: int, articles: int, sourced: int) -> None:
    found = sorted((SHARED / "seeds").glob(f"00{number}_*.txt"))
    if not found:
        pytest.skip("the long documents are not here")
    document = read(found[0])
    assert document.text == found[0].open(encoding="utf-8").read()
    assert len(document.articles) == articles
    assert sum(article.source is not None for article in document.articles) == sourced
    assert sum(article.body.end - article.body.start for article in document.articles) > 0.9 * len(document.clean)
