"""`anze recheck RESULT --packs NEW` over many stored filings: filings per second, how many are proven unchanged, memory.

    python bench/recheck.py [--filings 20000 100000] [--workers 2]

Audits some two hundred invented policies of forty counties and five years, then copies their rows in the journal until there
are as many filings as asked. Held against four changes of the law: a county's notice (another's, then one of the forty's), a nation-wide rule
from a day on that is later than most contracts, and a nation-wide rule that binds every policy, which leaves nothing to be
proven. The same recheck with the two hundred all judged again is what the others are compared with.
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

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
    quote: 不低于65万元
    about: policy
    check: at_least
    with: {{fact: per_person_limit}}
    value: 650000
    severity: error
"""


def policy(number: int, address: str, year: int) -> bytes:
    return (
        f"安全生产责任保险保险单\n保险单号：PX{year}{number:010d}\n投保人：示例{number}机械有限公司\n被保险人：示例{number}机械有限公司\n"
        f"地址：{address}经济开发区1号\n行业类别：机械制造\n从业人员：20人  投保人数：20人\n"
        f"保险期间：自{year}年3月1日零时起至{year + 1}年2月28日二十四时止\n每人死亡（伤残）赔偿限额：600000.00元\n每次事故赔偿限额：6000000.00元\n"
        f"累计赔偿限额：12000000.00元\n总保险费：20000.00元\n事故预防服务费用：4200.00元，占总保险费的21%\n保险人：示例财产保险股份有限公司\n签单日期：{year}年2月20日\n"
    ).encode()


def stored(folder: Path) -> tuple[Path, list[str]]:
    """The result of an audit of policies of forty counties, and the codes of these."""
    from api.audit_run.judging import Asked
    from api.audit_run.progress import Progress
    from api.audit_run.run import Run, audit
    from api.settings import Settings
    from extractor.values import region
    from validators.law.pack import shipped

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
            (place / "manifest.json").write_text(f'{{"filing_id": "B{number}", "documents": []}}', "utf-8")
    versions = {pack.name: pack.version for pack in shipped()}
    run = Run((str(folder / "archive"),), folder / "result", Settings(workers=0), Asked(versions=versions), formats=frozenset({"jsonl"}))  # fmt: skip
    audit(run, Progress(sys.stderr, quiet=True), lambda line: None)
    return folder / "result", codes


def multiply(result: Path, filings: int) -> None:
    """The journal's rows again and again, each copy a filing with a judgement and a bearing of its own."""
    with sqlite3.connect(result / "journal.sqlite") as db:
        have = db.execute("SELECT count(*) FROM filings").fetchone()[0]
        db.execute("CREATE TEMP TABLE copies (n INTEGER)")
        db.executemany("INSERT INTO copies VALUES (?)", [(n,) for n in range(1, filings // have)])
        step = db.execute("SELECT max(id) FROM filings").fetchone()[0]
        changed = {"id": f"id + n * {step}", "filing": f"filing + n * {step}", "judged": "n || ':' || judged"}
        for table in ("bearings", "placements", "filings"):
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            db.execute(
                f"INSERT INTO {table} SELECT {', '.join(changed.get(c, c) for c in columns)} FROM {table}, copies"
            )
    db.close()


def packs(folder: Path, county: str) -> dict[str, Path]:
    """The changes of the law that are tried."""
    texts = {
        "another county": PACK.format(name="other", region="320581", place="试验市", layer="county", since="2021-01-01"),
        "one county of forty": PACK.format(name="county", region=county, place="试验县", layer="county", since="2021-01-01"),
        "the nation, from 2025": PACK.format(name="later", region="000000", place="全国", layer="national", since="2025-01-01"),
        "the nation, every policy": PACK.format(name="all", region="000000", place="全国", layer="national", since="2017-01-01"),
    }  # fmt: skip
    out = {}
    for number, (name, text) in enumerate(texts.items()):
        out[name] = folder / f"{number}.yaml"
        out[name].write_text(text, "utf-8")
    return out


def timed(result: Path, pack: Path, workers: int, prove: bool = True) -> tuple[int, int, int, float, float]:
    """Filings, those proven, those with another verdict, seconds, CPU seconds of this process, which proves and hands out."""
    from api.audit_run.rechecking import Proven, recheck
    from api.recheck import Asked

    began, busy, filings, proven, flipped = time.monotonic(), time.process_time(), 0, 0, 0
    for told in recheck([result], Asked(packs=(pack,)), workers, prove=prove):
        if isinstance(told, Proven):
            filings, proven = filings + told.number, proven + told.number
        else:
            filings, flipped = filings + 1, flipped + told.flipped
    return filings, proven, flipped, time.monotonic() - began, time.process_time() - busy


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
            filings, _, _, full, _ = timed(result, tried[names[1]], options.workers, prove=False)
            print(
                f"every filing judged again: {filings / full:9,.0f} filings/s (start included, {filings} filings)",
                flush=True,
            )
            multiply(result, count)
            for name in names if options.full else names[:3]:
                filings, proven, flipped, seconds, cpu = timed(result, tried[name], options.workers)
                print(f"{name:26} {filings / seconds:9,.0f} filings/s, {proven:,} of {filings:,} proven unchanged, {flipped:,} flipped, "
                      f"{seconds:.1f} s, {cpu:.1f} s CPU of its own", flush=True)  # fmt: skip
            own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{own:.0f} MiB of its own, {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MiB a worker",
                flush=True,
            )


if __name__ == "__main__":
    main()
