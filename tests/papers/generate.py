"""Writes filings of invented papers, with their truth, to measure how well reading generalises.

    python -m tests.papers.generate --seed 1 --count 40 --set A OUTDIR

Needs WeasyPrint and a Noto CJK or WenQuanYi font (development only; nothing of this is shipped). The same seed, count
and set give the same filings. OUTDIR/A001/{manifest.json, truth.json, papers…} have the format of a corpus for the
scoring script.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import logging
import random
from pathlib import Path
from typing import Any

from tests.papers import boxes, claim, decoys, facts, ledger, policy, render, report, scanner, word
from tests.papers.world import DAY, Filing

NAMES = {
    "policy": ["保险单", "电子保单", "附件1", "scan_0{n}", "承保资料", "doc{n}"],
    "service_report": ["服务报告{n}", "附件{n}", "现场材料{n}", "report-{n}", "第{n}次服务"],
    "fee_ledger": ["台账", "费用", "附表", "ledger"],
    "claim_record": ["理赔", "赔案", "附件9", "claims"],
    "application": ["投保资料", "附件0"],
    "invoice": ["发票", "缴费"],
    "notice": ["文件", "有关通知"],
}
ZONE = dt.timezone(dt.timedelta(hours=8))


class Folder:
    """One filing's folder being filled."""

    def __init__(self, filing: Filing, path: Path) -> None:
        self.f, self.path = filing, path
        self.files: list[dict[str, Any]] = []
        self.documents: list[dict[str, Any]] = []
        path.mkdir(parents=True, exist_ok=True)

    def add(
        self,
        kind: str,
        ending: str,
        data: bytes,
        uploaded: dt.datetime,
        layout: str,
        truth: dict[str, Any],
        rendering: str = "digital",
    ) -> str:
        """Writes one paper and its truth."""
        n = len(self.files) + 1
        stem = self.f.rng.choice(NAMES[kind]).format(n=n)
        name = f"{stem}.{ending}" if not (self.path / f"{stem}.{ending}").exists() else f"{stem}_{n}.{ending}"
        (self.path / name).write_bytes(data)
        stamp = uploaded.replace(tzinfo=ZONE).isoformat()
        self.documents.append(
            {"file": name, "uploaded_at": stamp, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        )
        self.files.append(
            {
                "path": name,
                "kind": kind,
                "layout": layout,
                "rendering": rendering,
                "text_layer": "ok" if rendering == "digital" else "none",
                "uploaded_at": stamp,
                **truth,
            }
        )
        return name


def write_policy(folder: Folder) -> None:
    """The policy as PDF, DOCX, scan or photographs."""
    f, paper = folder.f, policy.Policy(folder.f)
    blocks = paper.blocks()
    truth: dict[str, Any] = {
        "fields": paper.truth(),
        "coverages": [{k: float(v) if k == "premium" else v for k, v in c.items()} for c in f.coverages],
        "special_agreements": [{"text": t, "topic": topic} for topic, t in f.agreements],
    }
    way = f.rng.random()
    layout = f"policy-{paper.structure}+{paper.form}"
    if way < 0.08:
        folder.add("policy", "docx", word.to_docx(blocks, f.rng), f.policy_uploaded, layout, truth)
        return
    wide = f.rng.random() < 0.07
    pdf = render.to_pdf(render.full_width(blocks) if wide else blocks, f.rng, landscape=f.rng.random() < 0.12)
    boxes.ground(truth["fields"], pdf)
    if way < 0.15:
        folder.add(
            "policy",
            "pdf",
            scanner.scan(pdf, f.rng, f.policy["insurer"] if f.rng.random() < 0.6 else None),
            f.policy_uploaded,
            layout,
            truth,
            "scan",
        )
    elif way < 0.18:
        folder.add("policy", "pdf", scanner.mixed(pdf, f.rng), f.policy_uploaded, layout, truth, "mixed")
    elif way < 0.20:
        pages = scanner.pictures(pdf, f.rng, f.policy["insurer"])
        for n, page in enumerate(pages, 1):
            name = f"保单_{n}.jpg"
            (folder.path / name).write_bytes(page)
            stamp = f.policy_uploaded.replace(tzinfo=ZONE).isoformat()
            folder.documents.append(
                {"file": name, "uploaded_at": stamp, "size": len(page), "sha256": hashlib.sha256(page).hexdigest()}
            )
            folder.files.append(
                {
                    "path": name,
                    "kind": "policy",
                    "layout": layout,
                    "rendering": "photo",
                    "text_layer": "none",
                    "uploaded_at": stamp,
                    **(truth if n == 1 else {}),
                }
            )
    else:
        folder.add("policy", "pdf", pdf, f.policy_uploaded, layout, truth)


def write_reports(folder: Folder) -> None:
    """Each service report as PDF or DOCX."""
    f = folder.f
    for facts_of_report in f.reports:
        paper = report.Report(f, facts_of_report)
        blocks = paper.blocks()
        docx = f.rng.random() < 0.5
        data = word.to_docx(blocks, f.rng) if docx else render.to_pdf(blocks, f.rng)
        truth = paper.truth()
        if not docx:
            boxes.ground(truth["fields"], data)
        folder.add("service_report", "docx" if docx else "pdf", data, facts_of_report["uploaded"], "report", truth)


def write_rest(folder: Folder) -> None:
    """Ledger, claims and decoys."""
    f = folder.f
    day = f.policy_uploaded
    if f.ledger:
        ending, data, rows = ledger.build(f)
        folder.add(
            "fee_ledger",
            ending,
            data,
            dt.datetime.combine(max(r["date"] for r in f.ledger), dt.time(15)) + DAY,
            "ledger",
            {"rows": rows},
        )
    if f.claims:
        ending, data, rows = claim.build(f)
        folder.add(
            "claim_record",
            ending,
            data,
            dt.datetime.combine(max(c["uploaded"] for c in f.claims), dt.time(16)),
            "claim",
            {"rows": rows},
        )
    for kind, chance, make in [
        ("application", 0.3, decoys.application),
        ("application", 0.12, decoys.quotation),
        ("invoice", 0.3, decoys.receipt),
        ("notice", 0.15, decoys.notice),
    ]:
        if f.rng.random() < chance:
            docx = f.rng.random() < 0.5
            blocks = make(f)
            folder.add(
                kind,
                "docx" if docx else "pdf",
                word.to_docx(blocks, f.rng) if docx else render.to_pdf(blocks, f.rng),
                day,
                make.__name__,
                {},
            )


def finish(folder: Folder) -> None:
    """Shuffles the order of arrival and writes manifest.json and truth.json."""
    f = folder.f
    review = (
        max(dt.datetime.fromisoformat(d["uploaded_at"]) for d in folder.documents).date() + f.rng.randrange(3, 30) * DAY
    )
    f.rng.shuffle(folder.documents)
    manifest = {"filing_id": f.name, "review_date": review.isoformat(), "documents": folder.documents}
    truth = {
        "filing_id": f.name,
        "review_date": review.isoformat(),
        "jurisdiction": {"label": f.label, "province_city": f.place, "region_code": f.region, "rule_set": f.rule_set},
        "files": folder.files,
        "expected_findings": f.findings,
        "also_acceptable": sorted(f.also),
        "near_misses": sorted(set(f.near)),
    }
    for name, content in (("manifest.json", manifest), ("truth.json", truth)):
        (folder.path / name).write_text(json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n", "utf-8")


def reuse_number(first: Filing, second: Filing) -> None:
    """Gives the second filing the first one's policy number on every paper."""
    old, new = second.policy["policy_no"], first.policy["policy_no"]
    for item in [second.policy, *second.reports, *second.ledger, *second.claims]:
        if item["policy_no"] == old:
            item["policy_no"] = new
    for a, b in ((first, second), (second, first)):
        a.found("policy_no_reused", policy_no=new, other_filing=b.name)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--set", choices=["A", "B"], default="A")
    parser.add_argument("outdir", type=Path)
    a = parser.parse_args()
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    filings = [facts.draw(f"{a.set}{i:03d}", f"{a.seed}/{a.set}/{i}", a.set) for i in range(1, a.count + 1)]
    free = [f for f in filings if 0 < len(f.findings) < 3 and not f.has("report_policy_no_mismatch")]
    pairs = random.Random(f"{a.seed}/{a.set}/pairs").sample(free, min(len(free) // 2 * 2, 2 * (a.count // 30)))
    for first, second in zip(pairs[::2], pairs[1::2], strict=True):
        reuse_number(first, second)
    for f in filings:
        folder = Folder(f, a.outdir / f.name)
        write_policy(folder)
        write_reports(folder)
        write_rest(folder)
        finish(folder)


if __name__ == "__main__":
    main()
