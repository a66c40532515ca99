"""Who is named on a paper, and as what: bodies known by form, placed by the words beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.evidence.candidates import Candidate, by_slot, ranked
from extractor.evidence.concepts import Formula, formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit, strip_label
from extractor.values import organisation

_NAMED_AFTER = re.compile(r"^\s*[（(]\s*(?:以下)?(?:简?称)?(?:为|作)?\s*[“\"「]?([^”\"」）)]{2,12})")
_ALSO = re.compile(r"^\s*[（(]\s*(?:兼|暨|同时|亦|也|即|及)(?:为|是)?([^）)]{2,8})[)）]")
"""What a body is besides: 某某公司（兼被保险方）."""
_HAS_BODY = re.compile("公司|厂|矿|社|站|院|所|中心|集团|部|行|店|场|队|库|会|户")

HOLDER = formula(
    "holder", "enterprise", "insured insured_count date number proposal count contact address uscc insurer sign_off"
)
INSURED = formula("insured", "enterprise", "holder insured_count date number count contact address uscc insurer")
# "投保人/被保险人" names both at once
BOTH = formula("holder insured", "enterprise", "insured_count date number count contact address uscc")


_IS_LABEL = re.compile(r"\s*[:：]\s*\S")


def bodies(sheet: Sheet) -> list[Candidate]:
    """Every body named on the paper, in reading order; ``score`` is 0 until a role is asked for."""
    found = []
    for unit in sheet.units:
        if len(unit.text) > 1200 or not _HAS_BODY.search(unit.text):
            continue
        text = unit.text.replace("\n", " ")
        for start, stop, name in organisation.find_all(text):
            if "公司" not in name and _IS_LABEL.match(text, stop):
                continue  # "受检矿山：…" ends like a body and names none
            found.append(Candidate(name, unit, start, stop, 0.0, "form"))
    return _without_talk(found)


# Words of a sentence, not of a name: "感谢贵司选择楚衡财产保险股份有限公司"
_TALK_BEFORE = re.compile(
    r"[您你我贵该](?:们|司|公司|单位|企业|厂|矿|店|方)|感谢|欢迎|选择|委托|聘请|邀请|指定|通知|[已现]由"
)


def _without_talk(found: Sequence[Candidate]) -> list[Candidate]:
    """The same bodies; one that a sentence ran into is cut to the name that the paper gives elsewhere by itself."""
    alone = {
        name
        for c in found
        if not _TALK_BEFORE.search(c.value)
        for name in (c.value, organisation.split_insurer(c.value)[0])
        if len(name) >= 6
    }
    out = []
    for c in found:
        short = None
        if _TALK_BEFORE.search(c.value):
            fits = [n for n in alone if n in c.value and _TALK_BEFORE.search(c.value[: c.value.index(n)])]
            short = max(fits, key=len, default=None)
        if short is None:
            out.append(c)
        else:
            start = c.start + c.value.index(short)
            out.append(replace(c, value=c.value[c.value.index(short) :], start=start))
    return out


def in_role(
    sheet: Sheet, named: Sequence[Candidate], wanted: Formula, *, insurers: bool = False, least: float = 0.5
) -> list[Candidate]:
    """The bodies whose label satisfies ``wanted``, best first. Insurers are left out unless asked for."""
    out = []
    for body in named:
        if organisation.is_insurer(body.value) != insurers:
            continue
        score, how = sheet.label(body.unit, body.start).score(wanted)
        after = _NAMED_AFTER.match(body.unit.text[body.stop :])
        if after and (called := wanted.score(meaning(after[1]))) > score:
            score, how = called, "called"
        also = _ALSO.match(body.unit.text[body.stop :])
        if also and (called := wanted.score(meaning(also[1]))) > score:
            score, how = called, "called"
        if any(_is_kin(body, other) for other in named):
            score -= 0.2
        if score >= least:
            out.append(Candidate(body.value, body.unit, body.start, body.stop, score + 0.1, how))
    return ranked(out)


def _is_kin(body: Candidate, other: Candidate) -> bool:
    """Whether a body is named only as what belongs to the one before it: 某某公司及其全资子公司某某公司."""
    between = body.unit.text[other.stop : body.start] if other.unit is body.unit else ""
    return 0 < len(between) <= _LONGEST_KIN and organisation.KIN.fullmatch(between.strip()) is not None


_LONGEST_KIN = 20


def named_or_slot(sheet: Sheet, named: Sequence[Candidate], wanted: Formula) -> list[Candidate]:
    """Bodies in the role, else whatever stands beside a label of the role (a shop or a person without a legal form)."""
    found = in_role(sheet, named, wanted)
    loose = by_slot(sheet, wanted, plain_name, least=0.7, least_coverage=0.75)
    # The slot's text wins over a body cut out of the middle of it
    whole = []
    for c in loose:
        inside = [b for b in found if b.unit is c.unit and b.start >= c.start and b.stop <= c.stop + 1]
        if inside and _PLACE_OF_ITS.fullmatch(c.value.removeprefix(inside[0].value)):
            whole_name = replace(inside[0], value=c.value, start=c.start, stop=c.stop)
            found = [whole_name if b is inside[0] else b for b in found if b not in inside[1:]]
        if not inside and not _heads_a_block(c.unit):
            whole.append(c.plus(-0.15))
    return ranked([*found, *whole])


_PLACE_OF_ITS = re.compile(
    r"(?!.*公司.*公司)[\u4e00-\u9fff]{1,10}(?:煤矿|矿井|矿|厂|分厂|厂区|采石场|石场|采场|电站|加油站|库区?|项目部|车间|农场|林场|分公司|分店)"
)
"""What a company's name goes on with where one of its places takes the cover: 某某煤业有限公司长岩煤矿."""


def _heads_a_block(unit: Unit) -> bool:
    """Whether a cell stands beside several rows of labels with their values: it names a block of the form and nobody."""
    right = unit.right
    return (
        unit.cell is not None
        and unit.cell.rowspan > 1
        and unit.left is None
        and right is not None
        and right.right is not None
        and not right.tokens
        and len(right.text) <= 12
    )


SAME_AS = re.compile(
    r"^[（(]?\s*(?:同|与|和|as|same as)\s*(?:上述?|前述|the\s+)?\s*(?:投保|要保|被保险|被保|持有人|缔约|出资|[付缴交]费|甲方|holder|policyholder|insured|上|左|前|applicant)[^，。；;]{0,10}$",
    re.I,
)
"""A place of a name that says it is the other party's: 同投保人, 与投保人一致, same as policyholder."""


_BROKEN = re.compile(r"(?<=[\u4e00-\u9fff])\s*\n\s*(?=[\u4e00-\u9fff])")
"""Where a name goes on in the next line of its cell."""


_REMARK = re.compile(
    r"(?<=[\u4e00-\u9fff)）])\s*[（(](?:含|包括|包含|连同|及其|代[^表理]|受托|委托|由|详见|见|名单|共\d|等|原|曾用名|以下|下称|简称|个体|下同)[^（()）]*[)）]$"
)
"""A remark in brackets behind a name, which is no part of it: （含其下属各分支机构）, （代会员单位投保）, （个体工商户）."""
_LONGEST_ASKED = 8
"""Characters of a label that asks for something of the enterprise."""
_SEAL = re.compile("(?:专用|公|印|业务|财务)章$")
"""Words that stand in a seal, as a scan reads them: 合同专用章."""


_ASKS_FOR = re.compile("(?:代码|号码|地址|住所地?|电话|日期|人数|名称)$")
"""How the label of another entry ends, and no name: 统一信用代码."""


def plain_name(text: str) -> str | None:
    """What stands beside a label as a name, though it has no legal form (恒通货运队); None where it is something else."""
    bare = _REMARK.sub("", _BROKEN.sub("", text.strip()))
    if (
        not 4 <= len(bare) <= 40
        or re.search(r"[:：;；。]|\d{5}|\d{4}\s*[年./-]\s*\d|[（(](?:盖章|签章|签字)", bare)
        or re.match(r"\d+\s*[人名]", bare)
        or SAME_AS.match(bare)
        or _ASKS_FOR.search(bare)
        or _SEAL.search(bare)
        or organisation.is_insurer(bare)
    ):
        return None
    words = meaning(bare)
    if words.coverage > 0.9 and not _HAS_BODY.search(bare):
        return None
    if len(bare) <= _LONGEST_ASKED and words.coverage >= 0.8 and words.any("address", "uscc", "period", "industry"):
        return None  # a place that ends like a body is asked for: 生产经营场所
    return bare if sum("\u4e00" <= c <= "\u9fff" for c in bare) >= 4 else None


_BRANCH_APART = re.compile(
    r"\s+((?!出单|签单|承保|经办|保险|本)[\u4e00-\u9fff]{2,10}?(?:中心支公司|支公司|分公司|营销服务部|营业部))(?![\u4e00-\u9fff])"
)
"""A branch that a blank sets off from its company: 某某财产保险股份有限公司　盘州支公司."""


def insurer(named: Sequence[Candidate], sheet: Sheet) -> tuple[list[Candidate], list[Candidate]]:
    """(legal names, branches): the insurer's candidates, best first. The head office's own mention is preferred for
    the name; for the branch, a mention that issues or signs."""
    wanted_name = formula("insurer")
    wanted_branch = formula("branch")
    legal: list[Candidate] = []
    branches: list[Candidate] = []
    insurers = [body for body in named if organisation.is_insurer(body.value) and not _of_another(body)]
    leading = {organisation.split_insurer(body.value)[0] for body in insurers if _leads(body)}
    for body in insurers:
        name, branch = organisation.split_insurer(body.value)
        if leading and name not in leading:
            continue
        stop = body.stop
        if branch is None and (apart := _BRANCH_APART.match(body.unit.text, stop)) is not None:
            branch, stop = f"{name}{apart[1]}", apart.end()
        label = sheet.label(body.unit, body.start)
        as_insurer, as_branch = label.score(wanted_name)[0], label.score(wanted_branch)[0]
        first_page = 0.1 if body.unit.page in (1, None) else 0.0
        legal.append(
            Candidate(
                name,
                body.unit,
                body.start,
                body.start + len(name),
                0.6 + 0.2 * (branch is None) + 0.15 * max(as_insurer, as_branch) + first_page,
                "form",
            )
        )
        if branch is not None:
            tail = strip_label(body.unit.text[stop:])
            signs = 0.15 if re.match("盖章|签章|公章|承保专用章|业务专用章|专用章", tail) else 0.0
            branches.append(
                Candidate(branch, body.unit, body.start, stop, 0.6 + 0.2 * as_branch + 0.1 * as_insurer + signs, "form")
            )
    return ranked(legal), sorted(branches, key=lambda c: (-c.score, -c.unit.index))


_OF_ANOTHER = re.compile(
    r"(?:(?:上[一个]?(?:年度?|期|张保?单)|往年|前一?年度?|原)(?:承保|保险|投保)?(?:公司|机构|单位|人)?|(?:再|分)保险?(?:接受)?(?:公司|机构|人))(?:名称)?\s*[:：]?\s*$"
)
"""Words before an insurer that took the risk in another year, or takes it from the one who insures."""


def _of_another(body: Candidate) -> bool:
    before = body.unit.text[: body.start]
    beside = body.unit.left.text if not before.strip() and body.unit.left is not None else before
    return _OF_ANOTHER.search(beside) is not None


_LEAD = r"(?:主承保|首席|牵头|主共保|主办)(?:承保|共保|保险)?(?:人|方|公司|机构)?"
_LEADS_BEHIND = re.compile(rf"\s*[(（]\s*{_LEAD}\s*[)）]")
_LEADS_BEFORE = re.compile(rf"{_LEAD}\s*[:：]?\s*$")
_LEADS = re.compile(_LEAD)


def _leads(body: Candidate) -> bool:
    """Whether an insurer is named as the one that leads those who share a risk, behind its name, before it or in the cell beside."""
    beside = [u.text.strip() for u in (body.unit.left, body.unit.right) if u is not None and u.cell is not None]
    return (
        _LEADS_BEHIND.match(body.unit.text, body.stop) is not None
        or _LEADS_BEFORE.search(body.unit.text[: body.start]) is not None
        or any(map(_LEADS.fullmatch, beside))
    )
