"""The command line as a user meets it."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING, NamedTuple

import pytest
from openpyxl import load_workbook

from huoshui import cli
from huoshui.commands import base
from huoshui.reporting.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CONFLICTING = "潍坊鸢都动力装备产业基金"


class Done(NamedTuple):
    """A command that has ended."""

    status: int
    out: str
    err: str


def run(*arguments: str | Path, stdin: bytes = b"") -> Done:
    """Run a command in this process, which spares loading everything each time."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["huoshui", *map(str, arguments)])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        for name, value in (("database", base.DEFAULT_DATABASE), ("locale", "zh")):
            patch.setattr(base.settings, name, value)
        try:
            cli.main()
            status = 0
        except SystemExit as end:
            status = int(end.code or 0)
        out.flush()
        err.flush()
        raw = (stream.buffer.getvalue().decode("utf-8-sig") for stream in (out, err))
        return Done(status, *raw)


def run_apart(*arguments: str, lang: str = "zh") -> Done:
    """Run a command in a process of its own."""
    command = [sys.executable, "-m", "huoshui", *arguments]
    done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "HUOSHUI_LANG": lang})
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="module")
def registry(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A registry that holds the samples."""
    url = f"sqlite:///{tmp_path_factory.mktemp('cli')}/huoshui.db"
    done = run("ingest", samples, "--database", url)
    assert done.status == 0, done.err
    return url


@pytest.fixture
def ask(registry: str) -> Callable[..., Done]:
    def asked(*arguments: str | Path) -> Done:
        return run("--database", registry, *arguments)

    return asked


def test_extract_writes_one_contract_file_a_document(samples: Path, tmp_path: Path) -> None:
    done = run("extract", samples / "weifang-launch.txt", samples / "flashes.jsonl", "--out", tmp_path)
    assert (done.status, done.out) == (0, "")
    names = ["feed-baotou", "feed-bond", "feed-usd", "feed-weather", "weifang-launch"]
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"{name}.json" for name in names]
    content = json.loads((tmp_path / "weifang-launch.json").read_text("utf-8"))
    source = (samples / "weifang-launch.txt").read_text("utf-8")
    assert (content["document"], content["published"]) == ("weifang-launch", "2026-05-06")
    (size,) = content["records"][0]["properties"]["size"]
    assert size["value"] == "5000000000 CNY"
    assert source[size["start"] : size["end"]] == size["text"] == "50亿元"


def test_extract_reads_standard_input_and_writes_lines() -> None:
    text = "2026年5月8日，保定古城新材料产业基金设立，规模不低于8亿元。"
    done = run("extract", "-", "--published", "2026-05-09", stdin=text.encode())
    content = json.loads(done.out)
    assert (content["document"], content["published"]) == ("stdin", "2026-05-09")
    (size,) = content["records"][0]["properties"]["size"]
    assert (size["value"], size["qualifier"]) == ("800000000 CNY", "不低于")


def test_extract_goes_on_after_a_bad_file_and_says_so(samples: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    missing = tmp_path / "missing.txt"
    done = run("extract", empty, missing, samples / "weifang-launch.txt", "--out", tmp_path / "out")
    assert done.status == 1
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["weifang-launch.json"]
    listed = done.err.splitlines()
    assert listed[0] == "2 份未能读取："
    assert [str(path) in line for path, line in zip((empty, missing), listed[1:], strict=True)] == [True, True]


def test_extract_does_not_leave_its_folder_or_overwrite_a_namesake(tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    items = ({"id": "../../escaped", "text": "今日无事。"}, {"id": ".._.._escaped", "text": "今日也无事。"})
    feed.write_text("\n".join(json.dumps(item) for item in items), encoding="utf-8")
    done = run("extract", feed, "--out", tmp_path / "deep" / "out")
    assert done.status == 1
    assert "rename one" in done.err
    assert [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.json")] == ["deep/out/_.._escaped.json"]


def test_ingest_twice_changes_nothing(samples: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/twice.db"
    first, second = (run("ingest", samples, "--database", url, "--jobs", jobs) for jobs in ("2", "1"))
    count = re.search(r"新读入 (\d+) 份，未变 0 份", first.out)
    assert count
    assert f"新读入 0 份，未变 {count[1]} 份" in second.out


def test_ingest_reports_what_failed_at_the_end(samples: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 broken")
    done = run("ingest", bad, samples / "weifang-launch.txt", "--database", f"sqlite:///{tmp_path}/x.db")
    assert done.status == 1
    assert "新读入 1 份" in done.out
    assert str(bad) in done.err.splitlines()[-1]


def test_funds_are_aligned_by_the_width_of_characters(ask: Callable[..., Done]) -> None:
    from rich.cells import cell_len

    lines = ask("funds").out.splitlines()
    assert lines[0].startswith("名称")
    assert lines[-1].startswith("基金：共 ")
    edge = cell_len(lines[0][: lines[0].index("（亿元）") + 4])
    ends = {
        cell_len(line[: match.end()]) for line in lines[2:-1] if (match := re.search(r"\d\.\d\d(?:‡| 万美元)?", line))
    }
    assert ends == {edge}


def test_funds_filter_by_place_sector_size_and_text(ask: Callable[..., Done]) -> None:
    def names(*filters: str) -> set[str]:
        return {row["name"] for row in json.loads(ask("funds", *filters, "--format", "json").out)}

    everything = names()
    assert names("--region", "湖北") == {name for name in everything if name[:2] in {"湖北", "武汉", "宜昌"}}
    assert CONFLICTING in names("--sector", "高端装备")
    assert names("--min-size", "60亿", "--region", "浙江") == {"宁波东海新材料产业基金"}
    assert names("--text", "量子") < everything
    assert names("--status", "filed") >= {"湛江蓝湾海洋产业母基金", "包头稀土新材料产业投资基金"}
    assert names("--since", "2026-07-01") == {"包头稀土新材料产业投资基金", "南通江海先进制造基金"}
    assert names("--text", "積體電路") == names("--text", "集成电路")


@pytest.mark.parametrize(
    "arguments",
    [
        ("funds", "--region", "不在图上"),
        ("funds", "--sector", "炼丹"),
        ("funds", "--status", "flying"),
        ("funds", "--min-size", "很多"),
        ("funds", "--since", "2026-05", "--until", "2026-04-30"),
        ("show", "没有这只基金"),
        ("show", " "),
        ("brief", "-o", "no-such-folder/brief.md"),
    ],
)
def test_a_known_error_is_one_line_and_status_1(ask: Callable[..., Done], arguments: tuple[str, ...]) -> None:
    done = ask(*arguments)
    assert (done.status, done.out) == (1, "")
    assert re.fullmatch(r"huoshui: [^\n]+\n", done.err)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("fund",),
        ("funds", "--format", "pdf"),
        ("funds", "--format", "xlsx"),
        ("funds", "--since", "soon"),
        ("brief", "-o", "brief.pdf"),
        ("extract",),
        ("ingest", "x", "--jobs", "0"),
        ("serve", "--host", "0.0.0.0"),  # noqa: S104  # to be refused
        ("--lang", "fr", "funds"),
    ],
)
def test_wrong_usage_is_status_2(ask: Callable[..., Done], arguments: tuple[str, ...]) -> None:
    assert ask(*arguments).status == 2


def test_a_registry_that_is_not_there_is_not_made_by_asking(tmp_path: Path) -> None:
    done = run("funds", "--database", f"sqlite:///{tmp_path}/none.db")
    assert done.status == 1
    assert "huoshui ingest" in done.err
    assert not list(tmp_path.iterdir())


def test_csv_and_xlsx_hold_the_same_rows_with_figures_as_numbers(ask: Callable[..., Done], tmp_path: Path) -> None:
    for name in ("funds.csv", "funds.xlsx"):
        assert ask("funds", "-o", tmp_path / name).status == 0
    raw = (tmp_path / "funds.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    sheet = load_workbook(tmp_path / "funds.xlsx").active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in rows] == [row[0] for row in cells]
    sizes = {str(row[0]): row[1] for row in cells}
    assert sizes["宁波东海新材料产业基金"] == 60
    assert dict(row[:2] for row in rows)["宁波东海新材料产业基金"] == "60"


def test_show_gives_every_statement_with_its_sentence_and_marks_the_conflict(ask: Callable[..., Done]) -> None:
    text = ask("show", CONFLICTING).out
    assert text.splitlines()[0] == f"{CONFLICTING}  (基金)"
    assert re.search(r"规模  40\.00 亿元  ‡ 各源不一\n    示例研究 · 2026-05-20 .*总规模【40亿元】，由", text)
    assert re.search(r"规模  50\.00 亿元  ‡ 各源不一\n    示例日报 · 2026-05-06 .*总规模【50亿元】，由", text)
    rows = json.loads(ask("show", CONFLICTING, "--format", "json").out)
    assert {(r["value"], r["conflict"]) for r in rows if r["property"] == "size"} == {
        ("4000000000 CNY", True),
        ("5000000000 CNY", True),
    }


def test_calls_stand_side_by_side(ask: Callable[..., Done]) -> None:
    rows = {row["fund"][0]: row for row in json.loads(ask("calls", "--format", "json").out)}
    luoyang = rows["洛阳市智造强市产业引导基金"]
    terms = ("min_fund_size", "max_share_of_fund", "max_share_of_caller", "reinvestment_multiple")
    assert [luoyang[term] for term in terms] == [["500000000 CNY"], ["0.25"], ["0.2"], ["1.5"]]
    assert len(rows) == 2


def test_audit_finds_the_sum_the_share_and_the_disagreement(ask: Callable[..., Done]) -> None:
    rows = json.loads(ask("audit", "--format", "json").out)
    by_kind = {kind: [row for row in rows if row["kind"] == kind] for kind in ("parts_and_sum", "sources_disagree")}
    assert {row["value"] for row in by_kind["sources_disagree"]} == {"4000000000 CNY", "5000000000 CNY"}
    assert {row["gap"] for row in by_kind["parts_and_sum"]} == {"1000000000 CNY"}
    assert {row["document"][0] for row in by_kind["parts_and_sum"]} == {"赣州组建三只产业子基金"}
    shares = [row["value"] for row in rows if row["kind"] == "share_of_total"]
    assert shares == ["50000000 CNY", "600000000 CNY", "0.1"]
    assert re.search(r"占比 +10% +1\.6667%", ask("audit").out)


def test_english_is_there(ask: Callable[..., Done]) -> None:
    assert "CNY" in ask("show", CONFLICTING, "--lang", "en").out
    assert ask("--lang", "en", "funds").out.splitlines()[0].startswith("Name ")
    assert "List funds." in run_apart("--help", lang="en").out
    assert "按条件列出基金" in run_apart("--help", lang="zh_CN.UTF-8").out


def test_nothing_in_a_document_reaches_the_terminal_as_a_command() -> None:
    assert printable("甲\x1b[2J基金\u202e\u200b乙\n丙\x07") == "甲[2J基金乙 丙"


def test_serve_answers_on_loopback_and_ends_cleanly(registry: str) -> None:
    command = [sys.executable, "-m", "huoshui", "serve", "--port", "0", "--database", registry, "--lang", "en"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            address = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())
            assert address
            page = _fetched(address[0])
        finally:
            server.send_signal(signal.SIGINT)
        assert server.wait(timeout=10) == 0
    assert "宁波东海新材料产业基金" in page


def _fetched(address: str) -> str:
    for _ in range(50):
        try:
            with urllib.request.urlopen(address) as answer:  # noqa: S310  # our own server
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"{address} does not answer")


def test_serve_says_when_a_port_is_taken(registry: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("serve", "--port", str(taken.getsockname()[1]), "--database", registry)
    assert done.status == 1
    assert "--port" in done.err


@pytest.mark.slow
def test_help_takes_at_most_twice_as_long_as_importing_typer() -> None:
    def seconds(*command: str) -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
        return time.perf_counter() - start

    pairs = [(seconds("-m", "huoshui", "--help"), seconds("-c", "import typer")) for _ in range(9)]
    assert statistics.median(own / other for own, other in pairs) <= 2
