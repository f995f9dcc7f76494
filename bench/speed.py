"""Speed and memory as ratios of one run: ``make bench``. Ratios travel between machines; seconds do not.

- extraction, cleaning included, in characters a second against ``jieba.lcut`` on the same texts (at least 1);
- ``ingest`` with two jobs against one (at least 1.7, given two idle cores);
- ``huoshui --help`` against ``python -c "import typer"`` (at most 2);
- the peak memory of ingesting four times as many documents (close to 1).
"""

from __future__ import annotations

import itertools
import logging
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
RUNS = 5
DOCUMENTS = 1200  # of a batch
MEMORY = """
import resource
from huoshui.cli import main
try:
    main()
except SystemExit:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
CITIES = (
    "洛阳",
    "泉州",
    "宜昌",
    "潍坊",
    "绵阳",
    "赣州",
    "湛江",
    "株洲",
    "银川",
    "包头",
    "柳州",
    "南通",
    "芜湖",
    "保定",
    "吉林",
    "玉溪",
)
FIELDS = ("新材料", "人工智能", "生物医药", "低空经济", "新能源", "集成电路", "机器人", "现代农业", "海洋装备")
WORDS = ("启明", "长河", "远山", "东篱", "北辰", "南湖", "青云", "金石", "广厦", "嘉禾")


def median_seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """The median time of ``work`` in seconds."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def texts() -> list[str]:
    """The sample texts, and the long documents where they lie beside the checkout."""
    files = [*sorted((ROOT / "samples").glob("*.txt")), *sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))]
    return [file.read_text(encoding="utf-8") for file in files]


def against_jieba() -> str:
    """Characters a second of extraction over those of jieba, alternating so that a slow moment hits both."""
    import jieba

    from huoshui.documents import from_text
    from huoshui.extraction import extract

    jieba.setLogLevel(logging.WARNING)
    batch = texts()

    def ours() -> None:
        for text in batch:
            extract(from_text(text, name="bench", published="2026-01-31"))

    def theirs() -> None:
        for text in batch:
            jieba.lcut(text)

    for warm_up in (ours, theirs):  # dictionaries are loaded once
        warm_up()
    pairs = [(median_seconds(ours, 1), median_seconds(theirs, 1)) for _ in range(RUNS)]
    own, other = (statistics.median(side) for side in zip(*pairs, strict=True))
    size = sum(map(len, batch)) / 1e6
    ratio = statistics.median(theirs / ours for ours, theirs in pairs)
    return f"extract / jieba.lcut    {ratio:5.2f}   ({size / own:.2f} against {size / other:.2f} Mchar/s)"


def batch_of(folder: Path, count: int) -> Path:
    """A folder of documents about different funds, each as long as a notice of a page."""
    folder.mkdir()
    makers = itertools.islice(itertools.product(WORDS, FIELDS, CITIES), count)
    for number, (word, field, city) in enumerate(makers):
        fund, size = f"{city}{word}{field}产业投资基金", number % 90 + 10
        lines = [
            f"{city}设立{field}基金",
            f"2026年3月{number % 28 + 1}日，{fund}完成工商登记，总规模{size}亿元，首期规模{size // 5 + 1}亿元。",
            f"该基金由{city}{word}投资集团有限公司与{word}{city}资本管理有限公司共同出资，存续期{number % 8 + 7}年。",
            f"基金管理人为{word}{city}私募基金管理有限公司，重点投资{field}领域的成长期企业。",
            "按照当地安排，相关部门将完善服务，简化流程，帮助被投企业对接银行、担保机构与资本市场，并定期公布进展。"
            * 4,
        ]
        (folder / f"notice-{number}.txt").write_text("\n\n".join(lines), encoding="utf-8")
    return folder


def huoshui(*arguments: str) -> None:
    """Run a command of Huoshui."""
    subprocess.run([sys.executable, "-m", "huoshui", *arguments], check=True, capture_output=True)


def two_jobs(folder: Path) -> str:
    """How much faster two jobs ingest than one."""
    batch = batch_of(folder / "batch", DOCUMENTS)
    seconds = {}
    for jobs in ("1", "2"):
        taken = []
        for run in range(3):
            database = f"sqlite:///{folder}/{jobs}-{run}.db"
            start = time.perf_counter()
            huoshui("ingest", str(batch), "--jobs", jobs, "--database", database)
            taken.append(time.perf_counter() - start)
        seconds[jobs] = statistics.median(taken)
    count = len(list(batch.iterdir()))
    detail = f"({count / seconds['2']:.0f} against {count / seconds['1']:.0f} documents/s)"
    return f"ingest --jobs 2 / 1     {seconds['1'] / seconds['2']:5.2f}   {detail}"


def help_time() -> str:
    """The time of ``huoshui --help`` over that of importing typer."""
    command = Path(sys.executable).with_name("huoshui")
    pairs = [
        (
            median_seconds(lambda: subprocess.run([command, "--help"], check=True, capture_output=True), 1),
            median_seconds(lambda: subprocess.run([sys.executable, "-c", "import typer"], check=True), 1),
        )
        for _ in range(2 * RUNS + 1)
    ]
    own, other = (statistics.median(side) for side in zip(*pairs, strict=True))
    return f"--help / import typer   {own / other:5.2f}   ({own * 1000:.0f} against {other * 1000:.0f} ms)"


def memory_growth(folder: Path) -> str:
    """Peak memory of ingesting four times as many documents over that of the smaller batch."""
    peaks = []
    for name, count in (("n", DOCUMENTS // 4), ("4n", DOCUMENTS)):
        batch = batch_of(folder / name, count)
        arguments = ("ingest", str(batch), "--database", f"sqlite:///{folder}/{name}.db")
        done = subprocess.run([sys.executable, "-c", MEMORY, *arguments], check=True, capture_output=True, text=True)
        peaks.append(int(done.stdout.split()[-1]) / 1024)
    return f"memory of 4N / N        {peaks[1] / peaks[0]:5.2f}   ({peaks[1]:.0f} against {peaks[0]:.0f} MiB)"


def main() -> None:
    """Print each ratio as it is found."""
    with tempfile.TemporaryDirectory() as folder:
        for measure in (
            against_jieba,
            help_time,
            lambda: two_jobs(Path(folder)),
            lambda: memory_growth(Path(folder)),
        ):
            print(measure(), flush=True)


if __name__ == "__main__":
    main()
