"""The words of what a person reads in the terminal, Chinese and English; {} is filled in."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "returned": "退回", "accepted": "通过", "incomplete": "未能判定",
        "error": "错误", "warning": "警告", "note": "提示", "undecided": "待定", "satisfied": "符合",
        "not_applicable": "不适用", "filing": "案卷", "as_of": "审查日", "rule": "依据", "place": "位置",
        "page": "第{}页",
        "from": "{}起施行", "issued": "{}发布", "applied": "按{}适用", "dates": "（{}）", "doubtful": "（依据待核实）", "unread": "未能读取", "noted": "注意", "remedy": "处理",
        "none": "没有发现问题", "none_new": "没有新的发现", "colon": "：", "quote": "“{}”",
        "counts": "适用规则{rules_applicable}条：符合{satisfied}，违反{violated}，待定{undecided}",
        "total": "共{n}个案卷：通过{accepted}，退回{returned}，未能判定{incomplete}；"
        "材料{papers}份，其中{failed}份未能读取",
        "verdict": "【{}】", "bracketed": "［{}］", "papers": "材料", "departments": "归口部门", "goes_to": "{} {}项", "comma": "，",
        "no_policy": "没有认出保险单，无从判定",
        "step_fact": "读到", "step_rule": "依据", "step_arithmetic": "计算", "step_verdict": "结论",
        "undecided_title": "待定（材料未载明或未能确认，不作为通过）", "more": "另有{}项待定，用 --all 查看全部",
        "demand": "补正", "parts": "等{}个文件",
        "waived": "已豁免", "waiver": "豁免：{reason}（{author}，依据{clause}，至{expires}）", "known": "基线中已有的{}项不再列出，用 --all 查看",
    },
    "en": {
        "returned": "RETURNED", "accepted": "ACCEPTED", "incomplete": "UNDECIDED",
        "error": "error", "warning": "warning", "note": "note", "undecided": "undecided", "satisfied": "satisfied",
        "not_applicable": "not applicable", "filing": "Filing", "as_of": "as of", "rule": "rule", "place": "place",
        "page": "page {}", "from": "in force from {}", "dates": "({})", "issued": "issued {}", "applied": "applied as of {}", "doubtful": "(source to be verified)", "unread": "not read",
        "noted": "noted", "remedy": "remedy", "none": "nothing found", "none_new": "nothing new found", "colon": ": ", "quote": '"{}"',
        "counts": "{rules_applicable} rules apply: {satisfied} satisfied, {violated} violated, {undecided} undecided",
        "total": "{n} filings: {accepted} accepted, {returned} returned, {incomplete} undecided; "
        "{papers} papers, {failed} not read",
        "verdict": "[{}]", "bracketed": " [{}]", "papers": "papers", "departments": "departments", "goes_to": "{} ({})", "comma": ", ",
        "no_policy": "no policy recognised, nothing to judge by",
        "step_fact": "read", "step_rule": "rule", "step_arithmetic": "worked out", "step_verdict": "verdict",
        "undecided_title": "undecided (not a pass: the papers do not say, or not clearly)",
        "more": "{} more undecided; --all shows them",
        "demand": "to put it right", "parts": " and {} more files",
        "waived": "waived", "waiver": "waived: {reason} ({author}, by {clause}, until {expires})",
        "known": "{} known from the baseline are not shown; --all shows them",
    },
}  # fmt: skip

KINDS_ZH = {
    "policy": "保险单", "service_report": "事故预防服务报告", "fee_ledger": "预防费台账", "claim_record": "理赔记录",
    "notice": "通知文件", "application": "投保单", "invoice": "发票", "roster": "应保企业清单", "staff_list": "从业人员清单", "endorsement": "批单",
    "unknown": "未识别",
}  # fmt: skip
