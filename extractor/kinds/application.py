"""投保单 (application): a request for cover. It looks like a policy and binds nobody.

Its fields never enter a policy's facts.
Who asks is told by the words for an applicant, else by a plain label (客户名称, 企业名称), else by the sentence that
asks for cover, else by being the one enterprise named that neither insures nor only is insured.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from extractor.evidence import parties
from extractor.evidence.candidates import Candidate, by_slot, ranked
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.kinds.base import Extracted, put
from extractor.kinds.policy import addresses, credit_codes, place
from extractor.record import Reading
from extractor.values import organisation

KIND = "application"

_OTHERS = "insurer agency branch expert contact insured insured_count"
PLAIN = formula("client|enterprise", "client", _OTHERS + " number date uscc address")
ASKED_OF = formula("insurer|agency|branch", none_of="holder insured")
ONLY_INSURED = formula("insured", none_of="holder")

_ASKS = re.compile(
    r"^\s*(?:[（(][^）)]{0,90}[）)])?\s*[，,]?\s*(?:现|特|兹|自愿|拟|申请|意向|计划|愿意?|决定|要求|就|为)"
    r"[^。；;]{0,40}(?:投保|参保|要保|承保|保险)"
)
_ASKED = re.compile(r"(?:致|呈|向|拟向|送)\s*[:：]?\s*$")
_ADDRESS_AFTER = re.compile(
    r"(?:住所地?|地址|厂址|经营地|所在地|场所|坐落(?:于|在)|位于)[:：]?(?:为|是|在)?"
    r"(?P<place>[\u4e00-\u9fff]{2,8}(?:省|市|自治区)[^，。；;,\s（()）]{5,40})"
)


def extract(sheet: Sheet) -> Extracted:
    """policyholder, uscc, address and place."""
    fields: dict[str, Reading[Any]] = {}
    named = parties.bodies(sheet)
    put(fields, "policyholder", _holders(sheet, named))
    put(fields, "uscc", _codes(sheet, named, fields))
    put(fields, "address", addresses(sheet) or _addresses_in_prose(sheet))
    place(fields, named, sheet)
    return Extracted(fields)


def _holders(sheet: Sheet, named: Sequence[Candidate]) -> list[Candidate]:
    labelled = [*parties.named_or_slot(sheet, named, parties.HOLDER), *parties.in_role(sheet, named, parties.BOTH)]
    others = _others(sheet, named)
    if not labelled or max(c.score for c in labelled) < 0.6:
        # A shop has no legal form to be known by; a plain label beside it is enough
        labelled += [c.plus(-0.2) for c in by_slot(sheet, PLAIN, _shop, least=0.7, least_coverage=0.75)]
    return ranked([*labelled, *others])


def _others(sheet: Sheet, named: Sequence[Candidate]) -> list[Candidate]:
    """Enterprises with no applicant's label, by what else speaks for them; never above one that has it."""
    times: dict[str, int] = {}
    for body in named:
        times[body.value] = times.get(body.value, 0) + 1
    out = []
    for body in named:
        if organisation.is_insurer(body.value) or re.search("保险|经纪|公估|银行", body.value):
            continue
        label = sheet.label(body.unit, body.start)
        before, after = body.unit.text[: body.start], body.unit.text[body.stop :]
        if label.score(ASKED_OF)[0] >= 0.7:
            continue
        score = 0.3 + 0.04 * min(3, times[body.value] - 1)
        if _ASKS.match(after):
            score += 0.25
        elif (plain := label.score(PLAIN)[0]) >= 0.6:
            score += 0.25 * plain
        if label.score(ONLY_INSURED)[0] >= 0.7:
            score -= 0.1
        elif _ASKED.search(before[-6:]):
            score += 0.05  # an offer is addressed to the enterprise; an insurer has been left out above
        out.append(Candidate(body.value, body.unit, body.start, body.stop, score, "form"))
    return out


def _shop(text: str) -> str | None:
    bare = re.split(r"\s{2,}", text.strip())[0]
    known = re.fullmatch(
        r"[\u4e00-\u9fff（）()·]{3,25}(?:店|点|部|坊|铺|户|行|场|站|社|厂|矿|库|队|园|中心|公司)", bare
    )
    return bare if known and not organisation.is_insurer(bare) else None


def _codes(sheet: Sheet, named: Sequence[Candidate], fields: dict[str, Reading[Any]]) -> list[Candidate]:
    """The applicant's code: not one that stands beside the insurer's, an agency's or only the insured's name."""
    holder = fields["policyholder"].value if "policyholder" in fields else None
    several = {b.value for b in named if not organisation.is_insurer(b.value)} - {holder}
    codes = credit_codes(sheet, {})
    out = []
    for code in codes:
        label = sheet.label(code.unit, code.start)
        if max((ASKED_OF.score(meaning(t)) for t, _, how in label.options if how == "inline"), default=0.0) >= 0.6:
            continue
        owner = _owner(named, code, codes)
        if organisation.is_insurer(owner):
            continue
        mine = 0.15 if owner == holder and holder is not None else 0.0
        theirs = 0.2 if several and (owner in several or label.score(ONLY_INSURED)[0] >= 0.7) else 0.0
        out.append(code.plus(mine - theirs))
    return ranked(out)


def _owner(named: Sequence[Candidate], code: Candidate, codes: Sequence[Candidate]) -> str:
    """Whose code it is: the party called 甲方 or 乙方 as the code is, else the body named before it.

    Where several names are followed by as many codes, they go by order.
    """
    alias = re.search("[甲乙丙]方", code.unit.text[: code.start])
    if alias is not None:
        called = [b for b in named if alias[0] in b.unit.text[: b.start]]
        if called:
            return str(called[0].value)
    at = _place(code)
    earlier = sorted((b for b in named if _place(b) < at and b.unit.index >= code.unit.index - 4), key=_place)
    if not earlier:
        return ""
    before = [_place(c) for c in codes if _place(c) < at]
    run = [b for b in earlier if _place(b) > max((c for c in before if c < _place(earlier[-1])), default=(-1, -1))]
    since = [c for c in before if c > _place(earlier[-1])]
    after = [c for c in codes if _place(c) > at and not any(at < _place(b) < _place(c) for b in named)]
    if len(run) == len(since) + 1 + len(after):
        return str(run[len(since)].value)
    return str(earlier[-1].value)


def _place(c: Candidate) -> tuple[int, int]:
    return c.unit.index, c.start


def _addresses_in_prose(sheet: Sheet) -> list[Candidate]:
    found = []
    for unit in sheet.units:
        for match in _ADDRESS_AFTER.finditer(unit.text):
            found.append(Candidate(match["place"], unit, match.start("place"), match.end("place"), 0.5, "prose"))
    return ranked(found)
