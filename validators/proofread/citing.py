"""How a notice cites: brackets of numbers, the kind of number, standing of what is cited, names never explained."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractor.notices.citations import is_abbreviation, quoted
from extractor.values import doc_number
from validators import known
from validators.proofread.lexicon import LAYOUT, any_of, load
from validators.proofread.paper import Defect, Paper

_NOTICE_TITLE = re.compile(r"(?:通知|意见|方案|决定|公告|通告|函|批复|通报)$")
_LAW = re.compile(r"(?:法|条例|法典)$")
# A local body: a place and a department; two of one place side by side.
_LOCAL = r"(?P<a>(?P<place>[\u4e00-\u9fa5]{2,6}?[省市县区州])[\u4e00-\u9fa5]{2,12}?[局委厅办])(?P<b>(?P=place)[\u4e00-\u9fa5]{2,12}?[局委厅办])"


def detect(paper: Paper) -> Iterator[Defect]:
    """Defects of citations."""
    yield from _brackets(paper)
    yield from _standard_after_notice(paper)
    yield from _standard_without_blank(paper)
    yield from _wrong_year(paper)
    yield from _repealed(paper)
    yield from _undefined_abbreviation(paper)
    yield from _titles(paper)


@cache
def _run_together() -> re.Pattern[str]:
    """Two bodies before 关于 without a blank: 应急管理部办公厅财政部办公厅关于…"""
    body = any_of(load("organs")["ministries"]) + "(?:办公厅|办公室|综合司)?"
    national = f"(?P<c>{body})(?P<d>{body})"
    return re.compile(rf"^(?:{national}|{_LOCAL})(?:[\u4e00-\u9fa5]{{0,60}}?)关于")


def _brackets(paper: Paper) -> Iterator[Defect]:
    """GB/T 9704: the year of a document number stands in 〔〕."""
    found = [
        sentence.place(start, stop)
        for sentence in paper.sentences
        for start, stop, number in doc_number.find_all(sentence.printed)
        if not number.standard and number.bracket != "〔"
    ]
    if found:
        yield Defect(
            "number_bracket_not_hexagonal",
            "warning",
            tuple(found),
            f"发文字号的年份应使用六角括号〔〕（{len(found)}处）",
            f"the year in a document number belongs in 〔〕 ({len(found)} places)",
            {"count": len(found)},
            basis=LAYOUT,
        )


def _standard_after_notice(paper: Paper) -> Iterator[Defect]:
    for row in paper.record.rows("citations"):
        title, number = row.value("title"), row.value("doc_number")
        if row.value("standard") and title and _NOTICE_TITLE.search(title):
            cell = row.cells["doc_number"]
            yield Defect(
                "standard_number_on_a_notice",
                "error",
                paper.place_of(cell),
                f"《{title}》是公文，其后却注标准号{number}，文件类型与编号不符",
                f"{title} is an official paper but carries the standard number {number}",
                {"title": title, "number": number},
            )


def _standard_without_blank(paper: Paper) -> Iterator[Defect]:
    found = [
        sentence.place(start, stop)
        for sentence in paper.sentences
        for start, stop, number in doc_number.find_all(sentence.printed)
        if number.standard and not re.search(r"\s", number.raw)
    ]
    if found:
        yield Defect(
            "standard_number_without_blank",
            "note",
            tuple(found),
            f"标准代号与编号之间应空一格（{len(found)}处）",
            f"a blank belongs between a standard's code and its number ({len(found)} places)",
        )


def _wrong_year(paper: Paper) -> Iterator[Defect]:
    own = paper.record.value("doc_number")
    for row in paper.record.rows("citations"):
        number = doc_number.parse(row.value("doc_number") or "")
        correct = known.wrong_year(*_parts(number)) if number and number.canonical != own else None
        if number and correct:
            yield Defect(
                "citation_year_wrong",
                "error",
                paper.place_of(row.cells["doc_number"]),
                f"引用的{number.canonical}年份有误，应为{correct}",
                f"{number.canonical} has the wrong year; it should be {correct}",
                {"printed": number.canonical, "correct": correct},
            )


def _parts(number: doc_number.DocNumber) -> tuple[str, str, int]:
    return number.issuer_code, number.serial, number.year


def _repealed(paper: Paper) -> Iterator[Defect]:
    """A basis repealed before the notice was issued; or since, where a day to look from is given."""
    issued = paper.record.value("date_issued")
    ended = {row.value("doc_number") for row in paper.record.rows("repeals")}
    for row in paper.record.rows("citations"):
        one = known.lookup(row.value("doc_number") or "") if row.value("doc_number") not in ended else None
        if one is None or one.repealed is None:
            continue
        before = issued is not None and one.repealed <= issued
        since = paper.as_of is not None and one.repealed <= paper.as_of
        if not before and not since:
            continue
        when = "发文时已" if before else "现已"
        yield Defect(
            "cited_document_repealed" if before else "cited_document_since_repealed",
            "warning",
            paper.place_of(row.cells["doc_number"]),
            f"引用的{one.number}{when}废止（自{one.repealed}起）"
            + (f"，由{one.replaced_by}取代" if one.replaced_by else ""),
            f"{one.number} was repealed on {one.repealed}",
            {
                "number": one.number.canonical,
                "day": issued if before else paper.as_of,
                "in_force_from": one.in_force_from,
                "repealed": one.repealed,
                "replaced_by": one.replaced_by,
            },
            basis=known.successor(one),
        )


def _undefined_abbreviation(paper: Paper) -> Iterator[Defect]:
    """《办法》 names nothing unless a fuller title was said to be called so."""
    seen: dict[str, list[tuple[int, str]]] = {}
    for line in paper.lines:
        for start, stop in quoted(line.text):
            if is_abbreviation(line.text[start:stop]):
                seen.setdefault(line.text[start:stop], []).append(
                    (line.number, line.text[max(0, start - 7) : stop + 5])
                )
    whole = paper.text
    for name, places in seen.items():
        said = rf"(?:简称|统称|合称|下称)(?:为)?\s*[“\"'‘]?(?:《{re.escape(name)}》|{re.escape(name)}[”\"'’）)])"
        if not re.search(said, whole):
            yield Defect(
                "abbreviation_undefined",
                "warning",
                tuple(places),
                f"简称《{name}》在文中未作说明，所指文件不明",
                f"the short title 《{name}》 is never defined",
                {"name": name},
            )


def _titles(paper: Paper) -> Iterator[Defect]:
    rows = [row for row in paper.record.rows("citations") if row.value("title")]
    normative = [row for row in rows if not _LAW.search(row.value("title"))]
    if (
        paper.final
        and len(normative) >= 3
        and not any(row.value("doc_number") for row in paper.record.rows("citations"))
    ):
        yield Defect(
            "cited_documents_without_numbers",
            "note",
            tuple(place for row in normative for place in paper.place_of(row.cells["title"])),
            f"引用的{len(normative)}份文件均未注发文字号或标准号",
            f"none of the {len(normative)} cited documents has a number",
        )
    full = {one.title for one in known.documents() if one.title and one.confidence != "M"}
    for row in rows:
        title, cell = row.value("title"), row.cells["title"]
        longer = [t for t in full if t.endswith(title) and t != title and "关于" not in t]
        if len(title) >= 6 and longer:
            yield Defect(
                "cited_title_truncated",
                "note",
                paper.place_of(cell),
                f"《{title}》名称不完整，应为《{longer[0]}》",
                f"《{title}》 is cut short; the full title is 《{longer[0]}》",
            )
        match = _run_together().match(title)
        if match:
            first, second = match["a"] or match["c"], match["b"] or match["d"]
            yield Defect(
                "joint_issuers_run_together",
                "note",
                paper.place_of(cell),
                f"联合发文机关“{first}”“{second}”之间应空格",
                f"a blank belongs between the joint issuers {first} and {second}",
            )
