"""Lists of hazards, ledgers and claims with columns in any order, under headers drawn from banks, with columns beside that tell nothing:
``python -m tests.strangers.shuffled 150 [first seed]`` says how many rows are read whole, and what of the others is wrong."""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from extractor import extract
from extractor.classify import KindGuess
from extractor.evidence.sheet import Sheet
from extractor.reading import read
from tests.strangers.kit import Paper, drawn, plain

DAYS = ("%d-%02d-%02d", "%d年%d月%d日", "%d.%d.%d", "%d/%d/%d")
HEADERS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "service_report": {
        "description": [
            "存在问题",
            "问题表述",
            "隐患事实",
            "发现情形",
            "查见情形",
            "现场缺陷",
            "短板弱项",
            "风险表现",
            "不合规情况",
            "违规点",
            "毛病",
            "观察发现",
            "隐患内容",
        ],
        "level": ["危险级", "轻重缓急", "隐患类型", "严重性", "档次", "分档", "类", "隐患等级", "风险分级", "大小"],
        "advice": [
            "怎么整",
            "治理办法",
            "改善建议",
            "纠偏措施",
            "应采取措施",
            "对应措施",
            "技术建议",
            "整改建议",
            "专家意见",
        ],
        "deadline": [
            "限改日",
            "办结限期",
            "约定完成",
            "完成节点",
            "须于何日前",
            "最晚日期",
            "计划日",
            "整改期限",
            "要求完成时间",
        ],
        "rectified": [
            "当前进展",
            "改没改",
            "闭环与否",
            "追踪结果",
            "整治结果",
            "后续",
            "复查情况",
            "整改情况",
            "完成情况",
        ],
    },
    "fee_ledger": {
        "date": ["支付日", "记账日期", "业务发生日", "日子", "付出日期", "入账时间", "办理日期"],
        "item": ["用项", "事由摘要", "内容说明", "干什么", "费用名目", "经济事项", "摘要", "服务内容"],
        "payee": ["给谁", "收款方名称", "对手方", "受领单位", "承办单位", "领款方", "供应商名称"],
        "in": ["进", "存入数", "增加额", "收进", "拨入金额", "计提数"],
        "out": ["出", "用去数", "减少额", "付出额", "使用金额", "支付数"],
        "amount": ["数额", "发生数", "金额(元)", "款数", "多少钱", "价款", "支付金额"],
        "balance": ["还剩", "余下", "账上剩余", "期末结余", "可用余额", "剩余数"],
        "voucher": ["票证号", "发票编号", "凭据", "附单号", "票号", "记账号"],
        "policy_no": ["保单", "所属保单", "单证号码", "对应合同", "保险单号", "承保编号"],
    },
    "claim_record": {
        "report_no": ["案号", "受理编号", "赔案流水号", "案件代码", "登记编号", "报案编码"],
        "policy_no": ["保单号", "所属保单", "承保编码", "保险凭证", "保险合同编号"],
        "victim": ["伤亡人", "受伤者", "当事职工", "遇险人员", "受害者姓名", "姓名"],
        "accident_date": ["事故时间", "出事日期", "事发日", "发生日", "受伤日期"],
        "reported_date": ["报案时间", "来电日", "接报日", "通知日期"],
        "claimed": ["索赔数", "诉求金额", "申请额", "主张金额", "请求赔付"],
        "paid": ["赔款", "实付赔款", "核定赔付额", "赔付数", "给付金额"],
        "closed_date": ["结案日", "办结时间", "案结日期", "了结日", "终结时间"],
        "uploaded": ["上传日", "报平台时间", "回传日期", "推送日期", "上报平台日"],
    },
}
COMPARED = {
    "service_report": ("hazards", "description level advice deadline rectified"),
    "fee_ledger": ("rows", "date kind policy_no payee amount"),
    "claim_record": ("rows", " ".join(HEADERS["claim_record"])),
}
_FOUND = [
    ("配电箱门缺失", "补装箱门", "一般"), ("储罐液位计失灵", "更换液位计", "重大"), ("消防栓箱被遮挡", "移开货物", "一般"),
    ("叉车刹车失效", "停用并修理", "重大"), ("砂轮机无护罩", "加装护罩", "一般"), ("氨压机安全阀超期未校", "送检安全阀", "重大"),
    ("楼梯间堆放杂物", "清理楼梯间", "一般"), ("除尘管道积灰未清", "制定清灰制度并清理", "一般"),
]  # fmt: skip
_STATES = [
    ("已整改", "未整改"), ("完成", "未完成"), ("√", "×"), ("已闭环", "在办"), ("改了", "没改"), ("整改完毕", "整改中"), ("合格", "不合格"),
]  # fmt: skip
_PEOPLE = ["王建国", "李秀英", "赵海涛", "钱素芬", "周大海", "孙小梅"]
_PAID = ["江苏安泽安全技术有限公司", "泰州职业培训学校", "海陵应急服务中心", "南通安评咨询有限公司"]
_HEAD = "泰州海陵机械铸造有限公司"
Line = dict[str, Any]


def _hazards(r: random.Random, policy: str) -> tuple[list[str], list[Line], list[str], list[str]]:
    names = [n for n in HEADERS["service_report"] if n in ("description", "deadline") or r.random() > 0.2]
    names = names if len(names) > 2 else list(HEADERS["service_report"])
    visit, state = date(2025, r.randint(2, 10), r.randint(1, 20)), r.choice(_STATES)
    lines: list[Line] = []
    for i, (what, advice, level) in enumerate(r.sample(_FOUND, r.choice([3, 4, 5]))):
        done = i == 0 or (i > 1 and r.random() < 0.6)
        lines.append({
            "description": what, "level": level, "advice": advice, "deadline": visit + timedelta(2 + i * 9),
            "rectified": done, " rectified": state[not done],
        })  # fmt: skip
    head = [
        f"受检单位：{_HEAD}  保单号：{policy}",
        f"检查单位：{_PAID[0]}  检查人：吴大伟  检查日期：{visit.isoformat()}",
    ]
    return names, lines, head, ["责任人", "部位", "标准依据", "回访人", "备注", "归口部门"]


def _entries(r: random.Random, policy: str) -> tuple[list[str], list[Line], list[str], list[str]]:
    sides, running, own = r.random() < 0.5, r.random() < 0.5, r.random() < 0.4
    names = ["date", "item", "payee", *(["in", "out"] if sides else ["amount"])]
    names += ["balance"] * running + ["policy_no"] * own + ["voucher"] * (r.random() < 0.5)
    left, lines = 0, []
    for i in range(r.choice([3, 4, 5, 6])):
        comes = i == 0 and (sides or running)
        amount = r.choice([6000, 9000, 12000]) if comes else r.choice([800, 1200, 1500, 950])
        left += amount if comes else -amount
        lines.append({
            "date": date(2025, 1 + 2 * i, 3 + 4 * i), "kind": "extract" if comes else "spend", "policy_no": policy,
            "payee": None if comes else r.choice(_PAID), "item": "按保费计提" if comes else r.choice(["隐患排查", "安全培训"]),
            "amount": float(amount), "in": float(amount) if comes else None, "out": None if comes else float(amount),
            "balance": float(left), "voucher": f"FP{10000 + 37 * i + r.randint(0, 30)}",
        })  # fmt: skip
    head = [f"投保单位：{_HEAD}" + ("" if own else f"  保单号：{policy}")]
    return names, lines, head, []


def _claims(r: random.Random, policy: str) -> tuple[list[str], list[Line], list[str], list[str]]:
    may_lack = ("reported_date", "claimed", "policy_no", "victim")
    names = [n for n in HEADERS["claim_record"] if n not in may_lack or r.random() > 0.3]
    lines = []
    for i in range(count := r.choice([2, 3, 4, 5])):
        day = date(2025, 1 + i, 3 + i)
        closed = day + timedelta(r.randint(40, 120))
        asked = r.randint(50, 900) * 100
        is_open = i == count - 1 and r.random() < 0.4
        lines.append({
            "report_no": f"LP25{1000 + i * 7:05d}", "policy_no": policy, "victim": _PEOPLE[i], "accident_date": day,
            "reported_date": day + timedelta(r.choice([0, 1, 2])), "claimed": float(asked),
            "paid": None if is_open else float(int(asked * r.uniform(0.6, 0.95))), "closed_date": None if is_open else closed,
            "uploaded": None if is_open else closed + timedelta(r.randint(1, 12)),
        })  # fmt: skip
    head = ["保险公司：海岳财产保险股份有限公司" + ("" if "policy_no" in names else f"  保单号：{policy}")]
    return names, lines, head, ["查勘员", "伤情", "备注", "事故地点"]


_BESIDE = {
    "责任人": _PEOPLE, "部位": ["一车间", "二车间", "仓库"], "标准依据": ["GB 50016", "GB 15577"], "回访人": ["周大海"], "备注": [""],
    "归口部门": ["生产部", "设备部"], "查勘员": ["吴大伟"], "伤情": ["骨折"], "事故地点": ["一车间"],
}  # fmt: skip
_MAKERS: Mapping[
    str, tuple[str, Callable[[random.Random, str], tuple[list[str], list[Line], list[str], list[str]]]]
] = {
    "service_report": ("安全隐患检查情况表", _hazards),
    "fee_ledger": ("安责险事故预防费用台账", _entries),
    "claim_record": ("安责险理赔登记表", _claims),
}


def made(kind: str, seed: int, form: str | None = None) -> Paper:
    """A paper of the kind and what its list says; the same seed makes the same paper."""
    r = random.Random(f"{kind}/{seed}")
    title, maker = _MAKERS[kind]
    names, lines, head, beside = maker(r, f"TZAZ32120220250{r.randint(1, 9999):04d}")
    shown = names[:1] + r.sample(names[1:], len(names) - 1) if kind == "fee_ledger" else r.sample(names, len(names))
    if "in" in shown:
        i, j = sorted((shown.index("in"), shown.index("out")))
        shown[i], shown[j] = "in", "out"
    day = r.choice(DAYS)
    grid = [[r.choice(HEADERS[kind][n]) for n in shown], *([_said(line, n, day) for n in shown] for line in lines)]
    for name in r.sample(beside, min(len(beside), r.randint(0, 2))):
        for i, row in enumerate(grid):
            row.append(name if i == 0 else _BESIDE[name][(i - 1) % len(_BESIDE[name])])
    table, columns = COMPARED[kind]
    told = tuple(
        tuple(line.get(n) if n in names or n in ("policy_no", "kind", "amount") else None for n in columns.split())
        for line in lines
    )
    blocks = [("title", title), *head, ("table", grid)]
    return Paper(f"{kind} {seed}", form or r.choice(["docx", "html", "pdf"]), blocks, kind, {}, columns, told, table)


def _said(line: Line, name: str, day: str) -> str:
    value = line.get(f" {name}", line[name])
    if isinstance(value, date):
        return day % (value.year, value.month, value.day)
    return "" if value is None else f"{value:,.2f}" if isinstance(value, float) else str(value)


def misses(paper: Paper) -> list[tuple[str, Any, Any]]:
    """(column, printed, read) of every cell that the list states and that was read otherwise, a lost row as one."""
    name, data = drawn(paper)
    document = read(data, name)
    record = extract(document, KindGuess(paper.kind, 1.0, ()), Sheet(document))
    names = paper.columns.split()
    got = [{n: plain(row.value(n)) for n in names} for row in record.tables.get(paper.table, ())]
    out: list[tuple[str, Any, Any]] = []
    if len(got) != len(paper.rows or ()):
        out.append(("rows", len(paper.rows or ()), len(got)))
    for printed, found in zip(paper.rows or (), got, strict=False):
        out += [
            (n, plain(v), found[n])
            for n, v in zip(names, printed, strict=True)
            if v is not None and found[n] != plain(v)
        ]
    return out


def main(count: int, first: int) -> None:
    for kind in HEADERS:
        wrong: Counter[str] = Counter()
        clean = 0
        for seed in range(first, first + count):
            missed = misses(made(kind, seed))
            clean += not missed
            wrong.update(f"{n} {'wrong' if read is not None else 'missing'}" for n, _, read in missed)
        print(f"{kind}: {clean}/{count} lists read whole {dict(wrong)}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
