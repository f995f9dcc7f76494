from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from openpyxl import load_workbook

from huoshui.errors import InputError
from huoshui.model.records import Listing
from huoshui.registry import Registry
from huoshui.registry.exchange import ftm
from huoshui.reporting import exchange, parquet, tables
from huoshui.reporting.exchange import export_registry
from tests.registry.said import document, financing, fund, value

if TYPE_CHECKING:
    from huoshui.model.records import Value
    from huoshui.registry.exchange.graph import Graph

TEXT = (
    "山泉母基金规模50.05亿元，由山泉国有资本投资有限公司发起，云汀创投管理。=青石子基金规模约1.5亿美元，母基金为山泉母基金。"
    "云汀创投还管理=青石子基金。芦苇能源完成A轮融资2亿元，由=青石子基金与远帆资本投资。芦苇能源由远帆证券保荐。"
    "+苇荡基金是芦花母基金的子基金。"
)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    address = f"sqlite:///{tmp_path_factory.mktemp('exchange') / 'registry.db'}"
    source = document(TEXT, published="2026-03-01")
    later = document("山泉国有资本投资有限公司是山泉母基金的出资方。", published="2026-04-01")

    def named(name: str) -> tuple[Value[str], ...]:
        return (value(source, name, name),)

    mother = fund(source, "山泉母基金", size="50.05亿元", region="江苏/苏州", status="filed")
    child = fund(source, "=青石子基金", size="1.5亿美元", qualifier="约", parent="山泉母基金", date="2026-02")
    round_ = replace(financing(source, "芦苇能源", round_="A轮"), investor=named("=青石子基金") + named("远帆资本"))
    listing = Listing(name="芦苇能源", evidence=round_.evidence, sponsor=named("远帆证券"))
    with Registry(address) as registry:
        registry.add(
            source,
            [
                replace(mother, backer=named("山泉国有资本投资有限公司"), manager=named("云汀创投")),
                replace(child, manager=named("云汀创投")),
                round_,
                listing,
                fund(source, "+苇荡基金", parent="芦花母基金"),
            ],
        )
        registry.add(later, [fund(later, "山泉母基金", backer="山泉国有资本投资有限公司")])
    return address


@pytest.fixture(scope="module")
def graph(url: str) -> Graph:
    with Registry(url) as registry:
        return registry.graph()


def test_the_graph_knows_funds_from_organisations(graph: Graph) -> None:
    assert [node.entity.name for node in graph.funds] == ["+苇荡基金", "=青石子基金", "山泉母基金"]
    roles = {one.name: one.roles for one in graph.organisations}
    assert roles == {
        "云汀创投": ("manager",),
        "山泉国有资本投资有限公司": ("backer",),
        "芦花母基金": ("parent",),
        "芦苇能源": ("company",),
        "远帆资本": ("investor",),
        "远帆证券": ("sponsor",),
    }
    ids = {node.entity.id for node in graph.funds} | {one.id for one in graph.organisations}
    assert {r.from_id for r in graph.relations} | {r.to_id for r in graph.relations} <= ids


def test_relations_say_how_often_and_who_first(graph: Graph) -> None:
    said = {(r.from_name, r.kind, r.to_name): r.origin for r in graph.relations}
    assert set(said) == {
        ("山泉母基金", "parent", "=青石子基金"),
        ("云汀创投", "manager", "=青石子基金"),
        ("云汀创投", "manager", "山泉母基金"),
        ("山泉国有资本投资有限公司", "backer", "山泉母基金"),
        ("=青石子基金", "investor", "芦苇能源"),
        ("远帆资本", "investor", "芦苇能源"),
        ("远帆证券", "sponsor", "芦苇能源"),
        ("芦花母基金", "parent", "+苇荡基金"),
    }
    backed = said["山泉国有资本投资有限公司", "backer", "山泉母基金"]
    assert (backed.statements, backed.documents, backed.published) == (2, 2, "2026-03-01")


def test_what_a_person_has_rejected_is_no_relation(url: str, tmp_path: Path) -> None:
    copied = tmp_path / "copy.db"
    shutil.copy(url.removeprefix("sqlite:///"), copied)
    with Registry(f"sqlite:///{copied}") as registry:
        child = registry.find("=青石子基金")[0]
        parent = next(s for s in registry.statements(child.id) if s.prop == "parent")
        registry.desk("陈").reject(child.id, parent.id)
        assert ("parent", "=青石子基金") not in {(r.kind, r.to_name) for r in registry.graph().relations}


def test_tables_as_csv_are_defused(url: str, tmp_path: Path) -> None:
    written = export_registry(url, str(tmp_path / "out"), "csv", "zh")
    assert [path.name for path in written] == ["funds.csv", "organisations.csv", "relations.csv"]
    funds, organisations, relations = (
        list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())) for path in written
    )
    assert [row["名称"] for row in funds] == ["'+苇荡基金", "'=青石子基金", "山泉母基金"]
    assert funds[2]["规模（亿元）"] == "50.05"
    assert {row["角色"] for row in organisations} == {"管理人", "出资方", "母基金", "公司", "投资方", "保荐与辅导机构"}
    parent = next(row for row in relations if row["至"] == "'=青石子基金" and row["类别"] == "母基金")
    assert (parent["自"], parent["说法数"], parent["最早发布日期"]) == ("山泉母基金", "1", "2026-03-01")
    assert {row["自 ID"] for row in relations} <= {row["ID"] for row in [*funds, *organisations]}


def test_tables_as_a_workbook_of_three_sheets_without_formulas(url: str, tmp_path: Path) -> None:
    path = tmp_path / "registry.xlsx"
    assert export_registry(url, str(path), None, "en") == [path]
    book = load_workbook(path)
    assert book.sheetnames == ["Fund", "Organisations", "Relations"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "=青石子基金" in {cell.value for cell in cells}
    assert "f" not in {cell.data_type for cell in cells}


def test_a_sheet_that_is_too_long_is_refused(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "ROWS_IN_SHEET", 3)
    with pytest.raises(InputError, match="write CSV instead"):
        export_registry(url, str(tmp_path / "registry.xlsx"), None, "zh")
    assert list(tmp_path.iterdir()) == []


def test_parquet_holds_exact_amounts_with_their_units(graph: Graph, tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    from pyarrow.parquet import read_table

    paths = parquet.write_parquet(tmp_path / "out", graph)
    funds, organisations, relations = map(read_table, paths)
    assert funds.schema.field("size_in_currency_units").type == arrow.decimal128(38, 2)
    sizes = {row["name"]: (row["size_in_currency_units"], row["size_currency"]) for row in funds.to_pylist()}
    assert sizes == {
        "+苇荡基金": (None, None),
        "=青石子基金": (Decimal("150000000.00"), "USD"),
        "山泉母基金": (Decimal("5005000000.00"), "CNY"),
    }
    child = funds.to_pylist()[1]
    assert (child["size_qualifier"], child["size_disputed"], child["parent"]) == ("约", False, ["山泉母基金"])
    assert (organisations.num_rows, relations.num_rows) == (6, 8)
    assert relations.column_names[:5] == ["from_id", "from", "to_id", "to", "kind"]


#: What our schemata take over of FollowTheMoney's standard model, as far as it is used here.
STANDARD: dict[str, set[str]] = {
    "Thing": {"name", "alias", "publisher", "sourceUrl"},
    "LegalEntity": {"status", "sector"},
    "Interval": {"publisher", "sourceUrl"},
    "Interest": {"role"},
    "Ownership": {"owner", "asset"},
    "Representation": {"agent", "client"},
}
PARENTS = {
    "LegalEntity": ["Thing"], "Organization": ["LegalEntity"], "Asset": ["Thing"], "Company": ["Organization", "Asset"],
    "Interest": ["Interval"], "Ownership": ["Interest"], "Representation": ["Interest"],
}  # fmt: skip


def declared() -> dict[str, Any]:
    return {name: body for _, content in ftm.schema_files() for name, body in yaml.safe_load(content).items()}


def ancestors(schema: str, own: dict[str, Any]) -> set[str]:
    parents = own[schema]["extends"] if schema in own else PARENTS.get(schema, [])
    return {schema}.union(*(ancestors(parent, own) for parent in parents))


def properties(schema: str, own: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ancestors(schema, own):
        found |= dict.fromkeys(STANDARD.get(name, ())) | (own[name]["properties"] if name in own else {})
    return found


def entities(graph: Graph) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ftm.ftm_lines(graph)]


def test_graph_entities_fit_the_declared_schemata(graph: Graph) -> None:
    own = declared()
    assert set(own) == {"Fund", "FundBacking", "FundManagement", "FundParenthood"}
    found = {entity["id"]: entity for entity in entities(graph)}
    assert len(found) == len(entities(graph)) == 3 + 6 + 8
    for entity in found.values():
        known = properties(entity["schema"], own)
        assert set(entity["properties"]) <= set(known), entity
        assert all(values and all(isinstance(v, str) and v for v in values) for values in entity["properties"].values())
        body = own.get(entity["schema"], {})
        assert set(body.get("required", ())) <= set(entity["properties"])
        for name, values in entity["properties"].items():
            ranged = (known[name] or {}).get("range")
            if ranged:
                assert all(ranged in ancestors(found[v]["schema"], own) for v in values), entity
    for name, body in own.items():
        edge = body.get("edge")
        assert (edge is None) == (name == "Fund")
        if edge:
            assert {edge["source"], edge["target"]} <= set(body["properties"])


def test_funds_and_their_edges_are_of_our_own_schemata(graph: Graph) -> None:
    found = entities(graph)
    mother = next(e for e in found if e["properties"]["name"] == ["山泉母基金"])
    assert mother["schema"] == "Fund"
    assert mother["properties"]["size"] == ["5005000000 CNY"]
    schemata = sorted({e["schema"] for e in found})
    assert schemata == [
        "Company", "Fund", "FundBacking", "FundManagement", "FundParenthood", "Organization", "Ownership",
        "Representation",
    ]  # fmt: skip
    outside = next(e for e in found if e["properties"].get("name") == ["芦花母基金"])
    assert outside["schema"] == "Fund"


VALIDATE = """
import json, sys
from followthemoney import model
for line in open(sys.argv[1], encoding="utf-8"):
    content = json.loads(line)
    stated = {name: sorted(values) for name, values in content["properties"].items()}
    proxy = model.get_proxy(content, cleaned=False)
    proxy.schema.validate(content)
    assert {name: sorted(values) for name, values in proxy.to_dict()["properties"].items()} == stated, content
"""


@pytest.mark.skipif(find_spec("followthemoney") is None, reason="followthemoney builds against ICU: install it apart")
def test_followthemoney_itself_takes_them(url: str, tmp_path: Path) -> None:
    export_registry(url, str(tmp_path / "out"), "ftm", "zh")
    found = find_spec("followthemoney")
    assert found
    assert found.origin
    shutil.copytree(Path(found.origin).parent / "schema", tmp_path / "all")
    shutil.copytree(tmp_path / "out" / "schema", tmp_path / "all", dirs_exist_ok=True)
    entities = tmp_path / "out" / "entities.ftm.json"
    command = [sys.executable, "-c", VALIDATE, str(entities)]
    subprocess.run(command, env=os.environ | {"FTM_MODEL_PATH": str(tmp_path / "all")}, check=True)


def test_formats_are_told_by_suffix_or_asked_for(
    url: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    with pytest.raises(InputError, match="in which format"):
        export_registry(url, str(tmp_path / "out"), None, "zh")
    with pytest.raises(InputError, match="goes to a file or folder"):
        export_registry(url, "-", "xlsx", "zh")
    lines = tmp_path / "registry.jsonl"
    assert export_registry(url, str(lines), None, "zh") == [lines]
    assert export_registry(url, "-", None, "zh") == []
    assert capfdbinary.readouterr().out == lines.read_bytes()
    assert [path.name for path in export_registry(url, str(tmp_path / "graph.json"), "ftm", "zh")] == ["graph.json"]
    with pytest.raises(InputError, match="no folder can be made"):
        export_registry(url, str(lines / "out"), "csv", "zh")
    assert exchange.format_of("x", "parquet") == "parquet"
