"""Files into the registry: repeated, interrupted, killed, with bad files among them, and from two sides at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from huoshui import ingest as module
from huoshui.errors import DatabaseError
from huoshui.extraction import Extraction, extract
from huoshui.ingest import Progress, Report, ingest
from huoshui.registry import Registry
from huoshui.registry.views import FundFilter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from huoshui.model.document import Document

#: An ingest of its own process: prints a line for every document that it reports as done.
PROGRAM = """
import signal
import sys
from pathlib import Path
from huoshui.ingest import ingest
from huoshui.registry import Registry

def told(progress):
    print(progress.added, flush=True)

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # tests that run in the background have it ignored
    with Registry(sys.argv[2]) as registry:
        report = ingest([Path(sys.argv[1])], registry, jobs=int(sys.argv[3]), progress=told)
    print("end", report.added, report.unchanged, len(report.failed), flush=True)
"""


def write_documents(folder: Path, count: int) -> Path:
    folder.mkdir(exist_ok=True)
    for n in range(count):
        said = f"近日，第{n}号消息称，青州{n}号创业投资基金完成备案，总规模{n + 1}亿元，由青州国投集团出资。\n"
        (folder / f"{n:03}.txt").write_text(said * 3, encoding="utf-8")
    return folder


@pytest.fixture
def registry(url: str) -> Iterator[Registry]:
    with Registry(url) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_documents(tmp_path / "in", 12)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_folder_goes_in_and_going_in_twice_changes_nothing(registry: Registry, folder: Path, jobs: int) -> None:
    assert ingest([folder], registry, jobs=jobs) == Report(12, 0, ())
    before = registry.counts(), registry.search(FundFilter())
    assert before[0].documents == 12
    assert ingest([folder], registry, jobs=jobs) == Report(0, 12, ())
    assert (registry.counts(), registry.search(FundFilter())) == before


def test_the_number_of_jobs_does_not_change_what_is_found(folder: Path, tmp_path: Path) -> None:
    listings = []
    for jobs in (1, 3):
        with Registry(f"sqlite:///{tmp_path}/{jobs}.db") as registry:
            ingest([folder], registry, jobs=jobs)
            listings.append((registry.counts(), registry.search(FundFilter()), registry.documents()))
    assert listings[0] == listings[1]
    assert listings[0][1].total == 12


def test_a_database_in_memory_takes_several_jobs_too(folder: Path) -> None:
    with Registry("sqlite://") as registry:
        assert ingest([folder], registry, jobs=2).added == 12


@pytest.mark.parametrize("jobs", [1, 2])
def test_bad_files_are_reported_at_the_end_and_the_rest_goes_in(registry: Registry, folder: Path, jobs: int) -> None:
    (folder / "005.txt").write_bytes(b"")
    (folder / "007.txt").write_bytes(bytes(range(256)) * 64)
    missing = folder / "absent.txt"
    report = ingest([folder, missing], registry, jobs=jobs)
    assert report.added == 10
    assert [failure.path for failure in report.failed] == [
        str(folder / "005.txt"),
        str(folder / "007.txt"),
        str(missing),
    ]
    assert all("\n" not in failure.message and failure.path in failure.message for failure in report.failed)


def test_hidden_files_sidecars_and_other_kinds_are_passed_over_in_folders(registry: Registry, folder: Path) -> None:
    (folder / ".hidden.txt").write_text("青州基金。", encoding="utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "x.txt").write_text("青州基金。", encoding="utf-8")
    (folder / "000.meta.json").write_text(json.dumps({"published": "2026-01-29"}), encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    assert ingest([folder], registry) == Report(12, 0, ())
    assert registry.documents()[1][0].published == "2026-01-29"


def test_a_file_named_twice_is_read_once(registry: Registry, folder: Path) -> None:
    assert ingest([folder, folder / "000.txt", folder], registry) == Report(12, 0, ())


def test_an_empty_folder_is_told(registry: Registry, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (failure,) = ingest([empty], registry).failed
    assert "nothing to read" in failure.message


def test_a_changed_file_is_read_anew(registry: Registry, folder: Path) -> None:
    ingest([folder], registry)
    (folder / "000.txt").write_text("青州飞鸟创业投资基金完成备案，总规模77亿元。", encoding="utf-8")
    assert ingest([folder], registry) == Report(1, 11, ())
    assert registry.counts().documents == 12
    assert registry.search(FundFilter(text="飞鸟")).total == 1


def test_one_publication_date_for_all(registry: Registry, folder: Path) -> None:
    ingest([folder], registry, published="2026-02-03")
    assert {row.published for row in registry.documents()[1]} == {"2026-02-03"}


def test_items_of_a_feed_go_in_one_by_one(registry: Registry, tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    items = [json.dumps({"id": f"n{n}", "text": f"青州{n}号创业投资基金完成备案。"}) for n in range(3)]
    feed.write_text("\n".join([*items, "{broken"]), encoding="utf-8")
    report = ingest([feed], registry)
    assert (report.added, len(report.failed)) == (3, 1)


def test_progress_counts_files_and_documents(registry: Registry, folder: Path) -> None:
    seen: list[Progress] = []
    ingest([folder], registry, jobs=2, progress=seen.append)
    assert seen[-1].done == seen[-1].total == seen[-1].added == 12
    assert [p.added for p in seen] == sorted(p.added for p in seen)
    assert {p.path for p in seen if p.path} == {str(path) for path in folder.iterdir()}


def test_an_error_of_ours_costs_one_file(registry: Registry, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(document: Document) -> Extraction:
        return extract(document) if document.name != "003" else 1 // 0  # type: ignore[return-value]

    monkeypatch.setattr("huoshui.ingest.extract", fail)
    report = ingest([folder], registry)
    assert (report.added, len(report.failed)) == (11, 1)
    assert "ZeroDivisionError" in report.failed[0].message


def run(folder: Path, url: str, jobs: int) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    program = folder.parent / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    command = [sys.executable, str(program), str(folder), url, str(jobs)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def check_whole(url: str) -> int:
    """Documents in a database in which every one of them is complete."""
    database = create_engine(url)
    with database.connect() as connection:
        if database.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        rows = connection.execute(
            text(
                "SELECT d.statements, (SELECT count(*) FROM statement s JOIN record r ON r.id = s.record_id"
                " WHERE r.document_id = d.id), (SELECT count(*) FROM document_text t WHERE t.document_id = d.id)"
                " FROM document d"
            )
        ).all()
        loose = connection.execute(text("SELECT count(*) FROM record WHERE entity_id IS NULL")).scalar()
        numbers = [
            connection.execute(text(f"SELECT count(*) FROM {name}")).scalar()  # noqa: S608  names of our own
            for name in ("record", "record_search", "document", "document_search")
        ]
    database.dispose()
    assert loose == 0
    assert numbers[0] == numbers[1]
    assert numbers[2] == numbers[3] == len(rows)
    assert all(stated == stored and texts == 1 for stated, stored, texts in rows)
    return len(rows)


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_kill_in_the_middle_loses_nothing_that_was_reported(tmp_path: Path, url: str, jobs: int) -> None:
    folder = write_documents(tmp_path / "in", 200)
    process = run(folder, url, jobs)
    assert process.stdout
    reported = 0
    for line in process.stdout:
        reported = int(line)
        if reported >= 40:
            break
    os.kill(process.pid, signal.SIGKILL)
    rest, _ = process.communicate()
    reported = max([reported, *(int(line) for line in rest.splitlines() if line.strip().isdigit())])
    assert process.returncode == -signal.SIGKILL
    stored = check_whole(url)
    assert 40 <= reported <= stored < 200
    with Registry(url) as registry:
        assert ingest([folder], registry) == Report(200 - stored, stored, ())
        assert registry.search(FundFilter()).total == 200
    assert check_whole(url) == 200


@pytest.mark.slow
def test_two_processes_into_one_database_both_finish(tmp_path: Path, url: str) -> None:
    folder = write_documents(tmp_path / "in", 60)
    processes = [run(folder, url, jobs) for jobs in (1, 2)]
    ends = [process.communicate(timeout=120)[0].splitlines()[-1].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    added, unchanged, failed = (sum(int(end[i]) for end in ends) for i in (1, 2, 3))
    assert (added, unchanged, failed) == (60, 60, 0)
    assert check_whole(url) == 60


def write_reports(folder: Path, start: int, count: int) -> Path:
    """Documents that speak of the same few funds, so that entities are joined and changed all the time."""
    folder.mkdir()
    for n in range(start, start + count):
        fund = f"青州飞鸟{'东西南北中'[n % 5]}区创业投资基金"
        said = (
            f"第{n}号消息称，{fund}完成备案，总规模{n % 7 + 1}亿元。另有青州{n}号产业投资基金成立，规模{n + 1}亿元。\n"
        )
        (folder / f"{n:03}.txt").write_text(said, encoding="utf-8")
    return folder


@pytest.mark.slow
def test_two_ingests_at_once_end_where_one_after_the_other_does(tmp_path: Path, url: str) -> None:
    folders = [write_reports(tmp_path / f"in{n}", n * 60, 60) for n in (0, 1)]
    processes = [run(folder, url, jobs) for folder, jobs in zip(folders, (1, 2), strict=True)]
    ends = [process.communicate(timeout=120)[0].splitlines()[-1].split() for process in processes]
    assert ends == [["end", "60", "0", "0"]] * 2
    assert check_whole(url) == 120
    with Registry(f"sqlite:///{tmp_path}/calm.db") as calm, Registry(url) as registry:
        for folder in folders:
            ingest([folder], calm)
        wanted = FundFilter(page_size=500)
        assert registry.search(wanted) == calm.search(wanted)
        assert registry.search(wanted).total == 125
        assert registry.findings() == calm.findings()


@pytest.mark.slow
def test_an_interrupt_leaves_what_is_done(tmp_path: Path, url: str) -> None:
    folder = write_documents(tmp_path / "in", 200)
    process = run(folder, url, 2)
    assert process.stdout
    while int(process.stdout.readline()) < 20:
        continue
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode != 0
    assert 20 <= check_whole(url) < 200


def strike_first(monkeypatch: pytest.MonkeyPatch, *signals: signal.Signals) -> None:
    """Send signals to the first worker that has started, when it has just been given its files."""
    struck: list[int] = []
    receive = module._Worker.receive

    def receive_and_strike(worker: module._Worker) -> object:
        step = receive(worker)
        if step is None and not struck:
            struck.append(worker.process.pid or 0)
            for number in signals:
                os.kill(struck[0], number)
        return step

    monkeypatch.setattr(module._Worker, "receive", receive_and_strike)


@pytest.mark.parametrize(
    ("signals", "told"),
    [((signal.SIGSTOP, signal.SIGKILL), "ended with code -9"), ((signal.SIGSTOP,), "no result after 3 s")],
)
def test_a_worker_that_dies_or_hangs_costs_the_file_it_was_at(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signals: tuple[signal.Signals], told: str
) -> None:
    folder = write_documents(tmp_path / "in", 60)
    monkeypatch.setattr(module, "SILENCE_SECONDS", 3.0)
    strike_first(monkeypatch, *signals)
    report = ingest([folder], registry, jobs=2)
    assert (report.added, len(report.failed)) == (59, 1)
    assert told in report.failed[0].message


def test_a_database_that_cannot_be_written_ends_the_batch(registry: Registry, folder: Path, url: str) -> None:
    ingest([folder / "000.txt"], registry)
    database = create_engine(url)
    with database.begin() as connection:
        connection.execute(text("DROP TABLE statement"))
    database.dispose()
    with pytest.raises(DatabaseError):
        ingest([folder], registry, jobs=2)
