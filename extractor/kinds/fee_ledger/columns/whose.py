"""Whose money it was and who was paid: the columns of policies and of payees, by what their cells hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from importlib import resources

import yaml

from extractor.evidence.columns import Columns
from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.columns.roles import is_body, is_entry
from extractor.values import organisation


def is_payee_like(unit: Unit) -> bool:
    return is_body(unit) or _BODY_END.search(unit.text.strip()) is not None


def _words() -> Mapping[str, str]:
    """What ``whose.yaml`` lists, each list as the choices of a pattern."""
    raw = yaml.load(
        resources.files(__package__).joinpath("whose.yaml").read_bytes(),
        Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),
    )
    return {name: "|".join(words) for name, words in raw.items()}


WORDS = _words()
_PAID = WORDS["paid"]
LEAD = re.compile(rf"^(?:{_PAID})+(?=[\u4e00-\u9fff（(]{{4}})")
_ITS_DAY = re.compile(r"^(?:(?:20)?\d\d年)?\d{1,2}月\d{1,2}[日号][，,]?(?=[\u4e00-\u9fff]{4})")
_PURPOSE = re.compile(r"^[\u4e00-\u9fffA-Za-z\d]{2,}?(?:费用?|款项?)(?=[\u4e00-\u9fff]{4})")
"""What was paid for before who was paid: 付三月排查费某某公司; no 费县 of a name."""
BODIES = WORDS["bodies"]
"""What bodies without a legal form end in, whom small sums are paid."""
_PLAIN_BODY = re.compile(rf"(?:{_PAID})(?P<name>[\u4e00-\u9fff]{{2,24}}?(?:{BODIES}))(?!培训(?![费款])|[会校院])")
_BANK = WORDS["banks"]
_ACCOUNT = re.compile(
    rf"[\s,，;；:：/、()（）\[\]\-]*(?:开户|账号|帐号|账户|帐户|行号|户名|[\u4e00-\u9fff]{{0,14}}(?:{_BANK})|\d).*",
    re.S,
)
_THEN_BANK = re.compile(
    r"\s*(?P<name>[\u4e00-\u9fff（）()]{4,30}?(?:公司|中心|学校|学院|协会|学会|部|店|社|室|所|院|站|队|厂|局))"
    rf"(?=\s*[\u4e00-\u9fff]{{0,14}}(?:{_BANK})\D{{0,24}}\d[\d ]{{7,}})",
    re.S,
)


def paid_in(text: str) -> tuple[int, int] | None:
    """(start, stop) of the body that the words of an entry say was paid; None where they name none or another one.

    >>> [t[slice(*paid_in(t))] for t in ("付某某安达技术有限公司排查费", "支付培训费（某某安培学校）", "付三月排查费某某安评有限公司")]
    ['某某安达技术有限公司', '某某安培学校', '某某安评有限公司']
    >>> paid_in("为某某化工有限公司排查"), paid_in("计提预防费")
    (None, None)
    """
    pays = _PAYS.search(text)
    for _, stop, name in organisation.find_all(text):
        bare = name[without_lead(name) :]
        opened = max(bare.rfind("("), bare.rfind("（"))
        if opened >= 0 and ")" not in bare[opened:] and "）" not in bare[opened:]:
            bare = bare[opened + 1 :]
        before = text[: stop - len(bare)]
        if (on := _GOES_ON.match(text, stop)) is not None and not bare.endswith("公司"):
            bare, stop = bare + on[0], on.end()  # 矿山 | 救护大队
        if pays and (_BEFORE_PAID.search(before) or (before.endswith(("(", "（", "-", "—", ":", " ")))):
            return stop - len(bare), stop
        if _SERVES.search(bare) and not _FOR.search(before):
            return stop - len(bare), stop
    match = _PLAIN_BODY.search(text) or (_BRACKETED.search(text) if pays else None)
    return None if match is None else match.span("name")


def without_lead(name: str) -> int:
    """Where the name of who was paid begins, behind a day, a word of paying and what was paid for.

    >>> t = "2025年5月16日支付某某安全评价有限公司"
    >>> t[without_lead(t):]
    '某某安全评价有限公司'
    """
    start = 0
    for _ in range(3):
        cut = _ITS_DAY.match(name[start:]) or LEAD.match(name[start:]) or _PURPOSE.match(name[start:])
        start += cut.end() if cut else 0
    return start


_GOES_ON = re.compile(
    "(?:救护|救援|消防|应急|抢险|职工|职业|技工|安全)[\u4e00-\u9fff]{0,8}?(?:大队|支队|中队|队|学校|中心|基地|站)"
)
_PAYS = re.compile(f"{_PAID}|费|款|[→⇒➜]")
_BEFORE_PAID = re.compile(rf"(?:{_PAID}|[费款]用?|[→⇒➜]\s*)$")
_FOR = re.compile("[为对赴到在]$|收到?$")
_BRACKETED = re.compile(
    r"[（(](?:收款(?:方|人|单位)?[:：])?(?P<name>[\u4e00-\u9fff]{4,24}(?:中心|学校|学院|协会|学会|部|店|社|室|所|院|站|队|厂))[)）]"
)


def without_account(text: str) -> tuple[int, int]:
    """(start, stop) of who is paid in a cell that tells the bank and the account too.

    >>> t = "某某安达技术有限公司 账号6222020200"
    >>> t[slice(*without_account(t))]
    '某某安达技术有限公司'
    """
    whole = len(text) - len(text.lstrip()), len(text.rstrip())
    if not any(c.isdigit() for c in text):
        return whole
    if (told := _THEN_BANK.match(text)) is not None:
        return told.span("name")
    bodies = organisation.find_all(text)
    if not bodies:
        return whole
    start, stop, _ = bodies[0]
    lead = _ACCOUNT_NAME.match(text)
    if start <= (lead.end() if lead else whole[0]) and _ACCOUNT.fullmatch(text[stop:]):
        return start, stop
    return whole


_ACCOUNT_NAME = re.compile(r"\s*(?:户名|名称|收款人|收款单位|单位名称|账户名|全称)\s*[:：]?\s*")


def without_work(name: str) -> str:
    """The name of who was paid without what for in brackets behind it.

    >>> without_work("某某安全技术有限公司（排查）"), without_work("某某事务所（普通合伙）")
    ('某某安全技术有限公司', '某某事务所（普通合伙）')
    """
    return _WORK_BEHIND.sub("", name)


_WORK_BEHIND = re.compile(rf"(?<=[\u4e00-\u9fff])\s*[（(][^（）()]{{0,8}}(?:{WORDS['work']})[^（）()]{{0,6}}[)）]\s*$")


def paid_behind_item(text: str) -> tuple[int, int] | None:
    """(start, stop) of who was paid in a cell that tells before it what for; None where the cell is a name, or no sentence of paying.

    >>> t = "排查服务费（付某某安达技术有限公司）"
    >>> t[slice(*paid_behind_item(t))], paid_behind_item("某某安达（北京）技术有限公司")
    ('某某安达技术有限公司', None)
    """
    paid = paid_in(text)
    return paid if paid is not None and _LED_TO.search(text[: paid[0]]) else None


def body_apart(text: str) -> tuple[int, int] | None:
    """(start, stop) of who was paid in a cell that holds what for beside it, set off by a blank or a dash; None where it is a name alone.

    >>> [t[slice(*body_apart(t))] for t in ("某某安达评价有限公司 复工检查", "潜水培训-某某航运技工学校")], body_apart("某某安达评价有限公司")
    (['某某安达评价有限公司', '某某航运技工学校'], None)
    """
    if (paid := _SIDE_FIRST.fullmatch(text)) is not None and _is_body_like(paid["name"]):
        return paid.span("name")
    for form in (_THEN_WHAT, _WHAT_FIRST):
        match = form.fullmatch(text)
        if match is not None and _is_body_like(match["name"]) and not _is_body_like(match["what"]):
            return match.span("name")
    return None


def serves_apart(text: str) -> tuple[int, int] | None:
    """(start, stop) of such a body that by its name gives no work of its own to insure: a school, a station.

    >>> t = "某某职业教育中心 安全员培训"
    >>> t[slice(*serves_apart(t))], serves_apart("某某化工有限公司 现场排查")
    ('某某职业教育中心', None)
    """
    place = body_apart(text)
    if place is None or _FOR.search(text[: place[0]]):
        return None
    return place if re.search(f"(?:{BODIES})$", text[: place[1]]) or _SERVES.search(text, *place) else None


def _is_body_like(text: str) -> bool:
    return bool(organisation.find_all(text)) or _BODY_END.search(text.strip()) is not None


_SET_OFF = r"(?:\s+|\s*[-—－–:：/、→⇒➜]\s*)"
_NAME = r"(?P<name>[\u4e00-\u9fff（）()]{5,40})"
_WORK = WORDS["work"]
_THEN_WHAT = re.compile(rf"\s*{_NAME}{_SET_OFF}(?P<what>[\u4e00-\u9fff][^\n]{{1,24}})\s*")
_WHAT_FIRST = re.compile(rf"\s*(?P<what>[^\n]{{0,20}}(?:{_WORK})[^\n]{{0,10}}?){_SET_OFF}{_NAME}\s*")
_SIDE_FIRST = re.compile(r"\s*[支付]\s*[:：\s]\s*(?P<name>[\u4e00-\u9fff（）()]{4,40})\s*")
"""Which side of the book it is, before who is paid: 支 某某安全服务有限公司."""
_LED_TO = re.compile(rf"[费款用][^\n]{{0,2}}?[（(:：，,；;\s](?:{_PAID}|收款(?:方|人|单位)?[:：]?)?[:：]?$")


def stands_alone(unit: Unit) -> bool:
    """Whether a cell is the name of a body and little else: no sentence that names one."""
    text = "".join(unit.text.split())
    if LEAD.match(text):
        return False
    names = [name for _, _, name in organisation.find_all(text)]
    if names:
        rest = text.removeprefix(names[0])
        if rest != text and _GOES_ON.fullmatch(rest):
            return True  # 矿山 | 救护队
        return len(names[0]) >= 0.7 * len(text) or without_account(text) != (0, len(text))
    return _BODY_END.search(text) is not None


def with_payee(cols: Columns) -> Columns:
    """The payee's column by its cells where no header tells it: bodies that change from entry to entry, or that stand
    only beside what was spent."""
    if (named := cols.roles.get("payee")) is not None and _OF_ACCOUNTS.search(cols.header[named]):
        cols = replace(cols, roles={name: c for name, c in cols.roles.items() if c != named})
    if "payee" in cols.roles:
        return _without_holder(cols)
    if "payee2" in cols.roles:
        return cols
    rows = [row for row in cols.rows if is_entry(row)]
    fixed = {c for name, c in cols.roles.items() if name not in ("item", "client", "voucher", "direction")}
    best: tuple[float, int] | None = None
    for c in range(cols.table.n_cols):
        cells = [row[c] for row in rows if c in row and row[c].text.strip(" /—-无")]
        if c in fixed or not cells or meaning(cols.header[c]).any("holder", "insured"):
            continue
        if 2 * sum(organisation.is_insurer("".join(u.text.split())) for u in cells) > len(cells):
            continue  # whose fund it is, whatever its header is
        share = sum(map(stands_alone, cells)) / len(cells)
        names = {"".join(u.text.split()) for u in cells}
        one = len(names) == 1 and len(cells) == len(rows) and len(rows) > 1
        if share < 0.6 or (one and _SERVES.search(next(iter(names))) is None):
            continue
        score = share + 0.3 * (len(cells) < len(rows)) + 0.2 * (len(names) > 1)
        if best is None or score > best[0]:
            best = (score, c)
    if best is None:
        return cols
    return replace(cols, roles={name: c for name, c in cols.roles.items() if c != best[1]} | {"payee": best[1]})


_OF_ACCOUNTS = re.compile("科目")
"""Over accounts of the books, which nobody is: 对方科目 银行存款."""


def _without_holder(cols: Columns) -> Columns:
    """The columns with the payee's where another names in every line whose account it is: 户名 beside 收款方, which what was
    extracted leaves empty."""
    holder = cols.roles["payee"]
    rows = [row for row in cols.rows if is_entry(row)]
    if _GETS.search(cols.header[holder]) or not all(_is_filled(row.get(holder)) for row in rows):
        return cols
    taken = {c for name, c in cols.roles.items() if name != "payee2"}
    for c in range(cols.table.n_cols):
        served = [_is_filled(row.get(c)) for row in rows]
        gets = _GETS.search(cols.header[c]) is not None and meaning(cols.header[c]).any("payee")
        if c not in taken and gets and any(served) and not all(served):
            roles = {name: k for name, k in cols.roles.items() if k != c}
            return replace(cols, roles={"client": holder} | roles | {"payee": c})
    return cols


def _is_filled(unit: Unit | None) -> bool:
    return unit is not None and bool(unit.text.strip(" /—-无"))


_GETS = re.compile("[收受付领]|对方|往来")


# Bodies without a legal form that are paid for a service: a school, a shop, a station
_BODY_END = re.compile(
    r"^(?=(?:.*[\u4e00-\u9fff]){5})[^，。；]{0,30}(?:学校|学院|中心|基地|协会|学会|院|所|站|部|厂|店|行|社|队|局)$"
)


_SERVES = re.compile(WORDS["serves"])
"""What the name of a body tells that is paid for accident prevention, even where it alone is paid."""
