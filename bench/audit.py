"""`anze audit` beside a bare loop that reads the same papers: papers per second, CPU per paper, memory, one process and two.

    python bench/audit.py [--papers 100 1000] [--mix mixed|text] [--workers 1 2] [--rounds 3] [--keep FOLDER] [--enforce]

Makes an archive of so many invented papers, each with numbers and names of its own (text-layer PDFs; a fifth page images,
a tenth workbooks and Word files, unless ``--mix text``): filings in folders with a manifest, others loose in archives, and
archives in archives. CPU is user + system of the process and all that belongs to it, memory is the largest resident size
of the run's own process and of everything together, looked at ten times a second. The bare loop is one process that calls
``extractor.papers`` on every paper; the second one also puts them together, judges them and writes the line of each filing, as
``anze check`` would, and so does the same work for the same answers. Neither is guarded: a paper that hangs or crashes ends it. So reading alone
is also measured as a program must do that reads strangers' papers, in as many worker processes as the run has, with the same bounds of time
and memory. Of several rounds, which take turns, the least counts. With two
sizes it says what is fixed and what a paper costs. Trust the ratios, not the seconds.

Two processes against one are told by the clock, which wants a machine with nothing else to do, and by CPU: every stage of a run
takes at least as long as the run's own process is busy in it, and at least the work of all divided by the processors in use (with
one process two, for the run's own goes on beside it). Their sum is the path that no number of processes makes shorter.

All that is asked of it on a quiet machine with two cores, some two and a half hours, most of it for 50,000 papers:

    python bench/audit.py --papers 1000 10000 50000 --mix text --rounds 2 --enforce
"""

from __future__ import annotations

import argparse
import ctypes
import io
import itertools
import json
import os
import random
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.check import PR_SET_CHILD_SUBREAPER, cpu_seconds  # noqa: E402

MOST_OVERHEAD = 1.15
"""The run's CPU ÷ the bare loop's, at most."""
LEAST_SPEEDUP = 1.8
"""Two processes ÷ one, at least."""
MOST_GROWTH_RSS, MOST_GROWTH_COST = 1.2, 1.1
"""From the smallest archive to the largest, at most."""
SPEEDUP_FROM = 500
"""Papers; in a smaller archive the start weighs too much."""

ANZE = """
import json, os, sys, time
import psutil
from api.audit_run import progress
from api.cli import main
file, me, marks, begin_stage = sys.argv.pop(1), psutil.Process(), [], progress.Progress.stage
def others():
    found = [process.cpu_times() for process in me.children(recursive=True)]
    return sum(t.user + t.system + t.children_user + t.children_system for t in found)
def mark(name):
    marks.append((name, time.process_time(), others()))
def stage(self, name, *rest):
    mark(name)
    begin_stage(self, name, *rest)
progress.Progress.stage = stage
try:
    main()
finally:
    mark("end")
    with open(file, "w") as out:
        json.dump(marks, out)
"""
WARM = "import api.cli, api.audit_run.reading.warm, api.audit_run.results as r; [form.missing() for form in r.forms()]"
"""Compiles what all of them load, so that nobody's first round pays for it."""
BARE = """
import sys, pathlib, extractor, gc
import api.work.preload
for line in open(sys.argv[1], encoding="utf-8").read().split("\\n"):
    if name := line.partition("\\t")[0]:
        try:
            extractor.papers([(name, pathlib.Path(name).read_bytes())])
        except extractor.errors.PaperError:
            pass
"""
JUDGED = """
import sys, pathlib, itertools, extractor, validators
import api.work.preload
from validators import report_json
lines = [line.split("\\t") for line in open(sys.argv[1], encoding="utf-8").read().split("\\n") if line]
with open(sys.argv[1] + ".out", "w", encoding="utf-8") as out:
    for _, filing in itertools.groupby(lines, key=lambda line: line[1]):
        records = []
        for name, _ in filing:
            try:
                records += extractor.papers([(name, pathlib.Path(name).read_bytes())])
            except extractor.errors.PaperError:
                pass
        print(report_json.dumps(validators.validate(validators.assemble(records), open_only=True)), file=out)
"""
GUARDED = """
import sys
from api import work
from bench.audit import read_all
lines = open(sys.argv[1], encoding="utf-8").read().split("\\n")
names = [line.partition("\\t")[0] for line in lines if line]
lots = (names[at : at + 5] for at in range(0, len(names), 5))
found = work.run((work.Task(lot[0], lot) for lot in lots), read_all, workers=int(sys.argv[2]), window=4, in_order=False)
print(sum(outcome.value or 0 for outcome in found))
"""
NAMES = "恒泰盛达鑫源宏远安顺华茂永兴金石天成瑞丰众诚万和德润广源立信同创中科东方新城明珠长青四海五洲百川千秋"
PER_ARCHIVE = 50
"""Filings in one archive."""


def read_all(names: list[str]) -> int:
    """In a worker: how many of these files hold papers."""
    import extractor

    found = 0
    for name in names:
        with suppress(extractor.errors.PaperError):
            found += len(extractor.papers([(name, Path(name).read_bytes())]))
    return found


# --- papers ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Made:
    """The facts of one invented filing."""

    number: int
    holder: str
    premium: int
    workers: int

    @property
    def policy_no(self) -> str:
        return f"PX2025{self.number:010d}"


def made(number: int) -> Made:
    chance = random.Random(number)
    name = "".join(chance.sample(NAMES, 4))
    return Made(number, f"示例市{name}机械有限公司", chance.randrange(8, 90) * 1000, chance.randrange(5, 300))


def policy_lines(filing: Made) -> list[str]:
    fee = filing.premium * 21 // 100
    return [
        "安全生产责任保险保险单", f"保险单号：{filing.policy_no}", f"投保人：{filing.holder}", f"被保险人：{filing.holder}",
        "地址：安徽省宿州市灵璧县经济开发区1号", "行业类别：机械制造", f"从业人员：{filing.workers}人  投保人数：{filing.workers}人",
        "保险期间：自2025年1月1日零时起至2025年12月31日二十四时止", "每人死亡（伤残）赔偿限额：600000.00元",
        "每人医疗费用赔偿限额：60000.00元", "每次事故赔偿限额：6000000.00元", "累计赔偿限额：12000000.00元",
        f"总保险费：{filing.premium}.00元", f"事故预防服务费用：{fee}.00元，占总保险费的21%", "特别约定",
        "1. 保险人每年为被保险人提供不少于两次事故预防技术服务，首次服务在合同生效后四十五日内完成。",
        "2. 发生保险事故的，保险人先行垫付抢险救援费用。", "3. 从业人员变动的，投保人应当自变动之日起五日内通知保险人。",
        "4. 赔偿范围包括从业人员死亡、伤残、医疗费用，第三者人身伤亡和财产损失，事故抢险救援，医疗救护，事故鉴定，法律诉讼费用。",
        "5. 本保险不因被保险人发生过事故而提高费率以外的条件拒绝续保。", "保险人：示例财产保险股份有限公司宿州中心支公司",
        "签单日期：2024年12月20日",
    ]  # fmt: skip


def report_lines(filing: Made, visit: int) -> list[str]:
    chance = random.Random(filing.number * 10 + visit)
    hazards = chance.sample(
        ["配电箱未上锁", "灭火器压力不足", "消防通道堆放物料", "砂轮机无防护罩", "气瓶无防倾倒措施", "安全出口指示灯损坏", "叉车无定期检验标志", "作业人员未戴护目镜"], 4,
    )  # fmt: skip
    return [
        "安全生产责任保险事故预防服务报告", f"报告编号：FW{filing.number:08d}-{visit}", f"保险单号：{filing.policy_no}",
        f"服务对象：{filing.holder}", f"服务日期：2025年{visit + 1}月{chance.randrange(1, 28)}日", "服务机构：示例安全技术服务有限公司",
        "服务人员：张示例、李示例", "服务项目：隐患排查", "隐患清单",
        *(f"{n}. {hazard}（第{chance.randrange(1, 60)}号位置），一般隐患，建议立即整改，整改期限2025年{visit + 2}月1日。" for n, hazard in enumerate(hazards, 1)),
        "服务小结：现场检查后与企业负责人交换了意见，企业承诺按期整改，并在整改完成后报送复查材料。", "企业负责人签字：王示例",
    ]  # fmt: skip


@cache
def _font() -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont("serif", str(ROOT / "api" / "exports" / "rectifications" / "serif.ttf")))
    return "serif"


def as_pdf(lines: list[str]) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    page = Canvas(out, pagesize=A4, invariant=True, pageCompression=1)
    page.setFont(_font(), 10)
    y = 780.0
    for line in lines:
        for start in range(0, len(line), 44):
            page.drawString(60, y, line[start : start + 44])
            y -= 18
    page.save()
    return out.getvalue()


def as_scan(lines: list[str]) -> bytes:
    """The page as a photograph of itself: a JPEG of 130 dpi."""
    import pypdfium2

    with pypdfium2.PdfDocument(as_pdf(lines)) as document:
        image = document[0].render(scale=130 / 72).to_pil().convert("L")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80, dpi=(130, 130))
    return out.getvalue()


def as_xlsx(filing: Made) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, ["保险单号", "支出日期", "项目", "金额"])
        for row in range(1, 6):
            sheet.write_row(row, 0, [filing.policy_no, f"2025-0{row}-10", "隐患排查", 300 + row])
    return out.getvalue()


def as_docx(lines: list[str]) -> bytes:
    import docx

    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def papers_of(filing: Made, mix: str) -> dict[str, bytes]:
    """Five papers; of two filings' ten seven have a text layer, two are page images, one is a workbook or a Word file."""
    files = {
        "保险单.pdf": as_pdf(policy_lines(filing)),
        **{f"服务报告{n}.pdf": as_pdf(report_lines(filing, n)) for n in (1, 2)},
    }
    if mix == "text":
        return {**files, **{f"服务报告{n}.pdf": as_pdf(report_lines(filing, n)) for n in (3, 4)}}
    files["服务照片.jpg"] = as_scan(report_lines(filing, 3))
    if filing.number % 2:
        files["服务报告4.pdf"] = as_pdf(report_lines(filing, 4))
    elif filing.number % 4:
        files["台账.xlsx"] = as_xlsx(filing)
    else:
        files["服务报告4.docx"] = as_docx(report_lines(filing, 4))
    return files


def build(folder: Path, papers: int, mix: str) -> None:
    """The archive: filings by turns in folders with a manifest, loose in archives, and in archives within archives."""
    number = 0
    while number * 5 < papers:
        count = min(PER_ARCHIVE, (papers - number * 5 + 4) // 5)
        filings = [made(n) for n in range(number, number + count)]
        number += count
        place = (number // PER_ARCHIVE) % 3
        named = {f"{f.number:07d}/{name}": data for f in filings for name, data in papers_of(f, mix).items()}
        if place == 1:
            for f in filings:
                named[f"{f.number:07d}/manifest.json"] = json.dumps(
                    {"filing_id": f"B{f.number}", "documents": []}
                ).encode()
            for name, data in named.items():
                file = folder / f"{number // 5000:03d}" / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
            continue
        packed = _zip(named)
        (folder / f"批{number:07d}.zip").write_bytes(packed if place else _zip({"里层.zip": packed}))


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def loose_copies(folder: Path, place: Path) -> list[str]:
    """Every paper of the archive as a file, and the number of its filing, for the bare loops."""
    from api.audit_run.intake.survey import LIMITS
    from extractor import containers

    out: list[str] = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json"):
        if file.suffix != ".zip":
            out.append(f"{file}\t{file.parent.name}")
            continue
        for member in containers.members(file.read_bytes(), file.name, limits=LIMITS):
            if member.data is not None:
                copy = place / f"{len(out):07d}{Path(member.path).suffix}"
                copy.write_bytes(member.data)
                out.append(f"{copy}\t{Path(member.path).parent.name}")
    return out


# --- measuring -------------------------------------------------------------------------------------------------------


@dataclass
class Cost:
    """What a command cost: seconds by the clock, CPU seconds, MiB of its own process and of all together."""

    seconds: float
    cpu: float
    own_mib: float = 0.0
    all_mib: float = 0.0
    stages: tuple[tuple[str, float, float], ...] = ()
    """Name, CPU seconds of the run's own process and of the others, stage by stage from the start."""

    def path(self, processors: int) -> float:
        """Seconds that the stages take at least, one after another."""
        return sum(max(own, (own + others) / processors) for _, own, others in self.stages)

    def alone(self) -> float:
        """As ``path`` with one process, which works while the run's own goes on beside it."""
        return sum(max(own, others) for _, own, others in self.stages)

    def own(self) -> float:
        return sum(own for _, own, _ in self.stages)


def stages_of(file: Path) -> Iterator[tuple[str, float, float]]:
    marks = [("start", 0.0, 0.0), *json.loads(file.read_text("utf-8"))]
    for (name, own, others), (_, own_then, others_then) in itertools.pairwise(marks):
        yield name, own_then - own, max(0.0, others_then - others)


def measured(command: list[str], bytecode: str) -> Cost:
    peaks = [0, 0]
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(peaks, over), daemon=True)
    watcher.start()
    began = time.monotonic()
    cpu = cpu_seconds(command, bytecode)
    seconds = time.monotonic() - began
    over.set()
    watcher.join()
    return Cost(seconds, cpu, peaks[0] / 2**20, peaks[1] / 2**20)


def _watch(peaks: list[int], over: threading.Event) -> None:
    me = psutil.Process()
    while not over.wait(0.1):
        sizes = list(_sizes(me.children(recursive=False)))
        everything = list(_sizes(me.children(recursive=True)))
        peaks[0] = max([peaks[0], *sizes[:1]])
        peaks[1] = max(peaks[1], sum(everything))


def _sizes(processes: list[psutil.Process]) -> Iterator[int]:
    for process in processes:
        try:
            yield process.memory_info().rss
        except psutil.Error:
            continue


@dataclass
class Size:
    """What an archive of so many papers cost: the bare loops, and by their number of processes guarded reading and the run."""

    papers: int
    bare: Cost | None
    judged: Cost | None
    guarded: dict[int, Cost]
    runs: dict[int, Cost]


def run_size(papers: int, options: argparse.Namespace, said: Callable[[str], None]) -> Size:
    keep = options.keep / f"{options.mix}-{papers}" if options.keep else None
    with tempfile.TemporaryDirectory(prefix="anze-bench-") as temporary:
        folder = keep or Path(temporary, "archive")
        if not folder.exists():
            folder.mkdir(parents=True)
            build(folder, papers, options.mix)
        copies = Path(temporary, "loose")
        copies.mkdir()
        files = loose_copies(folder, copies)
        listing = Path(temporary, "files.txt")
        listing.write_text("\n".join(files), encoding="utf-8")
        loops = {} if options.no_bare else {"bare": BARE, "judged": JUDGED}
        commands: dict[Any, list[str]] = {
            name: [sys.executable, "-c", code, str(listing)] for name, code in loops.items()
        }
        for workers in options.workers if loops else ():
            commands["guarded", workers] = [sys.executable, "-c", GUARDED, str(listing), str(workers)]
        result, marks, bytecode = (
            Path(temporary, "result"),
            Path(temporary, "stages.json"),
            str(Path(temporary, "bytecode")),
        )
        cpu_seconds([sys.executable, "-c", WARM], bytecode)
        runs = {
            workers: [sys.executable, "-c", ANZE, str(marks), "audit", str(folder), "--to", str(result), "-j", str(workers), "--no-progress", "--anew"]
            for workers in options.workers
        }  # fmt: skip
        costs: dict[Any, list[Cost]] = {}
        for _ in range(options.rounds):
            for name, command in (*commands.items(), *runs.items()):
                cost = measured(command, bytecode)
                cost.stages = tuple(stages_of(marks)) if name in runs else ()
                costs.setdefault(name, []).append(cost)
        counts = json.loads((result / "summary.json").read_text("utf-8"))
        least = {name: min(found, key=lambda cost: cost.cpu) for name, found in costs.items()}
        guarded = {workers: least["guarded", workers] for workers in options.workers if loops}
        runs_least = {workers: least[workers] for workers in options.workers}
        size = Size(len(files), least.get("bare"), least.get("judged"), guarded, runs_least)
    _tell(size, options, said)
    said(f"    {counts['members']}  {counts['filings']}")
    return size


def _tell(size: Size, options: argparse.Namespace, said: Callable[[str], None]) -> None:
    said(f"{size.papers} papers ({options.mix})")
    for name, cost in (("bare loop, reading", size.bare), ("bare loop, judging too", size.judged)):
        if cost:
            said(
                f"  {name:26} {cost.cpu / size.papers * 1000:8.1f} ms CPU per paper   {size.papers / cost.seconds:6.1f} papers/s"
            )
    for workers, cost in size.guarded.items():
        name = f"reading, guarded, {workers} process{'es' if workers > 1 else ''}"
        said(
            f"  {name:30} {cost.cpu / size.papers * 1000:4.1f} ms CPU per paper   {size.papers / cost.seconds:6.1f} papers/s"
        )
    for workers, cost in size.runs.items():
        held = [f"× {cost.cpu / loop.cpu:.2f}" for loop in (size.bare, size.judged, size.guarded.get(workers)) if loop]
        ratio = f"   {', '.join(held)} of the bare loops and of guarded reading" if held else ""
        name = f"anze audit, {workers} process{'es' if workers > 1 else ''}"
        said(
            f"  {name:26} {cost.cpu / size.papers * 1000:8.1f} ms CPU per paper   {size.papers / cost.seconds:6.1f} papers/s   "
            f"{cost.own_mib:5.0f} MiB itself, {cost.all_mib:5.0f} MiB in all{ratio}"
        )
        said(
            f"    its own process {cost.own() / cost.cpu:.0%} of it: "
            + ", ".join(f"{stage} {own:.1f}+{others:.1f}" for stage, own, others in cost.stages)
            + " s"
        )
        if size.bare and options.enforce and cost.cpu > size.bare.cpu * MOST_OVERHEAD:
            options.missed.append(f"overhead {cost.cpu / size.bare.cpu:.2f} at {size.papers} papers")
    if {1, 2} <= size.runs.keys():
        speedup = size.runs[1].seconds / size.runs[2].seconds
        by_cpu = size.runs[1].alone() / size.runs[2].path(2)
        said(
            f"  two processes are {speedup:.2f} × one by the clock, {by_cpu:.2f} × by CPU (target: at least {LEAST_SPEEDUP:g})"
        )
        if options.enforce and size.papers >= SPEEDUP_FROM and speedup < LEAST_SPEEDUP:
            options.missed.append(f"two processes only {speedup:.2f} × one at {size.papers} papers")


def _fit(small: Size, large: Size) -> Iterator[str]:
    """What is fixed and what each paper costs, by the two sizes."""
    pairs = [("bare loop, reading", small.bare, large.bare), ("bare loop, judging too", small.judged, large.judged)]
    pairs += [(f"anze audit, {workers}", small.runs[workers], large.runs[workers]) for workers in small.runs]
    for name, one, two in pairs:
        if one and two:
            slope = (two.cpu - one.cpu) / (large.papers - small.papers)
            yield f"  {name:26} {one.cpu - slope * small.papers:6.2f} s + {slope * 1000:6.2f} ms a paper"


def main() -> int:
    parser = argparse.ArgumentParser(description="anze audit beside bare loops over the same papers")
    parser.add_argument("--papers", type=int, nargs="+", default=[100, 500])
    parser.add_argument("--mix", choices=("mixed", "text"), default="mixed")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=1, help="of each measurement; they take turns")
    parser.add_argument("--keep", type=Path, help="keep the archives here, and take those that are there")
    parser.add_argument("--no-bare", action="store_true", help="without the bare loops")
    parser.add_argument("--enforce", action="store_true", help="status 1 where a target is missed")
    options = parser.parse_args()
    options.missed = []
    os.environ["OMP_NUM_THREADS"] = "1"
    if ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        sys.exit("cannot count the CPU time of worker processes on this system")
    found = {papers: run_size(papers, options, lambda line: print(line, flush=True)) for papers in options.papers}
    small, large = found[min(found)], found[max(found)]
    for line in _fit(small, large) if small is not large else ():
        print(line)
    for workers in options.workers if small is not large else ():
        one, two = small.runs[workers], large.runs[workers]
        memory, cost = two.own_mib / one.own_mib, two.cpu / large.papers / (one.cpu / small.papers)
        print(
            f"from {small.papers} to {large.papers} papers, {workers} process(es): memory of the run × {memory:.2f}, CPU per paper × {cost:.2f}"
        )
        if options.enforce and (memory > MOST_GROWTH_RSS or cost > MOST_GROWTH_COST):
            options.missed.append(f"growth: memory × {memory:.2f}, cost × {cost:.2f}")
    for line in options.missed:
        print(f"missed: {line}")
    return 1 if options.missed else 0


if __name__ == "__main__":
    sys.exit(main())
