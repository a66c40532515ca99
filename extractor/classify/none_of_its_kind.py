"""Whether a paper that its words take for one of a kind is none: of another line of insurance, conditions, a plan, a letter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor import near_kinds
from extractor.evidence.sheet import Sheet
from extractor.hazards.apart.told_authority import is_letter
from extractor.kinds import claim_record, fee_ledger

_OF_TRADE = re.compile(
    r"保险|保单|投保|安责|专家|讲师|隐患|服务|公司|企业|单位|商户|工厂|厂[长区房内方]|矿|AQ|service|insur|hazard|inspect",
    re.I,
)
_FILLED = frozenset({"moment", "amount", "words", "count"})


def is_none(kind: str, sheet: Sheet, title: str, units: Sequence[str], *, headed: bool) -> bool:
    """Whether a paper that its words take for one of ``kind`` is none. ``headed``: its heading names the kind."""
    if kind != "notice" and near_kinds.is_of_another_matter(title):
        return True
    if kind in _NOT_ASKED_FOR and near_kinds.asks_to_renew(title):
        return True
    if kind == "invoice":
        return near_kinds.bills_nothing_of_ours(title, units)
    if kind == "policy":
        # no day, sum or count anywhere: conditions or a form left blank
        blank = not headed and not any(t.kind in _FILLED for u in sheet.units for t in u.tokens)
        other = near_kinds.buys_services_only(title, units) or near_kinds.hands_over_only(title, units)
        other = other or near_kinds.is_a_draft(title, units) or near_kinds.agrees_among_insurers(title, units)
        other = other or near_kinds.reminds_only(title) or near_kinds.sends_papers(title)
        other = other or near_kinds.tells_about_a_policy(title, units)
        return blank or other or near_kinds.is_of_another_line(title, units) or _are_conditions(title, sheet)
    if kind == "fee_ledger":
        # what a project, a shop or a household spent; what a plan or a contract prices and nobody paid yet
        priced = near_kinds.tells_of_no_service(title, units) and not (headed and fee_ledger.books_anything(sheet))
        ruled = near_kinds.sets_rules(title) and not fee_ledger.books_anything(sheet)
        undated = not any(t.kind == "moment" for u in sheet.units for t in u.tokens)
        ruled = ruled or (undated and near_kinds.counts_by_area(title, units))
        return priced or ruled or not fee_ledger.is_of_insurance(sheet)
    if kind == "roster":
        return near_kinds.lists_premiums(title)
    if kind == "application":
        return near_kinds.quotes_services(title, units) or near_kinds.sends_papers(title)
    if kind == "claim_record":
        return near_kinds.is_of_another_line(title, units) or not claim_record.tells_of_claims(sheet)
    if kind == "service_report" and is_letter(sheet):
        return True  # what an agency tells an authority of hazards that nobody mends
    if kind == "service_report" and not headed and _A_POLICY.search(title):
        return True  # what its insurer promises to look for was found by nobody yet
    if kind == "service_report":
        # minutes and plans on safety that name no enterprise, expert, hazard or service
        return not any(_OF_TRADE.search(u) for u in units) or near_kinds.tells_of_no_service(title, units)
    return False


_A_POLICY = re.compile(
    r"^[^\n]{0,30}(?:责任保?险|安责险)[^\n]{0,16}(?:保险单|保险凭证|(?<!赔)(?<!批)保单|(?<!服务)(?<!委托)(?:合同|协议)书?)(?:[（(].{1,16}[)）]|正本|副本)*$",
    re.M,
)
"""A heading that names the insurance and ends as the name of a policy, or of the contract itself, does; 保单 alone is a label."""
_NOT_ASKED_FOR = frozenset({"invoice", "service_report"})
"""What a letter that asks to renew is not, whatever it bills and asks for; a policy may be called a renewal."""
_CONDITIONS = re.compile(
    "^(?!第)[^。；;，,\\n]{0,24}险[^。；;，,\\n]{0,16}条款(?:[（(][^（()）\\n]{0,24}[)）])?$", re.M
)
_ARTICLE = re.compile(r"第[一二三四五六七八九十百\d]{1,4}条")
_ARTICLES = 3
_FILLED_IN = 2  # days from which on a paper says for how long somebody is covered


def _are_conditions(title: str, sheet: Sheet) -> bool:
    """Whether a paper is the printed conditions of a line, by itself: their heading, their articles, and nobody's period or sum."""
    if _CONDITIONS.search(title) is None or sum(_ARTICLE.match(u.text) is not None for u in sheet.units) < _ARTICLES:
        return False
    kinds = [t.kind for u in sheet.units for t in u.tokens]
    return kinds.count("moment") < _FILLED_IN and "words" not in kinds
