"""`anze recheck RESULT --packs NEW` over many stored filings: filings per second, how many are proven unchanged, memory.

    python bench/recheck.py [--filings 20000 1000000] [--workers 2]

Audits two hundred invented filings (a policy, a service report with hazards, a ledger) of forty counties and five years, then copies their
rows in the journal until there are as many filings as asked; what is read of a paper is there once, and fifty copies of each filing have
kept facts of their own, with another enterprise, number and premium, which the others share, so that a million fit on a disk. Held against four changes of the law: a county's
notice (another's, then one of the forty's), a nation-wide rule from a day on that is later than most contracts, and a nation-wide rule that
binds every policy; one policy in a hundred breaks it. With --full also one that every policy breaks: then all are judged in full. The same
recheck with the two hundred all judged again is what the others are compared with.
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

COUNTIES = 40
YEARS = (2021, 2022, 2023, 2024, 2025)
PACK = """\
name: bench-{name}
title: 试验通知
document: 试验〔2025〕1号
region: "{region}"
place: {place}
layer: {layer}
in_force: {{from: {since}}}
rules:
  - name: bench.per-person
    type: per_person_limit_below_minimum
    article: 一
    quote: 不低于{value}元
    about: policy
    check: at_least
    with: {{fact: per_person_limit}}
    value: {value}
    severity: error
"""


BROKEN = 100
"""One policy in so many has a limit below what the new rules demand."""


def policy(number: int, address: str, year: int) -> bytes:
    limit = 400_000 if number % BROKEN == 0 else 600_000
    return (
        f"安全生产责任保险保险单\n保险单号：PX{year}{number:010d}\n投保人：示例{number}机械有限公司\n被保险人：示例{number}机械有限公司\n"
        f"地址：{address}经济开发区1号\n行业类别：机械制造\n从业人员：20人  投保人数：20人\n"
        f"保险期间：自{year}年3月1日零时起至{year + 1}年2月28日二十四时止\n每人死亡（伤残）赔偿限额：{limit}.00元\n每次事故赔偿限额：6000000.00元\n"
        f"累计赔偿限额：12000000.00元\n总保险费：20000.00元\n事故预防服务费用：4200.00元，占总保险费的21%\n保险人：示例财产保险股份有限公司\n签单日期：{year}年2月20日\n"
    ).encode()


def report(number: int, year: int) -> bytes:
    return (
        f"安全生产责任保险事故预防服务报告\n报告编号：FW{year}{number:06d}\n保险单号：PX{year}{number:010d}\n服务对象：示例{number}机械有限公司\n"
        f"服务日期：{year}年4月1日\n服务机构：示例安全技术服务有限公司\n服务人员：张三、李四\n服务内容：隐患排查\n隐患清单\n1. 配电箱未上锁，建议上锁。\n"
        "2. 灭火器过期，建议更换。\n客户签字：王五\n"
    ).encode()


def ledger(number: int, year: int) -> bytes:
    return f"序号,日期,保险单号,摘要,提取金额,支出金额\n1,{year}-03-05,PX{year}{number:010d},提取预防费用,4200.00,\n2,{year}-04-02,PX{year}{number:010d},服务费,,2000.00\n".encode()


def stored(folder: Path) -> tuple[Path, list[str]]:
    """The result of an audit of policies of forty counties, and the codes of these."""
    from api.audit_run.judging.judging import Asked
    from api.audit_run.progress import Progress
    from api.audit_run.run import Run, audit
    from api.settings import Settings
    from extractor.values import region
    from validators.law.pack_reading import shipped

    codes = [code for code in sorted(region.table().names) if len(code) == 6 and not code.endswith("00")][::70][
        :COUNTIES
    ]
    number = 0
    for code in codes:
        for year in YEARS:
            number += 1
            place = folder / "archive" / f"{number:04d}"
            place.mkdir(parents=True)
            found = region.by_code(code)
            (place / "保险单.txt").write_bytes(policy(number, found.full_name if found else "", year))
            (place / "服务报告.txt").write_bytes(report(number, year))
            (place / "台账.csv").write_bytes(ledger(number, year))
            (place / "manifest.json").write_text(f'{{"filing_id": "B{number}", "documents": []}}', "utf-8")
    versions = {pack.name: pack.version for pack in shipped()}
    run = Run((str(folder / "archive"),), folder / "result", Settings(workers=0), Asked(versions=versions), formats=frozenset({"jsonl"}))  # fmt: skip
    audit(run, Progress(sys.stderr, quiet=True), lambda line: None)
    return folder / "result", codes


VARIANTS = 50
"""Of each filing so many copies have rows of their own; the others share these."""


def multiply(result: Path, filings: int) -> None:
    """The journal's rows again and again, each copy a filing with the judgement, bearing and kept facts of one of the variants."""
    with sqlite3.connect(result / "journal.sqlite") as db:
        db.execute("PRAGMA synchronous=OFF")
        have, step = db.execute("SELECT count(*), max(id) FROM filings").fetchone()
        db.execute("CREATE TEMP TABLE copies (n INTEGER, variant INTEGER)")
        db.executemany("INSERT INTO copies VALUES (?, ?)", [(n, n % VARIANTS) for n in range(1, filings // have)])
        kept = [
            (judged, zlib.decompress(facts).decode())
            for judged, facts in db.execute("SELECT judged, facts FROM kept_facts")
        ]
        for n in range(VARIANTS):
            db.executemany(
                "INSERT INTO kept_facts VALUES (?, ?)", [(f"{n}:{judged}", other(text, n)) for judged, text in kept]
            )
            db.execute(
                "INSERT INTO bearings SELECT ? || ':' || judged, said FROM bearings WHERE judged NOT LIKE '%:%'", (n,)
            )
        changed = {"id": f"id + n * {step}", "filing": f"filing + n * {step}", "judged": "variant || ':' || judged"}
        for table in ("placements", "filings"):
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            db.execute(
                f"INSERT INTO {table} SELECT {', '.join(changed.get(c, c) for c in columns)} FROM copies, {table} ORDER BY n"
            )
    db.close()


ESCAPED = "示例".encode("ascii", "backslashreplace").decode()


def other(text: str, n: int) -> bytes:
    """Kept facts with another enterprise, policy number and premium."""
    from api.audit_run.judging.kept_facts import LEVEL

    text = text.replace(ESCAPED, f"{ESCAPED}{n}x").replace("PX20", f"P{n}X20").replace("20000", f"{20_000 + n}")
    return zlib.compress(text.encode(), LEVEL)


def packs(folder: Path, county: str) -> dict[str, Path]:
    """The changes of the law that are tried."""
    texts = {
        "another county": PACK.format(name="other", region="320581", place="试验市", layer="county", since="2021-01-01", value=500_000),
        "one county of forty": PACK.format(name="county", region=county, place="试验县", layer="county", since="2021-01-01", value=500_000),
        "the nation, from 2025": PACK.format(name="later", region="000000", place="全国", layer="national", since="2025-01-01", value=500_000),
        "the nation, every policy": PACK.format(name="all", region="000000", place="全国", layer="national", since="2017-01-01", value=500_000),
        "the nation, every one broken": PACK.format(name="broken", region="000000", place="全国", layer="national", since="2017-01-01", value=650_000),
    }  # fmt: skip
    out = {}
    for number, (name, text) in enumerate(texts.items()):
        out[name] = folder / f"{number}.yaml"
        out[name].write_text(text, "utf-8")
    return out


def timed(result: Path, pack: Path, workers: int, prove: bool = True) -> tuple[int, int, int, float, float]:
    """Filings, those proven, those with another verdict, seconds, CPU seconds of all processes."""
    from api.audit_run.judging.rechecking import Proven, recheck
    from api.recheck import Asked

    began, busy, filings, proven, flipped = time.monotonic(), time.process_time(), 0, 0, 0
    with watched() as others:
        for told in recheck([result], Asked(packs=(pack,)), workers, prove=prove):
            if isinstance(told, Proven):
                filings, proven = filings + told.number, proven + told.number
            else:
                filings, flipped = filings + 1, flipped + told.flipped
    return filings, proven, flipped, time.monotonic() - began, time.process_time() - busy + sum(others.values())


PEAK = [0.0]
"""MiB that a worker process had at most."""


@contextmanager
def watched() -> Iterator[dict[int, float]]:
    """CPU seconds of the processes that this one starts, by number, as last seen: nobody waits for them here."""
    spent: dict[int, float] = {}
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.2):
            for child in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    times = child.cpu_times()
                    spent[child.pid] = times.user + times.system
                    PEAK[0] = max(PEAK[0], child.memory_info().rss / 2**20)

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield spent
    finally:
        over.set()
        looking.join()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--filings", type=int, nargs="+", default=[20_000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--full", action="store_true", help="the change that binds everything too, on all filings")
    options = parser.parse_args()
    for count in options.filings:
        with tempfile.TemporaryDirectory(prefix="anze-bench-") as temporary:
            result, codes = stored(Path(temporary))
            tried = packs(Path(temporary), codes[0])
            names = list(tried)
            filings, _, _, _, full = timed(result, tried[names[1]], options.workers, prove=False)
            print(
                f"every filing judged again: {filings / full:,.0f} filings a second of CPU (start included, {filings} filings)",
                flush=True,
            )
            began, before = time.monotonic(), (result / "journal.sqlite").stat().st_size
            multiply(result, count)
            size = (result / "journal.sqlite").stat().st_size
            print(
                f"copied in {time.monotonic() - began:.0f} s; {(size - before) / count:,.0f} bytes a filing", flush=True
            )
            for name in names if options.full else names[:4]:
                filings, proven, flipped, seconds, cpu = timed(result, tried[name], options.workers)
                print(f"{name:28} {filings / seconds:9,.0f} filings/s, {proven:,} of {filings:,} proven unchanged, {flipped:,} flipped, "
                      f"{seconds:.1f} s, {filings / cpu:,.0f} a second of CPU", flush=True)  # fmt: skip
            own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{own:.0f} MiB of its own, {PEAK[0]:.0f} MiB a worker",
                flush=True,
            )


if __name__ == "__main__":
    main()
