"""The claim record: a table or one card a case; PDF, DOCX or XLSX."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook

from tests.papers import render, word, world, write
from tests.papers.render import Block
from tests.papers.world import Filing

REQUIRED = ["claim_no", "ledger_policy", "accident_date", "victim", "paid", "closed", "uploaded"]
OPTIONAL = ["reported_date", "claim_kind", "claimed"]
COLUMNS = (
    "report_no policy_no accident_date reported_date victim kind claimed paid closed_date uploaded".split()  # noqa: SIM905
)
NAMES = {"claim_no": "report_no", "ledger_policy": "policy_no", "claim_kind": "kind", "closed": "closed_date"}


def _told(f: Filing, case: dict[str, Any], text: Callable[[dict[str, Any], str], str]) -> str:
    """One case as a paragraph."""
    t = {c: text(case, c) for c in [*REQUIRED, "claim_kind"]}
    forms = [
        "{claim_no}：保单{ledger_policy}项下员工{victim}于{accident_date}作业时受伤（{claim_kind}），赔付金额{paid}，"
        "{closed}结案，{uploaded}上传平台。",
        "{accident_date}出险，伤者{victim}，报案号{claim_no}，保险单号{ledger_policy}，类别{claim_kind}。"
        "赔款{paid}已支付，结案日期{closed}，上传日期{uploaded}。",
    ]
    rare = [
        "案件号{claim_no}（合同号{ledger_policy}）：{victim}在{accident_date}的事故中受害，定为{claim_kind}，给付{paid}；"
        "本案于{closed}销案，{uploaded}推送监管平台。",
        "受害人{victim}，事发日{accident_date}，受理编号{claim_no}，所属合同{ledger_policy}，{claim_kind}案。"
        "核赔支付{paid}，{closed}终结，平台录入日为{uploaded}。",
    ]
    return f.rng.choice(forms if f.words == "A" else rare).format(**t)


def build(f: Filing) -> tuple[str, bytes, list[dict[str, Any]]]:
    """File ending, bytes, and the truth of its rows."""
    rng = f.rng
    columns = REQUIRED[:5] + rng.sample(OPTIONAL, rng.randrange(0, 4)) + REQUIRED[5:]
    if rng.random() < 0.3:
        rng.shuffle(columns)
    day, money = (
        write.date_style(rng),
        rng.choice([lambda v: f"{v:,.2f}", lambda v: f"{v:.2f}", lambda v: f"¥{v:,.2f}", lambda v: f"{v}元"]),
    )
    heads = [f.label_of(c) for c in columns]

    def text(case: dict[str, Any], column: str) -> str:
        value = case[NAMES.get(column, column)]
        return str(day(value) if hasattr(value, "year") else money(value) if column in ("paid", "claimed") else value)

    truth = [
        {
            "sheet": None,
            "row": None,
            **dict.fromkeys(COLUMNS),
            **{NAMES.get(c, c): world.plain(case[NAMES.get(c, c)]) for c in columns},
        }
        for case in f.claims
    ]
    title, form = (
        f.word("titles", "claim"),
        rng.choice(["pdf", "docx", "xlsx", "card_pdf", "card_docx", "told_pdf", "told_docx"]),
    )
    if form == "xlsx":
        workbook = Workbook()
        sheet = workbook.active
        assert sheet is not None
        if rng.random() < 0.7:
            sheet.append([title])
        sheet.append(heads)
        for row, case in zip(truth, f.claims, strict=True):
            sheet.append([float(case[c]) if c in ("paid", "claimed") else text(case, c) for c in columns])
            row.update(sheet=sheet.title, row=sheet.max_row)
        out = io.BytesIO()
        workbook.save(out)
        return "xlsx", out.getvalue(), truth
    blocks: list[Block] = [("title", title), ("para", f"{f.label_of('insurer_branch')}：{f.policy['insurer_branch']}")]
    if form.startswith("card"):
        style = rng.choice(["grid2", "grid4", "lines"])
        for i, case in enumerate(f.claims):
            blocks += [
                ("sub", f"案件{i + 1}"),
                ("fields", style, [(h, text(case, c)) for h, c in zip(heads, columns, strict=True)]),
            ]
    elif form.startswith("told"):
        blocks += [("para", _told(f, case, text)) for case in f.claims]
        for row in truth:
            row.update(dict.fromkeys(("claimed", "reported_date")))
    else:
        blocks.append(("table", [heads, *[[text(case, c) for c in columns] for case in f.claims]], 1, "full"))
    if form.endswith("docx"):
        return "docx", word.to_docx(blocks, rng), truth
    return "pdf", render.to_pdf(blocks, rng, landscape=True), truth
