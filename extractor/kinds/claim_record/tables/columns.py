"""Sums, names and numbers of claims whose columns no header told, by what their cells hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from extractor.evidence.columns import (
    NOTHING,
    Columns,
    has_date,
    is_money,
)
from extractor.evidence.concepts import meaning
from extractor.kinds.claim_record.meaning.words import ASKS as _ASKS
from extractor.kinds.claim_record.meaning.words import PAYS as _PAYS
from extractor.kinds.claim_record.meaning.words import WHO as _WHO
from extractor.kinds.claim_record.meaning.words import bare_who, is_estimate, part_of_paid
from extractor.kinds.fee_ledger.columns.roles import is_number_like
from extractor.kinds.fee_ledger.columns.sums import number_in
from extractor.values import person

_OTHER_SUM = re.compile("保费|限额|保额|免赔|估|预计|准备金|未决|年龄|人数|天数|次数|比例|%|序|年|月|费用")


def with_sums(cols: Columns, roles: dict[str, int]) -> dict[str, int]:
    """The columns of sums that no header tells: of two, what was claimed is never less than what was paid; one alone is paid."""
    if "paid" in roles and part_of_paid(cols.header[roles["paid"]]) == 0.0:
        roles = {name: c for name, c in roles.items() if name != "paid"}  # 企业先行支付 is nothing the insurer paid
    if "paid" in roles and _GUESSED.search(cols.header[roles["paid"]]):
        roles = {name: c for name, c in roles.items() if name != "paid"}  # 预估赔款 is put aside for an open claim
    roles = _asked_for(cols, _really_paid(cols, roles))
    if (whole := _paid_in_all(cols, roles)) is not None:
        roles = {name: c for name, c in roles.items() if c != whole} | {"paid": whole}
    if (asked := roles.get("claimed")) is not None and is_estimate(cols.header[asked]):
        roles = {name: c for name, c in roles.items() if name != "claimed"}
    if "paid" in roles:
        return roles | _asked(cols, roles)
    for c in range(len(cols.header)):
        if part_of_paid(cols.header[c]) == 0.0:
            continue
        if c not in roles.values() and _PAYS.search(cols.header[c]) and not _ASKS.search(cols.header[c]):
            cells = [row[c] for row in cols.rows if c in row and not NOTHING.match(row[c].text)]
            if cells and all(is_money(u) and not has_date(u) for u in cells):
                return roles | {"paid": c} | _asked(cols, roles | {"paid": c})
    loose = {}
    for c in range(len(cols.header)):
        cells = [row[c] for row in cols.rows if c in row and not NOTHING.match(row[c].text)]
        if c in roles.values() or not cells or _OTHER_SUM.search(cols.header[c]) or part_of_paid(cols.header[c]) == 0.0:
            continue
        sums = [number_in(u) for u in cells if is_money(u)]
        if len(sums) >= 0.7 * len(cells) and any(n is not None and (n >= 100 or n != int(n)) for n in sums):
            loose[c] = [number_in(row.get(c)) for row in cols.rows]
    if len(loose) == 1:
        return roles | {"paid": next(iter(loose))}
    if len(loose) == 2 and "claimed" not in roles:
        (a, first), (b, second) = loose.items()
        pairs = [(x, y) for x, y in zip(first, second, strict=True) if x is not None and y is not None]
        if pairs and all(x >= y for x, y in pairs) and any(x > y for x, y in pairs):
            return roles | {"claimed": a, "paid": b}
        if pairs and all(x <= y for x, y in pairs) and any(x < y for x, y in pairs):
            return roles | {"claimed": b, "paid": a}
    return roles


def _really_paid(cols: Columns, roles: dict[str, int]) -> dict[str, int]:
    """The columns with 实付金额 as what was paid, where another column that says so less is never below it: 核赔金额."""
    now = roles.get("paid")
    if now is None or _REALLY.search(cols.header[now]):
        return roles
    for c, words in enumerate(cols.header):
        if (
            c in roles.values()
            or not _REALLY.search(words)
            or not _PAYS.search(words)
            or part_of_paid(words) is not None
        ):
            continue
        pairs = [(number_in(row.get(now)), number_in(row[c])) for row in cols.rows if c in row and is_money(row[c])]
        if pairs and all(a is not None and b is not None and a >= b for a, b in pairs):
            return roles | {"paid": c}
    return roles


_REALLY = re.compile("实[付赔际支发]")


def _paid_in_all(cols: Columns, roles: Mapping[str, int]) -> int | None:
    """The column that in every line is the sum of what is taken for what was paid and of others: 医疗费用 | 死亡赔偿 | 应付合计."""
    part = roles.get("paid")
    for c, words in enumerate(cols.header):
        if c == part or not _IN_ALL.search(words) or _ASKS.search(words) or c in _others(roles, "paid"):
            continue
        lines = [(row, whole) for row in cols.rows if (whole := number_in(row.get(c))) is not None]
        parts = [
            k
            for k in range(c)
            if k not in _others(roles, "paid", "pay_date") and any(k in row and is_money(row[k]) for row, _ in lines)
        ]
        sums = [sum(number_in(row.get(k)) or 0 for k in parts) for row, _ in lines]
        whole_of_all = all(abs(a - b) <= _CENT for a, (_, b) in zip(sums, lines, strict=True))
        told = part in parts or any(_is_of_paid(cols.header[k]) for k in parts)
        if len(lines) > 1 and told and len(parts) > 1 and whole_of_all:
            return c
    return None


def _is_of_paid(header: str) -> bool:
    return _PAYS.search(header) is not None or bool(part_of_paid(header))


_IN_ALL = re.compile("合计|小计|总|共|应付|应赔|实付|实赔|赔款|赔付")
_CENT = Decimal("0.01")


def _others(roles: Mapping[str, int], *names: str) -> set[int]:
    """The columns of other roles; a column of sums may go for one of days by its header: 伤残赔款."""
    return {c for role, c in roles.items() if role not in names}


def _asked_for(cols: Columns, roles: dict[str, int]) -> dict[str, int]:
    """The columns with 要求赔付 as what was claimed, where another column of sums says 赔付 without such a word."""
    if (
        (asked := roles.get("claimed")) is not None
        and _GUESSED.search(cols.header[asked])
        and (
            other := next(
                (c for c, h in enumerate(cols.header) if c not in roles.values() and _DEMANDED.search(h)), None
            )
        )
        is not None
    ):
        roles = roles | {"claimed": other}  # what was asked for, not what the insurer put aside for it
    now = roles.get("paid")
    if now is None or "claimed" in roles or not _ASKS.search(cols.header[now]):
        return roles
    for c, words in enumerate(cols.header):
        if c in roles.values() or not _PAYS.search(words) or _ASKS.search(words) or part_of_paid(words) is not None:
            continue
        cells = [row[c] for row in cols.rows if c in row and not NOTHING.match(row[c].text)]
        if cells and all(is_money(u) and not has_date(u) for u in cells):
            return roles | {"claimed": now, "paid": c}
    return roles


def _asked(cols: Columns, roles: Mapping[str, int]) -> dict[str, int]:
    """The column of what was claimed, where no header tells it: the one other column of sums, never below what was paid."""
    if "claimed" in roles:
        return {}
    found = []
    for c in range(len(cols.header)):
        pairs = [
            (number_in(row[c]), number_in(row.get(roles["paid"]))) for row in cols.rows if c in row and is_money(row[c])
        ]
        told = [
            (a, b) for a, b in pairs if a is not None and b is not None
        ]  # of an open claim only what was asked is known
        whole = (
            told
            and all(a is not None for a, _ in pairs)
            and c not in roles.values()
            and not _OTHER_SUM.search(cols.header[c])
        )
        if whole and all(a >= b for a, b in told) and any(a > b for a, b in told):
            found.append(c)
    return {"claimed": found[0]} if len(found) == 1 else {}


def with_victim(cols: Columns, roles: dict[str, int]) -> dict[str, int]:
    """The column of the injured, where no known word of its header tells it: by what its words end in, else by its names."""
    now = roles.get("victim")
    if now is not None and meaning(cols.header[now]).has("victim"):
        return roles
    kind = roles.get("kind")
    if kind is not None and _WHO.search(cols.header[kind]) and not meaning(cols.header[kind]).has("victim"):
        roles = {name: c for name, c in roles.items() if name != "kind"}  # 受损害人 is nobody's 损害
    taken = {c for name, c in roles.items() if name != "victim"}
    best = (0.5, -1)
    for c in range(len(cols.header)):
        cells = [row[c].text.strip() for row in cols.rows if c in row and not NOTHING.match(row[c].text)]
        staff = _OF_STAFF.search(cols.header[c]) is not None or (len(cells) > 1 and len(set(cells)) == 1)
        if c in taken or not cells or (staff and not _WHO.search(cols.header[c])):
            continue
        share = sum(bool(person.parse_list(bare_who(t))) or "某" in t or "*" in t for t in cells) / len(cells)
        score = share + (_WHO.search(cols.header[c]) is not None and all(len(t) <= 12 for t in cells))
        if score > best[0]:
            best = (score, c)
    rest = {name: c for name, c in roles.items() if name != "victim"}
    return rest if best[1] < 0 else {**rest, "victim": best[1]}


_GUESSED = re.compile("估|准备金|未决|预计")
_DEMANDED = re.compile("索赔|索偿|申请|主张|诉求")
_OF_STAFF = re.compile(
    "查勘|经办|理赔|核[赔保]|审[核批]|联系|报案人|录入|操作|责任|负责|定损|复核|主管|收款|领款|处理人|制[表单]|填[表报]"
)
"""Who handled a claim or was paid, not who was hurt."""


NO_CLAIM_NUMBER = re.compile("银行|电话|手机|身份证|证件|账号|卡号|保单|保险单|合同|契约|凭证|信用代码")


def number_column(cols: Columns, roles: Mapping[str, int]) -> int | None:
    """A column of numbers each of which stands once: the claims' numbers, when no header names them."""
    taken = {c for name, c in roles.items() if name not in ("ordinal", "victim", "kind", "process")}
    for c in range(len(cols.header)):
        texts = [
            "".join(row[c].text.split())
            for row in cols.rows
            if c in row and not NOTHING.match(row[c].text) and not has_date(row[c])
        ]
        if c in taken or len(texts) < 2 or NO_CLAIM_NUMBER.search(cols.header[c]):
            continue
        if len(set(texts)) == len(texts) and all(
            re.fullmatch(r"(?:(?=(?:.*\d){5})|(?=.*[A-Z])(?=(?:.*\d){3}))[A-Za-z0-9\-/]{5,30}|[A-Z]{1,6}-?\d{3,}", text)
            for text in texts
        ):
            return c
    return None


def with_numbers(cols: Columns, roles: dict[str, int]) -> dict[str, int]:
    """The claims' numbers and the policies' the right way round: a claim's number stands once, a policy's comes again."""
    now = roles.get("report_no", roles.get("case_no"))
    if now is None or meaning(cols.header[now]).has("claim_no"):
        return roles
    texts = ["".join(row[now].text.split()) for row in cols.rows if now in row and not NOTHING.match(row[now].text)]
    rest = {name: c for name, c in roles.items() if name not in ("report_no", "case_no")}
    other = number_column(cols, {**rest, "policy": now}) if len(set(texts)) < len(texts) else None
    if other is None:
        return roles
    return {"policy_no": now, **{name: c for name, c in rest.items() if c != other}, "report_no": other}


def _reported_under(cols: Columns, roles: dict[str, int]) -> dict[str, int]:
    """The columns with 报案号 as the claim's number, where 立案号 or 赔案号 was taken for it and both stand in each line."""
    now = roles.get("report_no")
    if now is None or "报" in cols.header[now]:
        return roles
    taken = {c for name, c in roles.items() if name not in ("report_no", "case_no", "reported_date")}
    for c, words in enumerate(cols.header):
        if c == now or c in taken or _REPORT_NUMBER.fullmatch("".join(words.split())) is None:
            continue
        lines = [row for row in cols.rows if now in row]
        if lines and all(c in row and is_number_like(row[c]) for row in lines):
            return {name: k for name, k in roles.items() if k != c} | {"report_no": c}
    return roles


_REPORT_NUMBER = re.compile("报[案险](?:登记)?(?:编号|号码?|编码)")


def without_case_numbers(cols: Columns, roles: dict[str, int]) -> dict[str, int]:
    """The columns with the policies' number only where no header says that it is a claim's: of 立案号 and 报案号 neither numbers
    a policy, and the claim is called by the second, under which it was reported."""
    roles = _reported_under(cols, roles)
    number = roles.get("policy_no")
    if number is None or not (said := meaning(cols.header[number])).has("claim_no") or said.has("policy"):
        return roles
    left = {name: c for name, c in roles.items() if name != "policy_no"}
    now = roles.get("report_no")
    if now is None or ("报" in cols.header[number] and "报" not in cols.header[now]):
        left["report_no"] = number
    return left


def policy_column(cols: Columns, roles: Mapping[str, int]) -> int | None:
    """A column of long numbers that come again from line to line: of the policies, where no header names them."""
    taken = {c for name, c in roles.items() if name != "case_no" or "report_no" not in roles}
    for c in range(len(cols.header)):
        cells = [row[c] for row in cols.rows if c in row and not NOTHING.match(row[c].text)]
        texts = ["".join(unit.text.split()) for unit in cells]
        named = _OF_THE_POLICY.fullmatch("".join(cols.header[c].split())) is not None
        if c in taken or len(texts) < 2 - named or _NO_POLICY_NUMBER.search(cols.header[c]):
            continue
        if (named or len(set(texts)) < len(texts)) and all(
            is_number_like(u) and len(t) >= 10 for u, t in zip(cells, texts, strict=True)
        ):
            return c
    return None


_OF_THE_POLICY = re.compile("单证?(?:号码?|编号)")
"""What a paper of claims calls the policy's number short; a payment's would be told in full."""
_NO_POLICY_NUMBER = re.compile("电话|手机|身份证|证件|账号|卡号|信用代码|案|赔")
