"""Cleaning: what goes, what stays, and that every character knows where it came from."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huoshui.documents import from_text
from huoshui.documents.cleaning import clean
from huoshui.documents.script import mainland_wording, simplify

ONE_LINE = {
    "pinyin": ("產(chǎn)業(yè)基金發(fā)布（fābù），投向制造。", "产业基金发布（fābù），投向制造。"),
    "full-width brackets of pinyin": ("发（fā）起设立，共有（yǒu）五家。", "发起设立，共有五家。"),
    "brackets that are no pinyin": (
        "甲方(a)与乙方(ii)均为(LP)，丙为(GP)。",
        "甲方（a）与乙方（ii）均为（LP），丙为（GP）。",
    ),
    "toneless pinyin, often": ("产(chan)业发(fa)展与创(chuang)新。", "产业发展与创新。"),
    "toneless pinyin, once": ("公司名为凡(fan)的店。", "公司名为凡（fan）的店。"),
    "full-width letters and figures": ("规模１０．５亿元，占２０％，投ＡＩ。", "规模10.5亿元，占20%，投AI。"),
    "stray question mark": ("基金规模达?50亿元，重点投向产?业升级。", "基金规模达50亿元，重点投向产业升级。"),
    "replacement character": ("重点投向产\ufffd业升级。", "重点投向产业升级。"),
    "question in the middle": ("钱从哪里来?市里说由国企出。", "钱从哪里来？市里说由国企出。"),
    "question at the end": ("这笔钱能用好吗?", "这笔钱能用好吗？"),
    "question mark of an address": (
        "详见 https://example.org/a?b=1&c=2 一文。",
        "详见https://example.org/a?b=1&c=2一文。",
    ),
    "spaces inside of a sentence": (
        "基金 规模达 50 亿元,首期 20 亿元,投向 AI 芯片 等多个领域。",
        "基金规模达50亿元，首期20亿元，投向AI芯片等多个领域。",
    ),
    "a space in a title separates": ("各市加快布局 千亿基金群成形", "各市加快布局 千亿基金群成形"),
    "a space in bracketed title": (
        "【多地设立基金 投向硬科技】近日，甲 市设立一只新的基金。",
        "【多地设立基金 投向硬科技】近日，甲市设立一只新的基金。",
    ),
    "spaces of a list": (
        "共有五只基金，其中 大连 青岛 宁波 三地各有一只，规模合计10亿元，投向制造业等。",
        "共有五只基金，其中 大连 青岛 宁波 三地各有一只，规模合计10亿元，投向制造业等。",
    ),
    "a name after its role": ("记者 李四 报道，近日有三只基金成立。", "记者 李四 报道，近日有三只基金成立。"),
    "letters apart in a title": ("产 业 基 金 落 户 本 市", "产业基金落户本市"),
    "words apart": (
        "产业 投资 引导 基金 正式 成立，规模 达到 五亿 元，投向 先进 制造 等 多个 重点 领域。",
        "产业投资引导基金正式成立，规模达到五亿元，投向先进制造等多个重点领域。",
    ),
    "letters apart": ("产 业 基 金 成 立，规模5亿元，落户本市。", "产业基金成立，规模5亿元，落户本市。"),
    "ASCII points": (
        "规模5亿元,首期2亿元;由甲(有限合伙)出资:一年内到位!",
        "规模5亿元，首期2亿元；由甲（有限合伙）出资：一年内到位！",
    ),
    "figures keep theirs": ("共1,300万元，12:30开会，1:1.5配资。", "共1,300万元，12:30开会，1:1.5配资。"),
    "figures with full-width points": (
        "共1，300万元，12：30开会，其中5，乙方出。",
        "共1,300万元，12:30开会，其中5，乙方出。",
    ),
    "thousands parted by a space": (
        "规模达1 000亿元，新增2 500家，电话8888 8888。",
        "规模达1000亿元，新增2500家，电话8888 8888。",
    ),
    "ASCII full stop": ("甲出资30%,乙出资70%.", "甲出资30%，乙出资70%。"),
    "numbers with a point": ("一.概述", "一.概述"),
    "Latin stays": ("Funds (private), worth 1,300: really?", "Funds (private), worth 1,300: really?"),
    "Latin in brackets": ("公司(ABC)与丙(300001.SZ)、丁（HK）。", "公司（ABC）与丙（300001.SZ）、丁（HK）。"),
    "ranges": ("2025—2030年，10％～20％，2026——2028，5－7年。", "2025-2030年，10%~20%，2026-2028，5-7年。"),
    "dashes": ("大连—沈阳，这是新路——第一条。", "大连—沈阳，这是新路——第一条。"),
    "hyphens of names": ("Pre－A轮，5G‑A网络。", "Pre-A轮，5G-A网络。"),
    "corner brackets": ("成立「甲基金」，又称『乙』。", "成立“甲基金”，又称‘乙’。"),
    "straight quotes": ('简称"甲基金"的产品。', "简称“甲基金”的产品。"),
    "radicals": ("⼈⼯智能与⻓三⻆，⾦融。", "人工智能与长三角，金融。"),
    "invisible": ("\ufeff基\u200b金\u00ad公\u0007司成立。", "基金公司成立。"),
    "bold": ("**本报讯** 近日，王**等人获奖。", "本报讯 近日，王**等人获奖。"),
}


@pytest.mark.parametrize(("text", "expected"), ONE_LINE.values(), ids=ONE_LINE.keys())
def test_one_line(text: str, expected: str) -> None:
    assert clean(text).text == expected


LINES = {
    "a column": (
        "2025年2月，某区宣布设立\n\n规模为十亿元的基金，投向机器人。",
        "2025年2月，某区宣布设立规模为十亿元的基金，投向机器人。",
    ),
    "inside of a word": (
        "目标已经达成。该基金重点支持智\n\n能装备的研发，期限十年。",
        "目标已经达成。该基金重点支持智能装备的研发，期限十年。",
    ),
    "a title stays apart": ("某市设立机器人基金\n近日，某市设立一只基金，规模10亿元。",) * 2,
    "a title with a comma": ("总规模10亿元，某市基金落地\n1月6日，某市基金完成注册，首期5亿元。",) * 2,
    "headings": ("# 题目\n## 一市\n2024年5月，一市设立基金，规模一亿元。",) * 2,
    "a list": ("申报条件如下：\n（一）在境内注册\n（二）实缴资本一亿元",) * 2,
    "paragraphs": ("第一段到此为止。\n\n\n　　第二段从这里开始。", "第一段到此为止。\n第二段从这里开始。"),
    "a notice's title": ("某某市人民政府关于加快发展的\n若干意见", "某某市人民政府关于加快发展的若干意见"),
    "a table": ("名称\t金额\n甲\t5亿元，合计\n乙\t6亿元。",) * 2,
    "a byline": ("本报记者 李四\n2025年，政府工作报告提出，发展新产业。",) * 2,
    "margins": ("  \n\n  有字的一行  \n ", "有字的一行"),
    "a lead-in": ("一起来看——\n甲市基金由三家单位出资，规模5亿元。",) * 2,
    "a page number": (
        "基金由三家单位共同出资，期限十年，投资期\n— 3 —\n为五年，重点投向新材料。",
        "基金由三家单位共同出资，期限十年，投资期为五年，重点投向新材料。",
    ),
    "a page number in a sentence": (
        "办法已经印发。基金由三家单位出资，投资期\n\n- 3 -\n\n为五年，投向新材料。",
        "办法已经印发。基金由三家单位出资，投资期为五年，投向新材料。",
    ),
    "Windows line ends": ("第一段。\r\n第二段。\r\n", "第一段。\n第二段。"),
}


@pytest.mark.parametrize(("text", "expected"), LINES.values(), ids=LINES.keys())
def test_line_ends(text: str, expected: str) -> None:
    assert clean(text).text == expected


def test_hard_wrapped_page_is_joined_and_its_headings_are_not() -> None:
    prose = "本市产业投资基金由市财政局与三家国有企业共同出资设立用于支持先进制造业和现代服务业发展" * 3 + "。"
    wrapped = "\n".join(prose[i : i + 24] for i in range(0, len(prose), 24))
    text = f"基金的设立\n{wrapped}\n基金的管理\n{wrapped}"
    assert clean(text).text == f"基金的设立\n{prose}\n基金的管理\n{prose}"


def test_traditional_text_in_taiwan_wording() -> None:
    text = (
        "該公司研發人工智慧晶片與軟體，擬募資5兆元，佈局兆級市場與50兆瓦電站。"
        "證監會已受理，處理程序順利，透過行動網路提供資訊。"
    )
    expected = (
        "该公司研发人工智能芯片与软件，拟募资5万亿元，布局万亿级市场与50兆瓦电站。"
        "证监会已受理，进程顺利，通过移动网络提供信息。"
    )
    assert clean(text).text == expected


def test_words_of_different_length_lead_back_to_the_whole_word() -> None:
    text = "該廠商生產積體電路與筆記型電腦，規模龐大。"
    cleaned = clean(text)
    at = cleaned.text.index("笔记本电脑")
    span = cleaned.offsets.original(at, at + 5)
    assert text[span.start : span.end] == "筆記型電腦"


def test_simplified_text_keeps_the_old_characters_of_names() -> None:
    text = "乾照光电公告，拟出资5亿元参与设立基金，昇腾生态伙伴亦将参与，资讯业务不受影响。"
    assert clean(text).text == text


def test_only_the_traditional_lines_of_a_mixed_text_change() -> None:
    simplified = "乾照光电的公告全文如下，本次交易不构成关联交易，无需提交股东大会审议，特此公告。\n" * 40
    text = simplified + "該基金規模達五億元。"
    converted = simplify(text)
    assert converted.text == simplified + "该基金规模达五亿元。"
    assert not converted.traditional


def test_conversion_keeps_the_length_whatever_the_text() -> None:
    text = "".join(map(chr, range(0x4E00, 0x9FA6))) + "幹細胞乾淨皇后以後計畫瞭望"
    assert len(simplify(text).text) == len(text)


def test_wording_table_has_no_word_that_eats_part_of_its_own_result() -> None:
    settled = [
        "人工智能芯片",
        "信息技术",
        "网络安全",
        "操作系统",
        "数字经济",
        "存储器",
        "审核",
        "万亿元",
        "编程",
        "进程",
        "程序员",
    ]
    for word in settled:
        assert list(mainland_wording(word)) == []


def test_nothing_but_margins() -> None:
    assert clean(" \n\n ").text == ""
    assert clean("").text == ""
    assert from_text(" \n", name="empty").articles == ()


_PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *"基金规模亿元产业发展，。；：、（）()?？ \n\t\u200b\ufffd５%12.-—～“”\"'",
                "(fā)",
                "兆元",
                "計畫",
                "積體電路",
                "資訊",
                "  ",
                "\n\n",
                "**",
            ]
        ),
        st.characters(exclude_categories=()),
    ),
    max_size=80,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(_PIECES)
def test_the_way_back_is_monotone_and_in_bounds(text: str) -> None:
    cleaned = clean(text)
    starts, ends = list(cleaned.starts), list(cleaned.ends)
    assert len(starts) == len(ends) == len(cleaned.text)
    assert all(0 <= start < end <= len(text) for start, end in zip(starts, ends, strict=True))
    assert starts == sorted(starts)
    assert ends == sorted(ends)


_PLAIN = st.lists(
    st.sampled_from([*"基金规模亿元产业发展", "(fā)", "\u200b", "\u00ad", "，", "。", "\n\n", "?"]), max_size=60
).map("".join)


@settings(max_examples=300, deadline=None)
@given(_PLAIN)
def test_untouched_characters_lead_back_to_themselves(text: str) -> None:
    cleaned = clean(text)
    for char, start, end in zip(cleaned.text, cleaned.starts, cleaned.ends, strict=True):
        if char not in "\n？（）":
            assert (text[start], end) == (char, start + 1)


@settings(max_examples=200, deadline=None)
@given(_PIECES)
def test_a_document_of_anything(text: str) -> None:
    document = from_text(text, name="any", published="2026-03")
    for article in document.articles:
        assert 0 <= article.body.start < article.body.end <= len(document.clean)
        if article.title_span is not None:
            assert article.title_span.end <= article.body.start
            document.offsets.original(*article.title_span)
        document.offsets.original(*article.span)
    ends = [(article.span.start, article.span.end) for article in document.articles]
    assert all(a[1] <= b[0] for a, b in pairwise(ends))
