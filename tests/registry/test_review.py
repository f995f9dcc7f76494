"""The review queue, what judging a value does, and whose value leads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from huoshui.errors import InputError, NotFound
from huoshui.model.money import Money
from huoshui.model.records import Evidence, Fund, Value
from huoshui.registry import schema
from huoshui.registry.engine import writing
from huoshui.registry.judgements import JudgementKind
from huoshui.registry.review import ReviewKind
from huoshui.registry.source_class import SourceClass, source_class
from huoshui.registry.views import FundFilter
from tests.registry.said import document, financing, fund, tell, value

if TYPE_CHECKING:
    from huoshui.model.document import Document
    from huoshui.registry import Registry
    from huoshui.registry.views import StatementView

NAME = "云岭创新基金"


def said_by(source: str, size: str, published: str, url: str = "") -> Document:
    plain = document(f"{source}：{NAME}规模{size}。", published=published)
    return replace(plain, source=source, url=url)


def sizes(registry: Registry) -> list[str]:
    """Sizes of the fund in 亿元, the preferred first."""
    (entity,) = registry.find(NAME)
    return [f"{Money.parse(f.value).in_yi().normalize():f}" for f in entity.facts_of("size")]


def size_statement(registry: Registry, words: str) -> StatementView:
    (entity,) = registry.find(NAME)
    return next(s for s in registry.statements(entity.id) if s.prop == "size" and s.text == words)


@pytest.mark.parametrize(
    ("source", "url", "title", "kind"),
    [
        ("某市财政局", "", "", "official"),
        ("某省人民政府办公厅", "", "", "official"),
        ("", "https://www.example.gov.cn/a.html", "", "official"),
        ("", "https://www.szse.cn/x", "", "official"),
        ("", "", "关于公开遴选子基金管理机构的公告", "official"),
        ("天眼查", "", "", "registration"),
        ("", "https://www.gsxt.gov.cn/", "", "registration"),
        ("", "https://gs.amac.org.cn/", "", "registration"),
        ("某日报", "", "关于设立基金的公告", "press"),
        ("政府采购报", "", "", "press"),
        ("", "https://gov.cn.example.com/", "", "press"),
        ("", "https://[bad", "", "press"),
        ("", "", "", "press"),
    ],
)
def test_sources_have_classes(source: str, url: str, title: str, kind: str) -> None:
    assert source_class(source, url, title).code == kind


def test_no_document_can_make_itself_an_analyst_s(registry: Registry) -> None:
    registry.add(
        source := said_by("analyst", "70亿元", "2026-06-01", url="analyst"), [fund(source, NAME, size="70亿元")]
    )
    assert size_statement(registry, "70亿元").source_class is SourceClass.PRESS


def test_official_notices_lead_over_registration_over_the_press_and_the_rest_is_a_conflict(registry: Registry) -> None:
    for who, size, day in (
        ("某日报", "60亿元", "2026-01-01"),
        ("企查查", "40亿元", "2025-06-01"),
        ("某市财政局", "50亿元", "2025-01-01"),
    ):
        source = said_by(who, size, day)
        registry.add(source, [fund(source, NAME, size=size)])
    assert sizes(registry) == ["50", "40", "60"]
    assert all(f.conflict for f in registry.find(NAME)[0].facts_of("size"))
    assert registry.find(NAME)[0].facts_of("size")[1].statements[0].source_class is SourceClass.REGISTRATION


def test_a_finer_figure_leads_only_over_its_own_class(registry: Registry) -> None:
    registry.add(
        source := said_by("某市财政局", "50亿元", "2025-01-01"), [fund(source, NAME, size="50亿元", qualifier="约")]
    )
    registry.add(source := said_by("某日报", "50.3亿元", "2026-01-01"), [fund(source, NAME, size="50.3亿元")])
    assert sizes(registry) == ["50", "50.3"]
    registry.add(source := said_by("某省财政厅", "50.2亿元", "2024-01-01"), [fund(source, NAME, size="50.2亿元")])
    assert sizes(registry)[0] == "50.2"


def test_accepting_a_statement_lets_it_lead_and_settles_the_conflict(registry: Registry) -> None:
    tell(registry, f"甲报{NAME}50亿元。", NAME, size="50亿元", published="2025-01-01")
    tell(registry, f"乙报{NAME}80亿元。", NAME, size="80亿元", published="2026-01-01")
    (item,) = registry.review().items
    assert (item.kind, [len(side.statements) for side in item.sides]) == (ReviewKind.CONFLICT, [1, 1])
    assert sizes(registry) == ["80", "50"]
    older = size_statement(registry, "50亿元")
    accepted = registry.desk("张三").accept(older.entity_id, older.id)
    assert sizes(registry) == ["50", "80"]
    assert registry.review().total == 0
    assert registry.search(FundFilter(min_size=Money.parse("60亿元"))).total == 0
    assert len(registry.conflicts()) == 1
    registry.desk("张三").undo(accepted.id)
    assert sizes(registry) == ["80", "50"]
    assert registry.review().total == 1


def test_what_is_rejected_never_comes_back(registry: Registry) -> None:
    text = f"{NAME}规模50亿元。"
    source = document(text, path="a.txt", name="a")
    registry.add(source, [fund(source, NAME, size="50亿元")])
    wrong = size_statement(registry, "50亿元")
    registry.desk("张三").reject(wrong.entity_id, wrong.id, "是全省的数")
    for version, written in (("2", text), ("3", f"昨日，{text}")):
        again = document(written, path="a.txt", name="a")
        registry.add(again, [fund(again, NAME, size="50亿元")], version=version)
        assert sizes(registry) == []
        assert registry.search(FundFilter(min_size=Money.parse("1亿元"))).total == 0
        assert size_statement(registry, "50亿元").review == "rejected"
    # Another record name, and no record of the old one: it is the same wrong statement.
    renamed = document(f"前日，{text}", path="a.txt", name="a")
    record = fund(renamed, NAME, size="50亿元")
    registry.add(renamed, [replace(record, name=f"新{NAME}")], version="4")
    assert not registry.find(f"新{NAME}")[0].facts


def test_a_rejection_is_of_one_record_s_value_only(registry: Registry) -> None:
    source = document(f"{NAME}规模50亿元，另有远航基金规模50亿元。")
    registry.add(source, [fund(source, NAME, size="50亿元"), fund(source, "远航基金", size="50亿元")])
    wrong = size_statement(registry, "50亿元")
    registry.desk("张三").reject(wrong.entity_id, wrong.id)
    assert sizes(registry) == []
    assert len(registry.find("远航基金")[0].facts_of("size")) == 1


def test_a_correction_is_the_analyst_s_statement_and_leads(registry: Registry) -> None:
    source = tell(registry, f"{NAME}规模50亿元。", NAME, size="50亿元", published="2026-01-01")
    wrong = size_statement(registry, "50亿元")
    correction = registry.desk("张三").correct(wrong.entity_id, wrong.id, "55亿元", note="见年报")
    assert sizes(registry) == ["55", "50"]
    fact, other = registry.find(NAME)[0].facts_of("size")
    assert (fact.preferred, fact.conflict, other.conflict) == (True, True, True)
    (statement,) = fact.statements
    assert (statement.source, statement.source_class) == ("张三", SourceClass.ANALYST)
    assert statement.sentence[statement.mark.start : statement.mark.end] == statement.text
    assert "见年报" in registry.document(statement.document_id).text
    assert registry.review().total == 0
    registry.add(source, [fund(source, NAME, size="50亿元")], version="2")
    assert sizes(registry) == ["55", "50"]
    undo = registry.desk("李四").undo(correction.id)
    assert sizes(registry) == ["50"]
    assert registry.documents()[0] == 1
    registry.desk("李四").undo(undo.id)
    assert sizes(registry) == ["55", "50"]


def test_a_corrected_place_takes_the_place_of_the_wrong_one(registry: Registry) -> None:
    tell(registry, "产业引导基金在江苏。", "产业引导基金", region="江苏/苏州")
    (entity,) = registry.find("产业引导基金")
    (said,) = entity.facts_of("region")[0].statements
    registry.desk("张三").correct(entity.id, said.id, "浙江/杭州")
    (entity,) = registry.find("产业引导基金")
    assert [f.value for f in entity.facts_of("region")] == ["浙江/杭州"]
    assert registry.search(FundFilter(region="江苏")).total == 0
    assert registry.search(FundFilter(region="浙江")).total == 1


def test_a_correction_draws_no_other_record_to_it(registry: Registry) -> None:
    first = document("星河智能完成A轮融资1亿元。", published="2024-03-01")
    registry.add(first, [financing(first, "星河智能", round_="A轮", size="1亿元")])
    (entity,) = registry.find("星河智能")
    (said,) = entity.facts_of("size")[0].statements
    registry.desk("张三").correct(entity.id, said.id, "1.2亿元")
    today = registry.judgements()[0].made[:10]
    later = document("星河智能完成B轮融资3亿元。", published=today)
    registry.add(later, [financing(later, "星河智能", round_="B轮", size="3亿元")])
    assert {len(e.facts_of("size")) for e in registry.find("星河智能")} == {1, 2}
    assert registry.entity(entity.id).facts_of("size")[0].value == "120000000 CNY"


def test_a_rejected_party_is_none(registry: Registry) -> None:
    tell(registry, "滨海母基金成立。", "滨海母基金")
    tell(registry, f"{NAME}由滨海母基金出资。", NAME, backer="滨海母基金")
    (entity,) = registry.find(NAME)
    assert [r.prop for r in registry.related(entity.id)] == ["backer"]
    (said,) = entity.facts_of("backer")[0].statements
    registry.desk("张三").reject(entity.id, said.id)
    assert registry.related(entity.id) == ()
    assert registry.related(registry.find("滨海母基金")[0].id) == ()


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("size", "五十", "no amount"),
        ("size", " ", "empty"),
        ("term_years", "十来", "no number"),
        ("status", "好", "no status"),
    ],
)
def test_what_is_no_value_is_no_correction(registry: Registry, kind: str, text: str, told: str) -> None:
    source = document(f"{NAME}规模50亿元，已设立。")
    record = replace(fund(source, NAME, size="50亿元", status="established"), term_years=())
    registry.add(source, [record])
    statements = registry.statements(registry.find(NAME)[0].id)
    chosen = next((s for s in statements if s.prop == kind), None)
    if chosen is None:
        from huoshui.registry.corrections import checked

        with pytest.raises(InputError, match=told):
            checked("Fund", kind, text)
        return
    with pytest.raises(InputError, match=told):
        registry.desk("张三").correct(chosen.entity_id, chosen.id, text)
    assert registry.judgements() == ()


def test_names_and_unknown_statements_are_not_judged(registry: Registry) -> None:
    tell(registry, f"{NAME}。", NAME)
    (name,) = registry.statements(registry.find(NAME)[0].id)
    with pytest.raises(InputError, match="name is not judged"):
        registry.desk("张三").reject(name.entity_id, name.id)
    with pytest.raises(NotFound):
        registry.desk("张三").reject(name.entity_id, "0" * 16)


def test_values_of_low_confidence_wait_until_somebody_has_looked(registry: Registry) -> None:
    source = document(f"{NAME}规模50亿元或80亿元。")
    stated = tuple(
        Value(
            Money.parse(words),
            Evidence(source.name, source.text.index(words), source.text.index(words) + 4, words),
            None,
            c,
        )
        for words, c in (("50亿元", 0.4), ("80亿元", 0.9))
    )
    stated = tuple(replace(v, evidence=value(source, 0, v.evidence.text).evidence) for v in stated)
    registry.add(source, [Fund(name=NAME, evidence=value(source, NAME, NAME).evidence, size=stated)])
    (item,) = registry.review([ReviewKind.VALUE]).items
    (side,) = item.sides
    assert (side.value, side.statements[0].confidence) == ("5000000000 CNY", 0.4)
    registry.desk("张三").accept(side.entity.id, side.statements[0].id)
    assert registry.review().total == 0


def test_entities_of_one_name_are_doubtful_links_until_judged(registry: Registry) -> None:
    tell(registry, "江苏的远景创新基金。", "远景创新基金", region="江苏/苏州")
    tell(registry, "广东的远景创新基金。", "远景创新基金", region="广东/深圳")
    tell(registry, "还有远景创新基金。", "远景创新基金")
    queue = registry.review()
    assert queue.counts[ReviewKind.LINK] == queue.total == 2
    assert {item.reasons for item in queue.items} <= {("other_place",), ("same_name",)}
    item = next(i for i in queue.items if i.reasons == ("other_place",))
    assert all(side.statements for side in item.sides)
    registry.desk("张三").keep_apart(*(side.entity.id for side in item.sides))
    assert registry.review().total == 1


def test_a_resolver_s_doubts_are_in_the_queue(registry: Registry) -> None:
    tell(registry, "云岭创新基金。", "云岭创新基金")
    tell(registry, "大云基金。", "大云基金")
    with writing(registry._engine, registry.url) as connection:
        row = {"left_id": 1, "right_id": 2, "probability": 0.55, "reasons": "字号相近\n规模相同"}
        numbers = list(connection.execute(schema.records.select().order_by(schema.records.c.id)).scalars())
        connection.execute(insert(schema.doubts), [{**row, "left_id": numbers[0], "right_id": numbers[1]}])
    (item,) = registry.review().items
    assert (item.probability, item.reasons) == (0.55, ("字号相近", "规模相同"))
    registry.desk("张三").merge(*(side.entity.id for side in item.sides))
    assert registry.review().total == 0


def test_the_most_valuable_comes_first_and_the_queue_comes_in_parts(registry: Registry) -> None:
    for name, size in (("近水基金", "1亿元"), ("远山基金", "900亿元"), ("平川基金", "50亿元")):
        tell(registry, f"甲报{name}{size}。", name, size=size, published="2026-01-02")
        tell(registry, f"乙报{name}0.5亿元。", name, size="0.5亿元", published="2026-01-01")
    items = registry.review().items
    assert [i.name for i in items] == ["远山基金", "平川基金", "近水基金"]
    assert registry.review(limit=1, offset=1).items == items[1:2]
    assert registry.review(limit=1).total == 3


def test_every_change_is_in_the_log_with_who_and_what(registry: Registry) -> None:
    tell(registry, f"{NAME}规模50亿元。", NAME, size="50亿元")
    said = size_statement(registry, "50亿元")
    registry.desk("张三").accept(said.entity_id, said.id)
    registry.desk("李四").reject(said.entity_id, said.id, "读错了")
    log = registry.judgements()
    assert [(j.kind, j.analyst, j.prop, j.words) for j in log] == [
        (JudgementKind.ACCEPT, "张三", "size", "50亿元"),
        (JudgementKind.REJECT, "李四", "size", "50亿元"),
    ]
    assert all(j.made.endswith("+00:00") for j in log)
    assert sizes(registry) == []
